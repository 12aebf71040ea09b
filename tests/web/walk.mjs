// The page as an officer uses it, from the disk, in Chromium, at 1366 × 641: each walk by keyboard alone. Nothing is asked of any
// network.
//   node walk.mjs PAGE FOLDER [WALK…]       FOLDER: has companies.csv and many.csv, takes what is downloaded
import assert from "node:assert/strict";
import { close, newTab, opened, wrong } from "./browser.mjs";

const WALKS = [
  "change_rule",
  "telephone",
  "this_year",
  "self_check",
  "new_policy",
  "engine_dies",
  "states",
  "english",
  "hostile_list",
  "odd_files",
  "large_list",
  "access",
];
const [page, folder, ...some] = process.argv.slice(2);
for (const name of some.length ? some : WALKS) {
  const { default: walk } = await import(`./walks/${name}.mjs`),
    began = Date.now();
  await walk({ open: (query) => opened(page, folder, query), newTab, page, folder });
  assert.deepEqual(wrong, [], name);
  console.log(`${name}: ${((Date.now() - began) / 1000).toFixed(1)} s`);
}
await close();
console.log("the page does what it should, and asks nothing of any network");

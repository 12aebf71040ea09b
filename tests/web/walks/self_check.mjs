// The page for companies, by itself, on a telephone's screen. this_year made it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const axe = readFileSync(createRequire(process.cwd() + "/build/web/npm/").resolve("axe-core/axe.min.js"), "utf8");

export default async function walk({ newTab, folder }) {
  const company = await await newTab({ width: 390, height: 800 });
  await company.goto(`file://${folder}/自查.html`);
  await company.waitForSelector("article");
  await company.getByLabel("注册地", { exact: true }).selectOption("天山区");
  await company.getByLabel("高企认定日期", { exact: true }).fill("2022-05-01");
  await company.getByLabel("高企认定次数", { exact: true }).fill("1");
  await company.screenshot({ path: `${folder}/自查.png` });
  await company.waitForFunction(
    () =>
      /^10 – 330$/.test(document.querySelector("footer b").textContent) &&
      /高企首次认定奖励，条款 三（一）；还差/.test(document.querySelector("footer").textContent),
  );
  assert.match(await company.textContent("body"), /征求意见稿/);
  await company.screenshot({ path: `${folder}/自查.png` });

  await company.evaluate(axe);
  const objections = await company.evaluate(async () =>
    (await window.axe.run(document)).violations.map((one) => [one.id, one.nodes[0].html]),
  );
  assert.deepEqual(objections, []);
  // What is to be touched is large enough.
  const small = await company.evaluate(() =>
    [...document.querySelectorAll("input:not([type=radio]), select, button, summary, .pick label")]
      .filter((one) => one.getBoundingClientRect().height && one.getBoundingClientRect().height < 44)
      .map((one) => one.outerHTML),
  );
  assert.deepEqual(small, []);
  await company.context().close();
}

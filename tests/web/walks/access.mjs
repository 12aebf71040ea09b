// Every view, and what opens over it, has nothing for axe-core to object to, and leads nowhere else.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const axe = readFileSync(createRequire(process.cwd() + "/build/web/npm/").resolve("axe-core/axe.min.js"), "utf8");

export default async function walk({ open }) {
  const { tab, press, type } = await open();
  const look = async (what) => {
    await tab.waitForTimeout(700);
    const found = await tab.evaluate(async () =>
      (await window.axe.run(document)).violations.map((one) => [one.id, one.nodes[0].html]),
    );
    assert.deepEqual(found, [], what);
    // Its policy forbids connections; a link to elsewhere it could not forbid.
    assert.equal(await tab.locator("a[href], form[action]").count(), 0, what);
  };
  await tab.evaluate(axe);
  await look("rules");
  for (const key of ["1", "3", "5", "6"]) {
    await press("Alt+" + key);
    await look("Alt+" + key);
  }
  await press("Control+k");
  await type("丝路智能");
  await press("Enter");
  await look("a company");
  await press("Alt+6");
  await tab.click("text=自查页（自查");
  await tab.waitForTimeout(2000);
  await look("the self-check page's making");
  await press("Escape", "Control+`");
  await look("the prompt");
  await press("Alt+1");
  await tab.click("text=新建政策");
  await look("a new policy");
  await press("Alt+2", "Control+Home", "Control+f");
  await look("search");
  await press("Escape");
  await type("x ");
  await look("an error");
  await press("Control+d");
  await look("compared");
  await tab.context().close();
}

// This year's list, another year, and what goes out
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

export default async function walk({ open }) {
  const walk = await open(),
    { tab, until, press, type, text } = walk;
  await press("Alt+1");
  const sample = readFileSync("scripts/xinjiang/urumqi/2022-hnte.sample.csv", "utf8").split("\n").slice(0, 101).join("\n") + "\n";
  await tab.setInputFiles('input[type="file"]', [{ name: "今年.csv", mimeType: "text/csv", buffer: Buffer.from(sample) }]);
  await until(
    () =>
      /今年\.csv/.test(document.querySelector("main").textContent) &&
      /今年\.csv.*100\d*33 列，全部识别/.test(document.querySelector(".files").textContent),
  );
  await until(() => /数据问题（\d+ 处）/.test(document.querySelector("main").textContent));
  // A heading that nobody knows is said to be one that is.
  const headed = sample.replace("高企认定次数", "认定次数").replace("当年新建项目", "当年新建项目,内部备注");
  await tab.setInputFiles('input[type="file"]', [{ name: "今年.csv", mimeType: "text/csv", buffer: Buffer.from(headed) }]);
  await until(() => /没有用到的表头 2 个/.test(document.querySelector("main").textContent));
  assert.match(await text("main"), /名单没有“高企认定次数”这一列/);
  await walk.tabTo("是“高企认定次数”");
  await press("Enter");
  await until(
    () =>
      /没有用到的表头 1 个/.test(document.querySelector("main").textContent) &&
      !/这一列/.test(document.querySelector("main").textContent),
  );
  // A workbook of tables: each sheet is what it is called, and the list stays; one can say otherwise.
  await tab.setInputFiles('input[type="file"]', "tests/cases/data/tables.xlsx");
  const is = (sheet, role) =>
    until(([sheet, role]) => document.querySelector(`select[aria-label="工作表“${sheet}”是"]`)?.value === role, [sheet, role]);
  await is("服务记录", "services");
  await is("指标", "figures");
  await is("核定", "decisions");
  assert.equal(await tab.getAttribute("#list", "title"), "今年.csv");
  await tab.selectOption('select[aria-label="工作表“核定”是"]', "other");
  await is("核定", "other");
  await tab.setInputFiles('input[type="file"]', [{ name: "今年.csv", mimeType: "text/csv", buffer: Buffer.from(sample) }]);
  await until(() => /100 家/.test(document.querySelector("#list").textContent));
  await walk.tabTo("年度或基准日");
  await press("Control+a");
  await type("2026");
  await press("Enter");
  await until(() => /2026/.test(document.querySelector("#fresh").textContent));
  await press("Control+a");
  await type("2022-06-30");
  await press("Enter");
  await press("Alt+2");
  await until(() => document.querySelector(".totals b"));
  await tab.context().close();
  const sampleWalk = await open();
  await sampleWalk.press("Alt+6");
  await sampleWalk.tabTo("结果工作簿");
  await sampleWalk.download(() => sampleWalk.press("Enter"), "page.xlsx");
  for (const name of ["报告", "公示表", "告知书", "填报模板"]) {
    await sampleWalk.press("Alt+6");
    await sampleWalk.tabTo(name);
    await sampleWalk.download(() => sampleWalk.press("Enter"));
  }
  // The page for companies: which measures, whose contact; seen as it will be.
  await sampleWalk.press("Alt+6");
  await sampleWalk.tabTo("自查页");
  await sampleWalk.press("Enter");
  await sampleWalk.tabTo("咨询电话和地址");
  await sampleWalk.type("某某局 0991-0000000");
  assert.match(await sampleWalk.text("dialog"), /不能自查的：红山科技创新券（要服务记录）/);
  await sampleWalk.tabTo("U22-13");
  await sampleWalk.press("Space");
  const preview = sampleWalk.tab.frameLocator("iframe");
  await preview.locator("article").first().waitFor();
  await preview.getByText("某某局 0991-0000000").waitFor();
  await preview.locator("article", { hasText: "申报与重新认定辅导" }).waitFor({ state: "detached" });
  await sampleWalk.tabTo("生成");
  assert.ok(readFileSync(await sampleWalk.download(() => sampleWalk.press("Enter"))).length < 1.5e6);
  await sampleWalk.press("Escape");
  await sampleWalk.press("Control+`");
  await sampleWalk.type("谁 { 规模以上 }");
  await sampleWalk.press("Enter");
  await sampleWalk.until(() => /145 家符合/.test(document.querySelector("main pre").textContent));
  await sampleWalk.tab.context().close();
}

// Change a rule
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { lineOf } from "../browser.mjs";

export default async function walk({ open }) {
  const began = Date.now(),
    walk = await open();
  console.log(`opened and judged in ${Date.now() - began} ms`);
  const { tab, until, press, type, text } = walk;
  assert.match(await text(".totals"), /^1,022\.0 万元已定　至少 – 至多 1,051\.5 – 1,077\.0$/);
  await until(() => /374 个案例全部通过/.test(document.querySelector(".effect").textContent));
  // What a word means: by its key, and under the mouse.
  await press("Alt+2");
  await walk.cursor(lineOf(await walk.script(), "有效期 ="), 3);
  await press("F1");
  await until(() => /从哪一天到哪一天有效/.test(document.querySelector(".about").textContent));
  await press("Escape");
  const word = await tab.locator(".cm-line", { hasText: "有效期 =" }).boundingBox();
  await tab.mouse.move(word.x + 30, word.y + 30);
  await tab.mouse.move(word.x + 34, word.y + 10);
  await until(() => document.querySelector(".hover b")?.textContent.startsWith("有效期"));
  await tab.mouse.move(word.x + 600, word.y + 200);
  const script = await walk.script(),
    line = lineOf(script, '参数 "首次认定奖励标准"');
  await walk.cursor(line, script.split("\n")[line - 1].indexOf("10)"));
  await walk.select(2);
  const typed = Date.now();
  await type("12");
  await walk.total("1,066.0");
  // What is typed is in sight, in its colours.
  const box = await tab.locator(".cm-line", { hasText: '参数 "首次认定奖励标准"' }).boundingBox();
  assert.ok(box.y > 100 && box.y + box.height < 620);
  assert.equal(await tab.locator(".cm-line", { hasText: '参数 "首次认定奖励标准"' }).locator(".keyword").textContent(), "参数");
  console.log(`an edit to its total in ${Date.now() - typed} ms`);
  assert.match(await text(".totals"), /至少 – 至多 1,095\.5 – 1,125\.0　比已保存 \+44\.0　至多 \+48\.0/);
  await until(() => /谁变了（24 处）/.test(document.querySelector(".effect").textContent));
  await until(() => /374 个案例中 8 个与期望不符/.test(document.querySelector(".effect").textContent));
  assert.match(await text(".effect .measures tr.touched"), /U22-1高企首次认定奖励222264\.0264\.0 – 288\.0\+44\.0/);
  assert.match(await text(".regions"), /天山区 7 处 \+14/);
  // All of it is seen without scrolling.
  for (const selector of [".totals", ".parameters label", ".measures tfoot tr", ".effect .regions"])
    assert.ok((await tab.locator(selector).first().boundingBox()).y < 617, selector + " is out of sight");
  await press("Control+Enter"); // of the measure at the cursor: none stands before the parameters
  await walk.cursor(lineOf(await walk.script(), '"高企首次认定奖励"'), 0);
  await until(() =>
    [...document.querySelectorAll(".lens")].some((lens) =>
      /符合 22待核实 2264 – 288 万元比已保存 \+44案例 25，8 个不符/.test(lens.textContent),
    ),
  );
  await press("Control+Enter");
  await until(
    () =>
      /共 24 行/.test(document.querySelector(".gridwhole").textContent) &&
      /\+2/.test(document.querySelector(".gridrows").textContent),
  );
  // No outcome is wanted: nobody is left, and all are back by one key.
  for (const name of ["符合", "待核实"]) {
    await tab.getByRole("checkbox", { name }).first().focus();
    await press("Space");
  }
  await until(() => /没有符合这些条件的企业/.test(document.querySelector(".gridwhole").textContent));
  await walk.tabTo("清除筛选");
  await press("Enter");
  await until(() => /共 300 行/.test(document.querySelector(".gridwhole").textContent));
  await press("Alt+5");
  await until(() => document.querySelectorAll("main tbody tr").length === 8);
  assert.match(await text("main tbody tr"), /符合 10万元符合 12万元/);
  await walk.tabTo("按新结果改期望");
  await press("Enter");
  await until(() => /374 个案例，7 个与期望不符/.test(document.querySelector("main").textContent));
  await press("Control+d");
  await until(
    () =>
      /参数 "首次认定奖励标准"/.test(document.querySelector(".cm-deletedChunk")?.textContent) &&
      document.querySelectorAll(".cm-changedLine").length === 1,
  );
  await press("Escape");
  const saved = await walk.download(() => press("Control+s"));
  assert.match(readFileSync(saved, "utf8"), /参数 "首次认定奖励标准" \{ \["2022-01-01"\] = 万元\(12\) \}/);
  await until(
    () => !/比已保存/.test(document.querySelector(".totals").textContent) && !document.querySelector("#dirty").textContent,
  );

  // An error keeps the last results, and goes when it is mended; what mends it is offered.
  await press("Alt+2");
  await walk.edit("万元(12)", "12万元");
  await until(() => document.querySelector(".finding.error .fix"));
  assert.match(await text(".strip"), /第 45 行.*E12|第 45 行/);
  assert.match(await text(".effect"), /脚本有 \d 处错误，下面是 .* 的结果。/);
  await press("F8", "Control+.");
  await until(() => !document.querySelector(".finding.error"));
  assert.ok((await walk.script()).includes('["2022-01-01"] = 万元(12)'));
  await walk.edit("高企.首次认定", "高企.首");
  await press("Control+Space");
  await until(() =>
    [...document.querySelectorAll(".cm-tooltip-autocomplete li")].some((item) => item.textContent.startsWith("首次认定")),
  );
  await tab.waitForTimeout(100); // it does not take a key that was meant for the text
  await press("Enter");
  await until(() => !document.querySelector(".finding.error") && !document.querySelector("#dirty").textContent);

  // A parameter in the form is the same edit, and one undo.
  await press("Escape");
  await walk.tabTo("全部");
  await press("Enter");
  await walk.tabTo("再次认定奖励标准");
  await press("Control+a");
  await type("6万元");
  await press("Tab");
  await walk.total("1,084.0");
  assert.ok((await walk.script()).includes('参数 "再次认定奖励标准" { ["2022-01-01"] = 万元(6) }'));
  await press("Alt+2", "Control+z");
  await walk.total("1,066.0");

  // While the script is wrong, and has moved since it was judged, the form still finds its place.
  await walk.edit("政策 {", "政 策 {\n\n");
  await until(() => document.querySelector(".finding.error"));
  await press("Escape", "Escape"); // what is offered, then the editor
  await walk.tabTo("再次认定奖励标准");
  await press("Control+a");
  await type("7万元");
  await press("Tab");
  await until(() =>
    document
      .querySelector(".cm-content")
      .cmTile.root.view.state.doc.toString()
      .includes('参数 "再次认定奖励标准" { ["2022-01-01"] = 万元(7) }'),
  );
  await press("Alt+2", "Control+z");
  await walk.edit("政 策 {\n\n", "政策 {");
  await until(() => !document.querySelector(".finding.error") && !document.querySelector("#dirty").textContent);
  await walk.total("1,066.0");

  // What to complete, and a budget.
  await press("Alt+3");
  await until(() => /补齐前两家，区间由 29\.5 缩到 5\.5 万元/.test(document.querySelector(".results").textContent));
  await walk.tabTo("待补清单", true);
  assert.match(
    readFileSync(await walk.download(() => press("Enter")), "utf8"),
    /91650106MA0H4C8KC7,乌鲁木齐恒海能源科技股份有限公司,高企认定日期、高企认定次数/,
  );
  await walk.tabTo("合计至多");
  await type("1100");
  await walk.tabTo("求解");
  await press("Enter");
  await until(() =>
    /10\.95万元：合计至多 1,099\.8 万元；再加一步（10\.96万元）即 1,100\.04 万元/.test(
      document.querySelector(".results .answer").textContent,
    ),
  );
  await walk.tabTo("用这个值");
  await press("Enter");
  await walk.total("1,042.9");
  assert.ok((await walk.script()).includes("万元(10.95)"));

  // What was not saved is offered when the page is opened again.
  await tab.reload();
  await until(() => document.querySelector("#restore")?.hidden === false && document.querySelector(".totals b"));
  await tab.click('#restore button:has-text("恢复")');
  await walk.total("1,042.9");
  await tab.context().close();
}

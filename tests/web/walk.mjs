// The page as an officer uses it, from the disk, in Chromium, at 1366 × 641: each walk by keyboard alone; an input method; a hostile
// list; English; the page for companies. Nothing is asked of any network.
//   node walk.mjs PAGE FOLDER
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
const { chromium } = createRequire(process.cwd() + "/build/web/npm/")("playwright-core");

const [page, folder] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ["--no-sandbox"] });
const wrong = [];
async function open(name = "", size = { width: 1366, height: 641 }) {
  const context = await browser.newContext({
    viewport: size,
    permissions: ["clipboard-read", "clipboard-write"],
    acceptDownloads: true,
  });
  const tab = await context.newPage();
  await tab.addInitScript(() => {
    delete window.showSaveFilePicker; // a dialog of the system's
    // An engine that dies of what it is told next, as often as `window.deaths` says.
    window.deaths = 0;
    const Own = window.Worker;
    window.Worker = class extends Own {
      postMessage(message, ...more) {
        if (!message.say || !window.deaths) return super.postMessage(message, ...more);
        window.deaths--;
        setTimeout(() => this.onmessage({ data: { id: message.id, failed: "out of memory" } }), 0);
      }
    };
  });
  tab.on("pageerror", (error) => wrong.push(error.message));
  tab.on("request", (request) => {
    if (!/^(file|blob|data):/.test(request.url())) wrong.push("asked of the network: " + request.url());
  });
  const until = (what, argument) => tab.waitForFunction(what, argument, { timeout: 30000 });
  const walk = {
    tab,
    until,
    text: (selector) => tab.textContent(selector),
    press: async (...keys) => {
      for (const key of keys) await tab.keyboard.press(key);
    },
    type: (text) => tab.keyboard.type(text),
    total: (text) => until((text) => document.querySelector(".totals b")?.textContent === text, text),
    // Tab, until what is focused is called so.
    tabTo: async (name, back) => {
      for (let i = 0; i < 120; i++) {
        await tab.keyboard.press(back ? "Shift+Tab" : "Tab");
        if (
          await tab.evaluate((name) => {
            const one = document.activeElement;
            return [one.getAttribute("aria-label"), one.textContent, one.closest("label")?.textContent].some((text) =>
              text?.trim().startsWith(name),
            );
          }, name)
        )
          return;
      }
      throw new Error("no way to " + name);
    },
    // The cursor, by its keys.
    cursor: async (line, column) => {
      await tab.keyboard.press("Control+Home");
      for (let i = 1; i < line; i++) await tab.keyboard.press("ArrowDown");
      for (let i = 0; i < column; i++) await tab.keyboard.press("ArrowRight");
    },
    select: async (count) => {
      for (let i = 0; i < count; i++) await tab.keyboard.press("Shift+ArrowRight");
    },
    download: async (act, name) => {
      const [made] = await Promise.all([tab.waitForEvent("download", { timeout: 60000 }), act()]);
      await made.saveAs(`${folder}/${name || made.suggestedFilename()}`);
      return `${folder}/${name || made.suggestedFilename()}`;
    },
    edit: (from, to) =>
      tab.evaluate(
        ([from, to]) => {
          const view = document.querySelector(".cm-content").cmTile.root.view,
            at = view.state.doc.toString().indexOf(from);
          if (at < 0) throw new Error("the script has no " + from);
          view.focus();
          view.dispatch({
            changes: { from: at, to: at + from.length, insert: to },
            selection: { anchor: at + to.length },
            userEvent: "input.type",
          });
        },
        [from, to],
      ),
    script: () => tab.evaluate(() => document.querySelector(".cm-content").cmTile.root.view.state.doc.toString()),
  };
  await tab.goto("file://" + page + name);
  await until(() => document.querySelector(".totals b"));
  return walk;
}
const lineOf = (text, word) => text.slice(0, text.indexOf(word)).split("\n").length;

{
  // Change a rule
  const began = Date.now(),
    walk = await open();
  console.log(`opened and judged in ${Date.now() - began} ms`);
  const { tab, until, press, type, text } = walk;
  assert.match(await text(".totals"), /^1,022\.0 万元已定　至少 – 至多 1,051\.5 – 1,077\.0$/);
  await until(() => /374 个案例全部通过/.test(document.querySelector(".effect").textContent));
  await press("Alt+2");
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
  assert.match(await text(".totals"), /至少 – 至多 1,095\.5 – 1,125\.0　比已保存 \+44　至多 \+48/);
  await until(() => /谁变了（24 处）/.test(document.querySelector(".effect").textContent));
  await until(() => /374 个案例中 8 个与期望不符/.test(document.querySelector(".effect").textContent));
  assert.match(await text(".effect .measures tr.touched"), /U22-1高企首次认定奖励222264\.0264\.0 – 288\.0\+44/);
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

{
  // The telephone
  const walk = await open(),
    { tab, until, press, type, text } = walk;
  await press("Control+k");
  await type("丝路智能");
  await press("Enter");
  await until(() => document.querySelector(".dossier article"));
  assert.match(await text(".dossier .totals"), /^0 – 10 万元　已定 0/);
  assert.match(await text(".dossier"), /高企认定次数 “-1”：数量不能是负数/);
  await walk.tabTo("高企认定次数");
  const typed = Date.now();
  await type("1");
  await until(() => /^10 万元　原 0 – 10/.test(document.querySelector(".dossier .totals").textContent));
  console.log(`what if: ${Date.now() - typed} ms`);
  assert.match(await text(".whatif"), /如果这样：10 万元/);
  await walk.tabTo("复制答复", true);
  await press("Enter");
  await until(async () => /高企认定次数为1，2022年可得 10 万元（U22-1/.test(await navigator.clipboard.readText()));
  await walk.tabTo("高企认定次数");
  await press("Escape");
  await until(() => /^0 – 10 万元/.test(document.querySelector(".dossier .totals").textContent));
  await press("Control+k");
  await type("没有这一家");
  await press("Enter");
  await until(() => /（虚拟）/.test(document.querySelector(".dossier").textContent));
  await tab.context().close();
}

{
  // This year's list, another year, and what goes out
  const walk = await open(),
    { tab, until, press, type, text } = walk;
  await press("Alt+1");
  const sample = readFileSync("scripts/xinjiang/urumqi/2022-hnte.sample.csv", "utf8").split("\n").slice(0, 101).join("\n") + "\n";
  await tab.setInputFiles('input[type="file"]', [{ name: "今年.csv", mimeType: "text/csv", buffer: Buffer.from(sample) }]);
  await until(
    () =>
      /今年\.csv/.test(document.querySelector("main").textContent) && /100 家/.test(document.querySelector("main").textContent),
  );
  await until(() => /数据问题（\d+ 处）/.test(document.querySelector("main").textContent));
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
  assert.equal(await preview.locator("article", { hasText: "申报与重新认定辅导" }).count(), 0);
  await sampleWalk.tabTo("生成");
  assert.ok(readFileSync(await sampleWalk.download(() => sampleWalk.press("Enter"))).length < 1.5e6);
  await sampleWalk.press("Escape");
  await sampleWalk.press("Control+`");
  await sampleWalk.type("谁 { 规模以上 }");
  await sampleWalk.press("Enter");
  await sampleWalk.until(() => /145 家符合/.test(document.querySelector("main pre").textContent));
  await sampleWalk.tab.context().close();
}

{
  // A new policy from patterns: blanks by Tab; and an input method, which loses nothing
  const walk = await open(),
    { tab, until, press, type } = walk;
  await press("Alt+1");
  await walk.tabTo("新建政策");
  await press("Enter");
  await type("惠企办法");
  await walk.tabTo("地区");
  await type("朝阳区"); // of which there are several: they are named, and offered
  await press("Enter");
  await until(() => /110105 北京市朝阳区.*220104/.test(document.querySelector(".new .error").textContent));
  await walk.tabTo("地区", true);
  await press("Control+a");
  await type("天山区");
  await walk.tabTo("自");
  await press("Control+a");
  await type("2022-01-01");
  await walk.tabTo("状态");
  await press("ArrowDown");
  await walk.tabTo("新建");
  await press("Enter");
  await until(() => document.querySelector(".cm-content")?.cmTile.root.view.state.doc.toString().includes("惠企办法"));
  await press("Alt+2", "Control+End", "Alt+=");
  await until(() => document.activeElement.closest(".menu"));
  await press("Enter");
  await until(() => document.querySelector(".cm-content").cmTile.root.view.state.doc.toString().includes('奖励 "某某奖励"'));
  await type("达标奖励");
  await press("Tab", "Tab");
  await type("第一条");
  await press("Tab");
  await type("30");
  const script = await walk.script();
  assert.match(script, /名称 = "惠企办法",\n  状态 = "征求意见稿",\n  地区 = "650102"/);
  assert.match(
    script,
    /奖励 "达标奖励" \{\n  编号 = "X22-3",\n  条款 = "第一条",\n  条件 = \{ 规模以上 \},\n  金额 = 万元\(30\),\n\}/,
  );
  await until(
    () =>
      !document.querySelector(".finding.error") &&
      [...document.querySelectorAll(".lens")].some((lens) => /符合 \d/.test(lens.textContent)),
  );

  const input = await tab.context().newCDPSession(tab),
    words = "为支持规模以上工业企业做大做强制定本办法";
  await tab.evaluate(() => {
    window.slowest = 0;
    let last = performance.now();
    const tick = () => {
      const now = performance.now();
      window.slowest = Math.max(window.slowest, now - last);
      last = now;
      window.ticking = setTimeout(tick, 0);
    };
    tick();
  });
  await press("Control+End");
  await type("-- ");
  for (const sign of words) {
    for (const letters of ["z", "zh", sign])
      await input.send("Input.imeSetComposition", {
        text: letters,
        selectionStart: letters.length,
        selectionEnd: letters.length,
      });
    await input.send("Input.insertText", { text: sign });
    await tab.waitForTimeout(40);
  }
  assert.ok((await walk.script()).endsWith("-- " + words));
  await until(() => document.querySelector("#fresh").textContent);
  console.log(`an input method waited at most ${Math.round(await tab.evaluate(() => window.slowest))} ms`);
  await tab.context().close();
}

{
  // An engine that dies is started again with its files; a text that killed it twice is not tried a third time
  const walk = await open(),
    { tab, until, total } = walk;
  await tab.evaluate(() => (window.deaths = 2)); // both servers
  await walk.edit("万元(10)", "万元(13)");
  await total("1,088.0");
  await until(() => /计算中断，已重新开始/.test(document.querySelector("#fresh").textContent));
  await tab.evaluate(() => (window.deaths = 1000));
  await walk.edit("万元(13)", "万元(14)");
  await until(() => window.deaths < 1000);
  await tab.waitForTimeout(500);
  assert.ok((await tab.evaluate(() => window.deaths)) > 990);
  await tab.evaluate(() => (window.deaths = 0));
  await walk.edit("万元(14)", "万元(12)");
  await total("1,066.0");
  await tab.context().close();
}

{
  // English: every word of the page; what the script and the list say stays as it is
  const walk = await open("?lang=en"),
    { until, press, text } = walk;
  assert.match(await text(".totals"), /certain/);
  for (const key of ["Alt+1", "Alt+2", "Alt+3", "Alt+4", "Alt+5", "Alt+6"]) {
    await press(key);
    await walk.tab.waitForTimeout(500);
  }
  assert.match(await text("nav"), /Files.*Rules.*Results.*Company.*Cases.*Export/);
  await walk.tab.context().close();
}

{
  // A hostile list: its names are text, whatever they look like
  const walk = await open(),
    { tab, until, press } = walk;
  await press("Alt+1");
  const rows = [
    "统一社会信用代码,企业名称,行政区划代码,高企认定日期,高企认定次数",
    '91650104MA178GXUQ7,"<img src=x onerror=""document.title=1"">",650104,2022-05-01,1',
  ];
  await tab.setInputFiles('input[type="file"]', [
    { name: "坏名单.csv", mimeType: "text/csv", buffer: Buffer.from(rows.join("\n") + "\n") },
  ]);
  await until(() => /名单没有“成立日期”这一列，按不知道处理/.test(document.querySelector("main").textContent));
  await press("Alt+3");
  await until(() => document.querySelector(".gridrows")?.textContent.includes("<img src=x"));
  await press("Enter");
  await until(() => document.querySelector(".dossier .who")?.textContent.includes("<img src=x"));
  assert.equal(await tab.evaluate(() => document.querySelectorAll("#view img").length), 0);
  assert.notEqual(await tab.title(), "1");
  await tab.context().close();
}

// The page for companies, by itself.
const company = await browser.newPage({ viewport: { width: 390, height: 800 } });
company.on("pageerror", (error) => wrong.push("自查: " + error.message));
company.on("request", (request) => {
  if (!/^(file|blob|data):/.test(request.url())) wrong.push("自查 asked of the network: " + request.url());
});
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
assert.deepEqual(wrong, []);
await browser.close();
console.log("the page does what it should, and asks nothing of any network");

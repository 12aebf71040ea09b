// The page as an officer uses it, from the disk, in Chromium: its figures, an edit, an error, a company, what goes out; and that
// nothing is asked of any network.
//   node walk.mjs PAGE FOLDER
import assert from "node:assert/strict";
import { chromium } from "playwright-core";

const [page, folder] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ["--no-sandbox"] });
const tab = await browser.newPage({ viewport: { width: 1366, height: 641 } });
const wrong = [];
tab.on("pageerror", (error) => wrong.push(error.message));
tab.on("request", (request) => { if (!/^(file|blob|data):/.test(request.url())) wrong.push("asked of the network: " + request.url()); });
const until = (what, argument) => tab.waitForFunction(what, argument, { timeout: 30000 });
const text = (selector) => tab.textContent(selector);
const select = (from, length, at = 0) => tab.evaluate(([from, length, at]) => {
  const editor = document.querySelector("textarea"), start = editor.value.indexOf(from) + at;
  editor.focus();
  editor.setSelectionRange(start, start + length);
}, [from, length, at]);

const opened = Date.now();
await tab.goto("file://" + page);
await until(() => document.querySelector(".totals b"));
console.log(`opened and judged in ${Date.now() - opened} ms`);
assert.match(await text(".totals"), /^1,022 万元已定　至少 – 至多 1,051\.5 – 1,077$/);

// 10 becomes 12: the totals, and against what was saved.
await select("万元(10)", 2, 3);
const typed = Date.now();
await tab.keyboard.type("12");
await until(() => document.querySelector(".totals b").textContent === "1,066");
console.log(`an edit to its total in ${Date.now() - typed} ms`);
await until(() => /1,095\.5 – 1,125　比已保存 \+44/.test(document.querySelector(".totals").textContent));
await until(() => /谁变了（\d+ 处）/.test(document.querySelector(".effect").textContent));

// An error keeps the last results, and goes when it is mended.
await select("万元(12)", 1, 5);
await tab.keyboard.press("Delete");
await until(() => document.querySelector(".finding.error"));
assert.match(await text(".strip"), /第 45 行.*E17/);
assert.match(await text(".effect"), /上一次的结果/);
await tab.keyboard.type(")");
await until(() => !document.querySelector(".finding.error"));

// What mends it is offered, and words are completed.
await select("万元(12)", 6);
await tab.keyboard.type("12万元");
await tab.keyboard.press("Escape");
await tab.click(".finding .fix");
await until(() => !document.querySelector(".finding.error") && document.querySelector(".totals b").textContent === "1,066");
assert.ok((await tab.inputValue("textarea")).includes('["2022-01-01"] = 万元(12)'));
await select("高企.首次认定", 4, 3);
await tab.keyboard.press("Delete");
await tab.keyboard.press("Control+Space");
await until(() => [...document.querySelectorAll(".choices li")].some((item) => item.textContent.startsWith("首次认定")));
await tab.locator(".choices li", { hasText: "首次认定" }).first().dispatchEvent("mousedown");
await until(() => !document.querySelector(".finding.error") && document.querySelector(".totals b").textContent === "1,066");

// A parameter for this sitting alone.
await tab.fill('.parameters input[aria-label="再次认定奖励标准"]', "6万元");
await tab.keyboard.press("Tab");
await until(() => document.querySelector(".totals b").textContent === "1,084");

// What a budget allows: 10.95 without the other parameter's change.
await tab.fill('.parameters input[aria-label="再次认定奖励标准"]', "5万元");
await tab.keyboard.press("Tab");
await until(() => document.querySelector(".totals b").textContent === "1,066");
await tab.keyboard.press("Alt+3");
await tab.fill('input[aria-label="合计至多"]', "1100万元");
await tab.selectOption('select[aria-label="参数"]', "首次认定奖励标准");
await tab.click('button:has-text("求解")');
await until(() => /万元/.test(document.querySelector(".page .answer").textContent));
assert.match(await text(".page .answer"), /10\.95万元：合计至多 1,099\.8万元/);
await tab.keyboard.press("Alt+2");
await tab.fill('.parameters input[aria-label="再次认定奖励标准"]', "6万元");
await tab.keyboard.press("Tab");
await until(() => document.querySelector(".totals b").textContent === "1,084");

// One company, and what if.
await tab.keyboard.press("Control+k");
await tab.keyboard.type("瀚川能源");
await tab.keyboard.press("Enter");
await until(() => document.querySelector(".dossier article"));
assert.match(await text(".dossier .totals"), /^12 万元已定/);
await tab.selectOption(".whatif select", "高企认定次数");
await tab.fill(".whatif input", "2");
await tab.click(".whatif button");
await until(() => /如果/.test(document.querySelector(".whatif .answer").textContent));
assert.match(await text(".whatif .answer"), /U22-2 高企再次认定奖励\s+不符合\s+符合 6万元/);

// Cases, prompt, what goes out.
await tab.keyboard.press("Alt+5");
await until(() => /个案例通过/.test(document.querySelector("main").textContent));
await tab.keyboard.press("Alt+6");
await tab.keyboard.type("谁 { 规模以上 }");
await tab.keyboard.press("Enter");
await until(() => /145 家符合/.test(document.querySelector("main pre").textContent));
await tab.keyboard.press("Alt+7");
for (const name of ["结果工作簿", "报告", "公示表", "告知书", "填报模板", "自查页"]) {
  const [made] = await Promise.all([tab.waitForEvent("download", { timeout: 60000 }), tab.click(`.out button:has-text("${name}")`)]);
  await made.saveAs(`${folder}/${made.suggestedFilename()}`);
}

// A hostile list: its names are text, whatever they look like; GB18030 as it is.
await tab.keyboard.press("Alt+1");
const rows = ["统一社会信用代码,企业名称,行政区划代码,高企认定日期,高企认定次数", '91650104MA178GXUQ7,"<img src=x onerror=""document.title=1"">",650104,2022-05-01,1'];
await tab.setInputFiles('input[type="file"]', [{ name: "坏名单.csv", mimeType: "text/csv", buffer: Buffer.from(rows.join("\n") + "\n") }]);
await tab.keyboard.press("Alt+3");
await until(() => document.querySelector(".page")?.textContent.includes("<img src=x"));
assert.equal(await tab.evaluate(() => document.querySelectorAll("#view img").length), 0);
assert.notEqual(await tab.title(), "1");

// The page for companies, by itself.
const company = await browser.newPage({ viewport: { width: 390, height: 800 } });
company.on("pageerror", (error) => wrong.push("自查: " + error.message));
company.on("request", (request) => { if (!/^(file|blob|data):/.test(request.url())) wrong.push("自查 asked of the network: " + request.url()); });
await company.goto(`file://${folder}/自查.html`);
await company.waitForSelector("article");
const cell = (name) => company.locator("label", { hasText: name }).first();
await cell("高企认定日期").locator("input").fill("2022-05-01");
await cell("高企认定次数").locator("input").fill("1");
await company.waitForFunction(() => document.querySelector("footer b").textContent === "12");
assert.match(await company.textContent("body"), /征求意见稿/);
await company.screenshot({ path: `${folder}/自查.png` });
assert.deepEqual(wrong, []);
await browser.close();
console.log("the page does what it should, and asks nothing of any network");

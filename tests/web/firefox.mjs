// The page in Firefox, from the disk, briefly: it opens, an edit has its effect, a company its reasons, the page for companies is made.
//   node firefox.mjs PAGE FIREFOX
import assert from "node:assert/strict";
import { createRequire } from "node:module";

const [page, executablePath] = process.argv.slice(2);
const puppeteer = createRequire(process.cwd() + "/build/web/npm/")("puppeteer-core");
const browser = await puppeteer.launch({ browser: "firefox", executablePath, headless: true });
const tab = await browser.newPage();
const wrong = [];
tab.on("pageerror", (error) => wrong.push(error.message));
await tab.setViewport({ width: 1366, height: 641 });
await tab.goto("file://" + page);
const until = (what, ...values) => tab.waitForFunction(what, { timeout: 30000 }, ...values);
const total = (text) => until((text) => document.querySelector(".totals b")?.textContent === text, text);
async function press(...keys) {
  for (const key of keys.slice(0, -1)) await tab.keyboard.down(key);
  await tab.keyboard.press(keys.at(-1));
  for (const key of keys.slice(0, -1).reverse()) await tab.keyboard.up(key);
}
await total("1,022.0");
// By keyboard: the line is found, its number selected and typed over.
await tab.click(".cm-content");
await press("Control", "f");
await tab.keyboard.type("万元(10)");
await press("Enter");
await press("Escape");
await tab.keyboard.type("万元(12)");
await total("1,066.0");
await until(() => /谁变了（24 处）/.test(document.querySelector(".effect").textContent));
await press("Control", "k");
await tab.keyboard.type("丝路智能");
await press("Enter");
await until(() => /^0 – 12 万元/.test(document.querySelector(".dossier .totals")?.textContent));
await press("Alt", "6");
await until(() => document.querySelector(".out"));
await tab.evaluate(() => [...document.querySelectorAll(".out button")].find((one) => /自查页/.test(one.textContent)).click());
await until(() => document.querySelector("iframe").src);
const preview = await (await tab.$("iframe")).contentFrame();
await preview.waitForFunction(() => document.querySelector("article"), { timeout: 30000 });
assert.match(await preview.$eval("header", (one) => one.textContent), /征求意见稿/);
assert.deepEqual(wrong, []);
console.log(`${await browser.version()}: the page works`);
await browser.close();

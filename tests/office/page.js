// Chromium in the reader's place: the page is opened from the disk, searched, sorted, used by keyboard, printed and looked at.
//   node page.js REPORT.html RESULTS.csv FOLDER
// RESULTS.csv is of `run --all --explain=3`: what the page says of every company has to be the same. Pictures and the PDF go to FOLDER.
"use strict";
const assert = require("node:assert");
const fs = require("node:fs");
const path = require("node:path");
const { chromium } = require("playwright-core");

// RFC 4180, no more than these files need.
function readCsv(file) {
  const rows = [[""]], text = fs.readFileSync(file, "utf8").replace(/^\uFEFF/, "");
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const row = rows[rows.length - 1], c = text[i];
    if (quoted && c === '"' && text[i + 1] === '"') row[row.length - 1] += text[++i];
    else if (c === '"') quoted = !quoted;
    else if (!quoted && c === ",") row.push("");
    else if (!quoted && c === "\n") rows.push([""]);
    else if (quoted || c !== "\r") row[row.length - 1] += c;
  }
  return rows.filter((row) => row.length > 1);
}

// Texts that are cut off, or that lie on each other, in what is on the page now.
function flaws() {
  const found = [], boxes = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode()); ) {
    const element = node.parentElement;
    if (!node.data.trim() || !element.checkVisibility() || element.closest("nav, select, script, style")) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) if (box.width > 1) boxes.push({ box, text: node.data.trim().slice(0, 20), element });
    for (let around = element; around !== document.body; around = around.parentElement) {
      const style = getComputedStyle(around), cut = style.overflowX === "hidden" || style.overflowX === "clip";
      if (cut && around.scrollWidth > around.clientWidth + 1) found.push("cut off: " + node.data.trim().slice(0, 20));
    }
  }
  boxes.sort((a, b) => a.box.top - b.box.top);
  for (let i = 0; i < boxes.length; i++)
    for (let k = i + 1; k < boxes.length && boxes[k].box.top < boxes[i].box.bottom - 4; k++) {
      const a = boxes[i].box, b = boxes[k].box;
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left), down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (across > 2 && down > 6) found.push(`on each other: ${boxes[i].text} / ${boxes[k].text}`);
    }
  if (document.documentElement.scrollWidth > innerWidth) found.push("wider than the window");
  return found.slice(0, 10);
}

async function main() {
  const [report, results, folder] = process.argv.slice(2).map((name) => path.resolve(name));
  fs.mkdirSync(folder, { recursive: true });
  const profile = fs.mkdtempSync(path.join(folder, "profile-"));
  const browser = await chromium.launchPersistentContext(profile, {
    executablePath: "/usr/bin/chromium", headless: true, viewport: { width: 1200, height: 900 },
    args: ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
  const page = await browser.newPage(), wrong = [], requests = [];
  page.on("pageerror", (error) => wrong.push(String(error.stack)));
  page.on("console", (message) => message.type() === "error" && wrong.push(message.text()));
  page.on("request", (request) => request.url().startsWith("file:") || requests.push(request.url()));
  const picture = (name, fullPage) => page.screenshot({ path: path.join(folder, name + ".png"), fullPage: Boolean(fullPage) });
  const look = async (where) => assert.deepStrictEqual(await page.evaluate(flaws), [], where);
  const click = (text) => page.getByRole("button", { name: text, exact: true }).first().click();

  await page.goto("file://" + report);
  await page.waitForSelector("#record");
  const rows = readCsv(results), at = (heading) => rows[0].indexOf(heading);
  const data = rows.slice(1).map((row) => ({ measure: row[at("措施编号")], code: row[at("对象代码")], name: row[at("对象名称")], result: row[at("结果")],
                                             amount: row[at("金额（元）")], why: row[at("说明")] }));

  // Totals: the sum of the result file.
  const fen = data.reduce((sum, row) => sum + (row.amount ? Math.round(Number(row.amount) * 100) : 0), 0);
  const total = (fen / 1e6).toString().replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  assert.strictEqual(await page.textContent("#overview .card b"), total);
  assert.strictEqual(await page.textContent("#measures tfoot .number"), total);
  assert.ok((await page.locator("#money svg rect").count()) >= 4, "charts");
  assert.ok((await page.locator("#targets svg line").count()) >= 1, "the straight line");
  await look("at 1200 pixels");
  await picture("page", true);

  // Every company's explanation is what the result file says.
  const said = await page.evaluate((codes) => {
    const finder = document.getElementById("finder"), answers = {};
    for (const code of codes) {
      finder.value = code;
      finder.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter" }));
      answers[code] = [...document.querySelectorAll(".company article")].map((article) => ({
        measure: article.querySelector("h4 span").textContent.split(" ")[0],
        result: article.querySelector(".outcome").textContent.split("　")[0],
        // Folded or not, lines have the number that they are said by.
        why: [article.querySelector("p").textContent, ...[...article.querySelectorAll("li[data-at]")].sort((a, b) => a.dataset.at - b.dataset.at)
          .map((line) => [...line.childNodes].filter((node) => node.nodeType === 3 || node.tagName === "I").map((node) => node.textContent).join(""))].join(""),
      }));
    }
    return answers;
  }, [...new Set(data.map((row) => row.code))].filter(Boolean));
  const count = {};
  for (const row of data) count[row.code + row.measure] = (count[row.code + row.measure] || 0) + 1;
  // On the page brackets and semicolons have become lines.
  const bare = (text) => text.replace(/[（）；·\s]/g, "");
  let compared = 0;
  for (const row of data) {
    if (!row.code || count[row.code + row.measure] > 1) continue; // two rows of one code: the page opens the first
    const answer = said[row.code].find((one) => one.measure === row.measure);
    assert.ok(answer, `${row.code} ${row.measure} is not on the page`);
    assert.strictEqual(answer.result, row.result, `${row.code} ${row.measure}`);
    assert.strictEqual(bare(answer.why), bare(row.why.replace(/；条款 [^；]*$/, "")), `${row.code} ${row.measure}`);
    compared++;
  }
  assert.ok(compared > 1000, "explanations compared");

  // Search by part of a name, with the keyboard alone.
  const granted = data.find((row) => row.amount && count[row.code + row.measure] === 1);
  await page.evaluate(() => document.querySelector(".company").remove());
  await page.focus("#finder");
  await page.fill("#finder", "");
  await page.keyboard.type(granted.name);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  assert.strictEqual(await page.textContent(".company h3"), granted.name);
  assert.strictEqual(decodeURIComponent(new URL(page.url()).hash.slice(1)), granted.code);
  await look("with a company open");
  await picture("company");
  await page.fill("#finder", "没有这样的企业");
  assert.match(await page.textContent(".matches"), /没有找到/);

  // Lists: chosen, searched, sorted both ways, shown to the end.
  const cells = (column) => page.locator(`#lists tbody tr td:nth-child(${column})`).allTextContents();
  const list = await page.locator("#lists optgroup").first().locator("option").first().getAttribute("value");
  await page.selectOption("#lists select", list);
  const all = Number((await page.textContent("#lists .count")).match(/[\d,]+/)[0].replace(/,/g, ""));
  assert.ok(all > 10, "a list with members");
  await page.locator("#lists thead button").nth(1).focus();
  await page.keyboard.press("Enter");
  const order = new Intl.Collator("zh-CN").compare;
  assert.deepStrictEqual(await cells(2), (await cells(2)).slice().sort(order));
  await page.keyboard.press("Enter");
  assert.deepStrictEqual(await cells(2), (await cells(2)).slice().sort((a, b) => order(b, a)));
  while (await page.locator("#lists .more button").isVisible()) await page.locator("#lists .more button").click();
  assert.strictEqual((await cells(1)).length, all);
  const lacking = (await cells(5)).find((text) => text.includes("尚缺"));
  assert.ok(lacking, "a list says what is lacking");
  const word = (await cells(2))[0].slice(0, 6);
  await page.fill("#lists input[type=search]", word);
  assert.ok((await cells(2)).every((name) => name.includes(word)) && (await cells(2)).length >= 1);
  await page.fill("#lists input[type=search]", "");
  await click("高企首次认定奖励");
  assert.strictEqual((await cells(1)).length, data.filter((row) => row.measure === "U22-1" && row.result !== "不符合").length);
  await page.selectOption("#lists select", "open");
  const open = new Set(data.filter((row) => row.result === "待核实").map((row) => row.code));
  assert.ok((await cells(5)).every((text) => /待补|重复|代码/.test(text)), "what is needed");
  for (const code of await cells(1)) open.delete(code);
  assert.deepStrictEqual([...open], [], "everybody about whom something is open");
  await page.fill("#problems input[type=search]", "校验位");
  assert.ok((await page.locator("#problems tbody tr").count()) >= 1, "a data problem by its text");
  await page.fill("#problems input[type=search]", "");

  // Narrow, and without colours.
  await page.setViewportSize({ width: 400, height: 800 });
  await look("at 400 pixels");
  await picture("narrow", true);
  await page.setViewportSize({ width: 1200, height: 900 });

  // On paper: the list first opened, no company.
  await page.goto("about:blank");
  await page.goto("file://" + report);
  await page.waitForSelector("#record");
  await page.pdf({ path: path.join(folder, "page.pdf"), preferCSSPageSize: true, printBackground: true });
  await page.emulateMedia({ media: "print" });
  await page.setViewportSize({ width: 688, height: 1000 }); // 182 mm
  await look("on paper");

  assert.deepStrictEqual(requests, [], "nothing from outside");
  assert.deepStrictEqual(wrong, [], "no script errors");
  await browser.close();
  fs.rmSync(profile, { recursive: true });
  console.log(`the page: ${compared} explanations compared, ${all} members of a list, no flaw found`);
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});

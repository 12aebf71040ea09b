// A hostile list: its names are text, whatever they look like
import assert from "node:assert/strict";

export default async function walk({ open }) {
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

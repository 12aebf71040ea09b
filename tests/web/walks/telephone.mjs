// The telephone
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";

export default async function walk({ open }) {
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
  await walk.tabTo("告知书");
  const letter = execFileSync("unzip", ["-p", await walk.download(() => press("Enter")), "word/document.xml"], {
    encoding: "utf8",
  });
  assert.deepEqual([...new Set(letter.match(/乌鲁木齐[^<市]*公司/g))], ["乌鲁木齐丝路智能装备有限公司"]);
  await until(() => document.querySelector("#fresh").textContent === "告知书.docx 已下载");
  await walk.tabTo("高企认定次数");
  await press("Escape");
  await until(() => /^0 – 10 万元/.test(document.querySelector(".dossier .totals").textContent));
  await press("Control+k");
  await type("没有这一家");
  await press("Enter");
  await until(() => /（虚拟）/.test(document.querySelector(".dossier").textContent));
  await tab.context().close();
}

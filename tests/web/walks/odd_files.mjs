// Files as they lie on the desks of offices: names with signs that mean something elsewhere, lines that end as Windows ends them,
// encodings of Excel and of Chinese Windows.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

export default async function walk({ open }) {
  const walk = await open(),
    { tab, until, press, text } = walk;
  const script = readFileSync("scripts/xinjiang/urumqi/2022-hnte.lua", "utf8"),
    list = readFileSync("scripts/xinjiang/urumqi/2022-hnte.sample.csv", "utf8");
  const give = (...files) =>
    tab.setInputFiles(
      'input[type="file"]',
      files.map(([name, buffer]) => ({ name, mimeType: "text/plain", buffer })),
    );
  await press("Alt+1");
  const odd = "政策 1%20#甲?.lua".replace("?", "？");
  await give([odd, Buffer.from("\ufeff" + script.replaceAll("\n", "\r\n"))]);
  await until((name) => document.querySelector("header select").value === name, odd);
  await press("Alt+2");
  await walk.total("1,022.0");
  // It is as saved until something is written.
  assert.equal(await text("#dirty"), "");
  assert.equal(await tab.locator(".cm-gutterElement.moved").count(), 0);
  await walk.edit("万元(10)", "万元(12)");
  await walk.total("1,066.0");
  await until(() => /比已保存 \+44\.0/.test(document.querySelector(".totals").textContent));
  const saved = readFileSync(await walk.download(() => press("Control+s"), "odd.lua"), "utf8");
  assert.equal(saved, script.replace("万元(10)", "万元(12)").replaceAll("\n", "\r\n"));
  // The list, in each encoding, under a name with a sign that names sheets.
  const rows =
    list
      .replace(/^\ufeff/, "")
      .split("\n")
      .slice(0, 51)
      .join("\n") + "\n";
  const wide = Buffer.from("\ufeff" + rows, "utf16le");
  await press("Alt+1");
  await give(["名单#2022 (1).csv", wide]);
  await until(() => /50 家/.test(document.querySelector("#list").textContent));
  await give(["名单#2022 (1).csv", Buffer.from("\ufeff" + rows)]);
  await until(
    () =>
      document.querySelector("#list").title === "名单#2022 (1).csv" && /50 家/.test(document.querySelector("#list").textContent),
  );
  await tab.context().close();
}

// The page for companies, by itself, on a telephone's screen. this_year made it.
import assert from "node:assert/strict";

export default async function walk({ newTab, folder }) {
  const company = await await newTab({ width: 390, height: 800 });
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

  await company.context().close();
}

// What is seen when something is not as usual: long work, which stops; a browser that keeps nothing, or is too old; a policy whose
// period is over; a text that was not saved.
import assert from "node:assert/strict";
import { wrong } from "../browser.mjs";

export default async function walk({ open, newTab, page, folder }) {
  const { tab, until, press, text, edit, total } = await open();
  // Long work says how far it is; when it is stopped the last results stay.
  await press("Alt+1");
  await tab.setInputFiles('input[type="file"]', `${folder}/many.csv`);
  await until(() => /正在(读取|计算).*(\d%|\d \/ \d)/.test(document.querySelector("#busy").textContent));
  assert.ok(await tab.locator("#stop").isVisible());
  await press("Escape");
  await until(() => /已停止，显示上次结果/.test(document.querySelector("#fresh").textContent));
  await tab.getByLabel("拿走 many.csv").click();
  await tab.locator("tr", { hasText: "样例名单.csv" }).locator("select").selectOption("list");
  await press("Alt+2");
  await total("1,022.0");
  // A policy that is over.
  await tab.getByLabel("年度或基准日").fill("2026");
  await press("Enter");
  await until(
    () =>
      document.querySelector(".stamp").textContent === "有效期已过" && /2026/.test(document.querySelector(".effect").textContent),
  );
  await tab.getByLabel("年度或基准日").fill("2022");
  await press("Enter");
  await total("1,022.0");
  // A text that was not saved is offered, seen against the saved one, and dropped.
  await edit("万元(10)", "万元(12)");
  await total("1,066.0");
  await tab.reload();
  await until(() => /上次有未保存的文字/.test(document.querySelector("#restore")?.textContent));
  await tab.click('#restore button:has-text("对照")');
  await until(() => document.querySelectorAll(".cm-changedLine").length === 1);
  await tab.reload();
  await until(() => document.querySelector("#restore")?.hidden === false);
  await tab.click('#restore button:has-text("丢弃")');
  await tab.reload();
  await until(() => document.querySelector(".totals b"));
  assert.equal(await text(".totals b"), "1,022.0");
  assert.ok(await tab.locator("#restore").isHidden());
  await tab.context().close();

  const without = async (script) => {
    const tab = await newTab({ width: 1366, height: 641 });
    await tab.addInitScript(script);
    await tab.goto("file://" + page);
    return tab;
  };
  // A browser that keeps nothing says so, and works.
  const forgetful = await without(() =>
    Object.defineProperty(window, "localStorage", {
      get: () => {
        throw new Error("denied");
      },
    }),
  );
  await forgetful.waitForFunction(() => document.querySelector(".totals b"));
  await forgetful.click(".cm-content");
  await forgetful.keyboard.type("-- ");
  await forgetful.waitForFunction(() => document.querySelector("#fresh").textContent === "本浏览器不能暂存，请及时保存");
  await forgetful.context().close();
  // One that is too old is told which are not.
  const old = await without(() => delete window.WebAssembly);
  await old.waitForFunction(() => getComputedStyle(document.querySelector("#old")).visibility === "visible");
  assert.match(await old.textContent("#old"), /请用 2023 年以后的 Edge、Chrome、360（极速模式）或 Firefox/);
  assert.deepEqual(wrong.splice(0), ["WebAssembly is not defined"]);
  await old.context().close();
}

// A new policy from patterns: blanks by Tab; and an input method, which loses nothing
import assert from "node:assert/strict";

export default async function walk({ open }) {
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

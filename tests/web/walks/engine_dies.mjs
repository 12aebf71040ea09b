// An engine that dies is started again with its files; a text that killed it twice is not tried a third time
import assert from "node:assert/strict";

export default async function walk({ open }) {
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

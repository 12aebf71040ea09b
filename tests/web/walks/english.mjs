// English: every word of the page; what the script and the list say stays as it is
import assert from "node:assert/strict";

export default async function walk({ open }) {
  const walk = await open("?lang=en"),
    { until, press, text } = walk;
  assert.match(await text(".totals"), /certain/);
  for (const key of ["Alt+1", "Alt+2", "Alt+3", "Alt+4", "Alt+5", "Alt+6"]) {
    await press(key);
    await walk.tab.waitForTimeout(500);
  }
  assert.match(await text("nav"), /Files.*Rules.*Results.*Company.*Cases.*Export/);
  await walk.tab.context().close();
}

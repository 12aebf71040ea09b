// 提示符: the terminal's prompt, over the same list.
import { h } from "./dom.js";
import { command, inTurn, path } from "./engine.js";
import { inputs } from "./files.js";
import { current } from "./state.js";
import { t } from "./words.js";

const lines = [],
  log = h("pre", { class: "answer", role: "log", tabindex: 0, "aria-label": t`问答` });
const line = h("input", {
  class: "prompt",
  "aria-label": t`提示符`,
  placeholder: "选 恒芯 ｜ 为什么 ｜ 还差什么 ｜ 如果 { 营业收入 = 万元(2100) } ｜ 谁 { 规模以上 }",
  keydown: (event) => event.key === "Enter" && !event.isComposing && line.value.trim() && inTurn(answer),
});
export const promptView = h("div", { class: "page" }, h("h2", {}, t`提示符`), log, line);
export const focusPrompt = () => line.focus();

// Each answer comes from all lines so far, of which the last is new.
async function answer() {
  lines.push(line.value);
  line.value = "";
  log.textContent += "> " + lines[lines.length - 1] + "\n";
  const asked = (some) => command(["repl", path(current()), ...inputs()], { input: some.join("\n") + "\n" });
  const before = await asked(lines.slice(0, -1)),
    out = await asked(lines);
  log.textContent +=
    (out.said.slice(before.said.length).replace(/^\n/, "") || out.complained.slice(before.complained.length)) + "\n";
  log.scrollTop = log.scrollHeight;
}

// 提示符: the terminal's prompt, over the same list. It stays while the files are the same; a script that has changed is loaded
// again before the next line.
import { h, refill } from "./dom.js";
import { hasPrompt, inTurn, openPrompt, path, putForPrompt, takeLine, withoutDesk } from "./engine.js";
import { inputs } from "./files.js";
import { current, on } from "./state.js";
import { t } from "./words.js";

const RELOAD = "重载";
const log = h("pre", { class: "answer", role: "log", tabindex: 0, "aria-label": t`问答` }),
  before = h("span", {}, "> ");
const line = h("input", {
  class: "prompt",
  "aria-label": t`提示符`,
  placeholder: "选 恒芯 ｜ 为什么 ｜ 还差什么 ｜ 如果 { 营业收入 = 万元(2100) } ｜ 谁 { 规模以上 }",
  keydown: keys,
});
export const promptView = h("div", { class: "page" }, h("h2", {}, t`提示符`), log, h("p", { class: "promptline" }, before, line));
export const focusPrompt = () => line.focus();

const lines = [];
let recalled = 0;
function keys(event) {
  if (event.isComposing) return;
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (event.key === "Enter" && line.value.trim()) {
    const asked = line.value;
    recalled = lines.push(asked);
    line.value = "";
    inTurn(() => answer(asked));
  } else if (step && lines[recalled + step] !== undefined) line.value = lines[(recalled += step)];
  else return;
  event.preventDefault();
}

let opened = "",
  loaded = ""; // what for, and which text of the script
function show(text) {
  log.textContent += text ? withoutDesk(text) + "\n" : "";
  line.scrollIntoView({ block: "nearest" });
}
async function told(asking) {
  const { said, before: next, goesOn } = await asking;
  show(said);
  refill(before, next.trim() ? next : "> ");
  if (!goesOn) opened = "";
}
async function answer(asked) {
  const file = current(),
    words = [path(file), ...inputs()],
    key = words.join("\n");
  show(before.textContent + asked);
  try {
    if (!hasPrompt() || key !== opened) await told(openPrompt(words));
    else if (file.text !== loaded) {
      await putForPrompt(file);
      await told(takeLine(RELOAD));
    }
    opened = key;
    loaded = file.text;
    await told(takeLine(asked));
  } catch (error) {
    opened = "";
    show(error.message === "stopped" ? t`已停止` : error.message);
  }
}
on("files", () => (opened = ""));

// The shell: header, tabs, footer, and what is asked above the view.
import { casesView, drawCases } from "./cases.js";
import { companiesView, drawCompany, find, search } from "./company.js";
import { deskView, drawDesk, privacyText } from "./desk.js";
import { $, button, h, refill } from "./dom.js";
import * as editor from "./editor.js";
import { isRunning, withoutDesk } from "./engine.js";
import { addFiles, arrange, changedOnDisk, draftOf, dropDraft, saveAll, select, setOccasion } from "./files.js";
import { stop } from "./judge.js";
import { grouped, wan } from "./money.js";
import { TABS, go } from "./navigate.js";
import { outView } from "./out.js";
import { closeMenu } from "./patterns.js";
import { focusPrompt, promptView } from "./prompt.js";
import { drawResults, paper, resultsView } from "./results.js";
import { compare, drawRules, rulesView, staleText, visitFinding } from "./rules.js";
import { periodIn, wordIn } from "./script_text.js";
import { current, errors, listFile, on, scripts, shownCases, shownSummary, state, unsaved } from "./state.js";
import { english, t } from "./words.js";

const KEYS = Object.keys(TABS);
const VIEWS = {
  files: deskView,
  rules: rulesView,
  results: resultsView,
  company: companiesView,
  cases: casesView,
  out: outView,
  prompt: promptView,
};
const DRAW = {
  files: drawDesk,
  rules: drawRules,
  results: drawResults,
  company: drawCompany,
  cases: drawCases,
  out: () => {},
  prompt: () => {},
};

// Header
const title = h("h1", { id: "title" }),
  stamp = h("span", { class: "stamp", hidden: true }),
  dirty = h("span", { class: "moved", id: "dirty" });
const which = h("select", { "aria-label": t`脚本`, change: () => (select(which.value), arrange()) });
const year = h("input", {
  id: "year",
  "aria-label": t`年度或基准日`,
  title: t`年度，或一个基准日（2022-06-30）`,
  change: () => setOccasion(year.value.trim()) || showOccasion(),
});
const showOccasion = () => (year.value = state.day || state.year);
const listName = button("", () => go("files"), { class: "link", id: "list" });
const saveButton = button(t`保存`, saveAll, { class: "primary", title: "Ctrl+S" });
const working = h("div", { class: "working", hidden: true });
const tabs = h("nav", {
  role: "tablist",
  "aria-label": t`页`,
  keydown: (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step)
      (go(KEYS[(KEYS.indexOf(state.tab) + step + KEYS.length) % KEYS.length]),
        tabs.querySelector("[aria-selected=true]").focus());
  },
});
search.addEventListener("input", () => {
  if (state.tab !== "company") go("company");
  find();
});
const header = h(
  "header",
  {},
  h(
    "div",
    { class: "bar" },
    h("b", { class: "mark" }, "惠企"),
    which,
    title,
    stamp,
    dirty,
    h("span", { class: "space" }),
    h("label", {}, t`年度·基准日 `, year),
    listName,
    button(t`对照`, compare, { title: "Ctrl+D" }),
    saveButton,
  ),
  h("div", { class: "bar second" }, tabs, h("span", { class: "space" }), search),
  working,
);

// Footer
const found = h("span", { id: "found" }),
  fresh = h("span", { id: "fresh", class: "soft" }),
  where = h("span", { class: "soft", id: "where" });
const busy = h("span", { id: "busy", hidden: true, role: "status" }),
  stopButton = h("button", { id: "stop", type: "button", hidden: true, click: stop }, t`停止（Esc）`);
const privacy = h(
  "details",
  { class: "privacy" },
  h("summary", {}, t`本页不连接任何网络，名单只在内存里`),
  h("p", {}, privacyText),
);
function otherLanguage() {
  const lang = english ? "zh" : "en";
  try {
    localStorage.setItem("huiqi language", lang);
  } catch (error) {
    // for this time only
  }
  location.search = "?lang=" + lang;
}
const footer = h(
  "footer",
  {},
  button(found, () => visitFinding(1), { class: "link", title: "F8" }),
  fresh,
  busy,
  stopButton,
  where,
  h("span", { class: "space" }),
  button(t`提示符`, () => go("prompt"), { class: "link", title: "Ctrl+`" }),
  button(english ? "中文" : "English", otherLanguage, { class: "link" }),
  privacy,
);

const view = h("main", { id: "view", tabindex: -1 }),
  notice = h("div", { id: "restore", role: "status", hidden: true });
const voice = h("p", { class: "voice", "aria-live": "polite" });
refill($("app"), header, notice, view, footer, voice, paper);

// Above the view: what was not saved, what changed on the disk.
function ask(text, ...choices) {
  const close = () => (notice.hidden = true);
  notice.hidden = false;
  refill(
    notice,
    text,
    choices.map(([name, act]) => [" ", button(name, () => (close(), act()))]),
  );
}
function offerDraft() {
  const file = current(),
    draft = file && draftOf(file);
  notice.hidden = true;
  if (!draft) return;
  const restore = () => (go("rules"), editor.replaceAll(draft.text));
  const time = new Date(draft.time).toLocaleString("zh-CN");
  ask(
    t`上次有未保存的文字（${file.name}，${time}）　`,
    [t`恢复`, restore],
    [t`对照`, () => (restore(), compare())],
    [t`丢弃`, () => dropDraft(file)],
  );
}
async function lookAgain() {
  const changed = await changedOnDisk();
  if (!changed) return;
  const { file, now } = changed;
  ask(
    t`${file.name} 已改动　`,
    [t`重新读取`, () => addFiles([now], [file.handle])],
    [t`不用`, () => (file.modified = now.lastModified)],
  );
}
addEventListener("focus", lookAgain);

// Drawing
function drawTabs() {
  const count = { files: shownSummary()?.problems, rules: errors().length, cases: shownCases()?.fail },
    red = { rules: true, cases: true };
  const key = JSON.stringify([state.tab, count]);
  if (tabs.dataset.key === key) return;
  tabs.dataset.key = key;
  const focused = tabs.contains(document.activeElement);
  const tab = (key, i) =>
    h(
      "button",
      {
        type: "button",
        role: "tab",
        "aria-selected": String(key === state.tab),
        "aria-controls": "view",
        title: `Alt+${i + 1}`,
        tabindex: key === state.tab || (state.tab === "prompt" && !i) ? 0 : -1,
        click: () => go(key),
      },
      t(TABS[key]),
      count[key] ? h("small", { class: red[key] ? "red" : "amber" }, grouped(count[key])) : null,
    );
  refill(tabs, KEYS.map(tab));
  if (focused) tabs.querySelector("[aria-selected=true]")?.focus();
}
// Is the policy over in the year that is asked?
function isOver(text) {
  const { to } = periodIn(text);
  return Boolean(to) && (state.day || `${state.year}-01-01`) > to;
}
function drawHeader() {
  const names = scripts().map((one) => [one.name, (one.text !== one.saved ? "● " : "") + one.name]),
    changed = unsaved().length,
    file = current();
  if ([...which.options].map((option) => option.textContent).join() !== names.map(([, shown]) => shown).join())
    refill(
      which,
      names.map(([value, shown]) => h("option", { value }, shown)),
    );
  which.value = state.script;
  title.textContent = file ? wordIn(file.text, "名称") || file.name : "";
  const status = file ? wordIn(file.text, "状态") : "",
    over = file && isOver(file.text);
  stamp.textContent = over ? t`有效期已过` : status;
  stamp.hidden = !stamp.textContent;
  stamp.classList.toggle("inforce", !over && /有效/.test(status));
  dirty.textContent = changed ? t`● 有改动，未保存` + (changed > 1 ? t`（${changed} 份）` : "") : "";
  saveButton.textContent = changed > 1 ? t`全部保存` : t`保存`;
  const count = shownSummary()?.objects;
  listName.textContent = !listFile()
    ? t`还没有名单`
    : count === undefined
      ? t`名单 ${listFile().name}`
      : t`名单 ${grouped(count)} 家`;
  listName.title = listFile()?.name || "";
}
function drawFooter() {
  const wrong = errors().length,
    advice = state.findings.length - wrong,
    judged = shownSummary()?.total;
  found.textContent = wrong || advice ? t`${wrong} 处错误，${advice} 条提醒` : t`脚本没有问题`;
  if (state.said) fresh.textContent = state.said;
  else if (state.restarted) fresh.textContent = t`计算中断，已重新开始`;
  else if (state.stopped) fresh.textContent = t`已停止，显示上次结果`;
  else if (state.problem && state.tab !== "rules") fresh.textContent = withoutDesk(state.problem);
  else if (wrong && judged && state.tab !== "rules") fresh.textContent = staleText();
  else if (state.unkept) fresh.textContent = t`本浏览器不能暂存，请及时保存`;
  else fresh.textContent = judged ? t`已按最新文字计算　${state.judged} 毫秒` : "";
}
// How far it is, where that is known: companies of a list in memory, else a share.
const DOING = { reading: t`正在读取`, judging: t`正在计算`, solving: t`正在求解`, writing: t`正在写` };
function farOf(far, objects) {
  if (!far?.of) return objects && far?.what !== "reading" ? t` ${grouped(objects)} 家` : "";
  return far.of === objects
    ? ` ${grouped(far.done)} / ${grouped(far.of)}`
    : ` ${Math.min(100, Math.round((100 * far.done) / far.of))}%`;
}
function drawWorking() {
  const yes = state.working || isRunning();
  working.hidden = busy.hidden = stopButton.hidden = !yes;
  fresh.hidden = yes;
  busy.textContent = yes ? (DOING[state.progress?.what] || DOING.judging) + farOf(state.progress, shownSummary()?.objects) : "";
}
function draw() {
  drawTabs();
  drawFooter();
  if (view.firstChild !== VIEWS[state.tab]) refill(view, VIEWS[state.tab]);
  DRAW[state.tab]();
  if (state.tab === "prompt") focusPrompt();
}
on("tab", () => (closeMenu(), draw()));
on("script", () => (showOccasion(), drawHeader(), drawTabs(), drawFooter(), offerDraft()));
on("files text summary", drawHeader);
on("files summary findings cases", () => (drawTabs(), drawFooter()));
on("said", drawFooter);
on("text", () => (state.said = ""));
on("working", drawWorking);
on("cursor", () => {
  const { line, character } = editor.cursor();
  where.textContent = t`第 ${line + 1} 行，第 ${character + 1} 列`;
});
// The total is said once, when it has settled.
let settled,
  saidLast = "";
on("summary", () => {
  clearTimeout(settled);
  settled = setTimeout(() => {
    const total = shownSummary()?.total,
      text = total ? t`合计已定 ${wan(total.sure)} 万元` : "";
    if (text !== saidLast) voice.textContent = saidLast = text;
  }, 600);
});

addEventListener("dragover", (event) => event.preventDefault());
addEventListener("drop", async (event) => {
  event.preventDefault();
  const files = [...event.dataTransfer.files],
    items = [...event.dataTransfer.items].filter((item) => item.kind === "file");
  const handles = await Promise.all(items.map((item) => item.getAsFileSystemHandle?.().catch(() => undefined)));
  addFiles(files, handles);
});
addEventListener("beforeunload", (event) => {
  if (unsaved().length) event.preventDefault();
});

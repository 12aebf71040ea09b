// The page: files, rules, results, one company, cases, what goes out. Everything is judged by the engine, which is the program
// itself; here is only what is seen. Nothing is sent anywhere: the page's policy forbids every connection.
//
// These files are one function, in the order of bundle.mjs: what is on the desk; the engine; tables; the editor; and the views.

// What is on the desk
const ROLES = { list: "企业名单", services: "服务记录", history: "历史（往年结果）", decisions: "核定", figures: "指标", params: "参数表", cases: "案例", breakdown: "任务分解", other: "没有用到" };
const TABLES = { services: "服务记录", figures: "指标", breakdown: "任务分解" };
const state = {
  files: [], script: null, year: 2022, day: "", tab: "rules", measure: null, company: null, against: false,
  settings: new Map(),   // values of parameters that are being moved, or that stand in no script
  summary: null, summarised: 0, difference: null, cases: null, // of the last text that was judged, and when
  findings: [], problem: "", working: false, stopped: false,
};
let added = 0;
const scripts = () => state.files.filter((file) => file.script);
const current = () => scripts().find((file) => file.name === state.script);
const unsaved = () => scripts().filter((file) => file.text !== file.saved);
const path = (file) => "/desk/" + file.name;
const listFile = () => state.files.find((file) => file.role === "list");
const refill = (element, ...children) => element.replaceChildren(...seen(children));

// A table is told by its headings; workbooks are looked into by the engine.
function roleOf(name, bytes) {
  if (/\.params\.csv$/i.test(name)) return "params";
  if (/\.cases\b.*\.csv$/i.test(name)) return "cases";
  if (/\.xlsx$/i.test(name)) return "list";
  let text;
  try { text = new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(0, 65536), { stream: true }); }
  catch (error) { text = new TextDecoder("gb18030").decode(bytes.subarray(0, 65536), { stream: true }); }
  const line = text.split("\n").slice(0, 5).join("\n"), has = (...names) => names.every((word) => line.includes(word));
  if (has("客户统一社会信用代码") || has("服务日期")) return "services";
  if (has("措施编号", "对象代码", "年度")) return "history";
  if (has("措施编号", "对象代码")) return "decisions";
  if (has("指标", "值")) return "figures";
  if (has("任务") && has("地区")) return "breakdown";
  if (has("统一社会信用代码") || has("企业名称")) return "list";
  return "other";
}

async function addFile(name, bytes, more = {}) {
  state.files = state.files.filter((file) => file.name !== name);
  const script = /\.lua$/i.test(name), text = script ? textOf(bytes) : undefined;
  const file = { name, size: bytes.length, script, text, saved: text, role: script ? "script" : roleOf(name, bytes), added: ++added, ...more };
  if (file.role === "list") for (const other of state.files) if (other.role === "list") other.role = "other";
  state.files.push(file);
  await put(path(file), bytes);
  return file;
}
// `handles`: of what was dropped where the browser has them, so that it can be saved to the same place and read again.
async function addFiles(list, handles = []) {
  let script;
  for (const [i, file] of [...list].entries()) {
    const one = await addFile(file.name, new Uint8Array(await file.arrayBuffer()), { handle: handles[i], modified: file.lastModified });
    if (one.script) script = one.name;
  }
  if (script) select(script);
  arrange();
}

// Which list, for the server: its project (.huiqi.json); for commands: their words.
function projectFile(whole) {
  const project = state.day ? { on: state.day } : { year: state.year };
  if (whole) {
    project.with = {};
    project.history = [];
    for (const file of state.files) {
      if (file.role === "list") project.list = file.name;
      if (TABLES[file.role]) project.with[TABLES[file.role]] = file.name;
      if (file.role === "history") project.history.push(file.name);
      if (file.role === "decisions") project.decisions = file.name;
    }
  }
  return ["/desk/.huiqi.json", bytesOf(JSON.stringify(project))];
}
let arranged = "";
// After files or the year have changed.
function arrange() {
  const project = projectFile(true), key = textOf(project[1]);
  if (key !== arranged) live.put([project]), words.put([projectFile(false)]);
  arranged = key;
  state.cases = null;
  draw();
  touch();
}
function inputs() {
  const words = [], list = listFile();
  if (list) words.push("--list", path(list));
  for (const file of state.files) {
    if (TABLES[file.role]) words.push("--with", `${TABLES[file.role]}=${path(file)}`);
    if (file.role === "history") words.push("--history", path(file));
    if (file.role === "decisions") words.push("--decisions", path(file));
  }
  words.push(...(state.day ? ["--on", state.day] : ["--year", String(state.year)]));
  return words;
}
const settings = () => [...state.settings].flatMap(([name, value]) => ["--set", `${name}=${value}`]);

// Judging. The text as it stands goes to both servers at once; while one judgement is under way only the last text waits for the
// next. What was judged stays on the screen until there is something newer.
let judging = false, owed = false, idle, slow;
function touch() {
  const file = current();
  owed = true;
  state.stopped = state.restarted = false;
  clearTimeout(idle);
  if (file) words.show(file.name, file.text);
  if (!judging) judge();
}
async function judge() {
  judging = true;
  while (owed) {
    owed = false;
    const file = current();
    if (!file) break;
    const began = Date.now();
    slow = setTimeout(() => (state.working = true, drawWorking()), 150);
    try {
      const fits = live.show(file.name, file.text), asked = { settings: Object.fromEntries(state.settings) };
      if (!fits) throw new Error(t`计算中断了两次，这段文字不再试：请改一改`);
      const summary = await live.ask("huiqi/summary", asked);
      state.problem = "";
      state.judged = Date.now() - began;
      if (summary.fresh) state.summary = summary, state.summarised = Date.now(), state.script === file.name && (summary.script = file.name);
      if (summary.fresh && !summary.change) state.difference = null;
      drawResultsChanged();
      if (!owed && summary.fresh && summary.change) {
        state.difference = await live.ask("huiqi/diff", { ...asked, count: 200 });
        if (!owed) drawDifference();
      }
    } catch (error) {
      if (error.again) state.restarted = owed = true;
      else if (error.message === "stopped") state.stopped = true;
      else if (error.code !== undefined) noFigures(error.message);
      else state.problem = error.message;
      drawResultsChanged();
    }
    clearTimeout(slow);
    state.working = false;
    drawWorking();
  }
  judging = false;
  idle = setTimeout(judgeCases, 250);
}
// Nothing can be said: no list for this year, or no text that has loaded; what was said of another script is no answer.
function noFigures(message) {
  const wrong = state.findings.some((finding) => finding.severity === 1);
  if (!wrong || state.summary?.script !== state.script) state.summary = state.difference = null;
  state.problem = wrong ? "" : message;
}
async function judgeCases() {
  const file = current();
  if (!file || !words.show(file.name, file.text)) return;
  try {
    const text = file.text, cases = await words.ask("huiqi/cases", { count: 200 });
    if (text !== file.text || file !== current()) return;
    state.cases = cases.fresh ? { ...cases, script: file.name } : state.cases;
    drawCasesChanged();
  } catch (error) { /* they are judged again after the next edit */ }
}
function stop() {
  stopCommand();
  if (!judging) return;
  owed = false;
  live.restart();
}

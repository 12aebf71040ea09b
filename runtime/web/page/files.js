// Files on the desk: what each is, what the engine is told of them, drafts of what was not saved.
import { bytesOf, download } from "./dom.js";
import { live, path, pathOf, put, putProject, remove } from "./engine.js";
import { periodIn } from "./script_text.js";
import { current, listFile, scripts, state, tell, unsaved } from "./state.js";

export const ROLES = {
  list: "企业名单",
  services: "服务记录",
  history: "历史（往年结果）",
  decisions: "核定",
  figures: "指标",
  breakdown: "任务分解",
  params: "参数表",
  cases: "案例",
  other: "没有用到",
};
// What sheets are called, and the engine calls what it has taken; the first three are related tables.
const SHEETS = { services: "服务记录", figures: "指标", breakdown: "任务分解", history: "历史", decisions: "核定" };
const TABLES = ["services", "figures", "breakdown"];
export const SHEET_ROLES = ["list", ...Object.keys(SHEETS), "other"];
export const roleCalled = (name) => Object.keys(SHEETS).find((role) => SHEETS[role] === name);

// UTF-8, or what Excel and Chinese Windows write. `bytes` may end within a character.
function decoded(bytes) {
  const marked = { "255,254": "utf-16le", "254,255": "utf-16be" }[bytes.slice(0, 2).join()];
  if (marked) return new TextDecoder(marked).decode(bytes, { stream: true });
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
  } catch (error) {
    return new TextDecoder("gb18030").decode(bytes, { stream: true });
  }
}
// A table is told by its headings; workbooks are looked into by the engine.
function roleOf(name, bytes) {
  if (/\.params\.csv$/i.test(name)) return "params";
  if (/\.cases\b.*\.csv$/i.test(name)) return "cases";
  if (/\.xlsx$/i.test(name)) return "list";
  const lines = decoded(bytes.subarray(0, 65536)).split("\n").slice(0, 20).join("\n"),
    has = (...names) => names.every((word) => lines.includes(word));
  if (has("客户统一社会信用代码") || has("服务日期")) return "services";
  if (has("措施编号", "对象代码", "年度")) return "history";
  if (has("措施编号", "对象代码")) return "decisions";
  if (has("指标", "值")) return "figures";
  if (has("任务") && has("地区")) return "breakdown";
  return has("统一社会信用代码") || has("企业名称") || !listFile() ? "list" : "other";
}

export function addFile(name, bytes, more = {}) {
  const before = state.files.find((file) => file.name === name);
  const file = { name, ...(/\.lua$/i.test(name) ? scriptOf(bytes) : { role: roleOf(name, bytes) }), ...more };
  state.files = [...state.files.filter((file) => file !== before), file];
  if (file.role === "list") onlyList(file, before?.role === "list");
  put(path(file), file.script ? bytesOf(file.text) : bytes);
  return file;
}
// In the editor lines end in one sign; in the file they end as they did.
function scriptOf(bytes) {
  const text = decoded(bytes),
    own = text.replace(/\r\n?/g, "\n");
  return { script: true, role: "script", text: own, saved: own, ends: text.includes("\r\n") ? "\r\n" : "\n" };
}
// `handles`: of what was dropped, where the browser has them, so that it can be saved to the same place and read again.
export async function addFiles(list, handles = []) {
  const before = listFile(),
    { map } = state,
    added = [];
  for (const [i, file] of [...list].entries()) {
    const bytes = new Uint8Array(await file.arrayBuffer());
    added.push(addFile(file.name, bytes, { handle: handles[i], modified: file.lastModified }));
  }
  const script = added.filter((file) => file.script).pop();
  if (script) select(script.name);
  arrange();
  const book = added.find((file) => file === listFile() && /\.xlsx$/i.test(file.name));
  if (book && before && before !== book && state.files.includes(before)) keepList(book, before, map);
  else if (added.includes(listFile())) forgetHeadings();
}
const tablesOf = async (file) => {
  const told = await live.ask("huiqi/tables", {}).catch(() => null);
  return (told?.tables || []).filter((one) => one.file === path(file));
};
// What was said of headings that a list read again does not have any more.
async function forgetHeadings() {
  const list = listFile(),
    said = Object.keys(state.map),
    own = said.length ? await tablesOf(list) : [];
  const there = new Set(own.flatMap(({ columns }) => columns.map(({ heading }) => heading)));
  const gone = own.length ? said.filter((heading) => !there.has(heading)) : [];
  for (const heading of gone) delete state.map[heading];
  if (gone.length) arrange();
}
// A workbook that has tables, but no list: its sheets are what they are called, and the list stays.
async function keepList(book, list, map) {
  const own = await tablesOf(book);
  const isList = own.some((one) => one.as === "list" && one.columns.some(({ field }) => field === "统一社会信用代码"));
  if (!own.length || isList || listFile() !== book) return;
  for (const { sheet } of own) {
    const role = roleCalled(sheet);
    if (role) state.sheets.set(`${book.name}#${sheet}`, role);
  }
  book.role = "other";
  list.role = "list";
  state.map = map;
  arrange();
}
// What was said of the headings of another list does not hold for this one.
function onlyList(file, again) {
  for (const other of state.files) if (other !== file && other.role === "list") other.role = "other";
  if (!again) state.map = {};
}
export function setRole(file, role) {
  file.role = role;
  if (role === "list") onlyList(file);
  arrange();
}
export function dropFile(file) {
  state.files = state.files.filter((other) => other !== file);
  remove(path(file));
  if (state.script === file.name) select(scripts()[0]?.name);
  arrange();
}

export function setSheetRole(file, sheet, role) {
  const name = `${file}#${sheet}`;
  if (role === "list") for (const [other, own] of state.sheets) if (own === "list") state.sheets.delete(other);
  if (role === "other") state.sheets.delete(name);
  else state.sheets.set(name, role);
  arrange();
}

// What the engine is told: by role, the names of files, and of sheets that were told what they are.
function named() {
  const own = state.files.map((file) => [file.name, file.role]),
    held = new Set(state.files.map((file) => file.name));
  const sheets = [...state.sheets].filter(([name]) => held.has(name.replace(/#[^#]*$/, "")));
  const of = (role) => [...own, ...sheets].filter(([, one]) => one === role).map(([name]) => name);
  const tables = TABLES.flatMap((role) =>
    of(role)
      .slice(-1)
      .map((name) => [SHEETS[role], name]),
  );
  return { list: of("list").pop(), tables, history: of("history"), decisions: of("decisions").pop() };
}
// After files, the year or what a heading means have changed.
export function arrange() {
  const { list, tables, history, decisions } = named(),
    occasion = state.day ? { on: state.day } : { year: state.year };
  putProject({ list, with: Object.fromEntries(tables), history, decisions, map: state.map }, occasion);
  state.cases = null;
  tell("files");
  tell("text");
}
// The same, for commands.
export function inputs() {
  const { list, tables, history, decisions } = named();
  return [
    ...(list ? ["--list", pathOf(list)] : []),
    ...tables.flatMap(([table, name]) => ["--with", `${table}=${pathOf(name)}`]),
    ...history.flatMap((name) => ["--history", pathOf(name)]),
    ...(decisions ? ["--decisions", pathOf(decisions)] : []),
    ...Object.entries(state.map).flatMap(([heading, field]) => ["--map", `${heading}=${field}`]),
    ...[...state.settings].flatMap(([name, value]) => ["--set", `${name}=${value}`]),
    ...(state.day ? ["--on", state.day] : ["--year", String(state.year)]),
  ];
}

export function select(name) {
  state.script = name;
  state.settings = new Map();
  state.findings = [];
  state.difference = null;
  const file = current(),
    from = file && periodIn(file.text).from;
  if (from && !file.yearSet) setDay(from.slice(0, 4), "");
  tell("script");
}
function setDay(year, day) {
  state.year = Number(year);
  state.day = day;
}
// A year, or a day of judgement. False: it is neither.
export function setOccasion(text) {
  const day = text.match(/^(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?$/);
  if (/^\d{4}$/.test(text)) setDay(text, "");
  else if (day) setDay(day[1], `${day[1]}-${day[2].padStart(2, "0")}-${day[3].padStart(2, "0")}`);
  else return false;
  if (current()) current().yearSet = true;
  arrange();
  return true;
}
export function edited(text) {
  const file = current();
  if (!file || file.text === text) return;
  file.text = text;
  keepDraft(file);
  tell("text");
}

// Text that is not saved outlives the page: scripts only, never a list.
const DRAFT = "huiqi:";
function keepDraft(file) {
  try {
    if (file.text === file.saved) localStorage.removeItem(DRAFT + file.name);
    else localStorage.setItem(DRAFT + file.name, JSON.stringify({ text: file.text, time: Date.now() }));
  } catch (error) {
    state.unkept = true;
  }
}
export function draftOf(file) {
  try {
    const draft = JSON.parse(localStorage.getItem(DRAFT + file.name));
    return draft && draft.text !== file.text ? draft : null;
  } catch (error) {
    return null; // none can be kept
  }
}
export function dropDraft(file) {
  try {
    localStorage.removeItem(DRAFT + file.name);
  } catch (error) {
    // nothing was kept
  }
}

// Saving: to the file where the browser can, else as a download. What is saved is what one compares with.
export async function save(file) {
  const asFile = file.text.replaceAll("\n", file.ends);
  let kept = false;
  try {
    if (!file.handle && window.showSaveFilePicker) file.handle = await showSaveFilePicker({ suggestedName: file.name });
    if (file.handle) {
      const stream = await file.handle.createWritable();
      await stream.write(asFile);
      await stream.close();
      file.modified = (await file.handle.getFile()).lastModified;
      kept = true;
    }
  } catch (error) {
    if (error.name === "AbortError") return;
  }
  if (!kept) download(file.name, bytesOf(asFile), "text/plain");
  file.saved = file.text;
  keepDraft(file);
  put(path(file), bytesOf(file.text));
}
export async function saveAll() {
  const all = unsaved();
  for (const file of all.length ? all : [current()].filter(Boolean)) await save(file);
  tell("text");
}
// The first file that another program has changed since it was read: { file, now }.
export async function changedOnDisk() {
  for (const file of state.files) {
    const now = file.handle?.getFile ? await file.handle.getFile().catch(() => null) : null;
    if (now && file.modified && now.lastModified !== file.modified) return { file, now };
  }
  return null;
}

// 资料: what lies on the desk, what each is taken for, which headings are used, problems by row and column.
import { button, h, licenses, refill, soft } from "./dom.js";
import { live, path, withoutDesk } from "./engine.js";
import { ROLES, addFiles, arrange, dropFile, select, setRole } from "./files.js";
import { saidHere } from "./figures.js";
import { grouped } from "./money.js";
import { drawHeadings, headingsBox } from "./headings.js";
import { go } from "./navigate.js";
import { newForm, offerNew } from "./new_policy.js";
import { template } from "./out.js";
import { wordIn } from "./script_text.js";
import { listFile, on, scripts, settingsAsked, shownSummary, state } from "./state.js";
import { grid } from "./table.js";
import { t } from "./words.js";

const pick = h("input", {
  type: "file",
  multiple: true,
  hidden: true,
  "aria-label": t`选文件`,
  change: () => addFiles(pick.files),
});
const KINDS = t`名单：CSV（UTF-8、GB18030）或 .xlsx，工作簿里的服务记录、指标、历史、核定按工作表名自动认出；脚本 .lua；参数表 .params.csv；案例 .cases.csv`;
const dropBox = h(
  "div",
  { class: "drop" },
  h(
    "p",
    {},
    t`把名单、脚本拖到这里，或 `,
    button(t`选文件`, () => pick.click()),
    " ",
    button(t`填报模板`, template),
    pick,
  ),
  soft(KINDS),
);
const filesBox = h("div"),
  noticesBox = h("div"),
  problemsBox = h("div"),
  policiesBox = h("div");

let turn = 0,
  told = { tables: [], fields: [] };
const problemsIn = new Map(); // path -> how many

// Files: those that the script at hand uses come first, the newest first.
function isUsed(file) {
  const stem = (state.script || "").replace(/\.lua$/, "");
  if (!file.sample || file.name === state.script || file.name.startsWith(stem + ".")) return true;
  return !file.script && !["cases", "params"].includes(file.role);
}
function roleOf(file) {
  if (file.script) return t`脚本`;
  const options = Object.entries(ROLES).map(([key, name]) => h("option", { value: key, selected: key === file.role }, t(name)));
  return h("select", { "aria-label": t`这张表是`, change: (event) => setRole(file, event.target.value) }, options);
}
// What the engine found in it: rows (of all its sheets), problems.
const inFile = (file) => told.tables.filter((table) => table.file === path(file) && table.as !== null);
function rowsOf(file) {
  const counts = inFile(file).map((table) => table.rows);
  return counts.length && counts.every((count) => count !== null) ? grouped(counts.reduce((all, count) => all + count, 0)) : "";
}
function saysOf(file) {
  const columns = inFile(file).flatMap((table) => table.columns),
    unused = columns.filter((column) => !column.field).length;
  if (file.script) return file.text !== file.saved ? t`有改动，未保存` : "";
  if (!columns.length) return "";
  return unused ? t`${columns.length} 列，${unused} 列没有用到` : t`${columns.length} 列，全部识别`;
}
function filesTable(files) {
  const heads = [t`文件`, t`识别为`, t`行数`, t`问题`, t`说明`, t`操作`];
  const away = (file) =>
    file.script && scripts().length === 1 ? null : button(t`拿走`, () => dropFile(file), { "aria-label": t`拿走 ${file.name}` });
  const row = (file) =>
    h(
      "tr",
      {},
      h("td", { class: "name", title: file.name }, file.name, file.sample ? h("small", {}, t`（样例）`) : null),
      h("td", {}, roleOf(file)),
      h("td", { class: "number" }, rowsOf(file)),
      h("td", { class: "number open" }, grouped(problemsIn.get(path(file)) || "")),
      h("td", {}, saysOf(file)),
      h("td", {}, away(file)),
    );
  const head = h(
    "tr",
    {},
    heads.map((name, i) => h("th", { class: i === 2 || i === 3 ? "number" : undefined }, name)),
  );
  return h("div", { class: "wide" }, h("table", { class: "files" }, h("thead", {}, head), h("tbody", {}, files.map(row))));
}
function drawFiles() {
  const all = [...state.files].reverse(),
    idle = all.filter((file) => !isUsed(file));
  const others = idle.length
    ? h("details", {}, h("summary", {}, t`其他 ${idle.length} 份：别的脚本和它们的案例`), filesTable(idle))
    : null;
  refill(filesBox, filesTable(all.filter(isUsed)), others);
}

// 政策, 新建
function drawPolicies() {
  const row = (file) => {
    const open = () => (select(file.name), arrange(), go("rules"));
    return h(
      "tr",
      { class: file.name === state.script ? "touched" : undefined },
      h("td", { class: "long" }, button(wordIn(file.text, "名称") || file.name, open)),
      h("td", { class: /有效/.test(wordIn(file.text, "状态")) ? "yes" : "error" }, wordIn(file.text, "状态")),
    );
  };
  refill(policiesBox, h("table", {}, h("tbody", {}, scripts().map(row))));
}
// Problems by row and column.
const columns = [
  { name: t`文件`, text: (row) => withoutDesk(row.file) },
  { name: t`行`, number: true, sort: (row) => row.row, text: (row) => (row.row ? String(row.row) : "") },
  { name: t`列`, text: (row) => row.column },
  { name: t`原值`, text: (row) => row.cell, cell: (row) => h("s", { class: "error" }, row.cell) },
  { name: t`问题`, class: "long", text: (row) => row.message },
];
function drawProblems(problems) {
  const small = h("small", {}, " ", t`有问题的值按“不知道”处理`);
  if (problems.total)
    refill(problemsBox, h("h2", {}, t`数据问题（${problems.total} 处）`, small), grid(columns, problems.rows, t`数据问题`));
  else refill(problemsBox, shownSummary()?.total ? soft(t`名单没有数据问题`) : null);
}
function drawNotices() {
  const problem = state.problem && listFile() ? h("p", { class: "error" }, saidHere(state.problem)) : null;
  refill(
    noticesBox,
    (shownSummary()?.notices || []).map((one) => soft(saidHere(one))),
    problem,
  );
}

export const privacyText = t`本页不连接任何网络，浏览器按页内的安全策略禁止一切连接。名单读入内存，不写入磁盘，关闭即清除。只有政策脚本的未保存文字暂存在本浏览器里（本机其他网页文件可能读到），其中不要写企业资料。怎样自己核实：拔网线；F12 → 网络。`;

// 常办的事
const JOBS = [
  [t`改一条规则，看谁多得、谁少得`, "Alt+2", "rules"],
  [t`用今年的名单算一遍，导出工作簿`, "Alt+6", "out"],
  [t`电话里答复一家企业`, "Ctrl+K", "company"],
  [t`看先补哪些数据`, "Alt+3", "results"],
  [t`在预算内定标准`, "Alt+3", "results"],
  [t`给企业一个自查页`, "Alt+6", "out"],
];
const jobs = h(
  "table",
  {},
  h(
    "tbody",
    {},
    JOBS.map(([name, key, tab]) =>
      h(
        "tr",
        {},
        h(
          "td",
          {},
          button(name, () => go(tab)),
        ),
        h("td", { class: "soft" }, key),
      ),
    ),
  ),
);

const left = h("section", { class: "page" }, dropBox, filesBox, headingsBox, noticesBox, problemsBox);
const right = h(
  "section",
  { class: "page" },
  h("h2", {}, t`政策`),
  policiesBox,
  h("p", {}, button(t`新建政策`, offerNew)),
  newForm,
  h("h2", {}, t`常办的事`),
  jobs,
  h("h2", {}, t`数据留在本机`),
  soft(privacyText),
  licenses(t`由哪些软件组成，各按什么许可`),
);
export const deskView = h("div", { class: "desk" }, left, right);
export function drawDesk() {
  drawFiles();
  drawPolicies();
  drawNotices();
  askEngine();
}
// What is in the files, which the engine knows.
const NO_PROBLEMS = { total: 0, rows: [] };
async function askEngine() {
  const mine = ++turn,
    settings = settingsAsked(),
    some = Boolean(listFile());
  const asked = some ? [live.ask("huiqi/tables", {}), live.ask("huiqi/problems", { count: 20000, settings })] : [];
  const [tables, problems] = await Promise.all(asked.map((one) => one.catch(() => null)));
  if (mine !== turn) return;
  told = tables?.tables ? tables : { tables: [], fields: [] };
  problemsIn.clear();
  for (const { file } of problems?.rows || []) problemsIn.set(file, (problemsIn.get(file) || 0) + 1);
  drawFiles();
  drawHeadings(told);
  drawProblems(problems || NO_PROBLEMS);
}
on("files summary", () => state.tab === "files" && drawDesk());

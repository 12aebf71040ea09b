// 案例: those that are not as expected, and what the cases miss.
import { bytesOf, button, csvRow, download, h, refill, soft, textOf } from "./dom.js";
import { jump, text } from "./editor.js";
import { bytesAt, command, inTurn, path, put, withoutDesk } from "./engine.js";
import { judgeCases } from "./judge.js";
import { go } from "./navigate.js";
import { declared } from "./script_text.js";
import { current, errors, on, shownCases, state } from "./state.js";
import { grid } from "./table.js";
import { t } from "./words.js";

const box = h("div"),
  said = h("pre", { class: "answer", role: "status" });
const ask = (name, option) => button(name, () => runCases(option));
const more = h("p", {}, ask(t`还缺哪些边界案例`, "--suggest"), " ", ask(t`改动规则，看案例能不能发现`, "--mutate"));
export const casesView = h("div", { class: "page" }, box, more, said);

function toMeasure(id) {
  const one = declared(text()).find((measure) => measure.id === id);
  if (one) (go("rules"), jump({ line: one.line, character: 0 }));
}
const columns = [
  { name: t`案例`, text: (row) => row.case },
  { name: t`措施`, text: (row) => row.measure, cell: (row) => button(row.measure, () => toMeasure(row.measure)) },
  { name: t`行`, number: true, sort: (row) => row.row, text: (row) => String(row.row) },
  { name: t`列`, text: (row) => row.column },
  { name: t`期望`, text: (row) => row.expected },
  { name: t`得到`, text: (row) => row.got, cell: (row) => h("b", { class: "error" }, row.got) },
  { name: t`改案例`, text: () => "", cell: (row) => button(t`按新结果改期望`, () => expect(row)) },
  { name: t`为什么`, class: "long", text: (row) => row.why },
];
export function drawCases() {
  const cases = shownCases(),
    changed = state.files.filter((file) => file.changedCases);
  const keep = (file) => {
    download(file.name, bytesAt(path(file)), "text/csv");
    file.changedCases = false;
    drawCases();
  };
  const none = errors().length ? t`脚本有错误，案例没有判定` : t`没有案例：案例文件放在“资料”里，叫 脚本名.cases.csv`;
  if (!cases) return refill(box, soft(none));
  const all = cases.pass + cases.fail;
  refill(
    box,
    h("h2", {}, cases.fail ? t`${all} 个案例，${cases.fail} 个与期望不符` : t`${cases.pass} 个案例通过`),
    cases.rows.length ? grid(columns, cases.rows, t`不符的案例`) : null,
    changed.map((file) =>
      h(
        "p",
        {},
        t`${file.name} 已改　`,
        button(t`保存案例`, () => keep(file)),
      ),
    ),
  );
}
on("cases", () => state.tab === "cases" && drawCases());

// Records of a CSV file with the text between them: a record may run over lines. { from, to, cells }
function records(text) {
  const found = [],
    CELL = /("(?:[^"]|"")*"|[^,\r\n]*)(,|\r?\n|$)/y;
  let from = text.startsWith("\ufeff") ? 1 : 0;
  for (let cells = []; (CELL.lastIndex = from + cells.reduce((all, cell) => all + cell.length + 1, 0)) <= text.length;) {
    const match = CELL.exec(text);
    if (!match) break;
    cells.push(match[1]);
    if (match[2] === ",") continue;
    found.push({ from, to: match.index + match[1].length, cells });
    from = match.index + match[0].length;
    cells = [];
    if (from >= text.length) break;
  }
  return found;
}
const UNITS = { 元: 1n, 万元: 10000n, 亿元: 100000000n };
// 12.5万元 in the unit of a column, exactly. NULL: it is no amount.
function amountIn(text, heading) {
  const match = text.match(/([\d,]+)(?:\.(\d+))?(亿元|万元|元)/);
  if (!match) return null;
  const decimals = (match[2] || "").padEnd(10, "0").slice(0, 10),
    places = 10n ** 10n;
  const scaled = (BigInt(match[1].replace(/,/g, "")) * places + BigInt(decimals)) * UNITS[match[3]];
  const own = scaled / (heading.includes("万元") ? 10000n : 1n),
    rest = String(own % places)
      .padStart(10, "0")
      .replace(/0+$/, "");
  return String(own / places) + (rest && "." + rest);
}
// After a look at it: the row of the cases expects what was found.
async function expect(row) {
  const file = state.files.find((one) => path(one) === row.file),
    text = textOf(bytesAt(row.file)),
    all = records(text);
  const headings = all[0].cells.map((cell) => cell.replace(/^"|"$/g, "")),
    record = all[row.row - 1],
    own = [...record.cells];
  const money = headings.findIndex((heading) => heading.startsWith("期望金额")),
    amount = money >= 0 && amountIn(row.got, headings[money]);
  if (row.column === "期望结果") own[headings.indexOf("期望结果")] = row.got.split(" ")[0];
  else if (!row.column.startsWith("期望金额"))
    own[headings.findIndex((heading) => heading.startsWith(row.column))] = csvRow([row.got]);
  if (amount) own[money] = amount;
  file.changedCases = true;
  put(row.file, bytesOf(text.slice(0, record.from) + own.join(",") + text.slice(record.to)));
  judgeCases();
}
const runCases = (option) =>
  inTurn(async () => {
    said.textContent = t`正在跑`;
    const out = await command(["test", path(current()), option]);
    said.textContent = withoutDesk([out.said, out.complained].filter(Boolean).join("\n"));
  });

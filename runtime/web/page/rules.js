// 规则: the outline by clause, the editor with figures above its measures, and what a change comes to.
import { button, h, refill, soft } from "./dom.js";
import * as editor from "./editor.js";
import { measureTable, saidHere, totals } from "./figures.js";
import { change, grouped, withUnit } from "./money.js";
import { drawOutline, outline } from "./outline.js";
import { drawParameters, parametersBox } from "./parameters.js";
import { addClause, patternMenu } from "./patterns.js";
import { go, openCompany, openMeasure } from "./navigate.js";
import { declared } from "./script_text.js";
import { current, errors, on, shownCases, shownSummary, state } from "./state.js";
import { grid } from "./table.js";
import { t } from "./words.js";

// Figures above each measure; what a parameter was behind it.
function lensOf(measure, figures) {
  const cases = shownCases()?.measures.find((one) => one.id === measure.id),
    judged = figures.yes !== undefined;
  const { sum, change: moved } = figures,
    parts = [];
  if (judged) parts.push(["", t`符合 ${grouped(figures.yes)}`]);
  if (judged && figures.open) parts.push(["open", t`待核实 ${grouped(figures.open)}`]);
  if (sum && (sum.most || sum.most === null)) parts.push(["strong", withUnit(sum)]);
  if (moved && (moved.sure || moved.most || moved.least)) parts.push(["moved", t`比已保存 ${change(moved.sure || moved.most)}`]);
  if (cases?.fail) parts.push(["error", t`案例 ${cases.pass + cases.fail}，${cases.fail} 个不符`]);
  else if (cases) parts.push(["soft", t`案例 ${cases.pass} 全部通过`]);
  const open = () => (judged ? openMeasure(measure.id) : go("cases"));
  const element = () =>
    button(
      parts.map(([kind, words]) => h("span", { class: kind }, words)),
      open,
      { class: "lens", title: t`看名单（Ctrl+Enter）`, tabindex: -1, mousedown: (event) => event.preventDefault() },
    );
  return parts.length ? { line: measure.line, above: true, key: measure.id + JSON.stringify(parts), element } : null;
}
function drawLenses() {
  const summary = shownSummary(),
    of = (id) => summary.measures.find((one) => one.id === id);
  const measures = summary ? declared(editor.text()).filter((one) => one.id && of(one.id)) : [];
  const lenses = measures.map((one) => lensOf(one, of(one.id)));
  const moved = (summary?.parameters || []).filter((one) => one.was !== undefined && one.range && !one.given);
  const before = moved.map(({ was, range }) => ({
    line: range.start.line,
    key: was,
    element: () => h("span", { class: "lens moved" }, t`← 原 ${was}`),
  }));
  editor.showFigures([...lenses, ...before].filter(Boolean));
}

function whoChanged() {
  const { difference } = state;
  if (!shownSummary()?.change || !difference) return null;
  const KIND = { gain: t`增加`, loss: t`减少`, open: t`变为待核实`, clear: t`其他` };
  const regions = difference.regions || [],
    sum = (key) => regions.reduce((all, region) => all + region[key], 0);
  const counts = [
    ["gain", KIND.gain],
    ["lose", KIND.loss],
    ["open", KIND.open],
  ].filter(([key]) => sum(key));
  const region = (one) => {
    const moved = one.fen ? h("b", { class: "moved" }, " " + change(one.fen)) : null;
    return h("span", {}, t`${one.name || t`不明`} ${one.gain + one.lose + one.open} 处`, moved);
  };
  const columns = [
    {
      name: t`名称`,
      text: (row) => row.name || row.code,
      cell: (row) => button(row.name || row.code, () => openCompany({ code: row.code, name: row.name })),
    },
    { name: t`措施`, text: (row) => row.measure },
    { name: t`变化`, text: (row) => KIND[row.kind] },
    {
      name: t`增减`,
      number: true,
      amounts: (row) => [row.difference],
      sort: (row) => row.difference,
      text: (row, money) => money.change(row.difference),
    },
    { name: t`为什么`, class: "long", text: (row) => row.why },
  ];
  const { changed, changes } = difference;
  return [
    h("h2", {}, t`谁变了（${changed} 处）`, h("small", {}, " ", counts.map(([key, name]) => `${name} ${sum(key)}`).join("，"))),
    h("p", { class: "regions" }, regions.filter((one) => one.gain || one.lose || one.open || one.fen).map(region)),
    changes.length ? grid(columns, changes, t`谁变了`) : null,
    changed > changes.length ? soft(t`只列出前 ${changes.length} 处；全部见“结果”`) : null,
  ];
}
function notices() {
  const all = shownSummary()?.notices || [],
    FIRST = 3,
    more = all.length - FIRST;
  return [
    all.slice(0, FIRST).map((one) => soft(saidHere(one))),
    more > 0
      ? h(
          "p",
          {},
          button(t`另有 ${more} 条提示`, () => go("files"), { class: "link" }),
        )
      : null,
  ];
}
function failing() {
  const cases = shownCases(),
    all = cases && cases.pass + cases.fail;
  // While the text is wrong, those of the text that the figures are of.
  if (!all || (errors().length && cases.of !== shownSummary()?.of)) return null;
  return cases.fail
    ? h(
        "p",
        { class: "error" },
        t`${all} 个案例中 ${cases.fail} 个与期望不符`,
        " ",
        button(t`逐个看`, () => go("cases"), { class: "link" }),
      )
    : soft(t`${all} 个案例全部通过`);
}

// Findings under the text: errors, and advice when it is asked for (F8).
let visited = -1;
function visit(i) {
  visited = i;
  editor.jump(state.findings[i].range.start);
}
export function visitFinding(step) {
  go("rules");
  visited = editor.nextFinding(step);
  drawFindings();
}
function drawFindings() {
  const line = (finding, i) => {
    const wrong = finding.severity === 1,
      { start } = finding.range;
    const said = `${wrong ? t`错误` : t`提醒`} ${t`第 ${start.line + 1} 行：${finding.message}`} [${finding.code}]`;
    const fixes = (finding.fixes || [])
      .slice(0, 2)
      .map((fix) => button(fix.title, () => editor.replace(fix.edits), { class: "fix", title: "Ctrl+." }));
    return h(
      "div",
      { class: "finding " + (wrong ? "error" : "advice") },
      button(said, () => visit(i)),
      fixes,
    );
  };
  const shown = state.findings
    .map((finding, i) => [finding, i])
    .filter(([finding, i]) => finding.severity === 1 || i === visited);
  refill(
    strip,
    shown.slice(0, 20).map(([finding, i]) => line(finding, i)),
  );
  drawStale();
}

const totalsBox = h("div"),
  tableBox = h("div", { class: "wide" }),
  behind = h("div"),
  casesLine = h("div"),
  stale = h("p", { class: "error", hidden: true });
const effect = h(
  "section",
  { class: "effect", "aria-label": t`结果` },
  stale,
  totalsBox,
  parametersBox,
  tableBox,
  casesLine,
  behind,
);
const strip = h("div", { class: "strip" }),
  about = h("div", { class: "about", role: "region", tabindex: 0, "aria-label": t`说明`, hidden: true });
const comparing = h(
  "span",
  { class: "comparing", hidden: true },
  h("b", {}, t`对照：与已保存的`),
  " ",
  button(t`还原到已保存`, () => (compare(), editor.replaceAll(current().saved))),
  " ",
  button(t`关闭（Esc）`, () => compare()),
);
const tools = h(
  "div",
  { class: "tools" },
  button(t`＋加一项`, () => addClause(), { "aria-haspopup": "menu", title: "Alt+=" }),
  button(t`整理格式`, editor.format, { title: "Alt+Shift+F" }),
  patternMenu,
  comparing,
  h("span", { class: "soft" }, t`点金额看名单　F1 查词`),
);
const middle = h("div", { class: "middle" }, tools, h("div", { class: "editor" }, editor.view.dom), about, strip);
export const rulesView = h("div", { class: "rules" }, outline, middle, effect);

// 对照, or its end.
export function compare() {
  const yes = !editor.isComparing();
  go("rules");
  editor.compare(yes);
  comparing.hidden = !yes;
}
export async function tellWord() {
  refill(about, await editor.wordHere());
  about.hidden = false;
}
// What lies over or beside the text, the last first. False: nothing did.
export function closeOver() {
  if (editor.isComparing()) compare();
  else if (!about.hidden) about.hidden = true;
  else return false;
  editor.view.focus();
  return true;
}

// While the text is wrong the last results stay.
export const staleText = () =>
  t`脚本有 ${errors().length} 处错误，下面是 ${new Date(state.summarised).toLocaleTimeString("zh-CN")} 的结果。`;
function drawStale() {
  stale.hidden = !(errors().length && shownSummary());
  stale.textContent = stale.hidden ? "" : staleText();
  for (const part of [totalsBox, tableBox, casesLine, behind]) part.classList.toggle("grey", !stale.hidden);
}
function drawDifference() {
  refill(behind, whoChanged(), notices());
  drawOutline();
}
function drawCases() {
  refill(casesLine, failing());
  drawLenses();
}
export function drawRules() {
  refill(totalsBox, totals());
  drawParameters();
  refill(tableBox, measureTable(openMeasure));
  drawDifference();
  drawCases();
  drawFindings();
}
const isShown = () => state.tab === "rules";
on("script", () => {
  comparing.hidden = true;
  about.hidden = true;
  visited = -1;
});
on("text", () => isShown() && drawOutline());
on("summary", () => isShown() && drawRules());
on("difference", () => isShown() && drawDifference());
on("cases", () => isShown() && drawCases());
on("findings fixes", () => isShown() && drawFindings());
addEventListener("resize", () => isShown() && drawParameters());

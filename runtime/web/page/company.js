// 企业: who it is, what it gets and why, and what would be.
import { button, h, refill, soft } from "./dom.js";
import { live, path } from "./engine.js";
import { inputs } from "./files.js";
import { printedHead } from "./figures.js";
import { amountOf, figureOf, grouped, isOpen, unitOf, wan, withUnit } from "./money.js";
import { openCompany } from "./navigate.js";
import { make, makeDocument } from "./out.js";
import { current, on, settingsAsked, shownSummary, state } from "./state.js";
import { t } from "./words.js";

const hits = h("div", { class: "hits" }),
  dossier = h("div", { class: "dossier", tabindex: 0, role: "region", "aria-label": t`企业` });
const whatif = h("div", { class: "whatif" });
export const companiesView = h("div", { class: "companies" }, hits, dossier, whatif);

// The search in the header.
export const search = h("input", {
  type: "search",
  id: "search",
  placeholder: t`查企业：名称或代码（Ctrl+K）`,
  "aria-label": t`查企业`,
  keydown: (event) => event.key === "Enter" && !event.isComposing && openFirst(),
});
let found = [],
  findTurn = 0;
export async function find() {
  const turn = ++findTurn,
    who = search.value.trim(),
    asked = who && shownSummary()?.total;
  const answer = asked ? await live.ask("huiqi/find", { who, count: 200 }).catch(() => ({ matches: [], total: 0 })) : null;
  if (turn !== findTurn) return;
  found = answer?.matches || [];
  drawHits(answer);
}
function drawHits(answer) {
  const count = shownSummary()?.objects,
    { company } = state,
    is = (one) => company && one.code === company.code && one.row === company.row;
  const says = answer
    ? t`${grouped(answer.total)} 家`
    : count
      ? t`名单 ${grouped(count)} 家：在右上角输入名称或代码`
      : t`还没有名单`;
  const hit = (one) =>
    button([one.name || t`（没有名称）`, h("small", {}, one.code)], () => openCompany(one), {
      class: is(one) ? "chosen" : undefined,
    });
  const none = answer && !answer.total ? [h("p", {}, t`名单中没有这家企业`), button(t`虚拟一家试算`, invent)] : null;
  refill(hits, h("p", { class: "soft", role: "status" }, says), found.map(hit), none);
}
const invent = () => openCompany({ invented: search.value.trim() });
async function openFirst() {
  await find();
  if (found.length) openCompany(found[0]);
  else if (search.value.trim() && shownSummary()) invent();
}

// One that stands in no list is made up of what is set. `listed`: as the list has it; `now`: with what is supposed.
let supposed = new Map(),
  turn = 0,
  listed = null;
on("company", () => {
  supposed = new Map();
  listed = null;
  refill(dossier, soft(t`正在查`));
  refill(whatif);
  ask();
});
async function ask() {
  const mine = ++turn,
    who = state.company,
    focused = document.activeElement;
  const set = { ...(who.invented ? { 企业名称: who.invented } : {}), ...Object.fromEntries(supposed) };
  const own = { settings: settingsAsked(), ...(who.invented ? {} : { code: who.code || who.name, row: who.row }) };
  try {
    if (!listed) listed = await live.ask("huiqi/company", who.invented ? { ...own, set } : own);
    const now = supposed.size ? await live.ask("huiqi/company", { ...own, set }) : listed;
    if (mine !== turn) return;
    refill(dossier, drawn(now));
    drawWhatIf(now, "");
  } catch (error) {
    if (mine !== turn || error.message === "stopped") return;
    if (listed) drawWhatIf(listed, error.message);
    else refill(dossier, h("p", { class: "error" }, error.message));
  }
  if (focused?.isConnected && whatif.contains(focused)) focused.focus();
}

// Conditions, folded to what decides.
const SIGNS = { yes: "✓", no: "✗", unknown: "?" };
function conditions(list, deciding) {
  const tree = [],
    stack = [];
  for (const item of list || []) {
    const node = { ...item, within: [] };
    while (stack.length > item.level) stack.pop();
    (stack.length ? stack[stack.length - 1].within : tree).push(node);
    stack.push(node);
  }
  const item = (node) =>
    h("li", { class: node.answer }, SIGNS[node.answer] || "·", " ", node.text, node.within.length ? drawn(node.within) : null);
  const drawn = (nodes) => {
    const shown = nodes.filter((node) => node.answer === deciding),
      rest = nodes.filter((node) => node.answer !== deciding);
    const name = shown.length ? t`其余 ${rest.length} 项` : t`${rest.length} 项`;
    return h(
      "ul",
      {},
      shown.map(item),
      rest.length ? h("li", {}, h("details", {}, h("summary", {}, name), h("ul", {}, rest.map(item)))) : null,
    );
  };
  return tree.length ? drawn(tree) : null;
}
const RESULT = { 符合: "yes", 待核实: "open", 不符合: "no" },
  DECIDES = { 符合: "", 待核实: "unknown" };
function article(measure, before) {
  const moved = before && (before.result !== measure.result || amountOf(before) !== amountOf(measure)),
    amount = amountOf(measure);
  const was = moved
    ? h("small", { class: "soft" }, t`原 ${t(before.result) + (amountOf(before) ? " " + amountOf(before) : "")} `)
    : null;
  const clause = measure.clause ? h("small", {}, `（${measure.clause}）`) : null;
  const outcome = h("span", { class: RESULT[measure.result] || "no" }, was, t(measure.result) + (amount ? "　" + amount : ""));
  const lacking = typeof measure.lacking === "string" ? h("p", {}, h("b", {}, t`还差：`), measure.lacking) : null;
  return h(
    "article",
    { class: moved ? "touched" : undefined },
    h("h3", {}, `${measure.id} ${measure.name}`, clause, outcome),
    h("p", {}, measure.why),
    lacking,
    conditions(measure.conditions, DECIDES[measure.result] ?? "no"),
  );
}
// The cells as the list has them; one that could not be read is struck through and counts as not known.
function dataOf(report, problems) {
  const cell = (problem) => problem.match(/^(\S+) “([^”]*)”：(.*)$/);
  const wrong = problems
    .map(cell)
    .filter(Boolean)
    .map(([, name, was, why]) => [
      name,
      [h("s", { class: "error" }, was), " ", t`不知道`, " ", h("small", { class: "soft" }, why)],
    ]);
  const rows = [...Object.entries(report.data || {}).filter(([name]) => !wrong.some(([other]) => other === name)), ...wrong];
  return h(
    "details",
    {},
    h("summary", {}, t`名单上的数据`),
    h(
      "table",
      {},
      h(
        "tbody",
        {},
        rows.map(([name, cell]) => h("tr", {}, h("th", { scope: "row" }, name), h("td", {}, cell))),
      ),
    ),
  );
}
function drawn(answer) {
  const { report, total } = answer.now,
    before = answer.before,
    { invented } = state.company,
    problems = listed?.now.report.problems || [];
  const old = new Map((before?.report?.measures || []).map((measure) => [measure.id, measure]));
  const groups = [
    ["open", t`待核实`],
    ["yes", t`符合`],
    ["no", t`不符合`],
  ].map(([key, name]) => {
    const own = report.measures.filter((measure) => (RESULT[measure.result] || "no") === key);
    return own.length
      ? [h("h2", {}, `${name} ${own.length}`), own.map((measure) => article(measure, old.get(measure.id)))]
      : null;
  });
  const file = (command, ...more) => [command, report.code || report.name, path(current()), ...inputs(), ...more];
  const actions = invented
    ? null
    : [
        button(t`一企一档`, () => make(file("explain", "--dossier", "--markdown", "-o", "一企一档.md"), "一企一档.md")),
        " ",
        button(t`告知书`, () => makeDocument("告知书", "告知书.docx", "--company", report.code || report.name)),
        " ",
        button(t`打印`, () => print()),
      ];
  return [
    h("div", { class: "printed" }, printedHead("")),
    h("h2", { class: "who" }, report.name || t`（没有名称）`, " ", h("small", {}, report.code, invented ? t`（虚拟）` : "")),
    h(
      "p",
      { class: "totals" },
      h("b", {}, figureOf(total)),
      " ",
      unitOf(total),
      isOpen(total) ? h("span", {}, t`　已定 ${wan(total.sure)}`) : null,
      before?.total ? h("span", { class: "moved" }, t`　原 ${withUnit(before.total)}`) : null,
      " ",
      button(t`复制答复`, () => copyAnswer(report, total)),
      " ",
      actions,
    ),
    problems.map((problem) => h("p", { class: "open" }, t`名单里：`, problem)),
    groups,
    dataOf(report, problems),
  ];
}
// Two sentences for the telephone.
async function copyAnswer(report, total) {
  const paid = report.measures.filter((one) => one.result === "符合" && typeof one.amount === "number");
  const open = report.measures.filter((one) => one.result === "待核实");
  const assumed = supposed.size ? t`如果${[...supposed].map(([name, value]) => `${name}为${value}`).join("、")}，` : "";
  const measures = paid.length
    ? `（${paid.map((one) => `${one.id} ${one.name}，${one.clause}，${amountOf(one)}`).join("；")}）`
    : "";
  const lacking = open.length ? t`还要补：${open.map((one) => `${one.name}——${one.why}`).join("；")}。` : "";
  const text = t`${report.name}：${assumed}${report.year}年可得 ${withUnit(total)}${measures}。` + lacking;
  await navigator.clipboard.writeText(text).catch(() => {});
}

// 如果: fields stay where they are and keep what is typed; each keystroke is asked about.
const said = h("p", { class: "error", role: "status" }),
  fieldsBox = h("div"),
  ifTotal = h("p", { "aria-live": "polite" });
let fieldsKey = "";
function drawWhatIf(answer, wrong) {
  const key = JSON.stringify([state.company, answer.fields.map((field) => field.name)]);
  said.textContent = wrong;
  ifTotal.textContent = supposed.size || state.company.invented ? t`如果这样：${withUnit(answer.now.total)}` : "";
  if (key === fieldsKey && whatif.childNodes.length) return;
  fieldsKey = key;
  const order = (field) => (field.value === undefined ? 0 : 1) + (field.deciding ? 0 : 2),
    ID = ["统一社会信用代码", "企业名称"];
  const fields = answer.fields.filter((field) => !ID.includes(field.name)).sort((a, b) => order(a) - order(b));
  refill(fieldsBox, fields.map(fieldRow));
  refill(whatif, h("h2", {}, t`如果`, " ", button(t`还原（Esc）`, resetWhatIf)), ifTotal, said, fieldsBox);
}
function fieldRow(field) {
  const set = () => {
    const value = input.value.trim();
    if (value === "") supposed.delete(field.name);
    else supposed.set(field.name, value);
    ask();
  };
  const options = field.choices || (field.kind === "yes/no" ? ["是", "否"] : null),
    now = field.value ?? t`不知道`;
  const input = options
    ? h(
        "select",
        { change: set },
        h("option", { value: "" }, now),
        options.map((one) => h("option", {}, one)),
      )
    : h("input", { placeholder: now, input: (event) => !event.isComposing && set(), compositionend: set });
  const unit = field.unit ? `（${field.unit}）` : field.kind === "money" ? t`（如 2100万元）` : "";
  return h(
    "label",
    {},
    h(
      "span",
      { class: field.deciding ? "strong" : undefined, title: field.name },
      field.name,
      unit ? h("small", {}, unit) : null,
    ),
    input,
  );
}
export function resetWhatIf() {
  if (!state.company || (!supposed.size && !whatif.contains(document.activeElement))) return false;
  supposed = new Map();
  fieldsKey = "";
  refill(whatif);
  ask();
  return true;
}

export function drawCompany() {
  if (!hits.childNodes.length || !search.value) find();
  if (state.company) return;
  refill(dossier, soft(t`选一家企业，看每项措施的结果、条件、还差什么；可以试算“如果”。`));
  refill(whatif);
}
on("summary", () => {
  if (!state.company) return state.tab === "company" && drawCompany();
  listed = null;
  if (state.tab === "company") ask();
});
on("tab", () => state.tab === "company" && state.company && !listed && ask());

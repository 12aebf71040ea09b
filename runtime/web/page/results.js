// 结果: one measure row by row; what is to be completed, budget and targets beside it.
import { button, csvRow, bytesOf, download, h, refill, soft } from "./dom.js";
import { live } from "./engine.js";
import { measureTable, printedHead, totals } from "./figures.js";
import { columnOf, grouped, wan } from "./money.js";
import { go, openCompany, openMeasure } from "./navigate.js";
import { writeParameter } from "./parameters.js";
import { on, settingsAsked, shownSummary, state } from "./state.js";
import { engineGrid, grid } from "./table.js";
import { t } from "./words.js";

const OUTCOMES = ["yes", "open", "no"],
  OUTCOME = { yes: t`符合`, open: t`待核实`, no: t`不符合` };
const filter = { outcomes: new Set(["yes", "open"]), region: "", lacks: "" };
const judged = () => (shownSummary()?.measures || []).filter((one) => one.yes !== undefined);
function chosen() {
  const all = judged();
  return all.find((one) => one.id === state.measure) || all.find((one) => one.yes || one.open) || all[0];
}

// Filters: outcomes with their counts, districts, what is lacking.
const chips = OUTCOMES.map((key) => {
  const flip = (event) => (filter.outcomes[event.target.checked ? "add" : "delete"](key), rows.reset());
  const box = h("input", { type: "checkbox", checked: filter.outcomes.has(key), change: flip }),
    count = h("span");
  return { key, box, count, label: h("label", {}, box, ` ${OUTCOME[key]} `, count) };
});
const filterPick = (key, label) =>
  h("select", { "aria-label": label, change: (event) => ((filter[key] = event.target.value), rows.reset()) });
const regionPick = filterPick("region", t`地区`),
  lacksPick = filterPick("lacks", t`缺的数据`);
const clear = button(t`清除筛选`, () => (clearFilters(), rows.reset()), { hidden: true });
function clearFilters() {
  filter.region = filter.lacks = rows.search.value = "";
  filter.outcomes = new Set(OUTCOMES);
  for (const { box } of chips) box.checked = true;
}
const choices = (all, options, held) => [
  h("option", { value: "" }, all),
  options.map(([value, name, count]) => h("option", { value, selected: value === held }, `${name} ${grouped(count)}`)),
];
function facetsTold({ facets, total }) {
  clear.hidden = total > 0;
  if (!facets) return;
  const regions = facets.regions.filter((one) => one.region).map((one) => [one.region, one.region_name || one.region, one.count]);
  for (const { key, count } of chips) count.textContent = grouped(facets[key]);
  refill(regionPick, choices(t`全部地区`, regions, filter.region));
  clearTimeout(lackingOwed);
  if (!facets.open) showLacking([]);
  else lackingOwed = setTimeout(askLacking, LACKING_AFTER);
}
// What open rows lack: they are judged once more for it, so the rows do not wait for that.
const LACKING_AFTER = 200; // milliseconds
let lackingOwed;
async function askLacking() {
  const asked = asking(),
    answer = await live.ask("huiqi/rows", { ...asked, count: 0, lacking: true }).catch(() => null);
  if (answer?.lacking && asked.measure === chosen()?.id) showLacking(answer.lacking);
}
function showLacking(fields) {
  refill(
    lacksPick,
    choices(
      t`不论缺什么`,
      fields.map((one) => [one.field, one.field, one.count]),
      filter.lacks,
    ),
  );
  lacksPick.hidden = !fields.length && !filter.lacks;
}
function asking() {
  const { outcomes, region, lacks } = filter,
    filters = { outcome: [...outcomes], region: region || undefined, lacks: lacks || undefined };
  return { ...filters, measure: chosen().id, settings: settingsAsked() };
}
const rows = engineGrid({
  label: t`名单`,
  empty: t`没有符合这些条件的企业`,
  columns: [
    { name: t`代码`, key: "code", width: "150px", class: "code", text: (row) => row.code },
    { name: t`名称`, key: "name", width: "204px", text: (row) => row.name || row.code },
    { name: t`地区`, key: "region", width: "78px", text: (row) => row.region_name || row.region || "" },
    {
      name: t`结果`,
      key: "outcome",
      width: "54px",
      text: (row) => OUTCOME[row.outcome],
      cell: (row) => h("span", { class: row.outcome }, OUTCOME[row.outcome]),
    },
    {
      name: t`金额`,
      amounts: (row) => [row.fen, row.least, row.most],
      key: "amount",
      number: true,
      class: "number",
      width: "100px",
      text: (row, money) => (row.fen !== null ? money.text(row.fen) : row.most !== undefined ? money.sum(row) : ""),
    },
    {
      name: t`增减`,
      key: "change",
      number: true,
      class: "number moved",
      width: "88px",
      amounts: (row) => [row.change],
      text: (row, money) => (row.was && row.was !== row.outcome ? `${OUTCOME[row.was]} → ` : "") + money.change(row.change),
    },
    { name: t`说明`, long: true, width: "360px", text: (row) => row.why || "" },
  ],
  ask: (query) =>
    chosen() && filter.outcomes.size
      ? live.ask("huiqi/rows", { ...query, ...asking() })
      : Promise.resolve({ total: 0, rows: [] }),
  open: openCompany,
  told: facetsTold,
});
export const findInRows = () => rows.search.focus();

// On paper: the whole list as it is filtered, not the rows in view.
export const paper = h("section", { class: "print" });
export async function printRows() {
  const measure = chosen(),
    list = await rows.whole();
  refill(paper, printedHead(`${measure.id} ${measure.name}`), list);
  print();
}

// 先补这些
const gapsBox = h("div");
let gaps = null,
  gapsTurn = 0;
async function drawGaps() {
  const turn = ++gapsTurn,
    { total } = shownSummary();
  const found = await live.ask("huiqi/gaps", { count: 2000, settings: settingsAsked() }).catch(() => null);
  if (turn !== gapsTurn) return;
  gaps = found;
  if (!gaps?.total) return refill(gapsBox);
  const width = total.most === null ? null : total.most - total.least,
    two = gaps.rows.slice(0, 2).reduce((sum, row) => sum + (row.stake || 0), 0);
  const shrinks =
    width && two ? h("p", {}, t`补齐前两家，区间由 ${wan(width)} 缩到 ${wan(Math.max(0, width - two))} 万元`) : null;
  const columns = [
    {
      name: t`名称`,
      text: (row) => row.name || row.code,
      cell: (row) => button(row.name || row.code, () => openCompany(row)),
    },
    { name: t`缺的数据`, class: "long", text: (row) => row.lacks },
    {
      name: t`影响`,
      amounts: (row) => [row.stake],
      number: true,
      sort: (row) => row.stake ?? Infinity,
      text: (row, money) => (row.stake === null ? t`没有上限` : money.text(row.stake)),
    },
    { name: t`措施`, text: (row) => row.measures },
  ];
  refill(
    gapsBox,
    h("h2", {}, t`先补这些`, " ", button(t`待补清单`, gapList, { class: "link" })),
    shrinks,
    grid(columns, gaps.rows, t`先补这些`),
  );
}
// One row a company, with what it lacks and what that is about.
export async function gapList() {
  if (!gaps) await drawGaps();
  const rows = (gaps?.rows || []).map((row) => [
    row.code,
    row.name,
    row.lacks,
    row.measures,
    row.stake === null ? "" : String(row.stake / 100),
  ]);
  const lines = [["统一社会信用代码", "企业名称", "缺的数据", "措施", "影响（元）"], ...rows].map(
    (cells) => csvRow(cells) + "\r\n",
  );
  download(t`待补清单` + ".csv", bytesOf("\ufeff" + lines.join("")), "text/csv");
}

// 预算: which value of a parameter keeps the total.
const solveFor = h("select", { "aria-label": t`参数` }),
  solved = h("div", { class: "answer" });
const limitInput = h("input", {
  "aria-label": t`合计至多`,
  placeholder: t`如 1100万元`,
  keydown: (event) => event.key === "Enter" && !event.isComposing && solve(),
});
const budgetForm = h(
  "div",
  {},
  h("h2", {}, t`预算`),
  h("p", {}, t`要让合计至多 `, limitInput, t`，参数 `, solveFor, t` 可以定到多少 `, button(t`求解`, solve)),
  solved,
);
async function solve() {
  refill(solved, t`正在求解`);
  const given = limitInput.value.trim(),
    limit = "至多 " + (/\D$/.test(given) ? given : given + "万元"),
    parameter = "参数." + solveFor.value;
  try {
    refill(solved, solution(await live.ask("huiqi/solve", { parameter, limit, settings: settingsAsked() })));
  } catch (error) {
    refill(solved, error.message);
  }
}
function solution(found) {
  const use = () => (go("rules"), writeParameter(solveFor.value, found.value));
  const next = found.next ? t`；再加一步（${found.next.value}）即 ${wan(found.next.total.most)} 万元` : "";
  const proof = found.proof === "monotone" ? t`合计只随它升（或降），别的值不会更好` : t`逐值试过`;
  const points = found.sensitivity || [],
    money = columnOf(points.flatMap(({ total }) => [total.sure, total.least, total.most]));
  const heads = [t`与现值比`, t`值`, t`已定（${money.unit}）`, t`至少 – 至多`, t`家数`];
  const row = ({ percent, value, total, companies }) => [
    `${percent > 0 ? "+" : ""}${percent}%`,
    value,
    money.text(total.sure),
    money.sum(total),
    grouped(companies),
  ];
  const cells = (kind, all) =>
    h(
      "tr",
      {},
      all.map((text, i) => h(kind, { class: i ? "number" : undefined }, text)),
    );
  return [
    h(
      "p",
      {},
      h("b", {}, found.value),
      t`：合计至多 ${wan(found.total.most)} 万元`,
      next,
      " ",
      button(t`用这个值`, use),
      " ",
      h("small", { class: "soft" }, proof),
    ),
    h(
      "table",
      {},
      h("thead", {}, cells("th", heads)),
      h(
        "tbody",
        {},
        points.map((point) => cells("td", row(point))),
      ),
    ),
  ];
}
function drawBudget() {
  const names = (shownSummary()?.parameters || []).filter((one) => /^[\d,]/.test(one.value)).map((one) => one.name);
  if ([...solveFor.options].map((option) => option.value).join() !== names.join())
    refill(
      solveFor,
      names.map((name) => h("option", {}, name)),
    );
  budgetForm.hidden = !names.length;
}

function targets({ targets }) {
  const columns = [
    { name: t`编号`, text: (row) => row.id },
    { name: t`目标`, text: (row) => row.name, class: "name" },
    { name: t`单位`, text: (row) => row.unit },
    { name: t`目标值`, number: true, text: (row) => row.goal },
    { name: t`实际`, number: true, text: (row) => row.actual },
    { name: t`结果`, text: (row) => t(row.outcome) },
    { name: t`说明`, class: "long", text: (row) => row.note },
  ];
  return targets.length ? [h("h2", {}, t`目标`), grid(columns, targets, t`目标`)] : null;
}

const top = h("div"),
  targetsBox = h("div");
const measurePick = h("select", { "aria-label": t`措施`, change: () => openMeasure(measurePick.value) });
const right = h(
  "div",
  { class: "resultsright" },
  h("h2", {}, t`名单 `, measurePick),
  h(
    "div",
    { class: "tools" },
    chips.map(({ label }) => label),
    regionPick,
    lacksPick,
    clear,
  ),
  rows.element,
);
export const resultsView = h(
  "div",
  { class: "results" },
  h("div", { class: "resultsleft" }, top, gapsBox, budgetForm, targetsBox),
  right,
);

export function drawResults() {
  const summary = shownSummary(),
    has = Boolean(summary?.total),
    measure = chosen();
  right.hidden = !has;
  refill(top, has ? [totals(), measureTable(openMeasure)] : soft(state.problem || t`还没有结果：放入名单，或用样例。`));
  drawBudget();
  if (!has) return (refill(gapsBox), refill(targetsBox));
  refill(
    measurePick,
    judged().map((one) => h("option", { value: one.id, selected: one.id === measure?.id }, `${one.id} ${one.name}`)),
  );
  refill(targetsBox, targets(summary));
  drawGaps();
  rows.reset(true);
}
on("measure", () => {
  filter.region = filter.lacks = "";
  rows.reset();
});
on("summary", () => {
  gaps = null;
  if (state.tab === "results") drawResults();
});

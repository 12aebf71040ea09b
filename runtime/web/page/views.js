// 结果: one measure row by row; what is to be completed, budget and targets beside it.
const OUTCOMES = ["yes", "open", "no"], OUTCOME = { yes: t`符合`, open: t`待核实`, no: t`不符合` };
const filter = { outcomes: new Set(["yes", "open"]), region: "" };
const regionPick = h("select", { "aria-label": t`地区`, change: () => { filter.region = regionPick.value; rowGrid.reset(); } });
const chips = new Map(OUTCOMES.map((key) => [key, { box: h("input", { type: "checkbox", checked: filter.outcomes.has(key), change: (event) => { if (event.target.checked) filter.outcomes.add(key); else filter.outcomes.delete(key); rowGrid.reset(); } }), count: h("span") }]));
const judgedMeasures = () => (shownSummary()?.measures || []).filter((one) => one.yes !== undefined);
const chosenMeasure = () => { const all = judgedMeasures(); return all.find((one) => one.id === state.measure) || all.find((one) => one.yes || one.open) || all[0]; };
const rowGrid = engineGrid({
  label: t`名单`,
  columns: [
    { name: t`代码`, key: "code", width: "150px", class: "code", text: (row) => row.code }, { name: t`名称`, key: "name", width: "214px", text: (row) => row.name || row.code },
    { name: t`地区`, key: "region", width: "78px", text: (row) => row.region_name || row.region || "" },
    { name: t`结果`, key: "outcome", width: "54px", text: (row) => OUTCOME[row.outcome], cell: (row) => h("span", { class: row.outcome }, OUTCOME[row.outcome]) },
    { name: t`金额（万元）`, key: "amount", number: true, class: "number", width: "86px", text: (row) => (row.fen !== null ? wan(row.fen) : row.most !== undefined ? `${wan(row.least)} – ${wan(row.most)}` : "") },
    { name: t`增减`, key: "change", number: true, class: "number moved", width: "62px", text: (row) => (row.was && row.was !== row.outcome ? `${OUTCOME[row.was]} → ` : "") + change(row.change) },
    { name: t`说明`, long: true, width: "360px", text: (row) => row.why || "" },
  ],
  ask: (query) => {
    const measure = chosenMeasure();
    if (!measure || !filter.outcomes.size) return Promise.resolve({ total: 0, rows: [] });
    return live.ask("huiqi/rows", { ...query, measure: measure.id, settings: Object.fromEntries(state.settings), outcome: [...filter.outcomes], region: filter.region || undefined });
  },
  open: (row) => openCompany(row),
  told: ({ facets }) => {
    if (!facets) return;
    for (const [key, { count }] of chips) count.textContent = grouped(facets[key]);
    const held = filter.region;
    refill(regionPick, h("option", { value: "" }, t`全部地区`), facets.regions.filter((one) => one.region).map((one) => h("option", { value: one.region, selected: one.region === held }, `${one.region_name || one.region} ${grouped(one.count)}`)));
  },
});
const measurePick = h("select", { "aria-label": t`措施`, change: () => { state.measure = measurePick.value; filter.region = ""; rowGrid.reset(); } });
function openMeasure(id) {
  state.measure = id;
  filter.region = "";
  go("results");
  rowGrid.reset();
}

// On paper: the whole list as it is filtered, not the rows in view.
const paper = h("section", { class: "print" });
async function printList() {
  const measure = chosenMeasure(), summary = shownSummary(), list = await rowGrid.whole();
  refill(paper, h("h1", {}, summary.title, summary.status ? h("span", { class: "stamp" }, summary.status) : null), h("p", {}, `${measure.id} ${measure.name}　`, t`${summary.year} 年度，基准日 ${summary.on}　`, listFile()?.name || ""), list);
  print();
}
// 预算: which value of a parameter keeps the total.
const solveFor = h("select", { "aria-label": t`参数` }), mostInput = h("input", { "aria-label": t`合计至多`, placeholder: t`如 1100万元`, keydown: (event) => event.key === "Enter" && !event.isComposing && solve() }), solved = h("div", { class: "answer" });
const budgetForm = h("div", {}, h("h2", {}, t`预算`), h("p", {}, t`要让合计至多 `, mostInput, t`，参数 `, solveFor, t` 可以定到多少 `, button(t`求解`, solve)), solved);
async function solve() {
  refill(solved, t`正在求解`);
  try {
    const limit = mostInput.value.trim(), found = await live.ask("huiqi/solve", { parameter: "参数." + solveFor.value, limit: "至多 " + (/\D$/.test(limit) ? limit : limit + "万元"), settings: Object.fromEntries(state.settings) });
    const row = (name, point) => (point ? h("tr", {}, h("td", {}, name), h("td", { class: "number" }, point.value), h("td", { class: "number" }, wan(point.total.sure)), h("td", { class: "number" }, sumOf(point.total)), h("td", { class: "number" }, grouped(point.companies))) : null);
    refill(solved, h("p", {}, h("b", {}, found.value), t`：合计至多 ${wan(found.total.most)} 万元`, found.next ? t`；再加一步（${found.next.value}）即 ${wan(found.next.total.most)} 万元` : "", " ", button(t`用这个值`, () => { go("rules"); writeParameter(solveFor.value, found.value); }),
      " ", h("small", { class: "soft" }, found.proof === "monotone" ? t`合计只随它升（或降），别的值不会更好` : t`逐值试过`)),
      h("table", {}, h("thead", {}, h("tr", {}, [t`与现值比`, t`值`, t`已定（万元）`, t`至少 – 至多`, t`家数`].map((name, i) => h("th", { class: i ? "number" : undefined }, name)))), h("tbody", {}, (found.sensitivity || []).map((point) => row((point.percent > 0 ? "+" : "") + point.percent + "%", point)))));
  } catch (error) { refill(solved, error.message); }
}
function drawBudget() {
  const names = (shownSummary()?.parameters || []).filter((one) => /^[\d,]/.test(one.value)).map((one) => one.name);
  if ([...solveFor.options].map((option) => option.value).join() !== names.join()) refill(solveFor, names.map((name) => h("option", {}, name)));
  budgetForm.hidden = !names.length;
}
const resultsLeft = h("div", { class: "resultsleft" }), gapsBox = h("div"), targetsBox = h("div"), resultsTop = h("div"), resultsBar = h("div", { class: "tools" });
const resultsRight = h("div", { class: "resultsright" }, h("h2", {}, t`名单 `, measurePick), resultsBar, rowGrid.element);
const resultsView = h("div", { class: "results" }, h("div", { class: "resultsleft" }, resultsTop, resultsLeft, gapsBox, budgetForm, targetsBox), resultsRight);
refill(resultsBar, OUTCOMES.map((key) => h("label", {}, chips.get(key).box, ` ${OUTCOME[key]} `, chips.get(key).count)), regionPick);
let gapsTurn = 0;
async function drawGaps() {
  const turn = ++gapsTurn, summary = shownSummary(), gaps = summary?.total ? await live.ask("huiqi/gaps", { count: 2000, settings: Object.fromEntries(state.settings) }).catch(() => null) : null;
  if (turn !== gapsTurn) return;
  state.gaps = gaps;
  if (!gaps?.total) return refill(gapsBox);
  const width = summary.total.most === null ? null : summary.total.most - summary.total.least, two = gaps.rows.slice(0, 2).reduce((sum, row) => sum + (row.stake || 0), 0);
  refill(gapsBox, h("h2", {}, t`先补这些`, " ", button(t`待补清单`, gapList, { class: "link" })), width && two ? h("p", {}, t`补齐前两家，区间由 ${wan(width)} 缩到 ${wan(Math.max(0, width - two))} 万元`) : null,
    grid([{ name: t`名称`, text: (row) => row.name || row.code, cell: (row) => button(row.name || row.code, () => openCompany(row)) }, { name: t`缺的数据`, class: "long", text: (row) => row.lacks },
      { name: t`影响（万元）`, number: true, sort: (row) => row.stake ?? Infinity, text: (row) => (row.stake === null ? t`没有上限` : wan(row.stake) || "0") }, { name: t`措施`, text: (row) => row.measures }], gaps.rows, t`先补这些`));
}
function drawResults() {
  const summary = shownSummary();
  if (!summary?.total) return refill(view, h("div", { class: "page" }, h("p", {}, state.problem || t`还没有结果：放入名单，或用样例。`)));
  const measure = chosenMeasure();
  refill(measurePick, judgedMeasures().map((one) => h("option", { value: one.id, selected: one.id === measure?.id }, `${one.id} ${one.name}`)));
  refill(resultsTop, totals(), measureTable());
  drawBudget();
  refill(targetsBox, summary.targets.length ? [h("h2", {}, t`目标`), grid([{ name: t`编号`, text: (row) => row.id }, { name: t`目标`, text: (row) => row.name, class: "name" }, { name: t`单位`, text: (row) => row.unit }, { name: t`目标值`, number: true, text: (row) => row.goal }, { name: t`实际`, number: true, text: (row) => row.actual }, { name: t`结果`, text: (row) => t(row.outcome) }, { name: t`说明`, class: "long", text: (row) => row.note }], summary.targets, t`目标`)] : null);
  if (view.firstChild !== resultsView) refill(view, resultsView), rowGrid.reset();
  drawGaps();
}

// 企业: who it is, what it gets and why, and what would be.
const hits = h("div", { class: "hits" }), dossier = h("div", { class: "dossier", tabindex: 0, role: "region", "aria-label": t`企业` }), whatif = h("div", { class: "whatif" }), companiesView = h("div", { class: "companies" }, hits, dossier, whatif);
let found = [], finding = 0;
async function find() {
  const turn = ++finding, who = search.value.trim();
  const answer = who && shownSummary()?.total ? await live.ask("huiqi/find", { who, count: 200 }).catch(() => ({ matches: [], total: 0 })) : null;
  if (turn !== finding) return;
  found = answer?.matches || [];
  drawHits(answer);
}
function drawHits(answer) {
  const count = shownSummary()?.objects;
  refill(hits, h("p", { class: "soft", role: "status" }, answer ? t`${grouped(answer.total)} 家` : count ? t`名单 ${grouped(count)} 家：在右上角输入名称或代码` : t`还没有名单`),
    found.map((one) => button([one.name || t`（没有名称）`, h("small", {}, one.code)], () => openCompany(one), { class: state.company && one.code === state.company.code && one.row === state.company.row ? "chosen" : undefined })),
    answer && !answer.total ? [h("p", {}, t`名单中没有这家企业`), button(t`虚拟一家试算`, () => openCompany({ invented: search.value.trim() }))] : null);
}
async function openFirst() {
  await find();
  if (found.length) openCompany(found[0]);
  else if (search.value.trim() && shownSummary()) openCompany({ invented: search.value.trim() });
}
// One that stands in no list is made up of what is set.
let supposed = new Map(), companyTurn = 0, asListed = null, after = null;
function openCompany(who) {
  supposed = new Map();
  state.company = who;
  asListed = after = null;
  go("company");
  refill(dossier, h("p", { class: "soft" }, t`正在查`));
  refill(whatif);
  askCompany();
}
const inventedSet = () => ({ 企业名称: state.company.invented, ...Object.fromEntries(supposed) });
async function askCompany() {
  const turn = ++companyTurn, who = state.company, own = { settings: Object.fromEntries(state.settings), ...(who.invented ? { set: inventedSet() } : { code: who.code || who.name, row: who.row }) };
  const was = document.activeElement;
  try {
    if (!asListed) asListed = await live.ask("huiqi/company", own);
    const answer = who.invented ? await live.ask("huiqi/company", own) : supposed.size ? await live.ask("huiqi/company", { ...own, set: Object.fromEntries(supposed) }) : asListed;
    if (turn !== companyTurn) return;
    after = answer;
    refill(dossier, company(answer));
    drawWhatIf(answer, "");
  } catch (error) {
    if (turn !== companyTurn || error.message === "stopped") return;
    if (asListed) drawWhatIf(asListed, error.message);
    else refill(dossier, h("p", { class: "error" }, error.message));
  }
  if (was?.isConnected && whatif.contains(was)) was.focus();
}
const SIGNS = { yes: "✓", no: "✗", unknown: "?" };
// Folded to what decides.
function conditions(list, deciding) {
  const tree = [], stack = [];
  for (const item of list || []) {
    const node = { ...item, within: [] };
    while (stack.length > item.level) stack.pop();
    (stack.length ? stack[stack.length - 1].within : tree).push(node);
    stack.push(node);
  }
  const render = (nodes) => {
    const shown = nodes.filter((node) => node.answer === deciding), rest = nodes.filter((node) => node.answer !== deciding);
    const item = (node) => h("li", { class: node.answer }, SIGNS[node.answer] || "·", " ", node.text, node.within.length ? render(node.within) : null);
    return h("ul", {}, shown.map(item), rest.length ? h("li", {}, h("details", {}, h("summary", {}, shown.length ? t`其余 ${rest.length} 项` : t`${rest.length} 项`), h("ul", {}, rest.map(item)))) : null);
  };
  return tree.length ? render(tree) : null;
}
const RESULT = { 符合: "yes", 待核实: "open", 不符合: "no" };
const amountOf = (measure) => (typeof measure.amount === "number" ? t`${wan(fenOf(measure.amount))} 万元` : typeof measure.most === "number" ? t`${wan(fenOf(measure.least))} – ${wan(fenOf(measure.most))} 万元` : "");
function company(answer) {
  const { report, total } = answer.now, was = answer.before?.report, changedTotal = answer.before?.total;
  const before = new Map((was?.measures || []).map((measure) => [measure.id, measure]));
  const group = (key) => report.measures.filter((measure) => (RESULT[measure.result] || "no") === key);
  const article = (measure) => {
    const old = before.get(measure.id), moved = old && (old.result !== measure.result || amountOf(old) !== amountOf(measure));
    return h("article", { class: moved ? "touched" : undefined }, h("h3", {}, `${measure.id} ${measure.name}`, measure.clause ? h("small", {}, `（${measure.clause}）`) : null, h("span", { class: RESULT[measure.result] || "no" }, moved ? h("small", { class: "soft" }, t`原 ${t(old.result)} `) : null, t(measure.result) + (amountOf(measure) ? "　" + amountOf(measure) : ""))),
      h("p", {}, measure.why), typeof measure.lacking === "string" ? h("p", {}, h("b", {}, t`还差：`), measure.lacking) : null, conditions(measure.conditions, { 符合: "", 待核实: "unknown" }[measure.result] ?? "no"));
  };
  const parts = [["open", t`待核实`], ["yes", t`符合`], ["no", t`不符合`]].map(([key, name]) => { const own = group(key); return own.length ? [h("h2", {}, `${name} ${own.length}`), own.map(article)] : null; });
  const problems = (asListed?.now.report.problems || []);
  return [h("h2", { class: "who" }, report.name || t`（没有名称）`, " ", h("small", {}, report.code, state.company.invented ? t`（虚拟）` : "")),
    h("p", { class: "totals" }, h("b", {}, isOpen(total) ? sumOf(total) : wan(total.sure)), " ", t`万元`, isOpen(total) ? h("span", {}, t`　已定 ${wan(total.sure)}`) : null, changedTotal ? h("span", { class: "moved" }, t`　原 ${isOpen(changedTotal) ? sumOf(changedTotal) : wan(changedTotal.sure)}`) : null,
      " ", button(t`复制答复`, () => copyAnswer(report, total)), " ", state.company.invented ? null : button(t`一企一档`, dossierFile)),
    problems.map((problem) => h("p", { class: "open" }, t`名单里：`, problem)), parts,
    h("details", {}, h("summary", {}, t`名单上的数据`), h("table", {}, h("tbody", {}, Object.entries(report.data || {}).map(([name, cell]) => h("tr", {}, h("th", { scope: "row" }, name), h("td", {}, cell))))))];
}
// Fields stay where they are and keep what is typed; each keystroke is asked about.
let whatifKey = "";
const whatifSaid = h("p", { class: "error", role: "status" }), whatifFields = h("div"), whatifTotal = h("p", { "aria-live": "polite" });
function drawWhatIf(answer, wrong) {
  const key = JSON.stringify([state.company, answer.fields.map((field) => field.name)]);
  whatifSaid.textContent = wrong;
  const total = answer.now.total;
  whatifTotal.textContent = supposed.size || state.company.invented ? t`如果这样：${isOpen(total) ? sumOf(total) : wan(total.sure)} 万元` : "";
  if (key === whatifKey && whatif.childNodes.length) return;
  whatifKey = key;
  const unknown = (field) => field.value === undefined, order = (field) => (field.deciding ? (unknown(field) ? 0 : 1) : unknown(field) ? 2 : 3), ID = ["统一社会信用代码", "企业名称"];
  const fields = answer.fields.filter((field) => !ID.includes(field.name)).sort((a, b) => order(a) - order(b));
  const row = (field) => {
    const set = (value) => { if (value.trim() === "") supposed.delete(field.name); else supposed.set(field.name, value.trim()); askCompany(); };
    const options = field.choices || (field.kind === "yes/no" ? ["是", "否"] : null);
    const input = options ? h("select", { change: () => set(input.value) }, h("option", { value: "" }, field.value ?? t`不知道`), options.map((one) => h("option", {}, one)))
      : h("input", { placeholder: field.value ?? t`不知道`, input: () => { if (!composing) set(input.value); }, compositionend: () => set(input.value) });
    return h("label", {}, h("span", { class: field.deciding ? "strong" : undefined, title: field.name }, field.name, field.unit ? h("small", {}, `（${field.unit}）`) : field.kind === "money" ? h("small", {}, t`（如 2100万元）`) : null), input);
  };
  refill(whatifFields, fields.map(row));
  refill(whatif, h("h2", {}, t`如果`, " ", button(t`还原（Esc）`, resetWhatIf)), whatifTotal, whatifSaid, whatifFields);
}
function resetWhatIf() {
  if (!state.company || (!supposed.size && !whatif.contains(document.activeElement))) return false;
  supposed = new Map();
  whatifKey = "";
  refill(whatif);
  askCompany();
  return true;
}
// Two sentences for the telephone.
async function copyAnswer(report, total) {
  const yes = report.measures.filter((measure) => measure.result === "符合" && typeof measure.amount === "number"), open = report.measures.filter((measure) => measure.result === "待核实");
  const assumed = supposed.size ? t`如果${[...supposed].map(([name, value]) => `${name}为${value}`).join("、")}，` : "";
  const text = t`${report.name}：${assumed}${report.year}年可得 ${isOpen(total) ? sumOf(total) : wan(total.sure)} 万元${yes.length ? `（${yes.map((measure) => `${measure.id} ${measure.name}，${measure.clause}，${amountOf(measure)}`).join("；")}）` : ""}。` + (open.length ? t`还要补：${open.map((measure) => `${measure.name}——${measure.why}`).join("；")}。` : "");
  await navigator.clipboard.writeText(text).catch(() => {});
  state.copied = text;
}
const dossierFile = () => make(["explain", state.company.code || state.company.name, path(current()), ...inputs(), ...settings(), "--report", "--markdown", "-o", t`一企一档` + ".md"], t`一企一档` + ".md");
function drawCompany() {
  if (view.firstChild !== companiesView) refill(view, companiesView);
  if (!hits.childNodes.length || !search.value) find();
  if (!state.company) refill(dossier, h("p", { class: "soft" }, t`选一家企业，看每项措施的结果、条件、还差什么；可以试算“如果”。`)), refill(whatif);
}

// 资料
let problemsTurn = 0;
const problemsBox = h("div");
async function drawProblems() {
  const turn = ++problemsTurn, summary = shownSummary(), count = summary?.problems;
  const answer = count ? await live.ask("huiqi/problems", { count: 20000, settings: Object.fromEntries(state.settings) }).catch(() => null) : null;
  if (turn !== problemsTurn) return;
  refill(problemsBox, answer ? [h("h2", {}, t`数据问题（${answer.total} 处）`), grid([{ name: t`文件`, text: (row) => row.file.replace("/desk/", "") }, { name: t`行`, number: true, sort: (row) => row.row, text: (row) => (row.row ? String(row.row) : "") }, { name: t`列`, text: (row) => row.column },
    { name: t`原值`, text: (row) => row.cell, cell: (row) => h("s", { class: "error" }, row.cell) }, { name: t`问题`, class: "long", text: (row) => row.message }], answer.rows, t`数据问题`)] : summary?.total ? h("p", { class: "soft" }, t`名单没有数据问题`) : null);
}
function drawFiles() {
  const pick = h("input", { type: "file", multiple: true, hidden: true, "aria-label": t`选文件`, change: () => addFiles(pick.files) });
  const role = (file) => file.script ? t`脚本` : h("select", { "aria-label": t`这张表是`, change: (event) => { file.role = event.target.value; if (file.role === "list") for (const other of state.files) if (other !== file && other.role === "list") other.role = "other"; arrange(); } },
    Object.entries(ROLES).map(([key, name]) => h("option", { value: key, selected: key === file.role }, t(name))));
  const away = async (file) => { state.files = state.files.filter((other) => other !== file); await remove(path(file)); if (state.script === file.name) select(scripts()[0]?.name); arrange(); };
  const says = (file) => (file.role === "list" && shownSummary()?.total ? t`${grouped(shownSummary().objects)} 家` : file.script && file.text !== file.saved ? t`有改动，未保存` : "");
  // What the script at hand uses comes first, the newest first.
  const stem = (state.script || "").replace(/\.lua$/, ""), all = [...state.files].reverse(), isUsed = (file) => !file.sample || file.name === state.script || file.name.startsWith(stem + ".") || (!file.script && !["cases", "params"].includes(file.role));
  const used = all.filter(isUsed), idleFiles = all.filter((file) => !isUsed(file));
  const filesTable = (files) => h("div", { class: "wide" }, h("table", { class: "files" }, h("thead", {}, h("tr", {}, [t`文件`, t`识别为`, t`大小`, t`说明`, t`操作`].map((name, i) => h("th", { class: i === 2 ? "number" : undefined }, name)))),
    h("tbody", {}, files.map((file) => h("tr", {}, h("td", {}, file.name, file.sample ? h("small", {}, t`（样例）`) : null), h("td", {}, role(file)), h("td", { class: "number" }, t`${grouped(file.size)} 字节`), h("td", {}, says(file)),
      h("td", {}, file.script && scripts().length === 1 ? null : button(t`拿走`, () => away(file), { "aria-label": t`拿走 ${file.name}` })))))));
  refill(view, h("div", { class: "page" },
    h("div", { class: "drop" }, h("p", {}, t`把名单、脚本拖到这里，或 `, button(t`选文件`, () => pick.click()), pick),
      h("p", { class: "soft" }, t`名单：CSV（UTF-8、GB18030）或 .xlsx，工作簿里的服务记录、指标、历史、核定按工作表名自动认出；脚本 .lua；参数表 .params.csv；案例 .cases.csv`)),
    filesTable(used), idleFiles.length ? h("details", {}, h("summary", {}, t`其他 ${idleFiles.length} 份：别的脚本和它们的案例`), filesTable(idleFiles)) : null,
    (shownSummary()?.notices || []).map((one) => h("p", { class: "soft" }, saidHere(one))), state.problem && listFile() ? h("p", { class: "error" }, state.problem.replaceAll("/desk/", "")) : null, problemsBox,
    h("h2", {}, t`新建`), h("p", {}, button(t`新建政策`, newPolicy), " ", button(t`下载填报模板（名单.xlsx）`, template))));
  drawProblems();
}
const newName = h("input", { "aria-label": t`政策名称`, value: "" }), newRegion = h("input", { "aria-label": t`地区`, value: "", placeholder: "650100" });
async function newPolicy() {
  const year = state.year, name = t`新政策` + ".lua";
  const text = `政策 {\n  编号 = "X",\n  名称 = "某某办法",\n  地区 = "650100",\n  有效期 = { "${year}-01-01", "${year + 2}-12-31" },\n  状态 = "征求意见稿",\n}\n`;
  await addFile(name, bytesOf(text));
  select(name);
  go("rules");
  arrange();
  blanks = null;
  const at = text.indexOf("某某办法");
  editor.focus();
  editor.setSelectionRange(at, at + 4);
}

// 案例, 提示符
const caseOut = h("pre", { class: "answer" }), caseBox = h("div");
function drawCases() {
  const cases = shownCases();
  refill(caseBox, cases ? [h("h2", {}, cases.fail ? t`${cases.pass + cases.fail} 个案例，${cases.fail} 个与期望不符` : t`${cases.pass} 个案例通过`),
    cases.rows.length ? grid([{ name: t`案例`, text: (row) => row.case }, { name: t`措施`, text: (row) => row.measure, cell: (row) => button(row.measure, () => { const one = declared().find((measure) => measure.id === row.measure); if (one) jump(one.line + 1, 1); }) }, { name: t`行`, number: true, sort: (row) => row.row, text: (row) => String(row.row) },
      { name: t`列`, text: (row) => row.column }, { name: t`期望`, text: (row) => row.expected }, { name: t`得到`, text: (row) => row.got, cell: (row) => h("b", { class: "error" }, row.got) }, { name: t`改案例`, text: () => "", cell: (row) => button(t`按新结果改期望`, () => expect(row)) }, { name: t`为什么`, class: "long", text: (row) => row.why }], cases.rows, t`不符的案例`) : null, state.files.filter((one) => one.changedCases).map((one) => h("p", {}, t`${one.name} 已改　`, button(t`保存案例`, () => { download(one.name, onDesk.get(path(one)), "text/csv"); one.changedCases = false; drawCases(); })))] : h("p", { class: "soft" }, errors().length ? t`脚本有错误，案例没有判定` : t`没有案例：案例文件放在“资料”里，叫 脚本名.cases.csv`));
  const view2 = h("div", { class: "page" }, caseBox, h("p", {}, button(t`还缺哪些边界案例`, () => runCases("--suggest")), " ", button(t`改动规则，看案例能不能发现`, () => runCases("--mutate"))), caseOut);
  if (!caseBox.isConnected || state.drawn !== "cases") refill(view, view2);
}
// After a look at it: the row of the cases expects what was found.
async function expect(row) {
  const file = state.files.find((one) => path(one) === row.file), text = textOf(onDesk.get(row.file)), all = text.split("\n");
  const cells = (one) => [...one.replace(/\r$/, "").matchAll(/(?:^|,)("(?:[^"]|"")*"|[^,]*)/g)].map((match) => match[1]);
  const headings = cells(all[0].replace(/^\ufeff/, "")), own = cells(all[row.row - 1]), amount = row.got.match(/([\d,.]+)(亿元|万元|元)/);
  const unit = { 元: 1, 万元: 1e4, 亿元: 1e8 }, money = headings.findIndex((one) => one.startsWith("期望金额"));
  if (row.column === "期望结果") own[headings.indexOf("期望结果")] = row.got.split(" ")[0];
  else if (!row.column.startsWith("期望金额")) own[headings.findIndex((one) => one.startsWith(row.column))] = row.got;
  if (amount && money >= 0) own[money] = String(Math.round(Number(amount[1].replace(/,/g, "")) * unit[amount[2]] * 100) / 100 / (headings[money].includes("万元") ? 1e4 : 1));
  all[row.row - 1] = own.join(",") + (/\r$/.test(all[row.row - 1]) ? "\r" : "");
  file.changedCases = true;
  await put(row.file, bytesOf(all.join("\n")));
  judgeCases();
}
async function runCases(option) {
  caseOut.textContent = t`正在跑`;
  const out = await engine(["test", path(current()), ...settings(), option]).catch((error) => ({ said: "", complained: error.message }));
  caseOut.textContent = [out.said, out.complained].filter(Boolean).join("\n").replaceAll("/desk/", "");
}
const lines = [], log = h("pre", { class: "answer", role: "log", tabindex: 0, "aria-label": t`问答` }), line = h("input", { class: "prompt", "aria-label": t`提示符`, placeholder: "选 恒芯 ｜ 为什么 ｜ 还差什么 ｜ 如果 { 营业收入 = 万元(2100) } ｜ 谁 { 规模以上 }",
  keydown: async (event) => {
    if (event.key !== "Enter" || event.isComposing || !line.value.trim()) return;
    lines.push(line.value);
    line.value = "";
    log.textContent += "> " + lines[lines.length - 1] + "\n";
    // Each answer comes from all lines so far, of which the last is new.
    const before = await engine(["repl", path(current()), ...inputs(), ...settings()], { input: lines.slice(0, -1).join("\n") + "\n" });
    const out = await engine(["repl", path(current()), ...inputs(), ...settings()], { input: lines.join("\n") + "\n" });
    log.textContent += (out.said.slice(before.said.length).replace(/^\n/, "") || out.complained.slice(before.complained.length)) + "\n";
    log.scrollTop = log.scrollHeight;
  } });
const promptView = h("div", { class: "page" }, h("h2", {}, t`提示符`), log, line);

// 导出: what goes out is made by a command of the program.
function download(name, bytes, type) {
  const link = h("a", { download: name, href: URL.createObjectURL(new Blob([bytes], { type: type || "application/octet-stream" })) });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
const said = h("pre", { class: "answer", role: "status" });
// One after the other: each reads and leaves files of its own.
let goingOut = Promise.resolve();
const inTurn = (work) => (goingOut = goingOut.then(work, work));
const make = (command, file) => inTurn(() => makeNow(command, file));
async function makeNow(command, file) {
  said.textContent = t`正在写 ${file}`;
  const out = await engine(command, { outputs: ["/desk/" + file] }).catch((error) => ({ made: [], complained: error.message, said: "" }));
  const made = (out.made || []).find(([name]) => name === "/desk/" + file);
  if (made) download(file, made[1]);
  said.textContent = made ? t`${file} 已下载` : out.complained || out.said;
}
const template = () => make(["fields", path(current()), "--template", "名单.xlsx"], "名单.xlsx");
// One row a company, with what it lacks and what that is about.
function gapList() {
  const cell = (text) => (/[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text);
  const rows = (state.gaps?.rows || []).map((row) => [row.code, row.name, row.lacks, row.measures, row.stake === null ? "" : String(row.stake / 100)].map(cell).join(","));
  download(t`待补清单` + ".csv", bytesOf("\ufeff" + ["统一社会信用代码,企业名称,缺的数据,措施,影响（元）", ...rows].join("\r\n") + "\r\n"), "text/csv");
}
const documents = (kind, file) => inTurn(async () => {
  const run = await engine(["run", path(current()), ...inputs(), ...settings(), "--all", "-o", "/desk/结果"], { outputs: ["/desk/结果"] });
  if (!run.made.length) return (said.textContent = run.complained);
  await running.ask({ put: run.made });
  await makeNow(["documents", "/desk/结果", "--kind", kind, "-o", file], file);
  for (const [name] of run.made) await running.ask({ remove: [name] });
});
// 自查页: the fields that the script asks, with their types and choices, from the engine's own dictionary.
const selfCheck = () => inTurn(async () => {
  const file = current(), template = "/desk/自查.csv";
  const [told, empty] = [await engine(["--lang", "zh", "fields", path(file)], { columns: 1000 }), await engine(["fields", path(file), "--template", template], { outputs: [template] })];
  const headings = textOf(empty.made[0][1]).replace(/^\ufeff/, "").split(/\r?\n/)[0].split(",");
  const known = new Map(told.said.split("\n").map((row) => row.trim().split(/ {2,}/)).filter((cells) => cells.length > 2).map(([name, , type, note]) => [name, { type, note: note || "" }]));
  const fields = headings.map((heading) => {
    const name = heading.replace(/（[^）]*）$/, ""), { type = "文字", note = "" } = known.get(name) || {};
    return { heading, name, type, choices: type === "选项" ? note.split(" ").filter(Boolean) : [], note: type === "选项" ? "" : note };
  });
  const word = (key) => (file.text.match(new RegExp(`${key}\\s*=\\s*"([^"\\n]*)"`)) || [])[1];
  const stem = file.name.replace(/\.lua$/, ""), beside = state.files.filter((other) => other.name === stem + ".params.csv").map((other) => ["policy.params.csv", textOf(onDesk.get(path(other)))]);
  const region = word("地区") || "", policy = { title: word("名称") || file.name, status: word("状态"), contact: word("联系方式"), region: /^\d{6}$/.test(region) ? region : "", year: state.year, script: file.text, beside, fields };
  const page = textOf(await unpacked($("selfcheck").textContent)).replace("POLICY", () => JSON.stringify(policy).replace(/</g, "\\u003c"))
    .replace("ENGINE_WASM", () => $("engine").textContent).replace("ENGINE_WORKER", () => $("worker").textContent);
  download("自查.html", bytesOf(page), "text/html");
  said.textContent = t`自查.html 已下载：发给企业，打开就能填，不用名单，也不联网`;
});
function drawOut() {
  const judged = (command, file, more) => () => make([command, path(current()), ...inputs(), ...settings(), ...more, "-o", file], file);
  refill(view, h("div", { class: "page out" }, h("h2", {}, t`结果`), h("p", {}, button(t`结果工作簿（结果.xlsx）`, judged("run", "结果.xlsx", ["--all"])), button(t`报告（报告.html）`, judged("report", "报告.html", [])), button(t`待补清单`, async () => { await drawGaps(); gapList(); })),
    h("h2", {}, t`一笔钱前后的表和信`), h("p", {}, [["公示表", "公示表.xlsx"], ["拨付表", "拨付表.xlsx"], ["告知书", "告知书.docx"], ["核定表", "核定表.xlsx"], ["异议表", "异议表.xlsx"], ["审计底稿", "审计底稿.xlsx"], ["绩效表", "绩效表.xlsx"]].map(([kind, file]) => button(t(kind), () => documents(kind, file)))),
    h("h2", {}, t`规则`), h("p", {}, button(t`脚本`, () => save()), button(t`可读的页面（规则.md）`, () => make(["doc", path(current()), "-o", "规则.md"], "规则.md")), button(t`填报模板（名单.xlsx）`, template), button(t`自查页（自查.html）`, selfCheck)), said));
}

// 规则: the outline by clause, the editor with figures above its measures, and what a change comes to.
const sumOf = (sum, places) => (sum.most === null ? t`${wan(sum.least, places)} 起` : sum.least === sum.most ? wan(sum.least, places) : `${wan(sum.least, places)} – ${wan(sum.most, places)}`);
const isOpen = (sum) => sum.most === null || sum.least !== sum.sure || sum.most !== sum.sure;
const button = (name, click, more) => h("button", { type: "button", click, ...more }, name);
const shownSummary = () => (state.summary?.script === state.script ? state.summary : null);
const shownCases = () => (state.cases?.script === state.script ? state.cases : null);
const casesOf = (id) => shownCases()?.measures.find((one) => one.id === id);

// Where each measure is declared, by the text alone: it is there while the script does not load.
const DECLARED = /^[ \t]*(?:local\s+[^\s=]+\s*=\s*)?(奖励|清单|支持|券|目标|酌定|准则|追回|条文)\s*"([^"\n]*)"\s*\{/gm;
function declared() {
  const text = editor.value, found = [];
  for (const match of text.matchAll(DECLARED)) {
    const rest = text.slice(match.index + match[0].length, match.index + match[0].length + 600), own = rest.split(/^\}/m)[0];
    const word = (key) => (own.match(new RegExp(`${key}\\s*=\\s*"([^"\\n]*)"`)) || [])[1] || "";
    found.push({ kind: match[1], name: match[2], id: word("编号"), clause: word("条款"), line: positionOf(text, match.index + match[0].search(/\S/)).line });
  }
  return found;
}
// 条款目录 = { "三（一）：奖励、清单", … }
function catalogue() {
  const list = editor.value.match(/条款目录\s*=\s*\{([^}]*)\}/);
  return list ? [...list[1].matchAll(/"([^"]*)"/g)].map((match) => { const [clause, kinds = ""] = match[1].split("："); return { clause, kinds }; }) : [];
}
function drawOutline() {
  const measures = declared(), groups = new Map(), changed = new Set();
  for (const rule of state.difference?.rules || []) changed.add(rule.id || rule.name);
  for (const measure of measures) for (const clause of measure.clause.split("、")) groups.set(clause, [...(groups.get(clause) || []), measure]);
  const listed = catalogue(), order = [...listed.map((one) => one.clause), ...[...groups.keys()].filter((clause) => !listed.some((one) => one.clause === clause))];
  const missing = listed.filter((one) => !groups.has(one.clause)), parameters = editor.value.search(/^[ \t]*参数\s*"/m);
  const moved = () => h("b", { title: t`有改动` }, " ●");
  refill(left, h("h2", {}, t`条款`),
    parameters >= 0 ? button([h("i", {}, t`参数`), " ", String((editor.value.match(/^[ \t]*参数\s*"/gm) || []).length), [...(state.difference?.rules || [])].some((rule) => /参数|parameter/i.test(rule.what)) ? moved() : null], () => jump(positionOf(editor.value, parameters).line + 1, 1)) : null,
    order.map((clause) => groups.has(clause) ? groups.get(clause).map((measure, i) => button([h("i", {}, i ? "" : clause), h("span", {}, measure.name), changed.has(measure.id) ? moved() : null], () => jump(measure.line + 1, 1), { class: "clause" }))
      : button([h("i", {}, clause), h("span", {}, t`未写` + (listed.find((one) => one.clause === clause).kinds ? "：" + listed.find((one) => one.clause === clause).kinds : ""))], () => addClause(clause), { class: "clause unwritten" })),
    listed.length ? h("p", { class: "soft" }, missing.length ? t`${listed.length} 条，${missing.length} 条未写` : t`${listed.length} 条全部写到`) : null);
}

// The figures above a measure stand in the blank line before it, else behind its first line.
function drawLenses() {
  const summary = shownSummary(), made = [];
  for (const measure of summary ? declared() : []) {
    const figures = summary.measures.find((one) => one.id === measure.id), cases = casesOf(measure.id);
    if (!measure.id || !figures || (figures.yes === undefined && !cases)) continue;
    const above = measure.line > 0 && !shownLines[measure.line - 1].trim();
    const parts = [];
    if (figures.yes !== undefined) parts.push(h("span", {}, t`符合 ${grouped(figures.yes)}`), figures.open ? h("span", { class: "open" }, t`待核实 ${grouped(figures.open)}`) : null);
    if (figures.sum && (figures.sum.most || figures.sum.most === null)) parts.push(h("b", {}, t`${sumOf(figures.sum)} 万元`));
    if (figures.change && (figures.change.sure || figures.change.most || figures.change.least)) parts.push(h("span", { class: "moved" }, t`比已保存 ${change(figures.change.sure || figures.change.most)}`));
    if (cases) parts.push(h("span", { class: cases.fail ? "error" : "soft" }, cases.fail ? t`案例 ${cases.pass + cases.fail}，${cases.fail} 个不符` : t`案例 ${cases.pass} 全部通过`));
    const text = shownLines[measure.line];
    made.push(button(parts, () => figures.yes === undefined ? go("cases") : openMeasure(measure.id), { class: "lens", title: t`看名单（Ctrl+Enter）`, tabindex: -1,
      style: above ? `top:${(measure.line - 1) * LINE + 6}px;left:8px` : `top:${measure.line * LINE + 6}px;left:calc(24px + ${[...text].reduce((width, sign) => width + (sign > "\u2e7f" ? 2 : 1), 0)}ch)` }));
  }
  // A parameter that is not as saved: what it was.
  for (const parameter of summary?.parameters || []) {
    if (parameter.was === undefined || !parameter.range || parameter.given) continue;
    const line = parameter.range.start.line, text = shownLines[line] || "";
    made.push(h("span", { class: "lens moved", style: `top:${line * LINE + 6}px;left:calc(24px + ${[...text].reduce((width, sign) => width + (sign > "\u2e7f" ? 2 : 1), 0)}ch)` }, t`← 原 ${parameter.was}`));
  }
  refill(lenses, made);
}
const measureAt = (line) => declared().filter((one) => one.line <= line).pop();

// ＋加一项: the patterns of clauses, with ids of this policy; a clause that is not written yet is filled in.
let patterns = null;
const patternMenu = h("div", { class: "menu", role: "menu", hidden: true });
async function addClause(clause) {
  const own = (editor.value.match(/编号\s*=\s*"([^"]*)"/) || [])[1] || "X";
  patterns = await words.ask("huiqi/patterns", { id: own }).catch(() => []);
  const SIMPLE = [
    { name: t`固定额奖励`, saying: t`给予 10 万元`, text: `\n奖励 "某某奖励" {\n  编号 = "${own}-1",\n  条款 = "第一条",\n  条件 = { 规模以上 },\n  金额 = 万元(10),\n}\n` },
    { name: t`清单`, saying: t`列入培育库`, text: `\n清单 "某某名单" {\n  编号 = "${own}-1",\n  条款 = "第一条",\n  条件 = { 规模以上 },\n}\n` },
    { name: t`支持`, saying: t`优先推荐、绿色通道`, text: `\n支持 "某某支持" {\n  编号 = "${own}-1",\n  条款 = "第一条",\n  条件 = { 规模以上 },\n}\n` },
    { name: t`目标`, saying: t`到 2024 年达到 500 家`, text: `\n目标 "某某数" {\n  编号 = "${own}-1",\n  条款 = "第一条",\n  实际 = 指标 "某某数",\n  目标值 = { ["2024"] = 500 },\n}\n` },
    { name: t`条文`, saying: t`只指方向，不判定`, text: `\n条文 "某某" {\n  编号 = "${own}-1",\n  条款 = "第一条",\n  说明 = "说明",\n}\n` },
  ];
  const put = (pattern) => {
    closeMenu();
    insertPattern(clause ? pattern.text.replace(/(条款\s*=\s*")[^"]*"/g, `$1${clause}"`) : pattern.text);
  };
  refill(patternMenu, h("p", { class: "soft" }, clause ? t`${clause} 怎么写` : t`条文怎么写`), [...SIMPLE, ...patterns].map((pattern) => h("button", { type: "button", role: "menuitem", click: () => put(pattern) }, h("b", {}, pattern.name), " ", h("small", {}, pattern.saying))));
  patternMenu.hidden = false;
  patternMenu.querySelector("button").focus();
}
function closeMenu() {
  const open = !patternMenu.hidden;
  patternMenu.hidden = true;
  return open;
}
patternMenu.addEventListener("keydown", (event) => {
  const items = [...patternMenu.querySelectorAll("button")], step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) items[(items.indexOf(document.activeElement) + step + items.length) % items.length].focus(), event.preventDefault();
  else if (event.key === "Escape") closeMenu(), editor.focus(), event.preventDefault(), event.stopPropagation();
});

// 对照: the text against the saved one, in the editor's place.
const panel = h("div", { class: "compare", tabindex: 0, role: "region", "aria-label": t`对照`, hidden: true });
function lineDiff(before, after) {
  let start = 0, end = 0;
  const most = Math.min(before.length, after.length);
  while (start < most && before[start] === after[start]) start++;
  while (end < most - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  const a = before.slice(start, before.length - end), b = after.slice(start, after.length - end);
  // The longest common part of what is left, by table; where that is too large, all of it is taken for changed.
  const out = [], plain = a.length * b.length > 4e6;
  const table = plain ? null : Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1));
  for (let i = a.length - 1; !plain && i >= 0; i--) for (let k = b.length - 1; k >= 0; k--) table[i][k] = a[i] === b[k] ? table[i + 1][k + 1] + 1 : Math.max(table[i + 1][k], table[i][k + 1]);
  let i = 0, k = 0;
  while (i < a.length || k < b.length) {
    if (!plain && i < a.length && k < b.length && a[i] === b[k]) out.push([" ", a[i], start + ++i, start + ++k]);
    else if (k >= b.length || (i < a.length && (plain || table[i + 1][k] >= table[i][k + 1]))) out.push(["−", a[i], start + ++i, 0]);
    else out.push(["+", b[k], 0, start + ++k]);
  }
  return { start, out, end };
}
function drawCompare() {
  const file = current(), AROUND = 3, after = file.text.split("\n"), { start, out, end } = lineDiff(file.saved.split("\n"), after);
  const line = (sign, text, old, now) => h("div", { class: sign === "+" ? "added" : sign === "−" ? "gone" : "" }, h("i", {}, old ? String(old) : ""), h("i", {}, now ? String(now) : ""), sign + " " + text);
  const shift = after.length - file.saved.split("\n").length;
  const lines = out.length ? [...after.slice(Math.max(0, start - AROUND), start).map((text, i, all) => line(" ", text, start - all.length + i + 1, start - all.length + i + 1)), ...out.map((one) => line(...one)),
    ...after.slice(after.length - end, after.length - end + AROUND).map((text, i) => line(" ", text, after.length - end + i + 1 - shift, after.length - end + i + 1))] : [h("p", { class: "soft" }, t`和已保存的一样`)];
  refill(panel, h("div", { class: "tools" }, h("b", {}, t`对照：${file.name} 与已保存的`), button(t`关闭（Esc）`, () => (closePanel(), editor.focus())), out.length ? button(t`还原到已保存`, revert) : null), h("div", { class: "lines" }, lines));
}
function compare() {
  if (!panel.hidden) return closePanel(), editor.focus();
  go("rules");
  drawCompare();
  panel.hidden = false;
  panel.focus();
}
function closePanel() {
  const open = !panel.hidden;
  panel.hidden = true;
  return open;
}

// Findings under the text: errors, and advice when it is asked for (F8).
function drawFindings() {
  const line = (finding, i) => h("div", { class: "finding " + (finding.severity === ERROR ? "error" : "advice") }, button(`${finding.severity === ERROR ? t`错误` : t`提醒`} ${t`第 ${finding.range.start.line + 1} 行：${finding.message}`} [${finding.code}]`, () => { visited = i; jump(finding.range.start.line + 1, finding.range.start.character + 1); }),
    (finding.fixes || []).slice(0, 2).map((fix) => button(fix.title, () => replace(fix.edits), { class: "fix", title: "Ctrl+." })));
  const shown = state.findings.map((finding, i) => [finding, i]).filter(([finding, i]) => finding.severity === ERROR || i === visited).slice(0, 20);
  refill(strip, shown.map(([finding, i]) => line(finding, i)));
  drawStale();
}

// A row for each parameter: made once, so that what is being typed or held is never taken from under the hand. What is set is
// written into the script; while a slider moves it counts for the question alone.
const parameters = h("div", { class: "parameters" }), rowsOf = new Map(); // name -> { label, update }
function writeParameter(name, text) {
  const parameter = shownSummary()?.parameters.find((one) => one.name === name);
  state.settings.delete(name);
  if (!parameter || !text || text === parameter.value && !parameter.given) return touch();
  const range = rangeOf(parameter), written = range && literalOf(text, parameter.written);
  if (!written) state.settings.set(name, text), touch();
  else {
    const held = document.activeElement;
    replace([{ range, newText: written }]);
    if (held !== editor && held?.isConnected) held.focus();
  }
}
// Where its value stands now: the text may have moved since it was judged. NULL: not to be found again.
function rangeOf({ name, range, written }) {
  if (!range) return null;
  const text = editor.value;
  if (text.slice(offsetOf(text, range.start), offsetOf(text, range.end)) === written) return range;
  const declared = text.search(new RegExp(`参数\\s*"${name.replace(/[^\w\u4e00-\u9fff]/g, "\\$&")}"`)), at = declared < 0 ? -1 : text.indexOf(written, declared);
  if (at < 0 || text.slice(declared, at).includes("}")) return null;
  return { start: positionOf(text, at), end: positionOf(text, at + written.length) };
}
// 12万元 as the script writes it: 万元(12). NULL: not so plain; then it counts without being written.
function literalOf(text, before) {
  const match = text.replace(/[,，\s]/g, "").match(/^(-?\d+(?:\.\d+)?)(亿元|万元|元|%|个百分点)?$/), called = before.match(/^([^\s("{]+)\s*\(/);
  if (text === "是" || text === "否") return text === "是" ? "true" : "false";
  if (!match) return /^\d{4}-\d{2}-\d{2}$/.test(text) ? before.replace(/"[^"]*"/, `"${text}"`) : null;
  const unit = match[2] === "%" ? "百分之" : match[2] || called?.[1] || "";
  return unit ? `${unit}(${match[1]})` : match[1];
}
function parameterRow(name) {
  const input = h("input", { "aria-label": name, change: () => writeParameter(name, input.value.trim()) });
  const parameter = shownSummary().parameters.find((one) => one.name === name);
  const [, figure, unit] = parameter.value.match(/^([\d,]+(?:\.\d+)?)(\D*)$/) || [], whole = figure && Number(figure.replace(/,/g, ""));
  const slide = whole ? h("input", { type: "range", min: 0, max: whole * 2, step: whole >= 10 ? 1 : whole / 10, "aria-label": t`${name}（滑动）`,
    input: () => { input.value = grouped(Number(slide.value)) + unit; state.settings.set(name, input.value); touch(); }, change: () => writeParameter(name, input.value) }) : null;
  const was = h("span", { class: "soft" }), label = h("label", {}, h("span", { title: name }, name), input, slide || h("span"), was);
  const update = (now) => {
    const held = document.activeElement, before = now.was;
    label.className = before !== undefined ? "changed" : "";
    was.textContent = before !== undefined ? t`原 ${before}` : "";
    if (held !== input) input.value = now.value;
    if (slide && held !== slide) slide.value = Number((now.value.match(/^[\d,.]+/) || ["0"])[0].replace(/,/g, ""));
  };
  return { label, update };
}
let folded = false;
const fold = h("button", { type: "button", class: "link", click: () => { folded = !folded; drawParameters(); } }), rest = h("p", { class: "rest soft" });
function drawParameters() {
  const all = shownSummary()?.parameters || [], key = state.script + "\n" + all.map((one) => one.name).join("\n");
  parametersBox.hidden = !all.length;
  if (parameters.dataset.key !== key) {
    parameters.dataset.key = key;
    rowsOf.clear();
    folded = true;
    for (const one of all) rowsOf.set(one.name, parameterRow(one.name));
    refill(parameters, [...rowsOf.values()].map(({ label }) => label));
  }
  const first = innerHeight < 700 ? 1 : 6, away = [];
  all.forEach((one, i) => {
    const row = rowsOf.get(one.name);
    row.update(one);
    row.label.hidden = folded && one.was === undefined && i >= first && !row.label.contains(document.activeElement);
    if (row.label.hidden) away.push(`${one.name} ${one.value}`);
  });
  fold.hidden = all.length <= first;
  fold.textContent = folded ? t`全部 ${all.length} 个` : t`少看几个`;
  rest.hidden = !away.length;
  rest.textContent = rest.title = away.join("　");
}

function bar(name, sum, most, kind, note) {
  const share = (fen) => (most ? Math.max(0, Math.min(100, (100 * fen) / most)) : 0);
  return h("div", { class: "bars" }, h("span", {}, name), h("span", { class: "bar2 " + kind }, h("i", { style: `width:${share(sum.sure)}%` }), h("s", { style: `width:${share((sum.most ?? sum.least) - sum.sure)}%` })), h("span", { class: "soft" }, note));
}
function totals() {
  const summary = shownSummary();
  if (!summary?.total) return h("p", { class: "soft" }, state.problem ? state.problem : listFile() ? "—" : t`还没有名单：可先用样例，也可下载填报模板`);
  const { total, change: moved } = summary, places = placesOf([total.sure, total.least, total.most]);
  const before = moved && { sure: total.sure - moved.sure, least: total.least - moved.least, most: total.most === null || moved.most === null ? null : total.most - moved.most };
  const most = Math.max(total.most ?? total.least, before ? (before.most ?? before.least) : 0) * 1.03;
  return [h("div", { class: "totals" }, h("b", {}, wan(total.sure, places)), " ", t`万元已定`, isOpen(total) ? h("span", {}, t`　至少 – 至多 ${sumOf(total, places)}`) : null,
    moved && (moved.sure || moved.least || moved.most) ? h("span", { class: "moved" }, t`　比已保存 ${change(moved.sure) || "0"}`, moved.most !== null && moved.most !== moved.sure ? t`　至多 ${change(moved.most) || "0"}` : "") : null),
    isOpen(total) || before ? bar(t`现在`, total, most, "now", "") : null, before ? bar(t`已保存`, before, most, "saved", t`已定 ${wan(before.sure)}` + (isOpen(before) && before.most !== null ? t`，至多 ${wan(before.most)}` : "")) : null];
}
function measureTable() {
  const summary = shownSummary();
  if (!summary?.total) return null;
  const judged = summary.measures.filter((one) => one.yes !== undefined && one.kind !== "准则"), places = placesOf(judged.flatMap((one) => (one.sum ? [one.sum.sure, one.sum.least, one.sum.most] : [])));
  const heads = [t`编号`, t`措施`, t`符合`, t`待核实`, t`已定`, t`至少 – 至多`, t`增减`], moves = placesOf(judged.map((one) => one.change?.sure));
  const rows = judged.map((one) => {
    const pays = one.sum && (one.sum.sure || one.sum.most === null || one.sum.most), moved = one.change?.sure || one.yes_change;
    return h("tr", { class: moved ? "touched" : undefined }, h("td", {}, one.id), h("td", { class: "name" }, button(one.name, () => openMeasure(one.id), { title: one.name })), h("td", { class: "number" }, grouped(one.yes), one.yes_change ? h("small", { class: "moved" }, ` ${one.yes_change > 0 ? "+" : "−"}${Math.abs(one.yes_change)}`) : null),
      h("td", { class: "number open" }, one.open ? grouped(one.open) : ""), h("td", { class: "number" }, pays ? wan(one.sum.sure, places) : "—"), h("td", { class: "number" }, pays && isOpen(one.sum) ? sumOf(one.sum, places) : ""), h("td", { class: "number moved" }, change(one.change?.sure, moves)));
  });
  const total = summary.total, foot = h("tr", { class: "sum" }, h("td"), h("td", { title: t`互斥的措施同一企业只计一次` }, t`合计`), h("td"), h("td"), h("td", { class: "number" }, wan(total.sure, places)), h("td", { class: "number" }, isOpen(total) ? sumOf(total, places) : ""), h("td", { class: "number moved" }, change(summary.change?.sure)));
  return h("table", { class: "measures" }, h("caption", {}, t`金额单位：万元`), h("thead", {}, h("tr", {}, heads.map((name, i) => h("th", { class: i > 1 ? "number" : undefined }, name)))), h("tbody", {}, rows), h("tfoot", {}, foot));
}
function whoChanged() {
  const difference = state.difference, summary = shownSummary();
  if (!summary?.change || !difference) return null;
  const KIND = { gain: t`增加`, loss: t`减少`, open: t`变为待核实`, clear: t`其他` }, places = placesOf(difference.changes.map((one) => one.difference));
  const regions = difference.regions || [], sum = (key) => regions.reduce((all, region) => all + region[key], 0);
  const counts = [["gain", KIND.gain], ["lose", KIND.loss], ["open", KIND.open]].filter(([key]) => sum(key)).map(([key, name]) => `${name} ${sum(key)}`).join("，");
  return [h("h2", {}, t`谁变了（${difference.changed} 处）`, h("small", {}, " ", counts)),
    h("p", { class: "regions" }, regions.filter((region) => region.gain || region.lose || region.open || region.fen).map((region) => h("span", {}, t`${region.name || t`不明`} ${region.gain + region.lose + region.open} 处`, region.fen ? h("b", { class: "moved" }, " " + change(region.fen)) : null))),
    difference.changes.length ? grid([
      { name: t`名称`, text: (row) => row.name || row.code, cell: (row) => button(row.name || row.code, () => openCompany({ code: row.code, name: row.name })) },
      { name: t`措施`, text: (row) => row.measure }, { name: t`变化`, text: (row) => KIND[row.kind] },
      { name: t`增减（万元）`, number: true, sort: (row) => row.difference, text: (row) => change(row.difference, places) }, { name: t`为什么`, class: "long", text: (row) => row.why }], difference.changes, t`谁变了`) : null,
    difference.changed > difference.changes.length ? h("p", { class: "soft" }, t`只列出前 ${difference.changes.length} 处；全部见“结果”`) : null];
}
// As the page says it: there is no command line here.
const saidHere = (notice) => notice.replaceAll("/desk/", "").replace("--history", "“历史”").replace(/（--with [^）]*）/, "");
function notices() {
  const all = shownSummary()?.notices || [], FIRST = 3;
  return [all.slice(0, FIRST).map((one) => h("p", { class: "soft" }, saidHere(one))), all.length > FIRST ? h("p", {}, button(t`另有 ${all.length - FIRST} 条提示`, () => go("files"), { class: "link" })) : null];
}
function failing() {
  const cases = shownCases();
  if (!cases || !(cases.pass + cases.fail)) return null;
  return h("p", { class: cases.fail ? "error" : "soft" }, cases.fail ? t`${cases.pass + cases.fail} 个案例中 ${cases.fail} 个与期望不符` : t`${cases.pass} 个案例全部通过`, " ", cases.fail ? button(t`逐个看`, () => go("cases"), { class: "link" }) : null);
}

const left = h("aside", { "aria-label": t`条款` }), before = h("div"), table = h("div", { class: "wide" }), behind = h("div"), casesLine = h("div"), stale = h("p", { class: "error", hidden: true });
const parametersBox = h("div", { hidden: true }, h("h2", {}, t`参数`, h("small", {}, " ", t`改数或拖动，脚本同时改`), fold), parameters, rest);
const right = h("section", { class: "effect", "aria-label": t`结果` }, stale, before, parametersBox, table, casesLine, behind), strip = h("div", { class: "strip" });
const addButton = button(t`＋加一项`, () => addClause(), { "aria-haspopup": "menu", title: "Alt+=" });
const rulesView = h("div", { class: "rules" }, left, h("div", { class: "middle" }, h("div", { class: "tools" }, addButton, button(t`整理格式`, lay, { title: "Alt+Shift+F" }), patternMenu, h("span", { class: "soft" }, t`点金额看名单　F1 查词`)),
  h("div", { class: "editor" }, gutter, h("div", { class: "paper" }, painted, editor, lenses), panel), about, strip), right, choices);
function drawStale() {
  const wrong = errors().length, summary = shownSummary();
  stale.hidden = !(wrong && summary);
  if (wrong && summary) stale.textContent = t`脚本有 ${wrong} 处错误，下面是 ${new Date(state.summarised).toLocaleTimeString("zh-CN")} 的结果。`;
  for (const part of [before, table, behind]) part.classList.toggle("grey", !stale.hidden);
}
function drawEffect() {
  refill(before, totals());
  drawParameters();
  refill(table, measureTable());
  refill(behind, whoChanged(), notices());
  refill(casesLine, failing());
  drawStale();
}
function drawRules() {
  if (view.firstChild !== rulesView) refill(view, rulesView), highlight();
  drawOutline();
  drawLenses();
  drawFindings();
  drawEffect();
}

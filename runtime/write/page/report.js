"use strict";
// The page of a run: reads the figures and columns that stand in the page (write/report.c, write/explanation_store.h) and draws them.
// Text only ever becomes text nodes, never markup.
(() => {
  const figures = JSON.parse(document.getElementById("figures").textContent);
  const english = figures.language === "en";
  const say = (chinese, inEnglish) => (english ? inEnglish : chinese);

  // Making elements: h("td", { class: "number" }, "12").
  function h(name, attributes, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) {
      if (typeof value === "function") element.addEventListener(key, value);
      else if (value !== undefined && value !== false) element.setAttribute(key, value);
    }
    for (const child of children.flat()) if (child !== null && child !== undefined) element.append(child);
    return element;
  }
  function refill(element, ...children) {
    element.textContent = "";
    element.append(...children.flat());
  }
  function svg(name, attributes, ...children) {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  }

  // Numbers. Money is whole fen and told in 万元: alone with as many decimals as it has, in a column with as many as the finest
  // of its figures needs, so that they stand under each other.
  const grouped = (number) => String(number).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  const decimalsOf = (fen) => String(Math.abs(fen) % 1e6).padStart(6, "0").replace(/0+$/, "");
  const placesOf = (amounts) => amounts.reduce((most, fen) => Math.max(most, decimalsOf(fen).length), 0);
  function wan(fen, places = 0) {
    const decimals = decimalsOf(fen).padEnd(places, "0");
    return (fen < 0 ? "-" : "") + grouped(Math.floor(Math.abs(fen) / 1e6)) + (decimals && "." + decimals);
  }
  // 「8.5 至 21」, what a total may come to; empty when it is certain.
  function span(total, places) {
    if (total.least === undefined) return "";
    return total.most === null ? say(`${wan(total.least, places)} 起`, `from ${wan(total.least, places)}`) : `${wan(total.least, places)} ${say("至", "to")} ${wan(total.most, places)}`;
  }
  const OUTCOMES = [say("不符合", "no"), say("待核实", "open"), say("符合", "yes")];
  const OUTCOME_CLASSES = ["no", "open", "yes"];

  // A zlib stream in base 64 (write/packed.h).
  async function unpacked(letters) {
    const bytes = Uint8Array.from(atob(letters), (letter) => letter.charCodeAt(0));
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"))).text();
  }

  // Columns of each kind of subjects, in the order of explanation_store_write.
  async function readKinds() {
    const text = await unpacked(document.getElementById("columns").textContent.trim());
    const parts = text.split("\x1e");
    let at = 0;
    const lines = () => parts[at++].split("\n");
    // Of what is asked of few rows: split when the first one is asked.
    function cells() {
      const text = parts[at++];
      let split;
      return (row) => (split = split || text.split("\n"))[row];
    }
    for (const kind of figures.kinds) {
      kind.codes = lines();
      kind.names = lines();
      kind.regions = lines();
      kind.lines = lines();
      kind.ranges = cells();
      let line = 0;
      for (let i = 0; i < kind.rows; i++) kind.lines[i] = line += Number(kind.lines[i]);
      for (const measure of kind.measures) {
        measure.outcomes = parts[at++];
        measure.amounts = lines();
        measure.sentences = cells();
        measure.distances = lines();
        measure.gaps = cells();
      }
      kind.fillings = kind.gaps.map(cells);
      kind.said = cells();
      kind.pieces = cells();
    }
    figures.problemRows = parts[at].split("\n").filter(Boolean).map((row) => row.split("\t"));
  }

  // 「约4.2%（210万元 ÷ 5,000万元）」, exactly, as the program says it.
  function share(part, whole) {
    const UNITS = { "": 1n, 元: 100n, 万元: 1000000n, 亿元: 10000000000n };
    const amount = (text) => {
      const [, digits, decimals, unit] = text.match(/^([\d,]+)(?:\.(\d+))?(.*)$/);
      return BigInt(digits.replace(/,/g, "") + (decimals || "").padEnd(12, "0")) * UNITS[unit];
    };
    const a = amount(part) * 1000n, b = amount(whole), tenths = (2n * a + b) / (2n * b);
    return `${a % b ? "约" : ""}${tenths / 10n}.${tenths % 10n}%（${part} ÷ ${whole}）`;
  }

  // What is said: the reason, and conditions and steps, each with how deep it lies and its sign.
  function said(kind, measure, row, sentences = measure.sentences) {
    const numbers = kind.said(sentences(row));
    const text = numbers ? numbers.split(" ").map(kind.pieces).join("") : "";
    const filling = (gap) => (kind.fillings[gap](row) === "\x03" ? share(...kind.shares[gap].map((part) => kind.fillings[part](row))) : kind.fillings[gap](row));
    const filled = (part) => part.replace(/\x01(\d+)\x02/g, (_, gap) => kind.gaps[gap] + filling(gap));
    const [reason, ...lines] = text.split("\x04"); // before the data are in it
    return { reason: filled(reason), lines: lines.map((line, at) => ({ at, depth: Number(line[0]), sign: line[1], text: filled(line.slice(2)) })) };
  }

  // Of who nearly gets a measure, what is lacking; empty of others.
  const isNear = (measure, row) => measure.distances[row] !== "" && measure.distances[row] !== undefined;
  const lacking = (kind, measure, row) => (isNear(measure, row) ? said(kind, measure, row, measure.gaps).reason : "");

  // Lines that lie deeper belong to the line before.
  function tree(lines) {
    const nodes = [];
    for (let i = 0; i < lines.length; ) {
      let end = i + 1;
      while (end < lines.length && lines[end].depth > lines[i].depth) end++;
      nodes.push({ ...lines[i], within: tree(lines.slice(i + 1, end)) });
      i = end;
    }
    return nodes;
  }
  // What decides is shown: conditions that fail where one is refused, that are open where it is open, and every step of an amount.
  // The others are folded.
  const DECIDING = ["✗", "?", ""];
  function nested(nodes, deciding) {
    const shown = nodes.filter((node) => node.sign === deciding || node.sign === "·"), rest = nodes.filter((node) => !shown.includes(node));
    const item = (node) => h("li", { "data-at": node.at }, h("i", {}, node.sign), node.text, node.within.length ? nested(node.within, deciding) : null);
    const others = shown.some((node) => node.sign === deciding) ? say(`其余 ${rest.length} 项`, `${rest.length} others`) : say(`${rest.length} 项条件`, `${rest.length} conditions`);
    return h("ul", {}, shown.map(item), rest.length ? h("li", {}, h("details", {}, h("summary", {}, others), h("ul", {}, rest.map(item)))) : null);
  }

  const regionName = (code) => (code ? figures.regions[code] || code : say("未填", "unknown"));
  const kindOf = (measure) => figures.kinds.find((kind) => kind.measures.includes(measure));
  const measures = figures.kinds.flatMap((kind) => kind.measures).filter((measure) => measure.kind !== "criterion");
  const isList = (measure) => measure.kind === "list";
  const isOwed = (measure) => measure.kind === "clawback"; // what is due back has a total of its own
  const outcomeName = (measure, outcome) => (isOwed(measure) && outcome === "2" ? say("应退", "due back") : OUTCOMES[outcome]);
  const outcomeClass = (measure, outcome) => (isOwed(measure) && outcome === "2" ? "owed" : OUTCOME_CLASSES[outcome]);

  // Tables that can be searched, sorted and kept to a district; rows are made into elements only when they are shown, and all of
  // them for paper. On a phone a row is a card, each cell with the name of its column.
  const grids = new Map(); // the table's element -> shows so many rows
  function grid(columns, rows, label) {
    const STEP = 50, places = columns.find((column) => column.district);
    let shown = STEP, sorted = -1, downwards = false, found = rows;
    const names = places ? [...new Set(rows.map((row) => places.text(row)))].sort((a, b) => a.localeCompare(b, "zh-CN")) : [];
    const district = h("select", { "aria-label": say("区县", "district"), change: () => filter() }, h("option", { value: "" }, say("全部区县", "all districts")), names.map((name) => h("option", {}, name)));
    const body = h("tbody"), count = h("span", { role: "status" });
    const search = h("input", { type: "search", placeholder: say("在表中查找", "find in the table"), "aria-label": say("在表中查找", "find in the table") });
    const more = h("button", { type: "button", click: () => ((shown += STEP * 4), draw()) }, say("显示更多", "show more"));
    const heads = columns.map((column, i) =>
      h("th", { scope: "col", class: column.number ? "number" : undefined }, h("button", { type: "button", click: () => sort(i) }, column.name),
        h("span", { class: "paper", "aria-hidden": "true" }, column.name))); // a heading that is repeated on paper has no buttons
    function draw() {
      refill(body, ...found.slice(0, shown).map((row) =>
        h("tr", {}, columns.map((column) => h("td", { class: column.class, "data-name": column.name }, column.cell ? column.cell(row) : column.text(row))))));
      const part = shown < found.length ? say(`，显示前 ${shown} 行`, `, the first ${shown} shown`) : "";
      count.textContent = say(`共 ${grouped(found.length)} 行${part}`, `${grouped(found.length)} rows${part}`);
      more.hidden = shown >= found.length;
    }
    function filter() {
      const words = search.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
      const text = (row) => row.text || (row.text = columns.map((column) => column.text(row)).join(" ").toLowerCase());
      found = rows.filter((row) => (!district.value || places.text(row) === district.value) && words.every((word) => text(row).includes(word)));
      if (sorted >= 0) arrange();
      shown = STEP;
      draw();
    }
    function arrange() {
      const key = columns[sorted].sort || columns[sorted].text, sign = downwards ? -1 : 1;
      found.sort((a, b) => {
        const x = key(a), y = key(b);
        return sign * (typeof x === "number" ? x - y : x.localeCompare(y, "zh-CN")) || a.order - b.order;
      });
    }
    function sort(i) {
      downwards = sorted === i && !downwards;
      sorted = i;
      heads.forEach((head, k) => (k === i ? head.setAttribute("aria-sort", downwards ? "descending" : "ascending") : head.removeAttribute("aria-sort")));
      found = found.slice();
      arrange();
      draw();
    }
    search.addEventListener("input", filter);
    rows.forEach((row, i) => (row.order = i));
    draw();
    const table = h("table", { class: "records", "aria-label": label }, h("thead", {}, h("tr", {}, heads)), body);
    grids.set(table, (whole) => ((shown = whole ? found.length : STEP), draw()));
    return [h("div", { class: "tools" }, search, names.length > 1 ? district : null), h("p", { class: "count" }, count),
            h("div", { class: "wide" }, table), h("p", { class: "more" }, more)];
  }
  function showWhole(whole) {
    for (const [table, show] of grids) {
      if (table.isConnected) show(whole);
      else grids.delete(table);
    }
  }
  addEventListener("beforeprint", () => showWhole(true));
  addEventListener("afterprint", () => showWhole(false));

  // Sections
  const main = document.getElementById("main"), contents = document.getElementById("contents");
  const NUMERALS = "一二三四五六七八九十";
  let sections = 0;
  function section(id, title, ...children) {
    const numeral = english ? `${sections + 1}. ` : `${NUMERALS[sections]}、`;
    sections++;
    const element = h("section", { id }, h("h2", {}, numeral + title), ...children);
    contents.append(h("a", { href: "#" + id }, title));
    main.append(element);
    return element;
  }

  function head() {
    const date = figures.on.split("-").map(Number);
    const day = english ? figures.on : `${date[0]}年${date[1]}月${date[2]}日`;
    document.documentElement.lang = english ? "en" : "zh-CN";
    document.title = say(`惠企政策测算报告（${figures.year}年度）`, `Incentive measures, ${figures.year}`);
    const drafts = figures.policies.filter((policy) => /征求意见|草案|draft/i.test(policy.status));
    document.getElementById("head").append(
      h("h1", {}, say("惠企政策测算报告", "Incentive measures")),
      ...figures.policies.map((policy) => h("p", { class: "titles" }, policy.name + (policy.number ? `（${policy.number}）` : ""))),
      ...drafts.map((policy) => h("p", {}, h("span", { class: "draft" }, say(`${policy.id} 是${policy.status}，仅供测算`, `${policy.id} is a draft (${policy.status})`)))),
      h("p", { class: "meta" }, say(`${figures.year} 年度　基准日 ${day}　名单 ${grouped(figures.companies)} 家企业　测算时间 ${figures.time}`,
                                    `year ${figures.year} · judged on ${day} · ${grouped(figures.companies)} companies · run at ${figures.time}`)));
  }

  // Companies (and other objects) that are granted something, or about which something is open.
  function totals() {
    const sums = { amount: 0, owed: 0, granted: 0, grants: 0, open: 0, openings: 0, overflowed: false };
    for (const kind of figures.kinds)
      for (let row = 0; row < kind.rows; row++) {
        let yes = 0, open = 0;
        for (const measure of kind.measures) {
          if (measure.kind === "criterion") continue;
          open += measure.outcomes[row] === "1";
          if (!isList(measure) && !isOwed(measure)) yes += measure.outcomes[row] === "2";
        }
        sums.granted += yes > 0;
        sums.grants += yes;
        sums.open += open > 0;
        sums.openings += open;
      }
    for (const measure of measures) (sums[isOwed(measure) ? "owed" : "amount"] += measure.amount), (sums.overflowed = sums.overflowed || measure.overflowed);
    return sums;
  }

  function overview() {
    const sums = totals(), card = (number, text) => h("div", { class: "card" }, h("b", {}, number), h("span", {}, text));
    const range = figures.range ? say(`（${figures.range}）`, ` (${figures.range})`) : "";
    const amount = sums.overflowed ? say("超出范围", "out of range") : wan(sums.amount), owing = measures.some(isOwed);
    const owedRange = figures.owedRange ? say(`（${figures.owedRange}）`, ` (${figures.owedRange})`) : "";
    section("overview", say("总体情况", "Overview"),
      h("p", {}, say(
        `按 ${measures.length} 项措施判断，${grouped(sums.granted)} 家企业和机构 ${grouped(sums.grants)} 家次符合奖补条件，应兑现资金 ${amount} 万元${range}；另有 ${grouped(sums.open)} 家、${grouped(sums.openings)} 项待核实，要补充数据后才能确定。数据问题 ${grouped(figures.problems)} 处。`,
        `${measures.length} measures: ${grouped(sums.granted)} companies and bodies qualify ${grouped(sums.grants)} times, for ${amount} 万元 in all${range}; ${grouped(sums.open)} have ${grouped(sums.openings)} results that are open until data are supplied. ${grouped(figures.problems)} data problems.`)),
      owing && !sums.overflowed ? h("p", {}, say(`另有应退回的 ${wan(sums.owed)} 万元${owedRange}，不计入应兑现资金。`, `Apart from that, ${wan(sums.owed)} 万元 are due back${owedRange}.`)) : null,
      h("div", { class: "cards" },
        card(amount, say("应兑现资金（万元）", "amount (万元)") + (figures.least === undefined ? "" : say(`，可能 ${span(figures, 0)}`, `, may be ${span(figures, 0)}`))),
        card(grouped(sums.granted), say("符合奖补条件的企业和机构（家）", "companies and bodies that qualify")),
        card(grouped(sums.open), say("有待核实事项的企业和机构（家）", "with open results")),
        card(grouped(figures.problems), say("数据问题（处）", "data problems"))));
  }

  function amountOf(measure, places) {
    if (measure.overflowed) return say("超出范围", "out of range");
    if (measure.discretionary && !measure.amount) return say("待核定", "to be set");
    return measure.paid ? wan(measure.amount, places) : "—";
  }

  function measureTable() {
    const body = h("tbody"), ends = [...measures, figures].flatMap((total) => [total.least, total.most]).filter((fen) => typeof fen === "number");
    const places = placesOf(measures.map((measure) => measure.amount)), spanPlaces = placesOf(ends);
    const names = say(["编号", "措施", "条款", "符合", "待核实", "金额（万元）", "连同待核实（万元）"], ["id", "measure", "clause", "yes", "open", "amount (万元)", "with what is open (万元)"]);
    const cell = (i, style, ...content) => h("td", { class: style, "data-name": names[i] }, ...content);
    for (const policy of figures.policies) {
      const own = measures.filter((measure) => measure.policy === policy.id);
      if (!own.length) continue;
      if (figures.policies.length > 1) body.append(h("tr", { class: "group" }, h("td", { colspan: 7 }, policy.name)));
      for (const measure of own)
        body.append(h("tr", {}, cell(0, "short", measure.id),
          cell(1, "named", h("button", { type: "button", click: () => showMeasure(measure) }, measure.name), measure.agency ? h("small", {}, " " + measure.agency) : null), cell(2, "short", measure.clause),
          cell(3, "number", grouped(measure.yes)), cell(4, "number", grouped(measure.pending)),
          cell(5, "number", amountOf(measure, places)), cell(6, "number", span(measure, spanPlaces))));
    }
    const total = (owed) => measures.filter((measure) => isOwed(measure) === owed).reduce((sum, measure) => sum + measure.amount, 0);
    const totalRow = (name, owed) => h("tr", {}, h("td", { colspan: 5 }, name), cell(5, "number", wan(total(owed), places)), cell(6, "number", owed ? "" : span(figures, spanPlaces)));
    section("measures", say("各项措施", "Measures"), h("div", { class: "wide" },
      h("table", { class: "records" }, h("thead", {}, h("tr", {}, names.map((name, i) => h("th", { scope: "col", class: i > 2 ? "number" : undefined }, name)))), body,
        h("tfoot", {}, totalRow(say("合计", "total"), false), measures.some(isOwed) ? totalRow(say("应退", "due back"), true) : null))));
  }

  // Bars: label, bar, number. The number stands beside the bar, so nothing rests on colour or on the eye alone.
  function bars(rows, label) {
    const most = Math.max(...rows.map((row) => row.amount)), places = placesOf(rows.map((row) => row.amount));
    const picture = (row) => svg("svg", { viewBox: "0 0 1000 10", preserveAspectRatio: "none", "aria-hidden": "true" },
      svg("rect", { class: "fill", x: 0, y: 0, width: Math.max(2, (1000 * row.amount) / most), height: 10 }));
    return h("div", { class: "bars", role: "group", "aria-label": label },
      rows.map((row) => h("div", { class: "bar" }, h("div", {}, row.name), picture(row), h("div", { class: "number" }, wan(row.amount, places)))));
  }

  function byDistrict() {
    const sums = new Map();
    for (const kind of figures.kinds)
      for (const measure of kind.measures) {
        if (measure.kind === "criterion" || isOwed(measure)) continue;
        for (let row = 0; row < kind.rows; row++) {
          if (!measure.amounts[row]) continue;
          const name = kind === figures.kinds[0] ? regionName(kind.regions[row]) : say(`${kind.name}（不分区县）`, `${kind.name} (no district)`);
          sums.set(name, (sums.get(name) || 0) + Number(measure.amounts[row]));
        }
      }
    return [...sums].map(([name, amount]) => ({ name, amount })).sort((a, b) => b.amount - a.amount);
  }

  function money() {
    const paid = measures.filter((measure) => measure.amount > 0 && !isOwed(measure)).map((measure) => ({ name: `${measure.id} ${measure.name}`, amount: measure.amount }))
      .sort((a, b) => b.amount - a.amount);
    const unit = say("（万元）", " (万元)");
    if (!paid.length) {
      section("money", say("资金分布", "Money"), h("p", {}, say("没有应兑现的资金。", "No money is due.")));
      return;
    }
    section("money", say("资金分布", "Money"), h("h3", {}, say("按措施", "By measure") + unit), bars(paid, say("按措施", "by measure")),
      h("h3", {}, say("按区县", "By district") + unit), bars(byDistrict(), say("按区县", "by district")));
  }

  // Of the goal, with a line where the straight line through the year stands on the day; a goal that is itself told day by day
  // is to be reached in full.
  function progress(target) {
    if (target.reached < 0) return "";
    const due = target.dayByDay ? 1 : figures.daysGone / figures.daysAll, width = 1000, x = (share) => Math.min(share, 1.2) / 1.2 * width;
    const picture = svg("svg", { viewBox: `0 0 ${width} 100`, preserveAspectRatio: "none", "aria-hidden": "true" },
      svg("rect", { class: "track", x: 0, y: 20, width: x(1), height: 60 }), svg("rect", { class: "fill", x: 0, y: 20, width: x(target.reached / 1000), height: 60 }),
      svg("line", { class: "today", x1: x(due), x2: x(due), y1: 0, y2: 100 }));
    const percent = (target.reached / 10).toFixed(1) + "%", behind = target.reached < due * 1000;
    return h("div", { class: "progress" }, picture,
      h("span", {}, percent + (behind ? say(`，序时进度 ${(due * 100).toFixed(1)}%`, `, due ${(due * 100).toFixed(1)}%`) : "")));
  }

  function targetTable() {
    if (!figures.targets.length) return;
    const words = { 完成: ["yes", say("完成", "reached")], 未完成: ["missed", say("未完成", "missed")], 待核实: ["open", say("待核实", "open")] };
    const names = say(["编号", "目标", "单位", "目标值", "实际值", "进度", "结果", "说明"], ["id", "target", "unit", "goal", "actual", "progress", "result", "note"]);
    // A target with several units gets a line of its own above them.
    const split = (target, i) => [figures.targets[i - 1], figures.targets[i + 1]].some((other) => other && other.id === target.id);
    const row = (target, i) => {
      const [style, word] = words[target.outcome] || ["", ""], several = split(target, i), first = several && figures.targets[i - 1]?.id !== target.id;
      const cell = (i, style, ...content) => h("td", { class: style, "data-name": names[i] }, ...content);
      const line = h("tr", {}, cell(0, "short", several ? "" : target.id), cell(1, "named", several ? "" : target.name),
        cell(2, "short", target.place || target.unit),
        cell(3, "number", target.goal), cell(4, "number", target.actual), cell(5, undefined, progress(target)),
        cell(6, "outcome " + style, word), cell(7, "long", [target.agency && !several ? say(`责任单位：${target.agency}`, `agency: ${target.agency}`) : "", target.note].filter(Boolean).join(say("；", "; "))));
      return first ? [h("tr", { class: "group" }, h("td", { class: "short" }, target.id), h("td", { colspan: 7 }, target.name, h("small", {}, " " + (target.agency || "")))), line] : [line];
    };
    const share = ((figures.daysGone / figures.daysAll) * 100).toFixed(1);
    section("targets", say("目标完成情况", "Targets"),
      h("p", {}, say(`进度条里的竖线是全年到基准日的序时进度（${share}%）；按基准日定的进度目标，竖线在 100%。`,
                     `The line in each bar is where even progress through the year would stand on the day (${share}%); goals told day by day are due in full.`)),
      h("div", { class: "wide" }, h("table", { class: "records" }, h("thead", {}, h("tr", {}, names.map((name, i) => h("th", { scope: "col", class: i === 3 || i === 4 ? "number" : undefined }, name)))),
        h("tbody", {}, figures.targets.flatMap(row)))));
  }

  // Who stands in a list, or is granted a measure
  const chosen = h("select", { "aria-label": say("清单或措施", "list or measure"), change: () => drawMembers() }), members = h("div");
  const openCompany = (kind, row) => h("button", { type: "button", click: () => showCompany(kind, row, true) }, kind.names[row] || kind.codes[row]);

  // Everybody about whom something is open, and what would have to be supplied.
  const OPEN = "open";
  function drawOpen() {
    const rows = [], place = (entry) => (entry.kind === figures.kinds[0] ? regionName(entry.kind.regions[entry.row]) : entry.kind.name);
    for (const kind of figures.kinds)
      for (let row = 0; row < kind.rows; row++) {
        const open = kind.measures.filter((measure) => measure.kind !== "criterion" && measure.outcomes[row] === "1");
        if (open.length) rows.push({ kind, row, open });
      }
    const needed = (entry) => entry.needed || (entry.needed = entry.open.map((measure) => say(`${measure.id}：`, `${measure.id}: `) + said(entry.kind, measure, entry.row).reason).join("　"));
    const columns = [
      { name: say("代码", "code"), class: "code", text: (entry) => entry.kind.codes[entry.row] },
      { name: say("名称", "name"), class: "named", text: (entry) => entry.kind.names[entry.row], cell: (entry) => openCompany(entry.kind, entry.row) },
      { name: say("区县", "district"), class: "short", text: place, district: true },
      { name: say("待核实（项）", "open"), number: true, class: "number", sort: (entry) => entry.open.length, text: (entry) => String(entry.open.length) },
      { name: say("要补充的数据", "what is needed"), class: "long", text: needed },
    ];
    refill(members, h("h3", {}, say("待核实的企业和机构", "Open results")), ...grid(columns, rows, say("待核实", "open")));
  }

  // Who gets a measure by a change or two, the nearest first; of one measure, or of all.
  const NEAR = "near";
  function nearTable(wanted) {
    const kind = figures.kinds[0], rows = [];
    for (const measure of wanted)
      for (let row = 0; row < kind.rows; row++) if (isNear(measure, row)) rows.push({ measure, row });
    rows.sort((a, b) => a.measure.distances[a.row] - b.measure.distances[b.row]);
    const gap = (entry) => entry.gap || (entry.gap = lacking(kind, entry.measure, entry.row));
    const columns = [
      { name: say("代码", "code"), class: "code", text: (entry) => kind.codes[entry.row] },
      { name: say("名称", "name"), class: "named", text: (entry) => kind.names[entry.row], cell: (entry) => openCompany(kind, entry.row) },
      { name: say("区县", "district"), class: "short", text: (entry) => regionName(kind.regions[entry.row]), district: true },
      wanted.length > 1 ? { name: say("措施", "measure"), class: "named", text: (entry) => `${entry.measure.id} ${entry.measure.name}` } : null,
      { name: say("差距", "gap"), class: "long", sort: (entry) => Number(entry.measure.distances[entry.row]), text: gap },
    ].filter(Boolean);
    return rows.length ? [h("h3", {}, say(`差一点的 ${grouped(rows.length)} 家次，由近到远`, `${grouped(rows.length)} near misses, the nearest first`)), ...grid(columns, rows, say("差一点的", "near misses"))] : [];
  }

  function drawMembers() {
    if (chosen.value === OPEN) {
      drawOpen();
      return;
    }
    if (chosen.value === NEAR) {
      const near = nearTable(figures.kinds[0].measures);
      refill(members, ...(near.length ? near : [h("p", {}, say("没有改善一两项指标就能得到的企业。", "No company would get a measure by a change or two."))]));
      return;
    }
    const measure = measures[Number(chosen.value)], kind = kindOf(measure), rows = [];
    for (let row = 0; row < kind.rows; row++) if (measure.outcomes[row] > "0") rows.push({ row });
    const reason = (entry) => entry.reason || (entry.reason = said(kind, measure, entry.row).reason.replace(/；?符合全部条件$/, ""));
    const columns = [
      { name: say("代码", "code"), class: "code", text: (entry) => kind.codes[entry.row] },
      { name: say("名称", "name"), class: "named", text: (entry) => kind.names[entry.row], cell: (entry) => openCompany(kind, entry.row) },
    ];
    if (kind === figures.kinds[0]) columns.push({ name: say("区县", "district"), class: "short", text: (entry) => regionName(kind.regions[entry.row]), district: true });
    columns.push({ name: say("结果", "result"), class: "outcome", text: (entry) => outcomeName(measure, measure.outcomes[entry.row]),
                   cell: (entry) => h("span", { class: outcomeClass(measure, measure.outcomes[entry.row]) }, outcomeName(measure, measure.outcomes[entry.row])) });
    const places = placesOf(rows.map((entry) => Number(measure.amounts[entry.row] || 0)));
    if (measure.paid)
      columns.push({ name: say("金额（万元）", "amount (万元)"), number: true, class: "number", sort: (entry) => Number(measure.amounts[entry.row] || -1),
                     text: (entry) => (measure.amounts[entry.row] ? wan(Number(measure.amounts[entry.row]), places) : "") });
    columns.push({ name: isList(measure) ? say("尚缺", "lacking") : say("说明", "why"), class: "long", text: reason });
    refill(members, h("h3", {}, `${measure.id} ${measure.name}`), ...grid(columns, rows, measure.name), ...(kind === figures.kinds[0] ? nearTable([measure]) : []));
  }

  function showMeasure(measure) {
    chosen.value = String(measures.indexOf(measure));
    drawMembers();
    document.getElementById("lists").scrollIntoView();
    chosen.focus();
  }

  function lists() {
    const options = (wanted) => measures.map((measure, i) => (isList(measure) === wanted ? h("option", { value: i }, `${measure.id} ${measure.name}`) : null));
    const any = (wanted) => measures.some((measure) => isList(measure) === wanted);
    if (!measures.length) return;
    if (any(true)) chosen.append(h("optgroup", { label: say("清单", "lists") }, options(true)));
    if (any(false)) chosen.append(h("optgroup", { label: say("措施", "measures") }, options(false)));
    chosen.append(h("optgroup", { label: say("待核实和差一点的", "open and near") }, h("option", { value: OPEN }, say("待核实的企业和机构，要补充的数据", "open results and what is needed")),
      h("option", { value: NEAR }, say("差一点的企业，还差什么", "near misses and what they lack"))));
    chosen.value = String(Math.max(0, measures.findIndex(isList)));
    section("lists", say("清单和名单", "Lists"), h("div", { class: "tools" }, h("label", {}, say("清单或措施 ", "list or measure "), chosen)), members);
    drawMembers();
  }

  // One company
  const found = h("ul", { class: "matches" }), page = h("div", { "aria-live": "polite" });
  const finder = h("input", { type: "search", id: "finder", placeholder: say("企业名称或统一社会信用代码", "name or code"), "aria-label": say("查企业", "find a company") });
  let entries, searchSection;

  function find() {
    const MOST = 20, words = finder.value.trim().toLowerCase().split(/\s+/).filter(Boolean), matches = [];
    entries = entries || figures.kinds.flatMap((kind) => Array.from({ length: kind.rows }, (_, row) => ({ kind, row, text: (kind.names[row] + " " + kind.codes[row]).toLowerCase() })));
    for (const entry of entries) {
      if (!words.length || matches.length > MOST) break;
      if (words.every((word) => entry.text.includes(word))) matches.push(entry);
    }
    const item = ({ kind, row }) => h("li", {}, h("button", { type: "button", click: () => showCompany(kind, row, true) }, kind.names[row] || say("（没有名称）", "(no name)"),
      h("small", {}, kind.codes[row]), h("small", {}, kind === figures.kinds[0] ? regionName(kind.regions[row]) : kind.name)));
    refill(found, ...matches.slice(0, MOST).map(item));
    if (words.length && !matches.length) found.append(h("li", {}, say("没有找到", "nothing found")));
    if (matches.length > MOST) found.append(h("li", {}, say(`只列出前 ${MOST} 家，请多输入几个字`, `the first ${MOST} only`)));
    return matches;
  }

  function explained(kind, measure, row) {
    const outcome = measure.outcomes[row], { reason, lines } = said(kind, measure, row);
    const amount = measure.amounts[row] ? say(`　${wan(Number(measure.amounts[row]))} 万元`, ` ${wan(Number(measure.amounts[row]))} 万元`) : "", gap = lacking(kind, measure, row);
    return h("article", {}, h("h4", {}, h("span", {}, `${measure.id} ${measure.name}`, measure.clause ? say(`（${measure.clause}）`, ` (${measure.clause})`) : "", measure.agency ? say(`　责任单位：${measure.agency}`, ` · ${measure.agency}`) : ""),
      h("span", { class: "outcome " + outcomeClass(measure, outcome) }, outcomeName(measure, outcome) + amount)), h("p", {}, reason), gap ? h("p", { class: "gap" }, h("b", {}, say("还差：", "lacking: ")), gap) : null,
      lines.length ? nested(tree(lines), DECIDING[outcome]) : null);
  }

  function showCompany(kind, row, scroll) {
    const order = ["2", "1", "0"], own = kind.measures.filter((measure) => measure.kind !== "criterion");
    const place = kind === figures.kinds[0] ? say(`${regionName(kind.regions[row])}　名单第 ${kind.lines[row]} 行`, `${regionName(kind.regions[row])} · line ${kind.lines[row]} of the list`) : kind.name;
    const number = (outcome) => own.filter((measure) => measure.outcomes[row] === outcome).length;
    const sum = own.reduce((total, measure) => total + (isOwed(measure) ? 0 : Number(measure.amounts[row] || 0)), 0);
    refill(page, h("div", { class: "company" }, h("h3", { tabindex: -1 }, kind.names[row] || say("（没有名称）", "(no name)")),
      h("p", { class: "meta" }, kind.codes[row] + "　" + place),
      h("p", { class: "total" }, h("b", {}, say(`合计 ${wan(sum)} 万元`, `${wan(sum)} 万元 in all`)), kind.ranges(row) ? say(`（${kind.ranges(row)}）`, ` (${kind.ranges(row)})`) : "",
        say(`　符合 ${number("2")} 项，待核实 ${number("1")} 项，不符合 ${number("0")} 项`, ` · ${number("2")} yes, ${number("1")} open, ${number("0")} no`)),
      ...order.flatMap((outcome) => own.filter((measure) => measure.outcomes[row] === outcome).map((measure) => explained(kind, measure, row)))));
    searchSection.classList.add("opened");
    refill(found);
    if (!scroll) return;
    searchSection.scrollIntoView();
    page.querySelector("h3").focus({ preventScroll: true });
    history.replaceState(null, "", "#" + encodeURIComponent(kind.codes[row]));
  }

  function companies() {
    finder.addEventListener("input", find);
    finder.addEventListener("keydown", (event) => {
      const matches = event.key === "Enter" ? find() : [];
      if (matches.length) showCompany(matches[0].kind, matches[0].row, true);
    });
    searchSection = section("companies", say("查企业", "Companies"),
      h("div", { class: "tools" }, finder, h("span", { class: "meta" }, say("输入名称的一部分或代码，按回车打开第一家", "part of a name, or a code; Enter opens the first"))), found, page);
    searchSection.classList.add("searched");
    const code = decodeURIComponent(location.hash.slice(1));
    for (const kind of figures.kinds) if (code && kind.codes.slice(0, kind.rows).includes(code)) showCompany(kind, kind.codes.indexOf(code), true);
  }

  function problems() {
    if (!figures.problems) return;
    const names = say(["文件", "行", "列", "原值", "问题"], ["file", "line", "column", "cell", "problem"]);
    const columns = names.map((name, i) => ({ name, text: (row) => row.cells[i] || "", ...(i === 1 ? { number: true, class: "number", sort: (row) => Number(row.cells[1]) } : {}), ...(i === 4 ? { class: "long" } : {}) }));
    const left = figures.problems - figures.problemRows.length;
    section("problems", say("数据问题", "Data problems"), ...grid(columns, figures.problemRows.map((cells) => ({ cells })), say("数据问题", "data problems")),
      left > 0 ? h("p", {}, say(`另有 ${grouped(left)} 处没有列出，全部见 huiqi run 的 problems.csv。`, `${grouped(left)} more are in the problems.csv of huiqi run.`)) : null);
  }

  function record() {
    const table = (names, rows) => h("div", { class: "wide" }, h("table", {}, h("thead", {}, h("tr", {}, names.map((name) => h("th", { scope: "col" }, name)))), h("tbody", {}, rows)));
    section("record", say("运行记录", "Record"),
      h("p", {}, say(`程序 huiqi ${figures.version}；${figures.year} 年度，基准日 ${figures.on}；测算时间 ${figures.time}。用同样的程序、脚本和数据可以得到同样的结果。`,
                     `huiqi ${figures.version}; year ${figures.year}, judged on ${figures.on}; run at ${figures.time}. The same program, scripts and data give the same results.`)),
      table(say(["用途", "文件", "SHA-256"], ["role", "file", "SHA-256"]),
        figures.files.map((file) => h("tr", {}, h("td", { class: "short" }, file.role), h("td", {}, file.path), h("td", { class: "hash" }, file.sha256)))),
      figures.parameters.length ? h("h3", {}, say("参数", "Parameters")) : null,
      figures.parameters.length ? table(say(["政策", "参数", "取值"], ["policy", "parameter", "value"]),
        figures.parameters.map((parameter) => h("tr", {}, h("td", { class: "short" }, parameter.policy), h("td", {}, parameter.name), h("td", {}, parameter.value || say("没有值", "none"))))) : null);
    document.getElementById("foot").append(say("金额以整分计算；“待核实”是数据不全，不是不符合。", "Amounts are computed in whole fen; open means that data are missing, not that conditions fail."));
  }

  async function draw() {
    await readKinds();
    document.getElementById("old").remove();
    head();
    overview();
    measureTable();
    money();
    targetTable();
    lists();
    companies();
    problems();
    record();
  }
  draw();
})();

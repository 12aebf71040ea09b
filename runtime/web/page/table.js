// Tables. A short one holds its rows; a long one asks the engine for 200 at a time and has only those in view in the document.
// A column: { name, text(row), cell(row), number, class, long, sort(row) }; one of amounts has amounts(row), all of them in fen, and
// text(row, money) in the unit that fits them all, which stands in its heading.
import { h, refill } from "./dom.js";
import { columnOf, grouped } from "./money.js";
import { t } from "./words.js";

function columnsOver(columns, rows) {
  return columns.map((column) => {
    if (!column.amounts) return column;
    const money = columnOf(rows.flatMap(column.amounts));
    return { ...column, name: t`${column.name}（${money.unit}）`, text: (row) => column.text(row, money) };
  });
}

// Rows that are here: filtered by what is typed, sorted by a heading, 100 to begin with.
export function grid(declared, rows, label) {
  const STEP = 100,
    columns = columnsOver(declared, rows);
  let shown = STEP,
    by = -1,
    down = false,
    found = rows;
  const body = h("tbody"),
    count = h("span", { role: "status", class: "soft" }),
    search = h("input", { type: "search", placeholder: t`在表中查找`, "aria-label": t`在表中查找`, input: filter });
  const more = h("button", { type: "button", click: () => ((shown += STEP * 5), fill()) }, t`显示更多`);
  const heads = columns.map((column, i) =>
    h("th", { class: column.number && "number" }, h("button", { type: "button", click: () => sort(i) }, column.name)),
  );
  function filter() {
    const sought = search.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    found = rows.filter((row) =>
      sought.every((word) => columns.some((column) => String(column.text(row)).toLowerCase().includes(word))),
    );
    order();
    shown = STEP;
    fill();
  }
  function order() {
    if (by < 0) return;
    const key = columns[by].sort || columns[by].text,
      sign = down ? -1 : 1;
    found = [...found].sort((a, b) => {
      const x = key(a),
        y = key(b);
      return sign * (typeof x === "number" && typeof y === "number" ? x - y : String(x).localeCompare(String(y), "zh-CN"));
    });
  }
  function sort(i) {
    down = by === i && !down;
    by = i;
    heads.forEach((head, k) =>
      k === i ? head.setAttribute("aria-sort", down ? "descending" : "ascending") : head.removeAttribute("aria-sort"),
    );
    order();
    fill();
  }
  function fill() {
    refill(
      body,
      found.slice(0, shown).map((row) =>
        h(
          "tr",
          {},
          columns.map((column) =>
            h("td", { class: column.number ? "number" : column.class }, column.cell ? column.cell(row) : column.text(row)),
          ),
        ),
      ),
    );
    count.textContent =
      found.length > shown ? t`共 ${grouped(found.length)} 行，显示前 ${shown} 行` : t`共 ${grouped(found.length)} 行`;
    more.hidden = shown >= found.length;
  }
  fill();
  return h(
    "div",
    {},
    rows.length > 20 ? h("div", { class: "tools" }, search, count) : null,
    h(
      "div",
      { class: "wide", tabindex: 0, role: "region", "aria-label": label },
      h("table", {}, h("thead", {}, h("tr", {}, heads)), body),
    ),
    more,
  );
}

// Rows that the engine has. `ask(query)`: { total, rows } for { from, count, sort, down, find }; a column has `key` where it can be
// sorted by. The row that is chosen stays by its code when all is judged again.
export function engineGrid({ label, empty, columns: declared, ask, open, told }) {
  const HEIGHT = 21,
    PAGE = 200,
    OVER = 20;
  const order = { sort: "", down: false };
  let columns = columnsOver(declared, []),
    pages = new Map(),
    total = 0,
    turn = 0,
    active = 0,
    code = null,
    picked = null;
  const names = declared.map((column, i) =>
    column.key ? h("button", { type: "button", tabindex: -1, click: () => sort(declared[i]) }) : h("span"),
  );
  const heads = declared.map((column, i) =>
    h("div", { role: "columnheader", class: column.class, style: `width:${column.width}` }, names[i]),
  );
  // In units that fit the rows that are here.
  function fit() {
    columns = columnsOver(declared, [...pages.values()].flat().filter(Boolean));
    columns.forEach((column, i) => (names[i].textContent = column.name));
  }
  fit();
  const rows = h("div", { class: "gridrows", role: "presentation" }),
    tall = h("div", { class: "gridtall", role: "presentation" }, rows);
  const box = h("div", { class: "gridbox", role: "rowgroup", tabindex: 0, scroll: paint }, tall);
  const table = h(
    "div",
    { class: "grid", role: "grid", "aria-label": label, keydown: keys },
    h("div", { class: "gridhead", role: "rowgroup" }, h("div", { role: "row", class: "gridrow" }, heads)),
    box,
  );
  const search = h("input", {
    type: "search",
    placeholder: t`在全部行中查找（Ctrl+F）`,
    "aria-label": t`在全部行中查找`,
    input: () => reset(),
  });
  const count = h("span", { role: "status", class: "soft" }),
    detail = h("p", { class: "detail", "aria-live": "polite" });
  const asked = (from, count) => ask({ ...order, find: search.value, from, count });
  const row = (at) => pages.get(Math.floor(at / PAGE))?.[at % PAGE];
  async function load(page) {
    if (pages.has(page)) return;
    const mine = turn;
    pages.set(page, undefined);
    const answer = await asked(page * PAGE, PAGE).catch((error) =>
      error.code === undefined ? null : { total: 0, rows: [], error: error.message },
    );
    if (mine !== turn || !answer) return;
    pages.set(page, answer.rows);
    if (told && page === 0) told(answer);
    total = answer.total;
    fit();
    count.textContent = answer.error || (total ? t`共 ${grouped(total)} 行` : empty);
    table.setAttribute("aria-rowcount", String(total + 1));
    if (code !== null && page === 0) {
      const at = answer.rows.findIndex((one) => one.code === code);
      if (at >= 0) active = at;
    }
    paint();
  }
  // The same rows judged anew stay where they are; another order or filter begins at the top.
  function reset(keep) {
    turn++;
    pages = new Map();
    if (!keep) {
      box.scrollTop = active = 0;
      picked = null;
    }
    const first = Math.floor(box.scrollTop / HEIGHT / PAGE);
    load(0).then(() => first && load(first));
  }
  function sort(column) {
    order.down = order.sort === column.key ? !order.down : Boolean(column.number);
    order.sort = column.key;
    declared.forEach((one, i) =>
      one === column
        ? heads[i].setAttribute("aria-sort", order.down ? "descending" : "ascending")
        : heads[i].removeAttribute("aria-sort"),
    );
    reset();
  }
  function paint() {
    tall.style.height = total * HEIGHT + "px";
    const from = Math.max(0, Math.floor(box.scrollTop / HEIGHT) - OVER),
      to = Math.min(total, Math.ceil((box.scrollTop + box.clientHeight) / HEIGHT) + OVER);
    rows.style.transform = `translateY(${from * HEIGHT}px)`;
    const made = [];
    for (let at = from; at < to; at++) {
      const one = row(at);
      if (!one && !pages.has(Math.floor(at / PAGE))) load(Math.floor(at / PAGE));
      const chosen = at === active,
        marked = picked && at >= Math.min(...picked) && at <= Math.max(...picked);
      made.push(
        h(
          "div",
          {
            role: "row",
            class: "gridrow" + (chosen ? " active" : "") + (marked ? " marked" : ""),
            "aria-rowindex": String(at + 2),
            "aria-selected": String(chosen || Boolean(marked)),
            id: chosen ? "active row" : undefined,
            mousedown: (event) => choose(at, event.shiftKey),
            dblclick: () => one && open(one),
          },
          columns.map((column) =>
            h(
              "div",
              {
                role: "gridcell",
                class: column.class,
                style: `width:${column.width}`,
                title: one && column.long ? column.text(one) : undefined,
              },
              one ? (column.cell ? column.cell(one) : column.text(one)) : "",
            ),
          ),
        ),
      );
    }
    refill(rows, made);
    const one = row(active);
    detail.textContent = one ? columns.find((column) => column.long)?.text(one) || "" : "";
  }
  function choose(at, extend) {
    if (!total) return;
    at = Math.max(0, Math.min(total - 1, at));
    picked = extend ? [picked ? picked[0] : active, at] : null;
    active = at;
    code = row(at)?.code ?? null;
    if (at * HEIGHT < box.scrollTop) box.scrollTop = at * HEIGHT;
    if ((at + 1) * HEIGHT > box.scrollTop + box.clientHeight) box.scrollTop = (at + 1) * HEIGHT - box.clientHeight;
    paint();
  }
  function keys(event) {
    if (event.isComposing) return;
    const page = Math.max(1, Math.floor(box.clientHeight / HEIGHT) - 1),
      control = event.ctrlKey || event.metaKey;
    const to = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + page,
      PageUp: active - page,
      Home: 0,
      End: total - 1,
    }[event.key];
    if (to !== undefined) choose(to, event.shiftKey);
    else if (event.key === "Enter" && row(active)) open(row(active));
    else if (control && event.key.toLowerCase() === "f") search.focus();
    else if (control && event.key.toLowerCase() === "c") copy();
    else return;
    event.preventDefault();
  }
  // As cells: numbers bare, the unit in the heading.
  async function copy() {
    const [from, to] = picked ? [Math.min(...picked), Math.max(...picked)] : [active, active];
    const answer = await asked(from, to - from + 1),
      shown = columnsOver(declared, answer.rows);
    const cell = (text) => text.replace(/,(?=\d{3})/g, "").replace(/[\t\r\n]/g, " ");
    const lines = answer.rows.map((one) => shown.map((column) => cell(String(column.text(one)))));
    const all = [shown.map((column) => column.name), ...lines];
    await navigator.clipboard.writeText(all.map((cells) => cells.join("\t")).join("\r\n")).catch(() => {});
  }
  // All rows that fit, for paper.
  async function whole() {
    const answer = await asked(0, 20000),
      shown = columnsOver(declared, answer.rows);
    const head = shown.map((column) => h("th", { class: column.class }, column.name));
    const line = (one) =>
      h(
        "tr",
        {},
        shown.map((column) => h("td", { class: column.long ? "long" : column.class }, column.text(one))),
      );
    return h("table", {}, h("thead", {}, h("tr", {}, head)), h("tbody", {}, answer.rows.map(line)));
  }
  new ResizeObserver(paint).observe(box);
  return {
    whole,
    element: h("div", { class: "gridwhole" }, h("div", { class: "tools" }, search, count), table, detail),
    reset,
    search,
  };
}

// The figures of a summary as they are drawn in several places: totals with their bars, and the table of measures.
import { button, h, soft } from "./dom.js";
import { withoutDesk } from "./engine.js";
import { columnOf, grouped, isOpen } from "./money.js";
import { listFile, shownSummary, state } from "./state.js";
import { t } from "./words.js";

function bar(name, sum, most, kind, note) {
  const width = (fen) => `width:${most ? Math.max(0, Math.min(100, (100 * fen) / most)) : 0}%`;
  const open = (sum.most ?? sum.least) - sum.sure;
  return h(
    "div",
    { class: "bars" },
    h("span", {}, name),
    h("span", { class: "bar2 " + kind }, h("i", { style: width(sum.sure) }), h("s", { style: width(open) })),
    h("span", { class: "soft" }, note),
  );
}

export function totals() {
  const summary = shownSummary();
  if (!summary?.total) return soft(state.problem || (listFile() ? "—" : t`还没有名单：可先用样例，也可下载填报模板`));
  const { total, change: moved } = summary,
    money = columnOf([total.sure, total.least, total.most, moved?.sure, moved?.most]);
  const before = moved && {
    sure: total.sure - moved.sure,
    least: total.least - moved.least,
    most: total.most === null || moved.most === null ? null : total.most - moved.most,
  };
  const most = Math.max(total.most ?? total.least, before ? (before.most ?? before.least) : 0) * 1.03;
  const range = isOpen(total) ? h("span", {}, t`　至少 – 至多 ${money.sum(total)}`) : null;
  const atMost = moved && moved.most !== null && moved.most !== moved.sure ? t`　至多 ${money.change(moved.most) || "0"}` : "";
  const against =
    moved && (moved.sure || moved.least || moved.most)
      ? h("span", { class: "moved" }, t`　比已保存 ${money.change(moved.sure) || "0"}`, atMost)
      : null;
  const was =
    before &&
    t`已定 ${money.text(before.sure)}` + (isOpen(before) && before.most !== null ? t`，至多 ${money.text(before.most)}` : "");
  return [
    h("div", { class: "totals" }, h("b", {}, money.text(total.sure)), " ", t`${money.unit}已定`, range, against),
    isOpen(total) || before ? bar(t`现在`, total, most, "now", "") : null,
    before ? bar(t`已保存`, before, most, "saved", was) : null,
  ];
}

// `open(id)`: a measure was chosen.
export function measureTable(open) {
  const summary = shownSummary();
  if (!summary?.total) return null;
  const judged = summary.measures.filter((one) => one.yes !== undefined && one.kind !== "准则");
  const ends = (sum) => (sum ? [sum.sure, sum.least, sum.most] : []);
  const money = columnOf([
    ...judged.flatMap((one) => [...ends(one.sum), one.change?.sure]),
    ...ends(summary.total),
    summary.change?.sure,
  ]);
  const heads = [t`编号`, t`措施`, t`符合`, t`待核实`, t`已定`, t`至少 – 至多`, t`增减`];
  const number = (text, more = "") => h("td", { class: "number " + more }, text);
  const rows = judged.map((one) => {
    const pays = one.sum && (one.sum.sure || one.sum.most === null || one.sum.most),
      count = one.yes_change;
    const counted = count ? h("small", { class: "moved" }, ` ${count > 0 ? "+" : "−"}${Math.abs(count)}`) : null;
    return h(
      "tr",
      { class: one.change?.sure || count ? "touched" : undefined },
      h("td", {}, one.id),
      h(
        "td",
        { class: "name" },
        button(one.name, () => open(one.id), { title: one.name }),
      ),
      number([grouped(one.yes), counted]),
      number(one.open ? grouped(one.open) : "", "open"),
      number(pays ? money.text(one.sum.sure) : "—"),
      number(pays && isOpen(one.sum) ? money.sum(one.sum) : ""),
      number(money.change(one.change?.sure), "moved"),
    );
  });
  const { total } = summary;
  const foot = h(
    "tr",
    { class: "sum" },
    h("td"),
    h("td", { title: t`互斥的措施同一企业只计一次` }, t`合计`),
    h("td"),
    h("td"),
    number(money.text(total.sure)),
    number(isOpen(total) ? money.sum(total) : ""),
    number(money.change(summary.change?.sure), "moved"),
  );
  return h(
    "table",
    { class: "measures" },
    h("caption", {}, t`金额单位：${money.unit}`),
    h(
      "thead",
      {},
      h(
        "tr",
        {},
        heads.map((name, i) => h("th", { class: i > 1 ? "number" : undefined }, name)),
      ),
    ),
    h("tbody", {}, rows),
    h("tfoot", {}, foot),
  );
}

// As the page says it: there is no command line here.
export const saidHere = (text) =>
  withoutDesk(text)
    .replace("--history", "“历史”")
    .replace(/（--with [^）]*）/, "");

// What stands above what is printed: of which policy, year, list, and text it is. run.json has the same fingerprint.
export function printedHead(what) {
  const { title, status, year, on, sha256 } = shownSummary();
  const of = t`${year} 年度，基准日 ${on}　`,
    print = sha256 ? t`　指纹 ${sha256.slice(0, 12)}` : "";
  return [
    h("h1", {}, title, status ? h("span", { class: "stamp" }, status) : null),
    h("p", {}, `${what}　`, of, listFile()?.name || "", print),
  ];
}

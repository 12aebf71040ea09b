// The figures of a summary as they are drawn in several places: totals with their bars, and the table of measures.
import { button, h, soft } from "./dom.js";
import { change, grouped, isOpen, placesOf, sumOf, wan } from "./money.js";
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
    places = placesOf([total.sure, total.least, total.most]);
  const before = moved && {
    sure: total.sure - moved.sure,
    least: total.least - moved.least,
    most: total.most === null || moved.most === null ? null : total.most - moved.most,
  };
  const most = Math.max(total.most ?? total.least, before ? (before.most ?? before.least) : 0) * 1.03;
  const range = isOpen(total) ? h("span", {}, t`　至少 – 至多 ${sumOf(total, places)}`) : null;
  const atMost = moved && moved.most !== null && moved.most !== moved.sure ? t`　至多 ${change(moved.most) || "0"}` : "";
  const against =
    moved && (moved.sure || moved.least || moved.most)
      ? h("span", { class: "moved" }, t`　比已保存 ${change(moved.sure) || "0"}`, atMost)
      : null;
  const was =
    before && t`已定 ${wan(before.sure)}` + (isOpen(before) && before.most !== null ? t`，至多 ${wan(before.most)}` : "");
  return [
    h("div", { class: "totals" }, h("b", {}, wan(total.sure, places)), " ", t`万元已定`, range, against),
    isOpen(total) || before ? bar(t`现在`, total, most, "now", "") : null,
    before ? bar(t`已保存`, before, most, "saved", was) : null,
  ];
}

// `open(id)`: a measure was chosen.
export function measureTable(open) {
  const summary = shownSummary();
  if (!summary?.total) return null;
  const judged = summary.measures.filter((one) => one.yes !== undefined && one.kind !== "准则");
  const places = placesOf(judged.flatMap((one) => (one.sum ? [one.sum.sure, one.sum.least, one.sum.most] : [])));
  const moves = placesOf(judged.map((one) => one.change?.sure));
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
      number(pays ? wan(one.sum.sure, places) : "—"),
      number(pays && isOpen(one.sum) ? sumOf(one.sum, places) : ""),
      number(change(one.change?.sure, moves), "moved"),
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
    number(wan(total.sure, places)),
    number(isOpen(total) ? sumOf(total, places) : ""),
    number(change(summary.change?.sure), "moved"),
  );
  return h(
    "table",
    { class: "measures" },
    h("caption", {}, t`金额单位：万元`),
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
  text
    .replaceAll("/desk/", "")
    .replace("--history", "“历史”")
    .replace(/（--with [^）]*）/, "");

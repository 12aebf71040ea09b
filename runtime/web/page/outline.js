// 条款: the script by clause; those of 条款目录 that are not written yet stand in grey.
import { button, h, refill } from "./dom.js";
import { jump, text } from "./editor.js";
import { addClause } from "./patterns.js";
import { catalogue, declared } from "./script_text.js";
import { state } from "./state.js";
import { positionOf } from "./text_places.js";
import { t } from "./words.js";

export const outline = h("aside", { "aria-label": t`条款` });
const FOLD = 4; // so many of a kind in one clause stand in one line
const opened = new Set();
let shown = "";
const toMeasure = ({ id, name }) => {
  const { line } = declared(text()).find((one) => one.id === id && one.name === name) || {};
  if (line !== undefined) jump({ line, character: 0 });
};
const PARAMETER = /^[ \t]*参数\s*"/gm;
const toParameters = () => jump(positionOf(text(), text().search(PARAMETER)));

export function drawOutline() {
  const script = text(),
    measures = declared(script),
    listed = catalogue(script),
    groups = new Map();
  const changed = new Set((state.difference?.rules || []).map((rule) => rule.id || rule.name));
  for (const measure of measures)
    for (const clause of measure.clause.split("、")) groups.set(clause, [...(groups.get(clause) || []), measure]);
  const moves = (state.difference?.rules || []).some((rule) => /参数|parameter/i.test(rule.what));
  const key = JSON.stringify([
    measures.map(({ line, ...one }) => one),
    listed,
    [...changed],
    [...opened],
    moves,
    script.match(PARAMETER)?.length,
  ]);
  if (key === shown) return;
  shown = key;
  const known = listed.map((one) => one.clause),
    order = [...known, ...[...groups.keys()].filter((clause) => !known.includes(clause))];
  const missing = listed.filter((one) => !groups.has(one.clause));
  const moved = (yes) => (yes ? h("b", { title: t`有改动` }, " ●") : null);
  const line = (name, what, changed, click, more) => button([h("i", {}, name), h("span", {}, what), moved(changed)], click, more);

  const clause = (name) => {
    if (!groups.has(name)) {
      const { kinds } = listed.find((one) => one.clause === name);
      return line(name, t`未写` + (kinds ? "：" + kinds : ""), false, () => addClause(name), {
        class: "clause unwritten",
      });
    }
    const own = groups.get(name),
      rows = [];
    for (const kind of new Set(own.map((one) => one.kind))) {
      const same = own.filter((one) => one.kind === kind),
        key = name + kind;
      if (same.length < FOLD || opened.has(key)) rows.push(...same);
      else rows.push({ name: t`${kind} ${same.length} 项`, of: same, key });
    }
    return rows.map((row, i) =>
      row.of
        ? line(
            i ? "" : name,
            row.name,
            row.of.some((one) => changed.has(one.id)),
            () => (opened.add(row.key), drawOutline()),
            { class: "clause", "aria-expanded": "false" },
          )
        : line(i ? "" : name, row.name, changed.has(row.id), () => toMeasure(row), {
            class: "clause",
          }),
    );
  };
  const parameters = script.match(PARAMETER) || [];
  refill(
    outline,
    h("h2", {}, t`条款`),
    parameters.length ? line(t`参数`, String(parameters.length), moves, toParameters) : null,
    order.map(clause),
    listed.length
      ? h(
          "p",
          { class: "soft" },
          missing.length ? t`${listed.length} 条，${missing.length} 条未写` : t`${listed.length} 条全部写到`,
        )
      : null,
  );
}

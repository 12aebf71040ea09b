// Parameters as a form. A row for each, made once, so that what is being typed or held is never taken from under the hand. What is
// set is written into the script; while a slider moves it counts for the question alone.
import { h, refill } from "./dom.js";
import { replace, text } from "./editor.js";
import { touch } from "./judge.js";
import { grouped } from "./money.js";
import { shownSummary, state } from "./state.js";
import { offsetOf, positionOf } from "./text_places.js";
import { t } from "./words.js";

const rows = h("div", { class: "parameters" }),
  rowOf = new Map(); // name -> { label, update }
const away = h("p", { class: "rest soft" });
let folded = true;
const fold = h("button", { type: "button", class: "link", click: () => showAll(folded) });
function showAll(yes) {
  folded = !yes;
  drawParameters();
}
const headline = h("h2", {}, t`参数`, h("small", {}, " ", t`改数或拖动，脚本同时改`), fold);
export const parametersBox = h("div", { hidden: true }, headline, rows, away);

export function writeParameter(name, written) {
  const parameter = shownSummary()?.parameters.find((one) => one.name === name);
  state.settings.delete(name);
  if (!parameter || !written || (written === parameter.value && !parameter.given)) return touch();
  const range = rangeOf(parameter),
    literal = range && literalOf(written, parameter.written);
  if (literal) return replace([{ range, newText: literal }], { focus: false });
  state.settings.set(name, written);
  touch();
}
// Where its value stands now: the text may have moved since it was judged. NULL: not to be found again.
function rangeOf({ name, range, written }) {
  const script = text();
  if (!range) return null;
  if (script.slice(offsetOf(script, range.start), offsetOf(script, range.end)) === written) return range;
  const escaped = name.replace(/[^\w\u4e00-\u9fff]/g, "\\$&"),
    declared = script.search(new RegExp(`参数\\s*"${escaped}"`));
  const at = declared < 0 ? -1 : script.indexOf(written, declared);
  if (at < 0 || script.slice(declared, at).includes("}")) return null;
  return { start: positionOf(script, at), end: positionOf(script, at + written.length) };
}
// 12万元 as the script writes it: 万元(12). NULL: not so plain; then it counts without being written.
function literalOf(given, before) {
  const match = given.replace(/[,，\s]/g, "").match(/^(-?\d+(?:\.\d+)?)(亿元|万元|元|%|个百分点)?$/);
  const called = before.match(/^([^\s("{]+)\s*\(/);
  if (given === "是" || given === "否") return given === "是" ? "true" : "false";
  if (!match) return /^\d{4}-\d{2}-\d{2}$/.test(given) ? before.replace(/"[^"]*"/, `"${given}"`) : null;
  const unit = match[2] === "%" ? "百分之" : match[2] || called?.[1] || "";
  return unit ? `${unit}(${match[1]})` : match[1];
}

const figureOf = (value) => Number((value.match(/^[\d,.]+/) || ["0"])[0].replace(/,/g, ""));
function slider(name, input, value) {
  const [, figure, unit] = value.match(/^([\d,]+(?:\.\d+)?)(\D*)$/) || [],
    whole = figure && figureOf(figure);
  if (!whole) return null;
  const moved = () => {
    input.value = grouped(Number(slide.value)) + unit;
    state.settings.set(name, input.value);
    touch();
  };
  const steps = { min: 0, max: whole * 2, step: whole >= 10 ? 1 : whole / 10 };
  const slide = h("input", {
    type: "range",
    ...steps,
    "aria-label": t`${name}（滑动）`,
    input: moved,
    change: () => writeParameter(name, input.value),
  });
  return slide;
}
function rowFor({ name, value }) {
  const input = h("input", { "aria-label": name, change: () => writeParameter(name, input.value.trim()) });
  const slide = slider(name, input, value),
    was = h("span", { class: "soft" });
  const label = h("label", {}, h("span", { title: name }, name), input, slide || h("span"), was);
  const update = (now) => {
    const held = document.activeElement,
      moved = now.was !== undefined;
    label.className = moved ? "changed" : "";
    was.textContent = moved ? t`原 ${now.was}` : "";
    if (held !== input) input.value = now.value;
    if (slide && held !== slide) slide.value = figureOf(now.value);
  };
  return { label, update };
}

export function drawParameters() {
  const all = shownSummary()?.parameters || [],
    key = state.script + "\n" + all.map((one) => one.name).join("\n");
  parametersBox.hidden = !all.length;
  if (rows.dataset.key !== key) {
    rows.dataset.key = key;
    rowOf.clear();
    folded = true;
    for (const one of all) rowOf.set(one.name, rowFor(one));
    refill(
      rows,
      [...rowOf.values()].map(({ label }) => label),
    );
  }
  const first = innerHeight < 700 ? 1 : 6,
    hidden = [];
  all.forEach((one, i) => {
    const { label, update } = rowOf.get(one.name);
    update(one);
    label.hidden = folded && one.was === undefined && i >= first && !label.contains(document.activeElement);
    if (label.hidden) hidden.push(`${one.name} ${one.value}`);
  });
  fold.hidden = all.length <= first;
  fold.textContent = folded ? t`全部 ${all.length} 个` : t`少看几个`;
  away.hidden = !hidden.length;
  away.textContent = away.title = hidden.join("　");
}

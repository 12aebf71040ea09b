// Keys, where nothing nearer takes them. None acts while an input method composes.
import { resetWhatIf, search } from "./company.js";
import { $ } from "./dom.js";
import * as editor from "./editor.js";
import { isRunning } from "./engine.js";
import { saveAll } from "./files.js";
import { stop } from "./judge.js";
import { TABS, go, openMeasure } from "./navigate.js";
import { outline } from "./outline.js";
import { addClause, closeMenu } from "./patterns.js";
import { findInRows, printRows, resultsView } from "./results.js";
import { closeOver, compare, tellWord, visitFinding } from "./rules.js";
import { measureAt } from "./script_text.js";
import { shownSummary, state } from "./state.js";

// F6: the areas of a view, in turn.
const AREAS = "nav, aside, .editor, .effect, .resultsleft, .resultsright, .hits, .dossier, .whatif, .page",
  areaOf = (element) => element?.closest(AREAS) || element;
function nextArea(step) {
  const stops = $("view").querySelectorAll(
    "aside button:first-of-type, .cm-content, .effect button, .gridbox, .dossier, .whatif input, .page button",
  );
  const shown = [document.querySelector("nav [aria-selected=true]"), ...stops].filter((one) => one && one.offsetParent !== null);
  const firsts = shown.filter((one, i) => shown.findIndex((other) => areaOf(other) === areaOf(one)) === i);
  const at = firsts.findIndex((one) => areaOf(one) === areaOf(document.activeElement));
  firsts[(at + step + firsts.length) % firsts.length]?.focus();
}
function focusView() {
  const to = { rules: editor.view, results: resultsView.querySelector(".gridbox"), company: search }[state.tab] || $("view");
  to.focus();
}
function openAtCursor() {
  const one = measureAt(editor.text(), editor.cursor().line);
  if (one?.id) openMeasure(one.id);
}
const step = (event) => (event.shiftKey ? -1 : 1);
// By what is written here: Ctrl+ is also ⌘.
const SHORTCUTS = {
  "Ctrl+k": () => (search.focus(), search.select()),
  "Ctrl+s": saveAll,
  "Ctrl+d": compare,
  "Ctrl+`": () => go("prompt"),
  F8: (event) => visitFinding(step(event)),
  F6: (event) => nextArea(step(event)),
};
const IN_RULES = {
  "Ctrl+ ": editor.complete,
  "Ctrl+.": editor.mend,
  "Ctrl+Enter": openAtCursor,
  "Ctrl+Shift+o": () => outline.querySelector("button")?.focus(),
  "Alt+=": () => addClause(),
  "Alt++": () => addClause(),
  F1: tellWord,
  "Alt+.": editor.toDefinition,
  "Alt+Shift+f": editor.format,
};
const IN_RESULTS = { "Ctrl+p": () => shownSummary()?.total && printRows(), "Ctrl+f": findInRows };
function nameOf(event) {
  const key = event.code === "Space" ? " " : event.key.length === 1 ? event.key.toLowerCase() : event.key,
    letters = /^[a-zF]/.test(key);
  return (
    (event.ctrlKey || event.metaKey ? "Ctrl+" : "") +
    (event.altKey ? "Alt+" : "") +
    (event.shiftKey && letters && !/^F\d/.test(key) ? "Shift+" : "") +
    key
  );
}
addEventListener(
  "keydown",
  (event) => {
    if (event.isComposing || editor.isComposing() || document.querySelector("dialog[open]")) return;
    const name = nameOf(event),
      tab = name.match(/^Alt\+([1-6])$/);
    const act = SHORTCUTS[name] || { rules: IN_RULES, results: IN_RESULTS }[state.tab]?.[name];
    if (tab) (go(Object.keys(TABS)[Number(tab[1]) - 1]), focusView());
    else if (act) act(event);
    else return;
    event.preventDefault();
    event.stopPropagation();
  },
  { capture: true },
);
// Esc, where nothing nearer took it: close, stop, reset.
addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || event.isComposing) return;
  if (closeMenu()) editor.view.focus();
  else if (state.working || isRunning()) stop();
  else if (state.tab === "rules" ? !closeOver() : state.tab !== "company" || !resetWhatIf()) return;
  event.preventDefault();
});

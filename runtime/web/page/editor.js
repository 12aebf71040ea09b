// The editor is CodeMirror's; what is known of the text comes from the `words` server. Nothing in it changes while an input method
// composes: colours, findings and figures wait for its end.
import { autocompletion, completionKeymap, snippet, startCompletion } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { setDiagnostics } from "@codemirror/lint";
import { Chunk, goToNextChunk, unifiedMergeView } from "@codemirror/merge";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { Compartment, EditorState, RangeSet, StateEffect, StateField, Text } from "@codemirror/state";
import {
  Decoration,
  EditorView,
  GutterMarker,
  ViewPlugin,
  WidgetType,
  gutterLineClass,
  hoverTooltip,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { h } from "./dom.js";
import { words } from "./engine.js";
import { edited } from "./files.js";
import { showWords } from "./judge.js";
import { current, errors, on, state, tell } from "./state.js";
import { english, t } from "./words.js";

// Colours
const KINDS = "政策|奖励|清单|支持|券|目标|酌定|准则|追回|条文|参数|断言|表|对象|预算|总限|引用|条件";
const TOKENS = new RegExp(
  `(--.*$)|("(?:[^"\\\\\\n]|\\\\.)*")|(?<![\\w.\\u4e00-\\u9fff])(${KINDS})(?=\\s*["{(=])|(?<![\\w.\\u4e00-\\u9fff])(\\d[\\d.]*)`,
  "gm",
);
const MARKS = ["comment", "string", "keyword", "figure"].map((name) => Decoration.mark({ class: name }));
function coloursOf(view) {
  const found = [];
  for (const { from, to } of view.visibleRanges) {
    const start = view.state.doc.lineAt(from).from;
    for (const match of view.state.sliceDoc(start, to).matchAll(TOKENS)) {
      const mark = MARKS[[1, 2, 3, 4].findIndex((group) => match[group] !== undefined)];
      found.push(mark.range(start + match.index, start + match.index + match[0].length));
    }
  }
  return Decoration.set(found);
}
const colours = ViewPlugin.fromClass(
  class {
    constructor(view) {
      this.decorations = coloursOf(view);
    }
    update(update) {
      if (composing) this.decorations = this.decorations.map(update.changes);
      else if (
        update.docChanged ||
        update.viewportChanged ||
        update.transactions.some((one) => one.effects.some((effect) => effect.is(composed)))
      )
        this.decorations = coloursOf(update.view);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

// Figures above measures and behind parameters: { line (from 0), above, key, element() }. A blank line above a measure takes them;
// without one they have a line of their own.
const composed = StateEffect.define(),
  figuresSet = StateEffect.define(),
  marksSet = StateEffect.define();
class Figures extends WidgetType {
  constructor(figure) {
    super();
    this.figure = figure;
  }
  eq(other) {
    return other.figure.key === this.figure.key;
  }
  toDOM() {
    return this.figure.element();
  }
  ignoreEvent() {
    return true;
  }
}
function figureAt(doc, figure) {
  const line = doc.line(Math.min(doc.lines, figure.line + 1)),
    before = line.number > 1 ? doc.line(line.number - 1) : null;
  const widget = new Figures(figure);
  if (!figure.above) return Decoration.widget({ widget, side: 1 }).range(line.to);
  return before && !before.text.trim()
    ? Decoration.widget({ widget, side: 1 }).range(before.to)
    : Decoration.widget({ widget, side: -1, block: true }).range(line.from);
}
const decorated = (effect, facet, make) =>
  StateField.define({
    create: () => RangeSet.empty,
    update(ranges, transaction) {
      ranges = ranges.map(transaction.changes);
      for (const one of transaction.effects) if (one.is(effect)) ranges = make(transaction.state.doc, one.value);
      return ranges;
    },
    provide: (field) => facet.from(field),
  });
const figuresField = decorated(figuresSet, EditorView.decorations, (doc, figures) =>
  Decoration.set(
    figures.map((one) => figureAt(doc, one)),
    true,
  ),
);
class LineMark extends GutterMarker {
  constructor(name) {
    super();
    this.elementClass = name;
  }
}
const LINE_MARKS = { error: new LineMark("error"), advice: new LineMark("advice"), moved: new LineMark("moved") };
const marksField = decorated(marksSet, gutterLineClass, (doc, marks) =>
  RangeSet.of(
    [...marks].filter(([line]) => line < doc.lines).map(([line, kind]) => LINE_MARKS[kind].range(doc.line(line + 1).from)),
    true,
  ),
);

// What may be written here: what begins with what has been typed of it comes first, then what has it inside.
async function completions(context) {
  showWords();
  const items = await words
    .ask("textDocument/completion", { position: positionAt(context.state.doc, context.pos) })
    .catch(() => []);
  if (!items?.length || context.aborted) return null;
  const from = offsetAt(context.state.doc, items[0].textEdit.range.start),
    typed = context.state.sliceDoc(from, context.pos).replace(/^"/, "");
  // Unasked where something of a word stands, or a sign behind which one comes.
  if (!context.explicit && from === context.pos && !/[."{]$/.test(context.state.sliceDoc(Math.max(0, from - 1), from)))
    return null;
  const rank = (item) => (item.label.startsWith(typed) ? 0 : 1);
  const fitting = items.filter((item) => item.label.includes(typed)).sort((a, b) => rank(a) - rank(b));
  const told = (item) => (item.documentation?.value || item.documentation || "").toString();
  return {
    from,
    filter: false,
    options: fitting.slice(0, 40).map((item) => ({
      label: item.label,
      detail: (item.detail || told(item).split("\n")[0]).slice(0, 40),
      apply: item.textEdit.newText,
    })),
  };
}
const hoverText = async (position) =>
  showWords() && (await words.ask("textDocument/hover", { position }).catch(() => null))?.contents?.value;
// The server's Markdown has bold words and code, nothing else.
const help = (text) =>
  text.split(/```(?:lua)?\n?/).map((part, i) =>
    i % 2
      ? h("pre", {}, part.trimEnd())
      : part
          .split("\n")
          .filter((line) => line.trim())
          .map((line) =>
            h(
              "p",
              {},
              line.split("**").map((piece, k) => (k % 2 ? h("b", {}, piece) : piece)),
            ),
          ),
  );
const hovering = hoverTooltip(async (view, at) => {
  const text = composing ? null : await hoverText(positionAt(view.state.doc, at));
  if (!text) return null;
  return { pos: at, above: true, create: () => ({ dom: h("div", { class: "hover" }, help(text)) }) };
});

let composing = false,
  waiting = [];
const afterComposing = (work) => (composing ? waiting.push(work) : work());
export const isComposing = () => composing;
const methods = EditorView.domEventHandlers({
  compositionstart: () => {
    composing = true;
  },
  compositionend: () => {
    // Once the editor has taken what was composed.
    setTimeout(() => {
      composing = false;
      const owed = waiting;
      waiting = [];
      view.dispatch({ effects: composed.of(null) });
      edited(text());
      for (const work of owed) work();
    }, 60);
  },
});

const comparing = new Compartment();
const PHRASES = {
  Find: "查找",
  Replace: "替换为",
  next: "下一处",
  previous: "上一处",
  all: "全选",
  "match case": "区分大小写",
  regexp: "正则",
  "by word": "整词",
  replace: "替换",
  "replace all": "全部替换",
  close: "关闭",
  "current match": "当前",
  "on line": "行",
  "replaced $ matches": "替换了 $ 处",
  "replaced match on line $": "替换了第 $ 行的一处",
  "$ unchanged lines": "$ 行没有改",
  Completions: "可以写的",
  Diagnostics: "问题",
};
const extensions = [
  lineNumbers(),
  history(),
  search({ top: true }),
  highlightSelectionMatches(),
  colours,
  figuresField,
  marksField,
  hovering,
  methods,
  autocompletion({ override: [completions], icons: false }),
  comparing.of([]),
  EditorState.phrases.of(english ? {} : PHRASES),
  EditorView.contentAttributes.of({ "aria-label": t`脚本`, spellcheck: "false", autocapitalize: "off", tabindex: "0" }),
  keymap.of([...completionKeymap, indentWithTab, ...searchKeymap, ...historyKeymap, ...defaultKeymap]),
  EditorView.updateListener.of((update) => {
    if (update.docChanged && !composing) edited(text());
    if (update.docChanged || update.selectionSet) tell("cursor");
  }),
];
export const view = new EditorView({ state: EditorState.create({ extensions }) });
const kept = new Map(); // script -> its state, with what can be undone
let shown = null;
on("script", () => {
  if (shown) kept.set(shown, view.state);
  const file = current(),
    before = file && kept.get(file);
  shown = file || null;
  if (before?.doc.toString() === file?.text) view.setState(before);
  else view.setState(EditorState.create({ doc: file?.text || "", extensions }));
});

export const text = () => view.state.doc.toString();
const positionAt = (doc, at) => {
  const line = doc.lineAt(at);
  return { line: line.number - 1, character: at - line.from };
};
const offsetAt = (doc, { line, character }) => {
  const found = doc.line(Math.max(1, Math.min(doc.lines, line + 1)));
  return Math.min(found.to, found.from + character);
};
export const cursor = () => positionAt(view.state.doc, view.state.selection.main.head);

export function jump(position) {
  const at = offsetAt(view.state.doc, position);
  view.dispatch({
    selection: { anchor: at },
    effects: EditorView.scrollIntoView(at, { y: "nearest", yMargin: 60 }),
  });
  view.focus();
}
// Edits as the server has them: one step for undo.
export function replace(edits, { focus = true } = {}) {
  const { doc } = view.state;
  const changes = [...edits].map(({ range, newText }) => ({
    from: offsetAt(doc, range.start),
    to: offsetAt(doc, range.end),
    insert: newText,
  }));
  if (!changes.length) return;
  view.dispatch({
    changes,
    userEvent: "input",
    scrollIntoView: false,
    effects: EditorView.scrollIntoView(changes[0].from, { y: "nearest", yMargin: 60 }),
  });
  if (focus) view.focus();
}
export const replaceAll = (whole) =>
  view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: whole }, userEvent: "input" });
export const showFigures = (figures) => afterComposing(() => view.dispatch({ effects: figuresSet.of(figures) }));

// Findings: a wave under the words, the line's number marked; lines that are not as saved too.
const SEVERITY = { 1: "error" };
function drawMarks() {
  const { doc } = view.state,
    file = current(),
    marks = new Map();
  if (file && file.text !== file.saved)
    for (const { fromB, endB } of Chunk.build(Text.of(file.saved.split("\n")), doc)) {
      const last = doc.lineAt(Math.min(endB, doc.length)).number;
      for (let line = doc.lineAt(Math.min(fromB, doc.length)).number; line <= last; line++) marks.set(line - 1, "moved");
    }
  for (const { range, severity } of [...state.findings].sort((a, b) => b.severity - a.severity))
    marks.set(range.start.line, SEVERITY[severity] || "advice");
  view.dispatch({ effects: marksSet.of(marks) });
}
function drawFindings() {
  const { doc } = view.state;
  const found = state.findings.slice(0, 200).map(({ range, severity, message }) => {
    const from = offsetAt(doc, range.start),
      to = Math.max(from, offsetAt(doc, range.end));
    return { from, to, severity: SEVERITY[severity] || "info", message, renderMessage: () => h("span", {}, message) };
  });
  view.dispatch(setDiagnostics(view.state, found));
  drawMarks();
}
on("findings", () => afterComposing(drawFindings));
on("text", () => afterComposing(drawMarks));

// What mends them is asked for those on the screen.
on("findings", async () => {
  const all = state.findings,
    asked = [...errors(), ...all.filter((finding) => finding.severity !== 1)].slice(0, 12);
  for (const finding of asked) {
    const actions = await words
      .ask("textDocument/codeAction", { range: finding.range, context: { diagnostics: [] } })
      .catch(() => []);
    if (all !== state.findings) return;
    finding.fixes = (actions || [])
      .filter((action) => action.diagnostics?.some((one) => one.message === finding.message))
      .map((action) => ({ title: action.title, edits: Object.values(action.edit?.changes || {})[0] || [] }))
      .filter((fix) => fix.edits.length);
    if (finding.fixes.length) tell("fixes");
  }
});
// F8: the next finding behind the cursor, and round again. -1: there is none.
export function nextFinding(step) {
  const all = state.findings,
    at = cursor();
  if (!all.length) return -1;
  const order = ({ line, character }) => line * 1e6 + character,
    behind = all.findIndex(({ range }) => order(range.start) > order(at));
  const before = all.findLastIndex(({ range }) => order(range.start) < order(at));
  const next = step > 0 ? (behind < 0 ? 0 : behind) : before < 0 ? all.length - 1 : before;
  jump(all[next].range.start);
  return next;
}
export function mend() {
  const { line } = cursor(),
    mendable = state.findings.filter((one) => one.fixes?.length);
  const finding = mendable.find(({ range }) => range.start.line <= line && range.end.line >= line) || mendable[0];
  if (finding) replace(finding.fixes[0].edits);
}

export const complete = () => startCompletion(view);
export const wordHere = async () => help((await hoverText(cursor())) || t`这里没有可说明的`);
export async function format() {
  replace((await words.ask("textDocument/formatting", { options: { tabSize: 2, insertSpaces: true } })) || []);
}
export async function toDefinition() {
  const found = await words.ask("textDocument/definition", { position: cursor() });
  if (found?.range) jump(found.range.start);
}

// Tab goes from blank to blank of a pattern that was put in at the end: its texts and numbers.
export function insertPattern(pattern) {
  const blanks = pattern.replace(/--.*$|"([^"\n{}]*)"|(\d[\d.]*)/gm, (whole, written, figure) => {
    if (written === undefined && figure === undefined) return whole;
    const blank = `#{${++numbers}:${written ?? figure}}`;
    return written === undefined ? blank : `"${blank}"`;
  });
  const end = view.state.doc.length,
    own = text().endsWith("\n") || !end ? "" : "\n";
  view.focus();
  snippet(own + blanks)(view, null, end, end);
  view.dispatch({ effects: EditorView.scrollIntoView(end, { y: "start", yMargin: 60 }) });
}
let numbers = 0;

// 对照: what was taken out stands above what it became, and each change can be taken back; unchanged lines are folded.
export const isComparing = () => comparing.get(view.state).length !== 0;
export function compare(yes) {
  const control = (type, action) =>
    type === "reject" ? h("button", { type: "button", mousedown: action }, t`还原这处`) : h("span");
  const shows = unifiedMergeView({
    original: current().saved,
    gutter: true,
    mergeControls: control,
    collapseUnchanged: { margin: 3, minSize: 6 },
  });
  view.dispatch({ effects: comparing.reconfigure(yes ? shows : []) });
  if (yes) (view.dispatch({ selection: { anchor: 0 } }), goToNextChunk(view));
  view.focus();
}

// The editor: a text area over its own text in colours, so that an input method works in it as everywhere. What stands above
// measures lies over both, in the blank line before them.
const LINE = 20;
const editor = h("textarea", { spellcheck: "false", "aria-label": t`脚本`, autocapitalize: "off", wrap: "off" }), painted = h("pre", { "aria-hidden": "true" }), gutter = h("pre", { class: "gutter", "aria-hidden": "true" });
const lenses = h("div", { class: "lenses" });
let composing = false;
// What is being composed is seen in the text area itself: nothing is painted until it is done.
editor.addEventListener("compositionstart", () => { composing = true; editor.parentNode.classList.add("composing"); });
editor.addEventListener("compositionend", () => { composing = false; edited(); editor.parentNode.classList.remove("composing"); });
editor.addEventListener("input", () => { if (!composing) edited(); });
editor.addEventListener("scroll", () => {
  for (const layer of [painted, lenses]) layer.style.transform = `translate(${-editor.scrollLeft}px, ${-editor.scrollTop}px)`;
  gutter.style.transform = `translateY(${-editor.scrollTop}px)`;
});
function edited() {
  const file = current();
  if (!file) return;
  file.text = editor.value;
  highlight();
  keepDraft(file);
  drawTabs();
  touch();
}
function keepDraft(file) {
  try {
    if (file.text === file.saved) localStorage.removeItem("huiqi:" + file.name);
    else localStorage.setItem("huiqi:" + file.name, JSON.stringify({ text: file.text, time: Date.now() }));
  } catch (error) { state.unkept = true; }
}
const KINDS = "政策|奖励|清单|支持|券|目标|酌定|准则|追回|条文|参数|断言|表|对象|预算|总限|引用|条件";
const TOKENS = new RegExp(`(--.*$)|("(?:[^"\\\\\\n]|\\\\.)*")|(?<![\\w.\\u4e00-\\u9fff])(${KINDS})(?=\\s*["{(=])|(\\b\\d[\\d.]*)`, "gm");
// Lines that did not change keep their elements: a keystroke makes one line anew.
let shownLines = [];
function colours(line) {
  const pieces = [];
  let from = 0;
  for (const match of line.matchAll(TOKENS)) {
    if (match.index > from) pieces.push(line.slice(from, match.index));
    pieces.push(h("span", { class: match[1] ? "comment" : match[2] ? "string" : match[3] ? "keyword" : "figure" }, match[0]));
    from = match.index + match[0].length;
  }
  return h("span", {}, pieces, line.slice(from) + "\n");
}
function highlight() {
  const file = current(), text = editor.value, lines = text.split("\n");
  let start = 0, end = 0;
  const most = Math.min(lines.length, shownLines.length);
  while (start < most && lines[start] === shownLines[start]) start++;
  while (end < most - start && lines[lines.length - 1 - end] === shownLines[shownLines.length - 1 - end]) end++;
  const behind = painted.childNodes[shownLines.length - end] || null;
  for (let i = start; i < shownLines.length - end; i++) painted.removeChild(painted.childNodes[start]);
  for (let i = start; i < lines.length - end; i++) painted.insertBefore(colours(lines[i]), behind);
  shownLines = lines;
  drawGutter();
  title.textContent = (text.match(/名称\s*=\s*"([^"]*)"/) || [])[1] || (file ? file.name : "");
  const status = (text.match(/状态\s*=\s*"([^"]*)"/) || [])[1];
  stamp.hidden = !status;
  stamp.textContent = status || "";
}
// Numbers of lines, those with a finding or a change marked.
function drawGutter() {
  const file = current(), wrong = new Map(), before = file && file.text !== file.saved ? new Set(file.saved.split("\n")) : null;
  for (const finding of state.findings) if (!wrong.has(finding.range.start.line)) wrong.set(finding.range.start.line, finding.severity === 1 ? "error" : "advice");
  const marks = shownLines.map((line, i) => wrong.get(i) || (before && !before.has(line) ? "moved" : ""));
  const old = gutter.childNodes;
  while (old.length > marks.length) old[old.length - 1].remove();
  marks.forEach((mark, i) => {
    if (!old[i]) gutter.append(h("span", {}, `${i + 1}\n`));
    if (old[i].className !== mark) old[i].className = mark;
  });
}
// A wave under what a finding is about, where the browser can draw one without touching the text.
function drawWaves() {
  if (!window.CSS?.highlights) return;
  const ranges = { error: [], advice: [] };
  const point = (position) => {
    const walker = document.createTreeWalker(painted.childNodes[position.line] || painted, NodeFilter.SHOW_TEXT);
    let left = position.character;
    for (let node; (node = walker.nextNode()); left -= node.length) if (left <= node.length) return [node, left];
    return null;
  };
  for (const finding of state.findings.slice(0, 200)) {
    const from = point(finding.range.start), to = point(finding.range.end), range = document.createRange();
    if (!from || !to) continue;
    range.setStart(...from);
    range.setEnd(...to);
    ranges[finding.severity === ERROR ? "error" : "advice"].push(range);
  }
  for (const [name, all] of Object.entries(ranges)) CSS.highlights.set(name, new Highlight(...all));
}
function jump(line, column, length = 0) {
  go("rules");
  const at = offsetOf(editor.value, { line: line - 1, character: Math.max(0, (column || 1) - 1) });
  closePanel();
  editor.focus({ preventScroll: true });
  editor.setSelectionRange(at, at + length);
  reveal(line - 1);
}
const cursor = () => positionOf(editor.value, editor.selectionStart);
const place = (at = editor.selectionStart) => ({ position: positionOf(editor.value, at) });

// Edits go through the text area, so that each can be undone.
function replace(edits) {
  const own = [...edits].map(({ range, newText }) => ({ from: offsetOf(editor.value, range.start), to: offsetOf(editor.value, range.end), newText })).sort((a, b) => b.from - a.from);
  const scroll = editor.scrollTop;
  editor.focus({ preventScroll: true });
  for (const { from, to, newText } of own) {
    editor.setSelectionRange(from, to);
    if (newText) document.execCommand("insertText", false, newText);
    else if (to > from) document.execCommand("delete");
  }
  editor.scrollTop = scroll;
  if (own.length) reveal(positionOf(editor.value, own[own.length - 1].from).line);
}
// A line in sight stays where it is.
function reveal(line) {
  const top = line * LINE;
  if (top < editor.scrollTop || top + 2 * LINE > editor.scrollTop + editor.clientHeight) editor.scrollTop = Math.max(0, top - 7 * LINE);
}

// Completion
const choices = h("ul", { class: "choices", role: "listbox", "aria-label": t`可以写的`, hidden: true }), about = h("pre", { class: "about", role: "region", tabindex: 0, "aria-label": t`说明`, hidden: true });
let offered = [], chosen = 0, asking = 0, suggesting;
function caret() {
  const range = document.createRange(), walker = document.createTreeWalker(painted, NodeFilter.SHOW_TEXT);
  let left = editor.selectionStart;
  for (let node; (node = walker.nextNode()); left -= node.length)
    if (left <= node.length) return range.setStart(node, left), range.collapse(true), range.getClientRects()[0] || painted.getBoundingClientRect();
  return painted.getBoundingClientRect();
}
// What has been written of it comes first, then what has it inside.
function fitting(items) {
  const written = (item) => editor.value.slice(offsetOf(editor.value, item.textEdit.range.start), editor.selectionStart).replace(/^"/, "");
  const rank = (item) => { const at = item.label.indexOf(written(item)); return at < 0 ? 2 : at ? 1 : 0; };
  return [0, 1].flatMap((own) => items.filter((item) => rank(item) === own));
}
function offer(items) {
  offered = fitting(items).slice(0, 12);
  chosen = 0;
  choices.hidden = !offered.length;
  if (!offered.length) return;
  const at = caret();
  choices.style.left = Math.min(at.left, innerWidth - 320) + "px";
  choices.style.top = at.top + 22 + 12 * 22 > innerHeight ? at.top - 4 - offered.length * 22 + "px" : at.top + 22 + "px";
  refill(choices, offered.map((item, i) => h("li", { role: "option", "aria-selected": String(i === chosen), mousedown: (event) => { event.preventDefault(); accept(i); } }, item.label,
    h("small", {}, (item.detail || (item.documentation?.value || item.documentation || "").toString().split("\n")[0]).slice(0, 40)))));
}
function accept(i) {
  const item = offered[i];
  offer([]);
  replace([item.textEdit]);
}
// Unasked where something of a word stands, or a sign behind which one comes.
const inviting = (items) => items.length && (/[."{]$/.test(editor.value.slice(0, editor.selectionStart)) || offsetOf(editor.value, items[0].textEdit.range.start) < editor.selectionStart);
async function complete(unasked) {
  const turn = ++asking, at = editor.selectionStart, items = await words.ask("textDocument/completion", place(at)).catch(() => []);
  if (turn === asking && document.activeElement === editor && editor.selectionStart === at && !composing && (!unasked || inviting(items || []))) offer(items || []);
}
async function tell() {
  const hover = await words.ask("textDocument/hover", place()).catch(() => null);
  about.textContent = hover?.contents?.value || t`这里没有可说明的`;
  about.hidden = false;
}
async function lay() {
  const edits = await words.ask("textDocument/formatting", { options: { tabSize: 2, insertSpaces: true } });
  if (edits?.length) replace(edits);
}
async function define() {
  const found = await words.ask("textDocument/definition", place());
  if (found?.range) jump(found.range.start.line + 1, found.range.start.character + 1);
}

// Findings come by themselves after each change; what mends them is asked for those on the screen.
function heardFindings({ uri, version, diagnostics }) {
  if (version !== words.version() || uri !== "file:///desk/" + state.script) return;
  state.findings = diagnostics;
  if (current()) drawGutter(), drawWaves();
  drawFindings();
  drawTabs();
  findFixes();
}
const ERROR = 1;
const errors = () => state.findings.filter((finding) => finding.severity === ERROR);
async function findFixes() {
  const asked = [...errors(), ...state.findings.filter((finding) => finding.severity !== ERROR)].slice(0, 12), all = state.findings;
  for (const finding of asked) {
    const actions = await words.ask("textDocument/codeAction", { range: finding.range, context: { diagnostics: [] } }).catch(() => []);
    if (all !== state.findings) return;
    finding.fixes = (actions || []).filter((action) => action.diagnostics?.some((one) => one.message === finding.message)).map((action) => ({ title: action.title, edits: Object.values(action.edit?.changes || {})[0] || [] })).filter((fix) => fix.edits.length);
    if (finding.fixes.length) drawFindings();
  }
}
// F8: the next finding behind the cursor, and round again.
let visited = -1;
function nextFinding(step) {
  const all = state.findings;
  if (!all.length) return;
  const at = cursor(), after = (range) => range.start.line > at.line || (range.start.line === at.line && range.start.character > at.character);
  const next = all.findIndex(({ range }) => after(range)), last = all.filter(({ range }) => !after(range) && !(range.start.line === at.line && range.start.character === at.character)).length - 1;
  visited = step > 0 ? (next < 0 ? 0 : next) : last < 0 ? all.length - 1 : last;
  const { start, end } = all[visited].range;
  jump(start.line + 1, start.character + 1, start.line === end.line ? end.character - start.character : 0);
  drawFindings();
}
function mend() {
  const line = cursor().line, finding = state.findings.find((one) => one.fixes?.length && one.range.start.line <= line && one.range.end.line >= line) || state.findings.find((one) => one.fixes?.length);
  if (finding) replace(finding.fixes[0].edits);
}

// Tab goes from blank to blank of a pattern that was put in; elsewhere it indents, and after Esc it leaves the editor.
let blanks = null, leaving = false;
editor.addEventListener("keydown", (event) => {
  if (event.isComposing || composing) return;
  if (!choices.hidden) {
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move) chosen = (chosen + move + offered.length) % offered.length, [...choices.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === chosen)));
    else if (event.key === "Enter" || event.key === "Tab") accept(chosen);
    else if (event.key === "Escape") offer([]);
    if (move || ["Enter", "Tab", "Escape"].includes(event.key)) return event.preventDefault(), event.stopImmediatePropagation();
  }
  if (event.key === "Escape") leaving = true, (blanks = null);
  else if (event.key === "Tab" && blanks) nextBlank(event.shiftKey ? -1 : 1), event.preventDefault();
  else if (event.key === "Tab" && !event.shiftKey && !leaving) event.preventDefault(), document.execCommand("insertText", false, "  ");
  else if (event.key !== "Tab" && event.key !== "Shift") leaving = false;
});
editor.addEventListener("blur", () => offer([]));
editor.addEventListener("input", (event) => {
  clearTimeout(suggesting);
  offer([]);
  about.hidden = true;
  const before = editor.value.slice(Math.max(0, editor.selectionStart - 1), editor.selectionStart);
  if (!composing && !blanks && event.inputType === "insertText" && event.data?.length === 1 && /[.A-Za-z_\u4e00-\u9fff"{]/.test(before)) suggesting = setTimeout(complete, 120, true);
});
editor.addEventListener("compositionend", () => { clearTimeout(suggesting); if (!blanks) suggesting = setTimeout(complete, 120, true); });
// The texts and numbers of what was put in are its blanks. They move with the text: what counts is how far from its end each is.
function insertPattern(text) {
  editor.focus();
  editor.setSelectionRange(editor.value.length, editor.value.length);
  document.execCommand("insertText", false, (editor.value.endsWith("\n") ? "" : "\n") + text);
  const whole = editor.value, from = whole.length - text.length, found = [];
  for (const match of text.matchAll(/--.*$|"([^"\n]*)"|(\d[\d.]*)/gm))
    if (match[1] !== undefined || match[2] !== undefined) found.push([from + match.index + (match[1] !== undefined ? 1 : 0), (match[1] ?? match[2]).length]);
  blanks = { at: -1, places: found.map(([start, length]) => ({ behind: whole.length - start - length, length })) };
  nextBlank(1);
  editor.scrollTop = Math.max(0, (positionOf(whole, from).line - 3) * LINE);
}
function nextBlank(step) {
  const { places } = blanks, length = editor.value.length;
  if (blanks.at >= 0 && blanks.at < places.length) { // what was typed there may be longer
    const one = places[blanks.at], grown = length - blanks.length;
    one.length += grown;
    for (let i = 0; i < blanks.at; i++) places[i].behind += grown;
  }
  blanks.at += step;
  if (blanks.at < 0 || blanks.at >= places.length) return void (blanks = null);
  const one = places[blanks.at], end = length - one.behind;
  blanks.length = length;
  editor.setSelectionRange(end - one.length, end);
}

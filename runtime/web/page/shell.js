// The shell
const TABS = { files: "资料", rules: "规则", results: "结果", company: "企业", cases: "案例", out: "导出" };
const tabs = h("nav", { role: "tablist", "aria-label": t`页`, keydown: (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key], keys = Object.keys(TABS);
  if (step) go(keys[(keys.indexOf(state.tab) + step + keys.length) % keys.length]), tabs.querySelector("[aria-selected=true]").focus();
} });
const view = h("main", { id: "view", tabindex: -1 }), title = h("h1", { id: "title" }), stamp = h("span", { class: "stamp", hidden: true }), dirty = h("span", { class: "moved", id: "dirty" });
const year = h("input", { id: "year", type: "text", value: state.year, "aria-label": t`年度或基准日`, title: t`年度，或一个基准日（2022-06-30）`, change: () => {
  const text = year.value.trim();
  if (/^\d{4}$/.test(text)) state.year = Number(text), (state.day = "");
  else if (/^\d{4}-\d{1,2}-\d{1,2}$/.test(text)) state.day = text, (state.year = Number(text.slice(0, 4)));
  else year.value = state.day || state.year;
  if (current()) current().yearSet = true;
  arrange();
} });
const which = h("select", { "aria-label": t`脚本`, change: () => { select(which.value); arrange(); } });
const search = h("input", { type: "search", id: "search", placeholder: t`查企业：名称或代码（Ctrl+K）`, "aria-label": t`查企业`, input: () => { if (state.tab !== "company") go("company"); find(); }, keydown: (event) => { if (event.key === "Enter" && !event.isComposing) openFirst(); } });
const busy = h("span", { id: "busy", hidden: true, role: "status" }), foundText = h("span", { id: "found" }), fresh = h("span", { id: "fresh", class: "soft" }), where = h("span", { class: "soft", id: "where" });
const privacy = h("details", { class: "privacy" }, h("summary", {}, t`本页不连接任何网络，名单只在内存里`), h("p", {}, t`本页不连接任何网络，浏览器按页内的安全策略禁止一切连接。名单读入内存，不写入磁盘，关闭即清除。只有政策脚本的未保存文字暂存在本浏览器里（本机其他网页文件可能读到），其中不要写企业资料。怎样自己核实：拔网线；F12 → 网络。`));
const footer = h("footer", {}, button(foundText, () => nextFinding(1), { class: "link", title: "F8" }), fresh, busy, h("button", { id: "stop", type: "button", hidden: true, click: stop }, t`停止（Esc）`), where, h("span", { class: "space" }),
  button(t`提示符`, () => go("prompt"), { class: "link", title: "Ctrl+`" }), button(english ? "中文" : "English", () => { try { localStorage.setItem("huiqi language", english ? "zh" : "en"); } catch (error) { /* for this time only */ } location.search = english ? "?lang=zh" : "?lang=en"; }, { class: "link" }), privacy);
const working = h("div", { class: "working", hidden: true }), saveAllButton = button(t`保存`, () => saveAll(), { class: "primary", title: "Ctrl+S" });
refill($("app"), h("header", {}, h("div", { class: "bar" }, h("b", { class: "mark" }, "惠企"), which, title, stamp, dirty, h("span", { class: "space" }), h("label", {}, t`年度·基准日 `, year), button(t`对照`, compare, { title: "Ctrl+D" }), saveAllButton),
  h("div", { class: "bar second" }, tabs, h("span", { class: "space" }), search), working), h("div", { id: "restore", role: "status", hidden: true }), view, footer);

function select(name) {
  state.script = name;
  state.settings = new Map();
  state.findings = [];
  state.difference = null;
  const file = current();
  if (!file) return;
  const period = file.text.match(/有效期\s*=\s*\{\s*"(\d{4})/);
  if (period && !file.yearSet) state.year = Number(period[1]), (state.day = "");
  year.value = state.day || state.year;
  editor.value = file.text;
  editor.setSelectionRange(0, 0);
  editor.scrollTop = 0;
  shownLines = [];
  refill(painted);
  highlight();
  offerDraft(file);
}
function go(tab) {
  state.tab = tab;
  closeMenu();
  draw();
}

// Saving: to the file where the browser can, else as a download. What is saved is what one compares with.
async function save(file = current()) {
  if (!file) return;
  let kept = false;
  try {
    if (!file.handle && window.showSaveFilePicker) file.handle = await showSaveFilePicker({ suggestedName: file.name });
    if (file.handle) {
      const stream = await file.handle.createWritable();
      await stream.write(file.text);
      await stream.close();
      file.modified = (await file.handle.getFile()).lastModified;
      kept = true;
    }
  } catch (error) {
    if (error.name === "AbortError") return;
  }
  if (!kept) download(file.name, bytesOf(file.text), "text/plain");
  file.saved = file.text;
  file.size = bytesOf(file.text).length;
  keepDraft(file);
  await put(path(file), bytesOf(file.text));
}
async function saveAll() {
  const all = unsaved();
  for (const file of all.length ? all : [current()]) await save(file);
  drawGutter();
  drawTabs();
  closePanel();
  touch();
}
function revert() {
  closePanel();
  const file = current(), scroll = editor.scrollTop;
  state.settings.clear();
  editor.focus();
  editor.setSelectionRange(0, editor.value.length);
  document.execCommand("insertText", false, file.saved);
  editor.scrollTop = scroll;
}
function offerDraft(file) {
  const bar = $("restore"), close = () => (bar.hidden = true);
  let draft = null;
  try { draft = JSON.parse(localStorage.getItem("huiqi:" + file.name)); } catch (error) { /* none can be kept */ }
  bar.hidden = !draft || draft.text === file.text;
  if (bar.hidden) return;
  const restore = () => { editor.focus(); editor.setSelectionRange(0, editor.value.length); document.execCommand("insertText", false, draft.text); close(); };
  refill(bar, t`上次有未保存的文字（${file.name}，${new Date(draft.time).toLocaleString("zh-CN")}）　`, button(t`恢复`, () => { go("rules"); restore(); }), " ", button(t`对照`, () => { go("rules"); restore(); compare(); }), " ", button(t`丢弃`, () => { try { localStorage.removeItem("huiqi:" + file.name); } catch (error) { /* nothing was kept */ } close(); }));
}
// A file that was changed by another program since.
async function lookAgain() {
  for (const file of state.files) {
    const now = file.handle?.getFile ? await file.handle.getFile().catch(() => null) : null;
    if (!now || !file.modified || now.lastModified === file.modified) continue;
    const bar = $("restore");
    bar.hidden = false;
    return refill(bar, t`${file.name} 已改动　`, button(t`重新读取`, () => { bar.hidden = true; addFiles([now], [file.handle]); }), " ", button(t`不用`, () => { bar.hidden = true; file.modified = now.lastModified; }));
  }
}

// Drawing
function drawTabs() {
  const wrong = errors().length, cases = shownCases(), changed = unsaved().length;
  const count = { files: shownSummary()?.problems, rules: wrong, cases: cases?.fail }, red = { rules: true, cases: true };
  const focused = tabs.contains(document.activeElement);
  refill(tabs, Object.entries(TABS).map(([key, name], i) => h("button", { type: "button", role: "tab", "aria-selected": String(key === state.tab), tabindex: key === state.tab || (state.tab === "prompt" && !i) ? 0 : -1, "aria-controls": "view", title: `Alt+${i + 1}`, click: () => go(key) }, t(name), count[key] ? h("small", { class: red[key] ? "red" : "amber" }, String(count[key])) : null)));
  if (focused) tabs.querySelector("[aria-selected=true]")?.focus();
  if ([...which.options].map((option) => option.textContent).join() !== scripts().map((one) => (one.text !== one.saved ? "● " : "") + one.name).join())
    refill(which, scripts().map((one) => h("option", { value: one.name, selected: one.name === state.script }, (one.text !== one.saved ? "● " : "") + one.name)));
  which.value = state.script;
  dirty.textContent = changed ? t`● 有改动，未保存` + (changed > 1 ? t`（${changed} 份）` : "") : "";
  saveAllButton.textContent = changed > 1 ? t`全部保存` : t`保存`;
  const advice = state.findings.length - wrong;
  foundText.textContent = wrong || advice ? t`${wrong} 处错误，${advice} 条提醒` : t`脚本没有问题`;
  fresh.textContent = state.restarted ? t`计算中断，已重新开始` : state.stopped ? t`已停止，显示上次结果` : state.problem && state.tab !== "rules" ? state.problem : state.unkept ? t`本浏览器不能暂存，请及时保存` : shownSummary()?.total ? t`已按最新文字计算　${state.judged} 毫秒` : "";
}
function drawWorking() {
  working.hidden = busy.hidden = $("stop").hidden = !state.working;
  busy.textContent = state.working ? t`正在计算` + (shownSummary()?.objects ? t` ${grouped(shownSummary().objects)} 家` : "") : "";
  if (!state.working) drawTabs();
}
function drawResultsChanged() {
  drawTabs();
  if (state.tab === "rules") drawLenses(), drawEffect(), drawOutline();
  else if (state.tab === "results") drawResults(), rowGrid.reset(true);
  else if (state.tab === "files") drawFiles();
  else if (state.tab === "company" && state.company) asListed = null, askCompany();
  speak();
}
function drawDifference() {
  if (state.tab === "rules") refill(behind, whoChanged(), notices()), drawOutline();
}
function drawCasesChanged() {
  drawTabs();
  if (state.tab === "rules") drawLenses(), refill(casesLine, failing());
  if (state.tab === "cases") drawCases();
}
// The total is said once, when it has settled.
let spoken, saidLast = "";
const voice = h("p", { class: "voice", "aria-live": "polite" });
$("app").append(voice, paper);
function speak() {
  clearTimeout(spoken);
  spoken = setTimeout(() => {
    const total = shownSummary()?.total, text = total ? t`合计已定 ${wan(total.sure)} 万元` : "";
    if (text !== saidLast) voice.textContent = saidLast = text;
  }, 600);
}
function draw() {
  drawTabs();
  const views = { files: drawFiles, rules: drawRules, results: drawResults, company: drawCompany, cases: drawCases, prompt: () => { if (!line.isConnected) refill(view, promptView); line.focus(); }, out: drawOut };
  views[state.tab]();
  state.drawn = state.tab;
}
document.addEventListener("selectionchange", () => {
  if (document.activeElement !== editor) return;
  const { line: at, character } = cursor();
  where.textContent = t`第 ${at + 1} 行，第 ${character + 1} 列`;
});
// F6: the areas of a view, in turn.
function nextArea(step) {
  const areas = [tabs.querySelector("[aria-selected=true]"), ...view.querySelectorAll("aside button:first-of-type, textarea, .effect button, .gridbox, .dossier, .whatif input, .page button")].filter((one) => one && one.offsetParent !== null);
  const firsts = areas.filter((one, i) => areas.findIndex((other) => areaOf(other) === areaOf(one)) === i), at = firsts.findIndex((one) => areaOf(one) === areaOf(document.activeElement));
  firsts[(at + step + firsts.length) % firsts.length]?.focus();
}
const areaOf = (element) => element?.closest("nav, aside, .editor, .effect, .resultsleft, .resultsright, .hits, .dossier, .whatif, .page") || element;
addEventListener("keydown", (event) => {
  if (event.isComposing || composing) return;
  const key = event.key.toLowerCase(), control = event.ctrlKey || event.metaKey, tab = event.altKey && !control && Object.keys(TABS)[Number(event.key) - 1], rules = state.tab === "rules";
  if (tab) go(tab), focusView();
  else if (control && key === "k") search.focus(), search.select();
  else if (control && key === "s") saveAll();
  else if (control && key === "d") compare();
  else if (control && event.key === "`") go("prompt");
  else if (event.key === "F8") nextFinding(event.shiftKey ? -1 : 1);
  else if (event.key === "F6") nextArea(event.shiftKey ? -1 : 1);
  else if (rules && control && event.code === "Space") complete();
  else if (rules && control && event.key === ".") mend();
  else if (rules && control && event.key === "Enter") { const one = measureAt(cursor().line); if (one?.id) openMeasure(one.id); }
  else if (rules && control && event.shiftKey && key === "o") left.querySelector("button")?.focus();
  else if (rules && event.altKey && (event.key === "=" || event.key === "+")) addClause();
  else if (rules && event.key === "F1") tell();
  else if (rules && event.altKey && event.key === ".") define();
  else if (rules && event.altKey && event.shiftKey && key === "f") lay();
  else if (state.tab === "results" && control && key === "p" && shownSummary()?.total) printList();
  else if (state.tab === "results" && control && key === "f") rowGrid.search.focus();
  else if (event.key === "Escape") {
    if (closePanel() || closeMenu()) editor.focus();
    else if (!about.hidden) about.hidden = true;
    else if (state.working || running) stop();
    else if (state.tab !== "company" || !resetWhatIf()) return;
  } else return;
  event.preventDefault();
});
function focusView() {
  const to = { rules: editor, results: rowGrid.element.querySelector(".gridbox"), company: search }[state.tab];
  if (to) to.focus();
  else view.focus();
}
addEventListener("dragover", (event) => event.preventDefault());
addEventListener("drop", async (event) => {
  event.preventDefault();
  const list = [...event.dataTransfer.files], items = [...event.dataTransfer.items].filter((item) => item.kind === "file");
  const handles = await Promise.all(items.map((item) => item.getAsFileSystemHandle?.().catch(() => undefined)));
  addFiles(list, handles);
});
addEventListener("focus", lookAgain);
addEventListener("resize", () => state.tab === "rules" && drawParameters());
addEventListener("beforeunload", (event) => { if (unsaved().length) event.preventDefault(); });

// It opens on a working example.
for (const [name, sample] of Object.entries(samples.files)) await addFile(name, await unpacked(sample), { sample: true });
await addFile("样例名单.csv", await unpacked(samples.list), { sample: true });
await addFile("样例服务记录.csv", await unpacked(samples.services), { sample: true });
document.documentElement.lang = english ? "en" : "zh-CN";
$("old").remove();
$("app").hidden = false;
select(scripts()[0].name);
go("rules");
arrange();

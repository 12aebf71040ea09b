// The page: files, rules, results, one company, cases, what goes out. Everything is judged by the engine (worker.js), which is the
// program itself; here is only what is seen. Nothing is sent anywhere: the page's policy forbids every connection.
(async () => {
  const refill = (element, ...children) => element.replaceChildren(...seen(children));

  // The engine. A command that goes on for long can be stopped: its Worker ends, and another one gets the files again.
  const samples = JSON.parse($("samples").textContent);
  const wasm = await unpacked($("engine").textContent), workerText = textOf(await unpacked($("worker").textContent));
  const onDesk = new Map(); // path -> bytes: what the engine has
  let running, added = 0;
  const ask = (message) => running.ask(message);
  function startEngine() {
    running = engineWorker(workerText);
    ask({ wasm, put: [...onDesk] });
  }
  function stop() {
    const stopped = running;
    startEngine();
    stopped.end();
  }
  function put(path, bytes) {
    onDesk.set(path, bytes);
    return ask({ put: [[path, bytes]] });
  }
  function remove(path) {
    onDesk.delete(path);
    return ask({ remove: [path] });
  }
  const engine = (words, more) => ask({ words, ...more });
  startEngine();

  // What is on the desk
  const ROLES = { list: "企业名单", services: "服务记录", history: "历史（往年结果）", decisions: "核定", figures: "指标", params: "参数表", cases: "案例", breakdown: "任务分解", other: "没有用到" };
  const state = { files: [], script: null, year: 2022, settings: new Map(), tab: "rules", measure: null, company: null, run: null, without: new Set(["不符合"]), findings: [], problem: "", working: false };
  const scripts = () => state.files.filter((file) => file.script);
  const current = () => scripts().find((file) => file.name === state.script);
  const path = (file) => "/desk/" + file.name;

  // A table is told by its headings; workbooks are looked into by the engine.
  function roleOf(name, bytes) {
    if (/\.params\.csv$/i.test(name)) return "params";
    if (/\.cases\b.*\.csv$/i.test(name)) return "cases";
    if (/\.xlsx$/i.test(name)) return "list";
    let text;
    try { text = new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(0, 65536), { stream: true }); }
    catch (error) { text = new TextDecoder("gb18030").decode(bytes.subarray(0, 65536), { stream: true }); }
    const line = text.split("\n").slice(0, 5).join("\n"), has = (...words) => words.every((word) => line.includes(word));
    if (has("客户统一社会信用代码") || has("服务日期")) return "services";
    if (has("措施编号", "对象代码", "年度")) return "history";
    if (has("措施编号", "对象代码")) return "decisions";
    if (has("指标", "值")) return "figures";
    if (has("任务") && has("地区")) return "breakdown";
    if (has("统一社会信用代码") || has("企业名称")) return "list";
    return "other";
  }

  async function addFile(name, bytes, more = {}) {
    state.files = state.files.filter((file) => file.name !== name);
    const script = /\.lua$/i.test(name), text = script ? textOf(bytes) : undefined;
    const file = { name, size: bytes.length, script, text, saved: text, role: script ? "script" : roleOf(name, bytes), added: ++added, ...more };
    if (file.role === "list") for (const other of state.files) if (other.role === "list") other.role = "other";
    state.files.push(file);
    await put(path(file), bytes);
    if (script) await put("/desk/base/" + name, bytes);
    if (script && !state.script) state.script = name;
    return file;
  }
  async function addFiles(list) {
    for (const file of list) {
      const added = await addFile(file.name, new Uint8Array(await file.arrayBuffer()));
      if (added.script) select(added.name);
    }
    showFiles();
    soon(0);
  }

  // The words of a command over the list
  function inputs() {
    const words = [], list = state.files.find((file) => file.role === "list");
    if (list) words.push("--list", path(list));
    const tables = { services: "服务记录", figures: "指标", breakdown: "任务分解" };
    for (const file of state.files) {
      if (tables[file.role]) words.push("--with", `${tables[file.role]}=${path(file)}`);
      if (file.role === "history") words.push("--history", path(file));
      if (file.role === "decisions") words.push("--decisions", path(file));
    }
    words.push("--year", String(state.year));
    return words;
  }
  const settings = () => [...state.settings].flatMap(([name, value]) => ["--set", `${name}=${value}`]);
  const hasList = () => state.files.some((file) => file.role === "list");

  // Cells of a CSV as the program writes it
  function table(bytes) {
    const text = textOf(bytes).replace(/^\ufeff/, ""), rows = [];
    let row = [], cell = "", quoted = false;
    for (let i = 0; i < text.length; i++) {
      const sign = text[i];
      if (quoted) {
        if (sign === '"' && text[i + 1] === '"') cell += sign, i++;
        else if (sign === '"') quoted = false;
        else cell += sign;
      } else if (sign === '"') quoted = true;
      else if (sign === ",") row.push(cell), (cell = "");
      else if (sign === "\n") row.push(cell.replace(/\r$/, "")), rows.push(row), (row = []), (cell = "");
      else cell += sign;
    }
    if (cell || row.length) row.push(cell), rows.push(row);
    const headings = (rows.shift() || []).map((heading) => heading.replace(/（元）$/, ""));
    return rows.filter((cells) => cells.length === headings.length).map((cells) => Object.fromEntries(headings.map((heading, i) => [heading, cells[i]])));
  }
  // 元 as text to whole fen, and back to 万元: a column has one number of decimals.
  function fen(text) {
    if (!text) return null;
    const [, sign, whole, decimals] = text.match(/^(-?)(\d+)(?:\.(\d+))?$/) || [];
    return whole === undefined ? null : (sign ? -1 : 1) * (Number(whole) * 100 + Number(((decimals || "") + "00").slice(0, 2)));
  }
  const placesOf = (amounts) => amounts.reduce((most, amount) => Math.max(most, amount === null ? 0 : decimalsOf(amount).length), 0);
  const change = (amount, places) => (amount ? (amount > 0 ? "+" : "") + wan(amount, places) : "");

  // Judging: the script is checked at every pause, and where it is right it is run, and compared with what was saved.
  let timer, wanted = 0;
  function soon(milliseconds = 120) {
    clearTimeout(timer);
    timer = setTimeout(judge, milliseconds);
  }
  async function judge() {
    const turn = ++wanted, file = current();
    if (!file) return draw();
    state.working = true;
    const busy = setTimeout(() => turn === wanted && (($("busy").hidden = false), ($("stop").hidden = false)), 400);
    try {
      await put(path(file), bytesOf(file.text));
      if (turn !== wanted) return;
      const checked = await engine(["check", path(file), ...settings(), "--json"]);
      if (turn !== wanted) return;
      state.findings = parsed(checked.said, []).map((finding) => ({ ...finding, file: undefined, fixes: undefined }));
      state.problem = checked.status > 1 && !state.findings.length ? checked.complained || checked.said : "";
      const wrong = state.findings.some((finding) => finding.severity === "error") || checked.status > 1;
      if (!wrong && hasList()) {
        const changed = file.text !== file.saved || state.settings.size > 0;
        // Who is not granted is written for whoever looks at them, and once for the names of the list.
        const key = state.files.filter((one) => one.role === "list").map((one) => one.added).join();
        const all = key !== state.named || !state.without.has("不符合");
        const run = await engine(["run", path(file), ...inputs(), ...settings(), ...(all ? ["--all"] : []), "-o", "/desk/out"], { outputs: ["/desk/out"] });
        if (turn !== wanted) return;
        if (run.status <= 1) {
          state.run = results(run);
          if (all) state.entries = [...new Map(state.run.rows.map((row) => [row.对象代码 + "\n" + row.对象名称, { code: row.对象代码, name: row.对象名称 }])).values()];
          if (all) state.named = key;
          if (!changed) state.difference = null;
          draw();
        } else {
          state.problem = run.complained;
        }
        const difference = changed && run.status <= 1 ? await engine(["diff", "/desk/base/" + file.name, path(file), ...inputs(), ...settings(), "--json"]) : null;
        if (turn !== wanted) return;
        state.difference = difference && difference.status <= 1 ? parsed(difference.said, null) : null;
        state.notices = run.complained.split("\n").filter((line) => line && !/^(结果写入|\d+ 处数据问题)/.test(line));
      }
      if (!wrong && !hasList()) state.run = null;
    } catch (error) {
      if (turn === wanted) state.problem = error.message === "stopped" ? "已停止，显示上次结果" : "计算中断，请再改一次（" + error.message + "）";
    } finally {
      clearTimeout(busy);
      if (turn === wanted) {
        state.working = false;
        $("busy").hidden = $("stop").hidden = true;
        draw();
      }
    }
  }
  function results(run) {
    const made = new Map(run.made.map(([name, bytes]) => [name.replace("/desk/out/", ""), bytes]));
    const rows = made.has("results.csv") ? table(made.get("results.csv")) : [];
    const record = parsed(textOf(made.get("run.json") || bytesOf("{}")), {});
    const lists = new Map();
    for (const [name, bytes] of made) if (name.startsWith("lists/")) lists.set(name.slice(6, -4), table(bytes));
    return { made, rows, record, lists, summary: made.has("summary.csv") ? table(made.get("summary.csv")) : [], pending: made.has("pending.csv") ? table(made.get("pending.csv")) : [],
             problems: made.has("problems.csv") ? table(made.get("problems.csv")) : [], targets: made.has("targets.csv") ? table(made.get("targets.csv")) : [] };
  }

  // Tables: a page of rows at a time, filtered by what is typed, sorted by a heading.
  function grid(columns, rows, label) {
    const STEP = 100;
    let shown = STEP, by = -1, down = false, found = rows;
    const body = h("tbody"), count = h("span", { role: "status", class: "soft" }), search = h("input", { type: "search", placeholder: "在表中查找", "aria-label": "在表中查找", input: filter });
    const more = h("button", { type: "button", click: () => ((shown += STEP * 5), fill()) }, "显示更多");
    const heads = columns.map((column, i) => h("th", { class: column.number && "number" }, h("button", { type: "button", click: () => sort(i) }, column.name)));
    function filter() {
      const words = search.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
      found = rows.filter((row) => words.every((word) => columns.some((column) => String(column.text(row)).toLowerCase().includes(word))));
      order();
      shown = STEP;
      fill();
    }
    function order() {
      if (by < 0) return;
      const key = columns[by].sort || columns[by].text, sign = down ? -1 : 1;
      found = [...found].sort((a, b) => {
        const x = key(a), y = key(b);
        return sign * (typeof x === "number" && typeof y === "number" ? x - y : String(x).localeCompare(String(y), "zh-CN"));
      });
    }
    function sort(i) {
      down = by === i && !down;
      by = i;
      heads.forEach((head, k) => (k === i ? head.setAttribute("aria-sort", down ? "descending" : "ascending") : head.removeAttribute("aria-sort")));
      order();
      fill();
    }
    function fill() {
      refill(body, found.slice(0, shown).map((row) => h("tr", {}, columns.map((column) => h("td", { class: column.number ? "number" : column.class }, column.cell ? column.cell(row) : column.text(row))))));
      count.textContent = `共 ${grouped(found.length)} 行` + (shown < found.length ? `，显示前 ${shown} 行` : "");
      more.hidden = shown >= found.length;
    }
    fill();
    return h("div", {}, h("div", { class: "tools" }, search, count), h("div", { class: "wide" }, h("table", { "aria-label": label }, h("thead", {}, h("tr", {}, heads)), body)), more);
  }

  // The shell
  const TABS = { files: "资料", rules: "规则", results: "结果", company: "企业", cases: "案例", prompt: "提示符", out: "导出" };
  const tabs = h("nav", { role: "tablist" }), view = h("main", { id: "view" }), title = h("h1", { id: "title" }), stamp = h("span", { class: "stamp", hidden: true });
  const year = h("input", { id: "year", type: "number", min: 1990, max: 2100, value: state.year, "aria-label": "年度", input: () => { state.year = Number(year.value) || state.year; soon(); } });
  const which = h("select", { "aria-label": "脚本", change: () => { select(which.value); soon(0); } });
  const search = h("input", { type: "search", id: "search", placeholder: "查企业：名称或代码（Ctrl+K）", "aria-label": "查企业", input: () => { state.tab = "company"; draw(); }, keydown: (event) => { if (event.key === "Enter" && !event.isComposing) openFirst(); } });
  const footer = h("footer", {}, h("span", { id: "found" }), h("span", { id: "busy", hidden: true }, "正在计算"), h("button", { id: "stop", type: "button", hidden: true, click: stop }, "停止（Esc）"),
    h("span", { class: "soft", title: "浏览器按页内的安全策略（Content-Security-Policy）禁止一切连接：拔掉网线也一样用。名单读入内存，不写入磁盘，关闭即清除；只有脚本的未保存文字暂存在本浏览器里。" }, "本页不连接任何网络，名单只在内存里"));
  refill($("app"), h("header", {}, h("div", { class: "bar" }, h("b", { class: "mark" }, "惠企"), which, title, stamp, h("span", { class: "space" }), h("label", {}, "年度 ", year)),
    h("div", { class: "bar" }, tabs, h("span", { class: "space" }), search)), h("div", { id: "restore", role: "status", hidden: true }), view, footer);

  function select(name) {
    state.script = name;
    state.settings = new Map();
    const file = current();
    if (!file) return;
    const period = file.text.match(/有效期\s*=\s*\{\s*"(\d{4})/);
    if (period && !file.yearSet) state.year = Number(period[1]), (year.value = state.year), (file.yearSet = true);
    editor.value = file.text;
    highlight();
  }
  function go(tab) {
    state.tab = tab;
    draw();
  }

  // 规则: the editor is a text area over its own text in colours, so that an input method works as everywhere.
  const editor = h("textarea", { spellcheck: "false", "aria-label": "脚本", autocapitalize: "off", wrap: "off" }), painted = h("pre", { "aria-hidden": "true" }), gutter = h("pre", { class: "gutter", "aria-hidden": "true" });
  let composing = false;
  editor.addEventListener("compositionstart", () => (composing = true));
  editor.addEventListener("compositionend", () => { composing = false; edited(); });
  editor.addEventListener("input", () => { if (!composing) edited(); });
  editor.addEventListener("scroll", () => { painted.style.transform = `translate(${-editor.scrollLeft}px, ${-editor.scrollTop}px)`; gutter.style.transform = `translateY(${-editor.scrollTop}px)`; });
  editor.addEventListener("keydown", (event) => {
    if (event.key !== "Tab" || event.shiftKey || composing) return;
    event.preventDefault();
    document.execCommand("insertText", false, "  ");
  });
  function edited() {
    const file = current();
    if (!file) return;
    file.text = editor.value;
    highlight();
    try { localStorage.setItem("huiqi:" + file.name, JSON.stringify({ text: file.text, time: Date.now() })); } catch (error) { /* not kept */ }
    drawTabs();
    soon();
  }
  const KINDS = "政策|奖励|清单|支持|券|目标|酌定|准则|追回|条文|参数|断言|表|对象|预算|总限|引用|条件";
  const TOKENS = new RegExp(`(--.*$)|("(?:[^"\\\\\\n]|\\\\.)*")|(${KINDS})(?=\\s*["{(=])|(\\b\\d[\\d.]*)`, "gm");
  function highlight() {
    const file = current(), text = editor.value, pieces = [], lines = text.split("\n").length;
    let from = 0;
    for (const match of text.matchAll(TOKENS)) {
      if (match.index > from) pieces.push(text.slice(from, match.index));
      pieces.push(h("span", { class: match[1] ? "comment" : match[2] ? "string" : match[3] ? "keyword" : "figure" }, match[0]));
      from = match.index + match[0].length;
    }
    pieces.push(text.slice(from) + "\n");
    refill(painted, pieces);
    const wrong = new Map(state.findings.map((finding) => [finding.line, finding.severity]));
    refill(gutter, Array.from({ length: lines }, (_, i) => h("span", { class: wrong.get(i + 1) }, `${i + 1}\n`)));
    title.textContent = (text.match(/名称\s*=\s*"([^"]*)"/) || [])[1] || (file ? file.name : "");
    const status = (text.match(/状态\s*=\s*"([^"]*)"/) || [])[1];
    stamp.hidden = !status;
    stamp.textContent = status || "";
  }
  function jump(line, column) {
    go("rules");
    const lines = editor.value.split("\n"), at = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0) + Math.max(0, (column || 1) - 1);
    editor.focus();
    editor.setSelectionRange(at, at);
    editor.scrollTop = Math.max(0, (line - 8) * 20);
  }
  // The editor server (huiqi lsp) answers what is asked about a place in the text; its positions count as JavaScript's do.
  async function server(...asked) {
    const uri = "file:///desk/" + current().name, place = (at) => {
      const before = editor.value.slice(0, at).split("\n");
      return { line: before.length - 1, character: before[before.length - 1].length };
    };
    const messages = [{ id: 0, method: "initialize", params: { capabilities: {} } }, { method: "initialized", params: {} },
      { method: "textDocument/didOpen", params: { textDocument: { uri, languageId: "huiqi", version: 1, text: editor.value } } },
      ...asked.map(({ method, at, params }, i) => ({ id: i + 1, method: "textDocument/" + method, params: { textDocument: { uri }, ...(at === undefined ? {} : { position: place(at) }), ...params } })),
      { id: "end", method: "shutdown" }, { method: "exit" }];
    const input = messages.map((message) => { const text = JSON.stringify({ jsonrpc: "2.0", ...message }); return `Content-Length: ${bytesOf(text).length}\r\n\r\n${text}`; }).join("");
    const out = await engine(["lsp"], { input }), answers = new Map();
    for (const text of out.said.split(/Content-Length: \d+\s+/)) {
      const message = parsed(text, null);
      if (message && message.id !== undefined) answers.set(message.id, message.result);
    }
    return asked.map((one, i) => answers.get(i + 1));
  }
  function offset({ line, character }) {
    return editor.value.split("\n").slice(0, line).reduce((sum, text) => sum + text.length + 1, 0) + character;
  }
  function replace(edits) {
    for (const { range, newText } of [...edits].sort((a, b) => offset(b.range.start) - offset(a.range.start))) {
      editor.focus();
      editor.setSelectionRange(offset(range.start), offset(range.end));
      if (newText) document.execCommand("insertText", false, newText);
      else document.execCommand("delete");
    }
  }
  const choices = h("ul", { class: "choices", role: "listbox", hidden: true }), about = h("pre", { class: "about", hidden: true });
  let offered = [], chosen = 0, asking = 0;
  function caret() {
    const range = document.createRange(), walker = document.createTreeWalker(painted, NodeFilter.SHOW_TEXT);
    let left = editor.selectionStart;
    for (let node; (node = walker.nextNode()); left -= node.length)
      if (left <= node.length) return range.setStart(node, left), range.collapse(true), range.getClientRects()[0] || painted.getBoundingClientRect();
    return painted.getBoundingClientRect();
  }
  function offer(items) {
    offered = items.slice(0, 12);
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
    replace([item.textEdit || { range: { start: 0, end: 0 }, newText: item.insertText || item.label }]);
  }
  async function complete() {
    const turn = ++asking, at = editor.selectionStart, [items] = await server({ method: "completion", at });
    if (turn === asking && document.activeElement === editor && editor.selectionStart === at) offer(Array.isArray(items) ? items : items?.items || []);
  }
  async function tell() {
    const [hover] = await server({ method: "hover", at: editor.selectionStart });
    about.textContent = hover?.contents?.value || hover?.contents || "这里没有可说明的";
    about.hidden = false;
  }
  async function lay() {
    const [edits] = await server({ method: "formatting", params: { options: { tabSize: 2, insertSpaces: true } } });
    if (edits?.length) replace(edits);
  }
  async function define() {
    const [found] = await server({ method: "definition", at: editor.selectionStart }), one = Array.isArray(found) ? found[0] : found;
    if (one?.range && one.uri?.endsWith(encodeURI(current().name)) || one?.uri?.endsWith(current().name)) jump(one.range.start.line + 1, one.range.start.character + 1);
  }
  // What mends a finding, when one thing does.
  async function findFixes() {
    const wrong = state.findings.slice(0, 10), version = editor.value;
    if (!wrong.length) return;
    const range = (finding) => ({ start: { line: finding.line - 1, character: 0 }, end: { line: finding.line - 1, character: 9999 } });
    const answers = await server(...wrong.map((finding) => ({ method: "codeAction", params: { range: range(finding), context: { diagnostics: [] } } }))).catch(() => []);
    if (version !== editor.value) return;
    answers.forEach((actions, i) => { wrong[i].fixes = (actions || []).map((action) => ({ title: action.title, edits: Object.values(action.edit?.changes || {})[0] || [] })).filter((fix) => fix.edits.length); });
    if (state.tab === "rules") refill(strip, findings());
  }
  editor.addEventListener("keydown", (event) => {
    if (event.isComposing || choices.hidden) return;
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move) chosen = (chosen + move + offered.length) % offered.length, [...choices.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === chosen)));
    else if (event.key === "Enter" || event.key === "Tab") accept(chosen);
    else if (event.key === "Escape") offer([]);
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);
  editor.addEventListener("blur", () => offer([]));
  let suggesting;
  editor.addEventListener("input", (event) => {
    clearTimeout(suggesting);
    offer([]);
    about.hidden = true;
    const before = editor.value.slice(Math.max(0, editor.selectionStart - 1), editor.selectionStart);
    if (!composing && event.inputType === "insertText" && /[.\w\u4e00-\u9fff"{]/.test(before)) suggesting = setTimeout(complete, 150);
  });
  function outline() {
    const items = [...editor.value.matchAll(/^[ \t]*(奖励|清单|支持|券|目标|酌定|准则|追回)\s*"([^"\n]*)"\s*\{[^}]*?编号\s*=\s*"([^"\n]*)"/gm)];
    const changed = new Set((state.difference?.rules || []).map((rule) => rule.id));
    return items.map((item) => {
      const line = editor.value.slice(0, item.index).split("\n").length;
      return h("button", { type: "button", click: () => jump(line, 1) }, h("i", {}, item[3]), " ", item[2], changed.has(item[3]) ? h("b", {}, " ●") : null);
    });
  }
  function findings() {
    if (state.problem) return h("div", { class: "finding error" }, h("pre", {}, state.problem));
    return state.findings.slice(0, 30).map((finding) => h("div", { class: "finding " + finding.severity }, h("button", { type: "button", click: () => jump(finding.line, finding.column) },
      `${finding.severity === "error" ? "错误" : "提醒"} 第 ${finding.line} 行：${finding.message} [${finding.code}]`), (finding.fixes || []).slice(0, 2).map((fix) => h("button", { type: "button", class: "fix", click: () => replace(fix.edits) }, fix.title))));
  }
  // A row for each parameter: made once, so that what is being typed or held is never taken from under the hand.
  const parameters = h("div", { class: "parameters" }), rowsOf = new Map(); // name -> { label, update }
  function parameterRow(full) {
    const name = full.replace(/^[^.]*\./, ""), written = () => (state.parameters || {})[full] ?? "";
    const set = (text, wait) => { if (text && text !== written()) state.settings.set(name, text); else state.settings.delete(name); soon(wait); };
    const input = h("input", { "aria-label": name, change: () => set(input.value.trim(), 0) });
    const [, figure, unit] = written().match(/^([\d,]+(?:\.\d+)?)(\D*)$/) || [], whole = figure && Number(figure.replace(/,/g, ""));
    const slide = whole ? h("input", { type: "range", min: 0, max: whole * 2, step: whole >= 10 ? 1 : whole / 10, "aria-label": name + "（滑动）",
      input: () => { input.value = grouped(slide.value) + unit; set(input.value, 60); } }) : null;
    const label = h("label", {}, h("span", {}, name), input, slide);
    const update = () => {
      const now = state.settings.get(name) ?? written(), held = document.activeElement;
      label.className = state.settings.has(name) ? "changed" : "";
      label.title = state.settings.has(name) ? `原 ${written()}` : "";
      if (held !== input) input.value = now;
      if (slide && held !== slide) slide.value = Number((now.match(/^[\d,.]+/) || ["0"])[0].replace(/,/g, ""));
    };
    return { label, update };
  }
  function drawParameters() {
    const names = Object.keys(state.parameters || {}), key = state.script + "\n" + names.join("\n");
    if (parameters.dataset.key !== key) {
      parameters.dataset.key = key;
      rowsOf.clear();
      for (const full of names) rowsOf.set(full, parameterRow(full));
      refill(parameters, [...rowsOf.values()].map(({ label }) => label));
    }
    for (const { update } of rowsOf.values()) update();
  }
  function totals() {
    const total = state.run?.record.totals;
    if (!total) return h("p", { class: "soft" }, hasList() ? "—" : "还没有名单：可先用样例，也可下载填报模板");
    const sure = fen(total.amount), least = fen(total.least), most = total.most === null ? null : fen(total.most);
    const moved = state.difference ? state.difference.measures.reduce((sum, measure) => sum + measure.after.fen - measure.before.fen, 0) : 0;
    const span = least === sure && most === sure ? "" : most === null ? `${wan(least)} 起` : `${wan(least)} – ${wan(most)}`;
    return h("div", { class: "totals", "aria-live": "polite" }, h("b", {}, wan(sure)), " 万元已定", span ? h("span", {}, `　至少 – 至多 ${span}`) : null, moved ? h("span", { class: "moved" }, `　比已保存 ${change(moved)}`) : null);
  }
  function measureRows() {
    const before = new Map((state.difference?.measures || []).map((measure) => [measure.id, measure]));
    const rows = state.run.summary, sums = rows.map((row) => fen(row.金额合计)), places = placesOf([...sums, ...rows.map((row) => fen(row.至少)), ...rows.map((row) => fen(row.至多))]);
    return rows.map((row, i) => {
      const was = before.get(row.措施编号), moved = was ? was.after.fen - was.before.fen : 0, least = fen(row.至少), most = fen(row.至多);
      const open = least !== null && (most === null || least !== sums[i] || most !== sums[i]);
      return h("tr", {}, h("td", {}, row.措施编号), h("td", {}, h("button", { type: "button", click: () => { state.measure = row.措施编号; go("results"); } }, row.措施)),
        h("td", { class: "number" }, row.符合), h("td", { class: "number open" }, row.待核实 === "0" ? "" : row.待核实), h("td", { class: "number" }, sums[i] === null || (!sums[i] && !most && most !== null) ? "—" : wan(sums[i], places)),
        h("td", { class: "number" }, open ? (most === null ? `${wan(least, places)} 起` : `${wan(least, places)} – ${wan(most, places)}`) : ""), h("td", { class: "number moved" }, change(moved, placesOf([moved]))));
    });
  }
  function measureTable() {
    if (!state.run) return null;
    const heads = ["编号", "措施", "符合", "待核实", "已定（万元）", "至少 – 至多", "比已保存"];
    return h("div", { class: "wide" }, h("table", { class: "measures" }, h("thead", {}, h("tr", {}, heads.map((name, i) => h("th", { class: i > 1 ? "number" : undefined }, name)))), h("tbody", {}, measureRows(), listRows())));
  }
  // Lists pay nothing: they are counted.
  function listRows() {
    const rows = [...state.run.lists].filter(([id]) => !state.run.summary.some((row) => row.措施编号 === id));
    const name = (id) => (editor.value.match(new RegExp(`"([^"\\n]*)"\\s*\\{[^}]*?编号\\s*=\\s*"${id.replace(/[^\w-]/g, "\\$&")}"`)) || [])[1] || id;
    return rows.map(([id, list]) => h("tr", {}, h("td", {}, id), h("td", {}, h("button", { type: "button", click: () => { state.measure = id; go("results"); } }, name(id))), h("td", { class: "number" }, String(list.length)), h("td"), h("td", { class: "number" }, "—"), h("td"), h("td")));
  }
  function whoChanged() {
    const changes = state.difference?.changes || [];
    if (!changes.length) return null;
    const KIND = { gain: "增加", loss: "减少", open: "变为待核实", clear: "其他" };
    return [h("h2", {}, `谁变了（${changes.length} 处）`), grid([
      { name: "名称", text: (row) => row.name || row.code, cell: (row) => h("button", { type: "button", click: () => openCompany(row.code) }, row.name || row.code) },
      { name: "措施", text: (row) => row.measure }, { name: "变化", text: (row) => KIND[row.kind] },
      { name: "增减（万元）", number: true, sort: (row) => row.difference, text: (row) => change(row.difference, placesOf(changes.map((one) => one.difference))) }, { name: "为什么", class: "long", text: (row) => row.why }], changes, "谁变了")];
  }
  const left = h("aside"), before = h("div"), behind = h("div"), parametersBox = h("div", { hidden: true }, h("h2", {}, "参数（改了就算，不改脚本）"), parameters);
  const right = h("section", { class: "effect" }, before, parametersBox, behind), strip = h("div", { class: "strip" });
  const rulesView = h("div", { class: "rules" }, left, h("div", { class: "middle" }, h("div", { class: "editor" }, gutter, h("div", { class: "paper" }, painted, editor)), about, strip), right, choices);
  function drawRules() {
    refill(left, h("h2", {}, "措施"), outline(), h("h2", {}, "文件"), h("button", { type: "button", click: save }, "保存（Ctrl+S）"), h("button", { type: "button", click: revert }, "还原到已保存"));
    refill(strip, findings());
    if (state.findings.some((finding) => !finding.fixes)) findFixes();
    const stale = state.findings.some((finding) => finding.severity === "error") && state.run;
    for (const part of [before, behind]) part.className = stale ? "grey" : "";
    refill(before, stale ? h("p", { class: "error" }, "脚本有错误，下面是上一次的结果。") : null, totals(), measureTable());
    parametersBox.hidden = !state.run || !Object.keys(state.run.record.parameters || {}).length;
    drawParameters();
    refill(behind, whoChanged(), (state.notices || []).map((line) => h("p", { class: "soft" }, line)));
    if (view.firstChild !== rulesView) refill(view, rulesView), highlight();
  }

  // 预算: which value of a parameter keeps the total. Made once: what is typed stays while results are drawn again.
  const solveFor = h("select", { "aria-label": "参数" }), most = h("input", { "aria-label": "合计至多", placeholder: "如 1100万元" }), solved = h("pre", { class: "answer" });
  const budgetForm = h("div", {}, h("h2", {}, "预算"), h("p", {}, "要让合计至多 ", most, "，参数 ", solveFor, " 可以定到多少 ", h("button", { type: "button", click: solve }, "求解")), solved);
  async function solve() {
    solved.textContent = "正在求解";
    const out = await engine(["solve", path(current()), ...inputs(), ...settings(), "--for", "参数." + solveFor.value, "--total", "至多 " + most.value.trim()]).catch((error) => ({ said: "", complained: error.message }));
    solved.textContent = out.said || out.complained;
  }
  function drawBudget() {
    const names = Object.keys(state.run.record.parameters || {}).map((full) => full.replace(/^[^.]*\./, ""));
    if ([...solveFor.options].map((option) => option.value).join() !== names.join()) refill(solveFor, names.map((name) => h("option", {}, name)));
    budgetForm.hidden = !names.length;
  }

  // 结果
  const upper = h("div"), lower = h("div"), resultsView = h("div", { class: "page" }, upper, budgetForm, lower);
  function drawResults() {
    if (!state.run) return refill(view, h("p", {}, "还没有结果：放入名单，或用样例。"));
    const rows = [...state.run.summary.map((row) => [row.措施编号, row.措施]), ...[...state.run.lists.keys()].filter((key) => !state.run.summary.some((row) => row.措施编号 === key)).map((key) => [key, "清单"])];
    const id = rows.some(([key]) => key === state.measure) ? state.measure : rows[0]?.[0];
    const chosen = h("select", { "aria-label": "措施", change: () => { state.measure = chosen.value; drawResults(); } }, rows.map(([key, name]) => h("option", { value: key, selected: key === id }, `${key} ${name}`)));
    const list = state.run.lists.get(id), own = state.run.rows.filter((row) => row.措施编号 === id);
    const OUTCOMES = ["符合", "待核实", "不符合"], amounts = own.map((row) => fen(row.金额)), places = placesOf(amounts);
    own.sort((a, b) => OUTCOMES.indexOf(a.结果) - OUTCOMES.indexOf(b.结果));
    const kinds = h("span", { class: "chips" }, OUTCOMES.map((name) => h("label", {}, h("input", { type: "checkbox", checked: !state.without.has(name), change: () => { if (!state.without.delete(name)) state.without.add(name); drawResults(); if (name === "不符合" && !state.without.has(name)) soon(0); } }), ` ${name} ${state.run.summary.find((row) => row.措施编号 === id)?.[name] ?? ""}`)));
    const shown = own.length ? grid([
      { name: "代码", text: (row) => row.对象代码, class: "code" }, { name: "名称", text: (row) => row.对象名称, cell: (row) => h("button", { type: "button", click: () => openCompany(row.对象代码 || row.对象名称) }, row.对象名称 || row.对象代码) },
      { name: "结果", text: (row) => row.结果, cell: (row) => h("span", { class: { 符合: "yes", 待核实: "open" }[row.结果] || "no" }, row.结果) },
      { name: "金额（万元）", number: true, sort: (row) => fen(row.金额) ?? -1, text: (row) => wan(fen(row.金额), places) }, { name: "说明", class: "long", text: (row) => row.说明 }], own.filter((row) => !state.without.has(row.结果)), id)
      : list ? grid(Object.keys(list[0] || { 名称: "" }).map((name) => ({ name, text: (row) => row[name], class: name.length > 4 ? "long" : undefined })), list, id) : h("p", {}, "没有记录");
    refill(upper, totals(), measureTable(), h("h2", {}, "名单 ", chosen), own.length ? kinds : null, shown);
    drawBudget();
    refill(lower, state.run.pending.length ? [h("h2", {}, "先补这些（按影响的钱排）"), grid(Object.keys(state.run.pending[0]).map((name) => ({ name, text: (row) => row[name], class: /数据|措施/.test(name) ? "long" : undefined })), state.run.pending, "待补")] : null,
      state.run.targets.length ? [h("h2", {}, "目标"), grid(Object.keys(state.run.targets[0]).filter((name) => name !== "年度").map((name) => ({ name, text: (row) => row[name], class: name === "说明" ? "long" : undefined })), state.run.targets, "目标")] : null);
    if (view.firstChild !== resultsView) refill(view, resultsView);
  }

  // 企业
  const entries = () => state.entries || [];
  function matches() {
    const words = search.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    return words.length ? entries().filter((entry) => words.every((word) => (entry.name + " " + entry.code).toLowerCase().includes(word))) : [];
  }
  function openFirst() {
    const first = matches()[0];
    if (first) openCompany(first.code || first.name);
  }
  const hits = h("div", { class: "hits" }), dossier = h("div", { class: "dossier" });
  async function openCompany(who) {
    state.company = who;
    go("company");
    refill(dossier, h("p", { class: "soft" }, "正在查 " + who));
    const answer = await engine(["explain", who, path(current()), ...inputs(), ...settings(), "--json"]).catch((error) => ({ status: 2, complained: error.message, said: "" }));
    const report = parsed(answer.said, null);
    if (state.company === who) refill(dossier, report ? company(report) : h("pre", {}, answer.complained || answer.said));
  }
  const SIGNS = { yes: "✓", no: "✗", unknown: "?" };
  function conditions(list, deciding) {
    const tree = [], stack = [];
    for (const item of list || []) {
      const node = { ...item, within: [] };
      while (stack.length > item.level) stack.pop();
      (stack.length ? stack[stack.length - 1].within : tree).push(node);
      stack.push(node);
    }
    const render = (nodes) => {
      const shown = nodes.filter((node) => node.answer === deciding), rest = nodes.filter((node) => node.answer !== deciding);
      const item = (node) => h("li", { class: node.answer }, SIGNS[node.answer] || "·", " ", node.text, node.within.length ? render(node.within) : null);
      return h("ul", {}, shown.map(item), rest.length ? h("li", {}, h("details", {}, h("summary", {}, `${shown.length ? "其余 " : ""}${rest.length} 项`), h("ul", {}, rest.map(item)))) : null);
    };
    return tree.length ? render(tree) : null;
  }
  function company(report) {
    const ORDER = { 待核实: 0, 符合: 1, 不符合: 2 }, sum = report.measures.reduce((total, measure) => total + (measure.result === "符合" && typeof measure.amount === "number" ? fenOf(measure.amount) : 0), 0);
    const lacking = (measure) => measure.lacking || measure.lack;
    const field = h("select", { "aria-label": "字段" }, Object.keys(report.data || {}).map((name) => h("option", {}, name))), value = h("input", { "aria-label": "假设的值", placeholder: "如 万元(2100)、3、\"是\"" }), answer = h("pre", { class: "answer" });
    const suppose = async () => {
      const written = value.value.trim(), said = /^[\d.]+$|^\(|[(（]|^"|^\{|^日期/.test(written) ? written : `"${written}"`;
      const out = await engine(["repl", path(current()), ...inputs(), ...settings()], { input: `选 ${report.code || report.name}\n如果 { ${field.value} = ${said} }\n` });
      answer.textContent = out.said.split("\n").slice(1).join("\n") || out.complained;
    };
    return [h("h2", {}, report.name, " ", h("small", {}, report.code)), h("p", { class: "totals" }, h("b", {}, wan(sum)), " 万元已定"),
      h("div", { class: "whatif" }, "如果 ", field, " 是 ", value, h("button", { type: "button", click: suppose }, "试算"), answer),
      [...report.measures].sort((a, b) => (ORDER[a.result] ?? 3) - (ORDER[b.result] ?? 3)).map((measure) => h("article", {},
        h("h3", {}, `${measure.id} ${measure.name}`, measure.clause ? h("small", {}, `（${measure.clause}）`) : null, h("span", { class: { 符合: "yes", 待核实: "open" }[measure.result] || "no" }, measure.result + (typeof measure.amount === "number" ? `　${wan(fenOf(measure.amount))} 万元` : ""))),
        h("p", {}, measure.why), lacking(measure) ? h("p", {}, h("b", {}, "还差："), lacking(measure)) : null,
        conditions(measure.conditions, { 符合: "", 待核实: "unknown" }[measure.result] ?? "no"))),
      h("details", {}, h("summary", {}, "名单上的数据"), h("table", {}, h("tbody", {}, Object.entries(report.data || {}).map(([name, cell]) => h("tr", {}, h("th", {}, name), h("td", {}, cell))))))];
  }
  function drawCompany() {
    const found = matches(), MOST = 200;
    refill(hits, h("p", { class: "soft" }, search.value ? `${grouped(found.length)} 家` : `名单 ${grouped(entries().length)} 家：在右上角输入名称或代码`),
      (search.value ? found : entries()).slice(0, MOST).map((entry) => h("button", { type: "button", class: entry.code === state.company ? "chosen" : undefined, click: () => openCompany(entry.code || entry.name) }, entry.name || "（没有名称）", h("small", {}, entry.code))));
    if (!state.company) refill(dossier, h("p", { class: "soft" }, "选一家企业，看每项措施的结果、条件、还差什么；可以试算“如果”。"));
    if (view.firstChild?.firstChild !== hits) refill(view, h("div", { class: "companies" }, hits, dossier));
  }

  // 资料
  function showFiles() {
    if (state.tab === "files") drawFiles();
    drawTabs();
  }
  function drawFiles() {
    const pick = h("input", { type: "file", multiple: true, hidden: true, change: () => addFiles(pick.files) });
    const role = (file) => file.script ? "脚本" : h("select", { "aria-label": "这张表是", change: (event) => { file.role = event.target.value; if (file.role === "list") for (const other of state.files) if (other !== file && other.role === "list") other.role = "other"; drawFiles(); soon(0); } },
      Object.entries(ROLES).map(([key, name]) => h("option", { value: key, selected: key === file.role }, name)));
    refill(view, h("div", { class: "page" },
      h("div", { class: "drop" }, h("p", {}, "把名单、脚本拖到这里，或 ", h("button", { type: "button", click: () => pick.click() }, "选文件"), pick),
        h("p", { class: "soft" }, "名单：CSV（UTF-8、GB18030）或 .xlsx，工作簿里的服务记录、指标、历史、核定按工作表名自动认出；脚本 .lua；参数表 .params.csv；案例 .cases.csv")),
      h("div", { class: "wide" }, h("table", {}, h("thead", {}, h("tr", {}, ["文件", "识别为", "大小", "操作"].map((name) => h("th", {}, name)))),
        h("tbody", {}, state.files.map((file) => h("tr", {}, h("td", {}, file.name, file.sample ? h("small", {}, "（样例）") : null), h("td", {}, role(file)), h("td", { class: "number" }, grouped(file.size) + " 字节"),
          h("td", {}, file.script && scripts().length === 1 ? null : h("button", { type: "button", click: async () => { state.files = state.files.filter((other) => other !== file); await remove(path(file)); if (state.script === file.name) select(scripts()[0]?.name); drawFiles(); soon(0); } }, "拿走"))))))),
      state.run ? [h("h2", {}, `数据问题（${state.run.problems.length} 处）`), grid(["文件", "行", "列", "原值", "问题"].map((name) => ({ name, text: (row) => (name === "文件" ? (row[name] || "").replace("/desk/", "") : row[name] || ""), number: name === "行", sort: name === "行" ? (row) => Number(row.行) : undefined, class: name === "问题" ? "long" : undefined })), state.run.problems, "数据问题")] : null,
      h("h2", {}, "新建"), h("p", {}, h("button", { type: "button", click: newPolicy }, "新建政策"), " ", h("button", { type: "button", click: template }, "下载填报模板（名单.xlsx）"))));
  }
  async function newPolicy() {
    const name = "新政策.lua";
    await addFile(name, bytesOf('政策 { 编号 = "X", 名称 = "某某办法", 地区 = "650100", 有效期 = { "2022-01-01", "2024-12-31" } }\n\n参数 "奖励标准" { ["2022-01-01"] = 万元(10) }\n\n奖励 "某某奖励" {\n  编号 = "X-1", 条款 = "第一条",\n  条件 = { 规模以上 },\n  金额 = 参数.奖励标准,\n}\n'));
    select(name);
    go("rules");
    soon(0);
  }

  // 案例, 提示符
  const caseOut = h("pre", { class: "answer" });
  async function drawCases() {
    refill(view, h("div", { class: "page" }, h("p", {}, h("button", { type: "button", click: runCases }, "跑案例"), " ", h("button", { type: "button", click: () => runCases("--suggest") }, "还缺哪些边界案例"), " ", h("button", { type: "button", click: () => runCases("--mutate") }, "改动规则，看案例能不能发现"),
      h("span", { class: "soft" }, "　案例文件放在“资料”里：脚本名.cases.csv")), caseOut));
    if (!caseOut.textContent) runCases();
  }
  async function runCases(option) {
    caseOut.textContent = "正在跑";
    const out = await engine(["test", path(current()), ...settings(), ...(typeof option === "string" ? [option] : [])]).catch((error) => ({ said: "", complained: error.message }));
    caseOut.textContent = [out.said, out.complained].filter(Boolean).join("\n").replaceAll("/desk/", "");
  }
  const lines = [], log = h("pre", { class: "answer" }), line = h("input", { class: "prompt", "aria-label": "提示符", placeholder: "选 恒芯 ｜ 为什么 ｜ 还差什么 ｜ 如果 { 营业收入 = 万元(2100) } ｜ 谁 { 规模以上 }",
    keydown: async (event) => {
      if (event.key !== "Enter" || event.isComposing || !line.value.trim()) return;
      lines.push(line.value);
      line.value = "";
      log.textContent += "> " + lines[lines.length - 1] + "\n";
      // Each answer comes from all lines so far, of which the last is new.
      const before = await engine(["repl", path(current()), ...inputs(), ...settings()], { input: lines.slice(0, -1).join("\n") + "\n" });
      const out = await engine(["repl", path(current()), ...inputs(), ...settings()], { input: lines.join("\n") + "\n" });
      log.textContent += (out.said.slice(before.said.length).replace(/^\n/, "") || out.complained.slice(before.complained.length)) + "\n";
      log.scrollTop = log.scrollHeight;
    } });

  // 导出
  function download(name, bytes, type) {
    const link = h("a", { download: name, href: URL.createObjectURL(new Blob([bytes], { type: type || "application/octet-stream" })) });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }
  const said = h("pre", { class: "answer" });
  async function make(words, file) {
    said.textContent = "正在写 " + file;
    const out = await engine(words, { outputs: ["/desk/" + file] }).catch((error) => ({ made: [], complained: error.message, said: "" }));
    const made = (out.made || []).find(([name]) => name === "/desk/" + file);
    if (made) download(file, made[1]);
    said.textContent = made ? file + " 已下载" : out.complained || out.said;
  }
  const template = () => make(["fields", path(current()), "--template", "名单.xlsx"], "名单.xlsx");
  async function documents(kind, file) {
    const run = await engine(["run", path(current()), ...inputs(), ...settings(), "--all", "-o", "/desk/结果"], { outputs: ["/desk/结果"] });
    if (!run.made.length) return (said.textContent = run.complained);
    for (const [name, bytes] of run.made) await ask({ put: [[name, bytes]] });
    await make(["documents", "/desk/结果", "--kind", kind, "-o", file], file);
    for (const [name] of run.made) await ask({ remove: [name] });
  }
  // 自查页: the fields that the script asks, with their types and choices, from the engine's own dictionary.
  async function selfCheck() {
    const file = current(), template = "/desk/自查.csv";
    const [told, empty] = [await engine(["fields", path(file)], { columns: 1000 }), await engine(["fields", path(file), "--template", template], { outputs: [template] })];
    const headings = textOf(empty.made[0][1]).replace(/^\ufeff/, "").split(/\r?\n/)[0].split(",");
    const known = new Map(told.said.split("\n").map((line) => line.trim().split(/ {2,}/)).filter((cells) => cells.length > 2).map(([name, , type, note]) => [name, { type, note: note || "" }]));
    const fields = headings.map((heading) => {
      const name = heading.replace(/（[^）]*）$/, ""), { type = "文字", note = "" } = known.get(name) || {};
      return { heading, name, type, choices: type === "选项" ? note.split(" ").filter(Boolean) : [], note: type === "选项" ? "" : note };
    });
    const word = (key) => (file.text.match(new RegExp(`${key}\\s*=\\s*"([^"\\n]*)"`)) || [])[1];
    const stem = file.name.replace(/\.lua$/, ""), beside = state.files.filter((other) => other.name === stem + ".params.csv").map((other) => ["policy.params.csv", textOf(onDesk.get(path(other)))]);
    const region = word("地区") || "", policy = { title: word("名称") || file.name, status: word("状态"), contact: word("联系方式"), region: /^\d{6}$/.test(region) ? region : "", year: state.year, script: file.text, beside, fields };
    const page = textOf(await unpacked($("selfcheck").textContent)).replace("POLICY", () => JSON.stringify(policy).replace(/</g, "\\u003c"))
      .replace("ENGINE_WASM", () => $("engine").textContent).replace("ENGINE_WORKER", () => $("worker").textContent);
    download("自查.html", bytesOf(page), "text/html");
    said.textContent = "自查.html 已下载：发给企业，打开就能填，不用名单，也不联网";
  }
  function drawOut() {
    const button = (name, act) => h("button", { type: "button", click: act }, name);
    const judged = (command, file, more) => () => make([command, path(current()), ...inputs(), ...settings(), ...more, "-o", file], file);
    refill(view, h("div", { class: "page out" }, h("h2", {}, "结果"), h("p", {}, button("结果工作簿（结果.xlsx）", judged("run", "结果.xlsx", ["--all"])), button("报告（报告.html）", judged("report", "报告.html", []))),
      h("h2", {}, "一笔钱前后的表和信"), h("p", {}, [["公示表", "公示表.xlsx"], ["拨付表", "拨付表.xlsx"], ["告知书", "告知书.docx"], ["核定表", "核定表.xlsx"], ["异议表", "异议表.xlsx"], ["审计底稿", "审计底稿.xlsx"], ["绩效表", "绩效表.xlsx"]].map(([kind, file]) => button(kind, () => documents(kind, file)))),
      h("h2", {}, "规则"), h("p", {}, button("脚本", save), button("可读的页面（规则.md）", () => make(["doc", path(current()), "-o", "规则.md"], "规则.md")), button("填报模板（名单.xlsx）", template), button("自查页（自查.html）", selfCheck)), said));
  }

  // Saving
  async function save() {
    const file = current();
    if (!file) return;
    let kept = false;
    try {
      if (!file.handle && window.showSaveFilePicker) file.handle = await showSaveFilePicker({ suggestedName: file.name });
      if (file.handle) {
        const stream = await file.handle.createWritable();
        await stream.write(file.text);
        await stream.close();
        kept = true;
      }
    } catch (error) {
      if (error.name === "AbortError") return;
    }
    if (!kept) download(file.name, bytesOf(file.text), "text/plain");
    file.saved = file.text;
    await put("/desk/base/" + file.name, bytesOf(file.text));
    try { localStorage.removeItem("huiqi:" + file.name); } catch (error) { /* nothing was kept */ }
    soon(0);
  }
  function revert() {
    const file = current();
    file.text = file.saved;
    editor.value = file.text;
    state.settings.clear();
    edited();
    soon(0);
  }
  function offerDraft(file) {
    let draft;
    try { draft = JSON.parse(localStorage.getItem("huiqi:" + file.name)); } catch (error) { return; }
    if (!draft || draft.text === file.text) return;
    const bar = $("restore"), close = () => (bar.hidden = true);
    bar.hidden = false;
    refill(bar, `上次有未保存的文字（${file.name}，${new Date(draft.time).toLocaleString("zh-CN")}）　`, h("button", { type: "button", click: () => { editor.value = draft.text; edited(); close(); } }, "恢复"), " ",
      h("button", { type: "button", click: () => { localStorage.removeItem("huiqi:" + file.name); close(); } }, "丢弃"));
  }

  // Drawing
  function drawTabs() {
    const file = current(), errors = state.findings.filter((finding) => finding.severity === "error").length;
    const count = { files: state.run?.problems.length, rules: state.findings.length || undefined };
    refill(tabs, Object.entries(TABS).map(([key, name], i) => h("button", { type: "button", role: "tab", "aria-selected": String(key === state.tab), title: `Alt+${i + 1}`, click: () => go(key) }, name, key === "rules" && file && file.text !== file.saved ? " •" : null, count[key] ? h("small", { class: key === "rules" && errors ? "red" : "amber" }, String(count[key])) : null)));
    refill(which, scripts().map((one) => h("option", { value: one.name, selected: one.name === state.script }, one.name)));
    $("found").textContent = state.problem ? "没有算成" : errors ? `${errors} 处错误` : state.findings.length ? `${state.findings.length} 处提醒` : "脚本没有问题";
  }
  function draw() {
    if (state.run && !state.settings.size) state.parameters = state.run.record.parameters;
    drawTabs();
    const views = { files: drawFiles, rules: drawRules, results: drawResults, company: drawCompany, cases: drawCases, prompt: () => refill(view, h("div", { class: "page" }, log, line)), out: drawOut };
    if (state.tab === "prompt" && line.isConnected) return;
    views[state.tab]();
    if (state.tab === "prompt") line.focus();
  }
  addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const key = event.key.toLowerCase(), control = event.ctrlKey || event.metaKey, tab = event.altKey && Object.keys(TABS)[Number(event.key) - 1];
    if (tab) go(tab), event.preventDefault();
    else if (control && key === "k") search.focus(), search.select(), event.preventDefault();
    else if (control && key === "s") save(), event.preventDefault();
    else if (state.tab === "rules" && control && event.code === "Space") complete(), event.preventDefault();
    else if (state.tab === "rules" && event.key === "F1") tell(), event.preventDefault();
    else if (state.tab === "rules" && event.altKey && event.key === ".") define(), event.preventDefault();
    else if (state.tab === "rules" && event.altKey && event.shiftKey && key === "f") lay(), event.preventDefault();
    else if (event.key === "Escape" && !about.hidden) about.hidden = true;
    else if (event.key === "F8" && state.findings.length) jump(state.findings[0].line, state.findings[0].column), event.preventDefault();
    else if (event.key === "Escape" && state.working) stop();
  });
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", (event) => { event.preventDefault(); addFiles(event.dataTransfer.files); });
  addEventListener("beforeunload", (event) => { if (scripts().some((file) => file.text !== file.saved)) event.preventDefault(); });

  // It opens on a working example.
  for (const [name, sample] of Object.entries(samples.files)) await addFile(name, await unpacked(sample), { sample: true });
  await addFile("样例名单.csv", await unpacked(samples.list), { sample: true });
  await addFile("样例服务记录.csv", await unpacked(samples.services), { sample: true });
  select(scripts()[0].name);
  offerDraft(current());
  $("old").remove();
  $("app").hidden = false;
  draw();
  await judge();
})();

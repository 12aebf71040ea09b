// The engine: three Workers over the same files. `live` keeps the list and answers what is asked about results; `words` is asked
// about the text that is written (findings, completion, cases), so that neither waits for the other; commands make what goes out.
const samples = JSON.parse($("samples").textContent);
const compiled = await WebAssembly.compile(await unpacked($("engine").textContent)), workerText = textOf(await unpacked($("worker").textContent));
const onDesk = new Map(); // path -> bytes, as saved
const LANGUAGE = english ? "en" : "zh";

// JSON-RPC with a server. One whose engine dies is started again with the files and the text; a text that killed it twice is not
// given to it a third time.
function serverOf(findings, filesOf, told) {
  let worker = null, asking = new Map(), numbers = 0, uri = null, text = null, version = 0, deaths = 0, deadly = null;
  const heard = (message) => {
    const answer = JSON.parse(message);
    if (answer.method) return told && told(answer);
    const asked = asking.get(answer.id);
    asking.delete(answer.id);
    if (!asked) return;
    if (answer.error) asked.reject(Object.assign(new Error(answer.error.message), { code: answer.error.code }));
    else asked.resolve(answer.result);
  };
  const give = (message) => { const own = worker; own?.ask(message).catch((error) => own === worker && died(error)); };
  const send = (message) => give({ say: JSON.stringify({ jsonrpc: "2.0", ...message }) });
  const request = (method, params) => new Promise((resolve, reject) => {
    if (!worker) return reject(new Error(t`计算中断了两次，这段文字不再试：请改一改`));
    asking.set(++numbers, { resolve, reject });
    send({ id: numbers, method, params });
  });
  const opened = () => send({ method: "textDocument/didOpen", params: { textDocument: { uri, languageId: "huiqi", version, text } } });
  function start() {
    worker = engineWorker(workerText, heard);
    give({ wasm: compiled, put: filesOf(), server: LANGUAGE });
    request("initialize", { capabilities: {}, initializationOptions: { diagnostics: findings } }).catch(() => {});
    if (uri) opened();
  }
  function drop(reason, again) {
    const waiting = [...asking.values()];
    asking = new Map();
    for (const { reject } of waiting) reject(Object.assign(new Error(reason), { again }));
  }
  function died(error) {
    if (error.message === "stopped") return;
    deaths = deadly === text ? deaths + 1 : 1;
    deadly = text;
    worker.end();
    worker = null;
    if (deaths >= 2) return drop(t`计算中断了两次，这段文字不再试：请改一改`);
    start();
    drop(t`计算中断，已重新开始`, true);
  }
  start();
  return {
    ask: (method, params) => request(method, { textDocument: { uri }, ...params }),
    put: (entries) => give({ put: entries }),
    remove: (path) => give({ remove: [path] }),
    // The text as it stands, of this script. False: it is not tried again.
    show(name, now) {
      const other = "file:///desk/" + name;
      if (!worker && deadly === now) return false;
      if (!worker) {
        uri = other, text = now, version++;
        start();
      } else if (other !== uri) {
        if (uri) send({ method: "textDocument/didClose", params: { textDocument: { uri } } });
        uri = other, text = now, version++;
        opened();
      } else if (now !== text) {
        const edit = changed(text, now);
        text = now;
        send({ method: "textDocument/didChange", params: { textDocument: { uri, version: ++version }, contentChanges: [edit] } });
      }
      return true;
    },
    version: () => version,
    restart() {
      worker?.end();
      start();
      drop("stopped");
    },
  };
}
// What is different between two texts, as one edit.
function changed(before, after) {
  let start = 0, end = 0;
  const most = Math.min(before.length, after.length), low = (unit) => unit >= 0xdc00 && unit <= 0xdfff;
  while (start < most && before[start] === after[start]) start++;
  if (start && (low(before.charCodeAt(start)) || low(after.charCodeAt(start)))) start--;
  while (end < most - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  if (end && (low(before.charCodeAt(before.length - end)) || low(after.charCodeAt(after.length - end)))) end--;
  const range = { start: positionOf(before, start), end: positionOf(before, before.length - end) };
  return { range, text: after.slice(start, after.length - end) };
}
function positionOf(text, at) {
  let line = 0, begin = 0;
  for (let next; (next = text.indexOf("\n", begin)) >= 0 && next < at; begin = next + 1) line++;
  return { line, character: at - begin };
}
function offsetOf(text, { line, character }) {
  let begin = 0;
  for (; line > 0; line--) {
    const next = text.indexOf("\n", begin);
    if (next < 0) return text.length;
    begin = next + 1;
  }
  const end = text.indexOf("\n", begin);
  return Math.min(begin + character, end < 0 ? text.length : end);
}

// The words server needs no list: it judges cases, which bring their own.
const forWords = () => [...onDesk].filter(([path]) => !/\.(xlsx|csv)$/i.test(path) || /\.(cases\b.*|params)\.csv$/i.test(path));
const live = serverOf(false, () => [...onDesk, projectFile(true)]);
const words = serverOf(true, () => [...forWords(), projectFile(false)], (message) => message.method === "textDocument/publishDiagnostics" && heardFindings(message.params));
async function put(path, bytes) {
  onDesk.set(path, bytes);
  live.put([[path, bytes]]);
  if (forWords().some(([own]) => own === path)) words.put([[path, bytes]]);
}
async function remove(path) {
  onDesk.delete(path);
  live.remove(path);
  words.remove(path);
}

// Commands, each in an instance of its own. One that goes on for long can be stopped: its Worker ends.
let running = null;
async function engine(command, more) {
  if (!running) {
    running = engineWorker(workerText);
    running.ask({ wasm: compiled });
  }
  const now = scripts().filter((file) => file.text !== file.saved).map((file) => [path(file), bytesOf(file.text)]);
  await running.ask({ put: [...onDesk, ...now] });
  return running.ask({ words: ["--lang", LANGUAGE, ...command], ...more });
}
function stopCommand() {
  if (!running) return;
  const stopped = running;
  running = null;
  stopped.end();
}

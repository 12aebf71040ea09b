// The editor server (huiqi lsp) in a Worker.
import { engineWorker } from "./client.js";
import { editBetween } from "./text_places.js";
import { t } from "./words.js";

// JSON-RPC with a server. One whose engine dies is started again with the files and the text; a text that killed it twice is not
// given to it a third time.
export function serverOf({ compiled, workerText, language, options, filesOf, told, progress }) {
  let worker = null,
    asking = new Map(),
    numbers = 0,
    uri = null,
    text = null,
    version = 0,
    deaths = 0,
    deadly = null;
  const heard = (message) => {
    const answer = JSON.parse(message);
    if (answer.method) return told(answer);
    const asked = asking.get(answer.id);
    asking.delete(answer.id);
    if (!asked) return;
    if (answer.error) asked.reject(Object.assign(new Error(answer.error.message), { code: answer.error.code }));
    else asked.resolve(answer.result);
  };
  const give = (message) => {
    const own = worker;
    own?.ask(message).catch((error) => own === worker && died(error));
  };
  const send = (message) => give({ say: JSON.stringify({ jsonrpc: "2.0", ...message }) });
  function take(other, now) {
    uri = other;
    text = now;
    version++;
  }
  const notTried = () => t`计算中断了两次，这段文字不再试：请改一改`;
  const request = (method, params) =>
    new Promise((resolve, reject) => {
      if (!worker) return reject(new Error(notTried()));
      asking.set(++numbers, { resolve, reject });
      send({ id: numbers, method, params });
    });
  const opened = () =>
    send({ method: "textDocument/didOpen", params: { textDocument: { uri, languageId: "huiqi", version, text } } });
  function start() {
    worker = engineWorker(workerText, { heard, progress });
    give({ wasm: compiled, put: filesOf(), server: language });
    request("initialize", { capabilities: {}, initializationOptions: options }).catch(() => {});
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
    if (deaths >= 2) return drop(notTried());
    start();
    drop(t`计算中断，已重新开始`, true);
  }
  start();
  return {
    ask: (method, params) => request(method, { textDocument: { uri }, ...params }),
    put: (entries) => give({ put: entries }),
    remove: (where) => give({ remove: [where] }),
    // The text as it stands, of this script. False: it is not tried again.
    show(where, now) {
      const other = "file://" + where.split("/").map(encodeURIComponent).join("/");
      if (!worker && deadly === now) return false;
      if (!worker) {
        take(other, now);
        start();
      } else if (other !== uri) {
        if (uri) send({ method: "textDocument/didClose", params: { textDocument: { uri } } });
        take(other, now);
        opened();
      } else if (now !== text) {
        const edit = editBetween(text, now);
        text = now;
        const textDocument = { uri, version: ++version };
        send({ method: "textDocument/didChange", params: { textDocument, contentChanges: [edit] } });
      }
      return true;
    },
    about: (message) => message.uri === uri && message.version === version,
    restart() {
      worker?.end();
      start();
      drop("stopped");
    },
  };
}

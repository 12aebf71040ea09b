// The engine: Workers over the same files. `live` keeps the list and answers what is asked about results; `words` is asked
// about the text that is written (findings, completion, cases), so that neither waits for the other; commands make what goes out;
// the prompt stays.
import { engineWorker } from "./client.js";
import { $, bytesOf, textOf, unpacked } from "./dom.js";
import { state, tell, unsaved } from "./state.js";
import { serverOf } from "./server.js";
import { english, t } from "./words.js";

const LANGUAGE = english ? "en" : "zh";
const [compiled, workerText] = await Promise.all([
  unpacked($("engine").textContent).then((bytes) => WebAssembly.compile(bytes)),
  unpacked($("worker").textContent).then(textOf),
]);
const onDesk = new Map(); // path -> bytes, as saved
const project = new Map(); // server -> the path and bytes of its .huiqi.json

const DESK = "/desk/";
export const pathOf = (name) => DESK + name;
export const path = (file) => pathOf(file.name);
// As people know the files.
export const withoutDesk = (text) => text.replaceAll(DESK, "");
export const bytesAt = (where) => onDesk.get(where);

function progress(far) {
  state.progress = far;
  tell("working");
}

const withProject = (server, files) => (project.has(server) ? [...files, project.get(server)] : files);
// The words server needs no list: it judges cases, which bring their own.
const isForWords = (where) => !/\.(xlsx|csv)$/i.test(where) || /\.(cases\b.*|params)\.csv$/i.test(where);
const common = { compiled, workerText, language: LANGUAGE, progress };
export const live = serverOf({
  ...common,
  options: { diagnostics: false, progress: true },
  filesOf: () => withProject("live", onDesk),
  told: () => {},
});
export const words = serverOf({
  ...common,
  options: { diagnostics: true },
  filesOf: () =>
    withProject(
      "words",
      [...onDesk].filter(([where]) => isForWords(where)),
    ),
  told: ({ method, params }) => {
    if (method !== "textDocument/publishDiagnostics" || !words.about(params)) return;
    state.findings = params.diagnostics;
    tell("findings");
  },
});

export function put(where, bytes) {
  onDesk.set(where, bytes);
  live.put([[where, bytes]]);
  if (isForWords(where)) words.put([[where, bytes]]);
}
export function remove(where) {
  onDesk.delete(where);
  live.remove(where);
  words.remove(where);
}
// Which list, and of when: a project's file, for each server its own. One that is as it was is not put again.
let projectText = "";
export function putProject(whole, occasion) {
  const text = JSON.stringify({ ...whole, ...occasion }),
    entry = (content) => [pathOf(".huiqi.json"), bytesOf(content)];
  if (text === projectText) return;
  projectText = text;
  project.set("live", entry(text));
  project.set("words", entry(JSON.stringify(occasion)));
  live.put([project.get("live")]);
  words.put([project.get("words")]);
}

// Commands, each in an instance of its own, one after the other: each reads and leaves files of its own. One that goes on for long
// can be stopped: its Worker ends.
let worker = null,
  prompt = null,
  waiting = 0,
  last = Promise.resolve();
// What is said of a command that did not end by itself.
const said = (error) => (error.message === "stopped" ? t`已停止` : error.message);
export const isRunning = () => waiting > 0;
export function inTurn(work) {
  waiting++;
  tell("working");
  last = last.then(work, work).finally(() => {
    waiting--;
    progress(null);
  });
  return last;
}
// Files as they stand, with what was not saved.
const asTheyStand = () => [...onDesk, ...unsaved().map((file) => [path(file), bytesOf(file.text)])];
function started() {
  const made = engineWorker(workerText, { progress });
  made.ask({ wasm: compiled }).catch(() => {});
  return made;
}
export async function command(line, more) {
  worker ||= started();
  await worker.ask({ put: asTheyStand() });
  const asked = worker.ask({ words: ["--lang", LANGUAGE, ...line], ...more });
  return asked.catch((error) => ({ said: "", complained: said(error), made: [] }));
}
// Files that a command made, for the next one alone.
export const lend = (entries) => worker.ask({ put: entries });
export const takeBack = (entries) => worker.ask({ remove: entries.map(([name]) => name) });

// The prompt stays, with its list: { said, before (the next line), goesOn }. `line`: the words of the command.
export async function openPrompt(line) {
  prompt?.end();
  prompt = started();
  await prompt.ask({ put: asTheyStand() });
  return prompt.ask({ prompt: ["--lang", LANGUAGE, "repl", ...line] });
}
export const putForPrompt = (file) => prompt.ask({ put: [[path(file), bytesOf(file.text)]] });
export const takeLine = (line) => prompt.ask({ line });

export function stopCommand() {
  worker?.end();
  prompt?.end();
  worker = prompt = null;
}
export const hasPrompt = () => prompt !== null;

// The engine in a Worker. A command runs in an instance of its own over the files that were given: nothing outlives it but those
// files. The server (huiqi lsp) and the prompt (huiqi repl) are instances that stay, with the list that they have read.
"use strict";
const files = new Map(); // path -> bytes
let compiled, server, prompt;

async function instance(settings) {
  const made = await Engine({
    stdin: () => null,
    progressed: (what, done, of) => postMessage({ progress: { what, done, of } }),
    ...settings,
    instantiateWasm(imports, receive) {
      WebAssembly.instantiate(compiled, imports).then((made) => receive(made));
      return {};
    },
  });
  for (const [path, bytes] of files) put(made.FS, path, bytes);
  return made;
}

// A file that is put again is another file: who stays knows by that that it changed.
function put(fs, path, bytes) {
  let folder = "";
  for (const part of path.split("/").slice(1, -1)) {
    folder += "/" + part;
    if (!fs.analyzePath(folder).exists) fs.mkdir(folder);
  }
  remove(fs, path);
  fs.writeFile(path, bytes);
}
function remove(fs, path) {
  if (fs.analyzePath(path).exists) fs.unlink(path);
}
// All files below a folder, or the file itself.
function take(fs, path, found) {
  if (!fs.analyzePath(path).exists) return found;
  if (!fs.isDir(fs.stat(path).mode)) found.push([path, fs.readFile(path)]);
  else for (const name of fs.readdir(path)) if (name !== "." && name !== "..") take(fs, path + "/" + name, found);
  return found;
}

async function command({ words, outputs }) {
  const said = [],
    complained = [];
  const engine = await instance({ print: (line) => said.push(line), printErr: (line) => complained.push(line) });
  engine.FS.chdir("/desk");
  const status = engine.callMain(words);
  const made = (outputs || []).flatMap((path) => take(engine.FS, path, []));
  return { status, said: said.join("\n"), complained: complained.join("\n"), made };
}

// Calls what the engine exports with a text.
function call(engine, name, text) {
  const size = engine.lengthBytesUTF8(text),
    at = engine._malloc(size + 1);
  engine.stringToUTF8(text, at, size + 1);
  const answer = engine[name](at, size);
  engine._free(at);
  return answer;
}

// `language`: zh or en.
async function openServer(language) {
  server = await instance({ print() {}, printErr() {}, answered: (text) => postMessage({ heard: text }) });
  call(server, "_server_open", language);
}

// `words`: of the command. What is printed belongs to the line that is answered.
let printed = [];
async function openPrompt(words) {
  const print = (line) => printed.push(line);
  printed = [];
  prompt = await instance({ print, printErr: print });
  prompt.FS.chdir("/desk");
  return promptAnswer(call(prompt, "_prompt_open", words.map((word) => word + "\0").join("")));
}
function takeLine(line) {
  printed = [];
  return promptAnswer(call(prompt, "_prompt_take", line));
}
const promptAnswer = (goesOn) => ({
  goesOn: Boolean(goesOn),
  said: printed.join("\n"),
  before: prompt.UTF8ToString(prompt._prompt_text()),
});

async function answer(data) {
  if (data.wasm) compiled = data.wasm instanceof WebAssembly.Module ? data.wasm : await WebAssembly.compile(data.wasm);
  const stay = [server, prompt].filter(Boolean);
  for (const [path, bytes] of data.put || []) {
    files.set(path, bytes);
    for (const { FS } of stay) put(FS, path, bytes);
  }
  for (const path of data.remove || []) {
    files.delete(path);
    for (const { FS } of stay) remove(FS, path);
  }
  if (data.server) await openServer(data.server);
  if (data.say) call(server, "_server_take", data.say);
  if (data.prompt) return openPrompt(data.prompt);
  if (data.line !== undefined) return takeLine(data.line);
  return data.words ? command(data) : {};
}

let working = Promise.resolve();
onmessage = ({ data }) => {
  working = working
    .then(() => answer(data))
    .then((told) => postMessage({ id: data.id, ...told }))
    .catch((error) => postMessage({ id: data.id, failed: String(error) }));
};

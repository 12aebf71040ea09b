// The engine in a Worker. A command runs in an instance of its own over the files that were given: nothing outlives it but those
// files. The server (huiqi lsp) is an instance that stays, with the list that it has read; it has the same files.
"use strict";
const files = new Map(); // path -> bytes
let compiled, server;

function instance(settings) {
  return Engine({
    ...settings,
    instantiateWasm(imports, receive) {
      WebAssembly.instantiate(compiled, imports).then((made) => receive(made));
      return {};
    },
  });
}

// A file that is put again is another file: the server knows by that that it changed.
function put(fs, path, bytes) {
  let folder = "";
  for (const part of path.split("/").slice(1, -1)) {
    folder += "/" + part;
    if (!fs.analyzePath(folder).exists) fs.mkdir(folder);
  }
  if (fs.analyzePath(path).exists) fs.unlink(path);
  fs.writeFile(path, bytes);
}

// All files below a folder, or the file itself.
function take(fs, path, found) {
  if (!fs.analyzePath(path).exists) return found;
  if (!fs.isDir(fs.stat(path).mode)) found.push([path, fs.readFile(path)]);
  else for (const name of fs.readdir(path)) if (name !== "." && name !== "..") take(fs, path + "/" + name, found);
  return found;
}

async function command({ words, input, outputs, columns }) {
  const said = [],
    complained = [],
    typed = new TextEncoder().encode(input || "");
  let at = 0;
  const engine = await instance({
    preRun: [
      (module) => {
        if (columns) module.ENV.COLUMNS = String(columns);
      },
    ],
    print: (line) => said.push(line),
    printErr: (line) => complained.push(line),
    stdin: () => (at < typed.length ? typed[at++] : null),
  });
  for (const [path, bytes] of files) put(engine.FS, path, bytes);
  engine.FS.chdir("/desk");
  const status = engine.callMain(words);
  return {
    status,
    said: said.join("\n"),
    complained: complained.join("\n"),
    made: (outputs || []).flatMap((path) => take(engine.FS, path, [])),
  };
}

function copied(text) {
  const size = server.lengthBytesUTF8(text),
    at = server._malloc(size + 1);
  server.stringToUTF8(text, at, size + 1);
  return [at, size];
}

// `language`: zh or en.
async function open(language) {
  server = await instance({
    print() {},
    printErr() {},
    stdin: () => null,
    answered: (text) => postMessage({ heard: text }),
  });
  for (const [path, bytes] of files) put(server.FS, path, bytes);
  server._server_open(copied(language)[0]);
}

function say(text) {
  const [at, size] = copied(text);
  server._server_take(at, size);
  server._free(at);
}

let working = Promise.resolve();
onmessage = ({ data }) => {
  working = working.then(async () => {
    try {
      if (data.wasm) compiled = data.wasm instanceof WebAssembly.Module ? data.wasm : await WebAssembly.compile(data.wasm);
      for (const [path, bytes] of data.put || []) (files.set(path, bytes), server && put(server.FS, path, bytes));
      for (const path of data.remove || [])
        (files.delete(path), server && server.FS.analyzePath(path).exists && server.FS.unlink(path));
      if (data.server) await open(data.server);
      if (data.say) say(data.say);
      const answer = data.words ? await command(data) : { status: 0 };
      postMessage({ id: data.id, ...answer });
    } catch (error) {
      postMessage({ id: data.id, failed: String(error) });
    }
  });
};

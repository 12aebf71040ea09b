// The engine in a Worker: one command at a time, each in an instance of its own over the files that were given. Nothing outlives
// a command but those files, so a script that ran wild leaves nothing behind.
"use strict";
const files = new Map(); // path -> bytes
let compiled;

function put(fs, path, bytes) {
  const parts = path.split("/").slice(1, -1);
  let folder = "";
  for (const part of parts) {
    folder += "/" + part;
    try { fs.mkdir(folder); } catch (error) { /* it is there */ }
  }
  fs.writeFile(path, bytes);
}

// All files below a folder, or the file itself.
function take(fs, path, found) {
  let about;
  try { about = fs.stat(path); } catch (error) { return found; }
  if (!fs.isDir(about.mode)) found.push([path, fs.readFile(path)]);
  else for (const name of fs.readdir(path)) if (name !== "." && name !== "..") take(fs, path + "/" + name, found);
  return found;
}

async function command({ words, input, outputs, columns }) {
  const said = [], complained = [];
  let typed = new TextEncoder().encode(input || ""), at = 0;
  const engine = await Engine({
    instantiateWasm(imports, receive) {
      WebAssembly.instantiate(compiled, imports).then((instance) => receive(instance));
      return {};
    },
    preRun: [(module) => { if (columns) module.ENV.COLUMNS = String(columns); }],
    print: (line) => said.push(line),
    printErr: (line) => complained.push(line),
    stdin: () => (at < typed.length ? typed[at++] : null),
  });
  for (const [path, bytes] of files) put(engine.FS, path, bytes);
  engine.FS.chdir("/desk");
  const status = engine.callMain(words);
  return { status, said: said.join("\n"), complained: complained.join("\n"), made: (outputs || []).flatMap((path) => take(engine.FS, path, [])) };
}

let working = Promise.resolve();
onmessage = ({ data }) => {
  working = working.then(async () => {
    try {
      if (data.wasm) compiled = await WebAssembly.compile(data.wasm);
      for (const [path, bytes] of data.put || []) files.set(path, bytes);
      for (const path of data.remove || []) files.delete(path);
      const answer = data.words ? await command(data) : { status: 0 };
      postMessage({ id: data.id, ...answer });
    } catch (error) {
      postMessage({ id: data.id, failed: String(error) });
    }
  });
};

// What the page's engine exports to its Worker beside the server: the prompt, line by line, answers as the program does, and long
// work says how far it is. Under node, which is told that it is a Worker.
//   node tests/web/engine.mjs PROGRAM build/web FOLDER (an empty one)
import { readFileSync, writeFileSync, copyFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import assert from "node:assert";
import vm from "node:vm";

const [program, web, folder] = process.argv.slice(2),
  sample = "scripts/xinjiang/urumqi/2022-hnte";
Object.assign(globalThis, { self: globalThis, WorkerGlobalScope: function () {}, importScripts() {}, location: { href: "" } });
const Engine = vm.runInThisContext(
  `(() => { var process, require; ${readFileSync(web + "/engine.js", "utf8")}; return Engine; })()`,
);
const compiled = await WebAssembly.compile(readFileSync(web + "/engine.wasm"));

async function instance(files) {
  const said = [],
    complained = [],
    heard = [],
    answers = [];
  const engine = await Engine({
    print: (line) => said.push(line),
    printErr: (line) => complained.push(line),
    stdin: () => null,
    answered: (text) => answers.push(JSON.parse(text)),
    progressed: (...place) => heard.push(place),
    preRun: [
      (module) => {
        module.ENV.COLUMNS = "80";
      },
    ],
    instantiateWasm: (imports, receive) => (WebAssembly.instantiate(compiled, imports).then(receive), {}),
  });
  engine.FS.mkdir("/desk");
  for (const [name, bytes] of Object.entries(files)) engine.FS.writeFile("/desk/" + name, bytes);
  engine.FS.chdir("/desk");
  const call = (name, text) => {
    const size = engine.lengthBytesUTF8(text),
      at = engine._malloc(size + 1);
    engine.stringToUTF8(text, at, size + 1);
    const answer = engine[name](at, size);
    engine._free(at);
    return answer;
  };
  return { engine, call, said, complained, heard, answers };
}

const script = readFileSync(sample + ".lua", "utf8"),
  list = readFileSync(sample + ".sample.csv", "utf8");
const services = readFileSync(sample + ".services.csv");
const words = ["repl", "t.lua", "--list", "list.csv", "--with", "服务记录=services.csv", "--year", "2022"];
const spoken = words.map((word) => word + "\0").join("");

// The prompt

const lines = [
  "选 91650103MA2LAFT51R",
  "为什么 U22-1",
  '新建 { 企业名称 = "想迁来的公司", 行政区划代码 = "650104",',
  '  高企认定日期 = "2022-03-01", 高企认定次数 = 1 }',
  "为什么 U22-1",
  "营业收人",
  "合计",
  "退出",
];
writeFileSync(folder + "/t.lua", script);
copyFileSync(sample + ".sample.csv", folder + "/list.csv");
copyFileSync(sample + ".services.csv", folder + "/services.csv");
let native;
try {
  native = execFileSync(program, words, {
    cwd: folder,
    input: lines.join("\n") + "\n",
    stdio: ["pipe", "pipe", "ignore"],
    env: { ...process.env, COLUMNS: "80", LC_ALL: "C.UTF-8" },
  });
} catch (failed) {
  native = failed.stdout; // a mistake is among the lines
}
const prompt = await instance({ "t.lua": script, "list.csv": list, "services.csv": services });
assert(prompt.call("_prompt_open", spoken));
assert.deepEqual(
  lines.map((line) => !!prompt.call("_prompt_take", line)),
  lines.map((line) => line !== "退出"),
);
assert.equal(prompt.said.join("\n") + "\n", native.toString());

// A script that has changed; an entry that is given up; one that cannot be opened

assert(prompt.call("_prompt_open", spoken));
const shown = () => prompt.engine.UTF8ToString(prompt.engine._prompt_text());
const before = shown();
prompt.call("_prompt_take", "谁 {");
assert(shown().startsWith("    …"));
prompt.engine._prompt_give_up();
assert.equal(shown(), before);
prompt.engine.FS.writeFile(
  "/desk/t.lua",
  script.replace(/(首次认定奖励标准" { .*万元\()10/, (_, head) => head + "11"),
);
const from = prompt.said.length;
prompt.call("_prompt_take", "重载");
prompt.call("_prompt_take", "参数.首次认定奖励标准");
assert.match(prompt.said.slice(from).join("\n"), /11万元/);
assert(!prompt.call("_prompt_open", "repl\0none.lua\0"));
assert(prompt.complained.length);
assert(!prompt.call("_prompt_take", "合计"));

// How far it is, by a clock that goes on by itself: a fast machine has it told too.

let clock = 0;
Object.defineProperty(globalThis, "performance", { value: { now: () => (clock += 200) } });
const [heading, ...rows] = list.trimEnd().split(/\r?\n/);
const long = [heading, ...Array(20).fill(rows).flat()].join("\n") + "\n";
const stages = (heard) => new Set(heard.map(([what]) => what));
const run = await instance({ "t.lua": script, "list.csv": long, "services.csv": services });
run.engine.callMain(["run", ...words.slice(1), "-o", "out.xlsx"]);
assert(stages(run.heard).has("judging") && stages(run.heard).has("writing"), JSON.stringify(run.heard));
assert(run.heard.every(([, done, of]) => !of || done <= of));
const server = await instance({
  "t.lua": script,
  "list.csv": long,
  "services.csv": services,
  ".huiqi.json": '{ "list": "list.csv", "year": 2022 }',
});
const say = (message) => server.call("_server_take", JSON.stringify({ jsonrpc: "2.0", ...message }));
const textDocument = { uri: "file:///desk/t.lua" };
server.call("_server_open", "zh");
say({ id: 0, method: "initialize", params: { capabilities: {}, initializationOptions: { diagnostics: false } } });
say({
  method: "textDocument/didOpen",
  params: { textDocument: { ...textDocument, languageId: "huiqi", version: 1, text: script } },
});
say({ id: 1, method: "huiqi/summary", params: { textDocument } });
assert(server.heard.length, "nothing was told of 6,000 companies");
assert.equal(server.answers.length, 2, "what is told is no message");
assert.equal(server.answers[1].result.objects, 6000);
console.log("web: the prompt in the engine answers as the program, and long work says how far it is");

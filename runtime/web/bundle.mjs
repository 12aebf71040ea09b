// Binds the page into one file: style, program, engine and samples. No other file, no network.
//   node bundle.mjs FOLDER OUT
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { deflateSync } from "node:zlib";

const [folder, out] = process.argv.slice(2), here = new URL("./page/", import.meta.url);
const page = (name) => readFileSync(new URL(name, here), "utf8");
const packed = (bytes) => deflateSync(bytes, { level: 9 }).toString("base64");
// Five policies with their cases, and a list.
const samples = { files: {} };
for (const policy of ["xinjiang/urumqi/2022-hnte", "xinjiang/urumqi/2020-innovation", "chongqing/wanzhou/2023-double", "gansu/lanzhou/chengguan-2024", "jiangsu/nantong/haimen-2022"]) {
  const folder = `scripts/${policy.replace(/[^/]*$/, "")}`, name = policy.split("/").pop();
  for (const file of readdirSync(folder).sort())
    if (file === name + ".lua" || file.startsWith(name + ".cases") || file === name + ".params.csv") samples.files[file] = packed(readFileSync(folder + file));
}
const sample = "scripts/xinjiang/urumqi/2022-hnte";
samples.list = packed(readFileSync(`${sample}.sample.csv`));
samples.services = packed(readFileSync(`${sample}.services.csv`));

// The officer's page is one function: what its files declare is nobody else's.
const PAGE = ["desk.js", "engine.js", "table.js", "editor.js", "rules.js", "views.js", "shell.js"];
const program = `\n${page("common.js")}\n${page("words.js")}\n(async () => {\n${PAGE.map(page).join("\n")}\n})();\n`;
// Every t`…` of a text, as words.js knows it: {} for each value. Templates stand inside templates.
function wordsOf(text, found = []) {
  for (let at = 0; (at = text.indexOf("t`", at)) >= 0; at++) {
    if (/[\w$.]/.test(text[at - 1] || "")) continue;
    let key = "", i = at + 2;
    for (; text[i] !== "`"; i++) {
      if (text[i] !== "$" || text[i + 1] !== "{") { key += text[i]; continue; }
      let depth = 1, from = (i += 2);
      for (let quoted = 0; depth; i++) {
        if (text[i] === "`") quoted ^= 1;
        if (!quoted && text[i] === "{") depth++;
        if (!quoted && text[i] === "}") depth--;
      }
      wordsOf(text.slice(from, --i), found);
      key += "{}";
    }
    found.push(key);
    at = i;
  }
  return found;
}
const { WORDS } = new Function(page("words.js") + "; return { WORDS };")();
const untold = [...new Set(PAGE.flatMap((name) => wordsOf(page(name))))].filter((key) => !(key in WORDS));
if (untold.length) throw new Error(`words.js has no English for\n${untold.join("\n")}`);
const hash = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
const worker = packed(Buffer.from(readFileSync(`${folder}/engine.js`, "utf8") + "\n" + page("worker.js")));
// The page for companies, without what the officer's page has already.
const check = `\n${page("common.js")}\n${page("selfcheck.js")}\n`;
const selfCheck = page("selfcheck.html").replace("SCRIPT_HASHES", () => hash(check)).replace("\n/* PROGRAM */\n", () => check);
const parts = {
  SCRIPT_HASHES: hash(program), "/* STYLE */": page("page.css"), SAMPLES: JSON.stringify(samples).replace(/</g, "\\u003c"),
  SELF_CHECK: packed(selfCheck), ENGINE_WASM: packed(readFileSync(`${folder}/engine.wasm`)), ENGINE_WORKER: worker, "\n/* PROGRAM */\n": program };
let html = page("page.html");
for (const [mark, text] of Object.entries(parts)) {
  if (!html.includes(mark)) throw new Error(`page.html has no ${mark}`);
  html = html.replace(mark, () => text);
}
writeFileSync(out, html);
console.log(`${out}: ${html.length} bytes`);

// Binds the page into one file: style, program, editor, engine and samples. No other file, no network.
//   node bundle.mjs FOLDER OUT       FOLDER: of the engine, with the packages of package.json in npm/
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

const [folder, out] = process.argv.slice(2),
  here = fileURLToPath(new URL("./page/", import.meta.url));
const packages = resolve(folder, "npm/node_modules");
const installed = createRequire(packages + "/"),
  esbuild = installed("esbuild"),
  zopfli = installed("@gfx/zopfli");
const page = (name) => readFileSync(here + name, "utf8");
const { lettersOf } = await import(new URL("./page/letters.js", import.meta.url));
const bytesOf = (text) => new TextEncoder().encode(text);
const packed = async (bytes) => lettersOf(await zopfli.zlibAsync(bytes, { numiterations: 5 }));

// Five policies with their cases, and a list.
const POLICIES = [
  "xinjiang/urumqi/2022-hnte",
  "xinjiang/urumqi/2020-innovation",
  "chongqing/wanzhou/2023-double",
  "gansu/lanzhou/chengguan-2024",
  "jiangsu/nantong/haimen-2022",
];
const samples = {};
for (const policy of POLICIES) {
  const [, folder, name] = `scripts/${policy}`.match(/^(.*\/)([^/]*)$/);
  const own = (file) => file === name + ".lua" || file.startsWith(name + ".cases") || file === name + ".params.csv";
  for (const file of readdirSync(folder).sort().filter(own)) samples[file] = await packed(readFileSync(folder + file));
}
samples["样例名单.csv"] = await packed(readFileSync(`scripts/${POLICIES[0]}.sample.csv`));
samples["样例服务记录.csv"] = await packed(readFileSync(`scripts/${POLICIES[0]}.services.csv`));

// Every t`…` of a text, as words.js knows it: {} for each value. Templates stand inside templates.
function wordsOf(text, found = []) {
  for (let at = 0; (at = text.indexOf("t`", at)) >= 0; at++) {
    if (/[\w$.]/.test(text[at - 1] || "")) continue;
    let key = "",
      i = at + 2;
    for (; text[i] !== "`"; i++) {
      if (text[i] !== "$" || text[i + 1] !== "{") {
        key += text[i];
        continue;
      }
      let depth = 1,
        from = (i += 2);
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
const { WORDS } = await import(new URL("./page/words.js", import.meta.url));
const scripts = readdirSync(here).filter((name) => name.endsWith(".js") && name !== "words.js");
const keys = scripts.filter((name) => name !== "selfcheck.js").flatMap((name) => wordsOf(page(name)));
const untold = [...new Set(keys)].filter((key) => !(key in WORDS));
if (untold.length) throw new Error(`words.js has no English for\n${untold.join("\n")}`);

// What the page is made of, with what its authors ask to be told: the program's libraries as Debian says it, the editor's as they do.
const { dependencies } = JSON.parse(readFileSync(`${folder}/npm/package.json`, "utf8"));
const parts = JSON.parse(readFileSync(`${folder}/npm/package-lock.json`, "utf8")).packages;
function withAll(name, found = new Set()) {
  if (found.has(name)) return found;
  found.add(name);
  for (const other of Object.keys(parts[`node_modules/${name}`].dependencies || {})) withAll(other, found);
  return found;
}
const inEditor = [...new Set(Object.keys(dependencies).flatMap((name) => [...withAll(name)]))].sort();
const notices = new Map(); // text -> names
const note = (name, file) => {
  const text = readFileSync(file, "utf8").trim();
  notices.set(text, [...(notices.get(text) || []), name]);
};
note("huiqi", "LICENSE");
for (const name of ["cjson", "expat", "libcsv", "libxlsxwriter", "libzip", "lua5.4", "utf8proc", "zlib"])
  note(name, `${folder}/source/${name}/debian/copyright`);
for (const name of inEditor) note(name, `${packages}/${name}/LICENSE`);
const licenses = [...notices].map(([text, names]) => `${names.join(", ")}\n\n${text}`).join("\n\n────────\n\n") + "\n";

function program(name) {
  const { outputFiles } = esbuild.buildSync({
    entryPoints: [here + name],
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2023",
    charset: "utf8",
    nodePaths: [packages],
    write: false,
  });
  return `\n${outputFiles[0].text.replace(/<(?=\/script|!--)/g, "\\x3c")}\n`;
}
const hash = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
function filled(html, parts) {
  for (const [mark, text] of Object.entries(parts)) {
    if (!html.includes(mark)) throw new Error(`the page has no ${mark}`);
    html = html.replace(mark, () => text);
  }
  return html;
}
const PROGRAM = "\n/* PROGRAM */\n",
  main = program("main.js"),
  check = program("selfcheck.js");
// The page for companies, without what the officer's page has already. Seen within that page, it is under its policy too.
const selfCheck = filled(page("selfcheck.html"), { SCRIPT_HASHES: hash(check), [PROGRAM]: check });
const html = filled(page("page.html"), {
  SCRIPT_HASHES: `${hash(main)} ${hash(check)}`,
  "/* STYLE */": page("page.css"),
  SAMPLES: JSON.stringify(samples).replace(/</g, "\\u003c"),
  LICENSES: await packed(bytesOf(licenses)),
  SELF_CHECK: await packed(selfCheck),
  ENGINE_WASM: await packed(readFileSync(`${folder}/engine.wasm`)),
  ENGINE_WORKER: await packed(Buffer.from(readFileSync(`${folder}/engine.js`, "utf8") + "\n" + page("worker.js"))),
  [PROGRAM]: main,
});
writeFileSync(out, html);
console.log(`${out}: ${Buffer.byteLength(html)} bytes`);

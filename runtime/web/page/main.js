// The page: it opens on a working example. Everything is judged by the engine, which is the program itself; here is only what is
// seen. Nothing is sent anywhere: the page's policy forbids every connection.
import { $, unpacked } from "./dom.js";
import { addFile, arrange, select } from "./files.js";
import { go } from "./navigate.js";
import "./judge.js";
import "./keys.js";
import "./shell.js";
import { scripts } from "./state.js";
import { english } from "./words.js";

const samples = JSON.parse($("samples").textContent);
const unpackedSamples = Object.entries(samples).map(async ([name, letters]) => [name, await unpacked(letters)]);
for (const [name, bytes] of await Promise.all(unpackedSamples)) addFile(name, bytes, { sample: true });
document.documentElement.lang = english ? "en" : "zh-CN";
$("old").remove();
$("app").hidden = false;
select(scripts()[0].name);
go("rules");
arrange();

// What both pages use: elements, words, bytes, money, and a Worker with the engine (worker.js).
"use strict";
const $ = (id) => document.getElementById(id);
// h("td", { class: "number" }, "12"): text only ever becomes text nodes, never markup.
function h(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (typeof value === "function") element.addEventListener(key, value);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== undefined && value !== false && value !== null) element.setAttribute(key, value);
  }
  element.append(...seen(children));
  return element;
}
const seen = (children) => children.flat(9).filter((child) => child !== null && child !== undefined && child !== false);

// t`共 ${n} 行`: in the reader's language. The Chinese text is the key of the English one (words.js), where {} stands for each
// value in turn, or {1}, {2} … where English has another order.
const english = new URLSearchParams(location.search).get("lang") === "en" || (() => { try { return localStorage.getItem("huiqi language") === "en"; } catch (error) { return false; } })();
function t(parts, ...values) {
  const key = parts.raw ? parts.join("{}") : parts;
  const text = (english && typeof WORDS !== "undefined" && WORDS[key]) || key;
  let next = 0;
  return text.replace(/\{(\d?)\}/g, (_, number) => values[number ? Number(number) - 1 : next++]);
}

// A zlib stream in base 64.
async function unpacked(letters) {
  const bytes = Uint8Array.from(atob(letters), (letter) => letter.charCodeAt(0));
  return new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"))).arrayBuffer());
}
const textOf = (bytes) => new TextDecoder().decode(bytes);
const bytesOf = (text) => new TextEncoder().encode(text);
function parsed(text, otherwise) {
  try { return JSON.parse(text); } catch (error) { return otherwise; }
}

// Whole fen, told in 万元 with as many decimals as there are, or so many places in a column.
const grouped = (number) => String(number).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
const decimalsOf = (fen) => String(Math.abs(fen) % 1e6).padStart(6, "0").replace(/0+$/, "");
function wan(fen, places = 0) {
  if (fen === null || fen === undefined) return "";
  const decimals = decimalsOf(fen).padEnd(places, "0");
  return (fen < 0 ? "−" : "") + grouped(Math.floor(Math.abs(fen) / 1e6)) + (decimals && "." + decimals);
}
const placesOf = (amounts) => amounts.reduce((most, fen) => Math.max(most, fen === null || fen === undefined ? 0 : decimalsOf(fen).length), 0);
const change = (fen, places) => (fen ? (fen > 0 ? "+" : "") + wan(fen, places) : "");
// What `explain --json` says in 元.
const fenOf = (yuan) => Math.round(yuan * 100);

// Answers come by the number of their question; what ended before it answered has "stopped" as its error. `heard`: what the server
// says.
function engineWorker(text, heard) {
  const worker = new Worker(URL.createObjectURL(new Blob([text], { type: "text/javascript" }))), waiting = new Map();
  let numbers = 0;
  worker.onmessage = ({ data }) => {
    if (data.heard !== undefined) return heard(data.heard);
    const asked = waiting.get(data.id);
    waiting.delete(data.id);
    if (data.failed) asked.reject(new Error(data.failed));
    else asked.resolve(data);
  };
  return {
    ask: (message) => new Promise((resolve, reject) => {
      waiting.set(++numbers, { resolve, reject });
      worker.postMessage({ id: numbers, ...message });
    }),
    end() {
      worker.terminate();
      for (const { reject } of waiting.values()) reject(new Error("stopped"));
    },
  };
}

// Elements of the document, and bytes that come in or go out.
import { bytesOfLetters, lettersOf } from "./letters.js";

export const $ = (id) => document.getElementById(id);

const seen = (children) => children.flat(9).filter((child) => child !== null && child !== undefined && child !== false);

// h("td", { class: "number" }, "12"): text only ever becomes text nodes, never markup.
export function h(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (typeof value === "function") element.addEventListener(key, value);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== undefined && value !== false && value !== null) element.setAttribute(key, value);
  }
  element.append(...seen(children));
  return element;
}

export const refill = (element, ...children) => element.replaceChildren(...seen(children));
export const button = (name, click, more) => h("button", { type: "button", click, ...more }, name);
export const soft = (...text) => h("p", { class: "soft" }, ...text);

// A zlib stream, as letters.js writes it.
export async function unpacked(letters) {
  const stream = new Blob([bytesOfLetters(letters)]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

export async function packed(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate"));
  return lettersOf(new Uint8Array(await new Response(stream).arrayBuffer()));
}

export const textOf = (bytes) => new TextDecoder().decode(bytes);
export const bytesOf = (text) => new TextEncoder().encode(text);

export function download(name, bytes, type = "application/octet-stream") {
  const link = h("a", { download: name, href: URL.createObjectURL(new Blob([bytes], { type })) });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

// A row of a CSV file.
export const csvRow = (cells) =>
  cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${String(cell).replace(/"/g, '""')}"` : cell)).join(",");

// What the page is made of, and under which conditions: unpacked when it is opened.
export function licenses(name) {
  const text = h("pre", { class: "licenses", tabindex: 0 });
  const fill = async () => (text.textContent ||= textOf(await unpacked($("licenses").textContent)));
  return h("details", { toggle: fill }, h("summary", {}, name), text);
}

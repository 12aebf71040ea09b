// What is read from a script's own text: it is there while the script does not load.
import { positionOf } from "./text_places.js";

const DECLARED = /^[ \t]*(?:local\s+[^\s=]+\s*=\s*)?(奖励|清单|支持|券|目标|酌定|准则|追回|条文)\s*"([^"\n]*)"\s*\{/gm;

// 名称 of the first declaration that has it.
export const wordIn = (text, key) => (text.match(new RegExp(`${key}\\s*=\\s*"([^"\\n]*)"`)) || [])[1] || "";

// 有效期 = { "2022-01-01", "2024-12-31" }: { from, to }, undefined where it is not written.
export function periodIn(text) {
  const [, from, to] = text.match(/有效期\s*=\s*\{\s*"(\d{4}[^"]*)"(?:\s*,\s*"(\d{4}-\d{2}-\d{2})")?/) || [];
  return { from, to };
}

// Where each measure is declared: { kind, name, id, clause, line }.
export function declared(text) {
  return [...text.matchAll(DECLARED)].map((match) => {
    const from = match.index + match[0].length,
      own = text.slice(from, from + 600).split(/^\}/m)[0];
    const { line } = positionOf(text, match.index + match[0].search(/\S/));
    return { kind: match[1], name: match[2], id: wordIn(own, "编号"), clause: wordIn(own, "条款"), line };
  });
}
export const measureAt = (text, line) =>
  declared(text)
    .filter((one) => one.line <= line)
    .pop();

// 条款目录 = { "三（一）：奖励、清单", … }
export function catalogue(text) {
  const list = text.match(/条款目录\s*=\s*\{([^}]*)\}/);
  if (!list) return [];
  return [...list[1].matchAll(/"([^"]*)"/g)].map((match) => {
    const [clause, kinds = ""] = match[1].split("：");
    return { clause, kinds };
  });
}

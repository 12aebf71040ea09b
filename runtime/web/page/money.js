// Whole fen, told in 万元 with as many decimals as there are, or so many places in a column: never rounded.
import { t } from "./words.js";

export const grouped = (number) => String(number).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
const decimalsOf = (fen) =>
  String(Math.abs(fen) % 1e6)
    .padStart(6, "0")
    .replace(/0+$/, "");

export function wan(fen, places = 0) {
  if (fen === null || fen === undefined) return "";
  const decimals = decimalsOf(fen).padEnd(places, "0");
  return (fen < 0 ? "−" : "") + grouped(Math.floor(Math.abs(fen) / 1e6)) + (decimals && "." + decimals);
}

// The decimals that are exact for all of a column.
export const placesOf = (amounts) =>
  amounts.reduce((most, fen) => Math.max(most, fen === null || fen === undefined ? 0 : decimalsOf(fen).length), 0);

export const change = (fen, places) => (fen ? (fen > 0 ? "+" : "") + wan(fen, places) : "");

// A sum: { sure, least, most }, `most` null where there is no end.
export const isOpen = (sum) => sum.most === null || sum.least !== sum.sure || sum.most !== sum.sure;
export function sumOf(sum, places) {
  if (sum.most === null) return t`${wan(sum.least, places)} 起`;
  return sum.least === sum.most ? wan(sum.least, places) : `${wan(sum.least, places)} – ${wan(sum.most, places)}`;
}

// What `explain --json` says in 元.
export const fenOf = (yuan) => Math.round(yuan * 100);
export function amountOf(measure) {
  if (typeof measure.amount === "number") return t`${wan(fenOf(measure.amount))} 万元`;
  return typeof measure.most === "number" ? t`${wan(fenOf(measure.least))} – ${wan(fenOf(measure.most))} 万元` : "";
}

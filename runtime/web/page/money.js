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
const placesOf = (amounts) =>
  amounts.reduce((most, fen) => Math.max(most, fen === null || fen === undefined ? 0 : decimalsOf(fen).length), 0);

export const change = (fen) => (fen ? (fen > 0 ? "+" : "") + wan(fen) : "");

// A sum: { sure, least, most }, `most` null where there is no end.
export const isOpen = (sum) => sum.most === null || sum.least !== sum.sure || sum.most !== sum.sure;
// With its unit behind it: 0 – 10 万元, 264 万元起.
export const unitOf = (sum) => (sum.most === null ? t`万元起` : t`万元`);
export const figureOf = ({ least, most }) => (most === null || least === most ? wan(least) : `${wan(least)} – ${wan(most)}`);
export const withUnit = (sum) => `${figureOf(sum)} ${unitOf(sum)}`;

// What `explain --json` says in 元.
const fenOf = (yuan) => Math.round(yuan * 100);
export function amountOf(measure) {
  if (typeof measure.amount === "number") return t`${wan(fenOf(measure.amount))} 万元`;
  if (typeof measure.least !== "number") return "";
  return withUnit({ least: fenOf(measure.least), most: typeof measure.most === "number" ? fenOf(measure.most) : null });
}

// A column of amounts has one unit and one number of decimals: 万元 with at most two that are exact for all of them, else 元 with two.
export function columnOf(amounts) {
  const places = placesOf(amounts),
    inYuan = places > 2;
  const yuan = (fen) =>
    (fen < 0 ? "−" : "") + grouped(Math.floor(Math.abs(fen) / 100)) + "." + String(Math.abs(fen) % 100).padStart(2, "0");
  const text = (fen) => (fen === null || fen === undefined ? "" : inYuan ? yuan(fen) : wan(fen, places));
  return {
    unit: inYuan ? t`元` : t`万元`,
    text,
    change: (fen) => (fen ? (fen > 0 ? "+" : "") + text(fen) : ""),
    sum(sum) {
      if (sum.most === null) return t`${text(sum.least)} 起`;
      return sum.least === sum.most ? text(sum.least) : `${text(sum.least)} – ${text(sum.most)}`;
    },
  };
}

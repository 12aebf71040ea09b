// ＋加一项: the patterns of clauses, with ids of this policy; a clause that is not written yet is filled in.
import { h, refill } from "./dom.js";
import { insertPattern, text, view } from "./editor.js";
import { words } from "./engine.js";
import { wordIn } from "./script_text.js";
import { t } from "./words.js";

export const patternMenu = h("div", { class: "menu", role: "menu", hidden: true });

// The simplest of each kind, before those that the program has for whole clauses.
const simple = (id) => {
  const measure = (kind, name, lines) =>
    `\n${kind} "${name}" {\n  编号 = "${id}-1",\n  条款 = "第一条",\n${lines.map((line) => `  ${line},\n`).join("")}}\n`;
  const forLarge = "条件 = { 规模以上 }";
  return [
    { name: t`固定额奖励`, saying: t`给予 10 万元`, text: measure("奖励", "某某奖励", [forLarge, "金额 = 万元(10)"]) },
    { name: t`清单`, saying: t`列入培育库`, text: measure("清单", "某某名单", [forLarge]) },
    { name: t`支持`, saying: t`优先推荐、绿色通道`, text: measure("支持", "某某支持", [forLarge]) },
    {
      name: t`目标`,
      saying: t`到 2024 年达到 500 家`,
      text: measure("目标", "某某数", ['实际 = 指标 "某某数"', '目标值 = { ["2024"] = 500 }']),
    },
    { name: t`条文`, saying: t`只指方向，不判定`, text: measure("条文", "某某", ['说明 = "说明"']) },
  ];
};

export async function addClause(clause) {
  const id = wordIn(text(), "编号") || "X",
    patterns = await words.ask("huiqi/patterns", { id }).catch(() => []);
  // Its ids go on behind those that there are.
  const ids = new RegExp(`"${id.replace(/\W/g, "\\$&")}-(\\d+)"`, "g");
  const taken = Math.max(0, ...[...text().matchAll(ids)].map((match) => Number(match[1])));
  const put = (chosen) => {
    const pattern = { text: chosen.text.replace(ids, (_, number) => `"${id}-${taken + Number(number)}"`) };
    closeMenu();
    insertPattern(clause ? pattern.text.replace(/(条款\s*=\s*")[^"]*"/g, `$1${clause}"`) : pattern.text);
  };
  const item = (pattern) =>
    h(
      "button",
      { type: "button", role: "menuitem", click: () => put(pattern) },
      h("b", {}, pattern.name),
      " ",
      h("small", {}, pattern.saying),
    );
  refill(
    patternMenu,
    h("p", { class: "soft" }, clause ? t`${clause} 怎么写` : t`条文怎么写`),
    [...simple(id), ...patterns].map(item),
  );
  patternMenu.hidden = false;
  patternMenu.querySelector("button").focus();
}
export function closeMenu() {
  const open = !patternMenu.hidden;
  patternMenu.hidden = true;
  return open;
}
patternMenu.addEventListener("keydown", (event) => {
  const items = [...patternMenu.querySelectorAll("button")],
    step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) items[(items.indexOf(document.activeElement) + step + items.length) % items.length].focus();
  else if (event.key === "Escape") (closeMenu(), view.focus(), event.stopPropagation());
  else return;
  event.preventDefault();
});

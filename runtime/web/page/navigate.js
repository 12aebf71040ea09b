// From one view to another.
import { state, tell } from "./state.js";

export const TABS = { files: "资料", rules: "规则", results: "结果", company: "企业", cases: "案例", out: "导出" };

export function go(tab) {
  state.tab = tab;
  tell("tab");
}
export function openMeasure(id) {
  state.measure = id;
  tell("measure");
  go("results");
}
// { code, name, row } of the list, or { invented: name }.
export function openCompany(who) {
  state.company = who;
  tell("company");
  go("company");
}

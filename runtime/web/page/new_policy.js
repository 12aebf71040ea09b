// 新建政策: name, region, period and status; the program writes the script.
import { bytesOf, h, refill, textOf } from "./dom.js";
import { command, inTurn, live, pathOf } from "./engine.js";
import { addFile, arrange, select } from "./files.js";
import { go } from "./navigate.js";
import { t } from "./words.js";

const input = (name, more) => h("input", { "aria-label": name, ...more });
const form = {
  title: input(t`政策名称`, { placeholder: t`某某办法`, required: true }),
  region: input(t`地区`, { placeholder: t`名称或六位代码`, list: "regions", input: () => offerRegions() }),
  from: input(t`自`, { placeholder: "2025-01-01" }),
  to: input(t`至`, { placeholder: "2027-12-31" }),
  status: h(
    "select",
    { "aria-label": t`状态` },
    ["", "征求意见稿", "现行有效"].map((one) => h("option", { value: one }, one || t`（不写）`)),
  ),
};
const regions = h("datalist", { id: "regions" }),
  formSaid = h("p", { class: "error", role: "status" });
const label = (name, field) => h("label", {}, h("span", {}, name), field);
export const newForm = h(
  "form",
  { class: "new", hidden: true, submit: (event) => (event.preventDefault(), inTurn(newPolicy)) },
  label(t`政策名称`, form.title),
  label(t`地区`, form.region),
  regions,
  label(t`有效期`, h("span", { class: "period" }, form.from, " – ", form.to)),
  label(t`状态`, form.status),
  formSaid,
  h("button", { type: "submit", class: "primary" }, t`新建`),
);
export function offerNew() {
  const year = new Date().getFullYear();
  newForm.hidden = false;
  form.from.value ||= `${year}-01-01`;
  form.to.value ||= `${year + 2}-12-31`;
  form.title.focus();
}
// All regions of that name: where several have it, the program names them.
async function offerRegions() {
  const name = form.region.value.trim();
  if (!name || /^\d+$/.test(name)) return refill(regions);
  const answer = await live.ask("huiqi/regions", { name, count: 20 }).catch(() => null);
  if (form.region.value.trim() === name)
    refill(
      regions,
      (answer?.rows || []).map((one) => h("option", { value: one.code }, one.name)),
    );
}
async function newPolicy() {
  const name = (form.title.value.trim() || t`新政策`).replace(/[\\/:*?"<>|\s]+/g, "-") + ".lua",
    made = pathOf(name);
  const region = form.region.value.trim(),
    id = "X" + form.from.value.slice(2, 4);
  const line = [
    "new",
    name,
    "--title",
    form.title.value.trim(),
    "--id",
    id,
    ...(region ? ["--region", region] : []),
    "--period",
    `${form.from.value},${form.to.value}`,
  ];
  const out = await command(line, { outputs: [made] });
  const script = out.made.find(([where]) => where === made);
  if (!script) return (formSaid.textContent = out.complained || out.said);
  const text = textOf(script[1]),
    status = form.status.value;
  addFile(name, bytesOf(status ? text.replace(/^(\s*名称\s*=\s*"[^"\n]*",?[^\n]*\n)/m, `$1  状态 = "${status}",\n`) : text));
  newForm.hidden = true;
  select(name);
  arrange();
  go("rules");
}

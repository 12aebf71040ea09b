// 自查页: one policy as a page of its own, without any list, for companies. Here it is put together, and seen before it goes out.
import { $, button, bytesOf, download, h, packed, refill, soft, textOf, unpacked } from "./dom.js";
import { bytesAt, live, path } from "./engine.js";
import { wordIn } from "./script_text.js";
import { current, shownSummary, state } from "./state.js";
import { t } from "./words.js";

const shell = await unpacked($("selfcheck").textContent).then(textOf);
const title = h("input", { "aria-label": t`标题`, input: soon }),
  contact = h("input", { "aria-label": t`咨询电话和地址`, input: soon });
const measures = h("div", { class: "ticks" }),
  left = h("div"),
  size = h("span", { class: "soft", role: "status" });
const preview = h("iframe", { title: t`自查页预览`, class: "preview" }),
  make = button(t`生成`, generate, { class: "primary" });
const form = h(
  "div",
  {},
  h("label", {}, h("span", {}, t`标题`), title),
  h("label", {}, h("span", {}, t`咨询`), contact),
  h("h3", {}, t`哪些措施`),
  measures,
  left,
  h("p", {}, make, " ", button(t`关闭`, close), " ", size),
);
export const selfCheckBox = h(
  "dialog",
  { class: "selfcheck", close: () => preview.removeAttribute("src") },
  h("h2", {}, t`自查页`),
  h("div", { class: "sides" }, form, preview),
);

// What companies can be told by themselves: what needs the whole list, or other tables, cannot.
const offered = () => (shownSummary()?.measures || []).filter((one) => one.yes !== undefined && one.kind !== "准则");
const needs = (one) => (one.needs || []).map((what) => (what === "list" ? t`全部名单` : what)).join("、");
// Where a company may be: the districts of the policy's region, and elsewhere.
let districts = [];
async function findDistricts(code) {
  const found = /^\d{6}$/.test(code) ? await live.ask("huiqi/regions", { below: code }).catch(() => null) : null;
  const outside = code.startsWith("11") ? "310000" : "110000";
  districts = found?.rows.length ? [...found.rows.map((one) => [one.code, one.name]), [outside, t`不在这里`]] : [];
}
export async function offerSelfCheck() {
  const file = current(),
    all = offered(),
    told = all.filter((one) => !one.needs?.length),
    untold = all.filter((one) => one.needs?.length);
  title.value = (wordIn(file.text, "名称") || file.name) + t`　自查`;
  contact.value = wordIn(file.text, "联系方式");
  refill(
    measures,
    told.map((one) =>
      h("label", {}, h("input", { type: "checkbox", checked: true, value: one.id, change: soon }), ` ${one.id} ${one.name}`),
    ),
  );
  refill(left, untold.length ? soft(t`不能自查的：`, untold.map((one) => t`${one.name}（要${needs(one)}）`).join("、")) : null);
  await findDistricts(wordIn(file.text, "地区"));
  selfCheckBox.showModal();
  title.focus();
  show();
}
const close = () => selfCheckBox.close();

async function page() {
  const file = current(),
    stem = file.name.replace(/\.lua$/, ""),
    only = [...measures.querySelectorAll("input:checked")].map((box) => box.value);
  const beside = state.files
    .filter((one) => one.name === stem + ".params.csv")
    .map((one) => ["policy.params.csv", textOf(bytesAt(path(one)))]);
  const policy = {
    title: title.value.trim(),
    contact: contact.value.trim(),
    name: file.name,
    status: wordIn(file.text, "状态"),
    script: file.text,
    beside,
    only,
    districts,
    occasion: state.day ? { on: state.day } : { year: state.year },
    on: shownSummary().on,
    sha256: shownSummary().sha256,
  };
  const letters = await packed(bytesOf(JSON.stringify(policy)));
  const text = shell
    .replace("POLICY", () => letters)
    .replace("LICENSES", () => $("licenses").textContent)
    .replace("ENGINE_WASM", () => $("engine").textContent)
    .replace("ENGINE_WORKER", () => $("worker").textContent);
  return bytesOf(text);
}
let timer,
  shown,
  turn = 0;
function soon() {
  clearTimeout(timer);
  timer = setTimeout(show, 400);
}
async function show() {
  const mine = ++turn,
    bytes = await page(),
    any = measures.querySelector("input:checked");
  if (mine !== turn) return;
  make.disabled = !any;
  size.textContent = any ? t`${(bytes.length / 1e6).toFixed(2)} MB，不用名单，也不联网` : t`一项措施也没有选`;
  if (shown) URL.revokeObjectURL(shown);
  shown = URL.createObjectURL(new Blob([bytes], { type: "text/html" }));
  preview.src = shown;
}
async function generate() {
  download("自查.html", await page(), "text/html");
  size.textContent = t`自查.html 已下载：发给企业，打开就能填，不用名单，也不联网`;
}

// 自查页: one policy, without any list. A company types its own figures and sees what it would get, why, and what is lacking.
// What is not typed is not known: it is never taken for 0. Nothing is stored or sent.
import { $, bytesOf, h, licenses, refill, textOf, unpacked } from "./dom.js";
import { amountOf, figureOf, unitOf } from "./money.js";
import { serverOf } from "./server.js";

const policy = JSON.parse(textOf(await unpacked($("policy").textContent)));
const [workerText, wasm] = await Promise.all([unpacked($("worker").textContent).then(textOf), unpacked($("engine").textContent)]);
const project = { ...policy.occasion, only: policy.only };
const files = [
  ["/desk/policy.lua", policy.script],
  ...policy.beside.map(([name, text]) => ["/desk/" + name, text]),
  ["/desk/.huiqi.json", JSON.stringify(project)],
];
const server = serverOf({
  compiled: await WebAssembly.compile(wasm),
  workerText,
  language: "zh",
  options: { diagnostics: false },
  filesOf: () => files.map(([name, text]) => [name, bytesOf(text)]),
  told: () => {},
});
server.show("/desk/policy.lua", policy.script);

// What the company has typed, by field: it stays, and its order too. A list's blank event has not happened; here nobody has said so.
const typed = new Map(),
  events = new Set();
const NAME = "企业名称",
  REGION = "行政区划代码",
  HIDDEN = ["统一社会信用代码", NAME];
const amount = h("b"),
  unit = h("span"),
  why = h("p", { "aria-live": "polite" }),
  answers = h("section"),
  wrong = h("p", { class: "warn", role: "status" });
const questions = h("section"),
  rest = h("details", {}, h("summary"));

const nameOf = (field) => (field.name === REGION ? "注册地" : field.name);
function picked(name, options, set) {
  const all = [...options, ["", "不清楚"]];
  if (all.length > 4)
    return h(
      "select",
      { "aria-label": name, change: (event) => set(event.target.value) },
      all.reverse().map(([value, told]) => h("option", { value }, told)),
    );
  const one = ([value, told]) =>
    h("label", {}, h("input", { type: "radio", name, checked: value === "", change: () => set(value) }), told);
  return h("div", { class: "pick", role: "radiogroup", "aria-label": name }, all.map(one));
}
const HINTS = { money: "如 2100万元", date: "如 2022-11-11", "whole number": "整数", number: "数" };
function written(field, set) {
  const input = h("input", {
    "aria-label": field.name,
    placeholder: HINTS[field.kind] || "",
    input: (event) => !event.isComposing && set(input.value),
    compositionend: () => set(input.value),
  });
  const never = () => ((input.value = "无"), set("无"));
  return events.has(field.name)
    ? h("div", { class: "event" }, input, h("button", { type: "button", click: never }, "没有"))
    : input;
}
function question(field) {
  const set = (value) => {
    if (value.trim()) typed.set(field.name, value.trim());
    else typed.delete(field.name);
    ask();
  };
  const options = field.choices || (field.kind === "yes/no" ? ["是", "否"] : null);
  const isRegion = field.name === REGION && policy.districts.length > 0,
    name = nameOf(field);
  const input =
    isRegion || options ? picked(name, isRegion ? policy.districts : options.map((one) => [one, one]), set) : written(field, set);
  return h(
    "div",
    { class: "question" },
    h("span", {}, name, field.unit ? `（${field.unit}）` : ""),
    field.note ? h("small", {}, field.note) : null,
    input,
  );
}

let turn = 0;
async function ask() {
  const mine = ++turn,
    unsaid = [...events].map((name) => [name, "?"]);
  try {
    const answer = await server.ask("huiqi/company", { set: { [NAME]: "本企业", ...Object.fromEntries([...unsaid, ...typed]) } });
    if (mine !== turn) return;
    if (!events.size && !questions.childNodes.length) {
      for (const field of answer.fields) if (field.event) events.add(field.name);
      if (events.size) return ask();
    }
    wrong.textContent = "";
    if (!questions.childNodes.length) drawQuestions(answer.fields);
    drawAnswers(answer);
  } catch (error) {
    if (mine === turn) wrong.textContent = error.message;
  }
}
// First what decides, then the rest, folded.
function drawQuestions(fields) {
  const asked = fields.filter((field) => !HIDDEN.includes(field.name)).sort((a, b) => (b.name === REGION) - (a.name === REGION)),
    first = asked.filter((field) => field.deciding),
    more = asked.filter((field) => !field.deciding);
  refill(questions, h("h2", {}, "先填这几项"), first.map(question));
  refill(rest, h("summary", {}, `其他 ${more.length} 项`), more.map(question));
  rest.hidden = !more.length;
}
const ORDER = { 符合: 0, 待核实: 1, 不符合: 2 },
  KIND = { 符合: "yes", 待核实: "open", 不符合: "no" };
function drawAnswers({ now: { report, total }, fields }) {
  const measures = report.measures.filter((one) => one.result in ORDER).sort((a, b) => ORDER[a.result] - ORDER[b.result]);
  const paid = measures.filter((one) => one.result === "符合" && one.amount),
    open = fields.filter((one) => one.deciding && !typed.has(one.name));
  amount.textContent = figureOf(total);
  unit.textContent = " " + unitOf(total);
  const lacking =
    open
      .slice(0, 3)
      .map((one) => nameOf(one))
      .join("、") + (open.length > 3 ? " 等" : "");
  why.textContent = [
    ...paid.map((one) => `${one.name}，条款 ${one.clause}`),
    ...(open.length ? [`还差 ${open.length} 项：${lacking}`] : []),
  ].join("；");
  const article = (one) =>
    h(
      "article",
      {},
      h("h3", {}, one.name, h("span", { class: KIND[one.result] }, one.result + (amountOf(one) ? `　${amountOf(one)}` : ""))),
      h("p", {}, one.clause ? `条款 ${one.clause}。` : "", one.why),
      typeof one.lacking === "string" ? h("p", {}, h("b", {}, "还差："), one.lacking) : null,
    );
  refill(answers, h("h2", {}, "逐项结果"), measures.map(article));
}

document.title = policy.title;
$("old").remove();
const stamp = policy.status ? h("span", { class: "stamp" }, policy.status) : null;
const draft = policy.status && policy.status !== "现行有效";
document.body.append(
  h(
    "header",
    {},
    h("h1", {}, policy.title),
    h("p", { class: "sub" }, stamp, `${policy.on.slice(0, 4)} 年度，基准日 ${policy.on}`),
    draft ? h("p", { class: "warn" }, "条文未正式印发，本页结果不作为兑现依据。") : null,
  ),
  h("main", {}, h("form", { submit: (event) => event.preventDefault() }, questions, h("section", {}, rest)), wrong, answers),
  h(
    "aside",
    {},
    policy.contact ? h("p", {}, `咨询：${policy.contact}`) : null,
    h("p", {}, "不知道的空着，不会当成 0。结果只供参考，以主管部门核定为准。"),
    h("p", {}, "填写的内容只在这台设备上计算，本页不连接网络，关闭即清除。"),
    h(
      "p",
      {},
      `规则 ${policy.name}　${policy.sha256 ? `指纹 ${policy.sha256.slice(0, 12)}　` : ""}`,
      h("button", { type: "button", click: () => print() }, "打印本页"),
    ),
    licenses("由哪些软件组成，各按什么许可"),
  ),
  h("footer", {}, h("div", {}, amount, unit, why)),
);
ask();

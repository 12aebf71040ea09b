// 导出: what goes out is made by a command of the program.
import { button, download, h } from "./dom.js";
import { command, inTurn, lend, path, pathOf, takeBack } from "./engine.js";
import { inputs, save } from "./files.js";
import { gapList } from "./results.js";
import { offerSelfCheck, selfCheckBox } from "./selfcheck_maker.js";
import { current, state, tell } from "./state.js";
import { t } from "./words.js";

const said = h("pre", { class: "answer", role: "status" });
export function say(text) {
  said.textContent = text;
  state.said = text.trim().split("\n")[0];
  tell("said");
}

async function makeNow(line, file) {
  say(t`正在写 ${file}`);
  const out = await command(line, { outputs: [pathOf(file)] });
  const made = out.made.find(([name]) => name === pathOf(file));
  if (made) download(file, made[1]);
  say(made ? t`${file} 已下载` : out.complained || out.said);
}
export const make = (line, file) => inTurn(() => makeNow(line, file));
export const template = () => make(["fields", path(current()), "--template", "名单.xlsx"], "名单.xlsx");
const judged =
  (name, file, ...more) =>
  () =>
    make([name, path(current()), ...inputs(), ...more, "-o", file], file);

// 公示表 … are made of the results of a run.
export const makeDocument = (kind, file, ...more) =>
  inTurn(async () => {
    const results = pathOf("结果");
    say(t`正在写 ${file}`);
    const run = await command(["run", path(current()), ...inputs(), "--all", "-o", results], { outputs: [results] });
    if (!run.made.length) return say(run.complained);
    await lend(run.made);
    await makeNow(["documents", results, "--kind", kind, ...more, "-o", file], file);
    await takeBack(run.made);
  });
const KINDS = {
  公示表: ["xlsx", t`拟支持名单：名称、代码、事项、条款、金额`],
  拨付表: ["xlsx", t`一家一项一行，带各级分担`],
  告知书: ["docx", t`每家企业一页：得到什么、为什么、还差什么`],
  核定表: ["xlsx", t`待核定的事项，填好后放回“资料”`],
  异议表: ["xlsx", t`公示期间登记异议用`],
  审计底稿: ["xlsx", t`输入文件的 SHA-256、参数、逐笔和汇总的核对`],
  绩效表: ["xlsx", t`目标完成情况，资金对预算`],
};

// What goes out, and what is in it.
const item = (act, says) => h("tr", {}, h("td", {}, act), h("td", { class: "soft long" }, says));
const group = (name, ...items) => [h("h2", {}, name), h("table", {}, h("tbody", {}, items))];
const markdown = () => make(["doc", path(current()), "-o", "规则.md"], "规则.md");
export const outView = h(
  "div",
  { class: "page out" },
  said,
  group(
    t`结果`,
    item(
      button(t`结果工作簿（结果.xlsx）`, judged("run", "结果.xlsx", "--all")),
      t`逐家逐项的结果和理由、汇总、待补、目标、数据问题，一表一页`,
    ),
    item(button(t`报告（报告.html）`, judged("report", "报告.html")), t`一个网页：汇总、名单、每家企业的条件；可以直接发给同事`),
    item(button(t`待补清单`, gapList), t`一家一行：缺什么、影响多少钱`),
  ),
  group(
    t`一笔钱前后的表和信`,
    Object.entries(KINDS).map(([kind, [type, says]]) =>
      item(
        button(t(kind), () => makeDocument(kind, `${kind}.${type}`)),
        says,
      ),
    ),
  ),
  group(
    t`规则`,
    item(
      button(t`脚本`, () => save(current())),
      t`现在的文字，可以在别的电脑上打开`,
    ),
    item(button(t`可读的页面（规则.md）`, markdown), t`按条款写成文章，不懂脚本也能看`),
    item(button(t`填报模板（名单.xlsx）`, template), t`这份政策要的列，带选项和说明`),
    item(button(t`自查页（自查.html）`, offerSelfCheck), t`发给企业：填自己的数，看能得多少、差什么`),
  ),
  selfCheckBox,
);

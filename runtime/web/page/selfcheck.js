// 自查页: one policy, without any list. A company types its own figures and sees what it would get, why, and what is lacking.
// What is not typed is not known: it is never taken for 0. Nothing is stored or sent.
(async () => {
  const policy = JSON.parse($("policy").textContent), { ask } = engineWorker(textOf(await unpacked($("worker").textContent)));
  await ask({ wasm: await unpacked($("engine").textContent), put: [["/desk/policy.lua", bytesOf(policy.script)], ...policy.beside.map(([name, text]) => ["/desk/" + name, bytesOf(text)])] });

  const cells = new Map();
  const answer = h("div"), amount = h("b", {}, "0"), why = h("div", { class: "soft", "aria-live": "polite" });
  function input(field) {
    const change = (event) => { cells.set(field.heading, event.target.value); soon(); };
    const choices = field.choices.length ? field.choices : field.type === "是否" ? ["是", "否"] : null;
    if (choices) return h("select", { change }, h("option", { value: "" }, "不知道"), choices.map((choice) => h("option", {}, choice)));
    return h("input", { input: change, type: field.type === "日期" ? "date" : "text", inputmode: /金额|整数|数值/.test(field.type) ? "decimal" : undefined, placeholder: field.type });
  }
  let timer, turn = 0;
  const soon = () => (clearTimeout(timer), (timer = setTimeout(judge, 100)));
  const quoted = (text) => (/[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text);
  async function judge() {
    const mine = ++turn, fields = policy.fields.filter((field) => cells.get(field.heading)), own = [["统一社会信用代码", ""], ["企业名称", "本企业"], ["行政区划代码", policy.region]].filter(([name]) => !fields.some((field) => field.name === name));
    const list = [...own.map(([name]) => name), ...fields.map((field) => field.heading)].map(quoted).join(",") + "\n" + [...own.map(([, cell]) => cell), ...fields.map((field) => cells.get(field.heading))].map(quoted).join(",") + "\n";
    const who = cells.get("企业名称") || "本企业";
    const out = await ask({ put: [["/desk/list.csv", bytesOf(list)]], words: ["explain", who, "/desk/policy.lua", "--list", "/desk/list.csv", "--year", String(policy.year), "--json"] });
    if (mine !== turn) return;
    const report = parsed(out.said, null);
    if (!report) return (why.textContent = out.complained || "算不出来");
    const ORDER = { 符合: 0, 待核实: 1, 不符合: 2 }, measures = report.measures.filter((measure) => measure.result in ORDER).sort((a, b) => ORDER[a.result] - ORDER[b.result]);
    const sum = measures.reduce((total, measure) => total + (measure.result === "符合" && typeof measure.amount === "number" ? fenOf(measure.amount) : 0), 0), open = measures.filter((measure) => measure.result === "待核实").length;
    amount.textContent = wan(sum);
    why.textContent = `${measures.filter((measure) => measure.result === "符合").length} 项符合` + (open ? `，${open} 项还要补数据` : "");
    const mistakes = (report.problems || []).filter((problem) => !/没有填写代码/.test(JSON.stringify(problem)));
    answer.replaceChildren(...mistakes.map((problem) => h("p", { class: "open" }, typeof problem === "string" ? problem : `${problem.column || ""} ${problem.message || problem.problem || ""}`)), ...measures.map((measure) => h("article", {},
      h("h2", {}, measure.name, measure.clause ? h("small", { class: "soft" }, `（${measure.clause}）`) : null, h("span", { class: { 符合: "yes", 待核实: "open" }[measure.result] || "no" }, measure.result + (typeof measure.amount === "number" ? `　${wan(fenOf(measure.amount))} 万元` : ""))),
      h("p", {}, measure.why), measure.lacking ? h("p", {}, h("b", {}, "还差："), typeof measure.lacking === "string" ? measure.lacking : measure.lack || "") : null)));
  }
  document.title = policy.title + "　自查";
  $("old").remove();
  document.body.append(h("main", {}, h("h1", {}, policy.title), policy.status ? h("p", {}, h("span", { class: "stamp" }, policy.status)) : null,
    h("p", { class: "soft" }, `${policy.year} 年度。填自己的数，不知道的空着；结果只供参考，以主管部门核定为准。填的数不保存，也不发送。${policy.contact ? "咨询：" + policy.contact : ""}`),
    h("form", { submit: (event) => event.preventDefault() }, policy.fields.filter((field) => field.name !== "统一社会信用代码").map((field) => h("label", {}, h("span", {}, field.heading, field.note ? h("small", {}, field.note) : null), input(field)))), answer),
    h("footer", {}, amount, " 万元", why));
  judge();
})();

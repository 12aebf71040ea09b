/* Tests of policy/declare.c: policies, measures, parameters. Each mistake gives one finding at its mark. */
#include "policy_case.h"

/* A field where Lua wants true or false. */
#define TRUTH(what)                                                                                                              \
  "“" what "”要到判断每家企业时才有答案，不能用在 if、while、and、or、not 里：请写成条件（看是否给出，写 == nil）"
#define TRUTH_EN(what)                                                                                                           \
  "'" what "' has an answer only for a company and cannot be used in if, while, and, or, not: write a condition "                \
  "(write == nil to see whether it was given)"

static const struct finding_case mistakes[] = {
  { "an award without its table", "¦奖励 \"甲\"", "奖励“甲”后面没有 { … }", "award \"甲\" is not followed by { … }" },
  { "an award with a number", "¦奖励(\"甲\")(5)", "“奖励”后面应是 { … }，而不是数“5”",
    "award is followed by { … }, not the number 5" },
  { "an award without its name", "¦奖励 { 编号 = \"T-1\" }", "“奖励”后面应先写引号里的名称，而不是一个 { … }",
    "award is followed by its name in quotes, not a table { … }" },
  { "a policy with a text", "¦政策 \"甲\"", "“政策”后面应是 { … }，而不是文字\"甲\"",
    "policy is followed by { … }, not the text \"甲\"" },
  { "a second policy", "¦政策 { 编号 = \"T2\", 名称 = \"乙\", 地区 = \"650100\", 有效期 = { \"2022-01-01\" } }",
    "一个脚本只写一部政策；前面已经有“测试”", "a script has one policy; '测试' stands before" },
  { "a key without its equals sign", "奖励 \"甲\" { ¦编号 \"T-1\", 条款 = \"一\", 条件 = { 规模以上 }, 金额 = 万元(1) }",
    "“编号”后面少了等号：请写成 编号 = …", "an = is missing behind '编号': write 编号 = …" },
  { "a list without its equals sign", "奖励 \"甲\" { 编号 = \"T-1\", 条款 = \"一\", ¦条件 { 规模以上 }, 金额 = 万元(1) }",
    "“条件”后面少了等号：请写成 条件 = …", "an = is missing behind '条件': write 条件 = …" },
  { "a text without its key", "奖励 \"甲\" { ¦\"T-1\", 条款 = \"一\", 条件 = { 规模以上 }, 金额 = 万元(1) }",
    "“奖励”里的文字\"T-1\"没有写明是哪一项：请写成 项目 = 值",
    "the text \"T-1\" in award does not say which entry it is: write key = value" },
  { "a condition without its key", "奖励 \"甲\" { 编号 = \"T-1\", 条款 = \"一\", ¦规模以上, 金额 = 万元(1) }",
    "“奖励”里的“规模以上”没有写明是哪一项：请写成 项目 = 值",
    "'above_scale' in award does not say which entry it is: write key = value" },
  { "a key given twice", "奖励 \"甲\" { 编号 = \"T-1\", 条款 = \"一\", 条件 = { 规模以上 }, 金额 = 万元(1), ¦金额 = 万元(2) }",
    "“金额”写了两次（第一次在第 2 行）：只能保留一个", "'金额' is given twice (first in line 2): keep only one" },
  { "a key in both languages",
    "奖励 \"甲\" { 编号 = \"T-1\", 条款 = \"一\", 条件 = { 规模以上 }, 金额 = 万元(1), ¦amount = 万元(2) }",
    "“amount”与前面的“金额”是同一项，只能写一次", "'amount' is the same entry as '金额' before; write it once" },
  { "an unknown key", "奖励 \"甲\" { 编号 = \"T-1\", 条款 = \"一\", 条件 = { 规模以上 }, 金额 = 万元(1), ¦封定 = 万元(2) }",
    "“奖励”没有“封定”这一项；是不是“封顶”？", "award has no entry '封定'; did you mean '封顶'?" },
  { "a key of another declaration", "条文 \"甲\" { 编号 = \"T-1\", 条款 = \"一\", ¦金额 = 万元(1) }", "“条文”没有“金额”这一项",
    "narrative has no entry '金额'" },
  { "nil for a key", "local 标准\n奖励 \"甲\" { 编号 = \"T-1\", 条款 = \"一\", 条件 = { 规模以上 }, 金额 = ¦标准 }",
    "这一项是空值（nil），写了却没有值", "this entry is nil: it was written but has no value" },
  { "nil for the id", "local 号\n奖励 \"甲\" { 编号 = ¦号, 条款 = \"一\", 条件 = { 规模以上 }, 金额 = 万元(1) }",
    "这一项是空值（nil），写了却没有值", "this entry is nil: it was written but has no value" },
  { "a misspelt value for the id", "奖励 \"甲\" { 编号 = ¦号码, 条款 = \"一\", 条件 = { 规模以上 }, 金额 = 万元(1) }",
    "文字要放在引号里：\"号码\"", "text stands in quotes: \"号码\"" },
  { "no id", "¦奖励 \"甲\" { 条款 = \"一\", 条件 = { 规模以上 }, 金额 = 万元(1) }", "奖励没有写“编号”", "award lacks 'id'" },
  { "no clause", "¦奖励 \"甲\" { 编号 = \"T-1\", 条件 = { 规模以上 }, 金额 = 万元(1) }", "奖励没有写“条款”",
    "award lacks 'clause'" },
  { "no amount", "¦奖励 \"甲\" { 编号 = \"T-1\", 条款 = \"一\", 条件 = { 规模以上 } }", "奖励没有写“金额”",
    "award lacks 'amount'" },
  { "an id that is a number", "奖励 \"甲\" { 编号 = ¦1, 条款 = \"一\", 条件 = { 规模以上 }, 金额 = 万元(1) }",
    "这里应是引号里的文字，而不是数“1”", "text in quotes is expected here, not the number 1" },
  { "an amount without its unit", "奖励 \"甲\" { 编号 = \"T-1\", 条款 = \"一\", 条件 = { 规模以上 }, 金额 = ¦5 }",
    "金额没有单位：请把 5 写成 元(5) 或 万元(5)", "the amount has no unit: write 5 as yuan(5) or wan(5)" },
  { "an amount that is a count", "奖励 \"甲\" { 编号 = \"T-1\", 条款 = \"一\", 条件 = { 规模以上 }, 金额 = ¦职工总数 }",
    "这里应是金额，“职工总数”是数", "money is expected here; 'staff' is a number" },
  { "an amount that is a text", "奖励 \"甲\" { 编号 = \"T-1\", 条款 = \"一\", 条件 = { 规模以上 }, 金额 = ¦\"10万元\" }",
    "“10万元”是数，不放在引号里：请写 万元(10)", "'10万元' is a figure and takes no quotes: write 万元(10)" },
  { "an amount that is a unit", "奖励 \"甲\" { 编号 = \"T-1\", 条款 = \"一\", 条件 = { 规模以上 }, 金额 = ¦万元 }",
    "单独的“万元”（后面没有写内容）不能用在这里：需要字段、算式、数或带单位的金额",
    "'wan' alone (without what follows it) cannot be used here: a field, an expression, a number or an amount with its unit is "
    "needed" },
  { "an amount in words", "奖励 \"甲\" { 编号 = \"T-1\", 条款 = \"一\", 条件 = { 规模以上 }, 金额 = ¦10万元 }",
    "“10万元”不能直接写在脚本里，请写成 万元(10)", "'10万元' cannot be written like this; write wan(10)" },
  { "a cap without its unit", "奖励 \"甲\" { 编号 = \"T-1\", 条款 = \"一\", 条件 = { 规模以上 }, 金额 = 万元(1), 封顶 = ¦10 }",
    "金额没有单位：请把 10 写成 元(10) 或 万元(10)", "the amount has no unit: write 10 as yuan(10) or wan(10)" },
  { "once that is a text", "奖励 \"甲\" { 编号 = \"T-1\", 条款 = \"一\", 条件 = { 规模以上 }, 金额 = 万元(1), 一次性 = ¦\"是\" }",
    "这里应是 true 或 false，而不是文字\"是\"", "true or false is expected here, not the text \"是\"" },
  { "rounding to an unknown unit",
    "奖励 \"甲\" { 编号 = \"T-1\", 条款 = \"一\", 条件 = { 规模以上 }, 金额 = 万元(1), 取整 = ¦\"两元\" }",
    "不认识的取整单位“两元”；可选：分 角 元 十元 百元 千元 万元",
    "unknown rounding unit '两元'; there are: fen jiao yuan ten_yuan hundred_yuan thousand_yuan wan" },
  { "an unknown rounding",
    "奖励 \"甲\" { 编号 = \"T-1\", 条款 = \"一\", 条件 = { 规模以上 }, 金额 = 万元(1), 舍入 = ¦\"四舍六入\" }",
    "不认识的舍入方式“四舍六入”；可选：四舍五入 进一 舍去", "unknown rounding '四舍六入'; there are: half_up up down" },
  { "an object that is a table", "奖励 \"甲\" { 编号 = \"T-1\", 条款 = \"一\", 对象 = ¦服务记录, 金额 = 万元(1) }",
    "对象应如 服务记录.服务机构，而不是一张表", "an object is written like service_records.provider, not a table" },
  { "a company field for another object",
    "¦奖励 \"甲\" { 编号 = \"T-1\", 条款 = \"一\", 对象 = 服务记录.服务机构, 条件 = { 规模以上 }, 金额 = 万元(1) }",
    "对象不是企业的措施里不能直接用企业的字段：请写在 计数、合计 的条件里",
    "a measure whose object is not a company cannot use company fields directly: put them into the conditions of count or sum" },
  { "a column outside a count",
    "¦奖励 \"甲\" { 编号 = \"T-1\", 条款 = \"一\", 条件 = { 服务记录.合同金额 { 至少 = 元(1) } }, 金额 = 万元(1) }",
    "关联表的列要写在 计数(…) { } 或 合计(…) { } 里", "columns of a related table belong inside count(…) { } or sum(…) { }" },
  { "a region that does not exist",
    "奖励 \"甲\" { 编号 = \"T-1\", 地区 = ¦\"650199\", 条款 = \"一\", 条件 = { 规模以上 }, 金额 = 万元(1) }",
    "没有行政区划代码“650199”；是不是 650109 新疆维吾尔自治区乌鲁木齐市米东区？",
    "there is no region code '650199'; did you mean 650109 新疆维吾尔自治区乌鲁木齐市米东区?" },
  { "a comma forgotten after a value", "奖励 \"甲\" { 编号 = \"T-1\", 条款 = \"一\"¦\n  条件 = { 规模以上 }, 金额 = 万元(1) }",
    "这里少了逗号：“条件”是新的一项，前面要写“,”", "a comma is missing here: '条件' begins a new item" },
  { "a comma forgotten after a list", "奖励 \"甲\" { 编号 = \"T-1\", 条款 = \"一\", 条件 = { 规模以上 }¦ 金额 = 万元(1) }",
    "这里少了逗号：“金额”是新的一项，前面要写“,”", "a comma is missing here: '金额' begins a new item" },
  { "a brace that stays open",
    "奖励 \"甲\" ¦{ 编号 = \"T-1\", 条款 = \"一\", 条件 = { 规模以上 }, 金额 = 万元(1)\n奖励 \"乙\" { 编号 = \"T-2\", 条款 = "
    "\"一\", 条件 = { 规模以上 }, 金额 = 万元(1) }",
    "这个“{”没有合上：后面少一个“}”", "this '{' is not closed: a '}' is missing" },
  { "a quote that stays open", "奖励 \"甲\" { 编号 = ¦\"T-1, 条款 = 一, 条件 = { 规模以上 }, 金额 = 万元(1) }",
    "这里的引号没有合上：文字写完后，在同一行补上 \"", "this string is not closed: add \" on the same line" },
  { "curly quotes", "奖励 ¦“甲” { 编号 = \"T-1\", 条款 = \"一\", 条件 = { 规模以上 }, 金额 = 万元(1) }",
    "脚本里的文字要放在英文（半角）直引号里，不用 “ ，请写成 \"甲\"", "text stands in straight quotes, not in “: write \"甲\"" },
  { "two measures with one id",
    "奖励 \"甲\" { 编号 = \"T-1\", 条款 = \"一\", 条件 = { 规模以上 }, 金额 = 万元(1) }\n¦奖励 \"乙\" { 编号 = \"T-1\", 条款 = "
    "\"一\", 条件 = { 规模以上 }, 金额 = 万元(1) }",
    "编号“T-1”已经用于“甲”（第 2 行）", "the id 'T-1' is used by '甲' (line 2)" },
  { "a measure called again",
    "local 甲 = 奖励 \"甲\" { 编号 = \"T-1\", 条款 = \"一\", 条件 = { 规模以上 }, 金额 = 万元(1) }\n¦甲 { }",
    "一条措施后面不能再接括号：是不是少了逗号？", "a measure cannot be called: is a comma missing?" },
  { "a write to an undeclared name", "¦标准 = 万元(5)", "“标准”没有声明：请写 local 标准 = …（函数写 local function 标准）",
    "'标准' is not declared: write local 标准 = … (local function 标准 for a function)" },
  { "an undeclared name that is used",
    "¦标准 = 万元(5)\n奖励 \"甲\" { 编号 = \"T-1\", 条款 = \"一\", 条件 = { 规模以上 }, 金额 = 标准 }",
    "“标准”没有声明：请写 local 标准 = …（函数写 local function 标准）",
    "'标准' is not declared: write local 标准 = … (local function 标准 for a function)" },
  { "a write to a word", "¦奖励 = 5\n奖励 \"甲\" { 编号 = \"T-1\", 条款 = \"一\", 条件 = { 规模以上 }, 金额 = 万元(1) }",
    "“奖励”已经有意思，不能改写：请换一个名称，写 local 名称 = …",
    "'奖励' means something already and cannot be written to: use another name, local name = …" },
  { "a write to a field",
    "¦营业收入 = 5\n奖励 \"甲\" { 编号 = \"T-1\", 条款 = \"一\", 条件 = { 营业收入 { 至少 = 元(1) } }, 金额 = 万元(1) }",
    "“营业收入”已经有意思，不能改写：请换一个名称，写 local 名称 = …",
    "'营业收入' means something already and cannot be written to: use another name, local name = …" },
  { "a global function",
    "¦function 门槛() return 规模以上 end\n奖励 \"甲\" { 编号 = \"T-1\", 条款 = \"一\", 条件 = { 门槛() }, 金额 = 万元(1) }",
    "“门槛”没有声明：请写 local 门槛 = …（函数写 local function 门槛）",
    "'门槛' is not declared: write local 门槛 = … (local function 门槛 for a function)" },
  { "a function that forgot its return",
    "local function 门槛() 全部 { 规模以上 } end\n奖励 \"甲\" { 编号 = \"T-1\", 条款 = \"一\", 条件 = { ¦门槛() }, 金额 = "
    "万元(1) }",
    "这一项是空值（nil），写了却没有值", "this entry is nil: it was written but has no value" },
  { "a field as a truth value: if", "if ¦规模以上 then end", TRUTH("规模以上"), TRUTH_EN("above_scale") },
  { "a field as a truth value: elseif", "if false then elseif ¦规模以上 then end", TRUTH("规模以上"), TRUTH_EN("above_scale") },
  { "a field as a truth value: while", "while ¦规模以上 do break end", TRUTH("规模以上"), TRUTH_EN("above_scale") },
  { "a field as a truth value: until", "repeat until ¦规模以上", TRUTH("规模以上"), TRUTH_EN("above_scale") },
  { "a field as a truth value in a function",
    "local function 标准() if ¦规模以上 then return 1 end return 2 end\nlocal x = 标准()", TRUTH("规模以上"),
    TRUTH_EN("above_scale") },
  { "not of a field in a function", "local function 甲(乙) local 丙 = not ¦乙 return 丙 end\nlocal x = 甲(规模以上)",
    TRUTH("规模以上"), TRUTH_EN("above_scale") },
  { "a field before and", "local function 甲(乙) return ¦乙 and 独立法人 end\nlocal x = 甲(规模以上)", TRUTH("规模以上"),
    TRUTH_EN("above_scale") },
  { "a field before and in a condition", "if ¦规模以上 and 1 == 1 then end", TRUTH("规模以上"), TRUTH_EN("above_scale") },
  { "a condition before or", "local function 甲() return ¦规模以上 or 独立法人 end\nlocal x = 甲()", TRUTH("规模以上"),
    TRUTH_EN("above_scale") },
  { "not of a call", "local function 甲(乙) return not ¦已填(乙) end\nlocal x = 甲(规模以上)", TRUTH("已填规模以上"),
    TRUTH_EN("known: above_scale") },
  { "a forgotten equals sign", "奖励 \"甲\" { 编号 = \"T-1\", 条款 = \"一\", ¦金额 万元(10) }",
    "“金额”后面少了等号：请写成 金额 = …", "an = is missing behind '金额': write 金额 = …" },
  { "a condition as a truth value", "if ¦营业收入 { 至少 = 万元(5) } then end", TRUTH("营业收入不低于5万元"),
    TRUTH_EN("revenue at least 5万元") },
  { "a field as a truth value: assert", "¦assert(规模以上)", TRUTH("规模以上"), TRUTH_EN("above_scale") },
  { "a field and a text compared in a condition", "if 所有制 ¦== \"国有\" then end",
    "字段不能用 == < > 比较：请写 字段 { 是 = … }、{ 等于 = … }、{ 低于 = … }、{ 超过 = … }",
    "fields are not compared with == < >: write field { is = … }, { equals = … }, { less_than = … }, { more_than = … }" },
  { "a text and a field compared in a function",
    "local function 标准() if \"国有\" ¦~= 所有制 then return 1 end end\nlocal x = 标准()",
    "字段不能用 == < > 比较：请写 字段 { 是 = … }、{ 等于 = … }、{ 低于 = … }、{ 超过 = … }",
    "fields are not compared with == < >: write field { is = … }, { equals = … }, { less_than = … }, { more_than = … }" },
  { "two fields compared", "if 营业收入 ¦== 利润总额 then end",
    "字段不能用 == < > 比较：请写 字段 { 是 = … }、{ 等于 = … }、{ 低于 = … }、{ 超过 = … }",
    "fields are not compared with == < >: write field { is = … }, { equals = … }, { less_than = … }, { more_than = … }" },
  { "a field and a number compared by size", "if 职工总数 ¦> 5 then end",
    "字段不能用 == < > 比较：请写 字段 { 是 = … }、{ 等于 = … }、{ 低于 = … }、{ 超过 = … }",
    "fields are not compared with == < >: write field { is = … }, { equals = … }, { less_than = … }, { more_than = … }" },
  { "an unknown module", "local 甲 = ¦引用 \"hnto\"", "标准库里没有“hnto”；是不是“hnte”？",
    "the standard library has no 'hnto'; did you mean 'hnte'?" },
  { "the dictionary as a module", "local 甲 = ¦引用 \"fields\"", "标准库里没有“fields”", "the standard library has no 'fields'" },
  { "an unknown member of a module", "local 高企 = 引用 \"hnte\"\nlocal x = 高企.¦有效在(基准日)",
    "这个模块没有“有效在”；是不是“有效于”？", "the module has no '有效在'; did you mean '有效于'?" },
  { "one of one",
    "local 甲 = 奖励 \"甲\" { 编号 = \"T-1\", 条款 = \"一\", 条件 = { 规模以上 }, 金额 = 万元(1) }\n¦择一 \"丙\" { 编号 = "
    "\"T-9\", 条款 = \"一\", 措施 = { 甲 } }",
    "择一至少要有两项措施", "one_of needs at least two measures" },
  { "one of what is no measure",
    "local 甲 = 奖励 \"甲\" { 编号 = \"T-1\", 条款 = \"一\", 条件 = { 规模以上 }, 金额 = 万元(1) }\n择一 \"丙\" { 编号 = "
    "\"T-9\", 条款 = \"一\", 措施 = { 甲, ¦规模以上 } }",
    "择一的成员应是前面声明的措施，或别处措施的编号（如 \"U22-1\"），而不是“规模以上”",
    "a member of one_of is a measure declared before, or the id of one elsewhere (such as \"U22-1\"), not 'above_scale'" },
  { "one of a list",
    "local 甲 = 奖励 \"甲\" { 编号 = \"T-1\", 条款 = \"一\", 条件 = { 规模以上 }, 金额 = 万元(1) }\n"
    "local 乙 = 清单 \"乙\" { 编号 = \"T-2\", 条款 = \"一\", 条件 = { 规模以上 } }\n"
    "择一 \"丙\" { 编号 = \"T-9\", 条款 = \"一\", 措施 = { 甲, ¦乙 } }",
    "“乙”不是给予企业的东西（清单、目标、准则、条文不参加择一）",
    "'乙' grants nothing (lists, targets, criteria and narrative clauses are in no one_of)" },
  { "one of what has another object",
    "local 甲 = 奖励 \"甲\" { 编号 = \"T-1\", 条款 = \"一\", 条件 = { 规模以上 }, 金额 = 万元(1) }\n"
    "local 乙 = 券 \"乙\" { 编号 = \"T-2\", 条款 = \"一\", 对象 = 服务记录.服务机构, 金额 = 元(5) * 计数(服务记录.客户) }\n"
    "择一 \"丙\" { 编号 = \"T-9\", 条款 = \"一\", 措施 = { 甲, ¦乙 } }",
    "“乙”与“甲”的对象不同，不会给到同一家，不能择一",
    "'乙' and '甲' have different objects and are never granted to the same one" },
  { "an id that the policy does not have",
    "local 甲 = 奖励 \"甲\" { 编号 = \"T1-1\", 条款 = \"一\", 条件 = { 规模以上 }, 金额 = 万元(1) }\n"
    "择一 \"丙\" { 编号 = \"T1-9\", 条款 = \"一\", 措施 = { 甲, ¦\"T1-2\" } }",
    "没有编号为“T1-2”的措施；是不是“T1-1”？", "there is no measure with the id 'T1-2'; did you mean 'T1-1'?" },
  { "one of a measure twice",
    "local 甲 = 奖励 \"甲\" { 编号 = \"T-1\", 条款 = \"一\", 条件 = { 规模以上 }, 金额 = 万元(1) }\n择一 \"丙\" { 编号 = "
    "\"T-9\", 条款 = \"一\", 措施 = { 甲, ¦甲 } }",
    "“甲”已经在“丙”里", "'甲' is in '丙' already" },
  { "a rung without its name", "清单 \"甲\" { 编号 = \"T-1\", 条款 = \"一\", 阶梯 = { ¦{ 规模以上 } } }",
    "阶梯的每一级应写作 { \"名称\", 条件 }", "each rung is written { \"name\", condition }" },
  { "a parameter without its table", "¦参数 \"标准\"", "参数“标准”后面没有 { … }",
    "parameter \"标准\" is not followed by { … }" },
  { "a parameter without a value", "¦参数 \"标准\" { }", "参数“标准”没有值，也没有写 类型",
    "the parameter '标准' has neither a value nor a kind" },
  { "a parameter with nil", "local 额\n参数 \"标准\" { [\"2022-01-01\"] = ¦额 }", "这一项是空值（nil），写了却没有值",
    "this entry is nil: it was written but has no value" },
  { "a parameter with a bare value", "参数 \"标准\" { ¦万元(10) }", "“参数”里的“10万元”没有写明是哪一项：请写成 项目 = 值",
    "'10万元' in parameter does not say which entry it is: write key = value" },
  { "a parameter from a day that does not exist", "参数 \"标准\" { ¦[\"2022-02-30\"] = 万元(10) }",
    "“2022-02-30”不是存在的日期：应如 \"2022-12-31\"", "'2022-02-30' is not a day that exists: write \"2022-12-31\"" },
  { "a parameter of two types", "参数 \"标准\" { [\"2022-01-01\"] = 万元(10), [\"2023-01-01\"] = ¦5 }",
    "同一参数的值类型不一致：先是金额，后是数", "a parameter's values differ in type: first money, then a number" },
  { "a parameter against its stated type", "参数 \"标准\" { 类型 = \"日期\", [\"2022-01-01\"] = ¦万元(10) }",
    "同一参数的值类型不一致：先是日期，后是金额", "a parameter's values differ in type: first a date, then money" },
  { "a parameter's type stated afterwards", "参数 \"标准\" { [\"2022-01-01\"] = 万元(10), 类型 = ¦\"日期\" }",
    "同一参数的值类型不一致：先是金额，后是日期", "a parameter's values differ in type: first money, then a date" },
  { "an unknown type of a parameter", "参数 \"标准\" { 类型 = ¦\"钱\" }", "不认识的参数类型“钱”；可选：金额 比例 数 日期 是否",
    "unknown kind of parameter '钱'; there are: money rate number date yesno" },
  { "a parameter that depends on the company", "参数 \"标准\" { [\"2022-01-01\"] = ¦营业收入 }",
    "参数的值应是固定的金额、数、日期或 true/false，而不是“营业收入”",
    "a parameter's value is a fixed amount, number, date or true/false, not 'revenue'" },
  { "a parameter with one day twice", "参数 \"标准\" { [\"2022-01-01\"] = 万元(10), [\"2022-1-1\"] = ¦万元(12) }",
    "2022-01-01 这一天的值写了两次：只能保留一个", "the value from 2022-01-01 on is given twice: keep only one" },
  { "a parameter's end in both languages",
    "参数 \"标准\" { [\"2022-01-01\"] = 万元(10), 至 = \"2023-12-31\", through = ¦\"2024-12-31\" }",
    "“through”与前面的“至”是同一项，只能写一次", "'through' is the same entry as '至' before; write it once" },
  { "a parameter that ends before it begins", "¦参数 \"标准\" { [\"2022-01-01\"] = 万元(10), 至 = \"2021-12-31\" }",
    "参数“标准”到 2021-12-31 为止，却还有这之后的值", "the parameter '标准' ends on 2021-12-31, yet has values from later days" },
  { "a parameter declared twice", "参数 \"标准\" { [\"2022-01-01\"] = 万元(10) }\n¦参数 \"标准\" { [\"2022-01-01\"] = 万元(10) }",
    "参数“标准”已经声明过", "the parameter '标准' is declared already" },
  { "an unknown parameter", "参数 \"标准\" { [\"2022-01-01\"] = 万元(10) }\nlocal x = 参数.¦标淮",
    "没有参数“标淮”；是不是“标准”？", "there is no parameter '标淮'; did you mean '标准'?" },
};

Test(policy_declare, each_mistake_gives_one_finding)
{
  expect_findings(mistakes, COUNT(mistakes), POLICY, "");
}

static const struct finding_case policies[] = {
  { "no policy", "¦-- 空\nlocal x = 1", "脚本里没有 政策 { … }", "the script has no policy { … }" },
  { "a measure before its policy", "¦奖励 \"甲\" { 编号 = \"T-1\", 条款 = \"一\", 条件 = { 规模以上 }, 金额 = 万元(1) }",
    "“奖励”要写在 政策 { … } 之后", "award comes after policy { … }" },
  { "a policy without its id", "¦政策 { 名称 = \"甲\", 地区 = \"650100\", 有效期 = { \"2022-01-01\" } }", "政策没有写“编号”",
    "policy lacks 'id'" },
  { "a policy without its region", "¦政策 { 编号 = \"T1\", 名称 = \"甲\", 有效期 = { \"2022-01-01\" } }", "政策没有写“地区”",
    "policy lacks 'region'" },
  { "a policy without its period", "¦政策 { 编号 = \"T1\", 名称 = \"甲\", 地区 = \"650100\" }", "政策没有写“有效期”",
    "policy lacks 'period'" },
  { "nil for the id", "local 号\n政策 { 编号 = ¦号, 名称 = \"甲\", 地区 = \"650100\", 有效期 = { \"2022-01-01\" } }",
    "这一项是空值（nil），写了却没有值", "this entry is nil: it was written but has no value" },
  { "a misspelt value for the id", "政策 { 编号 = ¦号码, 名称 = \"甲\", 地区 = \"650100\", 有效期 = { \"2022-01-01\" } }",
    "文字要放在引号里：\"号码\"", "text stands in quotes: \"号码\"" },
  { "a key without its equals sign", "政策 { ¦编号 \"T1\", 名称 = \"甲\", 地区 = \"650100\", 有效期 = { \"2022-01-01\" } }",
    "“编号”后面少了等号：请写成 编号 = …", "an = is missing behind '编号': write 编号 = …" },
  { "a region that does not exist", "政策 { 编号 = \"T1\", 名称 = \"甲\", 地区 = ¦\"650199\", 有效期 = { \"2022-01-01\" } }",
    "没有行政区划代码“650199”；是不是 650109 新疆维吾尔自治区乌鲁木齐市米东区？",
    "there is no region code '650199'; did you mean 650109 新疆维吾尔自治区乌鲁木齐市米东区?" },
  { "a period with a day that does not exist",
    "政策 { 编号 = \"T1\", 名称 = \"甲\", 地区 = \"650100\", 有效期 = { \"2022-01-01\", ¦\"2022-06-31\" } }",
    "“2022-06-31”不是存在的日期：应如 \"2022-12-31\"", "'2022-06-31' is not a day that exists: write \"2022-12-31\"" },
  { "a period backwards",
    "政策 { 编号 = \"T1\", 名称 = \"甲\", 地区 = \"650100\", 有效期 = ¦{ \"2024-01-01\", \"2022-12-31\" } }",
    "时段的首日 2024-01-01 晚于末日 2022-12-31", "the period's first day 2024-01-01 is after its last day 2022-12-31" },
  { "a period of three days",
    "政策 { 编号 = \"T1\", 名称 = \"甲\", 地区 = \"650100\", 有效期 = ¦{ \"2022-01-01\", \"2023-01-01\", \"2024-01-01\" } }",
    "时段应写作 { 首日, 末日 }，如 { \"2022-01-01\", \"2024-12-31\" }",
    "a period is written { first, last }, such as { \"2022-01-01\", \"2024-12-31\" }" },
  { "a period without days", "政策 { 编号 = \"T1\", 名称 = \"甲\", 地区 = \"650100\", 有效期 = ¦{ } }", "括号里没有内容",
    "there is nothing inside" },
  { "an unknown key", "政策 { 编号 = \"T1\", 名称 = \"甲\", 地区 = \"650100\", 有效期 = { \"2022-01-01\" }, ¦文好 = \"1\" }",
    "“政策”没有“文好”这一项；是不是“文号”？", "policy has no entry '文好'; did you mean '文号'?" },
};

Test(policy_declare, each_mistake_in_a_policy_gives_one_finding)
{
  expect_findings(policies, COUNT(policies), "", "");
}

/* Dated values: what is in force on a day, `-` for nothing. */
static const struct {
  const char *name, *parameter, *day, *said;
} dated[] = {
  { "before the first", "{ [\"2022-01-01\"] = 万元(10), [\"2023-07-01\"] = 万元(12) }", "2021-12-31", "-" },
  { "on the first day", "{ [\"2022-01-01\"] = 万元(10), [\"2023-07-01\"] = 万元(12) }", "2022-01-01", "10万元" },
  { "the day before the second", "{ [\"2022-01-01\"] = 万元(10), [\"2023-07-01\"] = 万元(12) }", "2023-06-30", "10万元" },
  { "on the second", "{ [\"2022-01-01\"] = 万元(10), [\"2023-07-01\"] = 万元(12) }", "2023-07-01", "12万元" },
  { "long after", "{ [\"2022-01-01\"] = 万元(10), [\"2023-07-01\"] = 万元(12) }", "2099-01-01", "12万元" },
  { "written the other way round", "{ [\"2023-07-01\"] = 万元(12), [\"2022-01-01\"] = 万元(10) }", "2022-05-01", "10万元" },
  { "on the last day", "{ [\"2022-01-01\"] = 万元(10), 至 = \"2024-12-31\" }", "2024-12-31", "10万元" },
  { "after the last day", "{ [\"2022-01-01\"] = 万元(10), 至 = \"2024-12-31\" }", "2025-01-01", "-" },
  { "a rate", "{ [\"2022-01-01\"] = 百分之(5) }", "2022-01-01", "5%" },
  { "a day", "{ [\"2022-01-01\"] = 日期(\"2022-06-30\") }", "2022-01-01", "2022-06-30" },
  { "yes", "{ [\"2022-01-01\"] = true }", "2022-01-01", "是" },
  { "other notations of days", "{ [\"2022/1/1\"] = 元(1) }", "2022-01-01", "1元" },
  { "no value yet", "{ 类型 = \"金额\" }", "2022-01-01", "-" },
};

Test(policy_declare, parameters_have_the_value_of_the_day)
{
  for (size_t i = 0; i < COUNT(dated); i++) {
    struct loading loading;
    char source[4096];
    date day;
    snprintf(source, sizeof source, POLICY "参数 \"标准\" %s", dated[i].parameter);
    load_text(&loading, source, LANGUAGE_CHINESE);
    cr_assert(date_parse(slice_of(dated[i].day), &day));
    cr_expect(loading.model, "%s: %s", dated[i].name, sentences(&loading, LANGUAGE_CHINESE));
    if (loading.model) {
      const struct node *value = parameter_value(loading.model->policies[0]->parameters[0], day);
      const char *said = value ? node_text_of(&loading.arena, value) : "-";
      cr_expect_str_eq(said, dated[i].said, "%s: %s", dated[i].name, said);
    }
    arena_free(&loading.arena);
  }
}

Test(policy_declare, the_region_of_the_policy_is_a_condition_unless_the_measure_says_otherwise)
{
  static const struct {
    const char *name, *key, *said;
  } rows[] = {
    { "the policy's", "", "全部（行政区划代码属于650100，规模以上）" },
    { "the measure's own", "地区 = \"650000\",", "全部（行政区划代码属于650000，规模以上）" },
    { "several", "地区 = { \"650100\", \"650200\" },", "全部（行政区划代码属于650100、650200，规模以上）" },
    { "none", "地区 = \"不限\",", "全部（规模以上）" },
    { "none in English", "region = \"anywhere\",", "全部（规模以上）" },
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct loading loading;
    char source[4096];
    snprintf(source, sizeof source, POLICY "奖励 \"甲\" { 编号 = \"T-1\", 条款 = \"一\", %s 条件 = { 规模以上 }, 金额 = 元(1) }",
             rows[i].key);
    load_text(&loading, source, LANGUAGE_CHINESE);
    cr_expect(loading.model, "%s", rows[i].name);
    if (loading.model)
      cr_expect_str_eq(node_text_of(&loading.arena, loading.model->measures[0]->condition), rows[i].said, "%s", rows[i].name);
    arena_free(&loading.arena);
  }
}

Test(policy_declare, a_criterion_is_a_condition_of_others)
{
  struct loading loading;
  load_text(&loading,
            POLICY "local 准 = 准则 \"合格\" { 编号 = \"T-1\", 条款 = \"一\", 条件 = { 规模以上 } }\n"
                   "奖励 \"乙\" { 编号 = \"T-2\", 条款 = \"一\", 条件 = { 准 }, 金额 = 元(1) }",
            LANGUAGE_CHINESE);
  cr_assert(loading.model, "%s", sentences(&loading, LANGUAGE_CHINESE));
  cr_expect_str_eq(node_text_of(&loading.arena, loading.model->measures[1]->condition), "全部（行政区划代码属于650100，合格）");
  arena_free(&loading.arena);
}

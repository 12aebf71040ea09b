---@meta
-- 给编辑器用的词和字段，由 huiqi fields --template stdlib/meta/huiqi.lua 写出，不要手改。

---@class huiqi.measure
---@field 编号? any 措施的编号，各不相同
---@field id? any the measure's id, one of its own
---@field 条款? any 出自哪一条
---@field clause? any the clause it comes from
---@field 责任单位? any 原文写明由谁负责
---@field agency? any who is charged with it by the text
---@field 说明? any 补充的话
---@field note? any a remark
---@field 解读? any 对原文的理解，以后好改
---@field reading? any how the text is read, for later change
---@field 对象? any 给谁；不写是企业
---@field object? any who gets it; companies unless written
---@field 条件? any 都要满足的条件
---@field requires? any conditions that all must hold
---@field 地区? any 在哪里的企业；不写同政策
---@field region? any where; that of the policy unless written
---@field 不限条件? any 政策的 条件 不用于这一项
---@field unrestricted? any the policy's conditions do not hold for this measure
---@field 实际? any 目标的实际数怎么统计
---@field actual? any how a target's figure is counted
---@field 至少? any 目标要达到的数
---@field at_least? any the figure to reach
---@field 超过? any 目标要超过的数
---@field more_than? any the figure to exceed
---@field 分解? any 目标按区县、镇街或选项分开
---@field by? any a target broken down by district, town or choice
---@field 年度? any 目标是哪一年的
---@field years? any the years of a target
---@field 金额? any 给多少钱
---@field amount? any how much is paid
---@field 封顶? any 一个对象一年最多给多少
---@field cap? any the most one object gets in a year
---@field 取整? any 金额取整到：分 角 元 十元 百元 千元 万元
---@field round_to? any the amount is rounded to fen, jiao, yuan, …
---@field 舍入? any 四舍五入、进一、舍去、五舍六入
---@field rounding? any half_up, up, down, half_down
---@field 一次性? any 一个对象只给一次，查以往结果
---@field once? any once only, looked up in earlier results
---@field 分期? any 核定一次，分年兑付；以后各期只问自己的条件，总额和首年查以往结果
---@field instalments? any decided once, paid in parts; each later part asks its own condition only
---@field 中断? any 一期失去后，以后各期是 停（不写即停）还是 续
---@field interruption? any whether parts after a lost one stop or go_on
---@field 补差? any 扣掉本项（或所列各项）以往年度已给的，只给差额
---@field top_up? any less what it, or the measures named, paid in earlier years
---@field 累计封顶? any 一个对象各年合计最多给多少
---@field cumulative_cap? any the most one object gets over all years
---@field 次数? any 一个对象最多在几个年度得到
---@field times? any in how many years one object gets it at most
---@field 预算? any 全部申请的总额；超过则按比例折减到分，写了 次序 则先到先得（不足：给余额、不给），每：各值一份
---@field envelope? any for all claims together; reduced in proportion beyond it, or in order (short: rest or nothing), one for each value of each
---@field 分担? any 各级各担多少，写进 shares.csv，合起来正好是金额
---@field cost_share? any how much each level of government bears, written to shares.csv; they sum to the amount
---@field 阶梯? any 由低到高的级
---@field rungs? any rungs from the lowest up
---@field 列示? any 清单里一并写出的资料
---@field shows? any data told of each member
---@field 对照? any 清单里逐户比照，写出还差什么
---@field against? any what members are compared with, reporting what they lack

---@class huiqi.政策
---@field 编号? any 措施编号的开头部分
---@field id? any the policy's id, with which those of its measures begin
---@field 名称? any 文件的名称
---@field title? any the document's title
---@field 状态? any 征求意见、草案的不给钱，只供测算
---@field status? any a draft pays nothing, it is for estimates
---@field 文号? any 发文字号
---@field number? any the document's number
---@field 地区? any 在哪里的企业
---@field region? any companies of where
---@field 有效期? any 从哪一天到哪一天有效
---@field period? any from which day to which it is in force
---@field 条件? any 每项评判企业的措施都要满足；不限条件 的除外
---@field requires? any a condition of every measure that judges companies, but for those that are unrestricted
---@field 条款目录? any 原文的全部条款，没有写成措施的由 check 指出
---@field clauses? any all clauses of the text; check names those without a measure
---@field 公示期? any 公示表上写的公示期限
---@field publication? any how long the list of awards is on public view, as its table says
---@field 联系方式? any 公示表和告知书上写的联系部门和电话
---@field contact? any whom to ask, as public tables and notices say
---@field 说明? any 补充的话
---@field note? any a remark

---@class huiqi.择一
---@field 编号? any 这一组的编号
---@field id? any the group's id
---@field 条款? any 出自哪一条
---@field clause? any the clause it comes from
---@field 措施? any 哪几项里给一项
---@field measures? any the measures of which one is given
---@field 依? any 由企业选：这一列写措施的名称或编号
---@field by? any the column that names the measure which the company chose
---@field 说明? any 补充的话
---@field note? any a remark

---@class huiqi.总限
---@field 编号? any 总限的编号
---@field id? any the limit's id
---@field 条款? any 出自哪一条
---@field clause? any the clause it comes from
---@field 措施? any 哪几项合起来受限
---@field measures? any the measures that are limited together
---@field 至多? any 一个对象合计最多给多少
---@field at_most? any the most one object gets of them together
---@field 压减? any 超过时怎么减
---@field reduction? any how they are reduced beyond it: in_proportion or in_order
---@field 跨年? any 把以往年度已给的算在内
---@field over_years? any what earlier years paid counts too
---@field 说明? any 补充的话
---@field note? any a remark

---@class huiqi.断言
---@field 从不? any 这些从不同时成立
---@field never? any these never hold together
---@field 总是? any 这些总是都成立
---@field always? any these always hold

---@class huiqi.预算
---@field 总额? any 全部申请的总额
---@field total? any for all claims together
---@field 次序? any 小的在先；相等的按代码
---@field order? any the least comes first; equal ones by code
---@field 不足? any 余额不够一家时
---@field short? any whom the rest does not cover gets the rest, or nothing
---@field 每? any 这一列的各值一份总额
---@field each? any one envelope for each value of the column

---@class huiqi.分期
---@field 条件? any 这一期的条件，不满足就失去
---@field requires? any the condition of this part, lost when it fails
---@field 自? any 在这件事发生的那一年付
---@field from? any paid in the year of this event

---@class huiqi.表
---@field 英文? any 表的英文名
---@field english? any the table's English name
---@field 链接? any 哪一列指向名单里的企业
---@field links? any the columns that name a company of the list
---@field 对象? any 可以作为措施 对象 的列
---@field objects? any what measures may judge instead of companies
---@field 主键? any 企业表里的代码列
---@field key? any the column of codes
---@field 名称? any 企业表里的名称列
---@field label? any the column of names
---@field 地区? any 企业表里的地区列
---@field region? any the column of regions
---@field 镇街? any 企业表里的镇街列
---@field town? any the column of towns

---@class huiqi.链接
---@field 代码? any 写代码的列
---@field code? any the column that holds the code
---@field 英文? any 链接的英文名
---@field english? any the link's English name

---@class huiqi.对象
---@field 代码? any 写对象代码的列
---@field code? any the column that holds the object's code
---@field 名称? any 写对象名称的列
---@field label? any the column that holds its name
---@field 英文? any 对象的英文名
---@field english? any the object's English name

---@class huiqi.列
---@field 英文? any 列的英文名
---@field english? any the column's English name
---@field 类型? any 统一社会信用代码 行政区划代码 行业代码 日期 金额 整数 数值 比例 是否 选项 文字
---@field kind? any code, text, choice, region, industry, date, money, number, ratio, yesno
---@field 选项? any 选项列可以写的
---@field choices? any what a choice may be
---@field 别名? any 表头的别的写法
---@field aliases? any other headings of it
---@field 事件? any 空白就是没有发生
---@field event? any blank: it never happened
---@field 可缺? any 是否列：空白、没有这一列都是否
---@field optional? any of yes or no: blank, or no such column, is no
---@field 属于? any 是另一列的一部分，不会更大
---@field part_of? any it is a part of another column and never more
---@field 省略? any 表头可以省去的末尾
---@field suffix? any what a heading may leave out at its end
---@field 变动? any 以后会怎么变，用来说“还差什么”
---@field motion? any how it can change, for what is lacking
---@field 单位? any 数的单位
---@field unit? any the unit of a number
---@field 说明? any 补充的话
---@field note? any a remark
---@field 空白? any 空白的格子就是它；写“未知”的、没有这一列的仍是未知
---@field blank? any a blank cell is this; one that says unknown, or a lacking column, stays unknown
---@field 同义? any 选项的别的写法
---@field synonyms? any other ways to write a choice

---@class huiqi.计数
---@field 每组? any 每组只取最大的一条
---@field per? any of each group the greatest only
---@field 经由? any 有两个链接的表：按哪一个
---@field through? any of a table with two links: by which
---@field 条件? any 哪些记录算
---@field requires? any which rows count
---@field 不重复? any 相同的只算一次
---@field distinct? any equal ones count once

---@class huiqi.占比
---@field 其中? any 一部分企业
---@field part? any some companies
---@field 全体? any 占哪些企业的
---@field whole? any among which

---@class huiqi.名单
---@field 条件? any 名单上的哪些企业
---@field requires? any which companies of the list
---@field 按? any 在同一个值的企业里
---@field by? any within those of one value
---@field 同分? any 分数相同的再比
---@field ties? any what parts equal ones
---@field 小者在前? any 最小的是第一名
---@field smallest_first? any the least is the first

---@class huiqi.分档
---@field 至少? any 这一档从多少起
---@field at_least? any this much or more
---@field 超过? any 这一档在多少以上，不含
---@field more_than? any more, not equal
---@field 至多? any 这一档到多少为止
---@field at_most? any this much or less
---@field 低于? any 这一档不到多少
---@field less_than? any less, not equal
---@field 等于? any 正好是多少
---@field equals? any exactly
---@field 是? any 选项正是它
---@field is? any a choice is this
---@field 属于? any 选项是其中之一
---@field among? any one of these
---@field 取? any 这一档的值
---@field gives? any the value of this tier

---@class huiqi.累进
---@field 至多? any 这一段到多少为止；最后一段不写
---@field at_most? any where this step ends; the last has none
---@field 取? any 这一段里每一份给多少
---@field gives? any the rate of this step

---@class huiqi.计算
---@field 说明? any 算的是什么，写进说明
---@field note? any what is computed, for the reasons
---@field 结果? any 是否、金额、数
---@field result? any yesno, money, number

--- 给钱的措施 (a measure that pays money)
---
---     奖励 "名称" { 编号 = …, 条款 = …, 条件 = { … }, 金额 = … }
---@return fun(entries: huiqi.measure)
function 奖励(...) end

--- 给钱的措施 (a measure that pays money)
---
---     奖励 "名称" { 编号 = …, 条款 = …, 条件 = { … }, 金额 = … }
---@return fun(entries: huiqi.measure)
function award(...) end

--- 按关联记录计算的给钱措施 (a measure that pays money counted over related records)
---
---     券 "名称" { …, 金额 = 元(5000) * 计数(服务记录.客户) { … } }
---@return fun(entries: huiqi.measure)
function 券(...) end

--- 按关联记录计算的给钱措施 (a measure that pays money counted over related records)
---
---     券 "名称" { …, 金额 = 元(5000) * 计数(服务记录.客户) { … } }
---@return fun(entries: huiqi.measure)
function voucher(...) end

--- 不是钱的支持 (grants something that is not money)
---
---     支持 "名称" { 编号 = …, 条款 = …, 条件 = { … } }
---@return fun(entries: huiqi.measure)
function 支持(...) end

--- 不是钱的支持 (grants something that is not money)
---
---     支持 "名称" { 编号 = …, 条款 = …, 条件 = { … } }
---@return fun(entries: huiqi.measure)
function benefit(...) end

--- 承诺了支持而没有写金额：由主管部门核定 (promises support without a figure: set by the authority)
---
---     酌定 "名称" { 编号 = …, 条款 = …, 条件 = { … } }
---@return fun(entries: huiqi.measure)
function 酌定(...) end

--- 承诺了支持而没有写金额：由主管部门核定 (promises support without a figure: set by the authority)
---
---     酌定 "名称" { 编号 = …, 条款 = …, 条件 = { … } }
---@return fun(entries: huiqi.measure)
function discretionary(...) end

--- 要退回的钱：结果是应退，合计另算，哪里都不当作给出的钱 (money to be paid back: due back, with a total of its own, counted as paid nowhere)
---
---     追回 "名称" { 编号 = …, 条款 = …, 条件 = { … }, 金额 = 已给 { 甲 } }
---@return fun(entries: huiqi.measure)
function 追回(...) end

--- 要退回的钱：结果是应退，合计另算，哪里都不当作给出的钱 (money to be paid back: due back, with a total of its own, counted as paid nowhere)
---
---     追回 "名称" { 编号 = …, 条款 = …, 条件 = { … }, 金额 = 已给 { 甲 } }
---@return fun(entries: huiqi.measure)
function clawback(...) end

--- 列出企业；对照里不满足的即所缺 (names companies; what fails in 对照 is what is lacking)
---
---     清单 "名称" { 编号 = …, 条款 = …, 条件 = { … }, 对照 = { … } }
---@return fun(entries: huiqi.measure)
function 清单(...) end

--- 列出企业；对照里不满足的即所缺 (names companies; what fails in 对照 is what is lacking)
---
---     清单 "名称" { 编号 = …, 条款 = …, 条件 = { … }, 对照 = { … } }
---@return fun(entries: huiqi.measure)
function list(...) end

--- 供别处使用的判断 (a test used by others)
---
---     准则 "名称" { 编号 = …, 条款 = …, 条件 = { … } }
---@return fun(entries: huiqi.measure)
function 准则(...) end

--- 供别处使用的判断 (a test used by others)
---
---     准则 "名称" { 编号 = …, 条款 = …, 条件 = { … } }
---@return fun(entries: huiqi.measure)
function criterion(...) end

--- 要达到的数；没有写 实际 的从 指标 表读 (a figure to reach; without 实际 it is read from the table 指标)
---
---     目标 "名称" { 编号 = …, 条款 = …, 年度 = 2022, 实际 = 家数 { … }, 至少 = 500 }
---@return fun(entries: huiqi.measure)
function 目标(...) end

--- 要达到的数；没有写 实际 的从 指标 表读 (a figure to reach; without 实际 it is read from the table 指标)
---
---     目标 "名称" { 编号 = …, 条款 = …, 年度 = 2022, 实际 = 家数 { … }, 至少 = 500 }
---@return fun(entries: huiqi.measure)
function target(...) end

--- 只指方向、没有可计算内容的条款 (a clause that states a direction with nothing to compute)
---
---     条文 "名称" { 编号 = …, 条款 = …, 说明 = … }
---@return fun(entries: huiqi.measure)
function 条文(...) end

--- 只指方向、没有可计算内容的条款 (a clause that states a direction with nothing to compute)
---
---     条文 "名称" { 编号 = …, 条款 = …, 说明 = … }
---@return fun(entries: huiqi.measure)
function narrative(...) end

--- 一部政策文件：一个脚本写一次，写在最前 (a policy document: once in a script, first)
---
---     政策 { 编号 = "U22", 名称 = …, 地区 = "650100", 有效期 = { 首日, 末日 } }
---@return fun(entries: huiqi.政策)
function 政策(...) end

--- 一部政策文件：一个脚本写一次，写在最前 (a policy document: once in a script, first)
---
---     政策 { 编号 = "U22", 名称 = …, 地区 = "650100", 有效期 = { 首日, 末日 } }
---@return fun(entries: huiqi.政策)
function policy(...) end

--- 随日期变动的标准；可用 --set 临时改 (a dated value; --set changes it for one run)
---
---     参数 "名称" { ["2022-01-01"] = 万元(10) }，用作 参数.名称
---@return fun(entries: huiqi.measure)
function 参数(...) end

--- 随日期变动的标准；可用 --set 临时改 (a dated value; --set changes it for one run)
---
---     参数 "名称" { ["2022-01-01"] = 万元(10) }，用作 参数.名称
---@return fun(entries: huiqi.measure)
function parameter(...) end

--- 几项中只给最高的一项；相等时给写在前面的；写了 依 的，给企业选的那一项；别的脚本里的写编号 (of several one: the highest, of equals the earlier, or the one that the column `by` names; those of other scripts by id)
---
---     择一 "名称" { 编号 = …, 措施 = { 甲, 乙, "U22-1" } }，依 = 选择（由企业选：这一列写措施的名称或编号）
---@return fun(entries: huiqi.择一)
function 择一(...) end

--- 几项中只给最高的一项；相等时给写在前面的；写了 依 的，给企业选的那一项；别的脚本里的写编号 (of several one: the highest, of equals the earlier, or the one that the column `by` names; those of other scripts by id)
---
---     择一 "名称" { 编号 = …, 措施 = { 甲, 乙, "U22-1" } }，依 = 选择（由企业选：这一列写措施的名称或编号）
---@return fun(entries: huiqi.择一)
function one_of(...) end

--- 几项措施给一个对象的合计最多多少：按比例压减到分，或依次给到满为止；跨年 的把以往年度已给的算在内 (what several measures give one object together at most: cut in proportion to the fen, or in order until it is used up; over_years counts what earlier years paid)
---
---     总限 "名称" { 编号 = …, 条款 = …, 措施 = { 甲, 乙, "X-3" }, 至多 = 万元(50), 压减 = "按比例" }，措施 = 全部措施，压减 = "依次"，跨年 = true
---@return fun(entries: huiqi.总限)
function 总限(...) end

--- 几项措施给一个对象的合计最多多少：按比例压减到分，或依次给到满为止；跨年 的把以往年度已给的算在内 (what several measures give one object together at most: cut in proportion to the fen, or in order until it is used up; over_years counts what earlier years paid)
---
---     总限 "名称" { 编号 = …, 条款 = …, 措施 = { 甲, 乙, "X-3" }, 至多 = 万元(50), 压减 = "按比例" }，措施 = 全部措施，压减 = "依次"，跨年 = true
---@return fun(entries: huiqi.总限)
function joint_limit(...) end

--- 总限 里：这个脚本里给钱的所有措施 (of a joint limit: all measures of the script that pay)
---
---     总限 "名称" { 编号 = …, 条款 = …, 措施 = 全部措施, 至多 = 万元(50) }
---@return fun(entries: huiqi.measure)
全部措施 = nil

--- 总限 里：这个脚本里给钱的所有措施 (of a joint limit: all measures of the script that pay)
---
---     总限 "名称" { 编号 = …, 条款 = …, 措施 = 全部措施, 至多 = 万元(50) }
---@return fun(entries: huiqi.measure)
all_measures = nil

--- 对每一家可能的企业都应当如此，check 逐一证明；不成立的给出一个例子 (what must be so of every company that could be: check proves it, or tells one of which it is not)
---
---     断言 "失信的从不得奖" { 从不 = { 失信被执行人, 甲.应得 { 超过 = 元(0) } } }
---@return fun(entries: huiqi.断言)
function 断言(...) end

--- 对每一家可能的企业都应当如此，check 逐一证明；不成立的给出一个例子 (what must be so of every company that could be: check proves it, or tells one of which it is not)
---
---     断言 "失信的从不得奖" { 从不 = { 失信被执行人, 甲.应得 { 超过 = 元(0) } } }
---@return fun(entries: huiqi.断言)
function assertion(...) end

--- 声明一张关联表，或给已有的表加列 (declares a related table, or adds columns to one)
---
---     表 "名称" { 列 "…" { 类型 = … }, … }
---@return fun(entries: huiqi.表)
function 表(...) end

--- 声明一张关联表，或给已有的表加列 (declares a related table, or adds columns to one)
---
---     表 "名称" { 列 "…" { 类型 = … }, … }
---@return fun(entries: huiqi.表)
function data_table(...) end

--- 表里的一列 (a column of a table)
---
---     列 "名称" { 类型 = "金额" }
---@return fun(entries: huiqi.列)
function 列(...) end

--- 表里的一列 (a column of a table)
---
---     列 "名称" { 类型 = "金额" }
---@return fun(entries: huiqi.列)
function column(...) end

--- 使用标准库里的一个模块 (uses a module of the standard library)
---
---     local 高企 = 引用 "hnte"
function 引用(...) end

--- 使用标准库里的一个模块 (uses a module of the standard library)
---
---     local 高企 = 引用 "hnte"
function use(...) end

--- 金额，以元计 (money in yuan)
---
---     元(5000)
function 元(...) end

--- 金额，以元计 (money in yuan)
---
---     元(5000)
function yuan(...) end

--- 金额，以万元计 (money in 10,000 yuan)
---
---     万元(10)
function 万元(...) end

--- 金额，以万元计 (money in 10,000 yuan)
---
---     万元(10)
function wan(...) end

--- 金额，以亿元计 (money in 100,000,000 yuan)
---
---     亿元(1.5)
function 亿元(...) end

--- 金额，以亿元计 (money in 100,000,000 yuan)
---
---     亿元(1.5)
function yi(...) end

--- 百分数 (a percentage)
---
---     百分之(5)
function 百分之(...) end

--- 百分数 (a percentage)
---
---     百分之(5)
function percent(...) end

--- 千分数 (parts of a thousand)
---
---     千分之(3)
function 千分之(...) end

--- 千分数 (parts of a thousand)
---
---     千分之(3)
function per_mille(...) end

--- 万分数 (parts of ten thousand)
---
---     万分之(5)
function 万分之(...) end

--- 万分数 (parts of ten thousand)
---
---     万分之(5)
function per_myriad(...) end

--- 分数 (a fraction)
---
---     分数(1, 3)
function 分数(...) end

--- 分数 (a fraction)
---
---     分数(1, 3)
function fraction(...) end

--- 若干年，用于日期加减 (years, to add to a date)
---
---     年(3)
function 年(...) end

--- 若干年，用于日期加减 (years, to add to a date)
---
---     年(3)
function years(...) end

--- 若干个月 (months)
---
---     月(6)
function 月(...) end

--- 若干个月 (months)
---
---     月(6)
function months(...) end

--- 若干天 (days)
---
---     天(365)
function 天(...) end

--- 若干天 (days)
---
---     天(365)
function days(...) end

--- 某一天 (a day)
---
---     日期(年度, 3, 31) 或 日期("2022-03-31")
function 日期(...) end

--- 某一天 (a day)
---
---     日期(年度, 3, 31) 或 日期("2022-03-31")
function date(...) end

--- 从一天到另一天（不含）满几个月 (full months from one day to another, which is not included)
---
---     月数(起租日期, 到期日期 + 天(1))，月数(起租日期, 到期日期, 进一)
function 月数(...) end

--- 从一天到另一天（不含）满几个月 (full months from one day to another, which is not included)
---
---     月数(起租日期, 到期日期 + 天(1))，月数(起租日期, 到期日期, 进一)
function months_between(...) end

--- 月数里不足一月的按一月 (of months: one that has begun counts)
---
---     月数(起租日期, 到期日期, 进一)
进一 = nil

--- 月数里不足一月的按一月 (of months: one that has begun counts)
---
---     月数(起租日期, 到期日期, 进一)
begun = nil

--- 一段时间的整月里落在本年度的；各年加起来正好是全部 (the months of a time that fall into the policy year; those of all years sum to the whole)
---
---     元(1000) * 当年月数(起租日期, 起租日期 + 月(36))
function 当年月数(...) end

--- 一段时间的整月里落在本年度的；各年加起来正好是全部 (the months of a time that fall into the policy year; those of all years sum to the whole)
---
---     元(1000) * 当年月数(起租日期, 起租日期 + 月(36))
function months_in_year(...) end

--- 政策年度：1月1日至12月31日 (the policy year)
---
---     高企认定日期 { 在 = 年度 }，年度 + 1
年度 = nil

--- 政策年度：1月1日至12月31日 (the policy year)
---
---     高企认定日期 { 在 = 年度 }，年度 + 1
policy_year = nil

--- 政策年度的数字 (the policy year as a number)
---
---     挑战赛获奖.年度 { 等于 = 年份 }
年份 = nil

--- 政策年度的数字 (the policy year as a number)
---
---     挑战赛获奖.年度 { 等于 = 年份 }
year_number = nil

--- 判断所依据的日期 (the date of judgement)
---
---     高企.有效于(基准日)
基准日 = nil

--- 判断所依据的日期 (the date of judgement)
---
---     高企.有效于(基准日)
judged_on = nil

--- 各项都满足 (all hold)
---
---     全部 { 甲, 乙 }
function 全部(...) end

--- 各项都满足 (all hold)
---
---     全部 { 甲, 乙 }
function all_of(...) end

--- 至少一项满足 (at least one holds)
---
---     任一 { 甲, 乙 }
function 任一(...) end

--- 至少一项满足 (at least one holds)
---
---     任一 { 甲, 乙 }
function any_of(...) end

--- 恰好一项的反面 (the opposite of exactly one)
---
---     非 { 甲 }
function 非(...) end

--- 恰好一项的反面 (the opposite of exactly one)
---
---     非 { 甲 }
function none_of(...) end

--- 数据里有这一项 (the datum is known)
---
---     已填(上次高企认定日期)
function 已填(...) end

--- 数据里有这一项 (the datum is known)
---
---     已填(上次高企认定日期)
function filled(...) end

--- 事件没有发生 (the event has not happened)
---
---     未发生(高企认定日期)
function 未发生(...) end

--- 事件没有发生 (the event has not happened)
---
---     未发生(高企认定日期)
function never_happened(...) end

--- 其中确定不满足的项数 (how many of these certainly fail)
---
---     差几项 { 甲, 乙, 丙 } { 至多 = 2 }
function 差几项(...) end

--- 其中确定不满足的项数 (how many of these certainly fail)
---
---     差几项 { 甲, 乙, 丙 } { 至多 = 2 }
function failing(...) end

--- 给条件或算式一个名字，说明里用它 (names a condition or expression)
---
---     命名("持有有效高企证书", 条件)
function 命名(...) end

--- 给条件或算式一个名字，说明里用它 (names a condition or expression)
---
---     命名("持有有效高企证书", 条件)
function named(...) end

--- 按档取值 (a value by tiers)
---
---     分档(营业收入) { { 至多 = 万元(5000), 取 = 百分之(5) }, … }
---@return fun(entries: huiqi.分档)
function 分档(...) end

--- 按档取值 (a value by tiers)
---
---     分档(营业收入) { { 至多 = 万元(5000), 取 = 百分之(5) }, … }
---@return fun(entries: huiqi.分档)
function tiers(...) end

--- 第一个满足的条件给出的值 (the value of the first condition that holds)
---
---     分情况 { { 条件, 值 }, { 条件, 值 } }
function 分情况(...) end

--- 第一个满足的条件给出的值 (the value of the first condition that holds)
---
---     分情况 { { 条件, 值 }, { 条件, 值 } }
function cases(...) end

--- 分情况的最后一种：前面的都不是 (the last case: none of those before)
---
---     分情况 { { 条件, 值 }, { 其余, 值 } }
其余 = nil

--- 分情况的最后一种：前面的都不是 (the last case: none of those before)
---
---     分情况 { { 条件, 值 }, { 其余, 值 } }
otherwise = nil

--- 分期的最后一期：其余的都给 (the last of several parts: all that is left)
---
---     分期 = { { 百分之(50) }, { 余款, 自 = 达产日期 } }
余款 = nil

--- 分期的最后一期：其余的都给 (the last of several parts: all that is left)
---
---     分期 = { { 百分之(50) }, { 余款, 自 = 达产日期 } }
the_rest = nil

--- 逐档累进：每一档里的部分各按各的比例，加起来；写了基数的，界限是基数的比例 (each part of a figure at its step's rate, summed; with a base, bounds are shares of it)
---
---     累进(交易额) { { 至多 = 万元(3000), 取 = 千分之(5) }, { 取 = 千分之(3) } }，累进(增量, 基数) { { 至多 = 百分之(10), 取 = 0 }, … }
---@return fun(entries: huiqi.累进)
function 累进(...) end

--- 逐档累进：每一档里的部分各按各的比例，加起来；写了基数的，界限是基数的比例 (each part of a figure at its step's rate, summed; with a base, bounds are shares of it)
---
---     累进(交易额) { { 至多 = 万元(3000), 取 = 千分之(5) }, { 取 = 千分之(3) } }，累进(增量, 基数) { { 至多 = 百分之(10), 取 = 0 }, … }
---@return fun(entries: huiqi.累进)
function progressive(...) end

--- 满几个整份：不满一份不算，负数是 0 (how many full steps are in a figure: a part of one does not count, never below 0)
---
---     万元(5) * 每满(新增投资 - 万元(500), 万元(300))
function 每满(...) end

--- 满几个整份：不满一份不算，负数是 0 (how many full steps are in a figure: a part of one does not count, never below 0)
---
---     万元(5) * 每满(新增投资 - 万元(500), 万元(300))
function full_steps(...) end

--- 酌定的金额在两数之间，由主管部门核定；核定的在以外的不采用 (a discretionary amount between two, which the authority sets)
---
---     金额 = 区间(万元(15), 万元(20))
function 区间(...) end

--- 酌定的金额在两数之间，由主管部门核定；核定的在以外的不采用 (a discretionary amount between two, which the authority sets)
---
---     金额 = 区间(万元(15), 万元(20))
function range(...) end

--- 最大的一个 (the largest)
---
---     取大(甲, 乙)
function 取大(...) end

--- 最大的一个 (the largest)
---
---     取大(甲, 乙)
function largest(...) end

--- 最小的一个 (the smallest)
---
---     取小(甲, 乙)
function 取小(...) end

--- 最小的一个 (the smallest)
---
---     取小(甲, 乙)
function smallest(...) end

--- 国民经济行业大类 (the GB/T 4754 division)
---
---     大类(行业代码) { 至少 = 6, 至多 = 46 }
function 大类(...) end

--- 国民经济行业大类 (the GB/T 4754 division)
---
---     大类(行业代码) { 至少 = 6, 至多 = 46 }
function division(...) end

--- 这些措施以往年度给这个对象的合计，查 --history (what these measures paid the object in earlier years, by --history)
---
---     已给 { 甲, "X-3" }
function 已给(...) end

--- 这些措施以往年度给这个对象的合计，查 --history (what these measures paid the object in earlier years, by --history)
---
---     已给 { 甲, "X-3" }
function already_paid(...) end

--- 写在前面的一项措施给同一个对象的金额：取整、封顶以后，补差、择一、总限 等以前；不符合是 0 (what a measure declared before gives the same object: rounded and capped, before all that happens between measures; 0 when it is no)
---
---     市级.应得 * 百分之(20)
应得 = nil

--- 写在前面的一项措施给同一个对象的金额：取整、封顶以后，补差、择一、总限 等以前；不符合是 0 (what a measure declared before gives the same object: rounded and capped, before all that happens between measures; 0 when it is no)
---
---     市级.应得 * 百分之(20)
entitlement = nil

--- 用函数写的条件或金额；金额是整数的分，日期是 20221231；别的写法都不行时才用 (a condition or amount as a function; money is whole fen, a date 20221231; where nothing else will do)
---
---     计算 { 营业收入, 研发费用, 说明 = "…", function(收入, 研发) … end }
---@return fun(entries: huiqi.计算)
function 计算(...) end

--- 用函数写的条件或金额；金额是整数的分，日期是 20221231；别的写法都不行时才用 (a condition or amount as a function; money is whole fen, a date 20221231; where nothing else will do)
---
---     计算 { 营业收入, 研发费用, 说明 = "…", function(收入, 研发) … end }
---@return fun(entries: huiqi.计算)
function computed(...) end

--- 计算的这一项不知道时给 nil，没有发生时给 false (an input of a computation that is nil when unknown, false when it never happened)
---
---     计算 { 营业收入, 可缺(研发费用), function(收入, 研发) … end }
function 可缺(...) end

--- 计算的这一项不知道时给 nil，没有发生时给 false (an input of a computation that is nil when unknown, false when it never happened)
---
---     计算 { 营业收入, 可缺(研发费用), function(收入, 研发) … end }
function maybe(...) end

--- 关联记录的件数；不重复时为户数 (how many related records, or distinct values)
---
---     计数(服务记录.客户) { 不重复 = true, 条件 = { … } }
---@return fun(entries: huiqi.计数)
function 计数(...) end

--- 关联记录的件数；不重复时为户数 (how many related records, or distinct values)
---
---     计数(服务记录.客户) { 不重复 = true, 条件 = { … } }
---@return fun(entries: huiqi.计数)
function count(...) end

--- 名单上满足条件的企业数，用于目标 (how many companies of the list, for targets)
---
---     家数 { 高企.有效于(基准日) }
function 家数(...) end

--- 名单上满足条件的企业数，用于目标 (how many companies of the list, for targets)
---
---     家数 { 高企.有效于(基准日) }
function companies(...) end

--- 一部分企业占全体的比例，用于目标 (the share of some companies among others, for targets)
---
---     占比 { 其中 = { … }, 全体 = { … } }
---@param entries huiqi.占比
function 占比(...) end

--- 一部分企业占全体的比例，用于目标 (the share of some companies among others, for targets)
---
---     占比 { 其中 = { … }, 全体 = { … } }
---@param entries huiqi.占比
function share(...) end

--- 行政区划代码的名称，用于写说明 (the name of a region code, for labels)
---
---     地区名 "650000"
function 地区名(...) end

--- 行政区划代码的名称，用于写说明 (the name of a region code, for labels)
---
---     地区名 "650000"
function region_name(...) end

--- 关联记录的合计；写了 每组 的，每组只取最大的一条 (a sum over related records; with per, of each group the greatest only)
---
---     合计(服务记录.合同金额) { 条件 = { … } }，合计(项目.投资额) { 每组 = 项目.类别 }
---@return fun(entries: huiqi.计数)
function 合计(...) end

--- 关联记录的合计；写了 每组 的，每组只取最大的一条 (a sum over related records; with per, of each group the greatest only)
---
---     合计(服务记录.合同金额) { 条件 = { … } }，合计(项目.投资额) { 每组 = 项目.类别 }
---@return fun(entries: huiqi.计数)
function sum(...) end

--- 要看整张名单的数：名次、分位、平均、最大、最小、合计、家数；后面总有一个 { 条件, 按 } (what needs the whole list: rank, quantile, mean, greatest, least, sum, count; always with { requires, by })
---
---     名单.名次(得分) { 按 = 行业, 同分 = { 营业收入 } } { 至多 = 10 }，名单.平均(增速) { 条件 = { 规模以上 } }
---@return fun(entries: huiqi.名单)
名单 = nil

--- 要看整张名单的数：名次、分位、平均、最大、最小、合计、家数；后面总有一个 { 条件, 按 } (what needs the whole list: rank, quantile, mean, greatest, least, sum, count; always with { requires, by })
---
---     名单.名次(得分) { 按 = 行业, 同分 = { 营业收入 } } { 至多 = 10 }，名单.平均(增速) { 条件 = { 规模以上 } }
---@return fun(entries: huiqi.名单)
population = nil

--- 关联记录里最大的；一条也没有就是没有发生 (the greatest of related records; of none there is no value)
---
---     最大(项目.投资额) { 条件 = { 项目.验收 } }
---@return fun(entries: huiqi.计数)
function 最大(...) end

--- 关联记录里最大的；一条也没有就是没有发生 (the greatest of related records; of none there is no value)
---
---     最大(项目.投资额) { 条件 = { 项目.验收 } }
---@return fun(entries: huiqi.计数)
function greatest_of(...) end

--- 关联记录里最小的 (the least of related records)
---
---     最小(项目.投资额) { 条件 = { 项目.验收 } }
---@return fun(entries: huiqi.计数)
function 最小(...) end

--- 关联记录里最小的 (the least of related records)
---
---     最小(项目.投资额) { 条件 = { 项目.验收 } }
---@return fun(entries: huiqi.计数)
function least_of(...) end

--- 关联记录的平均 (the mean of related records)
---
---     平均(项目.投资额) { 条件 = { 项目.验收 } }
---@return fun(entries: huiqi.计数)
function 平均(...) end

--- 关联记录的平均 (the mean of related records)
---
---     平均(项目.投资额) { 条件 = { 项目.验收 } }
---@return fun(entries: huiqi.计数)
function mean_of(...) end

名单, population = {}, {}

--- 第几名：1 加上比它好的企业数，相同的同名次 (1 + how many companies are better; equal ones share a rank)
---
---     名单.名次(得分) { 条件 = { … }, 按 = 行业, 同分 = { 营业收入 }, 小者在前 = true }
---@return fun(entries: huiqi.名单)
function 名单.名次(...) end

--- 第几名：1 加上比它好的企业数，相同的同名次 (1 + how many companies are better; equal ones share a rank)
---
---     名单.名次(得分) { 条件 = { … }, 按 = 行业, 同分 = { 营业收入 }, 小者在前 = true }
---@return fun(entries: huiqi.名单)
function population.rank(...) end

--- 名次除以参加排名的企业数 (rank ÷ number ranked)
---
---     名单.分位(得分) { 条件 = { … }, 按 = 行业 }
---@return fun(entries: huiqi.名单)
function 名单.分位(...) end

--- 名次除以参加排名的企业数 (rank ÷ number ranked)
---
---     名单.分位(得分) { 条件 = { … }, 按 = 行业 }
---@return fun(entries: huiqi.名单)
function population.quantile(...) end

--- 平均数 (the mean)
---
---     名单.平均(增速) { 条件 = { … }, 按 = 行业 }
---@return fun(entries: huiqi.名单)
function 名单.平均(...) end

--- 平均数 (the mean)
---
---     名单.平均(增速) { 条件 = { … }, 按 = 行业 }
---@return fun(entries: huiqi.名单)
function population.mean(...) end

--- 最大的 (the greatest)
---
---     名单.最大(营业收入) { 条件 = { … }, 按 = 行业 }
---@return fun(entries: huiqi.名单)
function 名单.最大(...) end

--- 最大的 (the greatest)
---
---     名单.最大(营业收入) { 条件 = { … }, 按 = 行业 }
---@return fun(entries: huiqi.名单)
function population.greatest(...) end

--- 最小的 (the least)
---
---     名单.最小(营业收入) { 条件 = { … }, 按 = 行业 }
---@return fun(entries: huiqi.名单)
function 名单.最小(...) end

--- 最小的 (the least)
---
---     名单.最小(营业收入) { 条件 = { … }, 按 = 行业 }
---@return fun(entries: huiqi.名单)
function population.least(...) end

--- 合计 (the sum)
---
---     名单.合计(研发费用) { 条件 = { … }, 按 = 行业 }
---@return fun(entries: huiqi.名单)
function 名单.合计(...) end

--- 合计 (the sum)
---
---     名单.合计(研发费用) { 条件 = { … }, 按 = 行业 }
---@return fun(entries: huiqi.名单)
function population.sum(...) end

--- 满足条件的企业数 (how many companies meet the condition)
---
---     名单.家数 { 条件 = { … }, 按 = 行业 }
---@param entries huiqi.名单
function 名单.家数(...) end

--- 满足条件的企业数 (how many companies meet the condition)
---
---     名单.家数 { 条件 = { … }, 按 = 行业 }
---@param entries huiqi.名单
function population.count(...) end

---@overload fun(module: "agencies"): huiqi.agencies
function 引用(...) end

---@overload fun(module: "agencies"): huiqi.agencies
function use(...) end

---@class huiqi.agencies
local agencies = {}

--- 开头列一张表，各措施按条款取责任单位 (a table of agencies by clause, from which measures take theirs)
---
---     local 责任 = 引用("agencies").按条款 { ["三（一）"] = "市科技局", … }，责任单位 = 责任("三（一）")
agencies.按条款 = nil

---@overload fun(module: "deduction"): huiqi.deduction
function 引用(...) end

---@overload fun(module: "deduction"): huiqi.deduction
function use(...) end

---@class huiqi.deduction
local deduction = {}

--- 某日发生的研发费用的加计比例，按行业 (the rate at which R&D expense of a day is deducted again, by industry)
---
---     税收.加计比例(基准日)
deduction.加计比例 = nil

--- 据实扣除之外再扣的 (what is deducted beyond the expense itself)
---
---     税收.加计扣除额(基准日)
deduction.加计扣除额 = nil

--- 研发费用大于 0 (R&D expense above 0)
---
---     条件 = { 税收.有研发费用 }
deduction.有研发费用 = nil

--- 有研发费用而没有享受，不问行业 (R&D expense without the deduction, in any industry)
---
---     条件 = { 税收.未享受加计扣除 }
deduction.未享受加计扣除 = nil

--- 按行业可以享受而没有享受 (the deduction was open to its industry and not taken)
---
---     条件 = { 税收.应享未享(基准日) }
deduction.应享未享 = nil

--- 25% (25 %)
---
---     利润总额 * 税收.所得税税率
deduction.所得税税率 = nil

--- 15% (15 %)
---
---     利润总额 * 税收.高企所得税税率
deduction.高企所得税税率 = nil

--- 有效高企少缴的所得税，以利润总额估算 (income tax that a valid HNTE saves, estimated by its profit)
---
---     金额 = 税收.高企减税额 * 百分之(10)
deduction.高企减税额 = nil

---@overload fun(module: "hnte"): huiqi.hnte
function 引用(...) end

---@overload fun(module: "hnte"): huiqi.hnte
function use(...) end

---@class huiqi.hnte
local hnte = {}

--- 三年 (three years)
---
---     高企认定日期 + 高企.证书年限
hnte.证书年限 = nil

--- 证书在某日有效 (holds a certificate valid on a day)
---
---     高企.有效于(基准日)
hnte.有效于 = nil

--- 某日所持（或最后持有）的证书何时满三年 (when the certificate held on a day (or last held) ends)
---
---     高企.某日证书到期(基准日, { 在 = 年度 })
hnte.某日证书到期 = nil

--- 本年度首次认定 (recognised this year for the first time)
---
---     条件 = { 高企.首次认定 }
hnte.首次认定 = nil

--- 本年度再次认定（重新认定） (recognised this year again)
---
---     条件 = { 高企.重新认定 }
hnte.重新认定 = nil

--- 随销售收入分三档：5%、4%、3% (by revenue 5, 4 or 3 %)
---
---     (近三年研发费用 / 近三年销售收入) { 至少 = 高企.研发占比门槛 }
hnte.研发占比门槛 = nil

--- 国家重点支持的八大领域 (the eight supported fields of technology)
---
---     技术领域 { 属于 = 高企.八大领域 }
hnte.八大领域 = nil

--- 技术领域属于八大领域 (its field is one of the eight)
---
---     条件 = { 高企.属于八大领域 }
hnte.属于八大领域 = nil

--- 认定办法第十一条的九项条件 (the nine conditions of recognition)
---
---     对照 = 高企.认定条件(基准日)
hnte.认定条件 = nil

--- 没有有效证书，认定条件至多差几项 (without a valid certificate, and at most so many conditions short of it)
---
---     高企.接近(基准日, 参数.至多差几项)
hnte.接近 = nil

---@overload fun(module: "ip"): huiqi.ip
function 引用(...) end

---@overload fun(module: "ip"): huiqi.ip
function use(...) end

---@class huiqi.ip
local ip = {}

--- 有有效发明专利 (holds a patent for an invention)
---
---     条件 = { 知识产权.有专利 }
ip.有专利 = nil

--- 有任何一类知识产权 (holds intellectual property of any kind)
---
---     条件 = { 知识产权.有知识产权 }
ip.有知识产权 = nil

--- 当年申请发明专利 (applied for a patent this year)
---
---     条件 = { 知识产权.申请发明专利 }
ip.申请发明专利 = nil

---@overload fun(module: "relocation"): huiqi.relocation
function 引用(...) end

---@overload fun(module: "relocation"): huiqi.relocation
function use(...) end

---@class huiqi.relocation
local relocation = {}

--- 当年从某地以外整体迁入 (moved in as a whole this year, from outside a region)
---
---     条件 = { 迁移.整体迁入("650000") }
relocation.整体迁入 = nil

--- 某地以外的企业当年设立的研发生产类子公司 (a subsidiary that a company from outside a region set up this year)
---
---     条件 = { 迁移.设立子公司("650000") }
relocation.设立子公司 = nil

---@overload fun(module: "scale"): huiqi.scale
function 引用(...) end

---@overload fun(module: "scale"): huiqi.scale
function use(...) end

---@class huiqi.scale
local scale = {}

--- 规模以上，或收入达到某数 (above scale, or with this much revenue)
---
---     规模.规上或近规(万元(1800))
scale.规上或近规 = nil

--- 行业大类 06 至 46 (divisions 06 to 46 of GB/T 4754)
---
---     条件 = { 规模.工业 }
scale.工业 = nil

---@overload fun(module: "targets"): huiqi.targets
function 引用(...) end

---@overload fun(module: "targets"): huiqi.targets
function use(...) end

---@class huiqi.targets
local targets = {}

--- 匀速走到终点日，基准日的序时进度 (where a straight line to the last day stands on the day of judgement)
---
---     至少 = 目标值.直线(100, "2021-12-31", 200, "2025-12-31")
targets.直线 = nil

--- 比某年（不写为上一年）指标的增长率 (growth over the figure of a year, by default the one before)
---
---     实际 = 目标值.增长(家数 { 规模以上 }, "规模以上企业数")
targets.增长 = nil

--- 某年指标的若干倍 (so many times the figure of a year)
---
---     至少 = 目标值.倍数("高企数", 2020, 2)
targets.倍数 = nil

---@overload fun(module: "tsme"): huiqi.tsme
function 引用(...) end

---@overload fun(module: "tsme"): huiqi.tsme
function use(...) end

---@class huiqi.tsme
local tsme = {}

--- 本年度入库科技型中小企业 (registered this year)
---
---     条件 = { 科小.本年度入库 }
tsme.本年度入库 = nil

--- 某日以前入过库；只看当年的，本年度入库 (registered before a day; or this year only)
---
---     科小.已入库(基准日, 参数.只看当年)
tsme.已入库 = nil

--- 科技人员指标，满分 20 (score for staff, of 20)
---
---     科小.人员得分 { 至少 = 12 }
tsme.人员得分 = nil

--- 研发投入指标，满分 50 (score for R&D, of 50)
---
---     科小.研发得分 { 至少 = 30 }
tsme.研发得分 = nil

--- 科技成果指标，满分 30 (score for results, of 30)
---
---     科小.成果得分 { 至少 = 18 }
tsme.成果得分 = nil

--- 三项合计 (the three together)
---
---     科小.得分 { 至少 = 60 }
tsme.得分 = nil

--- 不看得分、可以直接确认的四种情形 (the four cases confirmed without a score)
---
---     科小.直接确认(基准日)
tsme.直接确认 = nil

--- 评价条件 (the conditions of the evaluation)
---
---     对照 = 科小.评价条件(基准日)
tsme.评价条件 = nil

--- 统一社会信用代码 (unified social credit code)
统一社会信用代码 = nil

--- 统一社会信用代码 (unified social credit code)
uscc = nil

--- 文字 (text)
企业名称 = nil

--- 文字 (text)
name = nil

--- 行政区划代码 (region code)
行政区划代码 = nil

--- 行政区划代码 (region code)
region = nil

--- 文字 (text)
所属镇街 = nil

--- 文字 (text)
town = nil

--- 日期 (date)
成立日期 = nil

--- 日期 (date)
founded = nil

--- 选项 (choice)：民营、国有、外资、集体
所有制 = nil

--- 选项 (choice)：民营、国有、外资、集体
ownership = nil

--- 行业代码 (industry code)
行业代码 = nil

--- 行业代码 (industry code)
industry = nil

--- 整数 (whole number)
职工总数 = nil

--- 整数 (whole number)
staff = nil

--- 整数 (whole number)
科技人员数 = nil

--- 整数 (whole number)
rd_staff = nil

--- 金额 (money)，上年度
营业收入 = nil

--- 金额 (money)，上年度
revenue = nil

--- 金额 (money)，上年度
利润总额 = nil

--- 金额 (money)，上年度
profit = nil

--- 金额 (money)，上年度
资产总额 = nil

--- 金额 (money)，上年度
assets = nil

--- 金额 (money)，上年度
成本费用 = nil

--- 金额 (money)，上年度
costs = nil

--- 金额 (money)，上年度
总收入 = nil

--- 金额 (money)，上年度
total_income = nil

--- 金额 (money)，上年度
高新技术产品收入 = nil

--- 金额 (money)，上年度
hitech_income = nil

--- 金额 (money)，上年度
研发费用 = nil

--- 金额 (money)，上年度
rd_expense = nil

--- 金额 (money)，近三个会计年度合计
近三年销售收入 = nil

--- 金额 (money)，近三个会计年度合计
revenue_3y = nil

--- 金额 (money)，近三个会计年度合计
近三年研发费用 = nil

--- 金额 (money)，近三个会计年度合计
rd_expense_3y = nil

--- 金额 (money)，近三个会计年度合计
境内研发费用 = nil

--- 金额 (money)，近三个会计年度合计
rd_domestic_3y = nil

--- 选项 (choice)：电子信息、生物与新医药、航空航天、新材料、高技术服务、新能源与节能、资源与环境、先进制造与自动化、其他
技术领域 = nil

--- 选项 (choice)：电子信息、生物与新医药、航空航天、新材料、高技术服务、新能源与节能、资源与环境、先进制造与自动化、其他
field = nil

--- 是否 (yes/no)
拥有核心知识产权 = nil

--- 是否 (yes/no)
core_ip = nil

--- 是否 (yes/no)
一年内重大违法 = nil

--- 是否 (yes/no)
major_breach = nil

--- 是否 (yes/no)
失信被执行人 = nil

--- 是否 (yes/no)
blacklisted = nil

--- 数值 (number)
创新能力评分 = nil

--- 数值 (number)
innovation_score = nil

--- 文字 (text)
高企证书编号 = nil

--- 文字 (text)
hnte_no = nil

--- 整数 (whole number)
高企认定次数 = nil

--- 整数 (whole number)
hnte_times = nil

--- 日期 (date)，最近一次证书；空白即未发生
高企认定日期 = nil

--- 日期 (date)，最近一次证书；空白即未发生
hnte_date = nil

--- 日期 (date)，再上一次证书
上次高企认定日期 = nil

--- 日期 (date)，再上一次证书
hnte_prev_date = nil

--- 日期 (date)；空白即未发生
科技型中小企业入库日期 = nil

--- 日期 (date)；空白即未发生
tsme_date = nil

--- 是否 (yes/no)
科技型企业 = nil

--- 是否 (yes/no)
tech_enterprise = nil

--- 日期 (date)；空白即未发生
省级科技创新型企业认定日期 = nil

--- 日期 (date)；空白即未发生
pite_date = nil

--- 整数 (whole number)
省级科技创新型企业认定次数 = nil

--- 整数 (whole number)
pite_times = nil

--- 是否 (yes/no)
规模以上 = nil

--- 是否 (yes/no)
above_scale = nil

--- 是否 (yes/no)
研发机构 = nil

--- 是否 (yes/no)
rd_institution = nil

--- 是否 (yes/no)
科技创新领军企业 = nil

--- 是否 (yes/no)
leader = nil

--- 选项 (choice)：无、省级专精特新、国家级小巨人
专精特新 = nil

--- 选项 (choice)：无、省级专精特新、国家级小巨人
srdi = nil

--- 选项 (choice)：无、雏鹰、瞪羚、独角兽培育
培育类别 = nil

--- 选项 (choice)：无、雏鹰、瞪羚、独角兽培育
growth = nil

--- 日期 (date)；空白即未发生
上市日期 = nil

--- 日期 (date)；空白即未发生
listing_date = nil

--- 日期 (date)；空白即未发生
迁入日期 = nil

--- 日期 (date)；空白即未发生
moved_in = nil

--- 行政区划代码 (region code)；空白即未发生
迁出地行政区划代码 = nil

--- 行政区划代码 (region code)；空白即未发生
moved_from = nil

--- 选项 (choice)：整体迁入、设立子公司；空白即未发生
迁入方式 = nil

--- 选项 (choice)：整体迁入、设立子公司；空白即未发生
move_kind = nil

--- 是否 (yes/no)
独立法人 = nil

--- 是否 (yes/no)
legal_person = nil

--- 是否 (yes/no)
研发生产类 = nil

--- 是否 (yes/no)
rd_production = nil

--- 是否 (yes/no)
当年新建项目 = nil

--- 是否 (yes/no)
new_project = nil

--- 文字 (text)；空白即未发生
引进来源城市 = nil

--- 文字 (text)；空白即未发生
introduced_from = nil

--- 整数 (whole number)
有效发明专利数 = nil

--- 整数 (whole number)
patents = nil

--- 整数 (whole number)
高价值发明专利数 = nil

--- 整数 (whole number)
hv_patents = nil

--- 整数 (whole number)
I类知识产权数 = nil

--- 整数 (whole number)
ip_class1 = nil

--- 整数 (whole number)
II类知识产权数 = nil

--- 整数 (whole number)
ip_class2 = nil

--- 整数 (whole number)
当年申请知识产权数 = nil

--- 整数 (whole number)
ip_filed = nil

--- 整数 (whole number)
当年申请I类知识产权数 = nil

--- 整数 (whole number)
ip_filed_class1 = nil

--- 是否 (yes/no)
近五年国家科技奖励 = nil

--- 是否 (yes/no)
national_award = nil

--- 是否 (yes/no)
省级研发机构 = nil

--- 是否 (yes/no)
provincial_rd = nil

--- 是否 (yes/no)
近五年主导制定标准 = nil

--- 是否 (yes/no)
standard_lead = nil

--- 是否 (yes/no)
研发项目备案 = nil

--- 是否 (yes/no)
rd_filed = nil

--- 是否 (yes/no)
研发费用辅助账 = nil

--- 是否 (yes/no)
rd_ledger = nil

--- 是否 (yes/no)
享受研发费用加计扣除 = nil

--- 是否 (yes/no)
super_deduction = nil

服务记录 = {}
--- 统一社会信用代码 (unified social credit code)
服务记录.服务机构代码 = nil
--- 文字 (text)
服务记录.服务机构名称 = nil
--- 行政区划代码 (region code)
服务记录.服务机构地区 = nil
--- 统一社会信用代码 (unified social credit code)
服务记录.客户统一社会信用代码 = nil
--- 日期 (date)
服务记录.服务日期 = nil
--- 文字 (text)
服务记录.服务类型 = nil
--- 金额 (money)
服务记录.合同金额 = nil

service_records = {}
--- 统一社会信用代码 (unified social credit code)
service_records.provider_code = nil
--- 文字 (text)
service_records.provider_name = nil
--- 行政区划代码 (region code)
service_records.provider_region = nil
--- 统一社会信用代码 (unified social credit code)
service_records.client_code = nil
--- 日期 (date)
service_records.service_date = nil
--- 文字 (text)
service_records.service_kind = nil
--- 金额 (money)
service_records.contract_amount = nil

指标 = {}
--- 文字 (text)
指标.指标 = nil
--- 文字 (text)
指标.地区 = nil
--- 整数 (whole number)
指标.年度 = nil
--- 数值 (number)
指标.值 = nil

indicators = {}
--- 文字 (text)
indicators.indicator = nil
--- 文字 (text)
indicators.area = nil
--- 整数 (whole number)
indicators.in_year = nil
--- 数值 (number)
indicators.value = nil

任务分解 = {}
--- 文字 (text)
任务分解.指标 = nil
--- 整数 (whole number)
任务分解.年度 = nil
--- 文字 (text)
任务分解.单位 = nil
--- 数值 (number)
任务分解.任务数 = nil

tasks = {}
--- 文字 (text)
tasks.indicator = nil
--- 整数 (whole number)
tasks.in_year = nil
--- 文字 (text)
tasks.unit = nil
--- 数值 (number)
tasks.task = nil


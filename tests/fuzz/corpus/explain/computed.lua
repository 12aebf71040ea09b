local 表 = { 1, a = 2 }
奖励 "甲" { 编号 = "T-1", 条款 = "一", 金额 = 计算 { 营业收入, 可缺(研发费用), function(甲, 乙) local t = {} for i = 1, #表 do t[i] = 甲 end return t[1] // 2 end } }
-- 责任单位：原文按条款写明的，在脚本开头列一张表，各措施按条款取。
local 责任 = {}

-- 只一条的，就是那一条的责任单位；几条的，逐条写明，相同的不重复。
function 责任.按条款(各条)
  return function(...)
    local 条款 = { ... }
    if #条款 == 1 then return 各条[条款[1]] end
    local 单位, 已有 = {}, {}
    for _, 条 in ipairs(条款) do
      if 已有[各条[条]] then
        单位[已有[各条[条]]] = 条 .. "、" .. 单位[已有[各条[条]]]
      else
        table.insert(单位, 条 .. "：" .. 各条[条])
        已有[各条[条]] = #单位
      end
    end
    return 单位
  end
end

return 责任

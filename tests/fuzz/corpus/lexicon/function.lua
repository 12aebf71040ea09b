local function 甲(乙, ...) if not 乙 and 1 == 2 or "a" ~= nil then return 乙.丙, ... end for _, x in pairs({ [1] = 2, a = 3 }) do 甲(x) end end

-- The five measures in SQLite; the two files were imported as `list` and `records` (tests/bench/run.sh).
PRAGMA journal_mode = OFF;
CREATE TEMP TABLE companies AS
  SELECT *, (substr(d, 1, 4) + 3) || replace(substr(d, 5), '-02-29', '-02-28') AS d_end,
         (substr(p, 1, 4) + 3) || replace(substr(p, 5), '-02-29', '-02-28') AS p_end FROM (
  SELECT 统一社会信用代码 AS code, 企业名称 AS name, 行政区划代码 AS region, 高企认定日期 AS d, 高企认定次数 AS n, 上次高企认定日期 AS p,
         科技创新领军企业 AS leader, 上市日期 AS listed, 迁入日期 AS moved, 迁出地行政区划代码 AS origin, 迁入方式 AS how FROM list);
CREATE INDEX temp.by_code ON companies (code);
.mode csv
SELECT 2022, 'U22-1', '', '', code, name, '符合', 100000 FROM companies WHERE region LIKE '6501%' AND d LIKE '2022%' AND n = '1';
SELECT 2022, 'U22-2', '', '', code, name, '符合', 50000 FROM companies WHERE region LIKE '6501%' AND d LIKE '2022%' AND CAST(n AS INTEGER) >= 2;
SELECT 2022, 'U22-6', '', '', code, name, '符合', 3000000 FROM companies WHERE region LIKE '6501%' AND leader = '是' AND listed LIKE '2022%';
SELECT 2022, 'U22-8', '', '', code, name, CASE WHEN certain THEN '符合' ELSE '待核实' END, CASE WHEN certain THEN 200000 END FROM (
  SELECT *, (d <= moved AND moved < d_end) OR (p <> '' AND p <= moved AND moved < p_end) AS certain,
         d > moved AND p = '' AND n <> '1' AS undecided
  FROM companies WHERE region LIKE '6501%' AND moved LIKE '2022%' AND how = '整体迁入' AND origin <> '' AND origin NOT LIKE '65%' AND d <> '')
  WHERE certain OR undecided;
SELECT 2022, 'U22-14', '', '', provider, label, '符合', min(100000, 5000 * count(DISTINCT client)) FROM (
  SELECT 服务机构代码 AS provider, 服务机构名称 AS label, 客户统一社会信用代码 AS client, 服务日期 AS served FROM records WHERE 服务日期 LIKE '2022%')
  JOIN companies ON client = code
  WHERE d <> '' AND ((d <= served AND served < d_end) OR (p <> '' AND p <= served AND served < p_end))
  GROUP BY provider;

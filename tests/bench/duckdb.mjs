// The five measures in DuckDB: LIST SERVICES OUTPUT THREADS. Needs the npm package @duckdb/node-api.
import { createRequire } from 'node:module';

// As `node -e` finds it in run.sh: below the current folder, or in NODE_PATH.
const { DuckDBInstance } = createRequire(`${process.cwd()}/`)('@duckdb/node-api');

const [list, services, output, threads] = process.argv.slice(2);
const db = await DuckDBInstance.create(':memory:', { threads });
const connection = await db.connect();
const valid = (day) => `((d <= ${day} AND ${day} < d + INTERVAL 3 YEAR) OR coalesce(p <= ${day} AND ${day} < p + INTERVAL 3 YEAR, false))`;

await connection.run(`CREATE TEMP TABLE list AS SELECT 统一社会信用代码 AS code, 企业名称 AS "name", 行政区划代码 AS region,
  TRY_CAST(高企认定日期 AS DATE) AS d, TRY_CAST(高企认定次数 AS INT) AS n, TRY_CAST(上次高企认定日期 AS DATE) AS p,
  科技创新领军企业 AS leader, TRY_CAST(上市日期 AS DATE) AS listed, TRY_CAST(迁入日期 AS DATE) AS moved,
  迁出地行政区划代码 AS origin, 迁入方式 AS how FROM read_csv('${list}', all_varchar = true, header = true)`);
await connection.run(`CREATE TEMP TABLE records AS SELECT 服务机构代码 AS provider, 服务机构名称 AS label, 客户统一社会信用代码 AS client,
  TRY_CAST(服务日期 AS DATE) AS served FROM read_csv('${services}', all_varchar = true, header = true)`);
await connection.run(`COPY (
  SELECT 2022, 'U22-1', '', '', code, "name", '符合', 100000, '' FROM list WHERE region LIKE '6501%' AND year(d) = 2022 AND n = 1
  UNION ALL SELECT 2022, 'U22-2', '', '', code, "name", '符合', 50000, '' FROM list WHERE region LIKE '6501%' AND year(d) = 2022 AND n >= 2
  UNION ALL SELECT 2022, 'U22-6', '', '', code, "name", '符合', 3000000, '' FROM list
    WHERE region LIKE '6501%' AND leader = '是' AND year(listed) = 2022
  UNION ALL SELECT 2022, 'U22-8', '', '', code, "name", CASE WHEN certain THEN '符合' ELSE '待核实' END, CASE WHEN certain THEN 200000 END, ''
    FROM (SELECT *, ${valid('moved')} AS certain, d > moved AND p IS NULL AND coalesce(n, 2) <> 1 AS undecided FROM list
      WHERE region LIKE '6501%' AND year(moved) = 2022 AND how = '整体迁入' AND origin NOT LIKE '65%' AND d IS NOT NULL)
    WHERE certain OR undecided
  UNION ALL SELECT 2022, 'U22-14', '', '', provider, any_value(label), '符合', least(100000, 5000 * count(DISTINCT client)), ''
    FROM records JOIN list ON client = code WHERE year(served) = 2022 AND ${valid('served')} GROUP BY provider
) TO '${output}' (HEADER, DELIMITER ',')`);

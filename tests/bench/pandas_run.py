"""The five measures in pandas: LIST SERVICES OUTPUT."""
import sys

import pandas as pd

companies = pd.read_csv(sys.argv[1], dtype=str, keep_default_na=False, usecols=[
    "统一社会信用代码", "企业名称", "行政区划代码", "高企认定日期", "高企认定次数", "上次高企认定日期", "科技创新领军企业", "上市日期", "迁入日期",
    "迁出地行政区划代码", "迁入方式"])
companies.columns = ["code", "name", "region", "d", "n", "p", "leader", "listed", "moved", "origin", "how"]
records = pd.read_csv(sys.argv[2], dtype=str, keep_default_na=False, usecols=["服务机构代码", "服务机构名称", "客户统一社会信用代码", "服务日期"])
records.columns = ["provider", "label", "client", "served"]


def end(day):
    year = day.str[:4].where(day != "", "0").astype(int) + 3
    return year.astype(str) + day.str[4:].replace("-02-29", "-02-28")


companies["d_end"], companies["p_end"] = end(companies.d), end(companies.p)


def valid(rows, day):
    return ((rows.d != "") & (rows.d <= day) & (day < rows.d_end)) | ((rows.p != "") & (rows.p <= day) & (day < rows.p_end))


def said(rows, measure, result, money):
    return pd.DataFrame({"y": 2022, "m": measure, "a": "", "b": "", "code": rows.code, "name": rows.name_ if "name_" in rows else rows["name"],
                         "r": result, "money": money})


city = companies[companies.region.str.startswith("6501")]
now = city.d.str.startswith("2022")
times = pd.to_numeric(city.n, errors="coerce")
moved = city[city.moved.str.startswith("2022") & (city.how == "整体迁入") & (city.origin != "") & ~city.origin.str.startswith("65") & (city.d != "")]
certain = valid(moved, moved.moved)
undecided = ~certain & (moved.d > moved.moved) & (moved.p == "") & (moved.n != "1")
year = records[records.served.str.startswith("2022")].merge(companies[["code", "d", "d_end", "p", "p_end"]], left_on="client", right_on="code")
served = year[valid(year, year.served)].groupby("provider").agg(name_=("label", "first"), clients=("client", "nunique")).reset_index()
served = served.rename(columns={"provider": "code"})
pd.concat([
    said(city[now & (times == 1)], "U22-1", "符合", "100000"),
    said(city[now & (times >= 2)], "U22-2", "符合", "50000"),
    said(city[(city.leader == "是") & city.listed.str.startswith("2022")], "U22-6", "符合", "3000000"),
    said(moved[certain], "U22-8", "符合", "200000"),
    said(moved[undecided], "U22-8", "待核实", ""),
    said(served, "U22-14", "符合", (served.clients.clip(upper=20) * 5000).astype(str)),
]).to_csv(sys.argv[3], index=False)

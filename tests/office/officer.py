"""LibreOffice in the officer's place, through its UNO interface.

    officer.py SOCKET fill TEMPLATE.xlsx FILLED.xlsx 企业=LIST.csv 服务记录+=RECORDS.csv…
                            types files into the sheets of a template, as a person would; `=` over the example, `+=` below it
    officer.py SOCKET compare BOOK.xlsx FOLDER
                            every cell of a workbook against the result files, totals against the sums of their columns
    officer.py SOCKET copied LIST.xlsx COPY.xlsx SHEET FOLDER
                            a copy with results (--into): all that the list has, and each company's total beside it

SOCKET is the pipe of an office that listens (tests/office/run.sh starts one)."""

import csv
import os
import re
import sys
import time

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.table.CellContentType import EMPTY, FORMULA, TEXT, VALUE


def connect(pipe):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(120):
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        except NoConnectException:
            time.sleep(0.5)
    sys.exit("LibreOffice does not answer")


def open_book(desktop, path):
    hidden = PropertyValue("Hidden", 0, True, 0)
    book = desktop.loadComponentFromURL(uno.systemPathToFileUrl(os.path.abspath(path)), "_blank", 0, (hidden,))
    if book is None:
        sys.exit(f"LibreOffice cannot open {path}")
    return book


def save(book, path):
    kind = PropertyValue("FilterName", 0, "Calc MS Excel 2007 XML", 0)
    book.storeToURL(uno.systemPathToFileUrl(os.path.abspath(path)), (kind,))


def used(sheet):
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    return cursor.RangeAddress.EndRow + 1, cursor.RangeAddress.EndColumn + 1


def type_in(cell, text, heading):
    """What a person types: a number where a number is meant, a day where a day is, everything else as it stands."""
    if re.fullmatch(r"-?\d+(\.\d+)?", text) and not re.search("代码|编号|名称", heading):
        cell.setValue(float(text))
    elif re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        cell.setFormula(text)  # becomes a day when there is such a day
    else:
        cell.setString(text)


def plain(heading):
    return re.sub(r"（.*?）", "", heading).strip()


def type_sheet(sheet, listing, first):
    """The columns that both have; gives back how many cells offer choices."""
    with open(listing, encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    places = {plain(heading): i for i, heading in enumerate(rows[0])}
    _, width = used(sheet)
    headings = [sheet.getCellByPosition(i, 0).String for i in range(width)]
    missing = [heading for heading in headings if plain(heading) not in places]
    if missing:
        sys.exit(f"{listing} has no column {missing}")
    noted = {annotation.Position.Column for annotation in sheet.Annotations}
    if len(noted) < width:
        sys.exit(f"{sheet.Name}: headings without a remark")
    choices = 0
    for i, heading in enumerate(headings):
        rule = sheet.getCellByPosition(i, 1).Validation
        choices += "是" in rule.getFormula1() or "民营" in rule.getFormula1() or "整体迁入" in rule.getFormula1()
        for row, cells in enumerate(rows[1:], start=first):
            text = cells[places[plain(heading)]] if places[plain(heading)] < len(cells) else ""
            cell = sheet.getCellByPosition(i, row)
            if text:
                type_in(cell, text, heading)
            else:
                cell.setString("")
    print(f"{sheet.Name}: {len(rows) - 1} rows, {width} columns, {choices} of them with choices")
    return choices


def fill(desktop, template, filled, *tables):
    book = open_book(desktop, template)
    choices = 0
    for table in tables:
        name, listing = table.split("=", 1)
        below = name.endswith("+")
        choices += type_sheet(book.Sheets.getByName(name.rstrip("+")), listing, 2 if below else 1)
    if not choices:
        sys.exit("no cell of the template offers choices")
    save(book, filled)
    book.close(True)


def shown(cell, book):
    """The cell as the result file would write it."""
    kind = cell.Type
    if kind == FORMULA:
        sys.exit(f"a formula: {cell.Formula}")
    if kind == EMPTY:
        return ""
    if kind == TEXT:
        return cell.String
    pattern = book.NumberFormats.getByKey(cell.NumberFormat).FormatString
    if "%" in pattern:
        return f"{cell.Value * 100:.1f}%"
    return str(int(cell.Value)) if cell.Value == int(cell.Value) else f"{cell.Value:.2f}"


def wanted(text):
    """Without the apostrophe that keeps a formula text in CSV; the workbook needs none."""
    return text[1:] if re.match(r"'[=+\-@\t\r]", text) else text


def total_of(rows, column, outcome):
    """Of the rows with this outcome, where the table has outcomes at all."""
    parted = "结果" in rows[0] and any(row[rows[0].index("结果")] == "应退" for row in rows[1:])
    chosen = [row for row in rows[1:] if row[column] and (not parted or row[rows[0].index("结果")] == outcome)]
    return round(sum(float(row[column]) for row in chosen), 2)


def totals(sheet, title, rows, first, height):
    """Rows below the table: each formula gives what the file adds up to."""
    for y in range(first, height):
        name = sheet.getCellByPosition(0, y).String
        outcome = {"合计": "符合", "应退合计": "应退"}.get(name)
        if not outcome:
            sys.exit(f"{title}: the row {name!r} is in no file")
        for x in range(len(rows[0])):
            cell = sheet.getCellByPosition(x, y)
            if cell.Type == FORMULA and (cell.Error or round(cell.Value, 2) != total_of(rows, x, outcome)):
                sys.exit(f"{title} {name} {x}: {cell.Value}, the file has {total_of(rows, x, outcome)}")


def compare(desktop, path, folder):
    names = {"结果": "results.csv", "汇总": "summary.csv", "目标": "targets.csv", "待补": "pending.csv", "数据问题": "problems.csv"}
    for name in sorted(os.listdir(os.path.join(folder, "lists"))):
        names["清单 " + name[:-4]] = os.path.join("lists", name)
    book = open_book(desktop, path)
    cells = numbers = 0
    for title, name in names.items():
        with open(os.path.join(folder, name), encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
        sheet = book.Sheets.getByName(title)
        height, width = used(sheet)
        totals(sheet, title, rows, len(rows), height)
        if height < len(rows) or width != len(rows[0]):
            sys.exit(f"{title}: {height} × {width} cells, {name} has {len(rows)} × {len(rows[0])}")
        for y, row in enumerate(rows):
            for x, text in enumerate(row):
                cell = sheet.getCellByPosition(x, y)
                money = y and "金额" in rows[0][x] and text
                if money and cell.Type != VALUE:
                    sys.exit(f"{title} {x},{y}: money that is no number")
                if shown(cell, book) != wanted(text).replace("\r\n", "\n"):
                    sys.exit(f"{title} {x},{y}: {shown(cell, book)!r} is not {text!r}")
                cells += 1
                numbers += cell.Type == VALUE
    for title in ("概览", "一企一行", "运行记录"):
        if not book.Sheets.hasByName(title):
            sys.exit(f"there is no sheet {title}")
    book.close(True)
    print(f"compared: {len(names)} sheets, {cells} cells, {numbers} of them numbers")


def looks(cell):
    return cell.Formula, cell.NumberFormat, cell.CellBackColor, cell.CharWeight, cell.IsMerged, cell.Validation.Type.value


def copied(desktop, listing, copy, title, folder):
    before, after = open_book(desktop, listing), open_book(desktop, copy)
    if before.Sheets.ElementNames != after.Sheets.ElementNames:
        sys.exit("the copy has other sheets")
    cells = 0
    for name in before.Sheets.ElementNames:
        a, b = before.Sheets.getByName(name), after.Sheets.getByName(name)
        height, width = used(a)
        for y in range(height):
            for x in range(width):
                if looks(a.getCellByPosition(x, y)) != looks(b.getCellByPosition(x, y)):
                    sys.exit(f"{name} {x},{y}: {looks(b.getCellByPosition(x, y))} was {looks(a.getCellByPosition(x, y))}")
                cells += 1
        if len(a.Annotations) != len(b.Annotations):
            sys.exit(f"{name}: remarks are gone")
    sheet, first = after.Sheets.getByName(title), used(before.Sheets.getByName(title))[1]
    headings = [sheet.getCellByPosition(x, 0).String for x in range(used(sheet)[1])]
    total = headings.index("金额合计（元）", first)
    found = [sheet.getCellByPosition(total, y).Value for y in range(1, used(sheet)[0])]
    companies = {sheet.getCellByPosition(0, y).String.upper() for y in range(1, used(sheet)[0])}
    with open(os.path.join(folder, "results.csv"), encoding="utf-8-sig", newline="") as file:
        paid = sum(float(row["金额（元）"]) for row in csv.DictReader(file)
                   if row["金额（元）"] and row["结果"] == "符合" and row["对象代码"] in companies)
    if round(sum(found), 2) != round(paid, 2):
        sys.exit(f"{sum(found)} beside the companies, {paid} in the results")
    before.close(True)
    after.close(True)
    print(f"copied: {cells} cells as they were, {len(headings) - first} columns more, {paid:,.2f} in all")


def main():
    pipe, command, *rest = sys.argv[1:]
    {"fill": fill, "compare": compare, "copied": copied}[command](connect(pipe), *rest)


main()

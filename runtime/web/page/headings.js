// What the sheets and headings of the files on the desk are taken for; both can be said to be something else.
import { button, h, refill } from "./dom.js";
import { withoutDesk } from "./engine.js";
import { ROLES, SHEET_ROLES, arrange, roleCalled, setSheetRole } from "./files.js";
import { grouped } from "./money.js";
import { state } from "./state.js";
import { t } from "./words.js";

export const headingsBox = h("div");

// `tables`, `fields`: as huiqi/tables tells them.
export function drawHeadings({ tables, fields }) {
  const unused = tables.flatMap((table) =>
    (table.columns || []).filter((column) => !column.field || column.mapped).map((column) => ({ table, column })),
  );
  const sheets = tables.filter((table) => table.sheet);
  refill(headingsBox, sheets.length ? sheetsTable(sheets) : null, unused.length ? headingsTable(unused, fields) : null);
}
// A sheet is told by its name or headings; what it was not told by, one says.
function sheetsTable(sheets) {
  const roleOfSheet = ({ as }) => (as === "list" ? as : roleCalled(as) || "other");
  const pick = (sheet) => {
    const options = SHEET_ROLES.map((role) =>
      h("option", { value: role, selected: role === roleOfSheet(sheet) }, t(ROLES[role])),
    );
    const take = (event) => setSheetRole(withoutDesk(sheet.file), sheet.sheet, event.target.value);
    return h("select", { "aria-label": t`工作表“${sheet.sheet}”是`, change: take }, options);
  };
  const row = (sheet) =>
    h("tr", {}, h("td", {}, sheet.sheet), h("td", {}, pick(sheet)), h("td", { class: "number" }, grouped(sheet.rows ?? "")));
  const heads = [t`工作表`, t`识别为`, t`行数`].map((name, i) => h("th", { class: i === 2 ? "number" : undefined }, name));
  return [
    h("h2", {}, t`工作表`),
    h("table", { class: "files" }, h("thead", {}, h("tr", {}, heads)), h("tbody", {}, sheets.map(row))),
  ];
}
function headingsTable(unused, fields) {
  const map = (heading, field) => {
    if (field) state.map[heading] = field;
    else delete state.map[heading];
    arrange();
  };
  const row = ({ table, column: { heading, field, mapped, nearest } }) => {
    const own = table.as === "list",
      options = [...new Set([mapped && field, nearest, ...fields].filter(Boolean))];
    const pick = own
      ? h(
          "select",
          { "aria-label": t`${heading} 对应到`, change: (event) => map(heading, event.target.value) },
          h("option", { value: "" }, t`对应到…`),
          options.map((one) => h("option", { value: one, selected: mapped && one === field }, one)),
        )
      : null;
    const near = nearest && !mapped ? button(t`是“${nearest}”`, () => map(heading, nearest)) : null;
    return h(
      "tr",
      {},
      h("td", {}, heading),
      h("td", {}, mapped ? t`对应到“${field}”` : t`未用到`),
      h("td", {}, pick, " ", own ? near : null),
    );
  };
  return h(
    "details",
    { open: unused.some(({ column }) => column.nearest || column.mapped) },
    h("summary", {}, t`没有用到的表头 ${unused.filter(({ column }) => !column.field).length} 个`),
    h("table", { class: "files" }, h("tbody", {}, unused.map(row))),
  );
}

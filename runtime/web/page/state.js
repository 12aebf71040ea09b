// What is on the desk, and what was said of it last. Whoever changes a part of it tells so; views listen.
export const state = {
  files: [], // { name, script, text, saved, role, sample, handle, modified }
  script: null, // the name of the one at hand
  year: 2022,
  day: "", // a day of judgement, where one was given
  map: {}, // heading -> field, for the list
  sheets: new Map(), // 名单.xlsx#表名 -> role, of sheets that were told what they are
  tab: "rules",
  measure: null, // whose rows are shown
  company: null, // who is shown: { code, name, row } or { invented }
  settings: new Map(), // values of parameters that are being moved, or that stand in no script
  summary: null, // of the last text that was judged
  summarised: 0, // when, in milliseconds
  judged: 0, // how long that took
  difference: null,
  cases: null,
  findings: [],
  problem: "", // why there are no figures
  working: false,
  progress: null, // { what, done, of } of what is under way
  stopped: false,
  restarted: false,
  said: "", // of what went out last
  unkept: false, // this browser keeps no drafts
};

export const scripts = () => state.files.filter((file) => file.script);
export const current = () => scripts().find((file) => file.name === state.script);
export const unsaved = () => scripts().filter((file) => file.text !== file.saved);
export const listFile = () => state.files.find((file) => file.role === "list");
export const settingsAsked = () => Object.fromEntries(state.settings);
export const errors = () => state.findings.filter((finding) => finding.severity === 1);

// What was said of another script is no answer.
export const shownSummary = () => (state.summary?.script === state.script ? state.summary : null);
export const shownCases = () => (state.cases?.script === state.script ? state.cases : null);

const listeners = new Map();
// `what`: files, script, text, findings, summary, difference, cases, working, tab, said.
export function on(what, listener) {
  for (const one of what.split(" ")) listeners.set(one, [...(listeners.get(one) || []), listener]);
}
export function tell(what) {
  for (const listener of listeners.get(what) || []) listener();
}

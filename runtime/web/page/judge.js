// Judging. The text as it stands goes to the server that judges, and, so that the two do not compete, to the one that is asked
// about words when that has answered, or soon. While one judgement is under way only the last text waits for the next. What was
// judged stays on the screen until there is something newer.
import { live, path, stopCommand, words } from "./engine.js";
import { current, on, settingsAsked, state, tell } from "./state.js";

const BUSY_AFTER = 150,
  WORDS_AFTER = 60,
  CASES_AFTER = 250; // milliseconds
let judging = false,
  owed = false,
  wordsOwed,
  idle;

export function touch() {
  owed = true;
  state.stopped = state.restarted = false;
  clearTimeout(idle);
  clearTimeout(wordsOwed);
  wordsOwed = setTimeout(showWords, WORDS_AFTER);
  if (!judging) judge();
}
on("text", touch);
// False: there is no text, or it is not tried again.
export function showWords() {
  const file = current();
  clearTimeout(wordsOwed);
  return Boolean(file && words.show(path(file), file.text));
}
const painted = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));

async function judge() {
  judging = true;
  while (owed) {
    owed = false;
    const file = current();
    if (!file) break;
    const slow = setTimeout(() => working(true), BUSY_AFTER);
    await judgeOnce(file).catch(failed);
    clearTimeout(slow);
    state.progress = null;
    working(false);
  }
  judging = false;
  idle = setTimeout(judgeCases, CASES_AFTER);
}
async function judgeOnce(file) {
  const began = Date.now(),
    { text } = file,
    settings = settingsAsked();
  live.show(path(file), text);
  const summary = await live.ask("huiqi/summary", { settings }).finally(showWords);
  state.problem = "";
  state.judged = Date.now() - began;
  if (summary.fresh && state.script === file.name) {
    state.summary = { ...summary, script: file.name, of: text };
    state.summarised = Date.now();
  }
  if (summary.fresh && !summary.change) state.difference = null;
  tell("summary");
  if (owed || !summary.fresh || !summary.change) return;
  await painted(); // what it comes to is seen before who changed is asked for
  if (owed) return;
  const difference = await live.ask("huiqi/diff", { settings, count: 200 });
  if (owed) return;
  state.difference = difference;
  tell("difference");
}
function failed(error) {
  if (error.again) state.restarted = owed = true;
  else if (error.message === "stopped") state.stopped = true;
  else if (error.code !== undefined) noFigures(error.message);
  else state.problem = error.message;
  tell("summary");
}
// Nothing can be said: no list for this year, or no text that has loaded.
function noFigures(message) {
  const wrong = state.findings.some((finding) => finding.severity === 1);
  if (!wrong || state.summary?.script !== state.script) state.summary = state.difference = null;
  state.problem = wrong ? "" : message;
}
function working(yes) {
  if (state.working === yes) return;
  state.working = yes;
  tell("working");
}

export async function judgeCases() {
  const file = current();
  if (!showWords()) return;
  const text = file.text,
    cases = await words.ask("huiqi/cases", { count: 200 }).catch(() => null);
  // Not told: they are judged again after the next edit.
  if (!cases?.fresh || text !== file.text || file !== current()) return;
  state.cases = { ...cases, script: file.name, of: text };
  tell("cases");
}

export function stop() {
  stopCommand();
  if (!judging) return;
  owed = false;
  live.restart();
}

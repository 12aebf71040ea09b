// Chromium with the page open in it, and what walks do there.
import { createRequire } from "node:module";
const { chromium } = createRequire(process.cwd() + "/build/web/npm/")("playwright-core");

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ["--no-sandbox"] });
export const close = () => browser.close();
// Errors of any page, and what was asked of a network.
export const wrong = [];

export async function newTab(viewport) {
  const permissions = ["clipboard-read", "clipboard-write"];
  const tab = await (await browser.newContext({ viewport, permissions, acceptDownloads: true })).newPage();
  tab.on("pageerror", (error) => wrong.push(error.message));
  tab.on("request", (request) => {
    if (!/^(file|blob|data):/.test(request.url())) wrong.push("asked of the network: " + request.url());
  });
  return tab;
}
// `page`: its path; `folder`: where downloads go; `query`: of its address.
export async function opened(page, folder, query = "") {
  const tab = await newTab({ width: 1366, height: 641 });
  await tab.addInitScript(() => {
    delete window.showSaveFilePicker; // a dialog of the system's
    // An engine that dies of what it is told next, as often as `window.deaths` says.
    window.deaths = 0;
    const Own = window.Worker;
    window.Worker = class extends Own {
      postMessage(message, ...more) {
        if (!message.say || !window.deaths) return super.postMessage(message, ...more);
        window.deaths--;
        setTimeout(() => this.onmessage({ data: { id: message.id, failed: "out of memory" } }), 0);
      }
    };
  });
  const until = (what, argument) => tab.waitForFunction(what, argument, { timeout: 30000 });
  const walk = {
    tab,
    until,
    text: (selector) => tab.textContent(selector),
    press: async (...keys) => {
      for (const key of keys) await tab.keyboard.press(key);
    },
    type: (text) => tab.keyboard.type(text),
    total: (text) => until((text) => document.querySelector(".totals b")?.textContent === text, text),
    // Tab, until what is focused is called so.
    tabTo: async (name, back) => {
      for (let i = 0; i < 120; i++) {
        await tab.keyboard.press(back ? "Shift+Tab" : "Tab");
        if (
          await tab.evaluate((name) => {
            const one = document.activeElement;
            return [one.getAttribute("aria-label"), one.textContent, one.closest("label")?.textContent].some((text) =>
              text?.trim().startsWith(name),
            );
          }, name)
        )
          return;
      }
      throw new Error("no way to " + name);
    },
    // The cursor, by its keys.
    cursor: async (line, column) => {
      await tab.keyboard.press("Control+Home");
      for (let i = 1; i < line; i++) await tab.keyboard.press("ArrowDown");
      for (let i = 0; i < column; i++) await tab.keyboard.press("ArrowRight");
    },
    select: async (count) => {
      for (let i = 0; i < count; i++) await tab.keyboard.press("Shift+ArrowRight");
    },
    download: async (act, name) => {
      const [made] = await Promise.all([tab.waitForEvent("download", { timeout: 60000 }), act()]);
      await made.saveAs(`${folder}/${name || made.suggestedFilename()}`);
      return `${folder}/${name || made.suggestedFilename()}`;
    },
    edit: (from, to) =>
      tab.evaluate(
        ([from, to]) => {
          const view = document.querySelector(".cm-content").cmTile.root.view,
            at = view.state.doc.toString().indexOf(from);
          if (at < 0) throw new Error("the script has no " + from);
          view.focus();
          view.dispatch({
            changes: { from: at, to: at + from.length, insert: to },
            selection: { anchor: at + to.length },
            userEvent: "input.type",
          });
        },
        [from, to],
      ),
    script: () => tab.evaluate(() => document.querySelector(".cm-content").cmTile.root.view.state.doc.toString()),
  };
  await tab.goto("file://" + page + query);
  await until(() => document.querySelector(".totals b"));
  return walk;
}
export const lineOf = (text, word) => text.slice(0, text.indexOf(word)).split("\n").length;

// Starts `huiqi lsp` and lets the language client do the rest.
const { workspace, window } = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

let client;

exports.activate = async function activate() {
  const settings = workspace.getConfiguration("huiqi");
  const server = { command: settings.get("path"), args: ["lsp", "--lang", settings.get("language")] };
  client = new LanguageClient("huiqi", "huiqi", server, { documentSelector: [{ language: "huiqi" }] });
  try {
    await client.start();
  } catch (error) {
    window.showErrorMessage(`huiqi：没有启动（设置 huiqi.path）· did not start: ${error.message}`);
  }
};

exports.deactivate = function deactivate() {
  return client && client.stop();
};

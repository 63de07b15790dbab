// The extension: its commands, its item in the status bar, and the server, which it starts.

import * as vscode from "vscode";

import { HISTORY, register as registerHistory } from "./history";
import { registerReferences } from "./references";
import { showChanges, showStatistics } from "./reports";
import { Server } from "./server";
import { Status } from "./status";
import { Tests } from "./tests";
import { Versions } from "./versions";

let server: Server | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const status = new Status();
  const log = vscode.window.createOutputChannel("Nova");
  const running = (server = new Server(context, status, log));
  const client = () => running.client;
  const tests = new Tests(client);
  const command = (name: string, action: () => unknown) => vscode.commands.registerCommand(`nova.${name}`, action);
  context.subscriptions.push(
    status,
    log,
    registerHistory(),
    registerReferences(client),
    new Versions(client),
    tests,
    running.onDidStart(() => tests.forget()),
    running.onDidSettle(() => tests.settled()),
    running.onDidTest((outcomes) => tests.haveRun(outcomes)),
    command("restart", () => running.restart()),
    command("showOutput", () => log.show()),
    command("install", () => running.installServer()),
    command("doctor", () => running.examine()),
    command("diff", () => showChanges(client())),
    command("stats", () => showStatistics(client())),
    command("menu", menu),
    vscode.workspace.onDidGrantWorkspaceTrust(() => running.restart()),
    vscode.workspace.onDidChangeConfiguration(async (event) => {
      if (event.affectsConfiguration("nova.server") || event.affectsConfiguration("nova.purescript")) {
        await running.restart();
      }
    }),
  );
  await running.start();
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}

/** What a click on the item in the status bar offers. */
async function menu(): Promise<void> {
  const entries: Record<string, [string, ...string[]]> = {
    "$(output) Show the Log": ["nova.showOutput"],
    "$(refresh) Restart the Language Server": ["nova.restart"],
    "$(graph) Statistics": ["nova.stats"],
    "$(history) History of the Declaration": [HISTORY],
    "$(diff) What Has Changed Since the Last Save": ["nova.diff"],
    "$(search) Find out What is Wrong (nova-ls doctor)": ["nova.doctor"],
    "$(gear) Settings": ["workbench.action.openSettings", "@ext:nova-ls.nova-ls"],
  };
  const chosen = await vscode.window.showQuickPick(Object.keys(entries), { title: "Nova" });
  if (chosen !== undefined) {
    const [name = "", ...words] = entries[chosen] ?? [];
    await vscode.commands.executeCommand(name, ...words);
  }
}

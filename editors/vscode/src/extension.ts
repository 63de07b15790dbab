// The extension: starts the server, shows its state in the status bar, restarts it on demand.

import * as vscode from "vscode";
import {
  LanguageClient,
  State,
  type DocumentFilter,
  type LanguageClientOptions,
  type ServerOptions,
} from "vscode-languageclient/node";

import { HISTORY, register, showHistory } from "./history";
import { registerReferences, SHOW_REFERENCES } from "./references";

class Client extends LanguageClient {
  /** Not yet: what keeps it from starting is told once, with what to do about it, and not by the library as well. */
  hasStarted = false;

  override error(message: string, data?: unknown, showNotification: boolean | "force" = true): void {
    super.error(message, data, this.hasStarted && showNotification);
  }
}

let client: Client | undefined;
let status: vscode.StatusBarItem | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  status = vscode.window.createStatusBarItem("nova.status", vscode.StatusBarAlignment.Left);
  status.name = "Nova";
  status.command = "nova.showOutput";
  context.subscriptions.push(
    status,
    register(),
    registerReferences(() => client),
    vscode.commands.registerCommand("nova.restart", restart),
    vscode.commands.registerCommand("nova.showOutput", () => client?.outputChannel.show()),
    vscode.workspace.onDidChangeConfiguration(async (event) => {
      if (event.affectsConfiguration("nova.server") || event.affectsConfiguration("nova.purescript")) {
        await restart();
      }
    }),
  );
  await start();
}

export async function deactivate(): Promise<void> {
  await stop();
}

async function restart(): Promise<void> {
  await stop();
  await start();
}

async function stop(): Promise<void> {
  const running = client;
  client = undefined;
  if (running !== undefined) {
    // Requests that came with the end itself go out first: one that finds no connection is logged as a failure.
    await new Promise((resolve) => setImmediate(resolve));
    // A server that did not start cannot be stopped.
    await running.dispose().catch(() => undefined);
  }
}

async function start(): Promise<void> {
  const settings = vscode.workspace.getConfiguration("nova");
  const command = settings.get<string>("server.path", "nova-ls");
  const server: ServerOptions = {
    command,
    args: ["--stdio", ...settings.get<string[]>("server.arguments", [])],
  };
  const starting = (client = new Client("nova", "Nova", server, options(settings)));
  starting.onDidChangeState((event) => show(event.newState));
  try {
    await starting.start();
    starting.hasStarted = true;
  } catch (error) {
    show(State.Stopped);
    // Not waited for: the extension has started, with or without an answer.
    void explain(command, error instanceof Error ? error.message : String(error));
  }
}

async function explain(command: string, reason: string): Promise<void> {
  const open = "Open Settings";
  const chosen = await vscode.window.showErrorMessage(
    reason.includes("ENOENT")
      ? `Nova: the server \`${command}\` was not found. Install nova-ls, or name its path in the settings.`
      : `Nova: the server \`${command}\` did not start: ${reason}`,
    open,
  );
  if (chosen === open) {
    await vscode.commands.executeCommand("workbench.action.openSettings", "nova.server.path");
  }
}

function options(settings: vscode.WorkspaceConfiguration): LanguageClientOptions {
  const languages = settings.get<boolean>("purescript", false) ? ["nova", "purescript"] : ["nova"];
  const selector: DocumentFilter[] = languages.flatMap((language) => [
    { scheme: "file", language },
    { scheme: "untitled", language },
  ]);
  return {
    documentSelector: selector,
    markdown: { supportHtml: false },
    initializationOptions: { commands: [SHOW_REFERENCES] },
    middleware: {
      executeCommand: (command, args, next) =>
        command === HISTORY && client !== undefined ? showHistory(client, args[0]) : next(command, args),
    },
  };
}

function show(state: State): void {
  if (status === undefined) {
    return;
  }
  switch (state) {
    case State.Starting:
      status.text = "$(sync~spin) Nova";
      status.tooltip = "The Nova language server is starting.";
      break;
    case State.Running:
      status.text = "$(check) Nova";
      status.tooltip = "The Nova language server is running.";
      break;
    case State.Stopped:
      status.text = "$(error) Nova";
      status.tooltip = "The Nova language server is not running.";
      break;
  }
  status.show();
}

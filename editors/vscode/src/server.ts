// The server's life: found, started, watched, started again, ended. What keeps it from running is told in one message that says what to do.

import { execFile } from "node:child_process";
import * as os from "node:os";

import * as vscode from "vscode";
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  State,
  type CloseHandlerResult,
  type DocumentFilter,
  type LanguageClientOptions,
  type StaticFeature,
} from "vscode-languageclient/node";

import { findServer, passedOver, type Found, type Surroundings } from "./find";
import { HISTORY, showHistory } from "./history";
import { install } from "./install";
import { SHOW_REFERENCES } from "./references";
import type { Outcome } from "./outcomes";
import type { ServerStatus, Status } from "./status";

/** So many ends within so many milliseconds, and it is not started again by itself. */
const PATIENCE = { ends: 5, within: 180_000 };

class Client extends LanguageClient {
  hasStarted = false;

  /** What becomes of the server is told by this extension, once and with what to do about it: not by the library as well. */
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

export class Server {
  private running: Client | undefined;
  private found: Found | undefined;
  private ends: number[] = [];
  private readonly started = new vscode.EventEmitter<void>();
  private readonly settled = new vscode.EventEmitter<void>();
  private readonly tested = new vscode.EventEmitter<readonly Outcome[]>();

  /** Another process serves from now on. */
  readonly onDidStart = this.started.event;

  /** It has nothing left to check. */
  readonly onDidSettle = this.settled.event;

  /** Tests have run by themselves. */
  readonly onDidTest = this.tested.event;

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly status: Status,
    readonly log: vscode.OutputChannel,
  ) {}

  get client(): LanguageClient | undefined {
    return this.running;
  }

  async restart(): Promise<void> {
    this.ends = [];
    await this.stop();
    await this.start();
  }

  async stop(): Promise<void> {
    const client = this.running;
    this.running = undefined;
    if (client !== undefined) {
      // Requests that came with the end itself go out first: one that finds no connection is logged as a failure.
      await new Promise((resolve) => setImmediate(resolve));
      // A server that did not start cannot be stopped.
      await client.dispose().catch(() => undefined);
    }
  }

  async start(): Promise<void> {
    const around = this.surroundings();
    this.found = findServer(around);
    const skipped = passedOver(around);
    if (this.found === undefined) {
      this.status.tell("stopped", 0, 0, "The server `nova-ls` was not found.");
      this.log.appendLine("nova-ls was not found: neither in the workspace, nor on the PATH, nor where pipx and uv put programs.");
      void (skipped === undefined ? this.offerToInstall() : this.askForTrust(skipped));
      return;
    }
    const { command, where } = this.found;
    this.log.appendLine(`Starting ${command} (${where})`);
    const note = skipped === undefined ? `${command} (${where})` : `${command} (${where}). Restricted Mode: ${skipped.command} is not started.`;
    this.status.tell("starting", 0, 0, note);
    const settings = vscode.workspace.getConfiguration("nova");
    const args = ["--stdio", ...settings.get<string[]>("server.arguments", [])];
    const client = (this.running = new Client("nova", "Nova", { command, args }, this.options(settings)));
    client.registerFeature(SAYS_WHAT_IT_SHOWS);
    client.onNotification("nova/status", (said: ServerStatus) => {
      this.status.tell(said.state, said.checked, said.modules);
      if (said.state === "ready") {
        this.settled.fire();
      }
    });
    client.onNotification("nova/testsRan", (said: { tests: Outcome[] }) => this.tested.fire(said.tests));
    client.onDidChangeState((event) => {
      if (event.newState !== State.Running) {
        this.status.tell(event.newState === State.Starting ? "starting" : "stopped");
        this.started.fire();
      }
    });
    try {
      await client.start();
      client.hasStarted = true;
      this.log.appendLine(`${client.initializeResult?.serverInfo?.name} ${client.initializeResult?.serverInfo?.version} is running`);
    } catch (error) {
      this.status.tell("stopped");
      // Not waited for: the extension has started, with or without an answer.
      void this.explain(this.found, error instanceof Error ? error.message : String(error));
    }
  }

  /** `nova-ls doctor`, in a terminal: what else may be wrong. */
  examine(): void {
    const terminal = vscode.window.createTerminal({ name: "nova-ls doctor" });
    terminal.sendText(`"${this.found?.command ?? "nova-ls"}" doctor`);
    terminal.show();
  }

  async installServer(): Promise<void> {
    this.log.show(true);
    if (await install(this.context, this.log)) {
      await this.restart();
    }
  }

  private surroundings(): Surroundings {
    return {
      setting: vscode.workspace.getConfiguration("nova").get<string>("server.path", "").trim(),
      folders: (vscode.workspace.workspaceFolders ?? []).filter((each) => each.uri.scheme === "file").map((each) => each.uri.fsPath),
      isTrusted: vscode.workspace.isTrusted,
      home: os.homedir(),
      environment: process.env,
      platform: process.platform,
      storage: this.context.globalStorageUri.fsPath,
    };
  }

  private options(settings: vscode.WorkspaceConfiguration): LanguageClientOptions {
    const purescript: DocumentFilter[] = [
      { scheme: "untitled", language: "purescript" },
      // Whichever language another extension may have for them.
      { scheme: "file", pattern: "**/*.purs" },
    ];
    const selector: DocumentFilter[] = [
      { scheme: "file", language: "nova" },
      { scheme: "untitled", language: "nova" },
      ...(settings.get<boolean>("purescript", true) ? purescript : []),
    ];
    return {
      documentSelector: selector,
      outputChannel: this.log,
      markdown: { supportHtml: false },
      initializationOptions: { commands: [SHOW_REFERENCES], trusted: vscode.workspace.isTrusted },
      initializationFailedHandler: () => false,
      errorHandler: { error: () => ({ action: ErrorAction.Continue, handled: true }), closed: () => this.ended() },
      middleware: {
        executeCommand: (command, args, next) =>
          command === HISTORY && this.running !== undefined ? showHistory(this.running, args[0]) : next(command, args),
        // The item in the status bar shows how far the check is.
        handleWorkDoneProgress: (token, params, next) => {
          if (!String(token).startsWith("nova-check-")) {
            next(token, params);
          }
        },
      },
    };
  }

  /** The server has gone by itself: it is started again, unless that happens all the time. */
  private ended(): CloseHandlerResult {
    const now = Date.now();
    this.ends = [...this.ends, now].filter((each) => now - each < PATIENCE.within);
    if (this.running?.hasStarted !== true) {
      return { action: CloseAction.DoNotRestart, handled: true };
    }
    if (this.ends.length < PATIENCE.ends) {
      this.log.appendLine("The server has ended; it is started again.");
      return { action: CloseAction.Restart, handled: true };
    }
    void this.offerRestart();
    return { action: CloseAction.DoNotRestart, handled: true };
  }

  private async offerRestart(): Promise<void> {
    const times = `${PATIENCE.ends} times in ${PATIENCE.within / 60_000} minutes`;
    await this.choose(`Nova: the server has ended ${times} and is not started again by itself.`, {
      Restart: () => this.restart(),
      "Show the Log": () => this.log.show(),
    });
  }

  private async offerToInstall(): Promise<void> {
    await this.choose("Nova: the language server nova-ls was not found. Install it for this editor, or name its path in the settings.", {
      "Install nova-ls": () => this.installServer(),
      "Open Settings": openSettings,
      Help: () => vscode.commands.executeCommand("workbench.action.openWalkthrough", "nova-ls.nova-ls#start"),
    });
  }

  private async askForTrust(skipped: Found): Promise<void> {
    await this.choose(`Nova: in Restricted Mode ${skipped.where} is not searched for the server. Trust the workspace to start it.`, {
      "Manage Trust": () => vscode.commands.executeCommand("workbench.trust.manage"),
      "Install nova-ls": () => this.installServer(),
    });
  }

  private async explain(found: Found, reason: string): Promise<void> {
    if (reason.includes("ENOENT")) {
      const missing = `Nova: the server \`${found.command}\` (${found.where}) was not found. Install nova-ls, or name its path in the settings.`;
      await this.choose(missing, { "Install nova-ls": () => this.installServer(), "Open Settings": openSettings });
      return;
    }
    const said = await lastWords(found.command);
    this.log.appendLine(said ?? reason);
    const told = `Nova: the server \`${found.command}\` (${found.where}) does not start: ${said ?? reason}`;
    await this.choose(told, { "Show the Log": () => this.log.show(), "Install nova-ls": () => this.installServer(), "Open Settings": openSettings });
  }

  private async choose(message: string, actions: Record<string, () => unknown>): Promise<void> {
    const chosen = await vscode.window.showErrorMessage(message, ...Object.keys(actions));
    if (chosen !== undefined) {
      await actions[chosen]?.();
    }
  }
}

/** The client says that it shows `nova/status` and `nova/testsRan`. */
const SAYS_WHAT_IT_SHOWS: StaticFeature = {
  fillClientCapabilities(capabilities) {
    capabilities.experimental = { ...(capabilities.experimental as object | undefined), novaStatus: true, novaTests: true };
  },
  initialize() {},
  getState: () => ({ kind: "static" }),
  clear() {},
};

function openSettings(): Thenable<unknown> {
  return vscode.commands.executeCommand("workbench.action.openSettings", "@ext:nova-ls.nova-ls server");
}

/** What a program that does not run says of that: the last line of its errors. */
function lastWords(command: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile(command, ["--version"], { timeout: 10_000 }, (error, _stdout, stderr) => {
      const lines = stderr.trim().split("\n");
      resolve(error === null ? undefined : lines[lines.length - 1] || error.message);
    });
  });
}

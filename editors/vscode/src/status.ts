// The one item in the status bar: what the server is doing, as the server says it, and how many errors there are.

import * as vscode from "vscode";

/** What `nova/status` says (docs/protocol.md). */
export interface ServerStatus {
  state: "starting" | "checking" | "ready";
  checked: number;
  modules: number;
}

export type State = ServerStatus["state"] | "stopped";

const DELAY = 100;

export class Status implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem("nova.status", vscode.StatusBarAlignment.Left);
  private readonly listener: vscode.Disposable;
  private said: { state: State; checked: number; modules: number } = { state: "starting", checked: 0, modules: 0 };
  private note = "";
  private timer: NodeJS.Timeout | undefined;

  constructor() {
    this.item.name = "Nova";
    this.item.command = "nova.menu";
    this.listener = vscode.languages.onDidChangeDiagnostics(() => this.drawSoon());
  }

  /** What the server said of itself, or what became of it. `note`: what else there is to know. */
  tell(state: State, checked = 0, modules = 0, note?: string): void {
    this.said = { state, checked, modules };
    this.note = note ?? this.note;
    this.draw();
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.listener.dispose();
    this.item.dispose();
  }

  /** Diagnostics change with each key; they are counted once they stand still. */
  private drawSoon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.draw(), DELAY);
  }

  private draw(): void {
    const { state, checked, modules } = this.said;
    const errors = state === "ready" ? countErrors() : 0;
    switch (state) {
      case "starting":
        this.show("$(sync~spin) Nova: starting", "The language server is starting.");
        break;
      case "checking":
        this.show(`$(sync~spin) Nova: ${checked} of ${modules}`, `Checking: ${checked} of ${modules} modules are done.`);
        break;
      case "ready":
        this.show(
          errors === 0 ? "$(check) Nova" : `$(error) Nova: ${errors === 1 ? "1 error" : `${errors} errors`}`,
          errors === 0 ? "Everything is checked; there are no errors." : "Everything is checked; the errors are in the Problems view.",
        );
        break;
      case "stopped":
        this.show("$(circle-slash) Nova: not running", "The language server is not running.");
    }
  }

  private show(text: string, tooltip: string): void {
    this.item.text = text;
    const links = "[Log](command:nova.showOutput) · [Restart](command:nova.restart) · [Statistics](command:nova.stats)";
    const markdown = new vscode.MarkdownString([tooltip, this.note, links].filter((line) => line !== "").join("\n\n"));
    markdown.isTrusted = { enabledCommands: ["nova.showOutput", "nova.restart", "nova.stats"] };
    this.item.tooltip = markdown;
    this.item.accessibilityInformation = { label: `Nova: ${tooltip}` };
    this.item.show();
  }
}

function countErrors(): number {
  let count = 0;
  for (const [uri, all] of vscode.languages.getDiagnostics()) {
    if (/\.(nova|nv|purs)$/.test(uri.path)) {
      count += all.filter((each) => each.source === "nova" && each.severity === vscode.DiagnosticSeverity.Error).length;
    }
  }
  return count;
}

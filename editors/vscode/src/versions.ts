// The view of a declaration's versions: a tree that follows the cursor while it is visible.

import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";

import { atCursor, compare, restore, short, when, type History, type Version } from "./history";

const DELAY = 300;

export class Versions implements vscode.TreeDataProvider<Version>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly view: vscode.TreeView<Version>;
  private readonly disposables: vscode.Disposable[];
  private history: History | undefined;
  private timer: NodeJS.Timeout | undefined;
  private asked = 0;

  readonly onDidChangeTreeData = this.changed.event;

  constructor(private readonly client: () => LanguageClient | undefined) {
    this.view = vscode.window.createTreeView("nova.versions", { treeDataProvider: this });
    const soon = () => this.followSoon();
    this.disposables = [
      this.changed,
      this.view,
      this.view.onDidChangeVisibility(soon),
      vscode.window.onDidChangeTextEditorSelection(soon),
      vscode.workspace.onDidSaveTextDocument(soon),
      vscode.commands.registerCommand("nova.versions.compare", (version: Version) => this.with((history) => compare(history, version))),
      vscode.commands.registerCommand("nova.versions.restore", (version: Version) =>
        this.with((history) => restore(this.client(), history, version)),
      ),
    ];
  }

  dispose(): void {
    clearTimeout(this.timer);
    vscode.Disposable.from(...this.disposables).dispose();
  }

  getChildren(parent?: Version): Version[] {
    return parent === undefined ? (this.history?.versions ?? []) : [];
  }

  getTreeItem(version: Version): vscode.TreeItem {
    const item = new vscode.TreeItem(version.change);
    item.description = `${when(version)}${version.author === "" ? "" : ` by ${version.author}`}`;
    item.tooltip = `${short(version)}\n${version.text ?? ""}`;
    item.iconPath = new vscode.ThemeIcon(version.change === "added" ? "add" : "git-commit");
    item.contextValue = version.text === null ? "removed" : "version";
    item.command = { command: "nova.versions.compare", title: "Compare", arguments: [version] };
    return item;
  }

  private followSoon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.follow(), DELAY);
  }

  private async follow(): Promise<void> {
    const client = this.client();
    const document = vscode.window.activeTextEditor?.document;
    if (!this.view.visible || client === undefined || document === undefined || !["nova", "purescript"].includes(document.languageId)) {
      return;
    }
    const number = ++this.asked;
    // Where no declaration is, the list of the last one stays.
    const found = await client.sendRequest<History>("nova/history", atCursor(client) ?? {}).catch(() => undefined);
    if (found !== undefined && number === this.asked) {
      this.history = found;
      this.view.description = found.name;
      this.changed.fire();
    }
  }

  private async with(action: (history: History) => Promise<void>): Promise<void> {
    if (this.history !== undefined) {
      await action(this.history);
    }
  }
}

// The history of a declaration: a list of its versions, each beside what the declaration is now, each to be restored.

import * as vscode from "vscode";
import type { LanguageClient, WorkspaceEdit } from "vscode-languageclient/node";

/** The server's command, which the extension does itself: it can show more than a document. */
export const HISTORY = "nova.history";

const SCHEME = "nova-history";

/** What docs/protocol.md says of a version, as far as it is used here. */
export interface Version {
  commit: string;
  author: string;
  time: number;
  change: string;
  text: string | null;
}

export interface History {
  name: string;
  current: { uri: string; text: string } | null;
  versions: Version[];
}

interface Checkout {
  label: string | null;
  edit: WorkspaceEdit | null;
}

/** What `nova/history` takes: a name, or a position. */
interface Params {
  name?: string;
  textDocument?: { uri: string };
  position?: { line: number; character: number };
}

interface Item extends vscode.QuickPickItem {
  version: Version;
}

const RESTORE: vscode.QuickInputButton = {
  iconPath: new vscode.ThemeIcon("discard"),
  tooltip: "Restore this version",
};

/** Texts of versions as documents that cannot be written to. */
class Texts implements vscode.TextDocumentContentProvider {
  private readonly texts = new Map<string, string>();
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();

  readonly onDidChange = this.changed.event;

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts.get(uri.toString()) ?? "";
  }

  /** The address of a text; the same one for the same path. */
  put(path: string, text: string): vscode.Uri {
    const uri = vscode.Uri.from({ scheme: SCHEME, path });
    this.texts.set(uri.toString(), text);
    this.changed.fire(uri);
    return uri;
  }

  forget(uri: vscode.Uri): void {
    this.texts.delete(uri.toString());
  }
}

const texts = new Texts();

export function register(): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.workspace.registerTextDocumentContentProvider(SCHEME, texts),
    vscode.workspace.onDidCloseTextDocument((document) => {
      if (document.uri.scheme === SCHEME) {
        texts.forget(document.uri);
      }
    }),
  );
}

/** List the versions of a declaration: the one that a lens or an action stands for, or the one at the cursor. */
export async function showHistory(client: LanguageClient, given: Params | undefined): Promise<void> {
  // A menu gives the address of the document along, which says nothing of the declaration.
  const params = given?.name === undefined ? atCursor(client) : given;
  if (params === undefined) {
    return;
  }
  const history = await ask<History>(client, "nova/history", params);
  if (history === undefined) {
    return;
  }
  const pick = vscode.window.createQuickPick<Item>();
  pick.title = `History of ${history.name}`;
  pick.placeholder = "A version to compare with what it is now";
  pick.items = history.versions.map(item);
  pick.onDidTriggerItemButton(async (event) => {
    pick.hide();
    await restore(client, history, event.item.version);
  });
  pick.onDidAccept(async () => {
    const chosen = pick.selectedItems[0];
    pick.hide();
    if (chosen !== undefined) {
      await compare(history, chosen.version);
    }
  });
  pick.onDidHide(() => pick.dispose());
  pick.show();
}

export function atCursor(client: LanguageClient): Params | undefined {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) {
    void vscode.window.showInformationMessage("Nova: open a file to see the history of its declarations.");
    return undefined;
  }
  return client.code2ProtocolConverter.asTextDocumentPositionParams(editor.document, editor.selection.active);
}

function item(version: Version): Item {
  return {
    label: version.change,
    description: `${when(version)}${version.author === "" ? "" : ` by ${version.author}`}`,
    detail: short(version),
    buttons: version.text === null ? [] : [RESTORE],
    version,
  };
}

export async function compare(history: History, version: Version): Promise<void> {
  const left = texts.put(`/${short(version)}/${history.name}.nova`, version.text ?? "");
  const right = texts.put(`/now/${history.name}.nova`, history.current?.text ?? "");
  const title = `${history.name}: ${when(version)} and now`;
  await vscode.commands.executeCommand("vscode.diff", left, right, title, { preview: true });
}

export async function restore(client: LanguageClient | undefined, history: History, version: Version): Promise<void> {
  const document = history.current === null ? {} : { textDocument: { uri: history.current.uri } };
  const params = { name: history.name, at: version.commit, ...document };
  const found = await ask<Checkout>(client, "nova/checkout", params);
  if (found === undefined) {
    return;
  }
  if (found.edit === null) {
    void vscode.window.showInformationMessage(`Nova: ${history.name} has this text already.`);
    return;
  }
  const edit = await client?.protocol2CodeConverter.asWorkspaceEdit(found.edit);
  if (edit === undefined || !(await vscode.workspace.applyEdit(edit))) {
    void vscode.window.showWarningMessage(`Nova: ${history.name} could not be restored.`);
  }
}

/** Show a text as a document beside the others. */
export async function showText(name: string, text: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument(texts.put(`/${name}`, text));
  await vscode.window.showTextDocument(document, { preview: true });
}

/** An answer; an error is shown in one line. */
export async function ask<T>(client: LanguageClient | undefined, method: string, params: object): Promise<T | undefined> {
  if (client?.isRunning() !== true) {
    void vscode.window.showWarningMessage("Nova: the language server is not running.");
    return undefined;
  }
  try {
    return await client.sendRequest<T>(method, params);
  } catch (error) {
    void vscode.window.showWarningMessage(`Nova: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}

export function short(version: Version): string {
  return version.commit.slice(0, 10);
}

export function when(version: Version): string {
  return new Date(version.time * 1000).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
}

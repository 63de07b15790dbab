// What the server knows as a whole, as documents that cannot be written to: what has changed, and what it has done.

import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";

import { ask, showText } from "./history";

/** What docs/protocol.md says of `nova/diff` without a declaration, as far as it is used here. */
interface Difference {
  breaking: boolean;
  bump: string;
  declarations: { name: string; change: string; old_type: string | null; new_type: string | null; reason: string; broken: string[] }[];
}

export async function showChanges(client: LanguageClient | undefined): Promise<void> {
  const uri = vscode.window.activeTextEditor?.document.uri.toString();
  const params = uri === undefined ? {} : { textDocument: { uri } };
  const found = await ask<Difference>(client, "nova/diff", params);
  if (found === undefined) {
    return;
  }
  if (found.declarations.length === 0) {
    void vscode.window.showInformationMessage("Nova: nothing has changed since the last save.");
    return;
  }
  const lines = found.declarations.flatMap((each) => [
    `- \`${each.name}\`: ${each.change}${each.reason === "" ? "" : ` (${each.reason})`}`,
    ...(each.old_type === null ? [] : [`    - was \`${each.old_type}\``]),
    ...(each.new_type === null ? [] : [`    - is \`${each.new_type}\``]),
    ...each.broken.map((name) => `    - breaks \`${name}\``),
  ]);
  const verdict = found.breaking ? "Something that others rely on breaks" : "Nothing that others rely on breaks";
  await showText("Changes.md", ["# What has changed since the last save", "", ...lines, "", `${verdict}: a ${found.bump} version.`, ""].join("\n"));
}

export async function showStatistics(client: LanguageClient | undefined): Promise<void> {
  const found = await ask<object>(client, "nova/stats", {});
  if (found !== undefined) {
    await showText("Statistics.json", `${JSON.stringify(found, null, 2)}\n`);
  }
}

// What a click on a code lens with a number of references does: the editor's own view of them.

import * as vscode from "vscode";
import type { LanguageClient, Location, Position } from "vscode-languageclient/node";

/** A command of ours that the server puts into lenses: it has been told that there is one. */
export const SHOW_REFERENCES = "nova.showReferences";

export function registerReferences(client: () => LanguageClient | undefined): vscode.Disposable {
  return vscode.commands.registerCommand(
    SHOW_REFERENCES,
    async (uri: string, position: Position, locations: Location[]) => {
      const converter = client()?.protocol2CodeConverter;
      if (converter !== undefined) {
        await vscode.commands.executeCommand(
          "editor.action.showReferences",
          converter.asUri(uri),
          converter.asPosition(position),
          locations.map((location) => converter.asLocation(location)),
        );
      }
    },
  );
}

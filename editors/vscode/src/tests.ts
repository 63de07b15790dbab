// The view of tests: found when a workspace has been checked and behind each save, run by the server when somebody asks for it.

import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";

import { byModule, chosen, difference, failedAt, label, moduleId, type FoundTest, type Outcome } from "./outcomes";

/** Milliseconds behind a change. */
const DELAY = 300;

export class Tests implements vscode.Disposable {
  private readonly controller = vscode.tests.createTestController("nova", "Nova");
  private readonly disposables: vscode.Disposable[];
  private readonly items = new Map<string, vscode.TestItem>();
  private found: FoundTest[] = [];
  private isOutdated = true;
  private asked = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly client: () => LanguageClient | undefined) {
    const { Run } = vscode.TestRunProfileKind;
    const outdated = () => this.findSoon();
    this.controller.refreshHandler = () => this.find();
    this.disposables = [
      this.controller,
      this.controller.createRunProfile("Run", Run, (request, token) => this.run(request, token, false), true),
      this.controller.createRunProfile("Run What Edits Reach", Run, (request, token) => this.run(request, token, true), false),
      vscode.workspace.onDidSaveTextDocument(outdated),
      vscode.workspace.onDidCreateFiles(outdated),
      vscode.workspace.onDidDeleteFiles(outdated),
      vscode.workspace.onDidRenameFiles(outdated),
      vscode.workspace.onDidChangeWorkspaceFolders(outdated),
    ];
  }

  dispose(): void {
    clearTimeout(this.timer);
    vscode.Disposable.from(...this.disposables).dispose();
  }

  /** The server is another one: what is known is to be asked for again. */
  forget(): void {
    this.isOutdated = true;
  }

  /** The server has nothing left to check. */
  settled(): void {
    if (this.isOutdated) {
      this.isOutdated = false;
      void this.find();
    }
  }

  /** The server has run tests by itself. */
  async haveRun(outcomes: readonly Outcome[]): Promise<void> {
    if (outcomes.some((outcome) => !this.items.has(outcome.name))) {
      await this.find();
    }
    const items = outcomes.flatMap((outcome) => this.items.get(outcome.name) ?? []);
    const run = this.controller.createTestRun(new vscode.TestRunRequest(items), undefined, false);
    outcomes.forEach((outcome) => this.show(run, outcome));
    run.end();
  }

  /** A check that takes no time is not told of: the list is asked for again in any case. */
  private findSoon(): void {
    this.isOutdated = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.settled(), DELAY);
  }

  private async find(): Promise<void> {
    const number = ++this.asked;
    // A server of before has no such request, and one that is starting does not answer yet.
    const found = await this.client()?.sendRequest<FoundTest[]>("nova/tests").catch(() => undefined);
    if (number !== this.asked) {
      return;
    }
    if (found === undefined) {
      this.isOutdated = true;
      return;
    }
    this.found = found;
    const modules = [...byModule(found)].map(([name, tests]) => {
      const module = this.item(moduleId(name), name, tests[0]);
      module.children.replace(tests.map((test) => this.item(test.name, label(test), test)));
      return module;
    });
    this.controller.items.replace(modules);
    const known = new Set([...found.map((test) => test.name), ...modules.map((each) => each.id)]);
    for (const id of [...this.items.keys()].filter((each) => !known.has(each))) {
      this.items.delete(id);
    }
  }

  /** The same item as before where there is one: it has the results of earlier runs. */
  private item(id: string, shown: string, test: FoundTest | undefined): vscode.TestItem {
    const uri = test === undefined ? undefined : this.client()?.protocol2CodeConverter.asUri(test.uri);
    let item = this.items.get(id);
    if (item === undefined || item.uri?.toString() !== uri?.toString()) {
      item = this.controller.createTestItem(id, shown, uri);
      this.items.set(id, item);
    }
    if (test !== undefined && test.range !== null && test.name === id) {
      const { start, end } = test.range;
      item.range = new vscode.Range(start.line, start.character, end.line, end.character);
    }
    return item;
  }

  private async run(request: vscode.TestRunRequest, token: vscode.CancellationToken, affected: boolean): Promise<void> {
    const ids = (items: readonly vscode.TestItem[] | undefined) => items?.map((each) => each.id);
    const names = chosen(this.found, ids(request.include), ids(request.exclude) ?? []);
    const items = names.flatMap((name) => this.items.get(name) ?? []);
    const run = this.controller.createTestRun(request);
    if (!affected) {
      items.forEach((item) => run.started(item));
    }
    try {
      const outcomes = (await this.client()?.sendRequest<Outcome[]>("nova/runTests", { names, affected }, token)) ?? [];
      outcomes.forEach((outcome) => this.show(run, outcome));
    } catch (error) {
      if (!token.isCancellationRequested) {
        const message = new vscode.TestMessage(error instanceof Error ? error.message : String(error));
        items.forEach((item) => run.errored(item, message));
      }
    } finally {
      run.end();
    }
  }

  private show(run: vscode.TestRun, outcome: Outcome): void {
    const item = this.items.get(outcome.name);
    if (item === undefined) {
      return;
    }
    if (outcome.output !== "") {
      run.appendOutput(`${outcome.output.trimEnd().replace(/\r?\n/g, "\r\n")}\r\n`, undefined, item);
    }
    if (outcome.passed) {
      run.passed(item, outcome.elapsedMs);
    } else {
      run.failed(item, this.message(item, outcome), outcome.elapsedMs);
    }
  }

  private message(item: vscode.TestItem, outcome: Outcome): vscode.TestMessage {
    const problem = outcome.problem ?? "";
    const differing = difference(problem);
    const message =
      differing === undefined ? new vscode.TestMessage(problem) : vscode.TestMessage.diff(problem, differing.expected, differing.actual);
    const uri = failedAt(outcome);
    if (uri !== undefined) {
      const where = this.client()?.protocol2CodeConverter.asUri(uri.uri);
      message.location = where && new vscode.Location(where, new vscode.Position(uri.line, 0));
    } else if (item.uri !== undefined && item.range !== undefined) {
      message.location = new vscode.Location(item.uri, item.range);
    }
    return message;
  }
}

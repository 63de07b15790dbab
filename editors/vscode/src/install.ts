// Installing the server for this extension alone: a virtual environment in its storage, with the wheel that the extension brings along.

import { execFile } from "node:child_process";
import * as fs from "node:fs/promises";
import * as path from "node:path";
import { promisify } from "node:util";

import * as vscode from "vscode";

import { environmentOf, scripts } from "./find";

const run = promisify(execFile);

const PYTHONS = process.platform === "win32" ? ["py", "python"] : ["python3", "python3.14", "python3.13", "python3.12", "python3.11", "python"];

/** The oldest Python that the server runs on. */
const OLDEST = [3, 11] as const;

/** Install the server; whether it is there now. What goes wrong is told in one message. */
export async function install(context: vscode.ExtensionContext, log: vscode.OutputChannel): Promise<boolean> {
  const title = "Nova: installing the language server";
  return vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title }, async (progress) => {
    try {
      progress.report({ message: "looking for Python" });
      const python = await findPython(log);
      const environment = environmentOf(context.globalStorageUri.fsPath);
      await fs.mkdir(path.dirname(environment), { recursive: true });
      progress.report({ message: "making a virtual environment" });
      await step(log, python, "-m", "venv", "--clear", environment);
      progress.report({ message: "installing nova-ls" });
      const folder = scripts(environment, process) ?? environment;
      await step(log, path.join(folder, "python"), "-m", "pip", "install", "--disable-pip-version-check", await wheel(context));
      return true;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      log.appendLine(reason);
      const show = "Show the Log";
      void vscode.window.showErrorMessage(`Nova: the server could not be installed: ${reason.split("\n")[0]}`, show).then((chosen) => {
        if (chosen === show) {
          log.show();
        }
      });
      return false;
    }
  });
}

async function step(log: vscode.OutputChannel, command: string, ...words: string[]): Promise<void> {
  log.appendLine(`> ${[command, ...words].join(" ")}`);
  try {
    const { stdout, stderr } = await run(command, words, { maxBuffer: 1 << 24 });
    log.append(stdout + stderr);
  } catch (error) {
    const said = String((error as { stderr?: string }).stderr ?? "").trim();
    log.appendLine(said);
    throw new Error(said.split("\n").filter((line) => /error/i.test(line)).pop() ?? `${command} ${words[1] ?? ""} failed`);
  }
}

/** A Python that is new enough. Throws where there is none. */
async function findPython(log: vscode.OutputChannel): Promise<string> {
  const seen: string[] = [];
  for (const python of PYTHONS) {
    try {
      const { stdout } = await run(python, ["-c", "import sys; print(sys.version_info[0], sys.version_info[1])"]);
      const [major = 0, minor = 0] = stdout.trim().split(" ").map(Number);
      log.appendLine(`${python} is Python ${major}.${minor}`);
      if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) {
        return python;
      }
      seen.push(`${major}.${minor}`);
    } catch {
      // It is not there.
    }
  }
  const found = seen.length === 0 ? "none was found" : `found: ${[...new Set(seen)].join(", ")}`;
  throw new Error(`it needs Python ${OLDEST.join(".")} or later (${found})`);
}

/** What is to be installed: the wheel beside the extension, else the package of that name. */
async function wheel(context: vscode.ExtensionContext): Promise<string> {
  const folder = context.asAbsolutePath("server");
  const files = await fs.readdir(folder).catch(() => []);
  const found = files.find((name) => name.endsWith(".whl"));
  return found === undefined ? "nova-ls" : path.join(folder, found);
}

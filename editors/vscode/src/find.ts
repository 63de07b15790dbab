// Where the server is: what the settings name, the workspace's virtual environment, the PATH, where pipx and uv put programs, and what this extension installed.

import * as fs from "node:fs";
import * as path from "node:path";

/** What the search depends on; a test gives its own. */
export interface Surroundings {
  /** The setting `nova.server.path`; empty: search. */
  setting: string;
  /** The workspace's folders. */
  folders: readonly string[];
  /** Whether programs of the workspace may be started. */
  isTrusted: boolean;
  home: string;
  environment: Readonly<Record<string, string | undefined>>;
  platform: NodeJS.Platform;
  /** Where this extension keeps what it installs. */
  storage: string;
}

export interface Found {
  command: string;
  /** Where it was found, as a person is told. */
  where: string;
}

const NAME = "nova-ls";

/** The server, or undefined: it is nowhere. A setting is taken at its word. */
export function findServer(around: Surroundings): Found | undefined {
  if (around.setting !== "") {
    return { command: expand(around.setting, around), where: "the setting nova.server.path" };
  }
  return candidates(around).find(({ command }) => isProgram(command));
}

/** What the workspace has and is not started, since the workspace is not trusted. */
export function passedOver(around: Surroundings): Found | undefined {
  return around.isTrusted ? undefined : inWorkspace(around).find(({ command }) => isProgram(command));
}

export function candidates(around: Surroundings): Found[] {
  const { environment: env, home } = around;
  const share = env.XDG_DATA_HOME ?? path.join(home, ".local", "share");
  const tools: (string | undefined)[] = [
    env.PIPX_BIN_DIR,
    env.UV_TOOL_BIN_DIR,
    env.XDG_BIN_HOME,
    path.join(home, ".local", "bin"),
    scripts(env.PIPX_HOME && path.join(env.PIPX_HOME, "venvs", NAME), around),
    scripts(path.join(share, "pipx", "venvs", NAME), around),
    scripts(path.join(home, ".local", "pipx", "venvs", NAME), around),
    scripts(path.join(share, "uv", "tools", NAME), around),
  ];
  return [
    ...(around.isTrusted ? inWorkspace(around) : []),
    ...named(scripts(env.VIRTUAL_ENV, around), "the active virtual environment", around),
    ...(env.PATH ?? "").split(path.delimiter).flatMap((folder) => named(folder, "the PATH", around)),
    ...tools.flatMap((folder) => named(folder, "the folder of pipx or uv", around)),
    ...named(scripts(environmentOf(around.storage), around), "what the extension installed", around),
  ];
}

/** The virtual environment that the extension makes in its storage. */
export function environmentOf(storage: string): string {
  return path.join(storage, "server");
}

/** The folder of a virtual environment's programs. */
export function scripts(environment: string | undefined, around: Pick<Surroundings, "platform">): string | undefined {
  return environment && path.join(environment, around.platform === "win32" ? "Scripts" : "bin");
}

function inWorkspace(around: Surroundings): Found[] {
  return around.folders.flatMap((folder) =>
    [".venv", "venv"].flatMap((name) => named(scripts(path.join(folder, name), around), `the workspace's ${name}`, around)),
  );
}

function named(folder: string | undefined, where: string, around: Surroundings): Found[] {
  // A PATH may have empty and relative entries, which mean the current folder: nothing is started from there.
  if (folder === undefined || !path.isAbsolute(folder)) {
    return [];
  }
  return [{ command: path.join(folder, around.platform === "win32" ? `${NAME}.exe` : NAME), where }];
}

function expand(setting: string, around: Surroundings): string {
  const [first = ""] = around.folders;
  const written = setting.replace(/^~(?=$|[\\/])/, around.home).replaceAll("${workspaceFolder}", first);
  // A relative path is one from the workspace; a mere name is left to the PATH.
  return /[\\/]/.test(written) && !path.isAbsolute(written) ? path.join(first, written) : written;
}

function isProgram(file: string): boolean {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}

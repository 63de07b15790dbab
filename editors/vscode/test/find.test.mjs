// How the server is found: src/find.ts, with surroundings of its own for each platform. `npm test`.
import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { transformSync } from "esbuild";

/** src/find.ts as it is on a platform: with that one's rules for paths. */
function find(platform) {
  const source = path.join(path.dirname(fileURLToPath(import.meta.url)), "..", "src", "find.ts");
  const { code } = transformSync(readFileSync(source, "utf8"), { loader: "ts", format: "cjs" });
  const require = createRequire(import.meta.url);
  const module = { exports: {} };
  const rules = platform === "win32" ? path.win32 : path.posix;
  new Function("require", "module", "exports", code)((name) => (name === "node:path" ? rules : require(name)), module, module.exports);
  return module.exports;
}

function around(more) {
  return { setting: "", folders: [], isTrusted: true, home: "/home/ada", environment: {}, platform: "linux", storage: "/storage", ...more };
}

/** A program in a folder. */
function program(folder, name = "nova-ls") {
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, name);
  writeFileSync(file, "#!/bin/sh\n");
  chmodSync(file, 0o755);
  return file;
}

const temporary = () => mkdtempSync(path.join(tmpdir(), "nova ls "));

test("the workspace's environment comes before the PATH, and that before pipx", () => {
  const folder = temporary();
  const places = ["work/.venv/bin", "on path", "home/.local/bin"].map((each) => program(path.join(folder, each)));
  const surroundings = around({
    folders: [path.join(folder, "work")],
    home: path.join(folder, "home"),
    environment: { PATH: path.join(folder, "on path") },
  });
  const { findServer } = find("linux");
  assert.equal(findServer(surroundings).command, places[0]);
  assert.equal(findServer({ ...surroundings, folders: [] }).command, places[1]);
  assert.equal(findServer({ ...surroundings, folders: [], environment: {} }).command, places[2]);
  assert.equal(findServer({ ...surroundings, folders: [], environment: {}, home: folder }), undefined);
});

test("a workspace that is not trusted is passed over, and that is known", () => {
  const folder = temporary();
  const own = program(path.join(folder, ".venv", "bin"));
  const { findServer, passedOver } = find("linux");
  const surroundings = around({ folders: [folder], isTrusted: false, home: folder });
  assert.equal(findServer(surroundings), undefined);
  assert.equal(passedOver(surroundings).command, own);
  assert.equal(passedOver({ ...surroundings, isTrusted: true }), undefined);
});

test("what cannot be run is no server: a folder of that name, a file without the right", () => {
  const folder = temporary();
  mkdirSync(path.join(folder, "a", "nova-ls"), { recursive: true });
  mkdirSync(path.join(folder, "b"));
  writeFileSync(path.join(folder, "b", "nova-ls"), "");
  chmodSync(path.join(folder, "b", "nova-ls"), 0o644);
  const PATH = ["a", "b"].map((each) => path.join(folder, each)).join(":");
  assert.equal(find("linux").findServer(around({ environment: { PATH }, home: folder })), undefined);
});

test("a link leads to the server", () => {
  const folder = temporary();
  const real = program(path.join(folder, "real"));
  mkdirSync(path.join(folder, "links"));
  symlinkSync(real, path.join(folder, "links", "nova-ls"));
  const found = find("linux").findServer(around({ environment: { PATH: path.join(folder, "links") }, home: folder }));
  assert.equal(found.command, path.join(folder, "links", "nova-ls"));
});

test("relative and empty entries of the PATH are not searched", () => {
  const { candidates } = find("linux");
  const commands = candidates(around({ environment: { PATH: ":.:bin:/usr/bin" } })).map(({ command }) => command);
  assert.ok(commands.includes("/usr/bin/nova-ls"));
  assert.ok(commands.every((command) => command.startsWith("/")));
});

test("a setting is taken at its word: home, workspace, relative, a mere name", () => {
  const { findServer } = find("linux");
  const expanded = (setting) => findServer(around({ setting, folders: ["/work of ada"] })).command;
  assert.equal(expanded("~/bin/nova-ls"), "/home/ada/bin/nova-ls");
  assert.equal(expanded("${workspaceFolder}/x/nova-ls"), "/work of ada/x/nova-ls");
  assert.equal(expanded("x/nova-ls"), "/work of ada/x/nova-ls");
  assert.equal(expanded("nova-ls"), "nova-ls");
  assert.equal(expanded("/opt/nova-ls"), "/opt/nova-ls");
});

test("on Windows: drive letters, Scripts, .exe and the PATH's semicolons", () => {
  const { candidates, findServer } = find("win32");
  const surroundings = around({
    platform: "win32",
    home: "C:\\Users\\Ada Lovelace",
    folders: ["d:\\Work of Ada"],
    environment: { PATH: "C:\\Python311\\Scripts;D:\\tools", VIRTUAL_ENV: "C:\\env" },
    storage: "C:\\storage",
  });
  const commands = candidates(surroundings).map(({ command }) => command);
  assert.deepEqual(commands.slice(0, 5), [
    "d:\\Work of Ada\\.venv\\Scripts\\nova-ls.exe",
    "d:\\Work of Ada\\venv\\Scripts\\nova-ls.exe",
    "C:\\env\\Scripts\\nova-ls.exe",
    "C:\\Python311\\Scripts\\nova-ls.exe",
    "D:\\tools\\nova-ls.exe",
  ]);
  assert.ok(commands.includes("C:\\Users\\Ada Lovelace\\.local\\bin\\nova-ls.exe"));
  const expanded = (setting) => findServer({ ...surroundings, setting }).command;
  assert.equal(expanded("~\\bin\\nova-ls.exe"), "C:\\Users\\Ada Lovelace\\bin\\nova-ls.exe");
  assert.equal(expanded("tools\\nova-ls.exe"), "d:\\Work of Ada\\tools\\nova-ls.exe");
  assert.equal(expanded("C:/tools/nova-ls.exe"), "C:/tools/nova-ls.exe");
});

test("pipx on Windows has a home of its own", () => {
  const commands = find("win32")
    .candidates(around({ platform: "win32", home: "C:\\Users\\ada", environment: { PIPX_HOME: "C:\\Users\\ada\\pipx" } }))
    .map(({ command }) => command);
  assert.ok(commands.includes("C:\\Users\\ada\\pipx\\venvs\\nova-ls\\Scripts\\nova-ls.exe"));
});

test("a macOS user's pipx and uv are found", () => {
  const commands = find("darwin")
    .candidates(around({ platform: "darwin", home: "/Users/ada" }))
    .map(({ command }) => command);
  assert.ok(commands.includes("/Users/ada/.local/bin/nova-ls"));
  assert.ok(commands.includes("/Users/ada/.local/share/uv/tools/nova-ls/bin/nova-ls"));
});

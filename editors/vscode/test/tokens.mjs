// What the grammar makes of a file, line by line: `node test/tokens.mjs FILE`.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
const { loadWASM, OnigScanner, OnigString } = require("vscode-oniguruma");
const { INITIAL, Registry, parseRawGrammar } = require("vscode-textmate");
const here = join(dirname(fileURLToPath(import.meta.url)), "..");

await loadWASM(readFileSync(require.resolve("vscode-oniguruma/release/onig.wasm")).buffer);
const files = { "source.nova": "nova.tmLanguage.json", "source.purescript": "purescript.tmLanguage.json" };
const registry = new Registry({
  onigLib: Promise.resolve({
    createOnigScanner: (patterns) => new OnigScanner(patterns),
    createOnigString: (text) => new OnigString(text),
  }),
  loadGrammar: async (scope) => {
    const path = join(here, "syntaxes", files[scope]);
    return parseRawGrammar(readFileSync(path, "utf8"), path);
  },
});
const grammar = await registry.loadGrammar(process.argv[3] ?? "source.nova");
let state = INITIAL;
for (const line of readFileSync(process.argv[2], "utf8").split("\n")) {
  const found = grammar.tokenizeLine(line, state);
  state = found.ruleStack;
  console.log(`> ${line}`);
  for (const token of found.tokens) {
    const scopes = token.scopes.slice(1);
    const text = line.slice(token.startIndex, token.endIndex);
    if (scopes.length > 0 && text.trim() !== "") {
      console.log(`  ${JSON.stringify(text)} ${scopes.join(" ")}`);
    }
  }
}

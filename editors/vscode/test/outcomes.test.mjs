// What the view of tests shows: src/outcomes.ts. `npm test`.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { transformSync } from "esbuild";

const source = path.join(path.dirname(fileURLToPath(import.meta.url)), "..", "src", "outcomes.ts");
const { code } = transformSync(readFileSync(source, "utf8"), { loader: "ts", format: "cjs" });
const module = { exports: {} };
new Function("module", "exports", code)(module, module.exports);
const { byModule, chosen, difference, failedAt, label, moduleId } = module.exports;

const found = (module, name) => ({ name: `${module}.${name}`, module, uri: `file:///${module}.nova`, range: null });
const TESTS = [found("Test.A", "one"), found("Test.A", "two"), found("Stock", "take#2")];

test("tests stand below their modules, under their own names", () => {
  assert.deepEqual([...byModule(TESTS)].map(([name, tests]) => [name, tests.map(label)]), [
    ["Test.A", ["one", "two"]],
    ["Stock", ["take#2"]],
  ]);
});

test("a module stands for its tests, in what is chosen and in what is left out", () => {
  assert.deepEqual(chosen(TESTS, undefined, []), ["Test.A.one", "Test.A.two", "Stock.take#2"]);
  assert.deepEqual(chosen(TESTS, [moduleId("Test.A")], ["Test.A.one"]), ["Test.A.two"]);
  assert.deepEqual(chosen(TESTS, undefined, [moduleId("Test.A")]), ["Stock.take#2"]);
  assert.deepEqual(chosen(TESTS, ["Stock.take#2"], []), ["Stock.take#2"]);
  assert.deepEqual(chosen(TESTS, [], []), []);
});

test("a failure is shown at the test's own innermost line, or at any that is known", () => {
  const library = { name: "Test.Assert.check", uri: "file:///Assert.nova", line: 27 };
  const own = { name: "Test.A.one", uri: "file:///Test.A.nova", line: 4 };
  assert.equal(failedAt({ ...TESTS[0], places: [library, own, { ...own, line: 9 }] }).line, 4);
  assert.equal(failedAt({ ...TESTS[0], places: [library] }).line, 27);
  assert.equal(failedAt({ ...TESTS[0], places: [] }), undefined);
});

test("what was expected and what came are told apart where a failure says both", () => {
  assert.deepEqual(difference("expected: 1\nactual:   4"), { expected: "1", actual: "4" });
  assert.deepEqual(difference("grams: Expected: { a: 1 }\nActual:   { a: 2 }"), { expected: "{ a: 1 }", actual: "{ a: 2 }" });
  assert.deepEqual(difference("expected: [\n1 ]\nactual:   [\n2 ]"), { expected: "[\n1 ]", actual: "[\n2 ]" });
  assert.equal(difference("Assertion failed"), undefined);
});

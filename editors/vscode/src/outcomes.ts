// Tests as the server tells of them (docs/protocol.md), and what the view of tests shows of that. Knows nothing of the editor.

interface Position {
  line: number;
  character: number;
}

export interface FoundTest {
  name: string;
  module: string;
  uri: string;
  range: { start: Position; end: Position } | null;
}

export interface Outcome extends FoundTest {
  passed: boolean;
  problem: string | null;
  output: string;
  elapsedMs: number;
  places: { name: string; uri: string; line: number }[];
}

/** What a test is called below its module. */
export function label(test: FoundTest): string {
  return test.name.startsWith(`${test.module}.`) ? test.name.slice(test.module.length + 1) : test.name;
}

/** The tests of each module, both in the order in which they were told. */
export function byModule(tests: readonly FoundTest[]): Map<string, FoundTest[]> {
  const found = new Map<string, FoundTest[]>();
  for (const test of tests) {
    found.set(test.module, [...(found.get(test.module) ?? []), test]);
  }
  return found;
}

/** The names that a run takes: those below what was chosen (undefined: all), without those below what was left out. A module stands for its tests. */
export function chosen(tests: readonly FoundTest[], include: readonly string[] | undefined, exclude: readonly string[]): string[] {
  const isOf = (test: FoundTest, ids: readonly string[]) => ids.includes(test.name) || ids.includes(moduleId(test.module));
  return tests.filter((test) => (include === undefined || isOf(test, include)) && !isOf(test, exclude)).map((test) => test.name);
}

/** The id of a module in the view; no test has such a name. */
export function moduleId(name: string): string {
  return `module ${name}`;
}

/** Where a test failed: the innermost line of its own file, or else of any; undefined where no line is known. */
export function failedAt(outcome: Outcome): { uri: string; line: number } | undefined {
  return outcome.places.find((place) => place.uri === outcome.uri) ?? outcome.places[0];
}

/** What was expected and what came, where a failure says both. */
export function difference(problem: string): { expected: string; actual: string } | undefined {
  const [, expected, actual] = /^(?:.*: )?expected:\s+(.*?)\n\s*actual:\s+(.*)$/is.exec(problem) ?? [];
  return expected === undefined || actual === undefined ? undefined : { expected, actual: actual.replace(/\n *Assertion failed\s*$/, "") };
}

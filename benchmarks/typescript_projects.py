"""The projects of `projects.py` as TypeScript has them: as many modules, with the same imports and functions of the same shape."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from benchmarks.projects import WIDTH, imported, uses_tally

_CORE: Final = """export interface Described<A> {
  describe(thing: A): string;
  weight(thing: A): number;
}

export const describedNumber: Described<number> = { describe: (n) => `${n}`, weight: (n) => n };

export interface House {
  readonly street: string;
  readonly number: number;
  readonly storeys: number;
  readonly owner: string | undefined;
}

export type Tree<A> = { kind: "leaf" } | { kind: "node"; left: Tree<A>; value: A; right: Tree<A> };

export function mapTree<A, B>(f: (a: A) => B, tree: Tree<A>): Tree<B> {
  if (tree.kind === "leaf") return tree;
  return { kind: "node", left: mapTree(f, tree.left), value: f(tree.value), right: mapTree(f, tree.right) };
}

export const emptyHouse: House = { street: "", number: 0, storeys: 1, owner: undefined };

export function tally(counts: readonly number[]): number {
  return counts.length;
}

export function taxOf(house: House): number {
  return house.storeys > 3 ? 5 * house.number : 2;
}
"""

_MODULE: Final = """/** Quarter @N@ of the town: its blocks, and what is known of them. */
import { type Described, type House, type Tree, describedNumber, emptyHouse, taxOf@TALLY@ } from "@CORE@";
@IMPORTS@
/** A block of houses. */
export type Block@N@ =
  | { kind: "open"; houses: readonly House[] }
  | { kind: "closed"; reason: string; count: number }
  | { kind: "pair"; left: Block@N@; right: Block@N@ };

export function equalBlock@N@(left: Block@N@, right: Block@N@): boolean {
  if (left.kind === "open" && right.kind === "open") return left.houses === right.houses;
  if (left.kind === "closed" && right.kind === "closed") {
    return left.reason === right.reason && left.count === right.count;
  }
  if (left.kind === "pair" && right.kind === "pair") {
    return equalBlock@N@(left.left, right.left) && equalBlock@N@(left.right, right.right);
  }
  return false;
}

export interface Plan@N@ {
  readonly title: string;
  readonly blocks: readonly Block@N@[];
  readonly budget: number;
  readonly notes: ReadonlyMap<string, number>;
}

export const describedBlock@N@: Described<Block@N@> = {
  describe(block) {
    switch (block.kind) {
      case "open":
        return `open with ${block.houses.length}`;
      case "closed":
        return block.reason;
      case "pair":
        return `${this.describe(block.left)}, ${this.describe(block.right)}`;
    }
  },
  weight: (block) => area@N@(block) * @N@,
};

/** How much room a block takes. */
export function area@N@(block: Block@N@): number {
  switch (block.kind) {
    case "open":
      return block.houses.map((house) => house.storeys).reduce((a, b) => a + b, 0);
    case "closed":
      return block.count;
    case "pair":
      return area@N@(block.left) + area@N@(block.right);
  }
}

export const emptyPlan@N@: Plan@N@ = { title: "quarter @N@", blocks: [], budget: @N@, notes: new Map() };

export function merge@N@(left: Plan@N@, right: Plan@N@): Plan@N@ {
  const budget = Math.max(0, left.budget + right.budget);
  const title = budget > @N@ ? left.title : left.title + "!";
  return { ...left, blocks: [...left.blocks, ...right.blocks], budget, title };
}

/** The house that overtops the others, if there is one. */
export function tallest@N@(houses: readonly House[]): House | undefined {
  const pick = (found: House | undefined, house: House): House =>
    found === undefined || house.storeys > found.storeys ? house : found;
  return houses.reduce<House | undefined>(pick, undefined);
}

export function census@N@(tree: Tree<House>): number {
  if (tree.kind === "leaf") return @N@;
  const here = taxOf(tree.value) + tree.value.storeys;
  return census@N@(tree.left) + here + census@N@(tree.right);
}

export function visit@N@(limit: number, houses: readonly House[]): string | [number, House] {
  const house = houses[0];
  if (house === undefined) return "nobody at home";
  if (house.number > limit) return [limit, house];
  if (house.storeys === @N@) return house.owner ?? house.street;
  return visit@N@(limit - 1, houses.slice(1));
}

export const address@N@ = (houses: readonly House[]): string =>
  tallest@N@(houses)?.street ?? emptyHouse.street;

export function rich@N@<A>(described: Described<A>, thing: A, houses: readonly House[]): [string, number[]] {
  const bonus = @BONUS@;
  const taxes = houses.map((house) => taxOf(house) + bonus * described.weight(thing));
  return [described.describe(thing) + address@N@([]), taxes];
}

export function noted@N@(word: string, plan: Plan@N@): number {
  const count = plan.notes.get(word);
  if (count !== undefined && count > @N@) return count + describedNumber.weight(count);
  const areas = plan.blocks.map(area@N@).reduce((a, b) => a + b, 0);
  return areas + merge@N@(plan, emptyPlan@N@).budget;
}
@USES@"""

_USE: Final = """
export function from@N@To@O@(houses: readonly House[]): number {
  return (tallest@O@(houses)?.storeys ?? 0) + area@O@({ kind: "closed", reason: "no", count: @N@ });
}
"""


def typescript_path(number: int) -> str:
    """Where a module lies below the project's folder."""
    if number == 0:
        return "src/core.ts"
    return f"src/layer{(number - 1) // WIDTH:03}/quarter{number}.ts"


def typescript_text(number: int, count: int) -> str:
    """The text of a module in a project of `count` modules."""
    if number == 0:
        return _CORE
    others = imported(number)
    imports = "".join(
        f'import {{ area{other}, tallest{other} }} from "../{typescript_path(other)[4:-3]}.js";\n'
        for other in others
    )
    has_tally = uses_tally(number, count)
    weight = "described.weight(thing)"
    parts = {
        "@USES@": "".join(_USE.replace("@O@", str(other)) for other in others),
        "@IMPORTS@": imports,
        "@CORE@": "../core.js",
        "@TALLY@": ", tally" if has_tally else "",
        "@BONUS@": f"tally([{number}, {weight}])" if has_tally else f"{number} - {weight}",
        "@N@": str(number),
    }
    text = _MODULE
    for mark, part in parts.items():
        text = text.replace(mark, part)
    return text


def make_typescript_project(root: Path, count: int) -> None:
    """Write a project of so many modules below a folder."""
    root.mkdir(parents=True)
    options = {
        "strict": True,
        "noEmit": True,
        "target": "es2022",
        "module": "nodenext",
        "skipLibCheck": True,
    }
    (root / "tsconfig.json").write_text(
        json.dumps({"compilerOptions": options, "include": ["src"]}) + "\n"
    )
    for number in range(count):
        path = root / typescript_path(number)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(typescript_text(number, count))

"""What the library's foreign functions are called with: by hand where they take functions or must not get everything, from edge cases otherwise."""

import math
import random
from collections.abc import Sequence
from functools import reduce
from itertools import product
from typing import Any

from nova_ls.syntax.tree import ParenType, TypeApplication, TypeConstructor, TypeNode, TypeVariable
from tests.stdlib.foreign import ForeignValue
from tests.stdlib.values import Fun

INTS = [0, 1, -1, 2, 3, -7, 10, 31, 32, 33, 255, 65536, -65537, 2147483647, -2147483648, 1000003]
NUMBERS = [
    0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 1.5, 2.5, -2.5, 0.1, 1 / 3, 123.456, -9.99, 0.49999999999999994, 1e-5, 1e-6, 9.5e-7, 1.5e-7,
    1e16, 123456789012345680000.0, 1e21, 1.5e300, 5e-324, 4503599627370497.5, 9007199254740993.0, 2147483648.0, -2147483648.0,
    math.inf, -math.inf, math.nan,
]  # fmt: skip
STRINGS = [
    "", "a", "abc", "ABC xyz", "a,b,,c", " \t pad\ufeff\xa0", "\x1c\x85x\x1d", "é", "ΑΣ", "ßİı", "𝒳y", "😀", "\ud83d", "\ude00\ud83d", "a\nb\r\0017\x7f\"'\\\a\b\f\v",
    "-12", "+7f", "zz", "Infinity", "-Infinityx", "  12.5e3x", ".5", "5.", "1e", "NaN", "0x10", "aXbXc", "\U00010428",
]  # fmt: skip
CHARS = ["a", "Z", "0", "'", '"', "\\", "\n", "\a", "\x7f", "\0", "é", "\ud83d", "\uffff"]
EDGES: dict[str, list[Any]] = {
    "Int": INTS, "Number": NUMBERS, "String": STRINGS, "Char": CHARS, "Boolean": [True, False],
    "Pattern": ["", "a", ",", "X", "bc", "😀", "\ud83d"], "Replacement": ["", "-", "$&", "$1"], "Radix": [2, 8, 10, 16, 36],
    "CodePoint": [0, 65, 0xFFFF, 0x1F600, 0x10FFFF, 0xD83D],
}  # fmt: skip
LIMIT = 150
MIXED: list[Any] = [0, 1, 1.0, math.nan, True, False, "a", "b", None, [], [1], {}]
APART = {"Effect.Console", "Data.String.Regex"}
REFERENCES = {"Effect.Ref.new", "Control.Monad.ST.Internal.new"}

JUST = Fun("x => ['just', x]", lambda x: ["just", x], 'fn x -> {text.("just"), x} end')
PAIR = Fun("x => y => [x, y]", lambda x: lambda y: [x, y], "fn x -> fn y -> {x, y} end end")
MINUS = Fun("x => y => x - y", lambda x: lambda y: x - y, "fn x -> fn y -> x - y end end")
DOUBLE = Fun("x => x * 2", lambda x: x * 2, "fn x -> x * 2 end")
BIG = Fun("x => x > 2", lambda x: x > 2, "fn x -> x > 2 end")
TWICE = Fun("x => [x, x]", lambda x: [x, x], "fn x -> {x, x} end")
EQUAL = Fun("x => y => x === y", lambda x: lambda y: x == y, "fn x -> fn y -> x == y end end")
COMPARE = Fun(
    "x => y => x < y ? 'lt' : x > y ? 'gt' : 'eq'",
    lambda x: lambda y: "lt" if x < y else "gt" if x > y else "eq",
    'fn x -> fn y -> text.(cond do x < y -> "lt"; x > y -> "gt"; true -> "eq" end) end end',
)
BY_TENS = Fun(
    "x => y => Math.trunc(x / 10) - Math.trunc(y / 10)",
    lambda x: lambda y: int(x / 10) - int(y / 10),
    "fn x -> fn y -> div(x, 10) - div(y, 10) end end",
)
BRACKETS = Fun(
    "x => '<' + x + '>'", lambda x: f"<{x}>", 'fn x -> text.("<") <> x <> text.(">") end'
)
IDENTITY = Fun("x => x", lambda x: x, "fn x -> x end")
SMALL = Fun("c => c < 'c'", lambda c: c < "c", 'fn c -> c < text.("c") end')
FOLDL = Fun(
    "f => z => xs => xs.reduce((acc, x) => f(acc)(x), z)",
    lambda f: lambda z: lambda xs: reduce(lambda acc, x: f(acc)(x), xs, z),
    "fn f -> fn z -> fn xs -> Enum.reduce(Tuple.to_list(xs), z, fn x, acc -> f.(acc).(x) end) end end end",
)
COUNT_DOWN = Fun(
    "stop => proceed => n => n <= 0 ? stop(n) : proceed(n)(n - 3)",
    lambda stop: lambda proceed: lambda n: stop(n) if n <= 0 else proceed(n)(n - 3),
    "fn stop -> fn proceed -> fn n -> if n <= 0, do: stop.(n), else: proceed.(n).(n - 3) end end end",
)
# Arrays as an applicative functor: all ways to choose.
APPLY = Fun(
    "fs => xs => fs.flatMap(f => xs.map(x => f(x)))",
    lambda fs: lambda xs: [f(x) for f in fs for x in xs],
    "fn fs -> fn xs -> List.to_tuple(for f <- Tuple.to_list(fs), x <- Tuple.to_list(xs), do: f.(x)) end end",
)
MAP = Fun(
    "f => xs => xs.map(x => f(x))",
    lambda f: lambda xs: [f(x) for x in xs],
    "fn f -> fn xs -> List.to_tuple(Enum.map(Tuple.to_list(xs), f)) end end",
)
PURE = Fun("x => [x]", lambda x: [x], "fn x -> {x} end")
THREE = Fun("() => 3", lambda: 3, "fn -> 3 end")
ADD_ONE = Fun("x => () => x + 1", lambda x: lambda: x + 1, "fn x -> fn -> x + 1 end end")
GIVE_FIVE = Fun("u => 5", lambda u: 5, "fn _ -> 5 end")
FAIL = Fun("u => { throw new Error('x') }", lambda u: 1 // 0, 'fn _ -> raise "x" end')
RECORD = {"b": 1, "a": 2}
OBJECT = {"b": 1, "10": 2, "a": 3, "9": 4, "01": 5, "4294967295": 6, "4294967294": 7, "": 8}
MANY = [5, 12, 3, 31, 17, 11, 38, 2]


def _collect(size: int) -> Fun:
    """A curried function that makes an array of its arguments."""
    names = [f"x{i}" for i in range(size)]
    listed = ", ".join(names)
    python = "".join(f"lambda {name}: " for name in names) + f"[{listed}]"
    elixir = "".join(f"fn {name} -> " for name in names) + f"{{{listed}}}" + " end" * size
    return Fun(f"{' => '.join(names)} => [{listed}]", eval(python), elixir)


def _act(size: int) -> Fun:
    names = [f"x{i}" for i in range(size)]
    listed = ", ".join(names)
    python = "".join(f"lambda {name}: " for name in names) + f"lambda: [{listed}]"
    elixir = "".join(f"fn {name} -> " for name in names) + f"fn -> {{{listed}}} end" + " end" * size
    return Fun(f"{' => '.join(names)} => () => [{listed}]", eval(python), elixir)


def _take(size: int) -> Fun:
    names = ", ".join(f"x{i}" for i in range(size))
    return Fun(
        f"({names}) => [{names}]",
        eval(f"lambda {names}: [{names}]"),
        f"fn {names} -> {{{names}}} end",
    )


def _uncurried() -> dict[str, list[list[Any]]]:
    cases: dict[str, list[list[Any]]] = {
        "Data.Function.Uncurried.mkFn0": [[GIVE_FIVE]],
        "Data.Function.Uncurried.runFn0": [[THREE]],
    }
    for size in range(1, 11):
        numbers = list(range(size))
        for module, prefix in (
            ("Effect.Uncurried", "EffectFn"),
            ("Control.Monad.ST.Uncurried", "STFn"),
        ):
            cases[f"{module}.mk{prefix}{size}"] = [[_act(size), *numbers]]
            cases[f"{module}.run{prefix}{size}"] = [[_take(size), *numbers]]
        if size > 1:
            cases[f"Data.Function.Uncurried.mkFn{size}"] = [[_collect(size), *numbers]]
            cases[f"Data.Function.Uncurried.runFn{size}"] = [[_take(size), *numbers]]
    return cases


BY_HAND: dict[str, Sequence[Sequence[Any]]] = {
    **_uncurried(),
    "Control.Apply.arrayApply": [[[DOUBLE, TWICE], [1, 2]], [[], [1]], [[DOUBLE], []]],
    "Control.Bind.arrayBind": [[[1, 2], TWICE], [[], TWICE]],
    "Control.Extend.mapSuffixes": [[IDENTITY, [1, 2, 3]], [IDENTITY, []]],
    "Data.Array.collect": [[FOLDL, [1, 2, 3]], [FOLDL, []]],
    "Data.Array.range": [[0, 3], [3, 0], [5, 5], [-2, 2], [2147483647, 2147483646]],
    "Data.Array.replicate": [[3, "a"], [0, 1], [-1, 1]],
    "Data.Array.elementAt": [[MANY, i] for i in (0, 7, 8, -1)],
    "Data.Array.firstIndex": [[BIG, MANY], [BIG, [1]], [BIG, []]],
    "Data.Array.lastIndex": [[BIG, MANY], [BIG, [1]], [BIG, []]],
    "Data.Array.concat": [[[[1], [], [2, 3]]], [[]], [[[[1]], [[2]]]]],
    "Data.Array.filter": [[BIG, MANY]],
    "Data.Array.scanl": [[MINUS, 0, MANY], [MINUS, 1, []]],
    "Data.Array.slice": [[i, j, MANY] for i in (0, 2, -3, 20, -20) for j in (0, 5, -1, 20, -20)],
    "Data.Array.zipWith": [[PAIR, MANY, [1, 2]], [PAIR, [1], MANY], [PAIR, [], MANY]],
    "Data.Array.NonEmpty.Internal.foldr1Array": [[MINUS, MANY], [MINUS, [1]]],
    "Data.Array.NonEmpty.Internal.foldl1Array": [[MINUS, MANY], [MINUS, [1]]],
    "Data.Array.ST.peekImpl": [[JUST, "no", i, MANY] for i in (0, 7, 8, -1)],
    "Data.Array.ST.poke": [[i, 99, MANY] for i in (0, 7, 8, -1)],
    "Data.Array.ST.popImpl": [[JUST, "no", MANY], [JUST, "no", []]],
    "Data.Array.ST.shiftImpl": [[JUST, "no", MANY], [JUST, "no", []]],
    "Data.Array.ST.unshiftAll": [[[1, 2], MANY], [[], MANY]],
    "Data.Array.ST.splice": [[i, n, [1, 2], MANY] for i in (0, 3, -2, 20, -20) for n in (0, 2, -1, 50)],
    "Data.Array.ST.sortByInt": [[BY_TENS, MANY], [MINUS, MANY], [MINUS, []]],
    "Data.Array.ST.Partial.unsafePeek": [[i, MANY] for i in (0, 7, 8, -1)],
    "Data.Array.ST.Partial.unsafePoke": [[i, 99, MANY] for i in (0, 7, 8, 10, -1)],
    "Data.Eq.same": [*product(INTS[:4], INTS[:4]), *product(NUMBERS, NUMBERS), *product(STRINGS[:9], STRINGS[:9])],
    "Data.Eq.sameArray": [[EQUAL, [1, 2], [1, 2]], [EQUAL, [1], [1, 2]], [EQUAL, [1, 2], [1, 3]], [EQUAL, [], []]],
    "Data.Foldable.foldrArray": [[MINUS, 1, MANY], [MINUS, 1, []]],
    "Data.Foldable.foldlArray": [[MINUS, 1, MANY], [MINUS, 1, []]],
    "Data.Functor.arrayMap": [[DOUBLE, MANY], [DOUBLE, []]],
    "Data.FunctorWithIndex.mapArrayWithIndex": [[PAIR, MANY]],
    "Data.Int.fromNumberImpl": [[JUST, "no", x] for x in NUMBERS],
    "Data.Int.readAsImpl": [
        [JUST, "no", base, text]
        for base in (2, 10, 16, 36)
        for text in (*STRINGS, "1" * 400, "-0", "--1", "+", "9" * 5000, "\u212a", "1\u212a", "-\u212a", "10", "Ff", "١")
    ],
    "Data.Int.rem": [[x, y] for x, y in product(INTS, INTS) if y != 0],
    "Data.Lazy.defer": [[GIVE_FIVE]],
    "Data.Lazy.force": [[THREE]],
    "Data.Nullable.nullable": [["no", JUST, x] for x in (None, 0, False, "")],
    "Data.Number.Format.toPrecision": [[n, x] for n in (0, 1, 2, 7, 21, 100, 101) for x in NUMBERS],
    "Data.Number.Format.toFixed": [[n, x] for n in (-1, 0, 1, 2, 7, 20, 100, 101) for x in [*NUMBERS, 1.005, 0.000001]],
    "Data.Number.Format.toExponential": [[n, x] for n in (-1, 0, 1, 2, 20, 100, 101) for x in NUMBERS],
    "Data.Ord.compareRaw": [["lt", "eq", "gt", x, y] for x, y in [*product(NUMBERS, NUMBERS), *product(STRINGS, STRINGS)]],
    "Data.Ord.compareArrays": [
        [COMPARE, "eq", COMPARE, xs, ys] for xs in ([], [1], [1, 2], [2]) for ys in ([], [1], [1, 2], [1, 3])
    ],
    "Data.Semigroup.concatArray": [[[1], [2]], [[], [2]], [[1], []], [[], []]],
    "Data.Show.showArray": [[BRACKETS, ["a", "b"]], [BRACKETS, []]],
    "Data.String.CodeUnits.countPrefix": [[SMALL, text] for text in STRINGS],
    "Data.String.Common.localeOrder": [
        [x, y]
        for x in ("a", "B", "b", "é", "e", "f", "", "ab", "a b", "Z", "10", "9", "_", "résumé", "resume", "Resume", "ß", "\x01")
        for y in ("a", "B", "b", "é", "e", "f", "", "ab", "a b", "z", "10", "9", "-", "resumé", "resume", "ñ", "a-b")
    ],
    "Data.Traversable.traverseArray": [[APPLY, MAP, PURE, TWICE, [1, 2, 3]], [APPLY, MAP, PURE, TWICE, []]],
    "Data.Unfoldable1.unfoldArray": [[COUNT_DOWN, 10], [COUNT_DOWN, 0]],
    "Effect.pureE": [[3]],
    "Effect.bindE": [[THREE, ADD_ONE]],
    "Control.Monad.ST.Internal.pureST": [[3]],
    "Control.Monad.ST.Internal.mapST": [[DOUBLE, THREE]],
    "Control.Monad.ST.Internal.bindST": [[THREE, ADD_ONE]],
    "Control.Monad.ST.Internal.run": [[THREE]],
    "Effect.Exception.error": [["bad"], [""]],
    "Effect.Exception.errorWithName": [["bad", "Odd"], ["", ""]],
    "Effect.Unsafe.unsafePerformEffect": [[THREE]],
    "Foreign.Object.entriesWith": [[PAIR, OBJECT], [PAIR, {}]],
    "Foreign.Object.insert": [["a", 9, OBJECT], ["c", 9, OBJECT], ["5", 9, OBJECT], ["__proto__", 1, {}]],
    "Foreign.Object.lookupImpl": [["no", JUST, name, OBJECT] for name in ("a", "c", "toString", "10", "")],
    "Foreign.Object.delete": [["a", OBJECT], ["c", OBJECT]],
    "Foreign.Object.keys": [[OBJECT], [{}]],
    "Partial.Unsafe.discharge": [[GIVE_FIVE]],
    "Record.unsafeUnion": [[{"a": 1, "b": 2}, {"c": 3, "b": 4}], [{}, RECORD]],
    "Record.Unsafe.unsafeHas": [["a", RECORD], ["c", RECORD], ["toString", RECORD]],
    "Record.Unsafe.unsafeGet": [["a", RECORD], ["c", RECORD]],
    "Record.Unsafe.unsafeSet": [["a", 5, RECORD], ["c", 5, RECORD]],
    "Record.Unsafe.unsafeDelete": [["a", RECORD], ["c", RECORD]],
    "Test.Assert.check": [["bad", True], ["bad", False]],
    "Test.Assert.throws": [[GIVE_FIVE], [FAIL]],
    "Test.Unit.named": [["name", THREE]],
    "Unsafe.Reference.reallyUnsafeRefEq": [
        [x, y] for x, y in product(MIXED, repeat=2)
    ],
}  # fmt: skip


def calls_of(value: ForeignValue) -> list[list[Any]] | None:
    """The lists of arguments a value is called with, or None where it needs a test of its own."""
    name = f"{value.module}.{value.name}"
    if name in BY_HAND:
        return [list(arguments) for arguments in BY_HAND[name]]
    choices = [_edges(type) for type in value.parameters]
    if any(choice is None for choice in choices) or name in REFERENCES or value.module in APART:
        return None
    every = list(product(*[choice for choice in choices if choice is not None]))
    return [
        list(arguments)
        for arguments in (
            every if len(every) <= LIMIT else random.Random(name).sample(every, LIMIT)
        )
    ]


def _edges(type: TypeNode) -> list[Any] | None:
    """Values of a type, if it is a plain one."""
    match type:
        case TypeConstructor(name=name):
            return EDGES.get(name.text)
        case ParenType():
            return _edges(type.inner)
        case TypeVariable():
            return [7, "x"]
        case TypeApplication(function=TypeConstructor(name=name), arguments=arguments) if (
            name.text in ("Array", "STArray")
        ):
            inner = _edges(arguments[-1])
            return None if inner is None else [[], inner[:1], inner, inner[::-2]]
    return None

"""What expressions and patterns mean: rendered, fully parenthesised."""

from typing import Any

import pytest

from nova_ls.base.keys import Space, element_key
from nova_ls.names.modules.declaration_unit import UnitKind
from nova_ls.names.resolve import resolved as r
from nova_ls.names.resolve.resolve_element import Depth, resolve_element
from tests.names.program import Module, load
from tests.names.render import equations, render

PRELUDE = """
module Main where

infixl 6 add as +
infixl 7 mul as *
infixr 5 append as <>
infix 4 eq as ==
infixr 0 apply_ as $
infixr 6 Cons as :
infixr 2 type Either as \\/

data List a = Cons a (List a) | Nil
data Either a b = Left a | Right b

foreign import add :: Int -> Int -> Int
foreign import mul :: Int -> Int -> Int
foreign import append :: Int -> Int -> Int
foreign import eq :: Int -> Int -> Int
foreign import apply_ :: Int -> Int -> Int
foreign import negate :: Int -> Int
foreign import bind :: Int
foreign import discard :: Int
foreign import map :: Int
foreign import apply :: Int
foreign import pure :: Int
foreign import f :: Int
foreign import g :: Int
foreign import a :: Int
foreign import b :: Int
foreign import c :: Int
foreign import d :: Int

"""


def resolved(text: str) -> tuple[Any, Module]:
    """The value `it` of a program that begins with the prelude, and its module."""
    module = load(PRELUDE + text)["Main"]
    return module.resolved[element_key("Main", Space.VALUE, "it")].element, module


def rendered(text: str) -> str:
    element, module = resolved(text)
    errors = [d for d in module.diagnostics if d[3].severity == 1]
    assert not errors
    return equations(element.branches).strip()


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a + b * c", "(add a (mul b c))"),
        ("(a + b) * c", "(mul (add a b) c)"),
        ("a + b + c + d", "<add a b c d<"),
        ("a <> b <> c", ">append a b c>"),
        ("a + b * c + d", "<add a (mul b c) d<"),
        ("f $ a + b == c", "(apply_ f (eq (add a b) c))"),
        ("a `f` b `f` c + d", "(add <f a b c< d)"),
        ("a `f b` c", "((f b) a c)"),
        ("-a + b", "(add (negate a) b)"),
        ("a * -b", "(mul a (negate b))"),
        ("a : b : Nil", ">Cons a b Nil>"),
        ("(+) a", "(add a)"),
        ("(_ + a)", "(\\_1 -> (add _1 a))"),
        ("(a + _)", "(\\_1 -> (add a _1))"),
        ("(a * b + _)", "(\\_1 -> (add (mul a b) _1))"),
        ("(a <> b + _)", None),
        ("(_ <> a <> b)", "(\\_1 -> >append _1 a b>)"),
        ("(a <> b <> _)", None),
        ("(a + b + _)", "(\\_1 -> <add a b _1<)"),
        ("(_ `f` a)", "(\\_1 -> (f _1 a))"),
        ("_ + a", None),
        ("(_ + _)", None),
        ("f _", None),
        ("_.x.y", "(\\_1 -> _1.x.y)"),
        ("(_.x)", "(\\_1 -> _1.x)"),
        ("_ { x = a, y { z = _ } }", "(\\_1 _2 -> _1 {x = a, y = {z = _2}})"),
        ("{ x: _, y: a, z: _ }", "(\\_1 _2 -> {x: _1, y: a, z: _2})"),
        ("if _ then a else _", "(\\_1 _2 -> (if _1 a _2))"),
        ("case _, a of b', _ -> b'", "(\\_1 -> (case _1, a of [b' _ -> b']))"),
        ("[_]", None),
        ("{ a, b: c }", "{a: a, b: c}"),
        ("\\x (Left y) -> f x y", "(\\x (Left y) -> (f x y))"),
        ("f @Int a", "(f @Prim.Int a)"),
        ("\n let\n  x = y\n  y = a\n in x", "(let y [-> a]; x [-> y] in x)"),
        ("\n let\n  x n = y n\n  y n = x n\n in x", "(let rec x [n -> (y n)] & y [n -> (x n)] in x)"),
        ("\n let\n  { x } = a\n  y = x\n in y", "(let {x: x} -> a; y [-> x] in y)"),
        ("case a of x : y : z -> z", "(case a of [(Cons x (Cons y z)) -> z])"),
        ("case a of l@(x : _) | Left y <- f l, x -> y",
         "(case a of [l@(Cons x _) | (Left y) <- (f l) | x -> y])"),
        ("do\n x <- a\n let y = x\n f y\n b",
         "(do bind: x <- a; let y [-> x]; discard: (f y); <error>: b)"),
        ("do a", "(do <error>: a)"),
        ("ado\n x <- a\n let y = x\n z <- b\n in f y z",
         "(ado map apply <error> <error>: x <- a; let y [-> x]; <error>: z <- b in (f y z))"),
        ("ado in a", "(ado <error> <error> pure  in a)"),
        ("f (a :: forall x. Int \\/ x \\/ Int)",
         "(f (a :: (forall x. (Either Prim.Int (Either x Prim.Int)))))"),
    ],
)  # fmt: skip
def test_an_expression_means(source: str, expected: str) -> None:
    if expected is None:
        _, module = resolved(f"it = {source}\n")
        codes = [code for code, *_, d in module.diagnostics if d.severity == 1]
        assert codes == ["IncorrectAnonymousArgument"]
    else:
        assert rendered(f"it = {source}\n") == f"[-> {expected}]"


def test_equations_and_where_stand_together() -> None:
    text = "it x | x = y where y = x\nit z = z\n"
    assert rendered(text) == "[x | x -> (let y [-> x] in y)] [z -> z]"


def test_a_where_belongs_to_its_own_right_hand_side() -> None:
    _, module = resolved("it x\n  | y = a\n  | x = y where y = b\n")
    assert [code for code, *_, d in module.diagnostics if d.severity == 1] == ["UnknownName"]


def test_a_hole_knows_the_local_variables_innermost_first() -> None:
    element, _ = resolved("it x = let y = x in \\z -> ?what\n")
    let = element.branches[0].bodies[0].body
    assert render(let.body.body) == "?what[z y x]"


@pytest.mark.parametrize("operator", ["+", "<>", "$", "`f`"])
def test_a_chain_of_five_thousand_operands_is_one_flat_run(operator: str) -> None:
    element, _ = resolved("it = " + f" {operator} ".join(["a"] * 5000) + "\n")
    chain = element.branches[0].bodies[0].body
    assert len(chain.operands) == 5000
    assert [o.start for o in chain.operands] == sorted(o.start for o in chain.operands)


def test_long_blocks_and_literals_need_no_recursion() -> None:
    statements = "".join(f"  x{n} <- f x{n - 1}\n" for n in range(1, 3001))
    element, _ = resolved(f"it x0 = do\n{statements}  x3000\n")
    assert len(element.branches[0].bodies[0].body.statements) == 3001
    element, _ = resolved("it = [" + ", ".join(["a"] * 10_000) + "]\n")
    assert len(element.branches[0].bodies[0].body.items) == 10_000
    lets = "".join(f"    x{n} = x{n - 1}\n" for n in range(1, 2001))
    element, _ = resolved(f"it x0 =\n  let\n{lets}  in x2000\n")
    assert len(element.branches[0].bodies[0].body.declarations) == 2000


def test_references_name_elements_and_offsets_of_binders_in_source_order() -> None:
    element, module = resolved("it x = let y = f x in y + a\n")
    unit = module.resolved[element.key]
    chunk = next(text for _, text in module.chunks if "it x" in text)
    starts, ends, targets = (unit.references.starts, unit.references.ends, unit.references.targets)
    named = [
        (chunk[s:e], t if isinstance(t, int) else t.name)
        for s, e, t in zip(starts, ends, targets, strict=True)
    ]
    x, y = chunk.index("x ="), chunk.index("y =")
    assert named == [
        ("it", "it"), ("x", x), ("y", y), ("f", "f"), ("x", x), ("y", y), ("+", "+"), ("a", "a"),
    ]  # fmt: skip


def test_lookups_include_what_was_not_found_and_operators_whose_fixity_was_used() -> None:
    element, module = resolved("it = nowhere + a\n")
    unit = module.resolved[element.key]
    assert unit.lookups == {
        (Space.VALUE, "", "nowhere"): None,
        (Space.VALUE_OPERATOR, "", "+"): element_key("Main", Space.VALUE_OPERATOR, "+"),
        (Space.VALUE, "", "a"): element_key("Main", Space.VALUE, "a"),
    }
    assert [key.name for key in unit.operators] == ["+"]
    assert unit.searched_scope


def test_the_head_of_an_instance_is_resolved_without_its_members() -> None:
    module = load("module Main where\nclass C a where m :: a\ninstance C Int where\n  m = x\n")[
        "Main"
    ]
    unit = next(u for u in module.items.units if u.kind is UnitKind.INSTANCE)
    trees = module.trees[unit.chunk].declarations
    head = resolve_element(trees, unit, module.scope, lambda key: None, Depth.HEAD)
    assert isinstance(head.element, r.InstanceHead)
    assert set(head.lookups) == {(Space.CLASS, "", "C"), (Space.TYPE, "", "Int")}
    body = resolve_element(trees, unit, module.scope, lambda key: None)
    assert isinstance(body.element, r.Instance)
    assert [member.name for member in body.element.members] == ["m"]
    assert body.lookups[Space.VALUE, "", "x"] is None

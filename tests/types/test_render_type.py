"""Types are printed as a person would write them."""

from __future__ import annotations

from hypothesis import given

from nova_ls.base.keys import Space, element_key
from nova_ls.types.core import type as t
from nova_ls.types.render.render_type import (
    Renderer,
    Style,
    render_constraint,
    render_signature,
    render_type,
)
from tests.types.strategies import types

A, B, F, R = t.TypeVar("a"), t.TypeVar("b"), t.TypeVar("f"), t.TypeVar("r")
MAYBE = t.type_con(element_key("Data.Maybe", Space.TYPE, "Maybe"))
EQ = element_key("Data.Eq", Space.CLASS, "Eq")


def forall(names: str, body: t.Type, kind: t.Type = t.TYPE) -> t.Type:
    for name in reversed(names.split()):
        body = t.Forall(name, kind, body, False)
    return body


def test_arrows_lean_to_the_right() -> None:
    assert render_type(t.function(t.INT, t.function(A, B))) == "Int -> a -> b"
    assert render_type(t.function(t.function(A, B), B)) == "(a -> b) -> b"


def test_applications_are_put_in_parentheses_where_needed() -> None:
    assert render_type(t.applied(MAYBE, t.array(t.applied(F, A)))) == "Maybe (Array (f a))"
    assert render_type(t.array(t.function(A, B))) == "Array (a -> b)"
    assert render_type(t.TypeApp(t.FUNCTION, A)) == "Function a"


def test_foralls_are_merged_and_constraints_follow() -> None:
    body = t.Constrained(t.Constraint(EQ, (), (A,)), t.function(A, t.function(B, t.BOOLEAN)))
    assert render_type(forall("a b", body)) == "forall a b. Eq a => a -> b -> Boolean"
    assert render_type(t.function(forall("a", A), t.INT)) == "(forall a. a) -> Int"
    assert render_type(t.array(forall("a", A))) == "Array (forall a. a)"


def test_the_kind_of_a_binder_is_shown_where_use_does_not_show_it() -> None:
    proxy = t.type_con(element_key("Type.Proxy", Space.TYPE, "Proxy"))
    arrow = t.function(t.TYPE, t.TYPE)
    assert render_type(forall("a", t.applied(proxy, A), t.SYMBOL)) == (
        "forall (a :: Symbol). Proxy a"
    )
    assert render_type(forall("f", t.applied(F, t.INT), arrow)) == "forall f. f Int"
    assert render_type(forall("f", t.applied(proxy, F), arrow)) == (
        "forall (f :: Type -> Type). Proxy f"
    )
    visible = t.Forall("a", t.SYMBOL, t.applied(proxy, A), True)
    assert render_type(visible) == "forall @(a :: Symbol). Proxy a"


def test_records_and_rows() -> None:
    row = t.Row((("a b", t.function(A, B)), ("x", t.INT)), R)
    assert render_type(t.record(row)) == '{ "a b" :: a -> b, x :: Int | r }'
    assert render_type(row) == '("a b" :: a -> b, x :: Int | r)'
    assert render_type(t.record(t.EMPTY_ROW)) == "{}"
    assert render_type(t.EMPTY_ROW) == "()"
    assert render_type(t.record(R)) == "Record r"
    assert render_type(t.applied(MAYBE, t.record(t.EMPTY_ROW))) == "Maybe {}"


def test_solved_tails_are_shown_as_fields() -> None:
    tail = t.UnificationVar(0, 0, t.TYPE)
    tail.solution = t.Row((("a", t.INT),), None)
    assert render_type(t.record(t.Row((("b", t.INT),), tail))) == "{ a :: Int, b :: Int }"


def test_kind_arguments_are_hidden() -> None:
    assert render_type(t.TypeApp(t.KindApp(MAYBE, t.TYPE), t.INT)) == "Maybe Int"
    assert render_type(t.KindApp(MAYBE, t.TYPE)) == "Maybe"
    assert render_constraint(t.Constraint(EQ, (t.TYPE,), (t.array(A),))) == "Eq (Array a)"


def test_unknowns_are_numbered_in_the_order_of_their_appearance() -> None:
    one, two = t.UnificationVar(17, 0, t.TYPE), t.UnificationVar(5, 0, t.TYPE)
    assert render_type(t.function(one, t.function(two, one))) == "t0 -> t1 -> t0"


def test_skolems_of_one_name_are_told_apart() -> None:
    one, two = t.Skolem("a", 1, t.TYPE, 0), t.Skolem("a", 2, t.TYPE, 0)
    renderer = Renderer()
    assert renderer.type(t.function(one, two)) == "a -> a1"
    assert renderer.type(two) == "a1"


def test_literals() -> None:
    assert render_type(t.TypeString('say "x"\n')) == '"say \\"x\\"\\n"'
    assert render_type(t.TypeApp(MAYBE, t.TypeInt(-3))) == "Maybe (-3)"
    assert render_type(t.ERROR) == "_"


def test_a_long_signature_is_laid_out_in_lines() -> None:
    row = t.Row((("first", t.function(A, B)), ("second", t.array(B))), R)
    type = forall(
        "a b",
        t.Constrained(
            t.Constraint(EQ, (), (A,)), t.function(t.function(A, B), t.function(t.record(row), B))
        ),
    )
    assert render_signature("<$$>", type, Style(width=30)) == (
        "(<$$>)\n"
        "  :: forall a b\n"
        "   . Eq a\n"
        "  => (a -> b)\n"
        "  -> { first :: a -> b\n"
        "     , second :: Array b\n"
        "     | r\n"
        "     }\n"
        "  -> b"
    )
    assert render_signature("f", t.INT, Style(width=30)) == "f :: Int"


def test_long_rows_can_be_elided() -> None:
    row = t.Row(tuple((f"x{n}", t.INT) for n in range(9)), None)
    assert render_type(row, Style(max_fields=2)) == "(x0 :: Int, x1 :: Int, …)"


def test_what_is_too_deep_is_elided() -> None:
    deep: t.Type = t.INT
    for _ in range(5000):
        deep = t.array(deep)
    assert render_type(deep).count("Array") == 40
    assert "…" in render_type(deep, Style(width=20))


@given(types)
def test_every_type_has_a_text_in_every_style(type: t.Type) -> None:
    flat = render_type(type)
    assert flat
    assert "\n" not in flat
    assert render_type(type, Style(width=10, max_fields=1))


def test_a_type_far_larger_than_its_memory_is_cut() -> None:
    type: t.Type = t.INT
    for _ in range(50):
        type = t.record(t.row((("left", type), ("right", type)), None))
    assert len(render_type(type)) < 20_000
    assert len(render_type(type, Style(width=80))) < 50_000

"""Messages: what people read, of the codes whose message is more than a sentence."""

from __future__ import annotations

from textwrap import dedent

from nova_ls.base.keys import Space, element_key
from nova_ls.diagnostics import message
from nova_ls.names.problems.imports import UnusedExplicitImport
from nova_ls.names.problems.scope import UnknownName
from nova_ls.syntax.problems import ErrorParsingModule
from nova_ls.types.core import type as t
from nova_ls.types.core.problems.classes import NoInstanceFound
from nova_ls.types.core.problems.types import HoleInferredType, TypesDoNotUnify, UserDefinedWarning

MAYBE = t.type_con(element_key("Data.Maybe", Space.TYPE, "Maybe"))
SHOW = element_key("Data.Show", Space.CLASS, "Show")
A = t.TypeVar("a")


def shown(text: str) -> str:
    return dedent(text).strip("\n")


def mismatch(
    expected_part: t.Type,
    found_part: t.Type,
    expected: t.Type | None = None,
    found: t.Type | None = None,
) -> str:
    return message(
        TypesDoNotUnify(expected_part, found_part, expected or expected_part, found or found_part)
    )


def test_short_types_are_compared_in_one_line() -> None:
    assert mismatch(t.INT, t.STRING) == "Expected `Int`, but found `String`."


def test_types_of_one_name_are_told_apart_by_their_modules() -> None:
    """And no others: a name that stands for one thing needs no module."""
    own = t.type_con(element_key("App.Maybe", Space.TYPE, "Maybe"))
    text = mismatch(t.TypeApp(MAYBE, t.INT), t.TypeApp(own, t.STRING))
    assert text == "Expected `Data.Maybe.Maybe Int`, but found `App.Maybe.Maybe String`."
    assert mismatch(t.TypeApp(MAYBE, t.INT), t.INT) == "Expected `Maybe Int`, but found `Int`."


def test_the_differing_part_of_long_types_is_set_apart() -> None:
    long = t.function(t.array(t.array(t.BOOLEAN)), t.function(t.NUMBER, t.CHAR))
    text = mismatch(t.INT, t.STRING, t.function(long, t.INT), t.function(long, t.STRING))
    assert text == shown("""
        Expected `Int`, but found `String`, as a part of these types:

          expected: (Array (Array Boolean) -> Number -> Char) -> Int
          found:    (Array (Array Boolean) -> Number -> Char) -> String
    """)


def test_records_are_compared_by_label() -> None:
    inner = t.record(t.Row((("y", t.INT),), None))
    other = t.record(t.Row((("y", t.STRING),), None))
    expected = t.record(t.Row((("a", t.INT), ("b", inner), ("c", t.CHAR)), None))
    actual = t.record(t.Row((("b", other), ("c", t.CHAR), ("d", t.INT)), None))
    text = mismatch(t.INT, t.STRING, expected, actual)
    assert text == shown("""
        These records do not have the same fields.

        Missing:

          a :: Int

        Not expected:

          d :: Int

        At `b.y`:

          expected: Int
          found:    String
    """)


def test_a_single_difference_of_records_is_the_first_line() -> None:
    one = t.record(t.Row((("a", t.INT), ("b", t.INT)), None))
    other = t.record(t.Row((("a", t.STRING), ("b", t.INT)), None))
    assert mismatch(one, other).startswith("The field `a` is not of the type")
    closed = t.record(t.Row((("b", t.INT),), None))
    assert mismatch(one, closed).startswith("Missing field `a`.")
    assert mismatch(closed, one).startswith("There should be no field `a`.")


def test_a_function_too_few_suggests_an_argument() -> None:
    assert "Is an argument missing?" in mismatch(t.INT, t.function(t.STRING, t.INT))


def test_unknown_names_come_with_the_nearest_ones() -> None:
    assert message(UnknownName(Space.VALUE, "lenght", ("length",))) == shown("""
        There is no value `lenght` in scope.

        Did you mean `length`?
    """)
    assert "`do` block" in message(UnknownName(Space.VALUE, "bind", ()))


def test_a_missing_instance_tells_what_needs_it() -> None:
    chain = (t.Constraint(SHOW, (), (t.array(t.function(A, A)),)),)
    constraint = t.Constraint(SHOW, (), (t.function(A, A),))
    show = element_key("Data.Show", Space.VALUE, "show")
    assert message(NoInstanceFound(constraint, chain, cause=show)) == shown("""
        There is no instance `Show (a -> a)`.

        The use of `show` needs it.

        It is needed for `Show (Array (a -> a))`.
    """)


def test_missing_cases_are_shown_as_patterns() -> None:
    just = element_key("Data.Maybe", Space.CONSTRUCTOR, "Just")
    nothing = element_key("Data.Maybe", Space.CONSTRUCTOR, "Nothing")
    partial = t.Constraint(element_key("Prim", Space.CLASS, "Partial"), (), ())
    cases = (((just, (True,)), None), ((nothing, ()), ("{}", (("x", None),))))
    text = message(NoInstanceFound(partial, missing=(cases, True)))
    assert text == shown("""
        Not all cases are handled. These are missing:

          (Just true) _
          Nothing { x: _ }
          …

        If they cannot occur, a `Partial =>` constraint in the signature says so.
    """)


def test_a_custom_error_is_the_authors_text() -> None:
    def doc(name: str, *arguments: t.Type) -> t.Type:
        return t.applied(t.prim(name, "Prim.TypeError"), *arguments)

    row = doc("Beside", doc("Text", t.TypeString("Not ")), doc("Quote", t.array(t.INT)))
    document = doc("Above", row, doc("Text", t.TypeString("Sorry.")))
    fail = t.Constraint(element_key("Prim.TypeError", Space.CLASS, "Fail"), (), (document,))
    assert message(NoInstanceFound(fail)) == "Not Array Int\nSorry."
    assert message(UserDefinedWarning(document)) == "Not Array Int\nSorry."


def test_parse_errors_say_what_was_expected() -> None:
    assert message(ErrorParsingModule("`=`", "`then`")) == "Expected `=`, but found `then`."


def test_a_hole_shows_what_fits() -> None:
    text = message(HoleInferredType("what", t.INT, (("n", t.INT), ("s", t.STRING))))
    assert text == shown("""
        The hole `?what` has the type:

          Int

        `n` would fit.

        In scope here:

          n :: Int
          s :: String
    """)


def test_unknowns_have_one_name_throughout_a_message() -> None:
    one, two = t.UnificationVar(9, 0, t.TYPE), t.UnificationVar(4, 0, t.TYPE)
    assert mismatch(t.array(one), t.function(two, one)) == shown("""
        Expected `Array t0`, but found `t1 -> t0`.

        What was found is a function. Is an argument missing?
    """)


def test_an_unused_import_shows_what_remains() -> None:
    unused = ((Space.VALUE, "just"), (Space.TYPE, "Maybe"))
    problem = UnusedExplicitImport("Data.Maybe", unused, "M", ("class Foo", "fromMaybe"))
    text = message(problem)
    assert text == shown("""
        The import of `Data.Maybe` names the value `just` and the type `Maybe`, which are not used.

        What is used:

          import Data.Maybe (class Foo, fromMaybe) as M
    """)


def test_a_type_is_folded_once_for_all_the_places_of_a_message() -> None:
    folded: list[t.Type] = []

    def fold(type: t.Type) -> t.Type:
        folded.append(type)
        return type

    text = message(TypesDoNotUnify(t.INT, t.STRING, t.INT, t.STRING), fold)
    assert text == "Expected `Int`, but found `String`."
    assert folded == [t.INT, t.STRING]

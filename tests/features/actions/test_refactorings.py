"""What is offered where nothing is wrong: signatures of local values, cases, extraction, inlining, parameters, `if`, `do`, qualifiers, exports."""

from __future__ import annotations

from pathlib import Path

import pytest

from nova_ls.features.actions.code_action import ActionKind, MovedFile, apply_edits
from nova_ls.features.actions.refactorings import refactorings
from tests.features.actions.check import applied, chosen, only
from tests.features.actions.law import Laboratory, judge
from tests.features.fixture import load

OTHER = """
--- Other
module Other (Colour(..), Box, box, twice, pick, (|+|)) where
data Colour = Red | Green | Blue Int
data Box a = Box a
box :: forall a. a -> Box a
box = Box
twice :: Int -> Int
twice n = n
pick :: Boolean -> Int -> Int -> Int
pick _ a _ = a
infixl 4 pick' as |+|
pick' :: Int -> Int -> Int
pick' a _ = a
"""

CASES = [
    # ---- local signatures
    (
        "f :: Int -> Int\nf n = go n\n  where\n  go<CURSOR> x = twice x",
        "Add the signature of `go`",
        "f :: Int -> Int\nf n = go n\n  where\n  go :: Int -> Int\n  go x = twice x",
    ),
    (
        "f :: forall a. a -> Box a\nf n = let go<CURSOR> = box n in go",
        "Add the signature of `go`",
        "f :: forall a. a -> Box a\nf n = let go :: Box a\n          go = box n in go",
    ),
    # ---- cases
    (
        "f :: Colour -> Int\nf c<CURSOR> = 1",
        "Split `c` into its cases",
        "f :: Colour -> Int\nf Red = 1\nf Green = 1\nf (Blue _) = 1",
    ),
    (
        "f :: Colour -> Colour\nf Red = Green\nf c<CURSOR> = c",
        "Split `c` into its cases",
        "f :: Colour -> Colour\nf Red = Green\nf c@Green = c\nf c@(Blue _) = c",
    ),
    (
        "f :: Colour -> Int\nf x = case x of\n  y<CURSOR> -> 2",
        "Split `y` into its cases",
        "f :: Colour -> Int\nf x = case x of\n  Red -> 2\n  Green -> 2\n  Blue _ -> 2",
    ),
    (
        "f :: Boolean -> Int\nf b<CURSOR> = 1",
        "Split `b` into its cases",
        "f :: Boolean -> Int\nf true = 1\nf false = 1",
    ),
    # ---- inlining
    (
        "f :: Int -> Int\nf n = let x<CURSOR> = twice n in pick true x x",
        "Inline `x`",
        "f :: Int -> Int\nf n = pick true (twice n) (twice n)",
    ),
    (
        "f :: Int -> { x :: Int }\nf n = { x }\n  where\n  x<CURSOR> = n",
        "Inline `x`",
        "f :: Int -> { x :: Int }\nf n = { x: n }",
    ),
    # ---- if and case
    (
        "f :: Boolean -> Int\nf b = i<CURSOR>f b then 1 else 2",
        "Write `case` instead of `if`",
        "f :: Boolean -> Int\nf b = case b of\n  true -> 1\n  false -> 2",
    ),
    (
        "f :: Boolean -> Int\nf b = let n = i<CURSOR>f b then 1 else 2 in n",
        "Write `case` instead of `if`",
        "f :: Boolean -> Int\nf b = let n = case b of\n            true -> 1\n            false -> 2 in n",
    ),
    (
        "f :: Boolean -> Int\nf b = cas<CURSOR>e b of\n  true -> 1\n  _ -> 2",
        "Write `if` instead of `case`",
        "f :: Boolean -> Int\nf b = if b then 1 else 2",
    ),
    # ---- parameters
    (
        "f<CURSOR> :: Int\nf = 1",
        None,
        "",
    ),
    (
        "f :: Int -> Int\nf<CURSOR> = twice",
        "Name the parameter `x`",
        "f :: Int -> Int\nf x = twice x",
    ),
    (
        "f :: Int -> Int -> Int\nf<CURSOR> x = if true then twice else twice",
        "Name the parameter `y`",
        "f :: Int -> Int -> Int\nf x y = (if true then twice else twice) y",
    ),
    (
        "f :: Int -> Int\nf<CURSOR> n = pick true 1 n",
        "Leave the parameter `n` out",
        "f :: Int -> Int\nf = pick true 1",
    ),
    (
        "f :: (Partial => Int) -> Int\nf<CURSOR> = g\ng :: (Partial => Int) -> Int\ng _ = 1",
        None,
        "",
    ),
    (
        "f :: Int -> Int\nf<CURSOR> = g \\n -> n\ng :: (Int -> Int) -> Int -> Int\ng h = h",
        "Name the parameter `x`",
        "f :: Int -> Int\nf x = (g \\n -> n) x\ng :: (Int -> Int) -> Int -> Int\ng h = h",
    ),
    # ---- do
    (
        "f :: Int -> Box Int\nf n = <CURSOR>box n",
        "Wrap in `do`",
        "f :: Int -> Box Int\nf n = do\n  box n",
    ),
    (
        "f :: Int -> Box Int\nf n =\n  <CURSOR>box n",
        "Wrap in `do`",
        "f :: Int -> Box Int\nf n = do\n  box n",
    ),
    (
        "f :: Boolean -> Box Int\nf b | b = <CURSOR>box 1\n    | true = box 2",
        "Wrap in `do`",
        "f :: Boolean -> Box Int\nf b | b = do\n      box 1\n    | true = box 2",
    ),
]


@pytest.mark.parametrize(("before", "title", "after"), CASES)
@pytest.mark.parametrize("broken", ["", "\n\nbroken :: Int\nbroken = let in (\n"])
def test_a_refactoring(before: str, title: str | None, after: str, broken: str) -> None:
    head = "module Main where\nimport Other\n"
    if title is None:
        assert not [each for each in only(f"{head}{before}{broken}{OTHER}") if "param" in each]
        return
    found = applied(f"{head}{before}{broken}{OTHER}", title, load)
    assert found == f"{head}{after}{broken}"


@pytest.mark.parametrize(
    ("before", "title", "after"),
    [
        (
            "import Other (twice)\nf :: Int\nf = twice 1\n",
            "Qualify what is used of `Other` as `Other`",
            "import Other as Other\nf :: Int\nf = Other.twice 1\n",
        ),
        (
            "import Other\nf :: Colour -> Int\nf (Blue n) = n |+| 1\nf _ = (|+|) 1 2\n",
            "Qualify what is used of `Other` as `Other`",
            "import Other as Other\nf :: Other.Colour -> Int\nf (Other.Blue n) = n Other.|+| 1\nf _ = Other.(|+|) 1 2\n",
        ),
        (
            "import Other as O\nf :: O.Colour -> Int\nf (O.Blue n) = n O.|+| O.twice 1\nf _ = 2\n",
            "Use the names of `Other` without `O`",
            "import Other (Colour(..), twice, (|+|))\nf :: Colour -> Int\nf (Blue n) = n |+| twice 1\nf _ = 2\n",
        ),
    ],
)
def test_qualifiers_come_and_go(before: str, title: str, after: str) -> None:
    before = before.replace("import Other", "import Oth<CURSOR>er", 1)
    found = applied(f"module Main where\n{before}{OTHER.lstrip()}", title, load)
    assert found == f"module Main where\n{after}".rstrip("\n")


def test_what_is_polymorphic_in_its_place_alone_stays() -> None:
    body = (
        "class Pointed m where\n  point :: forall a. a -> m a\n"
        "run :: (forall m. Pointed m => m Int) -> Int\nrun _ = 1\n"
        "f :: forall m. m Int -> Int\nf _ = run (point 1)"
    )
    fixture = load(f"{HEAD}{body}{OTHER}")
    start = fixture.module.source.text.index("(point 1)")
    kinds = [ActionKind.EXTRACT]
    end = start + len("(point 1)")
    assert not list(refactorings(fixture.snapshot, fixture.module, start, end, kinds))


def test_what_has_the_variables_of_the_signature_is_extracted() -> None:
    body = "f :: forall a. Array a -> Array (Array a)\nf xs = [ xs ]"
    found = extracted(f"{HEAD}{body}{OTHER}", "[ xs ]", "Extract to a `where`")
    assert "  extracted = [ xs ]" in found


def test_a_let_is_not_the_only_line_of_a_do() -> None:
    text = (
        "module Main where\nimport Other\nf :: Int -> Box Int\nf n = <CURSOR>let m = n in box m\n"
        + OTHER
    )
    assert "Wrap in `do`" not in only(text)


def test_the_target_of_an_operator_gets_its_qualifier() -> None:
    text = "module Main where\nimport Oth<CURSOR>er (pick2)\ninfixl 4 pick2 as +++\nf :: Int\nf = pick2 1 2 +++ 3\n"
    other = "--- Other\nmodule Other where\npick2 :: Int -> Int -> Int\npick2 a _ = a\n"
    found = applied(text + other, "Qualify what is used of `Other` as `Other`", load)
    assert "infixl 4 Other.pick2 as +++" in found and "f = Other.pick2 1 2" in found


def test_a_name_that_is_taken_keeps_its_qualifier() -> None:
    text = (
        "module Main where\nimport Oth<CURSOR>er as O\nf :: Int -> Int\nf twice = O.twice twice\n"
    )
    assert not [title for title in only(text + OTHER.lstrip()) if title.startswith("Use")]


def test_the_constructors_of_a_type_that_is_imported_without_them_come_at_once() -> None:
    text = "module Main where\nimport Other (Colour)\nf :: Colour -> Int\nf c<CURSOR> = 1\n"
    found = applied(text + OTHER.lstrip(), "Split `c` into its cases", load)
    assert "import Other (Colour(..))\n" in found


def test_constructors_that_only_an_internal_module_shows_are_not_split_into() -> None:
    text = "module Main where\nimport Other\nf :: Tree -> Int\nf t<CURSOR> = 1\n"
    text += "--- Other\nmodule Other (module Tree.Internal) where\nimport Tree.Internal (Tree)\n"
    text += "--- Tree.Internal\nmodule Tree.Internal where\ndata Tree = Leaf | Node\n"
    assert not [title for title in only(text) if title.startswith("Split")]
    text = text.replace("import Other", "import Tree.Internal (Tree)", 1)
    assert "Split `t` into its cases" in only(text)


def test_exports_come_and_go() -> None:
    text = "module Main (f, g) where\nf<CURSOR> :: Int\nf = g\ng :: Int\ng = 1\n"
    assert applied(text, "Do not export `f`", load).startswith("module Main (g) where")
    text = text.replace("(f, g)", "(g)").replace("g = 1", "g = f").replace("f = g", "f = 1")
    assert applied(text, "Export `f`", load).startswith("module Main (f, g) where")


@pytest.mark.parametrize(
    ("declarations", "title", "header"),
    [
        ("f<CURSOR> :: Box -> T\nf _ = T\ndata Box = Box\ndata T = T", "Export `f`, `Box`, `T`", "(Box, T, f, g)"),
        ("f<CURSOR> :: Int\nf = 1", "Export `f`", "(f, g)"),
        ("f<CURSOR> :: Name\nf = 1\ntype Name = Int", "Export `f`", "(f, g)"),
        ("h :: Int -> Int -> Int\nh a _ = a\ninfixl 4 h as <<CURSOR><", None, ""),
        ("class Sh<CURSOR>ape a where\n  area :: a -> Int", None, ""),
        ("type Na<CURSOR>me = Array T\ntype T = Int", None, ""),
        ("f<CURSOR> :: forall a. Shape a => a -> a\nf a = a\nclass Shape a", None, ""),
        ("da<CURSOR>ta Box = Box T\ndata T = T", None, ""),
        ("data B<CURSOR>ox = Box T\ndata T = T", "Export `Box`", "(Box, g)"),
    ],
)  # fmt: skip
def test_what_a_declaration_needs_is_exported_with_it(
    declarations: str, title: str | None, header: str
) -> None:
    text = f"module Main (g) where\ng :: Int\ng = 1\n{declarations}\n"
    if title is None:
        assert not [each for each in only(text) if each.startswith("Export")]
    else:
        assert applied(text, title).startswith(f"module Main {header} where")


def test_what_another_module_needs_stays_exported() -> None:
    text = "module Main (f, g) where\nf<CURSOR> :: Int\nf = g\ng :: Int\ng = 1\n--- User\nmodule User where\nimport Main\nh :: Int\nh = f\n"
    assert not [title for title in only(text) if "export" in title]


def test_a_member_of_an_instance_is_not_inlined() -> None:
    text = (
        "module Main where\nclass Shape a where\n  area :: a -> Int\n  twice :: a -> Int\n"
        "instance Shape Int where\n  ar<CURSOR>ea = g\n  twice n = area n\ng :: Int -> Int\ng n = n\n"
    )
    assert "Inline `area`" not in only(text)


def test_an_import_gets_its_list() -> None:
    text = "module Main where\nimport Oth<CURSOR>er\nf :: Colour\nf = Red\n" + OTHER.lstrip()
    found = applied(text, "List what is used of `Other`", load)
    assert "import Other (Colour(..))\n" in found


def test_an_import_gets_no_list_while_a_name_may_come_from_another_too() -> None:
    text = (
        "module Main where\nimport Oth<CURSOR>er\nimport Again\nf :: Colour\nf = Blue (twice 1)\n"
    )
    again = "--- Again\nmodule Again where\ntwice :: Int -> Int\ntwice n = n\n"
    assert not [title for title in only(text + OTHER.lstrip() + again) if "List" in title]


def extracted(text: str, selected: str, title: str) -> str:
    """The module after an extraction of a text that stands there once, for which the law holds."""
    fixture = load(text)
    module, snapshot = fixture.module, fixture.snapshot
    start = module.source.text.index(selected)
    kinds = [ActionKind.EXTRACT]
    actions = refactorings(snapshot, module, start, start + len(selected), kinds)
    found = [action for action in actions if action.title == title]
    assert len(found) == 1, title
    laboratory = Laboratory(fixture.workspace)
    file, before = fixture.workspace.files[module.path], laboratory.said()
    after = apply_edits(module.source.text, found[0].edits)
    laboratory.become(file, after)
    violation = judge(file, found[0], None, before, laboratory.said(), after)
    assert violation is None, violation
    return after


HEAD = "module Main where\nimport Other\n"


@pytest.mark.parametrize(
    ("body", "selected", "title", "after"),
    [
        (
            "f :: Int -> Int\nf n = pick true (twice n) 2",
            "(twice n)",
            "Extract to a `let`",
            "f :: Int -> Int\nf n = let extracted = twice n in pick true extracted 2",
        ),
        (
            "f :: Int -> Int\nf n = pick true (twice n) 2",
            "(twice n)",
            "Extract to a `where`",
            "f :: Int -> Int\nf n = pick true extracted 2\n  where\n  extracted = twice n",
        ),
        (
            "f :: Int -> Int\nf n = pick true (twice m) 2\n  where\n  m = n",
            "(twice m)",
            "Extract to a `where`",
            "f :: Int -> Int\nf n = pick true extracted 2\n  where\n  m = n\n  extracted = twice m",
        ),
        (
            "f :: Int -> Int\nf n = pick true (twice n) 2",
            "(twice n)",
            "Extract to the top level",
            "f :: Int -> Int\nf n = pick true (extracted n) 2\n\nextracted :: Int -> Int\nextracted n = twice n",
        ),
        (
            "f :: Int -> Int\nf n = pick true (twice n) 2",
            "twice n",
            "Extract to the top level",
            "f :: Int -> Int\nf n = pick true (extracted n) 2\n\nextracted :: Int -> Int\nextracted n = twice n",
        ),
        (
            "f :: Int -> Int\nf n = pick true (twice n) 2",
            "twice n",
            "Extract to a `where`",
            "f :: Int -> Int\nf n = pick true extracted 2\n  where\n  extracted = twice n",
        ),
        (
            "f :: Int -> Int\nf n = pick true (twice n) 2",
            "twice n",
            "Extract to a `let`",
            "f :: Int -> Int\nf n = let extracted = twice n in pick true extracted 2",
        ),
    ],
)
def test_an_expression_gets_a_name(body: str, selected: str, title: str, after: str) -> None:
    assert extracted(f"{HEAD}{body}{OTHER}", selected, title) == f"{HEAD}{after}"


@pytest.mark.parametrize(
    ("body", "selected"),
    [
        ("f :: Int -> Int -> Int\nf n = \\m -> pick true (twice m) n", "(twice m)"),
        ("f :: Int -> Int\nf n = g n\n  where\n  g = \\m -> pick true (h g) m\n  h _ = 1", "(h g)"),
        (
            "f :: Int -> Int\nf n = g n\n  where\n  g = \\m -> pick true (i h) m\n  h = g\n  i _ = 1",
            "(i h)",
        ),
    ],
)
def test_what_mentions_inner_names_or_what_it_is_needed_for_stays(body: str, selected: str) -> None:
    fixture = load(f"{HEAD}{body}{OTHER}")
    start = fixture.module.source.text.index(selected)
    found = refactorings(fixture.snapshot, fixture.module, start, start + len(selected), ActionKind)
    titles = [action.title for action in found]
    assert "Extract to a `let`" in titles and "Extract to a `where`" not in titles


def test_the_guard_that_always_holds_stays() -> None:
    body = "f :: Int -> Int\nf n\n  | g n = 1\n  | true = 2"
    fixture = load(f"{HEAD}{body}\ng :: Int -> Boolean\ng _ = false\n{OTHER}")
    start = fixture.module.source.text.index("true")
    kinds = [ActionKind.EXTRACT]
    found = refactorings(fixture.snapshot, fixture.module, start, start + len("true"), kinds)
    assert not list(found)


def test_what_may_be_partial_in_its_place_stays() -> None:
    body = "f :: Partial => Int -> Int\nf n = twice (g n)\ng :: Partial => Int -> Int\ng 1 = 2"
    fixture = load(f"{HEAD}{body}{OTHER}")
    start = fixture.module.source.text.index("(g n)")
    kinds = [ActionKind.EXTRACT]
    found = refactorings(fixture.snapshot, fixture.module, start, start + len("(g n)"), kinds)
    assert "Extract to the top level" not in [action.title for action in found]


def test_a_lambda_may_refer_to_what_it_is_needed_for() -> None:
    body = "f :: Int -> Int\nf n = g n\n  where\n  g = pick2 (\\m -> g m)\n  pick2 h = \\m -> h m"
    found = extracted(f"{HEAD}{body}{OTHER}", "\\m -> g m", "Extract to a `where`")
    assert "    where\n    extracted = \\m -> g m" in found


def extractions(body: str, selected: str) -> list[str]:
    """What is offered for a text that stands there once."""
    fixture = load(f"{HEAD}{body}{OTHER}")
    start = fixture.module.source.text.index(selected)
    end = start + len(selected)
    found = refactorings(fixture.snapshot, fixture.module, start, end, [ActionKind.EXTRACT])
    return [action.title for action in found]


def test_what_waits_below_a_lambda_is_not_needed_at_once_by_what_it_comes_back_to() -> None:
    """`f` and `g` use each other, each below a lambda; a value that is made of `g` at once would be in that circle."""
    waits = "wait :: (Int -> Box Int) -> Box Int\nwait h = h 1\n"
    body = f"{waits}f :: Box Int\nf = wait \\_ -> same (same g)\ng :: Box Int\ng = wait \\_ -> f\n"
    body += "same :: Box Int -> Box Int\nsame b = b\n"
    assert extractions(body, "(same g)") == ["Extract to a `let`"]
    assert "Extract to a `where`" in extractions(body.replace("-> f", "-> box 1"), "(same g)")


def test_a_line_of_ado_gets_no_let_above_it() -> None:
    body = "f :: Box Int\nf = {block}\n  n <- same (box 1)\n  {end}\nsame :: Box Int -> Box Int\nsame b = b\n"
    in_do = body.format(block="do", end="box n")
    in_ado = body.format(block="ado", end="in n")
    assert "Extract to a `let`" in extractions(in_do, "(box 1)")
    assert "Extract to a `let`" not in extractions(in_ado, "(box 1)")


@pytest.mark.parametrize(
    ("body", "titles"),
    [
        ("f :: Colour -> Int\nf c = ?x<CURSOR>", []),
        ("f :: Colour -> Colour\nf c = ?x<CURSOR>", ["c", "Green", "Red", "Blue ?value"]),
        ("f :: Int -> Box Int\nf n = ?x<CURSOR>", ["box ?value"]),
    ],
)
def test_a_hole_is_filled(body: str, titles: list[str]) -> None:
    found = only(f"{HEAD}{body}{OTHER}")
    for title in titles:
        name = title
        if title != "box ?value":
            assert f"Fill `?x` with `{name}`" in found
    if titles and "Red" in titles:
        after = applied(f"{HEAD}{body}{OTHER}", "Fill `?x` with `c`", load)
        assert after.endswith("f c = c")


def test_a_module_is_called_what_its_path_says() -> None:
    text = "module Main where\n--- Mine\nmodule Min<CURSOR>d where\n--- Yours\nmodule Yours where\n"
    found = applied(text, "Call the module `Mine`, as its path does", load)
    assert found.startswith("module Mine where")
    text = text.replace("module Main where\n", "module Main where\nimport Mind\n")
    assert not [title for title in only(text) if title.startswith("Call")]


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("Mine<CURSOR>d", "Mined.nova"),
        ("Deep.Down.Mi<CURSOR>ne", "Deep/Down/Mine.nova"),
    ],
)
def test_a_file_is_called_what_its_module_is(name: str, path: str) -> None:
    text = f"module Main where\n--- Mine\nmodule {name} where\n--- Yours\nmodule Yours where\n"
    title = f"Move the file to `{path}`, as its module's name says"
    action = chosen(load(text), title)
    assert action.moved == (MovedFile(Path("/fixture/Mine.nova"), Path("/fixture") / path),)
    assert action.edits == ()


@pytest.mark.parametrize(
    "text",
    [
        "module Main where\n--- Mine\nmodule Mi<CURSOR>ne where\n",
        "module Main where\n--- Mine\nmodule Mined (x<CURSOR>) where\nx = 1\n",
    ],
)
def test_a_file_that_is_called_so_is_not_moved(text: str) -> None:
    assert not [title for title in only(text) if title.startswith("Move the file")]

"""The first document of a workspace that was never checked: told of rightly, after a look at those modules alone that it asks for."""

from __future__ import annotations

from pathlib import Path

import pytest

from nova_ls.compiler.state.module_diagnostics import module_diagnostics
from nova_ls.server.sessions import checker
from nova_ls.server.sessions.session import Session
from nova_ls.workspace.source_file import TextChange
from tests.server.test_own_document_first import settle, told_of, write

HEAD = "import Prelude\n\n"


@pytest.fixture(autouse=True)
def _small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checker, "WORK_SECONDS", 0.0)


def open_use(root: Path, **texts: str) -> tuple[Session, list[list[str]]]:
    """A new workspace whose module Use is open and has just been told of; what was told of it."""
    write(root, **texts)
    session, told = told_of(root, "Use.nova")
    path = root / "Use.nova"
    session.open_document(path, path.read_text(), 1)
    session.checker.take_in_files()
    while session.owes_diagnostics:
        session.work()
    return session, told


def seen(session: Session) -> set[str]:
    """The modules that somebody has looked at, of the workspace's own."""
    return {
        name
        for name, module in session.workspace.program.modules.items()
        if module.scope is not None and module.path.suffix == ".nova" and len(name) < 5
    }


def ends_as_told(session: Session, told: list[list[str]]) -> bool:
    """Whether what was told first is what is told in the end."""
    first = told[-1]
    settle(session)
    session.close()
    return told[-1] == first


CHAIN = {
    "A": "import B (b)\n\ndata A = A\n\na :: Int\na = b\n",
    "B": "import C (c)\n\nb :: Int\nb = c\n",
    "C": "import D (d)\n\nc :: Int\nc = d\n",
    "D": "d :: Int\nd = 1\n",
}


def test_of_what_is_imported_only_the_exports_are_looked_at(tmp_path: Path) -> None:
    session, told = open_use(tmp_path, Use="import A (a)\n\nuse :: Int\nuse = a\n", **CHAIN)
    assert told == [[]]
    assert seen(session) == {"Use", "A"}
    assert session.workspace.program.modules["B"].exports is not None
    assert session.workspace.program.modules["C"].exports is None
    assert ends_as_told(session, told)


def test_what_is_re_exported_is_looked_for(tmp_path: Path) -> None:
    write(tmp_path, **CHAIN)
    re_exports = "module All (module D, module X) where\n\nimport D\nimport C as X\n"
    (tmp_path / "All.nova").write_text(re_exports)
    uses = "import All (c, d, other)\n\nuse :: Int\nuse = c\n\nmore :: Int\nmore = d\n"
    session, told = open_use(tmp_path, Use=uses)
    assert told == [["UnknownImport"]]
    assert "All" in seen(session)
    assert ends_as_told(session, told)


TYPE = 'data T = T\n\ninstance Show T where\n  show _ = "t"\n'
MAKE = "import Type (T(..))\n\nmake :: Int -> T\nmake _ = T\n"


@pytest.mark.parametrize(
    ("use", "codes"),
    [
        ("shown :: String\nshown = show (make 1)\n", []),
        ("shown :: String\nshown = show [ [ make 1 ] ]\n", []),
        ("shown :: Boolean\nshown = make 1 == make 1\n", ["NoInstanceFound"]),
        ("shown = show <<< make\n", ["MissingTypeDeclaration"]),
    ],
)
def test_an_instance_is_found_with_its_type(tmp_path: Path, use: str, codes: list[str]) -> None:
    session, told = open_use(
        tmp_path, Use=f"{HEAD}import Make (make)\n\n{use}", Make=MAKE, Type=HEAD + TYPE
    )
    assert told == [codes]
    assert ends_as_told(session, told)


PAIR = (
    "class Pair a b where\n  pair :: a -> b -> Int\n\nclass To a b | a -> b where\n  to :: a -> b\n"
)


@pytest.mark.parametrize(
    ("use", "codes"),
    [
        ("use :: Int\nuse = pair 1 (make 1)\n", []),
        ("use :: Int\nuse = pair true (make 1)\n", ["NoInstanceFound"]),
        ("use :: String\nuse = to (make 1)\n", []),
        ("use :: Int\nuse = to (make 1)\n", ["TypesDoNotUnify"]),
        ("use :: forall b. Pair Int b => b -> Int\nuse b = pair 1 b\n", []),
    ],
)
def test_an_instance_of_several_types_is_found_with_any_of_them(
    tmp_path: Path, use: str, codes: list[str]
) -> None:
    kind = "import Pair (class Pair, class To)\n\ndata T = T\n\n"
    kind += 'instance Pair Int T where\n  pair _ _ = 1\n\ninstance To T String where\n  to _ = ""\n'
    session, told = open_use(
        tmp_path,
        Use=f"import Pair (class Pair, pair, to)\nimport Make (make)\n\n{use}",
        Make=MAKE,
        Type=kind,
        Pair=PAIR,
    )
    assert [code for code in told[0] if not code.startswith("Unused")] == codes
    assert ends_as_told(session, told)


def test_an_orphan_is_found_wherever_it_stands(tmp_path: Path) -> None:
    session, told = open_use(
        tmp_path,
        Use=f"{HEAD}import Make (make)\n\nuse :: String\nuse = show (make 1)\n",
        Make=MAKE,
        Type="data T = T\n",
        Lost=HEAD + 'import Type (T)\n\ninstance Show T where\n  show _ = "t"\n',
    )
    assert told == [[]]
    assert ends_as_told(session, told)


def test_a_circle_of_imports_is_told_of_though_nobody_has_looked_at_all_of_it(
    tmp_path: Path,
) -> None:
    circle = {**CHAIN, "D": "import A (A)\n\nd :: Int\nd = 1\n"}
    session, told = open_use(tmp_path, Use="import A (a)\n\nuse :: Int\nuse = a\n", **circle)
    assert told == [[]]
    assert ends_as_told(session, told)


@pytest.mark.parametrize(
    "imports", ["import Use (use)", "import -- far\n  Use (use)", "improt Use (use)"]
)
def test_the_circle_of_the_document_itself_is_told_of(tmp_path: Path, imports: str) -> None:
    around = {**CHAIN, "D": f"{imports}\n\nd :: Int\nd = use\n"}
    session, told = open_use(
        tmp_path, Zoo="", Use="import A (a)\n\nuse :: Int\nuse = a\n", **around
    )
    settle(session)
    in_the_end = [
        diagnostic.problem.__class__.__name__
        for module in session.workspace.program.modules.values()
        for _, diagnostic in module_diagnostics(module)
    ]
    assert in_the_end.count("CycleInModules") == 1
    assert told[0] == told[-1]
    session.close()


def test_an_edit_of_what_nobody_has_looked_at_counts(tmp_path: Path) -> None:
    uses = "import A (a)\nimport D (d)\n\nuse :: Int\nuse = a\n\nother :: Int\nother = 1\n"
    session, told = open_use(tmp_path, Use=uses, **CHAIN)
    assert told == [["UnusedImport"]]
    assert "D" not in seen(session)
    path = tmp_path / "D.nova"
    session.open_document(path, path.read_text(), 1)
    change = TextChange(None, "module D where\n\ne :: Int\ne = 1\n")
    session.change_document(path, [change], 2)
    use = tmp_path / "Use.nova"
    session.change_document(use, [TextChange(((9, 8), (9, 9)), "2")], 2)
    session.catch_up(use)
    settle(session)
    assert told[-1] == ["UnknownImport"]
    session.close()

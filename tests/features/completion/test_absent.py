"""Names that are not in scope: offered with the edit that imports them."""

from __future__ import annotations

import pytest

from nova_ls.features.actions.code_action import apply_edits
from nova_ls.features.completion.candidate import Completion
from nova_ls.features.completion.resolved_entry import importing_edit, written_detail
from tests.compiler.world import retype
from tests.features.completion.check import completions, loaded
from tests.features.fixture import Fixture

READ = ("Data.Map", "Data.Map.Internal", "Data.Array", "Data.Foldable", "Data.List", "Data.Either")


def absent(fixture: Fixture) -> list[Completion]:
    found = completions(fixture)
    return [] if found is None else [each for each in found.entries if each.importable]


def imported(text: str, label: str, module: str) -> str:
    """The text with an entry's import, the word as it stands."""
    fixture = loaded(text, *READ)
    (entry,) = [
        each
        for each in absent(fixture)
        if each.label == label and each.importable and each.importable.module == module
    ]
    assert entry.importable is not None
    edit = importing_edit(fixture.module, entry.importable)
    assert edit is not None
    return apply_edits(fixture.module.source.text, [edit])


HEAD = """
    module Main where

    import Prelude

    import Data.Array (filter)
    import Effect (Effect)

"""


@pytest.mark.parametrize(
    ("word", "label", "module", "line"),
    [
        ("x = catM", "catMaybes", "Data.Array", "import Data.Array (catMaybes, filter)"),
        ("x = (catM", "catMaybes", "Data.Array", "import Data.Array (catMaybes, filter)"),
        ("x = [catM", "catMaybes", "Data.Array", "import Data.Array (catMaybes, filter)"),
        ("x = [1, (catM", "catMaybes", "Data.Array", "import Data.Array (catMaybes, filter)"),
        ("x = { a: catM", "catMaybes", "Data.Array", "import Data.Array (catMaybes, filter)"),
        ("x = Lef", "Left", "Data.Either", "import Data.Either (Either(..))"),
        ("f (Lef", "Left", "Data.Either", "import Data.Either (Either(..))"),
        ("f :: Eith", "Either", "Data.Either", "import Data.Either (Either)"),
        ("f :: Foldab", "Foldable", "Data.Foldable", "import Data.Foldable (class Foldable)"),
        ("instance Foldab", "Foldable", "Data.Foldable", "import Data.Foldable (class Foldable)"),
        ("x = Map.loo", "lookup", "Data.Map", "import Data.Map as Map"),
        ("x = (Map.loo", "lookup", "Data.Map", "import Data.Map as Map"),
        ("x = [Map.", "lookup", "Data.Map", "import Data.Map as Map"),
        ("f :: Map.M", "Map", "Data.Map", "import Data.Map as Map"),
        ("x = Data.Map.loo", "lookup", "Data.Map", "import Data.Map as Data.Map"),
        ("x = filter !", "!!", "Data.Array", "import Data.Array (filter, (!!))"),
    ],
)
def test_the_import_that_a_name_needs(word: str, label: str, module: str, line: str) -> None:
    lines = imported(f"{HEAD}    {word}<CURSOR>", label, module).split("\n")
    assert line in lines


def test_a_first_import_stands_below_the_header() -> None:
    found = imported("module Main where\n\nx = catM<CURSOR>\n", "catMaybes", "Data.Array")
    assert found == "module Main where\n\nimport Data.Array (catMaybes)\n\nx = catM\n"


def test_modules_of_the_workspace_come_before_those_of_the_library() -> None:
    found = absent(
        loaded(
            """
            module Main where
            x = look<CURSOR>
            --- Other
            module Other (lookAtThat) where
            lookAtThat = 1
            """,
            *READ,
        )
    )
    assert found[0].label == "lookAtThat"


def test_internal_modules_come_last_and_what_is_not_exported_never() -> None:
    found = absent(
        loaded(
            """
            module Main where
            x = thing<CURSOR>
            --- Other.Internal
            module Other.Internal where
            thingA = 1
            --- Other
            module Other (thingB) where
            thingB = 1
            thingC = 2
            """
        )
    )
    assert [entry.label for entry in found] == ["thingB", "thingA"]


def test_a_name_in_scope_is_not_imported_again() -> None:
    fixture = loaded(f"{HEAD}    x = filt<CURSOR>", *READ)
    names = [(entry.label, entry.importable) for entry in absent(fixture)]
    assert "filter" not in [name for name, _ in names]


def test_of_several_modules_that_export_one_element_the_likeliest_is_offered() -> None:
    fixture = loaded("module Main where\nimport Data.Functor (class Functor)\nx = voi<CURSOR>")
    fixture.workspace.exported_names.read("Prelude", fixture.workspace.program.modules)
    (entry,) = [each for each in absent(fixture) if each.label == "void"]
    assert entry.importable is not None and entry.importable.module == "Data.Functor"


def test_a_module_that_imports_this_one_is_not_offered() -> None:
    found = absent(
        loaded("""
            module Main where
            x = thing<CURSOR>
            --- Other
            module Other where
            import Main
            thing = 1
        """)
    )
    assert found == []


def test_an_alias_that_others_of_the_workspace_use_is_known() -> None:
    found = absent(
        loaded(
            """
            module Main where
            x = A.fil<CURSOR>
            --- Other
            module Other where
            import Data.Array as A
            y = A.length []
            """,
            *READ,
        )
    )
    assert found[0].label == "filter"
    assert found[0].importable is not None and found[0].importable.alias == "A"


def test_an_entry_of_a_module_that_nobody_imports_is_told_from_its_text() -> None:
    fixture = loaded(f"{HEAD}    x = Map.looku<CURSOR>", *READ)
    entry = next(each for each in absent(fixture) if each.label == "lookup")
    assert entry.key is not None
    source = fixture.workspace.exported_names.source_of(entry.key.namespace)
    assert source is not None
    detail, documentation = written_detail(source, entry.key)
    assert detail.startswith("lookup ::") and documentation


def test_what_is_not_known_yet_makes_the_list_incomplete() -> None:
    fixture = loaded("module Main where\nx = fi<CURSOR>")
    found = completions(fixture)
    assert found is not None and not found.is_complete
    workspace = fixture.workspace
    while workspace.exported_names.read_next(workspace.program.modules):
        pass
    found = completions(fixture)
    assert found is not None and found.is_complete


def test_unsaved_changes_of_another_module_count() -> None:
    fixture = loaded("""
        module Main where
        x = newcom<CURSOR>
        --- Other
        module Other where
        thing = 1
    """)
    assert absent(fixture) == []
    other = fixture.snapshot.module("Other")
    assert other is not None
    retype(fixture.workspace, other.path, "thing = 1", "newcomer = 1")
    for _ in fixture.workspace.settle():
        pass
    fixture.workspace.exported_names.take_in(fixture.workspace.program.modules)
    assert [entry.label for entry in absent(fixture)] == ["newcomer"]


def test_a_module_that_is_gone_offers_nothing() -> None:
    fixture = loaded("""
        module Main where
        x = thing<CURSOR>
        --- Other
        module Other where
        thing = 1
    """)
    workspace = fixture.workspace
    assert [entry.label for entry in absent(fixture)] == ["thing"]
    workspace.program.remove_module("Other")
    workspace.exported_names.take_in(workspace.program.modules)
    assert absent(fixture) == []


def test_constructors_of_the_wanted_type_are_offered_before_anything_is_typed() -> None:
    fixture = loaded(
        """
        module Main where
        import Other (thing)
        x = case thing of
          <CURSOR>
        --- Other
        module Other where
        data Thing = One | Two Int
        thing :: Thing
        thing = One
        """
    )
    found = completions(fixture)
    assert found is not None
    assert {entry.label for entry in found.entries[:2]} == {"One", "Two"}
    assert all(entry.importable for entry in found.entries[:2])

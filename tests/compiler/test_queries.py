"""Which declarations are typed for which change: asserted from the engine's own record."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from nova_ls.base.lines import Encoding
from nova_ls.store import Database, open_in_memory
from nova_ls.workspace.workspace import Workspace
from tests.compiler.world import Did, open_world, retype, settle, settle_and_trace

BASE = """\
    module Base where

    data Shape = Circle Int | Square Int

    class Area a where
      area :: a -> Int

    instance areaShape :: Area Shape where
      area _ = 1

    type Size = Int

    width :: Shape -> Size
    width (Circle r) = r
    width (Square s) = s

    height _ = 1

    spare :: Int
    spare = 1

    infixl 6 add as +++

    add :: Int -> Int -> Int
    add a _ = a

    class Area a <= Sized a
    """

USER = """\
    module User where

    import Base

    first :: Shape -> Int
    first s = width s

    second s = height s

    third :: Shape -> Int
    third s = second s

    measured :: Shape -> Int
    measured s = area s

    sum :: Int
    sum = 1 +++ 2 +++ 3

    given :: forall a. Area a => a -> Int
    given x = area x

    through :: forall a. Sized a => a -> Int
    through x = area x

    alone :: Int
    alone = 1

    missing :: Int
    missing = nowhere

    lacking :: Int
    lacking = area true
    """

FAR = """\
    module Far where

    import User

    further = second

    most :: Int
    most = further 1
    """


class World:
    """Three modules in a row, all open in an editor and settled."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.database: Database = open_in_memory()
        for name, text in (("Base", BASE), ("User", USER), ("Far", FAR)):
            (root / f"{name}.nova").write_text(textwrap.dedent(text))
        self.open()
        settle(self.workspace)

    def open(self) -> None:
        self.workspace: Workspace = open_world(self.root, self.database)

    def edit(self, name: str, old: str, new: str) -> Did:
        path = self.root / f"{name}.nova"
        file = self.workspace.files[path]
        if file.document is None:
            self.workspace.open_document(path, file.source.text, 1)
        retype(self.workspace, path, old, new)
        return settle_and_trace(self.workspace)

    def codes(self, name: str) -> list[str]:
        file = self.workspace.files[self.root / f"{name}.nova"]
        return [each.problem.code for _, each in self.workspace.diagnostics(file)]


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def test_editing_a_body_under_a_signature_types_that_value_alone(world: World) -> None:
    assert world.edit("Base", "width (Square s) = s", "width (Square _) = 2") == (
        ["values Base.width"],
        [],
    )


def test_editing_a_body_that_keeps_its_inferred_type_stops_there(world: World) -> None:
    assert world.edit("Base", "height _ = 1", "height _ = 2") == (["values Base.height"], [])


def test_an_inferred_type_that_changes_retypes_its_users_and_no_further(world: World) -> None:
    did = world.edit("User", "second s = height s", "second (s :: Shape) = height s")
    assert did.ran == [
        "values Far.further",
        "values Far.most",
        "values User.second",
        "values User.third",
    ]
    did = world.edit("Base", "height _ = 1", "height (_ :: Shape) = 1")
    # `second` keeps its type, so that those who use it are not looked at.
    assert did.ran == ["values Base.height", "values User.second"]


def test_changing_a_signature_retypes_the_value_and_its_users(world: World) -> None:
    did = world.edit("Base", "spare :: Int\n", "spare :: Size\n")
    assert did.ran == ["signature Base.spare", "values Base.spare"]
    did = world.edit("Base", "width :: Shape -> Size", "width :: Shape -> Number")
    assert did.ran == ["signature Base.width", "values Base.width", "values User.first"]


def test_a_comment_between_declarations_types_nothing(world: World) -> None:
    assert world.edit("Base", "spare :: Int\n", "-- A remark.\n\nspare :: Int\n").ran == []


def test_an_empty_line_types_nothing(world: World) -> None:
    assert world.edit("Base", "\n\nspare :: Int\n", "\n\n\n\nspare :: Int\n") == ([], [])


def test_moving_a_declaration_types_nothing(world: World) -> None:
    text = world.workspace.files[world.root / "Base.nova"].source.text
    moved = "height _ = 1\n\n"
    assert text.count(moved) == 1
    world.edit("Base", moved, "")
    did = world.edit("Base", "infixl 6 add as +++", "height _ = 1\n\ninfixl 6 add as +++")
    assert did.ran == []


def test_moving_a_declaration_in_one_edit_types_nothing(world: World) -> None:
    first = "spare :: Int\nspare = 1\n\n"
    second = "add :: Int -> Int -> Int\nadd a _ = a\n"
    did = world.edit(
        "Base",
        f"{first}infixl 6 add as +++\n\n{second}",
        f"{second}\ninfixl 6 add as +++\n\n{first}",
    )
    assert did.ran == []


def test_undo_and_redo_find_what_was_typed_before(world: World) -> None:
    world.edit("Base", "width :: Shape -> Size", "width :: Shape -> Number")
    undone = world.edit("Base", "width :: Shape -> Number", "width :: Shape -> Size")
    assert undone == ([], ["signature Base.width", "values Base.width", "values User.first"])
    redone = world.edit("Base", "width :: Shape -> Size", "width :: Shape -> Number")
    assert redone == ([], ["signature Base.width", "values Base.width", "values User.first"])


def test_typing_the_same_text_again_finds_it(world: World) -> None:
    world.edit("Base", "spare = 1", "spare = ")
    assert world.edit("Base", "spare = \n", "spare = 1\n") == ([], ["values Base.spare"])


def test_an_instance_that_comes_retypes_those_who_missed_it(world: World) -> None:
    did = world.edit(
        "Base", "type Size", "instance areaBoolean :: Area Boolean where\n  area _ = 2\n\ntype Size"
    )
    assert did.ran == ["body Base.areaBoolean", "head Base.areaBoolean", "values User.lacking"]


def test_what_has_its_class_given_does_not_rely_on_instances(world: World) -> None:
    """Nor does what has a superclass of it: `measured` and `lacking` are over types."""
    did = world.edit("Base", "Area Shape where", "Area Boolean where")
    assert did.ran == [
        "body Base.areaShape",
        "head Base.areaShape",
        "values User.lacking",
        "values User.measured",
    ]


def test_an_instance_that_goes_retypes_those_who_used_it(world: World) -> None:
    did = world.edit("Base", "instance areaShape :: Area Shape where\n  area _ = 1\n\n", "")
    assert did.ran == ["values User.measured"]


def test_an_instance_of_another_type_retypes_nothing(world: World) -> None:
    did = world.edit(
        "Base", "type Size", "instance areaString :: Area String where\n  area _ = 2\n\ntype Size"
    )
    assert did.ran == ["body Base.areaString", "head Base.areaString"]


def test_editing_the_body_of_an_instance_types_that_body_alone(world: World) -> None:
    assert world.edit("Base", "  area _ = 1", "  area _ = 2").ran == ["body Base.areaShape"]


def test_an_import_that_is_not_used_types_nothing(world: World) -> None:
    assert world.edit("Far", "import User\n", "import User\nimport Base (width)\n") == ([], [])


def test_a_name_that_appears_retypes_those_who_missed_it(world: World) -> None:
    did = world.edit("Base", "spare :: Int\n", "nowhere :: Int\nnowhere = 1\n\nspare :: Int\n")
    assert did.ran == ["signature Base.nowhere", "values Base.nowhere", "values User.missing"]


def test_a_name_that_begins_to_shadow_another_retypes_its_users(world: World) -> None:
    world.edit("User", "alone = 1", "alone = own\n\nown :: Int\nown = 1")
    did = world.edit("Base", "spare :: Int\n", "own :: Int\nown = 2\n\nspare :: Int\n")
    assert "values User.alone" in did.ran
    assert "values User.own" not in did.ran
    assert world.codes("User").count("ScopeShadowing") == 1
    did = world.edit("User", "alone = own", "alone = add own own")
    assert did.ran == ["values User.alone"]
    assert world.codes("User").count("ScopeShadowing") == 2
    did = world.edit("User", "import Base\n", "import Base hiding (own)\n")
    assert "values User.alone" in [*did.ran, *did.found]
    assert "ScopeShadowing" not in world.codes("User")


def test_a_name_that_goes_retypes_those_who_used_it(world: World) -> None:
    did = world.edit("Base", "height _ = 1\n\n", "")
    assert "values User.second" in did.ran
    assert not {"values User.first", "values User.measured", "values User.alone"} & {*did.ran}


def test_a_fixity_retypes_those_who_use_the_operator(world: World) -> None:
    assert world.edit("Base", "infixl 6", "infixr 6").ran == ["values User.sum"]


def test_a_constructor_that_comes_retypes_those_who_match_on_its_type(world: World) -> None:
    did = world.edit("Base", "| Square Int", "| Square Int | Dot")
    assert {"types Base.Shape", "values Base.width"} <= {*did.ran}
    assert not {"values User.sum", "values User.alone", "values Far.most"} & {*did.ran}


def test_a_syntax_error_leaves_the_neighbours_alone(world: World) -> None:
    did = world.edit("Base", "spare = 1", "spare = (")
    assert [unit for unit in did.ran if not unit.endswith("Base.spare")] == []


def test_a_restart_types_nothing(world: World) -> None:
    world.workspace.commit("first")
    world.open()
    assert settle_and_trace(world.workspace) == ([], [])


def test_a_restart_after_a_changed_body_types_that_body(world: World) -> None:
    world.workspace.commit("first")
    path = world.root / "Base.nova"
    path.write_text(path.read_text().replace("spare = 1", "spare = 2"))
    world.open()
    assert settle_and_trace(world.workspace).ran == ["values Base.spare"]


def test_a_branch_seen_before_is_found_and_not_typed(world: World) -> None:
    path = world.root / "Base.nova"
    here = path.read_text()
    there = here.replace("height _ = 1", 'height _ = "one"').replace("spare = 1", "spare = 2")
    for text in (here, there):
        path.write_text(text)
        world.workspace.reload(path)
        settle(world.workspace)
        world.workspace.commit("a branch")
    path.write_text(here)
    world.open()
    assert settle_and_trace(world.workspace).ran == []


def test_what_is_unused_stays_in_place_when_its_body_changes(world: World) -> None:
    world.edit(
        "Base",
        "module Base where",
        "module Base (Shape(..), class Area, area, width, height, (+++), add) where",
    )
    world.edit("Base", "spare = 1", "spare = 2")
    file = world.workspace.files[world.root / "Base.nova"]
    places = {
        d.code: file.source.position_in(c, d.start, Encoding.UTF16)
        for c, d in world.workspace.diagnostics(file)
    }
    assert places["UnusedDeclaration"].line == 19

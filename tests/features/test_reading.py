"""Reading makes nothing run: every method of a snapshot and every feature, in each state that a workspace can be in."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import nova_ls.features
from nova_ls.base.keys import ElementKey, Space, element_key
from nova_ls.base.lines import Encoding
from nova_ls.compiler.baseline import Baseline
from nova_ls.compiler.state.module import Module
from nova_ls.features.actions.code_action import ActionKind
from nova_ls.features.actions.derived_instance import (
    SUPERCLASSES,
    derived_instance,
    has_instance,
)
from nova_ls.features.actions.fix_all import fix_all, safe_edits
from nova_ls.features.actions.organise_imports import organise_imports
from nova_ls.features.actions.quick_fixes import QUICK_FIXES, quick_fixes
from nova_ls.features.actions.refactorings import REFACTORINGS, refactorings
from nova_ls.features.as_declared import as_declared, local_as_declared
from nova_ls.features.code_lens import code_lenses
from nova_ls.features.completion.absent import (
    absent_constructors,
    absent_names,
    importer,
    modules_called,
)
from nova_ls.features.completion.candidate import Reach
from nova_ls.features.completion.completion import completion
from nova_ls.features.completion.declarations import defined_names, targets
from nova_ls.features.completion.lists import listable, listed_module
from nova_ls.features.completion.modules import importable_modules
from nova_ls.features.completion.names import named, names_in_scope, type_of
from nova_ls.features.completion.resolved_entry import completion_detail
from nova_ls.features.completion.spot import Spot, spot_at
from nova_ls.features.definition import definition
from nova_ls.features.document_highlight import document_highlight
from nova_ls.features.document_link import document_links
from nova_ls.features.document_symbols import document_symbols
from nova_ls.features.documentation import documentation
from nova_ls.features.exporters import exporters, exporting, reaches
from nova_ls.features.fold_synonyms import synonyms_of, useful_synonyms
from nova_ls.features.hint_kind import HintKind
from nova_ls.features.hints import hint, similar_modules
from nova_ls.features.hover import hover
from nova_ls.features.inlay_hints import InlayHint, inlay_hints, insertion, label
from nova_ls.features.item_list import ItemList
from nova_ls.features.lens_kind import LensKind
from nova_ls.features.missing_signature import missing_signature
from nova_ls.features.module_names import module_names
from nova_ls.features.record_labels import label_at, labels_in
from nova_ls.features.references import IncludeDeclaration, references, references_by_module, uses
from nova_ls.features.semantic_tokens import names_of, semantic_tokens
from nova_ls.features.signature import signature
from nova_ls.features.signature_help import signature_help
from nova_ls.features.type_search import (
    SignatureIndex,
    search_module,
    search_outside,
    sought_signature,
)
from nova_ls.features.workspace_symbols import workspace_symbols
from nova_ls.features.written_name import NameWriter
from nova_ls.features.written_type import SourceTypeWriter, written_signature, written_type
from nova_ls.history.last_change import LastChanges
from nova_ls.names.problems.imports import ModuleNotFound
from nova_ls.names.problems.scope import UnknownName
from nova_ls.types.core.type import TYPE, Type
from nova_ls.workspace.discovery import LIBRARY
from nova_ls.workspace.snapshot import LocalTarget, Place, Snapshot, listed_names
from nova_ls.workspace.workspace import Workspace
from tests.compiler.world import copy_of_library, retype, settle
from tests.features.idle import idle, idle_engine
from tests.features.navigation_readers import NAVIGATION

MAIN = """module Main where

import Helper (class Named, Box(..), name, (<+>))
import Data.Maybe (Maybe(..), fromMaybe)

-- | A sum.
total :: Int -> Int
total n = let m = n <+> 1 in fromMaybe m (Just n)

full = Full { size: 3 }

missing = fromJust absent

size box = case box of
  Full it -> it.size
  Empty -> total 0

instance Named Int where
  name _ = "int"
"""

SOUGHT = ("Int -> Int", "a -> Maybe a", "(")

HELPER = """-- | Help.
module Helper where

data Box = Full { size :: Int } | Empty

class Named a where
  name :: a -> String

infixl 6 plus as <+>

plus :: Int -> Int -> Int
plus a _ = a
"""


def open_shop(root: Path, database: Any) -> Workspace:
    """A workspace as the server has it right after its start: nothing is checked."""
    workspace = Workspace(root, Baseline(database, root, LIBRARY))
    workspace.scan()
    workspace.open_document(root / "Main.nova", MAIN, 1)
    return workspace


def _settled(workspace: Workspace) -> Workspace:
    settle(workspace)
    workspace.library.list_names()
    return workspace


def _opened_anew(workspace: Workspace) -> Workspace:
    settle(workspace)
    workspace.commit("saved")
    assert workspace.root is not None
    return open_shop(workspace.root, workspace.baseline.database)


def _restored(workspace: Workspace) -> Workspace:
    again = _settled(_opened_anew(workspace))
    assert again.program.modules["Helper"].is_restored
    return again


def _edited(workspace: Workspace) -> Workspace:
    settle(workspace)
    assert workspace.root is not None
    main, helper = workspace.root / "Main.nova", workspace.root / "Helper.nova"
    workspace.open_document(helper, HELPER, 1)
    retype(workspace, helper, "plus :: Int -> Int -> Int\nplus a _", "minus = 1\n\nplus a b")
    retype(workspace, main, "import Data.Maybe", "import Data.Array\nimport Data.Maybe")
    return workspace


STATES: dict[str, Callable[[Workspace], Workspace]] = {
    "nothing is checked": lambda workspace: workspace,
    "settled": _settled,
    "opened anew": _opened_anew,
    "restored": _restored,
    "edited": _edited,
}


QUICK = ("nothing is checked", "restored", "edited")


@pytest.fixture(
    params=[
        pytest.param(state, marks=[] if state in QUICK else pytest.mark.slow) for state in STATES
    ]
)
def workspace(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Workspace]:
    (tmp_path / "nova.toml").write_text("")
    (tmp_path / "Main.nova").write_text(MAIN)
    (tmp_path / "Helper.nova").write_text(HELPER)
    found = STATES[request.param](open_shop(tmp_path, copy_of_library()))
    yield found
    found.close()


# ---------------------------------------------------------------------------- what is read


class Reader:
    """One module of a workspace, with all that can be asked for: places, elements, local variables."""

    def __init__(self, workspace: Workspace) -> None:
        assert workspace.root is not None
        file = workspace.files[workspace.root / "Main.nova"]
        assert file.module is not None
        self.workspace, self.file, self.module = workspace, file, file.module
        self.snapshot = workspace.snapshot(Encoding.UTF16)
        self._spots: list[Spot] | None = None

    def offsets(self) -> range:
        return range(len(self.file.source.text) + 1)

    def types(self) -> list[Type]:
        """The types of what stands in the module."""
        found = [self.snapshot.type_at(self.module, offset) for offset in self.offsets()]
        return list({id(each[1]): each[1] for each in found if each is not None}.values())

    def spots(self) -> list[Spot]:
        if self._spots is None:
            found = (spot_at(self.module, offset) for offset in self.offsets())
            self._spots = [spot for spot in found if spot is not None]
        return self._spots

    def elements(self) -> list[ElementKey]:
        """Elements of modules that are known, that were not looked for, and of none."""
        names = (
            "total",
            "size",
            "plus",
            "Box",
            "Full",
            "Named",
            "<+>",
            "minus",
            "fromMaybe",
            "insert",
            "",
        )
        modules = ("Main", "Helper", "Data.Maybe", "Data.Map", "Prim", "Nowhere")
        known = [
            key for module in self.workspace.program.modules.values() for key in module.declared
        ]
        return known + [element_key(m, s, n) for m in modules for s in Space for n in names]

    def targets(self) -> list[ElementKey | LocalTarget]:
        uses = (self.snapshot.name_at(self.module, offset) for offset in self.offsets())
        local = {
            use.target for use in uses if use is not None and isinstance(use.target, LocalTarget)
        }
        return [*self.elements(), *local, LocalTarget(element_key("Main", Space.VALUE, "total"), 3)]

    def hints(self, snapshot: Snapshot) -> list[InlayHint]:
        chunks = self.module.source.chunks
        return list(inlay_hints(snapshot, self.module, chunks, frozenset(HintKind)))

    def places(self) -> list[Place]:
        chunks = self.file.source.chunks
        return [Place(self.module, chunk, n, n + 3) for chunk in chunks for n in range(20)]


def _modules_named(reader: Reader, read: Callable[[str], object]) -> None:
    for name in ("Main", "Helper", "Data.Maybe", "Data.Map", "Prim", "Nowhere"):
        read(name)


def _listed(snapshot: Snapshot, module: Module) -> list[object]:
    return [snapshot.interface(key) for key in module.asked.types]


SNAPSHOT: dict[str, Callable[[Reader, Snapshot], object]] = {
    "module": lambda r, s: _modules_named(r, s.module),
    "modules": lambda r, s: list(s.modules()),
    "exports": lambda r, s: _modules_named(r, s.exports),
    "is_known": lambda r, s: [s.is_known(p.module, p.chunk) for p in r.places()],
    "is_checked": lambda r, s: [s.is_checked(module) for module in s.modules()],
    "derived": lambda r, s: [s.derived(_listed, module) for module in s.modules()],
    "interface": lambda r, s: [s.interface(key) for key in r.elements()],
    "interface_hash": lambda r, s: [s.interface_hash(key) for key in r.elements()],
    "declared": lambda r, s: [s.declared(key) for key in r.elements()],
    "definition_of": lambda r, s: [s.definition_of(target) for target in r.targets()],
    "elements_in": lambda r, s: [list(s.elements_in(p.module, p.chunk)) for p in r.places()],
    "instances": lambda r, s: [list(s.instances(key)) for key in r.elements()],
    "ast": lambda r, s: [s.ast(key) for key in r.elements()],
    "name_at": lambda r, s: [s.name_at(r.module, offset) for offset in r.offsets()],
    "type_at": lambda r, s: [s.type_at(r.module, offset) for offset in r.offsets()],
    "type_of_span": lambda r, s: [s.type_of_span(place) for place in r.places()],
    "references_to": lambda r, s: [list(s.references_to(target)) for target in r.targets()],
    "askers": lambda r, s: [s.askers(m, key) for m in s.modules() for key in r.elements()],
    "asking": lambda r, s: [s.asking(m, m.asked) for m in s.modules()],
    "own_names": lambda r, s: [list(s.own_names(key)) for key in r.elements()],
    "class_of": lambda r, s: [s.class_of(key) for key in r.elements()],
    "may_mention": lambda r, s: [s.may_mention(m, t) for m in s.modules() for t in r.targets()],
    "recorded_mentions": lambda r, s: [
        list(s.recorded_mentions(m, key)) for m in s.modules() for key in r.elements()
    ],
    "references_in": lambda r, s: [
        list(s.references_in(m, t)) for m in s.modules() for t in r.targets()
    ],
}

REGISTERED = (*QUICK_FIXES, *[each for _, each in REFACTORINGS])
"""What `quick_fixes` and `refactorings` go through."""

FEATURES: dict[Callable[..., object], Callable[[Reader, Snapshot], object]] = {
    hover: lambda r, s: [hover(s, r.module, offset) for offset in r.offsets()],
    definition: lambda r, s: [definition(s, r.module, offset) for offset in r.offsets()],
    references: lambda r, s: [
        references(s, r.module, offset, IncludeDeclaration.INCLUDED) for offset in r.offsets()
    ],
    references_by_module: lambda r, s: [
        list(references_by_module(s, r.module, o, IncludeDeclaration.LEFT_OUT)) for o in r.offsets()
    ],
    document_highlight: lambda r, s: [document_highlight(s, r.module, o) for o in r.offsets()],
    completion: lambda r, s: [completion(s, spot) for spot in r.spots()],
    absent_names: lambda r, s: [list(absent_names(s, x, (Space.VALUE,))) for x in r.spots()],
    absent_constructors: lambda r, s: [
        list(absent_constructors(s, r.spots()[0], key)) for key in r.elements()
    ],
    importer: lambda r, s: importer(s, r.module),
    modules_called: lambda r, s: modules_called(s, importer(s, r.module), "Map"),
    defined_names: lambda r, s: [list(defined_names(s, spot)) for spot in r.spots()],
    targets: lambda r, s: [list(targets(s, spot)) for spot in r.spots()],
    listable: lambda r, s: [
        list(listable(s, spot.cursor, ItemList("Helper", None), "")) for spot in r.spots()
    ],
    importable_modules: lambda r, s: list(importable_modules(s, r.module, "")),
    names_in_scope: lambda r, s: [list(names_in_scope(s, x, (Space.VALUE,))) for x in r.spots()],
    named: lambda r, s: [
        named(s, k.name, k, Reach.OPEN)
        for k in r.elements()
        if k.space not in (Space.INSTANCE, Space.MODULE)
    ],
    type_of: lambda r, s: [type_of(s, key) for key in r.elements()],
    completion_detail: lambda r, s: [completion_detail(s, key) for key in r.elements()],
    signature_help: lambda r, s: [signature_help(s, spot) for spot in r.spots()],
    document_symbols: lambda r, s: [document_symbols(s, module) for module in s.modules()],
    semantic_tokens: lambda r, s: [
        semantic_tokens(s, r.module, chunk, names_of(chunk)) for chunk in r.module.source.chunks
    ],
    inlay_hints: lambda r, s: r.hints(s),
    label: lambda r, s: [label(s, h, SourceTypeWriter(s, r.module)) for h in r.hints(s)],
    insertion: lambda r, s: [insertion(s, hint) for hint in r.hints(s)],
    listed_names: lambda r, s: [
        list(listed_names(s, r.module, chunk)) for chunk in r.module.source.chunks
    ],
    document_links: lambda r, s: [list(document_links(s, m)) for m in s.modules()],
    sought_signature: lambda r, s: [sought_signature(s, text) for text in SOUGHT],
    search_module: lambda r, s: [
        list(search_module(s, SignatureIndex(), module, sought))
        for text in SOUGHT
        for module in s.modules()
        if (sought := sought_signature(s, text)) is not None
    ],
    search_outside: lambda r, s: [
        list(search_outside(s, SignatureIndex(), name, sought))
        for text in SOUGHT
        for name in ("Data.Map.Internal", "Nowhere")
        if (sought := sought_signature(s, text)) is not None
    ],
    workspace_symbols: lambda r, s: [workspace_symbols(s, query) for query in ("", "plus", "a")],
    module_names: lambda r, s: module_names(s),
    signature: lambda r, s: [signature(s, key) for key in r.elements()],
    documentation: lambda r, s: [documentation(s, key) for key in r.elements()],
    quick_fixes: lambda r, s: list(quick_fixes(s, r.module, 0, r.offsets().stop)),
    refactorings: lambda r, s: [
        list(refactorings(s, r.module, offset, offset, ActionKind)) for offset in r.offsets()
    ],
    organise_imports: lambda r, s: [list(organise_imports(s, module)) for module in s.modules()],
    fix_all: lambda r, s: [list(fix_all(s, module)) for module in s.modules()],
    safe_edits: lambda r, s: safe_edits(s, r.module),
    hint: lambda r, s: [
        hint(s, r.module, problem)
        for problem in (
            UnknownName(Space.VALUE, "M.lookup", ()),
            UnknownName(Space.MODULE, "Map", ()),
            ModuleNotFound("Data.Lisst"),
        )
    ],
    similar_modules: lambda r, s: similar_modules(s, "Data.Lisst"),
    exporting: lambda r, s: [exporting(s, key.name) for key in r.elements()],
    exporters: lambda r, s: [exporters(s, r.module, key) for key in r.elements()],
    reaches: lambda r, s: [reaches(s, module.name, r.module.name) for module in s.modules()],
    synonyms_of: lambda r, s: [synonyms_of(s, module) for module in s.modules()],
    useful_synonyms: lambda r, s: useful_synonyms(s, r.elements()),
    written_type: lambda r, s: [written_type(s, r.module, type) for type in r.types()],
    written_signature: lambda r, s: [
        written_signature(s, r.module, "f", type) for type in r.types()
    ],
    derived_instance: lambda r, s: [
        derived_instance(s, NameWriter(s, r.module), each, key, 0)
        for each in SUPERCLASSES
        for key in r.elements()
    ],
    has_instance: lambda r, s: [
        has_instance(s, each, k) for each in SUPERCLASSES for k in r.elements()
    ],
    as_declared: lambda r, s: [as_declared(s, key, TYPE) for key in r.elements()],
    local_as_declared: lambda r, s: [local_as_declared(s, key, 0, TYPE) for key in r.elements()],
    missing_signature: lambda r, s: [missing_signature(s, key) for key in r.elements()],
    uses: lambda r, s: [uses(s, key) for key in r.elements()],
    label_at: lambda r, s: [label_at(s, r.module, offset) for offset in r.offsets()],
    labels_in: lambda r, s: [
        list(labels_in(s, r.module, chunk)) for chunk in r.module.source.chunks
    ],
}

FEATURES |= NAVIGATION

WITHOUT_SNAPSHOT: dict[Callable[..., object], Callable[[Reader], object]] = {
    code_lenses: lambda r: list(code_lenses(r.module, frozenset(LensKind))),
    listed_module: lambda r: [listed_module(r.module, offset) for offset in r.offsets()],
}


def test_no_method_of_a_snapshot_makes_anything_run(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = Reader(workspace)
    with idle(monkeypatch):
        for read in SNAPSHOT.values():
            read(reader, reader.snapshot)


def test_no_feature_makes_anything_run(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = Reader(workspace)
    with idle(monkeypatch):
        for read in FEATURES.values():
            read(reader, reader.snapshot)
        for look in WITHOUT_SNAPSHOT.values():
            look(reader)


def test_the_last_author_makes_nothing_run(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    changes, keys = LastChanges(workspace), Reader(workspace).elements()
    with idle_engine(monkeypatch):
        for key in keys:
            changes.standing(key)
            changes.named(changes.declaration_of(key))


def test_every_method_is_among_those() -> None:
    methods = inspect.getmembers(Snapshot, inspect.isfunction)
    assert {name for name, _ in methods if not name.startswith("_")} == SNAPSHOT.keys()


def test_every_feature_is_among_those() -> None:
    assert set(_functions_over_snapshots()) - set(REGISTERED) == FEATURES.keys()


def _functions_over_snapshots() -> Iterator[Callable[..., object]]:
    for found in pkgutil.walk_packages(nova_ls.features.__path__, "nova_ls.features."):
        module = importlib.import_module(found.name)
        for name, function in inspect.getmembers(module, inspect.isfunction):
            first = next(iter(inspect.signature(function).parameters.values()), None)
            if not name.startswith("_") and first is not None and first.annotation == "Snapshot":
                yield function


# ---------------------------------------------------------------------------- not known yet


def test_right_after_a_start_nothing_is_known(tmp_path: Path) -> None:
    (tmp_path / "nova.toml").write_text("")
    (tmp_path / "Helper.nova").write_text(HELPER)
    workspace = open_shop(tmp_path, copy_of_library())
    reader = Reader(workspace)
    chunk, _ = reader.file.source.chunk_at(MAIN.index("total n"))
    maybe = element_key("Data.Maybe", Space.VALUE, "fromMaybe")
    assert not reader.snapshot.is_known(reader.module, chunk)
    assert reader.snapshot.importable is None
    assert reader.snapshot.module("Data.Maybe") is None
    assert reader.snapshot.declared(maybe) is None
    assert reader.snapshot.exports("Helper") is None
    settle(workspace)
    assert reader.snapshot.is_known(reader.module, chunk)
    assert reader.snapshot.declared(maybe) is not None
    assert reader.snapshot.exports("Helper") is not None
    workspace.close()


def test_a_declaration_whose_chunk_has_gone_is_found_in_the_text(tmp_path: Path) -> None:
    (tmp_path / "nova.toml").write_text("")
    (tmp_path / "Helper.nova").write_text(HELPER)
    workspace = open_shop(tmp_path, copy_of_library())
    _edited(workspace)
    reader = Reader(workspace)
    plus = element_key("Helper", Space.VALUE, "plus")
    found = reader.snapshot.definition_of(plus)
    assert found is not None and found.text == "plus"
    assert found.module.source.has(found.chunk)
    for place in reader.snapshot.references_to(plus):
        assert place.module.source.has(place.chunk)
    workspace.close()

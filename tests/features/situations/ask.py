"""What each feature answers at the cursor of a fixture, as lines that a person can read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from nova_ls.base.keys import ElementKey
from nova_ls.compiler.queries.probe import NOTHING_PROBED, Probed, probe
from nova_ls.features.actions.code_action import ActionKind
from nova_ls.features.actions.quick_fixes import quick_fixes
from nova_ls.features.actions.refactorings import refactorings
from nova_ls.features.call_hierarchy import called_at, incoming_calls, outgoing_calls
from nova_ls.features.completion.completion import completion
from nova_ls.features.completion.spot import Spot, spot_at
from nova_ls.features.declaration import declaration
from nova_ls.features.definition import definition
from nova_ls.features.document_highlight import document_highlight
from nova_ls.features.document_link import document_links
from nova_ls.features.document_symbols import document_symbols
from nova_ls.features.folding_range import folding_range
from nova_ls.features.hint_kind import AS_EVER
from nova_ls.features.hover import hover
from nova_ls.features.implementation import implementation
from nova_ls.features.inlay_hints import inlay_hints, label
from nova_ls.features.linked_editing import linked_editing
from nova_ls.features.references import IncludeDeclaration, references
from nova_ls.features.rename.rename import rename
from nova_ls.features.rename.rename_refused import RenameRefused
from nova_ls.features.selection_range import selection_range
from nova_ls.features.semantic_tokens import names_of, semantic_tokens
from nova_ls.features.signature_help import signature_help
from nova_ls.features.type_definition import type_definition
from nova_ls.features.type_hierarchy import subtypes, supertypes, typed_at
from nova_ls.features.workspace_symbols import workspace_symbols
from nova_ls.features.written_names import TokenKind
from nova_ls.features.written_type import SourceTypeWriter
from nova_ls.workspace.snapshot import Place
from tests.features.fixture import Fixture

Ask = Callable[[Fixture], list[str]]


def _line(place: Place) -> str:
    source = place.module.source
    start = source.offset_of(place.chunk, place.start)
    text = source.text
    end = text.find("\n", start)
    line = text[text.rfind("\n", 0, start) + 1 : len(text) if end < 0 else end]
    return f"{place.module.name}: {line.strip()}"


def _lines(places: Iterable[Place]) -> list[str]:
    return sorted(_line(place) for place in places)


def _at(ask: Callable[..., list[Place]], *more: object) -> Ask:
    return lambda f: _lines(ask(f.snapshot, f.module, f.offset, *more))


def _rename(f: Fixture) -> list[str]:
    """The lines that a renaming changes, or why there is none."""
    word = f.module.source.text[f.offset]
    try:
        change = rename(f.snapshot, f.module, f.offset, "Fresh" if word.isupper() else "fresh")
    except RenameRefused as refusal:
        return [str(refusal)]
    found: list[str] = []
    for module, edits in change.edits.items():
        text = module.source.text
        for edit in reversed(edits):
            text = text[: edit.start] + edit.text + text[edit.end :]
        found += [f"{module.name}: {one.strip()}" for one in text.split("\n") if "resh" in one]
    return sorted(found)


def _probed(f: Fixture) -> tuple[Spot | None, Probed]:
    spot = spot_at(f.module, f.offset)
    if spot is None or not spot.declarations:
        return spot, NOTHING_PROBED
    return spot, probe(f.workspace.program.answers, f.module, spot.declarations)


def _completion(f: Fixture) -> list[str]:
    spot, probed = _probed(f)
    found = None if spot is None else completion(f.snapshot, spot, probed)
    return [] if found is None else [entry.label for entry in found.entries][:4]


def _signature_help(f: Fixture) -> list[str]:
    spot, probed = _probed(f)
    found = None if spot is None else signature_help(f.snapshot, spot, probed)
    if found is None:
        return []
    start, end = found.parameters[found.active]
    return [found.label, found.label[start:end]]


def _hover(f: Fixture) -> list[str]:
    found = hover(f.snapshot, f.module, f.offset)
    return [] if found is None else [one for one in found.text.split("\n") if one.strip("`nova")]


def _calls(f: Fixture) -> list[str]:
    key = called_at(f.snapshot, f.module, f.offset)
    assert key is not None
    into = [f"< {_name(call.other)}" for call in incoming_calls(f.snapshot, key)]
    return into + [f"> {_name(call.other)}" for call in outgoing_calls(f.snapshot, key)]


def _types(f: Fixture) -> list[str]:
    key = typed_at(f.snapshot, f.module, f.offset)
    assert key is not None
    above = [f"^ {_name(each)}" for each in supertypes(f.snapshot, key)]
    return above + [f"v {_name(each)}" for each in subtypes(f.snapshot, key)]


def _name(key: ElementKey) -> str:
    return f"{key.namespace}.{key.name}"


def _hints(f: Fixture) -> list[str]:
    writer = SourceTypeWriter(f.snapshot, f.module)
    found = inlay_hints(f.snapshot, f.module, f.module.source.chunks, AS_EVER)
    return [f"{one.at.text} {label(f.snapshot, one, writer)}" for one in found]


def _tokens(f: Fixture) -> list[str]:
    """Those of the declaration around the cursor."""
    chunk, _ = f.module.source.chunk_at(f.offset)
    found = semantic_tokens(f.snapshot, f.module, chunk, names_of(chunk))
    origin = chunk.origin
    return [
        f"{chunk.text[origin + one.start : origin + one.end]} {TokenKind(one.kind).label}"
        for one in found
    ]


def _selection(f: Fixture) -> list[str]:
    text = f.module.source.text
    return [text[start:end] for start, end in selection_range(f.module, f.offset)[:3]]


def _folds(f: Fixture) -> list[str]:
    text = f.module.source.text
    return [text[fold.start : fold.end].split("\n")[0] for fold in folding_range(f.module)]


def _links(f: Fixture) -> list[str]:
    found = document_links(f.snapshot, f.module)
    return [
        f"{one.place.text} {one.target if isinstance(one.target, str) else one.target.name}"
        for one in found
    ]


def _workspace_symbols(f: Fixture) -> list[str]:
    """Those that are called like the word at the cursor, the closest first."""
    text = f.module.source.text
    word = text[f.offset :].split(maxsplit=1)[0]
    return [_line(one.name_place) for one in workspace_symbols(f.snapshot, word)][:2]


def _actions(f: Fixture) -> list[str]:
    at = f.offset
    found = [*quick_fixes(f.snapshot, f.module, at, at)]
    found += refactorings(f.snapshot, f.module, at, at, ActionKind)
    return [action.title for action in found]


FEATURES: Final[dict[str, Ask]] = {
    "definition": _at(definition),
    "declaration": _at(declaration),
    "type definition": _at(type_definition),
    "implementation": _at(implementation),
    "references": _at(references, IncludeDeclaration.INCLUDED),
    "highlight": lambda f: _lines(
        one.place for one in document_highlight(f.snapshot, f.module, f.offset)
    ),
    "rename": _rename,
    "completion": _completion,
    "hover": _hover,
    "signature help": _signature_help,
    "call hierarchy": _calls,
    "type hierarchy": _types,
    "linked editing": lambda f: _lines(linked_editing(f.module, f.offset)),
    "inlay hints": _hints,
    "semantic tokens": _tokens,
    "selection range": _selection,
    "folding": _folds,
    "document links": _links,
    "document symbols": lambda f: [s.name for s in document_symbols(f.snapshot, f.module)],
    "workspace symbols": _workspace_symbols,
    "actions": _actions,
}

OF_MODULES: Final = frozenset(
    ("inlay hints", "folding", "document links", "document symbols", "workspace symbols")
)
"""Features that tell of a whole module or more: of one with more in it they tell more."""

"""What may stand at the cursor, the likeliest first.

Types and documentation are told one by one, when the user looks at an entry (`resolved_entry.py`); the types of the first ones stand
beside them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final

from nova_ls.base.keys import Space
from nova_ls.compiler.queries.probe import NOTHING_PROBED, Probed
from nova_ls.features.completion.absent import ENOUGH, absent_constructors, absent_names
from nova_ls.features.completion.candidate import Candidate, Completion, Completions, Reach
from nova_ls.features.completion.declarations import defined_names, targets
from nova_ls.features.completion.fields import fields, has_known_fields, wanted_field
from nova_ls.features.completion.fit import Fit, WantedType, is_deprecated
from nova_ls.features.completion.keywords import keywords
from nova_ls.features.completion.lists import list_at, listable
from nova_ls.features.completion.local_variables import local_variables, type_variables
from nova_ls.features.completion.modules import importable_modules
from nova_ls.features.completion.names import names_in_scope, qualifiers
from nova_ls.features.completion.ranking import ranked
from nova_ls.features.completion.shown_types import ShownTypes
from nova_ls.features.completion.spot import HOLE, Spot, SpotKind
from nova_ls.features.completion.word import Word
from nova_ls.features.item_list import is_module_wanted
from nova_ls.types.core.type import Type
from nova_ls.workspace.snapshot import Snapshot

MOST: Final = 500
"""So many entries are given; who wants others types on."""

TYPED: Final = 100
"""So many of them have their types beside them."""

_VALUES: Final = (Space.VALUE, Space.CONSTRUCTOR)
_TYPES: Final = (Space.TYPE, Space.CLASS)
_SPACES: Final = {
    SpotKind.VALUE: _VALUES,
    SpotKind.PATTERN: (Space.CONSTRUCTOR,),
    SpotKind.TYPE: _TYPES,
    SpotKind.CLASS: (Space.CLASS,),
    SpotKind.OPERATOR: (Space.VALUE_OPERATOR,),
    SpotKind.TYPE_OPERATOR: (Space.TYPE_OPERATOR,),
}


def completion(snapshot: Snapshot, spot: Spot, probed: Probed = NOTHING_PROBED) -> Completions:
    """`probed`: what came of checking the declarations of the spot."""
    listed = _listed(snapshot, spot)
    if listed is not None:
        word, candidates = listed
        return _completions(snapshot, spot, word, candidates, None)
    wanted = _wanted(spot, probed)
    candidates = chain(_candidates(snapshot, spot, probed), keywords(spot))
    is_begun = len(spot.word.typed) >= ENOUGH or spot.word.qualifier
    if spot.kind is SpotKind.PATTERN and wanted is not None and wanted.head and not is_begun:
        candidates = chain(candidates, absent_constructors(snapshot, spot, wanted.head))
    return _completions(snapshot, spot, spot.word, candidates, wanted, _has_absent(snapshot, spot))


def _has_absent(snapshot: Snapshot, spot: Spot) -> bool:
    """Whether there may be names to import that are not offered yet: before enough letters, and before all modules were read."""
    if spot.kind not in _SPACES or spot.word.qualifier:
        return False
    exported = snapshot.exported
    is_begun = spot.word.is_operator or len(spot.word.typed) >= ENOUGH
    return not is_begun or exported is None or not exported.is_complete


def _listed(snapshot: Snapshot, spot: Spot) -> tuple[Word, Iterator[Candidate]] | None:
    """In imports and headers."""
    cursor, word = spot.cursor, spot.word
    dotted = word.dotted + word.typed
    length = len(dotted)
    whole = Word(word.cursor - length, word.cursor, word.end, dotted)
    if is_module_wanted(cursor.tokens, cursor.count_before(length)):
        return whole, importable_modules(snapshot, spot.module, dotted)
    listed = list_at(cursor, word.length)
    if listed is None:
        return None
    if listed.keyword == "module":
        word = whole
    elif word.dotted and not word.is_operator:
        return word, iter(())  # `T(..)` is being written.
    elif word.is_operator and not listed.is_operator:
        opening = cursor.before.rindex("(") + 1
        typed = cursor.before[opening:]
        word = Word(word.cursor - len(typed), word.cursor, word.end, typed, is_operator=True)
        if len(typed.strip()) == len(typed):
            listed = list_at(cursor, 0)
    if listed is None:
        return None
    return word, listable(snapshot, cursor, listed, word.typed)


def _candidates(snapshot: Snapshot, spot: Spot, probed: Probed) -> Iterator[Candidate]:
    module, word = spot.module, spot.word
    spaces = _SPACES.get(spot.kind, ())
    if spot.kind in (SpotKind.FIELD, SpotKind.LITERAL, SpotKind.UPDATE, SpotKind.FIELD_PATTERN):
        yield from fields(spot, probed)
        if spot.kind is SpotKind.LITERAL and not has_known_fields(spot, probed):
            yield from local_variables(spot, probed)
    elif spot.kind in (SpotKind.TARGET, SpotKind.TYPE_TARGET):
        yield from targets(snapshot, spot)
    else:
        yield from defined_names(snapshot, spot)
    if not word.qualifier:
        if spot.kind is SpotKind.VALUE:
            yield from local_variables(spot, probed)
        elif spot.kind is SpotKind.TYPE:
            yield from type_variables(spot)
    if spaces:
        yield from names_in_scope(snapshot, spot, spaces)
        if not word.is_operator:
            yield from qualifiers(module, word.qualifier, word.typed)
        yield from absent_names(snapshot, spot, spaces)


def _wanted(spot: Spot, probed: Probed) -> WantedType | None:
    type: Type | None = None
    match spot.kind:
        case SpotKind.VALUE:
            hole = probed.holes.get(HOLE)
            type = None if hole is None else hole.type
        case SpotKind.PATTERN:
            type = None if spot.asked is None else probed.types.get(spot.asked)
        case _:
            return wanted_field(spot, probed)
    return None if type is None else WantedType(type)


def _completions(
    snapshot: Snapshot,
    spot: Spot,
    word: Word,
    candidates: Iterable[Candidate],
    wanted: WantedType | None,
    has_others: bool = False,
) -> Completions:
    if word is not spot.word:
        spot = Spot(spot.cursor, word, spot.kind)
    types = ShownTypes(snapshot, spot.module)
    found = ranked(spot, _distinct(candidates), wanted)
    if spot.word.is_whole_hole and wanted is not None:
        found = [each for each in found if each[1] is not Fit.NONE]
    entries = [
        _entry(candidate, fit, types if number < TYPED else None)
        for number, (_, fit, candidate) in enumerate(found[:MOST])
    ]
    return Completions(word, entries, len(found) <= MOST and not has_others)


def _distinct(candidates: Iterable[Candidate]) -> Iterator[Candidate]:
    """Without the names that a nearer one hides."""
    local: set[str] = set()
    for candidate in candidates:
        if candidate.reach is Reach.LOCAL:
            if candidate.label in local:
                continue
            local.add(candidate.label)
        elif (
            candidate.label in local
            and candidate.kind is not None
            and (candidate.key is not None and candidate.key.space is Space.VALUE)
        ):
            continue
        yield candidate


def _entry(candidate: Candidate, fit: Fit, types: ShownTypes | None) -> Completion:
    type = candidate.type
    detail = "" if type is None or types is None else types.shown(type)
    return Completion(
        candidate.label,
        candidate.kind,
        candidate.key,
        detail,
        candidate.snippet,
        candidate.importable,
        is_deprecated(type) or (types is not None and types.says_deprecated(candidate.key)),
        fit is Fit.EXACT,
    )

"""The order in which candidates are offered.

First how well a name fits what is typed, then whether it is in scope, then its type, how near it is, and last its name.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from nova_ls.features.completion.candidate import Candidate, CompletionKind, Reach
from nova_ls.features.completion.fit import Fit, WantedType
from nova_ls.features.completion.matching import Match, match
from nova_ls.features.completion.spot import Spot, SpotKind

Ranked: TypeAlias = tuple[tuple[object, ...], Fit, Candidate]


def ranked(spot: Spot, candidates: Iterable[Candidate], wanted: WantedType | None) -> list[Ranked]:
    """The candidates in order, each with what decides it. The word itself is none of them."""
    typed = spot.word.typed
    found: list[Ranked] = []
    for candidate in candidates:
        if _is_word_itself(spot, candidate):
            continue
        fit = _fit(spot, candidate, wanted)
        found.append((_rank(spot, candidate, fit, typed), fit, candidate))
    found.sort(key=_first)
    return found


def _first(entry: Ranked) -> tuple[object, ...]:
    return entry[0]


def _is_word_itself(spot: Spot, candidate: Candidate) -> bool:
    """Whether the word is the name of what is just being declared, in nothing but this text."""
    key = candidate.key
    if key is None or candidate.label != spot.word.typed or spot.kind is not SpotKind.TOP:
        return False
    declared = spot.module.declared.get(key)
    return declared is not None and declared.chunk is spot.cursor.chunk


def _fit(spot: Spot, candidate: Candidate, wanted: WantedType | None) -> Fit:
    if wanted is None or candidate.type is None:
        return Fit.ANYTHING if candidate.reach is Reach.KEYWORD else Fit.UNKNOWN
    fit = wanted.fit(candidate.type)
    is_pattern = spot.kind is SpotKind.PATTERN and fit is Fit.APPLIED
    return Fit.EXACT if is_pattern else fit


def _rank(spot: Spot, candidate: Candidate, fit: Fit, typed: str) -> tuple[object, ...]:
    reach = candidate.reach
    how = match(typed, candidate.label) or Match.PREFIX
    if typed and candidate.label[: len(typed)] != typed and how is Match.PREFIX:
        how = Match.LETTERS  # Its name matches without what stands around it.
    is_keyword = candidate.kind is CompletionKind.KEYWORD
    is_first = spot.kind is SpotKind.TOP and (is_keyword or reach is Reach.LOCAL)
    is_constructor = spot.kind is SpotKind.PATTERN and fit is Fit.EXACT
    return (
        how,
        Reach.KEYWORD if is_constructor else max(reach, Reach.KEYWORD),
        not is_first,
        fit,
        reach,
        candidate.nearness,
        candidate.label,
    )

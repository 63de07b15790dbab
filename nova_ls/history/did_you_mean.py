"""Names that a person may have meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Final

_CUTOFF: Final = 0.6
_SHOWN: Final = 3


def near(name: str, known: Iterable[str]) -> list[str]:
    """The known names most like one, in full or by their last parts, the nearest first."""
    by_part: dict[str, list[str]] = {}
    for full in known:
        for part in {full, full.rpartition(".")[2] if "." in full else full}:
            by_part.setdefault(part.lower(), []).append(full)
    parts = get_close_matches(name.lower(), by_part, n=_SHOWN, cutoff=_CUTOFF)
    return list(dict.fromkeys(full for part in parts for full in sorted(by_part[part])))[:_SHOWN]


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """The end of a sentence about a name that nothing has; empty where nothing is like it."""
    found = near(name, known)
    return f"; did you mean {' or '.join(found)}?" if found else ""

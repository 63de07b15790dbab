"""Names of declarations, branches and commands that a person may have meant."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from nova_ls.base.similar_names import similar_names

_SHOWN: Final = 3


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """The end of a sentence about a name that nothing has; empty where nothing is like it.

    A name with dots is found by its last part too.
    """
    by_part: dict[str, list[str]] = {}
    for full in known:
        for part in {full, full.rpartition(".")[2] if "." in full else full}:
            by_part.setdefault(part, []).append(full)
    found = dict.fromkeys(
        full for part in similar_names(name, by_part) for full in sorted(by_part[part])
    )
    return f"; did you mean {' or '.join(list(found)[:_SHOWN])}?" if found else ""

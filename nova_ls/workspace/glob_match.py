"""Whether a path that is not on disk is one that a glob of the manifest means.

Time grows with the length of the path times that of the glob: a regular expression would try all ways to share the path among the stars.
"""

from __future__ import annotations

import re
from typing import Final

_PART: Final = re.compile(r"\*\*/|\*\*|\*|\?|(?s:.)")
_FOLDERS: Final = "**/"
_INSIDE: Final = "inside folders"
_STARS: Final = ("*", "**", _INSIDE)


def glob_matches(glob: str, path: str) -> bool:
    """`*` and `?` stay within a folder; `**/` stands for any folders, `**` for any text."""
    parts = [step for part in _PART.findall(glob) for step in _steps(part)]
    places = _reached(parts, {0})
    for character in path:
        places = _reached(parts, {end for at in places for end in _after(parts, at, character)})
    return len(parts) in places


def _steps(part: str) -> tuple[str, ...]:
    return (_FOLDERS, _INSIDE) if part == _FOLDERS else (part,)


def _reached(parts: list[str], places: set[int]) -> set[int]:
    """With the places that can be reached from `places` without a character."""
    left = list(places)
    while left:
        at = left.pop()
        part = parts[at] if at < len(parts) else ""
        ends = (at + 1, at + 2) if part == _FOLDERS else (at + 1,) if part in ("*", "**") else ()
        new = [end for end in ends if end not in places]
        places.update(new)
        left += new
    return places


def _after(parts: list[str], at: int, character: str) -> tuple[int, ...]:
    """The places behind `character` where a part begins or goes on at `at`."""
    part = parts[at] if at < len(parts) else ""
    if part in _STARS:
        if character != "/":
            return (at,)
        return {"*": (), "**": (at,), _INSIDE: (at, at + 1)}[part]
    is_taken = part == character or (part == "?" and character != "/")
    return (at + 1,) if is_taken else ()

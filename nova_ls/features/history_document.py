"""The versions of a declaration as a text to be read: each with the patch that made it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import unified_diff
from typing import Any, Final

from nova_ls.base.times import show_age, show_time

_ID: Final = 10  # hexadecimal digits


def history_document(name: str, versions: Sequence[dict[str, Any]], now: float) -> str:
    """Versions as `nova/history` has them, newest first, in the form that editors show as a patch."""
    parts = [f"History of {name}, newest first\n"]
    for version, previous in zip(versions, [*versions[1:], None], strict=True):
        by = f"Author: {version['author']}\n" if version["author"] else ""
        parts.append(
            f"\ncommit {version['commit'][:_ID]} ({version['change']}, "
            f"{show_age(now - version['time'])})\n{by}Date:   {show_time(version['time'])}\n\n"
        )
        old = "" if previous is None else previous["text"] or ""
        parts.extend(_patch(old, version["text"] or ""))
    return "".join(parts)


def history_lines(
    versions: Sequence[dict[str, Any]], now: float, most: int | None = None
) -> Iterator[str]:
    """A line for each version, newest first."""
    for version in versions[:most]:
        by = f" by {version['author']}" if version["author"] else ""
        age = show_age(now - version["time"])
        yield f"{version['commit'][:_ID]}  {version['change']} {age}{by}"
    if most is not None and len(versions) > most:
        yield f"and {len(versions) - most} more"


def _patch(old: str, new: str) -> Iterator[str]:
    lines = unified_diff(old.splitlines(True), new.splitlines(True), "before", "after", n=1000)
    return (line if line.endswith("\n") else line + "\n" for line in lines)

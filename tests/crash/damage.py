"""Damage to the database's files, and that nobody is the worse for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

from nova_ls.workspace.history.fsck import check_all, repair_all
from nova_ls.workspace.open_workspace import open_workspace
from tests.crash.children import Say
from tests.crash.looks import checked, clean

_PAGES = (16, 512, 4096)


def damage(folder: Path, chance: Random) -> str:
    """Let a page of a file have other bytes, or the file end earlier; where, for the report."""
    files = [
        path for path in sorted(folder.iterdir()) if path.stat().st_size and path.suffix != ".json"
    ]
    file = chance.choice(files)
    data = bytearray(file.read_bytes())
    size = min(chance.choice(_PAGES), len(data))
    start = chance.randrange(max(1, len(data) - size + 1))
    match chance.randrange(4):
        case 0:
            what, data[start : start + size] = "zeros", bytes(size)
        case 1:
            what, data[start : start + size] = "noise", chance.randbytes(size)
        case 2:
            what = "one bit"
            data[start] ^= 1 << chance.randrange(8)
        case _:
            what = "end"
            del data[start:]
    file.write_bytes(data)
    return f"{file.name}: {what} at {start}"


def healed(root: Path, say: Say) -> Iterator[str]:
    """What does not hold after damage; `say` gets what the user is told."""
    opened = open_workspace(root, root / ".nova")
    say(notices=list(opened.notices))
    yield from (f"not one line: {line!r}" for line in opened.notices if "\n" in line)
    aside = list(root.glob(".nova-damaged-*"))
    if [path.name for path in aside if path.name in "".join(opened.notices)] != [
        p.name for p in aside
    ]:
        yield "set aside without a word"
    database = opened.workspace.baseline.database
    faults = check_all(database)
    say(faults=[fault.kind.value for fault in faults])
    opened.workspace.close()
    # A check comes first half of the time: it must be right whether or not anybody has asked fsck.
    for problem in checked(root):
        yield f"check: {problem}"
    opened = open_workspace(root, root / ".nova")
    _, left = repair_all(opened.workspace.baseline.database)
    say(left=[fault.message for fault in left])
    opened.workspace.close()
    for problem in (*checked(root), *clean(root)):
        yield f"after the repair: {problem}"

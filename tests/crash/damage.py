"""Damage to the database's files, which must harm nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

from tests.crash.children import Say
from tests.crash.looks import checked, clean
from tests.crash.operations import call, unchanged_history

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


def healed(root: Path, way: int, say: Say) -> Iterator[str]:
    """What does not hold after damage, whichever command is the first to meet it; `say` gets what the user reads."""
    fsck, check, repair = (
        ["fsck", "-C", str(root)],
        ["check", str(root)],
        ["fsck", "-C", str(root), "--repair"],
    )
    before = [[fsck], [check], [repair], [fsck, check, check]][way % 4]
    read = ""
    for command in [*before, repair, check, repair, check, fsck]:
        status, errors = call(command)
        read += errors
        say(command=command[0], status=status, read=errors)
        if any(len(line) > 600 for line in errors.splitlines()):
            yield f"{command[0]} says more than a line: {errors}"
        if status == 2 and command is not fsck:
            yield f"{command[0]} is refused: {errors}"
    if status != 0:
        yield f"fsck still finds faults: {errors}"
    aside = [path.name for path in root.glob(".nova-damaged-*")]
    if not all(name in read for name in aside):
        yield f"set aside without a word: {aside}"
    if not aside and "repaired" not in read:
        yield from unchanged_history(root)
    yield from checked(root)
    yield from clean(root)

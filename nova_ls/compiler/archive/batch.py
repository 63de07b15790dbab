"""What one commit writes, and what is ready to be written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from nova_ls.base.keys import ElementKey
from nova_ls.base.slotted import value
from nova_ls.compiler.archive.module_record import ModuleRecord
from nova_ls.compiler.model.outcome import Outcome, Scheme
from nova_ls.compiler.model.units import Unit
from nova_ls.log.commit import Commit
from nova_ls.log.entry import Draft, EntryId


@dataclass(slots=True)
class ModuleToCommit:
    """A module that is to be committed.

    `entries`: where the log has each of its units, those apart that this commit pushes; they are filled in. `draft`: of its own entry; None
    for modules that are not the workspace's own, and those that are as another branch had them.
    """

    path: Path
    record: ModuleRecord
    entries: dict[Unit, EntryId]
    draft: Draft | None


@value
class WrittenAhead:
    """A new module of which all is written but that it is committed: what a commit has to say of it. `branch`: whose record it is."""

    path: Path
    branch: str
    record: ModuleRecord


@dataclass(slots=True)
class Batch:
    """What one commit writes.

    `outcomes` with what gives the texts they were computed from; `gone`: units that no longer exist. `schemes`: None for elements
    that no longer exist; `untyped`: those without a typed AST; `pointers`: to those that are in the log already. `removed`: modules that no longer exist, with their files. `suspects`: those that were not looked at, though what they rely on changed.
    `unrecorded`: modules, changed or removed, of which there was no record. `ahead`: modules that were written ahead.
    """

    outcomes: list[tuple[Outcome, Callable[[], str]]] = field(default_factory=list)
    gone: list[Unit] = field(default_factory=list)
    schemes: dict[ElementKey, Scheme | None] = field(default_factory=dict)
    untyped: list[ElementKey] = field(default_factory=list)
    modules: dict[str, ModuleToCommit] = field(default_factory=dict)
    pointers: dict[ElementKey, bytes] = field(default_factory=dict)
    removed: dict[str, Path] = field(default_factory=dict)
    suspects: list[str] = field(default_factory=list)
    unrecorded: list[str] = field(default_factory=list)
    ahead: list[WrittenAhead] = field(default_factory=list)

    def let_go(self) -> Iterator[None]:
        """Give the memory of most of it back, little by little, once it is committed."""
        for table in (self.outcomes, self.schemes, self.pointers):
            while table:
                for _ in range(min(_PORTION, len(table))):
                    table.pop() if isinstance(table, list) else table.popitem()
                yield


_PORTION: Final = 500
"""So much is given back in one step."""


@value
class PreparedCommit:
    """A transaction that is ready: the commit, where each new typed AST lies, and what writes it all at once.

    StoreError where the database cannot be written; then nothing was.
    """

    commit: Commit | None
    pointers: dict[ElementKey, bytes]
    write: Callable[[], None]


def ast_pointer(entry_id: EntryId, number: int) -> bytes:
    """Where a typed AST lies: in which entry, and which of its elements' it is."""
    return entry_id + number.to_bytes(4, "big")

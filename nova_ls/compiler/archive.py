"""What a program remembers beyond the process: outcomes in the log, module records, edges between units and facts.

A commit writes all of it in one transaction: interfaces and typed ASTs by element, one log entry for each unit that changed, the
dependency edges of these units, and the records and closures of the modules concerned.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import msgpack

from nova_ls.base.keys import ElementKey
from nova_ls.compiler import units
from nova_ls.compiler.outcome import Outcome, Payloads, Scheme, TypedAst
from nova_ls.compiler.outcome_log import OutcomeLog, unit_name
from nova_ls.compiler.record import ModuleRecord, decode_record, encode_record
from nova_ls.compiler.units import MODULE, Fact, Unit
from nova_ls.log.commit import Commit
from nova_ls.log.declaration_log import DeclarationLog
from nova_ls.log.entry import Draft
from nova_ls.log.follow import follow, must_follow
from nova_ls.log.unit import Unit as LogUnit
from nova_ls.registry import encode_element
from nova_ls.store import ArtifactKind, Database, Node, Transaction

_END: Final = b"\0"


@dataclass(slots=True)
class Batch:
    """What one commit writes.

    `outcomes` with the texts they were computed from; `gone`: units that are no more. `schemes`: None for elements
    that are no more; `untyped`: those without a typed AST. `closures`: of every module whose closure is another one now. `modules`: the workspace's own that changed.
    """

    outcomes: list[tuple[Outcome, str]] = field(default_factory=list)
    gone: list[Unit] = field(default_factory=list)
    schemes: dict[ElementKey, Scheme | None] = field(default_factory=dict)
    untyped: list[ElementKey] = field(default_factory=list)
    records: dict[Path, ModuleRecord] = field(default_factory=dict)
    closures: dict[Path, bytes | None] = field(default_factory=dict)
    modules: list[Draft] = field(default_factory=list)
    removed_paths: list[Path] = field(default_factory=list)


class Archive:
    """The long memory of one workspace.

    `root`: paths below it are kept relative to it, so that a workspace may move.
    """

    def __init__(self, database: Database, log: DeclarationLog, root: Path | None) -> None:
        self.database = database
        self.outcomes = OutcomeLog(log)
        self.log = log
        self.branch: Callable[[], str | None] = lambda: None
        """The branch that commits go to, where something outside decides that; None: the log's current one."""
        self._root = root

    # ------------------------------------------------------------------ reading

    def candidates(self, unit: Unit, source_hash: bytes) -> Iterator[Outcome]:
        """Outcomes committed for a text, newest first."""
        return self.outcomes.candidates(unit, source_hash)

    def record(self, path: Path, name: str, text_hash: bytes) -> ModuleRecord | None:
        """The record of a file, if it was made of this very text."""
        stored = self.database.get_artifact(ArtifactKind.MODULE, self.path_key(path))
        if stored is None:
            return None
        record = decode_record(stored.payload)
        if record is None or record.text_hash != text_hash or record.name != name:
            return None
        owner = self.database.get_artifact(ArtifactKind.SCOPE, _owner_key(name))
        if owner is None or owner.payload != self.path_key(path):
            return None  # What is kept of the module's elements is of another file with a module of this name.
        return record

    def closure(self, path: Path) -> bytes | None:
        """The closure that a file's module had when it was last found in order."""
        stored = self.database.get_artifact(ArtifactKind.SCOPE, self.path_key(path))
        return None if stored is None else stored.payload

    def known_files(self) -> Iterator[tuple[Path, str]]:
        """The files below the root that have a record, with the names of their modules."""
        if self._root is None:
            return
        for key, _ in self.database.list_artifacts(ArtifactKind.MODULE):
            path = Path(key.decode("utf-8", "surrogateescape"))
            stored = self.database.get_artifact(ArtifactKind.MODULE, key)
            record = None if stored is None else decode_record(stored.payload)
            if record is not None and not path.is_absolute():
                yield self._root / path, record.name

    def relying_modules(self, facts: Iterable[Fact]) -> set[str]:
        """The modules of which some committed unit asked for one of these facts."""
        found: set[str] = set()
        for fact in facts:
            for node in _reached_nodes(fact):
                for dependent in self.database.get_dependents(node):
                    found.add(dependent.key.split(_END, 1)[0].decode("utf-8", "surrogatepass"))
        return found

    def must_follow(self) -> bool:
        """Whether commits go to another branch than the last one did."""
        return must_follow(self.database, self.branch())

    def load_ast(self, data: bytes) -> TypedAst:
        """The typed AST that a pointer (`_pointer`) leads to."""
        return TypedAst.stored(self.loader(data))

    def loader(self, data: bytes) -> Callable[[], Payloads]:
        """What loads the bytes that a pointer leads to."""
        return lambda: self.outcomes.load_ast(data[:32], int.from_bytes(data[32:], "big"))

    def path_key(self, path: Path) -> bytes:
        """The key of what is kept of a file."""
        if self._root is not None and path.is_relative_to(self._root):
            path = path.relative_to(self._root)
        return str(path).encode("utf-8", "surrogateescape")

    # ------------------------------------------------------------------ writing

    def commit(self, batch: Batch, message: str) -> tuple[Commit | None, dict[ElementKey, bytes]]:
        """Write a batch in one transaction: the commit, and where each new typed AST lies.

        StoreError where the database cannot be written; then nothing was.
        """
        heads: dict[LogUnit, bytes | None] = {}
        pointers: dict[ElementKey, bytes] = {}
        with self.database.transaction() as transaction:
            for unit in batch.gone:
                heads[LogUnit(unit[0], unit_name(unit))] = None
                transaction.set_dependencies(_unit_node(unit), ())
            for outcome, text in batch.outcomes:
                unit = outcome.unit
                named = LogUnit(unit[0], unit_name(unit))
                entry = outcome.entry
                if entry is None or not self.log.push_again(
                    transaction, entry, named, outcome.source_hash
                ):
                    entry = self.log.push(transaction, self.outcomes.draft(outcome, text)).id
                outcome.entry = heads[named] = entry
                for number, key in enumerate(outcome.asts):
                    pointers[key] = entry + number.to_bytes(4, "big")
                nodes = [node for fact in outcome.questions for node in _fact_nodes(fact)]
                transaction.set_dependencies(_unit_node(unit), nodes)
            for name in self._removed_modules(batch):
                heads[LogUnit(MODULE, name)] = None
            for draft in batch.modules:
                heads[LogUnit(MODULE, draft.name)] = self.log.push(transaction, draft).id
            self._write_elements(transaction, batch, pointers)
            self._write_modules(transaction, batch)
            followed = follow(self.log, transaction, self.branch(), heads)
            commit = self.log.commit(transaction, followed, message) if followed else None
        return commit, pointers

    def _removed_modules(self, batch: Batch) -> Iterator[str]:
        for path in batch.removed_paths:
            stored = self.database.get_artifact(ArtifactKind.MODULE, self.path_key(path))
            record = None if stored is None else decode_record(stored.payload)
            if record is not None:
                yield record.name

    def _write_elements(
        self, transaction: Transaction, batch: Batch, pointers: dict[ElementKey, bytes]
    ) -> None:
        for key, scheme in batch.schemes.items():
            row = encode_element(key)
            if scheme is None:
                transaction.delete_artifact(ArtifactKind.SCHEME, row)
            else:
                transaction.put_payload(ArtifactKind.SCHEME, row, scheme.payload)
        for key in batch.untyped:
            transaction.delete_artifact(ArtifactKind.TYPED_AST, encode_element(key))
        for key, pointer in pointers.items():
            if batch.schemes.get(key) is None:
                continue  # An instance whose head is wrong is no element.
            transaction.put_payload(ArtifactKind.TYPED_AST, encode_element(key), pointer)

    def _write_modules(self, transaction: Transaction, batch: Batch) -> None:
        for path in batch.removed_paths:
            transaction.delete_artifact(ArtifactKind.MODULE, self.path_key(path))
            transaction.delete_artifact(ArtifactKind.SCOPE, self.path_key(path))
        for path, record in batch.records.items():
            place = self.path_key(path)
            transaction.put_payload(ArtifactKind.MODULE, place, encode_record(record))
            transaction.put_payload(ArtifactKind.SCOPE, _owner_key(record.name), place)
        for path, closure in batch.closures.items():
            transaction.put_payload(ArtifactKind.SCOPE, self.path_key(path), closure or b"")


def _owner_key(module: str) -> bytes:
    """Where it is kept which file a module's elements in the database come from."""
    return _END + module.encode("utf-8", "surrogatepass")


def _unit_node(unit: Unit) -> Node:
    """A unit in the database's graph; its module's name comes first."""
    kind, key = unit
    data = (key.namespace, kind, int(key.space), key.name)
    head = key.namespace.encode("utf-8", "surrogatepass") + _END
    return Node(ArtifactKind.DIAGNOSTICS, head + msgpack.packb(data[1:], unicode_errors="surrogatepass"))


def _fact_nodes(fact: Fact) -> list[Node]:
    """What a unit relies on, in the database's graph: an interface, or instances.

    Who asks for instances of a class relies on the class, and on those whose first argument has the head asked for.
    """
    kind = fact[0]
    if kind in (units.INTERFACE, units.EXPORTED):
        return [Node(ArtifactKind.SCHEME, encode_element(fact[1]))]
    if kind == units.INSTANCES:
        return [_class_node(fact[1]), _head_node(fact[1], fact[2][0] if fact[2] else None)]
    return []


def _reached_nodes(fact: Fact) -> list[Node]:
    """What a changed fact concerns; that of an instance has the heads of the instance, none where a chain has them."""
    if fact[0] != units.INSTANCES:
        return _fact_nodes(fact)
    class_key, heads = fact[1], fact[2]
    if not heads or heads[0] is None:
        return [_class_node(class_key)]
    return [_head_node(class_key, heads[0]), _head_node(class_key, None)]


def _class_node(class_key: ElementKey) -> Node:
    return Node(ArtifactKind.SCOPE, encode_element(class_key))


def _head_node(class_key: ElementKey, head: ElementKey | None) -> Node:
    """The instances of a class with this head; None: a variable, which any head could match."""
    named = b"" if head is None else encode_element(head)
    return Node(ArtifactKind.SCOPE, encode_element(class_key) + _END + _END + named)

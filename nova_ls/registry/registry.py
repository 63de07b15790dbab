"""The life of layers: roots, batches, commits, and who is told."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Collection, Generator, Iterator
from contextlib import contextmanager
from typing import Final

from nova_ls.base.keys import ElementKey
from nova_ls.base.slotted import value
from nova_ls.registry.content import LayerChanges
from nova_ls.registry.layer import Layer
from nova_ls.registry.layer_source import LayerSource

LOGGER: Final = logging.getLogger(__name__)


@value
class CommitResult:
    """`interfaces`: the elements whose interface changed, came or went, sorted.

    What else was committed is the same for all who rely on it. `label`: the caller's name for the commit.
    """

    layer: Layer
    version: int
    interfaces: tuple[ElementKey, ...]
    label: bytes


@value
class CommitConflict:
    """Nothing was committed: another batch has committed these elements since this one began."""

    elements: tuple[ElementKey, ...]


@value
class CommitDraft:
    """What a commit of a whole batch would move, looked up before it: good as long as neither the batch nor its parent is written to."""

    changes: LayerChanges
    interfaces: tuple[ElementKey, ...]
    batch_version: int
    parent_version: int

    def is_current(self, batch: Layer, parent: Layer) -> bool:
        """Whether nothing was written since."""
        return (self.batch_version, self.parent_version) == (batch.version, parent.version)


Observer = Callable[[CommitResult], None]

_PORTION: Final = 200
"""So many elements are compared in one step."""


class InterfaceRegistry:
    """All layers of one process."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._observers: list[Observer] = []

    def new_root(self, name: str, source: LayerSource | None = None) -> Layer:
        """A layer without a parent."""
        return Layer(name, None, source)

    def begin_batch(
        self, parent: Layer, name: str = "batch", source: LayerSource | None = None
    ) -> Layer:
        """A layer over `parent` that says nothing yet, or what its source says."""
        return Layer(name, parent, source)

    def draft_commit(self, batch: Layer) -> Generator[None, None, CommitDraft]:
        """Look up in small steps what a commit of all that a batch says would be of; the batch must not be written to in between."""
        parent = batch.parent
        if parent is None:
            raise ValueError("a root has nothing to commit to")
        versions = batch.version, parent.version
        changes, interfaces = batch.changes(), []
        deleted = set(changes.deleted())
        for number, (key, fingerprint) in enumerate(changes.fingerprints.items(), 1):
            if _is_other_interface(parent, key, fingerprint, key in deleted):
                interfaces.append(key)
            if number % _PORTION == 0:
                yield
        return CommitDraft(changes, tuple(sorted(interfaces)), *versions)

    def commit_batch(
        self,
        batch: Layer,
        namespaces: Collection[str] | None = None,
        label: bytes = b"",
        write: Callable[[LayerChanges], None] | None = None,
        draft: CommitDraft | None = None,
    ) -> CommitResult | CommitConflict:
        """Move what a batch says (of some namespaces, or all) into its parent, all of it or nothing.

        `write` is called before the parent changes, and where it raises nothing has changed: the place for a database
        transaction. The batch stays open; what it has committed it no longer says itself. `draft`: of all namespaces, where there is one.
        """
        parent = batch.parent
        if parent is None:
            raise ValueError("a root has nothing to commit to")
        with self._lock:
            if draft is not None and not draft.is_current(batch, parent):
                draft = None
            changes = batch.changes(namespaces) if draft is None else draft.changes
            elements = parent.changed_by_others(changes, batch.base, batch.id)
            if elements:
                return CommitConflict(tuple(elements))
            interfaces = _changed_interfaces(parent, changes) if draft is None else draft.interfaces
            if write is not None:
                write(changes)
            parent.absorb(changes, batch.id)
            batch.forget(changes)
            if batch.is_empty():
                self.rebase(batch)
            committed = CommitResult(parent, parent.version, interfaces, label)
        for observer in tuple(self._observers):
            try:
                observer(committed)
            except Exception:
                # The commit is done, and the others want to hear of it too.
                LOGGER.exception("an observer of %s failed", parent.name)
        return committed

    def rebase(self, batch: Layer) -> None:
        """Let a batch begin now: its next commit overwrites what others have committed so far."""
        if batch.parent is not None:
            batch.base = batch.parent.version

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Several look-ups that see all of a commit or none of it."""
        with self._lock:
            yield

    def subscribe(self, observer: Observer) -> Callable[[], None]:
        """Be told of each commit, after it; call the result to hear no more."""
        self._observers.append(observer)

        def unsubscribe() -> None:
            if observer in self._observers:
                self._observers.remove(observer)

        return unsubscribe


def _changed_interfaces(parent: Layer, changes: LayerChanges) -> tuple[ElementKey, ...]:
    """Where others would see a difference, sorted."""
    deleted = set(changes.deleted())
    return tuple(
        sorted(
            key
            for key, fingerprint in changes.fingerprints.items()
            if _is_other_interface(parent, key, fingerprint, key in deleted)
        )
    )


def _is_other_interface(
    parent: Layer, key: ElementKey, fingerprint: bytes, is_deleted: bool
) -> bool:
    """Whether others would see a difference; without a fingerprint any write may be one."""
    before = parent.get_scheme(key) is not None
    same = bool(fingerprint) and fingerprint == parent.get_fingerprint(key)
    return before is is_deleted or not (is_deleted or same)

"""Who changed a declaration last, and how often: what a hover and a code lens say of it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Final

from nova_ls.base.element_bytes import encode_element
from nova_ls.base.keys import ElementKey, Space
from nova_ls.base.slotted import value
from nova_ls.compiler.archive.log_names import CLASSES, MODULE
from nova_ls.compiler.model import units
from nova_ls.compiler.state.module import Module, ModuleOrigin
from nova_ls.history.declaration import full_name
from nova_ls.history.declaration_names import ResolvedName
from nova_ls.history.declaration_versions import DeclarationVersion, versions
from nova_ls.history.history import History
from nova_ls.history.module_layouts import Layouts
from nova_ls.log.commit import BranchHead, CommitId
from nova_ls.log.log_unit import LogUnit
from nova_ls.log.reading import read_head
from nova_ls.registry import CommitResult
from nova_ls.store import ArtifactKind
from nova_ls.types.core.interface import ConstructorInterface, ValueInterface
from nova_ls.workspace.workspace import Workspace

MOST: Final = 100
"""Changes are counted up to here."""

_KINDS: Final = {
    Space.VALUE: (units.Signature.tag, units.Values.tag),
    Space.TYPE: (units.Types.tag,),
    Space.CLASS: (CLASSES,),
    Space.INSTANCE: (units.Head.tag, units.Body.tag),
}
"""What a declaration has entries of; operators have none of their own."""


@value
class LastChange:
    """Who changed a declaration last, when (seconds since the epoch), and how many times it has been changed."""

    author: str
    time: float
    times: int
    commit: str


@value
class Standing:
    """How a declaration stands to what was committed. `last` None: it never was. `is_edited`: it has another text now.

    `text`: the one that was committed last, without blank lines around it; None: the declaration was removed.
    """

    last: LastChange | None
    is_edited: bool
    text: str | None


@value
class _Known:
    """What the heads of a declaration's units were, and what was read then. `text`: that of the newest version."""

    heads: tuple[BranchHead | None, ...]
    last: LastChange | None
    text: str | None


class LastChanges:
    """Of the declarations of one workspace.

    A declaration's versions are read once, and later on those that are new. After a commit a read for each of its units and
    one for its module tell whether there are any; between two commits nothing is read at all.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._history: History | None = None
        self._revision = -1
        self._branch = ""
        self._is_empty = True
        self._layouts: Layouts | None = None
        self._tip: CommitId | None = None
        self._known: dict[ElementKey, _Known] = {}
        self._current: set[ElementKey] = set()
        self._has_committed = True
        workspace.baseline.registry.subscribe(self._note_commit)

    def _note_commit(self, _: CommitResult) -> None:
        self._has_committed = True

    def has_moved(self) -> bool:
        """Whether something was committed since this was asked last."""
        if not self._has_committed:
            return False
        self._has_committed = False
        history = self._opened()
        tip = None if history is None else history.tip()
        moved, self._tip = tip != self._tip, tip
        return moved

    def standing(self, key: ElementKey) -> Standing | None:
        """None for what has no history: what lies outside of the workspace, and all of it before the first commit."""
        program = self._workspace.program
        key = self.declaration_of(key)
        module = program.modules.get(key.namespace)
        if module is None or module.origin is not ModuleOrigin.WORKSPACE or key.space not in _KINDS:
            return None
        history = self._opened()
        if history is None or self._is_empty:
            return None
        known = self._read(history, key)
        return Standing(known.last, _is_edited(module, key, known.text), known.text)

    def declaration_of(self, key: ElementKey) -> ElementKey:
        """The type of a constructor, the class of a member, as far as interfaces are known; other elements are declared by themselves."""
        if key.space in (Space.VALUE, Space.CONSTRUCTOR):
            scheme = self._workspace.program.table.get_scheme(key)
            interface = None if scheme is None else scheme.interface
            if isinstance(interface, ConstructorInterface | ValueInterface) and interface.owner:
                return interface.owner
        return key

    def named(self, key: ElementKey) -> ResolvedName | None:
        """The units of a declaration; None where it has none, or is not the workspace's."""
        history = self._opened()
        module = self._workspace.program.modules.get(key.namespace)
        if history is None or key.space not in _KINDS:
            return None
        if module is None or module.origin is not ModuleOrigin.WORKSPACE:
            return None
        return ResolvedName(key.namespace, key.name, self._units(history, key))

    def _opened(self) -> History | None:
        """The history, with all that is known of another revision forgotten."""
        if self._workspace.root is None:
            return None
        if self._history is None:
            self._history = History(self._workspace.root, self._workspace.baseline)
        revision = self._history.database.revision
        if revision != self._revision:
            self._revision = revision
            self._branch = self._history.branch
            self._is_empty = self._history.tip() is None
            self._layouts = Layouts(self._history.log)
            self._current.clear()
        return self._history

    def _read(self, history: History, key: ElementKey) -> _Known:
        known = self._known.get(key)
        if known is not None and key in self._current:
            return known
        named = ResolvedName(key.namespace, key.name, self._units(history, key))
        wanted = (*named.units, LogUnit(MODULE, named.module))  # The last one has its comments.
        heads = tuple(read_head(history.database, self._branch, unit) for unit in wanted)
        if known is None or known.heads != heads:
            found = versions(history.log, named, self._branch, self._layouts)
            known = self._known[key] = _counted(heads, found, known)
        self._current.add(key)
        return known

    def _units(self, history: History, key: ElementKey) -> tuple[LogUnit, ...]:
        kinds = _KINDS[key.space]
        module = self._workspace.program.modules.get(key.namespace)
        group = None if module is None else module.groups.get(key)
        name = full_name(key if group is None else group[1])
        found = tuple(LogUnit(kind, name) for kind in kinds)
        if any(read_head(history.database, self._branch, unit) for unit in found):
            return found
        return tuple(LogUnit(kind, _name_in_log(history, key) or name) for kind in kinds)


def _name_in_log(history: History, key: ElementKey) -> str | None:
    """What a group is called that an element was typed with: its typed AST lies in the group's entry."""
    stored = history.database.get_artifact(ArtifactKind.TYPED_AST, encode_element(key))
    entry = None if stored is None else history.log.entry(stored.payload[:32])
    return None if entry is None else entry.name


def _counted(
    heads: tuple[BranchHead | None, ...], found: Iterator[DeclarationVersion], before: _Known | None
) -> _Known:
    """What the versions of a declaration come to; those that were counted before are not read again."""
    counted = None if before is None else before.last
    newest: DeclarationVersion | None = None
    times = 0
    for version in islice(found, MOST):
        newest = newest or version
        if counted is not None and version.commit.id.hex() == counted.commit:
            times += counted.times
            break
        times += 1
    if newest is None:
        return _Known(heads, None, None)
    commit, declaration = newest.commit, newest.declaration
    last = LastChange(commit.author, commit.time, min(times, MOST), commit.id.hex())
    return _Known(heads, last, None if declaration is None else declaration.text.strip("\r\n"))


def _is_edited(module: Module, key: ElementKey, committed: str | None) -> bool:
    """Whether the text of a declaration is another one than was committed, but for blank lines around it."""
    if module.is_restored:
        return False  # It is as its record says.
    declared = module.declared.get(key)
    if declared is None or committed is None:
        return declared is not None
    return declared.chunk.text.strip("\r\n") != committed

"""Whether everything means the same after a renaming: declarations are parsed and resolved as they will be, and compared with what they are.

So whatever a new name would capture, clash with or shadow is found by the rules of the language themselves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from nova_ls.base.keys import ElementKey
from nova_ls.base.slotted import value
from nova_ls.compiler.model.source import SourceChunk
from nova_ls.compiler.state.module import Module
from nova_ls.features.rename.chunk_edits import ChunkRenaming
from nova_ls.features.rename.rename_refused import RenameRefused
from nova_ls.features.rename.renamed_scope import renamed_key, renamed_scope
from nova_ls.names.modules.declaration_unit import DeclarationUnit
from nova_ls.names.modules.fixity import Fixity
from nova_ls.names.modules.scope import Ambiguous, Answer, Lookup, Meaning, ModuleScope, element_of
from nova_ls.names.problems.imports import ScopeConflict
from nova_ls.names.problems.scope import ShadowedName
from nova_ls.names.resolve.resolve_element import Resolved, resolve_element
from nova_ls.syntax.parser import parse_chunk
from nova_ls.syntax.tree import Declaration
from nova_ls.types.core.interface import OperatorInterface
from nova_ls.workspace.snapshot import Snapshot


@value
class Renaming:
    """What gets another name. `target` None: something that only its own chunk knows."""

    target: ElementKey | None
    old: str
    new: str

    def key(self, key: ElementKey) -> ElementKey:
        """What an element is called afterwards."""
        return renamed_key(key, self.new) if key is self.target else key


class RenamingCheck:
    """Compares declarations before and after; the scope of each module is made once."""

    def __init__(self, snapshot: Snapshot, renaming: Renaming) -> None:
        self._snapshot = snapshot
        self._renaming = renaming
        self._scopes: dict[Module, ModuleScope | None] = {}

    def scope_after(self, module: Module) -> ModuleScope | None:
        """The scope of a module after the renaming; None: it is not known."""
        if module not in self._scopes:
            scope, target = module.scope, self._renaming.target
            if scope is not None and target is not None:
                scope = renamed_scope(scope, target, self._renaming.new)
            self._scopes[module] = scope
        return self._scopes[module]

    def check(self, module: Module, chunk: SourceChunk, edits: ChunkRenaming) -> None:
        """Refuse where the declarations of a chunk would not be what they are."""
        tree = parse_chunk(edits.code(), first=chunk.chunk.is_first)
        errors = [diagnostic.problem for diagnostic in chunk.errors]
        if [diagnostic.problem for diagnostic in tree.errors] != errors:
            raise RenameRefused(f"`{self._renaming.new}` would not be read as a name everywhere")
        before, after = module.scope, self.scope_after(module)
        if before is None or after is None:
            return
        for key in self._snapshot.elements_in(module, chunk):
            unit = module.units.get(key)
            if unit is not None:
                was = self._resolve(chunk.tree.declarations, unit, before, self._fixity)
                renamed = replace(unit, key=self._renaming.key(unit.key))
                becomes = self._resolve(tree.declarations, renamed, after, self._fixity_after)
                self._compare(module, key, was, becomes, edits)

    def _resolve(
        self,
        declarations: Sequence[Declaration],
        unit: DeclarationUnit,
        scope: ModuleScope,
        fixities: Callable[[ElementKey], Fixity | None],
    ) -> Resolved:
        return resolve_element(declarations, unit, scope, fixities)

    def _fixity(self, key: ElementKey) -> Fixity | None:
        interface = self._snapshot.interface(key)
        return interface if isinstance(interface, OperatorInterface) else None

    def _fixity_after(self, key: ElementKey) -> Fixity | None:
        renaming = self._renaming
        if renaming.target is not None and key is renamed_key(renaming.target, renaming.new):
            key = renaming.target
        return self._fixity(key)

    def _compare(
        self,
        module: Module,
        key: ElementKey,
        was: Resolved,
        becomes: Resolved,
        edits: ChunkRenaming,
    ) -> None:
        where = f"in `{module.name}.{key.name}`"
        added = Counter(_kind(one.problem) for one in becomes.diagnostics)
        added -= Counter(_kind(one.problem) for one in was.diagnostics)
        if ShadowedName.__name__ in added:
            raise RenameRefused(f"one `{self._renaming.new}` would shadow another {where}")
        if ScopeConflict.__name__ in added:
            raise RenameRefused(f"`{self._renaming.new}` means something else already {where}")
        if added or self._references(was, edits) != _as_they_are(becomes):
            raise RenameRefused(f"names would mean something else {where}")
        if self._lookups(was) != _found(becomes.lookups):
            raise RenameRefused(f"`{self._renaming.new}` means something else already {where}")

    def _references(
        self, was: Resolved, edits: ChunkRenaming
    ) -> list[tuple[int, ElementKey | int]]:
        """The references before, as they should be afterwards."""
        return sorted(
            (
                (
                    edits.moved(start),
                    edits.moved(target) if isinstance(target, int) else self._renaming.key(target),
                )
                for start, target in zip(was.references.starts, was.references.targets, strict=True)
            ),
            key=_place,
        )

    def _lookups(self, was: Resolved) -> dict[Lookup, Meaning]:
        found: dict[Lookup, Meaning] = {}
        for (space, qualifier, name), answer in _found(was.lookups).items():
            if isinstance(answer, ElementKey) and answer is self._renaming.target:
                found[(space, qualifier, self._renaming.new)] = self._renaming.key(answer)
            else:
                found[(space, qualifier, name)] = answer
        return found


def _found(lookups: dict[Lookup, Answer]) -> dict[Lookup, Meaning]:
    """Those that found something, and what."""
    found: dict[Lookup, Meaning] = {}
    for lookup, answer in lookups.items():
        meaning = answer if isinstance(answer, Ambiguous) else element_of(answer)
        if meaning is not None:
            found[lookup] = meaning
    return found


def _as_they_are(becomes: Resolved) -> list[tuple[int, ElementKey | int]]:
    references = becomes.references
    return sorted(zip(references.starts, references.targets, strict=True), key=_place)


def _place(reference: tuple[int, ElementKey | int]) -> tuple[int, str]:
    return (reference[0], repr(reference[1]))


def _kind(problem: object) -> str:
    return type(problem).__name__

"""How the header of a module comes to its exports.

Source: the PureScript compiler's `Sugar/Names/Exports.hs`. `module X` re-exports what came unqualified from X, or under
the alias X.
"""

from __future__ import annotations

from collections.abc import Sequence

from nova_ls.base.diagnostic import Diagnostic, Problem
from nova_ls.base.keys import ElementKey, Space, element_key
from nova_ls.names.modules.exports import ANY_NAME, NO_NAMES, Exports, Names
from nova_ls.names.modules.items import HeaderItem, ItemSpan, ListSpans, Reference, ReferenceShape
from nova_ls.names.modules.scope import Ambiguous, ModuleScope, Shadowing, element_of
from nova_ls.names.problems.imports import DuplicateImportRef, ScopeConflict, ScopeShadowing
from nova_ls.names.problems.modules import (
    DuplicateExportRef,
    ExportConflict,
    UnknownExport,
    UnknownExportDataConstructor,
)


def resolve_exports(
    own: Exports,
    header: HeaderItem | None,
    spans: ListSpans,
    scope: ModuleScope,
    nameless: Names = NO_NAMES,
) -> tuple[Exports, list[Diagnostic]]:
    """What the header exports of the module's own names and of its imports.

    `nameless`: as `build_scope` has it; it is exported, so that no importer is told that it is not there.
    Diagnostics are relative to the header's chunk.
    """
    if header is None or header.references is None:
        return own, []
    resolution = _ExportResolution(own, scope, nameless)
    for reference, span in zip(header.references, spans.references, strict=True):
        if reference.shape is not ReferenceShape.MODULE:
            resolution.export_own(reference, span)
    for reference, span in zip(header.references, spans.references, strict=True):
        if reference.shape is ReferenceShape.MODULE:
            resolution.export_module(reference.name, span)
    resolution.diagnostics += duplicate_references(
        header.references, spans.references, DuplicateExportRef
    )
    return resolution.exports, resolution.diagnostics


def duplicate_references(
    references: Sequence[Reference],
    spans: Sequence[ItemSpan],
    problem: type[DuplicateExportRef | DuplicateImportRef],
) -> list[Diagnostic]:
    """A warning for each repetition of a name in an import or export list, at the repetition."""
    found: list[Diagnostic] = []
    seen: set[tuple[Space, str]] = set()
    for reference, (start, end) in zip(references, spans, strict=True):
        repeated = [
            (Space.CONSTRUCTOR, member)
            for index, member in enumerate(reference.members)
            if member in reference.members[:index]
        ]
        if (reference.space, reference.name) in seen:
            repeated.insert(0, (reference.space, reference.name))
        seen.add((reference.space, reference.name))
        found += (Diagnostic(problem(space, name), start, end) for space, name in repeated)
    return found


class _ExportResolution:
    """Builds the exports of one module from its header's references."""

    __slots__ = ("ambiguous", "diagnostics", "exports", "nameless", "own", "scope")

    def __init__(self, own: Exports, scope: ModuleScope, nameless: Names) -> None:
        self.own = own
        self.nameless = nameless
        self.scope = scope
        self.exports = Exports(own.module)
        self.ambiguous: set[tuple[Space, str]] = set()
        self.diagnostics: list[Diagnostic] = []

    def export_own(self, reference: Reference, span: ItemSpan) -> None:
        space, name = reference.space, reference.name
        key = self.own.get(space, name)
        nameless = self.nameless
        if key is None and ((space, name) in nameless or (space, ANY_NAME) in nameless):
            self.exports.add(space, name, element_key(self.own.module, space, name))
            if space is Space.TYPE and reference.shape is not ReferenceShape.PLAIN:
                self.exports.unread |= {(Space.CONSTRUCTOR, ANY_NAME)}
        elif key is None:
            self._report(UnknownExport(space, name), span)
        elif space is Space.TYPE:
            self._export_type(reference, key, span)
        else:
            self.exports.add(space, name, key)

    def _export_type(self, reference: Reference, key: ElementKey, span: ItemSpan) -> None:
        own = self.own.constructors.get(reference.name, ())
        exported: tuple[str, ...] = (
            own if reference.shape is ReferenceShape.ALL else reference.members
        )
        is_read = (Space.CONSTRUCTOR, ANY_NAME) not in self.nameless
        for constructor in exported:
            if constructor not in own and is_read:
                self._report(UnknownExportDataConstructor(reference.name, constructor), span)
        known = [constructor for constructor in own if constructor in exported]
        self.exports.add_type(reference.name, key, known)
        if not is_read and reference.shape is not ReferenceShape.PLAIN:
            self.exports.unread |= {(Space.CONSTRUCTOR, ANY_NAME)}

    def export_module(self, name: str, span: ItemSpan) -> None:
        """`module name`: everything of this module itself, or what was imported as `name`."""
        if name == self.own.module:
            self._export_everything_own()
            return
        for entry in self.scope.entries:
            if entry.exports is not None and name == (entry.qualifier or entry.module):
                self.exports.unread |= entry.exports.unread
        names = self.scope.names_from(name)
        if names is None:
            if not self.scope.might_import(name):
                self._report(UnknownExport(Space.MODULE, name), span)
            return
        types: list[tuple[str, ElementKey]] = []
        constructors: dict[str, list[str]] = {}
        for space, local_name, answer in names:
            if isinstance(answer, Ambiguous):
                if (space, local_name) not in self.ambiguous:
                    self.ambiguous.add((space, local_name))
                    self._report(ScopeConflict(space, local_name, answer.modules), span)
            elif isinstance(answer, Shadowing):
                shadowing = ScopeShadowing(space, local_name, answer.module, answer.shadowed)
                self._report(shadowing, span)
            key = element_of(answer)
            if key is None:
                pass  # Reported here or at the import.
            elif space is Space.TYPE:
                types.append((local_name, key))
            elif space is Space.CONSTRUCTOR:
                constructors.setdefault(key.namespace, []).append(local_name)
            else:
                self._re_export(space, local_name, key, span)
        for type_name, key in types:
            self._re_export_type(type_name, key, constructors.get(key.namespace, []), span)

    def _export_everything_own(self) -> None:
        self.exports.unread |= self.own.unread
        for space, table in enumerate(self.own.tables):
            if space not in (Space.TYPE, Space.CONSTRUCTOR):
                self.exports.tables[space].update(table)
        for name, key in self.own.tables[Space.TYPE].items():
            if name not in self.exports.tables[Space.TYPE]:
                self.exports.add_type(name, key, self.own.constructors.get(name, ()))

    def _re_export(self, space: Space, name: str, key: ElementKey, span: ItemSpan) -> None:
        existing = self.exports.get(space, name)
        if existing is not None and existing.namespace != key.namespace:
            self._conflict(space, key, space, existing, span)
        elif existing is None:
            self.exports.add(space, name, key)

    def _re_export_type(
        self, name: str, key: ElementKey, imported: Sequence[str], span: ItemSpan
    ) -> None:
        existing_class = self.exports.get(Space.CLASS, name)
        if existing_class is not None and key.space is Space.TYPE:
            self._conflict(Space.TYPE, key, Space.CLASS, existing_class, span)
        existing = self.exports.get(Space.TYPE, name)
        if existing is not None and existing.namespace != key.namespace:
            self._conflict(Space.TYPE, key, Space.TYPE, existing, span)
            return
        constructors = [c for c in self.scope.constructors_of(key) if c in imported]
        for constructor in constructors:
            other = self.exports.get(Space.CONSTRUCTOR, constructor)
            if other is not None and other.namespace != key.namespace:
                own = element_key(key.namespace, Space.CONSTRUCTOR, constructor)
                self._conflict(Space.CONSTRUCTOR, own, Space.CONSTRUCTOR, other, span)
        self.exports.add_type(name, key, constructors)

    def _conflict(
        self, space: Space, new: ElementKey, other_space: Space, old: ElementKey, span: ItemSpan
    ) -> None:
        self._report(ExportConflict(space, new, other_space, old), span)

    def _report(self, problem: Problem, span: ItemSpan) -> None:
        self.diagnostics.append(Diagnostic(problem, *span))

"""From the imports of a module to its scope.

Source: the PureScript compiler's `Sugar/Names/Imports.hs`; `import Prim` and `import Prim as Prim` are added where no
import of Prim is written.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

from nova_ls.base.diagnostic import Diagnostic
from nova_ls.base.keys import Space
from nova_ls.names.modules.exports import ANY_NAME, NO_NAMES, Exports, Names
from nova_ls.names.modules.items import ImportItem, ItemSpan, ListSpans, Reference, ReferenceShape
from nova_ls.names.modules.scope import ImportEntry, ModuleScope, Provenance
from nova_ls.names.problems.imports import (
    ModuleNotFound,
    UnknownImport,
    UnknownImportDataConstructor,
)

ExportsOf: TypeAlias = Callable[[str], Exports | None]

_ALL_SPACES: Final = frozenset(Space)
_KINDRED: Final = {
    Space.TYPE: (Space.TYPE, Space.CLASS, Space.CONSTRUCTOR),
    Space.CLASS: (Space.CLASS, Space.TYPE),
}
"""Spaces of which one is easily taken for another."""


def build_scope(
    own: Exports,
    own_values: frozenset[str],
    imports: Sequence[ImportItem],
    spans: Sequence[ListSpans],
    exports_of: ExportsOf,
    nameless: Names = NO_NAMES,
) -> tuple[ModuleScope, list[tuple[int, Diagnostic]]]:
    """The scope of the module that defines `own` (and `own_values` among it), and what is wrong with its imports.

    `nameless`: what belongs to declarations of the module that have no name, where these do not parse.
    `exports_of` also answers for the modules of the compiler (prim.py); None: there is no such module. Each diagnostic
    comes with the index of its import and is relative to that import's chunk.
    """
    entries = [ImportEntry(-1, own.module, "", own, Provenance.OWN, None, NO_NAMES, nameless)]
    diagnostics: list[tuple[int, Diagnostic]] = []
    entries += _prim_entries(own.module, imports, exports_of)
    for order, item in enumerate(imports):
        entry, problems = _entry(order, item, spans[order], exports_of(item.module))
        entries.append(entry)
        diagnostics += ((order, problem) for problem in problems)
    return ModuleScope(own.module, own, own_values, entries), diagnostics


def _prim_entries(
    module: str, imports: Sequence[ImportItem], exports_of: ExportsOf
) -> list[ImportEntry]:
    if module == "Prim":
        return []
    prim = exports_of("Prim")
    written = [item for item in imports if item.module == "Prim"]
    qualifiers = [] if written else [""]
    if not any(item.alias == "Prim" for item in written):
        qualifiers.append("Prim")
    return [
        ImportEntry(-1, "Prim", qualifier, prim, Provenance.IMPLICIT, None, NO_NAMES, NO_NAMES)
        for qualifier in qualifiers
    ]


def _entry(
    order: int, item: ImportItem, spans: ListSpans, exports: Exports | None
) -> tuple[ImportEntry, list[Diagnostic]]:
    problems: list[Diagnostic] = []
    visible: Names | None = None
    hidden = absent = NO_NAMES
    is_explicit = item.references is not None and not item.hiding
    if exports is None:
        start, end = spans.name
        if item.module:
            problems.append(Diagnostic(ModuleNotFound(item.module), start, end))
        if item.references is not None and is_explicit:
            visible = _listed_names(item.references)
    elif item.references is None:
        absent = exports.unread
    else:
        problems, absent = _check_references(item, exports, spans.references)
        if item.hiding:
            hidden = _hidden_names(item.references, exports)
        else:
            visible = _visible_names(item.references, exports)
    provenance = Provenance.EXPLICIT if is_explicit else Provenance.IMPLICIT
    return ImportEntry(
        order,
        item.module,
        item.alias,
        exports,
        provenance,
        visible,
        hidden,
        absent,
        open_ended=is_explicit and _lists_unknown_type(item, exports),
        doubtful=_ALL_SPACES if item.damaged else _doubtful_spaces(problems),
        damaged=item.damaged,
    ), problems


def _doubtful_spaces(problems: Sequence[Diagnostic]) -> frozenset[Space]:
    """The spaces of names that a list was meant to have instead of those that the module does not export."""
    spaces: set[Space] = set()
    for each in problems:
        problem = each.problem
        if isinstance(problem, UnknownImport):
            spaces.update(_KINDRED.get(problem.space, (problem.space,)))
        elif isinstance(problem, UnknownImportDataConstructor):
            spaces.add(Space.CONSTRUCTOR)
    return frozenset(spaces)


def _check_references(
    item: ImportItem, exports: Exports, spans: Sequence[ItemSpan]
) -> tuple[list[Diagnostic], Names]:
    problems: list[Diagnostic] = []
    absent: set[tuple[Space, str]] = set()
    for reference, (start, end) in zip(item.references or (), spans, strict=True):
        space, name = reference.space, reference.name
        if exports.get(space, name) is None:
            if not exports.may_have(space, name):
                problems.append(Diagnostic(UnknownImport(item.module, space, name), start, end))
            absent.add((space, name))
            absent.update((Space.CONSTRUCTOR, member) for member in reference.members)
        else:
            known = exports.constructors.get(name, ())
            for member in reference.members:
                if member not in known:
                    absent.add((Space.CONSTRUCTOR, member))
                    if exports.may_have(Space.CONSTRUCTOR, member):
                        continue
                    problem = UnknownImportDataConstructor(item.module, name, member)
                    problems.append(Diagnostic(problem, start, end))
    return problems, exports.unread if item.hiding else frozenset(absent)


def _lists_unknown_type(item: ImportItem, exports: Exports | None) -> bool:
    """Whether all constructors are listed of a type that is not there, or does not parse, so that their names are unknown."""
    return any(
        reference.shape is ReferenceShape.ALL
        and (
            exports is None
            or exports.get(Space.TYPE, reference.name) is None
            or exports.may_have(Space.CONSTRUCTOR, ANY_NAME)
        )
        for reference in item.references or ()
    )


def _listed_names(references: Sequence[Reference]) -> Names:
    names = {(reference.space, reference.name) for reference in references}
    names |= {(Space.CONSTRUCTOR, member) for ref in references for member in ref.members}
    return frozenset(names)


def _visible_names(references: Sequence[Reference], exports: Exports) -> Names:
    names = set(_listed_names(references))
    for reference in references:
        if reference.shape is ReferenceShape.ALL:
            constructors = exports.constructors.get(reference.name, ())
            names.update((Space.CONSTRUCTOR, constructor) for constructor in constructors)
    return frozenset(names)


def _hidden_names(references: Sequence[Reference], exports: Exports) -> Names:
    """`hiding (T(..))` hides a type and its constructors; `T` alone, or with a list, only where that list is complete."""
    names: set[tuple[Space, str]] = set()
    for reference in references:
        if reference.space is not Space.TYPE:
            names.add((reference.space, reference.name))
            continue
        constructors = exports.constructors.get(reference.name, ())
        if reference.shape is ReferenceShape.ALL or reference.members == constructors:
            names.add((Space.TYPE, reference.name))
            names.update((Space.CONSTRUCTOR, constructor) for constructor in constructors)
    return frozenset(names)

"""Warnings about imports: unused ones, open ones, repeated ones.

Source: the PureScript compiler's `Linter/Imports.hs`. One import may be open (unqualified, without a list); imports of
Prim are left alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from nova_ls.base.diagnostic import Diagnostic, Problem
from nova_ls.base.keys import Space
from nova_ls.names.checks.usage import UsedNames
from nova_ls.names.modules.exports import ANY_NAME, Exports
from nova_ls.names.modules.items import HeaderItem, Reference, ReferenceShape
from nova_ls.names.modules.module_items import ImportPlace, ModuleItems
from nova_ls.names.modules.resolve_exports import duplicate_references
from nova_ls.names.modules.scope import ModuleScope
from nova_ls.names.problems.imports import (
    DuplicateImport,
    DuplicateImportRef,
    DuplicateSelectiveImport,
    HidingImport,
    ImplicitImport,
    ImplicitQualifiedImport,
    ImplicitQualifiedImportReExport,
    UnusedDctorExplicitImport,
    UnusedDctorImport,
    UnusedExplicitImport,
    UnusedImport,
)


def lint_imports(
    module: ModuleItems,
    scope: ModuleScope,
    used: UsedNames,
) -> list[tuple[int, Diagnostic]]:
    """Warnings with the index of their chunk. `used` must have been made with `re_exported(module.header)`."""
    linter = _Linter(module.imports, scope, used)
    linter.lint_each()
    linter.lint_shared_aliases()
    linter.lint_duplicates()
    linter.lint_re_exports(re_exported(module.header))
    return linter.warnings


def re_exported(header: HeaderItem | None) -> list[str]:
    """The modules that a header exports as `module X`."""
    if header is None or header.references is None:
        return []
    modules = (ref.name for ref in header.references if ref.shape is ReferenceShape.MODULE)
    return list(dict.fromkeys(modules))


class _Linter:
    """The state of linting one module's imports."""

    __slots__ = ("exports", "imports", "scope", "used", "warnings")

    def __init__(self, imports: Sequence[ImportPlace], scope: ModuleScope, used: UsedNames) -> None:
        self.imports = imports
        self.scope = scope
        self.used = used
        self.warnings: list[tuple[int, Diagnostic]] = []
        self.exports: dict[str, Exports] = {
            entry.module: entry.exports for entry in scope.entries if entry.exports is not None
        }

    # ------------------------------------------------------------------ one import

    def lint_each(self) -> None:
        open_imports = [place for place in self.imports if self._is_open(place)]
        for place in self.imports:
            item = place.item
            if item.damaged or item.module == "Prim" or item.module not in self.exports:
                continue
            if item.references is not None and not item.hiding:
                self._lint_explicit(place)
            else:
                self._lint_implicit(place, len(open_imports) == 1)

    def _is_open(self, place: ImportPlace) -> bool:
        item = place.item
        is_implicit = item.references is None or item.hiding
        is_other = item.module not in ("Prim", self.scope.module)
        return is_implicit and is_other and not (item.alias or item.damaged)

    def _lint_implicit(self, place: ImportPlace, is_allowed: bool) -> None:
        item = place.item
        if item.alias and not item.hiding:
            if item.alias not in self.used.qualifiers(item.module):
                self._unused(place)
            return
        if item.hiding and is_allowed:
            return
        names = self.used.names(item.module, item.alias)
        if not names:
            self._unused(place)
        elif not is_allowed:
            kind = HidingImport if item.hiding else ImplicitImport
            self._warn(place, kind(item.module, self._suggest(place, names)))

    def _lint_explicit(self, place: ImportPlace) -> None:
        item = place.item
        references = item.references or ()
        exports = self.exports[item.module]
        used = set(self.used.names(item.module, item.alias))
        used |= {
            (Space.TYPE, exports.owners[name])
            for space, name in used
            if space is Space.CONSTRUCTOR and name in exports.owners
        }
        if exports.may_have(Space.CONSTRUCTOR, ANY_NAME):
            # Which type has a constructor that does not parse is unknown.
            open_types = [ref.name for ref in references if ref.shape is not ReferenceShape.PLAIN]
            used |= {(Space.TYPE, name) for name in open_types}
        pairs = dict.fromkeys((ref.space, ref.name) for ref in references)
        # What the module does not have is reported as that, not as unused.
        written = [pair for pair in pairs if exports.get(*pair) is not None]
        if references and not written:
            return
        unused = [pair for pair in written if pair not in used]
        if len(unused) == len(written):
            self._unused(place)
        elif unused:
            remaining = self._suggest_alike(place)
            problem = UnusedExplicitImport(item.module, tuple(unused), item.alias, remaining)
            self._warn_at_reference(place, problem, unused[0])
        used_types = {
            name for space, name in written if space is Space.TYPE and (space, name) in used
        }
        for reference in references:
            if reference.space is Space.TYPE and reference.name in used_types:
                self._lint_constructors(place, reference, used, exports)

    def _lint_constructors(
        self,
        place: ImportPlace,
        reference: Reference,
        used: set[tuple[Space, str]],
        exports: Exports,
    ) -> None:
        item = place.item
        all_constructors = exports.constructors.get(reference.name, ())
        if not all(member in all_constructors for member in reference.members):
            return
        if exports.may_have(Space.CONSTRUCTOR, ANY_NAME):
            return
        used_here = [c for c in all_constructors if (Space.CONSTRUCTOR, c) in used]
        where = (Space.TYPE, reference.name)
        if not used_here and reference.shape is not ReferenceShape.PLAIN:
            remaining = self._suggest_alike(place)
            problem = UnusedDctorImport(item.module, reference.name, item.alias, remaining)
            self._warn_at_reference(place, problem, where)
        elif reference.shape is ReferenceShape.SOME:
            unused = tuple(c for c in reference.members if c not in used_here)
            if unused:
                remaining = self._suggest_alike(place)
                listed = UnusedDctorExplicitImport(
                    item.module, reference.name, unused, item.alias, remaining
                )
                self._warn_at_reference(place, listed, where)

    # ------------------------------------------------------------------ several imports

    def lint_shared_aliases(self) -> None:
        """Several modules under one alias: open imports among them hide where a name comes from."""
        for alias, places in self._by_alias().items():
            if len({place.item.module for place in places}) == 1:
                continue
            for place in places:
                item = place.item
                names = self.used.names(item.module, alias)
                if (item.references is None or item.hiding) and names:
                    items = self._suggest(place, names)
                    self._warn(place, ImplicitQualifiedImport(item.module, alias, items))

    def lint_re_exports(self, modules: Iterable[str]) -> None:
        """A qualified open import that is exported again as a whole."""
        by_alias = self._by_alias()
        for alias in modules:
            places = by_alias.get(alias, [])
            if len(places) == 1 and places[0].item.references is None:
                item = places[0].item
                names = self.used.names(item.module, alias)
                items = self._suggest(places[0], names)
                problem = ImplicitQualifiedImportReExport(item.module, alias, items)
                self._warn(places[0], problem)

    def lint_duplicates(self) -> None:
        by_module: dict[str, list[ImportPlace]] = {}
        for place in self.imports:
            by_module.setdefault(place.item.module, []).append(place)
        for module, places in by_module.items():
            repeated = self._repetitions(module, places)
            for place in places:
                item = place.item
                if item.references is None or id(place) in repeated:
                    continue
                for warning in duplicate_references(
                    item.references, place.spans.references, DuplicateImportRef
                ):
                    self.warnings.append((place.chunk, warning))

    def _repetitions(self, module: str, places: Sequence[ImportPlace]) -> set[int]:
        """Report imports of one module under one alias; the ids of those that are the later ones."""
        repeated: set[int] = set()
        for index, place in enumerate(places):
            if any(place.item == earlier.item for earlier in places[:index]):
                repeated.add(id(place))
                self._warn(place, DuplicateImport(module, place.item.alias))
        seen: set[str] = set()
        for place in places:
            if id(place) in repeated:
                continue
            if place.item.alias in seen:
                repeated.add(id(place))
                self._warn(place, DuplicateSelectiveImport(module))
            seen.add(place.item.alias)
        return repeated

    def _by_alias(self) -> dict[str, list[ImportPlace]]:
        found: dict[str, list[ImportPlace]] = {}
        for place in self.imports:
            if place.item.alias:
                found.setdefault(place.item.alias, []).append(place)
        return found

    # ------------------------------------------------------------------ suggestions and warnings

    def _suggest(
        self,
        place: ImportPlace,
        names: Sequence[tuple[Space, str]],
        open_types: frozenset[str] | None = None,
    ) -> tuple[str, ...]:
        """The list that an explicit import of these names would have, as it would be written.

        Constructors become `T(..)`; with `open_types` only for those types, and `T(A, B)` for others.
        """
        exports = self.exports.get(place.item.module)
        types: dict[str, list[str]] = {}
        items: list[str] = []
        for space, name in names:
            if space is Space.CONSTRUCTOR and exports is not None:
                types.setdefault(exports.owners.get(name, name), []).append(name)
            elif space is Space.TYPE:
                types.setdefault(name, [])
            elif space is Space.CLASS:
                items.append(f"class {name}")
            elif space is Space.TYPE_OPERATOR:
                items.append(f"type ({name})")
            elif space is Space.VALUE_OPERATOR:
                items.append(f"({name})")
            else:
                items.append(name)
        for name, constructors in types.items():
            if not constructors:
                items.append(name)
            elif open_types is None or name in open_types:
                items.append(f"{name}(..)")
            else:
                items.append(f"{name}({', '.join(constructors)})")
        return tuple(sorted(items, key=written_order))

    def _suggest_alike(self, place: ImportPlace) -> tuple[str, ...]:
        """What remains of an explicit import when the unused is taken out."""
        item = place.item
        open_types = frozenset(
            ref.name for ref in item.references or () if ref.shape is ReferenceShape.ALL
        )
        return self._suggest(place, self.used.names(item.module, item.alias), open_types)

    def _unused(self, place: ImportPlace) -> None:
        self._warn(place, UnusedImport(place.item.module, place.item.alias))

    def _warn(self, place: ImportPlace, problem: Problem) -> None:
        self.warnings.append((place.chunk, Diagnostic(problem, *place.spans.whole)))

    def _warn_at_reference(
        self, place: ImportPlace, problem: Problem, name: tuple[Space, str]
    ) -> None:
        """A warning at this name in the import's list."""
        start, end = place.spans.whole
        for reference, span in zip(
            place.item.references or (), place.spans.references, strict=True
        ):
            if (reference.space, reference.name) == name:
                start, end = span
                break
        self.warnings.append((place.chunk, Diagnostic(problem, start, end)))


def written_order(item: str) -> tuple[int, str]:
    """Classes, type operators, types, values, operators: the compiler's order of references."""
    if item.startswith("class "):
        return 0, item
    if item.startswith("type "):
        return 1, item
    if item[0].isupper():
        return 2, item
    return (4, item) if item[0] == "(" else (3, item)

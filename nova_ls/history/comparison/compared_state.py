"""One side of a comparison: the declarations of a state that differ from the other side's, and what it exports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from nova_ls.base.keys import ElementKey, Space
from nova_ls.compiler.archive.log_names import MODULE, TYPE_KINDS, module_of
from nova_ls.compiler.facts import InterfaceFact
from nova_ls.compiler.facts.codec import encode_fact
from nova_ls.compiler.model import units
from nova_ls.compiler.model.outcome import Scheme
from nova_ls.compiler.model.source import Source
from nova_ls.compiler.model.written_signature import written_signature
from nova_ls.history.declaration import StoredDeclaration, declarations
from nova_ls.history.state import State
from nova_ls.log.log_unit import LogUnit
from nova_ls.names.modules.exports import Exports
from nova_ls.types.core.interface import ConstructorInterface, Interface, ValueInterface
from nova_ls.types.render.render_declaration import render_declaration


class ComparedState:
    """`changed`: the units that the other side has otherwise, or not at all."""

    def __init__(self, state: State, changed: Iterable[LogUnit]) -> None:
        self.state = state
        self.declarations = declarations(state, (unit for unit in changed if unit.kind != MODULE))
        self.declarations.update(self._operators(changed))
        self._schemes: dict[ElementKey, Scheme] = {}
        for declaration in self.declarations.values():
            self._schemes.update(declaration.schemes)
        self._tried: set[str] = set()

    def _operators(
        self, changed: Iterable[LogUnit]
    ) -> Iterator[tuple[ElementKey, StoredDeclaration]]:
        wanted = [unit for unit in changed if unit.kind == MODULE]
        for unit, entry in self.state.entries(wanted).items():
            for key, scheme in self.state.modules[unit.name].operators.items():
                yield key, StoredDeclaration(key, "", {key: scheme}, (entry,))

    @cached_property
    def exported(self) -> set[ElementKey]:
        """Everything that some module exports, from wherever it is."""
        exports = (module.exports for module in self.state.modules.values())
        return {key for each in exports for table in each.tables for key in table.values()}

    def exports(self, module: str) -> Exports | None:
        """The exports of a module; None where the state does not have it."""
        entry = self.state.modules.get(module)
        return None if entry is None else entry.exports

    def find(self, key: ElementKey) -> Interface | None:
        """The interface of an element of the workspace; None for those of packages."""
        scheme = self._schemes.get(key)
        if scheme is None and key.namespace in self.state.modules:
            self._load(key)
            scheme = self._schemes.get(key)
        return None if scheme is None else scheme.interface

    def _load(self, key: ElementKey) -> None:
        """What did not change lies in a unit of its own name; constructors and members are found with their owners."""
        module = self.state.modules[key.namespace]
        self._schemes.update(module.operators)
        name = f"{key.namespace}.{key.name}"
        if name not in self._tried:
            self._tried.add(name)
            kinds = (units.Values.tag, *TYPE_KINDS, units.Body.tag)
            found = declarations(self.state, [LogUnit(kind, name) for kind in kinds])
            for declaration in found.values():
                self._schemes.update(declaration.schemes)
        if key not in self._schemes and key.space in (Space.CONSTRUCTOR, Space.VALUE):
            self._load_types(key.namespace)

    def _load_types(self, module: str) -> None:
        """Some type or class of the module owns what was asked for."""
        if f"{module}." not in self._tried:
            self._tried.add(f"{module}.")
            own = [
                unit
                for unit in self.state.units
                if unit.kind in TYPE_KINDS and module_of(unit, self.state.module_names) == module
            ]
            for declaration in declarations(self.state, own).values():
                self._schemes.update(declaration.schemes)

    def show(self, key: ElementKey) -> str:
        """The declaration of an element without its body, a signature as it is written."""
        return self.written(key) or self.show_expanded(key)

    def written(self, key: ElementKey) -> str | None:
        """The signature as it is written; None where there is none, or the element is not among those that differ."""
        declaration = self.declarations.get(key) if key.space is Space.VALUE else None
        return None if declaration is None else _written(declaration)

    def show_expanded(self, key: ElementKey) -> str:
        """The same with all synonyms expanded; the name where nothing is known of the element."""
        interface = self.find(key)
        return key.name if interface is None else render_declaration(key, interface, self.find)

    def owner(self, key: ElementKey) -> ElementKey:
        """The type of a constructor, the class of a member; other elements own themselves."""
        if key.space in (Space.CONSTRUCTOR, Space.VALUE) and key in self._schemes:
            interface = self._schemes[key].interface
            if isinstance(interface, ConstructorInterface | ValueInterface):
                return interface.owner or key
        return key

    def users(self, keys: Iterable[ElementKey]) -> dict[ElementKey, set[LogUnit]]:
        """The units that rely on the interface of each of some elements; looks at all that the state has."""
        needles = {key: encode_fact(InterfaceFact(key)) for key in keys}
        found: dict[ElementKey, set[LogUnit]] = {key: set() for key in needles}
        if needles:
            for unit, entry in self.state.entries(self.state.units).items():
                for key, needle in needles.items():
                    if needle in entry.packed_deps:
                        found[key].add(unit)
        return found


def _written(declaration: StoredDeclaration) -> str | None:
    """A value's signature as its author wrote it; None where it has none of its own."""
    chunks = Source(declaration.text).chunks
    found = (written_signature(chunk, declaration.key.name) for chunk in chunks)
    return next((signature for signature in found if signature is not None), None)


def show_both(
    was: ElementKey, before: ComparedState, now: ElementKey, after: ComparedState
) -> tuple[str, str]:
    """An element on both sides, without its body: as it is written, where that shows the difference."""
    old, new = before.written(was), after.written(now)
    if old is not None and new is not None and old != new:
        return old, new
    return before.show_expanded(was), after.show_expanded(now)

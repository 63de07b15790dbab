"""A small compiler for tests: modules as text in, interfaces, types and diagnostics out; from scratch, in memory.

It checks a module as one chunk, so spans are offsets in the module's text. Imports come from the texts given, then
from the folders given (the standard library, as a rule).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from nova_ls.base.diagnostic import Diagnostic, Severity
from nova_ls.base.keys import ElementKey, Space, element_key
from nova_ls.names.modules.binding_groups import binding_groups
from nova_ls.names.modules.declaration_unit import DeclarationUnit, InstancePlace, UnitKind
from nova_ls.names.modules.exports import Exports, own_exports
from nova_ls.names.modules.fixity import Fixity, Operator
from nova_ls.names.modules.imports import build_scope
from nova_ls.names.modules.items import ChunkItems, ItemKind, ListSpans, collect_items
from nova_ls.names.modules.prim import PRIM_EXPORTS
from nova_ls.names.modules.resolve_exports import resolve_exports
from nova_ls.names.modules.scope import ModuleScope
from nova_ls.names.resolve import resolved as r
from nova_ls.names.resolve.resolve_element import Depth, Resolved, resolve_element
from nova_ls.syntax import tree as t
from nova_ls.syntax.parser import parse_chunk
from nova_ls.types.check.check_instance import check_instance
from nova_ls.types.check.check_types import check_types
from nova_ls.types.check.check_values import check_signature, check_values, is_signed
from nova_ls.types.core.environment import Annotations, Checked
from nova_ls.types.core.interface import InstanceInterface, Interface, ValueInterface
from nova_ls.types.core.prim import PRIM_INTERFACES
from nova_ls.types.core.type import TypeCon, spine
from nova_ls.types.instances.check_instance_head import check_instance_head
from nova_ls.types.render.render_type import render_type

LIBRARY = Path(__file__).resolve().parents[2] / "nova_ls" / "stdlib"

_KINDS = {
    ItemKind.VALUE: UnitKind.VALUE,
    ItemKind.SIGNATURE: UnitKind.VALUE,
    ItemKind.FOREIGN: UnitKind.FOREIGN,
    ItemKind.DATA: UnitKind.TYPE,
    ItemKind.NEWTYPE: UnitKind.TYPE,
    ItemKind.SYNONYM: UnitKind.TYPE,
    ItemKind.FOREIGN_DATA: UnitKind.TYPE,
    ItemKind.CLASS: UnitKind.CLASS,
    ItemKind.OPERATOR: UnitKind.OPERATOR,
    ItemKind.TYPE_OPERATOR: UnitKind.OPERATOR,
    ItemKind.INSTANCE: UnitKind.INSTANCE,
    ItemKind.DERIVATION: UnitKind.DERIVATION,
    ItemKind.CLAUSE: UnitKind.CLAUSE,
}


@dataclass
class CheckedModule:
    """One module with what its check gave. Diagnostics in order of their place."""

    name: str
    text: str
    declarations: Sequence[t.Declaration]
    items: ChunkItems
    exports: Exports
    scope: ModuleScope
    diagnostics: list[Diagnostic] = field(default_factory=list)
    annotations: dict[ElementKey, Annotations] = field(default_factory=dict)
    resolved: dict[ElementKey, Resolved] = field(default_factory=dict)
    units: dict[ElementKey, DeclarationUnit] = field(default_factory=dict)

    def codes(self, severity: Severity = Severity.ERROR) -> list[str]:
        return [d.code for d in self.diagnostics if d.severity is severity]

    def type_at(self, start: int, end: int) -> str:
        """The type annotated last at exactly this span."""
        found = ""
        for notes in self.annotations.values():
            for index, type in enumerate(notes.types):
                if notes.starts[index] == start and notes.ends[index] == end:
                    found = render_type(type)
        return found


class World:
    """All modules of a test. Implements types.environment.Environment for the module at work."""

    def __init__(self, texts: Mapping[str, str], folders: Sequence[Path] = (LIBRARY,)) -> None:
        self.texts = dict(texts)
        self.folders = folders
        self.modules: dict[str, CheckedModule | None] = {}
        self.interfaces: dict[ElementKey, Interface] = dict(PRIM_INTERFACES)
        self.by_class: dict[ElementKey, list[InstanceInterface]] = {}
        self.current: CheckedModule | None = None

    # ------------------------------------------------------------ Environment

    def interface(self, key: ElementKey) -> Interface | None:
        return self.interfaces.get(key)

    def instances(
        self, class_key: ElementKey, heads: tuple[ElementKey | None, ...]
    ) -> Sequence[InstanceInterface]:
        found = self.by_class.get(class_key, ())
        chains = {instance.chain for instance in found if _could_match(instance, heads)}
        return [instance for instance in found if instance.chain in chains]

    def is_exported(self, key: ElementKey) -> bool:
        exports = self._exports(key.namespace)
        return exports is not None and exports.get(key.space, key.name) is key

    def constructor_in_scope(self, key: ElementKey) -> bool:
        scope = self.current.scope if self.current is not None else None
        return scope is not None and any(
            entry.get(Space.CONSTRUCTOR, key.name) is key for entry in scope.entries
        )

    # ------------------------------------------------------------ modules

    def check(self, name: str) -> CheckedModule:
        """Check a module, after those that it imports."""
        module = self._load(name)
        assert module is not None, name
        return module

    def _exports(self, name: str) -> Exports | None:
        if name in PRIM_EXPORTS:
            return PRIM_EXPORTS[name]
        module = self._load(name)
        return None if module is None else module.exports

    def _load(self, name: str) -> CheckedModule | None:
        if name in self.modules:
            return self.modules[name]
        self.modules[name] = None
        text = self._text(name)
        if text is None:
            return None
        tree = parse_chunk(text, first=True)
        items = collect_items(tree.declarations)
        own = own_exports(name, items.items)
        values = frozenset(
            item.name for item in items.items if item.kind in (ItemKind.VALUE, ItemKind.FOREIGN)
        )
        spans = items.list_spans[1:] if items.header else items.list_spans
        scope, problems = build_scope(own, values, items.imports, spans, self._exports)
        header_spans = items.list_spans[0] if items.header else ListSpans((0, 0), (0, 0), ())
        exports, more = resolve_exports(own, items.header, header_spans, scope)
        module = CheckedModule(name, text, tree.declarations, items, exports, scope)
        module.diagnostics += [*tree.errors, *(problem for _, problem in problems), *more]
        self.modules[name] = module
        outside, self.current = self.current, module
        self._check(module)
        self.current = outside
        module.diagnostics.sort(key=lambda diagnostic: (diagnostic.start, diagnostic.end))
        return module

    def _text(self, name: str) -> str | None:
        if name in self.texts:
            return self.texts[name]
        for folder in self.folders:
            for ending in (".nova", ".purs"):
                path = folder / (name.replace(".", "/") + ending)
                if path.exists():
                    return path.read_text(encoding="utf-8")
        return None

    def _check(self, module: CheckedModule) -> None:
        self._collect_units(module)
        for unit in module.units.values():
            if unit.kind is UnitKind.OPERATOR:
                self._resolve(module, unit)
        self._check_types(module)
        heads = {UnitKind.INSTANCE, UnitKind.DERIVATION, UnitKind.CLAUSE}
        instances = [unit for unit in module.units.values() if unit.kind in heads]
        for unit in instances:
            head = self._resolve(module, unit, Depth.HEAD).element
            if isinstance(head, r.InstanceHead):
                self._keep(module, check_instance_head(head, self))
        self._check_values(module)
        for unit in instances:
            element = self._resolve(module, unit, Depth.BODY).element
            if isinstance(element, r.InstanceHead):
                element = r.Instance(element.start, element.end, element, (), ())
            if isinstance(element, r.Instance):
                self._keep(module, check_instance(element, self))
        for found in module.resolved.values():
            module.diagnostics += found.diagnostics

    def _collect_units(self, module: CheckedModule) -> None:
        place: InstancePlace | None = None
        clauses: dict[int, int] = {}
        for item, position in zip(module.items.items, module.items.positions, strict=True):
            kind = _KINDS.get(item.kind)
            if kind is None:
                continue
            key = element_key(module.name, item.space, item.name)
            clause = 0
            if kind is UnitKind.CLAUSE:
                clause = clauses.get(position, 0)
                clauses[position] = clause + 1
            if item.space is Space.INSTANCE:
                if item.chained and place is not None:
                    place = InstancePlace(place.chain, place.index + 1)
                else:
                    place = InstancePlace(key, 0)
            chain = place if item.space is Space.INSTANCE else None
            module.units.setdefault(key, DeclarationUnit(kind, key, 0, position, chain, clause))

    def _check_types(self, module: CheckedModule) -> None:
        elements: dict[ElementKey, r.Data | r.Synonym | r.Class] = {}
        uses: dict[ElementKey, Iterable[ElementKey]] = {}
        for key, unit in module.units.items():
            if unit.kind in (UnitKind.TYPE, UnitKind.CLASS):
                found = self._resolve(module, unit)
                if isinstance(found.element, r.Data | r.Synonym | r.Class):
                    elements[key] = found.element
                    uses[key] = found.type_uses
        for group in binding_groups(uses):
            self._keep(module, check_types([elements[key] for key in group], self))

    def _check_values(self, module: CheckedModule) -> None:
        values: dict[ElementKey, r.Value] = {}
        uses: dict[ElementKey, Iterable[ElementKey]] = {}
        signed: set[ElementKey] = set()
        for key, unit in module.units.items():
            if unit.kind not in (UnitKind.VALUE, UnitKind.FOREIGN):
                continue
            found = self._resolve(module, unit)
            if isinstance(found.element, r.Foreign):
                self._keep(module, check_signature(found.element, self))
            elif isinstance(found.element, r.Value):
                values[key] = found.element
                uses[key] = found.uses
                if is_signed(found.element):
                    signed.add(key)
                    self._keep(module, check_signature(found.element, self))
        # Who names a value with a signature needs its signature only.
        needed = {key: [used for used in uses[key] if used not in signed] for key in uses}
        for group in binding_groups(needed):
            kept = {key: self.interfaces.pop(key, None) for key in group}
            checked = check_values([values[key] for key in group], self)
            for key, interface in kept.items():
                if interface is not None:
                    self.interfaces[key] = interface
            self._keep(module, checked)

    def _resolve(
        self, module: CheckedModule, unit: DeclarationUnit, depth: Depth = Depth.BODY
    ) -> Resolved:
        found = resolve_element(module.declarations, unit, module.scope, self._fixity, depth)
        if depth is Depth.BODY:
            module.resolved[unit.key] = found
        return found

    def _fixity(self, key: ElementKey) -> Fixity | None:
        module = self.modules.get(key.namespace)
        if module is None or key not in module.units:
            return None
        found = module.resolved.get(key) or self._resolve(module, module.units[key])
        return found.element if isinstance(found.element, Operator) else None

    def _keep(self, module: CheckedModule, checked: Checked) -> None:
        self.interfaces.update(checked.interfaces)
        for interface in checked.interfaces.values():
            if isinstance(interface, InstanceInterface):
                self.by_class.setdefault(interface.class_key, []).append(interface)
        module.annotations.update(checked.annotations)
        for diagnostics in checked.diagnostics.values():
            module.diagnostics += diagnostics


def check_text(text: str, folders: Sequence[Path] = (LIBRARY,)) -> tuple[World, CheckedModule]:
    """Check the last of the modules in a text; each further one begins behind a line `--- Name`."""
    parts: dict[str, str] = {}
    name = "Main"
    lines: list[str] = []
    for line in text.splitlines(keepends=True):
        if line.startswith("--- "):
            parts[name] = "".join(lines)
            name, lines = line[4:].strip(), []
        else:
            lines.append(line)
    parts[name] = "".join(lines)
    world = World(parts, folders)
    return world, world.check("Main")


def type_of(world: World, name: str, module: str = "Main") -> str:
    """The rendered scheme of a value."""
    interface = world.interface(element_key(module, Space.VALUE, name))
    assert isinstance(interface, ValueInterface), name
    return render_type(interface.type)


def _could_match(instance: InstanceInterface, heads: tuple[ElementKey | None, ...]) -> bool:
    for argument, wanted in zip(instance.arguments, heads, strict=False):
        head = spine(argument)[0]
        if wanted is not None and isinstance(head, TypeCon) and head.key is not wanted:
            return False
    return True

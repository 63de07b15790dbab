"""A small world for tests of types, classes and instance heads: modules from text, checked without values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nova_ls.base.diagnostic import Diagnostic, Severity
from nova_ls.base.keys import ElementKey, Space, element_key
from nova_ls.names.modules.binding_groups import components
from nova_ls.names.modules.declaration_unit import UnitKind
from nova_ls.names.modules.exports import Exports
from nova_ls.names.modules.fixity import Operator
from nova_ls.names.modules.imports import build_scope
from nova_ls.names.modules.items import collect_items
from nova_ls.names.modules.module_items import combine_items
from nova_ls.names.modules.prim import PRIM_EXPORTS
from nova_ls.names.modules.resolve_exports import resolve_exports
from nova_ls.names.resolve import resolved as r
from nova_ls.names.resolve.resolve_element import Depth, Resolved, resolve_element
from nova_ls.syntax.parser import parse_chunk
from nova_ls.types.check.check_types import check_types
from nova_ls.types.core.environment import Checked
from nova_ls.types.core.interface import ClassInterface, InstanceInterface
from nova_ls.types.core.solver import Solver
from nova_ls.types.instances.check_instance_head import check_instance_head
from nova_ls.types.instances.check_instance_overlap import check_instance_overlap
from nova_ls.types.render.render_type import render_type
from tests.types.prim_only import PrimOnly


class World(PrimOnly):
    """An Environment of all modules loaded so far. `references`: what each type element mentions."""

    def __init__(self) -> None:
        super().__init__()
        self.exports: dict[str, Exports] = dict(PRIM_EXPORTS)
        self.operators: dict[ElementKey, Operator] = {}
        self.values: list[r.Value | r.Foreign] = []
        self.diagnostics: list[Diagnostic] = []

    def instances(
        self, class_key: ElementKey, heads: tuple[ElementKey | None, ...]
    ) -> Sequence[InstanceInterface]:
        return [
            each
            for each in self.interfaces.values()
            if isinstance(each, InstanceInterface) and each.class_key is class_key
        ]

    def codes(self) -> list[str]:
        return [each.code for each in self.diagnostics if each.severity is Severity.ERROR]

    def warnings(self) -> list[str]:
        return [each.code for each in self.diagnostics if each.severity is Severity.WARNING]

    def kind(self, name: str, module: str = "Main", space: Space = Space.TYPE) -> str:
        """The kind of a type or class, or the type of a constructor or member, printed."""
        interface: Any = self.interfaces[element_key(module, space, name)]
        shown = getattr(interface, "kind", None) or interface.type
        return render_type(shown)

    def load(self, text: str) -> None:
        """Check the types, classes and instance heads of a module."""
        tree = parse_chunk(text, first=True)
        self.diagnostics += tree.errors
        chunk = collect_items(tree.declarations)
        module = combine_items([chunk])
        self.diagnostics += [problem for _, problem in module.diagnostics]
        imports = module.imports
        scope, problems = build_scope(
            module.own,
            module.own_values,
            [each.item for each in imports],
            [each.spans for each in imports],
            self.exports.get,
        )
        self.diagnostics += [problem for _, problem in problems]
        if module.header_spans is not None:
            exports, _ = resolve_exports(module.own, module.header, module.header_spans, scope)
            self.exports[module.name] = exports
        resolved: dict[ElementKey, Resolved] = {}
        for unit in sorted(module.units, key=lambda unit: unit.kind is not UnitKind.OPERATOR):
            found = resolve_element(tree.declarations, unit, scope, self.operators.get, Depth.HEAD)
            if isinstance(found.element, Operator):
                self.operators[unit.key] = found.element
            resolved[unit.key] = found
            if unit.kind not in (UnitKind.VALUE, UnitKind.OPERATOR, UnitKind.FOREIGN):
                self.diagnostics += found.diagnostics
        self._check(list(resolved.values()))

    def _check(self, resolved: list[Resolved]) -> None:
        types = [
            (each.element, each.references.targets)
            for each in resolved
            if isinstance(each.element, r.TypeElement)
        ]
        place = {element.key: number for number, (element, _) in enumerate(types)}
        edges = [[place[key] for key in targets if key in place] for _, targets in types]
        for group in components(edges):
            self._add(check_types([types[i][0] for i in group], self))
        heads = [each.element for each in resolved if isinstance(each.element, r.InstanceHead)]
        for head in heads:
            self._add(check_instance_head(head, self))
        for head in heads:
            own, owner = self.interface(head.key), self.interface(head.class_key)
            if isinstance(own, InstanceInterface) and isinstance(owner, ClassInterface):
                solver = Solver(self, head.key)
                check_instance_overlap(solver, head, own, owner)
                for found in solver.diagnostics().values():
                    self.diagnostics += found
        self.values += [
            each.element for each in resolved if isinstance(each.element, r.Value | r.Foreign)
        ]

    def _add(self, checked: Checked) -> None:
        self.interfaces.update(checked.interfaces)
        for found in checked.diagnostics.values():
            self.diagnostics += found


def load(text: str) -> World:
    world = World()
    world.load(text)
    return world

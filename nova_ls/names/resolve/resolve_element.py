"""From the declarations of a unit to its element: the one entry of the resolver."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from operator import itemgetter
from typing import Final, TypeAlias

from nova_ls.base.diagnostic import Diagnostic
from nova_ls.base.keys import ElementKey
from nova_ls.names.modules.declaration_unit import DeclarationUnit, InstancePlace, UnitKind
from nova_ls.names.modules.fixity import FixityOf, Operator
from nova_ls.names.modules.scope import Answer, Lookup, ModuleScope
from nova_ls.names.resolve import resolve_declaration as declaration
from nova_ls.names.resolve import resolved as r
from nova_ls.names.resolve.element_references import References
from nova_ls.names.resolve.resolution import Resolution
from nova_ls.names.resolve.resolve_expression import resolve_expression
from nova_ls.syntax import tree as t

Element: TypeAlias = (
    r.Value
    | r.Foreign
    | r.Data
    | r.Synonym
    | r.Class
    | r.KindSignature
    | r.Roles
    | r.Instance
    | r.InstanceHead
    | Operator
)


class Depth(Enum):
    """How much of an instance is wanted."""

    __hash__ = object.__hash__  # an enum hashes its name in Python code: too slow for table keys

    HEAD = "head"
    BODY = "body"


@dataclass(slots=True)
class Resolved:
    """The element of a unit, and all that its meaning depends on.

    `element` None: it cannot be made sense of; diagnostics say why. `lookups` are all look-ups in the module's scope with
    their answers; `operators` those whose fixity was asked for. `uses` are the values of this module it names,
    `immediate` those of them that it needs as soon as it is evaluated; `type_uses` its types and classes that it names,
    `kind_uses` those that its kind signature names, where that stands in the same chunk. `local_names`: names of local variables, each
    compared with the module's own values (ShadowedName). `searched_scope`: a diagnostic suggests names, and so
    depends on everything in scope.
    """

    element: Element | None
    references: References
    lookups: dict[Lookup, Answer]
    operators: tuple[ElementKey, ...]
    diagnostics: list[Diagnostic]
    uses: tuple[ElementKey, ...]
    immediate: tuple[ElementKey, ...]
    type_uses: tuple[ElementKey, ...]
    kind_uses: tuple[ElementKey, ...]
    local_names: tuple[str, ...]
    searched_scope: bool


def resolve_element(
    declarations: Sequence[t.Declaration],
    unit: DeclarationUnit,
    scope: ModuleScope,
    fixities: FixityOf,
    depth: Depth = Depth.BODY,
) -> Resolved:
    """Resolve one unit of the chunk that `declarations` are; Depth.HEAD leaves an instance's members alone."""
    state = Resolution(scope, fixities, resolve_expression)
    kind = _kind_beside(state, declarations, unit)
    kind_uses, state.type_uses = state.type_uses, {}
    element = _element(state, declarations, unit, depth, kind)
    state.references.sort(key=_START)
    starts, ends, targets = zip(*state.references, strict=True) if state.references else _NOWHERE
    return Resolved(
        element,
        References(list(starts), list(ends), list(targets)),
        state.lookups,
        tuple(state.operators),
        state.diagnostics,
        tuple(state.uses),
        tuple(state.immediate),
        tuple(state.type_uses),
        tuple(kind_uses),
        tuple(state.local_names),
        state.searched,
    )


_NOWHERE: Final[tuple[tuple[()], ...]] = ((), (), ())
_START: Final = itemgetter(0)


def _element(
    state: Resolution,
    declarations: Sequence[t.Declaration],
    unit: DeclarationUnit,
    depth: Depth,
    kind: r.Type | None,
) -> Element | None:
    key = unit.key
    if unit.kind is UnitKind.VALUE:
        return declaration.resolve_value(state, declarations[unit.position :], key)
    node = declarations[unit.position]
    place = unit.place or InstancePlace(key, 0)
    match unit.kind, node:
        case UnitKind.FOREIGN, t.ForeignImport():
            return declaration.resolve_foreign(state, node, key)
        case UnitKind.TYPE, t.DataDeclaration() | t.ForeignData():
            roles = _roles_beside(state, declarations, unit)
            return declaration.resolve_data(state, node, key, kind, roles)
        case UnitKind.TYPE, t.SynonymDeclaration():
            return declaration.resolve_synonym(state, node, key, kind)
        case UnitKind.CLASS, t.ClassDeclaration():
            return declaration.resolve_class(state, node, key, kind)
        case UnitKind.KIND_SIGNATURE, t.KindSignature():
            return declaration.resolve_kind_signature(state, node, key)
        case UnitKind.ROLES, t.RoleDeclaration():
            return declaration.resolve_roles(state, node, key)
        case UnitKind.OPERATOR, t.FixityDeclaration():
            return declaration.resolve_operator(state, node, key)
        case UnitKind.INSTANCE, t.InstanceDeclaration() if depth is Depth.BODY:
            return declaration.resolve_instance(state, node, key, place)
        case _, t.InstanceDeclaration() | t.DeriveDeclaration():
            return declaration.resolve_instance_head(state, node, key, place)
        case UnitKind.CLAUSE, t.DataDeclaration():
            clause = node.deriving[unit.clause]
            return declaration.resolve_clause_head(state, node, clause, key, place)
        case _:
            return None


def _kind_beside(
    state: Resolution, declarations: Sequence[t.Declaration], unit: DeclarationUnit
) -> r.Type | None:
    """The kind signature directly before a declaration, where both stand in one chunk."""
    if unit.position == 0 or unit.kind not in (UnitKind.TYPE, UnitKind.CLASS):
        return None
    node = declarations[unit.position - 1]
    if isinstance(node, t.KindSignature) and node.name.text == unit.key.name:
        return declaration.resolve_kind_signature(state, node, unit.key).kind
    return None


def _roles_beside(
    state: Resolution, declarations: Sequence[t.Declaration], unit: DeclarationUnit
) -> tuple[str, ...] | None:
    """The role declaration directly behind a declaration, where both stand in one chunk."""
    if unit.position + 1 == len(declarations):
        return None
    node = declarations[unit.position + 1]
    if isinstance(node, t.RoleDeclaration) and node.name.text == unit.key.name:
        return declaration.resolve_roles(state, node, unit.key).roles
    return None

"""Checking of types, synonyms and classes: their kinds, roles, constructors, members, and what may be wrong with them."""

from __future__ import annotations

from collections.abc import Sequence

from nova_ls.base.keys import ElementKey
from nova_ls.names.problems.modules import DuplicateTypeArgument
from nova_ls.names.resolve import resolved as r
from nova_ls.syntax.tree import DataKeyword
from nova_ls.types.core import budget
from nova_ls.types.core.environment import Annotations, Checked, Environment
from nova_ls.types.core.interface import (
    ClassInterface,
    ConstructorInterface,
    DataInterface,
    Interface,
    Role,
    SynonymInterface,
    ValueInterface,
    ValueOrigin,
)
from nova_ls.types.core.problems.kinds import (
    MissingKindDeclaration,
    RoleDeclarationArityMismatch,
    RoleMismatch,
)
from nova_ls.types.core.solver import Solver
from nova_ls.types.core.type import (
    ERROR,
    HAS_ERRORS,
    HAS_QUANTIFIERS,
    TYPE,
    Constrained,
    Constraint,
    Forall,
    KindApp,
    Type,
    TypeApp,
    TypeVar,
    function,
    type_con,
)
from nova_ls.types.kinds.infer_kinds import GroupMember, KindGroup
from nova_ls.types.kinds.roles import PERMISSIVENESS, DataShape, infer_roles, nominal_roles


def check_types(group: Sequence[r.TypeElement], environment: Environment) -> Checked:
    """Check declarations that refer to one another; gives the interfaces of the types and classes, and of their
    constructors and members.
    """
    try:
        return _check_group(group, environment)
    except budget.OutOfSteps:
        first = group[0]
        keys = [node.key for node in group]
        return budget.given_up(keys, (first.name_start, first.name_end), {})


def _check_group(group: Sequence[r.TypeElement], environment: Environment) -> Checked:
    solver = Solver(environment, group[0].key)
    for node in group:
        solver.annotations[node.key] = Annotations()
    for node in group:
        _check_parameters(solver, node)
    kinds = KindGroup(group, environment, solver)
    solver.environment = kinds
    kinds.infer_all()
    solver.environment = environment
    members = list(kinds.members.values())
    interfaces: dict[ElementKey, Interface] = {}
    roles = _roles(solver, members, environment)
    for member in members:
        node = member.node
        solver.element = node.key
        is_known = not (solver.failed or any(part.flags & HAS_ERRORS for part in member.parts))
        if is_known and _is_polykinded(member.kind) and not member.has_signature:
            solver.report(
                MissingKindDeclaration(node.key, member.kind), node.name_start, node.name_end
            )
        if isinstance(node, r.Data):
            _finish_data(solver, node, member, roles[node.key], interfaces)
        elif isinstance(node, r.Synonym):
            interfaces[node.key] = SynonymInterface(
                member.kind, member.kind_variables, member.parameters, member.parts[0]
            )
        else:
            _finish_class(solver, node, member, interfaces)
        _annotate(solver, member)
    annotations = solver.annotations
    for each in annotations.values():
        each.types = [solver.zonk(type) for type in each.types]
    return Checked(interfaces, annotations, solver.diagnostics())


def _check_parameters(solver: Solver, node: r.TypeElement) -> None:
    solver.element = node.key
    seen: set[str] = set()
    for binder in node.parameters:
        if binder.name in seen:
            solver.report(DuplicateTypeArgument(binder.name), binder.start, binder.end)
        seen.add(binder.name)


def _is_polykinded(kind: Type) -> bool:
    """Whether a kind holds a quantifier anywhere."""
    return bool(kind.flags & HAS_QUANTIFIERS)


def _annotate(solver: Solver, member: GroupMember) -> None:
    """The kinds of the name and of the parameters, for hovers."""
    node = member.node
    solver.annotate(node.name_start, node.name_end, member.kind)
    for binder, parameter in zip(node.parameters, member.parameters, strict=True):
        solver.annotate(binder.start, binder.end, parameter.kind)


# ---------------------------------------------------------------------------- data types


def _finish_data(
    solver: Solver,
    node: r.Data,
    member: GroupMember,
    roles: tuple[Role, ...],
    interfaces: dict[ElementKey, Interface],
) -> None:
    # A newtype of another form than one constructor with one field is a mistake of syntax.
    is_newtype = node.keyword is DataKeyword.NEWTYPE
    interfaces[node.key] = DataInterface(
        member.kind,
        member.kind_variables,
        member.parameters,
        roles,
        tuple([constructor.key for constructor in node.constructors]),
        is_newtype,
        node.foreign,
    )
    result = _applied_to_parameters(member)
    position = 0
    for index, constructor in enumerate(node.constructors):
        fields = tuple(member.parts[position : position + len(constructor.fields)])
        position += len(fields)
        type = result
        for field in reversed(fields):
            type = function(field, type)
        interface: ConstructorInterface | ValueInterface
        if constructor.is_whole:
            interface = ConstructorInterface(node.key, index, _quantified(member, type), fields)
        else:
            # Without an interface of its own its fields are not counted.
            interface = ValueInterface(ERROR, ValueOrigin.VALUE, node.key)
        interfaces[constructor.key] = interface
        solver.annotate(constructor.name_start, constructor.name_end, interface.type)


def _applied_to_parameters(member: GroupMember) -> Type:
    """The type itself, applied to its own kind variables and parameters."""
    type: Type = type_con(member.node.key)
    for name in member.kind_variables:
        type = KindApp(type, TypeVar(name))
    for parameter in member.parameters:
        type = TypeApp(type, TypeVar(parameter.name))
    return type


def _quantified(member: GroupMember, type: Type) -> Type:
    """Quantify over kind variables and parameters; the parameters can be given by `@type`."""
    for parameter in reversed(member.parameters):
        type = Forall(parameter.name, parameter.kind, type, True)
    kinds = _variable_kinds(member)
    for name in reversed(member.kind_variables):
        type = Forall(name, kinds.get(name, TYPE), type, False)
    return type


def _variable_kinds(member: GroupMember) -> dict[str, Type]:
    kinds: dict[str, Type] = {}
    kind = member.kind
    while isinstance(kind, Forall):
        kinds[kind.name] = kind.kind
        kind = kind.body
    return kinds


def _roles(
    solver: Solver, members: Sequence[GroupMember], environment: Environment
) -> dict[ElementKey, tuple[Role, ...]]:
    """The roles of all data types of the group: declared, if they can be so, or inferred."""
    declared: dict[ElementKey, tuple[Role, ...]] = {}
    shapes: list[DataShape] = []
    foreign: dict[ElementKey, tuple[Role, ...]] = {}
    for member in members:
        node = member.node
        if not isinstance(node, r.Data):
            continue
        if node.roles is not None:
            declared[node.key] = tuple([Role(role) for role in node.roles])
        if node.foreign:
            foreign[node.key] = nominal_roles(member.kind)
        else:
            names = tuple([parameter.name for parameter in member.parameters])
            shapes.append(DataShape(node.key, names, member.parts))
    roles = {**foreign, **infer_roles(shapes, declared, environment)}
    for member in members:
        given = declared.get(member.node.key)
        if given is not None:
            roles[member.node.key] = _declared_roles(solver, member, given, roles)
    return roles


def _declared_roles(
    solver: Solver,
    member: GroupMember,
    given: tuple[Role, ...],
    inferred: dict[ElementKey, tuple[Role, ...]],
) -> tuple[Role, ...]:
    """The declared roles; the inferred ones where the declaration is wrong."""
    node = member.node
    assert isinstance(node, r.Data)
    solver.element = node.key
    own = inferred[node.key]
    if node.foreign and member.kind.flags & HAS_ERRORS:
        return given  # How many parameters the type was meant to have is unknown.
    if len(given) != len(own):
        solver.report(
            RoleDeclarationArityMismatch(node.key, len(own), len(given)),
            node.name_start,
            node.name_end,
        )
        return own
    if node.foreign:
        return given
    for parameter, actual, wanted in zip(member.parameters, own, given, strict=True):
        if PERMISSIVENESS[actual] < PERMISSIVENESS[wanted]:
            solver.report(
                RoleMismatch(parameter.name, str(actual), str(wanted)),
                node.name_start,
                node.name_end,
            )
            return own
    return given


# ---------------------------------------------------------------------------- classes


def _finish_class(
    solver: Solver, node: r.Class, member: GroupMember, interfaces: dict[ElementKey, Interface]
) -> None:
    if not node.is_whole or member.misfits:
        # Without an interface its parameters are not counted, and its instances not looked for.
        interfaces.update(
            (each.key, ValueInterface(ERROR, ValueOrigin.MEMBER, node.key)) for each in node.members
        )
        return
    names = [parameter.name for parameter in member.parameters]
    interfaces[node.key] = ClassInterface(
        member.kind,
        member.kind_variables,
        member.parameters,
        tuple(member.superclasses),
        tuple(zip([each.key for each in node.members], member.parts, strict=True)),
        _dependencies(node, names),
        node.context_unknown or len(member.superclasses) < len(node.superclasses),
        node.members_unknown,
    )
    constraint = Constraint(
        node.key,
        tuple([TypeVar(name) for name in member.kind_variables]),
        tuple([TypeVar(name) for name in names]),
    )
    for each, type in zip(node.members, member.parts, strict=True):
        if type is not ERROR:
            type = _quantified(member, Constrained(constraint, type))
        interfaces[each.key] = ValueInterface(type, ValueOrigin.MEMBER, node.key)
        solver.annotate(each.name_start, each.name_end, type)


def _dependencies(
    node: r.Class, names: list[str]
) -> tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]:
    """Functional dependencies by index; a name that is not a parameter is a mistake of syntax."""
    return tuple(
        [
            (
                tuple([names.index(name) for name in each.determiners if name in names]),
                tuple([names.index(name) for name in each.determined if name in names]),
            )
            for each in node.dependencies
        ]
    )

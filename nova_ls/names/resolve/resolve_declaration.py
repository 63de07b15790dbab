"""The elements that declarations define: types, classes, instances, foreign imports, operators."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from nova_ls.base.keys import UNKNOWN_CLASS, ElementKey, Space, element_key
from nova_ls.names.modules.declaration_unit import InstancePlace
from nova_ls.names.modules.fixity import Operator
from nova_ls.names.resolve import resolved as r
from nova_ls.names.resolve.resolution import Resolution
from nova_ls.names.resolve.resolve_binding import (
    ValueParts,
    group_equations,
    join_repeated,
    resolve_equations,
)
from nova_ls.names.resolve.resolve_type import (
    names_only_a_class,
    resolve_binders,
    resolve_constraints,
    resolve_signature,
    resolve_type,
)
from nova_ls.syntax import tree as t

_PARTS: Final = (t.Signature, t.Equation)


def resolve_value(
    state: Resolution, declarations: Sequence[t.Declaration], key: ElementKey
) -> r.Value | None:
    """Signature and equations; a signature without equations has no branches."""
    parts = [d for d in declarations if isinstance(d, _PARTS) and d.name.text == key.name]
    if not parts:
        return None
    signature = next((part for part in parts if isinstance(part, t.Signature)), None)
    equations = [part for part in parts if isinstance(part, t.Equation)]
    name = equations[0].name if equations else parts[0].name
    for part in parts:
        state.references.append((part.name.start, part.name.end, key))
    type_ = None if signature is None else resolve_signature(state, signature)
    branches = resolve_equations(state, equations)
    if type_ is None:
        type_, branches = _typed_body(branches)
    start, end = parts[0].start, parts[-1].end
    return r.Value(start, end, key, name.start, name.end, type_, branches)


def _typed_body(branches: tuple[r.Branch, ...]) -> tuple[r.Type | None, tuple[r.Branch, ...]]:
    """A value whose whole body is `e :: type` is one with that signature and the body `e`.

    Source: PureScript's TypeChecker/Types.hs, which makes no difference between the two.
    """
    if len(branches) != 1 or branches[0].patterns or len(branches[0].bodies) != 1:
        return None, branches
    branch, whole = branches[0], branches[0].bodies[0]
    if whole.guards or not isinstance(whole.body, r.Typed):
        return None, branches
    body = r.GuardedBody(whole.start, whole.end, (), whole.body.expression)
    return whole.body.type, (r.Branch(branch.start, branch.end, (), (body,)),)


def resolve_foreign(state: Resolution, node: t.ForeignImport, key: ElementKey) -> r.Foreign:
    """Resolve a foreign import."""
    name = _define(state, node.name, key)
    type_ = resolve_type(state, node.type)
    return r.Foreign(node.start, node.end, key, name.start, name.end, type_)


def resolve_data(
    state: Resolution,
    node: t.DataDeclaration | t.ForeignData,
    key: ElementKey,
    kind: r.Type | None,
    roles: tuple[str, ...] | None,
) -> r.Data:
    """A data type, newtype or foreign type; `kind` is that of its kind signature."""
    name = _define(state, node.name, key)
    start, end = node.start, node.end
    if isinstance(node, t.ForeignData):
        kind = resolve_type(state, node.kind)
        keyword = t.DataKeyword.DATA
        return r.Data(start, end, key, name.start, name.end, keyword, True, kind, (), (), roles)
    state.type_names = {}
    parameters = resolve_binders(state, node.parameters)
    constructors = tuple(
        _constructor(state, constructor, key.namespace, node.is_whole)
        for constructor in node.constructors
        if constructor.name.text
    )
    if kind is None and not node.is_whole:
        kind = r.TypeError(name.end, name.end)  # How many parameters it has is unknown.
    return r.Data(
        start, end, key, name.start, name.end, node.keyword, False, kind, parameters, constructors,
        roles,
    )  # fmt: skip


def resolve_synonym(
    state: Resolution, node: t.SynonymDeclaration, key: ElementKey, kind: r.Type | None
) -> r.Synonym:
    """Resolve a type synonym; `kind`: that of its kind signature."""
    name = _define(state, node.name, key)
    state.type_names = {}
    parameters = resolve_binders(state, node.parameters)
    body = resolve_type(state, node.body)
    return r.Synonym(node.start, node.end, key, name.start, name.end, kind, parameters, body)


def resolve_class(
    state: Resolution, node: t.ClassDeclaration, key: ElementKey, kind: r.Type | None
) -> r.Class:
    """Resolve a class; `kind`: that of its kind signature."""
    superclasses = resolve_constraints(state, node.superclasses)
    name = _define(state, node.name, key)
    state.type_names = {}
    parameters = resolve_binders(state, node.parameters)
    bound = [parameter.name for parameter in parameters]
    dependencies = tuple(
        r.FunctionalDependency(
            dependency.start,
            dependency.end,
            tuple(part.text for part in dependency.determiners),
            tuple(part.text for part in dependency.determined),
        )
        for dependency in node.dependencies
    )
    members = tuple(
        _member(state, member, key.namespace, bound) for member in node.members if member.name.text
    )
    return r.Class(
        node.start, node.end, key, name.start, name.end, kind, superclasses, parameters,
        dependencies, members, node.is_whole, len(superclasses) < len(node.superclasses),
        not node.all_read,
    )  # fmt: skip


def resolve_kind_signature(
    state: Resolution, node: t.KindSignature, key: ElementKey
) -> r.KindSignature:
    """Resolve a kind signature."""
    name = _define(state, node.name, key)
    kind = resolve_type(state, node.kind)
    return r.KindSignature(node.start, node.end, key, name.start, name.end, kind)


def resolve_roles(state: Resolution, node: t.RoleDeclaration, key: ElementKey) -> r.Roles:
    """Resolve a role declaration."""
    name = _define(state, node.name, key)
    roles = tuple(role.text for role in node.roles)
    return r.Roles(node.start, node.end, key, name.start, name.end, roles)


def resolve_operator(
    state: Resolution, node: t.FixityDeclaration, key: ElementKey
) -> Operator | None:
    """What an operator stands for; None after a diagnostic."""
    _define(state, node.operator, key)
    target = node.target
    if node.is_type:
        space = Space.TYPE
    else:
        space = Space.CONSTRUCTOR if target.text[:1].isupper() else Space.VALUE
    found = state.resolve_name(space, target)
    if found is None:
        return None
    if space is Space.VALUE:
        state.use_value(found)
    return Operator(node.associativity, node.precedence, found)


def resolve_instance_head(
    state: Resolution,
    node: t.InstanceDeclaration | t.DeriveDeclaration,
    key: ElementKey,
    place: InstancePlace,
) -> r.InstanceHead:
    """Context, class and arguments, without the members. Where there is no such class it is UNKNOWN_CLASS."""
    if node.name is not None:
        state.references.append((node.name.start, node.name.end, key))
    constraints = resolve_constraints(state, node.constraints)
    class_name = node.class_name
    class_key = _instance_class(state, node)
    arguments = tuple(
        # Where there is no such class, and a class stands in its place, the two are swapped: that is one mistake.
        r.TypeError(argument.start, argument.end)
        if class_key is None and names_only_a_class(state, argument)
        else resolve_type(state, argument)
        for argument in node.arguments
    )
    derivation = r.Derivation.WRITTEN
    if isinstance(node, t.DeriveDeclaration):
        derivation = r.Derivation.NEWTYPE if node.via_newtype else r.Derivation.DERIVED
    end = max([class_name.end, *[argument.end for argument in node.arguments]])
    return r.InstanceHead(
        node.start, end, key, class_key or UNKNOWN_CLASS, class_name.start, class_name.end,
        constraints, arguments, place.chain, place.index, derivation, False,
        len(constraints) < len(node.constraints),
    )  # fmt: skip


def _instance_class(
    state: Resolution, node: t.InstanceDeclaration | t.DeriveDeclaration
) -> ElementKey | None:
    """The class of an instance; None after a diagnostic, which in a chain is that there is another class above."""
    name = node.class_name
    if isinstance(node, t.InstanceDeclaration) and node.chained:
        if state.lookup_global(Space.CLASS, name.qualifier, name.text) is None:
            return None
    return state.resolve_name(Space.CLASS, name)


def resolve_clause_head(
    state: Resolution,
    node: t.DataDeclaration,
    clause: t.DeriveClause,
    key: ElementKey,
    place: InstancePlace,
) -> r.InstanceHead:
    """The instance that one class of a `derive` clause asks for."""
    class_name = clause.class_name
    class_key = state.resolve_name(Space.CLASS, class_name)
    owner = element_key(key.namespace, Space.TYPE, node.name.text)
    argument = r.TypeConstructor(node.name.start, node.name.end, owner)
    derivation = r.Derivation.NEWTYPE if clause.via_newtype else r.Derivation.DERIVED
    return r.InstanceHead(
        clause.start, clause.end, key, class_key or UNKNOWN_CLASS, class_name.start,
        class_name.end, (), (argument,), place.chain, place.index, derivation, True, False,
    )  # fmt: skip


def resolve_instance(
    state: Resolution, node: t.InstanceDeclaration, key: ElementKey, place: InstancePlace
) -> r.Instance:
    """An instance with its members; those of an unknown class mean nothing but their bodies."""
    head = resolve_instance_head(state, node, key, place)
    parts = group_equations(state, node.members)
    repeated = _repeated_members(parts)
    parts = join_repeated(parts)
    members = tuple(_instance_member(state, part, head.class_key) for part in parts)
    return r.Instance(node.start, node.end, head, members, repeated)


def _define(state: Resolution, name: t.Name, key: ElementKey) -> t.Name:
    state.references.append((name.start, name.end, key))
    return name


def _constructor(
    state: Resolution, node: t.ConstructorDeclaration, namespace: str, is_whole: bool
) -> r.Constructor:
    key = element_key(namespace, Space.CONSTRUCTOR, node.name.text)
    name = _define(state, node.name, key)
    fields = tuple(resolve_type(state, field) for field in node.fields)
    return r.Constructor(
        node.start, node.end, key, name.start, name.end, fields, is_whole and node.is_whole
    )


def _member(state: Resolution, node: t.Signature, namespace: str, bound: Sequence[str]) -> r.Member:
    key = element_key(namespace, Space.VALUE, node.name.text)
    name = _define(state, node.name, key)
    type_ = resolve_signature(state, node, bound)
    return r.Member(node.start, node.end, key, name.start, name.end, type_)


def _repeated_members(parts: Sequence[ValueParts]) -> tuple[r.RepeatedMember, ...]:
    last: dict[str, int] = {}
    repeated: list[r.RepeatedMember] = []
    for place, part in enumerate(parts):
        if part.name in last:
            name = part.equations[0].name
            between = tuple(each.name for each in parts[last[part.name] + 1 : place])
            repeated.append(r.RepeatedMember(name.start, name.end, part.name, between))
        last[part.name] = place
    return tuple(repeated)


def _instance_member(
    state: Resolution, part: ValueParts, class_key: ElementKey
) -> r.InstanceMember:
    first = part.equations[0]
    signature = None
    start = first.start
    names = [equation.name for equation in part.equations]
    if part.signature is not None:
        start = part.signature.start
        names.append(part.signature.name)
        signature = resolve_signature(state, part.signature)
    if class_key is not UNKNOWN_CLASS:
        key = element_key(class_key.namespace, Space.VALUE, part.name)
        for name in names:
            _define(state, name, key)
    state.member = part.name
    branches = resolve_equations(state, part.equations)
    state.member = ""
    return r.InstanceMember(
        start, part.equations[-1].end, part.name, first.name.start, first.name.end, signature,
        branches,
    )  # fmt: skip

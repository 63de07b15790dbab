"""Types, kinds and constraints: names become elements, operators applications."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from nova_ls.base.keys import ElementKey, Space, element_key
from nova_ls.names.problems.scope import ShadowedTypeVar, UnusedTypeVar
from nova_ls.names.resolve import resolved as r
from nova_ls.names.resolve.bracket import OperatorBinding, bracket, distinct_keys, find_conflicts
from nova_ls.names.resolve.resolution import MAX_NESTING, Resolution
from nova_ls.syntax import tree as t

FUNCTION: Final = element_key("Prim", Space.TYPE, "Function")


def resolve_type(state: Resolution, node: t.TypeNode, bound: Iterable[str] = ()) -> r.Type:
    """A whole type, as it stands in a declaration or an annotation.

    `bound`: variables of the surrounding declaration that a forall would shadow.
    """
    state.type_names = dict.fromkeys(bound, False)
    return _type(state, node)


def resolve_signature(
    state: Resolution, signature: t.Signature, bound: Iterable[str] = ()
) -> r.Type:
    """The type of a value; where it does not parse, no more is known of it than the variables and constraints in front."""
    type = resolve_type(state, signature.type, bound)
    return type if signature.is_whole else _front(type)


def _front(type: r.Type) -> r.Type:
    if isinstance(type, r.Forall):
        return r.Forall(type.start, type.end, type.binders, _front(type.body))
    if isinstance(type, r.Constrained):
        return r.Constrained(type.start, type.end, type.constraint, _front(type.body))
    return r.TypeError(type.start, type.end)


def resolve_binders(state: Resolution, binders: Sequence[t.TypeBinder]) -> tuple[r.TypeBinder, ...]:
    """The parameters of a type-level declaration, each with its kind."""
    return tuple(_binder(state, binder) for binder in binders)


def resolve_constraint(state: Resolution, node: t.TypeNode) -> r.Constraint | None:
    """A class applied to types; None after a diagnostic."""
    head = node
    arguments: tuple[t.TypeNode, ...] = ()
    while isinstance(head, t.TypeApplication | t.ParenType):
        if isinstance(head, t.ParenType):
            head = head.inner
        else:
            arguments = (*head.arguments, *arguments)
            head = head.function
    if not isinstance(head, t.TypeConstructor):
        return None  # Reported by the parser.
    key = state.resolve_name(Space.CLASS, head.name)
    types = tuple(_type(state, argument) for argument in arguments)
    if key is None:
        return None
    state.use_type(key)
    return r.Constraint(node.start, node.end, key, types)


def resolve_constraints(
    state: Resolution, nodes: Sequence[t.TypeNode], bound: Iterable[str] = ()
) -> tuple[r.Constraint, ...]:
    """The constraints of a declaration's head; those that could not be resolved are left out."""
    found: list[r.Constraint] = []
    for node in nodes:
        state.type_names = dict.fromkeys(bound, False)
        constraint = resolve_constraint(state, node)
        if constraint is not None:
            found.append(constraint)
    return tuple(found)


def _type(state: Resolution, node: t.TypeNode) -> r.Type:
    if state.depth >= MAX_NESTING:
        state.report_nesting(node.start, node.end)
        return r.TypeError(node.start, node.end)
    state.depth += 1
    result = _DISPATCH[node.__class__](state, node)
    state.depth -= 1
    return result


def _binder(state: Resolution, binder: t.TypeBinder) -> r.TypeBinder:
    kind = None if binder.kind is None else _type(state, binder.kind)
    name = binder.name
    return r.TypeBinder(name.start, name.end, name.text, kind, binder.visible)


def _variable(state: Resolution, node: t.TypeVariable) -> r.Type:
    if node.name in state.type_names:
        state.type_names[node.name] = True
    return r.TypeVariable(node.start, node.end, node.name)


def _constructor(state: Resolution, node: t.TypeConstructor) -> r.Type:
    key = state.resolve_name(Space.TYPE, node.name)
    if key is None:
        return r.TypeError(node.start, node.end)
    state.use_type(key)
    return r.TypeConstructor(node.start, node.end, key)


def _operator_name(state: Resolution, node: t.TypeOperatorName) -> r.Type:
    operator = _operator(state, node.name)
    if operator is None:
        return r.TypeError(node.start, node.end)
    return r.TypeConstructor(node.start, node.end, operator[2])


def _operator(
    state: Resolution, name: t.Name
) -> tuple[ElementKey, OperatorBinding, ElementKey] | None:
    """The operator's own key, how it binds, and the type it stands for."""
    key = state.resolve_name(Space.TYPE_OPERATOR, name)
    fixity = None if key is None else state.fixity_of(key)
    if key is None or fixity is None:
        return None
    state.use_type(fixity.target)
    return key, OperatorBinding(fixity.precedence, fixity.associativity), fixity.target


def _arrow_name(state: Resolution, node: t.ArrowName) -> r.Type:
    return r.TypeConstructor(node.start, node.end, FUNCTION)


def _hole(state: Resolution, node: t.TypeHole) -> r.Type:
    return r.TypeWildcard(node.start, node.end, node.name)


def _wildcard(state: Resolution, node: t.TypeWildcard) -> r.Type:
    return r.TypeWildcard(node.start, node.end, "")


def _string(state: Resolution, node: t.TypeString) -> r.Type:
    return r.TypeString(node.start, node.end, node.value)


def _int(state: Resolution, node: t.TypeInt) -> r.Type:
    return r.TypeInt(node.start, node.end, node.value)


def _row(state: Resolution, node: t.RowNode | t.RecordTypeNode) -> r.Row:
    fields = tuple(
        r.RowField(field.label.start, field.label.end, field.label.text, _type(state, field.type))
        for field in node.fields
        if field.label.end > field.label.start  # else the parser missed it
    )
    tail = None if node.tail is None else _type(state, node.tail)
    if len(fields) < len(node.fields):
        tail = r.TypeError(node.end, node.end)  # What else the row has is unknown.
    return r.Row(node.start, node.end, fields, tail)


def _record(state: Resolution, node: t.RecordTypeNode) -> r.Type:
    return r.Record(node.start, node.end, _row(state, node))


def _forall(state: Resolution, node: t.ForallNode) -> r.Type:
    names = state.type_names
    before: list[tuple[r.TypeBinder, bool | None]] = []
    binders: list[r.TypeBinder] = []
    for written in node.binders:
        binder = _binder(state, written)
        name = binder.name
        if name in names:
            state.report(ShadowedTypeVar(name), binder.start, binder.end)
        before.append((binder, names.get(name)))
        names[name] = False
        binders.append(binder)
    body = _type(state, node.body)
    for binder, previous in reversed(before):
        name = binder.name
        if not names[name] and binder.kind is None:
            # Source: the compiler's `Linter.hs`, whose `findUnused` drops variables with a kind annotation.
            state.report(UnusedTypeVar(name), binder.start, binder.end)
        if previous is None:
            del names[name]
        else:
            names[name] = previous
    return r.Forall(node.start, node.end, tuple(binders), body)


def _kinded(state: Resolution, node: t.KindedNode) -> r.Type:
    inner = _type(state, node.type)
    names = state.type_names
    state.type_names = dict(names)  # The compiler's linter does not see uses in a kind annotation.
    kind = _type(state, node.kind)
    state.type_names = names
    return r.Kinded(node.start, node.end, inner, kind)


def _application(state: Resolution, node: t.TypeApplication) -> r.Type:
    function = _type(state, node.function)
    arguments = tuple([_type(state, argument) for argument in node.arguments])
    return r.TypeApp(node.start, node.end, function, arguments)


def _arrow(state: Resolution, node: t.ArrowNode) -> r.Type:
    """A function of many parameters is a loop, not a recursion."""
    parameters: list[tuple[int, r.Type]] = []
    result: t.TypeNode = node
    is_known = True
    while isinstance(result, t.ArrowNode):
        parameter = _type(state, result.parameter)
        parameters.append((result.start, parameter))
        if _is_error(parameter) and _names(state, Space.CLASS, result.parameter):
            is_known = False
        result = result.result
    tree = _type(state, result)
    if not is_known:
        # Whether a constraint or a parameter was meant decides what everything else is.
        return r.TypeError(node.start, node.end)
    for start, parameter in reversed(parameters):
        tree = r.Arrow(start, node.end, parameter, tree)
    return tree


def _is_error(type: r.Type) -> bool:
    return isinstance(type.function if isinstance(type, r.TypeApp) else type, r.TypeError)


def _names(state: Resolution, space: Space, node: t.TypeNode) -> bool:
    """Whether a type, or what it applies, has the name of something in a space."""
    while isinstance(node, t.TypeApplication | t.ParenType):
        node = node.inner if isinstance(node, t.ParenType) else node.function
    return isinstance(node, t.TypeConstructor) and state.has_name(space, node.name)


def names_only_a_class(state: Resolution, node: t.TypeNode) -> bool:
    """Whether a type, or what it applies, has the name of a class, and of no type."""
    return _names(state, Space.CLASS, node) and not _names(state, Space.TYPE, node)


def _constrained(state: Resolution, node: t.ConstrainedNode) -> r.Type:
    constraints: list[tuple[int, r.Constraint | None]] = []
    body: t.TypeNode = node
    is_known = True
    while isinstance(body, t.ConstrainedNode):
        constraint = resolve_constraint(state, body.constraint)
        constraints.append((body.start, constraint))
        if constraint is None and _names(state, Space.TYPE, body.constraint):
            is_known = False
        body = body.body
    tree = _type(state, body)
    if not is_known:
        # A type where a class is meant: perhaps a parameter was, and `->`.
        return r.TypeError(node.start, node.end)
    for start, constraint in reversed(constraints):
        tree = r.Constrained(start, node.end, constraint, tree)
    return tree


def _paren(state: Resolution, node: t.ParenType) -> r.Type:
    inner: t.TypeNode = node
    while isinstance(inner, t.ParenType):
        inner = inner.inner
    return _type(state, inner)


def _error(state: Resolution, node: t.ErrorType) -> r.Type:
    return r.TypeError(node.start, node.end)


def _chain(state: Resolution, node: t.TypeChain) -> r.Type:
    operators = [_operator(state, name) for name in node.operators]
    known = [operator for operator in operators if operator is not None]
    if len(known) < len(operators):
        for index, operand in enumerate(node.operands):
            # What nobody knows may be a misspelled `=>`: a class before it is meant as one.
            is_before = index < len(operators) and operators[index] is None
            if not (is_before and names_only_a_class(state, operand)):
                _type(state, operand)
        return r.TypeError(node.start, node.end)
    operands = [_type(state, operand) for operand in node.operands]

    def combine(left: r.Type, index: int, right: r.Type) -> r.Type:
        name = node.operators[index]
        function = r.TypeConstructor(name.start, name.end, known[index][2])
        return r.TypeApp(left.start, right.end, function, (left, right))

    bindings = [binding for _, binding, _ in known]
    result = bracket(operands, bindings, combine)
    if result is not None:
        return result.tree
    keys = [key for key, _, _ in known]
    for conflict in find_conflicts(bindings):
        last = node.operators[conflict.occurrences[-1]]
        first = node.operators[conflict.occurrences[0]]
        found = distinct_keys(keys, conflict.occurrences)
        state.report(conflict.problem(found), first.start, last.end)
    return r.TypeError(node.start, node.end)


_DISPATCH: Final[dict[type, Callable[[Resolution, Any], r.Type]]] = {
    t.TypeVariable: _variable,
    t.TypeConstructor: _constructor,
    t.TypeOperatorName: _operator_name,
    t.ArrowName: _arrow_name,
    t.TypeHole: _hole,
    t.TypeWildcard: _wildcard,
    t.TypeString: _string,
    t.TypeInt: _int,
    t.RowNode: _row,
    t.RecordTypeNode: _record,
    t.ForallNode: _forall,
    t.KindedNode: _kinded,
    t.TypeApplication: _application,
    t.TypeChain: _chain,
    t.ArrowNode: _arrow,
    t.ConstrainedNode: _constrained,
    t.ParenType: _paren,
    t.ErrorType: _error,
}

"""Patterns: constructors become elements, constructor operators applications, variables binders."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from nova_ls.base.keys import ElementKey, Space
from nova_ls.names.problems.scope import OverlappingArgNames
from nova_ls.names.resolve import resolved as r
from nova_ls.names.resolve.bracket import OperatorBinding, bracket, distinct_keys, find_conflicts
from nova_ls.names.resolve.resolution import MAX_NESTING, Resolution
from nova_ls.names.resolve.resolve_type import resolve_type
from nova_ls.syntax import tree as t
from nova_ls.syntax.problems import InvalidOperatorInBinder


def resolve_patterns(
    state: Resolution, patterns: Sequence[t.Pattern], binders: list[r.Binder]
) -> tuple[r.Pattern, ...]:
    """Patterns side by side. Their variables are added to `binders` and come into scope by `bind_all` only."""
    return tuple([_pattern(state, pattern, binders) for pattern in patterns])


def resolve_pattern(state: Resolution, pattern: t.Pattern, binders: list[r.Binder]) -> r.Pattern:
    """Resolve a pattern; what it binds is added to `binders`."""
    return _pattern(state, pattern, binders)


def bind_all(state: Resolution, binders: Sequence[r.Binder]) -> None:
    """Bring the variables of the patterns of one equation or branch into scope; warn where they shadow, and report those that
    stand there twice.
    """
    repeated = _check_overlap(state, binders) if len(binders) > 1 else ()
    for binder in binders:
        state.warn_if_shadowing(binder)
    for binder in binders:
        state.bind(binder)
    for binder in repeated:
        # Which of them a use means is not known: no pattern gives this one a type.
        state.bind(r.Binder(binder.start, binder.end, binder.name))


def _check_overlap(state: Resolution, binders: Sequence[r.Binder]) -> Sequence[r.Binder]:
    """OverlappingArgNames: the variables that stand there twice, each where it does so first."""
    seen: dict[str, r.Binder] = {}
    repeated: dict[str, r.Binder] = {}
    for binder in binders:
        name = binder.name
        first = seen.setdefault(name, binder)
        if first is not binder and name:
            state.used.update((first, binder))  # None of them is called unused.
            if name not in repeated:
                repeated[name] = binder
                state.report(OverlappingArgNames(name), binder.start, binder.end)
    return tuple(repeated.values())


def _pattern(state: Resolution, pattern: t.Pattern, binders: list[r.Binder]) -> r.Pattern:
    if state.depth >= MAX_NESTING:
        state.report_nesting(pattern.start, pattern.end)
        return r.PatternError(pattern.start, pattern.end)
    state.depth += 1
    result = _DISPATCH[pattern.__class__](state, pattern, binders)
    state.depth -= 1
    return result


def new_binder(state: Resolution, name: t.Name) -> r.Binder:
    """A binder for a variable where it is written; it refers to itself."""
    binder = r.Binder(name.start, name.end, name.text)
    state.references.append((name.start, name.end, name.start))
    return binder


def _variable(state: Resolution, node: t.PatternVariable, binders: list[r.Binder]) -> r.Pattern:
    binder = new_binder(state, node.name)
    binders.append(binder)
    return r.PatternVariable(node.start, node.end, binder)


def _wildcard(state: Resolution, node: t.PatternWildcard, binders: list[r.Binder]) -> r.Pattern:
    return r.PatternWildcard(node.start, node.end)


def _literal(state: Resolution, node: t.PatternLiteral, binders: list[r.Binder]) -> r.Pattern:
    return r.PatternLiteral(node.start, node.end, node.value, node.kind)


def _constructor(
    state: Resolution, node: t.PatternConstructor, binders: list[r.Binder]
) -> r.Pattern:
    name = node.name
    key = state.resolve_name(Space.CONSTRUCTOR, name)
    arguments = tuple([_pattern(state, argument, binders) for argument in node.arguments])
    if key is None:
        return r.PatternError(node.start, node.end, arguments)
    return r.PatternConstructor(node.start, node.end, key, name.start, name.end, arguments)


def _array(state: Resolution, node: t.PatternArray, binders: list[r.Binder]) -> r.Pattern:
    items = tuple([_pattern(state, item, binders) for item in node.items])
    return r.PatternArray(node.start, node.end, items)


def _record(state: Resolution, node: t.PatternRecord, binders: list[r.Binder]) -> r.Pattern:
    fields: list[r.PatternField] = []
    puns: set[str] = set()
    for field in node.fields:
        label = field.label
        if label.end == label.start:
            continue  # The parser missed it.
        inner: r.Pattern
        if field.pattern is None:
            name = t.Name(label.start, label.end, "", label.text)
            binder = new_binder(state, name)
            binders.append(binder)
            if label.text in puns:
                continue  # A variable that stands there twice; the record has no second field.
            puns.add(label.text)
            inner = r.PatternVariable(label.start, label.end, binder)
        else:
            inner = _pattern(state, field.pattern, binders)
        fields.append(r.PatternField(label.start, label.end, label.text, inner))
    return r.PatternRecord(node.start, node.end, tuple(fields))


def _as(state: Resolution, node: t.PatternAs, binders: list[r.Binder]) -> r.Pattern:
    binder = new_binder(state, node.name)
    binders.append(binder)
    return r.PatternAs(node.start, node.end, binder, _pattern(state, node.pattern, binders))


def _typed(state: Resolution, node: t.PatternTyped, binders: list[r.Binder]) -> r.Pattern:
    inner = _pattern(state, node.pattern, binders)
    return r.PatternTyped(node.start, node.end, inner, resolve_type(state, node.type))


def _paren(state: Resolution, node: t.PatternParen, binders: list[r.Binder]) -> r.Pattern:
    inner: t.Pattern = node
    while isinstance(inner, t.PatternParen):
        inner = inner.inner
    return _pattern(state, inner, binders)


def _error(state: Resolution, node: t.PatternError, binders: list[r.Binder]) -> r.Pattern:
    return r.PatternError(node.start, node.end)


def _operator(
    state: Resolution, name: t.Name, refused: set[ElementKey]
) -> tuple[ElementKey, OperatorBinding, ElementKey] | None:
    """The operator's own key, how it binds, and the constructor it stands for.

    `refused`: the operators of this chain that are functions; the first one is reported.
    """
    key = state.resolve_name(Space.VALUE_OPERATOR, name)
    fixity = None if key is None else state.fixity_of(key)
    if key is None or fixity is None:
        return None
    target = fixity.target
    if target.space is Space.CONSTRUCTOR:
        return key, OperatorBinding(fixity.precedence, fixity.associativity), target
    if not refused:
        state.report(InvalidOperatorInBinder(name.text, target), name.start, name.end)
    refused.add(key)
    return None


def _names_only_a_type(state: Resolution, node: t.Pattern) -> bool:
    """Whether a pattern has the name of a type, and of no constructor."""
    if not isinstance(node, t.PatternConstructor):
        return False
    name = node.name
    return state.has_name(Space.TYPE, name) and not state.has_name(Space.CONSTRUCTOR, name)


def _chain(state: Resolution, node: t.PatternChain, binders: list[r.Binder]) -> r.Pattern:
    operands = [_pattern(state, node.operands[0], binders)]
    operators: list[tuple[ElementKey, OperatorBinding, ElementKey] | None] = []
    refused: set[ElementKey] = set()
    for name, operand in zip(node.operators, node.operands[1:], strict=True):
        operators.append(_operator(state, name, refused))
        if operators[-1] is None and _names_only_a_type(state, operand):
            # What nobody knows may be a misspelled `::`.
            operands.append(r.PatternError(operand.start, operand.end))
        else:
            operands.append(_pattern(state, operand, binders))
    known = [operator for operator in operators if operator is not None]
    if len(known) < len(operators):
        return r.PatternError(node.start, node.end, tuple(operands))

    def combine(left: r.Pattern, index: int, right: r.Pattern) -> r.Pattern:
        name = node.operators[index]
        target = known[index][2]
        return r.PatternConstructor(
            left.start, right.end, target, name.start, name.end, (left, right)
        )

    bindings = [binding for _, binding, _ in known]
    result = bracket(operands, bindings, combine)
    if result is not None:
        return result.tree
    keys = [key for key, _, _ in known]
    for conflict in find_conflicts(bindings):
        first = node.operators[conflict.occurrences[0]]
        last = node.operators[conflict.occurrences[-1]]
        found = distinct_keys(keys, conflict.occurrences)
        state.report(conflict.problem(found), first.start, last.end)
    return r.PatternError(node.start, node.end, tuple(operands))


_DISPATCH: Final[dict[type, Callable[[Resolution, Any, list[r.Binder]], r.Pattern]]] = {
    t.PatternVariable: _variable,
    t.PatternWildcard: _wildcard,
    t.PatternLiteral: _literal,
    t.PatternConstructor: _constructor,
    t.PatternArray: _array,
    t.PatternRecord: _record,
    t.PatternAs: _as,
    t.PatternTyped: _typed,
    t.PatternChain: _chain,
    t.PatternParen: _paren,
    t.PatternError: _error,
}

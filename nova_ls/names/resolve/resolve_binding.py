"""Equations, right-hand sides and local declarations.

Local values are sorted into binding groups. A pattern binding sees what stands before it and is seen by what follows; it
divides the values around it, as in the PureScript compiler (`Sugar/LetPattern.hs`).
"""

from __future__ import annotations

from collections.abc import Sequence, Set

from nova_ls.base.keys import Space
from nova_ls.base.similar_names import similar_names
from nova_ls.names.modules.binding_groups import components, cyclic_components
from nova_ls.names.problems.matches import ArgListLengthsDiffer
from nova_ls.names.problems.modules import CycleInDeclaration, DuplicateValueDeclaration
from nova_ls.names.problems.scope import OverlappingNamesInLet, UnknownName
from nova_ls.names.resolve import resolved as r
from nova_ls.names.resolve.resolution import Resolution
from nova_ls.names.resolve.resolve_pattern import (
    bind_all,
    resolve_pattern,
    resolve_patterns,
)
from nova_ls.names.resolve.resolve_type import resolve_signature
from nova_ls.syntax import tree as t
from nova_ls.syntax.problems import OrphanTypeDeclaration


class ValueParts:
    """Signature and equations of one value, as they stand together."""

    __slots__ = ("equations", "name", "signature")

    def __init__(
        self, name: str, signature: t.Signature | None, equations: list[t.Equation]
    ) -> None:
        self.name = name
        self.signature = signature
        self.equations = equations


def group_equations(
    state: Resolution,
    declarations: Sequence[t.Signature | t.Equation],
    orphans: list[r.LocalBinding] | None = None,
) -> list[ValueParts]:
    """Put adjacent equations of one name together, with the signature directly before them.

    `orphans`: what is to be known of values that have a signature alone.
    """
    groups: list[ValueParts] = []
    alone: list[t.Signature] = []
    signature: t.Signature | None = None
    for declaration in declarations:
        name = declaration.name.text
        if isinstance(declaration, t.Signature):
            if signature is not None:
                alone.append(signature)
            signature = declaration
            continue
        if signature is not None and signature.name.text != name:
            alone.append(signature)
            signature = None
        if signature is None and groups and groups[-1].name == name and name:
            groups[-1].equations.append(declaration)
        else:
            groups.append(ValueParts(name, signature, [declaration]))
            signature = None
    if signature is not None:
        alone.append(signature)
    for each in alone:
        binding = _orphan(state, each)
        if orphans is not None:
            orphans.append(binding)
    return groups


def join_repeated(parts: Sequence[ValueParts]) -> list[ValueParts]:
    """Put equations of functions that are wrongly defined twice together: as one they may match all cases."""
    joined: list[ValueParts] = []
    first: dict[str, ValueParts] = {}
    for part in parts:
        known = first.setdefault(part.name, part)
        arity = len(part.equations[0].parameters)
        if known is part or arity == 0 or arity != len(known.equations[0].parameters):
            joined.append(part)
        else:
            known.equations += part.equations
    return joined


def _join_strays(parts: Sequence[ValueParts], apart: Set[str]) -> list[ValueParts]:
    """Put equations whose name is misspelled, as it seems, to those of the value below that they keep apart from what belongs to it.

    `apart`: the names of the values that are reported for that.
    """
    joined: list[ValueParts] = []
    for part in reversed(parts):
        below = joined[-1] if joined else None
        if below is not None and below.name in apart and _is_stray(part, below):
            below.equations[:0] = part.equations
        else:
            joined.append(part)
    joined.reverse()
    return joined


def _is_stray(part: ValueParts, below: ValueParts) -> bool:
    arity = len(part.equations[0].parameters)
    return (
        part.signature is None
        and below.signature is None
        and arity == len(below.equations[0].parameters) > 0
        and bool(similar_names(part.name, [below.name]))
    )


def resolve_equations(state: Resolution, equations: Sequence[t.Equation]) -> tuple[r.Branch, ...]:
    """The branches of one value, whose own name is in scope already."""
    branches: list[r.Branch] = []
    most = max([len(equation.parameters) for equation in equations], default=0)
    for equation in _well_shaped(state, equations):
        mark = len(state.trail)
        known = len(state.diagnostics)
        binders: list[r.Binder] = []
        patterns = resolve_patterns(state, equation.parameters, binders)
        if binders:
            bind_all(state, binders)
        if patterns:
            state.delay += 1
            bodies = resolve_bodies(state, equation.bodies)
            state.delay -= 1
        else:
            bodies = resolve_bodies(state, equation.bodies)
        state.leave(mark)
        state.warn_unused(binders)
        if len(patterns) < most:
            _forget_unknown_values(state, known)
        branches.append(r.Branch(equation.start, equation.end, patterns, bodies))
    if branches and any(len(b.patterns) != len(branches[0].patterns) for b in branches):
        return ()  # reported; what such equations mean together is unknown
    return tuple(branches)


def _forget_unknown_values(state: Resolution, known: int) -> None:
    """Do not report what an equation calls unknown that lacks a parameter, which is reported: that may have bound it."""
    state.diagnostics[known:] = [
        each
        for each in state.diagnostics[known:]
        if not (isinstance(each.problem, UnknownName) and each.problem.space is Space.VALUE)
    ]


def resolve_bodies(state: Resolution, bodies: Sequence[t.GuardedBody]) -> tuple[r.GuardedBody, ...]:
    """Right-hand sides; the variables of a guard's pattern are seen by what follows it."""
    resolved: list[r.GuardedBody] = []
    for body in bodies:
        mark = len(state.trail)
        guards = tuple([_guard(state, guard) for guard in body.guards]) if body.guards else ()
        outside, state.misplaced = state.misplaced, False
        if body.where:
            inner: r.Expression = resolve_let(state, body.where, body.body, body.start, body.end)
        else:
            inner = state.expression(state, body.body)
        inner = state.enclose(inner, outside)
        state.leave(mark)
        resolved.append(r.GuardedBody(body.start, body.end, guards, inner))
    return tuple(resolved)


def resolve_let(
    state: Resolution, bindings: Sequence[t.Binding], body: t.Expression, start: int, end: int
) -> r.Let:
    """`let` or `where`: declarations, then the expression that sees them."""
    mark = len(state.trail)
    binders: list[r.Binder] = []
    declarations = resolve_local_declarations(state, bindings, binders)
    inner = state.expression(state, body)
    state.leave(mark)
    state.warn_unused(binders)
    return r.Let(start, end, declarations, inner)


def resolve_local_declarations(
    state: Resolution, bindings: Sequence[t.Binding], binders: list[r.Binder]
) -> tuple[r.LocalDeclaration, ...]:
    """Resolve local declarations and leave their variables in scope, added to `binders`."""
    declarations: list[r.LocalDeclaration] = []
    segment: list[t.Signature | t.Equation] = []
    values: set[str] = set()
    for binding in bindings:
        if isinstance(binding, t.PatternBinding):
            declarations += _resolve_values(state, segment, binders, values)
            segment = []
            declarations.append(_resolve_pattern_binding(state, binding, binders))
        else:
            segment.append(binding)
    declarations += _resolve_values(state, segment, binders, values)
    return tuple(declarations)


def _guard(state: Resolution, guard: t.Guard) -> r.Guard:
    expression = state.expression(state, guard.expression)
    pattern = None
    if guard.pattern is not None:
        binders: list[r.Binder] = []
        pattern = resolve_pattern(state, guard.pattern, binders)
        bind_all(state, binders)
    return r.Guard(guard.start, guard.end, pattern, expression)


def _resolve_pattern_binding(
    state: Resolution, binding: t.PatternBinding, binders: list[r.Binder]
) -> r.PatternBinding:
    before = state.silent_shadowing
    state.silent_shadowing = True  # The compiler's linter does not look for shadowing here.
    bodies = resolve_bodies(state, binding.bodies)
    own: list[r.Binder] = []
    pattern = resolve_pattern(state, binding.pattern, own)
    bind_all(state, own)
    state.unlinted.update(own)
    binders += own
    state.silent_shadowing = before
    return r.PatternBinding(binding.start, binding.end, pattern, bodies)


def _resolve_values(
    state: Resolution,
    declarations: Sequence[t.Signature | t.Equation],
    binders: list[r.Binder],
    values: set[str],
) -> list[r.LocalGroup]:
    """`values`: names of the values that stand before a pattern binding of the same let."""
    if not declarations:
        return []
    orphans: list[r.LocalBinding] = []
    parts = group_equations(state, declarations, orphans)
    repeated = _check_duplicates(state, parts)
    apart = repeated
    without_value: list[r.LocalGroup] = []
    if orphans:
        without_value = _bind_orphans(state, orphans, {part.name for part in parts})
        apart = repeated.union(orphan.binder.name for orphan in orphans)
    parts = join_repeated(_join_strays(parts, apart) if apart else parts)
    own = [_bind_value(state, part) for part in parts]
    state.used.update(binder for binder in own if binder.name in repeated)
    for binder in own:
        if binder.name in values:
            # The compiler's linter knows a let by names alone: one use is a use of both.
            state.used.update((binder, state.locals.get(binder.name, binder)))
        else:
            state.warn_if_shadowing(binder)
    for binder in own:
        state.bind(binder)
    values.update(binder.name for binder in own)
    state.let_bound.update(own)
    binders += own
    bindings: list[r.LocalBinding] = []
    log = state.let_log
    uses: list[tuple[int, int]] = []
    for part, binder in zip(parts, own, strict=True):
        first = len(log)
        bindings.append(_local_binding(state, part, binder))
        uses.append((first, len(log)))
    return without_value + _local_groups(state, bindings, uses)


def _bind_value(state: Resolution, part: ValueParts) -> r.Binder:
    # The first equation may be a misspelled one that has joined the others.
    name = next(each.name for each in part.equations if each.name.text == part.name)
    binder = r.Binder(name.start, name.end, name.text)
    references = state.references
    if part.signature is not None:
        written = part.signature.name
        references.append((written.start, written.end, name.start))
    for equation in part.equations:
        references.append((equation.name.start, equation.name.end, name.start))
    return binder


def _local_binding(state: Resolution, part: ValueParts, binder: r.Binder) -> r.LocalBinding:
    signature = None
    start = part.equations[0].start
    if part.signature is not None:
        start = part.signature.start
        signature = resolve_signature(state, part.signature)
    branches = resolve_equations(state, part.equations)
    return r.LocalBinding(start, part.equations[-1].end, binder, signature, branches)


def _local_groups(
    state: Resolution, bindings: list[r.LocalBinding], uses: list[tuple[int, int]]
) -> list[r.LocalGroup]:
    """Sort values by what they name of one another; report those that need themselves at once."""
    place = {binding.binder: number for number, binding in enumerate(bindings)}
    edges: list[list[int]] = []
    strict: list[list[int]] = []
    for first, last in uses:
        named = [(place[b], delay) for b, delay in state.let_log[first:last] if b in place]
        edges.append(list(dict.fromkeys(target for target, _ in named)))
        strict.append([target for target, delay in named if delay == state.delay])
    cyclic: set[int] = set()
    for cycle in cyclic_components(strict):
        cyclic.update(cycle)
        binders = [bindings[member].binder for member in cycle]
        names = tuple(binder.name for binder in binders)
        for binder in binders:
            state.report(CycleInDeclaration(names), binder.start, binder.end)
    groups: list[r.LocalGroup] = []
    for members in components(edges):
        first = members[0]
        is_recursive = len(members) > 1 or first in edges[first]
        chosen = tuple(bindings[member] for member in members)
        start, end = min(b.start for b in chosen), max(b.end for b in chosen)
        is_cyclic = not cyclic.isdisjoint(members)
        groups.append(r.LocalGroup(start, end, chosen, is_recursive, is_cyclic))
    return groups


def _orphan(state: Resolution, signature: t.Signature) -> r.LocalBinding:
    """A signature without a value, reported: no more than the value's type is known."""
    name = signature.name
    if name.text:
        state.report(OrphanTypeDeclaration(name.text), name.start, name.end)
    type = resolve_signature(state, signature)
    binder = r.Binder(name.start, name.end, name.text)
    return r.LocalBinding(signature.start, signature.end, binder, type, ())


def _bind_orphans(
    state: Resolution, orphans: Sequence[r.LocalBinding], defined: Set[str]
) -> list[r.LocalGroup]:
    """Let uses of a value see its type where that is all there is of the value."""
    groups: dict[str, r.LocalGroup] = {}
    for binding in orphans:
        binder = binding.binder
        if binder.name and binder.name not in defined and binder.name not in groups:
            state.bind(binder)
            state.used.add(binder)
            groups[binder.name] = r.LocalGroup(binding.start, binding.end, (binding,), False, False)
    return list(groups.values())


def _well_shaped(state: Resolution, equations: Sequence[t.Equation]) -> Sequence[t.Equation]:
    """Equations of one value have the same number of parameters, and more than one only where they can differ.

    Of values defined twice the first counts, so that the others give no second diagnostic.
    """
    if len(equations) < 2:
        return equations
    first = equations[0]
    arity = len(first.parameters)
    for equation in equations[1:]:
        if len(equation.parameters) != arity:
            name = equation.name
            state.report(ArgListLengthsDiffer(name.text), name.start, name.end)
            return equations
    if not arity and not first.bodies[0].guards:
        name = equations[1].name
        state.report(DuplicateValueDeclaration(name.text), name.start, name.end)
        return equations[:1]
    return equations


def _check_duplicates(state: Resolution, parts: Sequence[ValueParts]) -> set[str]:
    """The names that several values of one `let` have; reported."""
    seen: set[str] = set()
    repeated: set[str] = set()
    for part in parts:
        if part.name in seen and part.name:
            name = part.equations[0].name
            repeated.add(part.name)
            state.report(OverlappingNamesInLet(part.name), name.start, name.end)
        seen.add(part.name)
    return repeated

"""Top-level values: signatures, and binding groups with their bodies.

A value with a complete signature is a group by itself, since others rely on the signature only. Values without one are checked together
where they refer to each other; their types are inferred, and generalised at the end.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import nova_ls.types.infer.infer_table  # noqa: F401 (importing it fills the tables of inference)
from nova_ls.base.keys import ElementKey
from nova_ls.names.resolve import resolved as r
from nova_ls.syntax.problems import ErrorParsingModule
from nova_ls.types.check.ambiguity import report_ambiguity
from nova_ls.types.core import budget
from nova_ls.types.core.environment import Annotations, Checked, Environment
from nova_ls.types.core.escape import find_escapes, report_escapes
from nova_ls.types.core.interface import ValueInterface, ValueOrigin
from nova_ls.types.core.problems.types import (
    CannotGeneralizeRecursiveFunction,
    HoleInferredType,
    MissingTypeDeclaration,
    WildcardInferredType,
)
from nova_ls.types.core.solver import Solver, Wanted
from nova_ls.types.core.substitute import close_skolems
from nova_ls.types.core.trail import Trail
from nova_ls.types.core.type import (
    ERROR,
    HAS_ERRORS,
    HAS_SKOLEMS,
    HAS_UNIFICATION_VARS,
    Constraint,
    Type,
)
from nova_ls.types.infer.generalise import generalise
from nova_ls.types.infer.infer_core import expect
from nova_ls.types.infer.infer_function import check_equations, infer_equations
from nova_ls.types.infer.infer_written import WrittenSignature, signature_type
from nova_ls.types.kinds.elaborate import elaborate_signature
from nova_ls.types.solve.entail import solve_wanted
from nova_ls.types.solve.evidence import freeze_evidence

TOO_DEEP: Final = ErrorParsingModule("types that are nested less deeply", "more")
"""What is said of types that are nested thousands of levels deep."""


def is_signed(value: r.Value) -> bool:
    """Whether a value's type is known without its body: it has a signature, and that has no wildcard."""
    return value.signature is not None and not _has_wildcard(value.signature)


def check_signature(value: r.Value | r.Foreign, environment: Environment) -> Checked:
    """The interface that the written signature gives; the body is not looked at.

    For a foreign import this is all there is to check. For a value the annotations and diagnostics are left to `check_values`,
    which elaborates the signature as well.
    """
    try:
        return _check_signature(value, environment)
    except budget.OutOfSteps:
        span = (value.name_start, value.name_end) if isinstance(value, r.Foreign) else None
        return budget.given_up((value.key,), span, {value.key: _unknown()})


def _check_signature(value: r.Value | r.Foreign, environment: Environment) -> Checked:
    if isinstance(value, r.Foreign):
        solver = Solver(environment, value.key)
        type = elaborate_signature(solver, value.type)
        _forbid_wildcards(solver)
        solver.annotate_name(value.name_start, value.name_end, type)
        interface = ValueInterface(type, ValueOrigin.FOREIGN, None)
        return finish(solver, {value.key: interface})
    interface = ValueInterface(_written_scheme(value, environment), ValueOrigin.VALUE, None)
    return Checked({value.key: interface}, {value.key: Annotations()}, {value.key: []})


def check_values(
    group: Sequence[r.Value], environment: Environment, trail: Trail | None = None
) -> Checked:
    """Check a binding group: one value with a signature, or values without that refer to one another."""
    try:
        return _check_group(group, environment, trail=trail)
    except RecursionError:
        return _too_deep(group, environment)
    except budget.OutOfSteps:
        span = group[0].name_start, group[0].name_end
        keys = [value.key for value in group]
        return budget.given_up(keys, span, {key: _unknown() for key in keys})


def _check_group(
    group: Sequence[r.Value],
    environment: Environment,
    in_order: bool = False,
    trail: Trail | None = None,
) -> Checked:
    solver = Solver(environment, group[0].key, in_order)
    if trail is not None:
        trail.forget()
        solver.trail = trail
    solver.level = 1
    types = {value.key: _assumed_type(solver, value) for value in group}
    for value in group:
        signature = types[value.key]
        if signature.written is not None:
            _check_body(solver, value, signature.written)
    for value in group:
        assumed = types[value.key]
        if assumed.written is None:
            _infer_body(solver, value, assumed.type)
    if solver.met_quantifier and not in_order:
        return _check_group(group, environment, True, trail)
    schemes = _generalise(solver, group, types)
    return finish(
        solver,
        {key: ValueInterface(type, ValueOrigin.VALUE, None) for key, type in schemes.items()},
    )


def finish(solver: Solver, interfaces: dict[ElementKey, ValueInterface]) -> Checked:
    """Zonk what was found and put it all together. Constraints are solved already."""
    for notes in solver.annotations.values():
        _zonk_annotations(solver, notes)
    for wanted in solver.wanted:
        if wanted.evidence is not None and wanted.element is not None:
            evidence = freeze_evidence(wanted.evidence)
            solver.annotations[wanted.element].evidence.append((wanted.start, wanted.end, evidence))
            if wanted.at_once:
                solver.needs[wanted.element].rely_on(evidence, wanted.element.namespace)
    diagnostics = solver.diagnostics()
    return Checked(
        dict(interfaces),
        solver.annotations,
        {element: diagnostics.get(element, []) for element in solver.annotations},
        solver.needs,
    )


def _written_scheme(value: r.Value, environment: Environment) -> Type:
    """The type that a value's signature gives, closed; ERROR where the body has a say in it."""
    if value.signature is None:
        return ERROR
    type = elaborate_signature(Solver(environment, value.key), value.signature)
    return ERROR if type.flags & HAS_UNIFICATION_VARS else type


def _too_deep(group: Sequence[r.Value], environment: Environment) -> Checked:
    """What is left to say of values whose types are nested thousands of levels deep."""
    solver = Solver(environment, group[0].key)
    for value in group:
        solver.begin(value.key)
        solver.report(TOO_DEEP, value.name_start, value.name_end)
    return finish(solver, {value.key: _unknown() for value in group})


def _unknown() -> ValueInterface:
    """The interface of a value that nothing is known of."""
    return ValueInterface(ERROR, ValueOrigin.VALUE, None)


class _Assumed:
    """What the bodies of a group may rely on: a written type, or an unknown."""

    __slots__ = ("type", "written")

    def __init__(self, type: Type, written: WrittenSignature | None) -> None:
        self.type = type
        self.written = written


def _assumed_type(solver: Solver, value: r.Value) -> _Assumed:
    solver.begin(value.key)
    if value.signature is None:
        assumed = _Assumed(solver.fresh(), None)
    else:
        signature = signature_type(solver, value.signature)
        assumed = _Assumed(signature.type, signature)
    solver.group_types[value.key] = assumed.type
    return assumed


def _check_body(solver: Solver, value: r.Value, signature: WrittenSignature) -> None:
    solver.begin(value.key)
    solver.covered = signature.complete
    span = value.name_start, value.end
    check_equations(solver, value.branches, signature.type, signature.scoped, span)
    solver.covered = False


def _infer_body(solver: Solver, value: r.Value, assumed: Type) -> None:
    solver.begin(value.key)
    type = infer_equations(solver, value.branches, (value.name_start, value.end))
    expect(solver, assumed, type, value.name_start, value.name_end)


def _generalise(
    solver: Solver, group: Sequence[r.Value], types: dict[ElementKey, _Assumed]
) -> dict[ElementKey, Type]:
    """Solve the constraints of each value, look for escaped skolems, and close the types."""
    constraints: list[list[Constraint]] = []
    escapes = find_escapes(
        solver,
        [(value.key, value.name_start, value.name_end, types[value.key].type) for value in group],
    )
    for value in group:
        solver.begin(value.key)
        wanted = [item for item in solver.wanted if item.element is value.key]
        inferred = types[value.key].written is None
        givens = solve_wanted(solver, wanted, inferred)
        asked = [given.constraint for given in givens]
        constraints.append(asked)
        if solver.trail is not None:
            solver.trail.enter(givens, value, 0)
        if asked:
            _defer(solver, value.key, wanted)
        if not solver.failed:
            span = value.name_start, value.name_end
            report_ambiguity(solver, types[value.key].type, asked, *span)
    report_escapes(solver, escapes)
    solver.level = 0
    schemes = generalise(solver, [types[value.key].type for value in group], constraints)
    result: dict[ElementKey, Type] = {}
    for value, scheme, asked in zip(group, schemes, constraints, strict=True):
        solver.begin(value.key)
        assumed = types[value.key]
        if assumed.written is None:
            scheme = _inferred(solver, value, scheme, asked)
        elif solver.failed and not assumed.written.complete:
            scheme = ERROR
        elif assumed.written.complete and assumed.type.flags & HAS_UNIFICATION_VARS:
            # The body has fixed kinds that the signature leaves open; others rely on the signature alone.
            scheme = _written_scheme(value, solver.environment)
        elif scheme.flags & HAS_SKOLEMS:
            # To others a wildcard that stands for a variable of its own signature is none of theirs.
            scheme = close_skolems(scheme)
        solver.annotate_name(value.name_start, value.name_end, scheme)
        result[value.key] = scheme
    return result


def _defer(solver: Solver, key: ElementKey, wanted: Sequence[Wanted]) -> None:
    """A value whose scheme asks for constraints is a function: nothing of it is needed at once."""
    solver.needs[key].needed.clear()
    for each in wanted:
        each.at_once = False


def _inferred(solver: Solver, value: r.Value, scheme: Type, asked: list[Constraint]) -> Type:
    """The inferred scheme of a value if nothing speaks against it, else ERROR; with the warning that none is written."""
    span = value.name_start, value.name_end
    if solver.failed:
        return ERROR
    if scheme.flags & HAS_ERRORS:
        return scheme
    if asked and solver.recursive:
        solver.report(CannotGeneralizeRecursiveFunction(value.key.name, scheme), *span)
        return ERROR
    if not _is_partial_match(solver, value):
        solver.report(MissingTypeDeclaration(value.key.name, scheme), *span)
    return scheme


def _is_partial_match(solver: Solver, value: r.Value) -> bool:
    """Whether a value without parameters is, as a whole, a match that leaves out cases: such a one counts as signed.

    Source: PureScript's Linter/Exhaustive.hs, where it becomes `match :: Partial => _`.
    """
    branch = value.branches[0]
    if branch.patterns:
        return False
    body = branch.bodies[0]
    match = _as_match(body.body)
    if body.guards:
        span = (value.name_start, value.end)
    elif match is not None:
        span = (match.start, match.end)
    else:
        return False
    return any(
        wanted.missing is not None
        and wanted.element is value.key
        and (wanted.start, wanted.end) == span
        for wanted in solver.wanted
    )


def _as_match(body: r.Expression) -> r.Case | r.PatternBinding | None:
    """What an expression is a match of as a whole: a `case`, or a `let` that begins with a pattern."""
    if isinstance(body, r.Case):
        return body
    first: object = body
    if isinstance(first, r.Do):
        first = first.statements[0]
    if isinstance(first, r.Let | r.LetStatement):
        declaration = first.declarations[0]
        return declaration if isinstance(declaration, r.PatternBinding) else None
    return None


def _zonk_annotations(solver: Solver, notes: Annotations) -> None:
    zonked: dict[Type, Type] = {}
    types = notes.types
    for index, type in enumerate(types):
        if type.flags & HAS_UNIFICATION_VARS:
            known = zonked.get(type)
            if known is None:
                known = zonked[type] = solver.zonk(type)
            types[index] = known


def _forbid_wildcards(solver: Solver) -> None:
    """A foreign import has no body that could tell what a wildcard stands for."""
    for wildcard in solver.wildcards:
        if wildcard.name:
            solver.report(
                HoleInferredType(wildcard.name, wildcard.variable), wildcard.start, wildcard.end
            )
        else:
            solver.report(WildcardInferredType(wildcard.variable), wildcard.start, wildcard.end)


def _has_wildcard(node: r.Type) -> bool:
    pending: list[r.Type] = [node]
    while pending:
        node = pending.pop()
        if isinstance(node, r.TypeWildcard):
            return True
        if isinstance(node, r.TypeApp):
            pending.append(node.function)
            pending.extend(node.arguments)
        elif isinstance(node, r.Arrow):
            pending.extend((node.parameter, node.result))
        elif isinstance(node, r.Forall):
            pending.append(node.body)
        elif isinstance(node, r.Constrained):
            pending.append(node.body)
            if node.constraint is not None:
                pending.extend(node.constraint.arguments)
        elif isinstance(node, r.Kinded):
            pending.append(node.type)
        elif isinstance(node, r.Record | r.Row):
            row = node.row if isinstance(node, r.Record) else node
            pending.extend([field.type for field in row.fields])
            if row.tail is not None:
                pending.append(row.tail)
    return False

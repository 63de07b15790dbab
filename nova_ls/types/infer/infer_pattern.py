"""Patterns: what they ask of the type they match, and the types of the variables they bind."""

from __future__ import annotations

from typing import Final

from nova_ls.names.problems.matches import IncorrectConstructorArity
from nova_ls.names.resolve import resolved as r
from nova_ls.types.core.interface import ConstructorInterface
from nova_ls.types.core.solver import ROW_OF_TYPES, Solver
from nova_ls.types.core.substitute import instantiate
from nova_ls.types.core.type import (
    ARRAY,
    ERROR,
    FUNCTION,
    HAS_QUANTIFIERS,
    Type,
    TypeApp,
    array,
    record,
    row,
)
from nova_ls.types.infer.infer_core import expect
from nova_ls.types.infer.infer_name import LITERAL_TYPES, global_type
from nova_ls.types.infer.infer_written import annotation_type
from nova_ls.types.relate.unify import unify


def infer_pattern(solver: Solver, pattern: r.Pattern, type: Type) -> None:
    """Match a pattern with a type: bind its variables, report where it cannot match."""
    solver.annotate_name(pattern.start, pattern.end, type)
    if isinstance(pattern, r.PatternVariable):
        solver.locals[pattern.binder] = type
    elif isinstance(pattern, r.PatternConstructor):
        _infer_constructor(solver, pattern, type)
    elif isinstance(pattern, r.PatternLiteral):
        expect(solver, type, LITERAL_TYPES[pattern.kind], pattern.start, pattern.end)
    elif isinstance(pattern, r.PatternRecord):
        _infer_record(solver, pattern, type)
    elif isinstance(pattern, r.PatternArray):
        _infer_array(solver, pattern, type)
    elif isinstance(pattern, r.PatternAs):
        solver.locals[pattern.binder] = type
        solver.annotate_name(pattern.binder.start, pattern.binder.end, type)
        infer_pattern(solver, pattern.pattern, type)
    elif isinstance(pattern, r.PatternTyped):
        written = annotation_type(solver, pattern.type)
        if expect(solver, type, written, pattern.start, pattern.end):
            type = written
        infer_pattern(solver, pattern.pattern, type)


_PLAIN: Final = (r.PatternVariable, r.PatternWildcard, r.PatternError)


def needs_plain_type(pattern: r.Pattern) -> bool:
    """Whether a pattern can only match a type without outer quantifiers."""
    if isinstance(pattern, _PLAIN):
        return False
    if isinstance(pattern, r.PatternAs):
        return needs_plain_type(pattern.pattern)
    if isinstance(pattern, r.PatternTyped):
        quantified = isinstance(pattern.type, r.Forall | r.Constrained)
        return not quantified or needs_plain_type(pattern.pattern)
    return True


def infer_parameter(solver: Solver, pattern: r.Pattern, type: Type) -> None:
    """Match a function's parameter; a quantified type is instantiated where the pattern asks for that."""
    if type.flags & HAS_QUANTIFIERS and needs_plain_type(pattern):
        type = instantiate(solver, type, pattern.start, pattern.end)
        if solver.trail is not None:
            solver.trail.take(solver.wanted, pattern, 0)
    infer_pattern(solver, pattern, type)


def bind_blindly(solver: Solver, pattern: r.Pattern) -> None:
    """Bind a pattern's variables to ERROR: what they would match is wrong already."""
    infer_pattern(solver, pattern, ERROR)


def has_wrong_arity(solver: Solver, pattern: r.Pattern) -> bool:
    """Whether a pattern is a constructor with more or fewer patterns than it has fields."""
    if not isinstance(pattern, r.PatternConstructor):
        return False
    interface = solver.environment.interface(pattern.key)
    if not isinstance(interface, ConstructorInterface):
        return False
    return len(interface.fields) != len(pattern.arguments)


def forget_pattern(solver: Solver, pattern: r.Pattern) -> None:
    """Bind a pattern's variables blindly, and those of the patterns in it, which are two branches'."""
    if isinstance(pattern, r.PatternConstructor):
        for argument in pattern.arguments:
            forget_pattern(solver, argument)
    else:
        bind_blindly(solver, pattern)


def _infer_constructor(solver: Solver, pattern: r.PatternConstructor, type: Type) -> None:
    scheme = global_type(solver, pattern.key)
    interface = solver.environment.interface(pattern.key)
    if not isinstance(interface, ConstructorInterface):
        for argument in pattern.arguments:
            bind_blindly(solver, argument)
        return
    instantiated = instantiate(solver, scheme, pattern.name_start, pattern.name_end, pattern.key)
    solver.annotate_name(pattern.name_start, pattern.name_end, instantiated)
    fields: list[Type] = []
    result = instantiated
    while len(fields) < len(interface.fields) and isinstance(result, TypeApp):
        arrow = result.function
        if not (isinstance(arrow, TypeApp) and arrow.function is FUNCTION):
            break
        fields.append(arrow.argument)
        result = result.argument
    wanted = len(interface.fields)
    if wanted == len(pattern.arguments):
        expect(solver, type, result, pattern.start, pattern.end)
    else:
        _report_arity(solver, pattern, wanted)
        unify(solver, type, result)  # As far as it goes: perhaps another constructor was meant.
    if len(fields) != len(pattern.arguments):
        fields = [ERROR] * len(pattern.arguments)  # Which of the fields are meant is unknown.
    for argument, field in zip(pattern.arguments, fields, strict=True):
        infer_pattern(solver, argument, field)


def _report_arity(solver: Solver, pattern: r.PatternConstructor, wanted: int) -> None:
    """A constructor has another number of fields; said once in a binding group."""
    problem = IncorrectConstructorArity(pattern.key, wanted, len(pattern.arguments))
    if not any(report.problem == problem for report in solver.reports):
        solver.report(problem, pattern.start, pattern.end)


def _infer_record(solver: Solver, pattern: r.PatternRecord, type: Type) -> None:
    """A record pattern matches any record that has the fields it names.

    Their types are unknowns that the record solves: in the compiler's order what has a quantified field's type stays opaque until
    it is applied. Source: PureScript's TypeChecker/Types.hs, `inferBinder`.
    """
    fields = sorted(
        [(field.label, solver.fresh()) for field in pattern.fields], key=lambda field: field[0]
    )
    matched = record(row(tuple(fields), solver.fresh(ROW_OF_TYPES)))
    expect(solver, type, matched, pattern.start, pattern.end)
    types: dict[str, Type] = dict(fields)
    for field in pattern.fields:
        solver.annotate_name(field.start, field.end, types[field.label])
        infer_pattern(solver, field.pattern, types[field.label])


def _infer_array(solver: Solver, pattern: r.PatternArray, type: Type) -> None:
    """The items of an array pattern; quantified ones by way of an unknown, as the fields of records."""
    type = solver.resolve(type)
    is_array = isinstance(type, TypeApp) and type.function is ARRAY
    if is_array and not type.flags & HAS_QUANTIFIERS:
        item = type.argument  # type: ignore[union-attr]
    else:
        item = solver.fresh()
        expect(solver, type, array(item), pattern.start, pattern.end)
    for pattern_item in pattern.items:
        infer_pattern(solver, pattern_item, item)

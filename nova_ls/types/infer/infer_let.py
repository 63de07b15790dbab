"""Local values: `let`, `where`, and the lets of do blocks.

A local value without a signature is not generalised: what its body leaves unknown, its uses tell, and they all tell the same. It is
polymorphic only where its body's type is quantified as it stands (`let f = identity`).

Source: PureScript's TypeChecker/Types.hs, `inferLetBinding`.
"""

from __future__ import annotations

from collections.abc import Sequence

from nova_ls.names.resolve import resolved as r
from nova_ls.types.core.escape import hide_last
from nova_ls.types.core.solver import Solver
from nova_ls.types.core.type import ERROR, Type
from nova_ls.types.infer.blamed_place import has_error
from nova_ls.types.infer.infer_core import check, expect, infer, infer_plain
from nova_ls.types.infer.infer_coverage import cover_patterns
from nova_ls.types.infer.infer_function import (
    check_bodies,
    check_equations,
    infer_equations,
    unguarded_body,
)
from nova_ls.types.infer.infer_pattern import infer_pattern, needs_plain_type
from nova_ls.types.infer.infer_written import WrittenSignature, signature_type


def infer_let(solver: Solver, node: r.Let) -> Type:
    """Infer a `let`: its declarations, then its body."""
    outside = solver.givens, solver.timing
    infer_declarations(solver, node.declarations)
    type = infer(solver, node.body)
    solver.givens, solver.timing = outside
    return type


def check_let(solver: Solver, node: r.Let, type: Type) -> None:
    """Check a `let`: its declarations, then its body against the type."""
    outside = solver.givens, solver.timing
    infer_declarations(solver, node.declarations)
    check(solver, node.body, type)
    solver.givens, solver.timing = outside


def infer_declarations(solver: Solver, declarations: Sequence[r.LocalDeclaration]) -> None:
    """Bind local values, group by group. A pattern that leaves cases out gives Partial to what follows, and values reveal the
    names that are withheld: the caller restores `givens` and `timing`.
    """
    inside = solver.timing
    for declaration in declarations:
        if isinstance(declaration, r.PatternBinding):
            solver.timing = inside
            _infer_pattern_binding(solver, declaration)
        else:
            _infer_group(solver, declaration)
            inside = solver.timing.revealed()
            if declaration.recursive:
                solver.timing = inside
    solver.timing = inside


def _infer_pattern_binding(solver: Solver, node: r.PatternBinding) -> None:
    bodies = node.bodies
    cover_patterns(solver, (node.pattern,), (node.start, node.end))
    type: Type
    if len(bodies) != 1 or bodies[0].guards:
        type = solver.fresh()
        check_bodies(solver, bodies, type)
    else:
        body = bodies[0].body
        plain = needs_plain_type(node.pattern)
        type = infer_plain(solver, body) if plain else infer(solver, body)
        hide_last(solver, body)
    infer_pattern(solver, node.pattern, type)


def _infer_group(solver: Solver, group: r.LocalGroup) -> None:
    signatures: dict[r.Binder, WrittenSignature] = {}
    for binding in group.bindings:
        if not binding.branches:
            solver.failed = True  # Reported by the resolver: what it was to determine is unknown.
        if binding.signature is None:
            if group.recursive:
                solver.locals[binding.binder] = solver.fresh()
        else:
            signature = signature_type(solver, binding.signature)
            signatures[binding.binder] = signature
            solver.locals[binding.binder] = signature.type
    outside = solver.timing
    if group.recursive and not group.is_cyclic:
        solver.timing = outside.withholding(binding.binder for binding in group.bindings)
    inside = solver.timing
    # The order of the compiler's graph library. Where unsigned values meet higher rank, order decides.
    bindings = sorted(group.bindings, key=_name, reverse=True)
    for binding in bindings:
        if binding.signature is not None:
            solver.timing = inside
            _check_binding(solver, binding, signatures[binding.binder])
    for binding in bindings:
        if binding.signature is None:
            solver.timing = inside
            _infer_unsigned(solver, binding, group.recursive)
    solver.timing = outside
    for binding in group.bindings:
        binder = binding.binder
        if group.recursive or binding.signature is not None:
            solver.annotate(binder.start, binder.end, solver.locals[binder])
        else:
            solver.annotate_name(binder.start, binder.end, solver.locals[binder])


def _check_binding(solver: Solver, binding: r.LocalBinding, signature: WrittenSignature) -> None:
    covered = solver.covered
    solver.covered = covered or signature.complete
    span = binding.start, binding.end
    check_equations(solver, binding.branches, signature.type, signature.scoped, span)
    solver.covered = covered


def _infer_unsigned(solver: Solver, binding: r.LocalBinding, recursive: bool) -> None:
    known = len(solver.reports)
    type = infer_equations(solver, binding.branches, (binding.start, binding.end))
    if not recursive:
        _hide_body(solver, binding)
    else:
        assumed = solver.locals[binding.binder]
        expect(solver, assumed, type, binding.start, binding.end)
    failed = len(solver.reports) != known and has_error(solver, known)
    if failed and binding.branches[0].patterns:
        # What it was meant to take is unknown: its uses are not to blame.
        type = ERROR
    solver.locals[binding.binder] = type


def _hide_body(solver: Solver, binding: r.LocalBinding) -> None:
    """Right behind the inference of a value without parameters and guards: its type does not count as shown."""
    branches = binding.branches
    if not branches or branches[0].patterns:
        return
    body = unguarded_body(branches)
    if body is not None:
        hide_last(solver, body)


def _name(binding: r.LocalBinding) -> str:
    return binding.binder.name

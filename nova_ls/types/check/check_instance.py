"""The body of an instance: its members have the class's types, its superclasses have instances, nothing is missing.

The head is checked by itself (check_instance_head.py): others rely on it alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from itertools import pairwise

import nova_ls.types.infer.infer_table  # noqa: F401 (importing it fills the tables of inference)
from nova_ls.base.diagnostic import Related
from nova_ls.base.similar_names import similar_names
from nova_ls.names.problems.modules import DuplicateValueDeclaration
from nova_ls.names.resolve import resolved as r
from nova_ls.types.check.check_values import TOO_DEEP, finish
from nova_ls.types.core import budget
from nova_ls.types.core.environment import Checked, Environment
from nova_ls.types.core.escape import find_escapes, report_escapes
from nova_ls.types.core.interface import ClassInterface, InstanceInterface
from nova_ls.types.core.problems.classes import ExtraneousClassMember, MissingClassMember
from nova_ls.types.core.solver import Solver, Wanted
from nova_ls.types.core.substitute import substitute, substitute_constraint
from nova_ls.types.core.timing import LATER
from nova_ls.types.core.trail import Trail
from nova_ls.types.core.type import ERROR, Constraint, Type
from nova_ls.types.core.well_known import FAIL
from nova_ls.types.derive.check_derivation import check_derivation
from nova_ls.types.infer.infer_core import Scope, expect_subsumed
from nova_ls.types.infer.infer_function import check_equations, infer_equations
from nova_ls.types.infer.infer_written import signature_type
from nova_ls.types.instances.check_instance_overlap import check_instance_overlap
from nova_ls.types.kinds.elaborate import elaborate_constraint
from nova_ls.types.kinds.written_variables import free_variables
from nova_ls.types.solve.entail import solve_wanted


def check_instance(
    instance: r.Instance, environment: Environment, trail: Trail | None = None
) -> Checked:
    """Check an instance whose head is in the environment."""
    try:
        return _check(instance, environment, trail=trail)
    except RecursionError:
        head = instance.head
        solver = Solver(environment, head.key)
        solver.report(TOO_DEEP, head.class_start, head.class_end)
        return finish(solver, {})
    except budget.OutOfSteps:
        head = instance.head
        return budget.given_up((head.key,), (head.class_start, head.class_end), {})


def _check(
    instance: r.Instance,
    environment: Environment,
    in_order: bool = False,
    trail: Trail | None = None,
) -> Checked:
    head = instance.head
    solver = Solver(environment, head.key, in_order)
    if trail is not None:
        trail.forget()
        solver.trail = trail
    blind: list[Wanted] = []
    interface = environment.interface(head.key)
    class_interface = environment.interface(head.class_key)
    if isinstance(interface, InstanceInterface) and isinstance(class_interface, ClassInterface):
        scope = Scope(solver)
        check_instance_overlap(solver, head, interface, class_interface)
        lost = len(interface.constraints) < len(head.constraints) or any(
            ERROR in constraint.arguments for constraint in interface.constraints
        )
        solver.context_unknown = lost or head.context_unknown
        if interface.is_wrong:
            # What the members should be is unknown: look for mistakes inside only.
            interface = replace(interface, arguments=tuple([ERROR for _ in interface.arguments]))
        # The head is a complete signature for all that is inside.
        solver.covered = True
        inside = _enter(solver, scope, interface, head)
        if head.derivation is r.Derivation.WRITTEN:
            blind = _check_written(solver, instance, interface, class_interface, inside)
        else:
            kinds = tuple([substitute(kind, inside) for kind in interface.kinds])
            arguments = tuple([substitute(type, inside) for type in interface.arguments])
            check_derivation(solver, head, Constraint(head.class_key, kinds, arguments))
            if trail is not None:
                trail.take(solver.wanted, head, 0)
        scope.leave()
    else:
        _report_repeated(solver, instance, None)
        blind = _infer_members(solver, instance)
    if solver.met_quantifier and not in_order:
        return _check(instance, environment, True, trail)
    escapes = find_escapes(solver)
    solve_wanted(solver, solver.wanted, False)
    solve_wanted(solver, blind, True)
    report_escapes(solver, escapes)
    return finish(solver, {})


def _enter(
    solver: Solver, scope: Scope, interface: InstanceInterface, head: r.InstanceHead
) -> dict[str, Type]:
    """Make the head's variables rigid and its constraints given; what the variables stand for now.

    Kinds that the head leaves open stay open: the members may determine them.
    Source: PureScript's Sugar/TypeClasses.hs, whose dictionaries have types without kinds.
    """
    mapping: dict[str, Type] = {}
    solver.level += 1
    written = _written_variables(interface, head)
    for parameter in interface.parameters:
        if parameter.name not in written:
            mapping[parameter.name] = solver.fresh(substitute(parameter.kind, mapping))
            continue
        skolem = solver.fresh_skolem(parameter.name, substitute(parameter.kind, mapping))
        scope.skolems.append(skolem)
        mapping[parameter.name] = skolem
        scope.bind(parameter.name, skolem)
    for constraint in interface.constraints:
        given = solver.give(substitute_constraint(constraint, mapping))
        if solver.trail is not None:
            solver.trail.enter((given,), head, 0)
        solver.timing = LATER
    return mapping


def _written_variables(interface: InstanceInterface, head: r.InstanceHead) -> Set[str]:
    """The parameters of an instance that are written in its head; all of them in a derived one."""
    if head.derivation is not r.Derivation.WRITTEN:
        return {parameter.name for parameter in interface.parameters}
    context = [argument for each in head.constraints for argument in each.arguments]
    return set(free_variables([*context, *head.arguments]))


def _check_written(
    solver: Solver,
    instance: r.Instance,
    interface: InstanceInterface,
    class_interface: ClassInterface,
    inside: dict[str, Type],
) -> list[Wanted]:
    """What is wanted by members of unknown type is given back."""
    head = instance.head
    blind: list[Wanted] = []
    class_mapping: dict[str, Type] = {}
    for name, kind in zip(class_interface.kind_variables, interface.kinds, strict=False):
        class_mapping[name] = substitute(kind, inside)
    for parameter, argument in zip(class_interface.parameters, interface.arguments, strict=False):
        class_mapping[parameter.name] = substitute(argument, inside)
    outside, solver.timing = (
        solver.timing,
        LATER,
    )  # The superclasses' instances are looked up when asked for.
    for superclass in class_interface.superclasses:
        wanted = substitute_constraint(superclass, class_mapping)
        solver.want(wanted, head.class_start, head.class_end, head.class_key)
    if solver.trail is not None:
        solver.trail.take(solver.wanted, head, 0)
    solver.timing = outside
    types = {key.name: substitute(type, class_mapping) for key, type in class_interface.members}
    misspelled = _report_missing(solver, instance, interface, types)
    _report_repeated(solver, instance, None if class_interface.members_unknown else types)
    strays = _misspelled_equations(instance.members, types)
    for member in instance.members:
        type = types.get(member.name)
        if type is None:
            if not class_interface.members_unknown and member.name not in misspelled:
                solver.report(
                    ExtraneousClassMember(member.name, head.class_key),
                    member.name_start,
                    member.name_end,
                )
            if member not in strays:
                blind += _infer_blindly(solver, member)
        else:
            own = [stray for stray, meant in strays.items() if meant is member]
            _check_member(solver, _joined(member, own) if own else member, type)
    return blind


def _report_repeated(
    solver: Solver, instance: r.Instance, types: Mapping[str, Type] | None
) -> None:
    """DuplicateValueDeclaration, except where what stands between is no member, which is reported: another equation is meant.

    `types`: of the class's members, None where they are not known.
    """
    for each in instance.repeated:
        if types is None or not each.between or not types.keys().isdisjoint(each.between):
            solver.report(DuplicateValueDeclaration(each.name), each.start, each.end)


def _misspelled_equations(
    members: Sequence[r.InstanceMember], types: Mapping[str, Type]
) -> dict[r.InstanceMember, r.InstanceMember]:
    """Equations of names that are no members, each with the member beside it whose equations they are meant to be, as it seems."""
    if all(member.name in types for member in members):
        return {}
    meant: dict[r.InstanceMember, r.InstanceMember] = {}
    for one, other in pairwise(members):
        for stray, member in ((one, other), (other, one)):
            if (
                stray.name not in types
                and member.name in types
                and stray.signature is None
                and similar_names(stray.name, [member.name])
                and _number(stray) == _number(member) > 0
            ):
                meant.setdefault(stray, member)
    return meant


def _number(member: r.InstanceMember) -> int:
    """Of the parameters that a member's equations have."""
    return len(member.branches[0].patterns) if member.branches else 0


def _joined(member: r.InstanceMember, strays: Sequence[r.InstanceMember]) -> r.InstanceMember:
    branches = [*member.branches, *(branch for stray in strays for branch in stray.branches)]
    return r.InstanceMember(
        member.start, member.end, member.name, member.name_start, member.name_end, member.signature,
        tuple(sorted(branches, key=lambda branch: branch.start)),
    )  # fmt: skip


def _report_missing(
    solver: Solver,
    instance: r.Instance,
    interface: InstanceInterface,
    types: dict[str, Type],
) -> Set[str]:
    """MissingClassMember, with names and types; gives the names of members that are meant to be among them, as it seems.

    An instance that is never to be used (Fail) may have no members.
    """
    written = {member.name for member in instance.members}
    if not written and any(constraint.key is FAIL for constraint in interface.constraints):
        return frozenset()
    missing = tuple(
        # What a member is whose type does not parse cannot be said.
        [(name, type) for name, type in types.items() if name not in written and type is not ERROR]
    )
    if not missing:
        return frozenset()
    head = instance.head
    report = solver.report(MissingClassMember(missing), head.class_start, head.class_end)
    names = [name for name, _ in missing]
    strange = [member for member in instance.members if member.name not in types]
    is_pair = len(strange) == len(names) == 1
    misspelled = [each for each in strange if is_pair or similar_names(each.name, names)]
    report.related = tuple(
        [
            Related(
                None, each.name_start, each.name_end, f"`{each.name}` is no member of the class"
            )
            for each in misspelled
        ]
    )
    return {member.name for member in misspelled}


def _check_member(solver: Solver, member: r.InstanceMember, type: Type) -> None:
    """The equations of a member against its type in this instance; its own signature may be more general."""
    solver.annotate_name(member.name_start, member.name_end, type)
    span = member.name_start, member.end
    if member.signature is None:
        check_equations(solver, member.branches, type, frozenset(), span)
        return
    signature = signature_type(solver, member.signature)
    scope = Scope(solver)
    inner = scope.enter(type, node=member)
    written = member.signature
    if expect_subsumed(solver, signature.type, inner, written.start, written.end):
        if solver.trail is not None:
            solver.trail.take(solver.wanted, member, 0)
        check_equations(solver, member.branches, signature.type, signature.scoped, span)
    else:
        # Which of the two types the member was meant to have is unknown.
        infer_equations(solver, member.branches, span)
    scope.leave()


def _infer_members(solver: Solver, instance: r.Instance) -> list[Wanted]:
    """The members of an instance of no known class, within its variables and its context; what they want."""
    head = instance.head
    scope = Scope(solver)
    solver.covered = True
    solver.context_unknown = head.context_unknown
    solver.level += 1
    written = [argument for each in head.constraints for argument in each.arguments]
    for name in free_variables([*written, *head.arguments]):
        skolem = solver.fresh_skolem(name, solver.fresh())
        scope.skolems.append(skolem)
        scope.bind(name, skolem)
    for each in head.constraints:
        constraint = elaborate_constraint(solver, each)
        if constraint is None:
            solver.context_unknown = True
        else:
            solver.give(constraint)
    solver.timing = LATER
    wanted = [each for member in instance.members for each in _infer_blindly(solver, member)]
    scope.leave()
    return wanted


def _infer_blindly(solver: Solver, member: r.InstanceMember) -> list[Wanted]:
    """A member of unknown type: look for mistakes inside. What it wants is given back: it may want it of whom it is for."""
    known = len(solver.wanted)
    span = member.name_start, member.end
    if member.signature is None:
        infer_equations(solver, member.branches, span)
    else:
        signature = signature_type(solver, member.signature)
        check_equations(solver, member.branches, signature.type, signature.scoped, span)
    wanted = solver.wanted[known:]
    del solver.wanted[known:]
    return wanted

"""The constraint solver: from wanted constraints to evidence.

A constraint is solved by the compiler itself (Prim's classes), by a given of its scope, or by an instance. Solving commits:
the first step that applies is taken, its functional dependencies are made true by unification, and the constraints
of the chosen instance become goals of their own. Only heads choose an instance, never its constraints.

1. *Deferral.* All wanted constraints are tried in order, again and again while one of them makes progress: a solved one may
   determine types that another needs.
2. *Generalisation.* What is left is tried once more. A constraint on an unknown type becomes part of the inferred scheme, where there
   is one, and holds from then on; anything else is an error.

One mistake gives one diagnostic: after an error, unknown types that were to blame become ERROR, and a constraint that mentions
an ERROR is solved by it.

Goals are worked off a stack, so that a derivation over a list of types as long as one likes does not recurse.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from nova_ls.base.diagnostic import Related
from nova_ls.base.keys import ElementKey
from nova_ls.types.core.budget import STEPS_OF_GOAL, steps_of_result
from nova_ls.types.core.class_info import ClassInfo, ClassTable
from nova_ls.types.core.interface import InstanceInterface
from nova_ls.types.core.problems.kinds import KindsDoNotUnify
from nova_ls.types.core.solver import Given, PendingDiagnostic, Solver, Wanted
from nova_ls.types.core.substitute import substitute, substitute_constraint
from nova_ls.types.core.type import (
    HAS_ERRORS,
    HAS_UNIFICATION_VARS,
    Constraint,
    Type,
    UnificationVar,
)
from nova_ls.types.core.well_known import (
    COERCIBLE,
    INT_ADD,
    INT_COMPARE,
    INT_MUL,
    INT_TO_STRING,
    IS_SYMBOL,
    REFLECTABLE,
    ROW_CONS,
    ROW_LACKS,
    ROW_NUB,
    ROW_TO_LIST,
    ROW_UNION,
    SYMBOL_APPEND,
    SYMBOL_COMPARE,
    SYMBOL_CONS,
    WARN,
)
from nova_ls.types.instances.find_instance import find_all_candidates, find_instances
from nova_ls.types.instances.match_arguments import match_arguments
from nova_ls.types.instances.match_instance import MATCH, Bindings
from nova_ls.types.instances.wrong_instance import may_be_meant
from nova_ls.types.relate.subsume import report_mismatch
from nova_ls.types.relate.unify import MismatchKind, unify
from nova_ls.types.solve import entail_int, entail_reflect, entail_row, entail_symbol, report_entail
from nova_ls.types.solve.entail_coercible import Insoluble, solve_coercible
from nova_ls.types.solve.evidence import (
    ERROR_EVIDENCE,
    BuiltinEvidence,
    Evidence,
    GivenEvidence,
    InstanceEvidence,
)
from nova_ls.types.solve.givens import GivenEntry, given_table
from nova_ls.types.solve.goal import BuiltinStep, Goal, finish

MAX_DEPTH: Final = 1000
"""Of instances that lead to one another; beyond it the derivation is held to be infinite."""


def solve_wanted(solver: Solver, wanted: Sequence[Wanted], generalise: bool) -> list[Given]:
    """Solve constraints for good: report those that do not hold, and give those that the inferred scheme must ask for.

    `generalise`: the unit has no written type. The constraints given back are over unknowns, in order: the first is to be
    outermost in the scheme. Evidence of every constraint is set.
    """
    run = Entailment(solver)
    rest = run.unsolved = run.defer(wanted)
    run.deferring = False
    run.generalising = generalise
    for goal in rest:
        run.solve(goal)
    return run.inferred_constraints


class Entailment:
    """One run of the solver. The constraints it infers hold for every goal that comes after them."""

    __slots__ = (
        "classes",
        "deferring",
        "generalising",
        "implied",
        "inferred",
        "inferred_constraints",
        "reported",
        "solver",
        "stuck",
        "unsolved",
    )

    def __init__(self, solver: Solver) -> None:
        self.solver = solver
        self.classes = ClassTable(solver.environment, solver.element.namespace)
        self.deferring = True
        self.generalising = False
        self.inferred: Given | None = None
        self.inferred_constraints: list[Given] = []
        self.stuck: list[Wanted] = []
        self.unsolved: list[Wanted] = []
        """What was left when nothing more could be deduced."""
        self.implied: dict[ElementKey, list[tuple[ElementKey | None, Constraint]]] | None = None
        self.reported: list[Constraint] = []

    def defer(self, wanted: Sequence[Wanted]) -> list[Wanted]:
        """Solve what can be solved, as long as there is progress; the goals that are left, in order."""
        pending = wanted
        while pending:
            self.stuck = []
            progress = False
            for goal in pending:
                if self.solve(goal):
                    progress = True
            pending = self.stuck
            if not progress:
                break
        return list(pending)

    def solve(self, wanted: Wanted) -> bool:
        """Solve a goal and the goals it leads to. True if any was solved; those that must wait go to `stuck`."""
        level = self.solver.level
        self.solver.level = wanted.level
        stack: list[Wanted] = [wanted]
        progress = False
        while stack:
            goal = stack.pop()
            if isinstance(goal, Goal) and goal.depth > MAX_DEPTH:
                self._give_up(goal, stack)
                break
            subgoals = self._attempt(goal)
            if subgoals is None:
                self.stuck.append(goal)
            else:
                progress = True
                if subgoals:
                    stack.extend(reversed(subgoals))
        self.solver.level = level
        return progress

    # ------------------------------------------------------------ one step

    def _attempt(self, wanted: Wanted) -> list[Goal] | tuple[()] | None:
        """Solve one goal by one step: the goals that step leads to, or None where the goal must wait."""
        self.solver.spend(STEPS_OF_GOAL)
        constraint = wanted.constraint
        if constraint.flags & HAS_UNIFICATION_VARS:
            wanted.constraint = constraint = self.solver.zonk_constraint(constraint)
        if constraint.flags & HAS_ERRORS:
            self.solver.failed = True  # What else the constraint would have determined is unknown.
            finish(wanted, ERROR_EVIDENCE)
            return ()
        info = self.classes.get(constraint.key)
        if info is None or len(constraint.arguments) != len(info.interface.parameters):
            # Neither a class that is in error nor a wrong number of arguments is a matter of instances.
            finish(wanted, ERROR_EVIDENCE)
            return ()
        if not info.is_known and not isinstance(wanted, Goal):
            # Asked for by a value's type: where that is exported without its class, that is told.
            finish(wanted, ERROR_EVIDENCE)
            return ()
        if not info.is_known:
            return self._fail(wanted, lambda: report_entail.unknown_class(self.solver, wanted))
        builtin = _BUILTIN.get(constraint.key)
        if builtin is not None:
            step = builtin(self, wanted, constraint)
            if isinstance(step, Insoluble):
                return self._coercible_fails(wanted, step)
            if step is not None:
                return self._take_builtin(wanted, step)
        entry = self._given(wanted, constraint, info)
        if entry is not None and not entry.path:
            return self._take_given(wanted, constraint, info, entry)
        return self._search_instances(wanted, constraint, info, entry)

    def _search_instances(
        self, wanted: Wanted, constraint: Constraint, info: ClassInfo, entry: GivenEntry | None
    ) -> list[Goal] | tuple[()] | None:
        """Take the instance that matches, else the superclass `entry` of a given, which is farther away.

        Source: PureScript's TypeChecker/Entailment.hs, where the shortest path through superclasses wins.
        """
        found = find_instances(self.solver.environment, info, constraint).found
        if len(found) == 1:
            return self._take_instance(wanted, constraint, info, *found[0])
        if entry is not None and not found:
            return self._take_given(wanted, constraint, info, entry)
        if found:
            keys = tuple([instance.key for instance, _ in found])
            return self._fail(
                wanted, lambda: report_entail.overlapping_instances(self.solver, wanted, keys)
            )
        if self.deferring:
            return None
        if self.generalising and _can_be_generalised(constraint):
            return self._infer(wanted, constraint)
        return self._no_instance(wanted, info)

    # ------------------------------------------------------------ taking a step

    def _take_instance(
        self,
        wanted: Wanted,
        constraint: Constraint,
        info: ClassInfo,
        instance: InstanceInterface,
        bindings: Bindings,
    ) -> list[Goal] | tuple[()]:
        mapping = {name: types[0] for name, types in bindings.items()}
        if len(mapping) < len(instance.parameters):
            for parameter in instance.parameters:
                if parameter.name not in mapping:
                    mapping[parameter.name] = self.solver.fresh(substitute(parameter.kind, mapping))
        evidence = InstanceEvidence(instance.key, [])
        finish(wanted, evidence)
        if instance.kinds and not self._unify_all(
            wanted,
            [substitute(kind, mapping) for kind in instance.kinds],
            constraint.kinds,
            KindsDoNotUnify,
        ):
            return ()
        if info.determined and not self._unify_all(
            wanted,
            [substitute(argument, mapping) for argument in instance.arguments],
            constraint.arguments,
        ):
            return ()
        if not instance.constraints:
            return ()
        subgoals = [substitute_constraint(each, mapping) for each in instance.constraints]
        return _goals(wanted, evidence, subgoals)

    def _take_given(
        self, wanted: Wanted, constraint: Constraint, info: ClassInfo, entry: GivenEntry
    ) -> tuple[()]:
        finish(wanted, GivenEvidence(entry.number, entry.path))
        given = entry.constraint
        if constraint.kinds:
            self._unify_all(wanted, given.kinds, constraint.kinds, KindsDoNotUnify)
        if info.determined:
            self._unify_all(wanted, given.arguments, constraint.arguments)
        return ()

    def _take_builtin(self, wanted: Wanted, step: BuiltinStep) -> list[Goal] | tuple[()]:
        constraint = wanted.constraint
        evidence = BuiltinEvidence(constraint.key, step.value, step.arguments)
        finish(wanted, evidence)
        if step.arguments is not constraint.arguments:
            self.solver.spend(steps_of_result(constraint.arguments, step.arguments))
            if not self._unify_all(wanted, step.arguments, constraint.arguments):
                return ()
        return _goals(wanted, evidence, step.subgoals) if step.subgoals else ()

    def _unify_all(
        self,
        wanted: Wanted,
        actual: Sequence[Type],
        expected: Sequence[Type],
        kind: MismatchKind | None = None,
    ) -> bool:
        for inferred, type in zip(actual, expected, strict=False):
            if inferred is type:
                continue
            mismatch = unify(self.solver, inferred, type)
            if mismatch is not None:
                if kind is not None:
                    mismatch.kind = kind
                report = report_mismatch(
                    self.solver, mismatch, wanted.start, wanted.end, inferred, type
                )
                if report is not None:
                    report.element = wanted.element
                    self._relate(report, wanted)
                finish(wanted, ERROR_EVIDENCE)
                return False
        return True

    def _relate(self, report: PendingDiagnostic, wanted: Wanted) -> None:
        """What the mismatch follows from: these types are not written beside each other."""
        head = wanted.constraint.key.name
        label = f"the constraint `{head}` decides the type that is expected"
        if not report.related and wanted.cause is not None:
            report.related = (Related(wanted.cause, 0, 0, label),)

    def _infer(self, wanted: Wanted, constraint: Constraint) -> tuple[()]:
        """Let the inferred scheme ask for a constraint."""
        self.solver.given_count += 1
        self.inferred = given = Given(constraint, self.solver.given_count, self.inferred)
        self.inferred_constraints.append(given)
        finish(wanted, GivenEvidence(given.number, ()))
        return ()

    # ------------------------------------------------------------ givens

    def _given(self, wanted: Wanted, constraint: Constraint, info: ClassInfo) -> GivenEntry | None:
        """The most direct given that covers a constraint."""
        best: GivenEntry | None = None
        for given in (wanted.givens, self.inferred):
            if given is None:
                continue
            for entry in given_table(self.classes, given).get(constraint.key, ()):
                if best is not None and len(best.path) <= len(entry.path):
                    break
                if self._covers(entry, constraint, info):
                    best = entry
                    break
        return best

    def _covers(self, entry: GivenEntry, constraint: Constraint, info: ClassInfo) -> bool:
        given = entry.constraint
        if given.flags & HAS_UNIFICATION_VARS:
            entry.constraint = given = self.solver.zonk_constraint(given)
        if given.flags & HAS_ERRORS:
            return True
        return match_arguments(info, constraint.arguments, given.arguments, {}) == MATCH

    def givens_of(self, wanted: Wanted, key: ElementKey) -> list[Constraint]:
        """All givens of a class where a constraint arose; those with a wrong number of arguments say nothing."""
        found: list[Constraint] = []
        count = len(wanted.constraint.arguments)
        for given in (wanted.givens, self.inferred):
            for entry in given_table(self.classes, given).get(key, ()):
                if len(entry.constraint.arguments) == count:
                    found.append(self.solver.zonk_constraint(entry.constraint))
        return found

    # ------------------------------------------------------------ failure

    def _fail(self, wanted: Wanted, report: Callable[[], None]) -> tuple[()]:
        report()
        finish(wanted, ERROR_EVIDENCE)
        return ()

    def _no_instance(self, wanted: Wanted, info: ClassInfo) -> tuple[()]:
        finish(wanted, ERROR_EVIDENCE)
        search = find_all_candidates(self.solver.environment, info, wanted.constraint)
        if self._is_excused(wanted, info, search.candidates):
            # What the instance would have determined is unknown.
            self.solver.failed = True
        elif not self._is_told_by_another(wanted):
            self.reported.append(wanted.constraint)
            keys = tuple([candidate.key for candidate in search.candidates])
            report_entail.no_instance(self.solver, wanted, info, tuple(search.blocked), keys)
        return ()

    def _is_excused(
        self, wanted: Wanted, info: ClassInfo, candidates: Sequence[InstanceInterface]
    ) -> bool:
        """Whether the lack of an instance may be but the consequence of a mistake that is reported elsewhere."""
        solver, constraint = self.solver, wanted.constraint
        return (
            report_entail.is_in_dispute(solver, wanted)
            or may_be_meant(info.interface, constraint, candidates)
            or report_entail.may_be_given(solver, self.classes, constraint, wanted.givens)
            or report_entail.has_instance_of_unknown_class(solver, info.interface, constraint)
        )

    def _is_told_by_another(self, wanted: Wanted) -> bool:
        """Whether a lack is reported already, or follows from the lack of a class of which this one is a superclass."""
        constraint = wanted.constraint
        if report_entail.is_among(constraint, self.reported):
            return True
        if self.implied is None:
            self.implied = report_entail.superclasses_of_lacks(
                self.solver, self.classes, self.unsolved
            )
        implied = self.implied.get(constraint.key, ())
        return report_entail.is_among(
            constraint, (each for element, each in implied if element is wanted.element)
        )

    def _coercible_fails(self, wanted: Wanted, failure: Insoluble) -> tuple[()] | None:
        if wanted.constraint.flags & HAS_UNIFICATION_VARS:
            if self.deferring:
                # The unknown types may become known through other constraints.
                return None
            if report_entail.is_in_dispute(self.solver, wanted):
                finish(wanted, ERROR_EVIDENCE)
                return ()
        unsolved = failure.constraint or wanted.constraint
        if report_entail.wraps_unknown(self.solver, unsolved) or report_entail.may_be_given(
            self.solver, self.classes, unsolved, wanted.givens
        ):
            finish(wanted, ERROR_EVIDENCE)
            return ()
        return self._fail(wanted, lambda: report_entail.not_coercible(self.solver, wanted, failure))

    def _give_up(self, goal: Goal, stack: list[Wanted]) -> None:
        """The derivation does not end: report it once, and drop what else it was to solve."""
        report_entail.infinite_instance(self.solver, goal)
        for each in (goal, *stack):
            finish(each, ERROR_EVIDENCE)


def _goals(
    wanted: Wanted, evidence: InstanceEvidence | BuiltinEvidence, constraints: Sequence[Constraint]
) -> list[Goal]:
    slots: list[Evidence | None] = [None] * len(constraints)
    evidence.arguments = slots
    return [Goal(each, wanted, evidence, slot) for slot, each in enumerate(constraints)]


def _can_be_generalised(constraint: Constraint) -> bool:
    """A constraint without arguments, or directly on an unknown type."""
    if not constraint.kinds and not constraint.arguments:
        return True
    for argument in constraint.kinds + constraint.arguments:
        if isinstance(argument, UnificationVar):
            return True
    return False


# ---------------------------------------------------------------------------- the compiler's own classes


def _solve_warn(run: Entailment, wanted: Wanted, constraint: Constraint) -> BuiltinStep | None:
    """A warning is given where its constraint is used, unless the user's own type hands it on."""
    info = run.classes.get(WARN)
    if info is not None and run._given(wanted, constraint, info) is not None:
        return None
    report_entail.user_defined_warning(run.solver, wanted)
    return BuiltinStep(constraint.arguments)


def _solve_coercible(
    run: Entailment, wanted: Wanted, constraint: Constraint
) -> BuiltinStep | Insoluble | None:
    failure = solve_coercible(run.solver, constraint, run.givens_of(wanted, COERCIBLE))
    return BuiltinStep(constraint.arguments) if failure is None else failure


_BuiltinSolver = Callable[[Entailment, Wanted, Constraint], BuiltinStep | Insoluble | None]

_BUILTIN: Final[dict[ElementKey, _BuiltinSolver]] = {
    COERCIBLE: _solve_coercible,
    WARN: _solve_warn,
    IS_SYMBOL: lambda _run, _wanted, each: entail_reflect.solve_is_symbol(each),
    REFLECTABLE: lambda _run, _wanted, each: entail_reflect.solve_reflectable(each),
    SYMBOL_APPEND: lambda _run, _wanted, each: entail_symbol.solve_append(each),
    SYMBOL_COMPARE: lambda _run, _wanted, each: entail_symbol.solve_compare(each),
    SYMBOL_CONS: lambda _run, _wanted, each: entail_symbol.solve_cons(each),
    INT_ADD: lambda _run, _wanted, each: entail_int.solve_add(each),
    INT_MUL: lambda _run, _wanted, each: entail_int.solve_mul(each),
    INT_TO_STRING: lambda _run, _wanted, each: entail_int.solve_to_string(each),
    INT_COMPARE: lambda run, wanted, each: entail_int.solve_compare(
        each, run.givens_of(wanted, INT_COMPARE)
    ),
    ROW_UNION: lambda run, _wanted, each: entail_row.solve_union(run.solver, each),
    ROW_CONS: lambda _run, _wanted, each: entail_row.solve_cons(each),
    ROW_LACKS: lambda _run, _wanted, each: entail_row.solve_lacks(each),
    ROW_NUB: lambda _run, _wanted, each: entail_row.solve_nub(each),
    ROW_TO_LIST: lambda _run, _wanted, each: entail_row.solve_row_to_list(each),
}

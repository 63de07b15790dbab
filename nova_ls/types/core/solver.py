"""The state of checking one unit: unknown types, wanted and given constraints, annotations, reports.

What it guarantees:
- A unification variable is solved at most once, by `solve`, to a type that does not hold the variable itself.
- `level` counts the open scopes of rigid variables. A variable's level is that of the outermost scope whose types mention it;
  `solve` lowers levels to keep that true.
- A skolem belongs to the level at which it was made. Where a variable of an outer level is solved by a type with an
  inner skolem, the skolem may have escaped: `suspects` collects these, and escape.py decides at the end, from the annotations,
  as the compiler does, since a type that is never looked at does no harm.
- Reports keep their types unzonked until the end, so that messages show what is known by then.
- Where quantifiers are nothing but the outer part of types, the order of judgements decides nothing but which part of a wrong program is
  blamed, and results are compared early. `met_quantifier` tells that one was met inside of another type: the unit is then checked again,
  `in_order`, by the compiler's order. There a solved unknown stays opaque until the function it is in the type of is
  applied: what is beneath is neither instantiated nor made rigid, but has to be equal.

The operations on types stand beside this file: substitute.py (substitution, instantiation), unify.py, subsume.py, generalise.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from nova_ls.base.diagnostic import Diagnostic, Problem, Related, Severity
from nova_ls.base.keys import ElementKey
from nova_ls.names.resolve.resolved import Binder
from nova_ls.types.core.budget import MAX_STEPS, OutOfSteps
from nova_ls.types.core.environment import Annotations, Environment
from nova_ls.types.core.problems.classes import MissingCases
from nova_ls.types.core.problems.deriving import (
    MissingNewtypeSuperclassInstance,
    UnverifiableSuperclassInstance,
)
from nova_ls.types.core.problems.types import UserDefinedWarning
from nova_ls.types.core.timing import AT_ONCE, Needs
from nova_ls.types.core.trail import Trail
from nova_ls.types.core.type import (
    HAS_SKOLEMS,
    HAS_UNIFICATION_VARS,
    ROW,
    TYPE,
    Constrained,
    Constraint,
    Forall,
    KindApp,
    Row,
    Skolem,
    Type,
    TypeApp,
    UnificationVar,
    field_label,
    row,
)

_OFTEN_AT_ONE_PLACE: Final = (
    MissingNewtypeSuperclassInstance,
    UnverifiableSuperclassInstance,
    UserDefinedWarning,
)
"""Warnings of which one place may have several, each about something else: superclasses, constraints."""

Fields = tuple[tuple[str, Type], ...]

ROW_OF_TYPES: Final = TypeApp(ROW, TYPE)
"""The kind of a record's row; one object, so that it is known by identity."""


class Given:
    """A constraint that holds in a scope, linked to those of the enclosing scopes.

    `closure` is the constraint solver's: what the constraint implies, made when first asked for.
    """

    __slots__ = ("closure", "constraint", "number", "parent")

    def __init__(self, constraint: Constraint, number: int, parent: Given | None) -> None:
        self.constraint = constraint
        self.number = number
        self.parent = parent
        self.closure: Any = None


class Wanted:
    """A constraint to be solved, with the givens that were in scope where it arose.

    `cause`: the element whose use needs it, if any. `evidence` is None until it is solved. `missing`: for Partial, the
    cases that a match leaves out; `patterns`: where the patterns of that match stand.
    """

    __slots__ = (
        "at_once",
        "cause",
        "constraint",
        "element",
        "end",
        "evidence",
        "givens",
        "level",
        "missing",
        "patterns",
        "start",
    )

    def __init__(self, constraint: Constraint, start: int, end: int) -> None:
        self.constraint = constraint
        self.start = start
        self.end = end
        self.element: ElementKey | None = None
        self.cause: ElementKey | None = None
        self.givens: Given | None = None
        self.level = 0
        self.evidence: Any = None
        self.missing: MissingCases | None = None
        self.patterns: Sequence[tuple[int, int]] = ()
        self.at_once = False


class PendingDiagnostic:
    """A diagnostic in the making: the types in its problem are not zonked yet."""

    __slots__ = ("element", "end", "problem", "related", "start")

    def __init__(self, problem: Problem, start: int, end: int) -> None:
        self.problem = problem
        self.start = start
        self.end = end
        self.element: ElementKey | None = None
        self.related: tuple[Related, ...] = ()


class Wildcard:
    """A `_` or `?name` in a written type, and the unknown that stands for it."""

    __slots__ = ("end", "name", "start", "variable")

    def __init__(self, start: int, end: int, name: str, variable: UnificationVar) -> None:
        self.start = start
        self.end = end
        self.name = name
        self.variable = variable


class Solver:
    """Fields are public: the operations of this package work on them."""

    __slots__ = (
        "annotations",
        "context_unknown",
        "covered",
        "element",
        "environment",
        "failed",
        "given_count",
        "givens",
        "global_types",
        "group_types",
        "in_order",
        "level",
        "locals",
        "met_quantifier",
        "names",
        "needs",
        "next_number",
        "on_trial",
        "recursive",
        "reports",
        "skolem_extents",
        "steps_left",
        "suspects",
        "timing",
        "trail",
        "type_variables",
        "wanted",
        "wildcards",
    )

    def __init__(
        self, environment: Environment, element: ElementKey, in_order: bool = False
    ) -> None:
        self.environment = environment
        self.in_order = in_order
        """Judgements follow one another as in the compiler; solutions are seen only where it substitutes."""
        self.met_quantifier = False
        """A quantified type was met inside of another, or solved an unknown: order counts."""
        self.element = element
        """The element at work: reports, wanted constraints and annotations belong to it."""
        self.steps_left = MAX_STEPS
        """What is left of the unit's budget (budget.py); counted in place where calls would cost as much as the step."""
        self.annotations: dict[ElementKey, Annotations] = {}
        self.names: dict[ElementKey, list[int]] = {}
        """Which annotations are of names and patterns: they let no skolem escape, an expression around them does."""
        self.level = 0
        self.next_number = 0
        self.reports: list[PendingDiagnostic] = []
        self.on_trial = False
        """Equations are inferred to see whether they agree with themselves; what is found will be taken back."""
        self.failed = False
        """An error was reported: what stays unknown is then no mistake of its own."""
        self.wanted: list[Wanted] = []
        self.givens: Given | None = None
        self.given_count = 0
        self.type_variables: dict[str, Type] = {}
        """What the type variables in scope stand for: skolems, as a rule."""
        self.locals: dict[Binder, Type] = {}
        self.global_types: dict[ElementKey, Type] = {}
        """Types of global values by key, as far as they were asked for."""
        self.group_types: dict[ElementKey, Type] = {}
        """Types of the binding group at work; asking for one of them makes the group recursive."""
        self.recursive = False
        self.timing = AT_ONCE
        """When the place at work is evaluated."""
        self.trail: Trail | None = None
        """Notes where evidence goes, if code is to be generated."""
        self.needs: dict[ElementKey, Needs] = {}
        """What each element uses of its own module as soon as it is evaluated."""
        self.suspects: list[Skolem] = []
        self.skolem_extents: dict[int, tuple[ElementKey, int, int]] = {}
        """For each skolem of a checked quantifier: the annotations (from, to) that lie in its scope."""
        self.wildcards: list[Wildcard] = []
        """Those of the written types elaborated so far; elaboration adds to them."""
        self.covered = False
        """Under a signature without wildcards: those inside are not reported."""
        self.context_unknown = False
        """A written constraint is in error and was left out: what rigid variables have instances of is not known."""
        self.begin(element)

    def begin(self, element: ElementKey) -> None:
        """Go over to an element of the unit: what is found from now on belongs to it."""
        self.element = element
        self.annotations.setdefault(element, Annotations())
        self.names.setdefault(element, [])
        self.needs.setdefault(element, Needs())

    def spend(self, steps: int) -> None:
        """Take steps from the budget."""
        self.steps_left -= steps
        if self.steps_left < 0:
            raise OutOfSteps

    # ------------------------------------------------------------ unknowns and skolems

    def fresh(self, kind: Type = TYPE) -> UnificationVar:
        """A new unknown of the current level."""
        self.next_number = number = self.next_number + 1
        return UnificationVar(number, self.level, kind)

    def fresh_skolem(self, name: str, kind: Type) -> Skolem:
        """A new rigid variable of the current level; the caller has entered its scope."""
        self.next_number = number = self.next_number + 1
        return Skolem(name, number, kind, self.level)

    # ------------------------------------------------------------ reading types

    def resolve(self, type: Type) -> Type:
        """The type itself, or what its head variable was solved to. Chains of variables are shortened."""
        if type.__class__ is not UnificationVar:
            return type
        solution = type.solution
        if solution is None:
            return type
        if solution.__class__ is UnificationVar and solution.solution is not None:
            type.solution = solution = self.resolve(solution)
        return solution

    def seen(self, type: Type) -> Type:
        """The type as a judgement sees it: resolved, but in the compiler's order an unknown stays one until it is substituted."""
        if self.in_order or type.__class__ is not UnificationVar:
            return type
        return self.resolve(type)

    def zonk(self, type: Type) -> Type:
        """The type with every solved variable replaced, rows flat. Shares what does not change."""
        if not type.flags & HAS_UNIFICATION_VARS:
            return type
        cls = type.__class__
        if cls is UnificationVar:
            solution = type.solution  # type: ignore[union-attr]
            if solution is None:
                return type
            if solution.flags & HAS_UNIFICATION_VARS:
                solution = self.zonk(solution)
                type.solution = solution  # type: ignore[union-attr]
            return solution
        self.steps_left = left = self.steps_left - 1
        if left < 0:
            raise OutOfSteps
        if cls is TypeApp:
            function = type.function  # type: ignore[union-attr]
            if function.flags & HAS_UNIFICATION_VARS:
                function = self.zonk(function)
            argument = type.argument  # type: ignore[union-attr]
            if argument.flags & HAS_UNIFICATION_VARS:
                argument = self.zonk(argument)
            if function is type.function and argument is type.argument:  # type: ignore[union-attr]
                return type
            return TypeApp(function, argument)
        if isinstance(type, Row):
            known, tail = self.flat_row(type)
            fields = tuple([(label, self.zonk(field)) for label, field in known])
            return row(fields, None if tail is None else self.zonk(tail))
        if isinstance(type, KindApp):
            return KindApp(self.zonk(type.function), self.zonk(type.argument))
        if isinstance(type, Forall):
            return Forall(type.name, self.zonk(type.kind), self.zonk(type.body), type.visible)
        if isinstance(type, Constrained):
            return Constrained(self.zonk_constraint(type.constraint), self.zonk(type.body))
        return type

    def flat_row(self, type: Type) -> tuple[Fields, Type | None]:
        """Fields and tail of a row. The tail is resolved, and None or no row itself.

        A tail that was solved piece by piece, as fields of a record became known one by one, is put together for good.
        """
        type = self.resolve(type)
        if not isinstance(type, Row):
            return (), type
        first = type.tail
        tail = None if first is None else self.resolve(first)
        if not isinstance(tail, Row):
            return type.fields, tail
        pieces = 0
        rest: list[tuple[str, Type]] = []
        while isinstance(tail, Row):
            pieces += 1
            rest += tail.fields
            tail = None if tail.tail is None else self.resolve(tail.tail)
        rest.sort(key=field_label)
        if pieces > 1 and isinstance(first, UnificationVar):
            first.solution = Row(tuple(rest), tail)
        return tuple(sorted([*type.fields, *rest], key=field_label)), tail

    def zonk_constraint(self, constraint: Constraint) -> Constraint:
        """A constraint with its solved variables replaced; the same object where there are none."""
        if not constraint.flags & HAS_UNIFICATION_VARS:
            return constraint
        return Constraint(
            constraint.key,
            tuple([self.zonk(kind) for kind in constraint.kinds]),
            tuple([self.zonk(argument) for argument in constraint.arguments]),
        )

    # ------------------------------------------------------------ solving one unknown

    def occurs(self, variable: UnificationVar, type: Type) -> bool:
        """Whether a type, or the kind of a variable in it, holds a variable. Lowers the levels of all unknowns in it to
        that of `variable`, and notes the skolems that come into an outer level.
        """
        if not type.flags & (HAS_UNIFICATION_VARS | HAS_SKOLEMS):
            return False
        cls = type.__class__
        if cls is UnificationVar:
            solution = type.solution  # type: ignore[union-attr]
            if solution is not None:
                return self.occurs(variable, solution)
            if type is variable:
                return True
            if type.level > variable.level:  # type: ignore[union-attr]  # noqa: PLR1730 (hot path)
                type.level = variable.level  # type: ignore[union-attr]
            return self._occurs_in_kind(variable, type.kind)  # type: ignore[union-attr,arg-type]
        self.steps_left = left = self.steps_left - 1
        if left < 0:
            raise OutOfSteps
        if cls is TypeApp or cls is KindApp:
            return self.occurs(variable, type.function) or self.occurs(  # type: ignore[union-attr]
                variable,
                type.argument,  # type: ignore[union-attr]
            )
        if isinstance(type, Skolem):
            if type.scope > variable.level:
                self.suspects.append(type)
            return self._occurs_in_kind(variable, type.kind)
        if isinstance(type, Row):
            for _, field in type.fields:
                if self.occurs(variable, field):
                    return True
            return type.tail is not None and self.occurs(variable, type.tail)
        if isinstance(type, Forall):
            return self.occurs(variable, type.kind) or self.occurs(variable, type.body)
        if isinstance(type, Constrained):
            for argument in type.constraint.kinds + type.constraint.arguments:
                if self.occurs(variable, argument):
                    return True
            return self.occurs(variable, type.body)
        return False

    def _occurs_in_kind(self, variable: UnificationVar, kind: Type) -> bool:
        return bool(kind.flags & HAS_UNIFICATION_VARS) and self.occurs(variable, kind)

    # ------------------------------------------------------------ constraints

    def want(
        self, constraint: Constraint, start: int, end: int, cause: ElementKey | None = None
    ) -> Wanted:
        """Ask for a constraint to be solved, at the end of the binding group, with the givens in scope now."""
        wanted = Wanted(constraint, start, end)
        wanted.element = self.element
        wanted.cause = cause
        wanted.givens = self.givens
        wanted.level = self.level
        wanted.at_once = self.timing.at_once
        self.wanted.append(wanted)
        return wanted

    def give(self, constraint: Constraint) -> Given:
        """Add a given to the scope; the caller restores `givens` when the scope ends."""
        self.given_count = number = self.given_count + 1
        self.givens = given = Given(constraint, number, self.givens)
        return given

    # ------------------------------------------------------------ results

    def annotate(self, start: int, end: int, type: Type) -> None:
        """Note the type of a sub-expression, pattern or name."""
        notes = self.annotations[self.element]
        notes.starts.append(start)
        notes.ends.append(end)
        notes.types.append(type)

    def annotate_name(self, start: int, end: int, type: Type) -> None:
        """Note the type of a name or a pattern: of something that is not an expression, or whose type no one wrote."""
        self.names[self.element].append(len(self.annotations[self.element].starts))
        self.annotate(start, end, type)

    def report(self, problem: Problem, start: int, end: int) -> PendingDiagnostic:
        """Note a problem at a span of the current element. Its types need not be zonked."""
        report = PendingDiagnostic(problem, start, end)
        report.element = self.element
        self.reports.append(report)
        if problem.severity is Severity.ERROR:
            self.failed = True
        return report

    def diagnostics(self) -> dict[ElementKey, list[Diagnostic]]:
        """The reports so far, zonked, by element; equal ones once."""
        result: dict[ElementKey, list[Diagnostic]] = {}
        seen: set[tuple[ElementKey, str, int, int, Problem | None]] = set()
        for report in self.reports:
            element = report.element or self.element
            problem = report.problem
            own = problem if isinstance(problem, _OFTEN_AT_ONE_PLACE) else None
            place = (element, problem.code, report.start, report.end, own)
            if place in seen:
                continue
            seen.add(place)
            result.setdefault(element, []).append(
                Diagnostic(
                    problem.mapped(self._zonk_field), report.start, report.end, report.related
                )
            )
        return result

    def _zonk_field(self, field: Any) -> Any:
        if isinstance(field, tuple):
            return tuple(map(self._zonk_field, field))
        if isinstance(field, Constraint):
            return self.zonk_constraint(field)
        return self.zonk(field) if isinstance(field, Type) else field

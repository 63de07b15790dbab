"""Functor and its relatives: classes of types whose last parameter (or last two) can be mapped, folded or traversed.

A field may mention the parameter as the last argument of a type that is an instance of the class itself or of a related one;
anywhere else the instance cannot be derived. Mapping classes may go under contravariant types, which
turns the parameter round. What is used is chosen by the instances there are, simplest first, and then wanted.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from nova_ls.base.diagnostic import Related
from nova_ls.base.keys import ElementKey
from nova_ls.names.resolve import resolved as r
from nova_ls.types.core.class_info import ClassTable
from nova_ls.types.core.problems.deriving import CannotDeriveInvalidConstructorArg
from nova_ls.types.core.problems.types import ConstrainedTypeUnified, TypesDoNotUnify
from nova_ls.types.core.solver import Solver
from nova_ls.types.core.substitute import free_type_variables, substitute
from nova_ls.types.core.type import (
    HAS_QUANTIFIERS,
    RECORD,
    Constrained,
    Constraint,
    Forall,
    Row,
    Skolem,
    Type,
    TypeApp,
    TypeCon,
    TypeVar,
    spine,
)
from nova_ls.types.core.well_known import (
    BIFOLDABLE,
    BIFUNCTOR,
    BITRAVERSABLE,
    CONTRAVARIANT,
    FOLDABLE,
    FUNCTOR,
    PROFUNCTOR,
    TRAVERSABLE,
)
from nova_ls.types.derive.field_context import want_context, without_context
from nova_ls.types.derive.plan import LEFT, RIGHT, InRecord, Plan, Through
from nova_ls.types.derive.shape import Shape
from nova_ls.types.solve.givens import given_table


class Family:
    """A derivable class: whether it has two parameters, which it turns round, and the classes that fields may use."""

    __slots__ = ("contravariant", "left_contravariant", "of_one", "of_two", "two", "varies")

    def __init__(
        self, of_one: ElementKey, of_two: ElementKey, two: bool, varies: bool = False
    ) -> None:
        self.of_one = of_one
        self.of_two = of_two
        self.two = two
        self.varies = varies
        self.contravariant = False
        self.left_contravariant = False

    def turned(self, left: bool) -> Family:
        """The same with its parameter, or its left one, turned round."""
        self.contravariant = not left
        self.left_contravariant = left
        return self

    @property
    def rebuilds(self) -> bool:
        """Whether the members make a new value of the type."""
        return self.of_one is not FOLDABLE

    def related(self) -> tuple[ElementKey, ...]:
        """The classes whose instances members of this family may use."""
        covariant = (self.of_one, self.of_two)
        return (*covariant, CONTRAVARIANT, PROFUNCTOR) if self.varies else covariant


FAMILIES: Final[dict[ElementKey, Family]] = {
    FUNCTOR: Family(FUNCTOR, BIFUNCTOR, False, True),
    BIFUNCTOR: Family(FUNCTOR, BIFUNCTOR, True, True),
    CONTRAVARIANT: Family(FUNCTOR, BIFUNCTOR, False, True).turned(False),
    PROFUNCTOR: Family(FUNCTOR, BIFUNCTOR, True, True).turned(True),
    FOLDABLE: Family(FOLDABLE, BIFOLDABLE, False),
    BIFOLDABLE: Family(FOLDABLE, BIFOLDABLE, True),
    TRAVERSABLE: Family(TRAVERSABLE, BITRAVERSABLE, False),
    BITRAVERSABLE: Family(TRAVERSABLE, BITRAVERSABLE, True),
}


def check_traversal(solver: Solver, head: r.InstanceHead, shape: Shape, family: Family) -> None:
    """Want the instances by which the parameters are reached; report the constructors where they cannot be."""
    names = [parameter.name for parameter in shape.data.parameters]
    if len(names) < (2 if family.two else 1):
        # A kind error, reported with the head.
        return
    left = names[-2] if family.two else ""
    search = _Search(solver, shape, family, left, names[-1])
    wanted: list[tuple[ElementKey, ElementKey, Type]] = []
    wrong: list[ElementKey] = []
    plans: dict[ElementKey, Sequence[Plan | None]] = {}
    for constructor, fields in shape.constructors:
        search.wrong = False
        search.wanted = []
        search.before = len(wanted)
        plans[constructor] = [search.visit(without_context(field), False) for field in fields]
        if search.wrong:
            wrong.append(constructor)
        wanted.extend((constructor, key, type) for key, type in search.wanted)
    start, end = head.class_start, head.class_end
    if wrong:
        report = solver.report(
            CannotDeriveInvalidConstructorArg(head.class_key, family.related(), family.varies),
            start,
            end,
        )
        report.related = tuple([Related(key, 0, 0, "this constructor") for key in wrong])
        return
    if search.unequal is not None:
        solver.report(ConstrainedTypeUnified(search.unequal.body, search.unequal), start, end)
        return
    if search.copied is not None:
        _report_copied(solver, shape, search.copied, start, end)
        return
    if solver.trail is not None:
        solver.trail.plans.update(plans)
    for constructor, key, type in wanted:
        solver.want(Constraint(key, (), (type,)), start, end, constructor)
    for constructor, fields in shape.constructors:
        for field, plan in zip(fields, plans[constructor], strict=True):
            if field.flags & HAS_QUANTIFIERS and (plan is not None or family.rebuilds):
                is_given = family.varies or plan is None
                want_context(solver, head, shape, constructor, field, is_given)


def _report_copied(solver: Solver, shape: Shape, type: Constrained, start: int, end: int) -> None:
    """A part of an old value goes into the new one as it is, where its type is about the old parameters."""

    def version() -> dict[str, Type]:
        kinds = {parameter.name: parameter.kind for parameter in shape.data.parameters}
        return {
            name: solver.fresh_skolem(name, substitute(kinds[name], shape.mapping))
            for name in free_type_variables(type)
            if name in kinds and name not in shape.mapping
        }

    new, old = substitute(type, version()), substitute(type, version())
    solver.report(TypesDoNotUnify(new, old, new, old, ()), start, end)


class _Search:
    """The walk through one constructor's fields. `left` is "" where there is one parameter only, or where it is hidden."""

    __slots__ = (
        "before",
        "classes",
        "copied",
        "family",
        "left",
        "mapping",
        "right",
        "solver",
        "unequal",
        "wanted",
        "wrong",
    )

    def __init__(self, solver: Solver, shape: Shape, family: Family, left: str, right: str) -> None:
        self.solver = solver
        self.family = family
        self.left = left
        self.right = right
        self.mapping = dict(shape.mapping)
        self.before = 0
        """How many instances the constructors before this one want."""
        self.wanted: list[tuple[ElementKey, Type]] = []
        self.wrong = False
        self.unequal: Constrained | None = None
        """A constrained type inside of a field that uses a parameter."""
        self.copied: Constrained | None = None
        """One that does not, but whose constraint is about it."""
        self.classes = ClassTable(solver.environment, solver.element.namespace)

    def visit(self, type: Type, negative: bool) -> Plan | None:
        """How a type uses the parameters; None: not at all. Notes the instances wanted for that, and uses that are wrong.

        `negative`: the type stands under an odd number of contravariant arguments.
        """
        if isinstance(type, TypeVar):
            return self._visit_variable(type.name, negative)
        if isinstance(type, TypeApp):
            if type.function is RECORD:
                return self._visit_record(type.argument, negative)
            return self._visit_application(type, negative)
        if isinstance(type, Constrained):
            return self._visit_constrained(type, negative)
        if isinstance(type, Forall):
            return self._visit_quantified(type, negative)
        self._forbid_in(type)
        return None

    def _visit_variable(self, name: str, negative: bool) -> Plan | None:
        family = self.family
        if name == self.right:
            self.wrong |= family.contravariant != negative
            return RIGHT
        if name == self.left:
            self.wrong |= family.left_contravariant != negative
            return LEFT
        return None

    def _visit_record(self, row: Type, negative: bool) -> Plan | None:
        fields: list[tuple[str, Plan]] = []
        if isinstance(row, Row):
            for label, field in row.fields:
                plan = self.visit(field, negative)
                if plan is not None:
                    fields.append((label, plan))
        return InRecord(tuple(fields)) if fields else None

    def _visit_constrained(self, type: Constrained, negative: bool) -> Plan | None:
        """Inside of a field no dictionary is inserted: what is mapped there has to be of a plain type."""
        plan = self.visit(type.body, negative)
        if plan is not None and self.unequal is None:
            self.unequal = type
        elif plan is None and self.family.rebuilds and self._mentions_parameter(type):
            self.copied = self.copied or type
        return plan

    def _visit_quantified(self, type: Forall, negative: bool) -> Plan | None:
        left, right = self.left, self.right
        self.left = "" if type.name == left else left
        self.right = "" if type.name == right else right
        outer = self.mapping.get(type.name)
        # Where it is used, the field is instantiated.
        self.mapping[type.name] = self.solver.fresh(substitute(type.kind, self.mapping))
        plan = self.visit(type.body, negative) if self.left or self.right else None
        self.left, self.right = left, right
        if outer is None:
            del self.mapping[type.name]
        else:
            self.mapping[type.name] = outer
        return plan

    def _visit_application(self, type: TypeApp, negative: bool) -> Plan | None:
        function = type.function
        if not isinstance(function, TypeApp):
            self._forbid_in(function)
            return self._visit_last(function, type.argument, negative)
        self._forbid_in(function.function)
        if not self._mentions_parameter(function.argument):
            of_one = substitute(function, self.mapping)
            if self._has_instance(self.family.of_one, of_one):
                # The class of one parameter is enough.
                return self._visit_last(function, type.argument, negative)
        key: ElementKey | None = None
        of_two = substitute(function.function, self.mapping)
        if self._has_instance(self.family.of_two, of_two):
            key, turned = self.family.of_two, negative
        elif self.family.varies and self._has_instance(PROFUNCTOR, of_two):
            key, turned = PROFUNCTOR, not negative
        if key is None:
            self._forbid_in(function.argument)
            return self._visit_last(function, type.argument, negative)
        left = self.visit(function.argument, turned)
        right = self.visit(type.argument, negative)
        if left is None and right is None:
            return None
        return self._want(key, of_two, (left, right))

    def _visit_last(self, function: Type, argument: Type, negative: bool) -> Plan | None:
        """An application whose last argument alone may use a parameter."""
        type = substitute(function, self.mapping)
        if self._has_instance(self.family.of_one, type):
            key, turned = self.family.of_one, negative
        elif self.family.varies and self._has_instance(CONTRAVARIANT, type):
            key, turned = CONTRAVARIANT, not negative
        else:
            self._forbid_in(argument)
            return None
        plan = self.visit(argument, turned)
        return None if plan is None else self._want(key, type, (plan,))

    def _want(self, key: ElementKey, type: Type, inside: tuple[Plan | None, ...]) -> Plan:
        """Note an instance that is wanted, and that it is used."""
        self.wanted.append((key, type))
        return Through(key, self.before + len(self.wanted) - 1, inside)

    def _forbid_in(self, type: Type) -> None:
        self.wrong |= self._mentions_parameter(type)

    def _mentions_parameter(self, type: Type) -> bool:
        free = free_type_variables(type)
        return self.right in free or self.left in free

    def _has_instance(self, key: ElementKey, type: Type) -> bool:
        """Whether there is an instance, or a given, for a type with this head."""
        head, _, _ = spine(type)
        if isinstance(head, Skolem):
            for entry in given_table(self.classes, self.solver.givens).get(key, ()):
                given, _, _ = spine(entry.constraint.arguments[0])
                if isinstance(given, Skolem) and given.number == head.number:
                    return True
            return False
        if not isinstance(head, TypeCon):
            return False
        for instance in self.solver.environment.instances(key, (head.key,)):
            found, _, _ = spine(instance.arguments[0])
            if isinstance(found, TypeCon) and found.key is head.key:
                return True
        return False

"""Prim.Coerce.Coercible: two types with one representation.

Constraints are rewritten until they are trivial or irreducible. A constraint is brought into canonical form: equal types hold;
partly applied constructors are saturated; rows go field by field; newtypes whose constructor is in scope are looked
through; applications of one constructor go argument by argument, as the roles of its parameters say. What remains speaks of rigid variables,
variables first, and is compared with the givens: a given equal to it (or its mirror image) discharges it, a given
`Coercible a t` lets `t` stand for `a` on the right of another.

Source: Breitner, Eisenberg, Peyton Jones, Weirich, "Safe zero-cost coercions for Haskell" (2016), section 4; and the behaviour of
the PureScript compiler, which this follows in the order of its rules.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeAlias

from nova_ls.base.diagnostic import Problem
from nova_ls.base.keys import ElementKey
from nova_ls.types.core.interface import ConstructorInterface, DataInterface, Role
from nova_ls.types.core.kind_of import kind_of
from nova_ls.types.core.problems.classes import PossiblyInfiniteCoercibleInstance
from nova_ls.types.core.problems.kinds import KindsDoNotUnify
from nova_ls.types.core.problems.types import TypesDoNotUnify
from nova_ls.types.core.same_type import same_type
from nova_ls.types.core.solver import Solver
from nova_ls.types.core.substitute import substitute
from nova_ls.types.core.type import (
    FUNCTION,
    HAS_ERRORS,
    Constraint,
    Forall,
    Row,
    Skolem,
    Type,
    TypeApp,
    TypeCon,
    UnificationVar,
    row,
    spine,
)
from nova_ls.types.core.well_known import COERCIBLE
from nova_ls.types.relate.unify import align_rows, unify
from nova_ls.types.solve.coercible_rewrite import is_canonical, rewrite

_MAX_STEPS: Final = 1000
"""Recursive newtypes can be looked through for ever."""

Pair: TypeAlias = tuple[Type, Type]
Inert: TypeAlias = tuple[Type, Type, Type]
"""A canonical constraint: kind, left, right."""


class Insoluble:
    """Why two types are not coercible: a problem by itself, or a constraint as a part, which has no solution.

    Where there is neither, the search does not end. `hidden_constructors`: newtypes that could not be looked through since
    their constructors are not in scope.
    """

    __slots__ = ("constraint", "hidden_constructors", "problem")

    def __init__(
        self, problem: Problem | None = None, constraint: Constraint | None = None
    ) -> None:
        self.problem = problem
        self.constraint = constraint
        self.hidden_constructors: tuple[ElementKey, ...] = ()


class _Irreducible:
    __slots__ = ()


_IRREDUCIBLE: Final = _Irreducible()
_Canonical: TypeAlias = list[Pair] | _Irreducible | Insoluble
"""What a constraint comes down to: other constraints, or itself, or nothing that could hold."""


def solve_coercible(
    solver: Solver, constraint: Constraint, givens: Sequence[Constraint]
) -> Insoluble | None:
    """None if the constraint (zonked) holds."""
    left, right = constraint.arguments
    rewriting = _Coercion(solver)
    inert: list[Inert] = []
    failure = rewriting.solve_givens([_pair(given) for given in givens], inert)
    if failure is None:
        failure = rewriting.solve_pair(left, right, inert)
    if failure is not None:
        failure.hidden_constructors = tuple(rewriting.hidden)
        residual = failure.constraint
        if residual is not None and all(map(same_type, residual.arguments, constraint.arguments)):
            failure.constraint = constraint
        if residual is None and failure.problem is None:
            failure.problem = PossiblyInfiniteCoercibleInstance(constraint)
    return failure


def _pair(constraint: Constraint) -> Pair:
    return constraint.arguments[0], constraint.arguments[1]


class _Coercion:
    """One constraint at work. `hidden`: constructors that would have helped, had they been in scope."""

    __slots__ = ("hidden", "solver")

    def __init__(self, solver: Solver) -> None:
        self.solver = solver
        self.hidden: list[ElementKey] = []

    def solve_givens(self, givens: list[Pair], inert: list[Inert]) -> Insoluble | None:
        """Bring the givens into irreducible form; a given that cannot hold is kept as it is."""
        pending = list(reversed(givens))
        for _ in range(_MAX_STEPS):
            if not pending:
                return None
            agreed = self._agree_on_kind(pending.pop())
            if isinstance(agreed, Insoluble):
                return agreed
            kind, left, right = agreed
            canonical = self._canonicalise(kind, left, right, None)
            if isinstance(canonical, list):
                pending.extend(canonical)
                continue
            reaction = self._react((left, right), inert)
            if reaction is None:
                kept = []
                for each in inert:
                    if self._kicks_out((left, right), each):
                        pending.append((each[1], each[2]))
                    else:
                        kept.append(each)
                inert[:] = [(kind, left, right), *kept]
            else:
                pending.extend(reaction)
        return Insoluble()

    def solve_pair(self, left: Type, right: Type, givens: list[Inert]) -> Insoluble | None:
        """None if the types are coercible, with givens that are in irreducible form."""
        residual: Inert | None = None
        whole = (left, right)
        pending = [whole]
        for _ in range(_MAX_STEPS):
            if not pending:
                break
            agreed = self._agree_on_kind(pending.pop())
            if isinstance(agreed, Insoluble):
                return agreed
            kind, left, right = agreed
            canonical = self._canonicalise(kind, left, right, givens)
            if isinstance(canonical, list):
                pending.extend(canonical)
                continue
            reaction = self._react((left, right), givens)
            if reaction is not None:
                pending.extend(reaction)
            elif isinstance(canonical, Insoluble):
                return canonical
            else:
                residual = (kind, left, right)
        else:
            return Insoluble()
        if residual is None:
            return None
        kind, left, right = residual
        if same_type(left, whole[1]) and same_type(right, whole[0]):
            # The sides were only swapped: show them as they were wanted.
            left, right = right, left
        return _insoluble(kind, left, right)

    def _agree_on_kind(self, pair: Pair) -> Inert | Insoluble:
        """Only types of one kind are coercible; agreement may determine unknown kinds inside the types."""
        left, right = pair
        solver = self.solver
        kind = kind_of(solver, solver.resolve(left))
        other = kind_of(solver, solver.resolve(right))
        if kind is not other and not (isinstance(kind, Forall) and same_type(kind, other)):
            if unify(solver, kind, other) is not None:
                if not _differ_in_form(solver.zonk(kind), solver.zonk(other)):
                    # They differ in kind variables only: there is nothing wrong with the kinds as such.
                    return _insoluble(kind, solver.zonk(left), solver.zonk(right))
                return Insoluble(KindsDoNotUnify(kind, other))
        return solver.zonk(kind), solver.zonk(left), solver.zonk(right)

    # ------------------------------------------------------------ reactions with givens

    def _react(self, pair: Pair, inert: list[Inert]) -> list[Pair] | None:
        """What a given makes of an irreducible constraint: [] if it discharges it, None if no given says anything."""
        left, right = pair
        for _, given_left, given_right in inert:
            if _discharges(given_left, given_right, left, right):
                return []
            if not is_canonical(left, right):
                continue
            if same_type(given_left, left):
                if is_canonical(given_left, given_right):
                    return [(given_right, right)]
            else:
                rewritten = self._rewrite(given_left, given_right, right)
                if rewritten is not None:
                    return [(left, rewritten)]
        return None

    def _kicks_out(self, pair: Pair, inert: Inert) -> bool:
        """Whether a new given rewrites the right of an older one, which is then no longer irreducible."""
        _, left, right = inert
        return is_canonical(left, right) and self._rewrite(pair[0], pair[1], right) is not None

    def _rewrite(self, variable: Type, replacement: Type, type: Type) -> Type | None:
        """A type with a rigid variable replaced where its role allows it; None if it does not occur so."""
        if not isinstance(variable, Skolem):
            return None
        return rewrite(variable, replacement, type, self._roles)

    # ------------------------------------------------------------ canonical form

    def _canonicalise(
        self, kind: Type, left: Type, right: Type, givens: list[Inert] | None
    ) -> _Canonical:
        """Apply the first rule that fits. `givens` None: the constraint is a given itself."""
        if left.flags & HAS_ERRORS or right.flags & HAS_ERRORS or same_type(left, right):
            return []
        saturated = self._saturate(left, right)
        if saturated is not None:
            return [saturated]
        if isinstance(left, Row) and left.fields:
            return self._canonicalise_rows(left, right)
        unwrapped = self._unwrap(left)
        if unwrapped is not None:
            return [(unwrapped, right)]
        unwrapped = self._unwrap(right)
        if unwrapped is not None:
            return [(unwrapped, left)]
        left_head, _, left_arguments = spine(left)
        right_head, _, right_arguments = spine(right)
        if isinstance(left_head, TypeCon) and isinstance(right_head, TypeCon):
            if left_head.key is right_head.key:
                if self._newtype(left_head) is None:
                    return self._decompose(left_head, left_arguments, right_arguments)
                if givens is not None and not any(
                    _discharges(one, other, left, right) for _, one, other in givens
                ):
                    return self._decompose(left_head, left_arguments, right_arguments)
            elif self._newtype(left_head) is None and self._newtype(right_head) is None:
                return _insoluble(kind, left, right)
            return _IRREDUCIBLE
        return _order_variables(kind, left, right)

    def _saturate(self, left: Type, right: Type) -> Pair | None:
        """Apply both sides to fresh types, where the left is a constructor that lacks arguments."""
        head, kinds, arguments = spine(left)
        if not isinstance(head, TypeCon) or (head is FUNCTION and len(arguments) == 2):
            return None
        interface = self.solver.environment.interface(head.key)
        if not isinstance(interface, DataInterface):
            return None
        kind = interface.kind
        mapping: dict[str, Type] = {}
        missing: list[Type] = []
        position = 0
        while True:
            kind = self.solver.resolve(kind)
            if isinstance(kind, Forall):
                index = len(mapping)
                given = kinds[index] if index < len(kinds) else None
                mapping[kind.name] = given or self.solver.fresh(substitute(kind.kind, mapping))
                kind = kind.body
            elif _is_arrow(kind):
                if position >= len(arguments):
                    parameter = kind.function.argument  # type: ignore[union-attr]
                    missing.append(self.solver.fresh(substitute(parameter, mapping)))
                position += 1
                kind = kind.argument  # type: ignore[union-attr]
            else:
                break
        if not missing:
            return None
        for type in missing:
            left, right = TypeApp(left, type), TypeApp(right, type)
        return left, right

    def _canonicalise_rows(self, left: Row, right: Type) -> _Canonical:
        solver = self.solver
        fields, tail = (right.fields, right.tail) if isinstance(right, Row) else ((), right)
        common, left_rest, right_rest = align_rows(left.fields, fields)
        if not left_rest and isinstance(left.tail, UnificationVar):
            rest = row(tuple(right_rest), tail)
            return _insoluble(kind_of(solver, left.tail), left.tail, rest)
        if not right_rest and isinstance(tail, UnificationVar):
            rest = row(tuple(left_rest), left.tail)
            return _insoluble(kind_of(solver, tail), rest, tail)
        if left_rest or right_rest:
            one, other = row(tuple(left_rest), left.tail), row(tuple(right_rest), tail)
            return Insoluble(TypesDoNotUnify(one, other, left, right))
        pairs = [(one, other) for _, one, other in common]
        pairs.append((row((), left.tail), row((), tail)))
        pairs.reverse()
        return pairs

    def _decompose(
        self, head: TypeCon, left: list[Type], right: list[Type]
    ) -> list[Pair] | Insoluble:
        pairs: list[Pair] = []
        for role, one, other in zip(self._roles(head), left, right, strict=False):
            if role is Role.REPRESENTATIONAL:
                pairs.append((one, other))
            elif role is Role.NOMINAL and not same_type(one, other):
                return Insoluble(TypesDoNotUnify(one, other, one, other))
        pairs.reverse()
        return pairs

    # ------------------------------------------------------------ newtypes and roles

    def _unwrap(self, type: Type) -> Type | None:
        """Look through newtypes as far as can be; None where not even one could be, or where there is no end."""
        unwrapped: Type | None = None
        for _ in range(_MAX_STEPS):
            head, kinds, arguments = spine(type)
            if not isinstance(head, TypeCon):
                return unwrapped
            interface = self._newtype(head)
            if interface is None:
                return unwrapped
            wrapped = self._wrapped(interface)
            if wrapped is None or isinstance(wrapped, Forall):
                return unwrapped
            if not self.solver.environment.constructor_in_scope(interface.constructors[0]):
                if interface.constructors[0] not in self.hidden:
                    self.hidden.append(interface.constructors[0])
                return unwrapped
            mapping = dict(zip(interface.kind_variables, kinds, strict=False))
            for parameter, argument in zip(interface.parameters, arguments, strict=False):
                mapping[parameter.name] = argument
            type = unwrapped = substitute(wrapped, mapping)
        return None

    def _newtype(self, constructor: TypeCon) -> DataInterface | None:
        interface = self.solver.environment.interface(constructor.key)
        if isinstance(interface, DataInterface) and interface.is_newtype and interface.constructors:
            return interface
        return None

    def _wrapped(self, newtype: DataInterface) -> Type | None:
        interface = self.solver.environment.interface(newtype.constructors[0])
        if isinstance(interface, ConstructorInterface) and len(interface.fields) == 1:
            return interface.fields[0]
        return None

    def _roles(self, constructor: TypeCon) -> tuple[Role, ...]:
        interface = self.solver.environment.interface(constructor.key)
        return interface.roles if isinstance(interface, DataInterface) else ()


def _order_variables(kind: Type, left: Type, right: Type) -> _Canonical:
    """Rigid variables stand on the left, the first by name of two; anything else that is applied is irreducible."""
    if isinstance(left, Skolem):
        if isinstance(right, Skolem) and right.name < left.name:
            return [(right, left)]
        return _IRREDUCIBLE
    if isinstance(right, Skolem):
        return [(right, left)]
    if isinstance(left, TypeApp) or isinstance(right, TypeApp):
        return _IRREDUCIBLE
    return _insoluble(kind, left, right)


def _is_arrow(kind: Type) -> bool:
    return (
        isinstance(kind, TypeApp)
        and isinstance(kind.function, TypeApp)
        and kind.function.function is FUNCTION
    )


def _differ_in_form(left: Type, right: Type) -> bool:
    """Whether two kinds differ whatever their variables stand for."""
    while isinstance(left, TypeApp) and isinstance(right, TypeApp):
        if _differ_in_form(left.argument, right.argument):
            return True
        left, right = left.function, right.function
    if isinstance(left, Skolem | UnificationVar) or isinstance(right, Skolem | UnificationVar):
        return False
    return not same_type(left, right)


def _discharges(given_left: Type, given_right: Type, left: Type, right: Type) -> bool:
    """A given holds in both directions."""
    return (same_type(given_left, left) and same_type(given_right, right)) or (
        same_type(given_left, right) and same_type(given_right, left)
    )


def _insoluble(kind: Type, left: Type, right: Type) -> Insoluble:
    return Insoluble(constraint=Constraint(COERCIBLE, (kind,), (left, right)))

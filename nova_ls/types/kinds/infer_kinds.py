"""Kind inference for a group of types, synonyms and classes that refer to one another.

- A member with a kind signature has that kind from the start, polykinded if it says so. Any other is monomorphic inside the
  group: its kind is an unknown, which its own declaration and all uses in the group determine together.
- While the group is worked on, it is an Environment over the outer one: a member's interface is a provisional one whose
  kind (and body, for a synonym) is what is known so far. Asking for a synonym infers it first.
- At the end unknown kinds become quantified variables, one name for the whole group, and every mention of a member that
  got some is applied to them (as in recursive uses of a let-bound function). An unknown that is not in the member's own kind
  cannot be quantified over: QuantificationCheckFailureInType.

Source: TypeChecker/Kinds.hs of the PureScript compiler, kindsOfAll.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nova_ls.base.keys import ElementKey
from nova_ls.names.resolve import resolved as r
from nova_ls.types.core.environment import Environment
from nova_ls.types.core.interface import (
    ClassInterface,
    DataInterface,
    InstanceInterface,
    Interface,
    Parameter,
    SynonymInterface,
)
from nova_ls.types.core.problems.kinds import (
    InfiniteKind,
    KindsDoNotUnify,
    QuantificationCheckFailureInType,
    VisibleQuantificationCheckFailureInType,
)
from nova_ls.types.core.problems.types import EscapedSkolem
from nova_ls.types.core.solver import Solver
from nova_ls.types.core.substitute import free_type_variables, substitute, substitute_constraint
from nova_ls.types.core.type import (
    CONSTRAINT,
    ERROR,
    HAS_ERRORS,
    HAS_SKOLEMS,
    HAS_UNIFICATION_VARS,
    TYPE,
    Constraint,
    Skolem,
    Type,
    TypeVar,
    UnificationVar,
    function,
    parts,
    type_con,
)
from nova_ls.types.kinds.apply_kinds import KindArguments, apply_kinds, apply_kinds_in_constraint
from nova_ls.types.kinds.elaborate import elaborate, elaborate_constraint
from nova_ls.types.kinds.kind_signature import (
    distinct_quantifiers,
    elaborate_kind_signature,
    quantifiers,
)
from nova_ls.types.kinds.quantify_kinds import (
    kind_names,
    quantify,
    solve_by_names,
    unsolved,
    used_names,
)
from nova_ls.types.kinds.subsume_kind import subsume_kind, unify_kinds
from nova_ls.types.relate.unify import Mismatch


class GroupMember:
    """One declaration of the group, with what is known of it.

    `parts`: the elaborated types of its declaration: a data type's fields, constructor after constructor; a synonym's body;
    a class's members. `places`: the nodes they come from.
    """

    __slots__ = (
        "binders",
        "has_signature",
        "inferred",
        "kind",
        "kind_variables",
        "misfits",
        "node",
        "parameters",
        "parts",
        "places",
        "provisional",
        "superclasses",
        "written",
    )

    def __init__(self, node: r.TypeElement) -> None:
        self.node = node
        self.kind: Type = ERROR
        self.has_signature = node.kind_signature is not None
        self.binders: list[tuple[str, Type]] = []
        """The quantifiers of the kind signature, each with a name that no other and no parameter has."""
        self.written: list[str] = []
        """The names that the signature itself gives them."""
        self.kind_variables: tuple[str, ...] = ()
        self.parameters: tuple[Parameter, ...] = ()
        self.parts: list[Type] = []
        self.places: list[r.Type] = []
        self.superclasses: list[Constraint] = []
        self.provisional: Interface | None = None
        self.inferred = False
        self.misfits = False
        """The kind signature does not fit the declaration: how many parameters there are meant to be is unknown."""


class KindGroup(Environment):
    """A group at work; an Environment."""

    def __init__(
        self, group: Sequence[r.TypeElement], environment: Environment, solver: Solver
    ) -> None:
        self.members = {node.key: GroupMember(node) for node in group}
        self._outer = environment
        self._solver = solver
        self._opening: set[ElementKey] = set()
        self._cyclic: set[ElementKey] = set()

    # ------------------------------------------------------------ as an environment

    def interface(self, key: ElementKey) -> Interface | None:
        """The interface of an element: of the group, as far as it is known, or from outside."""
        member = self.members.get(key)
        if member is None:
            return self._outer.interface(key)
        if member.provisional is None:
            self._open(member)
        if isinstance(member.node, r.Synonym) and not member.inferred:
            if key in self._opening:
                return None
            self.infer(member)
        return member.provisional

    def instances(
        self, class_key: ElementKey, heads: tuple[ElementKey | None, ...]
    ) -> Sequence[InstanceInterface]:
        return self._outer.instances(class_key, heads)

    def is_exported(self, key: ElementKey) -> bool:
        return self._outer.is_exported(key)

    def constructor_in_scope(self, key: ElementKey) -> bool:
        return self._outer.constructor_in_scope(key)

    # ------------------------------------------------------------ inference

    def infer_all(self) -> None:
        """Infer kinds and elaborate all declarations: synonyms first, then data types, then classes."""
        members = list(self.members.values())
        for member in members:
            if member.provisional is None:
                self._open(member)
        for form in (r.Synonym, r.Data, r.Class):
            for member in members:
                if isinstance(member.node, form) and not member.inferred:
                    self.infer(member)
        self._generalise(members)

    def _open(self, member: GroupMember) -> None:
        """Find the kind that a member has from the start."""
        node = member.node
        if node.key in self._opening:
            # Signatures that need one another; the cycle is reported where names are resolved.
            self._cyclic |= self._opening
            return
        if node.kind_signature is None:
            member.kind = self._solver.fresh()
        else:
            self._opening.add(node.key)
            outer, self._solver.element = self._solver.element, node.key
            member.kind = elaborate_kind_signature(self._solver, node.kind_signature)
            self._solver.element = outer
            self._opening.discard(node.key)
            if node.key in self._cyclic:
                member.kind = ERROR
            binders, _ = quantifiers(member.kind)
            member.written = [name for name, _ in binders]
            parameters = {binder.name for binder in node.parameters}
            member.kind = distinct_quantifiers(member.kind, parameters)
        member.binders, _ = quantifiers(member.kind)
        member.kind_variables = tuple([name for name, _ in member.binders])
        member.provisional = _provisional(member, ERROR)

    def infer(self, member: GroupMember) -> None:
        """Elaborate a member's declaration, which determines its kind if no signature does."""
        solver = self._solver
        node = member.node
        element, scope = solver.element, solver.type_variables
        solver.element = node.key
        self._opening.add(node.key)
        if member.provisional is None:
            self._open(member)
        member.inferred = True
        scoped: dict[str, Type] = {
            written: TypeVar(name, kind)
            for written, (name, kind) in zip(member.written, member.binders, strict=True)
        }
        solver.type_variables = scoped
        member.parameters = self._parameters(node.parameters)
        result: Type = TYPE
        if isinstance(node, r.Class):
            result = CONSTRAINT
        elif isinstance(node, r.Synonym):
            result = solver.fresh()
        if not (isinstance(node, r.Data) and node.foreign):
            self._agree_on_kind(member, result)
        for parameter in member.parameters:
            scoped[parameter.name] = TypeVar(parameter.name, parameter.kind)
        if isinstance(node, r.Data):
            for constructor in node.constructors:
                for field in constructor.fields:
                    self._part(member, field, TYPE)
            if node.constructors and not solver.failed:
                self._check_own_application(member)
        elif isinstance(node, r.Synonym):
            self._part(member, node.body, result)
        else:
            for written in node.superclasses:
                constraint = elaborate_constraint(solver, written)
                if constraint is not None:
                    member.superclasses.append(constraint)
            for each in node.members:
                self._part(member, each.type, TYPE)
        if isinstance(node, r.Synonym):
            member.provisional = _provisional(member, member.parts[0])
        solver.element, solver.type_variables = element, scope
        self._opening.discard(node.key)

    def _parameters(self, binders: Sequence[r.TypeBinder]) -> tuple[Parameter, ...]:
        solver = self._solver
        names = [binder.name for binder in binders]
        parameters = []
        for binder in binders:
            # Where two have one name, which is reported, the kind of neither is asked for.
            written = binder.kind if names.count(binder.name) == 1 else None
            kind = solver.fresh() if written is None else elaborate(solver, written)
            parameters.append(Parameter(binder.name, kind))
        return tuple(parameters)

    def _part(self, member: GroupMember, node: r.Type, kind: Type) -> None:
        member.parts.append(elaborate(self._solver, node, kind))
        member.places.append(node)

    def _agree_on_kind(self, member: GroupMember, result: Type) -> None:
        """The kind that the parameters make must be that of the signature, or what is known otherwise."""
        solver = self._solver
        node = member.node
        actual = result
        for parameter in reversed(member.parameters):
            actual = function(parameter.kind, actual)
        _, expected = quantifiers(member.kind)
        if isinstance(node, r.Data) and member.has_signature:
            mismatch = subsume_kind(solver, actual, expected)
        else:
            mismatch = unify_kinds(solver, expected, actual)
        if mismatch is not None:
            member.misfits = member.has_signature
            self._report_kind(member, mismatch, expected, actual)

    def _check_own_application(self, member: GroupMember) -> None:
        """The result of a constructor is the type applied to its kind variables and parameters, by their written names:
        a parameter that hides a kind variable stands for that one as well, and must have its kind.

        Source: TypeChecker/Kinds.hs of the PureScript compiler, inferDataConstructor.
        """
        solver = self._solver
        names = {
            name: TypeVar(written)
            for written, (name, _) in zip(member.written, member.binders, strict=True)
            if written != name
        }
        if not names:
            return
        for written, (_, kind) in zip(member.written, member.binders, strict=True):
            variable = solver.type_variables[written]
            if isinstance(variable, TypeVar) and variable.kind is not None:
                wanted = substitute(kind, names)
                actual = substitute(solver.zonk(variable.kind), names)
                mismatch = unify_kinds(solver, wanted, actual)
                if mismatch is not None:
                    self._report_kind(member, mismatch, wanted, actual)
                    return

    def _report_kind(
        self, member: GroupMember, mismatch: Mismatch, expected: Type, actual: Type
    ) -> None:
        solver = self._solver
        node = member.node
        if mismatch.kind is InfiniteKind:
            solver.report(InfiniteKind(mismatch.actual), node.name_start, node.name_end)
        else:
            solver.report(
                KindsDoNotUnify(expected, actual, type_con(node.key)),
                node.name_start,
                node.name_end,
            )

    # ------------------------------------------------------------ generalisation

    def _generalise(self, members: list[GroupMember]) -> None:
        solver = self._solver
        unknowns: dict[ElementKey, list[UnificationVar]] = {}
        everything: dict[UnificationVar, None] = {}
        for member in members:
            member.kind = solver.zonk(member.kind)
            member.parts = [solver.zonk(part) for part in member.parts]
            member.superclasses = [solver.zonk_constraint(each) for each in member.superclasses]
            for parameter in member.parameters:
                parameter.kind = solver.zonk(parameter.kind)
            if not member.has_signature and member.kind.flags & HAS_UNIFICATION_VARS:
                unknowns[member.node.key] = own = unsolved(solver, (member.kind,))
                everything.update(dict.fromkeys(own))
        for member in members:
            self._check_quantification(member, unknowns.get(member.node.key, []))
        if everything:
            self._quantify(members, unknowns, list(everything))
        for member in members:
            if isinstance(member.node, r.Synonym):
                self._check_synonym(member)
            self._close(member)

    def _close(self, member: GroupMember) -> None:
        """After a mistake: what nothing determined, and what escaped its scope, becomes ERROR."""
        types = [*member.parts, *[parameter.kind for parameter in member.parameters]]
        for constraint in member.superclasses:
            types += [*constraint.kinds, *constraint.arguments]
        flags = member.kind.flags
        for type in types:
            flags |= type.flags
        if not self._solver.failed and not flags & (HAS_UNIFICATION_VARS | HAS_SKOLEMS):
            return
        for variable in unsolved(self._solver, [member.kind, *types]):
            variable.solution = ERROR
        bound = {*member.kind_variables, *[parameter.name for parameter in member.parameters]}
        free = free_type_variables(member.kind)
        for type in types:
            free |= free_type_variables(type) - bound
        self._replace(member, dict.fromkeys(free, ERROR), {})

    def _replace(
        self, member: GroupMember, variables: Mapping[str, Type], arguments: KindArguments
    ) -> None:
        """Zonk all types of a member, with some variables replaced, and constructors applied to kinds."""
        solver = self._solver

        def replaced(type: Type) -> Type:
            return apply_kinds(substitute(solver.zonk(type), variables), arguments)

        member.kind = replaced(member.kind)
        member.parts = [replaced(part) for part in member.parts]
        for parameter in member.parameters:
            parameter.kind = replaced(parameter.kind)
        for index, each in enumerate(member.superclasses):
            constraint = substitute_constraint(solver.zonk_constraint(each), variables)
            member.superclasses[index] = apply_kinds_in_constraint(constraint, arguments)

    def _check_quantification(self, member: GroupMember, own: list[UnificationVar]) -> None:
        """All unknowns of a declaration must be in its kind: nothing else can quantify over them."""
        solver = self._solver
        solver.element = member.node.key
        for index, part in enumerate(member.parts):
            if part.flags & HAS_UNIFICATION_VARS:
                left = [each for each in unsolved(solver, (part,)) if each not in own]
                if left:
                    if not part.flags & HAS_ERRORS:  # What is wrong in it may be why they are left.
                        place = member.places[index]
                        problem = QuantificationCheckFailureInType(part)
                        solver.report(problem, place.start, place.end)
                    member.parts[index] = ERROR
        if isinstance(member.node, r.Class):
            written = member.node.superclasses
            for constraint in list(member.superclasses):
                if constraint.flags & HAS_UNIFICATION_VARS:
                    types = (*constraint.kinds, *constraint.arguments)
                    left = [each for each in unsolved(solver, types) if each not in own]
                    if left:
                        at = next(each for each in written if each.key is constraint.key)
                        problem = QuantificationCheckFailureInType(constraint)
                        solver.report(problem, at.start, at.end)
                        member.superclasses.remove(constraint)

    def _quantify(
        self,
        members: list[GroupMember],
        unknowns: dict[ElementKey, list[UnificationVar]],
        everything: list[UnificationVar],
    ) -> None:
        """Turn unknown kinds into quantified variables, and apply mentions of the members that have some."""
        solver = self._solver
        used: set[str] = set()
        for member in members:
            used |= used_names((member.kind, *member.parts))
            used.update([parameter.name for parameter in member.parameters])
        names = kind_names(len(everything), used)
        name_of = dict(zip(everything, names, strict=True))
        binders = dict(zip(names, solve_by_names(solver, everything, names), strict=True))
        arguments = {
            key: tuple([TypeVar(name_of[each]) for each in own]) for key, own in unknowns.items()
        }
        for member in members:
            own = [name_of[each] for each in unknowns.get(member.node.key, [])]
            if own:
                member.kind_variables = tuple(own)
                member.kind = quantify(solver, member.kind, [binders[name] for name in own])
            self._replace(member, {}, arguments)

    def _check_synonym(self, member: GroupMember) -> None:
        solver = self._solver
        node = member.node
        solver.element = node.key
        assert isinstance(node, r.Synonym)
        body = member.parts[0]
        if body.flags & HAS_SKOLEMS:
            skolem = _first_skolem(body)
            if skolem is not None:
                start, end = node.body.start, node.body.end
                solver.report(EscapedSkolem(skolem.name, body), start, end)
                member.parts[0] = ERROR
        for name in sorted(free_type_variables(member.kind)):
            # Its kind would be a function from a type to a kind that mentions the type.
            solver.report(
                VisibleQuantificationCheckFailureInType(name), node.name_start, node.name_end
            )


def _provisional(member: GroupMember, body: Type) -> Interface:
    if isinstance(member.node, r.Synonym):
        return SynonymInterface(member.kind, member.kind_variables, member.parameters, body)
    if isinstance(member.node, r.Class):
        return ClassInterface(member.kind, member.kind_variables, (), (), (), ())
    return DataInterface(member.kind, member.kind_variables, (), (), (), False)


def _first_skolem(type: Type) -> Skolem | None:
    if not type.flags & HAS_SKOLEMS:
        return None
    if isinstance(type, Skolem):
        return type
    for part in parts(type):
        skolem = _first_skolem(part)
        if skolem is not None:
            return skolem
    return None

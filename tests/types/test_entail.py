"""The constraint solver on hand-built classes and instances."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pytest

from nova_ls.base.keys import ElementKey, Space, element_key
from nova_ls.types.core.interface import ClassInterface, InstanceInterface, Parameter
from nova_ls.types.core.problems.classes import NoInstanceFound
from nova_ls.types.core.same_type import same_type
from nova_ls.types.core.solver import Solver, Wanted
from nova_ls.types.core.type import (
    ARRAY,
    ERROR,
    INT,
    NUMBER,
    STRING,
    SYMBOL,
    TYPE,
    Constraint,
    Row,
    Type,
    TypeApp,
    TypeInt,
    TypeString,
    TypeVar,
    applied,
    array,
    function,
    prim,
    row,
    type_con,
)
from nova_ls.types.core.well_known import (
    COERCIBLE,
    INT_ADD,
    INT_COMPARE,
    ORDERING_GT,
    ORDERING_LT,
    ROW_CONS,
    ROW_TO_LIST,
    ROW_UNION,
    SYMBOL_APPEND,
    WARN,
)
from nova_ls.types.relate.unify import unify
from nova_ls.types.solve.entail import solve_wanted
from nova_ls.types.solve.evidence import freeze_evidence
from tests.types.marks import check_marks
from tests.types.prim_only import PrimOnly

MODULE = "Test"
MAYBE = type_con(element_key(MODULE, Space.TYPE, "Maybe"))


def class_key(name: str) -> ElementKey:
    return element_key(MODULE, Space.CLASS, name)


def instance_key(name: str) -> ElementKey:
    return element_key(MODULE, Space.INSTANCE, name)


class World(PrimOnly):
    """An environment of classes and instances that a test writes down."""

    def __init__(self) -> None:
        super().__init__()
        self.by_class: dict[ElementKey, list[InstanceInterface]] = {}
        self.hidden: set[ElementKey] = set()

    def instances(
        self, class_key: ElementKey, heads: tuple[ElementKey | None, ...]
    ) -> Sequence[InstanceInterface]:
        return self.by_class.get(class_key, [])

    def is_exported(self, key: ElementKey) -> bool:
        return key not in self.hidden

    def constructor_in_scope(self, key: ElementKey) -> bool:
        return key not in self.hidden

    def add_class(
        self,
        name: str,
        parameters: str = "a",
        superclasses: Iterable[Constraint] = (),
        dependencies: Iterable[tuple[tuple[int, ...], tuple[int, ...]]] = (),
    ) -> ElementKey:
        key = class_key(name)
        self.interfaces[key] = ClassInterface(
            TYPE,
            (),
            tuple(Parameter(each, TYPE) for each in parameters.split()),
            tuple(superclasses),
            (),
            tuple(dependencies),
        )
        return key

    def add_instance(
        self,
        name: str,
        class_key: ElementKey,
        *arguments: Type,
        constraints: Iterable[Constraint] = (),
        chain: str | None = None,
        index: int = 0,
    ) -> ElementKey:
        key = instance_key(name)
        names = sorted({each for argument in arguments for each in variables(argument)})
        instance = InstanceInterface(
            key,
            class_key,
            tuple(Parameter(each, TYPE) for each in names),
            tuple(constraints),
            (),
            tuple(arguments),
            instance_key(chain) if chain else key,
            index,
        )
        self.by_class.setdefault(class_key, []).append(instance)
        return key


def variables(type: Type) -> set[str]:
    if isinstance(type, TypeVar):
        return {type.name}
    if isinstance(type, TypeApp):
        return variables(type.function) | variables(type.argument)
    if isinstance(type, Row):
        found = set() if type.tail is None else variables(type.tail)
        for _, field in type.fields:
            found |= variables(field)
        return found
    return set()


def constraint(key: ElementKey, *arguments: Type, kinds: tuple[Type, ...] = ()) -> Constraint:
    return Constraint(key, kinds, arguments)


def new_solver(world: World) -> Solver:
    return Solver(world, element_key(MODULE, Space.VALUE, "main"))


def want(solver: Solver, key: ElementKey, *arguments: Type, kinds: tuple[Type, ...] = ()) -> Wanted:
    return solver.want(constraint(key, *arguments, kinds=kinds), 0, 1)


def codes(solver: Solver) -> list[str]:
    return [report.problem.code for report in solver.reports]


A = TypeVar("a")


def show_world() -> tuple[World, ElementKey]:
    world = World()
    show = world.add_class("Show")
    world.add_instance("showInt", show, INT)
    world.add_instance("showArray", show, array(A), constraints=[constraint(show, A)])
    return world, show


def test_an_instance_is_found_by_its_head_and_leads_to_its_constraints() -> None:
    world, show = show_world()
    solver = new_solver(world)
    wanted = want(solver, show, array(array(INT)))
    assert solve_wanted(solver, [wanted], False) == []
    assert codes(solver) == []
    assert freeze_evidence(wanted.evidence) == (
        ("instance", instance_key("showArray"), 1),
        ("instance", instance_key("showArray"), 1),
        ("instance", instance_key("showInt"), 0),
    )


def test_a_missing_instance_is_reported_with_the_chain_that_led_there() -> None:
    world, show = show_world()
    solver = new_solver(world)
    wanted = want(solver, show, array(STRING))
    solve_wanted(solver, [wanted], False)
    assert codes(solver) == ["NoInstanceFound"]
    problem = solver.reports[0].problem
    assert isinstance(problem, NoInstanceFound)
    assert problem.constraint.arguments == (STRING,)
    (needed_by,) = problem.needed_by
    assert same_type(needed_by.arguments[0], array(STRING))


def test_a_type_that_another_constraint_determines_is_waited_for() -> None:
    world, show = show_world()
    source = world.add_class("Source", "s t", dependencies=[((0,), (1,))])
    world.add_instance("sourceString", source, STRING, INT)
    solver = new_solver(world)
    unknown = solver.fresh()
    first, second = want(solver, show, unknown), want(solver, source, STRING, unknown)
    solve_wanted(solver, [first, second], False)
    assert codes(solver) == []
    assert solver.resolve(unknown) is INT


def test_a_determined_type_that_differs_is_a_mismatch() -> None:
    world = World()
    source = world.add_class("Source", "s t", dependencies=[((0,), (1,))])
    world.add_instance("sourceString", source, STRING, INT)
    solver = new_solver(world)
    solve_wanted(solver, [want(solver, source, STRING, NUMBER)], False)
    assert codes(solver) == ["TypesDoNotUnify"]


def test_constraints_on_unknown_types_become_part_of_the_inferred_scheme_once() -> None:
    world, show = show_world()
    solver = new_solver(world)
    unknown = solver.fresh()
    wanted = [want(solver, show, array(unknown)), want(solver, show, unknown)]
    inferred = solve_wanted(solver, wanted, True)
    assert [(each.constraint.key, each.constraint.arguments) for each in inferred] == [
        (show, (unknown,))
    ]
    assert codes(solver) == []
    assert freeze_evidence(wanted[1].evidence) == (("given", inferred[0].number, ()),)


def test_an_ambiguous_type_is_reported_once() -> None:
    world, show = show_world()
    read = world.add_class("Read")
    solver = new_solver(world)
    unknown = solver.fresh()
    solve_wanted(solver, [want(solver, show, unknown), want(solver, read, unknown)], False)
    assert codes(solver) == ["NoInstanceFound"]


def test_superclasses_of_givens_hold() -> None:
    world = World()
    eq = world.add_class("Eq")
    order = world.add_class("Ord", superclasses=[constraint(eq, A)])
    solver = new_solver(world)
    rigid = solver.fresh_skolem("x", TYPE)
    solver.give(constraint(order, rigid))
    wanted = want(solver, eq, rigid)
    solve_wanted(solver, [wanted], False)
    assert codes(solver) == []
    assert freeze_evidence(wanted.evidence) == (("given", 1, (0,)),)


def test_an_instance_prevails_over_a_superclass_of_a_given_but_not_over_a_given() -> None:
    world, show = show_world()
    order = world.add_class("Ord", superclasses=[constraint(show, A)])
    solver = new_solver(world)
    rigid = solver.fresh_skolem("x", TYPE)
    solver.give(constraint(order, array(rigid)))
    solve_wanted(solver, [want(solver, show, array(rigid))], False)
    assert codes(solver) == ["NoInstanceFound"]
    solver = new_solver(world)
    solver.give(constraint(show, array(rigid)))
    solve_wanted(solver, [want(solver, show, array(rigid))], False)
    assert codes(solver) == []


def test_a_given_with_a_dependency_determines_types() -> None:
    world = World()
    state = world.add_class("State", "s m", dependencies=[((1,), (0,))])
    solver = new_solver(world)
    monad, content = solver.fresh_skolem("m", TYPE), solver.fresh_skolem("s", TYPE)
    solver.give(constraint(state, content, monad))
    unknown = solver.fresh()
    solve_wanted(solver, [want(solver, state, unknown, monad)], False)
    assert codes(solver) == []
    assert solver.resolve(unknown) is content


def test_the_first_of_a_chain_that_matches_is_taken() -> None:
    world = World()
    same = world.add_class("Same", "l r o", dependencies=[((0, 1), (2,))])
    x = TypeVar("x")
    world.add_instance("same", same, x, x, TypeString("Y"), chain="same", index=0)
    world.add_instance("other", same, A, TypeVar("b"), TypeString("N"), chain="same", index=1)
    solver = new_solver(world)
    yes, no = solver.fresh(SYMBOL), solver.fresh(SYMBOL)
    solve_wanted(
        solver, [want(solver, same, INT, INT, yes), want(solver, same, INT, STRING, no)], False
    )
    assert codes(solver) == []
    assert _literal(solver.resolve(yes)) == "Y"
    assert _literal(solver.resolve(no)) == "N"


def test_a_chain_stops_at_an_instance_that_may_yet_match() -> None:
    world = World()
    same = world.add_class("Same", "l r")
    x = TypeVar("x")
    first = world.add_instance("same", same, x, x, chain="same", index=0)
    world.add_instance("other", same, A, TypeVar("b"), chain="same", index=1)
    solver = new_solver(world)
    rigid = solver.fresh_skolem("t", TYPE)
    solve_wanted(solver, [want(solver, same, rigid, INT)], False)
    assert codes(solver) == ["NoInstanceFound"]
    problem = solver.reports[0].problem
    assert isinstance(problem, NoInstanceFound)
    assert problem.blocked == (first,)


def test_two_instances_that_match_overlap() -> None:
    world, show = show_world()
    world.add_instance("showAny", show, A)
    solver = new_solver(world)
    solve_wanted(solver, [want(solver, show, INT)], False)
    assert codes(solver) == ["OverlappingInstances"]


def test_a_derivation_without_end_is_reported() -> None:
    world = World()
    loop = world.add_class("Loop")
    twice = [constraint(loop, array(A)), constraint(loop, array(A))]
    world.add_instance("loop", loop, A, constraints=twice)
    solver = new_solver(world)
    solve_wanted(solver, [want(solver, loop, INT)], False)
    assert codes(solver) == ["PossiblyInfiniteInstance"]


def test_a_class_that_its_module_keeps_to_itself_cannot_be_solved_for_an_instance() -> None:
    world, show = show_world()
    area = world.add_class("Area")
    world.add_instance("area", area, array(A), constraints=[constraint(show, A)])
    world.hidden.add(show)
    solver = Solver(world, element_key("Elsewhere", Space.VALUE, "main"))
    solve_wanted(solver, [want(solver, area, array(INT))], False)
    assert codes(solver) == ["UnknownClass"]


def test_that_a_value_needs_it_is_told_where_the_value_is_exported() -> None:
    world, show = show_world()
    world.hidden.add(show)
    solver = Solver(world, element_key("Elsewhere", Space.VALUE, "main"))
    solve_wanted(solver, [want(solver, show, INT)], False)
    assert codes(solver) == []


def test_numbers_and_symbols_are_computed() -> None:
    solver = new_solver(World())
    number, symbol, order = solver.fresh(INT), solver.fresh(SYMBOL), solver.fresh()
    wanted = [
        want(solver, INT_ADD, number, TypeInt(2), TypeInt(5)),
        want(solver, SYMBOL_APPEND, TypeString("ab"), symbol, TypeString("abc")),
        want(solver, INT_COMPARE, number, TypeInt(1), order),
    ]
    solve_wanted(solver, wanted, False)
    assert codes(solver) == []
    assert _literal(solver.resolve(number)) == 3
    assert _literal(solver.resolve(symbol)) == "c"
    assert solver.resolve(order) is ORDERING_GT


def test_given_comparisons_are_transitive() -> None:
    solver = new_solver(World())
    one, two, three = [solver.fresh_skolem(name, INT) for name in "abc"]
    solver.give(constraint(INT_COMPARE, one, two, ORDERING_LT))
    solver.give(constraint(INT_COMPARE, two, three, ORDERING_LT))
    order = solver.fresh()
    solve_wanted(solver, [want(solver, INT_COMPARE, three, one, order)], False)
    assert codes(solver) == []
    assert solver.resolve(order) is ORDERING_GT


def test_rows_are_computed() -> None:
    solver = new_solver(World())
    union, tail, entries = [solver.fresh() for _ in range(3)]
    left, right = row((("a", INT), ("x", INT)), None), row((("a", STRING),), None)
    wanted = [
        want(solver, ROW_UNION, left, right, union, kinds=(TYPE,)),
        want(solver, ROW_CONS, TypeString("a"), INT, tail, union, kinds=(TYPE,)),
        want(solver, ROW_TO_LIST, right, entries, kinds=(TYPE,)),
    ]
    solve_wanted(solver, wanted, False)
    assert codes(solver) == []
    assert _fields(solver.zonk(union)) == (("a", INT), ("a", STRING), ("x", INT))
    assert _fields(solver.zonk(tail)) == (("a", STRING), ("x", INT))
    match solver.zonk(entries):
        case TypeApp(function=TypeApp(argument=type)):
            assert type is STRING
        case other:
            pytest.fail(f"{other} is not a list of one entry")


def _literal(type: Type) -> object:
    assert isinstance(type, TypeString | TypeInt)
    return type.value


def _fields(type: Type) -> tuple[tuple[str, Type], ...]:
    assert isinstance(type, Row)
    return type.fields


def test_a_custom_warning_is_given_unless_the_type_hands_it_on() -> None:
    solver = new_solver(World())
    message = TypeApp(prim("Text", "Prim.TypeError"), TypeString("old"))
    solve_wanted(solver, [want(solver, WARN, message)], False)
    assert codes(solver) == ["UserDefinedWarning"]
    solver = new_solver(World())
    solver.give(constraint(WARN, message))
    solve_wanted(solver, [want(solver, WARN, message)], False)
    assert codes(solver) == []


def test_coercions_follow_roles_and_givens() -> None:
    solver = new_solver(World())
    one, two = solver.fresh_skolem("a", TYPE), solver.fresh_skolem("b", TYPE)
    solver.give(constraint(COERCIBLE, one, two, kinds=(TYPE,)))
    good = want(solver, COERCIBLE, array(one), array(two), kinds=(TYPE,))
    functions = want(solver, COERCIBLE, function(two, one), function(one, two), kinds=(TYPE,))
    bad = want(solver, COERCIBLE, array(INT), array(STRING), kinds=(TYPE,))
    solve_wanted(solver, [good, functions], False)
    assert codes(solver) == []
    solve_wanted(solver, [bad], False)
    assert codes(solver) == ["NoInstanceFound"]
    problem = solver.reports[0].problem
    assert isinstance(problem, NoInstanceFound)
    assert problem.constraint.arguments == (INT, STRING)


def test_an_error_type_solves_every_constraint() -> None:
    world, show = show_world()
    solver = new_solver(world)
    unknown = solver.fresh()
    assert unify(solver, unknown, ERROR) is None
    solve_wanted(solver, [want(solver, show, applied(ARRAY, unknown))], False)
    assert codes(solver) == []


def test_a_wrong_instance_head_is_the_only_mistake() -> None:
    check_marks("""
        module Main where
        class Show a where
          show :: a -> String
        data T = T
        instance Show Tee where
                      ^^^ UnknownName
          show _ = "T"
        text :: String
        text = show T
    """)


def test_what_another_error_leaves_open_is_not_reported() -> None:
    check_marks("""
        module Main where
        class Append a where
          append :: a -> a -> a
        instance Append String where
          append x _ = x
        text :: String
        text = append 1 "x"
                      ^ TypesDoNotUnify
    """)


def test_one_missing_constraint_of_a_signature_is_reported_once() -> None:
    check_marks("""
        module Main where
        class Show a where
          show :: a -> String
        both :: forall a. a -> a -> Array String
        both x y = [ show x, show y ]
                     ^^^^ NoInstanceFound
    """)


def test_a_scheme_that_nothing_determines_is_ambiguous() -> None:
    check_marks("""
        module Main where
        class Show a where
          show :: a -> String
        foreign import anything :: forall a. a
        class Convert a b | a -> b where
          convert :: a -> b
        text x = show (convert x)
        lost x = show anything
        ^^^^ AmbiguousTypeVariables
    """)


def test_an_instance_is_found_whatever_constructor_a_dependency_determines() -> None:
    check_marks("""
        module Main where
        class Convert a b | a -> b where
          convert :: a -> b
        instance Convert Int String where
          convert _ = "one"
        ints :: Array Int
        ints = convert 1
               ^^^^^^^ TypesDoNotUnify
    """)

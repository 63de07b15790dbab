"""Types, synonyms and classes: the kinds they get, and the mistakes that are found in them."""

from __future__ import annotations

import pytest

from nova_ls.base.keys import Space, element_key
from nova_ls.types.core.interface import ClassInterface, DataInterface
from nova_ls.types.core.problems.classes import OrphanInstance
from tests.types.declarations import World, load

HEADER = "module Main where\n"

KINDS = [
    ("data T = T", "T", "Type"),
    ("data Maybe a = Nothing | Just a", "Maybe", "Type -> Type"),
    ("data Proxy a = Proxy", "Proxy", "forall k. k -> Type"),
    ("newtype Fix f = Fix (f (Fix f))", "Fix", "(Type -> Type) -> Type"),
    ("data App f a = App (f a)", "App", "forall k. (k -> Type) -> k -> Type"),
    ("type Id a = a", "Id", "forall k. k -> k"),
    ("type R r = { x :: Int | r }", "R", "Row Type -> Type"),
    ("type E = ()", "E", "forall k. Row k"),
    ("type S = ( a :: Int, b :: String )", "S", "Row Type"),
    ("type S = ( a :: Array )", "S", "Row (Type -> Type)"),
    ('type S = "x"', "S", "Symbol"),
    ("type S = 3", "S", "Int"),
    ("data P a\ntype S = P", "S", "forall k. k -> Type"),
    ("data Rose a = Rose a (Forest a)\ndata Forest a = Forest (Array (Rose a))", "Rose", "Type -> Type"),
    ("foreign import data F :: forall k. k -> Type", "F", "forall k. k -> Type"),
    ("data T :: (Type -> Type) -> Type\ndata T f = T", "T", "(Type -> Type) -> Type"),
    ("data A (a :: forall k. k -> Type) = A", "A", "(forall k. k -> Type) -> Type"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "name", "kind"), KINDS)
def test_a_kind_is_inferred(source: str, name: str, kind: str) -> None:
    world = load(HEADER + source)
    assert world.codes() == []
    assert world.kind(name) == kind


MISTAKES = [
    ("data T = T Maybe", "UnknownName"),
    ("data P a = P a\ndata T = T P", "KindsDoNotUnify"),
    ("data T = T (Int Int)", "KindsDoNotUnify"),
    ("data T = T (Array Int Int)", "KindsDoNotUnify"),
    ("data T = T a", "UndefinedTypeVariable"),
    ("data T a a = T a", "DuplicateTypeArgument"),
    ("type T a a = Int", "DuplicateTypeArgument"),
    ("class C a a", "DuplicateTypeArgument"),
    ("data Tree m = Tree (m Tree)", "InfiniteKind"),
    ("type F a = Array a\ndata T = T (Array F)", "PartiallyAppliedSynonym"),
    ("type F a = Array a\ntype G = F", "PartiallyAppliedSynonym"),
    ("type F a = Array a\ntype App f a = f a\ntype G = App F Int", None),
    ("type F a = Array a\ntype App f a = f\ntype G = App F Int", "PartiallyAppliedSynonym"),
    ("data T :: Type -> Type\ndata T = T", "KindsDoNotUnify"),
    ("type T :: Type\ntype T = Array", "KindsDoNotUnify"),
    ("data T :: Array\ndata T = T", "ExpectedType"),
    ("class Ok\nforeign import data Bad :: Ok => Type", "UnsupportedTypeInKind"),
    ("data P a = P\ndata T = T (forall a. P a)", "QuantificationCheckFailureInType"),
    ("data P a = P\nclass C a where\n  m :: forall b. P b -> a", "QuantificationCheckFailureInType"),
    ("data P a = P\ntype T = forall a. P a", "QuantificationCheckFailureInType"),
    ("data P :: forall k. k -> Type\ndata P a = P\ntype T (k :: Type) = (P :: k -> Type)", "VisibleQuantificationCheckFailureInType"),
    ("data Proxy a = Proxy\ndata A (a :: forall k. k -> Type) = A\ntype B = Proxy A", "EscapedSkolem"),
    ("data P a = P\nforeign import data F :: forall (a :: Q) (b :: P a) . Type\nforeign import data Q :: Type", None),
    ("class C a where\n  m :: b", "UndefinedTypeVariable"),
    ("class C f where\n  m :: f Int\nclass C f <= D f where\n  n :: f", "KindsDoNotUnify"),
    ("data D a = D a\ntype role D phantom", "RoleMismatch"),
    ("data D a = D a\ntype role D nominal", None),
    ("data D a = D a\ntype role D nominal nominal", "RoleDeclarationArityMismatch"),
    ("foreign import data D :: Type -> Type\ntype role D phantom", None),
    ("foreign import data D :: Type -> Type\ntype role D phantom phantom", "RoleDeclarationArityMismatch"),
    ("data P a (a :: a) = P", "DuplicateTypeArgument"),
    ("class C a (a :: b)", "DuplicateTypeArgument"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "code"), MISTAKES)
def test_a_mistake_gives_one_diagnostic(source: str, code: str | None) -> None:
    assert load(HEADER + source).codes() == ([] if code is None else [code])


INSTANCES = [
    ("class C a\ninstance C Int", None),
    ("class C a\ninstance C Int String", "ClassInstanceArityMismatch"),
    ("class C a\ninstance C", "ClassInstanceArityMismatch"),
    ("class C a\ninstance C {}", "InvalidInstanceHead"),
    ("class C a\ninstance C { x :: Int }", "InvalidInstanceHead"),
    ("class C a\ninstance C (Int -> Int)", None),
    ("class C a\ninstance C (forall a. a)", "InvalidInstanceHead"),
    ("class C a\ninstance C (Array _)", "InvalidInstanceHead"),
    ("class C a b | a -> b\ninstance C Int { x :: Int }", None),
    ("class C a b\ninstance C Int { x :: Int }", "InvalidInstanceHead"),
    ("class C f where\n  m :: f Int\ninstance C Int", "KindsDoNotUnify"),
    ("class C a\ninstance C Int\ninstance C a", "OverlappingInstances"),
    ("class C a\ninstance C Int\nelse instance C a", None),
    ("class C a b | a -> b\ninstance x :: C Int Int\ninstance y :: C Int String", "OverlappingInstances"),
    ("class C a b\ninstance x :: C Int Int\ninstance y :: C Int String", None),
    ("import Prim.Coerce (class Coercible)\ndata T\ninstance Coercible T Int", "InvalidCoercibleInstanceDeclaration"),
    ("import Prim.Row (class Union)\ninstance Union a b c", "OrphanInstance"),
    ("class C a\ninstance D a => C (Array a)", "UnknownName"),
    ("class D f where\n  m :: f Int\nclass C a\ninstance D a => C (Array a)", "KindsDoNotUnify"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "code"), INSTANCES)
def test_an_instance_head_is_checked(source: str, code: str | None) -> None:
    codes = load(HEADER + source).codes()
    assert codes == ([] if code is None else [code])


def test_an_orphan_is_told_where_it_could_stand() -> None:
    world = load("module Lib where\nclass C a b | a -> b\ndata L\n")
    world.load("module Main where\nimport Lib\ndata R\ninstance C L R\n")
    assert world.codes() == ["OrphanInstance"]
    problem = world.diagnostics[-1].problem
    assert isinstance(problem, OrphanInstance)
    assert problem.homes == ("Lib",)


def test_mutually_recursive_types_share_their_kind_variables() -> None:
    world = load(HEADER + "data A f = A (B f)\ndata B f = B | C (A f)")
    assert world.codes() == []
    assert world.kind("A") == world.kind("B") == "forall k. k -> Type"
    assert world.kind("C", space=Space.CONSTRUCTOR) == "forall k @(f :: k). A f -> B f"


def test_a_signature_makes_a_type_polykinded_inside_its_group() -> None:
    source = "data P :: forall k. k -> Type\ndata P a = P (P Int) (P Array)"
    assert load(HEADER + source).codes() == []
    assert load(HEADER + "data P a = P (P Int) (P Array)").codes() == ["KindsDoNotUnify"]


SHARED_NAMES = [
    # A constructor's result is `P @t t`, where both names mean the parameter.
    ("data P :: forall t. t -> Type\ndata P t = P\np :: P Int\np = P", "KindsDoNotUnify"),
    ("data P :: forall t. t -> Type\ndata P t = P\np :: forall t. P t -> P t\np P = P", "KindsDoNotUnify"),
    ("newtype F :: forall f. (f -> Type) -> f -> Type\nnewtype F f a = F (f a)\ng :: F Array Int -> Array Int\ng (F x) = x", "KindsDoNotUnify"),
    ("data P :: forall t. t -> Type\ndata P t\np :: forall t. P t -> P t\np x = x", None),
    ("data P :: forall (t :: Type). Type -> Type\ndata P t = P t\np :: forall t. t -> P t\np x = P x", None),
    ("data Q :: forall j. Type -> j -> Type\ndata Q j a = Q", None),
    ("data P :: forall (t :: Type) (t :: t). Type\ndata P = P", "KindsDoNotUnify"),
    ("data P :: forall (t :: Type) (t :: t). Type\ndata P", None),
    ("type S :: forall t. t -> Type\ntype S t = Int\nx :: S Array -> S Int\nx n = n", None),
    ("data Q a = Q\nclass C :: forall t. t -> Constraint\nclass C t where\n  m :: Q t -> Int\ninstance C Int where\n  m _ = 1\ninstance C Array where\n  m _ = 1\nz :: Int\nz = m (Q :: Q Array)", None),
]  # fmt: skip


@pytest.mark.parametrize(("source", "code"), SHARED_NAMES)
def test_a_parameter_may_have_the_name_of_a_kind_variable(source: str, code: str | None) -> None:
    assert load(HEADER + source).codes() == ([] if code is None else [code])


ROLES = [
    ("data T a = T", "phantom"),
    ("data T a = T a", "representational"),
    ("data T a = T (Array a)", "representational"),
    ("data T f a = T (f a)", "representational nominal"),
    ("class C a\ndata T a = T (C a => Int)", "nominal"),
    ("data T a = T (forall a. a)", "phantom"),
    ("data T a b = T (T b a) a", "representational representational"),
    ("data P a = P\ndata T a = T (P a)", "phantom"),
    ("data T r = T { x :: Int | r }", "representational"),
    ("data T a = T\ntype role T nominal", "nominal"),
    ("foreign import data T :: forall k. k -> Type -> Type", "nominal nominal"),
]


@pytest.mark.parametrize(("source", "roles"), ROLES)
def test_roles_are_inferred(source: str, roles: str) -> None:
    interface = load(HEADER + source).interfaces[element_key("Main", Space.TYPE, "T")]
    assert isinstance(interface, DataInterface)
    assert " ".join(interface.roles) == roles


def test_a_class_gives_its_members_types() -> None:
    world = load(HEADER + "class C f where\n  m :: forall a. f a -> a\n")
    assert world.kind("C", space=Space.CLASS) == "(Type -> Type) -> Constraint"
    assert world.kind("m", space=Space.VALUE) == "forall @f. C f => forall a. f a -> a"


def test_functional_dependencies_are_indexes() -> None:
    world = load(HEADER + "class C a b c | a b -> c, -> a")
    interface = world.interfaces[element_key("Main", Space.CLASS, "C")]
    assert isinstance(interface, ClassInterface)
    assert interface.dependencies == (((0, 1), (2,)), ((), (0,)))


def test_implicit_kinds_are_warned_of() -> None:
    assert load(HEADER + "data P a = P").warnings() == ["MissingKindDeclaration"]
    assert load(HEADER + "data P :: forall k. k -> Type\ndata P a = P").warnings() == []


def test_thousands_of_fields_take_no_recursion() -> None:
    fields = ", ".join(f"f{i} :: Int" for i in range(5000))
    assert load(HEADER + f"type R = {{ {fields} }}").codes() == []
    arrows = " -> ".join(["Int"] * 3000)
    world = World()
    world.load(HEADER + f"newtype F = F ({arrows})")
    assert world.codes() == []

"""One small program for each diagnostic of the phase of names, with marks where it is reported."""

from nova_ls.base.keys import Space
from nova_ls.names.problems.scope import UnknownName
from tests.names.program import check, load

# ------------------------------------------------------------------ names


def test_a_correct_program_has_no_diagnostics() -> None:
    check("""
        module Main (main, class Shape, area, T(..), type (~>), Arrow, (+), add') where
        import Lib (add)
        import Lib as L
        infixl 6 add' as +
        infixr 4 type Arrow as ~>
        type Arrow f g = forall a. f a -> g a
        data T = A | B
        class Shape a where
          area :: a -> Int
        instance Shape T where
          area A = 1
          area B = 2
        add' :: Int -> Int -> Int
        add' x y = add x y
        main :: Int
        main = area A + L.one
        module Lib where
        foreign import add :: Int -> Int -> Int
        one :: Int
        one = 1
    """)


def test_unknown_names_of_every_space() -> None:
    check("""
        module Main where
        x = y
            ^ UnknownName
        c = Z
            ^ UnknownName
        q = Q.z
            ^^^ UnknownName
        o = x + x
              ^ UnknownName
        t :: Tt -> Tt
             ^^ UnknownName
                   ^^ UnknownName
        t a = a
        u :: Cc Int => Int
             ^^ UnknownName
        u = 1
        p (Dd v) = v
           ^^ UnknownName
        type S = Int ~> Int
                     ^^ UnknownName
        instance Ee Int
                 ^^ UnknownName
        infixl 6 missing as %
                 ^^^^^^^ UnknownName
    """)


def test_a_name_from_two_open_imports_conflicts_where_it_is_used() -> None:
    check("""
        module Main where
        import A (f)
        import B (f)
        x = f
            ^ ScopeConflict
        module A where
        f = 1
        module B where
        f = 1
    """)


def test_a_reexported_name_does_not_conflict_with_itself() -> None:
    check("""
        module Main where
        import A (f)
        import B as B
        x = f B.f
        module A (module B) where
        import B
        module B where
        f = 1
    """)


# ------------------------------------------------------------------ declarations


def test_values_without_signature_or_equation_and_twice() -> None:
    check("""
        module Main where
        x :: Int
        ^ OrphanTypeDeclaration
        y = 1
        z = y
        y = 2
        ^ RedefinedIdent
        w = 1
        w = 2
        ^ DuplicateValueDeclaration
        f a = a
        f a _ = a
        ^ ArgListLengthsDiffer
        foreign import z :: Int
                       ^ RedefinedIdent
    """)


def test_types_and_classes_that_conflict() -> None:
    check("""
        module Main where
        data A = B
        data A = C
             ^ DeclConflict
        data D = B
                 ^ DeclConflict
        class C
              ^ DeclConflict
        class E
        class E
              ^ DuplicateTypeClass
        type E = Int
             ^ DeclConflict
        data F = G | G
                     ^ DeclConflict
    """)


def test_a_type_that_is_declared_twice_is_one_mistake() -> None:
    check("""
        module Main where
        newtype T = T Int
        newtype T = T Int
                ^ DeclConflict
        data U = T
                 ^ DeclConflict
    """)


def test_kind_and_role_declarations_that_belong_to_nothing() -> None:
    check("""
        module Main where
        data A :: Type
             ^ OrphanKindDeclaration
        data B :: Type -> Type
        data B a = B
        type role B nominal
        type role B nominal
                  ^ DuplicateRoleDeclaration
        type role A nominal
                  ^ OrphanRoleDeclaration
        type S = B
        type role S nominal
                  ^ UnsupportedRoleDeclaration
        data N :: Type
             ^ OrphanKindDeclaration
        newtype N = N Int
        class K :: Constraint
        class K
    """)


def test_operators_and_instances_defined_twice() -> None:
    check("""
        module Main where
        infixl 6 f as +
        infixl 6 f as +
                      ^ MultipleValueOpFixities
        infixl 6 type T as +
        infixl 6 type T as +
                           ^ MultipleTypeOpFixities
        f = 1
        data T
        class C a
        instance c :: C Int
        instance c :: C T
                 ^ DuplicateInstance
        instance C T
    """)


def test_the_modules_of_the_compiler_cannot_be_defined() -> None:
    check("""
        module Prim.Mine where
               ^^^^^^^^^ CannotDefinePrimModules
        x = 1
    """)


def test_cycles() -> None:
    check("""
        module Main where
        x = y
        ^ CycleInDeclaration
        y = x
        ^ CycleInDeclaration
        f n = g n
        g n = f n
        type S = T
             ^ CycleInTypeSynonym
        type T = S
        data R = R R
        class D a <= C a
                     ^ CycleInTypeClassDeclaration
        class C a <= D a
        data K :: K
        data K
             ^ CycleInKindDeclaration
        h = let z = z in z
                ^ CycleInDeclaration
        i = let z n = z n in z
        l = do
          m
          l
        bind = 1
        discard = 1
        m = n where n = o
        ^ CycleInDeclaration
        o = m
        ^ CycleInDeclaration
        p = q where
          q = r
          ^ CycleInDeclaration
          r = q
          ^ CycleInDeclaration
    """)


def test_members_of_an_instance() -> None:
    check("""
        module Main where
        class C a where
          m :: a
          n :: a
        instance C Int where
          m = 1
          n = 2
          k :: Int
          ^ OrphanTypeDeclaration
    """)


# ------------------------------------------------------------------ expressions


def test_operator_conflicts() -> None:
    check("""
        module Main where
        infixl 6 f as +
        infixr 6 f as ++
        infix 4 f as ==
        foreign import f :: Int
        x = f + f ++ f
              ^^^^^^ MixedAssociativityError
        y = f == f == f
              ^^^^^^^ NonAssociativeError
        z (a + _) = a
             ^ InvalidOperatorInBinder
        w (a + _ + _) = a
             ^ InvalidOperatorInBinder
    """)


def test_local_names_that_overlap() -> None:
    check(r"""
        module Main where
        f x x = x
            ^ OverlappingArgNames
        g { x, y: x } = x
                  ^ OverlappingArgNames
        h =
          let
            a = 1
            b = a
            a = 2
            ^ OverlappingNamesInLet
            c :: Int
            ^ OrphanTypeDeclaration
          in a b
        i = \x x -> x
             ^ UnusedName
               ^ ShadowedName
    """)


def test_blocks_that_end_in_no_expression() -> None:
    check("""
        module Main where
        foreign import bind :: Int
        foreign import discard :: Int
        f = do
          _ <- discard
          ^^^^^^^^^^^^ InvalidDoBind
        g = do
          let _y = 1
          ^^^^^^^^^^ InvalidDoLet
        h = do
          bind <- discard
          ^^^^ CannotUseBindWithDo
          ^^^^ ShadowedName
          bind
    """)


def test_a_block_without_bind_in_scope_is_reported_once() -> None:
    check("""
        module Main where
        f m = do
              ^^ UnknownName
          _ <- m
          _ <- m
          m
    """)


def test_anonymous_arguments_where_they_have_no_place() -> None:
    check("""
        module Main where
        foreign import f :: Int
        x = f _
              ^ IncorrectAnonymousArgument
        y = (_ :: Int)
             ^ IncorrectAnonymousArgument
        z = [ _, f ]
              ^ IncorrectAnonymousArgument
    """)


def test_negation_needs_negate() -> None:
    check("""
        module Main where
        x = -1
            ^ UnknownName
        y (-1) = 2
    """)


# ------------------------------------------------------------------ warnings


def test_unused_and_shadowed_local_names() -> None:
    check(r"""
        module Main where
        f x = \y -> x
               ^ UnusedName
        g x = \x -> x
          ^ UnusedName
               ^ ShadowedName
        h _x = let z = 1 in 2
                   ^ UnusedName
        i f = f
          ^ ShadowedName
        j m = case m of
          { a, b } | c <- a -> 1
               ^ UnusedName
        k = o where
          o n = o n
        l x =
          let
            { x } = x
          in x
    """)


def test_names_in_ado_are_not_looked_at_for_shadowing() -> None:
    check("""
        module Main where
        foreign import map :: Int
        f x = ado
          x <- x
          in x
    """)


def test_unused_and_shadowed_type_variables() -> None:
    check("""
        module Main where
        f :: forall a b. a -> (forall a. a) -> a
                      ^ UnusedTypeVar
                                      ^ ShadowedTypeVar
        f x _ = x
        class C a where
          m :: forall a. a
                      ^ ShadowedTypeVar
        g :: forall k (a :: k). Int -> Int
        g x = (x :: forall c. Int)
                           ^ UnusedTypeVar
    """)


def test_unused_declarations() -> None:
    check("""
        module Main (main) where
        main = used
        used = 1
        unused = used
        ^^^^^^ UnusedDeclaration
        recursive n = recursive n
        foreign import outside :: Int
        infixl 1 byOperator as +
        byOperator = 1
    """)


def test_a_variable_in_a_member_shadows_the_member() -> None:
    check("""
        module Main where
        data T = T
        class C a where
          label :: a -> a
        instance C T where
          label x = (\\label -> label) x
                      ^^^^^ ShadowedName
    """)


def test_an_instance_that_is_named_like_a_value_is_reported_wherever_it_stands() -> None:
    check("""
        module Main where
        data T = T
        class C a
        before = T
        instance before :: C T
                 ^^^^^^ RedefinedIdent
        instance after :: C Int
                 ^^^^^ RedefinedIdent
        after = T
    """)


def test_what_ado_implies_does_not_use_a_local_name() -> None:
    check("""
        module Main where
        foreign import f :: Int
        x = let
            map = f
            ^^^ UnusedName
          in ado
            _ <- f
            in f
    """)


def test_an_unknown_name_suggests_the_nearest() -> None:
    program = load("module Main where\nlength' = 1\nlenght = 2\nx = lengt\n")
    ((_, _, _, problem),) = program["Main"].diagnostics
    assert problem.problem == UnknownName(Space.VALUE, "lengt", ("lenght", "length'"))

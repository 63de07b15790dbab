"""One small program for each diagnostic of imports and exports, with marks where it is reported."""

from tests.names.program import check

# ------------------------------------------------------------------ imports


def test_mistakes_in_imports_are_reported_once_and_there() -> None:
    check("""
        module Main where
        import Nowhere (a, B(..))
               ^^^^^^^ ModuleNotFound
        import A (f, T(U), class C)
                  ^ UnknownImport
                     ^^^^ UnknownImportDataConstructor
                           ^^^^^^^ UnknownImport
        x :: B -> T
        x _ = f a U
        module A where
        data T = T
    """)


def test_what_a_wrong_import_was_meant_to_bring_is_not_unknown() -> None:
    check("""
        module Main (module Nowhere, x, y, z) where
        import A (fx, Tx(..), class Cx)
                  ^^ UnknownImport
                      ^^^^^^ UnknownImport
                              ^^^^^^^^ UnknownImport
        import Nowhere.Else (n)
               ^^^^^^^^^^^^ ModuleNotFound
        x :: C T => T
        x = U f
        y = n
        z :: Int
        z = g
            ^ UnknownName
        module A where
        data T = U Int
        f = 1
        class C a
    """)


def test_what_an_import_that_does_not_parse_may_bring_is_not_unknown() -> None:
    check("""
        module Main (module A, x, y, z) where
        import A (Tx.., f)
                  ^^^^ ErrorParsingModule
        import B as
                 ^^ ErrorParsingModule
        import C (c) M
                     ^ ErrorParsingModule
        import D (d)
        x :: T -> Int
        x (U _) = f
        y = [M.c, N.b, d]
        z :: Int
        z = g
            ^ UnknownName
        module A where
        data T = U Int
        f = 1
        module B where
        b = 1
        module C where
        c = 1
        module D where
        d = 1
    """)


def test_unused_imports() -> None:
    check("""
        module Main where
        import A
        ^^^^^^^^ UnusedImport
        import B (x, y)
                     ^ UnusedExplicitImport
        import C as C
        ^^^^^^^^^^^^^ UnusedImport
        import D (T(..), U(V, W))
                  ^^^^^ UnusedDctorImport
                         ^^^^^^^ UnusedDctorExplicitImport
        import E (e)
        ^^^^^^^^^^^^ UnusedImport
        f :: T -> U
        f _ = V x
        module A where
        a = 1
        module B where
        x = 1
        y = 1
        module C where
        c = 1
        module D where
        data T = T
        data U = V Int | W
        module E where
        e = 1
    """)


def test_open_imports_beyond_one() -> None:
    check("""
        module Main where
        import A
        ^^^^^^^^ ImplicitImport
        import B hiding (c)
        ^^^^^^^^^^^^^^^^^^^ HidingImport
        x = a b
        module A where
        a = 1
        module B where
        b = 1
        c = 1
    """)


def test_repeated_imports() -> None:
    check("""
        module Main where
        import A (a)
        import A (a)
        ^^^^^^^^^^^^ DuplicateImport
        import A (b)
        ^^^^^^^^^^^^ DuplicateSelectiveImport
        import B (c, c)
                     ^ DuplicateImportRef
        x = a b c
        module A where
        a = 1
        b = 1
        module B where
        c = 1
    """)


def test_several_modules_under_one_alias() -> None:
    check("""
        module Main (module X, y) where
        import A as Q
        ^^^^^^^^^^^^^ ImplicitQualifiedImport
        import B as Q
        ^^^^^^^^^^^^^ ImplicitQualifiedImport
        import C as X
        ^^^^^^^^^^^^^ ImplicitQualifiedImportReExport
        y = Q.a Q.b
        module A where
        a = 1
        module B where
        b = 1
        module C where
        c = 1
    """)


def test_hiding_a_type_with_its_constructors_hides_both_and_a_bare_type_hides_nothing() -> None:
    check("""
        module Main where
        import A hiding (T(..), S, x)
        y = x
            ^ UnknownName
        z = T
            ^ UnknownName
        s = V
        module A where
        data T = T
        data S = V
        x = 1
    """)


# ------------------------------------------------------------------ exports


def test_exports_that_are_not_there() -> None:
    check("""
        module Main (x, T(B), module Y, y, y) where
                     ^ UnknownExport
                        ^^^^ UnknownExportDataConstructor
                              ^^^^^^^^ UnknownExport
                                           ^ DuplicateExportRef
        data T = A
        y = A
    """)


def test_conflicting_reexports() -> None:
    check("""
        module Main (module A, module B) where
                               ^^^^^^^^ ExportConflict
        import A (f)
        import B (g, T(..))
        import C as B
        ^^^^^^^^^^^^^ ImplicitQualifiedImportReExport
        module A where
        f = 1
        module B where
        data T = T
        g = 1
        module C where
        data T = U
        f = 2
    """)


def test_an_ambiguous_reexport() -> None:
    check("""
        module Main (module A) where
                     ^^^^^^^^ ScopeConflict
        import A
        ^^^^^^^^ ImplicitImport
        import B
        ^^^^^^^^ ImplicitImport
        module A where
        f = 1
        module B where
        f = 1
    """)


def test_what_an_export_needs_beside_it() -> None:
    check(r"""
        module Main (class C, T(A), (+), (:), type (/\), f, class E) where
                     ^^^^^^^ TransitiveExportError
                              ^^^^ TransitiveDctorExportError
                                    ^^^ TransitiveExportError
                                         ^^^ TransitiveDctorExportError
                                              ^^^^^^^^^ TransitiveExportError
                                                         ^ TransitiveExportError
                                                            ^^^^^^^ TransitiveExportError
        class C a where
          member :: a
        data T = A | B
        infixl 6 plus as +
        infixl 6 D as :
        infixl 6 type H as /\
        data H a b
        data D = D
        plus :: Int
        plus = 1
        f :: H Int Int
        f = member
        class F a
        class F a <= E a
    """)


def test_a_type_that_is_exported_under_another_name_is_one_mistake() -> None:
    check("""
        module Main (f, class Lost, class E, g) where
                        ^^^^^^^^^^ UnknownExport
        class Found a where
          found :: a -> Int
        class Found a <= E a
        f :: forall a. Found a => a -> Int
        f = found
        data Hidden = Hidden
        g :: Hidden -> Int
        g _ = 1
    """)

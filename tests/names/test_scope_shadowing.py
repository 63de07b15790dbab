"""A name that prevails over what an open import brings: the warning at each use (names/modules/scope.py)."""

from tests.names.program import check


def test_an_explicit_import_prevails_over_an_open_one_with_a_warning() -> None:
    check("""
        module Main where
        import A
        import B (f)
        x = f g
            ^ ScopeShadowing
        module A where
        f = 1
        g = 1
        module B where
        f = 1
    """)


def test_a_definition_prevails_over_an_open_import_with_a_warning() -> None:
    check("""
        module Main where
        import A
        f = g
        x = f f
            ^ ScopeShadowing
              ^ ScopeShadowing
        module A where
        f = 1
        g = 1
    """)


def test_each_use_of_a_name_that_prevails_has_a_warning_whatever_kind_of_name_it_is() -> None:
    check("""
        module Main (T, class C, t, u, module B) where
                                       ^^^^^^^^ ScopeShadowing
                                       ^^^^^^^^ ScopeShadowing
        import A
        import B (type (~>), (%))
        data T = T
        class C a
        t :: T ~> T
             ^ ScopeShadowing
               ^^ ScopeShadowing
                  ^ ScopeShadowing
        t T = T % T
          ^ ScopeShadowing
              ^ ScopeShadowing
                ^ ScopeShadowing
                  ^ ScopeShadowing
        u :: C Int => Int
             ^ ScopeShadowing
        u = one
        instance C T
                 ^ ScopeShadowing
                   ^ ScopeShadowing
        infixl 6 T as +
                 ^ ScopeShadowing
        module A where
        infixl 6 f as %
        infixl 6 type T as ~>
        f _ _ = one
        one = 1
        data T = T
        class C a
        module B where
        infixl 6 f as %
        infixl 6 type T as ~>
        f _ _ = 1
        data T = T
    """)


def test_a_name_of_the_syntax_is_used_by_each_statement() -> None:
    check("""
        module Main where
        import A
        x = do
            ^^ ScopeShadowing
            ^^ ScopeShadowing
          1
          a <- 1
          2
          ^ ScopeShadowing
          b <- a
          ^^^^^^ ScopeShadowing
          b
        y = ado
            ^^^ ScopeShadowing
          a <- 1
          b <- 2
          c <- 3
          ^^^^^^ ScopeShadowing
          in a b c
        z = -x
            ^ ScopeShadowing
        bind = 1
        discard = 1
        negate = 1
        apply = 1
        module A where
        bind = 2
        discard = 2
        negate = 2
        apply = 2
        map = 2
    """)


def test_a_type_of_the_module_prevails_over_one_of_prim_with_a_warning_at_each_use() -> None:
    check("""
        module Main where
        data Row = Row
        f :: Row -> Row
             ^^^ ScopeShadowing
                    ^^^ ScopeShadowing
        f r = r
    """)

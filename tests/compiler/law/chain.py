"""Modules in a chain and a diamond that rely on each other in every way that an interface has.

Base is imported by Middle and Side, both by Top, that by Main; Stray has instances that every module meets and none imports. Each
alternative changes what modules one, two or three away see: types behind synonyms and newtypes, constructors, superclasses,
functional dependencies, chains of instances, fixities, roles, kinds, inferred types, what is exported and what is
warned of. Next to nothing of the library is used, so that a from-scratch check is quick.
"""

from __future__ import annotations

from typing import Final

from tests.compiler.law.program import Program, Variants

BASE: Final[Variants] = (
    (
        "module Base where",
        "module Base (Age, Alias, Colour(..), Box(..), Phantom(..), Fields, class Sized, size, class To, to, "
        "class Pick, pick, join, (&), start, same, old, Inner, Tagged) where",
        "module Base (Age(..), Alias, Colour, Box(..), Phantom(..), Fields, class Sized, size, class To, to, "
        "class Pick, pick, join, (&), start, same, old, Inner, Tagged) where",
        "module Base (module Base, module Type.Proxy) where",
        "module Lowest where",
        "module Middle where",
    ),
    (
        "import Type.Proxy (Proxy(..))",
        "import Type.Proxy",
        "import Type.Proxy as P\n\nimport Prim.TypeError (class Warn, Text)",
        "import Type.Proxy (Proxy(..))\nimport Prim.TypeError (class Warn, Text)",
        "import Type.Proxy (Proxy(..), Gone)\nimport Top",
        "",
    ),
    (
        "newtype Age = Age Int",
        "newtype Age = Age String",
        "newtype Age = Age Inner",
        "newtype Age = Years Int",
        "data Age = Age Int",
        "data Age = Age Int | Unknown",
    ),
    (
        "newtype Inner = Inner Int",
        "newtype Inner = Inner String",
        "data Inner = Inner Int",
        "type Inner = Int",
    ),
    (
        "type Alias = Int",
        "type Alias = String",
        "type Alias = Age",
        "newtype Alias = Alias Int",
        "type Alias a = a",
    ),
    (
        "data Colour = Red | Green | Blue",
        "data Colour = Red | Green | Blue | White",
        "data Colour = Red | Green",
        "data Colour = Green | Red | Blue",
        "data Colour = Red Int | Green | Blue",
        "",
    ),
    (
        "newtype Box a = Box a",
        "newtype Box a = Box (Array a)",
        "data Box a = Box a",
        "newtype Box :: Type -> Type\nnewtype Box a = Box Int",
        "newtype Box f = Box (f Int)",
    ),
    (
        "data Phantom a = Phantom",
        "data Phantom a = Phantom\n\ntype role Phantom nominal",
        "data Phantom a = Phantom\n\ntype role Phantom representational",
        "data Phantom :: forall k. k -> Type\ndata Phantom a = Phantom",
        "data Phantom :: Symbol -> Type\ndata Phantom a = Phantom",
        "data Phantom a = Phantom a",
        "foreign import data Phantom :: Type -> Type",
    ),
    (
        "type Fields r = { age :: Age, name :: String | r }",
        "type Fields r = { age :: Int, name :: String | r }",
        "type Fields r = { name :: String | r }",
        "type Fields r = { age :: Alias, name :: Colour | r }",
    ),
    (
        "class Sized a where\n  size :: a -> Int",
        "class Sized a where\n  size :: a -> Alias",
        "class Sized a where\n  size :: a -> Int\n  more :: a",
        "class Pick a <= Sized a where\n  size :: a -> Int",
        "class Pikc a <= Sized a where\n  size :: a -> Int",
        "class Sized :: (Type -> Type) -> Constraint\nclass Sized f where\n  size :: f Int -> Int",
        "",
    ),
    ("class Pick a where\n  pick :: a -> String", "class Pick a where\n  pick :: a -> Colour", ""),
    (
        "class To a b | a -> b where\n  to :: a -> b",
        "class To a b where\n  to :: a -> b",
        "class To a b | b -> a where\n  to :: a -> b",
        "class To a b | a -> b, b -> a where\n  to :: a -> b",
    ),
    (
        "instance sizedInt :: Sized Int where\n  size n = n",
        "",
        "instance sizedInt :: Sized Int where\n  size _ = 0",
        "instance sizedNumber :: Sized Int where\n  size n = n",
        "instance sizedInt :: Sized Age where\n  size _ = 1",
    ),
    (
        'instance pickInt :: Pick Int where\n  pick _ = "int"\nelse instance pickAny :: Pick a where\n  pick _ = "any"',
        'instance pickAny :: Pick a where\n  pick _ = "any"\nelse instance pickInt :: Pick Int where\n  pick _ = "int"',
        'instance pickInt :: Pick Int where\n  pick _ = "int"',
        'instance pickInt :: Pick Int where\n  pick _ = "int"\n\ninstance pickAny :: Pick a where\n  pick _ = "any"',
        'instance pickAge :: Pick Age where\n  pick _ = "age"\n'
        'else instance pickAny :: Sized a => Pick a where\n  pick _ = "any"',
    ),
    (
        "infixl 6 join as &",
        "infixr 6 join as &",
        "infix 6 join as &",
        "infixl 6 first as &",
        "infixl 1 join as &",
        "infixl 6 join as &\n\ninfixr 5 type Box as &",
        "",
    ),
    (
        "join :: Int -> Int -> Int\njoin a _ = a",
        "join a _ = a",
        "join :: Int -> Int -> Box Int\njoin a _ = Box a",
        "join :: forall a. a -> a -> a\njoin a _ = a",
    ),
    (
        "first a _ = a",
        "first :: String -> String -> String\nfirst a _ = a",
        "",
        "first a = join a a",
    ),
    (
        "start = 1",
        "-- nova-ignore MissingTypeDeclaration\nstart = 1",
        "start = 1 -- nova-ignore MissingTypeDeclaration, UnknownName",
        'start = "one"',
        "start = Age 1",
        "start :: Int\nstart = 1",
        "start :: Alias\nstart = 1",
        "start = { age: 1 }",
        "start = later",
        "start = start2\n\nstart2 = start",
        "start = Red",
    ),
    (
        "same x = x",
        "same :: forall a. a -> a\nsame x = x",
        "same x = [x]",
        "same x = size x",
        "same x y = pick x",
        "same x = x.age",
        "same :: _ -> Int\nsame x = x",
    ),
    (
        "old :: Int -> Int\nold x = x",
        'old :: Warn (Text "old") => Int -> Int\nold x = x',
        "old x = x",
        "old :: Partial => Int -> Int\nold 1 = 1",
        "foreign import old :: Int -> Int",
    ),
    (
        "data Tagged (t :: Symbol) = Tagged",
        "data Tagged t = Tagged",
        "type Tagged (t :: Symbol) = Proxy t",
        "",
    ),
)

MIDDLE: Final[Variants] = (
    (
        "module Middle (module Middle, module Base) where",
        "module Middle where",
        "module Middle (module Middle, Colour(..), start, class Sized, size) where",
        "module Middle (module B, next, Wrapped, Person(..)) where",
        "module Central (module Middle, module Base) where",
    ),
    (
        "import Base",
        "import Base as Base",
        "import Base hiding (start, Colour)",
        "import Base (Age(..), Alias, Colour(..), Box, Fields, class Sized, size, class To, class Pick, start, same, (&))",
        "import Base as B\nimport Base (class Sized, size)",
        "import Base (Age, Fields)\nimport Base hiding (join, Age(..))",
        "import Top\nimport Base",
        "import Missing\nimport Base",
    ),
    (
        "next = start",
        "next = same start",
        "next :: Int\nnext = start",
        "next x = same x",
        "next = [start]",
        "start = 2",
    ),
    (
        "newtype Person = Person (Fields ())",
        "newtype Person = Person (Fields (extra :: Colour))",
        "type Person = Fields ()",
    ),
    (
        "newtype Wrapped = Wrapped Age",
        "data Wrapped = Wrapped Age",
        "newtype Wrapped = Wrapped Alias",
        "type Wrapped = Age",
    ),
    (
        "derive newtype instance sizedWrapped :: Sized Wrapped",
        "",
        "instance sizedWrapped :: Sized Wrapped where\n  size (Wrapped _) = 1",
    ),
    (
        "instance sizedAge :: Sized Age where\n  size (Age n) = n",
        "derive newtype instance sizedAge :: Sized Age",
        "",
    ),
    (
        "class Sized a <= Heavy a where\n  heavy :: a -> Int",
        "class (Sized a, Pick a) <= Heavy a where\n  heavy :: a -> Int",
        "class Heavy a where\n  heavy :: a -> Int",
        "class Heavy a <= Sized a where\n  heavy :: a -> Int",
        "class Sized a <= Heavy a b | b -> a where\n  heavy :: a -> b",
    ),
    (
        "instance heavyInt :: Heavy Int where\n  heavy = size",
        "instance heavyAny :: Sized a => Heavy a where\n  heavy = size",
        "",
    ),
    (
        "instance toAge :: To Age Int where\n  to (Age n) = n",
        "instance toAge :: To Age String where\n  to _ = pick 1",
        "instance toAge :: To Age Int where\n  to _ = 1\n\ninstance toInt :: To Int Int where\n  to n = n",
        "",
    ),
    (
        "instance toWrapped :: To Wrapped Int where\n  to _ = 1",
        "instance toWrapped :: To Wrapped String where\n  to _ = pick 1",
        "instance toPerson :: To Person (Box Wrapped) where\n  to _ = to 1",
        "",
    ),
    (
        "shade :: Colour -> Int\nshade Red = 1\nshade Green = 2\nshade Blue = 3",
        "shade = case _ of\n  Red -> 1\n  _ -> 2",
        "shade Red = 1",
    ),
    ("three = 1 & 2 & 3", "three a = a & a & a", "infixr 2 first as &\n\nthree = 1 & 2 & 3"),
    (
        "type Deep = Box Alias",
        "newtype Deep = Deep Alias",
        "data Deep = Deep (Phantom Int)",
        'type Deep = Tagged "deep"',
    ),
    (
        "data Later = Later Deep Wrapped",
        "data Later = Later (Phantom Later)",
        "",
        "newtype Later a = Later (Box a)",
    ),
)

SIDE: Final[Variants] = (
    (
        "module Side where",
        "module Side (module Base, side) where",
        "module Side (side, Age) where",
        "module Middle where",
    ),
    (
        "import Base",
        "import Base (class Sized, class Pick, Box(..), Age(..), old)",
        "import Middle",
        "import Base as B",
        "-- nova-ignore UnusedImport, ImplicitImport\nimport Base as B",
    ),
    (
        "instance sizedString :: Sized String where\n  size _ = 1",
        "",
        "instance sizedString :: Sized String where\n  size _ = old 1",
        "instance sizedInt :: Sized Int where\n  size _ = 2",
        "instance sizedAll :: Sized a where\n  size _ = 3",
    ),
    (
        'instance pickBox :: Pick (Box a) where\n  pick _ = "box"',
        "",
        'instance pickBox :: Pick (Box Int) where\n  pick _ = "box"\n'
        'else instance pickBoxes :: Sized a => Pick (Box a) where\n  pick _ = "boxes"',
    ),
    (
        'data Mark = Mark\n\ninstance pickMark :: Pick Mark where\n  pick _ = "mark"',
        "newtype Mark = Mark Age\n\nderive newtype instance sizedMark :: Sized Mark",
        "data Mark = Mark\n\ninstance sizedMark :: Sized Mark where\n  size _ = 4",
        "data Mark = Mark",
    ),
    (
        "side = old 1",
        "side x = old x",
        'side = size "side"',
        "side (Box x) = pick (Box x)",
        "side = ?hole",
    ),
)

TOP: Final[Variants] = (
    (
        "module Top where",
        "module Top (final, weight, module S, shades) where",
        "module Top (module Middle, module Top) where",
        "module Apex where",
    ),
    (
        "import Middle\nimport Safe.Coerce (coerce)\nimport Side as S",
        "import Middle\nimport Safe.Coerce (coerce)",
        "import Middle (Age(..), Alias, Colour(..), Deep, Person(..), Phantom, Wrapped(..), heavy, next, pick, same, start, to, (&))"
        "\nimport Safe.Coerce (coerce)\nimport Side as S",
        "import Base\nimport Middle hiding (next)\nimport Safe.Coerce (coerce)\nimport Side",
        "import Main (main)\nimport Middle\nimport Safe.Coerce (coerce)\nimport Side as S",
    ),
    (
        "final = next",
        "final = same next",
        "final :: Int\nfinal = next",
        "final = S.side",
        "next = final\n\nfinal = next",
    ),
    (
        "weight x = heavy x",
        "weight :: Int -> Int\nweight x = heavy x",
        'weight = size "w"',
        "weight x = size x & heavy x",
    ),
    (
        "peeled :: Array Wrapped -> Array Int\npeeled = coerce",
        "peeled :: Wrapped -> Alias\npeeled = coerce",
    ),
    (
        "through :: Phantom Age -> Phantom Int\nthrough = coerce",
        "through :: Box Age -> Box Int\nthrough = coerce",
        "",
    ),
    (
        "shades = case _ of\n  Red -> 1\n  Green -> 2\n  Blue -> 3",
        "shades :: Colour -> Int\nshades Red = 1\nshades Green = 2",
        "shades (Red) = 1\nshades White = 2\nshades _ = 3",
    ),
    (
        "who :: Person -> String\nwho (Person p) = p.name",
        "who (Person p) = p.age",
        "who (Person { name }) = name",
    ),
    (
        "wrapped = to (Wrapped (Age 1))",
        "wrapped :: Int\nwrapped = to (Wrapped (Age 1))",
        "wrapped x = to (Wrapped x)",
    ),
    ("marked = pick S.Mark", "marked = S.size S.Mark", "marked x = pick [x, S.Mark]", ""),
    ("converted = to (Age 1)", "converted :: Int\nconverted = to (Age 1)", "converted x = to x"),
    ('picked = pick "x"', "picked x = pick [x]", "picked = pick (Age 1)", "picked x = pick x"),
    ("five = 1 & 2 & 3", "five = old (1 & 2)", "five x = size x & 2 & 3"),
    (
        "deep :: Deep\ndeep = coerce 1",
        "deep :: Deep -> Int\ndeep = coerce",
        "type Deeper = Array Deep",
    ),
    ("unused :: Int\nunused = 1", "", "shadowing final = final", "unused = Gone"),
)

MAIN: Final[Variants] = (
    (
        "module Main where",
        "module Main (main) where",
        "module Main (main, module Top) where",
        "module Stray where",
    ),
    (
        "import Top (final, picked, weight)\nimport Middle as M",
        "import Top\nimport Middle as M\nimport Side (side)",
        "import Top as T\nimport Top (final)\nimport Stray",
        "import Base hiding (Age)\nimport Top",
        "import Top hiding (final)\nimport Apex (final)",
    ),
    (
        "main = final",
        "main :: Int\nmain = final",
        "main = { final, weight: weight 1 }",
        "main = T.final",
    ),
    (
        "shown = weight 1",
        "shown = picked",
        "shown = M.shade M.Red",
        'shown = weight "x"',
        "shown = M.start",
    ),
    ("strayed x = M.size x", "strayed = M.size [1]", "strayed = M.size true", ""),
)

STRAY: Final[Variants] = (
    (
        "module Stray where",
        "module Stray (Extra) where",
        "module Strayed where",
        "module Side where",
    ),
    (
        "import Base (class Sized, class Pick)",
        "import Middle",
        "import Base",
        "import Main\nimport Base",
    ),
    (
        "instance sizedArray :: Sized (Array a) where\n  size _ = 1",
        "instance sizedArray :: Sized (Array Int) where\n  size _ = 1",
        "instance sizedBoolean :: Sized Boolean where\n  size _ = 1",
        "instance sizedInt :: Sized Int where\n  size _ = 3",
        "",
    ),
    ("data Extra = Extra", "data Extra = Extra | Gone", "newtype Extra = Extra Int"),
    (
        'instance Pick Extra where\n  pick _ = "extra"',
        "instance Sized Extra where\n  size _ = 1",
        "instance Pikc Extra where\n  pick x = size [ x ]\n  gone y = [ y, nowhere ]",
        "rigid :: forall a. Sized a => a -> String\nrigid x = pick x",
        "",
    ),
)

PROXY: Final[Variants] = (
    (
        "module Type.Proxy where",
        "module Type.Proxy (Proxy) where",
        "module Base where",
        "module Side where",
    ),
    (
        "data Proxy :: forall k. k -> Type\ndata Proxy a = Proxy",
        "data Proxy a = Proxy a",
        "newtype Proxy a = Proxy Int",
        "data Proxy :: Symbol -> Type\ndata Proxy a = Proxy",
        "data Gone = Gone",
    ),
)

TWIN: Final[Variants] = (
    (
        "module Middle where",
        "module Base where",
        "module Top where",
        "module Missing where",
        "module Data.Unit where",
    ),
    ("import Base", "", "import Side"),
    ('next = "twin"', "start = 1", "final = 2", "data Unit = Unit"),
    (
        'instance pickTwin :: Pick String where\n  pick _ = "twin"',
        "instance sizedInt :: Sized Int where\n  size n = n",
        "",
    ),
)

FILES: Final = {
    "Base.nova": BASE,
    "Middle.nova": MIDDLE,
    "Side.nova": SIDE,
    "Top.nova": TOP,
    "Main.nova": MAIN,
    "Stray.nova": STRAY,
    "Another.nova": TWIN,
    "Proxy.nova": PROXY,
}

_ALTERNATIVES: Final = tuple(
    dict.fromkeys(
        alternative
        for variants in FILES.values()
        for alternatives in variants
        for alternative in alternatives
        if alternative
    )
)

_WORDS: Final = (
    "Age", "Alias", "Base", "Box", "Colour", "Deep", "Fields", "Green", "Heavy", "Inner", "Int", "Middle", "Person",
    "Phantom", "Pick", "Proxy", "Red", "Side", "Sized", "String", "Symbol", "To", "Top", "Type", "Wrapped",
    "age", "final", "first", "heavy", "join", "name", "next", "old", "pick", "same", "shade", "side", "size", "start",
    "to", "weight", "a", "b", "x", "_", "1", "hiding", "as",
)  # fmt: skip

CHAIN: Final = Program(
    FILES, frozenset(("Another.nova", "Proxy.nova")), _ALTERNATIVES, _WORDS, on_library=False
)

"""Five small modules that import each other, and paragraphs that may come to stand in any of them.

Paragraphs are divided by empty lines; edits of the law move, copy, remove and exchange them.
"""

SHAPE = """\
module Shape (Shape(..), class Area, area, Wrapper(..), Pair, double, (<+>), plus, unit1, Labelled) where

import Prelude

import Data.Maybe (Maybe(..))

-- | Something to look at.
data Shape = Circle Int | Square Int

newtype Wrapper a = Wrapper a

type Pair a = { first :: a, second :: a }

type Labelled r = { label :: String | r }

class Area a where
  area :: a -> Int

instance areaShape :: Area Shape where
  area (Circle r) = r * 3
  area (Square s) = s * s

instance areaInt :: Area Int where
  area n = n

derive instance eqShape :: Eq Shape

double :: forall a. a -> Pair a
double x = { first: x, second: x }

infixl 6 plus as <+>

plus :: Int -> Int -> Int
plus a b = a + b

unit1 = 1

hidden = Just unit1
"""

MEASURE = """\
module Measure where

import Prelude

import Data.Maybe (Maybe(..), fromMaybe)
import Shape (Shape(..), class Area, area, Wrapper(..), double, (<+>))

instance areaWrapper :: Area a => Area (Wrapper a) where
  area (Wrapper a) = area a

biggest :: Shape -> Shape -> Shape
biggest a b = if area a > area b then a else b

total x y = area x <+> area y

twice s = (double s).first

sizeOf :: Maybe Shape -> Int
sizeOf m = fromMaybe 0 (map area m)

classify :: Shape -> String
classify = case _ of
  Circle r | r > 10 -> "big"
  Circle _ -> "round"
  Square _ -> "flat"
"""

TEXT = """\
module Text (module Text, module Shape) where

import Prelude

import Data.Array as Array
import Shape (double, unit1)

class Render a where
  render :: a -> String
  renderAll :: Array a -> String

instance Render Int where
  render = show
  renderAll xs = joined (map render xs)

instance Render String where
  render s = s
  renderAll = joined

joined :: Array String -> String
joined xs = case Array.uncons xs of
  _ -> "joined"

isEven n = if n == 0 then true else isOdd (n - 1)

isOdd n = if n == 0 then false else isEven (n - 1)

data Tree a = Leaf | Node (Tree a) a (Tree a)

size :: forall a. Tree a -> Int
size Leaf = 0
size (Node l _ r) = size l + 1 + size r
"""

MAIN = """\
module Main where

import Prelude

import Data.Maybe (Maybe(..))
import Effect.Console (log)
import Measure as M
import Measure (biggest, total)
import Shape (Shape(..), Wrapper(..), area)
import Text hiding (size)

instance Render Shape where
  render s = M.classify s
  renderAll _ = "shapes"

main = do
  log (render (biggest (Circle 1) (Square 2)))
  log (show (total (Circle 1) (Square unit1)))
  log (show (isEven 4))

wrapped :: Int
wrapped = area (Wrapper (Circle 3))

maybeTwice = M.twice (Just wrapped)
"""

SPARE = """\
module Spare (Spare(..), spare) where

import Shape (Shape)

newtype Spare = Spare Shape

spare :: Shape -> Spare
spare = Spare
"""

MODULES = {
    "Shape.nova": SHAPE,
    "Measure.nova": MEASURE,
    "Text.nova": TEXT,
    "Main.nova": MAIN,
    "Spare.nova": SPARE,
}

PARAGRAPHS = (
    # values, with and without signatures
    "unit1 = 2",
    "-- nova-ignore MissingTypeDeclaration, UnusedImport",
    "-- nova-ignore UnknownName\nunit1 = nowhere 1",
    "size = 3 -- nova-ignore MissingTypeDeclaration, Misspelt",
    'unit1 = "one"',
    "unit1 :: Int\nunit1 = 1",
    "plus :: Int -> Int -> Int\nplus a b = a - b",
    "plus a b = a",
    "plus :: String -> String -> String\nplus a b = a <> b",
    "helper x = isEven x",
    "helper = joined",
    "isEven = const true",
    "isOdd :: Int -> Boolean\nisOdd n = n > 1",
    "total :: Shape -> Shape -> Int\ntotal x y = area x",
    "twice x = x",
    "size = 3",
    "first a = second a\n\nsecond a = third a\n\nthird a = first a",
    "loop = loop",
    "hole = ?what",
    'wrong :: Int\nwrong = "text"',
    "unknown = nowhere 1",
    "local x = let y = x\n              z = y\n          in z",
    "shadow area = area",
    "record r = r.first",
    "update r = r { first = 1 }",
    "partial (Circle r) = r",
    "operator = 1 <+> 2 <+> 3",
    "foreign import now :: Int",
    # types
    "data Shape = Circle Int | Square Int | Dot",
    "data Shape = Circle String",
    "newtype Shape = Circle Int",
    "type Shape = Int",
    "data Tree a = Leaf a",
    "data Pair a = Pair a a",
    "type Pair a = { first :: a, second :: Int }",
    "type Alias = Other\n\ntype Other = Alias",
    "data Phantom :: Type -> Type\ndata Phantom a = Phantom",
    "type Loop = Array Loop",
    "data Left = Left Right\n\ndata Right = Right Left",
    "data Tag = Tag (Labelled ())",
    "data Coloured = Red | Green\n\nderive instance Eq Coloured",
    "newtype Wrapper a = Wrapper (Array a)",
    "newtype Wrapper a = Hidden a",
    # classes and instances
    "class Area a where\n  area :: a -> Number",
    "class Area a where\n  area :: a -> Int\n  edge :: a -> Int",
    "class Render a <= Area a where\n  area :: a -> Int",
    "class Render a where\n  render :: a -> String",
    "class Convert a b | a -> b where\n  convert :: a -> b",
    "instance Convert Int String where\n  convert = show",
    "instance Area Boolean where\n  area _ = 0",
    "instance areaInt :: Area Int where\n  area n = n + 1",
    "instance Area Int where\n  area n = n",
    'instance Render Boolean where\n  render _ = "b"\n  renderAll _ = "bs"',
    'instance Render a => Render (Array a) where\n  render = renderAll\n  renderAll _ = ""',
    "derive instance Ord Shape",
    "derive instance Eq a => Eq (Tree a)",
    "instance Show Shape where\n  show = render",
    "instance Eq Shape where\n  eq _ _ = true",
    # operators
    "infixl 6 plus as <+>",
    "infixr 2 plus as <+>",
    "infix 4 total as <+>",
    # headers and imports
    "module Shape where",
    "module Shape (Shape, area) where",
    "module Shape (module Shape, module Data.Maybe) where",
    "module Text where",
    "module Text (Render) where",
    "module Measure (biggest, total, classify) where",
    "module Renamed where",
    "module Spare where",
    "import Shape",
    "import Shape as S",
    "import Shape (area)",
    "import Shape hiding (area)",
    "import Text",
    "import Text (render, isEven)",
    "import Measure",
    "import Main",
    "import Spare (Spare(..))",
    "import Missing (thing)",
    "import Data.Tuple (Tuple(..))",
    "import Data.Maybe",
    "import Prelude hiding (show)",
    # what is half-written
    "broken = (",
    "broken = case x of",
    "broken ::",
    "instance Area",
    "{- open",
    "-}",
    "-- only a comment",
    "-- | Documentation.\n",
    "  indented = 1",
    'text = """raw',
    "where",
)

WORDS = (
    "area", "plus", "total", "double", "unit1", "render", "renderAll", "isEven", "isOdd", "joined", "size",
    "biggest", "twice", "classify", "wrapped", "main", "spare", "log", "show", "map", "nowhere", "hidden",
    "Shape", "Circle", "Square", "Wrapper", "Pair", "Area", "Render", "Tree", "Leaf", "Node", "Int", "String",
    "Maybe", "Just", "Spare", "Text", "Measure", "Main", "Prelude", "M", "S", "Eq", "Labelled", "Labelled2",
    "first", "a", "x",
)  # fmt: skip

PIECES = (
    " ", "\n", "\n\n", "\n  ", "(", ")", "{", "}", "[", "]", "{-", "-}", "-- ", "-- | doc\n", '"', '"""', "'", "=",
    "::", "->", "=>", ",", ".", "x", "Y", "1", "1.0", "where", "let", "in", "do", "of", "module", "import",
    "class", "instance", "derive ", "data ", "newtype ", "type ", "infixl 1 ", "forall a. ", "@", "\\", "`", "_", "?h",
    "é", "𝒳", "\r", "\r\n", "\t", ";", "|", "<-", "<+>",
)  # fmt: skip

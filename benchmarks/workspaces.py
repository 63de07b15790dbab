"""Workspaces made up for measuring: one large module among fifty others.

The large module has functions of eight lines, all signed, of the forms that programs are made of: case with guards, let and
where, record updates, do in Maybe and Effect, class constraints, operators, recursion over a tree. Each calls others of the module,
of the small modules and of the standard library; the last five small modules import the large one.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

LARGE: Final = "Shop.Catalogue"
LARGE_PATH: Final = "src/Shop/Catalogue.nova"
SMALL_MODULES: Final = 50
IMPORTERS: Final = 5
FORMS: Final = 8

SIGNED_MARK: Final = "tagged :: Item -> { mark0 :: Int }"
"""The signature that is edited: callers of `tagged` take any record."""

_CORE: Final = """module Shop.Part00 where

import Prelude

import Data.Maybe (Maybe(..))

type Item =
  { name :: String
  , price :: Int
  , stock :: Int
  , tags :: Array String
  }

data Tree a = Leaf | Node (Tree a) a (Tree a)

derive instance functorTree :: Functor Tree

class Described a where
  describe :: a -> String
  weight :: a -> Int

instance describedInt :: Described Int where
  describe = show
  weight n = n

instance describedMaybe :: Described a => Described (Maybe a) where
  describe = case _ of
    Nothing -> "nothing"
    Just a -> "just " <> describe a
  weight = case _ of
    Nothing -> 0
    Just a -> 1 + weight a

emptyItem :: Item
emptyItem = { name: "", price: 0, stock: 0, tags: [] }

handling :: Item -> Int
handling item = if item.price > 100 then 5 else 2

guardThat :: Boolean -> Maybe Unit
guardThat holds = if holds then Just unit else Nothing
"""

_PART: Final = """module Shop.Part{n:02} where

import Prelude

import Data.Array as Array
import Data.Foldable (foldl, sum)
import Data.Maybe (Maybe(..), maybe)
import Data.Tuple (Tuple(..))
import Shop.Part00 (class Described, Item, Tree(..), describe, emptyItem, handling)
{imports}
data Shelf{n}
  = Open{n} (Array Item)
  | Closed{n} String Int
  | Nested{n} Shelf{n} Shelf{n}

derive instance eqShelf{n} :: Eq Shelf{n}

instance describedShelf{n} :: Described Shelf{n} where
  describe = case _ of
    Open{n} items -> "open with " <> show (Array.length items)
    Closed{n} reason _ -> reason
    Nested{n} left right -> describe left <> ", " <> describe right
  weight shelf = size{n} shelf * {n}

size{n} :: Shelf{n} -> Int
size{n} = case _ of
  Open{n} items -> sum (map _.stock items)
  Closed{n} _ count -> count
  Nested{n} left right -> size{n} left + size{n} right

cheap{n} :: Int -> Array Item -> Tuple Int (Array Item)
cheap{n} limit items = Tuple (Array.length found) found
  where
  found = Array.filter (\\item -> item.price < limit && item.stock > {n}) items

join{n} :: Tree Item -> Int
join{n} tree = case tree of
  Leaf -> {n}
  Node left item right ->
    let here = handling item + item.price
    in join{n} left + here + join{n} right

best{n} :: Array Item -> Maybe Item
best{n} items = foldl pick Nothing items
  where
  pick found item = case found of
    Nothing -> Just item
    Just other -> if item.price > other.price then Just item else Just other

name{n} :: Array Item -> String
name{n} = maybe emptyItem.name _.name <<< best{n}
{uses}"""

_IMPORTER: Final = """
use{n} :: Item -> Int
use{n} item = countFields (tagged item) + price1 item {n}

grades{n} :: Item -> Array (Maybe String)
grades{n} item = [ grade0 1 item, grade{last} {n} item ]
"""

_HEADER: Final = f"""module {LARGE} where

import Prelude

import Data.Array as Array
import Data.Either (Either(..))
import Data.Foldable (class Foldable, find, foldl, sum)
import Data.Map as Map
import Data.Maybe (Maybe(..), fromMaybe)
import Data.String as String
import Data.Tuple (Tuple(..))
import Effect (Effect)
import Effect.Console (log)
import Shop.Part00 (class Described, Item, Tree(..), describe, emptyItem, guardThat, handling)
import Shop.Part01 (Shelf1(..), cheap1, size1)
import Shop.Part02 (best2, join2)
import Shop.Part03 (name3)
import Unsafe.Coerce (unsafeCoerce)

{SIGNED_MARK}
tagged item = unsafeCoerce item.price

countFields :: forall row. {{ | row }} -> Int
countFields _ = 1

untagged :: Item -> Int
untagged item = countFields (tagged item) + size1 (Closed1 item.name 2)
"""

_FUNCTIONS: Final = (
    '''grade{n} :: Int -> Item -> Maybe String
grade{n} limit item = case item.stock of
  0 -> Nothing
  count
    | count > limit -> Just ("many " <> item.name)
    | count == {m} -> grade{p} (limit - 1) item
    | otherwise -> Just (show (count + limit) <> name3 [ item ])
''',
    '''price{n} :: Item -> Int -> Int
price{n} item quantity = base + extra - discount quantity
  where
  base = item.price * quantity
  extra = if item.stock > {m} then 1 else handling item
  discount count = let tenth = count / 10 in tenth * (base `mod` 7)
  _unused = price{p} item 1
''',
    '''restock{n} :: Int -> Item -> Item
restock{n} amount item =
  let
    stock = max 0 (item.stock + amount)
    name = if stock > {m} then item.name else item.name <> "!"
  in
    (restock{p} 1 item) {{ stock = stock, name = name, tags = Array.snoc item.tags name }}
''',
    '''cheapest{n} :: Array Item -> Maybe {{ name :: String, price :: Int }}
cheapest{n} items = do
  first <- Array.head items
  rest <- Array.tail items
  let best = foldl (\\a b -> if a.price < b.price then a else b) first rest
  guardThat (best.price > {m})
  pure {{ name: best.name, price: best.price }}
''',
    '''summary{n} :: forall f a. Foldable f => Functor f => Described a => a -> f Item -> Tuple Int String
summary{n} thing items = Tuple total (describe thing <> " and " <> show total)
  where
  prices = map _.price items
  total = sum prices + {m}
  first = fromMaybe emptyItem (find (\\item -> item.price > total) items)
  _last = describe (Just first.price)
''',
    '''report{n} :: Item -> Effect Unit
report{n} item = do
  log ("item " <> item.name <> " {m}")
  let price = item.price * 2 + {m}
  when (item.stock == 0) do
    log ("sold out at " <> show price)
  log (show (fromMaybe price (map _.price (best2 [ item ]))))
''',
    '''lookup{n} :: String -> Map.Map String Item -> Either String Int
lookup{n} name shelf = case Map.lookup name shelf of
  Nothing -> Left ("no " <> name)
  Just item
    | item.stock <= 0 -> Left (item.name <> " is out")
    | item.price > {m} -> Right (item.price * 2)
    | otherwise -> lookup{p} (name <> "?") shelf
''',
    '''render{n} :: Array Item -> Tree Int -> String
render{n} items tree = case tree of
  Leaf -> String.joinWith ", " (map _.name items)
  Node left value right ->
    let inner = if value > {m} then render{p} items left else show value
        Tuple count some = cheap1 {m} items
    in "(" <> inner <> show (count + join2 Leaf) <> render{p} some right <> ")"
''',
)  # fmt: skip


def function(number: int, salt: int = 0) -> str:
    """One function of the large module, without a blank line; `salt` makes another one of the same type."""
    previous = number - FORMS if number >= FORMS else number
    return _FUNCTIONS[number % FORMS].format(n=number, p=previous, m=number + 1 + salt)


def large_module(functions: int, salt: int = 0) -> str:
    """The text of the large module; with another salt the body of every function is another one."""
    comment = f"-- Edition {salt}.\n" if salt else ""
    return _HEADER + "".join(f"\n{comment}{function(n, salt)}" for n in range(functions))


def small_module(number: int, functions: int = 0) -> str:
    """The text of one of the small modules; `functions`: how many the large module has, 0: there is none."""
    if number == 0:
        return _CORE
    imported = [f"import Shop.Part{other:02} (size{other})" for other in _imported(number)]
    uses = "".join(
        f"\nsizes{number}From{other} :: Array Int\nsizes{number}From{other} = map size{other} []\n"
        for other in _imported(number)
    )
    if functions and number >= SMALL_MODULES - IMPORTERS:
        last = (functions - 1) // FORMS * FORMS
        imported.append(f"import {LARGE} (countFields, grade0, grade{last}, price1, tagged)")
        uses += _IMPORTER.format(n=number, last=last)
    return _PART.format(n=number, imports="".join(f"{line}\n" for line in imported), uses=uses)


def _imported(number: int) -> list[int]:
    return sorted({other for other in (number - 1, number // 2) if other > 0})


def make_workspace(root: Path, functions: int) -> None:
    """Write a workspace of 51 modules below a folder."""
    folder = root / "src" / "Shop"
    folder.mkdir(parents=True)
    (root / "nova.toml").write_text('[project]\nname = "shop"\nsources = ["src/**/*.nova"]\n')
    (root / LARGE_PATH).write_text(large_module(functions))
    for number in range(SMALL_MODULES):
        path = folder / f"Part{number:02}.nova"
        path.write_text(small_module(number, functions))

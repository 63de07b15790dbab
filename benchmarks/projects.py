"""Projects made up for measuring: any number of modules of about 120 lines, in layers as programs have them.

The first module is what all others know: a class, a record, helpers. Each other one declares a data type, a record, a class in
every tenth, instances, and functions that call those of four modules of the layers below its own. One name of the first module, `tally`,
is used in no more than a thousand modules.
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import Final

WIDTH: Final = 40
"""The modules of a layer."""

MOST_USES: Final = 1_000
IMPORTS: Final = 4

_CORE: Final = """module Town.Core where

import Prelude

import Data.Maybe (Maybe(..))

-- | What can be told of a thing.
class Described a where
  describe :: a -> String
  weight :: a -> Int

instance describedInt :: Described Int where
  describe = show
  weight n = n

instance describedString :: Described String where
  describe text = text
  weight _ = 1

instance describedArray :: Described a => Described (Array a) where
  describe _ = "many"
  weight _ = 2

type House =
  { street :: String
  , number :: Int
  , storeys :: Int
  , owner :: Maybe String
  }

data Tree a = Leaf | Node (Tree a) a (Tree a)

derive instance functorTree :: Functor Tree

emptyHouse :: House
emptyHouse = { street: "", number: 0, storeys: 1, owner: Nothing }

tally :: Array Int -> Int
tally counts = weight counts

taxOf :: House -> Int
taxOf house = if house.storeys > 3 then 5 * house.number else 2
"""

_MODULE: Final = """-- | Quarter {n} of the town: its blocks, and what is known of them.
module {name}
  ( Block{n}(..)
  , Plan{n}
  , address{n}
  , area{n}
  , census{n}
  , emptyPlan{n}
  , merge{n}
  , noted{n}
  , rich{n}
  , tallest{n}
  , visit{n}
{exports}  ) where

import Prelude

import Data.Array as Array
import Data.Either (Either(..))
import Data.Foldable (foldl, sum)
import Data.Map as Map
import Data.Maybe (Maybe(..), fromMaybe, maybe)
import Data.Tuple (Tuple(..))
import Town.Core (class Described, House, Tree(..), describe, emptyHouse, taxOf, weight{tally})
{imports}
-- | A block of houses.
data Block{n}
  = Open{n} (Array House)
  | Closed{n} String Int
  | Pair{n} Block{n} Block{n}

derive instance eqBlock{n} :: Eq Block{n}

type Plan{n} =
  {{ title :: String
  , blocks :: Array Block{n}
  , budget :: Int
  , notes :: Map.Map String Int
  }}
{class}
instance describedBlock{n} :: Described Block{n} where
  describe = case _ of
    Open{n} houses -> "open with " <> show (Array.length houses)
    Closed{n} reason _ -> reason
    Pair{n} left right -> describe left <> ", " <> describe right
  weight block = area{n} block * {n}

instance showBlock{n} :: Show Block{n} where
  show block = "(block " <> describe block <> ")"

-- | How much room a block takes.
area{n} :: Block{n} -> Int
area{n} = case _ of
  Open{n} houses -> sum (map _.storeys houses)
  Closed{n} _ count -> count
  Pair{n} left right -> area{n} left + area{n} right

emptyPlan{n} :: Plan{n}
emptyPlan{n} = {{ title: "quarter {n}", blocks: [], budget: {n}, notes: Map.empty }}

merge{n} :: Plan{n} -> Plan{n} -> Plan{n}
merge{n} left right =
  let
    budget = max 0 (left.budget + right.budget)
    title = if budget > {n} then left.title else left.title <> "!"
  in
    left {{ blocks = left.blocks <> right.blocks, budget = budget, title = title }}

-- | The house that overtops the others, if there is one.
tallest{n} :: Array House -> Maybe House
tallest{n} houses = foldl pick Nothing houses
  where
  pick found house = case found of
    Nothing -> Just house
    Just other -> if house.storeys > other.storeys then Just house else Just other

census{n} :: Tree House -> Int
census{n} tree = case tree of
  Leaf -> {n}
  Node left house right ->
    let here = taxOf house + house.storeys
    in census{n} left + here + census{n} right

visit{n} :: Int -> Array House -> Either String (Tuple Int House)
visit{n} limit houses = case Array.head houses of
  Nothing -> Left "nobody at home"
  Just house
    | house.number > limit -> Right (Tuple limit house)
    | house.storeys == {n} -> Left (fromMaybe house.street house.owner)
    | otherwise -> visit{n} (limit - 1) (Array.drop 1 houses)

address{n} :: Array House -> String
address{n} = maybe emptyHouse.street _.street <<< tallest{n}

rich{n} :: forall f a. Functor f => Described a => a -> f House -> Tuple String (f Int)
rich{n} thing houses = Tuple (describe thing <> address{n} []) taxes
  where
  taxes = map (\\house -> taxOf house + bonus * weight thing) houses
  bonus = {bonus}

noted{n} :: String -> Plan{n} -> Int
noted{n} word plan = case Map.lookup word plan.notes of
  Just count | count > {n} -> count
  _ -> sum (map area{n} plan.blocks) + _.budget (merge{n} plan emptyPlan{n})
{uses}"""

_CLASS: Final = """
class Described a <= Taxed{n} a where
  tax{n} :: a -> Int

instance taxedBlock{n} :: Taxed{n} Block{n} where
  tax{n} block = weight block / 10

instance taxedMaybe{n} :: Taxed{n} Int where
  tax{n} n = n
"""

_USE: Final = """
from{n}To{other} :: Array House -> Int
from{n}To{other} houses = maybe 0 _.storeys (Q{other}.tallest{other} houses) + area{other} (Closed{other} "no" {n})
"""


def module_name(number: int) -> str:
    """The name of a module; the first one is the one that all others import."""
    if number == 0:
        return "Town.Core"
    return f"Town.Layer{(number - 1) // WIDTH:03}.Quarter{number}"


def module_path(number: int, extension: str = "nova") -> str:
    """Where it lies below the project's folder."""
    return f"src/{module_name(number).replace('.', '/')}.{extension}"


def imported(number: int) -> list[int]:
    """The modules of lower layers that a module imports, most of them near it."""
    below = (number - 1) // WIDTH * WIDTH
    if below <= 0:
        return []
    rng = random.Random(number)
    near = range(max(1, below - 3 * WIDTH), below + 1)
    return sorted({rng.choice(near) for _ in range(IMPORTS - 1)} | {rng.randint(1, below)})


def uses_tally(number: int, count: int) -> bool:
    """Whether a module of a project of `count` modules uses the name that is counted."""
    return number % max(1, count // MOST_USES) == 0


def module_text(number: int, count: int) -> str:
    """The text of a module in a project of `count` modules."""
    if number == 0:
        return _CORE
    others = imported(number)
    imports = "".join(
        f"import {module_name(other)} (Block{other}(..), area{other})\n"
        f"import {module_name(other)} as Q{other}\n"
        for other in others
    )
    has_class, has_tally = number % 10 == 1, uses_tally(number, count)
    exports = [f"from{number}To{other}" for other in others]
    if has_class:
        exports = [f"class Taxed{number}", f"tax{number}", *exports]
    return _MODULE.format(
        **{"class": _CLASS.format(n=number) if has_class else ""},
        n=number,
        name=module_name(number),
        exports="".join(f"  , {name}\n" for name in exports),
        imports=imports,
        tally=", tally" if has_tally else "",
        bonus=f"tally [ {number}, weight thing ]" if has_tally else f"{number} - weight thing",
        uses="".join(_USE.format(n=number, other=other) for other in others),
    )


def make_project(root: Path, count: int) -> None:
    """Write a project of so many modules below a folder."""
    root.mkdir(parents=True)
    (root / "nova.toml").write_text('[project]\nname = "town"\nsources = ["src/**/*.nova"]\n')
    for number in range(count):
        path = root / module_path(number)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(module_text(number, count))

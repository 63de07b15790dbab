"""A small workspace with a past: two branches, garbage to collect, artifacts of an old schema. It imports no library, so that it checks quickly."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from nova_ls.cli.command_line import run
from nova_ls.store import ArtifactKind, make_record, open_database
from nova_ls.workspace.open_workspace import open_workspace
from nova_ls.workspace.workspace import Workspace

Texts = Mapping[str, str]
"""The files of a workspace by path, relative to its root."""

SHAPE: Final = """\
module Shape where

data Shape = Circle Int | Square Int

class Area a where
  area :: a -> Int

instance areaShape :: Area Shape where
  area (Circle r) = r
  area (Square s) = s

twice :: forall a. (a -> a) -> a -> a
twice f x = f (f x)
"""

MEASURE: Final = """\
module Measure where

import Shape (class Area, Shape(..), area, twice)

newtype Box a = Box a

instance areaBox :: Area a => Area (Box a) where
  area (Box a) = area a

grown :: Shape -> Shape
grown = twice (\\shape -> Square (area shape))

pair a b = { first: a, second: b }
"""

MAIN: Final = """\
module Main where

import Measure (Box(..), grown, pair)
import Shape (Shape(..), area)

both = pair (area (Circle 1)) (area (Box (grown (Square 2))))

wrong :: String
wrong = both.first
"""

FIRST: Final = {"src/Shape.nova": SHAPE, "src/Measure.nova": MEASURE, "src/Main.nova": MAIN}

OTHER: Final = {
    "src/Shape.nova": SHAPE.replace("Square Int", "Square Int | Point") + "  -- the other\n",
    "src/Main.nova": MAIN.replace("String", "Int").replace("Circle 1", "Circle 7"),
    "src/Measure.nova": MEASURE,
    "src/Spare.nova": "module Spare where\n\nimport Shape (Shape(..))\n\nspare = Point\n",
}
"""What the branch `other` is at: a file changed that others import, one the same, one gone, one more."""

BEFORE: Final = {**FIRST, "src/Gone.nova": "module Gone where\n\ngone = 1\n"}

SAVED: Final = (
    BEFORE,
    {**FIRST, "src/Measure.nova": MEASURE.replace("Square (area", "Circle (area")},
    {**FIRST, "src/Extra.nova": "module Extra where\n\nimport Main (both)\n\nextra = both\n"},
    {**FIRST, "src/Main.nova": MAIN.replace("Circle 1", "Circle 11")},
)
"""What was committed on `main`, one after the other; the last is what it is at."""

NOW: Final = {**SAVED[-1], "src/Alone.nova": "module Alone where\n\nalone = 'a'\n"}

EDITS: Final = (
    {
        **NOW,
        "src/Shape.nova": SHAPE.replace(
            "area :: a -> Int", "area :: a -> Int\n  name :: a -> String"
        ),
    },
    {
        **NOW,
        "src/Main.nova": MAIN.replace("String", "Int"),
        "src/New.nova": "module New where\n\nnew = true\n",
    },
    {**FIRST, "src/Measure.nova": MEASURE.replace("pair a b", "pair b a")},
    NOW,
)
"""What is saved one after the other; the second takes back what the first did, the last brings back what was at the beginning."""

OLD_ARTIFACTS: Final = 100


def write_texts(root: Path, texts: Texts) -> None:
    """Let the files be these."""
    for path in root.glob("src/*"):
        if f"src/{path.name}" not in texts:
            path.unlink()
    for name, text in texts.items():
        path = root / name
        if not path.is_file() or path.read_text("utf-8") != text:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, "utf-8")


def read_texts(root: Path) -> dict[str, str]:
    """The files as they are."""
    return {f"src/{path.name}": path.read_text("utf-8") for path in sorted(root.glob("src/*.nova"))}


def save(workspace: Workspace, root: Path, texts: Texts) -> None:
    """Write files and check them, as an editor does; the commit is the caller's."""
    known = set(workspace.files)
    write_texts(root, texts)
    for path in sorted(known | {root / name for name in texts}):
        workspace.reload(path)
    for _ in workspace.settle():
        pass


def make_workspace(root: Path) -> None:
    """All of the past."""
    root.mkdir(parents=True)
    (root / "nova.toml").write_text(
        '[project]\nname = "crash"\nsources = ["src/*.nova"]\n', "utf-8"
    )
    write_texts(root, SAVED[0])
    commit_all(root, SAVED)
    assert run(["checkout", "-C", str(root), "-b", "other"]) == 0
    commit_all(root, [OTHER])
    assert run(["checkout", "-C", str(root), "main"]) == 0
    assert read_texts(root) == SAVED[-1]
    commit_all(root, [NOW])
    database = open_database(root / ".nova").database
    with database.transaction() as transaction:
        for number in range(OLD_ARTIFACTS):
            key = b"%d" % number
            transaction.put_artifact(ArtifactKind.UNIT, key, make_record(key, number, number % 2))
    database.close()


def commit_all(root: Path, states: tuple[Texts, ...] | list[Texts]) -> None:
    workspace = open_workspace(root, root / ".nova").workspace
    workspace.scan()
    for texts in states:
        save(workspace, root, texts)
        workspace.commit("template")
    workspace.close()

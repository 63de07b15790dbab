"""Mentions in modules that a record stands in for: the same as where all units are known, and none of the modules is checked for them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from nova_ls.base.lines import Encoding
from nova_ls.features.references import IncludeDeclaration, references
from nova_ls.server.sessions.session import Session
from nova_ls.server.sessions.up_to_date import bring_document, bring_uses

MAIN = """module Main where

import Prelude

data Shape = Round Int | Square

type Name = String

class Sized a where
  sizeOf :: a -> Int

helper :: Int -> Int
helper n = n

infixl 4 helper2 as +++

helper2 :: Int -> Int -> Int
helper2 a _ = helper a

instance Sized Shape where
  sizeOf _ = 0
"""

USER = """module User where

import Prelude

import Main (class Sized, Name, Shape(..), helper, sizeOf, (+++))
import Main as M

-- | helper, in a comment
used :: Name -> Shape -> Int
used _ (Round n) = helper n +++ M.helper 2
used _ Square = let helper' = 1 in helper' + sizeOf Square

data Flat = Flat Shape

instance sizedFlat :: Sized Flat where
  sizeOf (Flat (Round n)) = helper n
  sizeOf _ = 0

data Box = Box Shape M.Name

instance Sized Box where
  sizeOf (Box shape _) = sizeOf shape + M.helper 3
"""

BESIDE = """module Beside where

import Prelude

import Main as M

infixr 5 M.helper2 as <+>

class Kind a where
  kind :: a -> Int

instance Kind a => Kind (Array a) where
  kind _ = 1
else instance Kind a where
  kind _ = M.helper 2
"""

WORDS = ("Shape", "Round", "Name", "Sized", "sizeOf", "helper", "+++", "helper2")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "work"
    root.mkdir()
    (root / "nova.toml").write_text('[package]\nname = "work"\n')
    for name, text in (("Main", MAIN), ("User", USER), ("Beside", BESIDE)):
        (root / f"{name}.nova").write_text(text)
    return root


def begin(root: Path) -> Session:
    session = Session(root, Encoding.UTF16, lambda: False, lambda _method, _params: None)
    session.add_sources(session.sources())
    session.open_document(root / "Main.nova", MAIN, 1)
    session.settle()
    while not session.is_settled:
        session.work()
    return session


@pytest.fixture
def session(root: Path) -> Iterator[Session]:
    """One that was started on what another has committed."""
    begin(root).close()
    session = begin(root)
    yield session
    session.close()


def mentions(session: Session, word: str) -> list[tuple[str, str, int]]:
    assert session.root is not None
    found = bring_document(session, session.root / "Main.nova")
    assert found is not None and found[1].module is not None
    module, offset = found[1].module, MAIN.index(word)
    for _ in bring_uses(session, module, offset):
        pass
    session.settle()
    places = references(session.snapshot(), module, offset, IncludeDeclaration.INCLUDED)
    return [
        (one.module.name, one.text, one.module.source.offset_of(one.chunk, one.start))
        for one in places
    ]


def test_records_tell_what_units_tell(session: Session) -> None:
    modules = session.workspace.program.modules
    found = {word: mentions(session, word) for word in WORDS}
    assert modules["User"].is_restored
    assert not modules["Beside"].is_restored
    session.expand(modules["User"])
    assert {word: mentions(session, word) for word in WORDS} == found
    in_user = [text for name, text, _ in found["helper"] if name == "User"]
    assert in_user == ["helper", "helper", "M.helper", "helper", "M.helper"]
    assert ("Beside", "M.helper2") in [one[:2] for one in found["helper2"]]


def test_what_has_changed_is_checked_before_it_is_told(session: Session, root: Path) -> None:
    before = mentions(session, "Name")
    path = root / "User.nova"
    path.write_text(USER.replace("M.Name", "M.Name Int"))
    session.reload([path])
    session.settle()
    assert mentions(session, "Name") == before
    path.write_text(USER.replace(" M.Name", " String"))
    session.reload([path])
    assert len(mentions(session, "Name")) == len(before) - 1

"""Mentions in modules that a record stands in for: the same as where all units are known, and none of the modules is checked for them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from nova_ls.base.keys import ElementKey
from nova_ls.base.lines import Encoding
from nova_ls.compiler.model.outcome import TypedAst
from nova_ls.features.call_hierarchy import called_at, incoming_calls
from nova_ls.features.references import IncludeDeclaration, references
from nova_ls.registry import Layer
from nova_ls.server.sessions.session import Session
from nova_ls.server.sessions.up_to_date import bring_document, bring_uses, bring_uses_of
from nova_ls.syntax.chunks import Chunk, split
from nova_ls.syntax.parser import ChunkTree, parse_chunk

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

CHAINED = """module Chained
  ( Wide
  , taking
  ) where

import Prelude

{- helper, Shape -}
import Main
  ( Shape(Round)
  -- helper
  , class Sized
  , helper, sizeOf
  )
import Main (Name) as M

class Kind a where
  kind :: a -> Int

instance Kind a => Kind (Array a) where
  kind _ = helper 1
else instance Kind Int where
  kind _ = applied 2helper

else instance Kind Shape where
  kind helper' = sizeOf helper'
else instance Sized a => Kind a where
  kind a = let helpers = helper in helpers (sizeOf a)

data Wide = Wide Shape M.Name
data ShapeOfAll = Named M.Name

derive instance Eq ShapeOfAll

taking :: Wide -> Int
taking (Wide (Round xhelper) name) = xhelper `taken` name
taking (Wide _ _) = 0

applied :: Int -> (Int -> Int) -> Int
applied n f = f n

taken :: Int -> M.Name -> Int
taken n _ = do
  let used = helper n
  used
"""
"""Instances in chains and without names, words that are parts of longer ones or stand in comments, lists over several lines."""

WORDS = ("Shape", "Round", "Name", "Sized", "sizeOf", "helper", "+++", "helper2")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "work"
    root.mkdir()
    (root / "nova.toml").write_text('[package]\nname = "work"\n')
    for name, text in (
        ("Main", MAIN),
        ("User", USER),
        ("Beside", BESIDE),
        ("Chained", CHAINED),
        ("Returns", USER.replace("module User", "module Returns").replace("\n", "\r\n")),
    ):
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
    told = [modules[name] for name in ("User", "Chained", "Returns")]
    assert all(module.is_restored for module in told)
    assert not modules["Beside"].is_restored
    for module in told:
        session.expand(module)
    assert {word: mentions(session, word) for word in WORDS} == found
    assert [len(found[word]) for word in ("helper", "Shape")] == [19, 13]
    in_user = [text for name, text, _ in found["helper"] if name == "User"]
    assert in_user == ["helper", "helper", "M.helper", "helper", "M.helper"]
    assert ("Beside", "M.helper2") in [one[:2] for one in found["helper2"]]


def callers(session: Session, word: str) -> list[tuple[str, str, list[tuple[str, int]]]]:
    module = session.workspace.program.modules["Main"]
    key = called_at(session.snapshot(), module, MAIN.index(word))
    assert key is not None
    for _ in bring_uses_of(session, key):
        pass
    session.settle()
    snapshot = session.snapshot()
    found = []
    for call in incoming_calls(snapshot, key):
        declared = call.declared or snapshot.declared(call.other)
        assert declared is not None
        source, (chunk, number, item) = declared[0].source, declared[1]
        start = source.offset_of(chunk, chunk.items.spans[number][0])
        places = [(one.text, source.offset_of(one.chunk, one.start)) for one in call.places]
        found.append((call.other.namespace, f"{item.name} {start} {chunk.code}", places))
    return found


CALLED = ("Round", "sizeOf", "helper", "+++", "helper2")


def test_records_tell_who_calls_a_value_as_units_do(session: Session) -> None:
    modules = session.workspace.program.modules
    found = {word: callers(session, word) for word in CALLED}
    told = [modules[name] for name in ("User", "Chained", "Returns")]
    assert all(module.is_restored for module in told)
    for module in told:
        session.expand(module)
    assert {word: callers(session, word) for word in CALLED} == found
    assert [(name, what.split()[0]) for name, what, _ in found["sizeOf"]] == [
        *(("Chained", "Kind"), ("Chained", "Kind"), ("Returns", "used"), ("Returns", "Sized")),
        *(("User", "used"), ("User", "Sized")),
    ]


def test_texts_are_not_cut_and_only_what_has_the_name_is_read(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, cut, parsed = [], [], []
    look_at_ast = Layer.look_at_ast

    def watched_look(self: Layer, key: ElementKey) -> object:
        read.append(f"{key.namespace}.{key.name}")
        return look_at_ast(self, key)

    def watched_split(text: str) -> list[Chunk]:
        cut.append(text)
        return split(text)

    def watched_parse(code: str, *, first: bool = False) -> ChunkTree:
        parsed.append(code)
        return parse_chunk(code, first=first)

    monkeypatch.setattr(Layer, "look_at_ast", watched_look)
    monkeypatch.setattr("nova_ls.compiler.model.source.split", watched_split)
    monkeypatch.setattr("nova_ls.compiler.model.source.parse_chunk", watched_parse)
    monkeypatch.setattr("nova_ls.workspace.untyped_names.parse_chunk", watched_parse)
    assert len(mentions(session, "Name")) == 11
    assert cut == []
    in_chained = ["Chained.Wide", "Chained.ShapeOfAll", "Chained.taken"]
    assert read == [*in_chained, "Returns.used", "Returns.Box", "User.used", "User.Box"]
    assert {code.split()[0] for code in parsed} <= {"import", "module"}


def test_nothing_is_kept_of_what_was_looked_at(session: Session) -> None:
    program = session.workspace.program
    sources = [one.source for one in program.modules.values() if one.is_restored]
    chunks = [len(source._chunks) for source in sources]
    before = kept_asts(session)  # Other tests share the library.
    for word in ("Name", "Sized", "Name"):
        mentions(session, word)
    assert program.modules["User"].is_restored
    assert [len(source._chunks) for source in sources] == chunks
    assert {key.namespace for key in kept_asts(session) - before} <= {"Main"}
    assert "Main" in {key.namespace for key in kept_asts(session)}


def kept_asts(session: Session) -> set[ElementKey]:
    """The elements whose typed ASTs are in memory."""
    layers = session.workspace.baseline.batch.chain()
    return {key for one in layers for key, ast in one._asts.items() if isinstance(ast, TypedAst)}


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

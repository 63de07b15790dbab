"""What every kind of fact has to keep: its bytes, those of its answers, its edge in the database's graph."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from nova_ls.base.keys import NO_CONSTRUCTOR, ElementKey, Space, element_key
from nova_ls.compiler.facts import (
    Answer,
    CheckerFailureFact,
    ConstructorInScopeFact,
    EarlierMembersFact,
    ExportedFact,
    ExportsFact,
    Fact,
    InstancesFact,
    InterfaceFact,
    NameFact,
    NamesInScopeFact,
    OwnValueFact,
    interface_fact,
    name_fact,
)
from nova_ls.compiler.facts.codec import FactCodec, digest_answers, encode_answer, encode_fact
from nova_ls.compiler.facts.fact import KINDS, NEVER
from nova_ls.names.modules.scope import Ambiguous, Missing, Shadowing

ASKER = "Main"
BOOLS = (True, False)
DIGESTS = (b"", b"\1" * 32)


def key_of(space: Space, name: str, module: str = ASKER) -> ElementKey:
    return element_key(module, space, name)


@dataclass(frozen=True)
class Example:
    """A question as a unit of the module Main asks it, with answers that it may get and that differ."""

    fact: Fact
    answers: tuple[Answer, ...]


MEANINGS = (
    None,
    key_of(Space.VALUE, "size", "Base"),
    Ambiguous(
        (key_of(Space.VALUE, "size", "Base"), key_of(Space.VALUE, "size", "Side")), ("Base", "Side")
    ),
    Missing("Base"),
    Shadowing(key_of(Space.VALUE, "size", "Base"), "Base", ("Side",)),
    Shadowing(key_of(Space.VALUE, "size"), "", ("Base", "Side")),
)

EXAMPLES = (
    Example(CheckerFailureFact(ASKER), ()),
    Example(ConstructorInScopeFact(ASKER, key_of(Space.CONSTRUCTOR, "Age", "Base")), BOOLS),
    Example(EarlierMembersFact(key_of(Space.TYPE, "Colour")), (b"", b"Red\nGreen")),
    Example(ExportedFact(key_of(Space.CLASS, "Area", "Base")), BOOLS),
    Example(ExportsFact("Base"), ()),
    Example(InstancesFact(key_of(Space.CLASS, "Area", "Base"), ()), DIGESTS),
    Example(
        InstancesFact(key_of(Space.CLASS, "To", "Base"), (None, key_of(Space.TYPE, "Colour"))),
        DIGESTS,
    ),
    Example(
        InstancesFact(key_of(Space.CLASS, "Area", "Base"), (NO_CONSTRUCTOR,)),
        DIGESTS,
    ),
    Example(InterfaceFact(key_of(Space.VALUE, "size")), DIGESTS),
    Example(InterfaceFact(key_of(Space.VALUE, "size", "Base")), DIGESTS),
    Example(NameFact(ASKER, Space.VALUE, "B", "size"), MEANINGS),
    Example(NamesInScopeFact(ASKER), DIGESTS),
    Example(OwnValueFact(ASKER, "size"), BOOLS),
)

each_example = pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: type(e.fact).__name__)


def test_every_kind_has_an_example() -> None:
    assert {type(example.fact) for example in EXAMPLES} == set(KINDS.values())


@each_example
def test_a_fact_survives_its_encoding(example: Example) -> None:
    decoded = FactCodec().decode(encode_fact(example.fact))
    assert decoded == example.fact
    assert type(decoded) is type(example.fact)
    assert decoded.show() == example.fact.show()


@each_example
def test_answers_survive_their_encoding_and_stay_apart(example: Example) -> None:
    for answer in example.answers:
        assert example.fact.decode_answer(encode_answer(answer)) == answer
    assert len({digest_answers([answer]) for answer in example.answers}) == len(example.answers)


@each_example
def test_other_processes_find_what_asked_a_question_about_another_module(example: Example) -> None:
    owner = example.fact.scope_owner()
    if owner not in (None, ASKER):
        assert example.fact.is_foreign_to(ASKER)
    if example.fact.is_foreign_to(ASKER):
        assert example.fact.relied_nodes()


def test_an_answer_that_has_no_bytes_is_refused() -> None:
    assert encode_answer(NEVER) == b"never"
    for answer in (1, "size", ("a", "b")):
        with pytest.raises(TypeError):
            encode_answer(answer)


def test_what_is_made_faster_is_the_same_fact() -> None:
    key, lookup = key_of(Space.VALUE, "size"), (Space.VALUE, "Base", "size")
    pairs: list[tuple[Fact, Fact]] = [
        (interface_fact(key), InterfaceFact(key)),
        (name_fact(ASKER, lookup), NameFact(ASKER, *lookup)),
    ]
    for fast, slow in pairs:
        assert fast == slow
        assert type(fast) is type(slow)

"""Encoding types and reading them back take steps in proportion to their nodes, however these hang together. Counted, not timed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from nova_ls.types.codec import type_codec as codec
from nova_ls.types.core import type as t
from nova_ls.types.core.environment import Annotations
from tests.base.line_steps import steps

COUNT = 1000  # above the depth past which another code runs
SLACK = 400


def arrows(count: int) -> t.Type:
    """`Int -> Int -> …`"""
    found: t.Type = t.INT
    for _ in range(count):
        found = t.function(t.INT, found)
    return found


def application(count: int) -> t.Type:
    """`Int Int Int …`"""
    return t.applied(t.INT, *[t.INT] * count)


def doubled(count: int) -> t.Type:
    """A type that as a tree has two to the power of `count` nodes."""
    found: t.Type = t.INT
    for _ in range(count):
        found = t.function(found, found)
    return found


def quantified(count: int) -> t.Type:
    found: t.Type = t.INT
    for index in range(count):
        found = t.Forall(f"a{index}", t.TYPE, found, False)
    return found


def fields(count: int) -> t.Type:
    return t.record(t.Row(tuple((f"f{index:04}", t.INT) for index in range(count)), None))


def nested_records(count: int) -> t.Type:
    found: t.Type = t.INT
    for _ in range(count):
        found = t.record(t.Row((("a", found),), None))
    return found


@pytest.mark.parametrize("make", [arrows, application, doubled, quantified, fields, nested_records])
def test_steps_grow_with_the_nodes(make: Callable[[int], t.Type]) -> None:
    few, many = annotated([make(COUNT)]), annotated([make(2 * COUNT)])
    assert_in_proportion(few, many)


def test_steps_grow_with_the_annotations() -> None:
    nested = [arrows(index) for index in range(20)]
    assert_in_proportion(annotated(nested * 10), annotated(nested * 20))


def annotated(types: list[t.Type]) -> Annotations:
    places = list(range(len(types)))
    return Annotations(places, places, types, [])


def assert_in_proportion(few: Annotations, many: Annotations) -> None:
    for work in (codec.encode_annotations, round_trip):
        few_steps, many_steps = (steps(partial(work, each)).total() for each in (few, many))
        assert many_steps <= 2.5 * few_steps + SLACK


def round_trip(found: Annotations) -> object:
    return codec.decode_annotations(codec.encode_annotations(found))

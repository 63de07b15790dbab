"""Cycles of imports, found in small steps: those that the order of all modules has."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nova_ls.base.steps import all_steps
from nova_ls.names.modules import module_graph
from nova_ls.names.modules.module_graph import module_cycles, order_modules

NAMES = st.sampled_from("ABCDEF")


@given(st.dictionaries(NAMES, st.lists(NAMES, max_size=3)))
def test_they_are_those_of_the_order(imports: dict[str, list[str]]) -> None:
    assert set(all_steps(module_cycles(imports))) == set(order_modules(imports).cycles)


def test_where_there_is_none_no_order_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    ordered: list[int] = []
    order = order_modules

    def note(imports: dict[str, list[str]]) -> module_graph.ModuleOrder:
        ordered.append(len(imports))
        return order(imports)

    monkeypatch.setattr(module_graph, "order_modules", note)
    many = {f"M{number}": [f"M{number - 1}", f"M{number // 2}"] for number in range(1, 5_000)}
    steps = list(module_cycles(many))
    assert len(steps) > 15
    circle = {"Left": ["Right", "M7"], "Right": ["Left"], "Over": ["Left"]}
    assert all_steps(module_cycles(many | circle)) == (("Left", "Right"),)
    assert ordered == [0, 2]

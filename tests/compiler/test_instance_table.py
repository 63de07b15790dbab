"""model/instances.py: the table of a program's instances, and what a look-up or a change in it costs."""

from __future__ import annotations

import pytest

from nova_ls.base.keys import ElementKey, Space, element_key
from nova_ls.compiler.facts import InstancesFact
from nova_ls.compiler.model import instances
from nova_ls.compiler.model.instances import Instances, InstanceSummary

SHOW = element_key("Prelude", Space.CLASS, "Show")


def _type(name: str) -> ElementKey:
    return element_key("Types", Space.TYPE, name)


def _row(
    name: str, *heads: str | None, chain: str | None = None, number: int = 0
) -> InstanceSummary:
    key = element_key("Instances", Space.INSTANCE, name)
    start = element_key("Instances", Space.INSTANCE, chain or name)
    types = tuple(None if head is None else _type(head) for head in heads)
    return InstanceSummary(key, SHOW, types, start, number, name.encode())


def _table(*rows: InstanceSummary) -> Instances:
    table = Instances(lambda key: None)
    for row in rows:
        table.put(row)
    return table


def test_an_instance_of_any_type_changes_every_answer() -> None:
    table = _table(_row("showInt", "Int"))
    heads = (_type("Int"),)
    table.matching(SHOW, heads)
    table.matching(SHOW, (None,))
    assert table.put(_row("showAll", None)) == [
        InstancesFact(SHOW, heads),
        InstancesFact(SHOW, (None,)),
    ]


def test_an_instance_of_another_type_changes_none_but_the_one_for_any() -> None:
    table = _table(_row("showInt", "Int"))
    table.matching(SHOW, (_type("Int"),))
    table.matching(SHOW, (None,))
    assert table.put(_row("showText", "Text")) == [InstancesFact(SHOW, (None,))]
    table.matching(SHOW, (None,))
    assert table.delete(SHOW, _row("showText").key) == [InstancesFact(SHOW, (None,))]


def test_a_chain_is_met_through_each_of_its_instances() -> None:
    table = _table(_row("showInt", "Int", chain="showInt"))
    heads = (_type("Int"),)
    before, _ = table.matching(SHOW, heads)
    changed = table.put(_row("showText", "Text", chain="showInt", number=1))
    assert changed == [InstancesFact(SHOW, heads)]
    after, _ = table.matching(SHOW, heads)
    assert before != after
    assert table.has_chains(SHOW)
    table.matching(SHOW, heads)
    assert table.delete(SHOW, _row("showText").key) == changed
    assert table.matching(SHOW, heads)[0] == before


def test_a_class_of_two_types_is_asked_with_the_first_unknown() -> None:
    table = _table(_row("a", "Int", "Text"), _row("b", "Text", "Int"))
    by_second = table.matching(SHOW, (None, _type("Text")))[0]
    assert by_second == table.matching(SHOW, (_type("Int"), None))[0]


def test_the_rows_of_a_module_are_sorted() -> None:
    rows = [_row("b", "Int"), _row("a", "Text")]
    assert _table(*rows).summaries_in("Instances") == rows[::-1]
    assert _table(*rows).summaries_in("Others") == []


def test_neither_look_ups_nor_changes_go_over_all_instances(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compatible = instances._compatible
    calls = 0

    def counted(left: instances.Heads, right: instances.Heads) -> bool:
        nonlocal calls
        calls += 1
        return compatible(left, right)

    monkeypatch.setattr(instances, "_compatible", counted)
    table = _table()
    for number in range(500):
        table.put(_row(f"show{number}", f"T{number}"))
        table.matching(SHOW, (_type(f"T{number}"),))
    assert calls < 5 * 500

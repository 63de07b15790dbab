"""The engine alone, over a sheet of cells: numbers, and sums of other cells."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nova_ls.engine.engine import Engine
from nova_ls.engine.event_trace import Action

Formula = int | tuple[str, ...]
Order = Callable[[Iterable[str]], Iterable[str]]


class Sheet:
    """Cells by name. A formula is a number or the names of cells whose values, as far as they exist, are added modulo 3."""

    def __init__(self, **cells: Formula) -> None:
        self.cells: dict[str, Formula] = {}
        self.values: dict[str, int] = {}
        self.engine: Engine[str, str] = Engine(self)
        for name, formula in cells.items():
            self.set(name, formula)

    def set(self, name: str, formula: Formula) -> None:
        is_new = name not in self.cells
        self.cells[name] = formula
        self.engine.add(name)
        self.engine.touch(name)
        if is_new:  # It may have been asked for before it was there.
            self.engine.invalidate_from([name])

    def remove(self, name: str, later: bool = False) -> None:
        """`later`: what it asked is forgotten when there is time."""
        del self.cells[name]
        self.values.pop(name, None)
        if later:
            self.engine.remove_all([name])
        else:
            self.engine.remove(name)
        self.engine.invalidate_from([name])

    def answer(self, fact: str) -> int | None:
        self.engine.ensure(fact)
        return self.values.get(fact)

    def became_stale(self, unit: str) -> None:
        """Nobody looks."""

    def run(self, unit: str) -> None:
        formula = self.cells[unit]
        self.engine.trace.add(unit, Action.RAN)
        names = () if isinstance(formula, int) else tuple(dict.fromkeys(formula))
        answers = [self.answer(name) for name in names]
        value = formula if isinstance(formula, int) else sum(a or 0 for a in answers) % 3
        is_new = self.values.get(unit) != value
        self.values[unit] = value
        self.engine.record(unit, names, answers, [unit])
        if is_new:
            self.engine.invalidate_from([unit])

    def settle(self, order: Order = list) -> list[str]:
        """Ensure everything; what ran for it."""
        self.engine.trace.clear()
        while stale := tuple(self.engine.stale):
            for unit in order(stale):
                self.engine.ensure(unit)
        return sorted(u for u, action in self.engine.trace.events() if action is Action.RAN)


def test_a_unit_runs_once() -> None:
    sheet = Sheet(a=1, b=("a",), c=("a", "b"))
    assert sheet.settle() == ["a", "b", "c"]
    assert sheet.settle() == []
    assert sheet.values == {"a": 1, "b": 1, "c": 2}


def test_a_change_runs_what_it_reaches() -> None:
    sheet = Sheet(a=1, b=("a",), c=("b",), d=1)
    sheet.settle()
    sheet.set("a", 2)
    assert sheet.settle() == ["a", "b", "c"]


def test_an_answer_that_stays_the_same_stops_the_walk() -> None:
    sheet = Sheet(a=1, b=("a",), c=("b",))
    sheet.settle()
    sheet.set("b", ("a", "nothing"))
    assert sheet.settle() == ["b"]
    sheet.set("a", 4)
    assert sheet.settle() == ["a", "b"]  # 4 and 1 are the same modulo 3


def test_what_was_cut_off_is_on_record() -> None:
    sheet = Sheet(a=1, b=("a",), c=("b",))
    sheet.settle()
    sheet.set("a", 4)
    sheet.settle()
    assert ("c", Action.CUT_OFF) in sheet.engine.trace.events()


def test_a_question_without_an_answer_is_a_dependency() -> None:
    sheet = Sheet(a=("later",), b=1)
    sheet.settle()
    sheet.set("later", 2)
    assert sheet.settle() == ["a", "later"]
    sheet.remove("later")
    assert sheet.settle() == ["a"]


def test_a_question_that_is_not_asked_any_more_is_not_a_dependency() -> None:
    sheet = Sheet(a=1, b=("a",))
    sheet.settle()
    sheet.set("b", 2)
    sheet.settle()
    sheet.set("a", 2)
    assert sheet.settle() == ["a"]
    assert sheet.engine.dependents("a") == ()


def test_a_unit_that_has_changed_depends_on_what_it_asked_until_it_has_run_again() -> None:
    sheet = Sheet(a=1, b=("a",), c=("a",))
    sheet.settle()
    sheet.set("b", ("c",))
    assert sheet.engine.dependents("a") == ("b", "c")
    assert sheet.engine.questions("b") == ()
    sheet.settle()
    assert sheet.engine.dependents("a") == ("c",)
    assert sheet.engine.dependents("c") == ("b",)


def test_a_restored_unit_is_fresh_and_has_its_dependencies() -> None:
    sheet = Sheet(a=1)
    sheet.settle()
    sheet.cells["b"] = ("a",)
    sheet.values["b"] = 1
    sheet.engine.restore("b", ["a"], [1], ["b"])
    assert sheet.settle() == []
    sheet.set("a", 2)
    assert sheet.settle() == ["a", "b"]


def test_a_circle_of_units_comes_to_an_end() -> None:
    sheet = Sheet(a=("b",), b=("a",))
    sheet.settle()
    sheet.set("a", 1)
    sheet.settle()
    assert sheet.values == {"a": 1, "b": 1}


def test_a_unit_whose_run_fails_stays_stale() -> None:
    sheet = Sheet(a=1)
    sheet.cells.pop("a")
    with pytest.raises(KeyError):
        sheet.engine.ensure("a")
    assert tuple(sheet.engine.stale) == ("a",)
    assert not sheet.engine.is_fresh("a")


def test_what_changes_while_a_unit_runs_that_was_told_otherwise_is_noticed() -> None:
    """The user asks for `far`, which nothing has made stale yet, then for what was edited and is behind that, and at last for what asks for `far` again."""
    sheet = Sheet(near=1, far=("near",), again=("far",), user=("far",))
    sheet.settle()
    sheet.set("user", ("far", "near", "again"))
    sheet.set("near", 2)
    sheet.engine.ensure("user")
    sheet.settle()
    assert sheet.values == {"near": 2, "far": 2, "again": 2, "user": 0}


def test_what_changes_behind_an_answer_that_stays_the_same_is_noticed() -> None:
    """Each answer is the same when it is asked for again; the first one is not any more once the last one is known."""
    sheet = Sheet(near=1, deep=1, far=("near",), same=("deep", "near", "far"), user=("far", "same"))
    sheet.settle()
    sheet.set("deep", 2)
    sheet.set("near", 2)
    sheet.engine.ensure("deep")
    sheet.engine.ensure("user")
    sheet.settle()
    assert sheet.values == {"near": 2, "deep": 2, "far": 2, "same": 0, "user": 2}


NAMES = ("a", "b", "c", "d", "e", "f")
# A cell may only use those before it, so that there are no circles.
STEPS = st.lists(
    st.integers(0, len(NAMES) - 1).flatmap(
        lambda place: st.tuples(
            st.just(NAMES[place]),
            st.none()
            | st.integers(0, 5)
            | st.lists(st.sampled_from(NAMES[:place] or ("none",)), max_size=4).map(tuple),
            st.sampled_from((None, list, sorted, partial(sorted, reverse=True))),
        )
    ),
    max_size=25,
)


def test_what_was_removed_is_swept_up_and_asks_nothing_any_more() -> None:
    sheet = Sheet(a=1, b=("a",), c=("a",))
    sheet.settle()
    sheet.remove("b", later=True)
    assert sheet.engine.dependents("a") == ("c",)
    sheet.set("b", ("c",))
    sheet.set("a", 2)
    assert sheet.settle(sorted) == ["a", "b", "c"]
    sheet.remove("c", later=True)
    sheet.remove("b", later=True)
    assert sheet.engine.is_asked("a")
    assert sheet.engine.sweep(1)
    assert not sheet.engine.sweep(10)
    assert not sheet.engine.is_asked("a")


@given(STEPS, st.booleans())
def test_whatever_changes_the_sheet_equals_a_fresh_one(
    steps: list[tuple[str, Formula | None, Order | None]], later: bool
) -> None:
    sheet = Sheet()
    for name, formula, order in steps:
        if formula is not None:
            sheet.set(name, formula)
        elif name in sheet.cells:
            sheet.remove(name, later)
        if order is not None:
            sheet.settle(order)
            sheet.engine.sweep(1)
    sheet.settle()
    fresh = Sheet(**sheet.cells)
    fresh.settle()
    assert sheet.values == fresh.values


WHOLE = st.tuples(
    *[st.integers(0, 2) | st.permutations(NAMES[:place]).map(tuple) for place in range(len(NAMES))]
)


@given(WHOLE, st.lists(st.tuples(WHOLE, st.permutations(NAMES)), min_size=1, max_size=3))
def test_in_whatever_order_many_changes_are_looked_at(
    first: tuple[Formula, ...], rounds: list[tuple[tuple[Formula, ...], list[str]]]
) -> None:
    sheet = Sheet(**dict(zip(NAMES, first, strict=True)))
    sheet.settle()
    for formulas, order in rounds:
        for name, formula in zip(NAMES, formulas, strict=True):
            if sheet.cells[name] != formula:
                sheet.set(name, formula)
        for name in order:
            sheet.engine.ensure(name)
        sheet.settle()
        fresh = Sheet(**sheet.cells)
        fresh.settle()
        assert sheet.values == fresh.values

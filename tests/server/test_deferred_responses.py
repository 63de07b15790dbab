"""Answers that come when everything is checked: each request gets one, whatever happens meanwhile."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from nova_ls.server.rpc.deferred_responses import DeferredResponses, FirstSteps, Steps, Wait
from nova_ls.server.rpc.refusal import Refused
from tests.server.conftest import MAIN
from tests.server.raw_client import RawClient


def steps(count: int, result: Any) -> Steps:
    for _ in range(count):
        yield None
    if isinstance(result, Exception):
        raise result
    return result


@pytest.mark.parametrize(
    ("result", "code"), [(Refused(-32803, "no"), -32803), (ValueError("bug"), -32603)]
)
def test_the_oldest_comes_first_and_a_mistake_is_an_answer(result: Exception, code: int) -> None:
    sent: list[dict[str, Any]] = []
    late = DeferredResponses(sent.append)
    late.add(1, steps(10, "one"))
    late.add("two", steps(0, result))
    late.add(3, steps(1, "three"))
    while late.work():
        pass
    assert [answer["id"] for answer in sent] == [1, "two", 3]
    assert sent[0]["result"] == "one"
    assert sent[1]["error"]["code"] == code


def test_who_waits_holds_nobody_up_and_is_asked_again() -> None:
    sent: list[dict[str, Any]] = []
    late = DeferredResponses(sent.append)
    things: list[str] = []

    def waiting() -> Steps:
        while not things:
            yield Wait.FOR_A_CHANGE
        return things[0]

    late.add(1, waiting())
    late.add(2, steps(3, "two"))
    late.add(3, waiting())
    while late.work():
        pass
    assert [answer["id"] for answer in sent] == [2]
    late.cancel(3)
    things.append("one")
    late.poke()
    assert [(answer["id"], answer.get("result")) for answer in sent] == [
        (2, "two"),
        (3, None),
        (1, "one"),
    ]


def test_what_was_cancelled_is_answered_once() -> None:
    sent: list[dict[str, Any]] = []
    late = DeferredResponses(sent.append)
    late.add(1, steps(1, "one"))
    late.add(2, steps(1, "two"))
    late.add(3, steps(1, "three"))
    late.cancel(2)
    late.cancel(2)
    late.cancel_all()
    assert not late.work()
    assert [(answer["id"], answer["error"]["code"]) for answer in sent] == [
        (2, -32800),
        (1, -32800),
        (3, -32800),
    ]


def first(*waits: Wait, result: Any) -> FirstSteps:
    yield from waits
    return result


def test_who_waits_for_files_lets_others_come_first() -> None:
    sent: list[dict[str, Any]] = []
    late = DeferredResponses(sent.append)
    late.add_first(1, first(Wait.FOR_FILES, result="one"))
    late.add_first(2, first(Wait.FOR_A_TURN, result="two"))
    late.add(3, steps(1, "three"))
    assert late.work_first()
    assert [answer["id"] for answer in sent] == [2]
    assert late.work_first()
    assert not late.work_first()
    late.work()
    assert [answer["id"] for answer in sent] == [2, 1, 3]


def test_what_comes_first_may_find_that_it_has_to_wait_for_everything() -> None:
    sent: list[dict[str, Any]] = []
    late = DeferredResponses(sent.append)
    late.add_first(1, first(result=steps(1, "one")))
    assert late.work_first()
    assert sent == []
    late.work()
    assert sent[0]["result"] == "one"


def test_what_comes_first_can_be_cancelled() -> None:
    sent: list[dict[str, Any]] = []
    late = DeferredResponses(sent.append)
    late.add_first(1, first(Wait.FOR_FILES, result="one"))
    late.work_first()
    late.cancel(1)
    assert sent[0]["error"]["code"] == -32800
    assert not late.work_first()


def test_a_difference_asked_for_at_once_waits_for_the_first_check(
    client: RawClient, folder: Path
) -> None:
    client.initialize(folder)
    client.open((folder / "Main.nova").as_uri(), MAIN)
    found = client.answer(client.begin("nova/diff", {"old": "HEAD"}))
    assert found["result"]["new"] == "the editor"
    assert found["result"]["declarations"] == []


def test_a_difference_that_waits_when_the_server_ends_is_answered(
    client: RawClient, folder: Path
) -> None:
    client.initialize(folder)
    client.open((folder / "Main.nova").as_uri(), MAIN)
    waiting = client.begin("nova/diff", {})
    ending = client.begin("shutdown", None)
    answers = client.answer(waiting), client.answer(ending)
    if "error" in answers[0]:
        assert answers[0]["error"]["code"] == -32800
    else:  # The check had come to its end before.
        assert answers[0]["result"]["new"] == "the editor"
    assert answers[1]["result"] is None

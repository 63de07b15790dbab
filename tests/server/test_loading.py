"""Handlers are loaded between messages: no step brings so much along that an editor would notice, and what comes early is answered all the same."""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import pairwise
from typing import Any

import pytest

from nova_ls.server.handlers import loading
from nova_ls.server.handlers.loading import AT_ONCE, all_registrations
from nova_ls.server.rpc.deferred_responses import DeferredResponses
from nova_ls.server.rpc.protocol import NovaProtocol

MOST_AT_FIRST = 45
MOST_IN_A_STEP = 13
"""Modules; one takes a millisecond."""

COUNT = """
import json, sys
import nova_ls.server.main, nova_ls.server.sessions.first_look, nova_ls.server.rpc.server_log
found = [("the server itself", len(sys.modules))]
import nova_ls.server.server
from nova_ls.server.handlers.loading import STEPS, load
found.append((STEPS[0], len(sys.modules)))
for name, _ in zip((*STEPS[1:], ""), load()):
    found.append((name, len(sys.modules)))
print(json.dumps(found))
"""


def test_no_step_of_the_loading_is_long() -> None:
    ran = subprocess.run([sys.executable, "-c", COUNT], check=True, capture_output=True)
    found = json.loads(ran.stdout)
    brought = {name: after - before for (name, before), (_, after) in pairwise(found)}
    assert brought.pop("the server itself") <= MOST_AT_FIRST
    too_many = {name: count for name, count in brought.items() if count > MOST_IN_A_STEP}
    assert too_many == {}, "list what these import before them"


def test_what_is_not_handled_at_once_is_a_request_or_does_not_change_anything() -> None:
    at_once = {one.method for one in AT_ONCE}
    changing = {one.method for one in all_registrations() if "/did" in one.method}
    assert changing - at_once == {"workspace/didRenameFiles"}


class Host:
    """A server that has nothing but its handlers."""

    def __init__(self) -> None:
        self.sent: list[Any] = []
        self.transport: Any = self
        self.cancelled: set[int | str] = set()
        self.status: int | None = None
        self.deferred_responses = DeferredResponses(self.sent.append)
        self.protocol = NovaProtocol(self)
        self.loaded: list[str] = []
        self.to_load = ["first", "second"]

    def load_some(self) -> bool:
        if not self.to_load:
            return False
        name = self.to_load.pop(0)
        self.loaded.append(name)
        self.protocol.handle(f"nova/{name}", lambda params: [name, params], drop_if_stale=False)
        return True

    def stop(self, status: int) -> None:
        self.status = status

    def receive(self, *messages: dict[str, Any]) -> None:
        inbox: Any = type("Inbox", (), {"inbox": list(messages), "cancelled": set()})()
        inbox.take, inbox.send = lambda: inbox.inbox.pop(0), self.sent.append
        self.protocol.receive(inbox)


@pytest.fixture
def host() -> Host:
    return Host()


def test_a_request_waits_for_its_handler_step_by_step(host: Host) -> None:
    host.receive({"id": 1, "method": "nova/second", "params": 7})
    assert (host.sent, host.loaded) == ([], [])
    while host.deferred_responses.work_first():
        continue
    assert [answer["result"] for answer in host.sent] == [["second", 7]]


def test_a_request_that_nobody_handles_is_refused_once_all_is_loaded(host: Host) -> None:
    host.receive({"id": 1, "method": "nova/third", "params": None})
    while host.deferred_responses.work_first():
        continue
    assert [answer["error"]["code"] for answer in host.sent] == [-32601]


def test_a_notification_is_handled_before_what_comes_behind_it(host: Host) -> None:
    host.receive({"method": "nova/first"}, {"id": 1, "method": "nova/first", "params": 1})
    assert host.loaded == ["first"]
    assert [answer["result"] for answer in host.sent] == [["first", 1]]


def test_a_request_that_waits_for_its_handler_can_be_cancelled(host: Host) -> None:
    host.receive(
        {"id": 1, "method": "nova/second", "params": 7},
        {"method": "$/cancelRequest", "params": {"id": 1}},
    )
    assert [answer["error"]["code"] for answer in host.sent] == [-32800]
    assert not host.deferred_responses.is_busy


def test_every_step_is_a_module_that_there_is() -> None:
    assert len(set(loading.STEPS)) == len(loading.STEPS)

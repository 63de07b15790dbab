"""`nova/tests` and `nova/runTests`: which tests there are, and what they come to, for an editor's list of tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from nova_ls.evaluation.evaluation import place_in_source
from nova_ls.features.ranges import range_at
from nova_ls.server.handlers.evaluate import refuse_untrusted
from nova_ls.server.handlers.registration import Registration
from nova_ls.server.rpc.deferred_responses import FirstSteps, Wait, now_or_first
from nova_ls.server.rpc.error_codes import INVALID_PARAMS
from nova_ls.server.rpc.refusal import Refused
from nova_ls.server.sessions.server_context import ServerContext
from nova_ls.server.sessions.session import Session
from nova_ls.testing.found import Test, tests_by_module
from nova_ls.testing.records import TestOutcome

if TYPE_CHECKING:
    from nova_ls.server.sessions.observing.tested_sessions import Ran

METHOD: Final = "nova/testsRan"
"""What a client is told of tests that ran by themselves, where it has asked for that."""


def handle_tests(server: ServerContext, _params: Any) -> Any:
    """All tests as the documents are now; none runs."""
    return now_or_first(_listed(server))


def _listed(server: ServerContext) -> FirstSteps:
    told: list[dict[str, Any]] = []
    for session in list(server.sessions):
        if session.root is not None:
            for tests in tests_by_module(session.workspace.program):
                told += [_test(server, session, test) for test in tests]
                yield Wait.FOR_A_TURN
    return told


def handle_run_tests(server: ServerContext, params: Any) -> Any:
    """Run tests; the answer comes when all have run."""
    wanted = params if isinstance(params, dict) else {}
    names = wanted.get("names")
    if names is not None and not (
        isinstance(names, list) and all(isinstance(each, str) for each in names)
    ):
        raise Refused(INVALID_PARAMS, "`names` must be an array of names of tests")
    refuse_untrusted(server)
    return now_or_first(_run(server, names, only_affected=wanted.get("affected") is True))


def _run(server: ServerContext, names: list[str] | None, *, only_affected: bool) -> FirstSteps:
    told: list[dict[str, Any]] = []
    for session in list(server.sessions):
        if session.root is not None:
            ran = yield from server.tested_sessions.run(session, names, only_affected=only_affected)
            told += outcomes_of(server, session, ran)
    return told


def outcomes_of(server: ServerContext, session: Session, ran: Ran) -> list[dict[str, Any]]:
    """What tests have come to, as editors are told."""
    modules = session.workspace.program.modules
    return [
        {**_test(server, session, test), **_outcome(server, session, outcome)}
        for test, outcome in ran
        if test.module in modules
    ]


def _test(server: ServerContext, session: Session, test: Test) -> dict[str, Any]:
    module = session.workspace.program.modules[test.module]
    place = test.place(module)
    return {
        "name": test.name,
        "module": test.module,
        "uri": server.sessions.uri_of(module.path),
        "range": None if place is None else range_at(place, server.client.encoding),
    }


def _outcome(server: ServerContext, session: Session, outcome: TestOutcome) -> dict[str, Any]:
    program = session.workspace.program
    found = [(name, place_in_source(program, name, line)) for name, line in outcome.places]
    return {
        "passed": outcome.passed,
        "problem": outcome.problem,
        "output": outcome.output,
        "elapsedMs": round(outcome.seconds * 1000, 1),
        "places": [
            {"name": name, "uri": server.sessions.uri_of(place[0].path), "line": place[1]}
            for name, place in found
            if place is not None
        ],
    }


REGISTRATIONS: Final = (
    Registration("nova/tests", handle_tests),
    Registration("nova/runTests", handle_run_tests),
)

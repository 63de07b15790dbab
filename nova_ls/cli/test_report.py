"""How results of tests are shown: a line for each, for people; JSON and JUnit's XML for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

from nova_ls.base.lines import Encoding
from nova_ls.base.slotted import value
from nova_ls.cli.paint import paint
from nova_ls.cli.report import count
from nova_ls.compiler.program import Program
from nova_ls.evaluation.evaluation import place_in_source, places_in_sources
from nova_ls.testing.found import Test
from nova_ls.testing.impact import Impact
from nova_ls.testing.records import TestOutcome

_CONTROL: Final = {number: "�" for number in range(32) if chr(number) not in "\t\n\r"}
"""What XML has no way to write."""


@value
class Ran:
    """A test that ran, and what it reached."""

    test: Test
    outcome: TestOutcome
    impact: Impact


def lines_of(program: Program, test: Test, outcome: TestOutcome) -> Iterator[str]:
    """One line for a test that passed; below it, of one that failed, why and where."""
    word = paint("ok  ", "green") if outcome.passed else paint("FAIL", "red")
    yield f"{word} {test.name} ({outcome.seconds * 1000:.0f} ms)"
    if outcome.problem is not None:
        told = [*outcome.output.rstrip("\n").split("\n"), *outcome.problem.split("\n")]
        yield from (f"     {line}" for line in told if line)
        yield from (f"       in {each}" for each in places_in_sources(program, outcome.places))


def summary_of(ran: Sequence[Ran], skipped: int, seconds: float) -> str:
    """The last line."""
    failed = sum(not each.outcome.passed for each in ran)
    text = f"{count(len(ran), 'test')}, {failed} failed"
    rest = f", {skipped} not concerned" if skipped else ""
    return paint(text, "red" if failed else "green") + f"{rest} ({seconds:.2f} s)"


def as_json(program: Program, ran: Sequence[Ran], skipped: int, seconds: float) -> str:
    """One object; lines from 0."""
    failed = sum(not each.outcome.passed for each in ran)
    summary = {
        "tests": len(ran), "failed": failed, "skipped": skipped, "elapsed_ms": round(seconds * 1000),
    }  # fmt: skip
    return json.dumps({"tests": [_plain(program, each) for each in ran], "summary": summary})


def _plain(program: Program, ran: Ran) -> dict[str, Any]:
    outcome = ran.outcome
    found = [(name, place_in_source(program, name, line)) for name, line in outcome.places]
    return {
        **described(program, ran.test),
        "passed": outcome.passed,
        "problem": outcome.problem,
        "output": outcome.output,
        "places": [
            {"name": name, "file": str(place[0].path), "line": place[1]}
            for name, place in found
            if place is not None
        ],
        "elapsed_ms": round(outcome.seconds * 1000, 1),
        "reaches": sorted(f"{key.namespace}.{key.name}" for key in ran.impact.code),
    }


def described(program: Program, test: Test) -> dict[str, Any]:
    """A test and where it stands."""
    module = program.modules[test.module]
    place = test.place(module)
    line = None
    if place is not None:
        line = module.source.position_in(place.chunk, place.start, Encoding.UTF16).line
    return {"name": test.name, "module": test.module, "file": str(module.path), "line": line}


def as_junit(program: Program, ran: Sequence[Ran], seconds: float) -> str:
    """A suite for each module."""
    failed = sum(not each.outcome.passed for each in ran)
    out = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<testsuites name="nova-ls" tests="{len(ran)}" failures="{failed}" time="{seconds:.3f}">',
    ]
    for module in dict.fromkeys(each.test.module for each in ran):
        cases = [each for each in ran if each.test.module == module]
        took = sum(each.outcome.seconds for each in cases)
        wrong = sum(not each.outcome.passed for each in cases)
        out.append(
            f'  <testsuite name={_attribute(module)} tests="{len(cases)}" failures="{wrong}" time="{took:.3f}">'
        )
        for each in cases:
            out += _case(program, each)
        out.append("  </testsuite>")
    return "\n".join([*out, "</testsuites>"])


def _case(program: Program, ran: Ran) -> Iterator[str]:
    test, outcome = ran.test, ran.outcome
    head = (
        f"    <testcase classname={_attribute(test.module)} name={_attribute(test.label)}"
        f' time="{outcome.seconds:.3f}"'
    )
    if outcome.problem is None:
        yield head + "/>"
        return
    yield head + ">"
    places = [f"in {each}" for each in places_in_sources(program, outcome.places)]
    text = "\n".join([outcome.problem, *places])
    message = outcome.problem.split("\n", 1)[0]
    yield f"      <failure message={_attribute(message)}>{escape(text.translate(_CONTROL))}</failure>"
    if outcome.output:
        yield f"      <system-out>{escape(outcome.output.translate(_CONTROL))}</system-out>"
    yield "    </testcase>"


def _attribute(text: str) -> str:
    return quoteattr(text.translate(_CONTROL))

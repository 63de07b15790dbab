"""What came of an expression, for people at a command line."""

from __future__ import annotations

import sys

from nova_ls.base.diagnostic import Diagnostic
from nova_ls.compiler.program import Program
from nova_ls.diagnostics import render
from nova_ls.evaluation.evaluation import EvaluationOutcome, places_in_sources
from nova_ls.evaluation.expressions import ExpressionProblems, ExpressionSpan


def tell(program: Program, outcome: EvaluationOutcome, text: str) -> bool:
    """Write an outcome; what is wrong goes to standard error. Whether the expression has a value."""
    if isinstance(outcome, ExpressionProblems):
        for diagnostic, place in outcome.found:
            print(told_problem(diagnostic, place, text), file=sys.stderr)
        if outcome.reason:
            print(f"nova-ls: {outcome.reason}", file=sys.stderr)
        return False
    sys.stdout.write(outcome.output)
    if outcome.output and not outcome.output.endswith("\n"):
        sys.stdout.write("\n")
    if outcome.value is not None:
        print(outcome.value)
    sys.stdout.flush()
    if outcome.problem is None:
        return True
    lines = [
        outcome.problem,
        *(f"in {each}" for each in places_in_sources(program, outcome.places)),
    ]
    print("nova-ls: " + "\n  ".join(lines), file=sys.stderr)
    return False


def told_problem(diagnostic: Diagnostic, place: ExpressionSpan, text: str) -> str:
    """A diagnostic with the line of the expression that it is about, and a marker below it."""
    return marked(diagnostic.code, render(diagnostic), place, text)


def marked(code: str, message: str, place: ExpressionSpan, text: str) -> str:
    """A message with the line of the text that it is about, and a marker below it."""
    lines = text.split("\n")
    row = min(place.line, len(lines) - 1)
    line = lines[row]
    end = place.end_column if place.end_line == place.line else len(line)
    marker = " " * place.column + "^" * max(end - place.column, 1)
    said = "\n".join(f"  {row}" for row in message.splitlines())
    return f"error {code}\n{row + 1:5} | {line}\n      | {marker}\n{said}\n"

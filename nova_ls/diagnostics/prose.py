"""One entry of a table of prose."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from nova_ls.base.diagnostic import Problem, Severity
from nova_ls.diagnostics.words import Words

P = TypeVar("P", bound=Problem)


@dataclass(frozen=True, slots=True)
class Prose(Generic[P]):
    """`summary`: what the code means, in one sentence that mentions no names."""

    of: type[P]
    summary: str
    message: Callable[[P, Words], str]

    @property
    def code(self) -> str:
        """The code that the prose is for."""
        return self.of.__name__

    @property
    def severity(self) -> Severity:
        """The severity of the code."""
        return self.of.severity


def prose(of: type[P], summary: str, message: str | Callable[[P, Words], str] = "") -> Prose[P]:
    """The prose of a code. A message that is a string is a template: `{name}` stands for that field in backquotes.

    Without a message, the summary says it all.
    """
    if not isinstance(message, str):
        return Prose(of, summary, message)
    return Prose(of, summary, _template(message or summary))


def _template(template: str) -> Callable[[Problem, Words], str]:
    return lambda problem, words: template.format_map(_QuotedFields(problem, words))


class _QuotedFields:
    """The fields of a problem by name, in backquotes."""

    __slots__ = ("_problem", "_words")

    def __init__(self, problem: Problem, words: Words) -> None:
        self._problem = problem
        self._words = words

    def __getitem__(self, field: str) -> str:
        return self._words.quoted(getattr(self._problem, field))

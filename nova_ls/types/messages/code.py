"""One entry of the table of codes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from nova_ls.base.diagnostic import Severity, Tag
from nova_ls.types.messages.text import Text

Message: TypeAlias = str | Callable[[Text], str]
"""A template in which {0} stands for the first argument in backquotes; or a function for what takes more."""


@dataclass(frozen=True, slots=True)
class Code:
    """`arguments` tells what a diagnostic of this code carries, in order. `tags`: what an editor does with the span."""

    severity: Severity
    summary: str
    arguments: str
    message: Message
    tags: tuple[Tag, ...] = ()

    def render(self, text: Text) -> str:
        if not isinstance(self.message, str):
            return self.message(text)
        if "{" not in self.message:
            return self.message
        return self.message.format(*text.all_quoted())


def error(summary: str, arguments: str = "", message: Message = "") -> Code:
    return Code(Severity.ERROR, summary, arguments, message or summary)


def warning(summary: str, arguments: str = "", message: Message = "") -> Code:
    return Code(Severity.WARNING, summary, arguments, message or summary)


def unnecessary(summary: str, arguments: str = "", message: Message = "") -> Code:
    """A warning about something that can be taken away."""
    return Code(Severity.WARNING, summary, arguments, message or summary, (Tag.UNNECESSARY,))


def deprecated(summary: str, arguments: str = "", message: Message = "") -> Code:
    """A warning about something that should no longer be written so."""
    return Code(Severity.WARNING, summary, arguments, message or summary, (Tag.DEPRECATED,))

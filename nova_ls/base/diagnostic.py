"""Diagnostics as data: a code, a span and typed arguments. Prose is made in types/messages.py."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import IntEnum, StrEnum
from typing import Any

from nova_ls.base.keys import ElementKey


class Severity(IntEnum):
    """As LSP numbers them."""

    ERROR = 1
    WARNING = 2
    INFORMATION = 3
    HINT = 4


class Tag(StrEnum):
    """What an editor greys out or strikes through."""

    UNNECESSARY = "unnecessary"
    DEPRECATED = "deprecated"


@dataclass(slots=True, eq=True, frozen=True)
class Related:
    """A second place that a diagnostic involves.

    `element` None: the span is relative to the chunk of the diagnostic itself. Otherwise the span is
    relative to the chunk of that element; an empty span (0, 0) means the element's name.
    """

    element: ElementKey | None
    start: int
    end: int
    label: str


@dataclass(slots=True, eq=True, frozen=True)
class Diagnostic:
    """One mistake. The span is half-open, in code points, relative to the chunk it lies in.

    `code` is the PureScript compiler's name for the mistake (`TypesDoNotUnify`).
    `arguments` are what the message is made of: str, int, ElementKey, Type, Constraint or tuples of these (types
    are zonked: they hold no solved unification variable). Each code fixes its own order, which is documented beside its
    message in types/messages.py.
    """

    code: str
    start: int
    end: int
    arguments: tuple[Any, ...] = ()
    severity: Severity = Severity.ERROR
    related: tuple[Related, ...] = ()
    tags: tuple[Tag, ...] = ()

    def moved(self, offset: int) -> Diagnostic:
        """The same at another place; related places of other elements stay."""
        related = tuple(
            replace(r, start=r.start + offset, end=r.end + offset) if r.element is None else r
            for r in self.related
        )
        return replace(self, start=self.start + offset, end=self.end + offset, related=related)

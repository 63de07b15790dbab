"""Fixities: what an operator stands for, and how tightly it binds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from nova_ls.base.keys import ElementKey
from nova_ls.syntax.tree import Associativity


class Fixity(Protocol):
    """What an operator's interface says; the interface itself belongs to the type checker's words."""

    @property
    def associativity(self) -> Associativity:
        """How a chain of it groups."""

    @property
    def precedence(self) -> int:
        """0 to 9; 9 binds tightest."""

    @property
    def target(self) -> ElementKey:
        """The function, constructor or type that it stands for."""


FixityOf: TypeAlias = Callable[[ElementKey], Fixity | None]
"""The fixity of an operator element; None where its declaration is wrong."""


@dataclass(slots=True)
class Operator:
    """A fixity as a declaration gives it, its target resolved."""

    associativity: Associativity
    precedence: int
    target: ElementKey

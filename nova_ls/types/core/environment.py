"""What the type checker asks of the world outside the element at hand.

The compiler implements it over the registry and records every question with its answer: these records are the element's
dependencies. The checker asks only for what it uses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from nova_ls.base.diagnostic import Diagnostic
from nova_ls.base.keys import ElementKey
from nova_ls.types.core.interface import InstanceInterface, Interface
from nova_ls.types.core.timing import Needs
from nova_ls.types.core.type import Type


class Environment(Protocol):
    """The interfaces of all elements in the workspace, packages and library, Prim included."""

    def interface(self, key: ElementKey) -> Interface | None:
        """The interface of an element; None while it is being computed (a cycle) or unknown."""

    def instances(
        self, class_key: ElementKey, heads: tuple[ElementKey | None, ...]
    ) -> Sequence[InstanceInterface]:
        """All instances of a class whose heads could match, in deterministic order, chains together.

        `heads[i]` is the outermost constructor of the i-th argument, None where it is not a constructor
        (a variable, an unknown, a row …), NO_CONSTRUCTOR where the instance must not have one either. An instance is left
        out only if one of its arguments has another outermost constructor there. All members of a chain of which one could match are given.

        The class need not be one that the module at work imports: deriving asks for the relatives of the class it derives
        (Bifunctor, say), and where a package defines that class its instances count.
        """

    def is_exported(self, key: ElementKey) -> bool:
        """Whether the element's own module exports it. Asked for classes of other modules only."""

    def constructor_in_scope(self, key: ElementKey) -> bool:
        """Whether the module at work can use the constructor of a newtype: defines or imports it under any qualifier.

        Coercible looks through a newtype only then.
        """


@dataclass(slots=True)
class Annotations:
    """The types part of a typed AST: parallel lists, in the order they were found; types are zonked at the end.

    Spans are chunk-relative. For a name, `types[i]` is its type at that use (instantiated).
    `evidence` holds (start, end, Evidence) for each constraint that was solved at a use.
    """

    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    types: list[Type] = field(default_factory=list)
    evidence: list[tuple[int, int, Any]] = field(default_factory=list)


@dataclass(slots=True)
class Checked:
    """What checking a unit gave: interfaces of the elements it defines, its annotations, its diagnostics, what it needs.

    Interfaces are complete even after an error (the written signature, or ERROR, stands in).
    """

    interfaces: dict[ElementKey, Interface]
    annotations: dict[ElementKey, Annotations]
    diagnostics: dict[ElementKey, list[Diagnostic]]
    needs: dict[ElementKey, Needs] = field(default_factory=dict)

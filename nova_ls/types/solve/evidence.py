"""Evidence: why a constraint holds.

While constraints are being solved, evidence is a graph of small objects whose sub-evidence is filled in as
subgoals are solved. What is kept in annotations is its frozen form: a flat tuple of steps in prefix order, so
that nothing recurses over evidence that is thousands of levels deep (a RowList instance over a wide record).
"""

from __future__ import annotations

from typing import Final, TypeAlias

from nova_ls.base.keys import ElementKey
from nova_ls.types.core.type import Type


class InstanceEvidence:
    """An instance with evidence for each of its constraints, in their order. None: not solved (yet)."""

    __slots__ = ("arguments", "key")

    def __init__(self, key: ElementKey, arguments: list[Evidence | None]) -> None:
        self.key = key
        self.arguments = arguments


class GivenEvidence:
    """The `number`th given constraint of the declaration, then superclasses by index, outermost first."""

    __slots__ = ("number", "path")

    def __init__(self, number: int, path: tuple[int, ...]) -> None:
        self.number = number
        self.path = path


class BuiltinEvidence:
    """Solved by the compiler itself. `value` is what a reflecting class reflects, None for classes without members.

    An ordering is reflected as the name of its constructor.
    """

    __slots__ = ("arguments", "key", "types", "value")

    def __init__(
        self, key: ElementKey, value: str | int | None, types: tuple[Type, ...] = ()
    ) -> None:
        self.key = key
        self.value = value
        self.types = types
        """What the class is applied to: tells the type of `value`."""
        self.arguments: list[Evidence | None] = []


class ErrorEvidence:
    """Stands where a constraint could not be solved, or speaks of a type that is in error already."""

    __slots__ = ()


Evidence: TypeAlias = InstanceEvidence | GivenEvidence | BuiltinEvidence | ErrorEvidence
EvidenceStep: TypeAlias = (
    tuple[str, ElementKey, int]
    | tuple[str, int, tuple[int, ...]]
    | tuple[str, ElementKey, str | int | None]
    | tuple[str]
)

ERROR_EVIDENCE: Final = ErrorEvidence()


def freeze_evidence(evidence: Evidence | None) -> tuple[EvidenceStep, ...]:
    """Evidence as steps in prefix order.

    `("instance", key, n)`: n steps of sub-evidence follow; `("given", number, path)`; `("builtin", key, value)`;
    `("error",)`.
    """
    steps: list[EvidenceStep] = []
    pending: list[Evidence | None] = [evidence]
    while pending:
        item = pending.pop()
        if isinstance(item, InstanceEvidence):
            steps.append(("instance", item.key, len(item.arguments)))
            pending.extend(reversed(item.arguments))
        elif isinstance(item, GivenEvidence):
            steps.append(("given", item.number, item.path))
        elif isinstance(item, BuiltinEvidence):
            # Constraints behind a built-in step leave nothing at run time.
            steps.append(("builtin", item.key, item.value))
        else:
            steps.append(("error",))
    return tuple(steps)

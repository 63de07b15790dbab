"""What is offered: entries, and what is known of each before it is ranked."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum

from nova_ls.base.keys import ElementKey
from nova_ls.base.slotted import value
from nova_ls.features.completion.word import Word
from nova_ls.types.core.type import Type


class CompletionKind(IntEnum):
    """As LSP numbers them."""

    FUNCTION = 3
    CONSTRUCTOR = 4
    FIELD = 5
    VARIABLE = 6
    CLASS = 7
    MODULE = 9
    KEYWORD = 14
    STRUCT = 22
    OPERATOR = 24
    TYPE_PARAMETER = 25


class Reach(IntEnum):
    """From how far a name comes, the nearest first."""

    LOCAL = 0  # a variable, or what the place itself names: a field, a member
    MODULE = 1
    LISTED = 2  # imported by its name
    OPEN = 3  # imported with everything else
    QUALIFIER = 4
    KEYWORD = 5
    ABSENT = 6  # to be imported
    INTERNAL = 7  # to be imported from a module that is not for everybody


@value
class Importable:
    """Where a name that is not in scope is to be imported from, and under which alias or ""."""

    module: str
    alias: str
    key: ElementKey
    owner: str = ""
    """The type of a constructor."""


@dataclass(slots=True)
class Candidate:
    """A name that may stand at the cursor. `nearness` tells those of one reach apart: the less, the nearer.

    `snippet`: what is inserted, with places to fill in, where that is not the label.
    """

    label: str
    kind: CompletionKind
    reach: Reach
    key: ElementKey | None = None
    type: Type | None = None
    nearness: int = 0
    snippet: str = ""
    importable: Importable | None = None


@value
class Completion:
    """One entry. `key`: the element it stands for; `detail`: its type, where that is known already; `module`: where it comes from."""

    label: str
    kind: CompletionKind
    key: ElementKey | None = None
    detail: str = ""
    snippet: str = ""
    importable: Importable | None = None
    is_deprecated: bool = False
    is_likely: bool = False
    """Has the type that the place wants."""


@dataclass(frozen=True, slots=True)
class Completions:
    """The entries, the likeliest first, and the word that each of them would replace.

    `is_complete`: what is typed further only leaves some of them out.
    """

    word: Word
    entries: list[Completion] = field(default_factory=list)
    is_complete: bool = True

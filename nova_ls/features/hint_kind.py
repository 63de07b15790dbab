"""The kinds of inlay hints, which the server has to know before it shows any."""

from __future__ import annotations

from enum import Enum
from typing import Final


class HintKind(Enum):
    """What is shown, by the name under which it can be switched."""

    TOP_LEVEL = "topLevel"
    LOCAL = "local"
    WILDCARD = "wildcards"
    INSTANCE = "instances"


AS_EVER: Final = frozenset((HintKind.TOP_LEVEL, HintKind.LOCAL, HintKind.WILDCARD))

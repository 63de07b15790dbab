"""What the text of a module shows before anything of it is parsed: what it may import, and of which classes it may have instances.

Both say too much rather than too little: words of comments count as well.
"""

from __future__ import annotations

import re
from typing import Final

_MODULE: Final = r"[A-Z][\w']*(?:\.[A-Z][\w']*)*"
_IMPORT: Final = re.compile(rf"\bimport\s+({_MODULE})")
_ANY_MODULE: Final = re.compile(_MODULE)
_COMMENTED: Final = re.compile(r"\bimport\s*(?:--|\{-)")
_INSTANCE: Final = re.compile(r"\binstance\b.*?(?=^[^\s)\]},]|\Z)", re.M | re.S)
_NAME: Final = re.compile(r"[A-Z][\w']*")


def possible_imports(text: str) -> frozenset[str]:
    """The modules that a text may import."""
    pattern = _ANY_MODULE if _COMMENTED.search(text) else _IMPORT
    return frozenset(pattern.findall(text))


def instance_names(text: str) -> frozenset[str]:
    """The names in the instances of a text, among them those of their classes."""
    if "instance" not in text:
        return frozenset()
    return frozenset(_NAME.findall(" ".join(_INSTANCE.findall(text))))

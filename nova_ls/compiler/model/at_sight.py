"""What the text of a module shows before anything of it is parsed: what it may import, and of which classes it may have instances.

Both say too much rather than too little: words of comments count as well.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from nova_ls.base.similar_names import similar_names

_MODULE: Final = r"[A-Z][\w']*(?:\.[A-Z][\w']*)*"
_IMPORT: Final = re.compile(rf"\bimport\s+({_MODULE})")
_FIRST_WORDS: Final = re.compile(rf"^[ \t]*([A-Za-z]\w*)\s+({_MODULE})", re.M)
_ANY_MODULE: Final = re.compile(_MODULE)
_COMMENTED: Final = re.compile(r"\bimport\s*(?:--|\{-)")
_INSTANCE: Final = re.compile(r"\binstance\b.*?(?=^[^\s)\]},]|\Z)", re.M | re.S)
_NAME: Final = re.compile(r"[A-Z][\w']*")


def seeming_imports(text: str) -> list[str]:
    """The modules that a text imports where an import begins a line, as nearly all do; each once, in order."""
    written = _FIRST_WORDS.findall(text)
    return list(dict.fromkeys(name for word, name in written if _means_import(word)))


@cache
def _means_import(word: str) -> bool:
    """A misspelled one imports as well."""
    word = word.lower()
    return word == "import" or bool(similar_names(word, ("import",)))


def possible_imports(text: str) -> frozenset[str]:
    """The modules that a text may import."""
    pattern = _ANY_MODULE if _COMMENTED.search(text) else _IMPORT
    return frozenset((*pattern.findall(text), *seeming_imports(text)))


def instance_names(text: str) -> frozenset[str]:
    """The names in the instances of a text, among them those of their classes."""
    if "instance" not in text:
        return frozenset()
    return frozenset(_NAME.findall(" ".join(_INSTANCE.findall(text))))

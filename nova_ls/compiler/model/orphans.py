"""Whether a module may have instances that count for modules which do not import it: told from its text, so that nothing has to be parsed.

An instance stands with its class or with one of the types in its head; a module that can ask for it imports that, and so its module. Only an
orphan, which is an error of its own, is met from elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_INSTANCE: Final = re.compile(
    r"^(?:else[ \t]+)?(?:derive\s+(?:newtype\s+)?)?instance\b(.*?)(?=^[^\s)\]},]|\Z)", re.M | re.S
)
_DECLARED: Final = re.compile(
    r"^(?:data|newtype|type|foreign[ \t]+import[ \t]+data)[ \t]+([A-Z][\w']*)"
    r"|^class[ \t]+(?:[^\n]*(?:<=|⇐))?[ \t]*([A-Z][\w']*)",
    re.M,
)
_PLAIN: Final = re.compile(r"[\w'.,(){}|:\s\[\]\"]*")
_END: Final = re.compile(r"\bwhere\b")
_ARROW: Final = re.compile(r"=>|⇒")
_PIECE: Final = re.compile(r"[(\[{]|[)\]}]|[\w'.]+|\s+")


def text_may_hold_orphans(text: str) -> bool:
    """Whether a text may declare an orphan; True for what is not as plain as most heads are."""
    if "instance" not in text:
        return False
    declared = {one or other for one, other in _DECLARED.findall(text)}
    return any(_may_be_orphan(head, declared) for head in _INSTANCE.findall(text))


def _may_be_orphan(head: str, declared: set[str]) -> bool:
    head = _END.split(head, 1)[0]
    named = head.partition("::")[2] if "::" in head else head
    bare = _ARROW.split(named)[-1]
    if not _PLAIN.fullmatch(bare) or "--" in head or "{-" in head or "∷" in head:
        return True
    return not any(name in declared for name in _outermost(bare))


def _outermost(head: str) -> Iterator[str]:
    """The class, and the first name in each argument, as they are written."""
    depth, is_new = 0, True
    for match in _PIECE.finditer(head):
        word = match[0]
        if word in "([{":
            depth += 1
        elif word in ")]}":
            depth -= 1
        elif word.isspace():
            is_new = is_new or depth == 0
        elif is_new:
            is_new = False
            yield word

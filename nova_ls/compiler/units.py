"""Units of work and the facts they look up: the vocabulary the compiler and the engine share.

A unit is `(kind, key)`; a fact is a tuple whose first item tells which question it is. Both are plain tuples of interned keys and
strings, since they are made and hashed on the way of every keystroke.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, TypeAlias

from nova_ls.base.keys import ElementKey, Space, element_key

# ---------------------------------------------------------------------------- units

STRUCTURE: Final = "structure"  # scope, exports, fixities and imports of a module
RECORD: Final = "record"  # of a module that is restored: whether what its units asked of others still has the same answers
REFERENCES: Final = "references"  # which elements of its own module an element mentions
TYPES: Final = "types"  # a binding group of types, synonyms and classes
HEAD: Final = "head"  # the head of an instance
SIGNATURE: Final = "signature"  # the written type of a value or foreign import
VALUES: Final = "values"  # a binding group of values: one signed value, or unsigned ones
BODY: Final = "body"  # the members of an instance
EXPORT_CHECKS: Final = "export checks"  # what an exported name needs beside it
USAGE: Final = "usage"  # what a module imports or declares and nobody uses

MODULE: Final = "module"  # in the log only: how a module's text is put together, what it exports

PHASES: Final = {
    kind: phase
    for phase, kind in enumerate(
        (STRUCTURE, RECORD, REFERENCES, TYPES, HEAD, SIGNATURE, VALUES, BODY, EXPORT_CHECKS, USAGE)
    )
}
"""The order in which stale units are ensured: what decides the meaning of names comes before what uses it."""

MODULE_KINDS: Final = (STRUCTURE, RECORD, EXPORT_CHECKS, USAGE)
"""The units that a module has once."""

TYPED_KINDS: Final = frozenset((TYPES, HEAD, SIGNATURE, VALUES, BODY))
"""The kinds whose results go into the log; the others are cheap to compute from the text."""

Unit: TypeAlias = tuple[str, ElementKey]


def module_key(name: str) -> ElementKey:
    """The key under which the units of a whole module stand."""
    return element_key(name, Space.MODULE, "")


# ---------------------------------------------------------------------------- facts

INTERFACE: Final = "i"  # ("i", key): what others may rely on of an element; answer: its hash
NAME: Final = (
    "n"  # ("n", module, space, qualifier, name): what a name means there; answer: a key, None, …
)
INSTANCES: Final = (
    "c"  # ("c", class, heads): the instances that could match; answer: a hash of them
)
EXPORTS: Final = "x"  # ("x", module): what a module offers; answer: its Exports
EXPORTED: Final = "e"  # ("e", key): whether an element's own module exports it; answer: bool
LOCAL: Final = (
    "l"  # ("l", module, name): whether a module defines a value of that name; answer: bool
)
SCOPE: Final = "s"  # ("s", module): all names of a module (for suggestions); answer: a hash of them
VISIBLE: Final = "v"  # ("v", module, key): whether a module can use a constructor; answer: bool
OUTDONE: Final = (
    "o"  # ("o", key): constructors or members that an earlier declaration has; answer: their names
)
CRASH: Final = (
    "!"  # ("!", module): asked where the checker itself failed; never has the same answer again
)
OF_SCOPE: Final = frozenset((NAME, LOCAL, SCOPE, VISIBLE, OUTDONE))
"""The questions that the asking unit's own module answers."""

Fact: TypeAlias = tuple[Any, ...]
Answer: TypeAlias = Any


def outdone_answer(keys: Iterable[ElementKey]) -> bytes:
    """The answer that names these elements."""
    return "\n".join(key.name for key in keys).encode("utf-8", "surrogatepass")

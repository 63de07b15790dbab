"""Units of work: the vocabulary the compiler and the engine share.

A unit is `(kind, key)`: a plain tuple of a string and an interned key, since units are made and hashed on the way of every keystroke.
"""

from __future__ import annotations

from typing import Final, TypeAlias

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
CYCLES: Final = "cycles"  # types, values and instances that need themselves
EXPORT_CHECKS: Final = "export checks"  # what an exported name needs beside it
USAGE: Final = "usage"  # what a module imports or declares and nobody uses

MODULE: Final = "module"  # in the log only: how a module's text is put together, what it exports

PHASES: Final = {
    kind: phase
    for phase, kind in enumerate(
        (
            STRUCTURE,
            RECORD,
            REFERENCES,
            TYPES,
            HEAD,
            SIGNATURE,
            VALUES,
            BODY,
            CYCLES,
            EXPORT_CHECKS,
            USAGE,
        )
    )
}
"""The order in which stale units are ensured: what decides the meaning of names comes before what uses it."""

WHOLE_KINDS: Final = (CYCLES, EXPORT_CHECKS, USAGE)
"""The units that say something of a module as a whole, once its elements are known."""

MODULE_KINDS: Final = (STRUCTURE, RECORD, *WHOLE_KINDS)
"""The units that a module has once."""

TYPED_KINDS: Final = frozenset((TYPES, HEAD, SIGNATURE, VALUES, BODY))
"""The kinds whose results go into the log; the others are cheap to compute from the text."""

Unit: TypeAlias = tuple[str, ElementKey]


def module_key(name: str) -> ElementKey:
    """The key under which the units of a whole module stand."""
    return element_key(name, Space.MODULE, "")

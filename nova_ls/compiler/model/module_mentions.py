"""What groups are made of: the elements of its own module that an element mentions."""

from __future__ import annotations

from typing import NamedTuple

from nova_ls.base.keys import ElementKey


class Mentions(NamedTuple):
    """What an element mentions of its own module, as far as binding groups depend on it.

    `signature`: what the kind signature of a type names. `superclasses`: of a class.
    """

    uses: frozenset[ElementKey]
    signature: frozenset[ElementKey] = frozenset()
    superclasses: frozenset[ElementKey] = frozenset()
    has_signature: bool = False

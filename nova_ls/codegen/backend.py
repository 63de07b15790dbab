"""What a back end is: something that makes of core what it can keep and link later, one declaration at a time."""

from __future__ import annotations

from typing import Protocol

from nova_ls.base.keys import ElementKey
from nova_ls.base.slotted import value
from nova_ls.codegen.core import Code


@value
class Artifact:
    """A declaration, compiled. `payload`: the back end's own bytes. `needs`: the elements that it mentions; they are linked with it."""

    payload: bytes
    needs: tuple[ElementKey, ...]


class Backend(Protocol):
    """`name` tells artifacts of different back ends apart; `stamp` those of different versions of one, its host's included."""

    @property
    def name(self) -> str:
        """Tells its artifacts from those of other back ends."""

    @property
    def stamp(self) -> bytes:
        """Tells them from those of its other versions, and of other versions of its host."""

    def compile(self, code: Code) -> Artifact:
        """Compile a declaration. The same core gives the same bytes."""

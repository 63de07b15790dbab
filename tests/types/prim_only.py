"""The least environment, for tests of one part of the checker: what is known is written down, everything is in reach."""

from __future__ import annotations

from collections.abc import Sequence

from nova_ls.base.keys import ElementKey
from nova_ls.types.core.interface import InstanceInterface, Interface
from nova_ls.types.core.prim import PRIM_INTERFACES


class PrimOnly:
    """An Environment of Prim and what a test adds. One that answers as a program does is `World` in harness.py."""

    def __init__(self) -> None:
        self.interfaces: dict[ElementKey, Interface] = dict(PRIM_INTERFACES)

    def interface(self, key: ElementKey) -> Interface | None:
        return self.interfaces.get(key)

    def instances(
        self, class_key: ElementKey, heads: tuple[ElementKey | None, ...]
    ) -> Sequence[InstanceInterface]:
        return ()

    def is_exported(self, key: ElementKey) -> bool:
        return True

    def constructor_in_scope(self, key: ElementKey) -> bool:
        return True

"""What stands beside entries: types on one line, records by the synonyms that the module has for them; whether they are deprecated."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from typing import Final

from nova_ls.base.keys import ElementKey
from nova_ls.compiler.state.module import Module
from nova_ls.features.documentation import documentation
from nova_ls.features.fold_synonyms import Synonym, fold_synonyms, synonyms_of
from nova_ls.types.core.type import Forall, Type
from nova_ls.types.render.render_type import render_type
from nova_ls.workspace.snapshot import Snapshot

_DEPRECATED: Final = re.compile(r"^[^\w\n]*+deprecated\b", re.IGNORECASE | re.MULTILINE)


class ShownTypes:
    """What is shown beside the entries of one list."""

    def __init__(self, snapshot: Snapshot, module: Module) -> None:
        self._snapshot = snapshot
        self._module = module

    def shown(self, type: Type) -> str:
        """A type on one line, with the module's synonyms for its records."""
        while isinstance(type, Forall):  # On one line there is no room for what is evident.
            type = type.body
        plain = _rendered(type)
        # Few other synonyms say more than what they stand for.
        return _folded(type, self._synonyms) if "{" in plain else plain

    def says_deprecated(self, key: ElementKey | None) -> bool:
        """Whether the author calls an element deprecated, in a module whose declarations are at hand."""
        module = None if key is None else self._snapshot.module(key.namespace)
        if key is None or module is None or module.scope is None:
            return False
        return _DEPRECATED.search(documentation(self._snapshot, key)) is not None

    @cached_property
    def _synonyms(self) -> tuple[Synonym, ...]:
        return tuple(synonyms_of(self._snapshot, self._module))


@lru_cache(maxsize=1 << 13)
def _rendered(type: Type) -> str:
    return render_type(type)


@lru_cache(maxsize=1 << 12)
def _folded(type: Type, synonyms: tuple[Synonym, ...]) -> str:
    return render_type(fold_synonyms(type, list(synonyms)))

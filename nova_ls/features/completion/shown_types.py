"""The types that stand beside entries: on one line, records by the synonyms that the module has for them."""

from __future__ import annotations

from functools import cached_property, lru_cache

from nova_ls.compiler.state.module import Module
from nova_ls.features.fold_synonyms import Synonym, fold_synonyms, synonyms_of
from nova_ls.types.core.type import Type
from nova_ls.types.render.render_type import render_type
from nova_ls.workspace.snapshot import Snapshot


class ShownTypes:
    """For the entries of one list."""

    def __init__(self, snapshot: Snapshot, module: Module) -> None:
        self._snapshot = snapshot
        self._module = module

    def shown(self, type: Type) -> str:
        plain = _rendered(type)
        # Few other synonyms say more than what they stand for.
        return _folded(type, self._synonyms) if "{" in plain else plain

    @cached_property
    def _synonyms(self) -> tuple[Synonym, ...]:
        return tuple(synonyms_of(self._snapshot, self._module))


@lru_cache(maxsize=1 << 13)
def _rendered(type: Type) -> str:
    return render_type(type)


@lru_cache(maxsize=1 << 12)
def _folded(type: Type, synonyms: tuple[Synonym, ...]) -> str:
    return render_type(fold_synonyms(type, list(synonyms)))

"""Counting the names that the units of a module look up, as units come and go.

An edit costs what its own look-ups cost. Only where a name became used or unused altogether are the module's warnings
looked at again (usage.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nova_ls.base.keys import ElementKey
from nova_ls.compiler.facts import ConstructorInScopeFact, Fact, NameFact
from nova_ls.compiler.model.units import Unit
from nova_ls.compiler.state.module import Module
from nova_ls.names.modules.scope import Lookup


def count_lookups(module: Module, unit: Unit, questions: Iterable[Fact]) -> bool:
    """Take note of the names that a unit looks up now instead of those it looked up before.

    True where some name became used or unused altogether.
    """
    return module.take_lookups(unit, list(_lookups(module, questions)))


def _lookups(module: Module, questions: Iterable[Fact]) -> Iterator[Lookup]:
    for fact in questions:
        kind: type[Fact] = type(fact)  # of an abstract class isinstance is slow where it says no
        if kind is NameFact:
            yield fact.lookup  # type: ignore[attr-defined]
        elif kind is ConstructorInScopeFact and module.scope is not None:
            # Coercible looked through a newtype: that is a use of its constructor's import.
            key: ElementKey = fact.key  # type: ignore[attr-defined]
            for entry in module.scope.entries:
                if entry.get(key.space, key.name) is key:
                    yield (key.space, entry.qualifier, key.name)
                    break

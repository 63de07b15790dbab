"""What a module's elements look up, counted; and from that, what it imports or defines in vain.

The counts are kept as elements come and go: adding or removing one costs as much as that element's look-ups.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from nova_ls.base.keys import ElementKey, Space
from nova_ls.base.similar_names import similar_names
from nova_ls.names.modules.scope import Ambiguous, Lookup, Missing, ModuleScope


class LookupUsage:
    """A multiset of look-ups. `revision` grows whenever a look-up becomes used or unused altogether."""

    __slots__ = ("_counts", "revision")

    def __init__(self) -> None:
        self._counts: dict[Lookup, int] = {}
        self.revision = 0

    def add(self, lookups: Iterable[Lookup]) -> None:
        """Count the look-ups of an element that came."""
        counts = self._counts
        for query in lookups:
            count = counts.get(query, 0)
            counts[query] = count + 1
            if not count:
                self.revision += 1

    def remove(self, lookups: Iterable[Lookup]) -> None:
        """Take back the look-ups of an element that went; they were added before."""
        counts = self._counts
        for query in lookups:
            count = counts[query] - 1
            if count:
                counts[query] = count
            else:
                del counts[query]
                self.revision += 1

    def used(self) -> Iterable[Lookup]:
        """The look-ups that are made somewhere."""
        return self._counts.keys()


class UsedNames:
    """The names used of each imported module, as the compiler attributes them: by module, then by qualifier.

    `own_values`: the values of the module itself that something in it names.
    """

    __slots__ = ("by_module", "own_values")

    def __init__(self) -> None:
        self.by_module: dict[str, dict[str, dict[tuple[Space, str], None]]] = {}
        self.own_values: set[str] = set()

    def names(self, module: str, qualifier: str) -> list[tuple[Space, str]]:
        """In the order of spaces and names."""
        return sorted(self.by_module.get(module, {}).get(qualifier, {}))

    def qualifiers(self, module: str) -> Iterable[str]:
        """The qualifiers under which something of a module is used."""
        return self.by_module.get(module, {}).keys()


def used_names(usage: LookupUsage, scope: ModuleScope, re_exported: Sequence[str]) -> UsedNames:
    """Attribute every used look-up to an import. `re_exported`: the modules that the header exports as `module X`."""
    found = UsedNames()
    for space, qualifier, name in usage.used():
        answer = scope.lookup(space, qualifier, name)
        if isinstance(answer, Ambiguous | Missing):
            # Reported already: none of the imports concerned is called unused as well.
            for module in (answer.module,) if isinstance(answer, Missing) else answer.modules:
                _attribute(found, module, qualifier, space, name)
        if answer is None:
            # What was probably meant is not called unused as well.
            for similar in similar_names(name, scope.names_in(space, qualifier)):
                _attribute_look_up(found, scope, (space, qualifier, similar))
        _attribute_look_up(found, scope, (space, qualifier, name))
    for module in re_exported:
        _attribute_re_export(found, scope, module)
    return found


def _attribute_look_up(found: UsedNames, scope: ModuleScope, lookup: Lookup) -> None:
    space, qualifier, name = lookup
    module = scope.used_module(space, qualifier, name)
    if module is None:
        return
    if space is Space.VALUE and not qualifier:
        answer = scope.lookup(space, qualifier, name)
        if isinstance(answer, ElementKey) and answer.namespace == scope.module:
            found.own_values.add(name)
    _attribute(found, module, qualifier, space, name)


def _attribute(found: UsedNames, module: str, qualifier: str, space: Space, name: str) -> None:
    by_qualifier = found.by_module.setdefault(module, {})
    by_qualifier.setdefault(qualifier, {})[(space, name)] = None


def _attribute_re_export(found: UsedNames, scope: ModuleScope, module: str) -> None:
    """A module that is exported again uses all that it brings in."""
    for entry in scope.entries:
        if entry.qualifier == module:
            for space, name in entry.names():
                used = scope.used_module(space, module, name)
                _attribute(found, entry.module if used is None else used, module, space, name)
        elif not entry.qualifier and entry.module == module:
            for space, name in entry.names():
                _attribute(found, module, "", space, name)
                answer = scope.lookup(space, "", name)
                if isinstance(answer, Ambiguous):
                    for other in answer.modules:
                        _attribute(found, other, "", space, name)

"""Putting declarations into a program that is running, in the place of those of the same names: what runs next is the new code.

Functions call each other by name, so that nothing that calls a changed one is touched. Constants that a change reaches are computed anew;
dictionaries of instances forget what they know and stay themselves, since running code may hold them. All else, whatever the program has in its hands, stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from nova_ls.base.keys import ElementKey
from nova_ls.codegen.python.compile import Compiled
from nova_ls.codegen.python.link import LinkedProgram
from nova_ls.codegen.python.runtime import Dictionary


class Swapper:
    """Swaps declarations of a linked program."""

    def __init__(self, program: LinkedProgram) -> None:
        self._program = program
        self._dependents: dict[ElementKey, set[ElementKey]] = {}
        for key, compiled in program.linked.items():
            self._note(key, compiled)

    def swap(self, changed: Mapping[ElementKey, Compiled]) -> None:
        """Define some declarations anew, together with those that they need and that are not there yet. Other threads see all functions change at once, and then constants."""
        program = self._program
        fresh: dict[str, Any] = {}
        for key, compiled in changed.items():
            before = program.linked.get(key)
            if before is not None:
                self._forget(key, before)
            program.linked[key] = compiled
            self._note(key, compiled)
            program.run_code(key, compiled, fresh)
        self._keep_dictionaries(fresh)
        program.namespace.update(fresh)
        self._renew(changed)

    def _note(self, key: ElementKey, compiled: Compiled) -> None:
        for need in compiled.needs:
            self._dependents.setdefault(need, set()).add(key)

    def _forget(self, key: ElementKey, compiled: Compiled) -> None:
        for need in compiled.needs:
            self._dependents.get(need, set()).discard(key)

    def _keep_dictionaries(self, fresh: dict[str, Any]) -> None:
        """The dictionary that there was becomes the new one: its holders have the new members."""
        namespace = self._program.namespace
        for name, value in list(fresh.items()):
            before = namespace.get(name)
            if isinstance(value, Dictionary) and isinstance(before, Dictionary):
                before.table, before.arguments = value.table, value.arguments
                fresh[name] = before

    def _renew(self, changed: Iterable[ElementKey]) -> None:
        """Compute anew what was computed from what has changed, each behind what it needs."""
        namespace, linked = self._program.namespace, self._program.linked
        reached = self._reached(changed)
        for key in reached:
            dictionary = namespace.get(f"{key.namespace}.{key.name}")
            if isinstance(dictionary, Dictionary):
                dictionary.clear()
        for key in _in_order(reached, linked):
            for name in linked[key].constants:
                namespace[name] = namespace[f"{name}%"]()

    def _reached(self, changed: Iterable[ElementKey]) -> dict[ElementKey, None]:
        found: dict[ElementKey, None] = dict.fromkeys(changed)
        pending = list(found)
        while pending:
            for each in self._dependents.get(pending.pop(), ()):
                if each not in found:
                    found[each] = None
                    pending.append(each)
        return found


def _in_order(
    keys: Mapping[ElementKey, None], linked: Mapping[ElementKey, Compiled]
) -> Iterator[ElementKey]:
    """Some declarations, each behind those of them that it needs where that can be."""
    seen: set[ElementKey] = set()
    for start in keys:
        pending = [(start, False)]
        while pending:
            key, is_left = pending.pop()
            if is_left:
                yield key
            elif key not in seen:
                seen.add(key)
                pending.append((key, True))
                pending.extend((each, False) for each in linked[key].needs if each in keys)

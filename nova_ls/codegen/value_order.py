"""The order in which recursive values can be computed."""

from __future__ import annotations

from collections.abc import Sequence

from nova_ls.codegen import core as c
from nova_ls.codegen.children import children


def in_order(bindings: Sequence[tuple[str, c.Core]]) -> list[tuple[str, c.Core]]:
    """Recursive values, each behind those that it needs as soon as it is computed."""
    known = dict(bindings)
    needs = {name: _needed_at_once(value) & known.keys() for name, value in bindings}
    done: dict[str, c.Core] = {}
    entered: set[str] = set()
    pending = [name for name, _ in reversed(bindings)]
    while pending:
        name = pending[-1]
        missing = [each for each in sorted(needs[name]) if each not in done and each not in entered]
        entered.add(name)
        if missing:
            pending.extend(missing)
        else:
            done.setdefault(name, known[name])
            pending.pop()
    return list(done.items())


def _needed_at_once(core: c.Core) -> set[str]:
    """The variables that are read when something is computed, not only when it is called."""
    found: set[str] = set()
    pending = [core]
    while pending:
        each = pending.pop()
        if isinstance(each, c.Local):
            found.add(each.name)
        elif not isinstance(each, c.Lambda | c.Delay):
            pending.extend(children(each))
    return found

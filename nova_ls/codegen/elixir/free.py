"""Which local names a piece of core uses, binds, and takes from outside."""

from __future__ import annotations

from collections.abc import Iterable

from nova_ls.codegen import core as c
from nova_ls.codegen.children import descendants


def used_names(core: c.Core) -> set[str]:
    """All local names that are read somewhere in it, its own included: names are unique in a declaration."""
    found: set[str] = set()
    for each in descendants(core):
        if isinstance(each, c.Local):
            found.add(each.name)
        elif isinstance(each, c.Switch):
            found.add(each.subject)
    return found


def bound_names(core: c.Core) -> set[str]:
    """All local names that are bound somewhere in it."""
    found: set[str] = set()
    for each in descendants(core):
        if isinstance(each, c.Let | c.Count | c.Each):
            found.add(each.name)
        elif isinstance(each, c.LetRec):
            found.update(name for name, _ in each.bindings)
        elif isinstance(each, c.Lambda | c.Join):
            found.update(each.parameters)
    return found


def free_labels(core: c.Core) -> set[str]:
    """The labels of joins around it that it jumps to."""
    jumped: set[str] = set()
    joined: set[str] = set()
    for each in descendants(core):
        if isinstance(each, c.Jump):
            jumped.add(each.label)
        elif isinstance(each, c.Join):
            joined.add(each.label)
    return jumped - joined


def free_names(cores: Iterable[c.Core]) -> set[str]:
    """The local names that pieces of core take from around them."""
    found: set[str] = set()
    for core in cores:
        found |= used_names(core) - bound_names(core)
    return found

"""What else there is to say of a name that is not found: which modules export it, what a module's name is like.

The phases that report it know one module only; this is found when everything else is done, and added to the message.
"""

from __future__ import annotations

from typing import Final

from nova_ls.base.diagnostic import Problem
from nova_ls.base.keys import Space
from nova_ls.base.similar_names import similar_names
from nova_ls.compiler.state.module import Module, ModuleOrigin
from nova_ls.diagnostics.words import listed, suggestion, verb
from nova_ls.features.exporters import is_internal, reaches
from nova_ls.features.module_names import module_names
from nova_ls.names.problems.imports import ModuleNotFound
from nova_ls.names.problems.scope import UnknownName
from nova_ls.workspace.snapshot import Snapshot

_MOST: Final = 3


def has_hint(problem: Problem) -> bool:
    """Whether there may be more to say of a problem."""
    return isinstance(problem, UnknownName | ModuleNotFound)


def hint(snapshot: Snapshot, module: Module, problem: Problem) -> str:
    """A sentence, or "" where nothing is known: the index of exported names tells."""
    if isinstance(problem, ModuleNotFound):
        return suggestion(similar_modules(snapshot, problem.module))
    if not isinstance(problem, UnknownName):
        return ""
    if problem.space is Space.MODULE:
        return _called(snapshot, module, problem.name)
    qualifier, _, name = _parted(problem.name)
    found = _ranked(snapshot, module, _exporters(snapshot, problem.space, name))
    if qualifier:
        named = [each for each in found if each == qualifier or each.endswith(f".{qualifier}")]
        found = named or found
    return _exported_by(name, found)


def similar_modules(snapshot: Snapshot, name: str) -> tuple[str, ...]:
    """The modules with a name like that of one that does not exist: first of all those that differ in one word of it."""
    names = module_names(snapshot)
    words = name.split(".")
    found: list[str] = []
    for index, word in enumerate(words):
        before, after = words[:index], words[index + 1 :]
        others = [
            other[index]
            for other in (each.split(".") for each in names)
            if len(other) == len(words)
            if other[:index] == before and other[index + 1 :] == after
        ]
        found += [".".join((*before, similar, *after)) for similar in similar_names(word, others)]
    return tuple(dict.fromkeys(found))[:_MOST] or similar_names(name, names)


def _parted(written: str) -> tuple[str, str, str]:
    """Qualifier and name; the name may be an operator with dots."""
    words = written.split(".")
    count = 0
    while count < len(words) - 1 and words[count][:1].isupper():
        count += 1
    return ".".join(words[:count]), ".", ".".join(words[count:])


def _exporters(snapshot: Snapshot, space: Space, name: str) -> set[str]:
    known = {} if snapshot.exported is None or not name else snapshot.exported.exporters(name)
    return {module for module, meant in known.items() if space in meant}


def _ranked(snapshot: Snapshot, module: Module, found: set[str]) -> list[str]:
    """Those that may be imported here: public, imported already, the workspace's own, Prelude, short."""
    imported = set(module.imports)

    def rank(name: str) -> tuple[bool | int | str, ...]:
        own = snapshot.module(name)
        is_own = own is not None and own.origin is ModuleOrigin.WORKSPACE
        return name not in imported, not is_own, name != "Prelude", name.count("."), name

    importable = [name for name in found if not reaches(snapshot, name, module.name)]
    public = [name for name in importable if not is_internal(name)]
    return sorted(public or importable, key=rank)


def _exported_by(name: str, modules: list[str]) -> str:
    if not modules:
        return ""
    shown = [f"`{each}`" for each in modules[:_MOST]]
    left = len(modules) - _MOST
    if left > 0:
        shown.append("1 other module" if left == 1 else f"{left} other modules")
    return f"{listed(shown)} {'exports' if len(shown) == 1 else 'export'} `{name}`."


def _called(snapshot: Snapshot, module: Module, qualifier: str) -> str:
    """The modules that a qualifier may stand for."""
    end = f".{qualifier}"
    names = {name for name in module_names(snapshot) if name == qualifier or name.endswith(end)}
    modules = [f"`{each}`" for each in _ranked(snapshot, module, names)[:_MOST]]
    if not modules:
        return ""
    return f"{listed(modules)} {verb(modules)} not imported, or under another name."

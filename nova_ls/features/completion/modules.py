"""The names of modules: behind `import`, and in a file that has no header yet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from nova_ls.compiler.state.module import Module, ModuleOrigin
from nova_ls.features.actions.import_lines import import_lines
from nova_ls.features.completion.candidate import Candidate, CompletionKind, Reach
from nova_ls.features.completion.matching import match
from nova_ls.features.exporters import is_internal
from nova_ls.features.module_names import module_names
from nova_ls.syntax.lexer import first_token
from nova_ls.workspace.snapshot import Snapshot

_WORD: Final = re.compile(r"[a-z]*")
_BEGUN: Final = re.compile(r"module\s+([A-Z][\w.]*|)")
_PART: Final = re.compile(r"[A-Z][A-Za-z0-9]*")


def importable_modules(snapshot: Snapshot, module: Module, typed: str) -> Iterator[Candidate]:
    """The modules that a module may import: those that it does not import yet first, its own workspace's before others."""
    imported = {line.item.module for line in import_lines(module)}
    for name in module_names(snapshot):
        if name == module.name or _match_of(typed, name) is None:
            continue
        known = snapshot.module(name)
        is_own = known is not None and known.origin is ModuleOrigin.WORKSPACE
        nearness = 2 * (name in imported) + (not is_own)
        reach = Reach.INTERNAL if is_internal(name) else Reach.QUALIFIER
        yield Candidate(name, CompletionKind.MODULE, reach, nearness=nearness)


def exportable_modules(module: Module, typed: str) -> Iterator[Candidate]:
    """What may follow `module` in a header's list: the module itself, and what it imports something as."""
    imported = () if module.scope is None else module.scope.entries
    written = [entry for entry in imported if entry.order >= 0]
    names = {entry.qualifier or entry.module for entry in written} | {module.name}
    for name in sorted(names):
        if _match_of(typed, name) is not None:
            yield Candidate(name, CompletionKind.MODULE, Reach.QUALIFIER)


def _match_of(typed: str, name: str) -> object | None:
    """As for other names; the last part alone may be meant as well."""
    found = match(typed, name)
    return found if found is not None else match(typed, name.rpartition(".")[2])


def header_completions(
    text: str, offset: int, path: Path, known: Iterable[tuple[Path, str]], root: Path | None
) -> tuple[int, list[tuple[str, CompletionKind, str]]] | None:
    """In a file without a header: where the word begins, and label, kind and text of each entry. None: something else is being written.

    `known`: the module names of other files.
    """
    line = text[text.rfind("\n", 0, offset) + 1 : offset]
    if "--" in line or "{-" in text[:offset]:
        return None
    cut = first_token(text, shebang=True)
    begun = text[cut:offset]
    name = name_for(path, known, root)
    if _WORD.fullmatch(begun) and match(begun, "module") is not None and offset >= cut:
        return cut, [
            (f"module {name} where", CompletionKind.MODULE, f"module {name} where\n\n"),
            ("module", CompletionKind.KEYWORD, "module"),
        ]
    if offset < cut and not text[:offset].strip():
        return offset, [(f"module {name} where", CompletionKind.MODULE, f"module {name} where\n\n")]
    named = _BEGUN.fullmatch(begun)
    if named is not None:
        start = offset - len(named[1])
        return start, [(name, CompletionKind.MODULE, f"{name} where")]
    return None


def name_for(path: Path, siblings: Iterable[tuple[Path, str]], root: Path | None) -> str:
    """The module name that fits a file: as the files beside it are named, or else after the folders that can be parts of a name."""
    own = path.stem
    for sibling, name in siblings:
        if sibling.parent == path.parent and sibling != path:
            above = name.rpartition(".")[0]
            return f"{above}.{own}" if above else own
    parts = [own]
    for folder in path.parents:
        if folder == root or not _PART.fullmatch(folder.name):
            break
        parts.insert(0, folder.name)
    return ".".join(parts)

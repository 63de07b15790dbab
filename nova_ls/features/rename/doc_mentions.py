"""Names in backquotes in the doc comments of modules, where they can mean one thing only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from nova_ls.base.keys import ElementKey, Space
from nova_ls.compiler.model.source import SourceChunk
from nova_ls.compiler.state.module import Module
from nova_ls.workspace.snapshot import Place, Snapshot

_SPACES: Final = (Space.VALUE, Space.CONSTRUCTOR, Space.TYPE, Space.CLASS)
_DOC: Final = re.compile(r"^[ ]*-- \|.*$", re.MULTILINE)


def doc_mentions(
    snapshot: Snapshot, target: ElementKey, modules: Iterable[Module]
) -> Iterator[Place]:
    """The mentions of an element, without their backquotes.

    None where a variable or a label of the declaration below has the name, or the module knows something else by it.
    """
    if target.space not in _SPACES:
        return
    name = target.name
    pattern = re.compile(f"`{re.escape(name)}`")
    for module in modules:
        if f"`{name}`" not in module.source.text or not _is_meant(module, target):
            continue
        for chunk in module.source.chunks:
            if f"`{name}`" in chunk.text and name not in _own_words(snapshot, module, chunk):
                for line in _DOC.finditer(chunk.text, 0, chunk.chunk.anchor):
                    for found in pattern.finditer(chunk.text, line.start(), line.end()):
                        start = found.start() + 1 - chunk.origin
                        yield Place(module, chunk, start, start + len(name))


def _is_meant(module: Module, target: ElementKey) -> bool:
    """Whether a name without a qualifier means an element, whatever it is taken for."""
    scope = module.scope
    if scope is None:
        return False
    answers = [scope.lookup(space, "", target.name) for space in _SPACES]
    return [answer for answer in answers if answer is not None] == [target]


def _own_words(snapshot: Snapshot, module: Module, chunk: SourceChunk) -> set[str]:
    """The names of the variables that a chunk binds."""
    code = chunk.code
    words: set[str] = set()
    for key in snapshot.elements_in(module, chunk):
        ast = snapshot.ast(key)
        if ast is not None:
            references = ast.references
            words.update(
                code[start:end]
                for start, end, meant in zip(
                    references.starts, references.ends, references.targets, strict=True
                )
                if isinstance(meant, int)
            )
    return words

"""Whether a renaming leaves nothing out: each word of a text that could mean what gets another name is accounted for.

What is declared twice, or has made the checker fail, is not known; its words are not mentions of anything.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from itertools import chain
from typing import Final

from nova_ls.base.keys import ElementKey
from nova_ls.compiler.model.source import SourceChunk
from nova_ls.compiler.state.module import Module, ModuleOrigin
from nova_ls.features.record_labels import labels_in
from nova_ls.features.rename.rename_refused import RenameRefused
from nova_ls.features.type_variables import type_variables
from nova_ls.syntax import tree as t
from nova_ls.syntax.walk import descendants
from nova_ls.workspace.snapshot import Snapshot
from nova_ls.workspace.untyped_names import names_beside, names_in_lists

_SOFT_KEYWORDS: Final = frozenset(("as", "hiding", "role"))


def check_complete(
    snapshot: Snapshot, target: ElementKey, renamed: Container[tuple[SourceChunk, int]]
) -> None:
    """Refuse where a word is not understood. `renamed`: where the name begins in each place that is."""
    name = target.name
    if name in _SOFT_KEYWORDS:
        return
    for module in snapshot.modules():
        if module.origin is not ModuleOrigin.WORKSPACE or not _sees(module, target):
            continue
        for chunk in module.source.chunks:
            if name in chunk.text:
                words = [at for at in _words(chunk, name) if (chunk, at) not in renamed]
                known = set(_known(snapshot, module, chunk)) if words else ()
                words = [at for at in words if at not in known]
                apart = list(_punctuation(chunk)) if words else ()
                if any(not any(start <= at < end for start, end in apart) for at in words):
                    raise RenameRefused(f"what a `{name}` in `{module.name}` means is not known")


def _sees(module: Module, target: ElementKey) -> bool:
    """Whether a name of a module means the target, under any qualifier; of an unknown module one supposes so."""
    scope = module.scope
    if scope is None:
        return target.name in module.source.text
    return any(
        scope.lookup(target.space, qualifier, target.name) is target
        for qualifier in {entry.qualifier for entry in scope.entries}
    )


def _words(chunk: SourceChunk, name: str) -> Iterator[int]:
    """Where a name begins in the tokens of a chunk, behind its qualifier."""
    tokens = chunk.tree.tokens
    for end, text in zip(tokens.ends, tokens.texts, strict=True):
        if text == name or text.endswith(f".{name}"):
            yield end - len(name)
        elif text.endswith(f"({name})"):
            yield end - 1 - len(name)


def _punctuation(chunk: SourceChunk) -> Iterator[tuple[int, int]]:
    """Where `:` and `(..)` are no operators: behind a field's label, and behind a type in a list."""
    for declaration in chunk.tree.declarations:
        for node in descendants(declaration):
            match node:
                case (
                    t.RecordFieldNode(label=label, value=t.Node() as behind)
                    | t.PatternField(label=label, pattern=t.Node() as behind)
                ):
                    yield label.end, behind.start
                case t.TypeItem(name=name, all_members=True):
                    yield name.end, node.end
                case _:
                    pass


def _known(snapshot: Snapshot, module: Module, chunk: SourceChunk) -> Iterator[int]:
    """Where words begin that mean something else."""
    for key in snapshot.elements_in(module, chunk):
        ast = snapshot.ast(key)
        if ast is not None:
            references = ast.references
            for start, end, target in zip(
                references.starts, references.ends, references.targets, strict=True
            ):
                yield start if isinstance(target, int) else end - len(target.name)
    found = chain(names_in_lists(module, chunk, snapshot.exports), names_beside(module, chunk))
    for start, end, target in found:
        yield end - len(target.name) if target.name else start
    yield from (use.start for use in type_variables(chunk.tree.declarations))
    yield from (label.place.start for label in labels_in(snapshot, module, chunk))
    yield from (start for start, _ in chunk.items.spans)
    for declaration in chunk.tree.declarations:
        for node in descendants(declaration):
            if isinstance(node, t.ModuleHeader | t.ModuleItem):
                yield _last_part(node.name)
            elif isinstance(node, t.Import):
                yield _last_part(node.module)
                if node.alias is not None:
                    yield _last_part(node.alias)
            elif isinstance(node, t.RoleDeclaration):
                yield from (role.start for role in node.roles)


def _last_part(module: t.Name) -> int:
    """Where the last part of a module's name begins."""
    return module.end - len(module.text.rpartition(".")[2])

"""The names that are edited as one: that of a signature and those of the equations below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nova_ls.compiler.state.module import Module
from nova_ls.syntax import tree as t
from nova_ls.syntax.walk import descendants
from nova_ls.workspace.snapshot import Place


def linked_editing(module: Module, offset: int) -> list[Place]:
    """All of them where the cursor is at one; empty where there is only one."""
    chunk, within = module.source.chunk_at(offset)
    blocks = [chunk.tree.declarations, *_blocks(chunk.tree.declarations)]
    for block in blocks:
        for names in _runs(block):
            if len(names) > 1 and any(name.start <= within <= name.end for name in names):
                return [Place(module, chunk, name.start, name.end) for name in names]
    return []


def _blocks(declarations: Sequence[t.Node]) -> Iterator[Sequence[t.Node]]:
    for declaration in declarations:
        for node in descendants(declaration):
            match node:
                case t.Let(bindings=block) | t.DoLet(bindings=block) | t.GuardedBody(where=block):
                    yield block
                case t.InstanceDeclaration(members=members):
                    yield members
                case _:
                    pass


def _runs(block: Sequence[t.Node]) -> Iterator[list[t.Name]]:
    """The names of signature and equations that stand together."""
    run: list[t.Name] = []
    for node in block:
        name = node.name if isinstance(node, t.Signature | t.Equation) else None
        if name is None or not run or name.text != run[0].text or isinstance(node, t.Signature):
            yield run
            run = []
        if name is not None and name.text:
            run.append(name)
    yield run

"""The types of a message in the words of the declarations that they come from: that a `Price` was expected where `double :: Price -> Price` is applied.

What is expected is told by what stands around the expression, what was found by the expression itself, and so is the type of what has no
signature (as_declared.py). They are looked for when a message is made, for mismatches and missing signatures alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from typing import Final

from nova_ls.base.diagnostic import Diagnostic, Problem
from nova_ls.base.keys import Space, element_key
from nova_ls.compiler.model.source import SourceChunk
from nova_ls.compiler.state.module import Module
from nova_ls.diagnostics.words import Fold
from nova_ls.features.as_declared import WrittenNames, in_declared_words, written_names
from nova_ls.features.declared_types import Callable, Consulted, DeclaredType, argument_of
from nova_ls.syntax import tree as t
from nova_ls.syntax.walk import children
from nova_ls.types.core.problems.types import MissingTypeDeclaration, TypesDoNotUnify
from nova_ls.types.core.type import Type
from nova_ls.workspace.snapshot import Snapshot

_KINDS: Final[tuple[type[Problem], ...]] = (TypesDoNotUnify, MissingTypeDeclaration)
MOST: Final = 50
"""Of more messages in one file nobody reads the words, and looking for them would hold an editor up."""


def kinds_with_words(problems: Iterable[Problem]) -> Set[type[Problem]]:
    """The kinds of problems that are so few in a file that the words of declarations are looked for."""
    counted = dict.fromkeys(_KINDS, 0)
    for each in problems:
        kind = each.__class__
        if kind in counted:
            counted[kind] += 1
    return {kind for kind, count in counted.items() if count <= MOST}


def words_fold(
    snapshot: Snapshot, module: Module, chunk: SourceChunk, diagnostic: Diagnostic, fold: Fold
) -> tuple[Fold, Consulted]:
    """How the types of a message are shown: `fold`, and before it what declarations call them; with the texts of these."""
    problem = diagnostic.problem
    if isinstance(problem, MissingTypeDeclaration):
        key = element_key(module.name, Space.VALUE, problem.name)
        told, consulted = in_declared_words(snapshot, key, problem.type)
        return lambda type: fold(told if type is problem.type else type), consulted
    if not isinstance(problem, TypesDoNotUnify):
        return fold, {}
    path = _path(chunk, diagnostic.start, diagnostic.end)
    equation = path[0] if path else None
    if not isinstance(equation, t.Equation) or not isinstance(path[-1], t.Expression):
        return fold, {}
    key = element_key(module.name, Space.VALUE, equation.name.text)
    words = written_names(snapshot, key, equation)
    if words is None:
        return fold, {}
    signed = words.declared.callable(key)
    expected = _expected(words, signed, path, len(path) - 1)
    found = words.of(path[-1])

    def in_words(type: Type) -> Type:
        written = {id(problem.expected): expected, id(problem.found): found}.get(id(type))
        return fold(type if written is None else words.declared.in_words_of(written, type))

    return in_words, words.declared.consulted


def _path(chunk: SourceChunk, start: int, end: int) -> list[t.Node]:
    """The nodes around a span, outermost first; nothing if none is the span."""
    path: list[t.Node] = []
    inner: Sequence[t.Node] = chunk.tree.declarations
    while True:
        around = [node for node in inner if node.start <= start and end <= node.end]
        if not around:
            break
        path.append(around[-1])
        inner = children(around[-1])
    while path and not isinstance(path[-1], t.Expression):
        path.pop()
    return path if path and (path[-1].start, path[-1].end) == (start, end) else []


def _expected(
    words: WrittenNames, signed: Callable | None, path: Sequence[t.Node], index: int
) -> DeclaredType | None:
    """What the place wants in which the node at an index of the path stands."""
    node = path[index]
    while index > 0:
        index -= 1
        around = path[index]
        match around:
            case t.Parenthesised() | t.GuardedBody() | t.CaseBranch() | t.RecordFieldNode():
                pass
            case t.Let(body=body) if body is node:
                pass
            case t.If(condition=condition) if condition is not node:
                pass
            case t.Case(branches=branches) if node in branches:
                pass
            case t.Equation() if index == 0:
                return _result(signed, around)
            case t.Application() | t.OperatorChain():
                return words.wanted_of(around, node)
            case t.RecordLiteral():
                return _field(words, _expected(words, signed, path, index), around, node)
            case t.ArrayLiteral():
                whole = _expected(words, signed, path, index)
                return None if whole is None else argument_of(whole, 1)
            case _:
                return None
        node = around
    return None


def _result(signed: Callable | None, equation: t.Equation) -> DeclaredType | None:
    if signed is None or len(signed.parameters) != len(equation.parameters):
        return None
    return signed.result


def _field(
    words: WrittenNames, record: DeclaredType | None, literal: t.RecordLiteral, node: t.Node
) -> DeclaredType | None:
    labels = [field.label.text for field in literal.fields if field is node]
    return None if record is None or not labels else words.declared.field(record, labels[0])

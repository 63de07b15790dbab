"""The type variables of a chunk: where each is written and where it is bound.

A signature's quantifiers in front reach into the equations below it, the parameters of a type or class into all of its declaration, and what an
instance's head mentions into its members. Source: PureScript's TypeChecker/Monad.hs, `withScopedTypeVars`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from nova_ls.base.slotted import value
from nova_ls.compiler.state.module import Module
from nova_ls.syntax import tree as t
from nova_ls.syntax.walk import children, descendants
from nova_ls.workspace.snapshot import Place

Bound: TypeAlias = Mapping[str, int]
"""Where each variable that is in scope begins where it is bound."""


@value
class TypeVariableUse:
    """A type variable, relative to its chunk. `binder`: where the place begins that binds it; None: nothing does.

    `shadows`: it is bound here, where another one of its name is in scope.
    """

    start: int
    end: int
    name: str
    binder: int | None
    shadows: bool = False


def type_variables(declarations: Sequence[t.Node]) -> list[TypeVariableUse]:
    """Those of a chunk's declarations, sorted by place."""
    found: list[TypeVariableUse] = []
    pending = list(_block(declarations, {}))
    while pending:
        node, bound = pending.pop()
        pending.extend(_visit(node, bound, found))
    return sorted(found, key=lambda use: use.start)


def type_variable_at(module: Module, offset: int) -> tuple[Place, list[Place]] | None:
    """The type variable that an offset touches, and all places of the same variable in order, the one that binds it first."""
    chunk, within = module.source.chunk_at(offset)
    uses = type_variables(chunk.tree.declarations)
    here = next((use for use in uses if use.start <= within <= use.end), None)
    if here is None:
        return None
    same = [here]
    if here.binder is not None:
        same = [use for use in uses if use.binder == here.binder]
    places = [Place(module, chunk, use.start, use.end) for use in same]
    return Place(module, chunk, here.start, here.end), places


_Inside: TypeAlias = Iterator[tuple[t.Node, Bound]]


def _visit(node: t.Node, bound: Bound, found: list[TypeVariableUse]) -> _Inside:
    """Note what a node itself mentions; gives what is inside of it, with what is bound there."""
    match node:
        case t.TypeVariable(start=start, end=end, name=name):
            found.append(TypeVariableUse(start, end, name, bound.get(name)))
        case t.ForallNode(binders=binders, body=body):
            inner = dict(bound)
            yield from _bind(binders, inner, found)
            yield body, inner
        case t.DataDeclaration() | t.SynonymDeclaration() | t.ClassDeclaration():
            inner = dict(bound)
            yield from _bind(node.parameters, inner, found)
            for child in children(node):
                if not isinstance(child, t.TypeBinder | t.Name):
                    yield child, inner
        case t.FunctionalDependency(determiners=left, determined=right):
            for each in (*left, *right):
                found.append(TypeVariableUse(each.start, each.end, each.text, bound.get(each.text)))
        case t.InstanceDeclaration() | t.DeriveDeclaration():
            yield from _instance(node, bound)
        case t.Typed(expression=expression, type=type):
            yield expression, {**bound, **_quantified(type)}
            yield type, bound
        case t.Let(bindings=bindings, body=body):
            yield from _block(bindings, bound)
            yield body, bound
        case t.GuardedBody(guards=guards, body=body, where=where):
            yield from ((guard, bound) for guard in guards)
            yield body, bound
            yield from _block(where, bound)
        case t.DoLet(bindings=bindings):
            yield from _block(bindings, bound)
        case _:
            yield from ((child, bound) for child in children(node))


def _bind(
    binders: Iterable[t.TypeBinder], bound: dict[str, int], found: list[TypeVariableUse]
) -> _Inside:
    """Bring variables into scope one after the other: the kind of a later one may mention an earlier one."""
    for binder in binders:
        name = binder.name
        if binder.kind is not None:
            yield binder.kind, dict(bound)
        shadows = name.text in bound
        bound[name.text] = name.start
        found.append(TypeVariableUse(name.start, name.end, name.text, name.start, shadows))


def _instance(node: t.InstanceDeclaration | t.DeriveDeclaration, bound: Bound) -> _Inside:
    """The first mention of a variable in the head is taken for what binds it."""
    inner = dict(bound)
    head = (*node.constraints, *node.arguments)
    for part in head:
        for each in _free(part):
            inner.setdefault(each.name, each.start)
    yield from ((part, inner) for part in head)
    if isinstance(node, t.InstanceDeclaration):
        yield from _block(node.members, inner)


def _free(node: t.Node) -> Iterator[t.TypeVariable]:
    """The variables of a type in a head: such a type binds none itself."""
    return (each for each in descendants(node) if isinstance(each, t.TypeVariable))


def _block(nodes: Iterable[t.Node], bound: Bound) -> _Inside:
    """Declarations side by side: what a signature quantifies over is in scope in the equations of its name."""
    signed, name = bound, ""
    for node in nodes:
        if isinstance(node, t.Signature):
            signed, name = {**bound, **_quantified(node.type)}, node.name.text
            yield node, bound
        else:
            is_signed = isinstance(node, t.Equation) and node.name.text == name
            yield node, signed if is_signed else bound


def _quantified(type: t.Node) -> dict[str, int]:
    """What a written type quantifies over in front."""
    names: dict[str, int] = {}
    while isinstance(type, t.ForallNode | t.ParenType):
        if isinstance(type, t.ParenType):
            type = type.inner
        else:
            names.update((binder.name.text, binder.name.start) for binder in type.binders)
            type = type.body
    return names

"""The type variables that are in scope at a place, and the signatures that bring them there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nova_ls.features.actions.site import Site
from nova_ls.syntax import tree as t
from nova_ls.syntax.walk import descendants


def type_variables_at(site: Site, start: int, end: int) -> set[str]:
    """The names of the type variables that a type at a place may mention."""
    found: set[str] = set()
    for node in site.path(start, end):
        match node:
            case t.InstanceDeclaration(arguments=arguments):
                for argument in arguments:
                    found |= {
                        v.name for v in descendants(argument) if isinstance(v, t.TypeVariable)
                    }
            case t.ClassDeclaration(parameters=binders) | t.ForallNode(binders=binders):
                found |= {binder.name.text for binder in binders}
            case t.Typed(type=type):
                found |= {binder.name.text for binder in quantifiers(type)}
    for signature in signatures_around(site, start, end):
        found |= {binder.name.text for binder in quantifiers(signature.type)}
    return found


def signatures_around(site: Site, start: int, end: int) -> Iterator[t.Signature]:
    """The signatures of the values that a place is in the equations of, innermost first; the one it is in itself."""
    siblings: list[Iterable[t.Node]] = [site.chunk.tree.declarations]
    found: list[t.Signature] = []
    for node in site.path(start, end):
        if isinstance(node, t.Equation):
            found += _signatures(siblings[-1], node.name.text)
        elif isinstance(node, t.Signature):
            found.append(node)
        inner = bindings_of(node)
        if inner:
            siblings.append(inner)
    yield from reversed(found)


def bindings_of(node: t.Node) -> tuple[t.Node, ...]:
    """The bindings that stand directly in a node."""
    match node:
        case t.Let(bindings=bindings) | t.DoLet(bindings=bindings):
            return bindings
        case t.GuardedBody(where=bindings):
            return bindings
        case t.InstanceDeclaration(members=members):
            return members
        case _:
            return ()


def _signatures(siblings: Iterable[t.Node], name: str) -> list[t.Signature]:
    return [each for each in siblings if isinstance(each, t.Signature) and each.name.text == name]


def quantifiers(type: t.Node) -> list[t.TypeBinder]:
    """The variables of a type's outermost foralls, which its body's equations may mention."""
    found: list[t.TypeBinder] = []
    while isinstance(type, t.ForallNode | t.ParenType | t.ConstrainedNode):
        if isinstance(type, t.ForallNode):
            found += type.binders
            type = type.body
        else:
            type = type.inner if isinstance(type, t.ParenType) else type.body
    return found

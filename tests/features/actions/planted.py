"""Faults planted into code that has none: for each kind of quick fix there is code that needs it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nova_ls.compiler.state.module import Module
from nova_ls.features.actions.code_action import CodeEdit
from nova_ls.features.actions.import_lines import ImportLine, import_lines
from nova_ls.features.actions.reference_list import leave_list
from nova_ls.features.actions.site import Site
from nova_ls.syntax import tree as t
from nova_ls.syntax.walk import descendants


@dataclass(frozen=True)
class Fault:
    """An edit that makes code wrong in a way that has a name."""

    kind: str
    edit: CodeEdit


def faults(module: Module) -> Iterator[Fault]:
    """Every fault that can be planted into a module."""
    for line in import_lines(module):
        yield from _of_import(module, line)
    for chunk in module.source.chunks:
        site = Site(module, chunk)
        for node in chunk.tree.declarations:
            yield from _of_declaration(site, node)


def _of_import(module: Module, line: ImportLine) -> Iterator[Fault]:
    text = module.source.text
    if line.is_list and line.references:
        closing = text.index(")", line.references[-1][1])
        yield Fault("open import", CodeEdit(line.name_end, closing + 1, ""))
        for index in range(len(line.references) if len(line.references) > 1 else 0):
            yield Fault("missing name", next(leave_list(text, line.list, [index])))
    yield Fault("misspelt module", CodeEdit(line.name_end, line.name_end, "s"))
    yield Fault("missing import", CodeEdit(line.start, line.end, ""))
    yield Fault("second import", CodeEdit(line.end, line.end, f"\n{text[line.start : line.end]}"))


def _of_declaration(site: Site, node: t.Node) -> Iterator[Fault]:
    following = [each for each in site.chunk.tree.declarations if each.start > node.start]
    match node:
        case t.Signature():
            if following and isinstance(following[0], t.Equation):
                yield Fault("signature", site.edit(node.start, following[0].start, ""))
            yield from _of_signature(site, node)
        case t.Equation():
            same = [each for each in site.chunk.tree.declarations if isinstance(each, t.Equation)]
            if len(same) > 1 and node is same[-1]:
                yield Fault("equation", site.without(node.start, node.end))
            if node is same[-1] and node.parameters and "\n" not in site.text_of(node):
                yield Fault("repeated", site.edit(node.end, node.end, f"\n{site.text_of(node)}"))
        case t.DeriveDeclaration():
            yield Fault("instance", site.edit(node.start, site.end_of(node), ""))
        case t.InstanceDeclaration(members=members):
            if not node.chained:
                yield Fault("instance", site.edit(node.start, site.end_of(node), ""))
            for member in members:
                rest = [each for each in members if each is not member]
                if member.name.text not in {each.name.text for each in rest}:
                    yield Fault("member", site.without(member.start, member.end))
    for inner in descendants(node):
        yield from _of_expression(site, inner)


def _of_signature(site: Site, node: t.Signature) -> Iterator[Fault]:
    body: t.Node = node.type
    while isinstance(body, t.ForallNode):
        body = body.body
    if isinstance(body, t.ConstrainedNode) and not site.text_of(body.constraint).startswith("("):
        yield Fault("constraint", site.edit(body.start, body.body.start, ""))
    while isinstance(body, t.ConstrainedNode | t.ArrowNode):
        body = body.body if isinstance(body, t.ConstrainedNode) else body.result
    yield Fault("wildcard", site.edit(body.start, body.end, "_"))


def _of_expression(site: Site, node: t.Node) -> Iterator[Fault]:
    match node:
        case t.Case(branches=branches) if len(branches) > 1:
            yield Fault("branch", site.without(branches[-1].start, branches[-1].end))
        case t.RecordLiteral(fields=fields) if len(fields) > 1:
            yield Fault("field", site.edit(fields[-2].end, fields[-1].end, ""))
        case t.Variable(name=name):
            yield Fault("hole", site.edit(node.start, node.end, "?wanted"))
            if not name.qualifier and re.fullmatch(r"[a-z]\w{3,}", name.text):
                yield Fault("misspelt name", site.edit(node.start, node.end, name.text + "z"))
        case t.ConstructorName(name=name) if len(name.text) > 3:
            yield Fault("misspelt constructor", site.edit(node.end, node.end, "z"))
        case t.TypeConstructor(name=name) if len(name.text) > 3:
            yield Fault("misspelt type", site.edit(node.end, node.end, "z"))
        case t.Lambda(parameters=(t.PatternVariable(),)):
            start = node.parameters[0].start
            yield Fault("unused", site.edit(start, start, "unused "))

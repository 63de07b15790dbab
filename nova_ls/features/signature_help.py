"""The type of the function whose arguments are being written, and which of them the cursor is at.

Of nested calls the innermost counts. What a call's own argument holds in parentheses, brackets or braces belongs to that call as long
as no other one begins inside; a lambda, a `do`, a `case`, an `if` or a `let` is a new beginning.
"""

from __future__ import annotations

import re
from typing import Final

from nova_ls.base.keys import ElementKey, Space
from nova_ls.base.slotted import value
from nova_ls.compiler.queries.probe import NOTHING_PROBED, Probed
from nova_ls.features.completion.names import type_of
from nova_ls.features.completion.spot import Spot
from nova_ls.features.documentation import documentation
from nova_ls.features.local_names import local_names
from nova_ls.features.type_parts import parameters_and_result
from nova_ls.names.modules.scope import Answer
from nova_ls.syntax import tree as t
from nova_ls.types.core.interface import OperatorInterface
from nova_ls.types.core.type import Type
from nova_ls.types.render.render_type import Renderer
from nova_ls.workspace.snapshot import Snapshot

_BLANKS: Final = re.compile(r"\s+")
_APPLY: Final = "$"
_NAMELESS: Final = "function"
"""What a function is called that has no name."""

_BEGINNINGS: Final = (t.Lambda, t.Do, t.Ado, t.Case, t.If, t.Let, t.GuardedBody, t.Equation)


@value
class SignatureHelp:
    """`parameters`: spans within the label. `active`: the index of the argument at the cursor."""

    label: str
    parameters: list[tuple[int, int]]
    active: int
    documentation: str


@value
class _Call:
    """What is called, and how many arguments stand before the cursor."""

    head: t.Node
    active: int


def signature_help(
    snapshot: Snapshot, spot: Spot, probed: Probed = NOTHING_PROBED
) -> SignatureHelp | None:
    """None: the cursor is at no argument. `probed`: what came of checking the declarations of the spot."""
    call = _call(spot)
    if call is None:
        return None
    name, key = _named(spot, call.head)
    if isinstance(key, ElementKey):
        written = _written(snapshot, name, key)
        type = type_of(snapshot, key)
    else:
        written = None
        type = probed.types.get((call.head.start, call.head.end))
    found = written or (None if type is None else _rendered(name, type))
    if found is None or call.active >= len(found[1]):
        return None
    text = _documentation(snapshot, key) if isinstance(key, ElementKey) else ""
    return SignatureHelp(*found, call.active, text)


# ---------------------------------------------------------------------------- the call


def _call(spot: Spot) -> _Call | None:
    """The innermost call that the word is an argument of, or a part of an argument."""
    if spot.word.is_operator:
        return None
    path = [node for node in spot.path if not isinstance(node, t.Name)]
    for node, inner in zip(reversed(path[:-1]), reversed(path), strict=False):
        found: _Call | None = None
        match node:
            case t.Application() if inner.start > node.function.start:
                found = _Call(node.function, _values_before(node.arguments, inner.start))
            case t.PatternConstructor() if inner.start > node.name.start:
                found = _Call(node, _values_before(node.arguments, inner.start))
            case t.OperatorChain():
                found = _operand_of(node, inner)
            case _:
                if isinstance(node, _BEGINNINGS):
                    return None
        if found is not None:
            return found
    return None


def _values_before(arguments: tuple[t.Node, ...], start: int) -> int:
    return sum(
        1 for each in arguments if each.start < start and not isinstance(each, t.TypeArgument)
    )


def _operand_of(chain: t.OperatorChain, inner: t.Node) -> _Call | None:
    """Behind `$` the call is that of the function before it; behind another operator it is the operator's."""
    before = [each for each in chain.operators if each.end <= inner.start]
    if not before:
        return None
    operator = before[-1]
    if operator.name is None or operator.name.text != _APPLY:
        return _Call(operator, 1)
    operand = chain.operands[len(before) - 1]
    if isinstance(operand, t.Application):
        return _Call(operand.function, _values_before(operand.arguments, operator.start))
    return _Call(operand, 0)


# ---------------------------------------------------------------------------- the function


def _named(spot: Spot, head: t.Node) -> tuple[str, Answer]:
    """What the called function is called in the label, and the element that it is, unless it is local or no name at all."""
    name, space = _name_of(head)
    if name is None:
        return _NAMELESS, None
    shown = f"{name.qualifier}.{name.text}" if name.qualifier else name.text
    if space is Space.VALUE_OPERATOR:
        shown = f"({shown})"
    is_local = space is Space.VALUE and not name.qualifier
    if is_local and name.text in local_names(list(spot.path), head.start):
        return shown, None
    scope = spot.module.scope
    return shown, None if scope is None else scope.lookup(space, name.qualifier, name.text)


def _name_of(head: t.Node) -> tuple[t.Name | None, Space]:
    match head:
        case t.Variable(name=name):
            return name, Space.VALUE
        case t.ConstructorName(name=name) | t.PatternConstructor(name=name):
            return name, Space.CONSTRUCTOR
        case t.OperatorName(name=name):
            return name, Space.VALUE_OPERATOR
        case t.InfixOperator(expression=t.Variable() | t.ConstructorName() as function):
            return _name_of(function)
        case t.InfixOperator(name=t.Name() as name):
            return name, Space.VALUE_OPERATOR
        case t.RecordAccess(label=label):
            return t.Name(label.start, label.end, "", label.text), Space.INSTANCE
        case _:
            return None, Space.VALUE


def _documentation(snapshot: Snapshot, key: ElementKey) -> str:
    """What the author wrote of a function, or of what an operator stands for."""
    text = documentation(snapshot, key)
    interface = snapshot.interface(key)
    if not text and isinstance(interface, OperatorInterface):
        text = documentation(snapshot, interface.target)
    return text


# ---------------------------------------------------------------------------- the label


def _written(
    snapshot: Snapshot, name: str, key: ElementKey
) -> tuple[str, list[tuple[int, int]]] | None:
    """The signature as its author wrote it, synonyms and all, on one line; None: none is written, or comments stand inside."""
    interface = snapshot.interface(key)
    if isinstance(interface, OperatorInterface):
        key = interface.target
    found = snapshot.declared(key) if key.space is Space.VALUE else None
    if found is None:
        return None
    chunk = found[1].chunk
    for node in chunk.tree.declarations:
        if isinstance(node, t.Signature | t.ForeignImport) and node.name.text == key.name:
            text = chunk.code[node.type.start : node.type.end]
            if "--" in text or "{-" in text:
                return None
            return _laid_out(name, chunk.code, node.type)
    return None


def _laid_out(name: str, code: str, type: t.TypeNode) -> tuple[str, list[tuple[int, int]]]:
    label = f"{name} :: "
    parameters: list[tuple[int, int]] = []
    at = type.start
    for parameter in _written_parameters(type):
        label += _BLANKS.sub(" ", code[at : parameter.start])
        start = len(label)
        label += _BLANKS.sub(" ", code[parameter.start : parameter.end])
        parameters.append((start, len(label)))
        at = parameter.end
    return label + _BLANKS.sub(" ", code[at : type.end]), parameters


def _written_parameters(type: t.Node) -> list[t.Node]:
    found: list[t.Node] = []
    while True:
        match type:
            case t.ForallNode(body=body) | t.ConstrainedNode(body=body):
                type = body
            case t.ParenType(inner=t.ArrowNode() | t.ForallNode() as inner):
                type = inner
            case t.ArrowNode(parameter=parameter, result=result):
                found.append(parameter)
                type = result
            case _:
                return found


def _rendered(name: str, type: Type) -> tuple[str, list[tuple[int, int]]]:
    renderer = Renderer()
    label = f"{name} :: {renderer.type(type)}"
    parameters: list[tuple[int, int]] = []
    at = len(name)
    for parameter in parameters_and_result(type)[0]:
        texts = (renderer.type(parameter), f"({renderer.type(parameter)})")
        found = [(label.find(f"{text} ->", at), text) for text in texts]
        places = [(start, text) for start, text in found if start >= 0]
        if not places:
            break
        start, text = min(places)
        parameters.append((start, start + len(text)))
        at = start + len(text)
    return label, parameters

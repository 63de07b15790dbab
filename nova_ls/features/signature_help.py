"""The type of the function whose arguments are being written, and which of them the cursor is at."""

from __future__ import annotations

from dataclasses import dataclass

from nova_ls.base.keys import ElementKey
from nova_ls.compiler.state.module import Module
from nova_ls.features.cursor_context import Cursor, cursor_at
from nova_ls.features.documentation import documentation
from nova_ls.syntax import tree as t
from nova_ls.types.core.interface import ConstructorInterface, ValueInterface
from nova_ls.types.core.type import FUNCTION, Constrained, Forall, Type, TypeApp
from nova_ls.types.render.render_type import Renderer
from nova_ls.workspace.snapshot import Place, Snapshot


@dataclass(frozen=True, slots=True)
class SignatureHelp:
    """`parameters`: spans within the label. `active`: the index of the argument at the cursor."""

    label: str
    parameters: list[tuple[int, int]]
    active: int
    documentation: str


def signature_help(snapshot: Snapshot, module: Module, offset: int) -> SignatureHelp | None:
    """None: the cursor is at no argument."""
    cursor = cursor_at(module, offset)
    if cursor.is_in_text:
        return None
    found = _call(cursor)
    if found is None:
        return None
    function, active = found
    place = Place(module, cursor.chunk, function.start, function.end)
    use = snapshot.name_at(module, module.source.offset_of(cursor.chunk, function.end))
    key = use.target if use is not None and isinstance(use.target, ElementKey) else None
    type = _declared_type(snapshot, key) or snapshot.type_of_span(place)
    if type is None:
        return None
    label, parameters = _label(place.text, type)
    if active >= len(parameters):
        return None
    return SignatureHelp(label, parameters, active, documentation(snapshot, key) if key else "")


def _call(cursor: Cursor) -> tuple[t.Node, int] | None:
    """The innermost function before the cursor that is a name, and how many arguments stand before the cursor."""
    path = [node for node in cursor.path_before() if not isinstance(node, t.Name)]
    if path and _is_name(path[-1]) and path[-1].end == cursor.anchor < cursor.offset:
        parent = path[-2] if len(path) > 1 else None
        if not isinstance(parent, t.Application):
            return path[-1], 0
    for node in reversed(path):
        if isinstance(node, t.Application):
            if _is_name(node.function) and node.function.end < cursor.offset:
                values = [a for a in node.arguments if not isinstance(a, t.TypeArgument)]
                return node.function, sum(1 for a in values if a.end < cursor.offset)
        elif isinstance(node, t.Parenthesised | t.ArrayLiteral | t.RecordLiteral | t.Lambda):
            if node.end > cursor.anchor:
                return None  # What encloses this belongs to another call.
    return None


def _is_name(node: t.Node) -> bool:
    return isinstance(node, t.Variable | t.ConstructorName)


def _declared_type(snapshot: Snapshot, key: ElementKey | None) -> Type | None:
    interface = None if key is None else snapshot.interface(key)
    if isinstance(interface, ValueInterface | ConstructorInterface):
        return interface.type
    return None


def _label(name: str, type: Type) -> tuple[str, list[tuple[int, int]]]:
    renderer = Renderer()
    label = renderer.signature(name, type)
    parameters: list[tuple[int, int]] = []
    at = len(name)
    for parameter in _parameters(type):
        texts = (renderer.type(parameter), f"({renderer.type(parameter)})")
        found = [(label.find(f"{text} ->", at), text) for text in texts]
        places = [(start, text) for start, text in found if start >= 0]
        if not places:
            break
        start, text = min(places)
        parameters.append((start, start + len(text)))
        at = start + len(text)
    return label, parameters


def _parameters(type: Type) -> list[Type]:
    found: list[Type] = []
    while True:
        if isinstance(type, Forall | Constrained):
            type = type.body
        elif (
            isinstance(type, TypeApp)
            and isinstance(type.function, TypeApp)
            and type.function.function is FUNCTION
        ):
            found.append(type.function.argument)
            type = type.argument
        else:
            return found

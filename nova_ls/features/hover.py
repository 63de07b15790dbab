"""What is known of the name under the cursor, or of the innermost expression around it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from nova_ls.base.keys import ElementKey, Space
from nova_ls.compiler.model.source import SourceChunk
from nova_ls.compiler.state.module import Module
from nova_ls.features.documentation import documentation
from nova_ls.features.signature import WIDTH, signature
from nova_ls.syntax.lexer import lex
from nova_ls.types.core.interface import (
    ConstructorInterface,
    Interface,
    OperatorInterface,
    ValueInterface,
)
from nova_ls.types.core.type import ERROR, HAS_QUANTIFIERS, HAS_TYPE_VARS
from nova_ls.types.render.render_type import render_signature, render_type
from nova_ls.workspace.snapshot import LocalTarget, NameUse, Place, Snapshot


@dataclass(frozen=True, slots=True)
class Hover:
    """`text` is Markdown about what stands at `place`; `element` is what a name there means, unless it is local."""

    place: Place
    text: str
    element: ElementKey | None = None


def hover(snapshot: Snapshot, module: Module, offset: int) -> Hover | None:
    """None on white space, comments, and where nothing is known."""
    use = snapshot.name_at(module, offset)
    if use is None:
        return _expression(snapshot, module, offset)
    if isinstance(use.target, LocalTarget):
        return _local(snapshot, use)
    return _element(snapshot, use, use.target)


def _expression(snapshot: Snapshot, module: Module, offset: int) -> Hover | None:
    found = snapshot.type_at(module, offset)
    if found is None or not _touches_token(*module.source.chunk_at(offset)):
        return None
    place, type = found
    if type is ERROR:
        return None
    return Hover(place, _code(render_type(type, WIDTH)))


def _local(snapshot: Snapshot, use: NameUse) -> Hover | None:
    type = snapshot.type_of_span(use.place)
    if type is None:
        return None
    return Hover(use.place, _code(render_signature(use.place.text, type, WIDTH)) + "\n\n*local*")


def _element(snapshot: Snapshot, use: NameUse, key: ElementKey) -> Hover | None:
    """The declaration; the type here, where that says more; where it comes from; what its author says."""
    declared = signature(snapshot, key)
    if declared is None:
        return None
    interface = snapshot.interface(key)
    parts = [_code(declared)]
    here = snapshot.type_of_span(use.place)
    if here is not None and _is_general(snapshot, interface) and not here.flags & HAS_QUANTIFIERS:
        parts.append("Here:\n" + _code(render_type(here, WIDTH)))
    parts.append(_origin(key, interface))
    text = documentation(snapshot, key)
    if not text and isinstance(interface, OperatorInterface):
        text = documentation(snapshot, interface.target)
    if text:
        parts.append("---\n\n" + text)
    return Hover(use.place, "\n\n".join(part for part in parts if part), key)


def _is_general(snapshot: Snapshot, interface: Interface | None) -> bool:
    """Whether the type at a use may be another than the declared one."""
    if isinstance(interface, OperatorInterface):
        return _is_general(snapshot, snapshot.interface(interface.target))
    if isinstance(interface, ValueInterface | ConstructorInterface):
        return bool(interface.type.flags & (HAS_QUANTIFIERS | HAS_TYPE_VARS))
    return False


def _origin(key: ElementKey, interface: Interface | None) -> str:
    if key.space is Space.MODULE:
        return ""
    if isinstance(interface, ConstructorInterface):
        return f"constructor of `{interface.owner.name}`, module `{key.namespace}`"
    if isinstance(interface, ValueInterface) and interface.owner is not None:
        return f"member of `{interface.owner.name}`, module `{key.namespace}`"
    return f"module `{key.namespace}`"


def _code(text: str) -> str:
    return f"```nova\n{text}\n```"


def _touches_token(chunk: SourceChunk, offset: int) -> bool:
    tokens = lex(chunk.code)
    index = bisect_right(tokens.starts, offset) - 1
    return index >= 0 and offset <= tokens.ends[index]

"""What each name of a text is: by what it means, or else by its place in the syntax. Keywords and literals are the grammar's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from nova_ls.base.keys import ElementKey, Space
from nova_ls.compiler.model.source import SourceChunk
from nova_ls.compiler.state.module import Module, ModuleOrigin
from nova_ls.features.written_names import TokenKind, TokenModifier, WrittenName, names_by_offset
from nova_ls.types.core.interface import ValueInterface
from nova_ls.types.core.type import FUNCTION, Constrained, Forall, Type, spine
from nova_ls.types.core.well_known import WARN
from nova_ls.workspace.snapshot import Snapshot, listed_names


class Token(NamedTuple):
    """A name of one line, relative to its chunk's origin."""

    start: int
    end: int
    kind: int
    modifiers: int


_KINDS: Final = {
    Space.MODULE: TokenKind.NAMESPACE,
    Space.CONSTRUCTOR: TokenKind.ENUM_MEMBER,
    Space.TYPE: TokenKind.TYPE,
    Space.CLASS: TokenKind.CLASS,
    Space.VALUE_OPERATOR: TokenKind.OPERATOR,
    Space.TYPE_OPERATOR: TokenKind.OPERATOR,
}


def semantic_tokens(
    snapshot: Snapshot, module: Module, chunk: SourceChunk, names: dict[int, WrittenName]
) -> list[Token]:
    """The tokens of one chunk in the order of its text. `names`: what `names_of` gives for it."""
    meant: dict[int, ElementKey | int] = {}
    for key in snapshot.elements_in(module, chunk):
        ast = snapshot.ast(key)
        if ast is not None:
            references = ast.references
            meant.update(zip(references.starts, references.targets, strict=True))
    if chunk.items.header is not None or chunk.items.imports:
        for use in listed_names(snapshot, module, chunk):
            if isinstance(use.target, ElementKey):
                meant[use.place.start] = use.target
    return list(_tokens(snapshot, names, meant))


def names_of(chunk: SourceChunk) -> dict[int, WrittenName]:
    """The names of a chunk in the order of its text."""
    return dict(sorted(names_by_offset(chunk.tree.declarations).items()))


def _tokens(
    snapshot: Snapshot, names: dict[int, WrittenName], meant: dict[int, ElementKey | int]
) -> Iterator[Token]:
    for begin, name in names.items():
        kind, modifiers = name.kind, name.modifiers
        target = meant.get(begin)
        # What was resolved before the last edit may stand elsewhere now: it counts where the name is the same.
        if isinstance(target, ElementKey):
            if target.name == name.text or (
                target.space is Space.MODULE and kind is TokenKind.NAMESPACE
            ):
                found = _of_element(snapshot, target)
                kind = kind if found[0] is None else found[0]
                modifiers |= found[1]
        elif target is not None:
            binder = names.get(target)
            if binder is not None and binder.text == name.text:
                kind = binder.kind
        if name.qualifier is not None:
            yield Token(*name.qualifier, TokenKind.NAMESPACE, 0)
        yield Token(name.start, name.end, kind, modifiers)


def _of_element(snapshot: Snapshot, key: ElementKey) -> tuple[TokenKind | None, TokenModifier]:
    """Kind None: the type of the value is not known."""
    kind, modifiers = _KINDS.get(key.space), TokenModifier.NONE
    home = snapshot.module(key.namespace)
    is_library = home is None or home.origin is ModuleOrigin.LIBRARY
    if is_library and (home is not None or key.namespace.split(".")[0] == "Prim"):
        modifiers |= TokenModifier.DEFAULT_LIBRARY
    if key.space is Space.VALUE:
        interface = snapshot.interface(key)
        if isinstance(interface, ValueInterface):
            body, warns = _body(interface.type)
            head, _, arguments = spine(body)
            is_function = head is FUNCTION and len(arguments) == 2
            kind = TokenKind.FUNCTION if is_function else TokenKind.VARIABLE
            if warns:
                modifiers |= TokenModifier.DEPRECATED
    return kind, modifiers


def _body(type: Type) -> tuple[Type, bool]:
    """A type without its quantifiers and constraints, and whether one of these warns of every use."""
    warns = False
    while isinstance(type, Forall | Constrained):
        warns = warns or (isinstance(type, Constrained) and type.constraint.key is WARN)
        type = type.body
    return type, warns

"""What a cursor stands at: the syntax around it, told from the tree of the text with a word put where one is being written.

The tree that is made for this is changed once more: in the place of what is asked about a hole is put, or a variable. The check of it
(`compiler/queries/probe.py`) tells what type the place wants, and which variables it sees.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto
from typing import Final, get_args

from nova_ls.base.slotted import value
from nova_ls.compiler.state.module import Module
from nova_ls.features.completion.word import Word, is_in_hole, word_at
from nova_ls.features.cursor_context import CursorContext, cursor_at
from nova_ls.syntax import tree as t
from nova_ls.syntax.chunks import Chunk
from nova_ls.syntax.parser import parse_chunk
from nova_ls.syntax.tokens import INSTANCE
from nova_ls.syntax.walk import path_to

HOLE: Final = "completion"
"""The name of the hole in a tree that is to be checked."""

_LOWER: Final = "completion'"
_UPPER: Final = "Completion'"
_TYPES: Final = tuple(get_args(t.TypeNode))
_PATTERNS: Final = tuple(get_args(t.Pattern))


class SpotKind(Enum):
    """What may stand at a place."""

    VALUE = auto()
    PATTERN = auto()
    TYPE = auto()
    CLASS = auto()
    FIELD = auto()  # behind a record's dot
    LITERAL = auto()  # a label of a record literal
    UPDATE = auto()  # a label of a record update
    FIELD_PATTERN = auto()  # a label of a record pattern
    TOP = auto()  # the beginning of a declaration
    MEMBER = auto()  # the name of an instance's member
    BINDING = auto()  # the name of a local binding
    TARGET = auto()  # what an operator is to stand for
    TYPE_TARGET = auto()
    OPERATOR = auto()
    TYPE_OPERATOR = auto()
    HEAD = auto()  # between the words that begin a declaration
    NOTHING = auto()  # a new name


@value
class Spot:
    """`path`: the nodes around the word, outermost first; `node`: what stands in its place, a part of `declarations`.

    `asked`: the span whose type is asked for; None: the hole's type is. `labels`: the fields to go into from there.
    """

    cursor: CursorContext
    word: Word
    kind: SpotKind
    path: tuple[t.Node, ...] = ()
    declarations: Sequence[t.Declaration] = ()
    asked: tuple[int, int] | None = None
    labels: tuple[str, ...] = ()

    @property
    def module(self) -> Module:
        """The module that the cursor is in."""
        return self.cursor.module

    @property
    def tokens_before(self) -> list[int]:
        """The kinds of the tokens before the word, from the beginning of the chunk."""
        count = self.cursor.count_before(len(self.word.qualifier) + len(self.word.typed))
        return self.cursor.tokens.kinds[:count]

    def around(self, *kinds: type[t.Node]) -> t.Node | None:
        """The innermost node of some kinds around the word."""
        return next((node for node in reversed(self.path) if isinstance(node, kinds)), None)


def spot_at(module: Module, offset: int) -> Spot | None:
    """None: the cursor is in a comment, a string or a number."""
    cursor = cursor_at(module, offset)
    word = None if cursor.is_in_text else word_at(cursor)
    if word is None:
        return None
    text, at = _text_around(cursor, word)
    if _is_first_on_line(text, at) and not word.dotted:
        return Spot(cursor, word, SpotKind.TOP)
    end = at + word.end - word.outer_start
    is_hole = is_in_hole(cursor)
    if is_hole:
        # What fits is offered in the place of the whole hole, whatever its name is.
        word = Word(word.start - 1, word.cursor, word.end, "", is_whole_hole=True)
        at -= 1
    begins_upper = word.typed[:1].isupper()
    names = (_UPPER,) if begins_upper else (_LOWER, _UPPER)
    spot = Spot(cursor, word, SpotKind.NOTHING)
    is_first = cursor.chunk.chunk.is_first
    for name in names:
        if word.is_operator:
            name = f"`{name}`" if text[at - 1 : at] != "(" else name
        chunk = Chunk(text[:at] + name + text[end:], is_first)
        declarations = parse_chunk(chunk.anchored, first=is_first).declarations
        path = _path_to(declarations, at - chunk.origin + 1)
        spot = _classified(Spot(cursor, word, SpotKind.NOTHING, path, declarations))
        if spot.kind is not SpotKind.NOTHING:
            break
    return spot


# ---------------------------------------------------------------------------- the text


def _text_around(cursor: CursorContext, word: Word) -> tuple[str, int]:
    """The text that the word is a part of, from a chunk's beginning, and where the word begins in it with its qualifier.

    Below a declaration and further right than it, the cursor goes on with that one, whatever comes next.
    """
    chunk, source = cursor.chunk, cursor.module.source
    at = len(cursor.before) - (word.cursor - word.outer_start)
    if at > chunk.chunk.anchor or not _column(chunk.text, at):
        return chunk.text, at
    index = source.index_of(chunk)
    if index == 0:
        return chunk.text, at
    above = source.chunks[index - 1]
    if _column(above.text, above.chunk.anchor) >= _column(chunk.text, at):
        return chunk.text, at
    return above.text + chunk.text[:at], len(above.text) + at


def _column(text: str, at: int) -> int:
    return at - text.rfind("\n", 0, at) - 1


def _is_first_on_line(text: str, at: int) -> bool:
    return at == 0 or text[at - 1] == "\n"


def _path_to(declarations: Sequence[t.Declaration], offset: int) -> tuple[t.Node, ...]:
    paths = [path_to(declaration, offset) for declaration in declarations]
    path = max(paths, key=len, default=[])
    return tuple(path)


# ---------------------------------------------------------------------------- the kind


def _classified(spot: Spot) -> Spot:
    path = [node for node in spot.path if not isinstance(node, t.Name)]
    if not path:
        return spot
    node, above = path[-1], path[-2] if len(path) > 1 else None
    if spot.word.is_operator:
        is_type = any(isinstance(each, _TYPES) for each in path)
        return _with(spot, SpotKind.TYPE_OPERATOR if is_type else SpotKind.OPERATOR)
    if isinstance(node, t.Label):
        return _at_label(spot, path)
    if isinstance(node, t.RecordAccess):  # an upper-case word behind the dot
        return _with(spot, SpotKind.NOTHING)
    if isinstance(node, _TYPES):
        return _with(spot, SpotKind.TYPE)
    if isinstance(node, t.PatternError | t.PatternVariable | t.PatternConstructor):
        return _at_pattern(spot, path)
    if isinstance(node, t.Variable | t.ConstructorName | t.Hole):
        _put(path, t.Hole(node.start, node.end, HOLE))
        return _with(spot, SpotKind.VALUE)
    return _at_declaration(spot, node, above)


def _with(spot: Spot, kind: SpotKind) -> Spot:
    return Spot(spot.cursor, spot.word, kind, spot.path, spot.declarations)


def _at_declaration(spot: Spot, node: t.Node, above: t.Node | None) -> Spot:
    kind = SpotKind.NOTHING
    match node:
        case t.DeriveDeclaration() if INSTANCE not in spot.tokens_before:
            kind = SpotKind.HEAD
        case t.InstanceDeclaration() | t.DeriveDeclaration() | t.DeriveClause():
            kind = SpotKind.CLASS
        case t.ClassDeclaration():
            kind = SpotKind.NOTHING
        case t.Equation() | t.Signature():
            if isinstance(above, t.InstanceDeclaration):
                kind = SpotKind.MEMBER
            elif above is not None and not isinstance(above, t.ClassDeclaration):
                kind = SpotKind.BINDING
        case t.FixityDeclaration():
            kind = SpotKind.TYPE_TARGET if node.is_type else SpotKind.TARGET
        case t.ErrorDeclaration() | t.ForeignImport() | t.Import() | t.ModuleHeader():
            kind = SpotKind.HEAD
        case _:
            kind = SpotKind.NOTHING
    return _with(spot, kind)


def _at_pattern(spot: Spot, path: list[t.Node]) -> Spot:
    node = path[-1]
    name = t.Name(node.start, node.end, "", _LOWER)
    _put(path, t.PatternVariable(node.start, node.end, name))
    return _asking(spot, SpotKind.PATTERN, (node.start, node.end))


def _asking(
    spot: Spot, kind: SpotKind, asked: tuple[int, int] | None, labels: tuple[str, ...] = ()
) -> Spot:
    return Spot(spot.cursor, spot.word, kind, spot.path, spot.declarations, asked, labels)


def _at_label(spot: Spot, path: list[t.Node]) -> Spot:
    path.pop()
    node = path[-1]
    match node:
        case t.RecordAccess():
            return _at_access(spot, path)
        case t.RecordFieldNode():
            return _at_literal(spot, path[:-1])
        case t.PatternField():
            return _at_field_pattern(spot, path[:-1])
        case t.FieldUpdate() | t.NestedUpdate():
            return _at_update(spot, path)
        case _:
            return _with(spot, SpotKind.NOTHING)


def _at_access(spot: Spot, path: list[t.Node]) -> Spot:
    """`record.label`: a hole is applied to the record; `_.a.label` is a function as a whole."""
    access = path[-1]
    assert isinstance(access, t.RecordAccess)
    labels: list[str] = []
    record: t.Expression = access.record
    while isinstance(record, t.RecordAccess):
        labels.insert(0, record.label.text)
        record = record.record
    hole = t.Hole(access.start, access.end, HOLE)
    if isinstance(record, t.Section):
        _put(path, hole)
        return _asking(spot, SpotKind.FIELD, None, tuple(labels))
    record = access.record
    _put(path, t.Application(access.start, access.end, hole, (record,)))
    return _asking(spot, SpotKind.FIELD, None)


def _at_literal(spot: Spot, path: list[t.Node]) -> Spot:
    """`{ label }`: a hole stands for the literal; behind a record it may be an update that is begun."""
    literal = path[-1]
    assert isinstance(literal, t.RecordLiteral)
    _put(path, t.Hole(literal.start, literal.end, HOLE))
    before = _argument_before(path, literal)
    asked = None if before is None else (before.start, before.end)
    return _asking(spot, SpotKind.LITERAL, asked)


def _argument_before(path: list[t.Node], literal: t.RecordLiteral) -> t.Node | None:
    """What stands before a literal as in an update, if all that the literal has are labels."""
    above = path[-2] if len(path) > 1 else None
    if not isinstance(above, t.Application):
        return None
    if any(field.value is not None for field in literal.fields):
        return None
    parts = (above.function, *above.arguments)
    before = [part for part in parts if part.end <= literal.start]
    return before[-1] if before else None


def _at_update(spot: Spot, path: list[t.Node]) -> Spot:
    labels: list[str] = []
    inner = path.pop()
    while not isinstance(path[-1], t.RecordUpdate):
        inner = path.pop()
        if isinstance(inner, t.NestedUpdate):
            labels.insert(0, inner.label.text)
    update = path[-1]
    hole = t.Hole(update.end, update.end, HOLE)
    _put(path, t.Application(update.start, update.end, hole, (update.record,)))
    return _asking(spot, SpotKind.UPDATE, None, tuple(labels))


def _at_field_pattern(spot: Spot, path: list[t.Node]) -> Spot:
    pattern = path[-1]
    name = t.Name(pattern.start, pattern.end, "", _LOWER)
    _put(path, t.PatternVariable(pattern.start, pattern.end, name))
    return _asking(spot, SpotKind.FIELD_PATTERN, (pattern.start, pattern.end))


def _put(path: list[t.Node], new: t.Node) -> None:
    """Put a node in the place of the last of a path."""
    old, above = path[-1], path[-2]
    if isinstance(above, t.InfixOperator):
        above.name = None
    for field in above.__match_args__:
        value = getattr(above, field)
        if value is old:
            setattr(above, field, new)
        elif isinstance(value, tuple) and any(each is old for each in value):
            setattr(above, field, tuple(new if each is old else each for each in value))

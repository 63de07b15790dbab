"""Types, kinds, constraints and signatures as a person would write them.

What inference adds is left out again: kind arguments, the kinds of binders that can be seen from their use, the
parentheses that precedence makes needless. Unknown types are called t0, t1, … in the order in which one Renderer meets
them, so one Renderer prints all types of one message. What is nested too deeply to be read is elided.

Given a width, what does not fit is laid out in lines: the parts of a signature under each other with their operators
in front, the fields of a record each on a line of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

from nova_ls.base.keys import ElementKey
from nova_ls.base.slotted import value
from nova_ls.types.core.type import (
    FUNCTION,
    RECORD,
    TYPE,
    Constrained,
    Constraint,
    Forall,
    KindApp,
    Row,
    Skolem,
    Type,
    TypeApp,
    TypeCon,
    TypeInt,
    TypeString,
    TypeVar,
    UnificationVar,
    field_label,
    spine,
)
from nova_ls.types.render.evident_kinds import names_of_evident_kind


@value
class Style:
    """`width`: break lines longer than this; None: one line.

    `max_fields`: further fields of a row are elided; None: all are shown.
    """

    width: int | None = None
    max_fields: int | None = None


PLAIN: Final = Style()

NameOf: TypeAlias = Callable[[ElementKey], str]
"""How a type or class is called in the text that is printed."""


def own_name(key: ElementKey) -> str:
    """What the author of an element calls it."""
    return key.name


def render_type(type: Type, style: Style = PLAIN) -> str:
    """A type as text."""
    return Renderer(style).type(type)


def render_kind(kind: Type, style: Style = PLAIN) -> str:
    """A kind as text."""
    return Renderer(style).type(kind)


def render_constraint(constraint: Constraint, style: Style = PLAIN) -> str:
    """A constraint as text."""
    return Renderer(style).constraint(constraint)


def render_signature(name: str, type: Type, style: Style = PLAIN) -> str:
    """`name :: type`; an operator's name is put in parentheses."""
    return Renderer(style).signature(name, type)


def render_label(label: str) -> str:
    """A record label, in quotes where it needs them."""
    return label if _PLAIN_LABEL.fullmatch(label) else render_string(label)


def render_string(value: str) -> str:
    """A string literal."""
    return '"' + "".join(_ESCAPES.get(character, character) for character in value) + '"'


_PLAIN_LABEL: Final = re.compile(r"[^\W\dA-Z][\w']*")
_IDENTIFIER: Final = re.compile(r"(?:[^\W\d][\w']*\.)*[^\W\d][\w']*")
_ESCAPES: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_ELIDED: Final = "…"
_MAX_DEPTH: Final = 40
_MAX_PARTS: Final = 400  # of a larger type, the inner parts are elided

# Where a type stands, and so what must be put in parentheses.
_TOP: Final = 0  # nothing
_OPERAND: Final = 1  # left of an arrow: functions, foralls, constrained types
_ATOM: Final = 2  # an argument: applications too


class Renderer:
    """Prints the types of one text; remembers what its unknowns and skolems are called."""

    __slots__ = ("_depth", "_limit", "_name_of", "_skolems", "_style", "_unknowns")

    def __init__(self, style: Style = PLAIN, name_of: NameOf = own_name) -> None:
        self._style = style
        self._name_of = name_of
        self._depth = 0
        self._limit = _MAX_DEPTH
        self._unknowns: dict[int, str] = {}
        self._skolems: dict[int, str] = {}

    def type(self, type: Type) -> str:
        """A type as text."""
        width = self._style.width
        self._limit = _depth_shown(type, self._style.max_fields)
        flat = self._flat(type, _TOP)
        if width is None or len(flat) <= width:
            return flat
        return "\n".join(self._lines(type, _TOP, width))

    def line(self, type: Type) -> str:
        """On one line, however long."""
        self._limit = _depth_shown(type, self._style.max_fields)
        return self._flat(type, _TOP)

    def atom(self, type: Type) -> str:
        """On one line, fit to be an argument."""
        self._limit = _depth_shown(type, self._style.max_fields)
        return self._flat(type, _ATOM)

    def constraint(self, constraint: Constraint) -> str:
        """A constraint as text."""
        if not self._depth:
            depths = [_depth_shown(each, self._style.max_fields) for each in constraint.arguments]
            self._limit = min(depths, default=_MAX_DEPTH)
        return self._application(self._name_of(constraint.key), constraint.arguments)

    def signature(self, name: str, type: Type) -> str:
        """`name :: type`, in several lines where it is long."""
        if not _IDENTIFIER.fullmatch(name):
            name = f"({name})"
        width = self._style.width
        self._limit = _depth_shown(type, self._style.max_fields)
        flat = f"{name} :: {self._flat(type, _TOP)}"
        if width is None or len(flat) <= width:
            return flat
        lines = self._spine_lines(type, ":: ", width - 2)
        return "\n".join([name, *["  " + line for line in lines]])

    # ------------------------------------------------------------------ one line

    def _flat(self, type: Type, place: int) -> str:
        if isinstance(type, TypeCon):
            return self._name_of(type.key)
        if isinstance(type, TypeVar):
            return type.name
        if self._depth >= self._limit:
            return _ELIDED
        self._depth += 1
        text, needs = self._compound(type)
        self._depth -= 1
        return f"({text})" if place >= needs else text

    def _compound(self, type: Type) -> tuple[str, int]:
        """The text, and from which place on it stands in parentheses."""
        match type:
            case UnificationVar():
                if type.solution is not None:
                    return self._flat(type.solution, _ATOM), _ATOM + 1
                return self._unknown(type), _ATOM + 1
            case Skolem():
                return self._skolem(type), _ATOM + 1
            case TypeApp() | KindApp():
                if opt_arrow(type) is not None:
                    return self._flat_spine(type), _OPERAND
                return self._flat_application(type)
            case Forall() | Constrained():
                return self._flat_spine(type), _OPERAND
            case Row():
                return self._flat_row(type, "(", ")"), _ATOM + 1
            case TypeString():
                return render_string(type.value), _ATOM + 1
            case TypeInt():
                return str(type.value), _ATOM if type.value < 0 else _ATOM + 1
            case _:
                return "_", _ATOM + 1

    def _flat_application(self, type: Type) -> tuple[str, int]:
        head, _, arguments = _resolved_spine(type)
        if head is RECORD and len(arguments) == 1 and isinstance(row := arguments[0], Row):
            return self._flat_row(row, "{ ", " }"), _ATOM + 1
        if not arguments:  # Nothing but kind arguments.
            return self._flat(head, _ATOM), _ATOM + 1
        return self._application(self._flat(head, _ATOM), arguments), _ATOM

    def _application(self, head: str, arguments: Sequence[Type]) -> str:
        return " ".join([head, *[self._flat(argument, _ATOM) for argument in arguments]])

    def _flat_spine(self, type: Type) -> str:
        text = ""
        for separator, part in self._spine(type):
            text += f"{_FLAT_SEPARATORS[separator]}{self._flat_part(part, separator)}"
        return text

    def _flat_part(self, part: _Part, separator: str) -> str:
        if isinstance(part, str):
            return part
        if isinstance(part, Constraint):
            return self.constraint(part)
        return self._flat(part[0], part[1])

    def _flat_row(self, row: Row, opening: str, closing: str) -> str:
        fields, tail, elided = self._row(row)
        parts = [f"{render_label(label)} :: {self._flat(field, _TOP)}" for label, field in fields]
        if elided:
            parts.append(_ELIDED)
        text = ", ".join(parts)
        if tail is not None:
            text = f"{text} | {self._flat(tail, _TOP)}" if text else f"| {self._flat(tail, _TOP)}"
        if not text:
            return opening.strip() + closing.strip()
        return opening + text + closing

    def _row(self, row: Row) -> tuple[Sequence[tuple[str, Type]], Type | None, bool]:
        """The fields to be shown, the tail, and whether fields are left out.

        Fields that came with the solution of a tail are shown with the others.
        """
        fields = row.fields
        tail = row.tail
        while isinstance(tail, UnificationVar | Row):
            if isinstance(tail, Row):
                fields = tuple(sorted(fields + tail.fields, key=field_label))
                tail = tail.tail
            elif tail.solution is not None:
                tail = tail.solution
            else:
                break
        limit = self._style.max_fields
        if limit is None or len(fields) <= limit:
            return fields, tail, False
        return fields[:limit], tail, True

    def _unknown(self, var: UnificationVar) -> str:
        return self._unknowns.setdefault(var.number, f"t{len(self._unknowns)}")

    def _skolem(self, skolem: Skolem) -> str:
        """Its own name; a number behind it where another one of that name was met before."""
        name = self._skolems.get(skolem.number)
        if name is None:
            taken = self._skolems.values()
            name = skolem.name
            suffix = 0
            while name in taken:
                suffix += 1
                name = f"{skolem.name}{suffix}"
            self._skolems[skolem.number] = name
        return name

    # ------------------------------------------------------------------ the parts of a signature

    def _spine(self, type: Type) -> list[tuple[str, _Part]]:
        """Quantifiers, constraints, parameters and result, each with the separator before it."""
        parts: list[tuple[str, _Part]] = []
        separator = _START
        while True:
            while isinstance(type, UnificationVar) and type.solution is not None:
                type = type.solution
            if isinstance(type, Forall):
                binders: list[Forall] = []
                while isinstance(type, Forall):
                    binders.append(type)
                    type = type.body
                parts.append((separator, self._binders(binders, type)))
                separator = _DOT
            elif isinstance(type, Constrained):
                parts.append((separator, type.constraint))
                separator = _FAT_ARROW
                type = type.body
            elif (arrow := opt_arrow(type)) is not None:
                parts.append((separator, (arrow[0], _OPERAND)))
                separator = _ARROW
                type = arrow[1]
            else:
                parts.append((separator, (type, _TOP)))
                return parts

    def _binders(self, binders: Sequence[Forall], body: Type) -> str:
        evident: set[str] | None = None
        texts: list[str] = []
        for binder in binders:
            text = binder.name
            if binder.kind is not TYPE:
                if evident is None:
                    evident = names_of_evident_kind(body)
                if binder.name not in evident:
                    text = f"({text} :: {self._flat(binder.kind, _TOP)})"
            texts.append("@" + text if binder.visible else text)
        return "forall " + " ".join(texts)

    # ------------------------------------------------------------------ several lines

    def _lines(self, type: Type, place: int, width: int) -> list[str]:
        """The lines of a type, none indented. `width` is a wish: a name longer than it is not broken."""
        flat = self._flat(type, place)
        if len(flat) <= width or self._depth >= self._limit:
            return [flat]
        self._depth += 1
        lines = self._broken(type, place, width)
        self._depth -= 1
        return lines

    def _broken(self, type: Type, place: int, width: int) -> list[str]:
        while isinstance(type, UnificationVar) and type.solution is not None:
            type = type.solution
        if isinstance(type, Row):
            return self._row_lines(type, "(", ")", width)
        if isinstance(type, Forall | Constrained) or opt_arrow(type) is not None:
            if place == _TOP:
                return self._spine_lines(type, "   ", width)
            return [*self._spine_lines(type, "(  ", width), ")"]
        head, _, arguments = _resolved_spine(type)
        if head is RECORD and len(arguments) == 1 and isinstance(row := arguments[0], Row):
            return self._row_lines(row, "{", "}", width)
        if not arguments:
            return [self._flat(type, place)]
        lines = [self._flat(head, _ATOM)]
        for argument in arguments:
            lines += ["  " + line for line in self._lines(argument, _ATOM, width - 2)]
        if place == _ATOM:
            return ["(" + lines[0], *[" " + line for line in lines[1:-1]], f" {lines[-1]})"]
        return lines

    def _spine_lines(self, type: Type, first: str, width: int) -> list[str]:
        lines: list[str] = []
        for separator, part in self._spine(type):
            if isinstance(part, tuple):
                texts = self._lines(part[0], part[1], width - 3)
            else:
                texts = [self._flat_part(part, separator)]
            lead = first if separator == _START else separator
            lines.append(lead + texts[0])
            lines += ["   " + text for text in texts[1:]]
        return lines

    def _row_lines(self, row: Row, opening: str, closing: str, width: int) -> list[str]:
        fields, tail, elided = self._row(row)
        lines: list[str] = []
        lead = opening
        for label, field in fields:
            name = f"{lead} {render_label(label)} ::"
            texts = self._lines(field, _TOP, width - 4)
            is_single = len(texts) == 1
            if is_single and (len(texts[0]) < width - len(name) or isinstance(field, TypeCon)):
                lines.append(f"{name} {texts[0]}")
            else:
                lines.append(name)
                lines += ["    " + text for text in texts]
            lead = ","
        if elided:
            lines.append(f"{lead} {_ELIDED}")
        if tail is not None:
            lines.append(f"{'|' if lines else opening + ' |'} {self._flat(tail, _TOP)}")
        return [*lines, closing]


_Part = str | Constraint | tuple[Type, int]
"""Binders, a constraint, or a type with its place."""

_START: Final = ""
_DOT: Final = " . "
_FAT_ARROW: Final = "=> "
_ARROW: Final = "-> "
_FLAT_SEPARATORS: Final = {_START: "", _DOT: ". ", _FAT_ARROW: " => ", _ARROW: " -> "}


def _depth_shown(type: Type, max_fields: int | None) -> int:
    """How deep to go, so that no more is shown than one can read. A type may be far larger than it is in memory."""
    count = 0
    level: list[Type] = [type]
    for depth in range(_MAX_DEPTH):
        inner: list[Type] = []
        for each in level:
            inner += _parts(each, max_fields)
        count += len(inner)
        if not inner:
            break
        if count > _MAX_PARTS:
            return max(depth, 4)
        level = inner
    return _MAX_DEPTH


def _parts(type: Type, max_fields: int | None) -> list[Type]:
    """What stands one level deeper in the text."""
    match type:
        case UnificationVar():
            return [] if type.solution is None else [type.solution]
        case TypeApp() | KindApp():
            head, _, arguments = _resolved_spine(type)
            if head is RECORD and len(arguments) == 1:
                return _parts(arguments[0], max_fields)
            return arguments if isinstance(head, TypeCon) else [head, *arguments]
        case Row():
            return [field for _, field in type.fields[:max_fields]]
        case Forall():
            return [type.body]
        case Constrained():
            return [*type.constraint.arguments, type.body]
        case _:
            return []


def opt_arrow(type: Type) -> tuple[Type, Type] | None:
    """Parameter and result of a function type."""
    if isinstance(type, TypeApp):
        head = _followed(type.function)
        if isinstance(head, TypeApp) and _followed(head.function) is FUNCTION:
            return head.argument, type.argument
    return None


def _followed(type: Type) -> Type:
    while isinstance(type, UnificationVar) and type.solution is not None:
        type = type.solution
    return type


def _resolved_spine(type: Type) -> tuple[Type, list[Type], list[Type]]:
    """`spine`, through solved variables; arguments are followed too."""
    head, kinds, arguments = spine(type)
    while isinstance(head, UnificationVar) and head.solution is not None:
        head, further_kinds, further = spine(head.solution)
        kinds = further_kinds + kinds
        arguments = further + arguments
    return head, kinds, [_followed(argument) for argument in arguments]

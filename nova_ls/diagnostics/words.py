"""Names, types and lists of a message as words.

One renderer prints all types of a message, so that an unknown type has one name throughout.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence, Set
from typing import Final, TypeAlias

from nova_ls.base.keys import ElementKey, Space
from nova_ls.types.core.problems.classes import Case
from nova_ls.types.core.type import Constraint, Type
from nova_ls.types.render.render_type import Renderer, Style, render_label

_STYLE: Final = Style(width=72, max_fields=12)

_SPACES: Final = {
    Space.VALUE: "value",
    Space.CONSTRUCTOR: "data constructor",
    Space.TYPE: "type",
    Space.CLASS: "class",
    Space.INSTANCE: "instance",
    Space.VALUE_OPERATOR: "operator",
    Space.TYPE_OPERATOR: "type operator",
    Space.MODULE: "module",
}

Printable: TypeAlias = str | int | ElementKey | Type | Constraint
"""What stands in backquotes."""


Fold: TypeAlias = Callable[[Type], Type]


def as_it_is(type: Type) -> Type:
    """Show a type as it is."""
    return type


class Words:
    """The words of one message."""

    __slots__ = ("_fold", "_folded", "_homes", "_told_apart", "renderer")

    def __init__(self, fold: Fold = as_it_is, told_apart: Set[str] = frozenset()) -> None:
        """`fold`: puts synonyms into types, in which there are none. `told_apart`: the names in types that are shown with their modules."""
        self._fold = fold
        self._folded: dict[Type, Type] = {}
        self._told_apart = told_apart
        self._homes: dict[str, set[str]] = {}
        self.renderer = Renderer(_STYLE, self._name_of)

    def _shown(self, type: Type) -> Type:
        """A type with its synonyms; it may be written several times in a message."""
        known = self._folded.get(type)
        if known is None:
            known = self._folded[type] = self._fold(type)
        return known

    def _name_of(self, key: ElementKey) -> str:
        self._homes.setdefault(key.name, set()).add(key.namespace)
        return f"{key.namespace}.{key.name}" if key.name in self._told_apart else key.name

    def alike(self) -> frozenset[str]:
        """The names in the types of the message that stand for things of several modules."""
        return frozenset(name for name, homes in self._homes.items() if len(homes) > 1)

    def quoted(self, item: Printable) -> str:
        """In backquotes, on one line: what is in the middle of a sentence cannot be laid out."""
        if isinstance(item, Type):
            return f"`{self.renderer.line(self._shown(item))}`"
        return f"`{self.plain(item)}`"

    def all_quoted(self, items: Iterable[Printable]) -> list[str]:
        """Each of some items, quoted."""
        return [self.quoted(item) for item in items]

    def plain(self, item: Printable) -> str:
        """An item as text, without quotes."""
        if isinstance(item, str):
            return item
        if isinstance(item, ElementKey):
            return item.name or item.namespace
        if isinstance(item, Constraint):
            return self.renderer.constraint(item)
        if isinstance(item, Type):
            return self.renderer.type(self._shown(item))
        return str(item)

    def signature(self, name: str, type: Type) -> str:
        """`name :: type`, on several lines where it is long."""
        return self.renderer.signature(name, self._shown(type))

    def field(self, path: str, type: Type) -> str:
        """The same of what is not a name by itself."""
        first, *rest = self.plain(type).split("\n")
        if not rest:
            return f"{path} :: {first}"
        return f"{path} ::\n" + indented("\n".join((first, *rest)))

    def atom(self, type: Type) -> str:
        """A type, fit to be an argument."""
        return self.renderer.atom(self._shown(type))

    def with_home(self, key: ElementKey) -> str:
        """`Data.Maybe.Maybe`, in backquotes, where it matters which of several things of a name is meant."""
        if key.namespace and key.name:
            return f"`{key.namespace}.{key.name}`"
        return self.quoted(key)

    def head(self, class_key: ElementKey, types: Sequence[Type]) -> str:
        """A class applied to types, in backquotes."""
        arguments = [self.atom(type) for type in types]
        return f"`{' '.join([self.plain(class_key), *arguments])}`"

    def block(self, item: Printable) -> str:
        """A type on lines of its own, indented."""
        return indented(self.plain(item))

    def case(self, case: Case, is_atom: bool = False) -> str:
        """A missing case as a pattern; see `Case`."""
        if case is None:
            return "_"
        if isinstance(case, bool):
            return "true" if case else "false"
        head, parts = case
        if head == "{}":
            fields = [f"{render_label(label)}: {self.case(part)}" for label, part in parts]
            return "{ " + ", ".join(fields) + " }"
        if not parts:
            return str(head.name)
        text = " ".join([head.name, *[self.case(part, True) for part in parts]])
        return f"({text})" if is_atom else text


def space_word(space: Space) -> str:
    """What a name of this space is called: `type operator`."""
    return _SPACES[space]


def paragraphs(*parts: str) -> str:
    """Parts that are not empty, with an empty line between them."""
    return "\n\n".join([part for part in parts if part])


def lines(*parts: str) -> str:
    """Lines of a message; empty ones are left out."""
    return "\n".join([part for part in parts if part])


def indented(text: str, by: str = "  ") -> str:
    """A text with every line indented."""
    return "\n".join([by + line for line in text.split("\n")])


def labelled(*pairs: tuple[str, str]) -> str:
    """Texts under each other, indented, behind their labels: `expected: Int`."""
    width = max([len(label) for label, _ in pairs]) + 2
    parts = []
    for label, text in pairs:
        first, *rest = text.split("\n")
        parts.append(f"  {label + ':':<{width}}{first}")
        parts += [" " * (width + 2) + line for line in rest]
    return "\n".join(parts)


def listed(items: Sequence[str], word: str = "and") -> str:
    """`a`, `b` and `c`."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {word} {items[-1]}"


def bullets(items: Iterable[str]) -> str:
    """Each on a line of its own, indented, and with it the lines it has besides."""
    return "\n".join([indented(item) for item in items])


def counted(number: int, noun: str) -> str:
    """`1 argument`, `2 arguments`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def verb(items: Sequence[object]) -> str:
    """`is` or `are`."""
    return "is" if len(items) == 1 else "are"


def suggestion(nearest: Iterable[str]) -> str:
    """The question whether a similar name was meant."""
    names = [f"`{name}`" for name in nearest]
    return f"Did you mean {listed(names, 'or')}?" if names else ""


def an(noun: str) -> str:
    """The noun with its article: `an operator`."""
    return f"{'an' if noun[:1] in 'aeiou' else 'a'} {noun}"

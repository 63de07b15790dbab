"""The arguments of one diagnostic, read and put into words.

One renderer prints all types of a message, so that an unknown type has one name throughout.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from nova_ls.base.keys import ElementKey
from nova_ls.types.core.type import Constraint, Type
from nova_ls.types.infer.exhaustive import Case
from nova_ls.types.render.render_type import Renderer, Style, render_label

_STYLE: Final = Style(width=72, max_fields=12)


class Text:
    """Accessors take the index of an argument and raise what indexing and narrowing raise: see `render`."""

    __slots__ = ("_arguments", "renderer")

    def __init__(self, arguments: tuple[Any, ...]) -> None:
        self._arguments = arguments
        self.renderer = Renderer(_STYLE)

    def __len__(self) -> int:
        return len(self._arguments)

    # ------------------------------------------------------------------ arguments

    def opt(self, index: int) -> Any:
        """The argument, None where there is none."""
        return self._arguments[index] if index < len(self._arguments) else None

    def type(self, index: int) -> Type:
        argument = self._arguments[index]
        if not isinstance(argument, Type):
            raise TypeError(f"argument {index} is not a type")
        return argument

    def constraint(self, index: int) -> Constraint:
        argument = self._arguments[index]
        if not isinstance(argument, Constraint):
            raise TypeError(f"argument {index} is not a constraint")
        return argument

    def number(self, index: int) -> int:
        return int(self._arguments[index])

    def items(self, index: int) -> Sequence[Any]:
        """A tuple argument; one thing by itself is a tuple of one, nothing an empty one."""
        argument = self.opt(index)
        if argument is None or argument == "":
            return ()
        return argument if isinstance(argument, tuple) else (argument,)

    # ------------------------------------------------------------------ words

    def all_quoted(self) -> list[str]:
        return [self.quoted(argument) for argument in self._arguments]

    def code(self, index: int) -> str:
        """The argument in backquotes."""
        return self.quoted(self._arguments[index])

    def quoted(self, argument: Any) -> str:
        if isinstance(argument, tuple):
            return listed([self.quoted(item) for item in argument])
        return f"`{self.plain(argument)}`"

    def plain(self, argument: Any) -> str:
        if isinstance(argument, str):
            return argument
        if isinstance(argument, ElementKey):
            return argument.name or argument.namespace
        if isinstance(argument, Constraint):
            return self.renderer.constraint(argument)
        if isinstance(argument, Type):
            return self.renderer.type(argument)
        return str(argument)

    def with_home(self, key: Any) -> str:
        """`Data.Maybe.Maybe`, in backquotes, where it matters which of several things of a name is meant."""
        if isinstance(key, ElementKey) and key.namespace and key.name:
            return f"`{key.namespace}.{key.name}`"
        return self.quoted(key)

    def head(self, class_key: Any, types: Sequence[Any]) -> str:
        """A class applied to types, in backquotes."""
        arguments = [
            self.renderer.atom(type) if isinstance(type, Type) else self.plain(type)
            for type in types
        ]
        return f"`{' '.join([self.plain(class_key), *arguments])}`"

    def block(self, argument: Any) -> str:
        """A type on lines of its own, indented."""
        return indented(self.plain(argument))

    def case(self, case: Case, is_atom: bool = False) -> str:
        """A missing case as a pattern; see `exhaustive.Case`."""
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


def paragraphs(*parts: str) -> str:
    """Parts that are not empty, with an empty line between them."""
    return "\n\n".join([part for part in parts if part])


def lines(*parts: str) -> str:
    return "\n".join([part for part in parts if part])


def indented(text: str, by: str = "  ") -> str:
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
    return "\n".join([f"  {item}" for item in items])


def counted(number: int, noun: str) -> str:
    """`1 argument`, `2 arguments`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def an(noun: str) -> str:
    """The noun with its article: `an operator`."""
    return f"{'an' if noun[:1] in 'aeiou' else 'a'} {noun}"

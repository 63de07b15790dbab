"""What an input is: a command, an import, bindings, declarations or an expression; and whether it goes on in the next line.

Told from what can be parsed: an input goes on if something that could follow makes one of these of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import Enum, auto
from typing import Final

from nova_ls.base.diagnostic import Diagnostic
from nova_ls.base.slotted import value
from nova_ls.evaluation.scratch_module import Piece
from nova_ls.names.modules.items import ItemKind, collect_items
from nova_ls.syntax import tree as t
from nova_ls.syntax.chunks import split
from nova_ls.syntax.lexer import lex
from nova_ls.syntax.parser import parse_chunk
from nova_ls.syntax.tokens import (
    ADO,
    CLASS,
    DATA,
    DERIVE,
    DO,
    FOREIGN,
    IMPORT,
    INFIX,
    INFIXL,
    INFIXR,
    INSTANCE,
    LEFT_ARROW,
    LEFT_BRACE,
    LEFT_PAREN,
    LEFT_SQUARE,
    LET,
    NEWTYPE,
    OF,
    RIGHT_BRACE,
    RIGHT_PAREN,
    RIGHT_SQUARE,
    TYPE,
    WHERE,
    Lexemes,
)


class InputKind(Enum):
    """What an input is."""

    NOTHING = auto()
    COMMAND = auto()
    IMPORT = auto()
    DECLARATIONS = auto()  # bindings of a `let` as well
    EXPRESSION = auto()


@value
class Reading:
    """`is_right`: it can be parsed. `goes_on`: it is not complete; `is_open`: it is, but a block was begun that may go on.

    `pieces`: its imports or declarations, each with its place in the input. `signed`: the name, if it is nothing but a signature.
    """

    kind: InputKind
    pieces: tuple[Piece, ...] = ()
    signed: str = ""
    is_right: bool = True
    goes_on: bool = False
    is_open: bool = False


_LET: Final = re.compile(r"\s*let(?=[\s{]|$)\s*?(?=\n|\S|$)[ ]*")
_VISIBLE: Final = re.compile(r"\S")
_DECLARES: Final = frozenset(
    (CLASS, DATA, DERIVE, FOREIGN, INFIX, INFIXL, INFIXR, INSTANCE, NEWTYPE, TYPE)
)
_OPENS: Final = frozenset((ADO, DO, LET, OF, WHERE))
_CLOSING: Final = {LEFT_PAREN: ")", LEFT_SQUARE: "]", LEFT_BRACE: "}"}
_CLOSES: Final = frozenset((RIGHT_PAREN, RIGHT_SQUARE, RIGHT_BRACE))
_MORE: Final = (
    " x", " X", "X", "", " -> x", " x -> x",
    " of x -> x", " then x else x", " else x", " in x", "\n    x", "\n    x = x", "\n    x :: X",
    " = x", " = X", " :: X", " where x = x",
)  # fmt: skip
_LONGEST: Final = 20_000
"""What is longer than so many characters is not tried with what may follow."""


def read(text: str) -> Reading:
    """What an input is."""
    stripped = text.strip()
    if not stripped or all(line.lstrip().startswith("--") for line in stripped.splitlines()):
        return Reading(InputKind.NOTHING)
    if stripped.startswith(":"):
        return Reading(InputKind.COMMAND)
    found = None if _is_in_comment(text) else _complete(text)
    if found is not None:
        return replace(found, is_open=_has_open_block(text))
    goes_on = len(text) <= _LONGEST and _may_go_on(text)
    return Reading(_likely(text), tuple(_pieces(*_unlet(text))), "", False, goes_on)


def expression_errors(text: str) -> Sequence[Diagnostic]:
    """What is wrong with a text as an expression; offsets are those of the text behind `it =`, each line two columns further right."""
    tree = parse_chunk("it =\n" + "\n".join(f"  {line}" for line in text.split("\n")))
    return tree.errors


def _complete(text: str) -> Reading | None:
    """None: it is nothing as it stands."""
    tokens = lex(text)
    if tokens.kinds[:1] == [IMPORT]:
        pieces = tuple(_pieces(text, 0))
        is_read = all(not parse_chunk(each.text).errors for each in pieces)
        return Reading(InputKind.IMPORT, pieces=pieces) if is_read else None
    declared = _declared(text, 0)
    if not expression_errors(text):
        signed = declared[0].text if declared is not None and len(declared) == 1 else ""
        name = lex(signed).texts[0] if signed and _is_signature(signed) else ""
        return Reading(InputKind.EXPRESSION, signed=name)
    if declared is None and tokens.kinds[:1] == [LET]:
        declared = _declared(*_unlet(text))
    return None if declared is None else Reading(InputKind.DECLARATIONS, pieces=declared)


def _declared(text: str, indent: int) -> tuple[Piece, ...] | None:
    pieces = tuple(_pieces(text, indent))
    for each in pieces:
        tree = parse_chunk(each.text)
        if tree.errors or any(isinstance(one, t.ErrorDeclaration) for one in tree.declarations):
            return None
    return pieces or None


def _is_signature(text: str) -> bool:
    declarations = parse_chunk(text).declarations
    return len(declarations) == 1 and isinstance(declarations[0], t.Signature)


def _pieces(text: str, indent: int) -> Iterator[Piece]:
    """The top-level elements of a text that stands so many columns further right in its input."""
    line = 0
    for chunk in split(text):
        if chunk.text.strip():
            names = collect_items(parse_chunk(chunk.text).declarations).items
            defined = frozenset(
                (each.space, each.name) for each in names if each.kind is not ItemKind.ROLES
            )
            yield Piece(chunk.text.rstrip("\n"), defined, line, indent)
        line += chunk.text.count("\n")


def _unlet(text: str) -> tuple[str, int]:
    """The bindings of a `let` as declarations, and how many columns further right they stand."""
    found = _LET.match(text)
    if found is None:
        return text, 0
    rest = text[found.end() :]
    above, _, own = text[: found.end()].rpartition("\n")
    indent = len(own)
    if rest.startswith("\n"):  # the first binding stands below
        first = _VISIBLE.search(rest)
        indent = 0 if first is None else first.start() - rest.rfind("\n", 0, first.start()) - 1
    lines = rest.split("\n")
    shifted = [line.removeprefix(" " * indent) for line in lines[1:]]
    return "\n" * above.count("\n") + "\n".join([lines[0], *shifted]), indent


# ---------------------------------------------------------------------------- going on


def _may_go_on(text: str) -> bool:
    if _is_in_comment(text):
        return True
    tokens = lex(text)
    closing = _open_brackets(tokens)
    if closing is None:
        return False
    base = text.rstrip()
    return any(_complete(f"{base}{more}{closing}") is not None for more in _MORE)


def _is_in_comment(text: str) -> bool:
    """Whether a comment of several lines, or such a string, is open at the end."""
    return text.count('"""') % 2 == 1 or text.rfind("{-") > text.rfind("-}")


def _open_brackets(tokens: Lexemes) -> str | None:
    """What closes all brackets that are open; None: one is closed that was not."""
    closing: list[str] = []
    for kind, text in zip(tokens.kinds, tokens.texts, strict=True):
        if kind in _CLOSING:
            closing.append(_CLOSING[kind])
        elif kind in _CLOSES and (not closing or closing.pop() != text):
            return None
    return "".join(reversed(closing))


def _has_open_block(text: str) -> bool:
    """Whether more may follow in a block that was begun, until an empty line ends it."""
    lines = text.split("\n")
    if len(lines) == 1 or not lines[-1].strip():
        return False
    return any(found[-1] in _OPENS for line in lines[:-1] if (found := lex(line).kinds))


def _likely(text: str) -> InputKind:
    """What was meant by a text that is nothing."""
    kinds = lex(text).kinds
    if kinds[:1] == [IMPORT]:
        return InputKind.IMPORT
    if kinds and (kinds[0] in _DECLARES or kinds[0] == LET):
        return InputKind.DECLARATIONS
    tree = parse_chunk(text)
    is_declared = tree.declarations and not isinstance(tree.declarations[0], t.ErrorDeclaration)
    if LEFT_ARROW in kinds or not is_declared or not tree.errors:
        return InputKind.EXPRESSION
    as_expression = expression_errors(text)
    reached = max((each.start for each in as_expression), default=0)
    column = reached - len("it =\n  ")
    return (
        InputKind.DECLARATIONS
        if max(each.start for each in tree.errors) > column
        else InputKind.EXPRESSION
    )

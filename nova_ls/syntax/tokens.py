"""Token kinds, and the tokens of a chunk in parallel arrays.

Kinds are small integers in an order that makes the questions asked most often a comparison:
operators first, then what layout passes over, then what begins an expression.
"""

from __future__ import annotations

from typing import Final

# Binary operators: what may stand between two operands of a chain.
OPERATOR: Final = 0
QUALIFIED_OPERATOR: Final = 1
MINUS: Final = 2
LEFT_FAT_ARROW: Final = 3  # `<=`, in class heads an arrow
COLON: Final = 4
LAST_OPERATOR: Final = 4

AT: Final = 5
DOUBLE_COLON: Final = 6
LEFT_ARROW: Final = 7
RIGHT_FAT_ARROW: Final = 8
ARROW_NAME: Final = 9  # `(->)`
DERIVE: Final = 10
FOREIGN: Final = 11
IMPORT: Final = 12
INFIX: Final = 13
INFIXL: Final = 14
INFIXR: Final = 15
INSTANCE: Final = 16
MODULE: Final = 17
NEWTYPE: Final = 18
TYPE: Final = 19

# What may begin an argument of an application, from here to LAST_STARTER.
FIRST_STARTER: Final = 20
LOWER: Final = 20
UPPER: Final = 21
QUALIFIED_LOWER: Final = 22
QUALIFIED_UPPER: Final = 23
STRING: Final = 24
RAW_STRING: Final = 25
INT: Final = 26
NUMBER: Final = 27
CHAR: Final = 28
UNDERSCORE: Final = 29
HOLE: Final = 30
SYMBOL: Final = 31  # `(+)`
QUALIFIED_SYMBOL: Final = 32
TRUE: Final = 33
FALSE: Final = 34
LAST_PLAIN: Final = 34  # up to here layout looks at the column only
LEFT_PAREN: Final = 35
LEFT_SQUARE: Final = 36
LEFT_BRACE: Final = 37
BACKSLASH: Final = 38
DO: Final = 39
ADO: Final = 40
IF: Final = 41
CASE: Final = 42
LET: Final = 43
LAST_STARTER: Final = 43

FORALL: Final = 44
DATA: Final = 45
CLASS: Final = 46
WHERE: Final = 47
IN: Final = 48
OF: Final = 49
THEN: Final = 50
ELSE: Final = 51
RIGHT_ARROW: Final = 52
EQUALS: Final = 53
PIPE: Final = 54
TICK: Final = 55
COMMA: Final = 56
DOT: Final = 57
RIGHT_PAREN: Final = 58
RIGHT_SQUARE: Final = 59
RIGHT_BRACE: Final = 60

# Zero-width tokens that layout inserts; they stand at the end of the token before them.
LAYOUT_START: Final = 61
LAYOUT_SEPARATOR: Final = 62
LAYOUT_END: Final = 63
END_OF_CHUNK: Final = 64
KIND_COUNT: Final = 65

RESERVED: Final[dict[str, int]] = {
    "ado": ADO, "case": CASE, "class": CLASS, "data": DATA, "derive": DERIVE, "do": DO,
    "else": ELSE, "false": FALSE, "forall": FORALL, "foreign": FOREIGN, "if": IF,
    "import": IMPORT, "in": IN, "infix": INFIX, "infixl": INFIXL, "infixr": INFIXR,
    "instance": INSTANCE, "let": LET, "module": MODULE, "newtype": NEWTYPE, "of": OF,
    "then": THEN, "true": TRUE, "type": TYPE, "where": WHERE,
    "_": UNDERSCORE, "∀": FORALL,
    "(": LEFT_PAREN, ")": RIGHT_PAREN, "[": LEFT_SQUARE, "]": RIGHT_SQUARE,
    "{": LEFT_BRACE, "}": RIGHT_BRACE, ",": COMMA, "`": TICK, ".": DOT,
    "=": EQUALS, "|": PIPE, "\\": BACKSLASH, ":": COLON, "@": AT, "-": MINUS,
    "::": DOUBLE_COLON, "∷": DOUBLE_COLON, "->": RIGHT_ARROW, "→": RIGHT_ARROW,
    "<-": LEFT_ARROW, "←": LEFT_ARROW, "=>": RIGHT_FAT_ARROW, "⇒": RIGHT_FAT_ARROW,
    "<=": LEFT_FAT_ARROW, "⇐": LEFT_FAT_ARROW, "(->)": ARROW_NAME, "(→)": ARROW_NAME,
}  # fmt: skip


def kind_set(*kinds: int) -> tuple[bool, ...]:
    """A table that answers whether a kind is one of `kinds`."""
    return tuple(kind in kinds for kind in range(KIND_COUNT))


CLOSES: Final = {RIGHT_PAREN: LEFT_PAREN, RIGHT_SQUARE: LEFT_SQUARE, RIGHT_BRACE: LEFT_BRACE}
BEGINNERS: Final = kind_set(  # of declarations
    LOWER, DATA, NEWTYPE, TYPE, CLASS, INSTANCE, ELSE, DERIVE, FOREIGN, IMPORT, INFIX, INFIXL, INFIXR,
)  # fmt: skip
CONTINUERS: Final = kind_set(  # of what stands above: they begin nothing
    OPERATOR, QUALIFIED_OPERATOR, WHERE, THEN, ELSE, OF, IN, RIGHT_PAREN, RIGHT_SQUARE, RIGHT_BRACE, COMMA, TICK, DOT,
    EQUALS, PIPE, COLON, AT, DOUBLE_COLON, RIGHT_ARROW, LEFT_ARROW, RIGHT_FAT_ARROW, LEFT_FAT_ARROW,
)  # fmt: skip
UNFINISHED: Final = kind_set(  # what value declarations do not end in
    EQUALS, DOUBLE_COLON, RIGHT_ARROW, RIGHT_FAT_ARROW, DOT, DO, OF, THEN, ELSE, IN,
)  # fmt: skip
KEYWORDS: Final = kind_set(
    ADO, CASE, CLASS, DATA, DERIVE, DO, ELSE, FALSE, FORALL, FOREIGN, IF, IMPORT, IN, INFIX, INFIXL,
    INFIXR, INSTANCE, LET, MODULE, NEWTYPE, OF, THEN, TRUE, TYPE, WHERE,
)  # fmt: skip


class Lexemes:
    """The tokens of a text before layout, and the mistakes found in them.

    `columns` are counted from 0, in code points. Pieces that are not tokens at all are in no array:
    they lie between tokens as trivia do, and each has its diagnostic. `cut`: where a text goes beyond what is read,
    the whole rest of it, another such piece.
    """

    __slots__ = ("columns", "cut", "ends", "errors", "kinds", "source", "starts", "texts")

    def __init__(self, source: str) -> None:
        self.source = source
        self.kinds: list[int] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.texts: list[str] = []
        self.columns: list[int] = []
        self.errors: list[LexicalError] = []
        self.cut: LexicalError | None = None


END_OF_FILE: Final = "the end of the file"
"""What is found where something that goes over lines is not closed."""

END_OF_LINE: Final = "the end of the line"
"""What is found where a string is not closed."""

IN_COLUMN: Final = " in the column of declarations"
"""Where something is found that has to be indented."""

END_OF_DECLARATION: Final = "the end of the declaration"
"""What is found where a declaration lacks its end."""


class LexicalError:
    """A piece of text that is not a proper token: what was expected there, and what stands there."""

    __slots__ = ("end", "expected", "found", "start")

    def __init__(self, start: int, end: int, expected: str, found: str) -> None:
        self.start = start
        self.end = end
        self.expected = expected
        self.found = found


class Tokens:
    """The tokens of a chunk with its layout tokens; the last one is END_OF_CHUNK."""

    __slots__ = ("ends", "kinds", "source", "starts", "texts")

    def __init__(self, source: str) -> None:
        self.source = source
        self.kinds: list[int] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.texts: list[str] = []

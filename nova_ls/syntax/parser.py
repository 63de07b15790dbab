"""From the text of a chunk to its tree."""

from __future__ import annotations

import sys
from typing import Final

from nova_ls.base.diagnostic import Diagnostic
from nova_ls.base.similar_names import similar_names
from nova_ls.syntax.cursor import NOWHERE
from nova_ls.syntax.layout import lay_out_chunk
from nova_ls.syntax.lexer import lex
from nova_ls.syntax.parse_header import HeaderParser
from nova_ls.syntax.problems import ErrorParsingModule
from nova_ls.syntax.tokens import (
    BEGINNERS,
    DOUBLE_COLON,
    ELSE,
    END_OF_CHUNK,
    END_OF_FILE,
    IMPORT,
    INSTANCE,
    INT,
    LAYOUT_END,
    LAYOUT_SEPARATOR,
    LAYOUT_START,
    LOWER,
    MODULE,
    QUALIFIED_UPPER,
    RESERVED,
    UPPER,
    Tokens,
    kind_set,
)
from nova_ls.syntax.tree import Declaration, ErrorDeclaration

# One level of nesting (cursor.MAX_NESTING bounds them) takes up to eight calls.
_RECURSION_LIMIT: Final = 10_000
if sys.getrecursionlimit() < _RECURSION_LIMIT:
    sys.setrecursionlimit(_RECURSION_LIMIT)


_ENDS: Final = kind_set(LAYOUT_SEPARATOR, LAYOUT_END, END_OF_CHUNK, ELSE)
_KEYWORDS_BEFORE: Final = {
    UPPER: ("data", "newtype", "type", "class", "instance", "import"),
    QUALIFIED_UPPER: ("import", "instance"),
    LOWER: ("instance",),
    INT: ("infixl", "infixr", "infix"),
    INSTANCE: ("derive",),
    IMPORT: ("foreign",),
}


class ChunkTree:
    """A parsed chunk: its declarations, its mistakes, its tokens and the column they begin in.

    `end`: of the last token, or of what is there in place of one. `is_open`: the last one is a string that nothing closes, so that it holds
    all that comes behind it.
    """

    __slots__ = ("column", "declarations", "end", "errors", "is_open", "tokens")

    def __init__(
        self,
        declarations: tuple[Declaration, ...],
        errors: tuple[Diagnostic, ...],
        tokens: Tokens,
        column: int,
        end: int,
        is_open: bool,
    ) -> None:
        self.declarations: Final = declarations
        self.errors: Final = errors
        self.tokens: Final = tokens
        self.column: Final = column
        self.end: Final = end
        self.is_open: Final = is_open


def parse_chunk(code: str, *, first: bool = False) -> ChunkTree:
    """Parse the code of a chunk; never fails.

    `first`: it is the first of its module, which has to begin with the module's header.
    """
    lexemes = lex(code)
    tokens = lay_out_chunk(lexemes)
    bad = [*lexemes.errors, lexemes.cut] if lexemes.cut else lexemes.errors
    parser = ChunkParser(tokens, min([error.start for error in bad], default=NOWHERE))
    declarations = parser.parse_chunk(first)
    # Behind a piece of bad text the parser keeps quiet, since all else may follow from it. What is cut off is said
    # where there is no other mistake: brackets left open are one. So are the braces that go with semicolons.
    is_told = any(isinstance(each.problem, ErrorParsingModule) for each in parser.errors)
    errors = parser.errors + [
        Diagnostic(ErrorParsingModule(error.expected, error.found), error.start, error.end)
        for error in bad
        if not (is_told and (error is lexemes.cut or error.found == "`;`"))
    ]
    column = lexemes.columns[0] if lexemes.columns else 0
    end = max([tokens.ends[-1], *(error.end for error in bad)])
    is_open = any(error.found == END_OF_FILE for error in bad)
    return ChunkTree(declarations, tuple(errors), tokens, column, end, is_open)


class ChunkParser(HeaderParser):
    """Parses a chunk."""

    __slots__ = ()

    def parse_chunk(self, first: bool) -> tuple[Declaration, ...]:
        """All declarations of the chunk."""
        kinds = self.kinds
        declarations: list[Declaration] = []
        has_header = kinds[0] == MODULE
        if first and not has_header:
            self.fail("`module` and its name")
            has_header = bool(similar_names(self.texts[0], ("module",)))
            # What begins no declaration is a part of the header.
            self.recovering = has_header or not BEGINNERS[kinds[0]]
        if has_header:
            declarations.append(self.parse_header())
            # What follows `where` on its line is in the block of the module.
            if kinds[self.index] == LAYOUT_START:
                self.index += 1
        while True:
            kind = kinds[self.index]
            if kind == END_OF_CHUNK:
                return tuple(declarations)
            if kind in (LAYOUT_SEPARATOR, LAYOUT_END):
                self.index += 1
                # What begins no declaration goes on with a mistake above it.
                self.recovering = self.recovering and not BEGINNERS[kinds[self.index]]
                continue
            declarations.append(self.parse_item())
            if not _ENDS[kinds[self.index]]:
                declarations.append(self._parse_rest())

    def parse_item(self) -> Declaration:
        """A declaration or an import."""
        kind = self.kinds[self.index]
        if kind == IMPORT:
            return self.parse_import()
        if kind not in (LOWER, UPPER):
            return self.parse_declaration()
        first, known, recovering = self.index, len(self.errors), self.recovering
        declaration = self.parse_declaration()
        if len(self.errors) == known and _ENDS[self.kinds[self.index]]:
            return declaration
        keyword = self._meant_keyword(first)
        if not keyword:
            return declaration
        behind, errors, after = self.index, self.errors[known:], self.recovering
        del self.errors[known:]
        self.index, self.recovering = first, recovering
        meant = self._parse_misspelled(keyword)
        if meant is not None:
            return meant
        self.index, self.errors[known:], self.recovering = behind, errors, after
        return declaration

    def _parse_misspelled(self, keyword: str) -> Declaration | None:
        """What a declaration is with its first word replaced by the keyword that it was meant to be; None if it does not parse so."""
        self.fail(f"`{keyword}`")
        self.recovering = False
        known = len(self.errors)
        kinds, index = self.kinds, self.index
        kinds[index], written = RESERVED[keyword], kinds[index]
        declaration = self.parse_import() if keyword == "import" else self.parse_declaration()
        kinds[index] = written
        return declaration if len(self.errors) == known and _ENDS[kinds[self.index]] else None

    def _meant_keyword(self, index: int) -> str:
        """The keyword that the word in front of what cannot be parsed resembles, if it fits what follows; else nothing."""
        following = self.kinds[index + 1]
        keywords = _KEYWORDS_BEFORE.get(following)
        if index or keywords is None:
            return ""
        if following == LOWER and self.kinds[index + 2] != DOUBLE_COLON:
            return ""
        word = self.texts[index].lower()
        return word if word in keywords else "".join(similar_names(word, keywords)[:1])

    def _parse_rest(self) -> ErrorDeclaration:
        """What follows a declaration that should have ended."""
        self.fail("the end of the declaration")
        start = self.starts[self.index]
        self.skip_to_item_end()
        return ErrorDeclaration(start, max(start, self.end()))

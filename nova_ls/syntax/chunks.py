"""Text to chunks: the source of one top-level element each, with the comments above it.

Two steps. A regular expression cuts the text into *items*, one for each top-level declaration: an item begins
with its leading trivia and goes on as long as lines begin right of the top-level column (or with a
token that can only continue, such as a closing bracket). Then items of one element are joined: a
signature with its equations, a kind signature with its declaration and roles. So are two instances
of a chain if the `else` between them ends the first one's text; and what is no declaration goes with a value above it that has not
ended, in a bracket or behind `do`, for instance.

Both steps depend only on what they have seen since the last border, so after an edit it is enough to begin
before the edit and to stop at the first border that was one before.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import Final

from nova_ls.syntax.lexer import first_token, lex
from nova_ls.syntax.tokens import (
    CLOSES,
    ELSE,
    LEFT_BRACE,
    LEFT_PAREN,
    LEFT_SQUARE,
    UNFINISHED,
    WHERE,
)


class Chunk:
    """The text of one top-level element, with what stands above it.

    `is_first`: of its module. Most chunks of a module that is only looked through are never asked for more than their texts.
    """

    __slots__ = ("_anchor", "_origin", "is_first", "text")

    def __init__(self, text: str, is_first: bool = False) -> None:
        self.text: Final = text
        self.is_first: Final = is_first
        self._anchor: int | None = None
        self._origin: int | None = None

    @property
    def anchor(self) -> int:
        """Where its first token begins."""
        if self._anchor is None:
            self._anchor = first_token(self.text, shebang=self.is_first)
        return self._anchor

    @property
    def origin(self) -> int:
        """Where the line of its first token begins, which is what spans are relative to, so that tokens keep their columns and nothing
        moves them that is written above.
        """
        if self._origin is None:
            text, anchor = self.text, self.anchor
            self._origin = max(text.rfind("\n", 0, anchor), text.rfind("\r", 0, anchor)) + 1
        return self._origin

    @property
    def anchored(self) -> str:
        """What is parsed: the text from the origin on, blank up to the first token."""
        return " " * (self.anchor - self.origin) + self.text[self.anchor :]

    def __repr__(self) -> str:
        return f"Chunk({self.text!r})"


class Edit:
    """Replace what stands from `start` to `end` of a whole text by `text`."""

    __slots__ = ("end", "start", "text")

    def __init__(self, start: int, end: int, text: str) -> None:
        self.start: Final = start
        self.end: Final = end
        self.text: Final = text


class Resplit:
    """What an edit does to a list of chunks: `chunks` take the place of `replaced` ones from `first` on."""

    __slots__ = ("chunks", "first", "replaced")

    def __init__(self, first: int, replaced: int, chunks: list[Chunk]) -> None:
        self.first: Final = first
        self.replaced: Final = replaced
        self.chunks: Final = chunks


def split(text: str) -> list[Chunk]:
    """Cut a module's text into chunks that tile it; at least one, even of an empty text."""
    return cut(text, [*_borders(text, _top_column(text), True), len(text)])


def cut(text: str, borders: Sequence[int]) -> list[Chunk]:
    """The chunks that lie between borders, the text's length among these."""
    return [Chunk(text[start:end], start == 0) for start, end in pairwise(borders)]


def resplit(old: Sequence[Chunk], edit: Edit, starts: list[int] | None = None) -> Resplit:
    """What `split` would give for the edited text, by looking at what is around the edit only.

    `starts`: the offset of each old chunk and the length of the text, where the caller knows them.
    """
    if starts is None:
        starts = list(accumulate((len(chunk.text) for chunk in old), initial=0))
    first = _first_concerned(old, starts, edit.start)
    last = min(bisect_right(starts, edit.end, hi=len(old)), len(old))
    column, moved = _column_after(old, starts, edit)
    if moved:
        # All borders may have moved.
        whole = split(_edited(old, edit, 0, len(old), 0))
        return _trimmed(old, 0, len(old), [chunk.text for chunk in whole])
    width = 1
    while True:
        last = min(last + width, len(old))
        width *= 2
        found = _resplit_window(old, starts, edit, first, last, column)
        if found is not None:
            return found


def _first_concerned(old: Sequence[Chunk], starts: list[int], at: int) -> int:
    """From which chunk on an edit that begins at an offset may have moved borders.

    The chunk that is edited may become a part of the one above it. If its beginning is edited, the text above it may go on there, and that may
    be why the chunk above becomes a part of yet another one.
    """
    index = bisect_right(starts, at, hi=len(old)) - 1
    above = 2 if _is_beginning(old[index], at - starts[index]) else 1
    return max(index - above, 0)


def _is_beginning(chunk: Chunk, offset: int) -> bool:
    """Whether an offset lies in the first line of a chunk's code, or above; an `else` counts with what stands behind it, wherever that is."""
    text, anchor = chunk.text, chunk.anchor
    return text.startswith("else", anchor) or text.find("\n", anchor, offset) < 0


def _resplit_window(
    old: Sequence[Chunk], starts: list[int], edit: Edit, first: int, last: int, column: int
) -> Resplit | None:
    """`resplit` if looking at the old chunks from `first` to `last` is enough to tell."""
    offset = starts[first]
    window = _edited(old, edit, first, last, offset)
    if first == 0 and last < len(old) and _has_open_header(window):
        return None
    borders = _borders(window, column, first == 0)
    edit_end = edit.start + len(edit.text)
    shift = edit_end - edit.end - offset
    # The first chunk may have been a header; behind what is above it now, it is none.
    old_starts = {starts[index] + shift: index for index in range(max(first, 1), last)}
    if last == len(old):
        old_starts[len(window)] = last
        borders.append(len(window))
    for count, border in enumerate(borders):
        index = old_starts.get(border, -1)
        # From a border behind the edit that was one before, all is as it was.
        if count and index >= 0 and border + offset >= edit_end:
            cuts = borders[: count + 1]
            texts = [window[a:b] for a, b in pairwise(cuts)]
            return _trimmed(old, first, index, texts)
    return None


def _edited(old: Sequence[Chunk], edit: Edit, first: int, last: int, offset: int) -> str:
    before = "".join([chunk.text for chunk in old[first:last]])
    return before[: edit.start - offset] + edit.text + before[edit.end - offset :]


def _trimmed(old: Sequence[Chunk], first: int, last: int, texts: list[str]) -> Resplit:
    """Without the chunks at both ends that stay as they are."""
    begin = 0
    while first < last and begin < len(texts) and old[first].text == texts[begin]:
        first += 1
        begin += 1
    end = len(texts)
    while first < last and begin < end and old[last - 1].text == texts[end - 1]:
        last -= 1
        end -= 1
    chunks = [Chunk(text, first + i == 0) for i, text in enumerate(texts[begin:end])]
    return Resplit(first, last - first, chunks)


# ---------------------------------------------------------------------------- the top-level column


def _top_column(text: str) -> int:
    """The column of the first declaration behind the module's header; 0 where there is none."""
    header = _HEADER.match(text)
    if header is None:
        return 0
    trivia = _TRIVIA_PATTERN.match(text, header.end())
    end = trivia.end() if trivia else header.end()
    if end == len(text):
        return 0
    return end - 1 - max(text.rfind("\n", 0, end), text.rfind("\r", 0, end))


def _column_after(old: Sequence[Chunk], starts: list[int], edit: Edit) -> tuple[int, bool]:
    """The top-level column after an edit, and whether it was another one before.

    The first three chunks tell: what the header consists of and what stands behind it.
    """
    reach = min(3, len(old))
    before = _top_column("".join([chunk.text for chunk in old[:reach]]))
    if edit.start > starts[reach] or (edit.start == starts[reach] and reach < len(old)):
        return before, False
    whole = _edited(old, edit, 0, len(old), 0)
    after = _top_column(whole)
    return after, after != before


def _has_open_header(text: str) -> bool:
    """Whether a header goes on to the end of a text, and perhaps beyond."""
    if _HEADER.match(text) is not None:
        return False
    header = _OPEN_HEADER_PATTERN.match(text)
    return header is not None and header.end() == len(text)


# ---------------------------------------------------------------------------- borders


def _borders(text: str, column: int, from_top: bool) -> list[int]:
    """Where chunks begin in a text that begins with one."""
    borders = [0]
    position = 0
    if from_top:
        header = _header_pattern(column).match(text)
        position = header.end() if header else 0
    group = _Group()
    for item, keyword, role, upper, colons, lower in _item_pattern(column).findall(text, position):
        if position + len(item) == len(text) and _TRIVIA_PATTERN.fullmatch(item):
            break  # the end of the text, which belongs to the last chunk
        if keyword in _PERHAPS_CLASS and not (lower or colons):
            found = _SUPERCLASSES.match(item)
            if found:
                keyword, upper = "class", found[1]
        if position and not group.continues(item, keyword, role, upper, lower):
            borders.append(position)
            group = _Group()
        group.add(item, upper, colons, lower)
        position += len(item)
    return borders


class _Group:
    """The items that make up the current chunk so far."""

    __slots__ = (
        "counted",
        "goes_on",
        "has_kind_only",
        "items",
        "lacks_members",
        "lower",
        "open_brackets",
        "open_of",
        "opened",
        "upper",
        "went_on",
    )

    def __init__(self) -> None:
        self.opened: list[int] = []  # the brackets open at the end of the first `counted` items
        self.open_of = {LEFT_PAREN: 0, LEFT_SQUARE: 0, LEFT_BRACE: 0}  # how many of each sort
        self.counted = 0
        self.items: list[str] = []
        self.lower = ""
        self.upper = ""
        self.has_kind_only = False
        self.goes_on = False  # The item that is to be added continues the last one.
        self.went_on = False  # So has one before.
        self.lacks_members = False  # An instance of which the items below are taken to be members.
        self.open_brackets = 0

    def continues(self, item: str, keyword: str, role: str, upper: str, lower: str) -> bool:
        """Whether an item belongs to the chunk."""
        if lower and lower == self.lower:
            return True
        if keyword and upper == self.upper and (role or self.has_kind_only):
            return True
        if not keyword and not lower and self._ends_in_else() and _INSTANCE.match(item):
            return True
        if self.lower and (self.went_on or self._is_unfinished()) and not _DECLARATION.match(item):
            self.goes_on = self.went_on = True
            return True
        if lower and self._lacks_indentation() and not _SIGNATURE.match(item):
            self.lacks_members = True
            return True
        return self.open_brackets > 0 and not _DECLARATION.match(item) and self._ends_in_bracket()

    def add(self, item: str, upper: str, colons: str, lower: str) -> None:
        """Make an item part of the chunk."""
        self.items.append(item)
        if self.goes_on:
            self.goes_on = False
        else:
            self.lower = lower
            self.upper = upper
            self.has_kind_only = bool(colons)
        count = item.count
        self.open_brackets += (
            count("(") - count(")") + count("[") - count("]") + count("{") - count("}")
        )

    def _ends_in_else(self) -> bool:
        """Whether the last item is an instance, or several, with an `else` at the end."""
        last = self.items[-1] if self.items else ""
        return "else" in last and _INSTANCE.match(last) is not None and lex(last).kinds[-1] == ELSE

    def _lacks_indentation(self) -> bool:
        """Whether the items so far are an instance that ends in `where`, and perhaps members in the column of declarations."""
        if self.lacks_members or self.lower or not self.items:
            return self.lacks_members
        last = self.items[-1]
        is_instance = last.rstrip().endswith("where") and _INSTANCE.match(last) is not None
        return is_instance and lex(last).kinds[-1] == WHERE

    def _is_unfinished(self) -> bool:
        """Whether the last item ends in a token behind which more has to stand: what follows in the column of declarations is that."""
        last = self.items[-1]
        return last.rstrip().endswith(_UNFINISHED) and UNFINISHED[lex(last).kinds[-1]]

    def _ends_in_bracket(self) -> bool:
        """Whether a bracket is open at the end: counting also sees those in strings and comments."""
        opened, counts = self.opened, self.open_of
        for item in self.items[self.counted :]:
            for kind in lex(item).kinds:
                if kind in counts:
                    opened.append(kind)
                    counts[kind] += 1
                elif kind in CLOSES and counts[CLOSES[kind]]:
                    closed = -1
                    while closed != CLOSES[kind]:
                        closed = opened.pop()
                        counts[closed] -= 1
        self.counted = len(self.items)
        return bool(opened)


# ---------------------------------------------------------------------------- patterns

_SIGN: Final = r"""[^\w\s"'(),;\[\]`{}\x00-\x1f\x7f]"""
_LINE_COMMENT: Final = r"--[^\n\r]*+"
_BLOCK_COMMENT: Final = r"\{-(?s:.*?)(?:-\}|\Z)"
_TRIVIA: Final = rf"[ \t\n\r]*+(?>(?:(?:{_LINE_COMMENT}|{_BLOCK_COMMENT})[ \t\n\r]*+)*)"
_NEWLINE: Final = r"(?:\r\n?+|\n)"

# What is left of a line, with the strings and block comments that begin in it. Two dashes begin a comment
# unless they are the tail of an operator or the name of one in parentheses.
_REST: Final = rf"""[^\n\r"'\-{{]*+ (?>(?: (?=["'\-{{]) (?:
      (?<!{_SIGN}) (?: (?<!\() | (?! {_SIGN}++ \) ) ) {_LINE_COMMENT}
    | -
    | {_BLOCK_COMMENT}
    | \{{
    | \"\"\" (?>(?: [^"]++ | "{{1,2}}+(?!") )*) (?: "{{3,5}} | "{{0,2}}\Z )
    | " (?>(?: [^"\\\n\r]++ | \\[ \n\r]++\\ | \\[ \n\r]++(?=") | \\[^\n\r] )*) (?: " | \\?+ )
    | (?<=\w) '[\w']*+
    | ' (?: \\x[0-9a-fA-F]{{0,6}}+ | \\[^\n\r] | [^\\\n\r] ) '
    | '
) [^\n\r"'\-{{]*+ )*)"""

# Tokens that continue what stands above them whatever their column.
_CONTINUING: Final = rf"""(?: [)\]}},`] | {_SIGN}
    | (?:where|then|of|in)\b(?!') | else\b(?!') (?! {_TRIVIA} instance\b ) )"""
_OPENING: Final = r"[(\[{]"
_HEAD: Final = rf"""(?>(?:
      (data|newtype|type|class|foreign{_TRIVIA}import{_TRIVIA}data)\b {_TRIVIA} (?>(role\b{_TRIVIA})?)
      ([^\W\d_a-z][\w']*+) (?= {_TRIVIA} (?>(::|∷)?) )
    | ((?!(?:data|newtype|type|class|foreign|import|instance|derive|infix[lr]?|module|else)\b(?!'))
      [^\W\dA-Z][\w']*+)
    | else\b {_TRIVIA} (?=instance\b)
)?)"""

_OPEN_HEADER: Final = rf"""\ufeff?+ (?>(?: \#! [^\n\r]*+ (?: {_NEWLINE} | \Z ) )*) {_TRIVIA} module\b(?!')
    (?>(?: [ \t\n\r]++ | {_LINE_COMMENT} | {_BLOCK_COMMENT} | [(),]
      | (?! (?:where|import|data|newtype|instance|derive|foreign|infix[lr]?|let|do|case)\b ) [\w'.]++
      | (?! (?:=|::|\|) (?!{_SIGN}) ) {_SIGN}++
    )*)"""
_OPEN_HEADER_PATTERN: Final = re.compile(_OPEN_HEADER, re.VERBOSE)
_HEADER: Final = re.compile(rf"{_OPEN_HEADER} where\b(?!')", re.VERBOSE)
_TRIVIA_PATTERN: Final = re.compile(_TRIVIA)
# A class with superclasses in parentheses has no name directly behind its keyword.
_PERHAPS_CLASS: Final = frozenset({"", "class"})
_SUPERCLASSES: Final = re.compile(
    rf"""{_TRIVIA} class\b
    (?>(?: [ \t\n\r]++ | {_LINE_COMMENT} | {_BLOCK_COMMENT} | [(),\[\]{{}}] | "[^"\n\r]*+"
      | (?! where\b(?!') ) [\w'.]++
      | (?! (?:<=|⇐|=|\|) (?!{_SIGN}) ) {_SIGN}++
    )*) (?:<=|⇐) (?!{_SIGN}) {_TRIVIA} ([^\W\d_a-z][\w']*+)""",
    re.VERBOSE,
)
_INSTANCE: Final = re.compile(rf"{_TRIVIA} (?: else\b {_TRIVIA} )? instance\b(?!')", re.VERBOSE)
_SIGNATURE: Final = re.compile(rf"{_TRIVIA} [^\W\dA-Z][\w']*+ {_TRIVIA} (?:::|∷)", re.VERBOSE)
_DECLARATION: Final = re.compile(
    rf"""{_TRIVIA} (?:
      (?:import|data|newtype|type|class|instance|derive|foreign|infix[lr]?|module|else)\b(?!')
    | (?! (?:let|do|ado|case|if)\b(?!') ) [^\W\dA-Z][\w']*+
      (?: [^\n\r]*? (?<!{_SIGN}) (?:=|::|∷) (?!{_SIGN}) | [^\n\r]*+ {_NEWLINE} [ ]++ [|=:∷] )
    )""",
    re.VERBOSE,
)
_UNFINISHED: Final = (*"=:.>→⇒∷", " do", " of", " then", " else", " in", ".do", "\ndo")
"""What a text that ends in a token of UNFINISHED ends in."""
_WIDEST_COLUMN: Final = 1000


def _tail(column: int, continuing: str = _CONTINUING) -> str:
    """The rest of a line and the lines that continue it, with the end of the last one."""
    deeper = rf"(?<=[^\n\r]{{{min(column, _WIDEST_COLUMN) + 1}}})"
    following = rf"(?>(?: {_NEWLINE} {_TRIVIA} (?: {deeper} | (?={continuing}) ) {_REST} )*)"
    return f"{_REST} {following} {_NEWLINE}?+"


@lru_cache(maxsize=8)
def _item_pattern(column: int) -> re.Pattern[str]:
    """Matches one item wherever one begins, which is where the last one ends; its groups are what `_Group` asks for.

    Lines that begin with an opening bracket declare nothing and are one item.
    """
    brackets = rf"(?={_OPENING}) {_tail(column, rf'(?: {_OPENING} | {_CONTINUING} )')}"
    item = rf"( {_TRIVIA} (?: \Z | {brackets} | {_HEAD} {_tail(column)} ) )"
    return re.compile(item, re.VERBOSE)


@lru_cache(maxsize=8)
def _header_pattern(column: int) -> re.Pattern[str]:
    return re.compile(f"{_HEADER.pattern} {_tail(column)}", re.VERBOSE)

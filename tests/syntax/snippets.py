"""Strategies: pieces of real programs, and programs with random mistakes in them."""

from __future__ import annotations

from pathlib import Path

from hypothesis import strategies as st

from nova_ls.syntax.chunks import Edit, split

FIXTURES = Path(__file__).parent / "fixtures"
SOURCES = [path.read_text(encoding="utf-8") for path in sorted(FIXTURES.glob("*.nova"))]
CHUNKS = [chunk.text for source in SOURCES for chunk in split(source)]

# What typing, pasting and half-finished lines put into programs.
PIECES = [
    " ", "\n", "\n\n", "\r\n", "\r", "\t", "  ", "\n  ", "\n    ", "{-", "-}", "--", "-- | doc\n", '"', '"""',
    "'", "\\", "\\\n", "(", ")", "[", "]", "{", "}", ",", "`", ".", "..", "=", "|", "->", "<-", "=>", "<=", "::",
    ":", "@", "-", "+", "_", "?x", "x", "X", "M.", "M.x", "M.do", "M.(+)", "(+)", "(->)", "(--)", "->--", "0",
    "01", "1.5e", "0x", "'a'", "'\\", "do", "ado", "do\n", "case", "of", "if", "then", "else", "let", "in",
    "where", "where\n", "forall", "module", "import", "data", "newtype", "type", "class", "instance", "else\ninstance",
    "derive", "foreign", "infixl", "role", "as", "hiding", "true", "a :: Int\n", "a = 1\n", "\na = 1", "é", "Été.x",
    "∀", "→", "«", "漢", "\u00a0", "\x00", "😀", "#!", "type role ", "\nA", "\n)",
]  # fmt: skip

chunk_texts = st.sampled_from(CHUNKS)
pieces = st.one_of(st.sampled_from(PIECES), st.text(max_size=3))


@st.composite
def modules(draw: st.DrawFn) -> str:
    """A few chunks in a row, mostly behind a header."""
    header = draw(st.sampled_from(["module M where\n", CHUNKS[0], "", "module M where "]))
    return header + "".join(draw(st.lists(chunk_texts, max_size=6)))


@st.composite
def edits(draw: st.DrawFn, text: str) -> Edit:
    """One edit: some text typed, deleted, replaced or pasted."""
    start = draw(st.integers(0, len(text)))
    length = draw(st.one_of(st.just(0), st.integers(0, 12), st.integers(0, len(text))))
    end = min(start + length, len(text))
    new = draw(st.one_of(st.just(""), pieces, chunk_texts))
    return Edit(start, end, new)


def apply(text: str, edit: Edit) -> str:
    """The text after an edit."""
    return text[: edit.start] + edit.text + text[edit.end :]


@st.composite
def broken_modules(draw: st.DrawFn) -> str:
    """A module with some random edits."""
    text = draw(modules())
    for _ in range(draw(st.integers(1, 4))):
        text = apply(text, draw(edits(text)))
    return text


texts = st.one_of(
    broken_modules(), st.text(max_size=60), st.lists(pieces, max_size=20).map("".join)
)

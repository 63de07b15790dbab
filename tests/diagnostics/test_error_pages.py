"""Every code has a page, and every page an example.

The blocks of a page are marked behind ```nova: with the code that the example gives (and `not-compiled` where it cannot be
tried out by itself), or with `ok` for the corrected one. A line `--- Some.Module` begins a further file.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from nova_ls.base.diagnostic import Severity
from nova_ls.diagnostics import CODES

PAGES = Path(__file__).parents[2] / "docs" / "errors"
_BLOCK = re.compile(r"^```(.*?)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Example:
    """`code` None: the example has no error. `files`: the texts of its modules."""

    code: str | None
    is_compiled: bool
    files: tuple[str, ...]


def examples(code: str) -> list[Example]:
    """The examples of a code's page, in order."""
    found = []
    for marks, text in _BLOCK.findall((PAGES / f"{code}.md").read_text()):
        language, expected, *flags = marks.split()
        assert language == "nova"
        assert flags in ([], ["not-compiled"])
        files = tuple(re.split(r"^--- .*\n", text, flags=re.MULTILINE))
        found.append(Example(None if expected == "ok" else expected, not flags, files))
    return found


def test_every_page_is_of_a_code() -> None:
    assert {page.stem for page in PAGES.glob("*.md")} == {*CODES, "README"}


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_code_has_a_page_with_an_example(code: str) -> None:
    kind = "Error" if CODES[code].severity is Severity.ERROR else "Warning"
    head = f"# {code}\n\n{kind}: {CODES[code].summary}\n\n"
    assert (PAGES / f"{code}.md").read_text().startswith(head)
    first, *rest = examples(code)
    assert first.code == code
    assert {example.code for example in rest} <= {code, None}
    if first.is_compiled:
        assert rest[-1].code is None
        assert all("module " in text for example in (first, *rest) for text in example.files)


def test_the_list_of_pages_is_complete() -> None:
    """NOVA_UPDATE_GOLDEN=1 writes it anew."""
    listing = PAGES / "README.md"
    lines = [f"- [{code}]({code}.md): {CODES[code].summary}\n" for code in sorted(CODES)]
    head, *_ = listing.read_text("utf-8").partition("- [")
    if os.environ.get("NOVA_UPDATE_GOLDEN"):
        listing.write_text(head + "".join(lines), "utf-8")
    assert listing.read_text("utf-8") == head + "".join(lines)

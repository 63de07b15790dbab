"""Every regular expression of the program takes steps in proportion to the text, whatever the text is."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest

import nova_ls
from nova_ls.syntax import chunks, lexer
from tests.base.regex_steps import TooMany, Use, steps

PACKAGE: Final = Path(nova_ls.__file__).parent
REPEATED: Final = (
    "a", "A", "A.", "a.", "a ", "A (", "  ", "\n", "\t", "-", "--", "--\n", "{-", "-}", "{- -}", "(", ")", "[",
    "]", "{", "}", '"', '"""', "'", "\\", "\\ ", "\\\n", "#!", "#!\n", "1", "_", "1.", "1e", "0x", "`", "+", "(+",
    "~", "@{", "~1", "^", "\n  ", "\nimport ", "\nimport A (", "\nmodule A (", "else ", "\nelse -- x\n",
    "content-length: ", "content-length: 1\n", "\r", "\r\n", "1 ", "s", "***", "**/", "é", "É.", "⊕", "=", "::",
    "a::", "'x", "module ", "```", "\n```", "hour",
)  # fmt: skip
AROUND: Final = (("", ""), ("", "\0"), ("", "}"), ('"', " x\n"), ("A ", ")"), ("1 ", "!"))
COUNT: Final = 24
SLACK: Final = 120


def sources() -> Iterator[tuple[str, str]]:
    """The modules of the program by name, with their texts."""
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        if "stdlib" not in parts and path.stem != "__main__":
            yield ".".join(parts).removesuffix(".__init__"), path.read_text(encoding="utf-8")


def constants() -> Iterator[tuple[str, Use]]:
    """The names of the patterns that modules have, each with what it is asked; modules are imported once it is tried."""
    for module, source in sources():
        if "re.compile" in source:
            for name in re.findall(r"^(\w+)\b.*re\.compile", source, re.M):
                yield f"{module}.{name}", use_of(name, source)


def use_of(name: str, source: str) -> Use:
    asked = set(re.findall(rf"\b{name}\.(\w+)\(", source))
    if asked & {"findall", "finditer", "sub", "split"}:
        return Use.SCAN
    if "search" in asked:
        return Use.SEARCH
    return Use.MATCH if "match" in asked else Use.FULL


BUILT: Final[dict[str, tuple[Callable[[], re.Pattern[Any]], Use]]] = {
    "tokens": (lexer._ascii_pattern, Use.SCAN),
    "tokens beyond ASCII": (lexer._unicode_pattern, Use.SCAN),
    "items": (lambda: chunks._item_pattern(0), Use.SCAN),
    "items further right": (lambda: chunks._item_pattern(8), Use.SCAN),
    "header with its line": (lambda: chunks._header_pattern(0), Use.MATCH),
}
"""Those that functions make."""


@pytest.mark.slow
@pytest.mark.parametrize(("name", "use"), dict(constants()).items())
def test_steps_grow_with_the_text(name: str, use: Use) -> None:
    module, _, constant = name.rpartition(".")
    pattern = getattr(importlib.import_module(module), constant)
    assert isinstance(pattern, re.Pattern)
    assert_linear(pattern, use)


@pytest.mark.slow
@pytest.mark.parametrize("name", BUILT)
def test_steps_of_a_pattern_that_is_built_grow_with_the_text(name: str) -> None:
    build, use = BUILT[name]
    assert_linear(build(), use)


@cache
def assert_linear(pattern: re.Pattern[Any], use: Use) -> None:
    """Several modules have the same pattern: it is tried once."""
    for unit in REPEATED:
        for before, after in AROUND:
            few = steps(pattern, before + unit * COUNT + after, use)
            many = steps(pattern, before + unit * 2 * COUNT + after, use)
            assert many <= 2 * few + SLACK, (before, unit, after)


@pytest.mark.parametrize(
    ("pattern", "text", "use"),
    [
        (r"(?:a+|b)*c", "a" * COUNT, Use.MATCH),
        (r"(?:\s+|--[^\n]*)*x", "\n" * COUNT, Use.MATCH),
        (r"\w+$", "a" * 20 * COUNT + "!", Use.SEARCH),
        (r".*,.*,.*,x", "," * 20 * COUNT, Use.FULL),
    ],
)
def test_steps_of_what_backtracks_are_counted(pattern: str, text: str, use: Use) -> None:
    compiled = re.compile(pattern)
    try:
        few, many = steps(compiled, text[len(text) // 2 :], use), steps(compiled, text, use)
    except TooMany:
        return
    assert many > 2 * few + SLACK


def test_patterns_are_constants() -> None:
    """Otherwise nothing would hold them to their steps."""
    inline = re.compile(r"\bre\.(match|fullmatch|search|sub|split|findall|finditer)\(")
    found = dict(sources())
    assert "nova_ls.syntax.lexer" in found
    assert [name for name, source in found.items() if inline.search(source)] == []

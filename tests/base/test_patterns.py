"""Every regular expression of the program takes steps in proportion to the text, whatever the text is."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

import pytest

import nova_ls
from nova_ls.syntax import chunks, lexer
from tests.base.regex_steps import TooMany, Use, steps

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


def constants() -> Iterator[tuple[str, re.Pattern[Any], Use]]:
    """The patterns of all modules, each with what it is asked."""
    for found in pkgutil.walk_packages(nova_ls.__path__, "nova_ls."):
        if found.name.endswith("__main__"):
            continue
        module = importlib.import_module(found.name)
        source = inspect.getsource(module)
        for name, value in vars(module).items():
            if isinstance(value, re.Pattern) and re.search(
                rf"^{name}\b.*re\.compile", source, re.M
            ):
                yield f"{found.name}.{name}", value, use_of(name, source)


def use_of(name: str, source: str) -> Use:
    asked = set(re.findall(rf"\b{name}\.(\w+)\(", source))
    if asked & {"findall", "finditer", "sub", "split"}:
        return Use.SCAN
    if "search" in asked:
        return Use.SEARCH
    return Use.MATCH if "match" in asked else Use.FULL


def built() -> Iterator[tuple[str, re.Pattern[Any], Use]]:
    """Those that functions make."""
    yield "tokens", lexer._ascii_pattern(), Use.SCAN
    yield "tokens beyond ASCII", lexer._unicode_pattern(), Use.SCAN
    yield "items", chunks._item_pattern(0), Use.SCAN
    yield "items further right", chunks._item_pattern(8), Use.SCAN
    yield "header with its line", chunks._header_pattern(0), Use.MATCH


PATTERNS: Final = [*constants(), *built()]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("pattern", "use"), [(p, u) for _, p, u in PATTERNS], ids=[name for name, _, _ in PATTERNS]
)
def test_steps_grow_with_the_text(pattern: re.Pattern[Any], use: Use) -> None:
    assert_linear(pattern, use)


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
    names = [found.name for found in pkgutil.walk_packages(nova_ls.__path__, "nova_ls.")]
    assert "nova_ls.syntax.lexer" in names
    for name in names:
        if not name.endswith("__main__"):
            source = inspect.getsource(importlib.import_module(name))
            assert not inline.search(source), name

"""Regular expressions in Python are those of ECMAScript: patterns are read, refused, matched, replaced and split by as node does it."""

import json
import shutil
import subprocess
from collections.abc import Sequence
from functools import cache
from itertools import product
from typing import Any

import pytest

from tests.stdlib.foreign import foreign_values, python_module
from tests.stdlib.javascript import RUNNER
from tests.stdlib.values import for_javascript, from_json, units

needs_node = pytest.mark.skipif(shutil.which("node") is None, reason="compares with JavaScript")

TEXTS = [
    "", "a", "abc", "aaa", "ab12 cd-34", "foo.bar", "x=1;y=22;", "line1\nline2\r\nline3", "ÀÉ éà ſK ſk \u212a", "😀a😀", "\ud83d\ude00", "\ud83d", "tel: 555-1234",
    "aBc ABC", "a{1}b", "[x]", "(y)", "naïve\u2028x", "_id9", "\t\x0b\xa0\ufeff.", "abab", "1.5e10", "a/b\\c", "ss ß SS", "cdbbdbsbz", "$^",
]  # fmt: skip
PATTERNS = [
    "", "a", "a*", "a+?", "b|a", "(a)(b)?", "(?:a|(b))c", "[abc]+", "[^abc]", "[^]", "[]", "[a-c0-9]+", r"\d+", r"\D+", r"\w+", r"\W", r"\s", r"\S+", ".", "..?",
    "^", "$", "^line", r"\d$", r"\bc", r"\B", r"(?=a)", "(?=a)*b", "(?!a).", "(?<=b)1", r"(?<!b)\d", r"(a)\1", r"(?<x>a)\k<x>", r"(a)|\1b", r"\2(a)(b)", "(?<year>[0-9])-",
    "a{2}", "a{1,2}", "a{2,}", "a{,2}", "a{", "{", "}", "]", "a{1}b", r"a\{1\}", r"\x61", r"\u0061", r"\u{61}", r"\cJ", r"\c", r"\0", r"\01", r"\7", r"\8", r"\t", r"\v", r"\a", r"\Z",
    r"\/", "/", "[/]", r"[\d-x]", r"[\w.]+", r"[\b]", "[a-]", "[-a]", r"[\]]", r"[^\s\d]+", "[&&a]", "[a--b]", "[[x]", "ſ", "k", "K", "é", "[à-é]", "ß", "😀", "[😀]", r"\ud83d", r"\ud83d\ude00", r"\u{1F600}",
    r"\p{L}+", r"\p{Lu}", r"\P{L}", r"\p{Foo}", r"\k", r"\k<x>", "(z)((a+)?(b+)?(c))*"[:3], "a|", "|a", "(|a)", "(a|ab)(c|bcd)?", "^(?:a|b)*$", "(", ")", "[", "a**", "*", "+a", "?", "{1}", "a{2,1}",
    "[b-a]", "\\", "(?<a", "(?z)", "(?<1a>x)", "(?<a>x)(?<a>y)", r"(?P<x>a)", "a*+", "(?>a)", "(?i)a", "(?#c)a", "^*", r"\b+", "(?<=a)*", "(?!x)+a", "[a", r"\u{110000}", r"\u{1", r"\xZ", r"\p", r"[\p{L}]", r"[^\p{L}]",
    "\n", "#a b", "~", "a&b", "-", r"\-", r"[\-]", ",", "=(\\d+)", "(?:)",
]  # fmt: skip
FLAGS = ["", "g", "i", "gi", "m", "gm", "s", "y", "gy", "u", "gu", "iu", "giu", "gmsu", "gg", "q"]
REPLACEMENTS = ["", "<$&>", "$$", "[$1|$2|$10|$01]", "$`|$'", "$<x>", "$"]
# V8 finds it between two surrogates, which stand for one character with the flag `unicode`.
ODD = r"\B"


def _calls() -> list[tuple[str, str]]:
    return [(pattern, flags) for pattern, flags in product(PATTERNS, FLAGS)]


@needs_node
@pytest.mark.parametrize("pattern", PATTERNS, ids=repr)
def test_a_pattern_is_accepted_and_shown_alike(pattern: str) -> None:
    for flags in FLAGS:
        assert compiled(pattern, flags)[1:] == _javascript()[(pattern, flags)][0], flags


@needs_node
@pytest.mark.parametrize("pattern", PATTERNS, ids=repr)
def test_a_pattern_does_to_texts_what_it_does_on_node(pattern: str) -> None:
    for flags in FLAGS:
        expected = _javascript()[(pattern, flags)][1]
        regex = compiled(pattern, flags)[0]
        if regex is None or (pattern == ODD and "u" in flags):
            continue
        for text, there in zip(TEXTS, expected, strict=True):
            for operation, here, wanted in zip(
                OPERATIONS, operations(pattern, flags, text), there, strict=True
            ):
                assert here == wanted, f"{operation} with /{pattern}/{flags} of {text!r}"


def test_a_pattern_that_needs_more_than_python_has_is_refused() -> None:
    regex, kind, message = compiled("(?<=a+)b", "")
    assert regex is None
    assert kind == "left"
    assert "not possible on this host" in message


OPERATIONS = [
    "test",
    "match",
    "search",
    "split",
    "replaceBy",
    *[f"replace by {by}" for by in REPLACEMENTS],
]


@cache
def compiled(pattern: str, flags: str) -> Sequence[Any]:
    """The expression, or None, and what is told of it."""
    functions = python_module("Data.String.Regex")
    made = functions["compile"](lambda message: [None, "left", message])(lambda regex: [regex])(
        units(pattern)
    )(flags)
    return (
        [made[0], functions["showRegex"](made[0]), functions["source"](made[0])]
        if len(made) == 1
        else made
    )


def operations(pattern: str, flags: str, text: str) -> list[Any]:
    functions = python_module("Data.String.Regex")

    regex = compiled(pattern, flags)[0]

    def fresh() -> Any:
        regex.last_index = 0
        return regex

    def joined(found: str) -> Any:
        return lambda groups: (
            "<" + "|".join([found, *["-" if group is None else group for group in groups]]) + ">"
        )

    text = units(text)
    return [
        functions["test"](fresh())(text),
        functions["matchImpl"](lambda x: ["just", x])("no")(fresh())(text),
        functions["searchImpl"](fresh())(text),
        functions["split"](fresh())(text),
        functions["replaceBy"](lambda x: x)(None)(fresh())(joined)(text),
        *[functions["replace"](fresh())(by)(text) for by in REPLACEMENTS],
    ]


@cache
def _javascript() -> dict[tuple[str, str], list[Any]]:
    hosts = {
        value.name: value.host for value in foreign_values() if value.module == "Data.String.Regex"
    }
    functions = ", ".join(f"{name}: {host}" for name, host in hosts.items())
    script = f"""{RUNNER}
    const host = {{ {functions} }};
    const texts = {for_javascript(TEXTS)}, replacements = {for_javascript(REPLACEMENTS)};
    const results = {for_javascript([list(each) for each in _calls()])}.map(([pattern, flags]) => {{
      const fresh = () => host.compile(m => ['left', m])(regex => regex)(pattern)(flags);
      if (Array.isArray(fresh())) return [fresh(), []];
      const shown = [host.showRegex(fresh()), host.source(fresh())];
      return [shown, texts.map(text => encode([
        host.test(fresh())(text),
        host.matchImpl(x => ['just', x])('no')(fresh())(text),
        host.searchImpl(fresh())(text),
        host.split(fresh())(text),
        host.replaceBy(x => x)(null)(fresh())(found => groups => '<' + [found, ...groups.map(x => x === null ? '-' : x)].join('|') + '>')(text),
        ...replacements.map(by => host.replace(fresh())(by)(text)),
      ]))];
    }});
    process.stdout.write(JSON.stringify(results));
    """
    run = subprocess.run(
        ["node", "-"], input=script, capture_output=True, text=True, encoding="utf-8", check=True
    )
    return dict(zip(_calls(), from_json(json.loads(run.stdout)), strict=True))

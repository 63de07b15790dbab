"""nova.toml: what it says, and how its mistakes are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from nova_ls.base.diagnostic import Severity
from nova_ls.workspace.manifest import HistoryLimits, Manifest, parse_manifest

ROOT = Path("/w")
FULL = """\
[project]
name = "pantry"
sources = ["src/**/*.nova", "lib/*.nova"]

[dependencies]
kitchen = { path = "../kitchen" }
cellar.path = "below/./cellar"

[history]
keep = "2 weeks"
size = "1.5 GiB"

[diagnostics]
UnusedImport = "off"
WildcardInferredType = "error"
"""


def test_all_that_can_be_said_is_read() -> None:
    manifest, problem = parse_manifest(ROOT, FULL)
    assert problem is None
    assert manifest == Manifest(
        "pantry",
        ("src/**/*.nova", "lib/*.nova"),
        (("kitchen", Path("/kitchen")), ("cellar", Path("/w/below/cellar"))),
        HistoryLimits(14 * 86_400, 3 << 29),
        {"UnusedImport": None, "WildcardInferredType": Severity.ERROR},
    )


@pytest.mark.parametrize("text", ["", "# nothing\n", "[project]\n", "[history]\n[dependencies]\n"])
def test_everything_may_be_left_out(text: str) -> None:
    assert parse_manifest(ROOT, text) == (Manifest(), None)


def test_limits_of_the_history_have_defaults() -> None:
    assert HistoryLimits() == HistoryLimits(90 * 86_400, 200_000_000)
    manifest, problem = parse_manifest(ROOT, '[history]\nsize = "1 kB"')
    assert (manifest.history, problem) == (HistoryLimits(90 * 86_400, 1000), None)


TABLES = "there are `[project]`, `[dependencies]`, `[history]`, `[diagnostics]`"
PATH = 'must say where it lies, as in `k = { path = "../k" }`'


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("[projects]", 0, f"`[projects]` is unknown; {TABLES}"),
        ("# about x\n\nx = 1", 2, f"`[x]` is unknown; {TABLES}"),
        ("project = 3", 0, "`project` must be a table, as in `[project]`"),
        ("[project]\nname = 3", 1, '`name` must be a string, as in `name = "pantry"`'),
        (
            '[project]\nsources = "src"',
            1,
            '`sources` must be a list of globs, as in `["src/**/*.nova"]`',
        ),
        (
            "[project]\nsources = [1]",
            1,
            '`sources` must be a list of globs, as in `["src/**/*.nova"]`',
        ),
        (
            "[project]\nversion = '1'",
            1,
            "`version` is unknown in `[project]`; there are `name` and `sources`",
        ),
        ("dependencies = []", 0, "`dependencies` must be a table, as in `[dependencies]`"),
        ("[dependencies]\nk = '../k'", 1, f"`k` {PATH}"),
        ("[dependencies]\nk = {}", 1, f"`k` {PATH}"),
        ("[dependencies]\nk = { path = 1 }", 1, f"`k` {PATH}"),
        (
            "[dependencies]\nk = { path = '..', tag = 'v1' }",
            1,
            "`tag` is unknown in `k`; there is `path`",
        ),
        ('[history]\nkeep = "soon"', 1, '`keep` must be a time, as in `keep = "90 days"`'),
        ("[history]\nkeep = 90", 1, '`keep` must be a time, as in `keep = "90 days"`'),
        ('[history]\nsize = "big"', 1, '`size` must be a size, as in `size = "200 MB"`'),
        (
            "[diagnostics]\nUnusedImpor = 'off'",
            1,
            "`UnusedImpor` in `[diagnostics]` is not the code of a diagnostic; did you mean `UnusedImport`?",
        ),
        (
            "[diagnostics]\nUnusedImport = false",
            1,
            '`UnusedImport` in `[diagnostics]` must be one of `"off"`, `"hint"`, `"warning"`, `"error"`',
        ),
        # The key of that name in another table is not meant, and an unknown key is told of first.
        (
            '[dependencies]\nkeep = { path = "a" }\n[history]\nkeep = 9\nkep = 9',
            4,
            "`kep` is unknown in `[history]`; there are `keep` and `size`",
        ),
        (
            '[dependencies]\nkeep = { path = "a" }\n[history]\nkeep = 9',
            3,
            '`keep` must be a time, as in `keep = "90 days"`',
        ),
    ],
)
def test_a_mistake_is_told_with_its_line(text: str, line: int, message: str) -> None:
    manifest, problem = parse_manifest(ROOT, text)
    assert problem is not None and manifest == Manifest()
    assert (problem.line, problem.message) == (line, f"nova.toml: {message}")

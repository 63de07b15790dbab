"""`[history]` in nova.toml."""

from __future__ import annotations

from pathlib import Path

import pytest

from nova_ls.workspace.manifest import HistoryLimits, parse_manifest


def limits(text: str) -> HistoryLimits:
    manifest, problem = parse_manifest(Path("/w"), text)
    assert problem is None
    return manifest.history


def test_limits_are_read_and_have_defaults() -> None:
    assert limits("") == HistoryLimits(90 * 86_400, 200_000_000)
    assert limits('[history]\nkeep = "2 weeks"') == HistoryLimits(14 * 86_400, 200_000_000)
    assert limits('[history]\nsize = "1.5 GiB"').size == 3 << 29


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('keep = "soon"', '`keep` must be a time, as in `keep = "90 days"`'),
        ("keep = 90", '`keep` must be a time, as in `keep = "90 days"`'),
        ('size = "big"', '`size` must be a size, as in `size = "200 MB"`'),
        ('kep = "1 day"', "`kep` is unknown in `[history]`; there are `keep` and `size`"),
    ],
)
def test_a_mistake_is_named_with_its_line(line: str, message: str) -> None:
    _, problem = parse_manifest(Path("/w"), f"[project]\n\n[history]\n{line}\n")
    assert problem is not None
    assert (problem.line, problem.message) == (3, f"nova.toml: {message}")

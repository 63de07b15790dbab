"""Globs of the manifest, asked about paths that are not on disk."""

from __future__ import annotations

import pytest

from nova_ls.workspace.glob_match import glob_matches


@pytest.mark.parametrize(
    ("glob", "path", "is_meant"),
    [
        ("src/**/*.nova", "src/A.nova", True),
        ("src/**/*.nova", "src/a/b/A.nova", True),
        ("src/**/*.nova", "src.nova", False),
        ("src/**/*.nova", "test/A.nova", False),
        ("src/*.nova", "src/a/A.nova", False),
        ("**/*.nova", "A.nova", True),
        ("a/**/b/c", "a/xb/c", False),
        ("a/**/b/c", "a/x/b/b/c", True),
        ("src/**", "src/a/b", True),
        ("?.nova", "A.nova", True),
        ("?.nova", "/.nova", False),
        ("a.b", "axb", False),
        ("", "", True),
        ("*" * 40 + "b", "a" * 2000, False),
        ("**/" * 40 + "b", "a/" * 1000, False),
        ("*a" * 40 + "b", "a" * 2000, False),
    ],
)
def test_a_glob(glob: str, path: str, is_meant: bool) -> None:
    assert glob_matches(glob, path) is is_meant

"""What CONTRIBUTING.md names is there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
FOLDERS = ("benchmarks", "docs", "editors", "nova_ls", "tests")
EXAMPLES = re.compile(r"moniker|NAME|Path/To|UselessDo")


def test_every_file_that_is_named_exists() -> None:
    text = re.sub(r"^ *```.*?^ *```$", "", TEXT, flags=re.DOTALL | re.MULTILINE)
    words = [word for quoted in re.findall(r"`([^`]+)`", text) for word in quoted.split()]
    words += re.findall(r"\bdocs/\S+\.md\b|\b[A-Z]+\.md\b", text)
    named = {
        word.rstrip("/")
        for word in words
        if re.fullmatch(r"[\w./-]+(\.(py|nova|md|json|vim|el)|/)", word)
        and not EXAMPLES.search(word)
    }
    here = {path.relative_to(ROOT) for folder in FOLDERS for path in (ROOT / folder).rglob("*")}
    here |= {path.relative_to(ROOT) for path in ROOT.glob("*.md")}
    assert len(named) > 40
    assert [name for name in sorted(named) if not any(ends_with(path, name) for path in here)] == []


def ends_with(path: Path, name: str) -> bool:
    parts = Path(name).parts
    return path.parts[-len(parts) :] == parts

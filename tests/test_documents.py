"""The documents: no broken link, every page in the site, every `console` block of the command line run."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = [
    *sorted(DOCS.rglob("*.md")),
    ROOT / "README.md",
    *sorted((ROOT / "editors").glob("*/README.md")),
]
SHOWN = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)


def links(text: str) -> list[str]:
    text = re.sub(r"^ *```.*?^ *```", "", text, flags=re.DOTALL | re.MULTILINE)
    text = re.sub(r"`[^`\n]*`", "", text)
    return re.findall(r"\]\(([^)\s]+)\)", text)


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.*)$", page.read_text("utf-8"), re.MULTILINE)
    return {
        re.sub(r"\s+", "-", re.sub(r"[^\w\s-]", "", heading.lower()).strip())
        for heading in headings
    }


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(page: Path) -> None:
    broken = []
    for link in links(page.read_text("utf-8")):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path) if path else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)
    assert broken == []


def test_every_page_is_in_the_site() -> None:
    listed = set(
        re.findall(r": (\S+\.md)$", (ROOT / "mkdocs.yml").read_text("utf-8"), re.MULTILINE)
    )
    pages = {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md")}
    assert {page for page in pages if not page.startswith("errors/")} <= listed
    assert listed <= pages


def test_pictures_are_used() -> None:
    used = "".join(page.read_text("utf-8") for page in PAGES)
    assert [one.name for one in (DOCS / "pictures").iterdir() if one.name not in used] == []


def test_commands_of_the_command_line_do_what_is_shown(tmp_path: Path) -> None:
    work = tmp_path / "pantry"
    shutil.copytree(ROOT / "fixtures" / "pantry", work, ignore=shutil.ignore_patterns(".nova"))
    (block,) = SHOWN.findall((DOCS / "cli.md").read_text("utf-8"))
    for step in block.split("$ ")[1:]:
        command, _, expected = step.partition("\n")
        command = command.replace("nova-ls", f"{shlex.quote(sys.executable)} -m nova_ls")
        environment = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "HOME": str(tmp_path)}
        ended = subprocess.run(
            command,
            shell=True,
            cwd=work,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        pattern = re.escape(expected.strip()).replace(r"\.\.\.", ".*")
        assert re.fullmatch(pattern, ended.stdout.strip()), ended.stdout + ended.stderr


def test_every_command_is_listed() -> None:
    from nova_ls.cli.command_line import COMMANDS

    listed = (DOCS / "cli.md").read_text("utf-8")
    assert [
        name for name in COMMANDS if f"`{name}`" not in listed and f"nova-ls {name}" not in listed
    ] == []


def test_what_other_editors_are_given_can_be_read() -> None:
    text = (DOCS / "start" / "others.md").read_text("utf-8")
    for block in re.findall(r"^```toml\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        helix = tomllib.loads(block)
        assert helix["language-server"]["nova-ls"]["command"] == "nova-ls"
    blocks = re.findall(r"^```json\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    assert len(blocks) == 3
    for block in blocks:
        assert "nova-ls" in json.dumps(json.loads(block))

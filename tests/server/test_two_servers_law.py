"""The law with two servers on one folder: whatever they do in turn, each shows what a fresh check of the files shows, and
every version that was saved is in the history.

`NOVA_LAW=long` runs more and longer scripts. A failure prints its script.
"""

from __future__ import annotations

import json
import os
import random
from pathlib import Path

import pytest

from nova_ls.workspace.open_workspace import OUTBOX
from tests.forking import run_command
from tests.server.two_servers import Editor, assert_sound, versions, wait_for

IS_LONG = os.environ.get("NOVA_LAW") == "long"
SEEDS = range(40 if IS_LONG else 2)
STEPS = 60 if IS_LONG else 14

DECLARATIONS = {
    "Helper": {
        "helper": ("helper :: Int -> Int\nhelper n = {}", ("n", "n + n", "base", "missing")),
        "base": ("base :: Int\nbase = {}", ("0", "1", "helper 2", "true")),
        "name": ("name = {}", ('"a"', "'a'", "base")),
    },
    "Main": {
        "total": ("total :: Int\ntotal = {}", ("helper 3", "base", "helper base", "name")),
        "label": ("label :: String\nlabel = {}", ("name", '"b"', "other")),
        "other": ("other = {}", ("name", "total", "helper", "label")),
    },
}
HEADERS = {
    "Helper": "module Helper where\n",
    "Main": "module Main where\n\nimport Helper (helper, base, name)\n",
}


class Script:
    """Two editors, each with its own idea of the files, and all that they have saved."""

    def __init__(
        self, seed: int, folder: Path, home: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.chance = random.Random(seed)
        self.folder, self.home, self.monkeypatch = folder, home, monkeypatch
        self.starts = 0
        self.saved: set[tuple[str, str]] = set()
        for module, declared in DECLARATIONS.items():
            values = {name: values[0] for name, (_, values) in declared.items()}
            (folder / f"{module}.nova").write_text(self.text(module, values))
        self.editors = [self.start("one"), self.start("two")]

    def text(self, module: str, values: dict[str, str]) -> str:
        declared = DECLARATIONS[module]
        parts = [declared[name][0].format(value) for name, value in values.items()]
        return "\n".join([HEADERS[module], *(f"{part}\n" for part in parts)])

    def start(self, name: str) -> Editor:
        self.starts += 1
        print(f"start {name}")
        return Editor(name, self.folder, self.home / str(self.starts), self.monkeypatch)

    def step(self) -> None:
        number = self.chance.randrange(2)
        editor = self.editors[number]
        module = self.chance.choice(sorted(DECLARATIONS))
        action = self.chance.choices(("save", "type", "see", "quit", "kill"), (8, 3, 4, 1, 1))[0]
        print(action, editor.name, module)
        if action == "see":
            editor.see(f"{module}.nova")
        elif action in ("quit", "kill"):
            editor.quit() if action == "quit" else editor.kill()
            editor.client.__exit__()
            self.editors[number] = self.start(editor.name)
        else:
            self.edit(editor, module, saves=action == "save")

    def edit(self, editor: Editor, module: str, *, saves: bool) -> None:
        """Change one declaration of what the file was when this editor last looked, or take it away."""
        path = f"{module}.nova"
        if path not in editor.versions:
            editor.open(path)
        values = self.values(module, editor.texts[path])
        name = self.chance.choice(sorted(DECLARATIONS[module]))
        value = self.chance.choice((*DECLARATIONS[module][name][1], None))
        values.pop(name, None)
        if value is not None:
            values[name] = value
        text = self.text(module, values)
        print("   ", name, "=", value)
        if saves:
            editor.save(path, text)
            for name, value in values.items():
                self.saved.add((f"{module}.{name}", DECLARATIONS[module][name][0].format(value)))
        else:
            editor.type(path, text)
            editor.settle()

    def values(self, module: str, text: str) -> dict[str, str]:
        found = {}
        for name in DECLARATIONS[module]:
            for line in text.split("\n"):
                if line.startswith((f"{name} =", f"{name} n =")):
                    found[name] = line.split(" = ")[1]
        return found

    def finish(self) -> None:
        files = [f"{module}.nova" for module in DECLARATIONS]
        outbox = self.folder / ".nova" / OUTBOX
        wait_for(lambda: not list(outbox.glob("*.commit")))
        for editor in self.editors:
            editor.see(*files)
        fresh = check(self.folder)
        for editor in self.editors:
            assert {file: editor.problems(file) for file in files} == fresh, editor.name
        assert_sound(self.folder)
        for name in {name for name, _ in self.saved}:
            kept = {text.strip() for text in versions(self.folder, name)}
            assert {text for of, text in self.saved if of == name} <= kept, name


def check(folder: Path) -> dict[str, list[str]]:
    """What a fresh check says of each file: codes, sorted."""
    arguments = ("check", folder, "--database", ":memory:", "--format", "json")
    shown = run_command(*arguments, cwd=Path.cwd()).stdout
    found: dict[str, list[str]] = {f"{module}.nova": [] for module in DECLARATIONS}
    for problem in json.loads(shown)["diagnostics"]:
        found[Path(problem["file"]).name].append(problem["code"])
    return {file: sorted(codes) for file, codes in found.items()}


@pytest.mark.parametrize("seed", SEEDS)
def test_two_servers_show_what_a_fresh_check_shows_and_lose_no_version(
    seed: int, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = Script(seed, folder, tmp_path, monkeypatch)
    try:
        for _ in range(STEPS):
            script.step()
        script.finish()
    finally:
        for editor in script.editors:
            editor.client.__exit__()

"""The laws of code actions and of renaming over a folder of projects, each with those of the others that it imports as packages.

`NOVA_LAW_CORPUS=FOLDER pytest tests/features/laws/test_corpus_laws.py`; by hand, for as long as one likes and with a line for each project and round:
`python -m tests.features.laws.corpus FOLDER [--only NAME,…] [--places COUNT] [--rounds COUNT] [--seed SEED]`, or with `--everywhere [--faults COUNT]`
at every place, and with so many faults of each kind planted into each module. `--single`: the folder is one project, such as the standard library.
"""

from __future__ import annotations

import argparse
import re
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from nova_ls.compiler.state.module import ModuleOrigin
from nova_ls.workspace.open_workspace import MEMORY, open_workspace
from nova_ls.workspace.source_file import File
from nova_ls.workspace.workspace import Workspace
from tests.compiler.world import settle
from tests.features.actions.law import Laboratory, Violation
from tests.features.laws import everywhere
from tests.features.laws.bench import Bench
from tests.features.rename.law import Findings, obey, sample

_HEADER = re.compile(r"^module\s+([\w.']+)", re.MULTILINE)
_IMPORT = re.compile(r"^import\s+([\w.']+)", re.MULTILINE)


@dataclass(frozen=True)
class Project:
    """A folder with sources in `src`. `packages`: the sources of the others that it needs."""

    name: str
    sources: tuple[Path, ...]
    packages: tuple[Path, ...]


@dataclass
class Tally:
    """What came of a project: how often each kind of action was applied, the renamings, and what was not as the laws want it."""

    actions: Counter[str] = field(default_factory=Counter)
    renamings: Findings = field(default_factory=Findings)
    broken: list[Violation] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        """What there is to read."""
        refused = self.renamings.refused
        yield f"{self.actions.total()} actions, {self.renamings.made} renamings, {refused.total()} refused"
        yield from (f"  refused {times} × {reason}" for reason, times in refused.most_common())
        yield from (f"  BROKEN action {each}" for each in self.broken)
        yield from (f"  BROKEN renaming {each}" for each in self.renamings.broken)


def projects(folder: Path) -> list[Project]:
    """The projects in a folder, by name."""
    sources = {
        each.name: tuple(sorted([*each.glob("src/**/*.purs"), *each.glob("src/**/*.nova")]))
        for each in sorted(folder.iterdir())
        if each.is_dir()
    }
    homes: dict[str, str] = {}
    imports: dict[str, set[str]] = {}
    for name, files in sources.items():
        imports[name] = set()
        for file in files:
            text = file.read_text(encoding="utf-8")
            header = _HEADER.search(text)
            if header is not None:
                homes.setdefault(header[1], name)
            imports[name].update(_IMPORT.findall(text))
    needs = {
        name: {homes[module] for module in imported & homes.keys()} - {name}
        for name, imported in imports.items()
    }
    return [
        Project(name, files, tuple(folder / each / "src" for each in sorted(_closure(name, needs))))
        for name, files in sources.items()
        if files
    ]


def single(folder: Path) -> Project:
    """A folder that is one project, whatever is below it."""
    files = sorted([*folder.rglob("*.purs"), *folder.rglob("*.nova")])
    return Project(folder.name, tuple(file.resolve() for file in files), ())


def _closure(name: str, needs: dict[str, set[str]]) -> set[str]:
    found: set[str] = set()
    waiting = [name]
    while waiting:
        new = needs[waiting.pop()] - found
        found |= new
        waiting += new
    return found - {name}


def opened(project: Project) -> tuple[Workspace, list[File]]:
    """A project whose modules are all open in an editor."""
    workspace = open_workspace(None, MEMORY, project.packages).workspace
    files: list[File] = []
    for path in project.sources:
        file = workspace.open_document(path, path.read_text(encoding="utf-8"), 1)
        file.origin = ModuleOrigin.WORKSPACE
        files.append(file)
    settle(workspace)
    for file in files:
        if file.module is not None:
            file.module.origin = ModuleOrigin.WORKSPACE
    workspace.library.list_names()
    return workspace, [file for file in files if file.module is not None]


def go_over(project: Project, places: int, seed: int, tally: Tally) -> None:
    """Hold both laws at some places of a project: of `places` tokens, and as many names, all in all."""
    workspace, files = opened(project)
    random = Random(seed)
    laboratory = Laboratory(workspace)
    random.shuffle(files)
    each = max(3, places // len(files))
    for file in files[:places]:
        tally.broken += laboratory.violations(file, random, each)
        tally.broken += laboratory.violations_of_faults(file, random, 1)
    tally.actions.update(laboratory.applied)
    for one in sample(workspace, places, seed):
        obey(workspace, one, tally.renamings)


def go_everywhere(project: Project, faults: int, seed: int) -> everywhere.Tally:
    """Hold both laws at every place of a project."""
    workspace, files = opened(project)
    # Nothing is ever committed here, so that every module would be looked at as a new one at each step.
    workspace.program.check_new = lambda: iter(())
    bench, random, tally = Bench(workspace), Random(seed), everywhere.Tally()
    for file in files:
        everywhere.act(bench, file, tally)
        everywhere.act_on_faults(bench, file, random, faults, tally)
    everywhere.rename_all(bench, files, tally)
    tally.broken += bench.forgotten()
    return tally


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default="", help="names of projects, with commas")
    parser.add_argument("--single", action="store_true")
    parser.add_argument("--everywhere", action="store_true")
    parser.add_argument("--faults", type=int, default=1)
    parser.add_argument("--places", type=int, default=30)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    only = set(options.only.split(",")) - {""}
    found = [single(options.folder)] if options.single else projects(options.folder)
    chosen = [each for each in found if not only or each.name in only]
    for seed in range(options.seed, options.seed + options.rounds):
        for project in chosen:
            begun = time.process_time()
            head, *rest = _told(project, seed, options)
            seconds = time.process_time() - begun
            print(f"{project.name} {seed}: {head} in {seconds:.0f} s", *rest, sep="\n", flush=True)


def _told(project: Project, seed: int, options: argparse.Namespace) -> list[str]:
    tally = Tally()
    try:
        if options.everywhere:
            return list(go_everywhere(project, options.faults, seed).lines())
        go_over(project, options.places, seed, tally)
    except Exception:
        tally.renamings.broken.append(traceback.format_exc())
    return list(tally.lines())


if __name__ == "__main__":
    main()

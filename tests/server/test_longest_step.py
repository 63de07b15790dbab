"""Nothing stands still: no step of a session is long, whatever it works off. Steps are measured in calls of functions, not in time.

Functions of Python count, and so do those of the interpreter (of lists, sets, dictionaries) by fours: a loop that calls nothing else takes time, too.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any, Final

import pytest

from nova_ls.base.lines import Encoding
from nova_ls.history.collector import Collector
from nova_ls.server.sessions import checker, commits, idle_work, session
from nova_ls.server.sessions.session import Session
from nova_ls.workspace.manifest import HistoryLimits
from nova_ls.workspace.shared.shelf import PLACE

MODULES: Final = 60
FUNCTIONS: Final = 12
PACKAGE_MODULES: Final = 300

MOST: Final = 60_000
"""Calls of functions in one step; ten milliseconds have about so many."""

_WEIGHTS: Final = {"call": 1.0, "c_call": 0.25}


def text_of(number: int, salt: int = 0) -> str:
    """A module that imports the one before it, and one far before."""
    imports = f"import M{number // 2} as Half\nimport M{number - 1} as Before\n\n"
    imports = imports if number else ""
    functions = "".join(
        f"f{n} :: Int -> {{ a :: Int }} -> Array Int\nf{n} x r = [ x, r.a, {n + salt} ]\n\n"
        for n in range(FUNCTIONS)
    )
    use = "used = Before.f0 1 { a: 2 }\n" if number else "used = 1\n"
    return f"module M{number} where\n\n{imports}{functions}{use}"


class Steps:
    """What a session does, one step at a time: its deadlines are always over."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.longest: dict[str, tuple[float, str]] = {}
        self.session = Session(root, Encoding.UTF16, lambda: False, lambda method, params: None)

    def counted(self, what: str, step: Callable[[], Any]) -> Any:
        """Take a step, and note how long it was and where most of its calls were made."""
        calls: dict[str, float] = {}

        def note(frame: FrameType, event: str, _argument: Any) -> None:
            weight = _WEIGHTS.get(event)
            if weight is not None:
                name = frame.f_code.co_qualname
                calls[name] = calls.get(name, 0.0) + weight

        before = sys.getprofile()
        sys.setprofile(note)
        try:
            result = step()
        finally:
            sys.setprofile(before)
        count = sum(calls.values())
        if count > self.longest.get(what, (0, ""))[0]:
            often = sorted(calls.items(), key=lambda pair: -pair[1])[:5]
            self.longest[what] = (count, ", ".join(f"{name} {times}" for name, times in often))
        return result

    def settle(self, what: str) -> None:
        """Work until nothing is left."""
        while self.session.has_work:
            self.counted(what, self.session.work)
        while self.counted(f"{what}: idle", self.session.collect_garbage):
            continue

    def collect(self) -> None:
        """Collect all that is of no branch, long after."""
        workspace = self.session.workspace
        later = time.time() + 10 * 86_400
        workspace.baseline.log.clock = lambda: later
        run = Collector(workspace.baseline, workspace.program, HistoryLimits(keep=0.0)).run()
        while self.counted("a collection", lambda: next(run, None)) is not None:
            continue


@pytest.fixture
def steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Steps:
    for module in (checker, commits, session):
        monkeypatch.setattr(module, "WORK_SECONDS", 0.0)
    (tmp_path / "nova.toml").write_text('[project]\nname = "steps"\n')
    for number in range(MODULES):
        (tmp_path / f"M{number}.nova").write_text(text_of(number))
    return Steps(tmp_path)


@pytest.mark.slow
def test_no_step_is_long(steps: Steps) -> None:
    path, one = steps.root / f"M{MODULES - 1}.nova", steps.session
    one.add_sources(one.sources())
    one.open_document(path, path.read_text(), 1)
    steps.settle("a cold start")
    text = text_of(MODULES - 1, 1)
    one.close_document(path)
    path.write_text(text)
    one.open_document(path, text, 2)
    one.save_document(path)
    steps.settle("a save")
    paths = [steps.root / f"M{number}.nova" for number in range(MODULES)]
    for number, each in enumerate(paths):
        each.write_text(text_of(number, 2))
    steps.counted("a change of branches: the message", lambda: one.reload(paths))
    steps.settle("a change of branches")
    for number, each in enumerate(paths):
        each.write_text(text_of(number))
    steps.counted("and back: the message", lambda: one.reload(paths))
    steps.settle("and back")
    steps.collect()
    one.close()
    again = Steps(steps.root)
    again.session.add_sources(again.session.sources())
    again.session.open_document(path, path.read_text(), 1)
    again.settle("a warm start")
    core = steps.root / "M0.nova"
    other = core.read_text().replace("f0 :: Int -> { a :: Int }", "f0 :: Int -> { a :: Number }")
    again.counted("a document: the message", lambda: again.session.open_document(core, other, 1))
    again.settle("an edit that all rely on")
    again.session.close()
    assert too_long(steps, again) == {}


FEW, MANY = 250, 1_500
"""So many small modules; no step goes through all of them."""

CHANGED: Final = 100
"""So many of them are others behind a change of branches."""

MORE: Final = 4_000
"""Calls that the longest step of many modules may have more than that of a few: some tables are sorted, and who imports whom is walked."""


@pytest.mark.slow
def test_no_step_goes_through_all_modules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a first check, behind an edit that all modules rely on, and where others are there after a change of branches."""
    for module in (checker, commits, session):
        monkeypatch.setattr(module, "WORK_SECONDS", 0.0)
    monkeypatch.setattr(session, "worker_count", lambda: 0)
    sizes = (10, FEW, MANY)  # What is loaded once is loaded by the first.
    _, few, many = (of_small_modules(tmp_path / str(count), count) for count in sizes)
    assert {
        what: (few[what], found) for what, found in many.items() if found[0] > few[what][0] + MORE
    } == {}


def of_small_modules(root: Path, count: int) -> dict[str, tuple[float, str]]:
    """The longest steps of a session; the last module imports all others, by way of some."""
    root.mkdir()
    (root / "nova.toml").write_text('[project]\nname = "small"\n')
    for number in range(count):
        imports = f"import M{number // 2} as Half\nimport M{number - 1} as Before\n\n"
        body = "f :: Int -> Int\nf x = Before.f x\n" if number else "f :: Int -> Int\nf x = x\n"
        text = f"module M{number} where\n\n{imports if number else ''}{body}"
        (root / f"M{number}.nova").write_text(text)
    steps, path, core = Steps(root), root / f"M{count - 1}.nova", root / "M0.nova"
    one = steps.session
    one.add_sources(one.sources())
    one.open_document(path, path.read_text(), 1)
    steps.settle("a cold start")
    other = core.read_text().replace("f :: Int -> Int", "f :: Int -> Number")
    steps.counted("an edit: the message", lambda: one.open_document(core, other, 1))
    steps.settle("an edit that all rely on")
    one.close_document(core)
    one.close_document(path)
    one.open_document(path, path.read_text(), 2)  # It is looked at first.
    steps.settle("an edit that is dropped")
    paths = [root / f"M{number}.nova" for number in range(max(1, count - CHANGED), count - 1)]
    for each in paths:
        each.write_text(each.read_text() + "\nmore = less\n\nless = 1\n")
    steps.counted("a change of branches: the message", lambda: one.reload(paths))
    steps.settle("a change of branches")
    one.close()
    return steps.longest


def too_long(*measured: Steps) -> dict[str, tuple[float, str]]:
    """What took more calls in one step than it may, and where."""
    found = [pair for one in measured for pair in one.longest.items()]
    return {what: where for what, where in found if where[0] > MOST}


def package_text(number: int) -> str:
    """A module of a package: small, and one of many; each 50th is large, and has what many rely on."""
    imports = f"import P{number // 50 * 50}\n\n" if number % 50 else ""
    large = "".join(f"g{n} :: Int -> Int\ng{n} x = x\n\n" for n in range(400))
    use = f"p{number} :: Int\np{number} = g{number} 1\n" if imports else large
    return f"module P{number} where\n\n{imports}{use}"


@pytest.mark.slow
def test_no_step_is_long_where_there_are_packages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Found here, then taken over from what was kept of them; a module of one's own takes the place of one."""
    for module in (checker, commits, session, idle_work):
        monkeypatch.setattr(module, "WORK_SECONDS", 0.0)
    monkeypatch.setenv(PLACE, str(tmp_path / "shelf"))
    sources = tmp_path / "package" / "src"
    sources.mkdir(parents=True)
    for number in range(PACKAGE_MODULES):
        (sources / f"P{number}.nova").write_text(package_text(number))
    runs = [packages_in(tmp_path, what) for what in ("found", "taken over")]
    assert too_long(*runs) == {}


def packages_in(folder: Path, what: str) -> Steps:
    """The steps of a workspace that imports the package of this folder."""
    root = folder / what
    root.mkdir()
    (root / "nova.toml").write_text('[dependencies]\npackage = { path = "../package" }\n')
    imports = "".join(f"import P{n} as P\n" for n in range(PACKAGE_MODULES) if n % 7)
    path, own = root / "Main.nova", root / "Own.nova"
    path.write_text(f"module Main where\n\n{imports}\nmain = P.p1\n")
    run = Steps(root)
    run.session.add_sources(run.session.sources())
    run.session.open_document(path, path.read_text(), 1)
    run.settle(f"packages {what}")
    assert bool(run.session.workspace.shared_packages.taken) is (what == "taken over")
    own.write_text(package_text(50).replace("Int -> Int", "Number -> Number"))
    run.counted(f"packages {what}, replaced: the message", lambda: run.session.reload([own]))
    run.settle(f"packages {what}, replaced")
    run.session.close()
    return run

"""How long a step of the server's loop takes at most: seconds of the processor, phase by phase, with where they went.

    python -m benchmarks.longest_steps [--modules 300] [--changed 200] [--json FILE]

One session is driven here as the server drives it, in this process: a cold start with an open document, an edit, a save, a change of branches and
the one back, a collection, a start on what was committed, the first edit of a signature after it. Between two steps messages are heard.
"""

from __future__ import annotations

import argparse
import gc
import json
import signal
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Final, TypeVar

from rich.console import Console
from rich.table import Table

from benchmarks.projects import make_project, module_path
from nova_ls.base.lines import Encoding
from nova_ls.history.collector import Collector
from nova_ls.server.rpc.young_garbage import collect_nothing, collect_young
from nova_ls.server.sessions.session import Session
from nova_ls.workspace.manifest import HistoryLimits
from nova_ls.workspace.shared_library import shared_library
from nova_ls.workspace.source_file import TextChange

PERIOD: Final = 0.001
"""Seconds between two looks at where the processor is."""

_DEPTH: Final = 40
_SHOWN: Final = 6
_LISTED: Final = 20
LONG: Final = 15.0
"""Milliseconds."""


Result = TypeVar("Result")


class Steps:
    """The steps of one phase after the other: how many there were, how long they took, and where the longest was."""

    def __init__(self) -> None:
        self.phases: dict[str, list[float]] = {}
        self.long: list[tuple[str, float, str]] = []
        self._stacks: list[tuple[float, list[str]]] = []
        self._looked = 0.0
        gc.callbacks.append(self._note_collection)

    def _note_collection(self, phase: str, _found: dict[str, int]) -> None:
        """What Python's own collector takes is seen after it, and not while it runs."""
        now = time.thread_time()
        if phase == "stop":
            self._stacks.append((now - self._looked, ["Python's garbage collector"]))
        self._looked = now

    def take(self, phase: str, step: Callable[[], Result]) -> Result:
        """Take one step."""
        self._stacks = []
        before = self._looked = time.thread_time()
        result = step()
        took = (time.thread_time() - before) * 1000
        times = self.phases.setdefault(phase, [])
        if took > LONG:
            self.long.append((phase, took, _where(self._stacks)))
        times.append(took)
        return result

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Look where the processor is, again and again."""

        def look(_number: int, frame: FrameType | None) -> None:
            stack: list[str] = []
            while frame is not None and len(stack) < _DEPTH:
                stack.append(frame.f_code.co_qualname)
                frame = frame.f_back
            now = time.thread_time()
            self._stacks.append((now - self._looked, stack))
            self._looked = now

        signal.signal(signal.SIGPROF, look)
        signal.setitimer(signal.ITIMER_PROF, PERIOD, PERIOD)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)


def _where(stacks: list[tuple[float, list[str]]]) -> str:
    """The functions in which most of the time went, the innermost first."""
    seen: defaultdict[str, float] = defaultdict(float)
    depth: dict[str, int] = {}
    for took, stack in stacks:
        for name in set(stack):
            seen[name] += took
            depth[name] = min(depth.get(name, _DEPTH), stack.index(name))
    whole = sum(took for took, _ in stacks)
    often = [name for name, took in seen.items() if took * 4 > whole]
    shown = sorted(often, key=lambda name: depth[name])[:_SHOWN]
    return ", ".join(f"{name} {seen[name] * 1000:.0f}" for name in shown)


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure the longest steps of the server's loop.")
    parser.add_argument("--modules", type=int, default=300)
    parser.add_argument("--changed", type=int, default=200)
    parser.add_argument("--json", type=Path, metavar="FILE")
    options = parser.parse_args()
    steps = Steps()
    collect_nothing()
    with tempfile.TemporaryDirectory(prefix="nova-steps-") as folder, steps.watching():
        root = Path(folder).resolve() / "town"
        make_project(root, options.modules)
        _first_day(steps, root, options.modules, options.changed)
        collect_nothing()
        _second_day(steps, root, options.modules)
    _show(steps)
    if options.json is not None:
        options.json.write_text(json.dumps(steps.phases) + "\n")
    return 0


def _first_day(steps: Steps, root: Path, count: int, changed: int) -> None:
    path = root / module_path(count - 1)
    session = _open(steps, "a cold start", root, path)
    _edit(steps, session, path)
    path.write_text(session.workspace.files[path].source.text)
    steps.take("a save: the message", lambda: session.save_document(path))
    _settle(steps, session, "a save")
    texts = {
        p: p.read_text() for p in (root / module_path(n) for n in range(count - changed, count))
    }
    for number, (each, text) in enumerate(texts.items()):
        each.write_text(f"{text}\nadded{number} :: Int\nadded{number} = {number}\n")
    steps.take("a change of branches: the message", lambda: session.reload(texts))
    _settle(steps, session, "a change of branches")
    for each, text in texts.items():
        each.write_text(text)
    steps.take("and back: the message", lambda: session.reload(texts))
    _settle(steps, session, "and back")
    workspace, later = session.workspace, time.time() + 1e6
    workspace.baseline.log.clock = lambda: later
    collector = Collector(workspace.baseline, workspace.program, HistoryLimits(keep=0.0))
    run = collector.run()
    while steps.take("a collection", lambda: next(run, None)) is not None:
        continue
    session.close()


def _second_day(steps: Steps, root: Path, count: int) -> None:
    core = root / module_path(0)
    session = _open(steps, "a warm start", root, core)
    text = core.read_text()
    at = text.index("taxOf :: House -> Int") + len("taxOf :: House -> ")
    before = text[:at].count("\n"), at - text.rindex("\n", 0, at) - 1
    change = TextChange((before, (before[0], before[1] + 3)), "Number")
    phase = "the first edit of a signature"
    steps.take(f"{phase}: the message", lambda: session.change_document(core, [change], 2))
    while session.owes_diagnostics:
        steps.take(f"{phase}: to the own diagnostics", session.work)
    print(
        f"{phase}: {sum(steps.phases[f'{phase}: to the own diagnostics']):.1f} ms to the own diagnostics"
    )
    _settle(steps, session, phase)
    session.close()


def _open(steps: Steps, phase: str, root: Path, path: Path) -> Session:
    """A session as it is after a start, with one document."""
    steps.take(f"{phase}: the library", shared_library)
    session = steps.take(
        f"{phase}: opening",
        lambda: Session(root, Encoding.UTF16, lambda: False, lambda method, params: None),
    )
    session.add_sources(session.sources())
    text = path.read_text()
    steps.take(f"{phase}: the message", lambda: session.open_document(path, text, 1))
    _settle(steps, session, phase)
    return session


def _edit(steps: Steps, session: Session, path: Path) -> None:
    """An edit of a body."""
    line = next(n for n, text in enumerate(path.read_text().split("\n")) if "budget = max " in text)
    change = TextChange(((line, 0), (line, 0)), " ")
    steps.take("an edit: the message", lambda: session.change_document(path, [change], 2))
    _settle(steps, session, "an edit")


def _settle(steps: Steps, session: Session, phase: str) -> None:
    """Work until there is nothing more to do."""
    while session.has_work:
        steps.take(phase, session.work)
    collect_young()
    while steps.take(f"{phase}: idle", session.add_hints):
        continue
    while steps.take(f"{phase}: idle", session.collect_garbage):
        continue


def _show(steps: Steps) -> None:
    """Of each phase the longest step, and then all those that are too long."""
    table = Table("what", "steps", "all ms", "longest ms", "too long")
    for phase, times in steps.phases.items():
        too_long = sum(1 for took in times if took > LONG)
        table.add_row(
            phase, str(len(times)), f"{sum(times):.0f}", f"{max(times):.1f}", str(too_long or "")
        )
    console = Console(width=200)
    console.print(table)
    for phase, took, where in sorted(steps.long, key=lambda each: -each[1])[:_LISTED]:
        console.print(f"{took:.1f} ms: {phase}: {where}")


if __name__ == "__main__":
    sys.exit(main())

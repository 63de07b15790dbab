"""A process that runs cases, each in children that it forks: one that is interrupted, then one that looks.

It reads a case per line on its standard input, the name of a method with its arguments, and answers each with a line of JSON. What it loads at its start it loads
once for all of them; the shim has to be loaded before libc.
"""

from __future__ import annotations

import json
import random
import shutil
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from nova_ls.store import transaction
from nova_ls.store.rocks import rocks
from tests.crash.children import Say, Told, in_child
from tests.crash.damage import damage, healed
from tests.crash.looks import checked, clean
from tests.crash.operations import OPERATIONS, Operation
from tests.crash.replay import Loss, Recording
from tests.crash.scenario import make_workspace
from tests.crash.shim import FAULTS, Fault, Shim


class Driver:
    """`folder`: where it keeps the workspace that each case gets a copy of."""

    def __init__(self, folder: Path) -> None:
        self.shim = Shim()
        self.folder = folder
        self.template = folder / "template"
        told = in_child(lambda _: make_workspace(self.template))
        assert not told.crash, told.crash
        self._recordings: dict[str, tuple[Recording, Told]] = {}
        for noise in self.template.glob(".nova/LOG*"):
            noise.unlink()

    def run(self, operation: str, fault: str, step: int) -> dict[str, Any]:
        """One case; `problems` is empty where all is well."""
        root = self.copy()
        told = self.interrupt(OPERATIONS[operation], root, FAULTS[fault], step)
        problems = [told.crash] if told.crash else []
        for refused in told.all_of("refused"):
            problems += [f"not one line: {line!r}" for line in refused if not line or "\n" in line]
        problems += self.look(OPERATIONS[operation], root, told)
        shutil.rmtree(root)
        return {
            "problems": problems,
            "killed": told.killed,
            "failed": any(told.all_of("failed")),
            "refused": told.all_of("refused"),
            "steps": max(told.all_of("steps"), default=0),
        }

    def power(self, operation: str, loss: str, step: int) -> dict[str, Any]:
        """As `run`: the power fails after a step, of which all were recorded once."""
        if operation not in self._recordings:
            self._recordings[operation] = self.record(OPERATIONS[operation])
        recording, told = self._recordings[operation]
        recording.fail(step, Loss[loss])
        said = [each for each in told.said if each["noted"] <= step]
        problems = self.look(OPERATIONS[operation], self.folder / "case", Told(said, True, ""))
        return {"problems": [told.crash] if told.crash else problems, "steps": len(recording.steps)}

    def damage(self, seed: int) -> dict[str, Any]:
        """Some bytes of the database's files are others, or gone: what fsck then says, and what does not hold."""
        root = self.copy()
        where = damage(root / ".nova", random.Random(seed))

        def work(say: Say) -> None:
            for problem in healed(root, seed, say):
                say(problem=problem)

        told = in_child(work)
        problems = told.all_of("problem") + ([told.crash] if told.crash else [])
        return {
            "problems": [f"{where}: {p}" for p in problems],
            "where": where,
            "read": told.all_of("read"),
        }

    def record(self, operation: Operation) -> tuple[Recording, Told]:
        """The steps of an operation, and what it said, each with the number of steps before."""
        root = self.copy()
        recording, trace = Recording(root), self.folder / "trace"

        def work(say: Say) -> None:
            with trace.open("wb") as file:
                self.shim.trace(file.fileno())
                self.shim.arm(root, 0, FAULTS["killed before"])
                operation.work(
                    root, lambda **what: say(noted=self.shim.noted, **what), lambda: None
                )

        told = in_child(work)
        recording.read(trace)
        return recording, told

    def copy(self) -> Path:
        root = self.folder / "case"
        shutil.rmtree(root, ignore_errors=True)
        shutil.copytree(self.template, root)
        return root

    def interrupt(self, operation: Operation, root: Path, fault: Fault, step: int) -> Told:
        def work(say: Say) -> None:
            def repair() -> None:
                if fault.error:
                    say(failed=self.shim.has_failed)
                    self.shim.disarm()

            self.shim.arm(operation.watched(root), step, fault)
            operation.work(root, say, repair)
            say(steps=self.shim.count, failed=self.shim.has_failed)

        return in_child(work)

    def look(self, operation: Operation, root: Path, told: Told) -> list[str]:
        """What does not hold after the fault, then after a check, then after the operation was done again."""
        looks: list[Callable[[], Iterable[str]]] = [
            lambda: clean(root),
            lambda: operation.look(root, told),
            lambda: checked(root),
            lambda: clean(root),
        ]
        again: list[Callable[[], Iterable[str]]] = [
            lambda: operation.again(root, told),
            lambda: checked(root),
            lambda: clean(root),
        ]
        if not told.killed:
            again = []
        # What is begun again must not be helped by a check in between.
        order = [*looks[:2], *again, *looks[2:]]

        def work(say: Say) -> None:
            for part in order:
                for problem in part():
                    say(problem=problem)

        looked = in_child(work)
        return looked.all_of("problem") + ([looked.crash] if looked.crash else [])


def write_in_slices() -> None:
    """Let commits of a few declarations be long ones, which are written in slices; a save of one is not."""
    transaction.SLICE = 20  # type: ignore[misc]
    rocks._PORTION = 10  # type: ignore[misc]


def main() -> None:
    write_in_slices()
    driver = Driver(Path(sys.argv[1]))
    for line in sys.stdin:
        case = json.loads(line)
        print(json.dumps(getattr(driver, case.pop("do"))(**case)), flush=True)


if __name__ == "__main__":
    main()

"""`nova-ls test`: run tests, all of them or those that a change concerns."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from nova_ls.cli.eval import configure_limits, limits_of
from nova_ls.cli.file_changes import FileChanges
from nova_ls.cli.test_report import Ran, as_json, as_junit, lines_of, summary_of
from nova_ls.cli.usage_error import UsageError
from nova_ls.cli.workspace_options import configure_workspace, open_workspace_of
from nova_ls.evaluation.evaluation import at_once
from nova_ls.history.did_you_mean import did_you_mean
from nova_ls.history.history import History
from nova_ls.log.log_error import LogError
from nova_ls.testing.found import Test
from nova_ls.testing.since import Since
from nova_ls.testing.suite import PreparedTest, Suite
from nova_ls.workspace.workspace import Workspace

HELP: Final = "run tests"

Choice = Callable[[Test], PreparedTest | None]
"""A test made ready, where it is to run."""


def configure(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("modules", nargs="*", metavar="MODULE",
        help="a module, or one test by its whole name; default: all tests")  # fmt: skip
    add("--since", metavar="REV",
        help="only what the changes since a commit, a branch or a revision of git can have broken")  # fmt: skip
    add("--changed", action="store_true",
        help="only those that reach something that has changed since they ran")  # fmt: skip
    add("--watch", action="store_true",
        help="keep running: whenever files are saved, run the tests that the change reaches")  # fmt: skip
    add("--list", action="store_true", help="say which tests there are, and run none")
    add("--format", choices=("text", "json", "junit"), default="text",
        help="for people, or for programs (docs/testing.md); default: text")  # fmt: skip
    configure_workspace(parser)
    configure_limits(parser)


def run(options: argparse.Namespace) -> int:
    """0: all that ran have passed; 1: some failed. Raises UsageError where a module or a revision is not known."""
    limits = limits_of(options)
    workspace = open_workspace_of(options)
    suite = Suite(workspace, limits)
    try:
        wanted = _wanted(suite, options.modules)
        if options.list:
            for test in wanted:
                print(test.name)
            return 0
        changes = FileChanges(workspace) if options.watch else None
        passed = _run(suite, wanted, _choice(suite, options), options.format)
        while changes is not None:
            changes.wait()
            for _ in workspace.settle():
                pass
            again = _wanted(suite, options.modules, is_strict=False)
            passed = _run(suite, again, lambda test: at_once(suite.affected(test)), options.format)
        return 0 if passed else 1
    finally:
        suite.close()
        workspace.close()


def _wanted(suite: Suite, names: Sequence[str], is_strict: bool = True) -> list[Test]:
    """The tests of some modules, or of some names; newest failures first."""
    tests = suite.tests()
    if names:
        found = [each for each in tests if each.module in names or each.name in names]
        known = {name for each in found for name in (each.module, each.name)}
        for name in names:
            if is_strict and name not in known:
                every = {name for each in tests for name in (each.module, each.name)}
                raise UsageError(f"there are no tests called {name}{did_you_mean(name, every)}")
        tests = found
    return suite.in_order(tests)


def _choice(suite: Suite, options: argparse.Namespace) -> Choice:
    """What is made ready of each test, by the options."""
    if options.changed:
        return lambda test: at_once(suite.affected(test))
    if options.since is None:
        return lambda test: at_once(suite.prepare(test))
    since = _since(suite.workspace, options.since)

    def concerned(test: Test) -> PreparedTest | None:
        prepared = at_once(suite.prepare(test))
        return prepared if since.concerns(prepared) else None

    return concerned


def _since(workspace: Workspace, name: str) -> Since:
    if workspace.root is None:
        raise UsageError(
            "--since needs a workspace: put a nova.toml, which may be empty, at its root"
        )
    try:
        before = History(workspace.root, workspace.baseline).state(name)
    except LogError as problem:
        raise UsageError(str(problem)) from problem
    return Since(workspace.program, before)


def _run(suite: Suite, tests: Iterable[Test], choice: Choice, form: str) -> bool:
    """Run what is chosen, and tell it; whether all passed."""
    start = time.perf_counter()
    program = suite.workspace.program
    ran: list[Ran] = []
    skipped = 0
    for test in tests:
        prepared = choice(test)
        if prepared is None:
            skipped += 1
            continue
        outcome = suite.run(prepared)
        ran.append(Ran(test, outcome, prepared.impact))
        if form == "text":
            print("\n".join(lines_of(program, test, outcome)), flush=True)
    suite.save()
    seconds = time.perf_counter() - start
    if form == "json":
        print(as_json(program, ran, skipped, seconds), flush=True)
    elif form == "junit":
        print(as_junit(program, ran, seconds), flush=True)
    else:
        print(summary_of(ran, skipped, seconds), flush=True)
    return all(each.outcome.passed for each in ran)

"""A workspace whose tests are run, and edited without being saved."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from nova_ls.evaluation.evaluation import at_once
from nova_ls.testing.found import Test
from nova_ls.testing.records import TestOutcome
from nova_ls.testing.suite import Suite
from nova_ls.workspace.open_workspace import MEMORY, open_workspace

PANTRY = Path(__file__).parents[2] / "fixtures" / "pantry"


class Tested:
    """`ran`: the names of the tests that the last round ran, in their order."""

    __test__: ClassVar[bool] = False

    def __init__(self, folder: Path, database: Path | str = MEMORY) -> None:
        self.workspace = open_workspace(folder, database).workspace
        self.workspace.scan()
        self.suite = Suite(self.workspace)
        self.ran: list[str] = []

    def round(self) -> dict[str, TestOutcome]:
        """Run the tests that reach something that has changed since they ran."""
        for _ in self.workspace.settle():
            pass
        outcomes: dict[str, TestOutcome] = {}
        for test in self.suite.in_order(self.suite.tests()):
            prepared = at_once(self.suite.affected(test))
            if prepared is not None:
                outcomes[test.name] = self.suite.run(prepared)
        self.ran = list(outcomes)
        return outcomes

    def test(self, name: str) -> Test:
        return next(each for each in self.suite.tests() if each.name == name)

    def edit(self, module: str, old: str, new: str) -> None:
        """Replace a text that stands there once, as an editor does that has not saved."""
        path = self.workspace.program.modules[module].path
        text = self.workspace.files[path].source.text
        assert text.count(old) == 1, (old, text.count(old))
        self.workspace.open_document(path, text.replace(old, new), 1)

    def close(self) -> None:
        self.suite.close()
        self.workspace.close()

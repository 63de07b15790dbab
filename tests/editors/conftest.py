"""Says which of the editors that the stories are told to could not be had."""

from __future__ import annotations

import pytest

from tests.editors.real_editors import CHROMIUM, TOOLS, is_there

_NAMES = ("nvim-old", "nvim-new", "emacs-old", "emacs-new", "vscode")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One line below the results, unless the tests take what they find."""
    if TOOLS is None:
        return
    lacking = [name for name in _NAMES if not is_there(name)]
    if CHROMIUM is None:
        lacking.append("chromium")
    if lacking:
        names = ", ".join(lacking)
        terminalreporter.write_line(f"could not be had, their stories are not told: {names}")

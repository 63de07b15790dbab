"""Which of the editors that the stories are told to could be had; those of others are skipped."""

from __future__ import annotations

import pytest

from tests.editors.real_editors import CHROMIUM, TOOLS, is_there


@pytest.mark.skipif(TOOLS is None, reason="NOVA_EDITORS names no folder with editors")
@pytest.mark.parametrize("name", ["nvim-old", "nvim-new", "emacs-old", "emacs-new", "vscode"])
def test_the_editor_could_be_had(name: str) -> None:
    if not is_there(name):
        pytest.skip(f"{name} could not be had from the registries: its stories are not told")
    if name == "vscode" and CHROMIUM is None:
        pytest.skip("Chromium is not installed: VS Code's stories are not told")

"""The editors know the server's words and settings, and docs/ says of both what is so."""

from __future__ import annotations

import json
import os
import re

import pytest

from nova_ls.server.rpc.settings import all_settings
from tests.editors.generated import CONTROL, EDITORS, GENERATED, KEYWORDS, ROOT, WORDS


@pytest.mark.parametrize("file", GENERATED)
def test_what_is_made_from_the_servers_definitions_is_up_to_date(file: str) -> None:
    path = ROOT / file
    text = path.read_text("utf-8")
    expected = GENERATED[file](text)
    if os.environ.get("NOVA_UPDATE_GOLDEN"):
        path.write_text(expected, "utf-8")
    assert path.read_text("utf-8") == expected


def test_every_word_is_of_one_kind() -> None:
    assert CONTROL < WORDS
    assert "import" in KEYWORDS


def test_vscode_has_all_settings_of_the_server_and_no_others() -> None:
    package = json.loads((EDITORS / "vscode" / "package.json").read_text("utf-8"))
    properties = package["contributes"]["configuration"]["properties"]
    served = {f"nova.{setting.name}" for setting in all_settings()}
    own = {
        "nova.server.path",
        "nova.server.arguments",
        "nova.purescript",
        "nova.trace.server",
    }
    assert set(properties) == served | own


def test_the_protocol_documents_all_settings_and_no_others() -> None:
    text = (ROOT / "docs" / "protocol.md").read_text("utf-8")
    table = text[text.index("## Settings") :]
    names = {
        name
        for row in re.findall(r"^\| (`.*?) \|", table, re.MULTILINE)
        for name in re.findall(r"`([\w.]+)`", row)
    }
    assert names == {setting.name for setting in all_settings()}

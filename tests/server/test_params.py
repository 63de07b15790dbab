"""The params of messages are what the protocol says.

`NOVA_UPDATE_GOLDEN=1 pytest tests/server/test_params.py` writes `nova_ls/server/rpc/params.json` anew.
"""

from __future__ import annotations

import json
import os
from typing import Any

import attrs
import pytest
from lsprotocol import converters, types

from nova_ls.server.handlers.loading import all_registrations
from nova_ls.server.rpc import methods
from nova_ls.server.rpc.params import PARAMS_FILE, BadParams, Params, as_json, attribute, structure
from tests.server.lsp_params import schema

CONVERTER = converters.get_converter()
HANDLED = [one.method for one in all_registrations() if not one.method.startswith("nova/")]


def test_what_is_said_of_params_is_what_the_protocol_says() -> None:
    said = schema(HANDLED)
    if os.environ.get("NOVA_UPDATE_GOLDEN"):
        PARAMS_FILE.write_text(json.dumps(said, separators=(",", ":"), sort_keys=True) + "\n")
    assert json.loads(PARAMS_FILE.read_text()) == json.loads(json.dumps(said))


def test_methods_are_called_as_the_protocol_calls_them() -> None:
    own = {name: value for name, value in vars(methods).items() if name.isupper()}
    assert own == {name: getattr(types, name) for name in own}


def test_attributes_are_called_as_in_the_protocols_types() -> None:
    for name, fields in json.loads(PARAMS_FILE.read_text())["types"].items():
        kind: Any = types.ALL_TYPES_MAP[name]
        named = {field.name for field in attrs.fields(kind)}
        assert {attribute(field) for field in fields} == named, name


DOCUMENT = {"uri": "file:///a.nova"}
POSITION = {"line": 1, "character": 2}
RANGE = {"start": POSITION, "end": {"line": 3, "character": 4}}
SAMPLES: list[tuple[str, dict[str, Any]]] = [
    ("textDocument/hover", {"textDocument": DOCUMENT, "position": POSITION}),
    (
        "textDocument/didOpen",
        {"textDocument": {**DOCUMENT, "languageId": "nova", "version": 1, "text": "x"}},
    ),
    (
        "textDocument/didChange",
        {
            "textDocument": {**DOCUMENT, "version": 2},
            "contentChanges": [{"range": RANGE, "text": "y"}, {"text": "all"}],
        },
    ),
    ("textDocument/didSave", {"textDocument": DOCUMENT, "text": None}),
    (
        "textDocument/codeAction",
        {
            "textDocument": DOCUMENT,
            "range": RANGE,
            "context": {
                "diagnostics": [
                    {
                        "range": RANGE,
                        "message": "m",
                        "severity": 1,
                        "code": "UnknownName",
                        "tags": [1],
                        "relatedInformation": [
                            {"location": {**DOCUMENT, "range": RANGE}, "message": "there"}
                        ],
                    }
                ],
                "only": ["quickfix", "source.own"],
                "triggerKind": 2,
            },
        },
    ),
    (
        "textDocument/completion",
        {
            "textDocument": DOCUMENT,
            "position": POSITION,
            "context": {"triggerKind": 2, "triggerCharacter": "."},
            "workDoneToken": 7,
        },
    ),
    ("workspace/didChangeWatchedFiles", {"changes": [{**DOCUMENT, "type": 3}]}),
    (
        "textDocument/formatting",
        {
            "textDocument": DOCUMENT,
            "options": {"tabSize": 2, "insertSpaces": True, "trimFinalNewlines": True},
        },
    ),
    ("workspace/executeCommand", {"command": "nova.history", "arguments": ["a", 1, None]}),
    ("textDocument/rename", {"textDocument": DOCUMENT, "position": POSITION, "newName": "n"}),
    ("initialized", {}),
]


def same(ours: Any, theirs: Any) -> None:
    if isinstance(ours, Params):
        for field in attrs.fields(type(theirs)):
            same(getattr(ours, field.name), getattr(theirs, field.name))
    elif isinstance(ours, list):
        assert len(ours) == len(theirs)
        for one, other in zip(ours, theirs, strict=True):
            same(one, other)
    else:
        assert ours == theirs


@pytest.mark.parametrize(("method", "params"), SAMPLES, ids=[method for method, _ in SAMPLES])
def test_params_have_what_the_protocols_types_have(method: str, params: dict[str, Any]) -> None:
    ours = structure(method, params)
    kind: Any = types.METHOD_TO_TYPES[method][2]
    same(ours, CONVERTER.structure(params, kind))
    assert as_json(ours) is params


@pytest.mark.parametrize(
    ("method", "params", "reason"),
    [
        ("textDocument/hover", None, "HoverParams must be an object"),
        ("textDocument/hover", {"textDocument": DOCUMENT}, "position is missing"),
        (
            "textDocument/hover",
            {"textDocument": {"uri": 3}, "position": POSITION},
            "textDocument: uri: must be a string",
        ),
        (
            "textDocument/hover",
            {"textDocument": DOCUMENT, "position": {"line": -1, "character": 0}},
            "position: line: must be a number from 0 on",
        ),
        (
            "textDocument/didChange",
            {
                "textDocument": {**DOCUMENT, "version": 2},
                "contentChanges": [{"range": {"start": POSITION}, "text": "y"}],
            },
            "contentChanges: range: end is missing",
        ),
        (
            "workspace/didChangeWatchedFiles",
            {"changes": [{**DOCUMENT, "type": 9}]},
            "changes: type: is none of the values that there are",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_place(method: str, params: Any, reason: str) -> None:
    with pytest.raises(BadParams, match=f"^{reason}$"):
        structure(method, params)

"""Every example of `docs/errors` gives what its page says: its code and nothing else, or nothing at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from nova_ls.diagnostics import CODES, render
from tests.compiler.world import fresh
from tests.diagnostics.test_error_pages import Example, examples

EXAMPLES = [
    pytest.param(example, id=f"{code}-{index}")
    for code in sorted(CODES)
    for index, example in enumerate(examples(code))
    if example.is_compiled
]
CANNOT_BE_TRIED = {
    "IncompleteExhaustivityCheck",  # takes a match that fills pages
    "InternalError",  # takes a mistake in nova-ls
    "InvalidUtf8",  # is about bytes on disk, not about text
    "UnreadableFile",
}


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_gives_what_its_page_says(example: Example) -> None:
    files = {Path(f"/pages/{index}.nova"): text for index, text in enumerate(example.files)}
    workspace = fresh(files)
    found = [
        diagnostic
        for file in workspace.files.values()
        for _, diagnostic in workspace.diagnostics(file)
    ]
    codes = {diagnostic.code for diagnostic in found}
    assert codes == ({example.code} if example.code else set()), [render(d) for d in found]


def test_only_what_cannot_be_tried_is_not() -> None:
    assert {
        code for code in CODES for example in examples(code) if not example.is_compiled
    } == CANNOT_BE_TRIED

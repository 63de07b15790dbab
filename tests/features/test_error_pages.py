"""The pages that diagnostics link to."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

from nova_ls.diagnostics import CODES
from nova_ls.features.error_pages import error_page


def test_every_code_has_a_page_that_exists() -> None:
    for code in CODES:
        uri = error_page(code)
        assert uri is not None, code
        assert Path(unquote(urlsplit(uri).path)).read_text("utf-8").startswith(f"# {code}")


def test_an_unknown_code_has_no_page() -> None:
    assert error_page("NoSuchCode") is None

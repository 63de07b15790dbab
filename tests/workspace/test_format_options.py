"""Settings of the formatter: the nearest file of them holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from nova_ls.formatting.operators import KnownOperator
from nova_ls.formatting.options import DEFAULTS, FormatOptions
from nova_ls.workspace.format_options import WrongSettings, format_options


def test_the_nearest_settings_hold(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    assert format_options(inner) == DEFAULTS
    (tmp_path / ".tidyrc.json").write_text('{"indent": 4}', "utf-8")
    assert format_options(inner) == FormatOptions(indent=4)
    (tmp_path / "a" / ".tidyrc.json").write_text('{"width": 80}', "utf-8")
    assert format_options(inner) == FormatOptions(width=80)
    assert format_options(tmp_path / "not there") == FormatOptions(indent=4)


def test_a_table_of_operators_stands_beside_the_settings(tmp_path: Path) -> None:
    settings = tmp_path / ".tidyrc.json"
    settings.write_text('{"operatorsFile": ".tidyoperators"}', "utf-8")
    with pytest.raises(WrongSettings, match="which is not there"):
        format_options(tmp_path)
    lines = "My.Module.(<??>) 2\n(<!>) 3\nMy.Types.(~~>) type 4\nnonsense\n"
    (tmp_path / ".tidyoperators").write_text(lines, "utf-8")
    assert format_options(tmp_path).operators == {
        KnownOperator("My.Module", False, "<??>", 2),
        KnownOperator("My.Types", True, "~~>", 4),
    }
    settings.write_text('{"operatorsFile": ".tidyoperators.default"}', "utf-8")
    assert format_options(tmp_path) == DEFAULTS


@pytest.mark.parametrize(
    ("text", "message"),
    [("{", "is not JSON"), ("[]", "must be one JSON object"), ('{"indent": "x"}', "`indent` must")],
)
def test_wrong_settings_are_told_with_their_file(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / ".tidyrc.json").write_text(text, "utf-8")
    with pytest.raises(WrongSettings, match=message) as raised:
        format_options(tmp_path)
    assert str(raised.value).startswith(str(tmp_path / ".tidyrc.json"))
    assert "\n" not in str(raised.value)

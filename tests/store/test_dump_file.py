"""Files that carry what is stored elsewhere: whole or refused, in one line, whatever is in them."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nova_ls.store.dump_file import DumpFormat, DumpRefused, is_dump, read_dump, write_dump

FORM = DumpFormat(b"a test\n", 1, "test", frozenset(("one", "two")))
BODY = {"one": [1, b"bytes", "\ud800"], "two": {"key": None}}


def test_what_was_written_is_read(tmp_path: Path) -> None:
    path = tmp_path / "dump"
    write_dump(path, FORM, BODY)
    assert is_dump(path, FORM)
    assert read_dump(path, FORM) == BODY
    assert [file.name for file in tmp_path.iterdir()] == ["dump"]


@pytest.mark.parametrize(
    ("form", "message"),
    [
        (DumpFormat(b"another\n", 1, "tree", FORM.fields), "is not a dump of a tree"),
        (DumpFormat(FORM.magic, 2, "test", FORM.fields), "of version 1, this is version 2"),
        (DumpFormat(FORM.magic, 1, "test", frozenset(("one",))), "fields that this version does"),
    ],
)
def test_another_format_is_refused(tmp_path: Path, form: DumpFormat, message: str) -> None:
    path = tmp_path / "dump"
    write_dump(path, FORM, BODY)
    with pytest.raises(DumpRefused, match=message):
        read_dump(path, form)


@given(st.data())
def test_a_file_that_is_not_whole_is_refused(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "dump"
        write_dump(path, FORM, BODY)
        whole = path.read_bytes()
        place = data.draw(st.integers(0, len(whole) - 1))
        changed = bytearray(whole)
        changed[place] ^= data.draw(st.integers(1, 255))
        path.write_bytes(data.draw(st.sampled_from([whole[:place], bytes(changed), whole + b"\0"])))
        with pytest.raises(DumpRefused):
            read_dump(path, FORM)


def test_a_dump_that_cannot_be_finished_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "dump"
    path.mkdir()
    (path / "something").touch()
    with pytest.raises(OSError, match="dump"):
        write_dump(path, FORM, BODY)
    assert [file.name for file in tmp_path.iterdir()] == ["dump"]

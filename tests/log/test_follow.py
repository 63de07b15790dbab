"""Commits that follow the branches of another system."""

from __future__ import annotations

import pytest

from nova_ls.log import DeclarationLog, LogUnit, checked_branch, current_branch, follow, must_follow
from nova_ls.store import Index, open_in_memory
from tests.log.heads import heads_of
from tests.log.test_log import draft

F, G = LogUnit("value", "M.f"), LogUnit("value", "M.g")


def save(log: DeclarationLog, branch: str | None, **texts: str | None) -> None:
    """What a check of the files wrote that found these declarations changed."""
    with log.database.transaction() as transaction:
        heads: dict[LogUnit, bytes | None] = {}
        for name, text in texts.items():
            unit = LogUnit("value", f"M.{name}")
            heads[unit] = None
            if text is not None:
                heads[unit] = log.push(transaction, draft(unit.name, text)).id
        log.commit(transaction, follow(log, transaction, branch, heads), "save")


def texts(log: DeclarationLog, branch: str) -> dict[str, bytes | None]:
    entries = {unit: log.entry(entry) for unit, entry in heads_of(log, branch)}
    return {unit.name: log.part(e, "source") for unit, e in entries.items() if e is not None}


def test_without_another_system_the_current_branch_stays() -> None:
    log = DeclarationLog(open_in_memory())
    save(log, None, f="f = 1")
    assert (current_branch(log), checked_branch(log.database)) == ("main", "main")
    assert not must_follow(log.database, None)


def test_the_first_commit_goes_to_the_branch_that_is_named() -> None:
    log = DeclarationLog(open_in_memory())
    save(log, "trunk", f="f = 1")
    assert current_branch(log) == "trunk"
    assert texts(log, "trunk") == {"M.f": b"f = 1"}
    assert texts(log, "main") == {}


def test_another_branch_begins_where_this_one_is() -> None:
    log = DeclarationLog(open_in_memory())
    save(log, "main", f="f = 1", g="g = 1")
    assert must_follow(log.database, "other")
    save(log, "other", f="f = 2")
    assert texts(log, "main") == {"M.f": b"f = 1", "M.g": b"g = 1"}
    assert texts(log, "other") == {"M.f": b"f = 2", "M.g": b"g = 1"}
    assert not must_follow(log.database, "other")


def test_a_branch_gets_what_the_files_are_though_nothing_of_it_was_checked_again() -> None:
    log = DeclarationLog(open_in_memory())
    save(log, "main", f="f = 1", g="g = 1")
    save(log, "other", f="f = 2", g="g = 2")
    save(log, "main", f="f = 1")  # On `main`, g is as it was on `other`: merged meanwhile.
    assert texts(log, "main") == {"M.f": b"f = 1", "M.g": b"g = 2"}
    save(log, "other")  # Nothing differs from what was checked: `other` has been reset to `main`.
    assert texts(log, "other") == {"M.f": b"f = 1", "M.g": b"g = 2"}


def test_what_only_the_other_branch_has_goes() -> None:
    log = DeclarationLog(open_in_memory())
    save(log, "main", f="f = 1")
    save(log, "other", g="g = 1")
    save(log, "main", g=None)
    save(log, "other", f=None)
    assert texts(log, "main") == {"M.f": b"f = 1"}
    assert texts(log, "other") == {}


def test_a_switch_that_fails_has_not_happened() -> None:
    log = DeclarationLog(open_in_memory())
    save(log, "main", f="f = 1")
    before = dict(log.database.scan_rows(Index.HEADS))
    with pytest.raises(RuntimeError), log.database.transaction() as transaction:
        follow(log, transaction, "other", {})
        raise RuntimeError
    assert dict(log.database.scan_rows(Index.HEADS)) == before

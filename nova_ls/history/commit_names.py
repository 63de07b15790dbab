"""What people call commits of the log: `HEAD~2`, `main^`, the beginning of an id, `@{1}`, `yesterday`."""

from __future__ import annotations

import re
from itertools import islice
from typing import Final

from nova_ls.base.times import parse_time
from nova_ls.log.branches import commit_at, commits_beginning
from nova_ls.log.commit import CommitId
from nova_ls.log.declaration_log import DeclarationLog
from nova_ls.log.log_error import LogError
from nova_ls.log.reading import has_branch, read_tip, walk

HEADS: Final = ("HEAD", "@")
"""What the current branch is at."""

_STEPS: Final = re.compile(r"(?>(?:\d*+[~^])*)")
"""`~2^` at the end of a name, read from its end."""

_STEP: Final = re.compile(r"([~^])(\d*)")
_REFLOG: Final = re.compile(r"(?P<branch>[^@]*)@\{(?P<which>[^}]+)\}")
_SHOWN: Final = 3


def find_commit(log: DeclarationLog, branch: str, name: str) -> CommitId | None:
    """The commit that a name means while some branch is the current one; None: the log has nothing of that name.

    `LogError` where the name is the log's, and what it means is not there.
    """
    steps = _STEPS.match(name[::-1])
    base = name[: len(name) - steps.end()] if steps else name
    found = _base(log, branch, base)
    if found is None or base == name:
        return found
    back = _count(name, name[len(base) :])
    commit = next(islice(walk(log.database, found), back, None), None)
    if commit is None:
        raise LogError(f"{name!r}: the history does not go back that far")
    return commit.id


def _count(name: str, steps: str) -> int:
    """How many commits `~2`, `^^` lead back."""
    back = 0
    for mark, digits in _STEP.findall(steps):
        if mark == "^" and int(digits or 1) > 1:
            raise LogError(f"{name!r}: a commit of the log has one parent; write ^ or ~{digits}")
        back += int(digits or 1)
    return back


def _base(log: DeclarationLog, branch: str, name: str) -> CommitId | None:
    if name in HEADS:
        return _tip(log, branch)
    if has_branch(log.database, name):
        return _tip(log, name)
    moved = _REFLOG.fullmatch(name)
    if moved is not None:
        return _moved(log, branch, moved)
    found = commits_beginning(log, name)
    if len(found) > 1:
        some = ", ".join(one.hex()[: len(name) + 4] for one in found[:_SHOWN])
        more = ", ..." * (len(found) > _SHOWN)
        raise LogError(f"{name!r} is the beginning of {len(found)} commits: {some}{more}")
    return found[0] if found else _at(log, branch, name)


def _tip(log: DeclarationLog, branch: str) -> CommitId:
    tip = read_tip(log.database, branch)
    if tip is None:
        raise LogError(f"nothing was committed on {branch!r} yet; run `nova-ls check`")
    return tip


def _moved(log: DeclarationLog, branch: str, moved: re.Match[str]) -> CommitId | None:
    """`@{1}`, a line of the reflog; `main@{1}`, of what moved one branch; `@{yesterday}`, a time."""
    of, which = moved["branch"], moved["which"]
    is_any = of in ("", *HEADS)
    if not is_any and not has_branch(log.database, of):
        return None
    if not which.isdecimal():
        return _at(log, branch if is_any else of, which)
    movements = (
        movement
        for movement in log.reflog()
        if is_any or (movement.branch == of and not movement.action.startswith("checkout:"))
    )
    movement = next(islice(movements, int(which), None), None)
    if movement is None or movement.new is None:
        raise LogError(f"{moved[0]!r}: the reflog has no such line")
    return movement.new


def _at(log: DeclarationLog, branch: str, time: str) -> CommitId | None:
    seconds = parse_time(time, log.clock())
    if seconds is None:
        return None
    found = commit_at(log, seconds, branch)
    if found is None:
        raise LogError(f"nothing was committed on {branch!r} by then ({time})")
    return found

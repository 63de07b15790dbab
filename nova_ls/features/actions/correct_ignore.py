"""A comment that ignores what is not there names what it means, or goes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from nova_ls.base.problems import UnneededIgnore
from nova_ls.features.actions.code_action import ActionKind, CodeAction, CodeEdit, Finding
from nova_ls.syntax.ignore_comments import MARK
from nova_ls.workspace.snapshot import Snapshot

_COMMENT: Final = re.compile(rf"(?<!-)--+[ \t]*{MARK}(?![\w-])[ \t:]*([^\n\r]*)")
_CODES: Final = re.compile(r"[A-Z]\w*(?:[ \t]*,[ \t]*[A-Z]\w*)*")


def correct_ignore(_: Snapshot, finding: Finding) -> Iterator[CodeAction]:
    """An action for each code that may be meant, and one that takes the code out, with the comment where it is the only one."""
    problem = finding.diagnostic.problem
    if not isinstance(problem, UnneededIgnore):
        return
    start, end = finding.start, finding.end
    for code in problem.similar or ():
        edits = (CodeEdit(start, end, code),)
        yield CodeAction(f"Ignore `{code}`", ActionKind.QUICK_FIX, edits, finding)
    edit = _without(finding.module.source.text, start, end)
    if edit is not None:
        is_preferred = not problem.similar
        title = f"Do not ignore `{problem.ignored}`" if problem.ignored else "Remove the comment"
        yield CodeAction(title, ActionKind.QUICK_FIX, (edit,), finding, is_preferred)


def _without(text: str, start: int, end: int) -> CodeEdit | None:
    first = text.rfind("\n", 0, start) + 1
    for comment in _COMMENT.finditer(text, first):
        if comment.end() < start:
            continue
        codes = _CODES.match(text, comment.start(1), comment.end(1))
        if codes is None or (start, end) == codes.span():
            blank = len(text[first : comment.start()].rstrip(" \t"))
            return _without_comment(text, first, first + blank, comment.end())
        if start > codes.start():
            return CodeEdit(text.rindex(",", 0, start), end, "")
        behind = text.index(",", end) + 1
        return CodeEdit(start, behind + len(text[behind:]) - len(text[behind:].lstrip(" \t")), "")
    return None


def _without_comment(text: str, first: int, start: int, end: int) -> CodeEdit:
    """Its line goes too, where nothing else stands there."""
    if text[first:start].strip():
        return CodeEdit(start, end, "")
    line_end = text.find("\n", end)
    return CodeEdit(first, len(text) if line_end < 0 else line_end + 1, "")

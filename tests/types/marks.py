"""Expected diagnostics in a fixture: a line whose first non-blank is `^` marks the line above it.

`^^^ Code` expects a diagnostic of that code at just those columns. Marks are blanked before the text is checked.
"""

from __future__ import annotations

from textwrap import dedent

from nova_ls.base.diagnostic import Severity
from tests.types.harness import CheckedModule, check_text


def check_marks(text: str, library: str = "", severity: Severity = Severity.ERROR) -> CheckedModule:
    """The diagnostics of the module are those marked, and no others. `library`: further modules."""
    text, wanted = take_marks(dedent(text))
    _, module = check_text(text + library, folders=())
    found = [
        (text[: each.start].count("\n"), text[each.start : each.end], each.code)
        for each in module.diagnostics
        if each.severity is severity
    ]
    found.sort()
    wanted.sort()
    assert found == wanted, f"found {found}, wanted {wanted}"
    return module


def take_marks(text: str) -> tuple[str, list[tuple[int, str, str]]]:
    """The text with its marks blanked, and for each mark the line, what stands there, and the code."""
    lines: list[str] = []
    marks: list[tuple[int, str, str]] = []
    for line in text.split("\n"):
        bare = line.strip()
        if not bare.startswith("^"):
            lines.append(line)
            continue
        carets, code = bare.split()
        column = line.index("^")
        above = len(lines) - 1
        while not lines[above].strip():
            above -= 1
        marks.append((above, lines[above][column : column + len(carets)], code))
        lines.append("")
    return "\n".join(lines), marks

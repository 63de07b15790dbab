"""An import that is not used goes: as a whole, some names of its list, or the constructors of a type."""

from __future__ import annotations

from collections.abc import Iterator

from nova_ls.base.diagnostic import Problem
from nova_ls.base.keys import Space
from nova_ls.features.actions.code_action import ActionKind, CodeAction, CodeEdit, Finding
from nova_ls.features.actions.import_lines import (
    ImportLine,
    import_lines,
    remove_line,
)
from nova_ls.features.actions.reference_list import leave_list
from nova_ls.names.problems.imports import (
    DuplicateImport,
    UnusedDctorExplicitImport,
    UnusedDctorImport,
    UnusedExplicitImport,
    UnusedImport,
)
from nova_ls.workspace.snapshot import Snapshot


def remove_import(_: Snapshot, finding: Finding) -> Iterator[CodeAction]:
    """One action for a diagnostic about an import that is not used."""
    problem = finding.diagnostic.problem
    line = _line_of(finding)
    if line is None:
        return
    title = _title(problem)
    edits = removal(finding.module.source.text, line, problem)
    if title and edits:
        yield CodeAction(title, ActionKind.QUICK_FIX, tuple(edits), finding, is_preferred=True)


def _line_of(finding: Finding) -> ImportLine | None:
    """The import that a diagnostic is about."""
    for line in import_lines(finding.module):
        if line.start <= finding.start and finding.end <= line.end:
            return line
    return None


def _title(problem: Problem) -> str:
    match problem:
        case UnusedImport():
            return f"Remove the unused import of `{problem.module}`"
        case DuplicateImport():
            return f"Remove the repeated import of `{problem.module}`"
        case UnusedExplicitImport():
            names = ", ".join([f"`{name}`" for _, name in problem.unused])
            return f"Remove {names} from the import"
        case UnusedDctorImport():
            return f"Remove the constructors of `{problem.type}` from the import"
        case UnusedDctorExplicitImport():
            names = ", ".join([f"`{name}`" for name in problem.constructors])
            return f"Remove {names} from the import"
        case _:
            return ""


def removal(text: str, line: ImportLine, problem: Problem) -> list[CodeEdit]:
    """The edits that take out of an import what a problem calls needless; none for other problems."""
    references = line.item.references or ()
    match problem:
        case UnusedImport() | DuplicateImport():
            return [remove_line(text, line)]
        case UnusedExplicitImport():
            unused = problem.unused
            gone = [i for i, each in enumerate(references) if (each.space, each.name) in unused]
            return list(leave_list(text, line.list, gone))
        case UnusedDctorImport():
            return _keep_constructors(text, line, problem.type, ())
        case UnusedDctorExplicitImport():
            kept = tuple(
                member
                for each in references
                if (each.space, each.name) == (Space.TYPE, problem.type)
                for member in each.members
                if member not in problem.constructors
            )
            return _keep_constructors(text, line, problem.type, kept)
        case _:
            return []


def _keep_constructors(
    text: str, line: ImportLine, name: str, kept: tuple[str, ...]
) -> list[CodeEdit]:
    """A type's entries in the list name these constructors only."""
    edits: list[CodeEdit] = []
    for reference, (start, end) in zip(line.item.references or (), line.references, strict=True):
        opening = text.find("(", start, end)
        if (reference.space, reference.name) == (Space.TYPE, name) and opening >= 0:
            shown = f"({', '.join(kept)})" if kept else ""
            edits.append(CodeEdit(opening, end, shown))
    return edits

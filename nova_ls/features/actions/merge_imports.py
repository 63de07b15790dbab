"""Two lists of names that are imported from one module become one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nova_ls.features.actions.code_action import ActionKind, CodeAction, CodeEdit, Finding
from nova_ls.features.actions.import_lines import ImportLine, import_lines, remove_line
from nova_ls.features.actions.list_imported import written_list
from nova_ls.names.checks.lint_imports import written_order
from nova_ls.names.problems.imports import DuplicateSelectiveImport
from nova_ls.workspace.snapshot import Snapshot


def merge_imports(_: Snapshot, finding: Finding) -> Iterator[CodeAction]:
    """One action for an import whose names can join those of an earlier one."""
    problem = finding.diagnostic.problem
    if not isinstance(problem, DuplicateSelectiveImport):
        return
    lines = import_lines(finding.module)
    later = next((each for each in lines if each.start <= finding.start <= each.end), None)
    if later is None:
        return
    first = next((each for each in lines if _is_alike(each, later)), None)
    text = finding.module.source.text
    if first is None or first is later or not first.references or not later.references:
        return
    items = _merged([_shown(text, first), _shown(text, later)])
    closing = text.find(")", first.references[-1][1], first.end)
    if items is None or closing < 0 or first.chunk.errors or later.chunk.errors:
        return
    edits = (
        CodeEdit(first.name_end, closing + 1, written_list(text, first, items)),
        remove_line(text, later),
    )
    title = f"Join the imports of `{problem.module}`"
    yield CodeAction(title, ActionKind.QUICK_FIX, edits, finding, is_preferred=True)


def _is_alike(line: ImportLine, other: ImportLine) -> bool:
    same = (line.item.module, line.item.alias) == (other.item.module, other.item.alias)
    return same and line.is_list and other.is_list


def _shown(text: str, line: ImportLine) -> list[str]:
    return [text[start:end] for start, end in line.references]


def _merged(lists: Sequence[Sequence[str]]) -> list[str] | None:
    """The items of several lists, each once; None: they name different constructors of a type, or there are comments."""
    by_name: dict[str, str] = {}
    for item in [item for each in lists for item in each]:
        name = item if item.startswith("(") else item.partition("(")[0].strip()
        known = by_name.get(name, name)
        if ("--" in item and not item.startswith("(")) or "{-" in item:
            return None
        if known not in (name, item) and item != name:
            return None
        by_name[name] = item if known == name else known
    return sorted(by_name.values(), key=written_order)

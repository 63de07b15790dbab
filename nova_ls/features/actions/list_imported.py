"""An import without a list, or with `hiding`, names what the module uses of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from nova_ls.base.keys import Space
from nova_ls.compiler.state.module import Module
from nova_ls.features.actions.code_action import (
    ActionKind,
    CodeAction,
    CodeEdit,
    Finding,
    findings,
    newline_of,
)
from nova_ls.features.actions.import_lines import ImportLine, import_lines
from nova_ls.features.actions.reference_list import WantedReference
from nova_ls.features.actions.site import Selection
from nova_ls.names.checks.lint_imports import re_exported, written_order
from nova_ls.names.checks.usage import used_names
from nova_ls.names.modules.scope import Ambiguous
from nova_ls.names.problems.imports import (
    HidingImport,
    ImplicitImport,
    ImplicitQualifiedImport,
    ImplicitQualifiedImportReExport,
)
from nova_ls.workspace.snapshot import Snapshot

_WIDTH: Final = 100
_PROBLEMS: Final = (
    ImplicitImport,
    HidingImport,
    ImplicitQualifiedImport,
    ImplicitQualifiedImportReExport,
)


def list_imported_names(_: Snapshot, finding: Finding) -> Iterator[CodeAction]:
    """One action for an import that ought to have a list."""
    problem = finding.diagnostic.problem
    if not isinstance(problem, _PROBLEMS):
        return
    for line in import_lines(finding.module):
        if line.start <= finding.start and finding.end <= line.end:
            edit = _listed(finding.module, line, used_items(finding.module, line))
            if edit is not None:
                title = _title(line)
                yield CodeAction(title, ActionKind.QUICK_FIX, (edit,), finding, is_preferred=True)


def make_import_explicit(_: Snapshot, selection: Selection) -> Iterator[CodeAction]:
    """One action at an import that names nothing, if it is used."""
    module = selection.site.module
    if not selection.site.chunk.items.imports:
        return
    base = module.source.offset_of(selection.site.chunk)
    for line in import_lines(module):
        if line.start <= base + selection.start and base + selection.end <= line.end:
            if any(
                isinstance(each.diagnostic.problem, _PROBLEMS)
                for each in findings(module, line.start, line.end)
            ):
                return  # There is a quick fix.
            items = used_items(module, line)
            edit = _listed(module, line, items) if items else None
            if edit is not None:
                yield CodeAction(_title(line), ActionKind.REWRITE, (edit,))


def _title(line: ImportLine) -> str:
    return f"List what is used of `{line.item.module}`"


def used_items(module: Module, line: ImportLine) -> tuple[str, ...]:
    """What an import's list would have; nothing: the import is not used, or names what it imports already."""
    scope, items = module.scope, module.items
    if scope is None or items is None or line.is_list or line.chunk.errors:
        return ()
    used = used_names(module.usage, scope, re_exported(items.header))
    exports = next((e.exports for e in scope.entries if e.module == line.item.module), None)
    if exports is None:
        return ()
    names = used.names(line.item.module, line.item.alias)
    if any(isinstance(scope.lookup(s, line.item.alias, n), Ambiguous) for s, n in names):
        return ()  # Which of several is meant has to be said first.
    found = [
        WantedReference(
            space, name, exports.owners.get(name, "") if space is Space.CONSTRUCTOR else ""
        )
        for space, name in names
        # What an explicit import or the module itself has is not meant from here.
        if scope.lookup(space, line.item.alias, name) is exports.get(space, name)
    ]
    opened = {each.owner for each in found if each.owner}
    written = {
        each.item for each in found if not (each.space is Space.TYPE and each.name in opened)
    }
    return tuple(sorted(written, key=written_order))


def _listed(module: Module, line: ImportLine, items: Sequence[str]) -> CodeEdit | None:
    """The edit that puts a list behind the module's name, in the place of what is hidden."""
    if line.chunk.errors or not items or _is_imported_twice(module, line):
        return None
    text = module.source.text
    end = line.name_end
    if line.references:
        closing = text.find(")", line.references[-1][1], line.end)
        if closing < 0:
            return None
        end = closing + 1
    return CodeEdit(line.name_end, end, written_list(text, line, items))


def _is_imported_twice(module: Module, line: ImportLine) -> bool:
    """Whether a second list would stand beside this one: the imports are joined first."""
    names = [(each.item.module, each.item.alias) for each in import_lines(module)]
    return names.count((line.item.module, "")) > 1 and not line.item.alias


def written_list(text: str, line: ImportLine, items: Sequence[str]) -> str:
    """A list behind the name of an import's module, on lines of its own if it is long."""
    shown = f" ({', '.join(items)})"
    if line.name_end - line.start + len(shown) > _WIDTH:
        newline = newline_of(text)
        shown = f"{newline}  ( " + f"{newline}  , ".join(items) + f"{newline}  )"
    return shown

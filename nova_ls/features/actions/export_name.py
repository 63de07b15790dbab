"""A declaration joins the export list of its module, or leaves it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nova_ls.base.keys import ElementKey, Space, element_key
from nova_ls.compiler.state.module import Module
from nova_ls.features.actions.code_action import (
    ActionKind,
    CodeAction,
    CodeEdit,
    Finding,
    findings,
)
from nova_ls.features.actions.import_lines import import_lines
from nova_ls.features.actions.needed_exports import needed_exports
from nova_ls.features.actions.reference_list import (
    ReferenceList,
    WantedReference,
    join_list,
    leave_list,
)
from nova_ls.features.actions.site import Selection
from nova_ls.names.checks.lint_imports import written_order
from nova_ls.names.modules.items import ItemKind
from nova_ls.names.problems.modules import TransitiveExportError
from nova_ls.names.problems.scope import UnusedDeclaration
from nova_ls.syntax import tree as t
from nova_ls.types.core.interface import OperatorInterface
from nova_ls.workspace.snapshot import Snapshot

_KINDS = {
    ItemKind.VALUE,
    ItemKind.FOREIGN,
    ItemKind.DATA,
    ItemKind.NEWTYPE,
    ItemKind.SYNONYM,
    ItemKind.FOREIGN_DATA,
    ItemKind.CLASS,
    ItemKind.OPERATOR,
    ItemKind.TYPE_OPERATOR,
}


def export_unused(snapshot: Snapshot, finding: Finding) -> Iterator[CodeAction]:
    """One action that exports a declaration which nothing uses."""
    problem = finding.diagnostic.problem
    if isinstance(problem, UnusedDeclaration):
        key = element_key(finding.module.name, Space.VALUE, problem.name)
        for title, edits in _exporting(snapshot, finding.module, key):
            yield CodeAction(title, ActionKind.QUICK_FIX, edits, finding)


def export_missing(_: Snapshot, finding: Finding) -> Iterator[CodeAction]:
    """One action that exports what something exported mentions."""
    problem = finding.diagnostic.problem
    if not isinstance(problem, TransitiveExportError):
        return
    module = finding.module
    missing = [key for key in problem.missing if key.namespace == module.name]
    if len(missing) < len(problem.missing) or any(key.space is Space.INSTANCE for key in missing):
        return
    edits = _joined(module, missing)
    if edits is not None:
        yield CodeAction(_title(missing), ActionKind.QUICK_FIX, edits, finding, True)


def change_export(snapshot: Snapshot, selection: Selection) -> Iterator[CodeAction]:
    """At the name of a top-level declaration: export it, or not any more."""
    module = selection.site.module
    key = _declared_at(selection)
    header = export_list(module)
    if key is None or header is None:
        return
    index = header.index_of(key.space, key.name)
    if index is None:
        if not header.exports_itself(module.name) and not _is_unused(module, selection, key):
            for title, edits in _exporting(snapshot, module, key):
                yield CodeAction(title, ActionKind.REWRITE, edits)
    elif len(header.references) > 1 and not _is_needed(snapshot, module, key):
        left = tuple(leave_list(module.source.text, header, [index]))
        yield CodeAction(f"Do not export `{key.name}`", ActionKind.REWRITE, left)


def _is_unused(module: Module, selection: Selection, key: ElementKey) -> bool:
    """Whether there is a quick fix that exports it."""
    at = module.source.offset_of(selection.site.chunk, selection.start)
    return any(
        each.diagnostic.problem == UnusedDeclaration(key.name) for each in findings(module, at, at)
    )


def _declared_at(selection: Selection) -> ElementKey | None:
    chunk, module = selection.site.chunk, selection.site.module
    for key in module.by_chunk.get(chunk, ()):
        declared = module.declared[key]
        spans = [declared.span]
        for node in chunk.tree.declarations:
            if isinstance(node, t.Signature | t.Equation) and node.name.text == key.name:
                spans.append((node.name.start, node.name.end))
        if declared.item.kind in _KINDS and any(
            start <= selection.start and selection.end <= end for start, end in spans
        ):
            return key
    return None


def _is_needed(snapshot: Snapshot, module: Module, key: ElementKey) -> bool:
    """Whether something else relies on an export: another module, or one of this module's exports."""
    if key.space is not Space.VALUE:
        return True  # Whatever is exported may mention it.
    for other in snapshot.modules():
        if module.name in other.imports:
            exports = other.exports
            if exports is None or exports.get(key.space, key.name) is key or _mentions(other, key):
                return True
    for name in () if module.exports is None else module.exports.tables[Space.VALUE_OPERATOR]:
        operator = snapshot.interface(element_key(module.name, Space.VALUE_OPERATOR, name))
        if isinstance(operator, OperatorInterface) and operator.target is key:
            return True
    return False


def _mentions(module: Module, key: ElementKey) -> bool:
    """Whether a module names an element of another one, in its imports or its code."""
    listed = any(
        reference.name == key.name
        for line in import_lines(module)
        if line.item.module == key.namespace
        for reference in line.item.references or ()
    )
    return listed or any(True for _ in module.asked.meaning(key))


def _exporting(
    snapshot: Snapshot, module: Module, key: ElementKey
) -> Iterator[tuple[str, tuple[CodeEdit, ...]]]:
    """The title and the edits that export an element with the types that it mentions; nothing where it needs more than these."""
    needed = needed_exports(snapshot, module, key)
    edits = None if needed is None else _joined(module, (key, *needed))
    if needed is not None and edits is not None:
        yield _title((key, *needed)), edits


def _title(keys: Sequence[ElementKey]) -> str:
    return f"Export {', '.join([f'`{key.name}`' for key in keys])}"


def _joined(module: Module, keys: Sequence[ElementKey]) -> tuple[CodeEdit, ...] | None:
    """The edits of the export list by which some elements join it; those that come to one place stand there in order."""
    header = export_list(module)
    if header is None:
        return None
    by_start: dict[int, CodeEdit] = {}
    wanted = [WantedReference(key.space, key.name) for key in keys]
    for each in sorted(wanted, key=lambda each: written_order(each.item)):
        edit = join_list(module.source.text, header, each)
        if edit is None:
            return None
        before = by_start.get(edit.start)
        text = edit.text if before is None else before.text + edit.text
        by_start[edit.start] = CodeEdit(edit.start, edit.end, text)
    return tuple(by_start.values())


def export_list(module: Module) -> ReferenceList | None:
    """The export list of a module; None: it has none, or it does not parse."""
    for chunk in module.source.chunks:
        header = chunk.items.header
        if header is not None:
            if header.references is None or chunk.errors:
                return None
            base, spans = module.source.offset_of(chunk), chunk.items.list_spans[0]
            return ReferenceList(
                header.references,
                tuple([(base + start, base + end) for start, end in spans.references]),
                base + spans.whole[0],
                base + spans.name[1],
                base + spans.whole[1],
            )
    return None

"""The imports of a module put in order: what is not used goes, lines are sorted within their groups, lists as they are sorted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from nova_ls.compiler.state.module import Module
from nova_ls.features.actions.code_action import (
    ActionKind,
    CodeAction,
    CodeEdit,
    apply_edits,
    findings,
)
from nova_ls.features.actions.import_lines import ImportLine, groups_of, import_lines
from nova_ls.features.actions.remove_import import removal
from nova_ls.names.checks.lint_imports import written_order
from nova_ls.names.modules.items import collect_items
from nova_ls.names.problems.imports import DuplicateImport, UnusedImport
from nova_ls.syntax.parser import parse_chunk
from nova_ls.workspace.snapshot import Snapshot


def organise_imports(_: Snapshot, module: Module) -> Iterator[CodeAction]:
    """One action, or none where nothing would change."""
    lines = import_lines(module)
    if not lines or any(line.chunk.errors for line in lines):
        return
    text = module.source.text
    gone, inner = _needless(module, text, lines)
    edits: list[CodeEdit] = []
    for group in groups_of(text, lines):
        edits += _organised(text, group, gone, inner)
    if edits:
        yield CodeAction("Organise the imports", ActionKind.ORGANIZE_IMPORTS, tuple(edits))


def _needless(
    module: Module, text: str, lines: Sequence[ImportLine]
) -> tuple[dict[int, CodeEdit], dict[int, list[CodeEdit]]]:
    """By where an import starts: the edit that takes it out as a whole, or the edits within it."""
    gone: dict[int, CodeEdit] = {}
    inner: dict[int, list[CodeEdit]] = {}
    for finding in findings(module, lines[0].start, lines[-1].end):
        for line in lines:
            if line.start <= finding.start and finding.end <= line.end:
                problem = finding.diagnostic.problem
                edits = removal(text, line, problem)
                if isinstance(problem, UnusedImport | DuplicateImport):
                    gone[line.start] = edits[0]
                else:
                    inner.setdefault(line.start, []).extend(edits)
    return gone, inner


def _organised(
    text: str,
    group: Sequence[ImportLine],
    gone: dict[int, CodeEdit],
    inner: dict[int, list[CodeEdit]],
) -> Iterator[CodeEdit]:
    """The edits of one group of lines; what is sorted already keeps its place."""
    kept = [line for line in group if line.start not in gone]
    in_order = sorted(kept, key=_order)
    texts = {line.start: _organised_line(text, line, inner.get(line.start, [])) for line in kept}
    if in_order == kept or not _is_plain(text, group):
        for line in group:
            if line.start in gone:
                yield gone[line.start]
            elif texts[line.start] != text[line.start : line.end]:
                yield CodeEdit(line.start, line.end, texts[line.start])
        return
    newline = "\r\n" if "\r\n" in text else "\n"
    shown = newline.join([texts[line.start] for line in in_order])
    yield CodeEdit(group[0].start, group[-1].end, shown)


def _order(line: ImportLine) -> tuple[bool, str, str, int]:
    """What is open, Prelude above all, stands first."""
    is_open = line.item.references is None and not line.item.alias
    return not is_open, line.item.module, line.item.alias, line.start


def _is_plain(text: str, group: Sequence[ImportLine]) -> bool:
    """Whether nothing but white space stands between the imports, so that no comment loses its line."""
    between = [text[line.end : other.start] for line, other in pairwise(group)]
    rest = text[group[-1].end :].split("\n", 1)[0]
    return all("\n" in each and not each.strip() for each in between) and not rest.strip()


def _organised_line(text: str, line: ImportLine, edits: Sequence[CodeEdit]) -> str:
    """An import after edits within it, its list sorted."""
    moved = [CodeEdit(e.start - line.start, e.end - line.start, e.text) for e in edits]
    return _with_sorted_list(apply_edits(text[line.start : line.end], moved))


def _with_sorted_list(text: str) -> str:
    """Each name stands in a place where one stood before, so that what is between them stays."""
    if "--" in text or "{-" in text:
        return text
    found = collect_items(parse_chunk(text).declarations)
    if not found.imports or found.imports[0].references is None:
        return text
    spans = found.list_spans[-1].references
    names = [text[start:end] for start, end in spans]
    in_order = sorted(names, key=written_order)
    edits = [CodeEdit(*span, name) for span, name in zip(spans, in_order, strict=True)]
    return apply_edits(text, edits)

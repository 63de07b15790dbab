"""Editing a module's imports: a name more in a list, one less, a line more, in the order and the style that the file has."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from nova_ls.base.keys import Space
from nova_ls.base.slotted import value
from nova_ls.compiler.model.source import SourceChunk
from nova_ls.compiler.state.module import Module
from nova_ls.features.actions.code_action import CodeEdit
from nova_ls.features.actions.reference_list import (
    ReferenceList,
    WantedReference,
    join_list,
    leave_list,
    place_in,
)
from nova_ls.names.checks.lint_imports import written_order
from nova_ls.names.modules.items import ImportItem

_LINE_END: Final = re.compile(r"[ \t]*(?:\r?\n|\Z)")
_REST_OF_EMPTY_LINE: Final = re.compile(r"[ \t]*\r?\n")
_EMPTY_LINE: Final = re.compile(r"\n[ \t\r]*\n")
_EMPTY_LINE_ABOVE: Final = re.compile(r"\n[ \t\r]*\n\Z")
_LINE_END_AND_EMPTY_LINE: Final = re.compile(r"\r?\n[ \t]*\r?\n")


@value
class ImportLine:
    """An import with offsets in the module's text: the whole, the end of the module's name, each reference of its list."""

    item: ImportItem
    chunk: SourceChunk
    start: int
    end: int
    name_end: int
    references: tuple[tuple[int, int], ...]

    @property
    def is_list(self) -> bool:
        """Whether it names what it imports."""
        return self.item.references is not None and not self.item.hiding

    @property
    def list(self) -> ReferenceList:
        """What it names, or hides."""
        references = self.item.references or ()
        return ReferenceList(references, self.references, self.start, self.name_end, self.end)


@value
class ImportNeed:
    """A name that is to come from a module, under an alias or ("") without one."""

    source: str
    alias: str
    wanted: WantedReference


def import_lines(module: Module) -> list[ImportLine]:
    """The imports of a module in the order of the text."""
    lines: list[ImportLine] = []
    for chunk in module.source.chunks:
        items = chunk.items
        if not items.imports:
            continue
        base = module.source.offset_of(chunk)
        spans = items.list_spans[len(items.list_spans) - len(items.imports) :]
        for item, span in zip(items.imports, spans, strict=True):
            references = tuple((base + start, base + end) for start, end in span.references)
            whole = (base + span.whole[0], base + span.whole[1])
            lines.append(ImportLine(item, chunk, *whole, base + span.name[1], references))
    return lines


# ---------------------------------------------------------------------------- a name more


def import_edit(
    module: Module, source: str, alias: str, wanted: WantedReference
) -> CodeEdit | None:
    """Bring what a module offers into scope, under an alias or ("") without one; None: an import does so already, or cannot be read."""
    edits = import_edits(module, [ImportNeed(source, alias, wanted)])
    return edits[0] if edits and len(edits) == 1 else None


def import_edits(module: Module, needs: Iterable[ImportNeed]) -> list[CodeEdit] | None:
    """Bring several names into scope at once; None: one of them cannot be brought, or is there."""
    text = module.source.text
    lines = import_lines(module)
    by_import: dict[tuple[str, str], list[WantedReference]] = {}
    for need in needs:
        by_import.setdefault((need.source, need.alias), []).append(need.wanted)
    edits: list[CodeEdit] = []
    for (source, alias), wanted in sorted(by_import.items()):
        same = [line for line in lines if (line.item.module, line.item.alias) == (source, alias)]
        if same:
            # All constructors of a type are one item of a list.
            items = {each.item: each for each in wanted}
            found = [_join(text, same[0], each) for each in items.values()]
        else:
            is_known = bool(alias) and any(line.item.alias == alias for line in lines)
            shown = _shown_import(source, alias, is_known, wanted)
            found = [_new_line(module, text, lines, source, shown)]
        for edit in found:
            if edit is None:
                return None
            edits.append(edit)
    return merge_insertions(edits)


def _shown_import(
    source: str, alias: str, is_known: bool, wanted: Sequence[WantedReference]
) -> str:
    items = sorted({each.item for each in wanted}, key=written_order)
    listed = f"import {source} ({', '.join(items)})"
    if not alias:
        return listed
    return f"{listed} as {alias}" if is_known else f"import {source} as {alias}"


def _join(text: str, line: ImportLine, wanted: WantedReference) -> CodeEdit | None:
    """A name more from an import that is there."""
    if line.chunk.errors or line.item.references is None:
        return None
    return join_list(text, line.list, wanted) if line.is_list else _unhide(text, line, wanted)


def merge_insertions(edits: Sequence[CodeEdit]) -> list[CodeEdit]:
    """One edit of several that insert at the same place, in their order."""
    merged: dict[tuple[int, int], CodeEdit] = {}
    for edit in edits:
        place = edit.start, edit.end
        known = merged.get(place)
        text = edit.text if known is None else known.text + edit.text
        merged[place] = CodeEdit(edit.start, edit.end, text)
    return list(merged.values())


def _unhide(text: str, line: ImportLine, wanted: WantedReference) -> CodeEdit | None:
    """Take a name out of what an import hides."""
    name = (Space.TYPE, wanted.owner) if wanted.owner else (wanted.space, wanted.name)
    references = line.item.references or ()
    hidden = [index for index, each in enumerate(references) if (each.space, each.name) == name]
    if not hidden:
        return None
    if len(hidden) == len(references):
        closing = text.find(")", line.references[-1][1], line.end)
        return None if closing < 0 else CodeEdit(line.name_end, closing + 1, "")
    return next(leave_list(text, line.list, hidden))


# ---------------------------------------------------------------------------- less


def remove_line(text: str, line: ImportLine) -> CodeEdit:
    """Take a whole import out, and the empty line that set it apart if nothing else stands between two of them."""
    start = text.rfind("\n", 0, line.start) + 1
    rest = _LINE_END.match(text, line.end)
    if text[start : line.start].strip() or rest is None:
        return CodeEdit(line.start, line.end, "")  # Something else stands on its lines.
    end = rest.end()
    empty = _REST_OF_EMPTY_LINE.match(text, end)
    is_below_empty = not text[:start].rstrip(" \t").rpartition("\n")[0].rpartition("\n")[2].strip()
    if empty is not None and is_below_empty:
        end = empty.end()
    return CodeEdit(start, end, "")


# ---------------------------------------------------------------------------- a line more


def _by_name(module: str) -> tuple[int, str]:
    return 0, module


def groups_of(text: str, lines: Sequence[ImportLine]) -> list[list[ImportLine]]:
    """Imports with an empty line between them are of two groups."""
    groups: list[list[ImportLine]] = []
    for line in lines:
        if groups and not _EMPTY_LINE.search(text[groups[-1][-1].end : line.start]):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _new_line(
    module: Module, text: str, lines: Sequence[ImportLine], source: str, shown: str
) -> CodeEdit | None:
    newline = "\r\n" if "\r\n" in text else "\n"
    if not lines:
        return _first_import(module, text, shown, newline)
    if source == "Prelude" and _EMPTY_LINE_ABOVE.search(text, 0, lines[0].start):
        # It stands above all others, by itself.
        return CodeEdit(lines[0].start, lines[0].start, shown + newline + newline)
    groups = groups_of(text, lines)
    group = max(groups, key=lambda each: (_likeness(each, source), each is groups[-1]))
    if _is_open(group[-1]):
        # What is open, Prelude above all, stands by itself; the first list begins another group.
        return _below(text, group[-1], newline + newline + shown)
    listed = [line for line in group if not _is_open(line)]
    place = place_in([line.item.module for line in listed], source, (_by_name,))
    if place == 0 and listed[0] is group[0]:
        return CodeEdit(listed[0].start, listed[0].start, shown + newline)
    above = group[group.index(listed[place]) - 1] if place < len(listed) else listed[-1]
    return _below(text, above, newline + shown)


def _is_open(line: ImportLine) -> bool:
    return line.item.references is None and not line.item.alias


def _likeness(group: Sequence[ImportLine], source: str) -> tuple[bool, bool]:
    """How well a module fits a group: there are lists in it, and modules that begin in the same way."""
    root = source.split(".", maxsplit=1)[0]
    listed = [line.item.module for line in group if not _is_open(line)]
    return any(name.split(".")[0] == root for name in listed), bool(listed)


def _below(text: str, line: ImportLine, new: str) -> CodeEdit | None:
    """Something at the end of the line on which an import ends; None: a comment goes on there."""
    end = text.find("\n", line.end)
    end = len(text) if end < 0 else end
    if text[:end].endswith("\r"):
        end -= 1
    return None if "{-" in text[line.end : end] else CodeEdit(end, end, new)


def _first_import(module: Module, text: str, shown: str, newline: str) -> CodeEdit | None:
    """Below the header."""
    for chunk in module.source.chunks:
        if chunk.items.header is not None:
            end = module.source.offset_of(chunk, chunk.items.list_spans[0].whole[1])
            line_end = text.find("\n", end)
            line_end = len(text) if line_end < 0 else line_end
            rest = text[end:line_end]
            if rest.strip() and not rest.lstrip().startswith("--"):
                return None
            line_end -= rest.endswith("\r")
            after = text[line_end:]
            is_apart = not after.strip() or _LINE_END_AND_EMPTY_LINE.match(after)
            return CodeEdit(
                line_end, line_end, f"{newline}{newline}{shown}{'' if is_apart else newline}"
            )
    return None

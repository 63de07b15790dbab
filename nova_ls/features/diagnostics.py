"""The diagnostics of one file, as the protocol writes them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import chain
from operator import itemgetter
from pathlib import Path
from typing import Any, Final, TypeAlias

from nova_ls.base.diagnostic import Diagnostic, Related, Severity, Tag
from nova_ls.base.lines import Encoding
from nova_ls.base.value import value
from nova_ls.compiler.model.source import SourceChunk
from nova_ls.diagnostics import render
from nova_ls.diagnostics.words import Fold, as_it_is, paragraphs
from nova_ls.features.declared_types import Consulted
from nova_ls.features.error_pages import error_page
from nova_ls.features.fold_synonyms import ScopeFolder
from nova_ls.features.message_words import kinds_with_words, words_fold
from nova_ls.features.ranges import place_range, range_of
from nova_ls.workspace.snapshot import Snapshot
from nova_ls.workspace.source_file import File
from nova_ls.workspace.workspace import Workspace

NOTHING_CONSULTED: Final[Consulted] = {}


@value
class Message:
    """A rendered diagnostic. `consulted`: the texts of declarations whose words it uses; `has_words`: whether such were looked for."""

    diagnostic: Diagnostic
    text: str
    consulted: Consulted
    has_words: bool

    def holds_for(self, snapshot: Snapshot, diagnostic: Diagnostic, has_words: bool) -> bool:
        """Whether it is what would be rendered now."""
        if self.diagnostic is not diagnostic or self.has_words != has_words:
            return False
        for key, chunk in self.consulted.items():
            if chunk is None:
                if snapshot.declared(key) is not None:
                    return False
                continue
            module = snapshot.module(key.namespace)
            if module is None or not module.source.has(chunk):
                return False
        return True


Messages: TypeAlias = dict[int, Message]
"""What was rendered for which diagnostic object: most are the same as after the edit before."""


@value
class Parts:
    """Which parts of a diagnostic a client can show: second places, tags by number, the pages of codes."""

    related: bool
    tags: frozenset[int]
    pages: bool


_TAGS: Final = {Tag.UNNECESSARY: 1, Tag.DEPRECATED: 2}
ALL_PARTS: Final = Parts(related=True, tags=frozenset(_TAGS.values()), pages=True)
MAX_SHOWN: Final = 1000
"""Problems of one file that a client is told of: more are not read, and many thousands hold an editor up."""
SOURCE: Final = "nova"
"""Who found it, as the client shows that."""


def diagnostics(
    workspace: Workspace,
    file: File,
    encoding: Encoding,
    uri_of: Callable[[Path], str],
    known: Messages,
    parts: Parts = ALL_PARTS,
    folder: ScopeFolder | None = None,
) -> tuple[list[dict[str, Any]], Messages]:
    """What is wrong in a file, in the order of the text, and the messages for the next time.

    Of more than MAX_SHOWN problems the errors come first; the last item says how many there are besides.
    """
    snapshot, module = workspace.snapshot(encoding), file.module
    fold: Fold = as_it_is
    if module is not None:
        fold = partial((folder or ScopeFolder()).fold, snapshot, module)
    items: list[dict[str, Any]] = []
    messages: Messages = {}
    found, left_out = _shown(workspace, file)
    with_words = kinds_with_words(one.problem for _, _, one in found)
    for level, chunk, diagnostic in found:
        entry, has_words = known.get(id(diagnostic)), type(diagnostic.problem) in with_words
        if entry is None or not entry.holds_for(snapshot, diagnostic, has_words):
            shown, consulted = fold, NOTHING_CONSULTED
            if module is not None and has_words:
                shown, consulted = words_fold(snapshot, module, chunk, diagnostic, fold)
            entry = Message(diagnostic, render(diagnostic, shown), consulted, has_words)
        messages[id(diagnostic)] = entry
        item: dict[str, Any] = {
            "range": range_of(file.source, chunk, diagnostic.start, diagnostic.end, encoding),
            "severity": int(level),
            "code": diagnostic.code,
            "source": SOURCE,
            "message": paragraphs(entry.text, workspace.hints.get(diagnostic.problem, "")),
        }
        page = error_page(diagnostic.code) if parts.pages else None
        if page is not None:
            item["codeDescription"] = {"href": page}
        tags = [_TAGS[tag] for tag in diagnostic.tags if _TAGS[tag] in parts.tags]
        if tags:
            item["tags"] = tags
        if diagnostic.related and parts.related:
            places = [_related(snapshot, file, chunk, one, uri_of) for one in diagnostic.related]
            item["relatedInformation"] = [place for place in places if place is not None]
        items.append(item)
    items.sort(key=_start)
    if left_out:
        items.append(_left_out(left_out, items[-1]["range"]))
    return items, messages


def _shown(
    workspace: Workspace, file: File
) -> tuple[list[tuple[Severity, SourceChunk, Diagnostic]], int]:
    """The diagnostics to tell of, with their levels, and how many there are besides."""
    # An editor shows one file at a time: each of those with one module name tells of the others.
    duplicate = workspace.duplicate(file) if file.twin is None else ()
    leveled = (
        (workspace.level(one), chunk, one)
        for chunk, one in chain(workspace.diagnostics(file), duplicate)
    )
    found = [(level, chunk, one) for level, chunk, one in leveled if level is not None]
    left_out = max(len(found) - MAX_SHOWN, 0)
    if left_out:
        found.sort(key=itemgetter(0))
        del found[MAX_SHOWN:]
    return found, left_out


def _left_out(count: int, place: dict[str, Any]) -> dict[str, Any]:
    problems = "1 more problem" if count == 1 else f"{count:,} more problems"
    return {
        "range": place,
        "severity": int(Severity.WARNING),
        "source": SOURCE,
        "message": f"This file has {problems}. `nova-ls check` shows them all.",
    }


def _related(
    snapshot: Snapshot,
    file: File,
    chunk: SourceChunk,
    related: Related,
    uri_of: Callable[[Path], str],
) -> dict[str, Any] | None:
    """None: the element it points to is declared nowhere (any more)."""
    if related.element is None:
        place = range_of(file.source, chunk, related.start, related.end, snapshot.encoding)
        uri = uri_of(file.path)
    else:
        found = snapshot.declared(related.element)
        if found is None:
            return None
        module, declared = found
        start, end = (related.start, related.end) if related.end else declared.span
        place = place_range(module, declared.chunk, start, end, snapshot.encoding)
        uri = uri_of(module.path)
    return {"location": {"uri": uri, "range": place}, "message": related.label}


def _start(item: dict[str, Any]) -> tuple[int, int]:
    start = item["range"]["start"]
    return (start["line"], start["character"])

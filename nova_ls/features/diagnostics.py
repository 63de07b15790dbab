"""The diagnostics of one file, as the protocol writes them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial
from itertools import chain
from operator import itemgetter
from pathlib import Path
from typing import Any, Final, TypeAlias

from nova_ls.base.diagnostic import Diagnostic, Related, Severity, Tag
from nova_ls.base.lines import Encoding
from nova_ls.base.slotted import value
from nova_ls.compiler.model.source import SourceChunk
from nova_ls.compiler.state.module import Module
from nova_ls.diagnostics import render
from nova_ls.diagnostics.words import Fold, as_it_is, paragraphs
from nova_ls.features.declared_types import Consulted
from nova_ls.features.error_pages import error_page
from nova_ls.features.fold_synonyms import Synonym, fold_synonyms
from nova_ls.features.message_words import kinds_with_words, words_fold
from nova_ls.features.ranges import place_range, range_of
from nova_ls.features.scope_folder import ScopeFolder
from nova_ls.types.core.type import Type
from nova_ls.workspace.snapshot import Snapshot
from nova_ls.workspace.source_file import File
from nova_ls.workspace.workspace import Workspace

NOTHING_CONSULTED: Final[Consulted] = {}


class _Scope:
    """The words of one module for the types of its messages, which are looked for when the first type is shown. `is_asked`: whether the message at hand has any."""

    def __init__(self, folder: ScopeFolder, snapshot: Snapshot, module: Module) -> None:
        self._of_module = partial(folder.synonyms, snapshot, module)
        self.is_asked = False

    @cached_property
    def synonyms(self) -> list[Synonym]:
        return self._of_module()

    def fold(self, type: Type) -> Type:
        self.is_asked = True
        return fold_synonyms(type, self.synonyms)


@value
class Message:
    """A rendered diagnostic. `consulted`: the texts of declarations whose words it uses; `has_words`: whether such were looked for.

    `synonyms`: those that its types were shown with, if there is any type in it.
    """

    diagnostic: Diagnostic
    text: str
    consulted: Consulted
    has_words: bool
    synonyms: list[Synonym] | None

    def holds_for(
        self, snapshot: Snapshot, scope: _Scope | None, diagnostic: Diagnostic, has_words: bool
    ) -> bool:
        """Whether it is what would be rendered now."""
        if self.diagnostic is not diagnostic or self.has_words != has_words:
            return False
        if self.synonyms is not None and (scope is None or self.synonyms is not scope.synonyms):
            return False
        for key, chunk in self.consulted.items():
            if chunk is None:
                if snapshot.declared(key) is not None:
                    return False
                continue
            module = snapshot.module(key.namespace)
            if module is None or not module.source.has(chunk):
                return False
            declared = module.declared.get(key)
            if declared is not None and declared.chunk is not chunk:
                return False  # It is declared once more, and that one comes first.
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
    items: list[dict[str, Any]] = []
    messages: Messages = {}
    found, left_out = _shown(workspace, file)
    if not found:
        return items, messages
    snapshot, module = workspace.snapshot(encoding), file.module
    scope = None if module is None else _Scope(folder or ScopeFolder(), snapshot, module)
    with_words = kinds_with_words(one.problem for _, _, one in found)
    for level, chunk, diagnostic in found:
        entry, has_words = known.get(id(diagnostic)), type(diagnostic.problem) in with_words
        if entry is None or not entry.holds_for(snapshot, scope, diagnostic, has_words):
            entry = _message(snapshot, module, chunk, diagnostic, scope, has_words)
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


def _message(
    snapshot: Snapshot,
    module: Module | None,
    chunk: SourceChunk,
    diagnostic: Diagnostic,
    scope: _Scope | None,
    has_words: bool,
) -> Message:
    if module is None or scope is None:
        return Message(diagnostic, render(diagnostic, as_it_is), NOTHING_CONSULTED, has_words, None)
    shown: Fold = scope.fold
    consulted = NOTHING_CONSULTED
    if has_words:
        shown, consulted = words_fold(snapshot, module, chunk, diagnostic, shown)
    scope.is_asked = False
    text = render(diagnostic, shown)
    synonyms = scope.synonyms if scope.is_asked else None
    return Message(diagnostic, text, consulted, has_words, synonyms)


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

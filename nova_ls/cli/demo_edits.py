"""What the demo could edit in a workspace that it has never seen: found in the text, without understanding it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final, TypeAlias

from nova_ls.base.slotted import value
from nova_ls.workspace.discovery import workspace_files
from nova_ls.workspace.manifest import read_manifest
from nova_ls.workspace.module_name import name_in
from nova_ls.workspace.read_source import Unreadable, read_source

Edits: TypeAlias = list[tuple[int, int, str]]
"""`(start, end, new text)`, each an edit of the text that those before it have left."""

_MOST: Final = 40
_SIGNATURE: Final = re.compile(r"^([a-z_][\w']*)[ \t]*::[ \t]*(?=\S)", re.MULTILINE)
_NUMBER: Final = re.compile(r"(?<=[ (\[,])\d+(?=[ )\],\n])")
_STRING: Final = re.compile(r'(?<=[ (\[,])"[^"\\\n]*"')
_COMMENT: Final = re.compile(r"--[^\n]*")
_NEW: Final = "\n\nshownByTheDemo :: Int\nshownByTheDemo = 42\n"


@value
class Sources:
    """The sources of a workspace. `main`: the one that most others import, of those with signatures."""

    texts: dict[Path, str]
    main: Path

    @staticmethod
    def of(root: Path) -> Sources:
        """The Nova sources below a folder; the main one offers what the tour edits, and has the most importers."""
        manifest, _ = read_manifest(root)
        texts: dict[Path, str] = {}
        for path in workspace_files(root, manifest):
            text = read_source(path)
            if not isinstance(text, Unreadable) and name_in(text) is not None:
                texts[path] = text
        imported = {path: _importers(texts, text) for path, text in texts.items()}

        def interest(path: Path) -> tuple[bool, bool, bool, int]:
            text = texts[path]
            is_signed = _SIGNATURE.search(text) is not None
            return (is_signed, any(breaking_edits(text)), any(_numbers(text)), imported[path])

        main = max(sorted(texts), key=interest, default=root)
        return Sources(texts, main)

    @staticmethod
    def signed(text: str) -> list[tuple[str, int]]:
        """The names that have a signature, with the place of one character of each; the whole text's start for none."""
        found = [(match[1], match.start()) for match in _SIGNATURE.finditer(text)]
        return found or [("the first word", 0)]

    def path_of(self, uri: str) -> Path | None:
        """The path that a URI names; None for another file."""
        return next((path for path in self.texts if path.as_uri() == uri), None)


def _importers(texts: dict[Path, str], text: str) -> int:
    pattern = _import_of(text)
    return sum(pattern.search(other) is not None for other in texts.values())


def _import_of(text: str) -> re.Pattern[str]:
    return re.compile(rf"^import[ \t]+{re.escape(name_in(text) or '')}\b(?!\.)", re.MULTILINE)


def breaking_edits(text: str) -> Iterator[Edits]:
    """Literals of bodies under a signature, each replaced by one of another type."""
    return islice(_literals(text), _MOST)


def _literals(text: str) -> Iterator[Edits]:
    for match in _numbers(text):
        yield [(match.start(), match.end(), '"three"')]
    for match in _STRING.finditer(text):
        if _is_in_body(text, match.start()):
            yield [(match.start(), match.end(), "3")]


def _numbers(text: str) -> Iterator[re.Match[str]]:
    return (match for match in _NUMBER.finditer(text) if _is_in_body(text, match.start()))


def _is_in_body(text: str, offset: int) -> bool:
    """Whether a place is neither in a comment nor in something that is not a binding."""
    line_start = text.rfind("\n", 0, offset) + 1
    line = text[line_start:offset]
    if _COMMENT.search(line) or line.startswith(("infix", "import", "module", "foreign")):
        return False
    return "{-" not in text and line_start > 0


def new_parameters(sources: Sources, text: str) -> Iterator[Edits]:
    """Signed functions that other modules import, each with one parameter more that it does not look at."""
    pattern = _import_of(text)
    importers = [other for other in sources.texts.values() if pattern.search(other)]
    names = [name for name, _ in Sources.signed(text)]

    def uses(name: str) -> int:
        word = re.compile(rf"(?<![\w.']){re.escape(name)}(?![\w'])")
        return sum(len(word.findall(other)) > 1 for other in importers)

    ranked = sorted(set(names), key=lambda name: (-uses(name), name))
    for name in ranked[:_MOST]:
        if uses(name):
            yield _with_parameter(text, name)


def _with_parameter(text: str, name: str) -> Edits:
    places: list[tuple[int, str]] = []
    for match in _SIGNATURE.finditer(text):
        if match[1] == name:
            places.append((match.end(), "Int -> "))
    equation = re.compile(rf"^{re.escape(name)}(?=[ \t\n](?!\s*::))", re.MULTILINE)
    places += [(match.end(), " _") for match in equation.finditer(text)]
    places.sort(reverse=True)  # from the end, so that those before stay where they are
    return [(place, place, new) for place, new in places]


def saved_edit(text: str) -> Edits:
    """A harmless change: another number in a body, or a new binding at the end."""
    for match in _numbers(text):
        return [(match.start(), match.end(), str(int(match[0]) + 1))]
    return [(len(text), len(text), _NEW)]

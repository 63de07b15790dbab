"""Mentions in a module that a record stands in for: its text says in which declarations a name may stand, their typed ASTs what it means.

Nothing of the module becomes known to the engine. `are_told` says for which modules that is enough.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from nova_ls.base.diagnostic import Severity
from nova_ls.base.keys import ElementKey, Space, element_key
from nova_ls.compiler.model.outcome import TypedAst
from nova_ls.compiler.model.source import SourceChunk
from nova_ls.compiler.state.module import Module
from nova_ls.names.modules.items import ItemKind
from nova_ls.workspace.untyped_names import ExportsOf, names_in_lists

_WORD: Final = re.compile(r"[a-z_][\w']*")
_DECLARATIONS: Final = frozenset(
    [
        "class",
        "data",
        "derive",
        "else",
        "foreign",
        "import",
        "infix",
        "infixl",
        "infixr",
        "instance",
        "module",
        "newtype",
        "type",
    ]
)
"""With these begin the declarations whose elements only their trees tell."""

_LISTS: Final = frozenset(["import", "module"])
"""Those of them that declare no elements."""

_INNER: Final = frozenset((ItemKind.CONSTRUCTOR, ItemKind.MEMBER))
_CHAINED: Final = re.compile(r"else\s+(?:derive\s+)?(?:newtype\s+)?instance\b")

Span = tuple[SourceChunk, int, int]


def are_told(module: Module, element: ElementKey) -> bool:
    """Whether `recorded_mentions` has all mentions of an element in a restored module, whose text is not parsed for this.

    Only what is right says all: of two declarations with one name a typed AST tells of the first.
    """
    record = module.record
    if record is None or element.space is Space.MODULE or element.namespace == module.name:
        return False
    if not module.source.has_word(element.name):
        return True
    has_errors = any(one.severity is Severity.ERROR for one in record.diagnostics)
    return not has_errors and module.source.answers(_is_plain)


def _is_plain(text: str) -> bool:
    """Whether it takes no scope to say what an operator stands for, nor a whole module to say which instance is which."""
    return "\ninfix" not in text and _CHAINED.search(text) is None


def recorded_mentions(
    module: Module,
    element: ElementKey,
    ast: Callable[[ElementKey], TypedAst | None],
    exports_of: ExportsOf,
) -> Iterator[Span]:
    """The spans in a restored module that mean an element of another one, each relative to its chunk."""
    word = element.name
    for chunk in module.source.chunks if module.source.has_word(word) else ():
        if word not in chunk.text:
            continue
        begins = _begins_with(chunk)
        is_value = bool(begins) and begins not in _DECLARATIONS
        for key in (_key(module, begins),) if is_value else _elements(module, chunk, begins):
            known = ast(key)
            if known is not None:
                references = known.references
                for start, end, target in zip(
                    references.starts, references.ends, references.targets, strict=True
                ):
                    if target is element:
                        yield chunk, start, end
        for start, end, key in () if is_value else names_in_lists(module, chunk, exports_of):
            if key is element:
                yield chunk, start, end


def _begins_with(chunk: SourceChunk) -> str:
    """The word that a chunk begins with: the keyword of a declaration, or the value that is declared; "" where there is none."""
    begins = _WORD.match(chunk.text, chunk.chunk.anchor)
    return "" if begins is None else begins[0]


def _key(module: Module, value: str) -> ElementKey:
    return element_key(module.name, Space.VALUE, value)


def _elements(module: Module, chunk: SourceChunk, begins: str) -> Iterator[ElementKey]:
    """The elements of a chunk that have typed ASTs, where its tree is needed to tell."""
    for item in () if begins in _LISTS else chunk.items.items:
        if item.kind not in _INNER:
            yield element_key(module.name, item.space, item.name)

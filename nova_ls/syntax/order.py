"""What a module's declarations may not do in one another's company: mistakes that no chunk shows alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from nova_ls.base.diagnostic import Diagnostic
from nova_ls.syntax.parser import ChunkTree
from nova_ls.syntax.problems import ErrorParsingModule
from nova_ls.syntax.tree import (
    Declaration,
    Equation,
    ErrorDeclaration,
    ErrorExpression,
    Import,
    InstanceDeclaration,
    ModuleHeader,
)


def order_errors(chunks: Sequence[ChunkTree]) -> Iterator[tuple[int, Diagnostic]]:
    """Misplaced declarations of a module, each with the index of its chunk.

    Imports stand above all else, and those below something else are one mistake; an `else` continues an instance, of the same class; all declarations
    begin in one column, and there is one header.
    """
    above: Declaration | None = None
    column = -1
    declared = False
    for index, chunk in enumerate(chunks):
        for declaration in chunk.declarations:
            if isinstance(declaration, ModuleHeader):
                if above is not None:
                    yield (
                        index,
                        _error(declaration.start, declaration.name.end, "one header", "two"),
                    )
            elif isinstance(declaration, Import):
                if declared:
                    expected = "a declaration, since imports stand above all others"
                    start = declaration.start
                    yield index, _error(start, start + len("import"), expected, "`import`")
                    declared = False  # until something else stands above imports
            else:
                declared = declared or not _is_damaged(declaration)
                if isinstance(declaration, InstanceDeclaration) and declaration.chained:
                    error = _chain_error(above, declaration)
                    if error is not None:
                        yield index, error
                        if isinstance(above, InstanceDeclaration):
                            continue  # The others are held against the rest of the chain.
            if not isinstance(declaration, ModuleHeader):
                column = chunk.column if column < 0 else column
            above = declaration
        if 0 <= chunk.column < column:
            start = chunk.declarations[0].start if chunk.declarations else 0
            yield index, _error(start, start + 1, "the column of the declarations above", "less")


_APART: Final = (ModuleHeader, Import)


def order_outline(chunk: ChunkTree) -> tuple[object, ...]:
    """All of a chunk that `order_errors` of its module depend on, but for where things stand."""
    return (chunk.column, *map(_outline, chunk.declarations))


def _outline(declaration: Declaration) -> object:
    if isinstance(declaration, InstanceDeclaration):
        name = declaration.class_name
        return (declaration.chained, name.qualifier, name.text)
    is_apart = isinstance(declaration, _APART) or _is_damaged(declaration)
    return type(declaration) if is_apart else None


def _is_damaged(declaration: Declaration | None) -> bool:
    """Whether what does not parse may have been meant as anything: `instnace Show Age where` begins like an equation."""
    if isinstance(declaration, Equation):
        return lacks_equals(declaration)
    return isinstance(declaration, ErrorDeclaration)


def lacks_equals(equation: Equation) -> bool:
    """Whether what was read as an equation has no `=`: a name that is being typed, or a misspelled word that begins a declaration."""
    first = equation.bodies[0] if equation.bodies else None
    # Nothing stands in front of the expression that is missing.
    return (
        first is not None
        and isinstance(first.body, ErrorExpression)
        and first.body.start == first.start
    )


def _chain_error(above: Declaration | None, instance: InstanceDeclaration) -> Diagnostic | None:
    if _is_damaged(above):
        return None
    if not isinstance(above, InstanceDeclaration):
        start = instance.start
        return _error(start, start + len("else"), "an instance before `else`", "none")
    first, second = above.class_name, instance.class_name
    is_same = (first.qualifier, first.text) == (second.qualifier, second.text)
    if is_same or not (first.text and second.text):
        return None
    expected = f"an instance of `{first.text}`, as in the rest of the chain"
    return _error(second.start, second.end, expected, f"one of `{second.text}`")


def _error(start: int, end: int, expected: str, found: str) -> Diagnostic:
    return Diagnostic(ErrorParsingModule(expected, found), start, end)

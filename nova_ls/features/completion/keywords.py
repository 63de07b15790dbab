"""The keywords that may stand at a place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from nova_ls.features.completion.candidate import Candidate, CompletionKind, Reach
from nova_ls.features.completion.matching import match
from nova_ls.features.completion.spot import Spot, SpotKind
from nova_ls.syntax import tree as t
from nova_ls.syntax.tokens import (
    DERIVE,
    FOREIGN,
    IMPORT,
    NEWTYPE,
    QUALIFIED_UPPER,
    RIGHT_PAREN,
    UPPER,
)
from nova_ls.types.core.type import BOOLEAN

TOP: Final = (
    "class", "data", "derive instance", "derive newtype instance", "foreign import", "foreign import data", "import",
    "infix", "infixl", "infixr", "instance", "newtype", "type", "type role",
)  # fmt: skip
"""What a declaration may begin with."""

SNIPPETS: Final = {
    "case": "case $1 of\n  $0",
    "if": "if $1 then $2 else $0",
    "let": "let $1 = $2",
    "instance": "instance $1 where\n  $0",
    "class": "class $1 where\n  $0",
    "data": "data $1 = $0",
    "newtype": "newtype $1 = $0",
    "import": "import $0",
}
_EXPRESSION: Final = ("ado", "case", "do", "if", "let")


def keywords(spot: Spot) -> Iterator[Candidate]:
    """Those that fit the place, not the word alone."""
    if spot.word.dotted or spot.word.is_operator:
        return
    kind = CompletionKind.KEYWORD
    for keyword in _keywords(spot):
        if match(spot.word.typed, keyword) is not None:
            type = BOOLEAN if keyword in ("true", "false") else None
            snippet = (
                SNIPPETS.get(keyword, "") if spot.kind in (SpotKind.TOP, SpotKind.VALUE) else ""
            )
            yield Candidate(keyword, kind, Reach.KEYWORD, type=type, snippet=snippet)
    for keyword in _going_on(spot) if spot.kind is SpotKind.VALUE else ():
        if match(spot.word.typed, keyword) is not None:
            reach = Reach.KEYWORD if keyword == "where" else Reach.LOCAL
            yield Candidate(keyword, kind, reach)


def _keywords(spot: Spot) -> Iterator[str]:
    match spot.kind:
        case SpotKind.TOP:
            yield from TOP
            yield from ("else instance",) if _is_behind_instance(spot) else ()
        case SpotKind.HEAD:
            yield from _of_head(spot)
        case SpotKind.VALUE if not (spot.word.is_whole_hole or _is_in_backticks(spot)):
            yield from _EXPRESSION
            yield from ("true", "false")
        case SpotKind.PATTERN:
            yield from ("true", "false")
        case SpotKind.TYPE:
            yield "forall"
        case _:
            return


def _is_in_backticks(spot: Spot) -> bool:
    return any(isinstance(node, t.InfixOperator) for node in spot.path[-3:])


def _is_behind_instance(spot: Spot) -> bool:
    """Whether the declaration above is an instance, whose chain may go on."""
    source = spot.module.source
    chunk, within = source.chunk_at(max(spot.word.start - 1, 0))
    above = chunk if within > 0 else source.chunks[max(source.index_of(chunk) - 1, 0)]
    declarations = above.tree.declarations
    return bool(declarations) and isinstance(declarations[-1], t.InstanceDeclaration)


def _of_head(spot: Spot) -> Iterator[str]:
    """What goes on behind the first words of a declaration."""
    kinds = spot.tokens_before
    if kinds == [FOREIGN]:
        yield "import"
    elif kinds == [FOREIGN, IMPORT]:
        yield "data"
    elif kinds == [DERIVE]:
        yield from ("instance", "newtype instance")
    elif kinds == [DERIVE, NEWTYPE]:
        yield "instance"
    elif len(kinds) > 1 and kinds[0] == IMPORT and kinds[1] in (UPPER, QUALIFIED_UPPER):
        if kinds[-1] == RIGHT_PAREN or len(kinds) == 2:
            yield "as"
        if len(kinds) == 2:
            yield "hiding"


def _going_on(spot: Spot) -> Iterator[str]:
    """What the expressions around the cursor still lack, where one may end here."""
    if not _follows_operand(spot):
        return
    for node, inner in zip(reversed(spot.path[:-1]), reversed(spot.path), strict=False):
        match node:
            case t.Case(branches=()) if inner in node.scrutinees:
                yield "of"
            case t.If() if inner is node.condition and _is_missing(node.then):
                yield "then"
            case t.If() if inner is node.then and _is_missing(node.otherwise):
                yield "else"
            case t.Let() if inner in node.bindings:
                yield "in"
            case t.Ado() if inner in node.statements:
                yield "in"
            case t.GuardedBody() if not node.where:
                yield "where"
            case _:
                pass


def _follows_operand(spot: Spot) -> bool:
    above = spot.path[-3:-1]
    return any(
        isinstance(node, t.Application) and node.start < spot.path[-1].start for node in above
    )


def _is_missing(node: t.Node) -> bool:
    return isinstance(node, t.ErrorExpression) and node.start == node.end

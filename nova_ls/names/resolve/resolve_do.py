"""`do` and `ado`: statements and the functions they stand for.

`bind`, `discard`, `map`, `apply` and `pure` are whatever has the name here. In `ado` a statement's expression sees none of
the statements before it; its result sees all. Source: the PureScript compiler's `Sugar/DoNotation.hs`, `Sugar/AdoNotation.hs`.
"""

from __future__ import annotations

from collections.abc import Sequence

from nova_ls.base.keys import Space
from nova_ls.names.resolve import resolved as r
from nova_ls.names.resolve.resolution import REBINDABLE, Resolution
from nova_ls.names.resolve.resolve_binding import resolve_local_declarations
from nova_ls.names.resolve.resolve_pattern import bind_all, resolve_pattern
from nova_ls.names.resolve.resolve_value_name import resolve_implied_name
from nova_ls.syntax import tree as t
from nova_ls.syntax.problems import CannotUseBindWithDo, InvalidDoBind, InvalidDoLet


class _Implied:
    """The functions that one block stands on, each resolved when first needed, at the block's keyword.

    That such a name shadows another is told at each use: at the keyword, then at the statements that use it again.
    """

    __slots__ = ("end", "found", "qualifier", "start", "state")

    def __init__(self, state: Resolution, node: t.Do | t.Ado, keyword: str) -> None:
        self.state = state
        self.qualifier = node.qualifier
        self.start = node.start
        written = f"{node.qualifier}.{keyword}" if node.qualifier else keyword
        self.end = node.start + len(written)
        self.found: dict[str, r.Expression] = {}

    def get(self, name: str, place: t.Node) -> r.Expression:
        function = self.found.get(name)
        if function is None:
            function = self.found[name] = resolve_implied_name(
                self.state, self.qualifier, name, self.start, self.end
            )
        elif isinstance(function, r.Global):
            self.state.element_named(Space.VALUE, self.qualifier, name, place.start, place.end)
        return function

    def none(self) -> r.Expression:
        """In the place of a function that is not used."""
        return r.Error(self.start, self.start, ())


def resolve_do(state: Resolution, node: t.Do) -> r.Expression:
    """Resolve a `do` block: its statements, and the functions that it stands for calls of."""
    _use_rebindable(state)
    mark, delay = len(state.trail), state.delay
    implied = _Implied(state, node, "do")
    binders: list[r.Binder] = []
    statements: list[r.Statement] = []
    last = len(node.statements) - 1
    for place, statement in enumerate(node.statements):
        start, end = statement.start, statement.end
        if isinstance(statement, t.DoBind):
            if place == last:
                state.report(InvalidDoBind(), start, end)
            own: list[r.Binder] = []
            statements.append(_bind(state, statement, implied, own))
            binders += _used_later(own, place == last)
            state.delay = delay + 1
        elif isinstance(statement, t.DoLet):
            if place == last:
                state.report(InvalidDoLet(), start, end)
            own = []
            declarations = resolve_local_declarations(state, statement.bindings, own)
            _check_rebinding(state, own)
            binders += _used_later(own, place == last)
            statements.append(r.LetStatement(start, end, declarations))
        else:
            function = implied.none() if place == last else implied.get("discard", statement)
            expression = state.expression(state, statement.expression)
            statements.append(r.ExpressionStatement(start, end, function, expression))
            state.delay = delay + 1
    state.delay = delay
    state.leave(mark)
    state.warn_unused(binders)
    block = r.Do(node.start, node.end, tuple(statements))
    if statements and not isinstance(statements[-1], r.ExpressionStatement):
        # What it should end with is missing, which is reported: its type is unknown.
        return r.Error(node.start, node.end, (block,))
    return block


def resolve_ado(state: Resolution, node: t.Ado) -> r.Expression:
    """Resolve an `ado` block: statements do not see each other's names."""
    _use_rebindable(state)
    mark, delay = len(state.trail), state.delay
    is_silent = state.silent_shadowing
    state.silent_shadowing = (
        True  # The compiler's linter does not look into the statements of `ado`.
    )
    implied = _Implied(state, node, "ado")
    expressions = [
        None if isinstance(statement, t.DoLet) else state.expression(state, statement.expression)
        for statement in node.statements
    ]
    actions = [s for s in node.statements if not isinstance(s, t.DoLet)]
    map_ = implied.get("map", actions[0]) if actions else implied.none()
    apply = implied.none()
    for action in actions[1:]:
        apply = implied.get("apply", action)
    pure = implied.none() if actions else implied.get("pure", node)
    state.delay += bool(actions)
    binders: list[r.Binder] = []
    statements: list[r.Statement] = []
    for statement, expression in zip(node.statements, expressions, strict=True):
        start, end = statement.start, statement.end
        if isinstance(statement, t.DoLet):
            declarations = resolve_local_declarations(state, statement.bindings, binders)
            statements.append(r.LetStatement(start, end, declarations))
        elif expression is not None and isinstance(statement, t.DoBind):
            pattern = _bind_pattern(state, statement.pattern, binders)
            statements.append(r.Bind(start, end, implied.none(), pattern, expression))
        elif expression is not None:
            statements.append(r.ExpressionStatement(start, end, implied.none(), expression))
    state.silent_shadowing = is_silent
    result = state.expression(state, node.result)
    state.delay = delay
    state.leave(mark)
    state.warn_unused(binders)
    return r.Ado(node.start, node.end, map_, apply, pure, tuple(statements), result)


def _used_later(binders: list[r.Binder], is_last: bool) -> list[r.Binder]:
    """Those that something should use. What a block wrongly ends with is not called unused as well."""
    return [] if is_last else binders


def _bind(
    state: Resolution, statement: t.DoBind, implied: _Implied, binders: list[r.Binder]
) -> r.Bind:
    function = implied.get("bind", statement)
    expression = state.expression(state, statement.expression)
    own: list[r.Binder] = []
    pattern = _bind_pattern(state, statement.pattern, own)
    _check_rebinding(state, own)
    binders += own
    return r.Bind(statement.start, statement.end, function, pattern, expression)


def _bind_pattern(state: Resolution, pattern: t.Pattern, binders: list[r.Binder]) -> r.Pattern:
    own: list[r.Binder] = []
    resolved = resolve_pattern(state, pattern, own)
    bind_all(state, own)
    binders += own
    return resolved


def _check_rebinding(state: Resolution, binders: Sequence[r.Binder]) -> None:
    """A `do` block cannot give the names that it stands on another meaning half-way."""
    for binder in binders:
        if binder.name in REBINDABLE:
            state.used.add(binder)
            state.report(CannotUseBindWithDo(binder.name), binder.start, binder.end)


def _use_rebindable(state: Resolution) -> None:
    for name in REBINDABLE:
        binder = state.locals.get(name)
        if binder is not None:
            state.used.add(binder)

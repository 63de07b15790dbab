"""Names of values: local variables before those of the module."""

from __future__ import annotations

from nova_ls.base.keys import Space
from nova_ls.names.resolve import resolved as r
from nova_ls.names.resolve.resolution import Resolution
from nova_ls.syntax import tree as t


def resolve_value_name(state: Resolution, name: t.Name, start: int, end: int) -> r.Expression:
    """A value's name as an expression of span start..end."""
    if not name.qualifier:
        binder = state.locals.get(name.text)
        if binder is not None:
            state.references.append((name.start, name.end, binder.start))
            return _use_local(state, binder, start, end)
    key = state.resolve_name(Space.VALUE, name)
    if key is None:
        return r.Error(start, end, ())
    state.use_value(key)
    return r.Global(start, end, key)


def resolve_constructor_name(state: Resolution, name: t.Name, start: int, end: int) -> r.Expression:
    """Resolve the name of a constructor in an expression."""
    key = state.resolve_name(Space.CONSTRUCTOR, name)
    return r.Error(start, end, ()) if key is None else r.Global(start, end, key)


def resolve_implied_name(
    state: Resolution, qualifier: str, name: str, start: int, end: int
) -> r.Expression:
    """A name that the syntax implies (`bind` of `do`, `negate` of `-`): whatever has it here; no reference."""
    if not qualifier:
        binder = state.locals.get(name)
        if binder is not None:
            # The compiler's linter sees written names only: this one does not count as a use of the variable.
            return _local(state, binder, start, end)
    key = state.element_named(Space.VALUE, qualifier, name, start, end)
    if key is None:
        return r.Error(start, end, ())
    state.use_value(key)
    return r.Global(start, end, key)


def _use_local(state: Resolution, binder: r.Binder, start: int, end: int) -> r.Expression:
    state.used.add(binder)
    return _local(state, binder, start, end)


def _local(state: Resolution, binder: r.Binder, start: int, end: int) -> r.Expression:
    if binder in state.let_bound:
        state.let_log.append((binder, state.delay))
    return r.Local(start, end, binder)

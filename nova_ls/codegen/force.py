"""Running an action where it is known what it does."""

from __future__ import annotations

from nova_ls.codegen import core as c


def forced(body: c.Core, line: int) -> c.Core:
    """An action, run: as far into its branches as they go."""
    if isinstance(body, c.Delay):
        return body.body
    if isinstance(body, c.Let):
        return c.Let(body.name, body.value, forced(body.body, line))
    if isinstance(body, c.LetRec):
        return c.LetRec(body.bindings, forced(body.body, line))
    if isinstance(body, c.If):
        return c.If(body.condition, forced(body.then, line), forced(body.otherwise, line))
    if isinstance(body, c.Switch):
        arms = tuple([(test, forced(arm, line)) for test, arm in body.arms])
        rest = None if body.otherwise is None else forced(body.otherwise, line)
        return c.Switch(body.subject, body.test, arms, rest)
    if isinstance(body, c.Join):
        return c.Join(body.label, body.parameters, forced(body.body, line), forced(body.rest, line))
    if isinstance(body, c.Jump | c.Fail):
        return body
    if isinstance(body, c.Call) and body.symbol.acts and not body.run:
        return c.Call(body.symbol, body.arguments, body.line, True)
    return c.Force(body, line)

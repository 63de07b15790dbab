"""What a piece of core may end in."""

from __future__ import annotations

from collections.abc import Iterator

from nova_ls.codegen import core as c


def tails(core: c.Core) -> Iterator[c.Call | c.Apply]:
    """The calls and applications that it ends in, in some branch; of a function, those that its body ends in."""
    pending = [core]
    while pending:
        each = pending.pop()
        if isinstance(each, c.Let | c.LetRec | c.Lambda | c.Delay):
            pending.append(each.body)
        elif isinstance(each, c.If):
            pending += (each.then, each.otherwise)
        elif isinstance(each, c.Switch):
            pending.extend(arm for _, arm in each.arms)
            if each.otherwise is not None:
                pending.append(each.otherwise)
        elif isinstance(each, c.Join):
            pending += (each.body, each.rest)
        elif isinstance(each, c.Call | c.Apply):
            yield each

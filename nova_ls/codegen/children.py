"""The parts of a piece of core, in the order in which they are evaluated."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from nova_ls.codegen import core as c


def children(core: c.Core) -> Iterable[c.Core]:
    """The direct parts."""
    return _CHILDREN[core.__class__](core)


def descendants(core: c.Core) -> Iterator[c.Core]:
    """A piece of core and everything in it, a part after what it is in."""
    pending = [core]
    while pending:
        core = pending.pop()
        yield core
        pending.extend(children(core))


def _none(_core: c.Core) -> tuple[()]:
    return ()


def _switch(core: c.Switch) -> list[c.Core]:
    arms = [arm for _, arm in core.arms]
    return arms if core.otherwise is None else [*arms, core.otherwise]


_CHILDREN: Final[dict[type, Callable[[Any], Iterable[c.Core]]]] = {
    c.Local: _none,
    c.Global: _none,
    c.Int: _none,
    c.Number: _none,
    c.String: _none,
    c.Boolean: _none,
    c.Nothing: _none,
    c.Fail: _none,
    c.Lambda: lambda core: (core.body,),
    c.Apply: lambda core: (core.function, *core.arguments),
    c.Call: lambda core: core.arguments,
    c.Delay: lambda core: (core.body,),
    c.Force: lambda core: (core.action,),
    c.Let: lambda core: (core.value, core.body),
    c.LetRec: lambda core: (*[value for _, value in core.bindings], core.body),
    c.If: lambda core: (core.condition, core.then, core.otherwise),
    c.Switch: _switch,
    c.Join: lambda core: (core.body, core.rest),
    c.Jump: lambda core: core.arguments,
    c.Construct: lambda core: core.fields,
    c.Field: lambda core: (core.value,),
    c.ArrayOf: lambda core: core.items,
    c.Item: lambda core: (core.array,),
    c.RecordOf: lambda core: [value for _, value in core.fields],
    c.Get: lambda core: (core.record,),
    c.Set: lambda core: (core.record, *[value for _, value in core.fields]),
    c.Primitive: lambda core: core.arguments,
    c.Count: lambda core: (core.start, core.stop, core.body),
    c.Each: lambda core: (core.array, core.body),
    c.While: lambda core: (core.condition, core.body),
    c.Instance: lambda core: core.arguments,
    c.Member: lambda core: (core.dictionary,),
    c.Super: lambda core: (core.dictionary,),
    c.Reflected: lambda core: (core.value,),
}

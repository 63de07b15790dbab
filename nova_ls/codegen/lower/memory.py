"""References and arrays that change, where it is known what is done with them: as the library defines it, in place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nova_ls.base.keys import Space, element_key
from nova_ls.codegen import core as c
from nova_ls.codegen.lower.named import Arguments, Build, both_named, named

if TYPE_CHECKING:
    from nova_ls.codegen.lower.context import Context


def modified(module: str, result: bool = True) -> Build:
    """A reference gets what a function makes of its value, which is the result as well, or there is none."""

    def build(context: Context, arguments: Arguments, line: int) -> c.Core:
        def body(function: c.Core, ref: c.Core) -> c.Core:
            def run(name: str, *given: c.Core) -> c.Core:
                action = context.reference(element_key(module, Space.VALUE, name))
                return context.force(context.apply(action, given, line), line)

            name = context.fresh("_")
            after = context.apply(function, (run("read", ref),), line)
            written = run("write", c.Local(name), ref)
            told = c.Local(name) if result else c.Nothing()
            return c.Delay(c.Let(name, after, c.Let(context.fresh("_"), written, told)))

        return both_named(context, arguments, body)

    return build


def peeked(context: Context, arguments: Arguments, line: int) -> c.Core:
    """What stands at an index of an array that changes, if there is such an index."""

    def body(index: c.Core, cells: c.Core) -> c.Core:
        found = context.apply(
            _maybe(context, "Just"), (c.Primitive("cells.get", (cells, index), line),), line
        )
        within = c.Primitive("cells.within", (index, cells), line)
        return c.Delay(c.If(within, found, _maybe(context, "Nothing")))

    return both_named(context, arguments, body)


def _maybe(context: Context, name: str) -> c.Core:
    return context.reference(element_key("Data.Maybe", Space.CONSTRUCTOR, name))


def poked(context: Context, arguments: Arguments, line: int) -> c.Core:
    """Change an element of such an array; whether there is one."""
    index, value, cells = arguments

    def body(at: c.Core, new: c.Core, into: c.Core) -> c.Core:
        put = c.Primitive("cells.put", (into, at, new), line)
        done = c.Let(context.fresh("_"), put, c.Boolean(True))
        return c.Delay(c.If(c.Primitive("cells.within", (at, into), line), done, c.Boolean(False)))

    return named(
        context,
        index,
        lambda at: both_named(context, (value, cells), lambda new, into: body(at, new, into)),
    )

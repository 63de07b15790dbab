"""How local names are used: whether at all, whether functions only where they get all their arguments, and what closures hold."""

from __future__ import annotations

from nova_ls.codegen import core as c
from nova_ls.codegen.children import children, descendants


class NameUsage:
    """`uses`: how often a name is read. `arities`: of names that are functions of several parameters. `escapes`: those of
    them that are used as values, or with too few arguments.
    """

    __slots__ = ("arities", "escapes", "uses")

    def __init__(self, whole: c.Core) -> None:
        self.uses: dict[str, int] = {}
        self.arities: dict[str, int] = {}
        self.escapes: set[str] = set()
        self._visit(whole)

    def _visit(self, whole: c.Core) -> None:
        pending: list[c.Core] = [whole]
        uses, arities = self.uses, self.arities
        while pending:
            core = pending.pop()
            if isinstance(core, c.Local):
                uses[core.name] = uses.get(core.name, 0) + 1
                self.escapes.add(core.name)
            elif isinstance(core, c.Apply) and isinstance(core.function, c.Local):
                name = core.function.name
                uses[name] = uses.get(name, 0) + 1
                if len(core.arguments) < arities.get(name, 0):
                    self.escapes.add(name)
                pending.extend(core.arguments)
            elif isinstance(core, c.Switch):
                uses[core.subject] = uses.get(core.subject, 0) + 1
                pending.extend(children(core))
            else:
                if isinstance(core, c.Let):
                    self._note(core.name, core.value)
                elif isinstance(core, c.LetRec):
                    for name, value in core.bindings:
                        self._note(name, value)
                # Last in, first out: a function is noted before it is used.
                pending.extend(children(core))

    def _note(self, name: str, value: c.Core) -> None:
        if isinstance(value, c.Lambda):
            self.arities[name] = len(value.parameters)


def has_closures(body: c.Core) -> bool:
    """Whether something in a function's body outlives a turn of it, holding its variables."""
    return any(isinstance(each, c.Lambda | c.Delay | c.LetRec) for each in descendants(body))


def calls_itself(body: c.Core, symbol: c.Symbol | None, name: str | None, run: bool) -> bool:
    """Whether a function's body ends, in some branch, in a call of the function with all its arguments."""
    pending = [body]
    while pending:
        core = pending.pop()
        if isinstance(core, c.Let | c.LetRec):
            pending.append(core.body)
        elif isinstance(core, c.If):
            pending += (core.then, core.otherwise)
        elif isinstance(core, c.Switch):
            pending.extend(arm for _, arm in core.arms)
            if core.otherwise is not None:
                pending.append(core.otherwise)
        elif isinstance(core, c.Join):
            pending += (core.body, core.rest)
        elif isinstance(core, c.Call):
            if core.symbol == symbol and core.run is run:
                return True
        elif isinstance(core, c.Apply):
            if name is not None and isinstance(core.function, c.Local):
                if core.function.name == name:
                    return True
    return False

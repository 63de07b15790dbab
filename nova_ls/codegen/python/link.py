"""Linking by name: declarations are put into one namespace, with all that they need, and constants are computed.

Functions are defined first, then constants in the order of need. Where that order is not known beforehand (a constant may need another
through a function), Python says which name it lacks: that one is computed first, and the one that lacked it anew, which is
possible since it has no effects.
"""

from __future__ import annotations

import builtins
from collections.abc import Callable, Iterable
from typing import Any

from nova_ls.base.keys import ElementKey
from nova_ls.codegen.core import ForeignCode
from nova_ls.codegen.python.compile import Compiled
from nova_ls.codegen.python.runtime import RUNTIME, MissingForeign, NovaError

Forms = dict[str, Any]
"""A foreign value: by "" as it is, by "#2" as a function of two arguments, by "!2" as one that runs the action it gives."""


def _applied(value: Any) -> Any:
    """A function of several arguments that applies a value to one after the other."""

    def apply(*arguments: Any) -> Any:
        result = value
        for argument in arguments:
            result = result(argument)
        return result

    return apply


def _run(whole: Any, count: int) -> Any:
    """A function that runs the action that another one gives."""
    if not count:
        return whole
    if count == 1:
        return lambda argument: whole(argument)()
    return lambda *arguments: whole(*arguments)()


class LinkedProgram:
    """The declarations of a program that have been linked. `namespace`: all that they define, by name."""

    def __init__(
        self,
        compiled: Callable[[ElementKey], Compiled],
        foreign: Callable[[ElementKey, str | None], Forms],
    ) -> None:
        """`compiled`: what a declaration compiles to. `foreign`: a foreign value in its forms; MissingForeign where there is none."""
        self.namespace: dict[str, Any] = {"__builtins__": builtins.__dict__, **RUNTIME}
        self.linked: dict[ElementKey, Compiled] = {}
        self.missing: dict[ElementKey, MissingForeign] = {}
        self._compiled = compiled
        self._foreign = foreign

    def link(self, keys: Iterable[ElementKey]) -> None:
        """Define declarations, and all that they need and that is not there yet."""
        fresh = self._define(keys)
        for key in fresh:
            for name in self.linked[key].constants:
                self._compute(name)

    def value(self, key: ElementKey) -> Any:
        """The value of a declaration, linked with all that it needs."""
        if key not in self.linked:
            self.link((key,))
        return self.namespace[f"{key.namespace}.{key.name}"]

    def _define(self, keys: Iterable[ElementKey]) -> list[ElementKey]:
        """Run the code of what is not there yet; the keys, each behind those it needs where that can be."""
        order: list[ElementKey] = []
        pending = [(key, False) for key in keys]
        while pending:
            key, is_left = pending.pop()
            if is_left:
                order.append(key)
                continue
            if key in self.linked:
                continue
            compiled = self.linked[key] = self._compiled(key)
            self.run_code(key, compiled, self.namespace)
            pending.append((key, True))
            pending.extend((each, False) for each in compiled.needs if each not in self.linked)
        return order

    def run_code(self, key: ElementKey, compiled: Compiled, into: Forms) -> None:
        """Define what a declaration defines, in the namespace or beside it."""
        if compiled.foreign is not None:
            self._take_foreign(key, compiled.foreign, into)
        if compiled.code is not None:
            exec(compiled.code, self.namespace, into)

    def _take_foreign(self, key: ElementKey, code: ForeignCode, into: Forms) -> None:
        """A foreign value in all the forms that its callers may use."""
        symbol = code.symbol
        found = self._foreign(key, code.inline)
        value = found[""]
        if isinstance(value, MissingForeign):
            self.missing[key] = value
        name, count = symbol.name, symbol.arity
        into[name] = value
        whole = found.get(f"#{count}")
        run = found.get(f"!{count}")
        if whole is None:
            whole = value if count == 1 else _applied(value)
        if count:
            into[f"{name}#{count}"] = whole
        if symbol.acts:
            into[f"{name}!{count}"] = run or _run(whole if count else value, count)

    def _compute(self, name: str) -> None:
        namespace = self.namespace
        pending = [name]
        while pending:
            current = pending[-1]
            if current not in namespace:
                try:
                    namespace[current] = namespace[f"{current}%"]()
                except NameError as problem:
                    missing: str | None = problem.name
                    if missing is None or f"{missing}%" not in namespace or missing in namespace:
                        raise
                    if missing in pending:
                        raise NovaError(
                            f"{missing} is needed before it is known: it needs itself"
                        ) from None
                    pending.append(missing)
                    continue
            pending.pop()

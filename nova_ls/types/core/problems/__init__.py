"""What the checker of types reports; and the table of all codes, whichever phase reports them.

Imports the other phases' problems and types, no algorithm. Start with `types.py`.
"""

from __future__ import annotations

from types import ModuleType
from typing import Final

from nova_ls.base import problems as files
from nova_ls.base.diagnostic import SEVERITIES, Problem
from nova_ls.names.problems import imports, matches, modules, scope
from nova_ls.syntax import problems as syntax
from nova_ls.types.core.problems import classes, deriving, kinds, types


def _problems(module: ModuleType) -> list[type[Problem]]:
    """The problem classes that a module defines."""
    return [
        each
        for each in vars(module).values()
        if isinstance(each, type) and issubclass(each, SEVERITIES) and each not in SEVERITIES
    ]


PROBLEMS: Final[dict[str, type[Problem]]] = {
    each.__name__: each
    for module in (files, syntax, modules, imports, scope, matches, types, kinds, classes, deriving)
    for each in _problems(module)
}
"""Every code that can be reported, with its class."""

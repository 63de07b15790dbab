"""What is said of a module once all its elements are known: unused imports and declarations, cyclic values.

The names that elements look up are counted as units come and go, so that an edit costs what its own look-ups cost. Only
where a name became used or unused altogether are the module's warnings looked at again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from nova_ls.base.diagnostic import Diagnostic
from nova_ls.base.keys import ElementKey, Space
from nova_ls.compiler import units
from nova_ls.compiler.module import Module, Origin
from nova_ls.compiler.source import SourceChunk
from nova_ls.compiler.units import Fact, Unit
from nova_ls.names.groups import value_cycles
from nova_ls.names.lint_declarations import lint_declarations
from nova_ls.names.lint_imports import lint_imports, re_exported
from nova_ls.names.scope import Lookup
from nova_ls.names.usage import used_names

if TYPE_CHECKING:
    from nova_ls.compiler.program import Program


def credit(program: Program, module: Module, unit: Unit, questions: Iterable[Fact]) -> None:
    """Take note of the names that a unit looks up now instead of those it looked up before."""
    usage = module.usage
    revision = usage.revision
    lookups = list(_lookups(module, questions))
    usage.add(lookups)
    usage.remove(module.credited.get(unit, ()))
    if lookups:
        module.credited[unit] = lookups
    else:
        module.credited.pop(unit, None)
    if usage.revision != revision:
        program.touch_usage(module)


def _lookups(module: Module, questions: Iterable[Fact]) -> Iterator[Lookup]:
    for fact in questions:
        if fact[0] == units.NAME:
            yield (Space(fact[2]), fact[3], fact[4])
        elif fact[0] == units.VISIBLE and module.scope is not None:
            # Coercible looked through a newtype: that is a use of its constructor's import.
            key: ElementKey = fact[2]
            for entry in module.scope.entries:
                if entry.get(key.space, key.name) is key:
                    yield (key.space, entry.qualifier, key.name)
                    break


def run_usage(program: Program, module: Module) -> None:
    """Find what is imported or declared in vain, and values that need themselves."""
    problems: list[tuple[SourceChunk, Diagnostic]] = []
    items, scope = module.items, module.scope
    for cycle in (*module.type_cycles, *value_cycles(module.immediate)):
        declared = module.declared[cycle.keys[0]]
        problems.append((declared.chunk, Diagnostic(cycle.code, *declared.span, cycle.keys)))
    if scope is not None and module.origin is Origin.WORKSPACE:
        chunks = module.source.chunks
        used = used_names(module.usage, scope, re_exported(items.header))
        found = lint_imports(items.imports, items.header, scope, used)
        found += lint_declarations(items, used)
        problems += ((chunks[index], problem) for index, problem in found)
    module.usage_problems = problems
    program.engine.record((units.USAGE, module.key), (), (), ())

"""What is said of a module once all its elements are known: unused imports and declarations.

The names that elements look up are counted as units come and go, so that an edit costs what its own look-ups cost. Only
where a name became used or unused altogether are the module's warnings looked at again.
"""

from __future__ import annotations

from nova_ls.base.diagnostic import Diagnostic
from nova_ls.compiler.model.crash import tells_of_crash
from nova_ls.compiler.model.source import SourceChunk
from nova_ls.compiler.state.module import Module, ModuleOrigin
from nova_ls.names.checks.lint_declarations import lint_declarations
from nova_ls.names.checks.lint_imports import lint_imports, re_exported
from nova_ls.names.checks.usage import used_names


def find_unused(module: Module) -> list[tuple[SourceChunk, Diagnostic]]:
    """What is imported or declared and not used."""
    problems: list[tuple[SourceChunk, Diagnostic]] = []
    items, scope = module.items, module.scope
    # What a unit looked up is not known where the checker failed in it; it would seem to be unused.
    is_known = not any(map(tells_of_crash, module.found.values()))
    if scope is not None and module.origin is ModuleOrigin.WORKSPACE and is_known:
        chunks = module.source.chunks
        used = used_names(module.usage, scope, re_exported(items.header))
        found = lint_imports(items, scope, used)
        found += lint_declarations(items, used)
        problems += ((chunks[index], problem) for index, problem in found)
    return problems

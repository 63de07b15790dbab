"""UnusedDeclaration: a value that is neither exported nor named anywhere in its module.

Source: the PureScript compiler's `Linter.hs`; `bind` and `discard` may be meant for `do`.
"""

from __future__ import annotations

from nova_ls.base.diagnostic import Diagnostic
from nova_ls.base.keys import Space
from nova_ls.base.similar_names import similar_names
from nova_ls.names.checks.usage import UsedNames
from nova_ls.names.modules.items import ItemKind, ReferenceShape
from nova_ls.names.modules.module_items import ModuleItems
from nova_ls.names.problems.scope import UnusedDeclaration
from nova_ls.names.resolve.resolution import REBINDABLE


def lint_declarations(module: ModuleItems, used: UsedNames) -> list[tuple[int, Diagnostic]]:
    """Warnings with the index of their chunk; none where the module exports everything."""
    header = module.header
    if header is None or header.references is None:
        return []
    if any(
        ref.shape is ReferenceShape.MODULE and ref.name == module.name for ref in header.references
    ):
        return []
    exported = {ref.name for ref in header.references if ref.space is Space.VALUE}
    missing = {name for name in exported if module.own.get(Space.VALUE, name) is None}
    warnings: list[tuple[int, Diagnostic]] = []
    for key, definition in module.definitions.items():
        name = key.name
        if key.space is not Space.VALUE or definition.item.kind is not ItemKind.VALUE:
            continue
        if name in exported or name in used.own_values or name in REBINDABLE:
            continue
        if similar_names(name, missing):
            continue  # It is probably what the header meant.
        warning = Diagnostic(UnusedDeclaration(name), definition.start, definition.end)
        warnings.append((definition.chunk, warning))
    return warnings

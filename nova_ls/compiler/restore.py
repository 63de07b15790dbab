"""Putting a module in place from its record, without parsing or checking anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nova_ls.compiler import units
from nova_ls.compiler.module import Module
from nova_ls.compiler.record import ModuleRecord
from nova_ls.compiler.units import Answer, Fact
from nova_ls.names.module_items import combine_items

if TYPE_CHECKING:
    from nova_ls.compiler.program import Program


def restore(program: Program, module: Module, record: ModuleRecord) -> None:
    """Let a record stand in for a module: exports and instances at once, everything else when asked for."""
    module.imports = record.imports
    module.exports = record.exports
    program.restored[module.name] = module
    module.committed_closure = program.closure(module)
    for row in record.instances:
        program.instances.put(row)
    # Its structure depends on what its imports export, as if it had been computed.
    questions: dict[Fact, Answer] = {}
    for name in record.imports:
        if program.find_module(name) is not None:
            questions[(units.EXPORTS, name)] = program.exports_of(name)
    unit = (units.STRUCTURE, module.key)
    produced: list[Fact] = [(units.EXPORTS, module.name)]
    program.engine.record(unit, list(questions), list(questions.values()), produced)


def import_names(module: Module) -> tuple[str, ...]:
    """What a module imports, before its structure has been computed."""
    items = combine_items([chunk.items for chunk in module.source.chunks if _may_import(chunk.text)])
    return tuple(dict.fromkeys(place.item.module for place in items.imports))


def _may_import(text: str) -> bool:
    return "import" in text or "module" in text

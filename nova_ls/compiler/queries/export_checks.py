"""Whether what a module exports is of use to those who import it: types, classes and members that must come along."""

from __future__ import annotations

from collections.abc import Iterator

from nova_ls.base.diagnostic import Diagnostic
from nova_ls.base.keys import ElementKey, Space
from nova_ls.compiler.model.source import SourceChunk
from nova_ls.compiler.queries.recorder import Recorder
from nova_ls.compiler.queries.resolve import resolve_key
from nova_ls.compiler.state.module import Module
from nova_ls.compiler.state.table import Table
from nova_ls.names.checks.export_checks import ExportContext, check_exports
from nova_ls.names.modules.declaration_unit import UnitKind
from nova_ls.names.modules.items import ItemKind
from nova_ls.names.resolve import resolved as r
from nova_ls.names.resolve.resolve_element import Depth
from nova_ls.types.core.interface import ClassInterface
from nova_ls.types.core.mentions import mentions_of


def find_unexported(
    module: Module, table: Table, recorder: Recorder
) -> Iterator[tuple[SourceChunk, Diagnostic]]:
    """Check a module's export list against the interfaces of what it lists: what is needed beside it."""
    exports, items = module.exports, module.items
    if exports is not None and items.header is not None and items.header.references is not None:

        def mentions(key: ElementKey) -> Iterator[ElementKey]:
            interface = recorder.interface(key)
            if interface is not None:
                visible = exports.constructors.get(key.name, ()) if key.space is Space.TYPE else ()
                yield from _written_synonyms(module, table, key, bool(visible))
                yield from mentions_of(interface, frozenset(visible), recorder)

        def superclasses(key: ElementKey) -> Iterator[ElementKey]:
            interface = recorder.interface(key)
            if isinstance(interface, ClassInterface):
                yield from (constraint.key for constraint in interface.superclasses)

        context = ExportContext(
            recorder.operator, mentions, superclasses, list(_heads(module, recorder))
        )
        chunk = module.source.chunks[items.header_chunk]
        for problem in check_exports(items, exports, context):
            yield chunk, problem


def _heads(module: Module, recorder: Recorder) -> Iterator[r.InstanceHead]:
    """The instances whose classes make a hidden constructor suspicious."""
    for key, unit in module.units.items():
        if unit.kind in (UnitKind.INSTANCE, UnitKind.DERIVATION, UnitKind.CLAUSE):
            if module.declared[key].item.detail[1] in ("Generic", "Newtype"):
                element = resolve_key(module, key, recorder, Depth.HEAD).element
                if isinstance(element, r.InstanceHead):
                    yield element


def _written_synonyms(
    module: Module, table: Table, key: ElementKey, has_constructors: bool
) -> Iterator[ElementKey]:
    """The module's own synonyms in what keeps them as they are written: interfaces hold what they expand to.

    A value's signature is expanded, so that a module that imports the value needs no synonym. Source: `checkMemberExport` in
    the PureScript compiler's `TypeChecker.hs`.
    """
    declared, unit, ast = module.declared.get(key), module.units.get(key), table.get_ast(key)
    if declared is None or unit is None or ast is None:
        return
    if declared.item.kind not in (ItemKind.SYNONYM, ItemKind.FOREIGN) and not has_constructors:
        return
    node = declared.chunk.tree.declarations[unit.position]
    names = ast.references
    for start, target in zip(names.starts, names.targets, strict=True):
        if node.start <= start < node.end and isinstance(target, ElementKey) and target is not key:
            mentioned = module.declared.get(target)
            if mentioned is not None and mentioned.item.kind is ItemKind.SYNONYM:
                yield target

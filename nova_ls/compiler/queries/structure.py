"""The structure of a module: what its chunks define together, its scope, its exports, its operators.

It is computed anew only when a header, an import or the item table of a chunk changed, or the exports of an imported
module; bodies do not concern it. What a name of the module meant is compared with what it means now, name
by name, so that a new import re-types exactly those who use what it brings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from nova_ls.base.diagnostic import Diagnostic
from nova_ls.base.keys import UNKNOWN_CLASS, ElementKey, Space
from nova_ls.compiler.facts import Answer, ExportedFact, ExportsFact, Fact
from nova_ls.compiler.model import units
from nova_ls.compiler.model.crash import NO_CRASH, crash_in_module
from nova_ls.compiler.model.outcome import Scheme, scheme_of
from nova_ls.compiler.model.source import SourceChunk
from nova_ls.compiler.model.units import Unit
from nova_ls.compiler.queries.recorder import Recorder
from nova_ls.compiler.queries.resolve import resolve_key, signature_alone
from nova_ls.compiler.state.lookup_counts import count_lookups
from nova_ls.compiler.state.module import Module
from nova_ls.compiler.state.module_problems import About
from nova_ls.compiler.state.world import World
from nova_ls.names.modules.declaration_unit import DeclarationUnit, UnitKind
from nova_ls.names.modules.exports import Exports, changed_exports
from nova_ls.names.modules.fixity import Operator
from nova_ls.names.modules.imports import build_scope
from nova_ls.names.modules.items import ItemKind
from nova_ls.names.modules.module_items import ModuleItems, combine_items
from nova_ls.names.modules.resolve_exports import resolve_exports
from nova_ls.syntax import tree as t
from nova_ls.syntax.order import order_errors
from nova_ls.types.core.interface import OperatorInterface

_TYPE_KINDS: Final = frozenset((UnitKind.TYPE, UnitKind.CLASS))
_INSTANCE_KINDS: Final = frozenset((UnitKind.INSTANCE, UnitKind.DERIVATION, UnitKind.CLAUSE))


def run_structure(world: World, module: Module) -> None:
    """Compute the structure of a module and bring its set of units in line with it."""
    try:
        _run(world, module, module.source.chunks)
    except NO_CRASH:
        raise
    except Exception as problem:
        _run(world, module, ())  # as if it were empty
        module.report(About.STRUCTURE, [crash_in_module(module.source, problem)])


def _run(world: World, module: Module, chunks: Sequence[SourceChunk]) -> None:
    items = combine_items([chunk.items for chunk in chunks])
    problems = [(chunks[index], problem) for index, problem in items.diagnostics]
    trees = [chunk.tree for chunk in chunks]
    problems += ((chunks[index], problem) for index, problem in order_errors(trees))
    before = module.exports
    module.declare(items, chunks)
    questions: dict[Fact, Answer] = {}

    def exports_of(name: str) -> Exports | None:
        exports = world.exports_of(name)
        if name in world.modules or exports is None:
            questions[ExportsFact(name)] = exports
        return exports

    scope, found = build_scope(
        items.own,
        items.own_values,
        [place.item for place in items.imports],
        [place.spans for place in items.imports],
        exports_of,
        items.nameless,
    )
    problems += ((chunks[items.imports[index].chunk], problem) for index, problem in found)
    exports = items.own
    if items.header_spans is not None:
        exports, wrong = resolve_exports(items.own, items.header, items.header_spans, scope)
        problems += ((chunks[items.header_chunk], problem) for problem in wrong)
    if before is not None and before == exports:
        exports = before
    module.take_structure(items, scope, exports)
    _sync_units(world, module, items)
    changed, unresolved = _changed_operators(world, module, items)
    module.report(About.STRUCTURE, [*problems, *unresolved])
    changed += _changed_names(world, module)
    unit = units.Structure(module.key)
    produced: list[Fact] = [ExportsFact(module.name)]
    world.engine.record(unit, list(questions), list(questions.values()), produced)
    if exports is not before:
        changed.append(ExportsFact(module.name))
        if before is not None:
            changed += (ExportedFact(key) for key in changed_exports(before, exports))
    world.invalidate(changed)
    for kind in units.WHOLE_KINDS:
        world.engine.add(kind(module.key))
        world.engine.touch(kind(module.key))


def is_produced(module: Module, key: ElementKey) -> bool:
    """Whether some unit of a module makes an element: itself, or the type or class that it belongs to."""
    if key not in module.declared:
        return False
    owner = module.owner_of(key)
    return owner is key or (owner in module.units and key in module.inner_keys(owner))


# ---------------------------------------------------------------------------- units


def unit_texts(module: Module, keys: Iterable[ElementKey]) -> Iterator[tuple[Unit, str]]:
    """The units of some elements, each with the text that it is computed from: comments above it are no part of that."""
    for key in keys:
        named = module.units.get(key)
        if named is None:
            continue  # A constructor or member: its owner's unit sees to it.
        chunk = module.declared[key].chunk
        kind = named.kind
        if kind is UnitKind.VALUE:
            if key in module.items.signed:
                yield units.Signature(key), _signature_text(chunk, named)
                if module.declared[key].item.kind is not ItemKind.SIGNATURE:
                    yield units.Values(key), chunk.code
            else:
                yield units.References(key), chunk.code
        elif kind is UnitKind.FOREIGN:
            yield units.Signature(key), chunk.code
        elif kind in _TYPE_KINDS:
            yield units.References(key), chunk.code
        elif kind in _INSTANCE_KINDS:
            place = named.place
            chain = f"{place.chain.name}\0{place.index}\0" if place is not None else ""
            yield units.Head(key), chain + _head_text(chunk, named.position)
            yield units.Body(key), chain + chunk.code


def _signature_text(chunk: SourceChunk, unit: DeclarationUnit) -> str:
    """The signature of a value with its place, since its diagnostics are relative to the chunk."""
    node = signature_alone(chunk.tree.declarations, unit)[unit.position]
    return f"{node.start}\0{chunk.code[node.start : node.end]}"


def _head_text(chunk: SourceChunk, position: int) -> str:
    node = chunk.tree.declarations[position]
    if isinstance(node, t.InstanceDeclaration):
        end = max([node.class_name.end, *(argument.end for argument in node.arguments)])
        return f"{node.start}\0{chunk.code[node.start : end]}"
    return chunk.code


def _sync_units(world: World, module: Module, items: ModuleItems) -> None:
    wanted = dict(unit_texts(module, module.units))
    for unit in [unit for unit in module.sources if unit not in wanted]:
        world.drop_unit(module, unit)
    for unit, text in wanted.items():
        world.set_source(module, unit, text)
        if isinstance(unit, units.Signature | units.Head):
            world.unit_of[unit.key] = unit
        if isinstance(unit, units.Head):
            _index_head(world, module, unit)
    grouped = {unit.key for unit in wanted if isinstance(unit, units.References)}
    module.keep_mentions(grouped)
    if grouped or module.groups:
        world.regrouping[module] = None


def _index_head(world: World, module: Module, unit: Unit) -> None:
    """Let the class of an instance know of it before its head has been looked at."""
    qualifier, name = module.declared[unit.key].item.detail[:2]
    assert module.scope is not None
    class_key = module.scope.lookup(Space.CLASS, str(qualifier), str(name))
    world.index_head(class_key if isinstance(class_key, ElementKey) else UNKNOWN_CLASS, unit)


# ---------------------------------------------------------------------------- facts


def _changed_operators(
    world: World, module: Module, items: ModuleItems
) -> tuple[list[Fact], list[tuple[SourceChunk, Diagnostic]]]:
    """Operators are the structure's own: their interface is a fixity and a target. What changed, and what is wrong with them."""
    problems: list[tuple[SourceChunk, Diagnostic]] = []
    recorder = Recorder(world, module.name, frozenset())
    schemes: dict[ElementKey, Scheme] = {}
    for unit in items.units:
        if unit.kind is UnitKind.OPERATOR:
            resolved = resolve_key(module, unit.key, recorder)
            chunk = module.declared[unit.key].chunk
            problems += ((chunk, problem) for problem in resolved.diagnostics)
            operator = resolved.element
            if isinstance(operator, Operator):
                interface = OperatorInterface(
                    operator.associativity, operator.precedence, operator.target
                )
                schemes[unit.key] = scheme_of(interface)
    if count_lookups(module, units.Structure(module.key), recorder.questions):
        world.touch_usage(module)
    return world.install_schemes(module, units.Structure(module.key), schemes), problems


def _changed_names(world: World, module: Module) -> list[Fact]:
    """What somebody asked of this module's names and exports, and what has another answer now."""
    changed: list[Fact] = []
    asked = module.asked
    is_asked = world.engine.is_asked
    for fact in list(asked):
        if not is_asked(fact):
            del asked[fact]
            continue
        answer = world.answer(fact)
        if answer != asked[fact]:
            asked[fact] = answer
            changed.append(fact)
    return changed

"""The structure of a module: what its chunks define together, its scope, its exports, its operators.

It is computed anew only when a header, an import or the item table of a chunk changed, or the exports of an imported
module; bodies do not concern it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from nova_ls.base.diagnostic import Diagnostic
from nova_ls.base.keys import ElementKey
from nova_ls.compiler.facts import Answer, Fact, exports_fact
from nova_ls.compiler.model import units
from nova_ls.compiler.model.outcome import Scheme, scheme_of
from nova_ls.compiler.model.source import SourceChunk
from nova_ls.compiler.model.units import Unit
from nova_ls.compiler.queries.recorder import Recorder
from nova_ls.compiler.queries.resolve import resolve_key, signature_alone
from nova_ls.compiler.state.answers import Answers
from nova_ls.compiler.state.module import Module
from nova_ls.names.modules.declaration_unit import DeclarationUnit, UnitKind
from nova_ls.names.modules.exports import Exports
from nova_ls.names.modules.fixity import Operator
from nova_ls.names.modules.imports import ExportsOf, build_scope
from nova_ls.names.modules.items import ItemKind
from nova_ls.names.modules.module_items import ImportPlace, ModuleItems
from nova_ls.names.modules.prim import PRIM_EXPORTS
from nova_ls.names.modules.resolve_exports import resolve_exports
from nova_ls.names.modules.scope import ModuleScope
from nova_ls.syntax import tree as t
from nova_ls.syntax.order import order_errors
from nova_ls.types.core.interface import OperatorInterface

_TYPE_KINDS: Final = frozenset((UnitKind.TYPE, UnitKind.CLASS))
_INSTANCE_KINDS: Final = frozenset((UnitKind.INSTANCE, UnitKind.DERIVATION, UnitKind.CLAUSE))


class StructureResult(NamedTuple):
    """What the chunks of a module come to together. `questions`: the exports that were asked for, with the answers."""

    items: ModuleItems
    scope: ModuleScope
    exports: Exports
    problems: list[tuple[SourceChunk, Diagnostic]]
    questions: dict[Fact, Answer]


class Operators(NamedTuple):
    """The interfaces of a module's operators, what is wrong with them, and what was asked to know that."""

    schemes: dict[ElementKey, Scheme]
    problems: list[tuple[SourceChunk, Diagnostic]]
    questions: dict[Fact, Answer]


def find_structure(
    answers: Answers, module: Module, items: ModuleItems, chunks: Sequence[SourceChunk]
) -> StructureResult:
    """Compute scope and exports of a module from what its chunks declare; exports that are as before are the same object."""
    problems = [(chunks[index], problem) for index, problem in items.diagnostics]
    trees = [chunk.tree for chunk in chunks]
    problems += ((chunks[index], problem) for index, problem in order_errors(trees))
    before = module.exports
    questions: dict[Fact, Answer] = {}

    def exports_of(name: str) -> Exports | None:
        if name == module.name:
            return own_exports
        exports = answers.exports_of(name)
        if name not in PRIM_EXPORTS:
            questions[exports_fact(name)] = exports
        return exports

    others = [place for place in items.imports if place.item.module != module.name]
    # A module that imports itself is offered what it exports without that import: otherwise a name that has gone would stay, because it was there.
    own_exports = items.own
    if len(others) < len(items.imports):
        own_exports = _exports(items, _scope(items, others, exports_of)[0])[0]
    scope, found = _scope(items, items.imports, exports_of)
    problems += ((chunks[items.imports[index].chunk], problem) for index, problem in found)
    exports, wrong = _exports(items, scope)
    problems += ((chunks[items.header_chunk], problem) for problem in wrong)
    if before is not None and before == exports:
        exports = before
    return StructureResult(items, scope, exports, problems, questions)


def exports_among(items: ModuleItems, exports_of: ExportsOf) -> Exports:
    """What a module would export, if others exported this."""
    return _exports(items, _scope(items, items.imports, exports_of)[0])[0]


def _scope(
    items: ModuleItems, imports: Sequence[ImportPlace], exports_of: ExportsOf
) -> tuple[ModuleScope, list[tuple[int, Diagnostic]]]:
    found = [place.item for place in imports], [place.spans for place in imports]
    return build_scope(items.own, items.own_values, *found, exports_of, items.nameless)


def _exports(items: ModuleItems, scope: ModuleScope) -> tuple[Exports, list[Diagnostic]]:
    if items.header_spans is None:
        return items.own, []
    return resolve_exports(items.own, items.header, items.header_spans, scope, items.nameless)


def find_operators(answers: Answers, module: Module) -> Operators:
    """Compute the interfaces of a module's operators, which are the structure's own: a fixity and a target each."""
    problems: list[tuple[SourceChunk, Diagnostic]] = []
    recorder = Recorder(answers, module.name)
    schemes: dict[ElementKey, Scheme] = {}
    for unit in module.items.units:
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
    return Operators(schemes, problems, recorder.questions)


def is_produced(module: Module, key: ElementKey) -> bool:
    """Whether some unit of a module makes an element: itself, or the type or class that it belongs to."""
    if key not in module.declared:
        return False
    owner = module.owner_of(key)
    return owner is key or (owner in module.units and key in module.inner_keys(owner))


def unit_texts(module: Module, keys: Iterable[ElementKey]) -> Iterator[tuple[Unit, str]]:
    """The units of some elements, each with the text that it is computed from: comments above it do not belong to that."""
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
    """The signature of a value with its place, since its diagnostics are relative to the chunk; it may end in a mistake that is not part of it."""
    node = signature_alone(chunk.tree.declarations, unit)[unit.position]
    is_whole = isinstance(node, t.Signature) and node.is_whole
    return f"{node.start}\0{chunk.code[node.start : node.end]}{'' if is_whole else chr(0)}"


def _head_text(chunk: SourceChunk, position: int) -> str:
    node = chunk.tree.declarations[position]
    if isinstance(node, t.InstanceDeclaration):
        end = max([node.class_name.end, *(argument.end for argument in node.arguments)])
        return f"{node.start}\0{chunk.code[node.start : end]}"
    return chunk.code

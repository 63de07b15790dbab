"""Resolving the element of a unit, with its look-ups on the unit's record."""

from __future__ import annotations

from collections.abc import Sequence

from nova_ls.base.keys import ElementKey
from nova_ls.compiler.facts import NamesInScopeFact, OwnValueFact
from nova_ls.compiler.queries.recorder import Recorder
from nova_ls.compiler.state.module import Module
from nova_ls.names.modules.declaration_unit import DeclarationUnit, UnitKind
from nova_ls.names.resolve.resolve_element import Depth, Resolved, resolve_element
from nova_ls.syntax import tree as t


def resolve_key(
    module: Module, key: ElementKey, recorder: Recorder, depth: Depth = Depth.BODY
) -> Resolved:
    """Resolve one element of a module.

    A result that was made in the same revision is used again, where operators are still what they were.
    """
    cached, operators = module.resolved.get((key, depth), (None, ()))
    if cached is None or operators != tuple(map(recorder.operator, cached.operators)):
        scope = module.scope
        assert scope is not None, module.name
        declarations: Sequence[t.Declaration] = module.declared[key].chunk.tree.declarations
        if depth is Depth.HEAD and module.units[key].kind is UnitKind.VALUE:
            declarations = signature_alone(declarations, module.units[key])
        cached = resolve_element(declarations, module.units[key], scope, recorder.operator, depth)
        module.take_resolved(key, depth, cached, tuple(map(recorder.operator, cached.operators)))
    recorder.record_lookups(cached.lookups)
    for name in cached.local_names:
        recorder.questions[OwnValueFact(module.name, name)] = name in module.own_values
    if cached.searched_scope:
        recorder.questions[NamesInScopeFact(module.name)] = module.names_digest()
    return cached


def signature_alone(
    declarations: Sequence[t.Declaration], unit: DeclarationUnit
) -> Sequence[t.Declaration]:
    """The declarations of a value's chunk up to the value, and of the value only its signature: what others rely on."""
    before, own = declarations[: unit.position], declarations[unit.position :]
    signatures = (d for d in own if isinstance(d, t.Signature) and d.name.text == unit.key.name)
    return (*before, next(signatures, own[0]))

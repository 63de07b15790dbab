"""Resolving the element of a unit, with its look-ups on the unit's record."""

from __future__ import annotations

from nova_ls.base.keys import ElementKey
from nova_ls.compiler import units
from nova_ls.compiler.module import Module
from nova_ls.compiler.recorder import Recorder
from nova_ls.names.resolve_element import Depth, Resolved, resolve_element


def resolve_key(
    module: Module, key: ElementKey, recorder: Recorder, depth: Depth = Depth.BODY
) -> Resolved:
    """Resolve one element of a module.

    A result without diagnostics that somebody has made already in the same revision is used again.
    """
    cached = module.resolved.get((key, depth))
    if cached is None:
        scope = module.scope
        assert scope is not None, module.name
        declarations = module.declared[key].chunk.tree.declarations
        cached = resolve_element(declarations, module.units[key], scope, recorder.operator, depth)
        module.resolved[(key, depth)] = cached
    else:
        for operator in cached.operators:
            recorder.operator(operator)
    recorder.record_lookups(cached.lookups)
    for name in cached.local_names:
        recorder.questions[(units.LOCAL, module.name, name)] = name in module.own_values
    if cached.searched_scope:
        recorder.questions[(units.SCOPE, module.name)] = module.scope
    return cached

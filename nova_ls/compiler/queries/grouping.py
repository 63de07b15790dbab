"""Binding groups: which types and which unsigned values of a module are checked together.

Each such element has a small unit of its own, REFERENCES, that knows which elements of its module it mentions. Only when one
of these sets has changed are the module's groups looked at again.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from nova_ls.base.keys import ElementKey, Space
from nova_ls.compiler.model import units
from nova_ls.compiler.model.module_mentions import Mentions
from nova_ls.compiler.model.units import Unit
from nova_ls.compiler.queries.recorder import Recorder
from nova_ls.compiler.queries.resolve import resolve_key
from nova_ls.compiler.state.module import Module
from nova_ls.names.modules.binding_groups import Cycle, binding_groups, class_cycles, type_cycles
from nova_ls.names.modules.items import ItemKind
from nova_ls.names.resolve import resolved as r
from nova_ls.names.resolve.resolve_element import Resolved
from nova_ls.syntax import tree as t

_NAMED: Final = (
    t.DataDeclaration,
    t.SynonymDeclaration,
    t.ClassDeclaration,
    t.ForeignData,
    t.KindSignature,
    t.RoleDeclaration,
)


def find_mentions(module: Module, key: ElementKey, recorder: Recorder) -> Mentions:
    """Resolve an element to see what it mentions; the resolved tree is kept for the check that follows."""
    resolved = resolve_key(module, key, recorder)
    if key.space is Space.VALUE:
        return Mentions(frozenset(resolved.uses))
    return _type_mentions(module, resolved, recorder)


def _type_mentions(module: Module, resolved: Resolved, recorder: Recorder) -> Mentions:
    """The types and classes of the module that a type-level declaration mentions, through operators too."""
    element = resolved.element
    if not isinstance(element, r.Data | r.Synonym | r.Class):
        return Mentions(frozenset())
    uses: set[ElementKey] = set()
    signature: set[ElementKey] = set()
    names = resolved.references
    declarations = module.declared[element.key].chunk.tree.declarations
    # Where a declaration stands its own name means nothing but itself.
    own = {d.name.start for d in declarations if isinstance(d, _NAMED) and d.name is not None}
    for start, target in zip(names.starts, names.targets, strict=True):
        if start in own:
            continue
        if isinstance(target, ElementKey) and target.space is Space.TYPE_OPERATOR:
            operator = recorder.operator(target)
            target = operator.target if operator is not None else target
        if isinstance(target, ElementKey) and target.namespace == module.name:
            if target.space in (Space.TYPE, Space.CLASS):
                (signature if start < element.start else uses).add(target)
    superclasses: frozenset[ElementKey] = frozenset()
    if isinstance(element, r.Class):
        superclasses = frozenset(c.key for c in element.superclasses)
    is_signed = element.kind_signature is not None
    return Mentions(frozenset(uses), frozenset(signature), superclasses, is_signed)


class Groups(NamedTuple):
    """The binding groups of a module by the units that check them, and the cycles among its types and classes that are errors."""

    members: dict[Unit, tuple[ElementKey, ...]]
    cycles: list[Cycle]


def find_groups(module: Module) -> Groups:
    """Compute the binding groups of a module from what its elements mention."""
    mentions = module.references
    types = sorted(key for key in mentions if key.space is not Space.VALUE)
    kinds = {key: module.declared[key].item.kind for key in types}
    cycles = type_cycles(
        {key: sorted(mentions[key].uses) for key in types},
        {key: sorted(mentions[key].signature) for key in types if mentions[key].has_signature},
        {key for key in types if kinds[key] is ItemKind.SYNONYM},
        {key for key in types if kinds[key] is ItemKind.FOREIGN_DATA},
    )
    groups: dict[Unit, tuple[ElementKey, ...]] = {}
    # The checker kinds signatures together with what they belong to, so that both count as mentions.
    both = {key: sorted(mentions[key].uses | mentions[key].signature) for key in types}
    for keys in binding_groups(both):
        groups[units.Types(keys[0])] = keys
    values = sorted(key for key in mentions if key.space is Space.VALUE)
    for keys in binding_groups({key: sorted(mentions[key].uses) for key in values}):
        groups[units.Values(keys[0])] = keys
    classes = {key: sorted(mentions[key].superclasses) for key in types if key.space is Space.CLASS}
    return Groups(groups, [*cycles, *class_cycles(classes)])

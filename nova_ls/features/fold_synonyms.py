"""Types hold no synonyms; here those that a module's author uses are put back where a type is what they stand for.

Only what says enough is put back: a synonym for `Int` or `Array String` stands for what others mean by other words, one
for a record or for a type of the workspace does not. A function is put back as a parameter, not as the type of what takes parameters.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from nova_ls.base.keys import ElementKey, Space
from nova_ls.base.slotted import value
from nova_ls.compiler.state.module import Module, ModuleOrigin
from nova_ls.names.modules.scope import ModuleScope, Provenance
from nova_ls.types.core.interface import SynonymInterface
from nova_ls.types.core.same_type import same_type
from nova_ls.types.core.type import (
    HAS_QUANTIFIERS,
    Constrained,
    Constraint,
    Forall,
    KindApp,
    Row,
    Type,
    TypeApp,
    TypeCon,
    TypeVar,
    applied,
    parts,
    row,
    type_con,
)
from nova_ls.types.render.render_type import opt_arrow
from nova_ls.workspace.snapshot import Snapshot

_DEPTH: Final = 60
_ENOUGH: Final = 3


@value
class Synonym:
    """`weight`: how many constructors and fields its body names."""

    key: ElementKey
    parameters: tuple[str, ...]
    body: Type
    weight: int


def synonyms_of(snapshot: Snapshot, module: Module) -> list[Synonym]:
    """The synonyms that a module mentions, declares or lists among its imports; those that say most first."""
    return snapshot.derived(_synonyms_mentioned, module)


def _synonyms_mentioned(snapshot: Snapshot, module: Module) -> list[Synonym]:
    return useful_synonyms(snapshot, _mentioned(module))


def useful_synonyms(snapshot: Snapshot, keys: Iterable[ElementKey]) -> list[Synonym]:
    """Those of some types that are synonyms of which enough is said; those that say most first."""
    found: list[Synonym] = []
    for key in dict.fromkeys(keys):
        interface = snapshot.interface(key)
        if isinstance(interface, SynonymInterface) and not interface.body.flags & HAS_QUANTIFIERS:
            names = tuple(parameter.name for parameter in interface.parameters)
            weight = _weight(snapshot, interface.body)
            if weight >= _ENOUGH and not isinstance(interface.body, TypeVar):
                found.append(Synonym(key, names, interface.body, weight))
    return sorted(found, key=lambda each: (-each.weight, each.key))


def _mentioned(module: Module) -> Iterator[ElementKey]:
    yield from module.asked.types
    if module.scope is not None:
        yield from listed_types(module.scope)


def listed_types(scope: ModuleScope) -> Iterator[ElementKey]:
    """The types that a module declares or lists among its imports."""
    for entry in scope.entries:
        if entry.exports is None:
            continue
        if entry.provenance is Provenance.OWN:
            yield from entry.exports.tables[Space.TYPE].values()
        elif entry.visible is not None:
            for space, name in entry.visible:
                key = entry.get(space, name) if space is Space.TYPE else None
                if key is not None:
                    yield key


def _weight(snapshot: Snapshot, body: Type) -> int:
    """What a body names; a type of the workspace, or a field, says more than one of a library."""
    weight = 0
    pending = [body]
    while pending and weight < 100:
        type = pending.pop()
        if isinstance(type, TypeCon):
            module = snapshot.module(type.key.namespace)
            is_own = module is not None and module.origin is ModuleOrigin.WORKSPACE
            weight += 2 if is_own else 1
        elif isinstance(type, Row):
            weight += 2 * len(type.fields)
        pending += parts(type)
    return weight


def in_words_of(snapshot: Snapshot, module: Module, type: Type) -> Type:
    """A type with the synonyms that a module mentions."""
    if isinstance(type, TypeCon):
        return type  # A name alone says less than the body of any synonym.
    return fold_synonyms(type, synonyms_of(snapshot, module))


def fold_synonyms(type: Type, synonyms: list[Synonym]) -> Type:
    """The type with synonyms, applied to their arguments, in the place of what they stand for."""
    return _fold_spine(type, synonyms, 0) if synonyms else type


def fold_constraint(constraint: Constraint, synonyms: list[Synonym]) -> Constraint:
    """The same for the arguments of a class."""
    return _fold_constraint(constraint, synonyms, 0)


def _fold_spine(type: Type, synonyms: list[Synonym], depth: int) -> Type:
    """Quantifiers, constraints and parameters stay what they are as wholes."""
    if depth > _DEPTH:
        return type
    match type:
        case Forall():
            body = _fold_spine(type.body, synonyms, depth + 1)
            return Forall(type.name, type.kind, body, type.visible)
        case Constrained():
            constraint = _fold_constraint(type.constraint, synonyms, depth)
            return Constrained(constraint, _fold_spine(type.body, synonyms, depth + 1))
    arrow = opt_arrow(type)
    if arrow is None:
        return _fold(type, synonyms, depth)
    assert isinstance(type, TypeApp) and isinstance(type.function, TypeApp)
    parameter = _fold(arrow[0], synonyms, depth + 1)
    result = _fold_spine(arrow[1], synonyms, depth + 1)
    return TypeApp(TypeApp(type.function.function, parameter), result)


def _fold_constraint(constraint: Constraint, synonyms: list[Synonym], depth: int) -> Constraint:
    folded = tuple([_fold(each, synonyms, depth + 1) for each in constraint.arguments])
    return Constraint(constraint.key, constraint.kinds, folded)


def _fold(type: Type, synonyms: list[Synonym], depth: int) -> Type:
    for synonym in synonyms if depth <= _DEPTH else ():
        bound: dict[str, Type] = {}
        if _matches(synonym.body, type, frozenset(synonym.parameters), bound):
            if all(name in bound for name in synonym.parameters):
                arguments = [_fold(bound[name], synonyms, depth + 1) for name in synonym.parameters]
                return applied(type_con(synonym.key), *arguments)
    match type:
        case TypeApp() if depth <= _DEPTH:
            function = _fold(type.function, synonyms, depth + 1)
            return TypeApp(function, _fold(type.argument, synonyms, depth + 1))
        case KindApp() if depth <= _DEPTH:
            return KindApp(_fold(type.function, synonyms, depth + 1), type.argument)
        case Row() if depth <= _DEPTH:
            fields = [(label, _fold(field, synonyms, depth + 1)) for label, field in type.fields]
            return row(tuple(fields), type.tail)
        case Forall() | Constrained():
            return _fold_spine(type, synonyms, depth + 1)
        case _:
            return type


def _matches(pattern: Type, type: Type, parameters: frozenset[str], bound: dict[str, Type]) -> bool:
    """Whether a type is an instance of a synonym's body; kinds follow from types."""
    match pattern, type:
        case TypeVar(), _ if pattern.name in parameters:
            known = bound.setdefault(pattern.name, type)
            return known is type or same_type(known, type)
        case TypeCon(), _:
            return pattern is type
        case TypeApp(), TypeApp():
            return _matches(pattern.function, type.function, parameters, bound) and _matches(
                pattern.argument, type.argument, parameters, bound
            )
        case KindApp(), KindApp():
            return _matches(pattern.function, type.function, parameters, bound)
        case Row(), Row():
            return _matches_row(pattern, type, parameters, bound)
        case _:
            return same_type(pattern, type)


def _matches_row(
    pattern: Row, type: Row, parameters: frozenset[str], bound: dict[str, Type]
) -> bool:
    if [label for label, _ in pattern.fields] != [label for label, _ in type.fields]:
        return False
    for (_, wanted), (_, found) in zip(pattern.fields, type.fields, strict=True):
        if not _matches(wanted, found, parameters, bound):
            return False
    if pattern.tail is None or type.tail is None:
        if isinstance(pattern.tail, TypeVar):
            return _matches(pattern.tail, row((), None), parameters, bound)
        return pattern.tail is type.tail
    return _matches(pattern.tail, type.tail, parameters, bound)

"""A hole is filled with what is in scope and fits: local names, values, constructors with holes for their fields."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from nova_ls.base.keys import ElementKey, Space
from nova_ls.base.slotted import value
from nova_ls.compiler.state.module import Module
from nova_ls.features.actions.code_action import ActionKind, CodeAction, Finding
from nova_ls.features.actions.site import Site, site_of
from nova_ls.features.completion.fit import Fit, WantedType, shape
from nova_ls.names.modules.scope import Provenance
from nova_ls.syntax import tree as t
from nova_ls.types.core.interface import ConstructorInterface, InstanceInterface, ValueInterface
from nova_ls.types.core.problems.types import HoleInferredType
from nova_ls.types.core.type import Constrained, Forall, Type, TypeCon, TypeVar, spine
from nova_ls.workspace.snapshot import Snapshot

_MOST: Final = 12
_LOOKED_AT: Final = 3000
_DEPTH: Final = 10


@value
class _Filling:
    """A name and how many arguments it still wants; `nearness`: the smaller the likelier."""

    nearness: int
    name: str
    holes: int

    @property
    def text(self) -> str:
        holes = [
            "?" + (f"value{n}" if self.holes > 1 else "value") for n in range(1, self.holes + 1)
        ]
        return " ".join([self.name, *holes])


def fill_hole(snapshot: Snapshot, finding: Finding) -> Iterator[CodeAction]:
    """One action for each of the likeliest names whose types fit. What else the place wants of them, trying them tells."""
    problem = finding.diagnostic.problem
    if not isinstance(problem, HoleInferredType):
        return
    site = site_of(finding)
    start, end = finding.diagnostic.start, finding.diagnostic.end
    node = site.node(start, end)
    if not isinstance(node, t.Hole):
        return
    wanted = WantedType(problem.type)
    if not wanted.is_known:
        return  # Everything would do.
    found = list(_locals(snapshot, problem, wanted))
    hidden = {name for name, _ in problem.candidates}
    found += _in_scope(snapshot, finding.module, wanted, hidden)
    is_argument = _is_argument(site, node)
    for filling in sorted(
        found, key=lambda each: (each.holes, each.nearness, len(each.name), each.name)
    )[:_MOST]:
        text = f"({filling.text})" if filling.holes and is_argument else filling.text
        edits = (site.edit(start, end, text),)
        title = f"Fill `?{problem.name}` with `{filling.text}`"
        yield CodeAction(
            title, ActionKind.QUICK_FIX, edits, finding, len(found) == 1, is_guess=True
        )


def _locals(
    snapshot: Snapshot, problem: HoleInferredType, wanted: WantedType
) -> Iterator[_Filling]:
    for name, type in problem.candidates:
        yield from _fillings(snapshot, name, type, wanted, 0, 2)


def _in_scope(
    snapshot: Snapshot, module: Module, wanted: WantedType, hidden: set[str]
) -> Iterator[_Filling]:
    scope = module.scope
    seen: set[ElementKey] = set()
    for entry in () if scope is None else scope.entries:
        if entry.exports is None or scope is None:
            continue
        nearness = 1 if entry.provenance is Provenance.OWN else 2
        for space in (Space.CONSTRUCTOR, Space.VALUE):
            for name in entry.exports.tables[space]:
                key = entry.get(space, name)
                if key is None or key in seen or len(seen) > _LOOKED_AT:
                    continue
                if not entry.qualifier and name in hidden:
                    continue
                seen.add(key)
                if scope.lookup(space, entry.qualifier, name) is key:
                    shown = f"{entry.qualifier}.{name}" if entry.qualifier else name
                    most = 8 if space is Space.CONSTRUCTOR else 0
                    yield from _of_element(snapshot, key, shown, wanted, nearness, most)


def _of_element(
    snapshot: Snapshot, key: ElementKey, name: str, wanted: WantedType, nearness: int, most: int
) -> Iterator[_Filling]:
    interface = snapshot.interface(key)
    if isinstance(interface, ValueInterface | ConstructorInterface):
        yield from _fillings(snapshot, name, interface.type, wanted, nearness, most)


def _fillings(
    snapshot: Snapshot, name: str, type: Type, wanted: WantedType, nearness: int, most: int
) -> Iterator[_Filling]:
    """How a value can be what is wanted: as it is, or with some arguments. What has constraints has to be right as it is."""
    fit = wanted.fit(type)
    if _is_constrained(type) and (
        fit is not Fit.EXACT or not _are_met(snapshot, wanted.needs(type))
    ):
        return
    holes = shape(type)[0] - wanted.arity
    if fit is Fit.EXACT or (fit is Fit.APPLIED and holes <= most):
        yield _Filling(nearness, name, holes)


def _is_constrained(type: Type) -> bool:
    while isinstance(type, Forall):
        type = type.body
    return isinstance(type, Constrained)


def _are_met(snapshot: Snapshot, needs: list[tuple[ElementKey, tuple[Type, ...]]] | None) -> bool:
    """Whether there are instances of some classes, of one parameter each."""
    return needs is not None and all(
        len(types) == 1 and _has_instance(snapshot, key, types[0], 0) for key, types in needs
    )


def _has_instance(snapshot: Snapshot, class_key: ElementKey, type: Type, depth: int) -> bool:
    """Whether a type surely has an instance; what an instance needs has to be about the type's arguments."""
    head, _, arguments = spine(type)
    if not isinstance(head, TypeCon) or depth > _DEPTH:
        return False
    for row in snapshot.instances(class_key):
        instance = snapshot.interface(row.key) if row.heads == (head.key,) else None
        if isinstance(instance, InstanceInterface):
            by_name = dict(zip(_variables(instance.arguments[0]), arguments, strict=False))
            return all(
                len(each.arguments) == 1
                and isinstance(variable := each.arguments[0], TypeVar)
                and variable.name in by_name
                and _has_instance(snapshot, each.key, by_name[variable.name], depth + 1)
                for each in instance.constraints
            )
    return False


def _variables(type: Type) -> list[str]:
    """The arguments of a type in the head of an instance; "" for one that is not a variable."""
    return [each.name if isinstance(each, TypeVar) else "" for each in spine(type)[2]]


def _is_argument(site: Site, hole: t.Hole) -> bool:
    """Whether the hole stands where an application needs parentheses."""
    path = site.path(hole.start, hole.end)
    around = path[-2] if len(path) > 1 else None
    return isinstance(around, t.Application | t.RecordAccess | t.RecordUpdate)

"""Checking one unit: resolve its elements, hand them to the type checker, keep what was asked and what came out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, assert_never

from nova_ls.base.diagnostic import Diagnostic, Severity
from nova_ls.base.keys import ElementKey, Space
from nova_ls.compiler.facts import InterfaceFact
from nova_ls.compiler.model import units
from nova_ls.compiler.model.crash import NO_CRASH, crash_diagnostic, mark_crash, tells_of_crash
from nova_ls.compiler.model.outcome import Outcome, TypedAst, scheme_of
from nova_ls.compiler.model.units import TypedUnit
from nova_ls.compiler.queries.recorder import Recorder
from nova_ls.compiler.queries.resolve import resolve_key
from nova_ls.compiler.state.answers import Answers
from nova_ls.compiler.state.module import Module
from nova_ls.names.modules.eager import Eager, EagerUse
from nova_ls.names.problems.scope import UnusedName
from nova_ls.names.resolve import resolved as r
from nova_ls.names.resolve.element_references import References
from nova_ls.names.resolve.resolve_element import Depth, Resolved
from nova_ls.types.check.check_instance import check_instance
from nova_ls.types.check.check_types import check_types
from nova_ls.types.check.check_values import check_signature, check_values
from nova_ls.types.core.environment import Annotations, Checked
from nova_ls.types.core.trail import Trail
from nova_ls.types.instances.check_instance_head import check_instance_head

_OF_HEADS: Final = (units.Head, units.Signature)
_OF_BODIES: Final = (units.Values, units.Body)


@dataclass(slots=True)
class TrailedCheck:
    """What a check leaves for who makes code of it: the resolved elements, the trail of their evidence, and what was found. `checked` None: it has failed."""

    trail: Trail = field(default_factory=Trail)
    elements: list[object] = field(default_factory=list)
    checked: Checked | None = None


def check_unit(
    answers: Answers,
    module: Module,
    unit: TypedUnit,
    source_hash: bytes,
    left: TrailedCheck | None = None,
) -> Outcome:
    """Type one unit from its text. `left`: what is to be filled for who makes code of it."""
    keys = module.members.get(unit, (unit.key,))
    recorder = Recorder(answers, module.name, _own(module, unit, keys))
    try:
        return _check_unit(module, unit, keys, recorder, source_hash, left)
    except NO_CRASH:
        raise
    except Exception as problem:
        return _crashed(answers, module, unit, recorder, source_hash, problem)


def _check_unit(
    module: Module,
    unit: TypedUnit,
    keys: tuple[ElementKey, ...],
    recorder: Recorder,
    source_hash: bytes,
    left: TrailedCheck | None,
) -> Outcome:
    depth = Depth.HEAD if isinstance(unit, _OF_HEADS) else Depth.BODY
    resolved = {member: resolve_key(module, member, recorder, depth) for member in keys}
    elements: list[object] = [found.element for found in resolved.values()]
    checked = _check(unit, elements, recorder, None if left is None else left.trail)
    if left is not None:
        left.elements, left.checked = elements, checked
    diagnostics = _diagnostics(unit, resolved, checked)
    asts = _asts(unit, resolved, checked)
    schemes = {}
    if (
        not isinstance(unit, units.Values) or unit in module.members
    ):  # a signed value's interface is its signature's matter
        owners = keys if isinstance(unit, units.Types) else ()
        duplicate_members = {inner for key in owners for inner in recorder.duplicate_members(key)}
        interfaces = checked.interfaces.items()
        schemes = {
            key: scheme_of(interface)
            for key, interface in interfaces
            if key.name and key not in duplicate_members
        }
    questions = list(recorder.questions)
    answers = list(recorder.questions.values())
    eager = eager_uses(resolved, checked) if isinstance(unit, _OF_BODIES) else {}
    return Outcome(unit, source_hash, questions, answers, schemes, asts, diagnostics, eager)


def _crashed(
    answers: Answers,
    module: Module,
    unit: TypedUnit,
    recorder: Recorder,
    source_hash: bytes,
    problem: Exception,
) -> Outcome:
    """What a unit comes to in which the checker itself failed: its elements have no types, everything else goes on."""
    key = unit.key
    asked = recorder.questions
    mark_crash(module.name, module.names_digest(), asked)
    diagnostics = {key: (crash_diagnostic(problem, *module.declared[key].span),)}
    above = units.Signature(key) if isinstance(unit, units.Values) else units.Head(key)
    if isinstance(unit, _OF_BODIES) and above in module.sources:
        asked[InterfaceFact(key)] = InterfaceFact(key).answer(answers)
        if tells_of_crash(module.found.get(above, {})):
            diagnostics = {}  # The text above it has said so.
    asts = {}
    if not isinstance(unit, units.Head) and not (
        isinstance(unit, units.Signature) and units.Values(key) in module.sources
    ):
        asts = dict.fromkeys(module.members.get(unit, (key,)), _NO_AST)
    return Outcome(unit, source_hash, list(asked), list(asked.values()), {}, asts, diagnostics, {})


def _own(module: Module, unit: TypedUnit, keys: tuple[ElementKey, ...]) -> frozenset[ElementKey]:
    """The keys whose interfaces this very unit decides; the checker must not ask for them."""
    if isinstance(unit, units.Types):
        return frozenset((*keys, *(inner for key in keys for inner in module.inner_keys(key))))
    if isinstance(unit, _OF_HEADS) or unit in module.members:
        return frozenset(keys)
    return frozenset()


def _check(
    unit: TypedUnit, elements: list[object], recorder: Recorder, trail: Trail | None
) -> Checked:
    present = [element for element in elements if element is not None]
    if not present:
        return Checked({}, {}, {})
    first = present[0]
    match unit:
        case units.Types():
            types = [e for e in present if isinstance(e, r.Data | r.Synonym | r.Class)]
            return check_types(types, recorder)
        case units.Values():
            return check_values([e for e in present if isinstance(e, r.Value)], recorder, trail)
        case units.Signature():
            assert isinstance(first, r.Value | r.Foreign)
            return check_signature(first, recorder)
        case units.Head():
            assert isinstance(first, r.InstanceHead)
            return check_instance_head(first, recorder)
        case units.Body():
            if isinstance(first, r.InstanceHead):
                first = r.Instance(first.start, first.end, first, (), ())
            assert isinstance(first, r.Instance)
            return check_instance(first, recorder, trail)
        case _:
            assert_never(unit)


def _diagnostics(
    unit: TypedUnit, resolved: dict[ElementKey, Resolved], checked: Checked
) -> dict[ElementKey, tuple[Diagnostic, ...]]:
    """Those of the resolver and the checker by element.

    What is resolved in two units (a signature and its value, a head and its instance) is reported once: by the
    unit that sees all of it.
    """
    found: dict[ElementKey, tuple[Diagnostic, ...]] = {}
    for key, item in resolved.items():
        own: list[Diagnostic] = []
        is_value = isinstance(item.element, r.Value)
        if not (isinstance(unit, units.Head) or (isinstance(unit, units.Signature) and is_value)):
            own += item.diagnostics
        own += checked.diagnostics.get(key, ())
        if any(diagnostic.problem.hides_uses for diagnostic in own):
            own = [each for each in own if not isinstance(each.problem, UnusedName)]
        if own:
            found[key] = tuple(own)
    return found


def eager_uses(resolved: dict[ElementKey, Resolved], checked: Checked) -> dict[ElementKey, Eager]:
    """What each element uses of its module at once; those that use nothing are left out."""
    found: dict[ElementKey, Eager] = {}
    for key, item in resolved.items():
        needs = checked.needs.get(key)
        withheld: tuple[EagerUse, ...] = ()
        needed: tuple[ElementKey, ...] = ()
        if needs is not None:
            needed = tuple(needs.needed)
            # Which dictionaries something wrong would need is not known.
            if needed and any(
                d.severity is Severity.ERROR for d in checked.diagnostics.get(key, ())
            ):
                needed = ()
            withheld = tuple([(used, *span) for used, span in needs.withheld.items()])
        named = item.immediate if key.space is Space.VALUE else ()
        eager = Eager(named, withheld, needed)
        if eager:
            found[key] = eager
    return found


def _asts(
    unit: TypedUnit, resolved: dict[ElementKey, Resolved], checked: Checked
) -> dict[ElementKey, TypedAst]:
    asts: dict[ElementKey, TypedAst] = {}
    for key, item in resolved.items():
        if isinstance(unit, units.Head) or (
            isinstance(unit, units.Signature) and isinstance(item.element, r.Value)
        ):
            continue  # The unit with the body knows all that this one does, and more.
        annotations = checked.annotations.get(key)
        asts[key] = TypedAst(annotations or _NO_ANNOTATIONS, item.references)
    return asts


_NO_ANNOTATIONS: Final = Annotations()
_NO_AST: Final = TypedAst(_NO_ANNOTATIONS, References([], [], []))

"""What a declaration would come to: with a hole in it, the type that a place wants and the local variables that it sees; as it is, how much of it is wrong.

The tree is the caller's own, made for this and seen by nobody else: nothing that is found is kept, no unit has run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from nova_ls.base.diagnostic import Severity
from nova_ls.base.keys import ElementKey, Space
from nova_ls.compiler.model.crash import NO_CRASH
from nova_ls.compiler.queries.check_unit import eager_uses
from nova_ls.compiler.queries.recorder import Recorder
from nova_ls.compiler.state.answers import Answers
from nova_ls.compiler.state.module import Module
from nova_ls.names.modules.declaration_unit import DeclarationUnit, UnitKind
from nova_ls.names.modules.eager import NOTHING, find_circles
from nova_ls.names.modules.items import ChunkItems, HeaderItem, ListSpans, collect_items
from nova_ls.names.modules.module_items import combine_items
from nova_ls.names.resolve import resolved as r
from nova_ls.names.resolve.resolve_element import Resolved, resolve_element
from nova_ls.syntax import tree as t
from nova_ls.types.check.check_instance import check_instance
from nova_ls.types.check.check_values import check_values
from nova_ls.types.core.environment import Checked
from nova_ls.types.core.problems.types import HoleInferredType
from nova_ls.types.core.type import Type


@dataclass(frozen=True, slots=True)
class Probed:
    """`holes`: by name, each with its type and the typed variables in scope, the nearest first. `types`: by span, relative to the chunk."""

    holes: Mapping[str, HoleInferredType] = field(default_factory=dict)
    types: Mapping[tuple[int, int], Type] = field(default_factory=dict)


NOTHING_PROBED: Final = Probed()


def probe(answers: Answers, module: Module, declarations: Sequence[t.Declaration]) -> Probed:
    """Check the values and instances among the declarations of one chunk; what cannot be checked tells nothing."""
    try:
        return _merged(_check_all(answers, module, declarations))
    except NO_CRASH:
        raise
    except Exception:  # A tree that nobody wrote may be one that the checker has not met.
        return NOTHING_PROBED


def count_errors(answers: Answers, module: Module, declarations: Sequence[t.Declaration]) -> int:
    """How many errors the values and instances among the declarations of one chunk would have, those that need themselves among them."""
    found, eager, uses = 0, dict(module.eager), {key: set(of) for key, of in module.uses.items()}
    for key, resolved, checked in _parts(answers, module, declarations):
        problems = [*resolved.diagnostics, *checked.diagnostics.get(key, ())]
        found += sum(each.severity is Severity.ERROR for each in problems)
        eager[key] = eager_uses({key: resolved}, checked).get(key, NOTHING)
        uses[key] = set(resolved.uses)
    circles = {circle.key for circle in find_circles(eager, uses)}
    return found + len(circles - module.circular)


def _check_all(
    answers: Answers, module: Module, declarations: Sequence[t.Declaration]
) -> Iterator[Checked]:
    return (checked for _, _, checked in _parts(answers, module, declarations))


def _parts(
    answers: Answers, module: Module, declarations: Sequence[t.Declaration]
) -> Iterator[tuple[ElementKey, Resolved, Checked]]:
    if module.scope is None:
        return
    named = ListSpans((0, 0), (0, 0), ())
    header = ChunkItems((), (), (), HeaderItem(module.name, None), (), (named,))
    items = combine_items([header, collect_items(declarations)])
    for unit in items.units:
        part = _check(answers, module, declarations, unit, unit.key in items.signed)
        if part is not None:
            yield unit.key, *part


def _check(
    answers: Answers,
    module: Module,
    declarations: Sequence[t.Declaration],
    unit: DeclarationUnit,
    is_signed: bool,
) -> tuple[Resolved, Checked] | None:
    if unit.kind not in (UnitKind.VALUE, UnitKind.INSTANCE) or module.scope is None:
        return None
    is_value = unit.key.space is Space.VALUE
    own = frozenset([unit.key] if is_value and not is_signed else [])
    recorder = Recorder(answers, module.name, own)
    resolved = resolve_element(declarations, unit, module.scope, recorder.operator)
    found = resolved.element
    if isinstance(found, r.Value):
        return resolved, check_values([found], recorder)
    return (resolved, check_instance(found, recorder)) if isinstance(found, r.Instance) else None


def _merged(parts: Iterable[Checked]) -> Probed:
    holes: dict[str, HoleInferredType] = {}
    types: dict[tuple[int, int], Type] = {}
    for checked in parts:
        for diagnostics in checked.diagnostics.values():
            for diagnostic in diagnostics:
                if isinstance(diagnostic.problem, HoleInferredType):
                    holes[diagnostic.problem.name] = diagnostic.problem
        for notes in checked.annotations.values():
            spans = zip(notes.starts, notes.ends, strict=True)
            types.update(zip(spans, notes.types, strict=True))
    return Probed(holes, types)

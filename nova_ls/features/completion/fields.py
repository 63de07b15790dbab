"""Labels of records: behind a dot, in literals, updates and patterns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nova_ls.compiler.queries.probe import Probed
from nova_ls.features.completion.candidate import Candidate, CompletionKind, Reach
from nova_ls.features.completion.fit import WantedType, record_fields
from nova_ls.features.completion.matching import match
from nova_ls.features.completion.spot import HOLE, Spot, SpotKind
from nova_ls.syntax import tree as t
from nova_ls.types.core.type import Type
from nova_ls.types.render.render_type import opt_arrow, render_label

_Fields = Sequence[tuple[str, Type]]


def fields(spot: Spot, probed: Probed) -> Iterator[Candidate]:
    """Those of the record at hand that are not there yet, with their types."""
    present = _present(spot)
    for nearness, (label, type) in enumerate(_offered(spot, probed)):
        if label not in present and match(spot.word.typed, label) is not None:
            text = render_label(label)
            kind = CompletionKind.FIELD
            yield Candidate(text, kind, Reach.LOCAL, type=type, nearness=nearness)


def has_known_fields(spot: Spot, probed: Probed) -> bool:
    """Whether the record's type is known."""
    return bool(_offered(spot, probed))


def wanted_field(spot: Spot, probed: Probed) -> WantedType | None:
    """The type that a field behind a dot is to have."""
    hole = probed.holes.get(HOLE)
    arrow = None if hole is None else opt_arrow(hole.type)
    return None if arrow is None or spot.kind is not SpotKind.FIELD else WantedType(arrow[1])


def _offered(spot: Spot, probed: Probed) -> _Fields:
    hole = probed.holes.get(HOLE)
    wanted = None if hole is None else hole.type
    asked = None if spot.asked is None else probed.types.get(spot.asked)
    match spot.kind:
        case SpotKind.FIELD | SpotKind.UPDATE:
            arrow = None if wanted is None else opt_arrow(wanted)
            found = record_fields(None if arrow is None else arrow[0])
        case SpotKind.LITERAL:
            # Behind a record the braces are its update.
            found = record_fields(asked) or record_fields(wanted)
        case _:
            found = record_fields(asked)
    for label in spot.labels:
        found = record_fields(dict(found).get(label))
    return found


def _present(spot: Spot) -> set[str]:
    """The labels that stand beside the one at the cursor."""
    node = spot.around(
        t.RecordAccess, t.RecordLiteral, t.PatternRecord, t.NestedUpdate, t.RecordUpdate
    )
    match node:
        case t.RecordLiteral() | t.PatternRecord():
            return {field.label.text for field in node.fields}
        case t.RecordUpdate() | t.NestedUpdate():
            return {update.label.text for update in node.updates}
        case _:
            return set()

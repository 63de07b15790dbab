"""The signature that a top-level value has not: as a line to show, and as the edits that write it."""

from __future__ import annotations

from nova_ls.base.keys import ElementKey
from nova_ls.base.slotted import value
from nova_ls.features.actions.code_action import CodeEdit
from nova_ls.features.hint_kind import HintKind
from nova_ls.features.inlay_hints import inlay_hints, insertion, label
from nova_ls.features.written_type import SourceTypeWriter
from nova_ls.workspace.snapshot import Snapshot


@value
class MissingSignature:
    """`edits` write `text`, with the imports that it needs; none where it cannot be written in this module."""

    text: str
    edits: tuple[CodeEdit, ...]


def missing_signature(snapshot: Snapshot, key: ElementKey) -> MissingSignature | None:
    """None: the value has a signature, or what its type is is not known."""
    found = snapshot.declared(key)
    if found is None:
        return None
    module, declared = found
    for hint in inlay_hints(snapshot, module, (declared.chunk,), {HintKind.TOP_LEVEL}):
        if hint.at.text == key.name:
            text = f"{key.name} :: {label(snapshot, hint, SourceTypeWriter(snapshot, module))}"
            return MissingSignature(text, insertion(snapshot, hint))
    return None

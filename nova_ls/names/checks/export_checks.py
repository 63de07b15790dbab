"""What an exported name needs beside it in the export list.

Source: the PureScript compiler's `checkFixityExports` and the export checks of its `TypeChecker.hs`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from nova_ls.base.diagnostic import Diagnostic, Problem
from nova_ls.base.keys import ElementKey, Space, element_key
from nova_ls.base.slotted import value
from nova_ls.names.modules.exports import Exports
from nova_ls.names.modules.fixity import FixityOf
from nova_ls.names.modules.items import ItemSpan, ReferenceShape
from nova_ls.names.modules.module_items import ModuleItems
from nova_ls.names.problems.modules import (
    HiddenConstructors,
    TransitiveDctorExportError,
    TransitiveExportError,
)
from nova_ls.names.resolve import resolved as r

_HIDING_CLASSES: Final = (
    element_key("Data.Generic.Rep", Space.CLASS, "Generic"),
    element_key("Data.Newtype", Space.CLASS, "Newtype"),
)


@value
class ExportContext:
    """What the checks ask of the rest of the compiler, about elements of the module itself.

    `mentions`: the types and classes in the interface of a value, or of a type with its exported constructors.
    `superclasses`: of a class. `heads`: the module's instances.
    """

    fixities: FixityOf
    mentions: Callable[[ElementKey], Iterable[ElementKey]]
    superclasses: Callable[[ElementKey], Iterable[ElementKey]]
    heads: Sequence[r.InstanceHead]


def check_exports(
    module: ModuleItems, exports: Exports, context: ExportContext
) -> list[Diagnostic]:
    """What the header's list leaves out; relative to the header's chunk."""
    header, spans = module.header, module.header_spans
    if header is None or header.references is None or spans is None:
        return []
    if any(
        ref.shape is ReferenceShape.MODULE and ref.name == module.name for ref in header.references
    ):
        return []  # All of the module is exported.
    checks = _Checks(module, exports, context, _lacks_a_type(module, exports))
    for reference, span in zip(header.references, spans.references, strict=True):
        if module.own.get(reference.space, reference.name) is None:
            continue
        key = element_key(module.name, reference.space, reference.name)
        if key.space in (Space.VALUE_OPERATOR, Space.TYPE_OPERATOR):
            checks.check_operator(key, span)
        elif key.space is Space.CLASS:
            checks.check_class(key, span)
        elif key.space is Space.TYPE:
            checks.check_type(key, reference.members, span)
        if key.space in (Space.VALUE, Space.TYPE):
            checks.check_mentions(key, span)
    return checks.diagnostics


def _lacks_a_type(module: ModuleItems, exports: Exports) -> bool:
    """Whether the list names a type or class that is not there, which is reported: another one may be meant."""
    assert module.header is not None
    return any(
        reference.space in (Space.TYPE, Space.CLASS)
        and module.own.get(reference.space, reference.name) is None
        and exports.get(reference.space, reference.name) is None
        for reference in module.header.references or ()
    )


class _Checks:
    """The checks of one export list. `lacks_a_type`: it is not known which types and classes it exports."""

    __slots__ = ("context", "diagnostics", "exports", "lacks_a_type", "module")

    def __init__(
        self, module: ModuleItems, exports: Exports, context: ExportContext, lacks_a_type: bool
    ) -> None:
        self.lacks_a_type = lacks_a_type
        self.module = module
        self.exports = exports
        self.context = context
        self.diagnostics: list[Diagnostic] = []

    def check_operator(self, key: ElementKey, span: ItemSpan) -> None:
        fixity = self.context.fixities(key)
        if fixity is None or self._is_visible(fixity.target):
            return
        is_constructor = fixity.target.space is Space.CONSTRUCTOR
        kind = TransitiveDctorExportError if is_constructor else TransitiveExportError
        self._report(kind(key, (fixity.target,)), span)

    def check_class(self, key: ElementKey, span: ItemSpan) -> None:
        definition = self.module.definitions[key]
        members = (
            element_key(self.module.name, Space.VALUE, str(name)) for name in definition.item.detail
        )
        hidden = [member for member in members if not self._is_visible(member)]
        if hidden:
            self._report(TransitiveExportError(key, tuple(hidden)), span)
        above = () if self.lacks_a_type else self.context.superclasses(key)
        if not all(map(self._is_visible, above)):
            self._report(TransitiveExportError(key, self._all_superclasses(key)), span)

    def check_type(self, key: ElementKey, listed: Sequence[str], span: ItemSpan) -> None:
        exported = self.exports.constructors.get(key.name, ())
        own = self.module.own.constructors.get(key.name, ())
        if not all(name in own for name in listed):
            return  # Reported: one of those that are not listed may be meant.
        if exported:
            hidden = [
                element_key(self.module.name, Space.CONSTRUCTOR, name)
                for name in own
                if name not in exported
            ]
            if hidden:
                self._report(TransitiveDctorExportError(key, tuple(hidden)), span)
            return
        found = {head.class_key for head in self.context.heads if _is_instance_for(head, key)}
        for class_key in _HIDING_CLASSES:
            if class_key in found:
                self._report(HiddenConstructors(key, class_key), span)

    def check_mentions(self, key: ElementKey, span: ItemSpan) -> None:
        mentions = () if self.lacks_a_type else dict.fromkeys(self.context.mentions(key))
        for space in (Space.TYPE, Space.CLASS):
            hidden = [m for m in mentions if m.space is space and not self._is_visible(m)]
            if hidden:
                self._report(TransitiveExportError(key, tuple(hidden)), span)
                return

    def _all_superclasses(self, key: ElementKey) -> tuple[ElementKey, ...]:
        found: dict[ElementKey, None] = {}
        pending = [key]
        while pending:
            for above in self.context.superclasses(pending.pop()):
                if above.namespace == self.module.name and above not in found:
                    found[above] = None
                    pending.append(above)
        return tuple(found)

    def _is_visible(self, key: ElementKey) -> bool:
        """Whether an element is another module's, or exported."""
        return key.namespace != self.module.name or self.exports.get(key.space, key.name) is key

    def _report(self, problem: Problem, span: ItemSpan) -> None:
        self.diagnostics.append(Diagnostic(problem, *span))


def _is_instance_for(head: r.InstanceHead, key: ElementKey) -> bool:
    if not head.arguments:
        return False
    first = head.arguments[0]
    while isinstance(first, r.TypeApp):
        first = first.function
    return isinstance(first, r.TypeConstructor) and first.key is key

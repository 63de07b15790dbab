"""What is not written and known all the same, shown within the text: inferred types, what wildcards stand for, chosen instances."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from typing import Final

from nova_ls.base.keys import ElementKey, Space, element_key
from nova_ls.base.slotted import value
from nova_ls.compiler.model.source import SourceChunk
from nova_ls.compiler.state.module import Module
from nova_ls.features.actions.code_action import CodeEdit, indentation, newline_of
from nova_ls.features.as_declared import as_declared
from nova_ls.features.hint_kind import HintKind
from nova_ls.features.written_type import WIDTH, SourceTypeWriter
from nova_ls.syntax import tree as t
from nova_ls.syntax.walk import children, descendants
from nova_ls.types.core.interface import InstanceInterface, ValueInterface
from nova_ls.types.core.problems.types import WildcardInferredType
from nova_ls.types.core.type import HAS_ERRORS, HAS_UNIFICATION_VARS, Constraint, Type
from nova_ls.types.render.render_type import render_constraint, render_type
from nova_ls.workspace.snapshot import Place, Snapshot

LONGEST: Final = 60
"""Letters of a label; the whole type is in the tooltip."""


@value
class InlayHint:
    """`at`: the name, wildcard or use behind which `type` is shown. `element`: an instance that is shown instead.

    `is_binding`: a click writes a signature above; else the type behind the name, or in the wildcard's place.
    """

    kind: HintKind
    at: Place
    type: Type | None
    element: ElementKey | None = None
    is_binding: bool = False


def inlay_hints(
    snapshot: Snapshot,
    module: Module,
    chunks: Iterable[SourceChunk],
    kinds: AbstractSet[HintKind],
) -> Iterator[InlayHint]:
    """The hints of some chunks of a module, in no particular order."""
    for chunk in chunks:
        if HintKind.TOP_LEVEL in kinds:
            yield from _of_top_level(snapshot, module, chunk)
        if HintKind.LOCAL in kinds:
            yield from _of_locals(snapshot, module, chunk)
        if HintKind.WILDCARD in kinds:
            yield from _of_wildcards(module, chunk)
        if HintKind.INSTANCE in kinds:
            yield from _of_instances(snapshot, module, chunk)


def label(snapshot: Snapshot, hint: InlayHint, writer: SourceTypeWriter) -> str:
    """What a hint shows, in full, as the module would write it."""
    if hint.element is not None:
        return _head(snapshot, hint.element)
    assert hint.type is not None
    return writer.type(hint.type) or render_type(hint.type)


def insertion(snapshot: Snapshot, hint: InlayHint) -> tuple[CodeEdit, ...]:
    """The edits that write down what a hint shows; none where that cannot be written there."""
    module, place, type = hint.at.module, hint.at, hint.type
    if type is None:
        return ()
    start = module.source.offset_of(place.chunk, place.start)
    end = module.source.offset_of(place.chunk, place.end)
    variables = _variables(place)
    writer = SourceTypeWriter(snapshot, module, variables)
    if hint.is_binding:
        signature = writer.signature(place.text, type, WIDTH)
        imports = writer.imports()
        if signature is None or imports is None:
            return ()
        text = module.source.text
        line_end = newline_of(text) + indentation(text, start)
        lines = "".join([line + line_end for line in signature.split("\n")])
        return (CodeEdit(start, start, lines), *imports)
    is_wildcard = hint.kind is HintKind.WILDCARD
    written = writer.atom(type) if is_wildcard else writer.type(type)
    imports = writer.imports()
    if written is None or imports is None:
        return ()
    own = CodeEdit(start, end, written) if is_wildcard else CodeEdit(end, end, f" :: {written}")
    return (own, *imports)


# ---------------------------------------------------------------------------- types


def _of_top_level(snapshot: Snapshot, module: Module, chunk: SourceChunk) -> Iterator[InlayHint]:
    for name in _unsigned(chunk.tree.declarations):
        key = element_key(module.name, Space.VALUE, name.text)
        interface = snapshot.interface(key)
        if isinstance(interface, ValueInterface) and _is_known(interface.type):
            place = Place(module, chunk, name.start, name.end)
            type = as_declared(snapshot, key, interface.type)
            yield InlayHint(HintKind.TOP_LEVEL, place, type, is_binding=True)


def _of_locals(snapshot: Snapshot, module: Module, chunk: SourceChunk) -> Iterator[InlayHint]:
    types = _types_by_span(snapshot, module, chunk)
    if not types:
        return
    pending: list[t.Node] = list(chunk.tree.declarations)
    while pending:
        node = pending.pop()
        pending += children(node)
        for name, is_binding in _local_names(node):
            type = types.get((name.start, name.end))
            if type is not None and _is_known(type):
                place = Place(module, chunk, name.start, name.end)
                yield InlayHint(HintKind.LOCAL, place, type, is_binding=is_binding)


def _local_names(node: t.Node) -> Iterator[tuple[t.Name, bool]]:
    """The names that a node binds without a type, and whether each may have a signature above it."""
    match node:
        case t.Let(bindings=bindings) | t.DoLet(bindings=bindings):
            yield from ((name, True) for name in _unsigned(bindings))
        case t.GuardedBody(where=bindings):
            yield from ((name, True) for name in _unsigned(bindings))
        case t.DoBind(pattern=t.PatternVariable(name=name)):
            yield name, False


def _unsigned(bindings: Iterable[t.Node]) -> Iterator[t.Name]:
    """The names that are bound without a signature, each once."""
    seen: set[str] = set()
    for node in bindings:
        if isinstance(node, t.Signature):
            seen.add(node.name.text)
        elif isinstance(node, t.Equation) and node.name.text not in seen:
            seen.add(node.name.text)
            yield node.name


def _types_by_span(
    snapshot: Snapshot, module: Module, chunk: SourceChunk
) -> dict[tuple[int, int], Type]:
    types: dict[tuple[int, int], Type] = {}
    for key in snapshot.elements_in(module, chunk):
        ast = snapshot.ast(key)
        if ast is not None:
            notes = ast.annotations
            types.update(zip(zip(notes.starts, notes.ends, strict=True), notes.types, strict=True))
    return types


def _of_wildcards(module: Module, chunk: SourceChunk) -> Iterator[InlayHint]:
    keys = module.by_chunk.get(chunk, ())
    for unit in module.typed_units(keys):
        for key, found in module.found.get(unit, {}).items():
            declared = module.declared.get(key)
            if declared is None or declared.chunk is not chunk:
                continue
            for one in found:
                place = Place(module, chunk, one.start, one.end)
                problem = one.problem
                if isinstance(problem, WildcardInferredType) and _is_known(problem.type):
                    if place.text == "_":  # Since then it may have been edited.
                        yield InlayHint(HintKind.WILDCARD, place, problem.type)


def _is_known(type: Type) -> bool:
    return not type.flags & (HAS_ERRORS | HAS_UNIFICATION_VARS)


def _variables(place: Place) -> frozenset[str]:
    """The type variables that the signature around a place binds with `forall`."""
    declarations = place.chunk.tree.declarations
    if any(
        isinstance(node, t.Equation) and node.name.start == place.start for node in declarations
    ):
        return frozenset()
    return frozenset(
        binder.name.text
        for node in declarations
        if isinstance(node, t.Signature)
        for forall in _outer_foralls(node.type)
        for binder in forall.binders
    )


def _outer_foralls(type: t.TypeNode) -> Iterator[t.ForallNode]:
    for node in (type, *descendants(type)):
        if isinstance(node, t.ForallNode):
            yield node
            return


# ---------------------------------------------------------------------------- instances


def _of_instances(snapshot: Snapshot, module: Module, chunk: SourceChunk) -> Iterator[InlayHint]:
    for key in snapshot.elements_in(module, chunk):
        ast = snapshot.ast(key)
        if ast is None:
            continue
        for start, end, steps in ast.annotations.evidence:
            if steps and steps[0][0] == "instance":
                place = Place(module, chunk, start, end)
                yield InlayHint(HintKind.INSTANCE, place, None, steps[0][1])


def _head(snapshot: Snapshot, key: ElementKey) -> str:
    """An instance as it is written behind `instance`, without its constraints."""
    interface = snapshot.interface(key)
    if not isinstance(interface, InstanceInterface):
        return key.name
    return render_constraint(Constraint(interface.class_key, interface.kinds, interface.arguments))

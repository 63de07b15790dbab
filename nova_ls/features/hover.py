"""What is known of the name under the cursor, of a label, literal or keyword, or of the innermost expression around it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from nova_ls.base.keys import ElementKey, Space
from nova_ls.base.slotted import value
from nova_ls.compiler.model.source import SourceChunk
from nova_ls.compiler.state.module import Module, ModuleOrigin
from nova_ls.features.as_declared import local_as_declared
from nova_ls.features.documentation import documentation
from nova_ls.features.exporters import exporters, is_internal
from nova_ls.features.fold_synonyms import in_words_of, synonyms_of
from nova_ls.features.keyword_help import EXPLANATIONS
from nova_ls.features.record_labels import LabelRole, LabelUse, label_at
from nova_ls.features.signature import WIDTH, signature
from nova_ls.syntax import tree as t
from nova_ls.syntax.lexer import lex
from nova_ls.syntax.literals import int_value
from nova_ls.syntax.tokens import CHAR, INT, NUMBER, RAW_STRING, STRING
from nova_ls.syntax.walk import descendants
from nova_ls.types.core.interface import (
    ConstructorInterface,
    DataInterface,
    InstanceInterface,
    Interface,
    OperatorInterface,
    ValueInterface,
)
from nova_ls.types.core.type import ERROR, HAS_QUANTIFIERS, HAS_TYPE_VARS, Type
from nova_ls.types.render.render_declaration import render_declaration
from nova_ls.types.render.render_type import render_label, render_signature, render_type
from nova_ls.workspace.snapshot import LocalTarget, NameUse, Place, Snapshot

_LITERALS: Final = {
    INT: "integer",
    NUMBER: "number",
    STRING: "string",
    RAW_STRING: "string",
    CHAR: "character",
}
_FIELD: Final = "\n\n*record field*"
_ORIGINS: Final = {
    ModuleOrigin.PACKAGE: "*of a package*",
    ModuleOrigin.LIBRARY: "*of the standard library*",
}


@value
class Hover:
    """`text` is Markdown about what stands at `place`; `element` is what a name there means, unless it is local."""

    place: Place
    text: str
    element: ElementKey | None = None


def hover(snapshot: Snapshot, module: Module, offset: int) -> Hover | None:
    """None on white space, comments, and where nothing is known."""
    use = snapshot.name_at(module, offset) or _alias_at(snapshot, module, offset)
    if use is None:
        return (
            _label(snapshot, module, offset)
            or _type_variable(module, offset)
            or _token(snapshot, module, offset)
        )
    if isinstance(use.target, LocalTarget):
        return _local(snapshot, use)
    return _element(snapshot, module, use, use.target)


# ---------------------------------------------------------------------------- expressions and tokens


def _token(snapshot: Snapshot, module: Module, offset: int) -> Hover | None:
    """A literal, a keyword, or a bracket: with the type of the innermost expression, if it begins or ends there."""
    chunk, within = module.source.chunk_at(offset)
    tokens = lex(chunk.code)
    index = bisect_right(tokens.starts, within) - 1
    if index < 0 or within > tokens.ends[index]:
        return None
    if index and within == tokens.starts[index] and tokens.ends[index - 1] == within:
        # Between two tokens: the one that has something to say, of two such the right one.
        text = chunk.code[tokens.starts[index] : tokens.ends[index]]
        if text not in EXPLANATIONS and tokens.kinds[index] not in _LITERALS:
            index -= 1
    place = Place(module, chunk, tokens.starts[index], tokens.ends[index])
    found = snapshot.type_at(module, offset)
    if found is not None and found[1] is ERROR:
        found = None
    explained = EXPLANATIONS.get(place.text)
    kind = _LITERALS.get(tokens.kinds[index])
    if explained is not None:
        begins = found is not None and found[0].start == place.start
        parts = [_type(snapshot, module, found[1])] if found is not None and begins else []
        return Hover(place, "\n\n".join([*parts, f"`{place.text}`: {explained}"]))
    if found is None:
        return None
    shown = _type(snapshot, module, found[1])
    if kind is not None and (found[0].start, found[0].end) == (place.start, place.end):
        shown += f"\n\n*{kind}*{_value(place.text, tokens.kinds[index])}"
    return Hover(found[0], shown)


def _value(text: str, kind: int) -> str:
    """What cannot be seen of a literal at once."""
    if kind == INT and text[:2] == "0x":
        return f", {int_value(text)}"
    if kind == CHAR and len(text) == 3:
        return f", U+{ord(text[1]):04X}"
    return ""


def _type(snapshot: Snapshot, module: Module, type: Type) -> str:
    return _code(render_type(in_words_of(snapshot, module, type), WIDTH))


def _label(snapshot: Snapshot, module: Module, offset: int) -> Hover | None:
    """The type of a record's field."""
    use = label_at(snapshot, module, offset)
    if use is None:
        return None
    name = render_label(use.label)
    if use.role is LabelRole.DECLARED:
        written = _written_field(use)
        return None if written is None else Hover(use.place, _code(f"{name} :: {written}") + _FIELD)
    type = _field_type(snapshot, use)
    if type is None or type is ERROR:
        return None
    folded = in_words_of(snapshot, module, type)
    # A label in quotes is no name that a signature could have.
    shown = render_signature("field", folded, WIDTH).replace("field", name, 1)
    return Hover(use.place, _code(shown) + _FIELD)


def _field_type(snapshot: Snapshot, use: LabelUse) -> Type | None:
    known = {} if use.shape is None else dict(use.shape.types)
    if use.label in known:
        return known[use.label]
    place = use.place
    for node in _nodes(place.chunk):
        if isinstance(node, t.RecordFieldNode | t.FieldUpdate) and node.label.start == place.start:
            value = node.label if node.value is None else node.value
            return snapshot.type_of_span(place._replace(start=value.start, end=value.end))
    return None


def _written_field(use: LabelUse) -> str | None:
    for node in _nodes(use.place.chunk):
        if isinstance(node, t.RowFieldNode) and node.label.start == use.place.start:
            return " ".join(use.place.chunk.code[node.type.start : node.type.end].split())
    return None


def _type_variable(module: Module, offset: int) -> Hover | None:
    """A type variable with its kind, where that is written."""
    chunk, within = module.source.chunk_at(offset)
    kinds: dict[str, str] = {}
    place: Place | None = None
    for node in _nodes(chunk):
        if isinstance(node, t.TypeBinder):
            if node.kind is not None:
                kinds[node.name.text] = chunk.code[node.kind.start : node.kind.end]
            span = node.name.start, node.name.end
        elif isinstance(node, t.TypeVariable):
            span = node.start, node.end
        else:
            continue
        if span[0] <= within <= span[1]:
            place = Place(module, chunk, *span)
    if place is None:
        return None
    kind = kinds.get(place.text)
    shown = place.text if kind is None else f"{place.text} :: {' '.join(kind.split())}"
    return Hover(place, _code(shown) + "\n\n*type variable*")


def _nodes(chunk: SourceChunk) -> Iterator[t.Node]:
    for declaration in chunk.tree.declarations:
        yield from descendants(declaration)


def _alias_at(snapshot: Snapshot, module: Module, offset: int) -> NameUse | None:
    """The name that an import gives to a module."""
    chunk, within = module.source.chunk_at(offset)
    if not chunk.items.imports:
        return None
    for node in chunk.tree.declarations:
        alias = node.alias if isinstance(node, t.Import) else None
        if isinstance(node, t.Import) and alias is not None and alias.start <= within <= alias.end:
            written = node.module
            name = f"{written.qualifier}.{written.text}" if written.qualifier else written.text
            imported = snapshot.module(name)
            if imported is not None:
                return NameUse(Place(module, chunk, alias.start, alias.end), imported.key)
    return None


# ---------------------------------------------------------------------------- names


def _local(snapshot: Snapshot, use: NameUse) -> Hover | None:
    type = snapshot.type_of_span(use.place)
    if type is None:
        return None
    if isinstance(use.target, LocalTarget):
        type = local_as_declared(snapshot, use.target.element, use.target.start, type)
    type = in_words_of(snapshot, use.place.module, type)
    return Hover(use.place, _code(render_signature(use.place.text, type, WIDTH)) + "\n\n*local*")


def _element(snapshot: Snapshot, module: Module, use: NameUse, key: ElementKey) -> Hover | None:
    """The declaration; the type here, where that says more; the instances chosen; where it comes from; what its author says."""
    home = _home(snapshot, module, use, key)
    declared = _declaration(snapshot, key, home, module)
    if declared is None:
        return None
    interface = snapshot.interface(key)
    parts = [_code(declared)]
    here = snapshot.type_of_span(use.place)
    if here is not None and _is_general(snapshot, interface) and not here.flags & HAS_QUANTIFIERS:
        parts.append("Here:\n" + _type(snapshot, module, here))
    parts.append(_instances(snapshot, use.place))
    parts.append(_origin(snapshot, key, interface, home))
    text = documentation(snapshot, key)
    if not text and isinstance(interface, OperatorInterface):
        text = documentation(snapshot, interface.target)
    if text:
        parts.append("---\n\n" + text)
    return Hover(use.place, "\n\n".join(part for part in parts if part), key)


def _declaration(snapshot: Snapshot, key: ElementKey, home: str, module: Module) -> str | None:
    """As its module declares it; of a type with no constructors but those that its importers see."""
    interface = snapshot.interface(key)
    if not isinstance(interface, DataInterface) or home == module.name:
        return signature(snapshot, key, synonyms_of(snapshot, module))
    exports = snapshot.exports(home)
    names = () if exports is None else exports.constructors.get(key.name, ())
    shown = tuple(each for each in interface.constructors if each.name in names)
    return render_declaration(key, replace(interface, constructors=shown), snapshot.interface)


def _instances(snapshot: Snapshot, place: Place) -> str:
    """The instances that a use of a constrained name takes."""
    heads: dict[str, None] = {}
    for key in snapshot.elements_in(place.module, place.chunk):
        ast = snapshot.ast(key)
        for start, end, steps in () if ast is None else ast.annotations.evidence:
            if (start, end) == (place.start, place.end) and steps and steps[0][0] == "instance":
                chosen = steps[0][1]
                interface = snapshot.interface(chosen)
                if isinstance(interface, InstanceInterface):
                    heads[render_declaration(chosen, interface, snapshot.interface)] = None
    return "Chosen:\n" + _code("\n".join(heads)) if heads else ""


def _is_general(snapshot: Snapshot, interface: Interface | None) -> bool:
    """Whether the type at a use may be another than the declared one."""
    if isinstance(interface, OperatorInterface):
        return _is_general(snapshot, snapshot.interface(interface.target))
    if isinstance(interface, ValueInterface | ConstructorInterface):
        return bool(interface.type.flags & (HAS_QUANTIFIERS | HAS_TYPE_VARS))
    return False


def _home(snapshot: Snapshot, module: Module, use: NameUse, key: ElementKey) -> str:
    """The module that an element comes from as far as its user is concerned: the one that is imported for it."""
    if key.namespace == module.name or key.space is Space.MODULE or module.scope is None:
        return key.namespace
    items = use.place.chunk.items
    of_imports = items.list_spans[len(items.list_spans) - len(items.imports) :]
    for item, spans in zip(items.imports, of_imports, strict=True):
        if spans.whole[0] <= use.place.start < spans.whole[1]:
            return item.module
    qualifier, name = _parted(use.place.text)
    if module.scope.lookup(key.space, qualifier, name) is key:
        used = module.scope.used_module(key.space, qualifier, name)
        if used:
            return used
    return next(iter(exporters(snapshot, module, key)), key.namespace)


def _parted(written: str) -> tuple[str, str]:
    """Qualifier and name of what stands in the text."""
    words = written.strip("()`").split(".")
    count = 0
    while count < len(words) - 1 and words[count][:1].isupper():
        count += 1
    return ".".join(words[:count]), ".".join(words[count:])


def _origin(snapshot: Snapshot, key: ElementKey, interface: Interface | None, home: str) -> str:
    if key.space is Space.MODULE:
        module = snapshot.module(key.namespace)
        return "" if module is None else _ORIGINS.get(module.origin, "")
    place = f"module `{home}`"
    if home != key.namespace and not is_internal(key.namespace):
        place += f" (defined in `{key.namespace}`)"
    if isinstance(interface, ConstructorInterface):
        return f"constructor of `{interface.owner.name}`, {place}"
    if isinstance(interface, ValueInterface) and interface.owner is not None:
        return f"member of `{interface.owner.name}`, {place}"
    return place


def _code(text: str) -> str:
    return f"```nova\n{text}\n```"

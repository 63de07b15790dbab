"""Types as they are searched by: what is left of one without quantifiers, constraints, modules and the order of parameters."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final, TypeAlias

from nova_ls.base.slotted import value
from nova_ls.features.type_parts import parameters_and_result
from nova_ls.syntax import tree as t
from nova_ls.syntax.parser import parse_chunk
from nova_ls.types.core.interface import SynonymInterface
from nova_ls.types.core.type import (
    FUNCTION,
    RECORD,
    Constrained,
    Forall,
    KindApp,
    Row,
    Type,
    TypeApp,
    TypeCon,
    TypeVar,
)

Shape: TypeAlias = tuple[object, ...]
"""`("con", name)`, `("var", name)`, `("app", function, argument)` or `("row", fields, tail)`."""

Synonyms: TypeAlias = Callable[[str], SynonymInterface | None]

MOST_PERMUTED: Final = 6
"""Parameters up to which their order does not matter: behind that there are too many."""

_NOTHING: Final[Shape] = ("con", "")


@value
class TypeOutline:
    """The parameters and the result of a type, and the constructors that it mentions."""

    parameters: tuple[Shape, ...]
    result: Shape
    constructors: frozenset[str]


def signature_of(type: Type) -> TypeOutline:
    """What a type is searched by."""
    parameters, result = parameters_and_result(type)
    return _signature([_shape(each, {}) for each in parameters], _shape(result, {}))


def parsed_signature(text: str, synonyms: Synonyms) -> TypeOutline | None:
    """What somebody searches for who writes a type; None: it is none."""
    tree = parse_chunk(f"sought :: {text}")
    node = tree.declarations[0] if len(tree.declarations) == 1 else None
    if tree.errors or not isinstance(node, t.Signature):
        return None
    written: t.TypeNode = node.type
    parameters: list[Shape] = []
    while True:
        match written:
            case t.ForallNode(body=body) | t.ConstrainedNode(body=body):
                written = body
            case t.ParenType(inner=inner):
                written = inner
            case t.ArrowNode(parameter=parameter, result=result):
                parameters.append(_written(parameter, synonyms))
                written = result
            case _:
                return _signature(parameters, _written(written, synonyms))


def distance(found: TypeOutline, sought: TypeOutline) -> int | None:
    """How much more general a type is than the one that is sought: 0, they are the same but for names and order; None, it is none like it."""
    if len(found.parameters) != len(sought.parameters):
        return None
    if not found.constructors <= sought.constructors:
        return None  # Most end here.
    bound = _matched(found.result, sought.result, {})
    best: int | None = None
    if bound is None:
        return None
    for final in _assignments(found.parameters, sought.parameters, bound):
        values = list(final.values())
        special = sum(value[0] != "var" for value in values)
        merged = len(values) - len(set(values))
        if best is None or special + merged < best:
            best = special + merged
        if best == 0:
            return 0
    return best


def _assignments(
    found: tuple[Shape, ...], sought: tuple[Shape, ...], bound: dict[str, Shape]
) -> Iterator[dict[str, Shape]]:
    """What the variables stand for in each way in which the parameters can be the same."""
    if not found:
        yield bound
        return
    choices = range(len(sought)) if len(sought) <= MOST_PERMUTED else range(1)
    tried: set[Shape] = set()
    for index in choices:
        if sought[index] in tried:
            continue
        tried.add(sought[index])
        more = _matched(found[0], sought[index], bound)
        if more is not None:
            yield from _assignments(found[1:], sought[:index] + sought[index + 1 :], more)


def _matched(found: Shape, sought: Shape, bound: dict[str, Shape]) -> dict[str, Shape] | None:
    """What the variables of a type stand for where it is another one, too."""
    if found[0] == "var":
        name = str(found[1])
        known = bound.get(name)
        if known is None:
            return {**bound, name: sought}
        return bound if known == sought else None
    if found[0] != sought[0]:
        return None
    if found[0] == "con":
        return bound if found == sought else None
    more: dict[str, Shape] | None = bound
    for one, other in zip(_parts(found), _parts(sought), strict=False):
        if more is None or (one is None) != (other is None):
            return None
        if one is not None and other is not None:
            more = _matched(one, other, more)
    return more if _labels(found) == _labels(sought) else None


def _parts(shape: Shape) -> Iterator[Shape | None]:
    if shape[0] == "row":
        fields, tail = shape[1], shape[2]
        assert isinstance(fields, tuple)
        yield from (field for _, field in fields)
        yield tail if isinstance(tail, tuple) else None
    else:
        for part in shape[1:]:
            assert isinstance(part, tuple)
            yield part


def _labels(shape: Shape) -> tuple[str, ...]:
    if shape[0] != "row":
        return ()
    fields = shape[1]
    assert isinstance(fields, tuple)
    return tuple(label for label, _ in fields)


def _signature(parameters: list[Shape], result: Shape) -> TypeOutline:
    names: set[str] = set()
    pending = [result, *parameters]
    while pending:
        shape = pending.pop()
        if shape[0] == "con":
            names.add(str(shape[1]))
        elif shape[0] != "var":
            pending += [part for part in _parts(shape) if part is not None]
    return TypeOutline(tuple(parameters), result, frozenset(names))


# ---------------------------------------------------------------------------- types


def _shape(type: Type, known: Mapping[str, Shape]) -> Shape:
    match type:
        case TypeCon():
            return ("con", type.key.name)
        case TypeVar():
            return known.get(type.name, ("var", type.name))
        case TypeApp():
            return ("app", _shape(type.function, known), _shape(type.argument, known))
        case KindApp():
            return _shape(type.function, known)
        case Forall() | Constrained():
            return _shape(type.body, known)
        case Row():
            fields = tuple((label, _shape(field, known)) for label, field in type.fields)
            return ("row", fields, None if type.tail is None else _shape(type.tail, known))
        case _:
            return _NOTHING


def _written(node: t.TypeNode, synonyms: Synonyms) -> Shape:
    match node:
        case t.TypeVariable():
            return ("var", node.name)
        case t.TypeConstructor():
            return _applied(node.name.text, [], synonyms)
        case t.ParenType(inner=inner) | t.KindedNode(type=inner):
            return _written(inner, synonyms)
        case t.ForallNode(body=inner) | t.ConstrainedNode(body=inner):
            return _written(inner, synonyms)
        case t.ArrowNode():
            sides = _written(node.parameter, synonyms), _written(node.result, synonyms)
            return ("app", ("app", ("con", FUNCTION.key.name), sides[0]), sides[1])
        case t.TypeApplication(function=t.TypeConstructor(name=name)):
            return _applied(
                name.text, [_written(one, synonyms) for one in node.arguments], synonyms
            )
        case t.TypeApplication():
            shape = _written(node.function, synonyms)
            for one in node.arguments:
                shape = ("app", shape, _written(one, synonyms))
            return shape
        case t.RecordTypeNode():
            return ("app", ("con", RECORD.key.name), _row(node, synonyms))
        case t.RowNode():
            return _row(node, synonyms)
        case _:
            return _NOTHING


def _row(node: t.RowNode | t.RecordTypeNode, synonyms: Synonyms) -> Shape:
    fields = sorted((field.label.text, _written(field.type, synonyms)) for field in node.fields)
    tail = None if node.tail is None else _written(node.tail, synonyms)
    return ("row", tuple(fields), tail)


def _applied(name: str, arguments: list[Shape], synonyms: Synonyms) -> Shape:
    """A type constructor with its arguments; a synonym is what it stands for."""
    synonym = synonyms(name)
    shape: Shape = ("con", name)
    if synonym is not None and len(synonym.parameters) <= len(arguments):
        count = len(synonym.parameters)
        names = [parameter.name for parameter in synonym.parameters]
        shape = _shape(synonym.body, dict(zip(names, arguments[:count], strict=True)))
        arguments = arguments[count:]
    for argument in arguments:
        shape = ("app", shape, argument)
    return shape

"""An element as a person would write its declaration, from its interface: without its body, laid out in 80 columns."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from nova_ls.base.keys import ElementKey, Space
from nova_ls.types.core.interface import (
    ClassInterface,
    ConstructorInterface,
    DataInterface,
    InstanceInterface,
    Interface,
    OperatorInterface,
    Parameter,
    SynonymInterface,
    ValueInterface,
)
from nova_ls.types.core.type import TYPE
from nova_ls.types.render.render_type import (
    Renderer,
    Style,
    render_constraint,
    render_kind,
    render_signature,
    render_type,
)

WIDTH: Final = Style(width=80)
MAX_CONSTRUCTORS: Final = 12

Find = Callable[[ElementKey], Interface | None]
"""The interface of an element; a type's constructors are shown as far as they are found."""


def render_declaration(key: ElementKey, interface: Interface, find: Find) -> str:
    """The declaration of an element without its body."""
    match interface:
        case ValueInterface(type=type) | ConstructorInterface(type=type):
            return render_signature(key.name, type, WIDTH)
        case DataInterface():
            return _data(key, interface, find)
        case SynonymInterface(kind=kind, parameters=parameters, body=body):
            head = _head("type", key, parameters)
            one_line = f"{head} = {render_type(body)}"
            if len(one_line) > 80:
                one_line = f"{head} =\n  " + render_type(body, Style(78)).replace("\n", "\n  ")
            return f"type {key.name} :: {render_kind(kind)}\n{one_line}"
        case ClassInterface():
            return _class(key, interface)
        case InstanceInterface():
            return _instance(interface)
        case OperatorInterface():
            return _operator(key, interface, find)


def _head(keyword: str, key: ElementKey, parameters: tuple[Parameter, ...]) -> str:
    return " ".join([keyword, key.name, *[parameter.name for parameter in parameters]])


def _data(key: ElementKey, data: DataInterface, find: Find) -> str:
    keyword = "newtype" if data.is_newtype else "data"
    kind = f"{keyword} {key.name} :: {render_kind(data.kind)}"
    if not data.constructors:
        return kind
    head = _head(keyword, key, data.parameters)
    shown = [_constructor(one, find) for one in data.constructors[:MAX_CONSTRUCTORS]]
    if len(data.constructors) > MAX_CONSTRUCTORS:
        shown.append("…")
    one_line = f"{head} = {' | '.join(shown)}"
    if len(one_line) > 80:
        one_line = "\n  ".join([head, f"= {shown[0]}", *[f"| {one}" for one in shown[1:]]])
    return f"{kind}\n{one_line}"


def _constructor(key: ElementKey, find: Find) -> str:
    interface = find(key)
    fields = interface.fields if isinstance(interface, ConstructorInterface) else ()
    renderer = Renderer()
    return " ".join([key.name, *[renderer.atom(field) for field in fields]])


def _class(key: ElementKey, cls: ClassInterface) -> str:
    parameters = [
        p.name if p.kind is TYPE else f"({p.name} :: {render_kind(p.kind)})" for p in cls.parameters
    ]
    head = " ".join([key.name, *parameters])
    if cls.superclasses:
        supers = ", ".join(render_constraint(one) for one in cls.superclasses)
        head = f"({supers}) <= {head}" if len(cls.superclasses) > 1 else f"{supers} <= {head}"
    if cls.dependencies:
        names = [parameter.name for parameter in cls.parameters]
        arrows = [
            f"{' '.join(names[i] for i in left)} -> {' '.join(names[i] for i in right)}"
            for left, right in cls.dependencies
        ]
        head += " | " + ", ".join(arrows)
    lines = [f"class {head}" + (" where" if cls.members else "")]
    for member, type in cls.members:
        lines += [
            "  " + line for line in render_signature(member.name, type, Style(78)).split("\n")
        ]
    return "\n".join(lines)


def _instance(instance: InstanceInterface) -> str:
    renderer = Renderer()
    head = " ".join(
        [instance.class_key.name, *[renderer.atom(type) for type in instance.arguments]]
    )
    constraints = [renderer.constraint(one) for one in instance.constraints]
    if len(constraints) > 1:
        head = f"({', '.join(constraints)}) => {head}"
    elif constraints:
        head = f"{constraints[0]} => {head}"
    return f"instance {head}"


def _operator(key: ElementKey, operator: OperatorInterface, find: Find) -> str:
    word = "type " if key.space is Space.TYPE_OPERATOR else ""
    target = operator.target.name
    fixity = f"{operator.associativity.value} {operator.precedence} {word}{target} as {key.name}"
    meant = find(operator.target)
    match meant:
        case ValueInterface(type=type) | ConstructorInterface(type=type):
            return f"{render_signature(key.name, type, WIDTH)}\n{fixity}"
        case DataInterface(kind=kind) | SynonymInterface(kind=kind):
            return f"type ({key.name}) :: {render_kind(kind)}\n{fixity}"
        case _:
            return fixity

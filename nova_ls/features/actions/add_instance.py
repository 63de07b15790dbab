"""A type of the module gets an instance that is missing: a derived one, or one whose members are holes to be filled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from nova_ls.base.keys import ElementKey
from nova_ls.features.actions.code_action import ActionKind, CodeAction, Finding
from nova_ls.features.actions.site import Site
from nova_ls.features.written_name import NameWriter
from nova_ls.types.core.interface import (
    ClassInterface,
    ConstructorInterface,
    DataInterface,
    Parameter,
)
from nova_ls.types.core.problems.classes import NoInstanceFound
from nova_ls.types.core.type import (
    FUNCTION,
    HAS_QUANTIFIERS,
    RECORD,
    TYPE,
    Row,
    Type,
    TypeCon,
    TypeVar,
    head_constructor,
    spine,
)
from nova_ls.types.core.well_known import EQ, ORD
from nova_ls.workspace.snapshot import Snapshot

_DEPTH: Final = 10


def add_instance(snapshot: Snapshot, finding: Finding) -> Iterator[CodeAction]:
    """Actions where a class of one parameter has no instance for a data type of the module."""
    problem = finding.diagnostic.problem
    if not isinstance(problem, NoInstanceFound) or problem.missing is not None:
        return
    constraint = problem.constraint
    if len(constraint.arguments) != 1 or problem.needed_by:
        return
    key = head_constructor(constraint.arguments[0])
    data = None if key is None else snapshot.interface(key)
    if key is None or key.namespace != finding.module.name or not isinstance(data, DataInterface):
        return
    given = len(spine(constraint.arguments[0])[2])
    parameters = data.parameters[:given]
    if len(parameters) != given or _has_instance(snapshot, constraint.key, key):
        return
    names = NameWriter(snapshot, finding.module)
    if constraint.key in (EQ, ORD):
        lines = _derived(snapshot, names, constraint.key, key, data)
        yield from _action(
            snapshot, finding, names, key, lines, f"Derive `{constraint.key.name}` for `{key.name}`"
        )
        return
    lines = _skeleton(snapshot, names, constraint.key, key, parameters)
    yield from _action(
        snapshot,
        finding,
        names,
        key,
        lines,
        f"Write an instance of `{constraint.key.name}` for `{key.name}`",
    )


def _action(
    snapshot: Snapshot,
    finding: Finding,
    names: NameWriter,
    key: ElementKey,
    lines: Sequence[str],
    title: str,
) -> Iterator[CodeAction]:
    """The action that puts lines below the type."""
    declared, imports = snapshot.declared(key), names.imports()
    if declared is None or imports is None or not lines:
        return
    site = Site(finding.module, declared[1].chunk)
    if site.chunk.errors:
        return
    at = max([site.end_of(node) for node in site.chunk.tree.declarations])
    edit = site.edit(at, at, "\n" + "".join([f"\n{line}" for line in lines]))
    yield CodeAction(title, ActionKind.QUICK_FIX, (edit, *imports), finding, is_preferred=True)


# ---------------------------------------------------------------------------- derived instances


def _derived(
    snapshot: Snapshot,
    names: NameWriter,
    class_key: ElementKey,
    key: ElementKey,
    data: DataInterface,
) -> list[str]:
    """The declarations; nothing if a field has no instance itself."""
    if data.is_foreign or any(parameter.kind is not TYPE for parameter in data.parameters):
        return []
    wanted = [class_key]
    if class_key is ORD and not _has_instance(snapshot, EQ, key):
        wanted.insert(0, EQ)
    for constructor in data.constructors:
        interface = snapshot.interface(constructor)
        if not isinstance(interface, ConstructorInterface):
            return []
        if not all(_is_comparable(snapshot, wanted, key, type, 0) for type in interface.fields):
            return []
    return [_derivation(names, each, key, data.parameters) for each in wanted]


def _derivation(
    names: NameWriter, class_key: ElementKey, key: ElementKey, parameters: Sequence[Parameter]
) -> str:
    name = names.name_of(class_key)
    asked = [f"{name} {parameter.name}" for parameter in parameters]
    context = (
        f"({', '.join(asked)}) => " if len(asked) > 1 else "".join([f"{one} => " for one in asked])
    )
    return f"derive instance {context}{name} {_head(key, parameters)}"


def _head(key: ElementKey, parameters: Sequence[Parameter]) -> str:
    text = " ".join([key.name, *[parameter.name for parameter in parameters]])
    return f"({text})" if parameters else text


def _is_comparable(
    snapshot: Snapshot, classes: Sequence[ElementKey], own: ElementKey, type: Type, depth: int
) -> bool:
    """Whether a field's type surely has instances of some classes, once the type itself has."""
    if depth > _DEPTH or type.flags & HAS_QUANTIFIERS:
        return False
    if isinstance(type, TypeVar):
        return True
    head, _, arguments = spine(type)
    if head is RECORD and len(arguments) == 1 and isinstance(row := arguments[0], Row):
        inner = [field for _, field in row.fields]
        return row.tail is None and all(
            _is_comparable(snapshot, classes, own, each, depth + 1) for each in inner
        )
    if not isinstance(head, TypeCon) or head is FUNCTION:
        return False
    has_all = head.key is own or all(_has_instance(snapshot, each, head.key) for each in classes)
    return has_all and all(
        _is_comparable(snapshot, classes, own, each, depth + 1) for each in arguments
    )


def _has_instance(snapshot: Snapshot, class_key: ElementKey, key: ElementKey) -> bool:
    """Whether a class has an instance for a type, whatever its arguments are."""
    return any(row.heads[:1] == (key,) for row in snapshot.instances(class_key))


# ---------------------------------------------------------------------------- written instances


def _skeleton(
    snapshot: Snapshot,
    names: NameWriter,
    class_key: ElementKey,
    key: ElementKey,
    parameters: Sequence[Parameter],
) -> list[str]:
    """An instance with a hole for each member; nothing if a superclass has none for the type."""
    cls = snapshot.interface(class_key)
    if not isinstance(cls, ClassInterface) or len(cls.parameters) != 1 or not cls.members:
        return []
    for superclass in cls.superclasses:
        if not _has_instance(snapshot, superclass.key, key):
            return []
    head = f"instance {names.name_of(class_key)} {_head(key, parameters)} where"
    return [head, *[f"  {member.name} = ?{member.name}" for member, _ in cls.members]]

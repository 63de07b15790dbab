"""A type of the module gets an instance that is missing: a derived one, or one whose members are holes to be filled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from nova_ls.base.keys import ElementKey
from nova_ls.compiler.state.module import Module
from nova_ls.features.actions.code_action import ActionKind, CodeAction, Finding
from nova_ls.features.actions.derived_instance import (
    OF_TWO,
    SUPERCLASSES,
    derived_instance,
    has_instance,
    instance_head,
    written_context,
)
from nova_ls.features.actions.site import Site
from nova_ls.features.written_name import NameWriter
from nova_ls.features.written_type import SourceTypeWriter
from nova_ls.syntax import tree as t
from nova_ls.syntax.walk import descendants
from nova_ls.types.core.interface import (
    ClassInterface,
    DataInterface,
    InstanceInterface,
    Parameter,
)
from nova_ls.types.core.problems.classes import NoInstanceFound
from nova_ls.types.core.substitute import substitute_constraint
from nova_ls.types.core.type import Constraint, Type, TypeVar, head_constructor, spine
from nova_ls.workspace.snapshot import Snapshot


def add_instance(snapshot: Snapshot, finding: Finding) -> Iterator[CodeAction]:
    """One action where a class has no instance for a data type of the module."""
    problem = finding.diagnostic.problem
    if not isinstance(problem, NoInstanceFound) or problem.missing is not None:
        return
    class_key, arguments = problem.constraint.key, problem.constraint.arguments
    if len(arguments) != (2 if class_key in OF_TWO else 1) or problem.needed_by:
        return
    key = head_constructor(arguments[0])
    data = None if key is None else snapshot.interface(key)
    if key is None or key.namespace != finding.module.name or not isinstance(data, DataInterface):
        return
    given = len(spine(arguments[0])[2])
    parameters = data.parameters[:given]
    if len(parameters) != given or has_instance(snapshot, class_key, key):
        return
    if _is_written(finding.module, class_key, key):
        return
    writer = SourceTypeWriter(snapshot, finding.module, {each.name for each in parameters})
    if class_key in SUPERCLASSES:
        lines = derived_instance(snapshot, writer.names, class_key, key, given)
        title = f"Derive `{class_key.name}` for `{key.name}`"
    else:
        lines = _skeleton(snapshot, writer, class_key, key, parameters)
        title = f"Write an instance of `{class_key.name}` for `{key.name}`"
    yield from _action(snapshot, finding, writer.names, key, lines, title)


def _is_written(module: Module, class_key: ElementKey, key: ElementKey) -> bool:
    """Whether there is such an instance in the text, though something is wrong with it, as a name that is not in scope."""
    for chunk in module.source.chunks:
        for node in chunk.tree.declarations if class_key.name in chunk.text else ():
            if not isinstance(node, t.InstanceDeclaration | t.DeriveDeclaration):
                continue
            heads = chain(*map(descendants, node.arguments))
            types = {each.name.text for each in heads if isinstance(each, t.TypeConstructor)}
            if node.class_name.text == class_key.name and key.name in types:
                return True
    return False


def _action(
    snapshot: Snapshot,
    finding: Finding,
    names: NameWriter,
    key: ElementKey,
    lines: Sequence[str],
    title: str,
) -> Iterator[CodeAction]:
    """The action that puts lines below the type; what is derived comes above what is derived there already."""
    declared, imports = snapshot.declared(key), names.imports()
    if declared is None or imports is None or not lines:
        return
    site = Site(finding.module, declared[1].chunk)
    if site.chunk.errors:
        return
    below = _derived_below(site) if lines[0].startswith("derive ") else None
    if below is None:
        at = max([site.end_of(node) for node in site.chunk.tree.declarations])
        edit = site.edit(at, at, "\n" + "".join([f"\n{line}" for line in lines]))
    else:
        first = below.chunk.tree.declarations[0].start
        edit = below.edit(first, first, "".join([f"{line}\n" for line in lines]))
    yield CodeAction(title, ActionKind.QUICK_FIX, (edit, *imports), finding, is_preferred=True)


def _derived_below(site: Site) -> Site | None:
    """The derived instance that comes next, if nothing but white space is above it."""
    chunks = site.module.source.chunks
    index = chunks.index(site.chunk) + 1
    chunk = chunks[index] if index < len(chunks) else None
    if chunk is None or chunk.errors or chunk.frame[0].strip():
        return None
    declarations = chunk.tree.declarations
    is_derived = bool(declarations) and isinstance(declarations[0], t.DeriveDeclaration)
    return Site(site.module, chunk) if is_derived else None


# ---------------------------------------------------------------------------- written instances


def _skeleton(
    snapshot: Snapshot,
    writer: SourceTypeWriter,
    class_key: ElementKey,
    key: ElementKey,
    parameters: Sequence[Parameter],
) -> list[str]:
    """An instance with a hole for each member; nothing if a superclass has none for the type that can be relied on."""
    cls = snapshot.interface(class_key)
    if not isinstance(cls, ClassInterface) or len(cls.parameters) != 1 or not cls.members:
        return []
    context: dict[str, None] = {}
    for superclass in cls.superclasses:
        asked = _asked_by(snapshot, superclass, key, parameters)
        written = None if asked is None else [writer.constraint(each) for each in asked]
        if written is None or None in written:
            return []
        context |= dict.fromkeys([each for each in written if each is not None])
    name, head = writer.names.name_of(class_key), instance_head(key, parameters)
    first = f"instance {written_context(list(context))}{name} {head} where"
    return [first, *[f"  {member.name} = ?{member.name}" for member, _ in cls.members]]


def _asked_by(
    snapshot: Snapshot, superclass: Constraint, key: ElementKey, parameters: Sequence[Parameter]
) -> list[Constraint] | None:
    """What the instance of a superclass asks of the type's parameters; None: there is none, or not for all that they may be."""
    if len(superclass.arguments) != 1 or not isinstance(superclass.arguments[0], TypeVar):
        return None
    rows = [row for row in snapshot.instances(superclass.key) if row.heads == (key,)]
    instance = snapshot.interface(rows[0].key) if len(rows) == 1 else None
    if not isinstance(instance, InstanceInterface):
        return None
    variables = [each.name for each in spine(instance.arguments[0])[2] if isinstance(each, TypeVar)]
    if not len(set(variables)) == len(spine(instance.arguments[0])[2]) == len(parameters):
        return None
    called: dict[str, Type] = {
        variable: TypeVar(parameter.name)
        for variable, parameter in zip(variables, parameters, strict=True)
    }
    return [substitute_constraint(each, called) for each in instance.constraints]

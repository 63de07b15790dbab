"""A signature or an instance asks for the constraint that its body needs of its type variables."""

from __future__ import annotations

from collections.abc import Iterator

from nova_ls.features.actions.code_action import ActionKind, CodeAction, CodeEdit, Finding
from nova_ls.features.actions.scoped_type_variables import quantifiers, signatures_around
from nova_ls.features.actions.site import Site, site_of
from nova_ls.features.written_type import SourceTypeWriter
from nova_ls.syntax import tree as t
from nova_ls.syntax.walk import descendants
from nova_ls.types.core.problems.classes import NoInstanceFound
from nova_ls.types.core.type import Constraint, Skolem, Type, TypeVar, parts, spine
from nova_ls.workspace.snapshot import Snapshot


def add_constraint(snapshot: Snapshot, finding: Finding) -> Iterator[CodeAction]:
    """One action where all that a missing instance is of are variables of one signature around it."""
    problem = finding.diagnostic.problem
    if not isinstance(problem, NoInstanceFound) or problem.missing is not None:
        return
    variables = _variables(problem.constraint)
    if not variables or problem.has_unknowns:
        return
    site = site_of(finding)
    start, end = finding.diagnostic.start, finding.diagnostic.end
    writer = SourceTypeWriter(snapshot, finding.module, variables)
    text = writer.constraint(problem.constraint)
    imports = writer.imports()
    if text is None or imports is None:
        return
    edit, subject = _asking(site, start, end, variables, text)
    if edit is not None:
        title = f"Add `{text}` to {subject}"
        yield CodeAction(title, ActionKind.QUICK_FIX, (edit, *imports), finding, is_preferred=True)


def _variables(constraint: Constraint) -> set[str]:
    """The variables that the arguments are about; none where one of them is of a type that ought to have an instance itself."""
    found: set[str] = set()
    for argument in constraint.arguments:
        names = set(_names(argument))
        if not isinstance(spine(argument)[0], Skolem | TypeVar):
            return set()
        found |= names
    return found


def _names(type: Type) -> Iterator[str]:
    pending = [type]
    while pending:
        each = pending.pop()
        if isinstance(each, Skolem | TypeVar):
            yield each.name
        pending += parts(each)


def _asking(
    site: Site, start: int, end: int, variables: set[str], text: str
) -> tuple[CodeEdit | None, str]:
    """The edit of the innermost signature or instance head that brings these variables into scope, and what it is of."""
    for signature in signatures_around(site, start, end):
        names = {binder.name.text for binder in quantifiers(signature.type)}
        if variables <= names:
            at = _behind_forall(signature.type)
            edit = None if at is None else site.edit(at, at, f"{text} => ")
            return edit, f"the signature of `{signature.name.text}`"
        if variables & names:
            return None, ""
    path = site.path(start, end)
    instance = path[0] if path else None
    if isinstance(instance, t.InstanceDeclaration):
        names = {
            node.name
            for argument in instance.arguments
            for node in descendants(argument)
            if isinstance(node, t.TypeVariable)
        }
        if variables <= names:
            return _of_instance(site, instance, text), "the instance"
    return None, ""


def _behind_forall(type: t.Node) -> int | None:
    """Where a constraint may be written that mentions all the variables of a type's outermost foralls."""
    while isinstance(type, t.ForallNode | t.ParenType):
        type = type.body if isinstance(type, t.ForallNode) else type.inner
    return type.start


def _of_instance(site: Site, instance: t.InstanceDeclaration, text: str) -> CodeEdit | None:
    if not instance.constraints:
        at = instance.class_name.start
        return site.edit(at, at, f"{text} => ")
    first, last = instance.constraints[0], instance.constraints[-1]
    before = site.text(instance.start, first.start).rstrip()
    if before.endswith("("):
        return site.edit(first.start, first.start, f"{text}, ")
    if len(instance.constraints) == 1:
        return site.edit(first.start, last.end, f"({text}, {site.text_of(first)})")
    return None

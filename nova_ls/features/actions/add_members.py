"""An instance gets the members of its class that it lacks, each with a hole to be filled."""

from __future__ import annotations

from collections.abc import Iterator

from nova_ls.features.actions.code_action import ActionKind, CodeAction, CodeEdit, Finding
from nova_ls.features.actions.site import Site, site_of
from nova_ls.syntax import tree as t
from nova_ls.types.core.problems.classes import MissingClassMember
from nova_ls.workspace.snapshot import Snapshot


def add_members(_: Snapshot, finding: Finding) -> Iterator[CodeAction]:
    """One action for all members that an instance lacks."""
    problem = finding.diagnostic.problem
    if not isinstance(problem, MissingClassMember):
        return
    site = site_of(finding)
    path = site.path(finding.diagnostic.start, finding.diagnostic.end)
    instance = path[0] if path else None
    if not isinstance(instance, t.InstanceDeclaration):
        return
    names = [name for name, _ in problem.members]
    shown = ", ".join([f"`{name}`" for name in names])
    title = f"Add the member {shown}" if len(names) == 1 else f"Add the members {shown}"
    edit = _added(site, instance, [f"{name} = ?{name}" for name in names])
    yield CodeAction(title, ActionKind.QUICK_FIX, (edit,), finding, is_preferred=True)


def _added(site: Site, instance: t.InstanceDeclaration, lines: list[str]) -> CodeEdit:
    if instance.members:
        column = site.indentation(instance.members[0].start)
        end = instance.members[-1].end
        return site.edit(end, end, "".join([f"\n{column}{line}" for line in lines]))
    column = site.line_indentation(instance.start) + "  "
    end = instance.start + len(site.text_of(instance).rstrip())
    return site.edit(end, end, " where" + "".join([f"\n{column}{line}" for line in lines]))

"""A match gets the cases that it leaves out, each with a hole to be filled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nova_ls.features.actions.code_action import ActionKind, CodeAction, CodeEdit, Finding
from nova_ls.features.actions.scoped_type_variables import bindings_of
from nova_ls.features.actions.site import Site, site_of
from nova_ls.features.written_name import NameWriter
from nova_ls.syntax import tree as t
from nova_ls.types.core.problems.classes import Case, NoInstanceFound
from nova_ls.types.render.render_type import render_label
from nova_ls.workspace.snapshot import Snapshot


def add_cases(snapshot: Snapshot, finding: Finding) -> Iterator[CodeAction]:
    """One action for the missing cases of a `case` or of a function's equations."""
    problem = finding.diagnostic.problem
    if not isinstance(problem, NoInstanceFound) or problem.missing is None:
        return
    cases, has_more = problem.missing
    site = site_of(finding)
    names = NameWriter(snapshot, finding.module)
    equation = _last_equation(site, finding.diagnostic.start, finding.diagnostic.end)
    if equation is not None:
        rows = [" ".join([written_case(names, each, True) for each in row]) for row in cases]
        edit = _equations(site, equation, rows)
    else:
        node = site.node(finding.diagnostic.start, finding.diagnostic.end)
        if not isinstance(node, t.Case) or not node.branches:
            return
        rows = [", ".join([written_case(names, each) for each in row]) for row in cases]
        edit = _branches(site, node, rows)
    imports = names.imports()
    if imports is None:
        return
    title = "Add the missing case" if len(rows) == 1 else f"Add {len(rows)} missing cases"
    if has_more:
        title = f"Add the first {len(rows)} missing cases"
    fixed = None if has_more else finding
    yield CodeAction(title, ActionKind.QUICK_FIX, (edit, *imports), fixed, is_preferred=True)


def _last_equation(site: Site, start: int, end: int) -> t.Equation | None:
    """The last of a function's equations, where the span is that of all of them or of its name."""
    siblings: list[tuple[t.Node, ...]] = [tuple(site.chunk.tree.declarations)]
    siblings += [bindings_of(node) for node in site.path(start, start + 1)]
    for bindings in siblings:
        by_name: dict[str, list[t.Equation]] = {}
        for each in bindings:
            if isinstance(each, t.Equation) and each.parameters:
                by_name.setdefault(each.name.text, []).append(each)
        for equations in by_name.values():
            first, last = equations[0], equations[-1]
            if (start, end) in ((first.start, last.end), (first.name.start, first.name.end)):
                return last
    return None


def written_case(names: NameWriter, case: Case, is_atom: bool = False) -> str:
    """A case as a pattern, with the constructors' names as the module knows them."""
    if case is None:
        return "_"
    if isinstance(case, bool):
        return "true" if case else "false"
    head, parts = case
    if head == "{}":
        fields = [(render_label(label), written_case(names, part)) for label, part in parts]
        return "{ " + ", ".join([f"{label}: {part}" for label, part in fields]) + " }"
    name = names.name_of(head)
    if not parts:
        return name
    text = " ".join([name, *[written_case(names, part, True) for part in parts]])
    return f"({text})" if is_atom else text


def hole_names(count: int) -> list[str]:
    """What the holes of several branches are called."""
    return ["todo"] if count == 1 else [f"todo{number}" for number in range(1, count + 1)]


def _branches(site: Site, node: t.Case, rows: Sequence[str]) -> CodeEdit:
    last = node.branches[-1]
    column = site.indentation(node.branches[0].start)
    end = last.start + len(site.text_of(last).rstrip())
    lines = [
        f"\n{column}{row} -> ?{hole}" for row, hole in zip(rows, hole_names(len(rows)), strict=True)
    ]
    return site.edit(end, end, "".join(lines))


def _equations(site: Site, last: t.Equation, rows: Sequence[str]) -> CodeEdit:
    column, name = site.indentation(last.start), last.name.text
    end = last.start + len(site.text_of(last).rstrip())
    lines = [
        f"\n{column}{name} {row} = ?{hole}"
        for row, hole in zip(rows, hole_names(len(rows)), strict=True)
    ]
    return site.edit(end, end, "".join(lines))

"""A function names one parameter more, or one less that it only hands on."""

from __future__ import annotations

from collections.abc import Iterator

from nova_ls.base.keys import ElementKey, Space, element_key
from nova_ls.features.actions.code_action import ActionKind, CodeAction
from nova_ls.features.actions.has_word import has_word
from nova_ls.features.actions.site import Selection, Site
from nova_ls.features.type_parts import parameters_and_result
from nova_ls.syntax import tree as t
from nova_ls.types.core.interface import ValueInterface
from nova_ls.types.core.type import Constrained, Forall
from nova_ls.workspace.snapshot import LocalTarget, Snapshot

_ATOMS = (
    t.Variable,
    t.ConstructorName,
    t.OperatorName,
    t.Parenthesised,
    t.RecordAccess,
    t.Application,
)
_NAMES = ("x", "y", "z", "arg", "arg1", "arg2")


def eta_expand(snapshot: Snapshot, selection: Selection) -> Iterator[CodeAction]:
    """At the name of a top-level function of one equation that has fewer parameters than its type."""
    site = selection.site
    equation = _equation(selection)
    if equation is None or not site.is_one_line(equation.bodies[0].body):
        return
    body, name = equation.bodies[0].body, equation.name.text
    interface = snapshot.interface(element_key(site.module.name, Space.VALUE, name))
    if not isinstance(interface, ValueInterface):
        return
    types = parameters_and_result(interface.type)[0][len(equation.parameters) :]
    if not types or isinstance(types[0], Forall | Constrained):
        return  # A name would be the value for one choice of what it is polymorphic in.
    fresh = next((each for each in _NAMES if not site.has_word(each)), None)
    if fresh is None or _has_section(body):
        return
    at = equation.parameters[-1].end if equation.parameters else equation.name.end
    start, end = body.start, site.end_of(body)
    edits = [site.edit(at, at, f" {fresh}")]
    if isinstance(body, _ATOMS) and not _goes_on(body):
        edits.append(site.edit(end, end, f" {fresh}"))
    else:
        edits += [site.edit(start, start, "("), site.edit(end, end, f") {fresh}")]
    yield CodeAction(f"Name the parameter `{fresh}`", ActionKind.REWRITE, tuple(edits))


def eta_reduce(snapshot: Snapshot, selection: Selection) -> Iterator[CodeAction]:
    """At the name of a top-level function that only hands its last parameter on to a function of another module."""
    site = selection.site
    equation = _equation(selection)
    if equation is None or not equation.parameters or equation.bodies[0].where:
        return
    last, body = equation.parameters[-1], equation.bodies[0].body
    if not isinstance(last, t.PatternVariable) or not isinstance(body, t.Application):
        return
    given = body.arguments[-1]
    name = last.name.text
    if not isinstance(given, t.Variable) or given.name.qualifier or given.name.text != name:
        return
    rest = site.text(body.start, given.start)
    if has_word(rest, name) or not site.is_signed(equation):
        return
    if not _is_foreign(snapshot, site, body.function):
        return
    before = equation.parameters[-2].end if len(equation.parameters) > 1 else equation.name.end
    end = body.arguments[-2].end if len(body.arguments) > 1 else body.function.end
    edits = (site.edit(before, last.end, ""), site.edit(end, given.end, ""))
    yield CodeAction(f"Leave the parameter `{name}` out", ActionKind.REWRITE, edits)


def _equation(selection: Selection) -> t.Equation | None:
    """The only equation of the top-level value whose name is selected, without guards."""
    declarations = selection.site.chunk.tree.declarations
    equations = [each for each in declarations if isinstance(each, t.Equation)]
    if len(equations) != 1:
        return None
    equation = equations[0]
    name, bodies = equation.name, equation.bodies
    is_there = name.start <= selection.start and selection.end <= name.end
    return equation if is_there and len(bodies) == 1 and not bodies[0].guards else None


def _goes_on(body: t.Node) -> bool:
    """Whether what is written behind an expression would become a part of its last argument."""
    if not isinstance(body, t.Application):
        return False
    return isinstance(body.arguments[-1], t.Lambda | t.Let | t.If | t.Case | t.Do | t.Ado)


def _has_section(node: t.Node) -> bool:
    """Whether an expression that is not in parentheses has a place for an argument of its own."""
    return isinstance(node, t.RecordAccess) and isinstance(node.record, t.Section)


def _is_foreign(snapshot: Snapshot, site: Site, function: t.Node) -> bool:
    """Whether an expression is a name of another module, whose value is there before this one's."""
    if not isinstance(function, t.Variable):
        return False
    base = site.module.source.offset_of(site.chunk)
    use = snapshot.name_at(site.module, base + function.end)
    if use is None or isinstance(use.target, LocalTarget):
        return False
    assert isinstance(use.target, ElementKey)
    return use.target.namespace != site.module.name

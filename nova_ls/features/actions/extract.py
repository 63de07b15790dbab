"""A selected expression gets a name: in a `let` around it, in the `where` of its equation, or as a declaration of its own."""

from __future__ import annotations

from collections.abc import Iterator

from nova_ls.base.keys import ElementKey, Space
from nova_ls.features.actions.code_action import ActionKind, CodeAction, CodeEdit
from nova_ls.features.actions.free_names import has_section, mentioned_names
from nova_ls.features.actions.scoped_type_variables import bindings_of, type_variables_at
from nova_ls.features.actions.site import Selection, Site
from nova_ls.features.local_names import local_names
from nova_ls.features.written_type import SourceTypeWriter
from nova_ls.syntax import tree as t
from nova_ls.syntax.walk import descendants
from nova_ls.types.core.type import (
    HAS_QUANTIFIERS,
    Skolem,
    Type,
    UnificationVar,
    function,
    parts,
)
from nova_ls.workspace.snapshot import Place, Snapshot

_EXPRESSIONS = (
    t.Application,
    t.OperatorChain,
    t.Parenthesised,
    t.RecordLiteral,
    t.ArrayLiteral,
    t.RecordAccess,
    t.If,
    t.Lambda,
    t.Literal,
)
_NAMES = ("extracted", "extracted1", "extracted2", "extracted3")


def extract_to_let(snapshot: Snapshot, selection: Selection) -> Iterator[CodeAction]:
    """Around the body that the expression is in, which is one line."""
    found = _selected(snapshot, selection)
    if found is None:
        return
    site, node, path, name = found
    around = _innermost_body(path)
    if around is None or _is_in_partial(site, path):
        return
    text, end = site.text_of(node).rstrip(), site.end_of(node)
    value = f"let {name} = {_bare(text, node)}"
    if isinstance(around, t.DoBind | t.DoExpression):
        # What the lines of an `ado` bind is known behind its `in` alone.
        is_parallel = isinstance(path[path.index(around) - 1], t.Ado)
        if is_parallel or not site.is_first_on_line(around.start):
            return
        lead = f"{value}\n{site.indentation(around.start)}"
    elif site.is_one_line(around) and not isinstance(around, t.Let) and around is not node:
        lead = f"{value} in "
    else:
        return
    start = node.start
    if isinstance(path[-1], t.Parenthesised) and path[-1] is not around:
        start, end = path[-1].start, site.end_of(path[-1])
    edit = site.edit(around.start, end, lead + site.text(around.start, start) + name)
    yield CodeAction("Extract to a `let`", ActionKind.EXTRACT, (edit,))


def extract_to_where(snapshot: Snapshot, selection: Selection) -> Iterator[CodeAction]:
    """Into the `where` of the equation, if the expression mentions nothing that is bound further inside."""
    found = _selected(snapshot, selection)
    if found is None:
        return
    site, node, path, name = found
    index = next(
        (i for i in range(len(path) - 1, -1, -1) if isinstance(path[i], t.GuardedBody)), None
    )
    if index is None or not index or not isinstance(path[index - 1], t.Equation):
        return
    equation, body = path[index - 1], path[index]
    assert isinstance(equation, t.Equation) and isinstance(body, t.GuardedBody)
    if len(equation.bodies) != 1 or body.guards or node.end > body.body.end:
        return
    inner = local_names(path[index + 1 :], node.start)
    mentioned = mentioned_names(node)
    if mentioned & set(inner) or _is_in_partial(site, path):
        return
    is_at_once = not isinstance(node, t.Lambda)
    if is_at_once and mentioned & _needed_at_once(path[:index]):
        return  # Below a lambda it may refer to what is being made; a value of the `where` may not.
    is_value = not any(isinstance(each, t.Lambda) or _has_parameters(each) for each in path[:index])
    if is_at_once and is_value and _comes_back(site, path, mentioned):
        return
    text = _bare(site.text_of(node).rstrip(), node)
    replaced = _replaced(site, node, path, name)
    if body.where:
        # Behind what it may mention: a pattern's names are known below it only.
        column, at = site.indentation(body.where[0].start), site.end_of(body.where[-1])
        added = site.edit(at, at, f"\n{column}{name} = {text}")
    else:
        column, at = site.indentation(equation.start) + "  ", site.end_of(equation)
        added = site.edit(at, at, f"\n{column}where\n{column}{name} = {text}")
    yield CodeAction("Extract to a `where`", ActionKind.EXTRACT, (replaced, added))


def extract_to_top(snapshot: Snapshot, selection: Selection) -> Iterator[CodeAction]:
    """As a function of the local names that the expression mentions, with its signature; none where that mentions type variables."""
    found = _selected(snapshot, selection)
    if found is None:
        return
    site, node, path, name = found
    if _is_in_partial(site, path) or site.has_word("Partial"):
        return
    if any(isinstance(each, t.TypeVariable) for each in descendants(node)):
        return
    around = local_names(path, node.start)
    parameters = [each for each in around if each in mentioned_names(node)]
    type = _type_of(snapshot, site, node)
    for parameter in reversed(parameters):
        known = _type_of_local(snapshot, site, around[parameter])
        if known is None or type is None or known.flags & HAS_QUANTIFIERS:
            return
        type = function(known, type)
    if type is None:
        return
    writer = SourceTypeWriter(snapshot, site.module)
    signature, imports = writer.signature(name, type), writer.imports()
    if signature is None or imports is None:
        return
    is_at_once = not parameters and not isinstance(node, t.Lambda)
    if is_at_once and _comes_back(site, path, mentioned_names(node)):
        return
    text = site.text_of(node).rstrip()
    call = " ".join([name, *parameters])
    at = max([site.end_of(each) for each in site.chunk.tree.declarations])
    edits: tuple[CodeEdit, ...] = (
        _replaced(site, node, path, call),
        site.edit(at, at, f"\n\n{signature}\n{call} = {_bare(text, node)}"),
        *imports,
    )
    yield CodeAction("Extract to the top level", ActionKind.EXTRACT, edits)


def _selected(
    snapshot: Snapshot, selection: Selection
) -> tuple[Site, t.Node, list[t.Node], str] | None:
    """The expression that is selected as a whole, on one line, the nodes around it, and a name for it."""
    site = selection.site
    if selection.start == selection.end:
        return None
    text = site.text(selection.start, selection.end)
    start = selection.start + len(text) - len(text.lstrip())
    end = start + len(text.strip())
    path = site.path(start, end)
    for index, node in enumerate(path):
        if isinstance(node, _EXPRESSIONS) and (node.start, site.end_of(node)) == (start, end):
            name = next((each for each in _NAMES if not site.has_word(each)), None)
            scope = site.module.scope
            is_free = scope is None or name is None or scope.lookup(Space.VALUE, "", name) is None
            type = _type_of(snapshot, site, node)
            variables = type_variables_at(site, start, end)
            # What has to be polymorphic where it stands has variables that nobody can write.
            writer = SourceTypeWriter(snapshot, site.module, variables)
            is_value = type is not None and writer.type(type) is not None
            if name is None or not is_free or not is_value or not site.is_one_line(node):
                return None
            if type is None or not _skolems(type) <= _known_outside(snapshot, site, path[:index]):
                return (
                    None  # It is polymorphic in its place alone, whatever its variables are called.
                )
            if has_section(node) or site.has_comment(node) or not isinstance(path[0], t.Equation):
                return None
            if _always_holds(node, path[:index]):
                return None
            return site, node, path[:index], name
    return None


def _always_holds(node: t.Node, around: list[t.Node]) -> bool:
    """Whether it is the `true` of a guard: by it a match is seen to leave nothing out."""
    while isinstance(node, t.Parenthesised):
        node = node.inner
    is_boolean = isinstance(node, t.Literal) and node.kind is t.LiteralKind.BOOLEAN
    return is_boolean and any(isinstance(each, t.Guard) for each in around)


def _known_outside(snapshot: Snapshot, site: Site, path: list[t.Node]) -> set[int]:
    """The rigid variables of the equations around an expression, as far as their parameters and results mention them."""
    found: set[int] = set()
    for node in path:
        if isinstance(node, t.Equation):
            for part in (*node.parameters, *[body.body for body in node.bodies]):
                for inner in descendants(part) if part in node.parameters else (part,):
                    type = _type_of(snapshot, site, inner)
                    found |= set() if type is None else _skolems(type)
    return found


def _skolems(type: Type) -> set[int]:
    found: set[int] = set()
    pending = [type]
    while pending:
        each = pending.pop()
        if isinstance(each, Skolem):
            found.add(each.number)
        elif isinstance(each, UnificationVar):
            pending += () if each.solution is None else (each.solution,)
        else:
            pending += parts(each)
    return found


def _type_of(snapshot: Snapshot, site: Site, node: t.Node) -> Type | None:
    """The type of an expression; parentheses have none of their own."""
    while isinstance(node, t.Parenthesised):
        node = node.inner
    return snapshot.type_of_span(site.place(node))


def _innermost_body(path: list[t.Node]) -> t.Node | None:
    """The expression behind the nearest `=` or `->`, or the nearest line of a `do`."""
    for index in range(len(path) - 1, -1, -1):
        node = path[index]
        if isinstance(node, t.GuardedBody):
            within = path[index + 1] if index + 1 < len(path) else None
            return node.body if within is None or within is node.body else None
        if isinstance(node, t.Lambda):
            return node.body
        if isinstance(node, t.DoBind | t.DoExpression):
            return node
        if isinstance(node, t.Let | t.Do | t.Ado | t.Case | t.RecordUpdate):
            return None
    return None


def _needed_at_once(path: list[t.Node]) -> set[str]:
    """The values around the end of a path that have no parameters, and those beside them: what they are made of may not be made of them."""
    names: set[str] = set()
    for index in range(len(path) - 1, -1, -1):
        node = path[index]
        if isinstance(node, t.Lambda) or (isinstance(node, t.Equation) and node.parameters):
            break
        if isinstance(node, t.Equation):
            beside = bindings_of(path[index - 1]) if index else ()
            names |= {each.name.text for each in (node, *beside) if isinstance(each, t.Equation)}
    return names


def _has_parameters(node: t.Node) -> bool:
    return isinstance(node, t.Equation) and bool(node.parameters)


def _comes_back(site: Site, path: list[t.Node], mentioned: set[str]) -> bool:
    """Whether values of the module that are mentioned use, directly or through others, what they are mentioned in.

    A value may wait for them below a lambda; what is taken out of there needs them at once.
    """
    module, own = site.module, path[0]
    if module.scope is None or not isinstance(own, t.Equation):
        return False
    spaces = (Space.VALUE, Space.VALUE_OPERATOR)
    found = [module.scope.lookup(space, "", name) for space in spaces for name in mentioned]
    pending = [each for each in found if isinstance(each, ElementKey)]
    target, seen = module.scope.lookup(Space.VALUE, "", own.name.text), set(pending)
    while pending:
        key = pending.pop()
        if key is target:
            return True
        new = module.uses.get(key, frozenset()) - seen
        seen |= new
        pending += new
    return False


def _replaced(site: Site, node: t.Node, path: list[t.Node], call: str) -> CodeEdit:
    """A call in the place of an expression; an only name needs no parentheses, and one pair is enough."""
    around = path[-1]
    if isinstance(around, t.Parenthesised) and " " not in call:
        return site.edit(around.start, site.end_of(around), call)
    is_enclosed = isinstance(around, t.Parenthesised) or " " not in call
    return site.edit(node.start, site.end_of(node), call if is_enclosed else f"({call})")


def _is_in_partial(site: Site, path: list[t.Node]) -> bool:
    """Whether something around the expression may give it the constraint that it needs."""
    return any(isinstance(each, t.Application) for each in path) and site.has_word("unsafePartial")


def _bare(text: str, node: t.Node) -> str:
    return text[1:-1].strip() if isinstance(node, t.Parenthesised) else text


def _type_of_local(snapshot: Snapshot, site: Site, span: tuple[int, int]) -> Type | None:
    return snapshot.type_of_span(Place(site.module, site.chunk, *span))

"""A variable of a pattern becomes one pattern for each constructor of its type."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nova_ls.base.keys import ElementKey
from nova_ls.features.actions.code_action import ActionKind, CodeAction
from nova_ls.features.actions.has_word import has_word
from nova_ls.features.actions.scoped_type_variables import bindings_of
from nova_ls.features.actions.site import Selection, Site
from nova_ls.features.exporters import exporters
from nova_ls.features.written_name import NameWriter
from nova_ls.syntax import tree as t
from nova_ls.types.core.interface import ConstructorInterface, DataInterface
from nova_ls.types.core.type import BOOLEAN, Type, head_constructor
from nova_ls.workspace.snapshot import Snapshot

_MOST = 30


def split_case(snapshot: Snapshot, selection: Selection) -> Iterator[CodeAction]:
    """At a variable that is a parameter of an equation or a pattern of a branch; the equation or branch is repeated for each constructor."""
    site, path = selection.site, selection.path
    variable = next((node for node in reversed(path) if isinstance(node, t.PatternVariable)), None)
    if variable is None:
        return
    index = path.index(variable)
    owner = path[index - 1] if index else None
    rows = _rows(site, path[:index])
    if not isinstance(owner, t.Equation | t.CaseBranch) or owner not in rows:
        return
    patterns = _patterns(owner)
    position = patterns.index(variable)
    type = snapshot.type_of_span(site.place(variable))
    names = NameWriter(snapshot, site.module)
    earlier = rows[: rows.index(owner)]
    found = None if type is None else _constructors(snapshot, type)
    if not found or any(not _is_clear(row, position) for row in earlier):
        return
    if any(_is_hidden(snapshot, names, site, key) for key, _ in found):
        return
    covered = {name for row in earlier for name in _covered(row, position)}
    is_atom = isinstance(owner, t.Equation)
    cases = [
        _pattern(names, key, count, is_atom) for key, count in found if _name(key) not in covered
    ]
    imports = names.imports()
    if imports is None or len(cases) + len(covered) < 1 or not cases:
        return
    text = _repeated(site, owner, variable, cases)
    edits = (site.edit(owner.start, site.end_of(owner), text), *imports)
    yield CodeAction(f"Split `{variable.name.text}` into its cases", ActionKind.REWRITE, edits)


def _rows(site: Site, path: Sequence[t.Node]) -> list[t.Equation | t.CaseBranch]:
    """The equations of the function, or the branches of the case, that the end of a path is one of."""
    owner = path[-1] if path else None
    if isinstance(owner, t.CaseBranch):
        around = path[-2] if len(path) > 1 else None
        return list(around.branches) if isinstance(around, t.Case) else []
    if isinstance(owner, t.Equation):
        siblings = bindings_of(path[-2]) if len(path) > 1 else site.chunk.tree.declarations
        return [
            each
            for each in siblings
            if isinstance(each, t.Equation) and each.name.text == owner.name.text
        ]
    return []


def _patterns(row: t.Equation | t.CaseBranch) -> Sequence[t.Node]:
    return row.parameters if isinstance(row, t.Equation) else row.patterns


def _is_clear(row: t.Equation | t.CaseBranch, position: int) -> bool:
    """Whether it can be seen which constructors a row leaves: it tests nothing but its constructor there."""
    patterns = _patterns(row)
    others = [each for index, each in enumerate(patterns) if index != position]
    if not all(_matches_all(each) for each in others) or len(patterns) <= position:
        return False
    pattern = _inner(patterns[position])
    is_constructor = isinstance(pattern, t.PatternConstructor)
    return is_constructor and not any(body.guards for body in row.bodies)


def _covered(row: t.Equation | t.CaseBranch, position: int) -> Iterator[str]:
    pattern = _inner(_patterns(row)[position])
    if isinstance(pattern, t.PatternConstructor) and all(map(_matches_all, pattern.arguments)):
        yield pattern.name.text


def _inner(pattern: t.Node) -> t.Node:
    while isinstance(pattern, t.PatternParen | t.PatternAs):
        pattern = pattern.inner if isinstance(pattern, t.PatternParen) else pattern.pattern
    return pattern


def _matches_all(pattern: t.Node) -> bool:
    return isinstance(_inner(pattern), t.PatternVariable | t.PatternWildcard)


def _constructors(snapshot: Snapshot, type: Type) -> list[tuple[ElementKey | bool, int]]:
    """The constructors of a type with the number of their fields."""
    if type is BOOLEAN:
        return [(True, 0), (False, 0)]
    key = head_constructor(type)
    data = None if key is None else snapshot.interface(key)
    if not isinstance(data, DataInterface) or len(data.constructors) > _MOST:
        return []
    found: list[tuple[ElementKey | bool, int]] = []
    for constructor in data.constructors:
        interface = snapshot.interface(constructor)
        if not isinstance(interface, ConstructorInterface):
            return []
        found.append((constructor, len(interface.fields)))
    return found


def _is_hidden(snapshot: Snapshot, names: NameWriter, site: Site, key: ElementKey | bool) -> bool:
    """Whether only modules show a constructor that are not meant for everybody, and the module imports none of them."""
    if isinstance(key, bool) or names.visible_name(key) is not None:
        return False
    sources = exporters(snapshot, site.module, key)
    imported = {place.item.module for place in site.module.items.imports}
    return not any(each in imported or "Internal" not in each.split(".") for each in sources)


def _name(key: ElementKey | bool) -> str:
    return "" if isinstance(key, bool) else key.name


def _pattern(names: NameWriter, key: ElementKey | bool, count: int, is_atom: bool) -> str:
    if isinstance(key, bool):
        return "true" if key else "false"
    text = " ".join([names.name_of(key), *(["_"] * count)])
    return f"({text})" if count and is_atom else text


def _repeated(
    site: Site, row: t.Equation | t.CaseBranch, variable: t.PatternVariable, cases: Sequence[str]
) -> str:
    """The row once for each case; the variable stays beside the constructor where the row mentions it."""
    before = site.text(row.start, variable.start)
    after = site.text(variable.end, site.end_of(row))
    name = variable.name.text
    is_used = has_word(after, name)
    column = site.indentation(row.start)
    texts: list[str] = []
    for case in cases:
        if is_used:
            case = f"{name}@{case}" if " " not in case or case[0] == "(" else f"{name}@({case})"
        texts.append(f"{before}{case}{after}")
    return f"\n{column}".join(texts).replace("\r\n", "\n")

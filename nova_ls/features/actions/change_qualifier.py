"""The names of an import are qualified wherever they are used, or not any more."""

from __future__ import annotations

from collections.abc import Iterator

from nova_ls.base.keys import ElementKey, Space
from nova_ls.compiler.state.module import Module
from nova_ls.features.actions.code_action import ActionKind, CodeAction, CodeEdit
from nova_ls.features.actions.import_lines import ImportLine, import_lines
from nova_ls.features.actions.list_imported import used_items
from nova_ls.features.actions.site import Selection, Site
from nova_ls.names.checks.lint_imports import re_exported
from nova_ls.names.checks.usage import used_names
from nova_ls.syntax import tree as t
from nova_ls.syntax.walk import descendants
from nova_ls.types.core.interface import ValueInterface
from nova_ls.workspace.snapshot import Place, Snapshot
from nova_ls.workspace.untyped_names import names_beside


def qualify_import(snapshot: Snapshot, selection: Selection) -> Iterator[CodeAction]:
    """At an import without an alias, each of whose names comes from nowhere else."""
    found = _import_at(selection)
    if found is None or found.item.alias or found.item.hiding:
        return
    module = selection.site.module
    alias = found.item.module.rpartition(".")[2]
    others = [line for line in import_lines(module) if line.start != found.start]
    if any(alias in (line.item.alias, line.item.module) for line in others):
        return
    places = _uses(snapshot, module, found, "")
    if not places:
        return
    edits = [_change(module, place, f"{alias}.", 0) for place in places]
    shown = f"import {found.item.module} as {alias}"
    edits.append(CodeEdit(found.start, found.end, shown))
    title = f"Qualify what is used of `{found.item.module}` as `{alias}`"
    yield CodeAction(title, ActionKind.REWRITE, tuple(edits))


def unqualify_import(snapshot: Snapshot, selection: Selection) -> Iterator[CodeAction]:
    """At an import with an alias that no other has, if none of its names means something else without it."""
    found = _import_at(selection)
    if found is None or not found.item.alias or found.item.hiding:
        return
    module, alias = selection.site.module, found.item.alias
    lines = import_lines(module)
    if sum(line.item.alias == alias for line in lines) != 1:
        return
    if sum(line.item.module == found.item.module for line in lines) != 1:
        return
    places = _uses(snapshot, module, found, alias)
    items = used_items(module, found)
    if not places or not items or not _are_free(module, places):
        return
    edits = [_change(module, place, "", len(alias) + 1) for place in places]
    shown = f"import {found.item.module} ({', '.join(items)})"
    edits.append(CodeEdit(found.start, found.end, shown))
    title = f"Use the names of `{found.item.module}` without `{alias}`"
    yield CodeAction(title, ActionKind.REWRITE, tuple(edits))


def _import_at(selection: Selection) -> ImportLine | None:
    site = selection.site
    if not site.chunk.items.imports:
        return None
    at = site.module.source.offset_of(site.chunk, selection.start)
    for line in import_lines(site.module):
        if line.start <= at <= line.end and not line.chunk.errors:
            text = site.module.source.text[line.start : line.end]
            return None if "--" in text or "{-" in text else line
    return None


def _uses(
    snapshot: Snapshot, module: Module, line: ImportLine, alias: str
) -> list[tuple[Place, ElementKey]]:
    """Every place that names something of an import; nothing where one of them is not a plain use."""
    scope, items = module.scope, module.items
    if scope is None or items is None or re_exported(items.header):
        return []
    wanted: dict[ElementKey, str] = {}
    for space, name in used_names(module.usage, scope, ()).names(line.item.module, alias):
        key = scope.lookup(space, alias, name)
        if not isinstance(key, ElementKey) or _is_exported(module, name):
            return []
        wanted[key] = name
    found = list(_mentions(snapshot, module, wanted))
    if {key for _, key in found} != wanted.keys():
        return []
    is_plain = all(_is_plain(place, wanted[key], alias) for place, key in found)
    return found if is_plain else []


def _mentions(
    snapshot: Snapshot, module: Module, wanted: dict[ElementKey, str]
) -> Iterator[tuple[Place, ElementKey]]:
    """Every place in the code of a module that means one of some elements."""
    for chunk in module.source.chunks:
        for start, end, key in names_beside(module, chunk):
            if key in wanted:
                yield Place(module, chunk, start, end), key
        for element in snapshot.elements_in(module, chunk):
            ast = snapshot.ast(element)
            references = None if ast is None else ast.references
            if references is None:
                continue
            spans = zip(references.starts, references.ends, references.targets, strict=True)
            for start, end, target in spans:
                if isinstance(target, ElementKey) and target in wanted:
                    place = Place(module, chunk, start, end)
                    if not (_is_member(snapshot, target) and _is_definition(place)):
                        yield place, target


def _is_member(snapshot: Snapshot, key: ElementKey) -> bool:
    interface = snapshot.interface(key)
    return isinstance(interface, ValueInterface) and interface.owner is not None


def _is_exported(module: Module, name: str) -> bool:
    header = None if module.items is None else module.items.header
    references = () if header is None else header.references or ()
    return any(each.name == name for each in references)


def _is_definition(place: Place) -> bool:
    """Whether it is the name of a member where an instance defines it, which has no qualifier."""
    path = Site(place.module, place.chunk).path(place.start, place.end)
    return any(
        isinstance(node, t.Equation | t.Signature) and node.name.start == place.start
        for node in path
    )


def _is_plain(place: Place, name: str, alias: str) -> bool:
    before = f"{alias}." if alias else ""
    return place.text.strip("`") in (f"{before}{name}", f"{before}({name})")


def _change(module: Module, use: tuple[Place, ElementKey], prefix: str, drop: int) -> CodeEdit:
    """The qualifier of an operator stands before its parentheses."""
    place = use[0]
    start = module.source.offset_of(place.chunk, place.start) + place.text.startswith("`")
    site = Site(module, place.chunk)
    if site.text(place.start - 1, place.start) + site.text(place.end, place.end + 1) == "()":
        start -= use[1].space in (Space.VALUE_OPERATOR, Space.TYPE_OPERATOR)
    return CodeEdit(start, start + drop, prefix)


def _are_free(module: Module, places: list[tuple[Place, ElementKey]]) -> bool:
    """Whether names may stand without their qualifier: nothing in the module has them already."""
    scope = module.scope
    if scope is None:
        return False
    names = {key.name for _, key in places if key.space is Space.VALUE}
    for _, key in places:
        if scope.lookup(key.space, "", key.name) is not None:
            return False
    for chunk in {id(place.chunk): place.chunk for place, _ in places}.values():
        for declaration in chunk.tree.declarations:
            for node in descendants(declaration):
                match node:
                    case t.PatternVariable(name=name) | t.PatternAs(name=name):
                        is_taken = name.text in names
                    case t.Equation(name=name):
                        is_taken = name.text in names
                    case t.PatternField(label=label, pattern=None):
                        is_taken = label.text in names
                    case _:
                        is_taken = False
                if is_taken:
                    return False
    return True

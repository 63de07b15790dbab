"""A few modules taken through the phase of names, and `check`, which compares their diagnostics with caret marks."""

import textwrap
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import accumulate

from nova_ls.base.diagnostic import Diagnostic, Problem
from nova_ls.base.keys import ElementKey, Space
from nova_ls.names.checks.export_checks import ExportContext, check_exports
from nova_ls.names.checks.lint_declarations import lint_declarations
from nova_ls.names.checks.lint_imports import lint_imports, re_exported
from nova_ls.names.checks.usage import LookupUsage, used_names
from nova_ls.names.modules.binding_groups import class_cycles, rings, type_cycles
from nova_ls.names.modules.declaration_unit import DeclarationUnit, UnitKind
from nova_ls.names.modules.exports import Exports
from nova_ls.names.modules.fixity import FixityOf, Operator
from nova_ls.names.modules.imports import build_scope
from nova_ls.names.modules.items import collect_items
from nova_ls.names.modules.module_graph import order_modules
from nova_ls.names.modules.module_items import ModuleItems, combine_items
from nova_ls.names.modules.prim import PRIM_EXPORTS
from nova_ls.names.modules.resolve_exports import resolve_exports
from nova_ls.names.modules.scope import ModuleScope
from nova_ls.names.problems.modules import CycleInDeclaration
from nova_ls.names.resolve import resolved as r
from nova_ls.names.resolve.resolve_element import Resolved, resolve_element
from nova_ls.syntax.chunks import split
from nova_ls.syntax.parser import ChunkTree, parse_chunk


@dataclass
class Module:
    """One module of a program. Diagnostics have offsets into the whole text."""

    text: str
    chunks: list[tuple[int, str]]
    trees: list[ChunkTree]
    items: ModuleItems
    scope: ModuleScope = field(init=False)
    exports: Exports = field(init=False)
    resolved: dict[ElementKey, Resolved] = field(default_factory=dict)
    beside: dict[DeclarationUnit, Resolved] = field(default_factory=dict)
    diagnostics: list[tuple[str, int, int, Diagnostic]] = field(default_factory=list)

    def report(self, chunk: int, problems: Iterable[Diagnostic]) -> None:
        offset = self.chunks[chunk][0]
        self.diagnostics += [(p.code, offset + p.start, offset + p.end, p) for p in problems]

    @property
    def codes(self) -> list[str]:
        return sorted(code for code, *_ in self.diagnostics)


# Units that stand beside the unit of their element, in a chunk of their own.
BESIDE = (UnitKind.KIND_SIGNATURE, UnitKind.ROLES)


def split_chunks(text: str) -> list[tuple[int, str]]:
    """Offsets and texts of the chunks."""
    texts = [chunk.text for chunk in split(text)]
    return list(zip(accumulate(map(len, texts), initial=0), texts, strict=False))


def load(text: str) -> dict[str, Module]:
    """The modules of a program by name; each begins with its header."""
    modules = {}
    for source in split_modules(textwrap.dedent(text)):
        module = parse(source)
        modules[module.items.name] = module
    order = order_modules({n: [i.item.module for i in m.items.imports] for n, m in modules.items()})
    for name in order.order:
        finish(modules[name], modules)
    return modules


def parse(source: str) -> Module:
    chunks = split_chunks(source)
    trees = [parse_chunk(chunk, first=not n) for n, (_, chunk) in enumerate(chunks)]
    items = combine_items([collect_items(tree.declarations) for tree in trees])
    return Module(source, chunks, trees, items)


def split_modules(text: str) -> list[str]:
    starts = [
        i
        for i in range(len(text))
        if text.startswith("module ", i) and text[i - 1 : i] in ("", "\n")
    ]
    return [text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]


def finish(module: Module, modules: dict[str, Module]) -> None:
    def exports_of(name: str) -> Exports | None:
        if name in PRIM_EXPORTS:
            return PRIM_EXPORTS[name]
        # A module of a circle of imports may not have come yet.
        return getattr(modules.get(name), "exports", None)

    def fixities(key: ElementKey) -> Operator | None:
        owner = modules[key.namespace]
        if key not in owner.resolved:
            unit = next(u for u in owner.items.units if u.key is key)
            owner.resolved[key] = resolve_unit(owner, unit, fixities)
        element = owner.resolved[key].element
        assert element is None or isinstance(element, Operator)
        return element

    items = module.items
    for number, tree in enumerate(module.trees):
        module.report(number, tree.errors)
    for chunk, problem in items.diagnostics:
        module.report(chunk, [problem])
    places = items.imports
    module.scope, problems = build_scope(
        items.own, items.own_values, [p.item for p in places], [p.spans for p in places], exports_of
    )
    for index, problem in problems:
        module.report(places[index].chunk, [problem])
    assert items.header_spans is not None
    module.exports, unexported = resolve_exports(
        items.own, items.header, items.header_spans, module.scope
    )
    module.report(items.header_chunk, unexported)
    usage = LookupUsage()
    for unit in items.units:
        result = module.resolved.get(unit.key)
        if unit.kind in BESIDE:
            result = module.beside[unit] = resolve_unit(module, unit, fixities)
        elif result is None:
            result = module.resolved[unit.key] = resolve_unit(module, unit, fixities)
        module.report(unit.chunk, result.diagnostics)
        usage.add(result.lookups)
    used = used_names(usage, module.scope, re_exported(items.header))
    for chunk, problem in lint_imports(items, module.scope, used):
        module.report(chunk, [problem])
    for chunk, problem in lint_declarations(items, used):
        module.report(chunk, [problem])
    report_cycles(module)
    report_exports(module, fixities)


def report_exports(module: Module, fixities: FixityOf) -> None:
    """The checks of the export list; signatures stand for the interfaces that the type checker would give."""
    elements = {u.key: module.resolved[u.key] for u in module.items.units if u.kind not in BESIDE}

    def mentions(key: ElementKey) -> Iterable[ElementKey]:
        if key.space is Space.VALUE and not isinstance(elements.get(key), Resolved):
            return ()
        element = elements[key].element
        if isinstance(element, r.Value) and element.signature is None:
            return ()
        if isinstance(element, r.Data) and key.name in module.exports.constructors:
            if element.constructors and not module.exports.constructors[key.name]:
                return ()
        return elements[key].type_uses

    def superclasses(key: ElementKey) -> list[ElementKey]:
        element = elements[key].element
        assert isinstance(element, r.Class)
        return [constraint.key for constraint in element.superclasses]

    heads = [e.element for e in elements.values() if isinstance(e.element, r.InstanceHead)]
    context = ExportContext(fixities, mentions, superclasses, heads)
    problems = check_exports(module.items, module.exports, context)
    module.report(module.items.header_chunk, problems)


def resolve_unit(module: Module, unit: DeclarationUnit, fixities: FixityOf) -> Resolved:
    return resolve_element(module.trees[unit.chunk].declarations, unit, module.scope, fixities)


def report_cycles(module: Module) -> None:
    units = [u for u in module.items.units if u.kind not in BESIDE]
    results = {u.key: module.resolved[u.key] for u in units}
    values = {u.key for u in units if u.kind is UnitKind.VALUE}
    rung = rings({k: results[k].immediate for k in values})
    values_in_rings = [key for ring in rung for key in ring]
    types = {u.key for u in units if u.kind in (UnitKind.TYPE, UnitKind.CLASS)}
    elements = {k: results[k].element for k in types}
    signatures = {k: results[k].kind_uses for k in types if results[k].kind_uses}
    signatures |= {u.key: result.type_uses for u, result in module.beside.items()}
    cycles = type_cycles(
        {k: results[k].type_uses for k in types},
        signatures,
        {k for k, e in elements.items() if isinstance(e, r.Synonym)},
        {k for k, e in elements.items() if isinstance(e, r.Data) and e.foreign},
    )
    cycles += class_cycles(
        {k: [c.key for c in e.superclasses] for k, e in elements.items() if isinstance(e, r.Class)}
    )
    found: list[tuple[Problem, ElementKey]] = [
        (CycleInDeclaration((key,)), key) for key in values_in_rings
    ]
    found += [(cycle.problem(cycle.keys), cycle.keys[0]) for cycle in cycles]
    for problem, key in found:
        place = module.items.definitions[key]
        module.report(place.chunk, [Diagnostic(problem, place.start, place.end)])


def check(fixture: str) -> None:
    """The lines `^^^ Code` below a line of the program mark all its diagnostics, and there are no others.

    Columns count from the margin of the fixture.
    """
    lines: list[str] = []
    wanted: list[tuple[int, int, int, str]] = []
    for line in textwrap.dedent(fixture).strip("\n").splitlines():
        mark = line.strip()
        if mark.startswith("^"):
            carets, code = mark.split()
            start = line.index("^")
            wanted.append((len(lines) - 1, start, start + len(carets), code))
        else:
            lines.append(line)
    text = "\n".join(lines) + "\n"
    assert sorted(found_marks(text)) == sorted(wanted)


def found_marks(text: str) -> list[tuple[int, int, int, str]]:
    """The diagnostics of a program as (line, first column, column behind, code)."""
    found, first_line = [], 0
    loaded = list(load(text).values())
    for source in split_modules(text):
        module = next(m for m in loaded if m.text == source)
        for code, start, end, _ in module.diagnostics:
            line = source.count("\n", 0, start)
            column = start - (source.rfind("\n", 0, start) + 1)
            found.append((first_line + line, column, column + end - start, code))
        first_line += source.count("\n")
    return found

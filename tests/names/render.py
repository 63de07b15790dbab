"""Resolved trees as fully parenthesised text, for expectations that a person can read."""

from collections.abc import Callable, Iterable
from typing import Any

from nova_ls.base.keys import ElementKey
from nova_ls.names.resolve import resolved as r


def render(node: Any) -> str:
    return _RENDER[type(node)](node)


def binder(b: r.Binder) -> str:
    return b.name


def many(nodes: Iterable[Any], separator: str = " ") -> str:
    return separator.join(render(node) for node in nodes)


def key(k: ElementKey) -> str:
    return k.name if k.namespace == "Main" else f"{k.namespace}.{k.name}"


def branch(b: r.Branch) -> str:
    return f"{many(b.patterns)} {many(b.bodies)}".strip()


def body(b: r.GuardedBody) -> str:
    guards = "".join(f"| {render(guard)} " for guard in b.guards)
    return f"{guards}-> {render(b.body)}"


def guard(g: r.Guard) -> str:
    return (
        render(g.expression)
        if g.pattern is None
        else f"{render(g.pattern)} <- {render(g.expression)}"
    )


def group(g: r.LocalGroup) -> str:
    mark = "rec " if g.recursive else ""
    return mark + " & ".join(f"{b.binder.name}{equations(b.branches)}" for b in g.bindings)


def equations(branches: Iterable[r.Branch]) -> str:
    return "".join(f" [{branch(each)}]" for each in branches)


def updates(fields: Iterable[Any]) -> str:
    parts = []
    for field in fields:
        value = field.value
        text = f"{{{updates(value)}}}" if isinstance(value, tuple) else render(value)
        parts.append(f"{field.label} = {text}")
    return ", ".join(parts)


def let(declarations: Iterable[Any]) -> str:
    return "; ".join(render(declaration) for declaration in declarations)


def chain(c: r.Chain) -> str:
    mark = "<" if c.grouping is r.Grouping.LEFT else ">"
    return f"{mark}{render(c.operators[0])} {many(c.operands)}{mark}"


_RENDER: dict[type, Callable[[Any], str]] = {
    r.Local: lambda n: n.binder.name,
    r.Global: lambda n: key(n.key),
    r.Literal: lambda n: repr(n.value),
    r.ArrayLiteral: lambda n: f"[{many(n.items, ', ')}]",
    r.RecordLiteral: lambda n: (
        "{" + ", ".join(f"{f.label}: {render(f.value)}" for f in n.fields) + "}"
    ),
    r.Hole: lambda n: f"?{n.name}[{' '.join(b.name for b in n.locals)}]",
    r.Typed: lambda n: f"({render(n.expression)} :: {render(n.type)})",
    r.RecordAccess: lambda n: f"{render(n.record)}.{n.label}",
    r.Update: lambda n: f"{render(n.record)} {{{updates(n.updates)}}}",
    r.TypeArgument: lambda n: f"@{render(n.type)}",
    r.App: lambda n: f"({render(n.function)} {many(n.arguments)})",
    r.Chain: chain,
    r.Negate: lambda n: f"({render(n.function)} {render(n.operand)})",
    r.Lambda: lambda n: f"(\\{many(n.parameters)} -> {render(n.body)})",
    r.If: lambda n: f"(if {render(n.condition)} {render(n.then)} {render(n.otherwise)})",
    r.Case: lambda n: f"(case {many(n.scrutinees, ', ')} of{equations(n.branches)})",
    r.Let: lambda n: f"(let {let(n.declarations)} in {render(n.body)})",
    r.Do: lambda n: f"(do {many(n.statements, '; ')})",
    r.Ado: lambda n: (
        f"(ado {render(n.map)} {render(n.apply)} {render(n.pure)}"
        f" {many(n.statements, '; ')} in {render(n.result)})"
    ),
    r.Error: lambda n: f"<error {many(n.parts)}>" if n.parts else "<error>",
    r.Bind: lambda n: f"{render(n.function)}: {render(n.pattern)} <- {render(n.expression)}",
    r.LetStatement: lambda n: f"let {let(n.declarations)}",
    r.ExpressionStatement: lambda n: f"{render(n.function)}: {render(n.expression)}",
    r.LocalGroup: group,
    r.PatternBinding: lambda n: f"{render(n.pattern)} {many(n.bodies)}",
    r.Branch: branch,
    r.GuardedBody: body,
    r.Guard: guard,
    r.PatternVariable: lambda n: n.binder.name,
    r.PatternWildcard: lambda n: "_",
    r.PatternLiteral: lambda n: repr(n.value),
    r.PatternConstructor: lambda n: f"({' '.join([key(n.key), *map(render, n.arguments)])})",
    r.PatternArray: lambda n: f"[{many(n.items, ', ')}]",
    r.PatternRecord: lambda n: (
        "{" + ", ".join(f"{f.label}: {render(f.pattern)}" for f in n.fields) + "}"
    ),
    r.PatternAs: lambda n: f"{n.binder.name}@{render(n.pattern)}",
    r.PatternTyped: lambda n: f"({render(n.pattern)} :: {render(n.type)})",
    r.PatternError: lambda n: "<error>",
    r.TypeVariable: lambda n: n.name,
    r.TypeConstructor: lambda n: key(n.key),
    r.TypeWildcard: lambda n: f"?{n.name}" if n.name else "_",
    r.TypeString: lambda n: repr(n.value),
    r.TypeInt: lambda n: str(n.value),
    r.Row: lambda n: f"({row(n)})",
    r.Record: lambda n: f"{{{row(n.row)}}}",
    r.Forall: lambda n: f"(forall {' '.join(map(type_binder, n.binders))}. {render(n.body)})",
    r.Kinded: lambda n: f"({render(n.type)} :: {render(n.kind)})",
    r.TypeApp: lambda n: f"({render(n.function)} {many(n.arguments)})",
    r.Arrow: lambda n: f"({render(n.parameter)} -> {render(n.result)})",
    r.Constrained: lambda n: f"({constraint(n.constraint)} => {render(n.body)})",
    r.TypeError: lambda n: "<error>",
}


def row(n: r.Row) -> str:
    fields = ", ".join(f"{f.label} :: {render(f.type)}" for f in n.fields)
    return fields if n.tail is None else f"{fields} | {render(n.tail)}"


def constraint(c: r.Constraint | None) -> str:
    return "<error>" if c is None else " ".join([key(c.key), *map(render, c.arguments)])


def type_binder(b: r.TypeBinder) -> str:
    name = f"@{b.name}" if b.visible else b.name
    return name if b.kind is None else f"({name} :: {render(b.kind)})"

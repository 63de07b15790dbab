"""The name of an instance that has no written one: its head, rendered in one normal way."""

from __future__ import annotations

from collections.abc import Sequence

from nova_ls.syntax import tree as t


def render_head(class_name: t.Name, arguments: Sequence[t.TypeNode]) -> str:
    """`Show (Maybe a)`: the class without qualifier, then its arguments, parenthesised where needed."""
    return " ".join([class_name.text, *(_render(argument, True) for argument in arguments)])


def _render(node: t.TypeNode, is_atom: bool) -> str:
    while isinstance(node, t.ParenType):
        node = node.inner
    text, is_compound = _render_node(node)
    return f"({text})" if is_compound and is_atom else text


def _render_node(node: t.TypeNode) -> tuple[str, bool]:
    """The text of a type, and whether it needs parentheses as an argument."""
    match node:
        case t.TypeVariable(name=name):
            return name, False
        case t.TypeConstructor(name=written):
            return written.text, False
        case t.TypeOperatorName(name=written):
            return f"({written.text})", False
        case t.ArrowName():
            return "(->)", False
        case t.TypeHole(name=name):
            return f"?{name}", False
        case t.TypeWildcard():
            return "_", False
        case t.TypeString(value=value):
            return repr(value), False
        case t.TypeInt(value=number):
            return str(number), False
        case t.RowNode(fields=fields, tail=tail):
            return f"({_render_row(fields, tail)})", False
        case t.RecordTypeNode(fields=fields, tail=tail):
            return f"{{{_render_row(fields, tail)}}}", False
        case t.ForallNode(binders=binders, body=body):
            names = " ".join(binder.name.text for binder in binders)
            return f"forall {names}. {_render(body, False)}", True
        case t.KindedNode(type=inner, kind=kind):
            return f"{_render(inner, True)} :: {_render(kind, False)}", True
        case t.TypeApplication(function=function, arguments=arguments):
            return " ".join(_render(part, True) for part in (function, *arguments)), True
        case t.TypeChain(operands=operands, operators=operators):
            parts = [_render(operands[0], True)]
            for operator, operand in zip(operators, operands[1:], strict=False):
                parts += operator.text, _render(operand, True)
            return " ".join(parts), True
        case t.ArrowNode(parameter=parameter, result=result):
            return f"{_render(parameter, True)} -> {_render(result, False)}", True
        case t.ConstrainedNode(constraint=constraint, body=body):
            return f"{_render(constraint, True)} => {_render(body, False)}", True
        case _:
            return "?", False


def _render_row(fields: Sequence[t.RowFieldNode], tail: t.TypeNode | None) -> str:
    text = ", ".join(f"{field.label.text} :: {_render(field.type, False)}" for field in fields)
    return text if tail is None else f"{text} | {_render(tail, False)}".lstrip()

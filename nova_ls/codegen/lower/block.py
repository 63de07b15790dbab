"""`do` and `ado`: the calls they stand for."""

from __future__ import annotations

from nova_ls.codegen import core as c
from nova_ls.codegen.lower.context import Context
from nova_ls.codegen.lower.evidence import parameters
from nova_ls.codegen.lower.expression import LOWER, apply_operator, lower, with_evidence
from nova_ls.codegen.lower.function import bind_pattern, lower_declarations
from nova_ls.names.resolve import resolved as r


class _Operators:
    """The functions that a block stands on: each use of one has evidence of its own."""

    __slots__ = ("context", "uses")

    def __init__(self, context: Context) -> None:
        self.context = context
        self.uses: dict[int, int] = {}

    def next(self, node: r.Expression) -> c.Core:
        """The function for its next use, in the order of the statements."""
        use = self.uses.get(id(node), 0)
        self.uses[id(node)] = use + 1
        runs = self.context.trail.applied.get((id(node), 0), [])
        return with_evidence(self.context, node, runs[use] if use < len(runs) else ())


def _do(context: Context, node: r.Do) -> c.Core:
    return _statements(context, node.statements, 0, _Operators(context))


def _statements(
    context: Context, statements: tuple[r.Statement, ...], index: int, operators: _Operators
) -> c.Core:
    statement = statements[index]
    if isinstance(statement, r.LetStatement):
        return lower_declarations(
            context,
            statement.declarations,
            lambda: _statements(context, statements, index + 1, operators),
        )
    if index == len(statements) - 1:
        return lower(context, statement.expression)
    operator = statement.function
    function = operators.next(operator)
    action = lower(context, statement.expression)
    name = _name(context, statement)

    def rest() -> c.Core:
        following = _statements(context, statements, index + 1, operators)
        return context.lambda_of(parameters(context.trail.given_at(statement, 1)), following)

    if isinstance(statement, r.Bind):
        body = bind_pattern(context, c.Local(name), statement.pattern, rest)
    else:
        body = rest()
    # One parameter of its own: the rest of the block is not run before it is bound.
    return apply_operator(context, operator, action, c.Lambda((name,), body), function)


def _name(context: Context, statement: r.Bind | r.ExpressionStatement) -> str:
    if isinstance(statement, r.Bind) and isinstance(statement.pattern, r.PatternVariable):
        return context.fresh(statement.pattern.binder.name)
    return context.fresh("_")


def _ado(context: Context, node: r.Ado) -> c.Core:
    operators = _Operators(context)
    taken: list[str] = []
    actions: list[tuple[r.Expression, c.Core, c.Core]] = []
    for statement in node.statements:
        if isinstance(statement, r.LetStatement):
            continue
        operator = node.apply if actions else node.map
        function = operators.next(operator)
        actions.append((operator, function, lower(context, statement.expression)))
        taken.append(_name(context, statement))
    body = _ado_body(context, node, 0, taken)
    if not actions:
        line = context.line(node.start)
        return context.apply(operators.next(node.pure), (body,), line)
    result: c.Core = context.lambda_of(taken, body)
    for operator, function, action in actions:
        result = apply_operator(context, operator, result, action, function)
    return result


def _ado_body(context: Context, node: r.Ado, index: int, taken: list[str]) -> c.Core:
    """The result of the block, which sees what its statements bind; `taken`: the names of the results not yet bound."""
    if index == len(node.statements):
        return lower(context, node.result)
    statement = node.statements[index]
    if isinstance(statement, r.LetStatement):
        return lower_declarations(
            context, statement.declarations, lambda: _ado_body(context, node, index + 1, taken)
        )
    if isinstance(statement, r.Bind):
        return bind_pattern(
            context,
            c.Local(taken[0]),
            statement.pattern,
            lambda: _ado_body(context, node, index + 1, taken[1:]),
        )
    return _ado_body(context, node, index + 1, taken[1:])


LOWER.update({r.Do: _do, r.Ado: _ado})

"""Foreign functions that take all their arguments at once.

Foreign code gives functions of one argument at a time: `def f(a): return lambda b: …`. Where a function does nothing but that, step by step,
down to its last argument, a second one is written beside it that takes them all, `f#2`; where the last step is an action, also one
that runs it, `f!2`. What does anything in between stays as it is.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import Final, TypeAlias

_Function: TypeAlias = ast.FunctionDef | ast.Lambda


@dataclass(slots=True)
class _Steps:
    """Parameters so far, and what is left; `acts`: the last step takes nothing."""

    parameters: list[str]
    body: list[ast.stmt]
    acts: bool = False


def with_flat_functions(module: ast.Module) -> ast.Module:
    """The module, with its functions of several steps written flat behind it."""
    more: list[ast.stmt] = []
    for statement in module.body:
        if isinstance(statement, ast.FunctionDef):
            more += _flat(statement.name, statement)
        elif isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Lambda):
            for target in statement.targets:
                if isinstance(target, ast.Name):
                    more += _flat(target.id, statement.value)
    return ast.fix_missing_locations(ast.Module([*module.body, *more], module.type_ignores))


def _flat(name: str, function: _Function) -> list[ast.stmt]:
    steps = _Steps([], [])
    if not _descend(steps, function):
        return []
    parameters = steps.parameters
    if len(set(parameters)) < len(parameters) or _reaches_out(steps.body):
        return []
    if not parameters or (len(parameters) == 1 and not steps.acts):
        return []
    count = len(parameters)
    arguments = _arguments(parameters)
    if not steps.acts:
        return [_definition(f"{name}#{count}", arguments, steps.body)]
    run = _definition(f"{name}!{count}", arguments, steps.body)
    call = ast.Call(
        ast.Name(f"{name}!{count}", ast.Load()),
        [ast.Name(each, ast.Load()) for each in parameters],
        [],
    )
    whole = ast.Return(ast.Lambda(_arguments([]), call))
    return [run, _definition(f"{name}#{count}", arguments, [whole])]


def _descend(steps: _Steps, function: _Function) -> bool:
    """Follow the steps of a function to the last; False where one takes more than an argument."""
    current: _Function | None = function
    while current is not None:
        arguments = current.args
        names = [each.arg for each in arguments.args]
        if len(names) > 1 or arguments.vararg or arguments.kwarg or arguments.kwonlyargs:
            return False
        if arguments.defaults or arguments.posonlyargs:
            return False
        if isinstance(current, ast.FunctionDef) and current.decorator_list:
            return False
        steps.parameters += names
        steps.body = _body(current)
        if not names:
            steps.acts = True
            return True
        current = _next(steps.body)
    return True


def _body(function: _Function) -> list[ast.stmt]:
    if isinstance(function, ast.Lambda):
        return [ast.Return(function.body)]
    first = function.body[0]
    is_text = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    return function.body[1:] if is_text else function.body


def _next(body: list[ast.stmt]) -> _Function | None:
    """The function that a body does nothing but give."""
    if len(body) == 1 and isinstance(body[0], ast.Return):
        value = body[0].value
        return value if isinstance(value, ast.Lambda) else None
    if len(body) == 2 and isinstance(body[0], ast.FunctionDef) and isinstance(body[1], ast.Return):
        inner, given = body[0], body[1].value
        if isinstance(given, ast.Name) and given.id == inner.name and not _mentions(inner):
            return inner
    return None


def _mentions(function: ast.FunctionDef) -> bool:
    """Whether a function refers to itself by its name."""
    return any(
        isinstance(node, ast.Name) and node.id == function.name
        for statement in function.body
        for node in ast.walk(statement)
    )


def _reaches_out(body: list[ast.stmt]) -> bool:
    """Whether a function sets variables of those around it."""
    return any(isinstance(node, _OUTER) for statement in body for node in ast.walk(statement))


_OUTER: Final = (ast.Nonlocal, ast.Yield, ast.YieldFrom, ast.Await)


def _arguments(names: list[str]) -> ast.arguments:
    return ast.arguments([], [ast.arg(name) for name in names], None, [], [], None, [])


def _definition(name: str, arguments: ast.arguments, body: list[ast.stmt]) -> ast.stmt:
    return ast.FunctionDef(name, arguments, body or [ast.Pass()], [], None)

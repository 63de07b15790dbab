"""Calls foreign values of the library in Python."""

from typing import Any

from tests.stdlib.foreign import ForeignValue, python_module
from tests.stdlib.values import Raised, for_python


def call(value: ForeignValue, arguments: list[Any]) -> list[Any]:
    """What a call gives, and its arguments after it."""
    given = for_python(arguments)
    result = python_module(value.module)[value.python_name]
    at = 0
    try:
        for count in value.levels:
            result = result(*given[at : at + count])
            at += count
    except Exception as error:
        result = Raised(str(error.args[0]))
    return [_seen(result), _seen(given)]


def _seen(result: Any) -> Any:
    """A result as it is compared: errors as records, functions as nothing."""
    match result:
        case Raised():
            return result
        case list():
            return [_seen(each) for each in result]
        case Exception():
            functions = python_module("Effect.Exception")
            return {"message": functions["message"](result), "name": functions["name"](result)}
    return None if callable(result) else result

"""Python as a back end: artifacts are marshalled code objects."""

from __future__ import annotations

import marshal
from importlib.util import MAGIC_NUMBER
from typing import Final

from nova_ls.base.keys import element_key
from nova_ls.codegen.backend import Artifact
from nova_ls.codegen.core import Code, ForeignCode, Symbol
from nova_ls.codegen.python.compile import Compiled, compile_python

VERSION: Final = b"2"
"""Grows with each change of what compiled code looks like, or of what it expects of the runtime."""


class PythonBackend:
    """Code objects of the Python that runs this."""

    name: Final = "python"
    stamp: Final = VERSION + MAGIC_NUMBER

    def compile(self, code: Code) -> Artifact:
        """The code object of a declaration, as bytes."""
        compiled = compile_python(code)
        foreign = None
        if compiled.foreign is not None:
            symbol = compiled.foreign.symbol
            key = symbol.key
            foreign = (
                key.namespace,
                int(key.space),
                key.name,
                symbol.arity,
                symbol.acts,
                compiled.foreign.inline,
            )
        needs = [(key.namespace, int(key.space), key.name) for key in compiled.needs]
        payload = marshal.dumps((compiled.code, compiled.constants, needs, foreign))
        return Artifact(payload, compiled.needs)


def read_artifact(payload: bytes) -> Compiled:
    """Undoes `PythonBackend.compile`. For bytes of one's own only: they are run."""
    code, constants, needs, foreign = marshal.loads(payload)
    wanted = None
    if foreign is not None:
        namespace, space, name, arity, acts, inline = foreign
        symbol = Symbol(element_key(namespace, space, name), "", arity, acts)
        wanted = ForeignCode(symbol, inline)
    return Compiled(code, constants, tuple([element_key(*each) for each in needs]), wanted)

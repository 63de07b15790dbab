"""Compiled code of a workspace's declarations, each kept as long as what it was made from says the same.

Code is made of a declaration's own text and of what was asked on the way; the questions are kept beside it with their answers.
What belongs to the standard library holds as long as its module does.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import dataclass

from nova_ls.base.keys import ElementKey
from nova_ls.codegen.python.compile import Compiled, compile_python
from nova_ls.codegen.unsupported import Unsupported
from nova_ls.compiler.code import code_of
from nova_ls.compiler.facts import Answer, Fact
from nova_ls.compiler.model.source import SourceChunk
from nova_ls.compiler.program import Program
from nova_ls.compiler.state.module import Module, Origin
from nova_ls.evaluation.process.job import Definition


@dataclass(slots=True)
class _Entry:
    module: Module
    chunk: SourceChunk | None
    code: str
    questions: Mapping[Fact, Answer]
    definition: Definition
    edits: int


class CodeCache:
    """The code of a program's declarations."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._entries: dict[ElementKey, _Entry] = {}

    def closure(self, compiled: Compiled) -> Generator[None, None, list[Definition]]:
        """All declarations that a piece of code needs, and those that they need; yields where one was compiled.

        Raises Unsupported, with the name of the declaration that cannot be compiled.
        """
        found: dict[ElementKey, Definition] = {}
        pending = list(compiled.needs)
        while pending:
            key = pending.pop()
            if key in found:
                continue
            entry = self._entries.get(key)
            if entry is None or not self._holds(entry, key):
                entry = self._entries[key] = self._compile(key, entry)
                yield
            found[key] = entry.definition
            pending.extend(entry.definition.compiled.needs)
        return list(found.values())

    def _holds(self, entry: _Entry, key: ElementKey) -> bool:
        """Whether what code was made from is as it was."""
        program = self._program
        if program.world.edits == entry.edits:
            return True
        module = entry.module
        if program.modules.get(key.namespace) is not module:
            return False
        if module.origin is not Origin.LIBRARY:
            declared = module.declared.get(key)
            if declared is None:
                return False
            if declared.chunk is not entry.chunk and declared.chunk.code != entry.code:
                return False
            answers = program.answers
            if any(fact.answer(answers) != known for fact, known in entry.questions.items()):
                return False
        entry.edits = program.world.edits
        return True

    def _compile(self, key: ElementKey, before: _Entry | None) -> _Entry:
        program = self._program
        questions: dict[Fact, Answer] = {}
        try:
            compiled = compile_python(code_of(program, key, questions))
        except Unsupported as problem:
            raise Unsupported(f"{key.namespace}.{key.name}: {problem}") from None
        module = program.modules[key.namespace]
        declared = module.declared.get(key)
        chunk = None if declared is None else declared.chunk
        code = "" if chunk is None else chunk.code
        definition = Definition(key, compiled, str(module.path))
        if before is not None and _is_same(before.definition.compiled, compiled):
            definition = before.definition  # The evaluator has it already.
        return _Entry(module, chunk, code, questions, definition, program.world.edits)


def _is_same(one: Compiled, other: Compiled) -> bool:
    return (one.code, one.constants, one.needs, one.foreign) == (
        other.code,
        other.constants,
        other.needs,
        other.foreign,
    )

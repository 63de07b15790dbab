"""What tests reach, through code, types and instances, and whether it is as it was.

No analysis of its own: code names what it needs, and a log entry says what text it was made of and what that was told of others. A test whose
code, with all the code that it leads to, does what it did has the result it had. So an edit of a comment or of a line break concerns no test, and a type
that changed concerns those whose code came out otherwise.
"""

from __future__ import annotations

import hashlib
from collections.abc import Generator, Iterable, Iterator, Mapping
from typing import Final

from nova_ls.base.keys import ElementKey, Space
from nova_ls.base.slotted import value
from nova_ls.codegen.python.backend import read_artifact
from nova_ls.codegen.unsupported import Unsupported
from nova_ls.compiler.code import CodeBase
from nova_ls.compiler.facts import Answer, Fact, InterfaceFact
from nova_ls.compiler.facts.codec import encode_answer
from nova_ls.compiler.state.module import ModuleOrigin
from nova_ls.evaluation.evaluator import Job
from nova_ls.log.entry import EntryId
from nova_ls.testing.code_digest import code_digest
from nova_ls.types.core.interface import ConstructorInterface
from nova_ls.workspace.workspace import Workspace

Asked = tuple[tuple[bytes, bytes], ...]
"""Facts with their answers, encoded."""

_AT_ONCE: Final = 100
"""So many declarations are looked at in one step."""

_TYPES: Final = frozenset((Space.TYPE, Space.CLASS))


@value
class Impact:
    """`own`: what its own expression does, and what is expected of it; `asked`: what checking that asked. `code`: the declarations that run, each with what its code does and the entry that this is of (b"": none).

    `types`: the types and classes that these rely on. What belongs to the standard library is left out.
    """

    own: bytes
    asked: Asked
    code: Mapping[ElementKey, tuple[bytes, EntryId]]
    types: tuple[ElementKey, ...] = ()
    is_complete: bool = True
    """False: it could not be compiled, and nobody knows what it would reach."""

    def does_as(self, other: Impact) -> bool:
        """Whether another one runs the same code."""
        return self.own == other.own and {key: each[0] for key, each in self.code.items()} == {
            key: each[0] for key, each in other.code.items()
        }

    def reaches(self, key: ElementKey) -> bool:
        """Whether an element is among those that it reaches."""
        return key in self.code or key in self.types


class Impacts:
    """What tests of a workspace reach now."""

    def __init__(self, workspace: Workspace, code: CodeBase) -> None:
        self._program = workspace.program
        self._code = code
        self._digests: dict[ElementKey, tuple[object, bytes]] = {}
        self._now: dict[ElementKey, bytes] = {}
        self._hosts: dict[str, bytes] = {}  # by module what stands beside it
        self._state: object = None

    def of_job(
        self, job: Job | None, said: bytes, asked: Mapping[Fact, Answer]
    ) -> Generator[None, None, Impact]:
        """What a test reaches that was prepared now; job None: nothing has to run. `said`: what else decides what it comes to."""
        encode = self._program.world.archive.outcomes.facts.encode
        questions = tuple([(encode(fact), encode_answer(answer)) for fact, answer in asked.items()])
        code: dict[ElementKey, tuple[bytes, EntryId]] = {}
        types: dict[ElementKey, None] = dict.fromkeys(_types_of(asked))
        definitions = () if job is None else job.definitions
        for each in definitions[:-1]:
            if not self._is_library(each.key):
                code[each.key] = (self.digest(each.key), self._code.identity(each.key) or b"")
                types.update(dict.fromkeys(self._types_behind(each.key)))
                yield
        own = code_digest(read_artifact(definitions[-1].payload)) if definitions else b""
        reached = tuple([key for key in types if not self._is_library(key)])
        return Impact(own + said, questions, code, reached)

    def holds(self, impact: Impact) -> Generator[None, None, bool]:
        """Whether nothing that a test reaches does anything else than it did; yields between pieces of work."""
        if not impact.is_complete:
            return False
        facts, answers = self._program.world.archive.outcomes.facts, self._program.answers
        if any(
            encode_answer(facts.decode(fact).answer(answers)) != answer
            for fact, answer in impact.asked
        ):
            return False
        for number, (key, (digest, _)) in enumerate(impact.code.items(), 1):
            if self.digest(key) != digest:
                return False
            if number % _AT_ONCE == 0:
                yield
        return True

    def entry(self, key: ElementKey) -> EntryId | None:
        """The log entry that an element's code is made of."""
        try:
            return self._code.identity(key)
        except Unsupported:
            return None

    def digest(self, key: ElementKey) -> bytes:
        """What an element's code does now; asked once between two edits."""
        state = self._program.world.edits
        if state != self._state:
            self._state = state
            self._now.clear()
            self._hosts.clear()
        known = self._now.get(key)
        if known is None:
            known = self._now[key] = self._digest(key)
        return known

    # ------------------------------------------------------------------ one element

    def _digest(self, key: ElementKey) -> bytes:
        if key.space is Space.CONSTRUCTOR:
            return self._constructor(key)
        try:
            artifact = self._code.artifact(key)
        except Unsupported as problem:
            return hashlib.sha256(str(problem).encode("utf-8", "surrogatepass")).digest()
        known = self._digests.get(key)
        if known is None or known[0] is not artifact:
            known = self._digests[key] = artifact, code_digest(read_artifact(artifact.payload))
        host = self._hosts.get(key.namespace)
        if host is None:
            host = self._hosts[key.namespace] = self._host_code(key.namespace)
        return known[1] + host

    def _constructor(self, key: ElementKey) -> bytes:
        """Its code is made of its interface and that of its type."""
        answers = self._program.answers
        scheme = answers.scheme(key)
        if scheme is None:
            return b""
        interface = scheme.interface
        owner = (
            answers.scheme(interface.owner) if isinstance(interface, ConstructorInterface) else None
        )
        return scheme.hash + (b"" if owner is None else owner.hash)

    def _host_code(self, name: str) -> bytes:
        """Of a module with foreign imports, the file that defines them."""
        module = self._program.modules.get(name)
        if module is None:
            return b""
        try:
            beside = module.path.with_suffix(".py").read_bytes()
        except OSError:
            return b""
        return hashlib.sha256(beside).digest()

    def _types_behind(self, key: ElementKey) -> Iterator[ElementKey]:
        """The types and classes that an element's own check asked for."""
        module = self._program.modules.get(key.namespace)
        if module is None:
            return
        for unit in module.typed_units((key,)):
            yield from _types_of(self._program.engine.questions(unit))

    def _is_library(self, key: ElementKey) -> bool:
        module = self._program.modules.get(key.namespace)
        return module is None or module.origin is ModuleOrigin.LIBRARY


def _types_of(facts: Iterable[Fact]) -> Iterator[ElementKey]:
    for fact in facts:
        if isinstance(fact, InterfaceFact) and fact.key.space in _TYPES:
            yield fact.key

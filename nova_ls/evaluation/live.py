"""A running program that follows its sources: what has changed is compiled and swapped into its process, which keeps its state.

Bodies are swapped. Where the type of something that the program uses has changed, what it has in its hands may not fit any more: it starts again. Where something
that it uses has errors, it goes on as it was until they are fixed.
"""

from __future__ import annotations

import json
import marshal
import os
import select
import subprocess
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from nova_ls.base.keys import ElementKey, Space
from nova_ls.base.slotted import value
from nova_ls.codegen.backend import Artifact
from nova_ls.codegen.unsupported import Unsupported
from nova_ls.compiler.code import CodeBase, make_ready
from nova_ls.compiler.facts import Fact, InterfaceFact
from nova_ls.compiler.model.units import Unit
from nova_ls.compiler.state.module import ModuleOrigin
from nova_ls.evaluation.evaluation import at_once
from nova_ls.evaluation.process.framing import read_message, write_message
from nova_ls.evaluation.process.job import pack_key
from nova_ls.workspace.programs.python_code import python_code
from nova_ls.workspace.workspace import Workspace

_PACKAGE: Final = str(Path(__file__).resolve().parents[2])
_COMMAND: Final = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from nova_ls.evaluation.process.live_process import main; "
    "main(int(sys.argv[2]), int(sys.argv[3]))"
)


@value
class Change:
    """What came of an edit. `swapped`: the declarations that run anew; `retyped`: those whose type has changed, so that the program has to start again.

    `problems`: why it goes on as it was, for people.
    """

    swapped: tuple[ElementKey, ...] = ()
    retyped: tuple[ElementKey, ...] = ()
    problems: tuple[str, ...] = ()


class Live:
    """One program. `start` and `reload` compile; the program itself runs beside this process. `streams`: its input and output; None: those of this process."""

    def __init__(
        self,
        workspace: Workspace,
        main: ElementKey,
        arguments: Sequence[str] = (),
        streams: tuple[int, int] | None = None,
    ) -> None:
        self._workspace = workspace
        self._program = workspace.program
        self._main = main
        self._arguments = tuple(arguments)
        self._streams = streams or (None, None)
        self.code: CodeBase = python_code(workspace)
        self._linked: dict[ElementKey, Artifact] = {}
        self._broken: dict[ElementKey, None] = {}
        self._types = _Types(workspace)
        self._process: subprocess.Popen[bytes] | None = None
        self._ends: tuple[int, int] = (-1, -1)  # to write to, and to read from

    # ------------------------------------------------------------------ the process

    def start(self) -> None:
        """Start the program, in the place of one that is running. Raises Unsupported where something cannot be compiled, and nothing has changed then."""
        linked = at_once(self.code.closure([self._main]))
        self.stop()
        self._linked = linked
        self._broken.clear()
        for name in {key.namespace for key in linked}:
            module = self._program.modules[name]
            if module.origin is not ModuleOrigin.LIBRARY:
                make_ready(self._program, module)
        self._types.forget()
        self._types.note(linked)
        self.code.changed()
        incoming, to_program = os.pipe()
        from_program, outgoing = os.pipe()
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-c", _COMMAND, _PACKAGE, str(incoming), str(outgoing)],
            pass_fds=(incoming, outgoing),
            stdin=self._streams[0],
            stdout=self._streams[1],
        )
        os.close(incoming)
        os.close(outgoing)
        self._ends = to_program, from_program
        self._send(
            linked, run=pack_key(self._main), arguments=[self._main.namespace, *self._arguments]
        )

    def stop(self) -> None:
        """End the program."""
        process, self._process = self._process, None
        if process is None:
            return
        process.terminate()
        process.wait()
        for end in self._ends:
            os.close(end)

    @property
    def has_ended(self) -> bool:
        """Whether there is no program to swap anything of."""
        return self._process is None or self._process.poll() is not None

    def take_end(self) -> int | None:
        """The exit status of a program that has ended since this was asked last."""
        process = self._process
        status = None if process is None else process.poll()
        if status is not None:
            self.stop()
        return status

    def said(self, seconds: float = 0.0) -> dict[str, Any] | None:
        """The next that it says of itself, if there is anything in time: `swapped`, or a `problem` with its `places`."""
        if self._process is None or not select.select([self._ends[1]], (), (), seconds)[0]:
            return None
        message = read_message(self._ends[1])
        said: dict[str, Any] | None = None if message is None else json.loads(message)
        return said

    # ------------------------------------------------------------------ edits

    def reload(self) -> Change:
        """Swap what has changed since this was called last."""
        changed = self._changed()
        problems = self._problems()
        if problems:
            return Change(problems=problems)
        retyped = self._types.take()
        if retyped:
            return Change(retyped=retyped)
        swapped = {key: each for key, each in changed.items() if each != self._linked.get(key)}
        if swapped:
            self._linked.update(swapped)
            self._types.note(swapped)
            self._send(swapped)
        return Change(tuple(swapped))

    def _changed(self) -> dict[ElementKey, Artifact]:
        """What the program uses and is something else now, with what it will need then; what cannot be compiled is broken."""
        found: dict[ElementKey, Artifact] = {}
        again, self._broken = self._broken, {}
        pending = [*again, *(key for key in self.code.changed() if key in self._linked)]
        while pending:
            key = pending.pop()
            if key in found:
                continue
            try:
                artifact = found[key] = self.code.artifact(key)
            except Unsupported:
                self._broken[key] = None
                continue
            pending.extend([each for each in artifact.needs if each not in self._linked])
        if self._broken:
            # Until all of it is right, none of it runs.
            self._broken.update(dict.fromkeys(found))
        return found

    def _problems(self) -> tuple[str, ...]:
        """What is wrong with what `main` needs now; what it needs no more is forgotten."""
        if not self._broken:
            return ()
        needed = self._needed()
        told: list[str] = []
        for key in self._broken:
            if key in needed:
                try:
                    self.code.artifact(key)
                except Unsupported as problem:
                    told.append(f"{key.namespace}.{key.name}: {problem}")
        if not told:
            self._broken.clear()
        return tuple(told)

    def _needed(self) -> set[ElementKey]:
        found: set[ElementKey] = set()
        pending = [self._main]
        while pending:
            key = pending.pop()
            if key not in found:
                found.add(key)
                with suppress(Unsupported):
                    pending.extend(self.code.artifact(key).needs)
        return found

    def _send(self, definitions: dict[ElementKey, Artifact], **more: Any) -> None:
        modules = self._program.modules
        plain = [
            (pack_key(key), artifact.payload, str(modules[key.namespace].path))
            for key, artifact in definitions.items()
        ]
        with suppress(OSError):  # It has ended.
            write_message(self._ends[0], marshal.dumps({"define": plain, **more}))


_TYPES: Final = frozenset((Space.TYPE, Space.CLASS, Space.CONSTRUCTOR))


class _Types:
    """Knows the interfaces that a running program was made over, and notes which of them may be others now (compiler's Onlooker)."""

    def __init__(self, workspace: Workspace) -> None:
        self._program = workspace.program
        self._known: dict[ElementKey, bytes] = {}
        self._suspects: dict[ElementKey, None] = {}
        workspace.program.world.onlookers.append(self)

    def forget(self) -> None:
        """There is no program yet."""
        self._known.clear()
        self._suspects.clear()

    def note(self, keys: Iterable[ElementKey]) -> None:
        """The program has these declarations, as they are now."""
        modules, engine = self._program.modules, self._program.engine
        for key in keys:
            module = modules[key.namespace]
            if module.origin is ModuleOrigin.LIBRARY:
                continue
            self._note(key)
            for unit in module.typed_units((key,)):
                for fact in engine.questions(unit):
                    if isinstance(fact, InterfaceFact) and fact.key.space in _TYPES:
                        self._note(fact.key)

    def _note(self, key: ElementKey) -> None:
        scheme = None if key in self._known else self._program.answers.scheme(key)
        if scheme is not None:
            self._known[key] = scheme.hash

    def take(self) -> tuple[ElementKey, ...]:
        """What has another interface than the program knows; what is gone cannot be in use any more."""
        answers, found = self._program.answers, []
        for key in self._suspects:
            scheme = answers.scheme(key)
            if scheme is not None and scheme.hash != self._known[key]:
                found.append(key)
        self._suspects.clear()
        return tuple(found)

    def became_stale(self, unit: Unit) -> None:
        """Whatever it will come to, its facts say whether an interface has changed."""

    def facts_changed(self, facts: Sequence[Fact]) -> None:
        """These are answered otherwise from now on."""
        for fact in facts:
            if isinstance(fact, InterfaceFact) and fact.key in self._known:
                self._suspects[fact.key] = None

"""Runs one job, in a process that was forked for it."""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple, NoReturn

from nova_ls.base.keys import ElementKey
from nova_ls.codegen.python.backend import read_artifact
from nova_ls.codegen.python.compile import Compiled
from nova_ls.codegen.python.deep import run_deep
from nova_ls.codegen.python.link import Forms, LinkedProgram
from nova_ls.codegen.python.strings import joined
from nova_ls.evaluation.process.confine import confine_child
from nova_ls.evaluation.process.guard import OperationRefused
from nova_ls.evaluation.process.job import NOTHING, Definition, unpack_key
from nova_ls.evaluation.process.limits import MEGABYTE, Limits
from nova_ls.evaluation.process.show_value import show_value
from nova_ls.workspace.programs.foreign import ForeignFiles

_OURS: Final = frozenset(("NovaError", "NoCase", "Exception", "OperationRefused"))
_SHOWN: Final = 8
_LIBRARY: Final = Path(__file__).resolve().parents[2] / "stdlib"


class Loaded(NamedTuple):
    """A declaration's code, ready to be linked. `path`: of its module."""

    compiled: Compiled
    path: Path


class Known:
    """What all children of an evaluator have from it: code, and the library's own foreign functions, which are as safe as nova-ls is."""

    def __init__(self) -> None:
        self.definitions: dict[ElementKey, Loaded] = {}
        self.library = ForeignFiles()

    def take(self, definition: Definition) -> None:
        """Take the place of what is known of a declaration."""
        loaded = Loaded(read_artifact(definition.payload), Path(definition.path))
        self.definitions[definition.key] = loaded
        foreign = loaded.compiled.foreign
        if foreign is not None and is_library(loaded.path):
            self.library.find(loaded.path, definition.key, foreign.inline)


def is_library(path: Path) -> bool:
    """Whether a module belongs to the standard library that comes with nova-ls."""
    return path.is_relative_to(_LIBRARY)


def run_job(
    job: Mapping[str, Any],
    known: Known,
    limits: Limits,
    folders: list[str],
    memory: int,
    answer: int,
) -> NoReturn:
    """Run a job and end; what it came to is written to a file, as JSON."""
    too_much = _encoded(f"it needed more than {limits.memory // MEGABYTE} MB of memory")
    try:
        confine_child(folders, limits, memory)
        said = _run(job, known, limits)
    except MemoryError:
        said = too_much
    os.write(answer, said)
    os._exit(0)


def _run(job: Mapping[str, Any], known: Known, limits: Limits) -> bytes:
    definitions = known.definitions
    try:
        value = run_deep(lambda: _evaluated(job, known, limits.output))
        sys.stdout.flush()
        return json.dumps({"value": value}).encode()
    except (MemoryError, SystemError) as problem:
        # Where there is no memory for the frame of a call, Python says that an exception was not set.
        raise MemoryError from problem
    except RecursionError as problem:
        return _encoded("it recursed too deeply", places_of(problem, definitions))
    except SystemExit as problem:
        return _encoded(f"it ended its process (status {problem.code or 0})")
    except BaseException as problem:
        return _encoded(said_of(problem), places_of(problem, definitions))


def _evaluated(job: Mapping[str, Any], known: Known, most: int) -> str | None:
    definitions, library = known.definitions, known.library
    own = ForeignFiles()

    def foreign(key: ElementKey, inline: str | None) -> Forms:
        path = definitions[key].path
        files = library if is_library(path) else own
        return files.find(path, key, inline)

    program = LinkedProgram(lambda key: definitions[key].compiled, foreign)
    value = program.value(unpack_key(job["run"]))
    if job["effect"]:
        value = value()
    shape = job["shape"]
    if shape == NOTHING:
        return None
    text = joined(show_value(value, shape, job["table"]))
    return text if len(text) <= most else f"{text[:most]}…"


def _encoded(message: str, places: list[tuple[str, int]] | None = None) -> bytes:
    return json.dumps({"problem": message, "places": places or []}).encode()


def said_of(problem: BaseException) -> str:
    """What an exception says, with its kind where that is Python's."""
    text, kind = str(problem), type(problem).__name__
    return (
        text
        if text and (kind in _OURS or isinstance(problem, OperationRefused))
        else f"{kind}: {text}"
    )


def places_of(problem: BaseException, definitions: Iterable[ElementKey]) -> list[tuple[str, int]]:
    """The declarations that were running, innermost first, each with the line in its chunk."""
    names = {f"{key.namespace}.{key.name}" for key in definitions}
    places: dict[tuple[str, int], None] = {}
    frame = traceback.walk_tb(problem.__traceback__)
    found = [(each.f_code.co_filename, line) for each, line in frame if line]
    for name, line in reversed(found[-1000:]):
        if name in names:
            places[name, line] = None
        if len(places) == _SHOWN:
            break
    return list(places)

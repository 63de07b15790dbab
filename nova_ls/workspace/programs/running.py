"""Programs of a workspace that run in this process: their declarations compiled on demand, and where they failed."""

from __future__ import annotations

import traceback

from nova_ls.base.keys import ElementKey, Space, element_key
from nova_ls.base.lines import Encoding
from nova_ls.codegen.python.backend import read_artifact
from nova_ls.codegen.python.compile import Compiled
from nova_ls.codegen.python.link import Forms, LinkedProgram
from nova_ls.codegen.python.runtime import MissingForeign
from nova_ls.codegen.unsupported import Unsupported
from nova_ls.compiler.code import bring_up_to_date
from nova_ls.workspace.programs.foreign import ForeignFiles
from nova_ls.workspace.programs.python_code import python_code
from nova_ls.workspace.workspace import Workspace


def main_of(workspace: Workspace, module: str) -> ElementKey | str:
    """The key of a module's `main`, or why there is none."""
    program = workspace.program
    found = program.answers.find_module(module)
    if found is None:
        return f"there is no module {module} here"
    bring_up_to_date(program, found)
    key = element_key(module, Space.VALUE, "main")
    if program.answers.scheme(key) is None:
        return f"{module} has no `main`; define `main :: Effect Unit` to run it"
    return key


class Runner:
    """Compiles, links and runs declarations of a workspace. `code`: what they compile to; `program`: what is linked."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.code = python_code(workspace)
        self._foreign = ForeignFiles()
        self.program = LinkedProgram(self._compiled, self._foreign_value)

    def run(self, main: ElementKey) -> str | None:
        """Run an action; None, or what went wrong, for people."""
        try:
            action = self.program.value(main)
            self.code.save()
            action()
        except Unsupported as problem:
            return f"{main.namespace} cannot run: {problem}"
        except RecursionError as problem:
            return f"the program recursed too deeply{self._where(problem)}"
        except (SystemExit, BrokenPipeError):
            raise
        except Exception as problem:
            return f"{_said(problem)}{self._where(problem)}"
        return None

    def _compiled(self, key: ElementKey) -> Compiled:
        try:
            return read_artifact(self.code.artifact(key).payload)
        except Unsupported as problem:
            raise Unsupported(f"{key.namespace}.{key.name}: {problem}") from None

    def _foreign_value(self, key: ElementKey, inline: str | None) -> Forms:
        module = self._workspace.program.answers.find_module(key.namespace)
        if module is None:
            return {"": MissingForeign(f"there is no module {key.namespace}")}
        return self._foreign.find(module.path, key, inline)

    def _where(self, problem: Exception) -> str:
        """The declarations that were running, innermost first, with the lines of the source."""
        places: list[str] = []
        for frame in reversed(traceback.extract_tb(problem.__traceback__)):
            place = self._place(frame.filename, frame.lineno or 1)
            if place is not None and place not in places:
                places.append(place)
            if len(places) == _SHOWN:
                break
        return "".join(f"\n  in {place}" for place in places)

    def _place(self, name: str, line: int) -> str | None:
        for key in self.program.linked:
            if f"{key.namespace}.{key.name}" != name:
                continue
            module = self._workspace.program.modules[key.namespace]
            declared = module.declared.get(key)
            if declared is None:
                return name
            first = module.source.position_in(declared.chunk, 0, Encoding.UTF32).line
            return f"{name} ({module.path.name}:{first + line})"
        return None


_SHOWN = 8


def _said(problem: Exception) -> str:
    text = str(problem)
    kind = type(problem).__name__
    return text if kind in ("NovaError", "NoCase", "Exception") and text else f"{kind}: {text}"

"""Programs of a workspace in Elixir: what a module's `main` needs, written to a folder, compiled and run by the Elixir that is installed."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Final

from nova_ls.base.keys import ElementKey
from nova_ls.base.slotted import value
from nova_ls.codegen import core as c
from nova_ls.codegen.elixir.declaration import write_elixir
from nova_ls.codegen.elixir.spell import function_name, module_name
from nova_ls.codegen.unsupported import Unsupported
from nova_ls.compiler.code import code_of
from nova_ls.workspace.workspace import Workspace

RUNTIME: Final = Path(__file__).parents[2] / "codegen" / "elixir" / "runtime.ex"

_MODULE: Final = """\
# Compiled from the module {module}.
defmodule {name} do
  import Kernel, only: [def: 2, +: 2, -: 1, -: 2, *: 2], warn: false

{functions}
end
"""

_DEFINITION: Final = re.compile(
    r"""^[ \t]*def[ \t]+(?:unquote\(:"?([^\s")]+)|([\w'?!]+))""", re.MULTILINE
)


@value
class Sources:
    """The files of a program in Elixir, by name, and the expression that runs it."""

    files: dict[str, str]
    main: str


def elixir_sources(workspace: Workspace, main: ElementKey) -> Sources:
    """All that an action needs, in Elixir. Raises Unsupported where something cannot be compiled."""
    texts: dict[str, list[str]] = {}
    foreign: dict[str, Path] = {}
    seen: set[ElementKey] = {main}
    pending = [main]
    while pending:
        key = pending.pop()
        try:
            code = code_of(workspace.program, key)
        except Unsupported as problem:
            raise Unsupported(f"{key.namespace}.{key.name}: {problem}") from None
        missing = None
        if isinstance(code, c.ForeignCode):
            missing = _missing(workspace, code, foreign)
        written = write_elixir(code, missing)
        texts.setdefault(key.namespace, []).append(written.text)
        fresh = [each for each in written.needs if each not in seen]
        seen.update(fresh)
        pending.extend(fresh)
    files = {"runtime.ex": RUNTIME.read_text(encoding="utf-8")}
    for module, functions in sorted(texts.items()):
        text = _indented("\n\n".join(functions))
        name = module_name(module)
        files[f"{module}.ex"] = _MODULE.format(module=module, name=name, functions=text)
    for module, path in sorted(foreign.items()):
        files[f"{module}.foreign.ex"] = path.read_text(encoding="utf-8")
    run = f"{module_name(main.namespace)}.{function_name(main.name + '!')}()"
    return Sources(files, f"Nova.Runtime.run(fn -> {run} end)")


def write_sources(sources: Sources, folder: Path) -> list[Path]:
    """Write the files of a program into a folder, which is made; their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / name for name in sources.files]
    for path, text in zip(paths, sources.files.values(), strict=True):
        path.write_text(text, encoding="utf-8")
    (folder / "main.exs").write_text(sources.main + "\n", encoding="utf-8")
    return paths


def compile_sources(paths: list[Path], folder: Path) -> str | None:
    """Compile the files of a program into a folder; None, or what Elixir says."""
    if shutil.which("elixirc") is None:
        return "Elixir is not installed: there is no `elixirc` on the path"
    folder.mkdir(parents=True, exist_ok=True)
    run = subprocess.run(
        ["elixirc", "-o", str(folder), *map(str, paths)],
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    return None if run.returncode == 0 else f"Elixir does not compile it\n{run.stdout}{run.stderr}"


def run_compiled(folder: Path, script: Path, arguments: list[str]) -> int:
    """Run a compiled program with this process's input and output; its exit code."""
    command = ["elixir", "-pa", str(folder), str(script), *arguments]
    return subprocess.run(command, check=False).returncode


def _missing(workspace: Workspace, code: c.ForeignCode, found: dict[str, Path]) -> str | None:
    """Why Elixir does not have a foreign value, if so; its file is noted if it does."""
    key = code.symbol.key
    if (code.inline or "").strip().startswith("elixir:"):
        return None
    module = workspace.program.answers.find_module(key.namespace)
    beside = None if module is None else module.path.with_suffix(".ex")
    if beside is not None and beside.is_file():
        definitions = _DEFINITION.findall(beside.read_text(encoding="utf-8"))
        if key.name in {quoted or name for quoted, name in definitions}:
            found[key.namespace] = beside
            return None
    where = f"{key.namespace}.ex" if beside is None else beside.name
    if code.inline is None:
        return f"{key.namespace}.{key.name} is a foreign import, and {where} does not define it"
    return (
        f"{key.namespace}.{key.name} is a host expression for another back end; "
        f"for Elixir begin it with `elixir:`, or define it in {where}"
    )


_OPENS: Final = re.compile(r"(\bdo|\(|\bfn\b[^>]*->)$")


def _indented(text: str) -> str:
    """Lines indented by what is open around them; what is done in a case, further than the case."""
    out: list[str] = []
    open: list[int] = []
    for line in text.split("\n"):
        if line.startswith(("end", ")")) and open:
            open.pop()
        opens = bool(_OPENS.search(line))
        is_arm = line.endswith("->") and not opens
        out.append("  " * (1 + sum(open) - is_arm) + line if line else "")
        if opens:
            open.append(1 + line.endswith("do") - line.startswith("def "))
    return "\n".join(out)

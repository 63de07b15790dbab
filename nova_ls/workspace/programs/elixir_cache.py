"""Compiled Elixir in the user's cache folder, file by file: a program that is run again compiles what has changed of it.

A file's module is found by its text and by the Elixir that compiled it. Files call each other by name alone, so the code of one
does not depend on the text of another.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Final

from nova_ls.workspace.programs.elixir import Sources, compile_sources, write_sources

_MODULE: Final = re.compile(r"^([ \t]*)defmodule ([\w.]+) do$", re.MULTILINE)
_KEPT: Final = 2_000


def elixir_cache() -> Path:
    """Where compiled files are kept."""
    from platformdirs import user_cache_path  # Rarely needed, and slow to import.

    return user_cache_path("nova-ls", appauthor=False) / "elixir"


def compile_anew(sources: Sources, folder: Path, cache: Path) -> str | None:
    """Compile a program into `ebin` of a folder, as far as it was not compiled before; None, or what Elixir says."""
    paths = write_sources(sources, folder)
    beams = folder / "ebin"
    beams.mkdir(parents=True, exist_ok=True)
    kept = _kept_as(sources.files, cache)
    fresh = [path for path in paths if not _is_found(kept.get(path.name, {}), beams)]
    if not fresh:
        return None
    problem = compile_sources(fresh, beams)
    if problem is None:
        made = [kept.get(path.name, {}).items() for path in fresh]
        _keep(dict(chain.from_iterable(made)), beams, cache)
    return problem


def _kept_as(files: Mapping[str, str], cache: Path) -> dict[str, dict[str, Path]]:
    """For each file what its modules compile to, and where that is kept."""
    compiler = shutil.which("elixirc")
    if compiler is None:
        return {}
    real = Path(compiler).resolve()
    host = f"{real} {real.stat().st_mtime_ns}"
    found = {}
    for name, text in files.items():
        digest = sha256(f"{host}\0{text}".encode()).hexdigest()
        beams = [f"Elixir.{module}.beam" for module in _modules(text)]
        found[name] = {beam: cache / f"{digest}-{beam}" for beam in beams}
    return found


def _modules(text: str) -> Iterator[str]:
    """The modules that a file defines; one that is written inside of another has its name behind that one's."""
    outer = ""
    for indent, name in _MODULE.findall(text):
        if not indent:
            outer = name
        yield f"{outer}.{name}" if indent else name


def _is_found(kept: Mapping[str, Path], beams: Path) -> bool:
    """Put what is kept of a file in its place, if all of it is."""
    try:
        for beam, file in kept.items():
            shutil.copyfile(file, beams / beam)
    except OSError:
        return False
    return bool(kept)


def _keep(made: Mapping[str, Path], beams: Path, cache: Path) -> None:
    """Keep what was made; where that cannot be, it is made again the next time."""
    try:
        cache.mkdir(parents=True, exist_ok=True, mode=0o700)
        for beam, file in made.items():
            part = file.with_suffix(".part")
            shutil.copyfile(beams / beam, part)
            part.replace(file)
        known = sorted(cache.glob("*.beam"), key=lambda each: each.stat().st_mtime)
        for each in known[:-_KEPT]:
            each.unlink(missing_ok=True)
    except OSError:
        return

"""A program that sees the modules of another one, as copies that are kept up to date."""

from __future__ import annotations

from collections.abc import Container
from pathlib import Path

from nova_ls.compiler.program import Program
from nova_ls.compiler.state.module import Module, ModuleOrigin


def follow_host(program: Program, host: Program, own: Container[Path]) -> None:
    """Give the copies in `program` the texts of the modules in `host`; `own`: the files that are not copies."""
    for name, module in list(program.modules.items()):
        if module.path in own or module.origin is ModuleOrigin.LIBRARY:
            continue
        original = host.modules.get(name)
        if original is None or original.path != module.path:
            if original is not None or module.origin is ModuleOrigin.WORKSPACE:
                program.remove_module(name)
        else:
            _copy(program, module, original)
    program.loader.look_again()


def _copy(program: Program, module: Module, original: Module) -> None:
    if module.source.digest != original.source.digest:
        program.update(module, module.source.replace(original.source.text))

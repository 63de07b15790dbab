"""What a module imports or declares and nobody uses: counted as units come and go."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from nova_ls.compiler import units
from nova_ls.compiler.module import Module
from nova_ls.compiler.units import Fact, Unit

if TYPE_CHECKING:
    from nova_ls.compiler.program import Program


def credit(program: Program, module: Module, unit: Unit, questions: Iterable[Fact]) -> None:
    """Take note of the names that a unit looks up now instead of those it looked up before."""


def run_usage(program: Program, module: Module) -> None:
    program.engine.record((units.USAGE, module.key), (), (), ())

"""Code on demand: what a declaration compiles to, made when somebody asks for it.

Units ensure what they ask for, so nothing else is brought up to date than what the declaration relies on.
"""

from __future__ import annotations

from nova_ls.base.keys import ElementKey
from nova_ls.codegen import core as c
from nova_ls.codegen.unsupported import Unsupported
from nova_ls.compiler.facts import Answer, Fact
from nova_ls.compiler.model import units
from nova_ls.compiler.program import Program
from nova_ls.compiler.queries.lower_element import lower_element
from nova_ls.compiler.reach import reach
from nova_ls.compiler.state.module import Module
from nova_ls.compiler.updates.regroup import regroup


def code_of(
    program: Program, key: ElementKey, questions: dict[Fact, Answer] | None = None
) -> c.Code:
    """The core of an element. Raises Unsupported, whose text does not name it. `questions`: where to note what was asked on the way."""
    module = program.answers.find_module(key.namespace)
    if module is None:
        raise Unsupported(f"there is no module {key.namespace}")
    make_ready(program, module)
    return lower_element(program.answers, module, key, questions)


def make_ready(program: Program, module: Module) -> None:
    """See that a module's own units are known, and its binding groups."""
    world, structure = program.world, units.Structure(module.key)
    if not program.engine.is_fresh(structure):
        for _ in reach(program, module, None):
            pass
    if module.is_restored:
        world.expand(module)
        program.engine.ensure(structure)
    while world.regrouping:
        regroup(world, next(iter(world.regrouping)))

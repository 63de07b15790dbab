"""A unit may be gone by the time it has been checked: what it asked for can bring its own module up to date."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from nova_ls.base.keys import Space, element_key
from nova_ls.compiler import program
from nova_ls.compiler.model import units
from nova_ls.compiler.queries.check_unit import check_unit
from tests.compiler.world import over_library, settle

TEXT = "module M where\n\ndata T = T\n\none = 1\n"


@pytest.mark.parametrize("is_changed", [True, False])
def test_nothing_is_put_in_place_of_a_unit_that_is_gone_or_has_another_text(
    monkeypatch: pytest.MonkeyPatch, is_changed: bool
) -> None:
    workspace = over_library()
    world, runs = workspace.program.world, 0

    def checked(answers: Any, module: Any, unit: Any, *rest: Any) -> Any:
        nonlocal runs
        outcome = check_unit(answers, module, unit, *rest)
        if isinstance(unit, units.Types):
            runs += 1
            if not is_changed:
                world.drop_unit(module, unit)
            elif runs == 1:
                world.touch(module, unit)
        return outcome

    monkeypatch.setattr(program, "check_unit", checked)
    workspace.open_document(Path("/M.nova"), TEXT, 1)
    settle(workspace)
    found = world.table.get_scheme(element_key("M", Space.TYPE, "T"))
    assert (found is not None) is is_changed

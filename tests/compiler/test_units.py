"""Every kind of unit stands in every list of kinds that it belongs to."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from nova_ls.compiler import program
from nova_ls.compiler.model import units


@pytest.mark.parametrize(
    ("sort", "kinds"),
    [
        (units.Unit, units.KINDS.values()),
        (units.TypedUnit, units.TYPED_KINDS),
        (units.WholeUnit, units.WHOLE_KINDS),
        (units.ModuleUnit, units.MODULE_KINDS),
        (units.WholeUnit, program._ABOUT),
    ],
)
def test_the_kinds_of_a_sort_are_all_there(sort: Any, kinds: Any) -> None:
    assert len(kinds) == len(set(kinds))
    assert set(get_args(sort)) == set(kinds)


def test_phases_are_in_the_order_of_the_kinds() -> None:
    assert [kind.phase for kind in units.KINDS.values()] == list(range(len(units.KINDS)))

"""Every form of the syntax has a rule in the resolver; every form of a resolved expression one in the type checker, and one that gives its core."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

import pytest

from nova_ls.codegen.lower import block, function  # noqa: F401  (their forms enter the table)
from nova_ls.codegen.lower.expression import LOWER
from nova_ls.names.resolve import resolve_expression, resolve_pattern, resolve_type
from nova_ls.names.resolve import resolved as r
from nova_ls.syntax import tree as t
from nova_ls.types.infer import infer_core, infer_table  # noqa: F401  (the table fills those of the core)

RULES = {
    "expressions of the text": (t.Expression, resolve_expression._DISPATCH),
    "patterns of the text": (t.Pattern, resolve_pattern._DISPATCH),
    "types of the text": (t.TypeNode, resolve_type._DISPATCH),
    "resolved expressions": (r.Expression, infer_core.INFER),
    "what is compiled": (r.Expression, LOWER),
}


@pytest.mark.parametrize(("forms", "rules"), RULES.values(), ids=list(RULES))
def test_every_form_has_a_rule(forms: Any, rules: Mapping[type, object]) -> None:
    assert set(get_args(forms)) == set(rules)


def test_what_can_be_checked_can_be_inferred() -> None:
    assert set(infer_core.CHECK) <= set(infer_core.INFER)

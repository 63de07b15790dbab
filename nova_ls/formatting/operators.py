"""How tightly operators bind, which says where a chain of them is broken and what is further in.

The formatter sees one text only. It knows the operators of the standard library and of the usual packages by their names, and those
that the module itself declares; all others bind most tightly.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final, TypeAlias

from nova_ls.syntax.tree import Declaration, FixityDeclaration, Import

Fixities: TypeAlias = Mapping[tuple[bool, str], int]
"""Precedences by whether the operator is one of types, and its name."""

UNKNOWN: Final = 10

_BY_PRECEDENCE: Final = {
    0: "$",
    1: "# <#> <<= <=< =<< =<= =>= =>> >=> >>=",
    2: "$$ $~ +++ /== /=? <=? <? === ==? >=? >? || ||| ~$ ~~",
    3: "&& &&& *** <??> <|>",
    4: "$> %= %~ &&= &&~ *= *> *>> *~ += +~ -= -~ .= .~ //= //~ /= < <$ <$> <* <*> <<$>> <<* <<*>> <= <>= <>~ <?> <@> <~?> "
    "== > >#< >$< >= ?= ?~ ||= ||~ ~= ≅ ≇",
    5: ":< :| <> \\\\",
    6: "+ - .!= /\\ : <..> <.> </> </\\> <\\/> \\/ ~> ~>?",
    7: "% * .: .:! .:? / := :=?",
    8: "!! .. ^ ^. ^.. ^? ^?! ^@?!",
    9: "! <+/> <<< >>>",
    10: ".&. .^. .|. <-/>",
    11: "<*/>",
    12: "<?/>",
}
# Where an operator of the same name binds otherwise, by the module that exports it.
_ELSEWHERE: Final = {
    "Control.Coroutine": {"/\\": 3, "\\/": 3},
    "Data.Options": {":=": 6},
    "Test.QuickCheck": {"<?>": 2},
}
_OF_TYPES: Final = {0: "$ +", 1: "#", 4: "~>", 6: "/\\ </\\> <\\/> \\/"}

USUAL: Final[Fixities] = MappingProxyType(
    {
        (is_type, name): precedence
        for is_type, table in ((False, _BY_PRECEDENCE), (True, _OF_TYPES))
        for precedence, names in table.items()
        for name in names.split()
    }
)


def known_fixities(declarations: Iterable[Declaration]) -> Fixities:
    """The precedences that declarations of a module give, or its imports of unusual operators."""
    known: dict[tuple[bool, str], int] = {}
    for node in declarations:
        if isinstance(node, FixityDeclaration):
            known[node.is_type, node.operator.text] = node.precedence
        elif isinstance(node, Import):
            for name, precedence in _ELSEWHERE.get(node.module.text, {}).items():
                known.setdefault((False, name), precedence)
    return known


def may_know_fixities(code: str) -> bool:
    """Whether a declaration, by how it begins, may be one that `known_fixities` looks for."""
    return code.startswith("infix") or (
        code.startswith("import") and any(module in code for module in _ELSEWHERE)
    )


def loosest(precedences: list[int]) -> list[int]:
    """The indices of the operators that bind most loosely."""
    least = min(precedences)
    return [index for index, precedence in enumerate(precedences) if precedence == least]

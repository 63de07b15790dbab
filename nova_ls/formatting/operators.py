"""How tightly operators bind, which says where a chain of them is broken and what is further in.

The formatter sees one text only. It knows the operators of the standard library and of the usual packages by their names, those
that the module itself declares, and those of a table if it is given one; all others bind most tightly.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final, NamedTuple, TypeAlias

from nova_ls.syntax.tree import (
    Declaration,
    FixityDeclaration,
    Import,
    OperatorItem,
    TypeOperatorItem,
)

Fixities: TypeAlias = Mapping[tuple[bool, str], int]
"""Precedences by whether the operator is one of types, and its name."""

UNKNOWN: Final = 10
_TABLE_LINE: Final = re.compile(
    r"^[ ]*([\w.]+)\.\((\S+)\)[ ]+(type[ ]+)?([0-9]+)[ \r]*$", re.MULTILINE
)
_IMPORTED: Final = re.compile(r"import\s+([\w.]+)")


class KnownOperator(NamedTuple):
    """An operator that a module exports, and how it binds."""

    module: str
    is_type: bool
    name: str
    precedence: int


OperatorTable: TypeAlias = Mapping[str, Fixities]
"""By module."""

_ELSEWHERE: Final[OperatorTable] = MappingProxyType(
    {
        "Control.Coroutine": {(False, "/\\"): 3, (False, "\\/"): 3},
        "Data.Options": {(False, ":="): 6},
        "Test.QuickCheck": {(False, "<?>"): 2},
    }
)
"""Where an operator binds otherwise than its namesake, which is more usual."""

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
_OF_TYPES: Final = {0: "$ +", 1: "#", 4: "~>", 6: "/\\ </\\> <\\/> \\/"}

USUAL: Final[Fixities] = MappingProxyType(
    {
        (is_type, name): precedence
        for is_type, table in ((False, _BY_PRECEDENCE), (True, _OF_TYPES))
        for precedence, names in table.items()
        for name in names.split()
    }
)


def operator_table(known: frozenset[KnownOperator]) -> OperatorTable:
    """Operators by the modules that export them: those that are known of a project, and those that bind otherwise than is usual."""
    return _table(known) if known else _ELSEWHERE


@lru_cache(maxsize=8)
def _table(known: frozenset[KnownOperator]) -> OperatorTable:
    table = {module: dict(operators) for module, operators in _ELSEWHERE.items()}
    for each in known:
        table.setdefault(each.module, {})[each.is_type, each.name] = each.precedence
    return table


def parse_operators(text: str) -> frozenset[KnownOperator]:
    """A table as `purs-tidy generate-operators` makes it: lines such as `Data.Functor.(<$>) 4` and `Prelude.(~>) type 4`."""
    return frozenset(
        KnownOperator(module, bool(word), name, int(precedence))
        for module, name, word, precedence in _TABLE_LINE.findall(text)
    )


def known_fixities(declarations: Iterable[Declaration], table: OperatorTable) -> Fixities:
    """The precedences that declarations of a module give, or its imports."""
    known: dict[tuple[bool, str], int] = {}
    for node in declarations:
        if isinstance(node, FixityDeclaration):
            known[node.is_type, node.operator.text] = node.precedence
        elif isinstance(node, Import):
            known.update(_imported(node, table.get(node.module.text, {})))
    return known


def _imported(node: Import, exported: Fixities) -> Fixities:
    if node.items is None:
        return exported
    listed = {
        (isinstance(item, TypeOperatorItem), item.name.text)
        for item in node.items
        if isinstance(item, OperatorItem | TypeOperatorItem)
    }
    return {name: exported[name] for name in exported if (name in listed) is not node.hiding}


def may_know_fixities(code: str, table: OperatorTable) -> bool:
    """Whether a declaration, by how it begins, may be one that `known_fixities` looks for."""
    if code.startswith("infix"):
        return True
    imported = _IMPORTED.match(code)
    return imported is not None and imported[1] in table


def loosest(precedences: list[int]) -> list[int]:
    """The indices of the operators that bind most loosely."""
    least = min(precedences)
    return [index for index, precedence in enumerate(precedences) if precedence == least]

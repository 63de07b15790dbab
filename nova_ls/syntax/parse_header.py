"""The module header and imports."""

from __future__ import annotations

from typing import Final

from nova_ls.syntax.parse_declaration import DeclarationParser
from nova_ls.syntax.tokens import (
    CLASS,
    COMMA,
    LAYOUT_SEPARATOR,
    LEFT_PAREN,
    LOWER,
    MODULE,
    QUALIFIED_UPPER,
    RIGHT_PAREN,
    SYMBOL,
    TYPE,
    UPPER,
    WHERE,
    kind_set,
)
from nova_ls.syntax.tree import (
    ClassItem,
    ErrorItem,
    Import,
    Item,
    ModuleHeader,
    ModuleItem,
    Name,
    OperatorItem,
    TypeItem,
    TypeOperatorItem,
    ValueItem,
)

_MODULE_NAMES: Final = (UPPER, QUALIFIED_UPPER)
_A_MODULE: Final = "the name of a module"
_ITEM_FOLLOWS: Final = kind_set(COMMA, LOWER, UPPER, SYMBOL, TYPE, CLASS, MODULE)
_AN_OPERATOR: Final = "an operator in parentheses"


class HeaderParser(DeclarationParser):
    """Parses what a module begins with."""

    __slots__ = ()

    def parse_header(self) -> ModuleHeader:
        """`module M (exports) where`, from the first token."""
        start = self.starts[self.index]
        self.index += 1
        if self.kinds[self.index] == LOWER:
            self.fail(_A_MODULE)
            name = Name(self.starts[self.index], self.ends[self.index], "", "")
            self.index += 1
        else:
            name = self._parse_module_name()
        if self.kinds[self.index] == LOWER:
            self.fail("`(` or `where`")  # `exposing`, as it is written elsewhere.
            self.index += 1
        exports: tuple[Item, ...] | None = None
        if self.kinds[self.index] == LEFT_PAREN:
            exports = self._parse_items(True)
        self.expect(WHERE, "`where`")
        return ModuleHeader(start, self.end(), name, exports)

    def parse_import(self) -> Import:
        """`import M [[hiding] (items)] [as Q]`, from its keyword."""
        start = self.starts[self.index]
        self.index += 1
        if self.kinds[self.index] == LOWER and self.kinds[self.index + 1] in _MODULE_NAMES:
            self.fail(_A_MODULE)  # `import qualified M`, as it is written elsewhere.
            self.index += 1
        module = self._parse_module_name()
        if self.at_word("qualified"):
            self.fail("`as`")
            self.index += 1
        hiding = self.at_word("hiding")
        if hiding:
            self.index += 1
        items: tuple[Item, ...] | None = None
        if self.kinds[self.index] == LEFT_PAREN:
            items = self._parse_items(False)
        elif hiding:
            self.fail("`(` and what to hide")
        alias: Name | None = None
        if self.at_word("as"):
            self.index += 1
            alias = self._parse_module_name()
        return Import(start, self.end(), module, items, hiding, alias)

    def _parse_module_name(self) -> Name:
        index = self.index
        if self.kinds[index] not in _MODULE_NAMES:
            self.fail(_A_MODULE)
            return self.missing_name()
        self.index = index + 1
        start, end, text = self.starts[index], self.ends[index], self.texts[index]
        # Those before a dot have been looked at by the lexer.
        last = text.rpartition(".")[2]
        if "_" in last or "'" in last:
            self.reject(start, end, "a module name without `_` and `'`", f"`{text}`")
        return Name(start, end, "", text)

    # ------------------------------------------------------------------ items

    def _parse_items(self, exports: bool) -> tuple[Item, ...]:
        opening = self.index
        self.index += 1
        items = [self._parse_item(exports)]
        while _ITEM_FOLLOWS[self.kinds[self.index]]:
            if self.kinds[self.index] == COMMA:
                self.index += 1
            else:
                self.fail("`,` or `)`")
            items.append(self._parse_item(exports))
        self.close_type(opening, RIGHT_PAREN, "`)`")
        return tuple(items)

    def _parse_item(self, exports: bool) -> Item:
        kind = self.kinds[self.index]
        start = self.starts[self.index]
        if kind == LOWER:
            name = self.take_name()
            return ValueItem(start, name.end, name)
        if kind == SYMBOL:
            end = self.ends[self.index]
            return OperatorItem(start, end, self.take_symbol())
        if kind == UPPER:
            return self._parse_type_item()
        if kind == TYPE:
            self.index += 1
            if self.kinds[self.index] == SYMBOL:
                name = self.take_symbol()
            else:
                self.fail(_AN_OPERATOR)
                name = self.missing_name()
            return TypeOperatorItem(start, self.end(), name)
        if kind == CLASS:
            self.index += 1
            name = self.expect_name(UPPER, "the name of a class")
            return ClassItem(start, self.end(), name)
        if kind == MODULE and exports:
            self.index += 1
            name = self._parse_module_name()
            return ModuleItem(start, self.end(), name)
        return self._parse_unknown_item(exports)

    def _parse_unknown_item(self, exports: bool) -> ErrorItem:
        self.fail("something to export" if exports else "something to import")
        kinds = self.kinds
        if kinds[self.index] in (COMMA, RIGHT_PAREN) or kinds[self.index] >= LAYOUT_SEPARATOR:
            end = self.end()
            return ErrorItem(end, end)
        start = self.starts[self.index]
        self.index += 1
        return ErrorItem(start, self.end())

    def _parse_type_item(self) -> TypeItem:
        start = self.starts[self.index]
        name = self.take_name()
        kind = self.kinds[self.index]
        if kind == SYMBOL and not self.texts[self.index].strip("(.)"):
            if self.texts[self.index] != "(..)":
                self.fail("`(..)`")
            self.index += 1
            return TypeItem(start, self.end(), name, True, ())
        members: list[Name] = []
        if kind == LEFT_PAREN:
            opening = self.index
            self.index += 1
            if self.kinds[self.index] != RIGHT_PAREN:
                members.append(self.expect_name(UPPER, "the name of a constructor"))
                while self.kinds[self.index] == COMMA:
                    self.index += 1
                    members.append(self.expect_name(UPPER, "the name of a constructor"))
            self.close_type(opening, RIGHT_PAREN, "`)`")
        return TypeItem(start, self.end(), name, False, tuple(members))

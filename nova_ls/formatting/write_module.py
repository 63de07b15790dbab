"""A module's header and its imports."""

from __future__ import annotations

from collections.abc import Sequence

from nova_ls.formatting.import_order import item_key
from nova_ls.formatting.options import ImportSort
from nova_ls.formatting.part import (
    NOTHING,
    Part,
    anchor,
    flexible_space_or_line,
    grouped,
    nothing_or_line,
    space,
    unbroken,
)
from nova_ls.formatting.unwritable import Unwritable
from nova_ls.formatting.write_declaration import DeclarationWriter
from nova_ls.formatting.write_type import tight_list
from nova_ls.syntax import tree as t
from nova_ls.syntax.tokens import (
    COMMA,
    IMPORT,
    LEFT_PAREN,
    LOWER,
    MODULE,
    RIGHT_PAREN,
    UPPER,
    WHERE,
)


class ModuleWriter(DeclarationWriter):
    """Writes all that chunks have."""

    __slots__ = ()

    def write(self, node: t.Declaration) -> Part:
        """A declaration, a header or an import."""
        if isinstance(node, t.ModuleHeader):
            return self._write_header(node)
        if isinstance(node, t.Import):
            return self._write_import(node)
        return self.write_declaration(node)

    def _write_header(self, node: t.ModuleHeader) -> Part:
        keyword = anchor(self.take(MODULE))
        whole = anchor(self.take())
        if node.exports is not None:
            whole = flexible_space_or_line(whole, anchor(self._write_items(node.exports)))
        whole = space(whole, anchor(self.take(WHERE)))
        return space(keyword, self.further_in(whole))

    def _write_import(self, node: t.Import) -> Part:
        keyword = self.take(IMPORT)
        whole = self.take()
        if node.hiding:
            whole = space(whole, anchor(self.take(LOWER)))
        if node.items is not None:
            whole = flexible_space_or_line(whole, anchor(self._write_imported(node.items)))
        if node.alias is not None:
            word = self.take(LOWER)
            alias = space(word, anchor(self.take()))
            whole = space(whole, anchor(alias))
        part = space(keyword, self.further_in(anchor(whole)))
        return unbroken(part) if self.options.import_sort is ImportSort.IDE else part

    def _write_imported(self, items: Sequence[t.Item]) -> Part:
        if self.options.import_sort is ImportSort.SOURCE:
            return self._write_items(items)
        opening = self.take(LEFT_PAREN)
        written = [self._write_item(items[0])]
        commas: list[Part] = []
        for item in items[1:]:
            commas.append(self.take(COMMA))
            written.append(self._write_item(item))
        order = sorted(range(len(items)), key=lambda index: item_key(items[index]))
        closing = self.take(RIGHT_PAREN)
        return tight_list(opening, [written[index] for index in order], commas, closing)

    def _write_items(self, items: Sequence[t.Item]) -> Part:
        return self.delimited(LEFT_PAREN, items, self._write_item, own_group=False)

    def _write_item(self, node: t.Item) -> Part:
        if isinstance(node, t.TypeItem):
            name = self.take(UPPER)
            return grouped(nothing_or_line(name, self.further_in(self._write_members(node))))
        if isinstance(node, t.ErrorItem):
            raise Unwritable(node.start)
        if isinstance(node, t.ValueItem | t.OperatorItem):
            return self.take()
        keyword = self.take()
        return space(keyword, anchor(self.take()))

    def _write_members(self, node: t.TypeItem) -> Part:
        if node.all_members:
            return self.take()
        if self.kind != LEFT_PAREN:
            return NOTHING
        return self.delimited(LEFT_PAREN, node.members, lambda _: self.take(UPPER), own_group=False)

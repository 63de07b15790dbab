"""Records: literals, updates, and the closing of brackets in expressions."""

from __future__ import annotations

from typing import Final, TypeAlias

from nova_ls.syntax.parse_binding import BindingParser
from nova_ls.syntax.tokens import COLON, COMMA, EQUALS, LEFT_BRACE, RIGHT_BRACE
from nova_ls.syntax.tree import (
    ErrorExpression,
    Expression,
    FieldUpdate,
    Label,
    NestedUpdate,
    RecordFieldNode,
    RecordLiteral,
    RecordUpdate,
    Update,
)

_Entry: TypeAlias = RecordFieldNode | FieldUpdate | NestedUpdate
_A_FIELD: Final = "a field name"


class RecordParser(BindingParser):
    """Parses braces in expressions, whose entries tell a literal from an update."""

    __slots__ = ()

    def parse_record_literal(self) -> RecordLiteral:
        """A record on its own, from its brace."""
        start = self.starts[self.index]
        return self._as_literal(start, self._parse_entries(False))

    def parse_braces_behind(self, record: Expression) -> RecordUpdate | RecordLiteral:
        """Braces behind an expression: its update, or else a literal, which is its argument."""
        start = self.starts[self.index]
        entries = self._parse_entries(True)
        if entries and not isinstance(entries[0], RecordFieldNode):
            updates = tuple(self._as_update(entry) for entry in entries)
            return RecordUpdate(record.start, self.end(), record, updates)
        return self._as_literal(start, entries)

    def close(self, opening: int, closing: int, words: str) -> ErrorExpression | None:
        """Step over a closing bracket, or over what stands in its way, which is given back."""
        if self.kinds[self.index] == closing:
            self.index += 1
            return None
        self.fail(words)
        partner = self.partner(opening)
        if partner < self.index:
            return None
        end = self.end()
        junk = self.parse_junk(ErrorExpression(end, end, ()), partner)
        self.index = max(self.index, partner + 1)
        return junk if isinstance(junk, ErrorExpression) and junk.end > junk.start else None

    # ------------------------------------------------------------------ entries

    def _parse_entries(self, updates_allowed: bool) -> list[_Entry]:
        opening = self.index
        self.index += 1
        kinds = self.kinds
        entries: list[_Entry] = []
        if kinds[self.index] != RIGHT_BRACE:
            entries.append(self._parse_entry(updates_allowed))
            while kinds[self.index] == COMMA:
                self.index += 1
                entries.append(self._parse_entry(updates_allowed))
        junk = self.close(opening, RIGHT_BRACE, "`}`")
        if junk is not None:
            label = Label(junk.start, junk.start, "")
            entries.append(RecordFieldNode(junk.start, junk.end, label, junk))
        return entries

    def _parse_entry(self, updates_allowed: bool) -> _Entry:
        if not self.at_label():
            self.fail(_A_FIELD)
            label = self.missing_label()
            return RecordFieldNode(label.start, label.end, label, None)
        first = self.index
        label = self.take_label()
        kind = self.kinds[self.index]
        if kind == COLON:
            self.index += 1
            value = self.parse_expression()
            return RecordFieldNode(label.start, self.end(), label, value)
        if kind == EQUALS:
            if not updates_allowed:
                self.fail("`:`")
            self.index += 1
            value = self.parse_expression()
            return FieldUpdate(label.start, self.end(), label, value)
        if kind == LEFT_BRACE and updates_allowed:
            return self._parse_nested(label)
        self.check_pun(first, label)
        return RecordFieldNode(label.start, label.end, label, None)

    def _parse_nested(self, label: Label) -> NestedUpdate:
        """`{ label = value, … }` behind a label, from its brace."""
        if not self.nest():
            self.skip_to_item_end()
            self.depth -= 1
            return NestedUpdate(label.start, self.end(), label, ())
        opening = self.index
        self.index += 1
        updates = [self._parse_nested_entry()]
        while self.kinds[self.index] == COMMA:
            self.index += 1
            updates.append(self._parse_nested_entry())
        self.close_type(opening, RIGHT_BRACE, "`}`")
        self.depth -= 1
        return NestedUpdate(label.start, self.end(), label, tuple(updates))

    def _parse_nested_entry(self) -> Update:
        if self.at_label():
            label = self.take_label()
        else:
            self.fail(_A_FIELD)
            label = self.missing_label()
        if self.kinds[self.index] == LEFT_BRACE:
            return self._parse_nested(label)
        if self.expect(EQUALS, "`=`"):
            value = self.parse_expression()
        else:
            end = self.end()
            value = ErrorExpression(end, end, ())
        return FieldUpdate(label.start, self.end(), label, value)

    # ------------------------------------------------------------------ one or the other

    def _as_literal(self, start: int, entries: list[_Entry]) -> RecordLiteral:
        fields: list[RecordFieldNode] = []
        for entry in entries:
            if isinstance(entry, NestedUpdate):
                # Its label stays; the braces behind it can be nothing here.
                self.reject(entry.label.end, entry.end, "`:`", "an update")
                value: Expression | None = ErrorExpression(entry.label.end, entry.end, ())
                fields.append(RecordFieldNode(entry.start, entry.end, entry.label, value))
            elif isinstance(entry, FieldUpdate):
                self.reject(entry.label.start, entry.label.end, "`:` behind it", "`=`")
                field = RecordFieldNode(entry.start, entry.end, entry.label, entry.value)
                fields.append(field)
            else:
                fields.append(entry)
        return RecordLiteral(start, self.end(), tuple(fields))

    def _as_update(self, entry: _Entry) -> Update:
        if not isinstance(entry, RecordFieldNode):
            return entry
        label = entry.label
        if label.text:
            self.reject(
                label.start, label.end, "`=` behind it", "`:`" if entry.value else "nothing"
            )
        value = entry.value or ErrorExpression(entry.end, entry.end, ())
        return FieldUpdate(entry.start, entry.end, label, value)

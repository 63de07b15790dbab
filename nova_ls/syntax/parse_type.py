"""Types, rows, kinds and the binders of type variables."""

from __future__ import annotations

from bisect import bisect_left
from typing import Final, TypeAlias

from nova_ls.syntax.cursor import MAX_NESTING, Cursor
from nova_ls.syntax.literals import int_value, string_value
from nova_ls.syntax.tokens import (
    ARROW_NAME,
    AT,
    COMMA,
    DOT,
    DOUBLE_COLON,
    FORALL,
    HOLE,
    INT,
    LAST_OPERATOR,
    LEFT_BRACE,
    LEFT_PAREN,
    LEFT_SQUARE,
    LOWER,
    MINUS,
    PIPE,
    QUALIFIED_SYMBOL,
    QUALIFIED_UPPER,
    RAW_STRING,
    RIGHT_ARROW,
    RIGHT_BRACE,
    RIGHT_FAT_ARROW,
    RIGHT_PAREN,
    STRING,
    SYMBOL,
    UNDERSCORE,
    UPPER,
    kind_set,
)
from nova_ls.syntax.tree import (
    ArrowName,
    ArrowNode,
    ConstrainedNode,
    ErrorType,
    ForallNode,
    KindedNode,
    Name,
    ParenType,
    RecordTypeNode,
    RowFieldNode,
    RowNode,
    TypeApplication,
    TypeBinder,
    TypeChain,
    TypeConstructor,
    TypeHole,
    TypeInt,
    TypeNode,
    TypeOperatorName,
    TypeString,
    TypeVariable,
    TypeWildcard,
)

TYPE_ATOMS: Final = kind_set(
    UNDERSCORE, LOWER, UPPER, QUALIFIED_UPPER, SYMBOL, QUALIFIED_SYMBOL, STRING, RAW_STRING, INT,
    HOLE, ARROW_NAME, LEFT_BRACE, LEFT_PAREN,
)  # fmt: skip
_A_TYPE: Final = "a type"
_AN_ARRAY: Final = "a type, which for an array is `Array a`"
_Row: TypeAlias = tuple[tuple[RowFieldNode, ...], TypeNode | None]

# What may stand before `::` inside parentheses; `(a :: K)` is a row.
_KINDABLE: Final = (
    TypeWildcard, TypeConstructor, TypeOperatorName, TypeInt, TypeHole, RecordTypeNode, RowNode,
    ParenType,
)  # fmt: skip


class TypeParser(Cursor):
    """Parses types."""

    __slots__ = ()

    def parse_type(self) -> TypeNode:
        """`type1 :: kind :: …`, of which all but the first part are rare."""
        left = self.parse_arrows()
        if self.kinds[self.index] != DOUBLE_COLON:
            return left
        parts = [left]
        while self.kinds[self.index] == DOUBLE_COLON:
            self.index += 1
            if len(parts) > MAX_NESTING:
                self.report_nesting(self.index)
                parts.append(self._skipped_type())
            else:
                parts.append(self.parse_arrows())
        end = self.end()
        kind = parts.pop()
        while parts:
            left = parts.pop()
            kind = KindedNode(left.start, end, left, kind)
        return kind

    def parse_arrows(self) -> TypeNode:
        """A type without a kind: any number of `forall … .`, `… =>` and `… ->`, and what they lead to."""
        kinds = self.kinds
        if not self.nest():
            self.depth -= 1
            return self._skipped_type()
        kind = kinds[self.index]
        if kind != FORALL:
            left = self._parse_type_chain()
            kind = kinds[self.index]
            if kind not in _ARROWS:
                self.depth -= 1
                return left
            left = self._parse_longer_type(left)
        else:
            left = self._parse_longer_type(None)
        self.depth -= 1
        return left

    def _parse_longer_type(self, left: TypeNode | None) -> TypeNode:
        """As `parse_arrows`, from behind `left`; a loop, since such chains grow long."""
        kinds = self.kinds
        pending: list[tuple[int, TypeNode | tuple[TypeBinder, ...], int]] = []
        while True:
            if left is None and kinds[self.index] == FORALL:
                start = self.starts[self.index]
                pending.append((start, self._parse_forall(), FORALL))
                continue
            operand = self._parse_type_chain() if left is None else left
            left = None
            kind = kinds[self.index]
            if kind not in _ARROWS:
                break
            if kind == RIGHT_FAT_ARROW:
                self.check_constraint(operand)
            self.index += 1
            pending.append((operand.start, operand, kind))
        result = operand
        end = self.end()
        while pending:
            start, part, kind = pending.pop()
            if isinstance(part, tuple):
                result = ForallNode(start, end, part, result)
            elif kind == RIGHT_ARROW:
                result = ArrowNode(start, end, part, result)
            else:
                result = ConstrainedNode(start, end, part, result)
        return result

    def _parse_forall(self) -> tuple[TypeBinder, ...]:
        self.index += 1
        binders = self.parse_type_binders(True)
        if not binders:
            self.fail("a type variable")
        self.expect(DOT, "`.` after the type variables")
        return binders

    def _parse_type_chain(self) -> TypeNode:
        left = self._parse_type_operand()
        kinds = self.kinds
        if kinds[self.index] > LAST_OPERATOR:
            return left
        operands = [left]
        operators: list[Name] = []
        while kinds[self.index] <= LAST_OPERATOR:
            operators.append(self.take_qualified_name())
            operands.append(self._parse_type_operand())
        return TypeChain(left.start, self.end(), tuple(operands), tuple(operators))

    def _parse_type_operand(self) -> TypeNode:
        kinds = self.kinds
        index = self.index
        kind = kinds[index]
        if not TYPE_ATOMS[kind]:
            if kind == MINUS and kinds[index + 1] == INT:
                self.index = index + 2
                value = -int_value(self.texts[index + 1])
                return TypeInt(self.starts[index], self.ends[index + 1], value)
            self.fail(_AN_ARRAY if kind == LEFT_SQUARE else _A_TYPE)
            end = self.end()
            return ErrorType(end, end)
        head = self.parse_type_atom()
        if not TYPE_ATOMS[kinds[self.index]]:
            return head
        arguments = [self.parse_type_atom()]
        while TYPE_ATOMS[kinds[self.index]]:
            arguments.append(self.parse_type_atom())
        return TypeApplication(head.start, self.ends[self.index - 1], head, tuple(arguments))

    def parse_type_atoms(self) -> tuple[TypeNode, ...]:
        """Any number of atoms: the arguments of a class or a constructor."""
        kinds = self.kinds
        atoms: list[TypeNode] = []
        while TYPE_ATOMS[kinds[self.index]]:
            atoms.append(self.parse_type_atom())
        return tuple(atoms)

    def parse_type_atom(self) -> TypeNode:
        """One atom. The current token begins one: see TYPE_ATOMS."""
        index = self.index
        kind = self.kinds[index]
        start, end = self.starts[index], self.ends[index]
        self.index = index + 1
        if kind == UPPER:
            return TypeConstructor(start, end, Name(start, end, "", self.texts[index]))
        if kind == LOWER:
            return TypeVariable(start, end, self.texts[index])
        if kind == LEFT_PAREN:
            return self._parse_type_parenthesised(index)
        if kind == LEFT_BRACE:
            fields, tail = self._parse_row(RIGHT_BRACE, "`}`", index)
            return RecordTypeNode(start, self.ends[self.index - 1], fields, tail)
        if kind == QUALIFIED_UPPER:
            self.index = index
            return TypeConstructor(start, end, self.take_qualified_name())
        if kind == UNDERSCORE:
            return TypeWildcard(start, end)
        if kind in (STRING, RAW_STRING):
            return TypeString(start, end, string_value(self.texts[index]))
        if kind == INT:
            return TypeInt(start, end, int_value(self.texts[index]))
        if kind == HOLE:
            return TypeHole(start, end, self.texts[index][1:])
        if kind == ARROW_NAME:
            return ArrowName(start, end)
        self.index = index
        return TypeOperatorName(start, end, self.take_symbol())

    # ------------------------------------------------------------------ brackets

    def _parse_type_parenthesised(self, opening: int) -> TypeNode:
        """From behind the parenthesis: a row, or a type with or without its kind."""
        kinds = self.kinds
        start = self.starts[opening]
        kind = kinds[self.index]
        if kind in (RIGHT_PAREN, PIPE) or (
            kinds[self.index + 1 : self.index + 2] == [DOUBLE_COLON] and self.at_label()
        ):
            fields, tail = self._parse_row(RIGHT_PAREN, "`)`", opening)
            return RowNode(start, self.ends[self.index - 1], fields, tail)
        inner = self.parse_arrows()
        if kinds[self.index] == DOUBLE_COLON:
            if not isinstance(inner, _KINDABLE):
                self.fail("`)`")
            self.index += 1
            kind_node = self.parse_type()
            inner = KindedNode(inner.start, kind_node.end, inner, kind_node)
        if kinds[self.index] == COMMA:
            self._refuse_list(opening)
        self.close_type(opening, RIGHT_PAREN, "`)`")
        return ParenType(start, self.ends[self.index - 1], inner)

    def _refuse_list(self, opening: int) -> None:
        """Report a comma behind a type in parentheses."""
        partner = self.partner(opening)
        if RIGHT_FAT_ARROW in self.kinds[partner + 1 : partner + 2]:
            self.fail("`)`, since each constraint has its own `=>`")
        else:
            self.refuse_tuple("`)`, since the type of a pair is `Tuple a b`")

    def _parse_row(self, closing: int, words: str, opening: int) -> _Row:
        """From behind the opening bracket to behind the closing one."""
        kinds = self.kinds
        fields: list[RowFieldNode] = []
        tail: TypeNode | None = None
        if kinds[self.index] not in (closing, PIPE):
            fields.append(self._parse_row_field())
            self._skip_to_next_field(opening, closing, words)
            while kinds[self.index] == COMMA:
                self.index += 1
                fields.append(self._parse_row_field())
                self._skip_to_next_field(opening, closing, words)
        if kinds[self.index] == PIPE:
            self.index += 1
            tail = self.parse_type()
        self.close_type(opening, closing, words)
        return tuple(fields), tail

    def _skip_to_next_field(self, opening: int, closing: int, words: str) -> None:
        """Skip what is left of a field that does not parse, if it stands in closed brackets."""
        kinds = self.kinds
        kind = kinds[self.index]
        if kind in (COMMA, PIPE, closing):
            return
        self.fail(words)
        end = self.partner(opening)
        while self.index < end and kinds[self.index] not in (COMMA, PIPE):
            self.index = max(self.partner(self.index), self.index) + 1

    def _parse_row_field(self) -> RowFieldNode:
        if self.at_label():
            label = self.take_label()
        else:
            self.fail("a field name")
            label = self.missing_label()
        if self.expect(DOUBLE_COLON, "`::`"):
            field_type = self.parse_type()
        else:
            end = self.end()
            field_type = ErrorType(end, end)
        return RowFieldNode(label.start, self.end(), label, field_type)

    def close_type(self, opening: int, closing: int, words: str) -> None:
        """Step over a closing bracket, or over all up to it."""
        if self.kinds[self.index] == closing:
            self.index += 1
            return
        self.fail(words)
        partner = self.partner(opening)
        if partner >= self.index:
            self.index = partner + 1

    def _skipped_type(self) -> TypeNode:
        start = self.starts[self.index]
        self.skip_to_item_end()
        return ErrorType(start, max(start, self.end()))

    # ------------------------------------------------------------------ binders

    def parse_type_binders(self, visible_allowed: bool) -> tuple[TypeBinder, ...]:
        """Any number of `a`, `(a :: K)` and, in a forall, `@a` and `(@a :: K)`."""
        kinds = self.kinds
        binders: list[TypeBinder] = []
        while True:
            kind = kinds[self.index]
            start = self.starts[self.index]
            if kind == LOWER:
                name = self.take_name()
                binders.append(TypeBinder(start, name.end, name, None, False))
            elif kind == AT and visible_allowed:
                self.index += 1
                name = self.expect_name(LOWER, "a type variable")
                binders.append(TypeBinder(start, name.end, name, None, True))
            elif kind == LEFT_PAREN:
                binders.append(self._parse_kinded_binder(visible_allowed))
            else:
                return tuple(binders)

    def _parse_kinded_binder(self, visible_allowed: bool) -> TypeBinder:
        opening = self.index
        self.index += 1
        visible = visible_allowed and self.kinds[self.index] == AT
        if visible:
            self.index += 1
        name = self.expect_name(LOWER, "a type variable")
        kind: TypeNode | None = None
        if self.expect(DOUBLE_COLON, "`::` and a kind"):
            first = self.index
            kind = self.parse_type()
            self.check_no_wildcards(first)
        self.close_type(opening, RIGHT_PAREN, "`)`")
        return TypeBinder(self.starts[opening], self.end(), name, kind, visible)

    # ------------------------------------------------------------------ what parses but may not stand

    def check_no_wildcards(self, first: int) -> None:
        """Report `_` and holes in the type between the token `first` and the current one."""
        kinds = self.kinds[first : self.index]
        if UNDERSCORE in kinds or HOLE in kinds:
            for index in range(first, self.index):
                if self.kinds[index] in (UNDERSCORE, HOLE):
                    start, end = self.starts[index], self.ends[index]
                    expected = "a type without wildcards and holes"
                    self.reject(start, end, expected, f"`{self.texts[index]}`")

    def check_constraint(self, node: TypeNode) -> None:
        """Report what stands before `=>` and is not a class with its arguments."""
        while isinstance(node, ParenType):
            node = node.inner
        arguments: tuple[TypeNode, ...] = ()
        if isinstance(node, TypeApplication):
            arguments = node.arguments
            node = node.function
        if not isinstance(node, TypeConstructor | ErrorType):
            self.reject(node.start, node.end, "a constraint", "another type")
        if arguments:
            self.check_no_foralls(bisect_left(self.starts, arguments[0].start))

    def check_no_foralls(self, first: int) -> None:
        """Report a forall in the arguments of a constraint: from the token `first` to the current one."""
        if FORALL not in self.kinds[first : self.index]:
            return
        for index in range(first, self.index):
            # As a label it is followed by two colons.
            if self.kinds[index] == FORALL and self.kinds[index + 1] != DOUBLE_COLON:
                found = f"`{self.texts[index]}`"
                self.reject(self.starts[index], self.ends[index], "a type without forall", found)


_ARROWS: Final = (RIGHT_ARROW, RIGHT_FAT_ARROW)

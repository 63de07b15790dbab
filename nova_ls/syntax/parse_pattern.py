"""Patterns."""

from __future__ import annotations

from typing import Final

from nova_ls.syntax.cursor import MAX_NESTING
from nova_ls.syntax.literals import int_value, number_value, string_value
from nova_ls.syntax.parse_type import TypeParser
from nova_ls.syntax.tokens import (
    AT,
    CHAR,
    COLON,
    COMMA,
    DOUBLE_COLON,
    EQUALS,
    FALSE,
    INT,
    LAST_OPERATOR,
    LEFT_BRACE,
    LEFT_PAREN,
    LEFT_SQUARE,
    LOWER,
    MINUS,
    NUMBER,
    QUALIFIED_UPPER,
    RAW_STRING,
    RIGHT_BRACE,
    RIGHT_PAREN,
    RIGHT_SQUARE,
    STRING,
    THEN,
    TRUE,
    UNDERSCORE,
    UPPER,
    kind_set,
)
from nova_ls.syntax.tree import (
    Label,
    LiteralKind,
    Name,
    Pattern,
    PatternArray,
    PatternAs,
    PatternChain,
    PatternConstructor,
    PatternError,
    PatternField,
    PatternLiteral,
    PatternParen,
    PatternRecord,
    PatternTyped,
    PatternVariable,
    PatternWildcard,
)

PATTERN_ATOMS: Final = kind_set(
    UNDERSCORE, LOWER, UPPER, QUALIFIED_UPPER, TRUE, FALSE, CHAR, STRING, RAW_STRING, INT, NUMBER,
    LEFT_SQUARE, LEFT_BRACE, LEFT_PAREN,
)  # fmt: skip
_A_PATTERN: Final = "a pattern"


class PatternParser(TypeParser):
    """Parses patterns."""

    __slots__ = ()

    def parse_pattern(self) -> Pattern:
        """A pattern that may have a type."""
        pattern = self.parse_pattern_chain()
        if self.kinds[self.index] == DOUBLE_COLON:
            self.index += 1
            annotation = self.parse_type()
            return PatternTyped(pattern.start, self.end(), pattern, annotation)
        return pattern

    def parse_pattern_chain(self) -> Pattern:
        """`x : xs`: a pattern without a type."""
        kinds = self.kinds
        if not self.nest():
            self.depth -= 1
            start = self.starts[self.index]
            self.skip_to_item_end()
            return PatternError(start, max(start, self.end()))
        left = self._parse_pattern_operand()
        if kinds[self.index] <= LAST_OPERATOR:
            operands = [left]
            operators: list[Name] = []
            while kinds[self.index] <= LAST_OPERATOR:
                operators.append(self.take_qualified_name())
                operands.append(self._parse_pattern_operand())
            left = PatternChain(left.start, self.end(), tuple(operands), tuple(operators))
        self.depth -= 1
        return left

    def parse_pattern_atoms(self) -> tuple[Pattern, ...]:
        """Any number of atoms: the parameters of an equation or a lambda."""
        kinds = self.kinds
        atoms: list[Pattern] = []
        while PATTERN_ATOMS[kinds[self.index]]:
            atoms.append(self.parse_pattern_atom())
        return tuple(atoms)

    def _parse_pattern_operand(self) -> Pattern:
        """A constructor with its arguments, a negative number or an atom."""
        kinds = self.kinds
        kind = kinds[self.index]
        if not PATTERN_ATOMS[kind]:
            if kind == MINUS and kinds[self.index + 1] in (INT, NUMBER):
                return self._parse_negative()
            self.fail(_A_PATTERN)
            end = self.end()
            return PatternError(end, end)
        head = self.parse_pattern_atom()
        if not PATTERN_ATOMS[kinds[self.index]]:
            return head
        index = self.index
        arguments = self.parse_pattern_atoms()
        if isinstance(head, PatternConstructor):
            return PatternConstructor(head.start, self.end(), head.name, arguments)
        start, end = self.starts[index], self.ends[index]
        if (
            isinstance(head, PatternLiteral | PatternWildcard)
            or "\n" in self.source[head.end : start]
        ):
            self.reject(start, end, "the end of the pattern", f"`{self.texts[index]}`")
        else:
            found = "the application of something that is not a constructor"
            self.reject(head.start, head.end, _A_PATTERN, found)
        return PatternError(head.start, self.end())

    def _parse_negative(self) -> Pattern:
        start = self.starts[self.index]
        self.index += 1
        literal = self.parse_pattern_atom()
        value = literal.value if isinstance(literal, PatternLiteral) else 0
        negative = -value if isinstance(value, int | float) else 0
        kind = literal.kind if isinstance(literal, PatternLiteral) else LiteralKind.INT
        return PatternLiteral(start, literal.end, negative, kind)

    def parse_pattern_atom(self) -> Pattern:
        """One atom. The current token begins one: see PATTERN_ATOMS."""
        index = self.index
        kind = self.kinds[index]
        start, end = self.starts[index], self.ends[index]
        self.index = index + 1
        if kind == LOWER:
            name = Name(start, end, "", self.texts[index])
            if self.kinds[index + 1] == AT:
                return self._parse_pattern_as(name)
            return PatternVariable(start, end, name)
        if kind == UPPER:
            return PatternConstructor(start, end, Name(start, end, "", self.texts[index]), ())
        if kind == UNDERSCORE:
            return PatternWildcard(start, end)
        if kind == LEFT_PAREN:
            return self._parse_pattern_parenthesised(index)
        if kind == LEFT_BRACE:
            return self._parse_pattern_record(index)
        if kind == LEFT_SQUARE:
            return self._parse_pattern_array(index)
        if kind == QUALIFIED_UPPER:
            self.index = index
            return PatternConstructor(start, end, self.take_qualified_name(), ())
        text = self.texts[index]
        if kind == INT:
            return PatternLiteral(start, end, int_value(text), LiteralKind.INT)
        if kind in (STRING, RAW_STRING):
            return PatternLiteral(start, end, string_value(text), LiteralKind.STRING)
        if kind == CHAR:
            return PatternLiteral(start, end, string_value(text), LiteralKind.CHAR)
        if kind == NUMBER:
            return PatternLiteral(start, end, number_value(text), LiteralKind.NUMBER)
        return PatternLiteral(start, end, kind == TRUE, LiteralKind.BOOLEAN)

    def _parse_pattern_as(self, name: Name) -> Pattern:
        """`name@atom`, from the `@`; names in a row of them nest, so a loop."""
        names = [name]
        self.index += 1
        inner: Pattern | None = None
        while inner is None:
            index = self.index
            if len(names) > MAX_NESTING:
                self.report_nesting(index)
                self.skip_to_item_end()
                inner = PatternError(self.starts[index], self.end())
            elif self.kinds[index] == LOWER and self.kinds[index + 1] == AT:
                names.append(self.take_name())
                self.index += 1
            elif PATTERN_ATOMS[self.kinds[index]]:
                inner = self.parse_pattern_atom()
            else:
                self.fail(_A_PATTERN)
                end = self.end()
                inner = PatternError(end, end)
        end = self.end()
        while names:
            name = names.pop()
            inner = PatternAs(name.start, end, name, inner)
        return inner

    # ------------------------------------------------------------------ brackets

    def _parse_pattern_parenthesised(self, opening: int) -> Pattern:
        if self.kinds[self.index] == RIGHT_PAREN:
            self.fail("a pattern, which for the only value of `Unit` is `_`")
        inner = self.parse_pattern()
        self.refuse_tuple("`)`, since a pair is matched by `Tuple a b`")
        self.close_type(opening, RIGHT_PAREN, "`)`")
        return PatternParen(self.starts[opening], self.end(), inner)

    def _parse_pattern_array(self, opening: int) -> Pattern:
        items: list[Pattern] = []
        if self.kinds[self.index] != RIGHT_SQUARE:
            items.append(self.parse_pattern())
            while self.kinds[self.index] == COMMA:
                self.index += 1
                items.append(self.parse_pattern())
        self.close_type(opening, RIGHT_SQUARE, "`]`")
        return PatternArray(self.starts[opening], self.end(), tuple(items))

    def _parse_pattern_record(self, opening: int) -> Pattern:
        fields: list[PatternField] = []
        if self.kinds[self.index] != RIGHT_BRACE:
            fields.append(self._parse_pattern_field())
            while self.kinds[self.index] == COMMA:
                self.index += 1
                fields.append(self._parse_pattern_field())
        self.close_type(opening, RIGHT_BRACE, "`}`")
        return PatternRecord(self.starts[opening], self.end(), tuple(fields))

    def _parse_pattern_field(self) -> PatternField:
        if not self.at_label():
            self.fail("a field name")
            label = self.missing_label()
            return PatternField(label.start, label.end, label, None)
        first = self.index
        label = self.take_label()
        if self.kinds[self.index] == COLON:
            self.index += 1
            pattern = self.parse_pattern()
            return PatternField(label.start, self.end(), label, pattern)
        if self.kinds[self.index] == EQUALS:
            self.fail("`:`")
            self.index += 1
            pattern = self.parse_pattern()
            return PatternField(label.start, self.end(), label, pattern)
        self.check_pun(first, label)
        return PatternField(label.start, label.end, label, None)

    def check_pun(self, first: int, label: Label) -> None:
        """Report a label that cannot be a variable of the same name."""
        kind = self.kinds[first]
        if kind in (STRING, RAW_STRING):
            self.reject(label.start, label.end, "`:` after a quoted label", "none")
        elif kind not in (LOWER, THEN):
            self.reject(label.start, label.end, "a name", f"the keyword `{label.text}`")

"""Top-level declarations other than imports."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from nova_ls.syntax.literals import int_value, string_value
from nova_ls.syntax.parse_class import ClassParser
from nova_ls.syntax.parse_type import TYPE_ATOMS
from nova_ls.syntax.tokens import (
    AT,
    CLASS,
    COMMA,
    DATA,
    DERIVE,
    DOUBLE_COLON,
    ELSE,
    END_OF_CHUNK,
    EQUALS,
    FOREIGN,
    IMPORT,
    INFIX,
    INFIXL,
    INFIXR,
    INSTANCE,
    INT,
    LAST_OPERATOR,
    LAYOUT_END,
    LAYOUT_SEPARATOR,
    LEFT_PAREN,
    LOWER,
    NEWTYPE,
    PIPE,
    QUALIFIED_LOWER,
    QUALIFIED_OPERATOR,
    QUALIFIED_UPPER,
    RAW_STRING,
    RIGHT_FAT_ARROW,
    RIGHT_PAREN,
    STRING,
    SYMBOL,
    TYPE,
    UPPER,
    kind_set,
)
from nova_ls.syntax.tree import (
    Associativity,
    ConstructorDeclaration,
    DataDeclaration,
    DataKeyword,
    Declaration,
    DeriveClause,
    ErrorDeclaration,
    ErrorType,
    FixityDeclaration,
    ForeignData,
    ForeignImport,
    KindSignature,
    Name,
    RoleDeclaration,
    SynonymDeclaration,
    TypeBinder,
    TypeNode,
)

_ASSOCIATIVITIES: Final = {
    INFIX: Associativity.NONE,
    INFIXL: Associativity.LEFT,
    INFIXR: Associativity.RIGHT,
}
_DATA_KEYWORDS: Final = {
    DATA: DataKeyword.DATA,
    NEWTYPE: DataKeyword.NEWTYPE,
    TYPE: DataKeyword.TYPE,
}
_ROLES: Final = ("nominal", "representational", "phantom")
_A_TYPE_NAME: Final = "the name of a type"
_ENDS: Final = (LAYOUT_SEPARATOR, LAYOUT_END, END_OF_CHUNK)
_DATA_CONTINUES: Final = kind_set(EQUALS, DERIVE, *_ENDS)
_CONSTRUCTOR_ENDS: Final = kind_set(PIPE, DERIVE, *_ENDS)
_EQUALS_OR_END: Final = kind_set(EQUALS, *_ENDS)
_OPERATOR_OR_END: Final = kind_set(*range(LAST_OPERATOR + 1), *_ENDS)
_NAME_OR_END: Final = kind_set(UPPER, DERIVE, *_ENDS)


class DeclarationParser(ClassParser):
    """Parses declarations."""

    __slots__ = ()

    def parse_declaration(self) -> Declaration:
        """One declaration, whatever stands here."""
        kind = self.kinds[self.index]
        if kind == LOWER:
            if self.kinds[self.index + 1] == DOUBLE_COLON:
                return self.parse_signature()
            return self.parse_equation()
        if kind in (DATA, NEWTYPE):
            return self._parse_data(kind)
        if kind == TYPE:
            if self.kinds[self.index + 1] == LOWER and self.texts[self.index + 1] == "role":
                return self._parse_role()
            return self._parse_synonym()
        if kind in (INSTANCE, ELSE):
            return self.parse_instance()
        if kind == CLASS:
            return self.parse_class()
        if kind == DERIVE:
            return self.parse_derive()
        if kind == FOREIGN:
            return self._parse_foreign()
        if kind in _ASSOCIATIVITIES:
            return self._parse_fixity(_ASSOCIATIVITIES[kind])
        return self._parse_symbol() if kind == SYMBOL else self._parse_unknown()

    def _parse_unknown(self) -> ErrorDeclaration:
        start = self.starts[self.index]
        self.fail("a declaration")
        self.skip_to_item_end()
        return ErrorDeclaration(start, max(start, self.end()))

    def _parse_symbol(self) -> FixityDeclaration:
        """`(+) a b = …`, as functions are declared: the operator is known all the same."""
        start = self.starts[self.index]
        self.fail("a declaration, which for an operator is `infix` with a function")
        operator = self.take_symbol()
        self.skip_to_item_end()
        none = Name(start, start, "", "")
        return FixityDeclaration(start, self.end(), Associativity.NONE, 0, False, none, operator)

    # ------------------------------------------------------------------ data, newtype, type

    def _parse_data(self, keyword: int) -> Declaration:
        start = self.starts[self.index]
        self.index += 1
        name = self.expect_name(UPPER, _A_TYPE_NAME)
        if self.kinds[self.index] == DOUBLE_COLON:
            return self._parse_kind_signature(start, keyword, name)
        parameters = self.parse_type_binders(False)
        constructors: tuple[ConstructorDeclaration, ...] = ()
        kind = self.kinds[self.index]
        is_whole = _DATA_CONTINUES[kind] and not self.recovering
        if not _DATA_CONTINUES[kind] or (keyword == NEWTYPE and kind != EQUALS):
            self.fail("`=`" if keyword == NEWTYPE else "the end of the declaration")
            self._skip_to_constructors()
        if self.kinds[self.index] == EQUALS:
            self.index += 1
            constructors = self._parse_constructors(keyword, parameters)
        elif self.recovering and self.kinds[self.index] == UPPER:
            constructors = self._parse_constructors(keyword, parameters)
        if keyword == NEWTYPE and constructors and not constructors[0].fields:
            constructors = (_renamed(constructors[0], name),)
        deriving = self._parse_derive_clauses(parameters)
        return DataDeclaration(
            start, self.end(), _DATA_KEYWORDS[keyword], name, parameters, constructors, deriving,
            is_whole,
        )  # fmt: skip

    def _parse_kind_signature(self, start: int, keyword: int, name: Name) -> KindSignature:
        self.index += 1
        kind = self.parse_unwild_type()
        return KindSignature(start, self.end(), _DATA_KEYWORDS[keyword], name, kind)

    def _parse_constructors(
        self, keyword: int, parameters: Sequence[TypeBinder]
    ) -> tuple[ConstructorDeclaration, ...]:
        constructors = [self._parse_constructor(parameters)]
        if keyword == NEWTYPE:
            constructor = constructors[0]
            if len(constructor.fields) != 1 and constructor.name.text:
                found = "none" if not constructor.fields else "several"
                self.reject(constructor.start, constructor.end, "one field of a newtype", found)
                # Which of the fields is meant is unknown.
                constructor = ConstructorDeclaration(
                    constructor.start, constructor.end, constructor.name, constructor.fields, False
                )
            return (constructor,)
        while True:
            if self._at_deriving(parameters):
                return tuple(constructors)
            if not _CONSTRUCTOR_ENDS[self.kinds[self.index]]:
                self.fail("the end of the declaration")
                self._skip_outside_brackets(_CONSTRUCTOR_ENDS)
            if self.kinds[self.index] != PIPE:
                return tuple(constructors)
            self.index += 1
            constructors.append(self._parse_constructor(parameters))

    def _skip_to_constructors(self) -> None:
        """Go to the `=` of a declaration that does not parse before it; where there is none, to the first name."""
        start = self.index
        self._skip_outside_brackets(_EQUALS_OR_END)
        if self.kinds[self.index] != EQUALS:
            self.index = start
            self._skip_outside_brackets(_NAME_OR_END)

    def _skip_outside_brackets(self, until: Sequence[bool]) -> None:
        """Skip to a token of one of these kinds; whole brackets are stepped over."""
        kinds = self.kinds
        while not until[kinds[self.index]]:
            closing = self.partner(self.index)
            if closing >= 0:
                self.index = closing
            self.skip_token()

    def _parse_constructor(self, parameters: Sequence[TypeBinder]) -> ConstructorDeclaration:
        name = self.expect_name(UPPER, "the name of a constructor")
        first = self.index
        recovering = self.recovering
        fields: list[TypeNode] = []
        while TYPE_ATOMS[self.kinds[self.index]] and not self._at_deriving(parameters):
            fields.append(self.parse_type_atom())
        ends = _CONSTRUCTOR_ENDS[self.kinds[self.index]] or self._at_deriving(parameters)
        is_whole = ends and self.recovering == recovering
        self.check_no_wildcards(first)
        return ConstructorDeclaration(name.start, self.end(), name, tuple(fields), is_whole)

    def _at_deriving(self, parameters: Sequence[TypeBinder]) -> bool:
        """Whether the current token is Haskell's word for `derive`: no type variable, and in front of classes."""
        return (
            self.at_word("deriving")
            and self.kinds[self.index + 1] in (LEFT_PAREN, UPPER, NEWTYPE)
            and all(parameter.name.text != "deriving" for parameter in parameters)
        )

    def _parse_derive_clauses(self, parameters: Sequence[TypeBinder]) -> tuple[DeriveClause, ...]:
        clauses: list[DeriveClause] = []
        while self.kinds[self.index] == DERIVE or self._at_deriving(parameters):
            if self.kinds[self.index] != DERIVE:
                self.fail("`derive`")
            self.index += 1
            via_newtype = self.kinds[self.index] == NEWTYPE
            if via_newtype:
                self.index += 1
            opening = self.index
            if not self.expect(LEFT_PAREN, "`(` and the classes to derive"):
                break
            while True:
                name = self.parse_class_name()
                clauses.append(DeriveClause(name.start, name.end, name, via_newtype))
                if self.kinds[self.index] != COMMA:
                    break
                self.index += 1
            self.close_type(opening, RIGHT_PAREN, "`)`")
        return tuple(clauses)

    def _parse_synonym(self) -> Declaration:
        start = self.starts[self.index]
        self.index += 1
        name = self.expect_name(UPPER, _A_TYPE_NAME)
        if self.kinds[self.index] == DOUBLE_COLON:
            return self._parse_kind_signature(start, TYPE, name)
        parameters = self.parse_type_binders(False)
        if self.expect(EQUALS, "`=`"):
            body = self.parse_unwild_type()
        else:
            end = self.end()
            body = ErrorType(end, end)
        return SynonymDeclaration(start, self.end(), name, parameters, body)

    def _parse_role(self) -> RoleDeclaration:
        start = self.starts[self.index]
        self.index += 2
        name = self.expect_name(UPPER, _A_TYPE_NAME)
        roles: list[Name] = []
        while self.kinds[self.index] == LOWER and self.texts[self.index] in _ROLES:
            roles.append(self.take_name())
        if not roles:
            self.fail("`nominal`, `representational` or `phantom`")
        return RoleDeclaration(start, self.end(), name, tuple(roles))

    # ------------------------------------------------------------------ foreign, fixity

    def _parse_foreign(self) -> Declaration:
        start = self.starts[self.index]
        self.index += 1
        self.expect(IMPORT, "`import`")
        if self.kinds[self.index] == DATA:
            self.index += 1
            name = self.expect_name(UPPER, _A_TYPE_NAME)
            kind = self._parse_annotation("`::` and a kind")
            return ForeignData(start, self.end(), name, kind)
        name = self.expect_name(LOWER, "a name")
        first = self.index
        annotation = self._parse_annotation("`::` and a type")
        for index in range(first, self.index):
            if self.kinds[index] == RIGHT_FAT_ARROW:
                at, end = self.starts[index], self.ends[index]
                self.reject(at, end, "a type without constraints", f"`{self.texts[index]}`")
        host: str | None = None
        if self.kinds[self.index] == EQUALS:
            self.index += 1
            if self.kinds[self.index] in (STRING, RAW_STRING):
                host = string_value(self.texts[self.index])
                self.index += 1
            else:
                self.fail("the host expression as a string")
        return ForeignImport(start, self.end(), name, annotation, host)

    def _parse_annotation(self, words: str) -> TypeNode:
        if self.expect(DOUBLE_COLON, words):
            return self.parse_type()
        end = self.end()
        return ErrorType(end, end)

    def _parse_fixity(self, associativity: Associativity) -> FixityDeclaration:
        start = self.starts[self.index]
        self.index += 1
        precedence = 0
        if self.kinds[self.index] == INT:
            precedence = int_value(self.texts[self.index])
            self.index += 1
        else:
            self.fail("a precedence from 0 to 9")
        is_type = self.kinds[self.index] == TYPE
        if is_type:
            self.index += 1
        kind = self.kinds[self.index]
        if kind in (UPPER, QUALIFIED_UPPER) or (kind in (LOWER, QUALIFIED_LOWER) and not is_type):
            target = self.take_qualified_name()
        else:
            self.fail(_A_TYPE_NAME if is_type else "a function or constructor")
            target = self.missing_name()
        if self.at_word("as"):
            self.index += 1
        else:
            self.fail("`as`")
            self._skip_outside_brackets(_OPERATOR_OR_END)
        if self.kinds[self.index] <= LAST_OPERATOR and self.kinds[self.index] != QUALIFIED_OPERATOR:
            operator = self.take_name()
        else:
            self.fail("an operator")
            # The name is known all the same: that it is none is told here, and not where it is used.
            operator = self.take_name() if self.kinds[self.index] == AT else self.missing_name()
        return FixityDeclaration(
            start, self.end(), associativity, precedence, is_type, target, operator
        )


def _renamed(constructor: ConstructorDeclaration, type_name: Name) -> ConstructorDeclaration:
    """The constructor of a newtype without a field: in `newtype Age = Int` its name is what is missing."""
    start = constructor.start
    if constructor.name.text == type_name.text:
        return constructor
    return ConstructorDeclaration(start, constructor.end, Name(start, start, "", ""), (), False)

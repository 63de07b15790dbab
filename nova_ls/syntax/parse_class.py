"""Classes, instances and derived instances."""

from __future__ import annotations

from typing import Final

from nova_ls.syntax.cursor import ITEM_ENDS
from nova_ls.syntax.parse_expression import ExpressionParser
from nova_ls.syntax.tokens import (
    COMMA,
    DO,
    DOUBLE_COLON,
    ELSE,
    END_OF_CHUNK,
    EQUALS,
    INSTANCE,
    LAYOUT_END,
    LAYOUT_SEPARATOR,
    LAYOUT_START,
    LEFT_FAT_ARROW,
    LEFT_PAREN,
    LOWER,
    NEWTYPE,
    PIPE,
    QUALIFIED_UPPER,
    RIGHT_ARROW,
    RIGHT_FAT_ARROW,
    RIGHT_PAREN,
    UPPER,
    WHERE,
    kind_set,
)
from nova_ls.syntax.tree import (
    ClassDeclaration,
    DataKeyword,
    Declaration,
    DeriveDeclaration,
    Equation,
    ErrorType,
    FunctionalDependency,
    InstanceDeclaration,
    KindSignature,
    Name,
    ParenType,
    Signature,
    TypeApplication,
    TypeBinder,
    TypeConstructor,
    TypeNode,
)

_A_CLASS: Final = "the name of a class"
_ARROWS: Final = (RIGHT_ARROW, RIGHT_FAT_ARROW, LEFT_FAT_ARROW)
_HEAD_ENDS: Final = kind_set(
    WHERE, PIPE, DOUBLE_COLON, LAYOUT_SEPARATOR, LAYOUT_END, END_OF_CHUNK,
)  # fmt: skip


class ClassParser(ExpressionParser):
    """Parses what declares classes and their instances."""

    __slots__ = ()

    def parse_class(self) -> Declaration:
        """`class [constraints <=] C a b [| dependencies] [where members]`, or the kind of a class."""
        kinds = self.kinds
        start = self.starts[self.index]
        self.index += 1
        superclasses: tuple[TypeNode, ...] = ()
        if self._has_superclasses():
            superclasses = self._parse_constraints()
            self._expect_arrow(LEFT_FAT_ARROW, "`<=`")
        name = self.expect_name(UPPER, _A_CLASS)
        if kinds[self.index] == DOUBLE_COLON and not superclasses:
            self.index += 1
            kind = self.parse_unwild_type()
            return KindSignature(start, self.end(), DataKeyword.CLASS, name, kind)
        parameters = self.parse_type_binders(False)
        dependencies: tuple[FunctionalDependency, ...] = ()
        if kinds[self.index] == PIPE:
            self.index += 1
            dependencies = self._parse_dependencies(parameters)
        kind_behind = kinds[self.index]
        is_whole = not self.recovering and (kind_behind == WHERE or ITEM_ENDS[kind_behind])
        if not is_whole:
            self._skip_to_where()
        members, all_read = self._parse_class_members()
        return ClassDeclaration(
            start, self.end(), superclasses, name, parameters, dependencies, members, is_whole,
            all_read or (is_whole and kind_behind != WHERE),
        )  # fmt: skip

    def _skip_to_where(self) -> None:
        """Go to the `where` of a head that does not parse, or to the end of the item."""
        self.fail("`where` or the end of the declaration")
        while not ITEM_ENDS[self.kinds[self.index]] and self.kinds[self.index] != WHERE:
            self.skip_token()

    def _parse_class_members(self) -> tuple[tuple[Signature, ...], bool]:
        """The members, from `where`, and whether all of their names are among them."""
        if self.kinds[self.index] != WHERE:
            return (), False
        self.index += 1
        if not self.expect(LAYOUT_START, "an indented member"):
            return (), False
        members = self.parse_block(self._parse_class_member, of_definitions=True)
        all_read = ITEM_ENDS[self.kinds[self.index]] and all(each.name.text for each in members)
        return members, all_read

    def parse_instance(self) -> InstanceDeclaration:
        """`[else] instance [name ::] [constraints =>] C types [where members]`."""
        start = self.starts[self.index]
        chained = self.kinds[self.index] == ELSE
        if chained:
            self.index += 1
            if self.kinds[self.index] == LAYOUT_SEPARATOR:
                self.index += 1
        self.expect(INSTANCE, "`instance`")
        name, constraints, class_name, arguments = self._parse_instance_head()
        members: tuple[Signature | Equation, ...] = ()
        kind = self.kinds[self.index]
        if kind in (EQUALS, DO):
            self.fail("`where` in front of the members")
        if kind in (WHERE, DO):
            self.index += 1
            if self.expect(LAYOUT_START, "an indented member"):
                members = self.parse_block(self._parse_instance_member, of_definitions=True)
        return InstanceDeclaration(
            start, self.end(), chained, name, constraints, class_name, arguments, members
        )

    def parse_derive(self) -> DeriveDeclaration:
        """`derive [newtype] instance …`."""
        start = self.starts[self.index]
        self.index += 1
        via_newtype = self.kinds[self.index] == NEWTYPE
        if via_newtype:
            self.index += 1
        self.expect(INSTANCE, "`instance`")
        name, constraints, class_name, arguments = self._parse_instance_head()
        return DeriveDeclaration(
            start, self.end(), via_newtype, name, constraints, class_name, arguments
        )

    def parse_class_name(self) -> Name:
        """The name of a class, maybe qualified."""
        if self.kinds[self.index] in (UPPER, QUALIFIED_UPPER):
            return self.take_qualified_name()
        self.fail(_A_CLASS)
        return self.missing_name()

    def parse_unwild_type(self) -> TypeNode:
        """A type in which `_` and holes may not stand."""
        first = self.index
        node = self.parse_type()
        self.check_no_wildcards(first)
        return node

    # ------------------------------------------------------------------ class heads and members

    def _has_superclasses(self) -> bool:
        """Whether `<=`, or another arrow in its place, stands in this head: only then does it begin with constraints, which may
        look like the parameters of a class.
        """
        kinds = self.kinds
        index = self.index
        while not _HEAD_ENDS[kinds[index]]:
            if kinds[index] in _ARROWS:
                return True
            if kinds[index] == LEFT_PAREN:
                index = max(self.partner(index), index)
            index += 1
        return False

    def _expect_arrow(self, kind: int, words: str) -> None:
        """Step over the arrow behind constraints, or over another one in its place: what follows is the class all the same."""
        if not self.expect(kind, words) and self.kinds[self.index] in _ARROWS:
            self.index += 1

    def _parse_dependencies(
        self, parameters: tuple[TypeBinder, ...]
    ) -> tuple[FunctionalDependency, ...]:
        known = {parameter.name.text for parameter in parameters}
        dependencies = [self._parse_dependency(known)]
        while self.kinds[self.index] == COMMA:
            self.index += 1
            dependencies.append(self._parse_dependency(known))
        return tuple(dependencies)

    def _parse_dependency(self, known: set[str]) -> FunctionalDependency:
        start = self.starts[self.index]
        determiners = self._parse_variables(known)
        self.expect(RIGHT_ARROW, "`->`")
        determined = self._parse_variables(known)
        if not determined:
            self.fail("a parameter of the class")
        return FunctionalDependency(start, max(start, self.end()), determiners, determined)

    def _parse_variables(self, known: set[str]) -> tuple[Name, ...]:
        names: list[Name] = []
        while self.kinds[self.index] == LOWER:
            name = self.take_name()
            if name.text not in known:
                self.reject(name.start, name.end, "a parameter of the class", f"`{name.text}`")
            names.append(name)
        return tuple(names)

    def _parse_class_member(self) -> Signature:
        name = self.expect_name(LOWER, "the name of a member")
        if self.expect(DOUBLE_COLON, "`::` and a type"):
            annotation = self.parse_unwild_type()
        else:
            end = self.end()
            annotation = ErrorType(end, end)
        is_whole = not self.recovering and ITEM_ENDS[self.kinds[self.index]]
        return Signature(name.start, self.end(), name, annotation, is_whole)

    # ------------------------------------------------------------------ instance heads and members

    def _parse_instance_head(
        self,
    ) -> tuple[Name | None, tuple[TypeNode, ...], Name, tuple[TypeNode, ...]]:
        name: Name | None = None
        if self.kinds[self.index] == LOWER:
            name = self.take_name()
            self.expect(DOUBLE_COLON, "`::`")
        elif DOUBLE_COLON in self.kinds[self.index : self.index + 2]:
            self._skip_wrong_name()
        constraints: tuple[TypeNode, ...] = ()
        if self.kinds[self.index] == LEFT_PAREN:
            constraints = self._parse_constraints()
            self._expect_arrow(RIGHT_FAT_ARROW, "`=>`")
        class_name = self.parse_class_name()
        first = self.index
        arguments = self.parse_type_atoms()
        if self.kinds[self.index] in _ARROWS and not constraints:
            constraint: TypeNode = TypeConstructor(class_name.start, class_name.end, class_name)
            if arguments:
                end = self.end()
                constraint = TypeApplication(class_name.start, end, constraint, arguments)
            self._check_constraint_arguments(first)
            constraints = (constraint,)
            self._expect_arrow(RIGHT_FAT_ARROW, "`=>`")
            class_name = self.parse_class_name()
            arguments = self.parse_type_atoms()
        if not class_name.text or self.kinds[self.index] == EQUALS:
            arguments = ()  # Behind a class that is not there, or cut off, stands the first member.
        return name, constraints, class_name, arguments

    def _skip_wrong_name(self) -> None:
        """Step over `::` and what stands before it in place of an instance's name."""
        kinds = self.kinds
        if kinds[self.index] in (UPPER, QUALIFIED_UPPER):
            self.index += 1
        self.fail(_A_CLASS)
        if kinds[self.index] != DOUBLE_COLON:
            self.index += 1
        self.index += 1

    def _parse_instance_member(self) -> Signature | Equation:
        kinds = self.kinds
        if kinds[self.index] == LOWER:
            if kinds[self.index + 1] == DOUBLE_COLON:
                return self.parse_signature()
            return self.parse_equation()
        start = self.starts[self.index]
        self.fail("the name of a member")
        self.skip_to_item_end()
        end = max(start, self.end())
        return Signature(start, end, Name(start, start, "", ""), ErrorType(start, end), False)

    # ------------------------------------------------------------------ constraints

    def _parse_constraints(self) -> tuple[TypeNode, ...]:
        """One constraint, or several in parentheses."""
        if self.kinds[self.index] != LEFT_PAREN:
            return (self._parse_constraint(),)
        opening = self.index
        self.index += 1
        constraints = [self._parse_constraint()]
        while self.kinds[self.index] == COMMA:
            self.index += 1
            constraints.append(self._parse_constraint())
        self.close_type(opening, RIGHT_PAREN, "`)`")
        return tuple(constraints)

    def _parse_constraint(self) -> TypeNode:
        if self.kinds[self.index] == LEFT_PAREN:
            return self._parse_constraint_in_parentheses()
        name = self.parse_class_name()
        head = TypeConstructor(name.start, name.end, name)
        first = self.index
        arguments = self.parse_type_atoms()
        if not arguments:
            return head
        self._check_constraint_arguments(first)
        return TypeApplication(name.start, self.end(), head, arguments)

    def _parse_constraint_in_parentheses(self) -> TypeNode:
        opening = self.index
        start = self.starts[opening]
        if not self.nest():
            self.depth -= 1
            self.skip_to_item_end()
            return ErrorType(start, max(start, self.end()))
        self.index += 1
        inner = self._parse_constraint()
        self.close_type(opening, RIGHT_PAREN, "`)`")
        self.depth -= 1
        return ParenType(start, self.end(), inner)

    def _check_constraint_arguments(self, first: int) -> None:
        self.check_no_wildcards(first)
        self.check_no_foralls(first)

"""Top-level declarations."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from nova_ls.formatting.hanging import Applied, Hanging, Leaf, hang, laid_out
from nova_ls.formatting.options import Unicode
from nova_ls.formatting.part import (
    NOTHING,
    Part,
    anchor,
    flexible_space_or_line,
    grouped,
    in_words,
    joined,
    line,
    nested,
    nothing_or_line,
    space,
    space_or_line,
)
from nova_ls.formatting.unwritable import Unwritable
from nova_ls.formatting.write_expression import ExpressionWriter
from nova_ls.syntax import tree as t
from nova_ls.syntax.tokens import (
    COMMA,
    DERIVE,
    DOUBLE_COLON,
    ELSE,
    EQUALS,
    INSTANCE,
    LEFT_FAT_ARROW,
    LEFT_PAREN,
    LOWER,
    NEWTYPE,
    PIPE,
    RIGHT_ARROW,
    RIGHT_FAT_ARROW,
    RIGHT_PAREN,
    UPPER,
    WHERE,
)


class DeclarationWriter(ExpressionWriter):
    """Writes declarations."""

    __slots__ = ()

    def write_declaration(self, node: t.Declaration) -> Part:
        """Any declaration."""
        write = _WRITERS.get(type(node))
        if write is None:
            raise Unwritable(node.start)
        return write(self, node)

    def write_top_signature(self, node: t.Signature) -> Part:
        """`name :: type`"""
        return self.write_signature(self.take(LOWER), node.type)

    def write_words(self, node: t.RoleDeclaration | t.FixityDeclaration) -> Part:
        """A declaration of words only, which are in one line."""
        words: list[Part] = []
        while self.starts[self.index] < node.end:
            words.append(self.take())
        return in_words(words, self.unit)

    # ------------------------------------------------------------------ types

    def write_data(self, node: t.DataDeclaration) -> Part:
        """`data` or `newtype`, its constructors in one line or below each other."""
        whole = self._write_type_head(node.parameters)
        if len(node.constructors) == 1:
            whole = self._declared(whole, self._hang_constructor, node.constructors[0])
        elif node.constructors:
            lines: list[Part] = []
            for constructor in node.constructors:
                sign = self.take(PIPE if lines else EQUALS)
                part = grouped(nested(2, anchor(laid_out(self._hang_constructor(constructor)))))
                lines.append(space(sign, part))
            whole = flexible_space_or_line(whole, self.further_in(joined(space_or_line, lines)))
        if not node.deriving:
            return whole
        clauses: list[Part] = []
        while self.kind == DERIVE:
            clauses.append(self._write_derive_clause())
        return grouped(
            space_or_line(whole, self.further_in(grouped(joined(space_or_line, clauses))))
        )

    def _write_type_head(self, parameters: Sequence[t.TypeBinder]) -> Part:
        """A keyword, a name and what it takes."""
        keyword = self.take()
        name = anchor(self.take(UPPER))
        binders = joined(space_or_line, [self.write_binder(each) for each in parameters])
        return space(keyword, self.further_in(flexible_space_or_line(name, binders)))

    def _declared(self, head: Part, hang_value: Callable[..., Hanging], node: t.Node) -> Part:
        sign = self.further_in(anchor(self.take(EQUALS)))
        return space(head, laid_out(hang(sign, hang_value(node), self.unit)))

    def _hang_constructor(self, node: t.ConstructorDeclaration) -> Hanging:
        name = Leaf(self.take(UPPER))
        if not node.fields:
            return name
        return Applied(name, [self.hang_type(each) for each in node.fields], self.unit)

    def _write_derive_clause(self) -> Part:
        words = [self.take(DERIVE)]
        if self.kind == NEWTYPE:
            words.append(self.take())
        closing = self.kinds.index(RIGHT_PAREN, self.index)
        count = self.kinds[self.index : closing].count(COMMA) + 1
        classes = self.delimited(LEFT_PAREN, range(count), lambda _: self.take())
        return space(in_words(words, self.unit), anchor(classes))

    def write_synonym(self, node: t.SynonymDeclaration) -> Part:
        """`type name parameters = type`"""
        return self._declared(self._write_type_head(node.parameters), self.hang_type, node.body)

    def write_kind(self, node: t.KindSignature) -> Part:
        """`data name :: kind`, and the same of the other keywords."""
        return self.write_signature(in_words([self.take(), self.take(UPPER)], self.unit), node.kind)

    # ------------------------------------------------------------------ foreign

    def write_foreign(self, node: t.ForeignImport) -> Part:
        """`foreign import name :: type`, with the host's expression behind it where there is one."""
        words = in_words([self.take(), self.take(), self.take(LOWER)], self.unit)
        whole = self.write_signature(words, node.type)
        if self.kind != EQUALS:
            return whole
        sign = self.take()
        if sign.lines:  # As its author has it: at the beginning of a line, or at the end of one.
            host = self.further_in(space(sign, anchor(self.take())))
            return flexible_space_or_line(whole, host)
        value = hang(self.further_in(sign), Leaf(self.take()), self.unit)
        return space(whole, laid_out(value))

    def write_foreign_data(self, node: t.ForeignData) -> Part:
        """`foreign import data name :: kind`"""
        words = [self.take(), self.take(), self.take(), self.take(UPPER)]
        return self.write_signature(in_words(words, self.unit), node.kind)

    # ------------------------------------------------------------------ classes and instances

    def write_class(self, node: t.ClassDeclaration) -> Part:
        """`class`, its members below each other."""
        keyword = self.take()
        constraints = NOTHING
        if node.superclasses:
            constraints = anchor(self._write_constraints(node.superclasses, LEFT_FAT_ARROW))
        name = self.take(UPPER)
        parameters = [self.further_in(self.write_binder(each)) for each in node.parameters]
        head = grouped(space_or_line(name, joined(space_or_line, parameters)))
        whole = space_or_line(constraints, head)
        if node.dependencies:
            whole = space_or_line(whole, grouped(anchor(self._write_dependencies(node))))
        if self.kind != WHERE:
            return flexible_space_or_line(keyword, self.further_in(whole))
        whole = space(whole, self.take())
        members = [self.write_signature(self.take(LOWER), each.type) for each in node.members]
        head = flexible_space_or_line(keyword, self.further_in(whole))
        return line(head, self.further_in(joined(line, members)))

    def _write_dependencies(self, node: t.ClassDeclaration) -> Part:
        parts: list[Part] = []
        for dependency in node.dependencies:
            sign = self.take(COMMA if parts else PIPE)
            words = joined(space, [self.take(LOWER) for _ in dependency.determiners])
            words = space(words, self.take(RIGHT_ARROW))
            words = space(words, joined(space, [self.take(LOWER) for _ in dependency.determined]))
            parts.append(space(sign, grouped(nested(2, anchor(words)))))
        return joined(nothing_or_line, parts)

    def _write_constraints(self, nodes: Sequence[t.TypeNode], arrow: int) -> Part:
        """One constraint or a list of them in parentheses, and the arrow behind."""
        if self.kind == LEFT_PAREN:
            whole = self.delimited(LEFT_PAREN, nodes, self.write_type, own_group=False)
        else:
            whole = self.write_type(nodes[0])
        if arrow == LEFT_FAT_ARROW and self.kind == arrow:
            unicode = self.options.unicode
            texts = {Unicode.ALWAYS: "⇐", Unicode.NEVER: "<="}
            return space(whole, anchor(self.take_as(texts.get(unicode, self.texts[self.index]))))
        return space(whole, anchor(self.take(arrow)))

    def write_instance(self, node: t.InstanceDeclaration) -> Part:
        """An instance, or a chain of them."""
        if node.chained:
            word = self.take(ELSE)
            return space(word, anchor(self._write_instance(node)))
        return self._write_instance(node)

    def _write_instance(self, node: t.InstanceDeclaration) -> Part:
        head = self._write_instance_head(node)
        if not node.members:
            return head
        members = [
            self.write_signature(self.take(LOWER), each.type)
            if isinstance(each, t.Signature)
            else self.write_equation(each)
            for each in node.members
        ]
        return line(head, self.further_in(joined(line, members)))

    def _write_instance_head(self, node: t.InstanceDeclaration | t.DeriveDeclaration) -> Part:
        start = self.take(INSTANCE)
        if node.name is not None:
            start = space(start, anchor(self.take(LOWER)))
            start = space(start, anchor(self.take(DOUBLE_COLON)))
        constraints = NOTHING
        if node.constraints:
            constraints = self._write_constraints(node.constraints, RIGHT_FAT_ARROW)
        name = self.take()
        arguments = joined(space_or_line, [self.write_type(each) for each in node.arguments])
        subject = grouped(space(name, self.further_in(arguments)))
        whole = space_or_line(constraints, subject)
        head = flexible_space_or_line(start, self.further_in(whole))
        if self.kind == WHERE:
            head = space(head, self.further_in(self.take()))
        return head

    def write_derive(self, node: t.DeriveDeclaration) -> Part:
        """`derive instance`, `derive newtype instance`."""
        whole = self.take(DERIVE)
        if node.via_newtype:
            whole = space(whole, self.further_in(anchor(self.take(NEWTYPE))))
        return space(whole, anchor(self._write_instance_head(node)))


_WRITERS: Final[dict[type, Callable[..., Part]]] = {
    t.Signature: DeclarationWriter.write_top_signature,
    t.Equation: DeclarationWriter.write_equation,
    t.DataDeclaration: DeclarationWriter.write_data,
    t.SynonymDeclaration: DeclarationWriter.write_synonym,
    t.KindSignature: DeclarationWriter.write_kind,
    t.RoleDeclaration: DeclarationWriter.write_words,
    t.FixityDeclaration: DeclarationWriter.write_words,
    t.ForeignImport: DeclarationWriter.write_foreign,
    t.ForeignData: DeclarationWriter.write_foreign_data,
    t.ClassDeclaration: DeclarationWriter.write_class,
    t.InstanceDeclaration: DeclarationWriter.write_instance,
    t.DeriveDeclaration: DeclarationWriter.write_derive,
}

"""The names that a chunk's text consists of, and what each is by its place in the syntax alone."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum, IntFlag
from typing import Final

from nova_ls.base.slotted import value
from nova_ls.syntax import tree as t
from nova_ls.syntax.walk import children


class TokenKind(IntEnum):
    """As the server numbers them for its clients; `label` is the protocol's name."""

    NAMESPACE = 0
    TYPE = 1
    CLASS = 2
    TYPE_PARAMETER = 3
    PARAMETER = 4
    VARIABLE = 5
    FUNCTION = 6
    ENUM_MEMBER = 7
    PROPERTY = 8
    OPERATOR = 9

    @property
    def label(self) -> str:
        """The protocol's name."""
        first, *rest = self.name.lower().split("_")
        return first + "".join(word.capitalize() for word in rest)


class TokenModifier(IntFlag):
    """The n-th bit is the n-th of the names that the server tells its clients."""

    NONE = 0
    DECLARATION = 1
    DEPRECATED = 2
    DEFAULT_LIBRARY = 4


@value
class WrittenName:
    """A name without its qualifier, relative to its chunk's origin."""

    start: int
    end: int
    text: str
    kind: TokenKind
    modifiers: TokenModifier
    qualifier: tuple[int, int] | None


_DECLARED: Final = TokenModifier.DECLARATION
_USED: Final = TokenModifier.NONE
_NAMES: Final[dict[type[t.Node], tuple[tuple[str, TokenKind, TokenModifier], ...]]] = {
    t.TypeBinder: (("name", TokenKind.TYPE_PARAMETER, _DECLARED),),
    t.TypeConstructor: (("name", TokenKind.TYPE, _USED),),
    t.TypeOperatorName: (("name", TokenKind.OPERATOR, _USED),),
    t.PatternConstructor: (("name", TokenKind.ENUM_MEMBER, _USED),),
    t.Variable: (("name", TokenKind.VARIABLE, _USED),),
    t.ConstructorName: (("name", TokenKind.ENUM_MEMBER, _USED),),
    t.OperatorName: (("name", TokenKind.OPERATOR, _USED),),
    t.ConstructorDeclaration: (("name", TokenKind.ENUM_MEMBER, _DECLARED),),
    t.DeriveClause: (("class_name", TokenKind.CLASS, _USED),),
    t.DataDeclaration: (("name", TokenKind.TYPE, _DECLARED),),
    t.SynonymDeclaration: (("name", TokenKind.TYPE, _DECLARED),),
    t.KindSignature: (("name", TokenKind.TYPE, _DECLARED),),
    t.RoleDeclaration: (("name", TokenKind.TYPE, _USED),),
    t.ClassDeclaration: (("name", TokenKind.CLASS, _DECLARED),),
    t.InstanceDeclaration: (
        ("name", TokenKind.VARIABLE, _DECLARED),
        ("class_name", TokenKind.CLASS, _USED),
    ),
    t.DeriveDeclaration: (
        ("name", TokenKind.VARIABLE, _DECLARED),
        ("class_name", TokenKind.CLASS, _USED),
    ),
    t.FunctionalDependency: (
        ("determiners", TokenKind.TYPE_PARAMETER, _USED),
        ("determined", TokenKind.TYPE_PARAMETER, _USED),
    ),
    t.ForeignImport: (("name", TokenKind.FUNCTION, _DECLARED),),
    t.ForeignData: (("name", TokenKind.TYPE, _DECLARED),),
    t.FixityDeclaration: (
        ("target", TokenKind.FUNCTION, _USED),
        ("operator", TokenKind.OPERATOR, _DECLARED),
    ),
    t.ValueItem: (("name", TokenKind.FUNCTION, _USED),),
    t.OperatorItem: (("name", TokenKind.OPERATOR, _USED),),
    t.TypeItem: (("name", TokenKind.TYPE, _USED), ("members", TokenKind.ENUM_MEMBER, _USED)),
    t.TypeOperatorItem: (("name", TokenKind.OPERATOR, _USED),),
    t.ClassItem: (("name", TokenKind.CLASS, _USED),),
    t.ModuleItem: (("name", TokenKind.NAMESPACE, _USED),),
    t.ModuleHeader: (("name", TokenKind.NAMESPACE, _DECLARED),),
    t.Import: (
        ("module", TokenKind.NAMESPACE, _USED),
        ("alias", TokenKind.NAMESPACE, _DECLARED),
    ),
}
_PATTERNS: Final = (
    t.PatternArray,
    t.PatternAs,
    t.PatternChain,
    t.PatternConstructor,
    t.PatternField,
    t.PatternParen,
    t.PatternRecord,
    t.PatternTyped,
)


def names_by_offset(declarations: Iterable[t.Node]) -> dict[int, WrittenName]:
    """The names of a chunk by where each begins, its qualifier included; names in what does not parse are left out."""
    collector = _Collector()
    for declaration in declarations:
        collector.walk(declaration)
    return collector.found


class _Collector:
    """`signed`: the last signature's name, and whether it is that of a function."""

    def __init__(self) -> None:
        self.found: dict[int, WrittenName] = {}
        self.signed = ("", False)

    def walk(self, root: t.Node) -> None:
        pending = [(root, TokenKind.VARIABLE)]
        while pending:
            node, bound = pending.pop()
            self.take(node, bound)
            inner = children(node)
            parameters: Iterable[t.Node] = ()
            if isinstance(node, t.Equation | t.Lambda):
                parameters = node.parameters
            elif not isinstance(node, _PATTERNS):
                bound = TokenKind.VARIABLE
            for child in reversed(inner):
                kind = TokenKind.PARAMETER if child in parameters else bound
                pending.append((child, kind))

    def take(self, node: t.Node, bound: TokenKind) -> None:
        match node:
            case t.Label():
                self.put_word(node, TokenKind.PROPERTY, _USED)
            case t.Name():
                if not (node.text[:1].isalnum() or node.text[:1] == "_"):
                    self.put(node, TokenKind.OPERATOR, _USED)
            case t.TypeVariable(start=start, end=end, name=name):
                kind = TokenKind.TYPE_PARAMETER
                self.found.setdefault(start, WrittenName(start, end, name, kind, _USED, None))
            case t.PatternVariable(name=name) | t.PatternAs(name=name):
                self.put(name, bound, _DECLARED)
            case t.PatternField(label=label, pattern=None):
                self.put_word(label, bound, _DECLARED)
            case t.Signature(name=name, type=type):
                self.signed = name.text, _is_function(type)
                self.put(name, _value_kind(self.signed[1]), _DECLARED)
            case t.Equation(name=name, parameters=parameters):
                is_function = bool(parameters) or self.signed == (name.text, True)
                self.put(name, _value_kind(is_function), _DECLARED)
            case _:
                self.take_names(node)

    def take_names(self, node: t.Node) -> None:
        for field, kind, modifiers in _NAMES.get(type(node), ()):
            value = getattr(node, field)
            for name in value if isinstance(value, tuple) else (value,):
                if name is not None:
                    self.put(name, kind, modifiers)

    def put(self, name: t.Name, kind: TokenKind, modifiers: TokenModifier) -> None:
        if not name.text or name.start in self.found:
            return
        start = max(name.end - len(name.text), name.start)
        qualifier = None
        if name.qualifier and start > name.start:
            qualifier = name.start, name.start + len(name.qualifier)
        written = WrittenName(start, name.end, name.text, kind, modifiers, qualifier)
        self.found[name.start] = written

    def put_word(self, label: t.Label, kind: TokenKind, modifiers: TokenModifier) -> None:
        if label.text and label.start not in self.found:
            written = WrittenName(label.start, label.end, label.text, kind, modifiers, None)
            self.found[label.start] = written


def _is_function(type: t.Node) -> bool:
    """Whether a written type is that of a function, as far as can be seen without its synonyms."""
    while isinstance(type, t.ForallNode | t.ConstrainedNode | t.ParenType):
        type = type.inner if isinstance(type, t.ParenType) else type.body
    return isinstance(type, t.ArrowNode)


def _value_kind(is_function: bool) -> TokenKind:
    return TokenKind.FUNCTION if is_function else TokenKind.VARIABLE

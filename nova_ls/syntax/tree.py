"""The syntax tree of one chunk.

Every node is a plain slotted class, treated as immutable, whose first two fields are its span: half-open,
in code points, relative to its chunk. The span covers the node's tokens without surrounding trivia.
Children lie inside their parent's span, in source order, and do not overlap: with the chunk's
token list this makes the tree lossless (see printer.py).

Sequences are tuples. `None` stands for a part that is legitimately absent; a part that is missing
although the grammar demands it is an Error* node of empty span.
"""

from __future__ import annotations

from enum import Enum
from types import FunctionType
from typing import ClassVar, TypeAlias, TypeVar, cast, dataclass_transform

_N = TypeVar("_N")


@dataclass_transform(eq_default=False)
def node(cls: type[_N]) -> type[_N]:
    """A slotted data class that compares by identity.

    `dataclass(slots=True, eq=False)` would do the same, but takes five times as long: with some hundred kinds of nodes, every start of
    the program would pay for it.
    """
    fields = tuple(cls.__annotations__)
    namespace = dict(vars(cls))
    defaults = tuple([namespace.pop(field) for field in fields if field in namespace])
    body = "".join([f"\n    self.{field} = {field}" for field in fields])
    functions: dict[str, FunctionType] = {}
    exec(f"def __init__(self, {', '.join(fields)}):{body}", {}, functions)
    functions["__init__"].__defaults__ = defaults
    namespace.update(functions, __slots__=fields, __match_args__=fields)
    for of_instances in ("__dict__", "__weakref__"):
        namespace.pop(of_instances, None)
    return cast(type[_N], type(cls.__name__, cls.__bases__, namespace))


class Node:
    """What every node has. `__match_args__`: its fields, in order."""

    __slots__ = ()
    __match_args__: ClassVar[tuple[str, ...]] = ()
    start: int
    end: int

    def __repr__(self) -> str:
        parts = [f"{field}={getattr(self, field)!r}" for field in self.__match_args__]
        return f"{type(self).__name__}({', '.join(parts)})"


# ---------------------------------------------------------------------------- names and labels


@node
class Name(Node):
    """An identifier or operator as written. `qualifier` is "" or the dotted part before the last dot.

    Operators carry their symbol without parentheses. `text` is "" when the name is missing.
    """

    start: int
    end: int
    qualifier: str
    text: str


@node
class Label(Node):
    """A record label, unquoted: `x` or `"x y"`."""

    start: int
    end: int
    text: str


# ---------------------------------------------------------------------------- types


@node
class TypeBinder(Node):
    """`a`, `(a :: K)`, `@a`, `@(a :: K)`: of a forall, or of a type-level declaration."""

    start: int
    end: int
    name: Name
    kind: TypeNode | None
    visible: bool


@node
class TypeVariable(Node):
    """`a` in a type."""

    start: int
    end: int
    name: str


@node
class TypeConstructor(Node):
    """`Maybe`, `Map.Map`."""

    start: int
    end: int
    name: Name


@node
class TypeOperatorName(Node):
    """A type operator in parentheses: `(~>)`."""

    start: int
    end: int
    name: Name


@node
class ArrowName(Node):
    """`(->)` as a type of its own."""

    start: int
    end: int


@node
class TypeHole(Node):
    """`?t` in a type; name without the question mark."""

    start: int
    end: int
    name: str


@node
class TypeWildcard(Node):
    """`_` in a type."""

    start: int
    end: int


@node
class TypeString(Node):
    """A text in a type."""

    start: int
    end: int
    value: str


@node
class TypeInt(Node):
    """`1` in a type."""

    start: int
    end: int
    value: int


@node
class RowFieldNode(Node):
    """`label :: type` in a row."""

    start: int
    end: int
    label: Label
    type: TypeNode


@node
class RowNode(Node):
    """`( a :: Int | r )`."""

    start: int
    end: int
    fields: tuple[RowFieldNode, ...]
    tail: TypeNode | None


@node
class RecordTypeNode(Node):
    """`{ a :: Int | r }`."""

    start: int
    end: int
    fields: tuple[RowFieldNode, ...]
    tail: TypeNode | None


@node
class ForallNode(Node):
    """`forall binders. body`"""

    start: int
    end: int
    binders: tuple[TypeBinder, ...]
    body: TypeNode


@node
class KindedNode(Node):
    """`type :: kind` (always inside parentheses)."""

    start: int
    end: int
    type: TypeNode
    kind: TypeNode


@node
class TypeApplication(Node):
    """`f a b`: head and one or more arguments."""

    start: int
    end: int
    function: TypeNode
    arguments: tuple[TypeNode, ...]


@node
class TypeChain(Node):
    """Operands separated by type operators, not yet bracketed; one more operand than operators."""

    start: int
    end: int
    operands: tuple[TypeNode, ...]
    operators: tuple[Name, ...]


@node
class ArrowNode(Node):
    """`parameter -> result`."""

    start: int
    end: int
    parameter: TypeNode
    result: TypeNode


@node
class ConstrainedNode(Node):
    """`constraint => body`; several constraints are nested, or one ParenType'd list `(C a, D b) => t` with one node each
    (the outermost first).
    """

    start: int
    end: int
    constraint: TypeNode
    body: TypeNode


@node
class ParenType(Node):
    """`(inner)`"""

    start: int
    end: int
    inner: TypeNode


@node
class ErrorType(Node):
    """What could not be parsed where a type was wanted (maybe empty)."""

    start: int
    end: int


TypeNode: TypeAlias = (
    TypeVariable
    | TypeConstructor
    | TypeOperatorName
    | ArrowName
    | TypeHole
    | TypeWildcard
    | TypeString
    | TypeInt
    | RowNode
    | RecordTypeNode
    | ForallNode
    | KindedNode
    | TypeApplication
    | TypeChain
    | ArrowNode
    | ConstrainedNode
    | ParenType
    | ErrorType
)


# ---------------------------------------------------------------------------- patterns


@node
class PatternVariable(Node):
    """`x` in a pattern: it binds the name."""

    start: int
    end: int
    name: Name


@node
class PatternWildcard(Node):
    """`_` in a pattern."""

    start: int
    end: int


@node
class PatternLiteral(Node):
    """A literal, possibly negated: `-1` has a negative `value`."""

    start: int
    end: int
    value: int | float | str | bool
    kind: LiteralKind


@node
class PatternConstructor(Node):
    """`Just x`, `Nothing`: constructor and its argument patterns."""

    start: int
    end: int
    name: Name
    arguments: tuple[Pattern, ...]


@node
class PatternArray(Node):
    """`[a, b]` in a pattern."""

    start: int
    end: int
    items: tuple[Pattern, ...]


@node
class PatternField(Node):
    """`label: pattern`, or a pun `label` (pattern None)."""

    start: int
    end: int
    label: Label
    pattern: Pattern | None


@node
class PatternRecord(Node):
    """`{ a, b: pattern }` in a pattern."""

    start: int
    end: int
    fields: tuple[PatternField, ...]


@node
class PatternAs(Node):
    """`name@pattern`."""

    start: int
    end: int
    name: Name
    pattern: Pattern


@node
class PatternTyped(Node):
    """`pattern :: type` (inside parentheses)."""

    start: int
    end: int
    pattern: Pattern
    type: TypeNode


@node
class PatternChain(Node):
    """`x : xs`: operands separated by constructor operators, not yet bracketed."""

    start: int
    end: int
    operands: tuple[Pattern, ...]
    operators: tuple[Name, ...]


@node
class PatternParen(Node):
    """`(inner)` in a pattern."""

    start: int
    end: int
    inner: Pattern


@node
class PatternError(Node):
    """What could not be parsed where a pattern was wanted (maybe empty)."""

    start: int
    end: int


Pattern: TypeAlias = (
    PatternVariable
    | PatternWildcard
    | PatternLiteral
    | PatternConstructor
    | PatternArray
    | PatternRecord
    | PatternAs
    | PatternTyped
    | PatternChain
    | PatternParen
    | PatternError
)


# ---------------------------------------------------------------------------- expressions


class LiteralKind(Enum):
    """What a literal stands for."""

    INT = "Int"
    NUMBER = "Number"
    STRING = "String"
    CHAR = "Char"
    BOOLEAN = "Boolean"


@node
class Variable(Node):
    """A value name: `map`, `Map.insert`."""

    start: int
    end: int
    name: Name


@node
class ConstructorName(Node):
    """`Just` or `Data.Maybe.Just` in an expression."""

    start: int
    end: int
    name: Name


@node
class OperatorName(Node):
    """An operator in parentheses: `(+)`; the span includes the parentheses, the name's does not."""

    start: int
    end: int
    name: Name


@node
class Literal(Node):
    """A number, a text, a character or a truth value, as it is written."""

    start: int
    end: int
    value: int | float | str | bool
    kind: LiteralKind


@node
class ArrayLiteral(Node):
    """`[a, b]`"""

    start: int
    end: int
    items: tuple[Expression, ...]


@node
class RecordFieldNode(Node):
    """`label: value`, or a pun `label` (value None)."""

    start: int
    end: int
    label: Label
    value: Expression | None


@node
class RecordLiteral(Node):
    """`{ a, b: value }`"""

    start: int
    end: int
    fields: tuple[RecordFieldNode, ...]


@node
class Hole(Node):
    """`?name`."""

    start: int
    end: int
    name: str


@node
class Section(Node):
    """`_` as an anonymous argument."""

    start: int
    end: int


@node
class Parenthesised(Node):
    """`(inner)`"""

    start: int
    end: int
    inner: Expression


@node
class Typed(Node):
    """`expression :: type`."""

    start: int
    end: int
    expression: Expression
    type: TypeNode


@node
class InfixOperator(Node):
    """Between two operands: a symbol, or any expression in backticks (`name` is None then, unless it is a plain name)."""

    start: int
    end: int
    name: Name | None
    expression: Expression | None


@node
class OperatorChain(Node):
    """Operands separated by infix operators, not yet bracketed; one more operand than operators."""

    start: int
    end: int
    operands: tuple[Expression, ...]
    operators: tuple[InfixOperator, ...]


@node
class Negation(Node):
    """`-e`; stands as an operand of a chain."""

    start: int
    end: int
    operand: Expression


@node
class RecordAccess(Node):
    """`record.label`; `a.b.c` is nested. While typing `r.` the label's text is ""."""

    start: int
    end: int
    record: Expression
    label: Label


@node
class FieldUpdate(Node):
    """`label = value`."""

    start: int
    end: int
    label: Label
    value: Expression


@node
class NestedUpdate(Node):
    """`label { … }`."""

    start: int
    end: int
    label: Label
    updates: tuple[Update, ...]


Update: TypeAlias = FieldUpdate | NestedUpdate


@node
class RecordUpdate(Node):
    """`record { a = value, b { c = value } }`"""

    start: int
    end: int
    record: Expression
    updates: tuple[Update, ...]


@node
class TypeArgument(Node):
    """`@type` among the arguments of an application."""

    start: int
    end: int
    type: TypeNode


@node
class Application(Node):
    """`f x @t y`: a head and one or more arguments."""

    start: int
    end: int
    function: Expression
    arguments: tuple[Expression | TypeArgument, ...]


@node
class Lambda(Node):
    """`\\parameters -> body`"""

    start: int
    end: int
    parameters: tuple[Pattern, ...]
    body: Expression


@node
class If(Node):
    """`if condition then … else …`"""

    start: int
    end: int
    condition: Expression
    then: Expression
    otherwise: Expression


@node
class Guard(Node):
    """`condition` (pattern None) or `pattern <- expression`."""

    start: int
    end: int
    pattern: Pattern | None
    expression: Expression


@node
class GuardedBody(Node):
    """One right-hand side: `| guards = body where …`, or `= body where …` without guards."""

    start: int
    end: int
    guards: tuple[Guard, ...]
    body: Expression
    where: tuple[Binding, ...]


@node
class CaseBranch(Node):
    """`p1, p2 -> …`; bodies is never empty."""

    start: int
    end: int
    patterns: tuple[Pattern, ...]
    bodies: tuple[GuardedBody, ...]


@node
class Case(Node):
    """`case scrutinees of branches`"""

    start: int
    end: int
    scrutinees: tuple[Expression, ...]
    branches: tuple[CaseBranch, ...]


@node
class Let(Node):
    """`let bindings in body`"""

    start: int
    end: int
    bindings: tuple[Binding, ...]
    body: Expression


@node
class DoBind(Node):
    """`pattern <- expression`"""

    start: int
    end: int
    pattern: Pattern
    expression: Expression


@node
class DoLet(Node):
    """`let bindings` among statements."""

    start: int
    end: int
    bindings: tuple[Binding, ...]


@node
class DoExpression(Node):
    """An expression among statements."""

    start: int
    end: int
    expression: Expression


Statement: TypeAlias = DoBind | DoLet | DoExpression


@node
class Do(Node):
    """`do` or `M.do` (qualifier "M")."""

    start: int
    end: int
    qualifier: str
    statements: tuple[Statement, ...]


@node
class Ado(Node):
    """`ado statements in result`"""

    start: int
    end: int
    qualifier: str
    statements: tuple[Statement, ...]
    result: Expression


@node
class ErrorExpression(Node):
    """What could not be parsed where an expression was wanted (maybe empty); parts that parsed are kept."""

    start: int
    end: int
    parts: tuple[Expression, ...]


Expression: TypeAlias = (
    Variable
    | ConstructorName
    | OperatorName
    | Literal
    | ArrayLiteral
    | RecordLiteral
    | Hole
    | Section
    | Parenthesised
    | Typed
    | OperatorChain
    | Negation
    | RecordAccess
    | RecordUpdate
    | Application
    | Lambda
    | If
    | Case
    | Let
    | Do
    | Ado
    | ErrorExpression
)


# ---------------------------------------------------------------------------- bindings


@node
class Signature(Node):
    """`name :: type`: top-level, in let and where, in classes and instances. `is_whole`: it parses, so that this is the type."""

    start: int
    end: int
    name: Name
    type: TypeNode
    is_whole: bool


@node
class Equation(Node):
    """`name p1 p2 = …` or with guards: one equation of a value."""

    start: int
    end: int
    name: Name
    parameters: tuple[Pattern, ...]
    bodies: tuple[GuardedBody, ...]


@node
class PatternBinding(Node):
    """`pattern = …` in let, where and do-let."""

    start: int
    end: int
    pattern: Pattern
    bodies: tuple[GuardedBody, ...]


Binding: TypeAlias = Signature | Equation | PatternBinding


# ---------------------------------------------------------------------------- declarations


class DataKeyword(Enum):
    """What a kind signature, or a declaration of a type, begins with."""

    DATA = "data"
    NEWTYPE = "newtype"
    TYPE = "type"
    CLASS = "class"


@node
class ConstructorDeclaration(Node):
    """`Name fields`, one of a type's constructors. `is_whole`: it parses, so that these are its fields."""

    start: int
    end: int
    name: Name
    fields: tuple[TypeNode, ...]
    is_whole: bool


@node
class DeriveClause(Node):
    """One class of a `derive` clause on a data or newtype declaration; `via_newtype` for `derive newtype`."""

    start: int
    end: int
    class_name: Name
    via_newtype: bool


@node
class DataDeclaration(Node):
    """`data` or `newtype`. `is_whole`: its head parses, so that these are its parameters."""

    start: int
    end: int
    keyword: DataKeyword
    name: Name
    parameters: tuple[TypeBinder, ...]
    constructors: tuple[ConstructorDeclaration, ...]
    deriving: tuple[DeriveClause, ...]
    is_whole: bool


@node
class SynonymDeclaration(Node):
    """`type name parameters = type`"""

    start: int
    end: int
    name: Name
    parameters: tuple[TypeBinder, ...]
    body: TypeNode


@node
class KindSignature(Node):
    """`data T :: K`, `type T :: K`, `newtype T :: K`, `class C :: K`."""

    start: int
    end: int
    keyword: DataKeyword
    name: Name
    kind: TypeNode


@node
class RoleDeclaration(Node):
    """`type role T nominal phantom`; roles as written, with a Name each."""

    start: int
    end: int
    name: Name
    roles: tuple[Name, ...]


@node
class FunctionalDependency(Node):
    """`a b -> c`."""

    start: int
    end: int
    determiners: tuple[Name, ...]
    determined: tuple[Name, ...]


@node
class ClassDeclaration(Node):
    """`is_whole`: its head parses, so that what it says of parameters and superclasses is what is meant. `all_read`: the names of
    all of its members are known.
    """

    start: int
    end: int
    superclasses: tuple[TypeNode, ...]
    name: Name
    parameters: tuple[TypeBinder, ...]
    dependencies: tuple[FunctionalDependency, ...]
    members: tuple[Signature, ...]
    is_whole: bool
    all_read: bool


@node
class InstanceDeclaration(Node):
    """`[else] instance [name ::] constraints => Class types where members`; chained: it begins with `else`."""

    start: int
    end: int
    chained: bool
    name: Name | None
    constraints: tuple[TypeNode, ...]
    class_name: Name
    arguments: tuple[TypeNode, ...]
    members: tuple[Signature | Equation, ...]


@node
class DeriveDeclaration(Node):
    """`derive [newtype] instance …`."""

    start: int
    end: int
    via_newtype: bool
    name: Name | None
    constraints: tuple[TypeNode, ...]
    class_name: Name
    arguments: tuple[TypeNode, ...]


@node
class ForeignImport(Node):
    """`foreign import f :: T`, or with `= "host expression"`."""

    start: int
    end: int
    name: Name
    type: TypeNode
    host: str | None


@node
class ForeignData(Node):
    """`foreign import data T :: K`."""

    start: int
    end: int
    name: Name
    kind: TypeNode


class Associativity(Enum):
    """How a chain of one operator is bracketed."""

    LEFT = "infixl"
    RIGHT = "infixr"
    NONE = "infix"


@node
class FixityDeclaration(Node):
    """`infixl 6 add as +`, or `infixr 0 type T as ++` (is_type)."""

    start: int
    end: int
    associativity: Associativity
    precedence: int
    is_type: bool
    target: Name
    operator: Name


@node
class ErrorDeclaration(Node):
    """Tokens that begin no declaration."""

    start: int
    end: int


# ---------------------------------------------------------------------------- header and imports


@node
class ValueItem(Node):
    """`name` in a list of imports or exports."""

    start: int
    end: int
    name: Name


@node
class OperatorItem(Node):
    """`(+)`."""

    start: int
    end: int
    name: Name


@node
class TypeItem(Node):
    """`T`, `T(..)` (all_members) or `T(A, B)`."""

    start: int
    end: int
    name: Name
    all_members: bool
    members: tuple[Name, ...]


@node
class TypeOperatorItem(Node):
    """`type (~>)`."""

    start: int
    end: int
    name: Name


@node
class ClassItem(Node):
    """`class Show`."""

    start: int
    end: int
    name: Name


@node
class ModuleItem(Node):
    """`module Data.Maybe`, in export lists only."""

    start: int
    end: int
    name: Name


@node
class ErrorItem(Node):
    """What could not be parsed in a list of imports or exports."""

    start: int
    end: int


Item: TypeAlias = (
    ValueItem | OperatorItem | TypeItem | TypeOperatorItem | ClassItem | ModuleItem | ErrorItem
)


@node
class ModuleHeader(Node):
    """`module M (exports) where`; exports None: everything. Module names are a Name whose text is the whole dotted name."""

    start: int
    end: int
    name: Name
    exports: tuple[Item, ...] | None


@node
class Import(Node):
    """`import M (items)`, `import M hiding (items)`, `import M as Q`; items None: everything."""

    start: int
    end: int
    module: Name
    items: tuple[Item, ...] | None
    hiding: bool
    alias: Name | None


Declaration: TypeAlias = (
    ModuleHeader
    | Import
    | DataDeclaration
    | SynonymDeclaration
    | KindSignature
    | RoleDeclaration
    | ClassDeclaration
    | InstanceDeclaration
    | DeriveDeclaration
    | Signature
    | Equation
    | ForeignImport
    | ForeignData
    | FixityDeclaration
    | ErrorDeclaration
)

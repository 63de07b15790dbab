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
from typing import ClassVar, TypeAlias

from nova_ls.base.slotted import entity


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


@entity
class Name(Node):
    """An identifier or operator as written. `qualifier` is "" or the dotted part before the last dot.

    Operators carry their symbol without parentheses. `text` is "" when the name is missing.
    """

    start: int
    end: int
    qualifier: str
    text: str


@entity
class Label(Node):
    """A record label, unquoted: `x` or `"x y"`."""

    start: int
    end: int
    text: str


# ---------------------------------------------------------------------------- types


@entity
class TypeBinder(Node):
    """`a`, `(a :: K)`, `@a`, `@(a :: K)`: of a forall, or of a type-level declaration."""

    start: int
    end: int
    name: Name
    kind: TypeNode | None
    visible: bool


@entity
class TypeVariable(Node):
    """`a` in a type."""

    start: int
    end: int
    name: str


@entity
class TypeConstructor(Node):
    """`Maybe`, `Map.Map`."""

    start: int
    end: int
    name: Name


@entity
class TypeOperatorName(Node):
    """A type operator in parentheses: `(~>)`."""

    start: int
    end: int
    name: Name


@entity
class ArrowName(Node):
    """`(->)` as a type of its own."""

    start: int
    end: int


@entity
class TypeHole(Node):
    """`?t` in a type; name without the question mark."""

    start: int
    end: int
    name: str


@entity
class TypeWildcard(Node):
    """`_` in a type."""

    start: int
    end: int


@entity
class TypeString(Node):
    """A text in a type."""

    start: int
    end: int
    value: str


@entity
class TypeInt(Node):
    """`1` in a type."""

    start: int
    end: int
    value: int


@entity
class RowFieldNode(Node):
    """`label :: type` in a row."""

    start: int
    end: int
    label: Label
    type: TypeNode


@entity
class RowNode(Node):
    """`( a :: Int | r )`."""

    start: int
    end: int
    fields: tuple[RowFieldNode, ...]
    tail: TypeNode | None


@entity
class RecordTypeNode(Node):
    """`{ a :: Int | r }`."""

    start: int
    end: int
    fields: tuple[RowFieldNode, ...]
    tail: TypeNode | None


@entity
class ForallNode(Node):
    """`forall binders. body`"""

    start: int
    end: int
    binders: tuple[TypeBinder, ...]
    body: TypeNode


@entity
class KindedNode(Node):
    """`type :: kind` (always inside parentheses)."""

    start: int
    end: int
    type: TypeNode
    kind: TypeNode


@entity
class TypeApplication(Node):
    """`f a b`: head and one or more arguments."""

    start: int
    end: int
    function: TypeNode
    arguments: tuple[TypeNode, ...]


@entity
class TypeChain(Node):
    """Operands separated by type operators, not yet bracketed; one more operand than operators."""

    start: int
    end: int
    operands: tuple[TypeNode, ...]
    operators: tuple[Name, ...]


@entity
class ArrowNode(Node):
    """`parameter -> result`."""

    start: int
    end: int
    parameter: TypeNode
    result: TypeNode


@entity
class ConstrainedNode(Node):
    """`constraint => body`; several constraints are nested, or one ParenType'd list `(C a, D b) => t` with one node each
    (the outermost first).
    """

    start: int
    end: int
    constraint: TypeNode
    body: TypeNode


@entity
class ParenType(Node):
    """`(inner)`"""

    start: int
    end: int
    inner: TypeNode


@entity
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


@entity
class PatternVariable(Node):
    """`x` in a pattern: it binds the name."""

    start: int
    end: int
    name: Name


@entity
class PatternWildcard(Node):
    """`_` in a pattern."""

    start: int
    end: int


@entity
class PatternLiteral(Node):
    """A literal, possibly negated: `-1` has a negative `value`."""

    start: int
    end: int
    value: int | float | str | bool
    kind: LiteralKind


@entity
class PatternConstructor(Node):
    """`Just x`, `Nothing`: constructor and its argument patterns."""

    start: int
    end: int
    name: Name
    arguments: tuple[Pattern, ...]


@entity
class PatternArray(Node):
    """`[a, b]` in a pattern."""

    start: int
    end: int
    items: tuple[Pattern, ...]


@entity
class PatternField(Node):
    """`label: pattern`, or a pun `label` (pattern None)."""

    start: int
    end: int
    label: Label
    pattern: Pattern | None


@entity
class PatternRecord(Node):
    """`{ a, b: pattern }` in a pattern."""

    start: int
    end: int
    fields: tuple[PatternField, ...]


@entity
class PatternAs(Node):
    """`name@pattern`."""

    start: int
    end: int
    name: Name
    pattern: Pattern


@entity
class PatternTyped(Node):
    """`pattern :: type` (inside parentheses)."""

    start: int
    end: int
    pattern: Pattern
    type: TypeNode


@entity
class PatternChain(Node):
    """`x : xs`: operands separated by constructor operators, not yet bracketed."""

    start: int
    end: int
    operands: tuple[Pattern, ...]
    operators: tuple[Name, ...]


@entity
class PatternParen(Node):
    """`(inner)` in a pattern."""

    start: int
    end: int
    inner: Pattern


@entity
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


@entity
class Variable(Node):
    """A value name: `map`, `Map.insert`."""

    start: int
    end: int
    name: Name


@entity
class ConstructorName(Node):
    """`Just` or `Data.Maybe.Just` in an expression."""

    start: int
    end: int
    name: Name


@entity
class OperatorName(Node):
    """An operator in parentheses: `(+)`; the span includes the parentheses, the name's does not."""

    start: int
    end: int
    name: Name


@entity
class Literal(Node):
    """A number, a text, a character or a truth value, as it is written."""

    start: int
    end: int
    value: int | float | str | bool
    kind: LiteralKind


@entity
class ArrayLiteral(Node):
    """`[a, b]`"""

    start: int
    end: int
    items: tuple[Expression, ...]


@entity
class RecordFieldNode(Node):
    """`label: value`, or a pun `label` (value None)."""

    start: int
    end: int
    label: Label
    value: Expression | None


@entity
class RecordLiteral(Node):
    """`{ a, b: value }`"""

    start: int
    end: int
    fields: tuple[RecordFieldNode, ...]


@entity
class Hole(Node):
    """`?name`."""

    start: int
    end: int
    name: str


@entity
class Section(Node):
    """`_` as an anonymous argument."""

    start: int
    end: int


@entity
class Parenthesised(Node):
    """`(inner)`"""

    start: int
    end: int
    inner: Expression


@entity
class Typed(Node):
    """`expression :: type`."""

    start: int
    end: int
    expression: Expression
    type: TypeNode


@entity
class InfixOperator(Node):
    """Between two operands: a symbol, or any expression in backticks (`name` is None then, unless it is a plain name)."""

    start: int
    end: int
    name: Name | None
    expression: Expression | None


@entity
class OperatorChain(Node):
    """Operands separated by infix operators, not yet bracketed; one more operand than operators."""

    start: int
    end: int
    operands: tuple[Expression, ...]
    operators: tuple[InfixOperator, ...]


@entity
class Negation(Node):
    """`-e`; stands as an operand of a chain."""

    start: int
    end: int
    operand: Expression


@entity
class RecordAccess(Node):
    """`record.label`; `a.b.c` is nested. While typing `r.` the label's text is ""."""

    start: int
    end: int
    record: Expression
    label: Label


@entity
class FieldUpdate(Node):
    """`label = value`."""

    start: int
    end: int
    label: Label
    value: Expression


@entity
class NestedUpdate(Node):
    """`label { … }`."""

    start: int
    end: int
    label: Label
    updates: tuple[Update, ...]


Update: TypeAlias = FieldUpdate | NestedUpdate


@entity
class RecordUpdate(Node):
    """`record { a = value, b { c = value } }`"""

    start: int
    end: int
    record: Expression
    updates: tuple[Update, ...]


@entity
class TypeArgument(Node):
    """`@type` among the arguments of an application."""

    start: int
    end: int
    type: TypeNode


@entity
class Application(Node):
    """`f x @t y`: a head and one or more arguments."""

    start: int
    end: int
    function: Expression
    arguments: tuple[Expression | TypeArgument, ...]


@entity
class Lambda(Node):
    """`\\parameters -> body`"""

    start: int
    end: int
    parameters: tuple[Pattern, ...]
    body: Expression


@entity
class If(Node):
    """`if condition then … else …`"""

    start: int
    end: int
    condition: Expression
    then: Expression
    otherwise: Expression


@entity
class Guard(Node):
    """`condition` (pattern None) or `pattern <- expression`."""

    start: int
    end: int
    pattern: Pattern | None
    expression: Expression


@entity
class GuardedBody(Node):
    """One right-hand side: `| guards = body where …`, or `= body where …` without guards."""

    start: int
    end: int
    guards: tuple[Guard, ...]
    body: Expression
    where: tuple[Binding, ...]


@entity
class CaseBranch(Node):
    """`p1, p2 -> …`; bodies is never empty. `run_on`: where the patterns go on in the column of the branches, the token before that line:
    perhaps an arrow is missing behind it, and the line is a branch of its own.
    """

    start: int
    end: int
    patterns: tuple[Pattern, ...]
    bodies: tuple[GuardedBody, ...]
    run_on: tuple[int, int] | None = None


@entity
class Case(Node):
    """`case scrutinees of branches`"""

    start: int
    end: int
    scrutinees: tuple[Expression, ...]
    branches: tuple[CaseBranch, ...]


@entity
class Let(Node):
    """`let bindings in body`"""

    start: int
    end: int
    bindings: tuple[Binding, ...]
    body: Expression


@entity
class DoBind(Node):
    """`pattern <- expression`"""

    start: int
    end: int
    pattern: Pattern
    expression: Expression


@entity
class DoLet(Node):
    """`let bindings` among statements."""

    start: int
    end: int
    bindings: tuple[Binding, ...]


@entity
class DoExpression(Node):
    """An expression among statements."""

    start: int
    end: int
    expression: Expression


Statement: TypeAlias = DoBind | DoLet | DoExpression


@entity
class Do(Node):
    """`do` or `M.do` (qualifier "M")."""

    start: int
    end: int
    qualifier: str
    statements: tuple[Statement, ...]


@entity
class Ado(Node):
    """`ado statements in result`"""

    start: int
    end: int
    qualifier: str
    statements: tuple[Statement, ...]
    result: Expression


@entity
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


@entity
class Signature(Node):
    """`name :: type`: top-level, in let and where, in classes and instances. `is_whole`: it parses, so that this is the type."""

    start: int
    end: int
    name: Name
    type: TypeNode
    is_whole: bool


@entity
class Equation(Node):
    """`name p1 p2 = …` or with guards: one equation of a value."""

    start: int
    end: int
    name: Name
    parameters: tuple[Pattern, ...]
    bodies: tuple[GuardedBody, ...]


@entity
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


@entity
class ConstructorDeclaration(Node):
    """`Name fields`, one of a type's constructors. `is_whole`: it parses, so that these are its fields."""

    start: int
    end: int
    name: Name
    fields: tuple[TypeNode, ...]
    is_whole: bool


@entity
class DeriveClause(Node):
    """One class of a `derive` clause on a data or newtype declaration; `via_newtype` for `derive newtype`."""

    start: int
    end: int
    class_name: Name
    via_newtype: bool


@entity
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


@entity
class SynonymDeclaration(Node):
    """`type name parameters = type`"""

    start: int
    end: int
    name: Name
    parameters: tuple[TypeBinder, ...]
    body: TypeNode


@entity
class KindSignature(Node):
    """`data T :: K`, `type T :: K`, `newtype T :: K`, `class C :: K`."""

    start: int
    end: int
    keyword: DataKeyword
    name: Name
    kind: TypeNode


@entity
class RoleDeclaration(Node):
    """`type role T nominal phantom`; roles as written, with a Name each."""

    start: int
    end: int
    name: Name
    roles: tuple[Name, ...]


@entity
class FunctionalDependency(Node):
    """`a b -> c`."""

    start: int
    end: int
    determiners: tuple[Name, ...]
    determined: tuple[Name, ...]


@entity
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


@entity
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


@entity
class DeriveDeclaration(Node):
    """`derive [newtype] instance …`."""

    start: int
    end: int
    via_newtype: bool
    name: Name | None
    constraints: tuple[TypeNode, ...]
    class_name: Name
    arguments: tuple[TypeNode, ...]


@entity
class ForeignImport(Node):
    """`foreign import f :: T`, or with `= "host expression"`."""

    start: int
    end: int
    name: Name
    type: TypeNode
    host: str | None


@entity
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


@entity
class FixityDeclaration(Node):
    """`infixl 6 add as +`, or `infixr 0 type T as ++` (is_type)."""

    start: int
    end: int
    associativity: Associativity
    precedence: int
    is_type: bool
    target: Name
    operator: Name


@entity
class ErrorDeclaration(Node):
    """Tokens that begin no declaration."""

    start: int
    end: int


# ---------------------------------------------------------------------------- header and imports


@entity
class ValueItem(Node):
    """`name` in a list of imports or exports."""

    start: int
    end: int
    name: Name


@entity
class OperatorItem(Node):
    """`(+)`."""

    start: int
    end: int
    name: Name


@entity
class TypeItem(Node):
    """`T`, `T(..)` (all_members) or `T(A, B)`."""

    start: int
    end: int
    name: Name
    all_members: bool
    members: tuple[Name, ...]


@entity
class TypeOperatorItem(Node):
    """`type (~>)`."""

    start: int
    end: int
    name: Name


@entity
class ClassItem(Node):
    """`class Show`."""

    start: int
    end: int
    name: Name


@entity
class ModuleItem(Node):
    """`module Data.Maybe`, in export lists only."""

    start: int
    end: int
    name: Name


@entity
class ErrorItem(Node):
    """What could not be parsed in a list of imports or exports."""

    start: int
    end: int


Item: TypeAlias = (
    ValueItem | OperatorItem | TypeItem | TypeOperatorItem | ClassItem | ModuleItem | ErrorItem
)


@entity
class ModuleHeader(Node):
    """`module M (exports) where`; exports None: everything. Module names are a Name whose text is the whole dotted name."""

    start: int
    end: int
    name: Name
    exports: tuple[Item, ...] | None


@entity
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

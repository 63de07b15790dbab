"""The resolved tree: what a syntax tree means once names are bound and operators are bracketed.

The resolver (resolve_*.py) makes it, the type checker reads it, it is not kept. It differs from the syntax tree in
this: names are element keys or local binders, operator chains are applications, anonymous arguments are lambdas, puns
are written out, equations of one name stand together, and local bindings are sorted into binding groups. Where a
name could not be resolved an Error node stands (the diagnostic is already made).

Spans are those of the syntax the node comes from, relative to the element's chunk. Nodes without a syntax of their
own (a generated lambda) have the span of what they were generated from.
"""

from __future__ import annotations

from enum import Enum
from typing import TypeAlias

from nova_ls.base.keys import ElementKey
from nova_ls.base.slotted import entity
from nova_ls.syntax.tree import DataKeyword, LiteralKind, Node


@entity
class Binder(Node):
    """A local variable where it is bound; identity tells binders apart.

    Generated binders (anonymous arguments) have `name` "_" followed by a number.
    """

    start: int
    end: int
    name: str


# ---------------------------------------------------------------------------- types


@entity
class TypeBinder(Node):
    """The span is the name's."""

    start: int
    end: int
    name: str
    kind: Type | None
    visible: bool


@entity
class TypeVariable(Node):
    """A type variable; whether it is bound is the type checker's question (it knows the scoped ones)."""

    start: int
    end: int
    name: str


@entity
class TypeConstructor(Node):
    """A type, synonym, or (in a constraint or a kind) a class. `written` is what stands in the source."""

    start: int
    end: int
    key: ElementKey


@entity
class TypeWildcard(Node):
    """`_`, or `?name` (name not "")."""

    start: int
    end: int
    name: str


@entity
class TypeString(Node):
    """`"text"`, a symbol."""

    start: int
    end: int
    value: str


@entity
class TypeInt(Node):
    """`1`, an integer as a type."""

    start: int
    end: int
    value: int


@entity
class Row(Node):
    """Fields in source order: label, its span, its type."""

    start: int
    end: int
    fields: tuple[RowField, ...]
    tail: Type | None


@entity
class RowField(Node):
    """The span is the label's."""

    start: int
    end: int
    label: str
    type: Type


@entity
class Record(Node):
    """`{ … }`: the type constructor Record applied to a row."""

    start: int
    end: int
    row: Row


@entity
class Forall(Node):
    """`forall binders. body`."""

    start: int
    end: int
    binders: tuple[TypeBinder, ...]
    body: Type


@entity
class Kinded(Node):
    """`type :: kind`."""

    start: int
    end: int
    type: Type
    kind: Type


@entity
class TypeApp(Node):
    """Head and one or more arguments."""

    start: int
    end: int
    function: Type
    arguments: tuple[Type, ...]


@entity
class Arrow(Node):
    """`parameter -> result`."""

    start: int
    end: int
    parameter: Type
    result: Type


@entity
class Constrained(Node):
    """One constraint; several are nested."""

    start: int
    end: int
    constraint: Constraint | None
    body: Type


@entity
class Constraint(Node):
    """A class applied to types. Where a constraint could not be resolved, None stands in its place."""

    start: int
    end: int
    key: ElementKey
    arguments: tuple[Type, ...]


@entity
class TypeError(Node):
    """Something reported already."""

    start: int
    end: int


Type: TypeAlias = (
    TypeVariable
    | TypeConstructor
    | TypeWildcard
    | TypeString
    | TypeInt
    | Row
    | Record
    | Forall
    | Kinded
    | TypeApp
    | Arrow
    | Constrained
    | TypeError
)
"""A parenthesised `(a => b)`, `((->))` and the like are gone; `(->)` alone is TypeConstructor Prim.Function."""


# ---------------------------------------------------------------------------- patterns


@entity
class PatternVariable(Node):
    """`x`."""

    start: int
    end: int
    binder: Binder


@entity
class PatternWildcard(Node):
    """`_`."""

    start: int
    end: int


@entity
class PatternLiteral(Node):
    """`1`, `"text"`, `true`."""

    start: int
    end: int
    value: int | float | str | bool
    kind: LiteralKind


@entity
class PatternConstructor(Node):
    """`name_start`, `name_end`: the constructor's (or constructor operator's) own span."""

    start: int
    end: int
    key: ElementKey
    name_start: int
    name_end: int
    arguments: tuple[Pattern, ...]


@entity
class PatternArray(Node):
    """`[a, b]`."""

    start: int
    end: int
    items: tuple[Pattern, ...]


@entity
class PatternField(Node):
    """The span is the label's."""

    start: int
    end: int
    label: str
    pattern: Pattern


@entity
class PatternRecord(Node):
    """`{ label: a }`; other fields may be there."""

    start: int
    end: int
    fields: tuple[PatternField, ...]


@entity
class PatternAs(Node):
    """`binder@pattern`."""

    start: int
    end: int
    binder: Binder
    pattern: Pattern


@entity
class PatternTyped(Node):
    """`pattern :: type`."""

    start: int
    end: int
    pattern: Pattern
    type: Type


@entity
class PatternError(Node):
    """Something reported already; the variables of `parts` are in scope all the same."""

    start: int
    end: int
    parts: tuple[Pattern, ...] = ()


Pattern: TypeAlias = (
    PatternVariable
    | PatternWildcard
    | PatternLiteral
    | PatternConstructor
    | PatternArray
    | PatternRecord
    | PatternAs
    | PatternTyped
    | PatternError
)


# ---------------------------------------------------------------------------- expressions


@entity
class Local(Node):
    """A local variable where it is used."""

    start: int
    end: int
    binder: Binder


@entity
class Global(Node):
    """A top-level value, foreign import, class member, or constructor (key.space tells).

    For an operator, `key` is the operator's target; the resolver has recorded the operator as the reference.
    """

    start: int
    end: int
    key: ElementKey
    operator: ElementKey | None = None

    @property
    def shown(self) -> ElementKey:
        """What stands in the text: messages call it so."""
        return self.operator or self.key


@entity
class Literal(Node):
    """A number, character, string or boolean."""

    start: int
    end: int
    value: int | float | str | bool
    kind: LiteralKind


@entity
class ArrayLiteral(Node):
    """`[a, b]`."""

    start: int
    end: int
    items: tuple[Expression, ...]


@entity
class Field(Node):
    """The span is the label's."""

    start: int
    end: int
    label: str
    value: Expression


@entity
class RecordLiteral(Node):
    """`{ label: a }`."""

    start: int
    end: int
    fields: tuple[Field, ...]


@entity
class Hole(Node):
    """`?name`; `locals` are the local binders in scope, innermost first."""

    start: int
    end: int
    name: str
    locals: tuple[Binder, ...]


@entity
class Typed(Node):
    """`expression :: type`."""

    start: int
    end: int
    expression: Expression
    type: Type


@entity
class RecordAccess(Node):
    """`record.label`; label_start and label_end are the label's span."""

    start: int
    end: int
    record: Expression
    label: str
    label_start: int
    label_end: int


@entity
class FieldUpdate(Node):
    """`label = value` (value an expression) or `label { … }` (value a tuple). The span is the label's."""

    start: int
    end: int
    label: str
    value: Expression | tuple[FieldUpdate, ...]


@entity
class Update(Node):
    """`record { label = a }`."""

    start: int
    end: int
    record: Expression
    updates: tuple[FieldUpdate, ...]


@entity
class TypeArgument(Node):
    """`@type`, an argument."""

    start: int
    end: int
    type: Type


@entity
class App(Node):
    """Head and one or more arguments. `a op b` is App(op, (a, b)); `(a op _)` is a Lambda around one."""

    start: int
    end: int
    function: Expression
    arguments: tuple[Expression | TypeArgument, ...]


class Grouping(Enum):
    """Whether a chain groups from the left or from the right."""

    LEFT = "left"
    RIGHT = "right"


@entity
class Chain(Node):
    """A run of three or more operands joined by one and the same operator, kept flat so that nothing recurses over
    its length: `a <> b <> c` (RIGHT) is a <> (b <> c). `operators` holds one expression an occurrence (same element,
    own span); two operands are an App.
    """

    start: int
    end: int
    grouping: Grouping
    operands: tuple[Expression, ...]
    operators: tuple[Expression, ...]


@entity
class Negate(Node):
    """`-e`; `function` is the `negate` in scope (an Error where there is none)."""

    start: int
    end: int
    function: Expression
    operand: Expression


@entity
class Lambda(Node):
    """`generated`: it stands for an anonymous argument, not for a written lambda."""

    start: int
    end: int
    parameters: tuple[Pattern, ...]
    body: Expression
    generated: bool


@entity
class If(Node):
    """`if condition then then else otherwise`."""

    start: int
    end: int
    condition: Expression
    then: Expression
    otherwise: Expression


@entity
class Guard(Node):
    """Pattern None: a boolean condition."""

    start: int
    end: int
    pattern: Pattern | None
    expression: Expression


@entity
class GuardedBody(Node):
    """One right-hand side; `body` already contains its `where` as a Let."""

    start: int
    end: int
    guards: tuple[Guard, ...]
    body: Expression


@entity
class Branch(Node):
    """A case branch, or one equation of a function (patterns are its parameters). `run_on`: as in the tree."""

    start: int
    end: int
    patterns: tuple[Pattern, ...]
    bodies: tuple[GuardedBody, ...]
    run_on: tuple[int, int] | None = None


@entity
class Case(Node):
    """`case scrutinees of branches`."""

    start: int
    end: int
    scrutinees: tuple[Expression, ...]
    branches: tuple[Branch, ...]


@entity
class LocalBinding(Node):
    """A local value with its equations: one branch without patterns for `x = e`. The span is that of all its parts."""

    start: int
    end: int
    binder: Binder
    signature: Type | None
    branches: tuple[Branch, ...]


@entity
class LocalGroup(Node):
    """Local values that must be typed together; `recursive` when one refers to itself or to another of the group, `is_cyclic`
    when some need each other at once, which is reported.
    """

    start: int
    end: int
    bindings: tuple[LocalBinding, ...]
    recursive: bool
    is_cyclic: bool


@entity
class PatternBinding(Node):
    """`pattern = e` in a let; never recursive."""

    start: int
    end: int
    pattern: Pattern
    bodies: tuple[GuardedBody, ...]


LocalDeclaration: TypeAlias = LocalGroup | PatternBinding


@entity
class Let(Node):
    """Groups in dependency order; `PatternBinding`s keep their place, as in source order."""

    start: int
    end: int
    declarations: tuple[LocalDeclaration, ...]
    body: Expression


@entity
class Bind(Node):
    """`pattern <- expression`; `function` is the `bind` in scope."""

    start: int
    end: int
    function: Expression
    pattern: Pattern
    expression: Expression


@entity
class LetStatement(Node):
    """`let declarations` in a block."""

    start: int
    end: int
    declarations: tuple[LocalDeclaration, ...]


@entity
class ExpressionStatement(Node):
    """An expression statement; `function` is the `discard` in scope (unused for the last one of a `do`)."""

    start: int
    end: int
    function: Expression
    expression: Expression


Statement: TypeAlias = Bind | LetStatement | ExpressionStatement


@entity
class Do(Node):
    """The last statement is a ExpressionStatement, unless the block is wrong (reported)."""

    start: int
    end: int
    statements: tuple[Statement, ...]


@entity
class Ado(Node):
    """`map`, `apply`, `pure`: those in scope. Statements' `function` fields are unused."""

    start: int
    end: int
    map: Expression
    apply: Expression
    pure: Expression
    statements: tuple[Statement, ...]
    result: Expression


@entity
class Error(Node):
    """Something reported already; `parts` are still checked."""

    start: int
    end: int
    parts: tuple[Expression, ...]


Expression: TypeAlias = (
    Local
    | Global
    | Literal
    | ArrayLiteral
    | RecordLiteral
    | Hole
    | Typed
    | RecordAccess
    | Update
    | App
    | Chain
    | Negate
    | Lambda
    | If
    | Case
    | Let
    | Do
    | Ado
    | Error
)


# ---------------------------------------------------------------------------- elements


@entity
class Value(Node):
    """A top-level value: its signature if written, its equations. `name_start`, `name_end`: the name of its first
    equation, or of its signature where no equation follows.

    `signature_name`: the span of the name in the signature, None without one.
    """

    start: int
    end: int
    key: ElementKey
    name_start: int
    name_end: int
    signature: Type | None
    branches: tuple[Branch, ...]


@entity
class Foreign(Node):
    """`foreign import name :: type`."""

    start: int
    end: int
    key: ElementKey
    name_start: int
    name_end: int
    type: Type


@entity
class Constructor(Node):
    """The span is that of the whole constructor; key.space is CONSTRUCTOR. `is_whole`: it parses; else its type is unknown."""

    start: int
    end: int
    key: ElementKey
    name_start: int
    name_end: int
    fields: tuple[Type, ...]
    is_whole: bool


@entity
class Data(Node):
    """`data`, `newtype`, or `foreign import data` (keyword DATA, foreign True: kind_signature is its kind).

    `roles`: as declared (nominal, representational, phantom), None where not declared.
    """

    start: int
    end: int
    key: ElementKey
    name_start: int
    name_end: int
    keyword: DataKeyword
    foreign: bool
    kind_signature: Type | None
    parameters: tuple[TypeBinder, ...]
    constructors: tuple[Constructor, ...]
    roles: tuple[str, ...] | None


@entity
class Synonym(Node):
    """`type name parameters = body`."""

    start: int
    end: int
    key: ElementKey
    name_start: int
    name_end: int
    kind_signature: Type | None
    parameters: tuple[TypeBinder, ...]
    body: Type


@entity
class KindSignature(Node):
    """`data T :: K` and the like. Where it stands in the same chunk as its declaration, that one holds the kind too."""

    start: int
    end: int
    key: ElementKey
    name_start: int
    name_end: int
    kind: Type


@entity
class Roles(Node):
    """`type role T nominal …`, as written. In one chunk with its declaration, that one holds the roles too."""

    start: int
    end: int
    key: ElementKey
    name_start: int
    name_end: int
    roles: tuple[str, ...]


@entity
class Member(Node):
    """A class member: its key is in the VALUE space. The span is the whole signature."""

    start: int
    end: int
    key: ElementKey
    name_start: int
    name_end: int
    type: Type


@entity
class FunctionalDependency(Node):
    """Names of class parameters."""

    start: int
    end: int
    determiners: tuple[str, ...]
    determined: tuple[str, ...]


@entity
class Class(Node):
    """`is_whole`: its head parses; else nothing is known of its parameters and superclasses. `context_unknown`: a superclass is
    left out, because its class is unknown or it does not parse. `members_unknown`: it may have others that do not parse.
    """

    start: int
    end: int
    key: ElementKey
    name_start: int
    name_end: int
    kind_signature: Type | None
    superclasses: tuple[Constraint, ...]
    parameters: tuple[TypeBinder, ...]
    dependencies: tuple[FunctionalDependency, ...]
    members: tuple[Member, ...]
    is_whole: bool
    context_unknown: bool
    members_unknown: bool


class Derivation(Enum):
    """How the members of an instance come to be."""

    WRITTEN = "written"
    DERIVED = "derived"
    NEWTYPE = "newtype"


@entity
class InstanceMember(Node):
    """`name` = member as written; `key` = the member's element, None where the class has none of that name."""

    start: int
    end: int
    name: str
    name_start: int
    name_end: int
    signature: Type | None
    branches: tuple[Branch, ...]


@entity
class InstanceHead(Node):
    """What others rely on; `end` is its own, not that of the members. `chain` names the instance's chain: the key of its first
    instance, and its index there.
    """

    start: int
    end: int
    key: ElementKey
    class_key: ElementKey
    class_start: int
    class_end: int
    constraints: tuple[Constraint, ...]
    arguments: tuple[Type, ...]
    chain: ElementKey
    index: int
    derivation: Derivation
    clause: bool
    """It comes from a `derive` clause on a data declaration: the head is the class applied to the type named by
    `arguments[0]`, its parameters and its context are for the checker to find."""
    context_unknown: bool
    """A constraint of the context is left out: its class is unknown, or it does not parse."""


@entity
class RepeatedMember(Node):
    """The name of a member whose equations have begun above already, and the names that stand between."""

    start: int
    end: int
    name: str
    between: tuple[str, ...]


@entity
class Instance(Node):
    """An instance with its body. `repeated` is not reported yet: what stands between may be misspelled."""

    start: int
    end: int
    head: InstanceHead
    members: tuple[InstanceMember, ...]
    repeated: tuple[RepeatedMember, ...]


TypeElement: TypeAlias = Data | Synonym | Class

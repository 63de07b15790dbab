"""The core language: what a declaration does, and nothing of how it was written.

Dictionaries are arguments, operators calls, patterns tests; newtypes are gone, and so are types. It is strict: arguments are evaluated
from left to right before a call. Functions take one argument after the other (`Lambda` of several parameters is a run of them, `Apply` to
several arguments a run of applications), but where a function is known by its symbol and gets all its arguments, it is called at once
(`Call`). An action (`Effect`, `ST`) is a function of no argument: `Delay` makes one, `Force` runs one.

Back ends read this and nothing else. Local names are unique within a declaration.
"""

from __future__ import annotations

from enum import Enum
from typing import TypeAlias

from nova_ls.base.keys import ElementKey
from nova_ls.base.slotted import entity, value


@value
class Symbol:
    """A global thing at run time: an element, or one member of an instance.

    `arity`: with how many arguments `Call` calls it, dictionaries included; 0: it is never called so. It follows from the element's
    interface alone, so that who calls it need not know its body. `acts`: the result is an action.
    """

    key: ElementKey
    member: str = ""
    arity: int = 0
    acts: bool = False

    @property
    def name(self) -> str:
        """What it is called in a program: `Data.Array.head`, `Data.Show.showInt.show`."""
        whole = f"{self.key.namespace}.{self.key.name}"
        return f"{whole}.{self.member}" if self.member else whole


@entity
class Local:
    """A local variable."""

    name: str


@entity
class Global:
    """A symbol as a value: a function of one argument at a time, if it is one."""

    symbol: Symbol


@entity
class Int:
    """A 32-bit integer."""

    value: int


@entity
class Number:
    """A double."""

    value: float


@entity
class String:
    """A string or a character, as the source has it: back ends encode it."""

    value: str


@entity
class Boolean:
    """A truth value."""

    value: bool


@entity
class Nothing:
    """A value that says nothing: evidence of Partial."""


@entity
class Lambda:
    """Takes its parameters one after the other."""

    parameters: tuple[str, ...]
    body: Core


@entity
class Apply:
    """Applies a value to one argument after the other."""

    function: Core
    arguments: tuple[Core, ...]
    line: int


@entity
class Call:
    """Calls a symbol with exactly its `arity` arguments; with `run`, the action that it gives is run, too."""

    symbol: Symbol
    arguments: tuple[Core, ...]
    line: int
    run: bool = False


@entity
class Delay:
    """An action."""

    body: Core


@entity
class Force:
    """Runs an action."""

    action: Core
    line: int


@entity
class Let:
    """Evaluates `value`, then `body`, which may use it."""

    name: str
    value: Core
    body: Core


@entity
class LetRec:
    """Values that may refer to each other. Those that are no functions must not need each other at once."""

    bindings: tuple[tuple[str, Core], ...]
    body: Core


@entity
class If:
    """A choice by a truth value."""

    condition: Core
    then: Core
    otherwise: Core


class Discriminant(Enum):
    """What a switch looks at."""

    TAG = "tag"
    LITERAL = "literal"
    LENGTH = "length"


@entity
class Switch:
    """A choice by a variable's constructor (an index), its value, or its length as an array.

    `otherwise` None: the arms are all there is.
    """

    subject: str
    test: Discriminant
    arms: tuple[tuple[int | float | str | bool, Core], ...]
    otherwise: Core | None


@entity
class Join:
    """`rest` may jump to `body`, in tail position: what several branches share. Labels are unique, as names are."""

    label: str
    parameters: tuple[str, ...]
    body: Core
    rest: Core


@entity
class Jump:
    """Goes on with the body of the `Join` around it."""

    label: str
    arguments: tuple[Core, ...]


@entity
class Fail:
    """No case fits."""

    line: int


@entity
class Construct:
    """A value of a data type, made by the constructor of that index; `name` is for who looks at it."""

    name: str
    tag: int
    fields: tuple[Core, ...]


@entity
class Field:
    """A field of a constructed value, from 0."""

    value: Core
    index: int


@entity
class ArrayOf:
    """An array."""

    items: tuple[Core, ...]


@entity
class Item:
    """An element of an array, from 0."""

    array: Core
    index: int


@entity
class RecordOf:
    """A record."""

    fields: tuple[tuple[str, Core], ...]


@entity
class Get:
    """A field of a record."""

    record: Core
    label: str
    line: int


@entity
class Set:
    """A record with some fields changed."""

    record: Core
    fields: tuple[tuple[str, Core], ...]


@entity
class Primitive:
    """An operation that back ends have: see `primitives.py`."""

    name: str
    arguments: tuple[Core, ...]
    line: int


@entity
class Count:
    """Evaluates `body` for each integer from `start` up to, but not, `stop`, and gives nothing."""

    name: str
    start: Core
    stop: Core
    body: Core


@entity
class Each:
    """Evaluates `body` for each element of an array, and gives nothing."""

    name: str
    array: Core
    body: Core


@entity
class While:
    """Evaluates `body` as long as `condition`, evaluated before each turn, is true, and gives nothing."""

    condition: Core
    body: Core


@entity
class Instance:
    """The dictionary that an instance gives, for dictionaries of its constraints."""

    symbol: Symbol
    arguments: tuple[Core, ...]


@entity
class Member:
    """A member of a dictionary; `arity`: how many arguments it takes at once, by the class's declaration."""

    dictionary: Core
    name: str
    arity: int = 0


@entity
class Super:
    """A superclass's dictionary in one of a class."""

    dictionary: Core
    index: int


@entity
class Reflected:
    """The dictionary of a class of one member, which is a function that gives `value` whatever it is applied to."""

    member: str
    value: Core


Core: TypeAlias = (
    Local
    | Global
    | Int
    | Number
    | String
    | Boolean
    | Nothing
    | Lambda
    | Apply
    | Call
    | Delay
    | Force
    | Let
    | LetRec
    | If
    | Switch
    | Join
    | Jump
    | Fail
    | Construct
    | Field
    | ArrayOf
    | Item
    | RecordOf
    | Get
    | Set
    | Primitive
    | Count
    | Each
    | While
    | Instance
    | Member
    | Super
    | Reflected
)


# ---------------------------------------------------------------------------- declarations


@entity
class ValueCode:
    """A value, or a member of an instance (then over the instance's dictionaries).

    `circle`: other functions that it ends in calls of and that lead back to it: such calls are to take no stack. What they call may change, and
    this does not: then it is known no longer, and does no harm.
    """

    symbol: Symbol
    body: Core
    circle: frozenset[ElementKey] = frozenset()


@entity
class ForeignCode:
    """A value that the back end has to find: in the file beside the module, or (`inline`) written in the module itself."""

    symbol: Symbol
    inline: str | None


@entity
class ConstructorCode:
    """A data constructor as a function. `tag` None: of a newtype, which leaves nothing at run time."""

    symbol: Symbol
    tag: int | None
    fields: int


@entity
class MemberCode:
    """A class member as a function of a dictionary."""

    symbol: Symbol
    member: str


@entity
class InstanceCode:
    """An instance: `parameters` are the dictionaries it takes, `superclasses` those it gives, by index; its members."""

    symbol: Symbol
    parameters: tuple[str, ...]
    superclasses: tuple[tuple[int, Core], ...]
    members: tuple[ValueCode, ...]


Code: TypeAlias = ValueCode | ForeignCode | ConstructorCode | MemberCode | InstanceCode

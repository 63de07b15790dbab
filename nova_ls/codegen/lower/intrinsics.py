"""What the library defines and a back end does better: arithmetic at known types, actions run in place, functions of functions.

By the name of the symbol. The meaning is that of the library's own definitions: an operation may be left away, but then the same comes out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from nova_ls.base.keys import Space, element_key
from nova_ls.base.slotted import value
from nova_ls.codegen import core as c
from nova_ls.codegen.lower.memory import modified, peeked, poked
from nova_ls.codegen.lower.named import ATOMS, Arguments, Build, both_named, named
from nova_ls.types.core.well_known import ORDERING

if TYPE_CHECKING:
    from nova_ls.codegen.lower.context import Context


@value
class Intrinsic:
    """`arity` 0: the symbol itself is replaced. `build` gives None where nothing is known for these arguments."""

    arity: int
    build: Build


# ---------------------------------------------------------------------------- at known types


def _primitive(name: str) -> Build:
    return lambda _context, arguments, line: c.Primitive(name, arguments, line)


def _conj(_context: Context, arguments: Arguments, _line: int) -> c.Core:
    return c.If(arguments[0], arguments[1], c.Boolean(False))


def _disj(_context: Context, arguments: Arguments, _line: int) -> c.Core:
    return c.If(arguments[0], c.Boolean(True), arguments[1])


def _divided(name: str) -> Build:
    """Only by a literal: other divisors may be zero or negative."""

    def build(_context: Context, arguments: Arguments, line: int) -> c.Core | None:
        divisor = arguments[1]
        if isinstance(divisor, c.Int | c.Number) and divisor.value > 0:
            return c.Primitive(name, arguments, line)
        return None

    return build


def _at(prefix: str, types: frozenset[str], name: str) -> Build:
    """An operation of a library function whose dictionary, its first argument, is one of those of the built-in types."""
    names = frozenset(f"{prefix} {type}" for type in types)

    def build(_context: Context, arguments: Arguments, line: int) -> c.Core | None:
        dictionary = arguments[0]
        if isinstance(dictionary, c.Instance) and dictionary.symbol.name in names:
            return c.Primitive(name, arguments[1:], line)
        return None

    return build


def _same(name: str) -> Build:
    """A comparison of values of types whose equality is that of their representations, all the way down."""

    def build(_context: Context, arguments: Arguments, line: int) -> c.Core | None:
        *dictionaries, left, right = arguments
        if all(map(_is_structural, dictionaries)):
            return c.Primitive(name, (left, right), line)
        return None

    return build


def _unequal(context: Context, arguments: Arguments, line: int) -> c.Core | None:
    plain = _at("Data.Eq.Eq", _PLAIN, "ne")(context, arguments, line)
    return plain or _same("ne")(context, arguments, line)


def _is_structural(dictionary: c.Core) -> bool:
    """Whether it is of equality, and that of the representations. That of numbers is not: NaN is not equal to itself."""
    return (
        isinstance(dictionary, c.Instance)
        and dictionary.symbol.name in _STRUCTURAL
        and all(map(_is_structural, dictionary.arguments))
    )


def _negate(_context: Context, arguments: Arguments, line: int) -> c.Core | None:
    dictionary, value = arguments
    if not isinstance(dictionary, c.Instance):
        return None
    if dictionary.symbol.name == "Data.Ring.Ring Int":
        if isinstance(value, c.Int):
            return c.Int(-value.value)
        return c.Primitive("int.negate", (value,), line)
    if dictionary.symbol.name == "Data.Ring.Ring Number":
        if isinstance(value, c.Number):
            return c.Number(-value.value)
        return c.Primitive("number.negate", (value,), line)
    return None


def _ordering(context: Context, name: str) -> c.Core:
    key = element_key(ORDERING.key.namespace, Space.CONSTRUCTOR, name)
    return context.reference(key)


def _compare(context: Context, arguments: Arguments, line: int) -> c.Core:
    def body(left: c.Core, right: c.Core) -> c.Core:
        lesser = c.Primitive("lt", (left, right), line)
        same = c.Primitive("eq", (left, right), line)
        rest = c.If(same, _ordering(context, "EQ"), _ordering(context, "GT"))
        return c.If(lesser, _ordering(context, "LT"), rest)

    return both_named(context, arguments, body)


def _extreme(name: str) -> Build:
    """The first of two values if it compares so with the second, else the second."""

    def build(context: Context, arguments: Arguments, line: int) -> c.Core | None:
        dictionary, *values = arguments
        if not isinstance(dictionary, c.Instance) or dictionary.symbol.name not in _ORDERED:
            return None
        return both_named(
            context,
            tuple(values),
            lambda left, right: c.If(c.Primitive(name, (left, right), line), left, right),
        )

    return build


# ---------------------------------------------------------------------------- actions


def _pure(context: Context, arguments: Arguments, _line: int) -> c.Core:
    return named(context, arguments[0], c.Delay)


def _bind(context: Context, arguments: Arguments, line: int) -> c.Core:
    action, following = arguments

    def body(next: c.Core) -> c.Core:
        result = context.force(action, line)
        if isinstance(next, c.Lambda):
            return c.Delay(context.force(context.apply(next, (result,), line), line))
        name = context.fresh("_")
        rest = context.force(context.apply(next, (c.Local(name),), line), line)
        return c.Delay(c.Let(name, result, rest))

    return named(context, following, body)


def _map(context: Context, arguments: Arguments, line: int) -> c.Core:
    function, action = arguments
    return named(
        context,
        function,
        lambda known: c.Delay(context.apply(known, (context.force(action, line),), line)),
    )


def _ap(context: Context, arguments: Arguments, line: int) -> c.Core:
    functions, action = arguments
    name = context.fresh("_")
    applied = context.apply(c.Local(name), (context.force(action, line),), line)
    return c.Delay(c.Let(name, context.force(functions, line), applied))


def _acts(dictionary: c.Core) -> bool:
    """Whether a dictionary is one of Effect or ST."""
    if not isinstance(dictionary, c.Instance):
        return False
    key = dictionary.symbol.key
    return key.namespace in ("Effect", "Control.Monad.ST.Internal")


def _void(context: Context, arguments: Arguments, line: int) -> c.Core | None:
    if not _acts(arguments[0]):
        return None
    run = context.force(arguments[1], line)
    return c.Delay(c.Let(context.fresh("_"), run, c.Nothing()))


def _second(context: Context, arguments: Arguments, line: int) -> c.Core | None:
    dictionary, first, second = arguments
    if not _acts(dictionary):
        return None
    run = context.force(first, line)
    return c.Delay(c.Let(context.fresh("_"), run, context.force(second, line)))


def _first(context: Context, arguments: Arguments, line: int) -> c.Core | None:
    dictionary, first, second = arguments
    if not _acts(dictionary):
        return None
    name, other = context.fresh("_"), context.fresh("_")
    last = c.Let(other, context.force(second, line), c.Local(name))
    return c.Delay(c.Let(name, context.force(first, line), last))


def _when(holds: bool) -> Build:
    def build(context: Context, arguments: Arguments, line: int) -> c.Core | None:
        dictionary, condition, action = arguments
        if not _acts(dictionary):
            return None
        nothing = c.Delay(c.Nothing())
        if holds:
            return c.If(condition, action, nothing)
        return c.If(condition, nothing, action)

    return build


def _run(context: Context, arguments: Arguments, line: int) -> c.Core:
    return context.force(arguments[0], line)


def _count(context: Context, arguments: Arguments, line: int) -> c.Core:
    start, stop, action = arguments
    name = context.fresh("i")

    def body(known: c.Core) -> c.Core:
        turn = context.force(context.apply(known, (c.Local(name),), line), line)
        return c.Delay(c.Count(name, start, stop, turn))

    return named(context, action, body)


def _each(context: Context, arguments: Arguments, line: int) -> c.Core:
    array, action = arguments
    name = context.fresh("_")

    def body(known: c.Core) -> c.Core:
        turn = context.force(context.apply(known, (c.Local(name),), line), line)
        return c.Delay(c.Each(name, array, turn))

    return named(context, action, body)


def _while(context: Context, arguments: Arguments, line: int) -> c.Core:
    condition, action = arguments
    return named(
        context,
        condition,
        lambda known: named(
            context,
            action,
            lambda other: c.Delay(c.While(context.force(known, line), context.force(other, line))),
        ),
    )


def _traverse(flipped: bool) -> Build:
    """Over an array, for the actions alone."""

    def build(context: Context, arguments: Arguments, line: int) -> c.Core | None:
        applicative, foldable, first, second = arguments
        is_array = isinstance(foldable, c.Instance) and foldable.symbol.name == _ARRAYS
        if not is_array or not _acts(applicative):
            return None
        return _each(context, (first, second) if flipped else (second, first), line)

    return build


# ---------------------------------------------------------------------------- functions


def _member(name: str, flipped: bool = False) -> Build:
    """A function that is a member of the dictionary that comes first, perhaps with its arguments the other way round."""

    def build(context: Context, arguments: Arguments, line: int) -> c.Core:
        member = context.member(arguments[0], name, 2)
        if not flipped:
            return context.apply(member, arguments[1:], line)
        return named(
            context,
            arguments[1],
            lambda first: named(
                context, arguments[2], lambda last: context.apply(member, (last, first), line)
            ),
        )

    return build


def _applied(context: Context, arguments: Arguments, line: int) -> c.Core:
    return context.apply(arguments[0], arguments[1:], line)


def _applied_flipped(context: Context, arguments: Arguments, line: int) -> c.Core:
    argument, function = arguments
    return named(context, argument, lambda known: context.apply(function, (known,), line))


def _compose(context: Context, arguments: Arguments, line: int) -> c.Core:
    def body(outer: c.Core, inner: c.Core) -> c.Core:
        name = context.fresh("_")
        result = context.apply(inner, (c.Local(name),), line)
        return c.Lambda((name,), context.apply(outer, (result,), line))

    outer, inner = arguments
    return named(
        context, outer, lambda known: named(context, inner, lambda other: body(known, other))
    )


def _compose_flipped(context: Context, arguments: Arguments, line: int) -> c.Core | None:
    dictionary, inner, outer = arguments
    if not isinstance(dictionary, c.Instance) or dictionary.symbol.name != _FUNCTIONS:
        return None
    return named(context, inner, lambda known: _compose(context, (outer, known), line))


def _const(context: Context, arguments: Arguments, _line: int) -> c.Core:
    kept, dropped = arguments
    if isinstance(dropped, ATOMS):
        return kept
    return named(context, kept, lambda known: c.Let(context.fresh("_"), dropped, known))


def _flip(context: Context, arguments: Arguments, line: int) -> c.Core:
    function, first, second = arguments
    return named(
        context,
        first,
        lambda known: named(
            context, second, lambda other: context.apply(function, (other, known), line)
        ),
    )


def _identity(context: Context, _arguments: Arguments, _line: int) -> c.Core:
    name = context.fresh("_")
    return c.Lambda((name,), c.Local(name))


def _last(_context: Context, arguments: Arguments, _line: int) -> c.Core:
    return arguments[-1]


def _vouched(context: Context, arguments: Arguments, line: int) -> c.Core:
    return context.apply(arguments[0], (c.Nothing(),), line)


def _constant(value: c.Core) -> Build:
    return lambda _context, _arguments, _line: value


def _call_uncurried(context: Context, arguments: Arguments, line: int) -> c.Core:
    return c.Primitive("call", arguments, line)


def _call_acting(context: Context, arguments: Arguments, line: int) -> c.Core:
    return c.Delay(c.Primitive("call", arguments, line))


_FUNCTIONS: Final = "Control.Semigroupoid.Semigroupoid (->)"
_ARRAYS: Final = "Data.Foldable.Foldable Array"
_PLAIN: Final = frozenset(("Int", "Number", "String", "Char", "Boolean"))
_STRUCTURAL: Final = frozenset(
    (
        *(
            f"Data.Eq.Eq {type}"
            for type in ("Int", "String", "Char", "Boolean", "Unit", "(Array a)")
        ),
        "Data.Maybe.Eq (Maybe a)",
        "Data.Either.Eq (Either a b)",
        "Data.Tuple.Eq (Tuple a b)",
    )
)
_ORDERED: Final = frozenset(f"Data.Ord.Ord {type}" for type in _PLAIN)

INTRINSICS: Final[dict[str, Intrinsic]] = {
    "Data.Semiring.Semiring Int.add": Intrinsic(2, _primitive("int.add")),
    "Data.Semiring.Semiring Int.mul": Intrinsic(2, _primitive("int.mul")),
    "Data.Semiring.Semiring Int.zero": Intrinsic(0, _constant(c.Int(0))),
    "Data.Semiring.Semiring Int.one": Intrinsic(0, _constant(c.Int(1))),
    "Data.Semiring.Semiring Number.add": Intrinsic(2, _primitive("number.add")),
    "Data.Semiring.Semiring Number.mul": Intrinsic(2, _primitive("number.mul")),
    "Data.Semiring.Semiring Number.zero": Intrinsic(0, _constant(c.Number(0.0))),
    "Data.Semiring.Semiring Number.one": Intrinsic(0, _constant(c.Number(1.0))),
    "Data.Ring.Ring Int.sub": Intrinsic(2, _primitive("int.sub")),
    "Data.Ring.Ring Number.sub": Intrinsic(2, _primitive("number.sub")),
    "Data.Ring.negate": Intrinsic(2, _negate),
    "Data.EuclideanRing.EuclideanRing Int.div": Intrinsic(2, _divided("int.div")),
    "Data.EuclideanRing.EuclideanRing Int.mod": Intrinsic(2, _divided("int.mod")),
    "Data.EuclideanRing.EuclideanRing Number.div": Intrinsic(2, _divided("number.div")),
    "Data.HeytingAlgebra.HeytingAlgebra Boolean.conj": Intrinsic(2, _conj),
    "Data.HeytingAlgebra.HeytingAlgebra Boolean.disj": Intrinsic(2, _disj),
    "Data.HeytingAlgebra.HeytingAlgebra Boolean.not": Intrinsic(1, _primitive("not")),
    "Data.Semigroup.Semigroup String.append": Intrinsic(2, _primitive("append")),
    "Data.Semigroup.Semigroup (Array a).append": Intrinsic(2, _primitive("append")),
    "Data.Array.length": Intrinsic(1, _primitive("length")),
    **{f"Data.Eq.Eq {type}.eq": Intrinsic(2, _primitive("eq")) for type in _PLAIN},
    "Data.Eq.Eq (Array a).eq": Intrinsic(3, _same("eq")),
    "Data.Maybe.Eq (Maybe a).eq": Intrinsic(3, _same("eq")),
    "Data.Either.Eq (Either a b).eq": Intrinsic(4, _same("eq")),
    "Data.Tuple.Eq (Tuple a b).eq": Intrinsic(4, _same("eq")),
    "Data.Eq.notEq": Intrinsic(3, _unequal),
    "Data.Ord.lessThan": Intrinsic(3, _at("Data.Ord.Ord", _PLAIN, "lt")),
    "Data.Ord.lessThanOrEq": Intrinsic(3, _at("Data.Ord.Ord", _PLAIN, "le")),
    "Data.Ord.greaterThan": Intrinsic(3, _at("Data.Ord.Ord", _PLAIN, "gt")),
    "Data.Ord.greaterThanOrEq": Intrinsic(3, _at("Data.Ord.Ord", _PLAIN, "ge")),
    **{f"Data.Ord.Ord {type}.compare": Intrinsic(2, _compare) for type in _PLAIN},
    "Data.Ord.max": Intrinsic(3, _extreme("ge")),
    "Data.Ord.min": Intrinsic(3, _extreme("le")),
    "Effect.forE": Intrinsic(3, _count),
    "Effect.foreachE": Intrinsic(2, _each),
    "Effect.whileE": Intrinsic(2, _while),
    "Control.Monad.ST.Internal.for": Intrinsic(3, _count),
    "Control.Monad.ST.Internal.foreach": Intrinsic(2, _each),
    "Control.Monad.ST.Internal.while": Intrinsic(2, _while),
    "Data.Foldable.for_": Intrinsic(4, _traverse(flipped=True)),
    "Data.Foldable.traverse_": Intrinsic(4, _traverse(flipped=False)),
    "Effect.Functor Effect.map": Intrinsic(2, _map),
    "Effect.Apply Effect.apply": Intrinsic(2, _ap),
    "Effect.Applicative Effect.pure": Intrinsic(1, _pure),
    "Effect.Bind Effect.bind": Intrinsic(2, _bind),
    "Control.Monad.ST.Internal.Functor (ST r).map": Intrinsic(2, _map),
    "Control.Monad.ST.Internal.Apply (ST r).apply": Intrinsic(2, _ap),
    "Control.Monad.ST.Internal.Applicative (ST r).pure": Intrinsic(1, _pure),
    "Control.Monad.ST.Internal.Bind (ST r).bind": Intrinsic(2, _bind),
    "Control.Monad.ST.Internal.modify": Intrinsic(2, modified("Control.Monad.ST.Internal")),
    "Effect.Ref.modify": Intrinsic(2, modified("Effect.Ref")),
    "Effect.Ref.modify_": Intrinsic(2, modified("Effect.Ref", result=False)),
    "Data.Array.ST.peek": Intrinsic(2, peeked),
    "Data.Array.ST.poke": Intrinsic(3, poked),
    "Control.Monad.ST.Internal.run": Intrinsic(1, _run),
    "Effect.Unsafe.unsafePerformEffect": Intrinsic(1, _run),
    "Control.Bind.Discard Unit.discard": Intrinsic(3, _member("bind")),
    "Control.Bind.bindFlipped": Intrinsic(3, _member("bind", flipped=True)),
    "Data.Functor.mapFlipped": Intrinsic(3, _member("map", flipped=True)),
    "Data.Functor.void": Intrinsic(2, _void),
    "Control.Apply.applyFirst": Intrinsic(3, _first),
    "Control.Apply.applySecond": Intrinsic(3, _second),
    "Control.Applicative.when": Intrinsic(3, _when(True)),
    "Control.Applicative.unless": Intrinsic(3, _when(False)),
    "Data.Function.apply": Intrinsic(2, _applied),
    "Data.Function.applyFlipped": Intrinsic(2, _applied_flipped),
    "Data.Function.const": Intrinsic(2, _const),
    "Data.Function.flip": Intrinsic(3, _flip),
    "Control.Semigroupoid.Semigroupoid (->).compose": Intrinsic(2, _compose),
    "Control.Semigroupoid.composeFlipped": Intrinsic(3, _compose_flipped),
    "Control.Category.Category (->).identity": Intrinsic(0, _identity),
    "Unsafe.Coerce.unsafeCoerce": Intrinsic(1, _last),
    "Safe.Coerce.coerce": Intrinsic(1, _last),
    "Data.Newtype.wrap": Intrinsic(2, _last),
    "Data.Newtype.unwrap": Intrinsic(2, _last),
    "Partial.Unsafe.unsafePartial": Intrinsic(1, _vouched),
    "Data.Unit.unit": Intrinsic(0, _constant(c.Nothing())),
    "Data.Boolean.otherwise": Intrinsic(0, _constant(c.Boolean(True))),
    **{
        f"Data.Function.Uncurried.runFn{count}": Intrinsic(count + 1, _call_uncurried)
        for count in range(1, 11)
    },
    **{
        f"Effect.Uncurried.runEffectFn{count}": Intrinsic(count + 1, _call_acting)
        for count in range(1, 11)
    },
    **{
        f"Control.Monad.ST.Uncurried.runSTFn{count}": Intrinsic(count + 1, _call_acting)
        for count in range(1, 11)
    },
}

"""The type of an unsigned value in the words of the declarations that it comes from: `Price` where it is the result of what gives a `Price`.

Types hold no synonyms: an `Int` that was written as `Price` is an `Int` like any other. But the text tells where a value comes
from, and where a parameter goes: that is followed here through calls, fields, operators and local names. What the words stand for is
compared with the type at every place, so that they are never wrong, only sometimes missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import dropwhile
from types import MappingProxyType
from typing import Final

from nova_ls.base.keys import ElementKey, Space
from nova_ls.compiler.model.source import SourceChunk
from nova_ls.compiler.state.module import Module
from nova_ls.features.declared_types import (
    NOTHING_BOUND,
    Callable,
    Consulted,
    DeclaredType,
    DeclaredTypes,
    split_written,
    unwrapped,
)
from nova_ls.names.resolve.element_references import References
from nova_ls.syntax import tree as t
from nova_ls.syntax.walk import children, path_to
from nova_ls.types.core.interface import OperatorInterface
from nova_ls.types.core.type import Constrained, Forall, Type, TypeApp
from nova_ls.types.render.render_type import opt_arrow
from nova_ls.workspace.snapshot import Snapshot

_DEPTH: Final = 30
_NESTED: Final = 4
_AROUND_NAMES: Final = (t.Name, t.Variable, t.Parenthesised)


def written_names(snapshot: Snapshot, key: ElementKey, equation: t.Equation) -> WrittenNames | None:
    """What is written of the names in an equation of a value; None: nothing is known of what they mean."""
    found, ast = snapshot.declared(key), snapshot.ast(key)
    if found is None or ast is None:
        return None
    declared = DeclaredTypes(snapshot)
    signed = declared.callable(key)
    given = () if signed is None else signed.parameters
    return WrittenNames(declared, snapshot, found[0], ast.references, equation, given)


def as_declared(snapshot: Snapshot, key: ElementKey, type: Type) -> Type:
    """A value's type in the words of the declarations that it comes from; the type itself where nothing is known of them."""
    return in_declared_words(snapshot, key, type)[0]


def in_declared_words(snapshot: Snapshot, key: ElementKey, type: Type) -> tuple[Type, Consulted]:
    """As `as_declared`, with the texts that its words come from."""
    consulted: Consulted = {}
    found, ast = snapshot.declared(key), snapshot.ast(key)
    if found is None or ast is None or key.space is not Space.VALUE:
        return type, consulted
    module, declared = found
    for equation in _equations(declared.chunk, key.name):
        declared_types = DeclaredTypes(snapshot)
        words = WrittenNames(declared_types, snapshot, module, ast.references, equation, ())
        type = _in_words(words, equation, type)
        consulted |= words.declared.consulted
    return type, consulted


def local_as_declared(snapshot: Snapshot, key: ElementKey, start: int, type: Type) -> Type:
    """As `as_declared`, for a local name that is bound at an offset within a value, which may be signed."""
    found = snapshot.declared(key)
    if found is None or key.space is not Space.VALUE:
        return type
    for equation in _equations(found[1].chunk, key.name):
        if equation.start <= start < equation.end:
            words = written_names(snapshot, key, equation)
            written = None if words is None else words.of_local(start)
            if words is None or written is None:
                return type
            return words.declared.in_words_of(written, type)
    return type


def _equations(chunk: SourceChunk, name: str) -> list[t.Equation]:
    return [
        node
        for node in chunk.tree.declarations
        if isinstance(node, t.Equation) and node.name.text == name
    ]


def _in_words(words: WrittenNames, equation: t.Equation, type: Type) -> Type:
    parameters = [words.of_parameter(pattern) for pattern in equation.parameters]
    results = [words.of(body.body) for body in equation.bodies]
    result = next((each for each in results if each is not None), None)
    return _put(words.declared, parameters, result, type)


def _put(
    declared: DeclaredTypes,
    parameters: Sequence[DeclaredType | None],
    result: DeclaredType | None,
    type: Type,
) -> Type:
    """A function's type with its parameters and its result in these words, where they fit; what stands above them stays."""
    match type:
        case Forall():
            body = _put(declared, parameters, result, type.body)
            return Forall(type.name, type.kind, body, type.visible)
        case Constrained():
            return Constrained(type.constraint, _put(declared, parameters, result, type.body))
    if not parameters:
        return type if result is None else declared.in_words_of(result, type)
    arrow, first = opt_arrow(type), parameters[0]
    if arrow is None:
        return type
    assert isinstance(type, TypeApp) and isinstance(type.function, TypeApp)
    parameter = arrow[0] if first is None else declared.in_words_of(first, arrow[0])
    rest = _put(declared, parameters[1:], result, arrow[1])
    return TypeApp(TypeApp(type.function.function, parameter), rest)


class WrittenNames:
    """What is written of the names in one equation.

    `references`: what the names in it mean. `signed`: the parameters by the value's own signature. A local name is known by the
    offset where it is bound. What is written of it is learned in three steps, each only if the ones before were not enough: from the
    equation's parameters, from what is bound around it (`_take_around`), from where it is used (`_take_uses`).
    """

    def __init__(
        self,
        declared: DeclaredTypes,
        snapshot: Snapshot,
        module: Module,
        references: References,
        equation: t.Equation,
        signed: Sequence[DeclaredType],
    ) -> None:
        self.declared = declared
        self._snapshot = snapshot
        self._module = module
        self._references = references
        self._known: dict[int, DeclaredType] = {}  # by the offset where a local name is bound
        self._values: dict[int, t.Expression] = {}  # the bodies of local names without parameters
        self._followed: dict[int, DeclaredType | None] = {}  # what these bodies are written as
        self._functions: dict[int, Callable] = {}  # the local names that have a signature
        self._equation = equation
        self._taken: set[int] = set()  # the ids of the nodes whose bindings are known
        self._is_taking = False
        self._looked_up: set[int] = set()  # the local names whose uses are known
        self._nested = 0  # searches for uses, each for the sake of the one around it
        for number, pattern in enumerate(equation.parameters):
            self._bind(pattern, signed[number] if number < len(signed) else None)

    def of_parameter(self, pattern: t.Pattern) -> DeclaredType | None:
        """What a parameter is written as: where it goes, or what it is taken apart by."""
        match pattern:
            case t.PatternVariable(name=name) | t.PatternAs(name=name):
                return self._of_local(name.start, 0)
            case t.PatternParen(inner=inner):
                return self.of_parameter(inner)
            case t.PatternTyped(type=type):
                return DeclaredType(self._module, type, NOTHING_BOUND)
            case _:
                return None

    def of_local(self, start: int) -> DeclaredType | None:
        """What a local name is written as that is bound at an offset.

        The parameters are known; what stands around the name is looked at only if they do not say it, and where it is used only if
        no binding does.
        """
        return self._of_local(start, 0)

    def _of_local(self, start: int, depth: int) -> DeclaredType | None:
        if start in self._known:
            return self._known[start]
        self._take_around(start)
        found = self._of_binding(start, depth)
        if found is None and not self._is_taking:
            self._take_uses(start)
            found = self._known.get(start)
        return found

    def _of_binding(self, start: int, depth: int) -> DeclaredType | None:
        if start in self._known or start not in self._values:
            return self._known.get(start)
        if start in self._followed:
            return self._followed[start]
        self._followed[start] = None  # as long as it is being followed: it is defined by itself
        found = self.of(self._values[start], depth + 1)
        if self._is_taking and found is None:
            del self._followed[start]  # Uses may tell more.
        else:
            self._followed[start] = found
        return found

    # ------------------------------------------------------------------ expressions

    def of(self, node: t.Expression, depth: int = 0) -> DeclaredType | None:
        """What the value of an expression is written as."""
        if depth > _DEPTH:
            return None
        match node:
            case t.Variable(name=name) | t.ConstructorName(name=name):
                return self._of_name(name, depth)
            case t.Parenthesised(inner=inner) | t.Negation(operand=inner):
                return self.of(inner, depth + 1)
            case t.Typed(type=type):
                return DeclaredType(self._module, type, NOTHING_BOUND)
            case t.Application(function=function, arguments=arguments):
                given = [each for each in arguments if not isinstance(each, t.TypeArgument)]
                return self._result(self._callable(function, depth), given, depth)
            case t.RecordAccess(record=record, label=label):
                written = self.of(record, depth + 1)
                return None if written is None else self.declared.field(written, label.text)
            case t.OperatorChain(operands=operands, operators=operators):
                callee = self._operator(operators[-1]) if len(operands) == 2 else None
                return self._result(callee, operands, depth)
            case t.Let(body=body):
                return self.of(body, depth + 1)
            case t.If(then=first, otherwise=second):
                return self.of(first, depth + 1) or self.of(second, depth + 1)
            case t.Case(branches=branches):
                bodies = (body.body for branch in branches for body in branch.bodies)
                found = (self.of(body, depth + 1) for body in bodies)
                return next((each for each in found if each is not None), None)
            case _:
                return None

    def _of_name(self, name: t.Name, depth: int) -> DeclaredType | None:
        target = self._references.target_at(name.start)
        if isinstance(target, int):
            return self._of_local(target, depth)
        found = None if target is None else self.declared.callable(target)
        return None if found is None else found.whole

    def _callable(self, node: t.Expression, depth: int) -> Callable | None:
        while isinstance(node, t.Parenthesised):
            node = node.inner
        if isinstance(node, t.Variable | t.ConstructorName):
            target = self._references.target_at(node.name.start)
            if isinstance(target, int):
                self._take_around(target)
                return self._functions.get(target)
            return None if target is None else self.declared.callable(target)
        written = self.of(node, depth + 1)
        return None if written is None else split_written(written)

    def _operator(self, operator: t.InfixOperator) -> Callable | None:
        if operator.name is None:
            return None if operator.expression is None else self._callable(operator.expression, 0)
        target = self._references.target_at(operator.name.start)
        if isinstance(target, int) or target is None:
            return None
        interface = self._snapshot.interface(target)
        return self.declared.callable(
            interface.target if isinstance(interface, OperatorInterface) else target
        )

    def _result(
        self, function: Callable | None, given: Sequence[t.Expression], depth: int
    ) -> DeclaredType | None:
        """What is left of a function once it has its arguments, which say what its variables stand for."""
        if function is None or function.result is None or len(given) != len(function.parameters):
            return None
        bound = dict(function.result.bound)
        for parameter, argument in zip(function.parameters, given, strict=True):
            node = unwrapped(parameter).node
            if isinstance(node, t.TypeVariable) and node.name not in bound:
                written = self.of(argument, depth + 1)
                if written is not None:
                    bound[node.name] = written
        return DeclaredType(function.result.module, function.result.node, MappingProxyType(bound))

    # ------------------------------------------------------------------ local names

    def _take_around(self, start: int) -> None:
        """Learn what is bound by the nodes around an offset, and by the declarations beside them."""
        is_within, self._is_taking = self._is_taking, True
        around: t.Node | None = self._equation
        while around is not None:
            self._take_binding(around)
            inner, around = children(around), None
            for node in inner:
                if node.start <= start < node.end:
                    around = node
                elif isinstance(node, t.Signature):
                    self._take_binding(node)
        self._is_taking = is_within

    def _take_binding(self, node: t.Node) -> None:
        if id(node) in self._taken:
            return
        self._taken.add(id(node))
        match node:
            case t.Signature(name=name):
                written = DeclaredType(self._module, node.type, NOTHING_BOUND)
                for start in self._bound_as(name):
                    self._known[start] = written
                    self._functions[start] = split_written(written)
            case t.Equation(name=name, parameters=(), bodies=(body, *_)):
                self._values[name.start] = body.body
            case t.Lambda(parameters=parameters) | t.Equation(parameters=parameters):
                for pattern in parameters:
                    self._bind(pattern, None)
            case t.Case(scrutinees=scrutinees, branches=branches):
                for branch in branches:
                    for pattern, scrutinee in zip(branch.patterns, scrutinees, strict=False):
                        self._bind(pattern, self.of(scrutinee))

    def _bound_as(self, name: t.Name) -> Iterator[int]:
        """Where a local value is bound whose signature says its name."""
        target = self._references.target_at(name.start)
        yield target if isinstance(target, int) else name.start

    def _bind(self, pattern: t.Pattern, written: DeclaredType | None) -> None:
        match pattern:
            case t.PatternVariable(name=name) if written is not None:
                self._known[name.start] = written
            case t.PatternAs(name=name, pattern=inner):
                if written is not None:
                    self._known[name.start] = written
                self._bind(inner, written)
            case t.PatternParen(inner=inner):
                self._bind(inner, written)
            case t.PatternTyped(pattern=inner, type=type):
                self._bind(inner, DeclaredType(self._module, type, NOTHING_BOUND))
            case t.PatternRecord(fields=fields):
                for field in fields:
                    label = field.label
                    of_field = None if written is None else self.declared.field(written, label.text)
                    if field.pattern is not None:
                        self._bind(field.pattern, of_field)
                    elif of_field is not None:
                        self._known[label.start] = of_field
            case t.PatternConstructor(name=name, arguments=arguments):
                target = self._references.target_at(name.start)
                found = self.declared.callable(target) if isinstance(target, ElementKey) else None
                fields_of = () if found is None else found.parameters
                for argument, of_argument in zip(arguments, fields_of, strict=False):
                    self._bind(argument, of_argument)

    def _take_uses(self, start: int) -> None:
        """Learn what a local name is written as from where it is used, in source order: a name that is given to a function is what that takes."""
        if start in self._looked_up or self._nested == _NESTED:
            return
        self._looked_up.add(start)
        self._nested += 1
        for use in self._references.uses_of(start):
            self._take_use(path_to(self._equation, use))
            if start in self._known:
                break
        self._nested -= 1

    def _take_use(self, path: list[t.Node]) -> None:
        """`path`: down to where a local name stands."""
        outer = dropwhile(lambda node: isinstance(node, _AROUND_NAMES), reversed(path))
        around = next(outer, None)
        if not isinstance(around, t.Application | t.OperatorChain):
            return
        for argument, wanted in self._wanted(around):
            start = self._local(argument)
            if start is not None and self.declared.names_synonym(wanted):
                self._known.setdefault(start, wanted)

    def wanted_of(
        self, node: t.Application | t.OperatorChain, argument: t.Node
    ) -> DeclaredType | None:
        """What a function wants in the place of one of its arguments."""
        given, parameters = self._taken_by(node)
        for place, each in enumerate(given[: len(parameters)]):
            if each is argument:
                return self._wanted_at(place, given, parameters)
        return None

    def _wanted(
        self, node: t.Application | t.OperatorChain
    ) -> Iterator[tuple[t.Expression, DeclaredType]]:
        """The arguments of a function with what it takes, as far as that is written."""
        given, parameters = self._taken_by(node)
        for place, argument in enumerate(given[: len(parameters)]):
            wanted = self._wanted_at(place, given, parameters)
            if wanted is not None:
                yield argument, wanted

    def _taken_by(
        self, node: t.Application | t.OperatorChain
    ) -> tuple[Sequence[t.Expression], Sequence[DeclaredType]]:
        """The arguments of a function, and the types of its parameters, as far as they are written."""
        given: Sequence[t.Expression]
        match node:
            case t.Application(function=function, arguments=arguments):
                found = self._callable(function, 0)
                given = [each for each in arguments if not isinstance(each, t.TypeArgument)]
            case t.OperatorChain(operands=(left, right), operators=(operator,)):
                found, given = self._operator(operator), [left, right]
            case _:
                return (), ()
        return given, () if found is None else [unwrapped(each) for each in found.parameters]

    def _wanted_at(
        self, place: int, given: Sequence[t.Expression], parameters: Sequence[DeclaredType]
    ) -> DeclaredType | None:
        """What is wanted in one place; of a type variable what stands in the last other place with that variable."""
        wanted = parameters[place]
        if not isinstance(wanted.node, t.TypeVariable):
            return wanted
        for other in range(min(len(given), len(parameters)) - 1, -1, -1):
            if other != place and _is_variable(parameters[other], wanted.node):
                written = self.of(given[other])
                if written is not None:
                    return written
        return None

    def _local(self, node: t.Expression) -> int | None:
        """Where the local name is bound that an argument is."""
        while isinstance(node, t.Parenthesised):
            node = node.inner
        target = (
            self._references.target_at(node.name.start) if isinstance(node, t.Variable) else None
        )
        return target if isinstance(target, int) else None


def _is_variable(written: DeclaredType, variable: t.TypeVariable) -> bool:
    return isinstance(written.node, t.TypeVariable) and written.node.name == variable.name

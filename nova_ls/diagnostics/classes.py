"""Prose about classes, instances and constraints."""

from __future__ import annotations

from typing import Any, Final

from nova_ls.diagnostics.prose import Prose, prose
from nova_ls.diagnostics.type_error_doc import render_document
from nova_ls.diagnostics.words import (
    Words,
    bullets,
    counted,
    indented,
    labelled,
    listed,
    paragraphs,
)
from nova_ls.types.core.problems.classes import (
    AmbiguousTypeVariables,
    ClassInstanceArityMismatch,
    ExtraneousClassMember,
    InvalidCoercibleInstanceDeclaration,
    InvalidInstanceHead,
    MissingClassMember,
    NoInstanceFound,
    OrphanInstance,
    OverlappingInstances,
    PossiblyInfiniteCoercibleInstance,
    PossiblyInfiniteInstance,
)
from nova_ls.types.core.type import HAS_UNIFICATION_VARS, Type


def _no_instance(problem: NoInstanceFound, words: Words) -> str:
    constraint = problem.constraint
    match (constraint.key.namespace, constraint.key.name):
        case ("Prim", "Partial"):
            return _not_exhaustive(problem, words)
        case ("Prim.TypeError", "Fail") if constraint.arguments:
            return render_document(words, constraint.arguments[0])
        case ("Prim.Coerce", "Coercible") if len(constraint.arguments) == 2:
            return _not_coercible(problem, words)
        case ("Control.Bind", "Discard") if constraint.arguments:
            return _not_discarded(constraint.arguments[0], words)
        case _:
            return paragraphs(
                f"There is no instance {words.quoted(constraint)}.",
                _cause(problem, words),
                _chain(problem, words),
                _blocked(problem, words),
                _candidates(problem, words),
                _unknowns(problem),
            )


def _cause(problem: NoInstanceFound, words: Words) -> str:
    return f"The use of {words.quoted(problem.cause)} needs it." if problem.cause else ""


def _chain(problem: NoInstanceFound, words: Words) -> str:
    if not problem.needed_by:
        return ""
    chain = [f"for {each}" for each in words.all_quoted(problem.needed_by)]
    return "It is needed " + ",\nwhich is needed ".join(chain) + "."


def _blocked(problem: NoInstanceFound, words: Words) -> str:
    blocked = words.all_quoted(problem.blocked)
    if not blocked:
        return ""
    instance = "the instance" if len(blocked) == 1 else "the instances"
    return (
        f"It may yet turn out that {instance} {listed(blocked)} would fit, "
        "so the rest of the chain is not tried."
    )


def _candidates(problem: NoInstanceFound, words: Words) -> str:
    if not problem.candidates or problem.blocked:
        return ""
    return f"The instances that there are:\n\n{bullets(map(words.plain, problem.candidates))}"


def _unknowns(problem: NoInstanceFound) -> str:
    if not problem.has_unknowns:
        return ""
    if not problem.constraint.flags & HAS_UNIFICATION_VARS:
        return "A type annotation may help to find one."
    return "Not all of the types are known here. A type annotation may help."


def _not_exhaustive(problem: NoInstanceFound, words: Words) -> str:
    if problem.missing is None:
        return paragraphs(
            "This needs a `Partial` constraint: it does not handle all cases.",
            _cause(problem, words),
        )
    rows, more = problem.missing
    cases = [" ".join([words.case(part, len(row) > 1) for part in row]) for row in rows]
    if more:
        cases.append("…")
    if not set("".join(cases)) - set("_ "):
        return paragraphs(
            "Every branch has a guard or a pattern that may fail, and none stands for the other cases.",
            "End with `otherwise`, or with patterns that always match.",
        )
    return paragraphs(
        "Not all cases are handled. These are missing:",
        bullets(cases),
        "If they cannot occur, a `Partial =>` constraint in the signature says so.",
    )


def _not_coercible(problem: NoInstanceFound, words: Words) -> str:
    one, other = problem.constraint.arguments
    hidden = listed(words.all_quoted(problem.hidden_constructors))
    import_them = f"That needs the constructor {hidden} to be imported." if hidden else ""
    return paragraphs(
        "These types cannot be coerced into each other: they are not represented alike.",
        labelled(("from", words.plain(one)), ("to", words.plain(other))),
        import_them,
        _chain(problem, words),
    )


def _not_discarded(result: Type, words: Words) -> str:
    return paragraphs(
        f"The result of this line is of type {words.quoted(result)}, and would be lost.",
        "Only `Unit` is dropped silently. Write `_ <- …` to drop another result.",
    )


def _overlapping(problem: OverlappingInstances, words: Words) -> str:
    return paragraphs(
        f"Several instances fit {words.head(problem.class_key, problem.arguments)}:",
        bullets(map(words.plain, problem.instances)),
        "Put them into one instance chain, with `else`, to say which comes first.",
    )


def _ambiguous(problem: AmbiguousTypeVariables, words: Words) -> str:
    names = words.all_quoted(problem.variables)
    what = f"the type {names[0]}" if len(names) == 1 else f"the types {listed(names)}"
    return paragraphs(
        f"Nothing determines {what}, which the constraints of this need.",
        words.block(problem.type),
        "Its users could not say, either. A type annotation on a part of it may help.",
    )


def _infinite_instance(problem: PossiblyInfiniteInstance, words: Words) -> str:
    return paragraphs(
        f"The search for an instance {words.quoted(problem.constraint)} does not come to an end.",
        f"It leads to {words.quoted(problem.next)}, and so on.",
    )


def _orphan(problem: OrphanInstance, words: Words) -> str:
    homes = words.all_quoted([home for home in problem.homes if not home.startswith("Prim")])
    where = f"It can stand in {listed(homes, 'or')}. " if homes else ""
    instance = words.quoted(problem.instance)
    return paragraphs(
        f"The instance {instance} is an orphan: neither its class nor its types are of this module.",
        f"{where}A newtype around the type can have an instance here.",
    )


def _head(problem: InvalidInstanceHead, words: Words) -> str:
    return paragraphs(
        f"An instance cannot be declared for {words.quoted(problem.type)}.",
        "Its types must be type constructors applied to such types or to variables.",
    )


def _arity(problem: ClassInstanceArityMismatch, words: Words) -> str:
    owner, wanted = words.quoted(problem.class_key), counted(problem.wanted, "argument")
    return f"The class {owner} takes {wanted}, but is given {problem.given} here."


def _missing_members(problem: MissingClassMember, words: Words) -> str:
    shown = [indented(words.signature(name, type)) for name, type in problem.members]
    what = "a member" if len(shown) == 1 else "members"
    return paragraphs(f"The instance lacks {what} of its class:", "\n".join(shown))


CLASSES: Final[tuple[Prose[Any], ...]] = (
    prose(NoInstanceFound, "A constraint cannot be solved.", _no_instance),
    prose(OverlappingInstances, "Several instances fit a constraint.", _overlapping),
    prose(AmbiguousTypeVariables, "A type has constraints on what nothing determines.", _ambiguous),
    prose(PossiblyInfiniteInstance, "The search for an instance does not end.", _infinite_instance),
    prose(
        PossiblyInfiniteCoercibleInstance,
        "The search for a way to coerce does not end.",
        "The search for a way to solve {constraint} does not come to an end.",
    ),
    prose(OrphanInstance, "An instance belongs to another module.", _orphan),
    prose(InvalidInstanceHead, "An instance's type cannot have instances.", _head),
    prose(ClassInstanceArityMismatch, "A class is given a wrong number of arguments.", _arity),
    prose(MissingClassMember, "An instance lacks members of its class.", _missing_members),
    prose(
        ExtraneousClassMember,
        "An instance defines something that is not a member of its class.",
        "{name} is not a member of the class {class_key}.",
    ),
    prose(
        InvalidCoercibleInstanceDeclaration,
        "An instance of Coercible is declared.",
        "Instances of `Coercible` cannot be declared: the compiler finds them by itself.",
    ),
)

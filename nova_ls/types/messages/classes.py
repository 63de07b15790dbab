"""Codes about classes, instances and constraints."""

from __future__ import annotations

from typing import Final

from nova_ls.base.keys import ElementKey
from nova_ls.types.core.type import HAS_UNIFICATION_VARS, Constraint, Type
from nova_ls.types.messages.code import Code, error
from nova_ls.types.messages.document import render_document
from nova_ls.types.messages.text import (
    Text,
    bullets,
    counted,
    indented,
    labelled,
    listed,
    paragraphs,
)

# The arguments of NoInstanceFound.
_CONSTRAINT: Final = 0
_CHAIN: Final = 1
_BLOCKED: Final = 2
_UNKNOWNS: Final = 3
_CAUSE: Final = 4
_HIDDEN: Final = 5
_CANDIDATES: Final = 6
_CASES: Final = 7


def _no_instance(text: Text) -> str:
    constraint = text.constraint(_CONSTRAINT)
    match (constraint.key.namespace, constraint.key.name):
        case ("Prim", "Partial"):
            return _not_exhaustive(text)
        case ("Prim.TypeError", "Fail") if constraint.arguments:
            return render_document(text, constraint.arguments[0])
        case ("Prim.Coerce", "Coercible") if len(constraint.arguments) == 2:
            return _not_coercible(text, constraint)
        case ("Control.Bind", "Discard") if constraint.arguments:
            return _not_discarded(text, constraint)
        case _:
            return paragraphs(
                f"There is no instance `{text.plain(constraint)}`.",
                _cause(text),
                _chain(text),
                _blocked(text),
                _candidates(text),
                _unknowns(text, constraint),
            )


def _cause(text: Text) -> str:
    cause = text.opt(_CAUSE)
    return f"The use of {text.quoted(cause)} needs it." if cause else ""


def _chain(text: Text) -> str:
    chain = [text.quoted(each) for each in text.items(_CHAIN)]
    if not chain:
        return ""
    return "It is needed " + ",\nwhich is needed ".join([f"for {each}" for each in chain]) + "."


def _blocked(text: Text) -> str:
    blocked = [text.quoted(key) for key in text.items(_BLOCKED)]
    if not blocked:
        return ""
    instance = "the instance" if len(blocked) == 1 else "the instances"
    return (
        f"It may yet turn out that {instance} {listed(blocked)} would fit, "
        "so the rest of the chain is not tried."
    )


def _candidates(text: Text) -> str:
    candidates = [text.plain(key) for key in text.items(_CANDIDATES)]
    if not candidates or text.items(_BLOCKED):
        return ""
    return f"The instances that there are:\n\n{bullets(candidates)}"


def _unknowns(text: Text, constraint: Constraint) -> str:
    if not text.opt(_UNKNOWNS):
        return ""
    if not constraint.flags & HAS_UNIFICATION_VARS:
        return "A type annotation may help to find one."
    return "Not all of the types are known here. A type annotation may help."


def _not_exhaustive(text: Text) -> str:
    """The cases are `(missing cases, whether there are more)`, at their place or at the end."""
    detail = text.opt(_CASES) or text.opt(len(text) - 1)
    cases: list[str] = []
    if isinstance(detail, tuple) and len(detail) == 2 and isinstance(detail[1], bool):
        cases = [" ".join([text.case(part, len(row) > 1) for part in row]) for row in detail[0]]
        if detail[1]:
            cases.append("…")
    if cases and not set("".join(cases)) - set("_ "):
        return paragraphs(
            "Every branch has a guard or a pattern that may fail, and none stands for the other cases.",
            "End with `otherwise`, or with patterns that always match.",
        )
    if not cases:
        return paragraphs(
            "This needs a `Partial` constraint: it does not handle all cases.", _cause(text)
        )
    return paragraphs(
        "Not all cases are handled. These are missing:",
        bullets(cases),
        "If they cannot occur, a `Partial =>` constraint in the signature says so.",
    )


def _not_coercible(text: Text, constraint: Constraint) -> str:
    one, other = constraint.arguments
    hidden = [text.quoted(key) for key in text.items(_HIDDEN)]
    import_them = f"That needs the constructor {listed(hidden)} to be imported." if hidden else ""
    return paragraphs(
        "These types cannot be coerced into each other: they are not represented alike.",
        labelled(("from", text.plain(one)), ("to", text.plain(other))),
        import_them,
        _chain(text),
    )


def _not_discarded(text: Text, constraint: Constraint) -> str:
    return paragraphs(
        f"The result of this line is of type {text.quoted(constraint.arguments[0])}, and would be lost.",
        "Only `Unit` is dropped silently. Write `_ <- …` to drop another result.",
    )


def _overlapping(text: Text) -> str:
    instances = [text.plain(key) for key in text.items(2)]
    return paragraphs(
        f"Several instances fit {text.head(text.opt(0), text.items(1))}:",
        bullets(instances),
        "Put them into one instance chain, with `else`, to say which comes first.",
    )


def _ambiguous(text: Text) -> str:
    types = [item for item in map(text.opt, range(len(text))) if isinstance(item, Type)]
    names = [
        text.plain(item[0] if isinstance(item, tuple) else item)
        for index in range(len(text))
        if not isinstance(text.opt(index), Type | Constraint)
        for item in text.items(index)
        if not isinstance(item, Constraint)
    ]
    constraints = [
        text.quoted(item)
        for index in range(len(text))
        for item in text.items(index)
        if isinstance(item, Constraint)
    ]
    first = (
        "The type of this is ambiguous: nothing determines some of the types in its constraints."
    )
    if len(names) == 1:
        first = f"Nothing determines the type `{names[0]}`, which the constraints of this need."
    elif names:
        what = listed([f"`{name}`" for name in names])
        first = f"Nothing determines the types {what}, which the constraints of this need."
    return paragraphs(
        first,
        text.block(types[0]) if types else "",
        f"The constraints are {listed(constraints)}." if constraints else "",
        "Its users could not say, either. A type annotation on a part of it may help.",
    )


def _infinite_instance(text: Text) -> str:
    """Arguments: the constraint asked for, one it led to; or class and types."""
    first = text.opt(0)
    if isinstance(first, ElementKey):
        return (
            f"The search for an instance {text.head(first, text.items(1))} does not come to an end."
        )
    further = f"It leads to {text.code(1)}, and so on." if len(text) > 1 else ""
    return paragraphs(
        f"The search for an instance {text.code(0)} does not come to an end.", further
    )


def _infinite_coercible(text: Text) -> str:
    shown = f" {text.code(0)}" if len(text) else ""
    return f"The search for a way to solve{shown or ' this `Coercible` constraint'} does not come to an end."


def _orphan(text: Text) -> str:
    """Arguments: instance, class, (module where it could stand, …), (type, …)."""
    instance = text.quoted(text.opt(0)) if text.opt(0) else ""
    modules = [
        text.quoted(module)
        for module in text.items(2)
        if isinstance(module, str) and not module.startswith("Prim")
    ]
    where = f"It can stand in {listed(modules, 'or')}. " if modules else ""
    return paragraphs(
        f"The instance {instance} is an orphan: neither its class nor its types are of this module.",
        f"{where}A newtype around the type can have an instance here.",
    )


def _head(text: Text) -> str:
    types = [
        text.quoted(item) for item in map(text.opt, range(len(text))) if isinstance(item, Type)
    ]
    return paragraphs(
        f"An instance cannot be declared for {listed(types)}."
        if types
        else "An instance cannot be declared for this type.",
        "Its types must be type constructors applied to such types or to variables.",
    )


def _arity(text: Text) -> str:
    """Arguments: instance, class, number wanted, number given."""
    wanted, given = text.number(len(text) - 2), text.number(len(text) - 1)
    owner = text.code(len(text) - 3)
    return f"The class {owner} takes {counted(wanted, 'argument')}, but is given {given} here."


def _missing_members(text: Text) -> str:
    """Arguments: ((member, its type), …); or members without types."""
    shown = []
    for item in text.items(0):
        if isinstance(item, tuple) and len(item) == 2 and isinstance(item[1], Type):
            shown.append(text.renderer.signature(text.plain(item[0]), item[1]))
        else:
            shown.append(text.plain(item[0] if isinstance(item, tuple) else item))
    what = "a member" if len(shown) == 1 else "members"
    return paragraphs(
        f"The instance lacks {what} of its class:", "\n".join([indented(each) for each in shown])
    )


CLASSES: Final[dict[str, Code]] = {
    "NoInstanceFound": error(
        "A constraint cannot be solved.",
        "constraint; (constraint that needs it, …); (instance that may yet fit, …); 1 where unknown types are to "
        "blame; element whose use needs it, or ''; (newtype constructor to import, …); (instance of the class, …); "
        "for Partial: (missing cases, whether there are more)",
        _no_instance,
    ),
    "OverlappingInstances": error(
        "Several instances fit a constraint.", "class; (type, …); (instance, …)", _overlapping
    ),
    "AmbiguousTypeVariables": error(
        "A type has constraints on what nothing determines.", "type; (variable, …)", _ambiguous
    ),
    "PossiblyInfiniteInstance": error(
        "The search for an instance does not end.", "constraint; one it led to", _infinite_instance
    ),
    "PossiblyInfiniteCoercibleInstance": error(
        "The search for a way to coerce does not end.", "constraint", _infinite_coercible
    ),
    "OrphanInstance": error(
        "An instance belongs to another module.",
        "instance; class; (module where it could stand, …); (type, …)",
        _orphan,
    ),
    "InvalidInstanceHead": error("An instance's type cannot have instances.", "type", _head),
    "ClassInstanceArityMismatch": error(
        "A class is given a wrong number of arguments.",
        "instance; class; number wanted; number given",
        _arity,
    ),
    "MissingClassMember": error(
        "An instance lacks members of its class.", "((member, its type), …)", _missing_members
    ),
    "ExtraneousClassMember": error(
        "An instance defines something that is not a member of its class.",
        "name; class",
        "{0} is not a member of the class {1}.",
    ),
    "InvalidCoercibleInstanceDeclaration": error(
        "An instance of Coercible is declared.",
        "(type, …)",
        "Instances of `Coercible` cannot be declared: the compiler finds them by itself.",
    ),
}

"""Evidence becomes dictionaries: arguments of what asks for them, parameters of what is given them."""

from __future__ import annotations

from collections.abc import Sequence

from nova_ls.base.keys import ElementKey
from nova_ls.codegen import core as c
from nova_ls.codegen.arity import is_erased
from nova_ls.codegen.lower.context import Context
from nova_ls.codegen.unsupported import Unsupported
from nova_ls.types.core.interface import ClassInterface, DataInterface, InstanceInterface
from nova_ls.types.core.solver import Given, Wanted
from nova_ls.types.core.type import BOOLEAN
from nova_ls.types.core.well_known import ORDERING, PARTIAL
from nova_ls.types.solve.evidence import (
    BuiltinEvidence,
    Evidence,
    GivenEvidence,
    InstanceEvidence,
)


def dictionaries(context: Context, wanted: Sequence[Wanted]) -> list[c.Core]:
    """The dictionaries of wanted constraints, in order; those that leave nothing at run time are left out."""
    return [
        dictionary(context, each.evidence, each.constraint.key)
        for each in wanted
        if not is_erased(each.constraint.key)
    ]


def parameters(givens: Sequence[Given]) -> list[str]:
    """The names of given dictionaries, as parameters."""
    return [given_name(given.number) for given in givens if not is_erased(given.constraint.key)]


def given_name(number: int) -> str:
    """The name of the dictionary that is the `number`th given constraint."""
    return f"${number}"


def dictionary(context: Context, evidence: Evidence | None, class_key: ElementKey) -> c.Core:
    """The dictionary of a class that evidence stands for."""
    if class_key is PARTIAL:
        return c.Nothing()
    if isinstance(evidence, InstanceEvidence):
        interface = context.environment.interface(evidence.key)
        assert isinstance(interface, InstanceInterface)
        pairs = zip(interface.constraints, evidence.arguments, strict=True)
        arguments = [
            dictionary(context, argument, constraint.key)
            for constraint, argument in pairs
            if not is_erased(constraint.key)
        ]
        return c.Instance(context.symbol(evidence.key), tuple(arguments))
    if isinstance(evidence, GivenEvidence):
        found: c.Core = c.Local(given_name(evidence.number))
        for index in evidence.path:
            found = c.Super(found, index)
        return found
    if isinstance(evidence, BuiltinEvidence):
        return _reflected(context, evidence)
    raise Unsupported("a constraint in it has no solution")


def _reflected(context: Context, evidence: BuiltinEvidence) -> c.Core:
    interface = context.environment.interface(evidence.key)
    if not isinstance(interface, ClassInterface) or not interface.members:
        raise Unsupported(f"{evidence.key.name} has no members to reflect by")
    key, _ = interface.members[0]
    value = evidence.value
    shown: c.Core
    type = evidence.types[1] if len(evidence.types) > 1 else None
    if type is ORDERING:
        ordering = context.environment.interface(ORDERING.key)
        assert isinstance(ordering, DataInterface)
        tag = [each.name for each in ordering.constructors].index(str(value))
        shown = c.Construct(str(value), tag, ())
    elif type is BOOLEAN:
        shown = c.Boolean(bool(value))
    elif isinstance(value, int):
        shown = c.Int(value)
    else:
        shown = c.String(str(value))
    return c.Reflected(key.name, shown)

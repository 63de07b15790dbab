"""What the constraint solver knows of a class: its interface, read once in a run, and what follows from it."""

from __future__ import annotations

from typing import Final

from nova_ls.base.keys import ElementKey
from nova_ls.types.core.environment import Environment
from nova_ls.types.core.interface import ClassInterface, InstanceInterface
from nova_ls.types.core.substitute import substitute_constraint
from nova_ls.types.core.type import Constraint, Type

_MAX_ANCESTORS: Final = 10_000


class ClassInfo:
    """`determined`: argument positions that some dependency determines. `candidates`: instances by the outermost constructors
    of the arguments, as the environment gave them: a long `do` asks for the same ones at every line.
    """

    __slots__ = ("_ancestors", "candidates", "determined", "interface", "is_known")

    def __init__(self, interface: ClassInterface, is_known: bool) -> None:
        self.interface = interface
        self.is_known = is_known
        """False: another module's class that it keeps to itself; no constraint on it can be solved here."""
        determined: set[int] = set()
        for _, positions in interface.dependencies:
            determined.update(positions)
        self.determined: Final = frozenset(determined)
        self.candidates: dict[tuple[ElementKey | None, ...], tuple[InstanceInterface, ...]] = {}
        self._ancestors: list[tuple[Constraint, tuple[int, ...]]] | None = None

    def ancestors(self, classes: ClassTable) -> list[tuple[Constraint, tuple[int, ...]]]:
        """All superclasses, over the class's own parameters, each with its path; the class itself is not among them."""
        found = self._ancestors
        if found is None:
            found = []
            for index, superclass in enumerate(self.interface.superclasses):
                found.append((superclass, (index,)))
                info = classes.get(superclass.key)
                if info is not None and info is not self and len(found) < _MAX_ANCESTORS:
                    mapping = info.mapping(superclass)
                    for constraint, path in info.ancestors(classes):
                        found.append((substitute_constraint(constraint, mapping), (index, *path)))
            self._ancestors = found
        return found

    def is_context_unknown(self, classes: ClassTable) -> bool:
        """Whether a superclass of it, or of one of its superclasses, is in error: more may follow from it than is known."""
        if self.interface.context_unknown:
            return True
        above = (classes.get(constraint.key) for constraint, _ in self.ancestors(classes))
        return any(info is not None and info.interface.context_unknown for info in above)

    def mapping(self, constraint: Constraint) -> dict[str, Type]:
        """What the class's kind variables and parameters stand for in a constraint on it."""
        interface = self.interface
        mapping = dict(zip(interface.kind_variables, constraint.kinds, strict=False))
        for parameter, argument in zip(interface.parameters, constraint.arguments, strict=False):
            mapping[parameter.name] = argument
        return mapping


class ClassTable:
    """The classes that one run of the solver has met."""

    __slots__ = ("_environment", "_infos", "_namespace")

    def __init__(self, environment: Environment, namespace: str) -> None:
        self._environment = environment
        self._namespace = namespace
        self._infos: dict[ElementKey, ClassInfo | None] = {}

    def get(self, key: ElementKey) -> ClassInfo | None:
        """None where the class has no interface (a cycle, or an error that is reported elsewhere)."""
        if key in self._infos:
            return self._infos[key]
        interface = self._environment.interface(key)
        info = None
        if isinstance(interface, ClassInterface):
            info = ClassInfo(interface, self._is_known(key))
        self._infos[key] = info
        return info

    def _is_known(self, key: ElementKey) -> bool:
        namespace = key.namespace
        if namespace in (self._namespace, "Prim") or namespace.startswith("Prim."):
            return True
        return self._environment.is_exported(key)


def superclass_constraints(info: ClassInfo, constraint: Constraint) -> list[Constraint]:
    """The superclasses of a class, for the arguments of a constraint on it."""
    mapping = info.mapping(constraint)
    return [substitute_constraint(each, mapping) for each in info.interface.superclasses]

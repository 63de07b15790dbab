"""A type as the author of a module would write it there, with the imports that this needs.

Names are those by which the module knows a type or class, qualified as it imports them; synonyms that it uses are put
back. What the module does not know yet is imported. A type that cannot be written is None: unknown parts, variables that are not
in scope, types that no module shows.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import Final

from nova_ls.base.slotted import value
from nova_ls.compiler.state.module import Module
from nova_ls.features.actions.code_action import CodeEdit
from nova_ls.features.fold_synonyms import Synonym, fold_constraint, fold_synonyms, synonyms_of
from nova_ls.features.written_name import NameWriter
from nova_ls.types.core.substitute import free_type_variables
from nova_ls.types.core.type import (
    HAS_ERRORS,
    HAS_SKOLEMS,
    HAS_TYPE_VARS,
    HAS_UNIFICATION_VARS,
    Constrained,
    Constraint,
    Forall,
    KindApp,
    Row,
    Skolem,
    Type,
    TypeApp,
    UnificationVar,
    parts,
    row,
)
from nova_ls.types.render.render_type import Renderer, Style
from nova_ls.workspace.snapshot import Snapshot

WIDTH: Final = 80
NO_VARIABLES: Final[frozenset[str]] = frozenset()


@value
class WrittenText:
    """Text for a module, and the edits of its imports that make its names known."""

    text: str
    imports: tuple[CodeEdit, ...]


def written_type(
    snapshot: Snapshot,
    module: Module,
    type: Type,
    variables: AbstractSet[str] = NO_VARIABLES,
    width: int | None = None,
) -> WrittenText | None:
    """A type on one line, or broken where it is wider than `width`. `variables`: the type variables in scope where it is to stand."""
    return SourceTypeWriter(snapshot, module, variables).written_type(type, width)


def written_signature(
    snapshot: Snapshot,
    module: Module,
    name: str,
    type: Type,
    variables: AbstractSet[str] = NO_VARIABLES,
    width: int | None = WIDTH,
) -> WrittenText | None:
    """`name :: type`; the lines behind the first one are indented by two."""
    return SourceTypeWriter(snapshot, module, variables).written_signature(name, type, width)


class SourceTypeWriter:
    """Writes types into one place of a module; what it has to import for them is collected."""

    def __init__(
        self, snapshot: Snapshot, module: Module, variables: AbstractSet[str] = NO_VARIABLES
    ) -> None:
        self._snapshot = snapshot
        self._module = module
        self._variables = variables
        self._synonyms: list[Synonym] | None = None
        self.names = NameWriter(snapshot, module)

    def type(self, type: Type, width: int | None = None) -> str | None:
        """The text of a type; None: it cannot be written here."""
        known = self._writable(type)
        return None if known is None else self._checked(self._renderer(width).type(known))

    def atom(self, type: Type) -> str | None:
        """The text of a type, fit to be an argument."""
        known = self._writable(type)
        return None if known is None else self._checked(self._renderer(None).atom(known))

    def signature(self, name: str, type: Type, width: int | None = WIDTH) -> str | None:
        """The text of `name :: type`."""
        known = self._writable(type)
        return (
            None if known is None else self._checked(self._renderer(width).signature(name, known))
        )

    def constraint(self, constraint: Constraint) -> str | None:
        """The text of a constraint."""
        arguments: list[Type] = []
        for argument in constraint.arguments:
            known = self._solved(argument)
            if known is None:
                return None
            arguments.append(known)
        solved = Constraint(constraint.key, constraint.kinds, tuple(arguments))
        folded = fold_constraint(solved, self._known_synonyms())
        return self._checked(self._renderer(None).constraint(folded))

    def imports(self) -> tuple[CodeEdit, ...] | None:
        """The edits of imports for all that was written; None: something cannot be imported."""
        return self.names.imports()

    def written_type(self, type: Type, width: int | None = None) -> WrittenText | None:
        """A type and the imports for it; None where it cannot be written."""
        return self._written(self.type(type, width))

    def written_signature(self, name: str, type: Type, width: int | None) -> WrittenText | None:
        """A signature and the imports for it; None where its type cannot be written."""
        return self._written(self.signature(name, type, width))

    def _written(self, text: str | None) -> WrittenText | None:
        imports = self.imports()
        return None if text is None or imports is None else WrittenText(text, imports)

    # ------------------------------------------------------------------ types

    def _renderer(self, width: int | None) -> Renderer:
        return Renderer(Style(width), self.names.name_of)

    def _known_synonyms(self) -> list[Synonym]:
        if self._synonyms is None:
            self._synonyms = synonyms_of(self._snapshot, self._module)
        return self._synonyms

    def _writable(self, type: Type) -> Type | None:
        known = self._solved(type)
        return None if known is None else fold_synonyms(known, self._known_synonyms())

    def _solved(self, type: Type) -> Type | None:
        """A type in which all is known and every variable means something here."""
        known = _solved(type) if type.flags & HAS_UNIFICATION_VARS else type
        if known.flags & (HAS_UNIFICATION_VARS | HAS_ERRORS):
            return None
        if known.flags & HAS_SKOLEMS and not self._has_all_skolems(known):
            return None
        if known.flags & HAS_TYPE_VARS and not free_type_variables(known) <= self._variables:
            return None
        return known

    def _has_all_skolems(self, type: Type) -> bool:
        """Whether the rigid variables of a type are those of the signatures around it, each under its own name."""
        numbers: dict[str, int] = {}
        pending = [type]
        while pending:
            each = pending.pop()
            if isinstance(each, Skolem):
                is_other = numbers.setdefault(each.name, each.number) != each.number
                if is_other or each.name not in self._variables:
                    return False
            elif each.flags & HAS_SKOLEMS:
                pending += parts(each)
        return True

    @staticmethod
    def _checked(text: str) -> str | None:
        """None: a part of the type was left out for its size."""
        return None if "…" in text else text


def _solved(type: Type) -> Type:
    """The type with the solutions of its unknowns in their places."""
    if not type.flags & HAS_UNIFICATION_VARS:
        return type
    match type:
        case UnificationVar():
            return type if type.solution is None else _solved(type.solution)
        case TypeApp():
            return TypeApp(_solved(type.function), _solved(type.argument))
        case KindApp():
            return KindApp(_solved(type.function), type.argument)
        case Forall():
            return Forall(type.name, _solved(type.kind), _solved(type.body), type.visible)
        case Constrained():
            constraint = type.constraint
            arguments = tuple([_solved(each) for each in constraint.arguments])
            solved = Constraint(constraint.key, constraint.kinds, arguments)
            return Constrained(solved, _solved(type.body))
        case Row():
            fields = tuple([(label, _solved(field)) for label, field in type.fields])
            return row(fields, None if type.tail is None else _solved(type.tail))
        case _:
            return type

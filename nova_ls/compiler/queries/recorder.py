"""The type checker's environment, with a memory of what was asked: a unit's dependencies are made here."""

from __future__ import annotations

from collections.abc import Sequence

from nova_ls.base.keys import ElementKey
from nova_ls.compiler.facts import (
    Answer,
    ConstructorInScopeFact,
    EarlierMembersFact,
    ExportedFact,
    Fact,
    InstancesFact,
    interface_fact,
    name_fact,
)
from nova_ls.compiler.facts.earlier_members_fact import encode_names
from nova_ls.compiler.state.answers import Answers
from nova_ls.names.modules.scope import Lookup
from nova_ls.types.core.interface import InstanceInterface, Interface, OperatorInterface
from nova_ls.types.core.prim import PRIM_INTERFACES


class Recorder:
    """Implements types.core.environment.Environment for one unit of one module.

    `own`: the elements whose interfaces the unit itself decides; they are not asked for. `questions`: what was asked so far, with the answers.
    Prim never changes while the program runs, so it is answered without a record.
    """

    __slots__ = ("_answers", "_known", "_own", "module", "questions")

    def __init__(
        self, answers: Answers, module: str, own: frozenset[ElementKey] = frozenset()
    ) -> None:
        self._answers = answers
        self._own = own
        self._known: dict[ElementKey, Interface | None] = {}
        self.module = module
        self.questions: dict[Fact, Answer] = {}

    def interface(self, key: ElementKey) -> Interface | None:
        """The interface of an element; None where there is none, or where the unit itself decides it."""
        known = self._known
        if key in known:
            return known[key]
        if key in self._own:
            return None
        interface: Interface | None = PRIM_INTERFACES.get(key)
        if interface is None:
            scheme = self._answers.scheme(key)
            if scheme is None:
                self.questions[interface_fact(key)] = b""
            else:
                self.questions[interface_fact(key)] = scheme.hash
                interface = scheme.interface
        known[key] = interface
        return interface

    def instances(
        self, class_key: ElementKey, heads: tuple[ElementKey | None, ...]
    ) -> Sequence[InstanceInterface]:
        """The instances of a class whose heads could match."""
        self._answers.see_instances(self.module, class_key, heads)
        answer, found = self._answers.instances(class_key, heads)
        self.questions[InstancesFact(class_key, heads)] = answer
        return found

    def is_exported(self, key: ElementKey) -> bool:
        """Whether an element is among the exports of its module."""
        answer = self._answers.is_exported(key)
        self.questions[ExportedFact(key)] = answer
        return answer

    def constructor_in_scope(self, key: ElementKey) -> bool:
        """Whether a constructor can be written in the module."""
        answer = self._answers.constructor_in_scope(self.module, key)
        self.questions[ConstructorInScopeFact(self.module, key)] = answer
        return answer

    def duplicate_members(self, key: ElementKey) -> Sequence[ElementKey]:
        """The constructors or members of a type or class that earlier declarations have."""
        found = self._answers.earlier_members(key)
        self.questions[EarlierMembersFact(key)] = encode_names(found)
        return found

    @property
    def answers(self) -> Answers:
        """Where the answers come from."""
        return self._answers

    # ------------------------------------------------------------------ for the resolver

    def operator(self, key: ElementKey) -> OperatorInterface | None:
        """The fixity of an operator."""
        interface = self.interface(key)
        return interface if isinstance(interface, OperatorInterface) else None

    def record_lookups(self, lookups: dict[Lookup, Answer]) -> None:
        """The names that a resolver looked up in the module's scope, with what they meant."""
        module, questions = self.module, self.questions
        for lookup, answer in lookups.items():
            questions[name_fact(module, lookup)] = answer

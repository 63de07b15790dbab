"""What a snapshot reads of the program and of the names that modules export: as much as features may see, none of which computes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol

from nova_ls.base.keys import ElementKey, Space
from nova_ls.compiler.facts import Fact
from nova_ls.compiler.model.instances import InstanceSummary
from nova_ls.compiler.model.outcome import Scheme, TypedAst
from nova_ls.compiler.model.source import SourceChunk
from nova_ls.compiler.model.units import Unit
from nova_ls.compiler.state.module import Module
from nova_ls.names.modules.exports import Exports


class Results(Protocol):
    """What has been computed, by element."""

    @property
    def revision(self) -> tuple[int, ...]:
        """As long as it is the same, so is all that has been computed."""

    def get_scheme(self, key: ElementKey) -> Scheme | None:
        """The interface of an element; None where there is none yet."""

    def get_ast(self, key: ElementKey) -> TypedAst | None:
        """The typed AST of an element; None where there is none yet."""

    def look_at_ast(self, key: ElementKey) -> TypedAst | None:
        """The same, which is not kept in memory for this."""


class StaleOnes(Protocol):
    """As much of the stale units (engine/stale_units.py) as can be read."""

    def within(self, room: str) -> list[Unit]:
        """Those of one module."""


class Graph(Protocol):
    """Which units are stale, and who asked for what."""

    @property
    def stale(self) -> StaleOnes:
        """The units that are stale."""

    def dependents(self, fact: Fact) -> tuple[Unit, ...]:
        """The units that asked for a fact."""


class ReadableWorld(Protocol):
    """As much of a program's world (compiler/state/world.py) as features read, none of which computes."""

    @property
    def modules(self) -> Mapping[str, Module]:
        """All modules that have been found, by name."""

    @property
    def ungrouped(self) -> Mapping[Module, None]:
        """The modules whose binding groups are to be made anew."""

    @property
    def table(self) -> Results:
        """Schemes and typed ASTs."""

    @property
    def engine(self) -> Graph:
        """The units."""

    @property
    def instances(self) -> ReadableInstances:
        """All instances that are known."""

    def is_known(self, module: Module, chunk: SourceChunk) -> bool:
        """Whether what a chunk means has been found out as it stands."""


class ReadableInstances(Protocol):
    """As much of the table of instances (compiler/model/instances.py) as can be read."""

    def of_class(self, class_key: ElementKey) -> Iterator[InstanceSummary]:
        """The instances of a class."""


class ReadableExports(Protocol):
    """As much of the index of exported names (exported_names.py) as can be read."""

    @property
    def is_complete(self) -> bool:
        """Whether all modules are in it."""

    def beginning(self, letter: str) -> Mapping[str, Mapping[str, Mapping[Space, ElementKey]]]:
        """What is exported under names that begin with a letter: name, module, space."""

    def exporters(self, name: str) -> Mapping[str, Mapping[Space, ElementKey]]:
        """The modules that export a name, and as what."""

    def of_module(self, name: str) -> Exports | None:
        """What a module offers; None where that is not known."""

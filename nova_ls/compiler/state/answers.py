"""Today's answers to what units ask of a world. Answering computes what it takes to know: units are ensured, modules are looked for.

All that queries know of other modules they know from here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from nova_ls.base.keys import UNKNOWN_CLASS, ElementKey, Space
from nova_ls.compiler.facts import Answer, Fact
from nova_ls.compiler.model import units
from nova_ls.compiler.model.at_sight import instance_names
from nova_ls.compiler.model.instances import Heads
from nova_ls.compiler.model.outcome import Scheme
from nova_ls.compiler.model.units import Unit
from nova_ls.compiler.state.module import Module
from nova_ls.compiler.state.world import World
from nova_ls.names.modules.exports import Exports
from nova_ls.names.modules.prim import PRIM_EXPORTS
from nova_ls.types.core.interface import InstanceInterface


class Answers:
    """Implements facts.FactSource. `find_module` gives a module by name, loading it on first use; None where there is none.

    `regroup` finds the binding groups of a module whose structure is known. `see` looks at a module of which nobody has seen more than its exports, or makes
    who asks wait until somebody has (`Unseen`).
    """

    __slots__ = (
        "_edits",
        "_ensure",
        "_get_scheme",
        "_imported",
        "_is_fresh",
        "_regroup",
        "_see",
        "_unit_of",
        "_world",
        "find_module",
    )

    def __init__(
        self,
        world: World,
        find_module: Callable[[str], Module | None],
        regroup: Callable[[Module], None],
        see: Callable[[Sequence[Module]], None],
    ) -> None:
        self._world = world
        self._regroup = regroup
        self._see = see
        self._imported: dict[str, list[Module]] = {}  # what modules may import, as of so many edits
        self._edits = -1
        self._ensure = world.engine.ensure
        self._is_fresh = world.engine.is_fresh
        self._unit_of = world.unit_of
        self._get_scheme = world.table.get_scheme
        self.find_module = find_module

    def answer_all(self, facts: Iterable[Fact]) -> list[Answer]:
        """The answers to what many modules ask; each question is answered once until something changes.

        The units that rely on them have to be known to the engine, since an answer may be about to change.
        """
        known = self._world.answered
        found: list[Answer] = []
        for fact in facts:
            if fact in known:
                answer = known[fact]
            else:
                # This may make the answers so far unknown again.
                answer = known[fact] = fact.answer(self)
            found.append(answer)
        return found

    def scheme(self, key: ElementKey) -> Scheme | None:
        """The interface of an element, up to date; None: there is no such element, or it is being computed."""
        unit = self._unit_of.get(key)
        if unit is None:
            module = self._world.modules.get(key.namespace)
            if module is not None and module.early is not None:
                self._see([module])
                unit = self._unit_of.get(key)
            if unit is None and self._world.ungrouped:
                unit = self._find_unit(key)
        if unit is not None:
            self._ensure(unit)
        scheme = self._get_scheme(key)
        if scheme is None and unit is None and self._expand_for(key):
            return self.scheme(key)
        return scheme

    def _find_unit(self, key: ElementKey) -> Unit | None:
        """The unit that makes an element; if the binding groups of its module are not known yet, they are found first.

        While the module's structure is being computed there are none to be found: the element has no unit then.
        """
        world = self._world
        module = world.modules.get(key.namespace)
        if (
            module is not None
            and module in world.ungrouped
            and key in module.declared
            and world.engine.is_fresh(units.Structure(module.key))
        ):
            self._regroup(module)
        return self._unit_of.get(key)

    def _expand_for(self, key: ElementKey) -> bool:
        """Let the text of a restored module say what an element is that it is known to export, where rows and log do not.

        An operator of the library has its row and nothing else.
        """
        if key.namespace not in self._world.archived or not self.is_exported(key):
            return False
        module = self._world.modules[key.namespace]
        structure = units.Structure(module.key)
        if not module.is_restored or not self._world.engine.is_fresh(structure):
            return False
        self._world.expand(module)
        self._ensure(structure)
        return True

    def exports_of(self, name: str) -> Exports | None:
        """What a module offers; while it is itself being looked at (an import cycle): what is known by then."""
        known = self._world.modules.get(name)
        if known is not None and self._is_fresh(known.structure) and name not in PRIM_EXPORTS:
            return known.exports
        prim = PRIM_EXPORTS.get(name)
        if prim is not None:
            return prim
        module = self.find_module(name)
        if module is None:
            return None
        if module.early is None:
            self._ensure(module.structure)
        return module.exports

    def exports_digest(self, name: str) -> bytes:
        """A hash of what a module is known to offer; b"" where there is no such module."""
        module = self._world.modules.get(name)
        return b"" if module is None else module.exports_digest()

    def is_exported(self, key: ElementKey) -> bool:
        """Whether an element is among the exports of its own module."""
        exports = self.exports_of(key.namespace)
        return exports is not None and exports.get(key.space, key.name) is key

    def constructor_in_scope(self, name: str, key: ElementKey) -> bool:
        """Whether a constructor can be written in a module, under whatever qualifier."""
        module = self._world.modules.get(name)
        if module is None or module.scope is None:
            return False
        space, written = key.space, key.name
        return any(entry.get(space, written) is key for entry in module.scope.entries)

    def earlier_members(self, key: ElementKey) -> Sequence[ElementKey]:
        """The constructors or members of a type or class that an earlier declaration of its module has."""
        module = self._world.modules.get(key.namespace)
        return (
            module.duplicate_members(key) if module is not None and key in module.declared else ()
        )

    def lookup(self, name: str, space: Space, qualifier: str, written: str) -> Answer:
        """What a name that is written in a module means there, as its scope answers."""
        module = self._world.modules.get(name)
        if module is None or module.scope is None:
            return None
        return module.scope.answer(space, qualifier, written)

    def defines_value(self, name: str, written: str) -> bool:
        """Whether a module itself defines a value of that name."""
        module = self._world.modules.get(name)
        return module is not None and written in module.own_values

    def names_digest(self, name: str) -> bytes | None:
        """A digest of all names in a module's scope."""
        module = self._world.modules.get(name)
        return None if module is None else module.names_digest()

    def see_instances(self, asker: str, class_key: ElementKey, heads: Heads) -> None:
        """Look at the modules that may have instances for some heads, as far as nobody has yet.

        An instance stands with its class or with one of the outermost types in its head (orphans.py). Where one of these is unknown, it may be any that the
        module of who asks can know of.
        """
        stale = self._world.engine.stale.rooms(units.Structure.phase)
        if not stale:
            return
        named = {key.namespace for key in (class_key, *heads) if key is not None}
        found = [self._world.modules[name] for name in named if name in stale]
        module = self._world.modules.get(asker)
        if None in heads and module is not None and module.is_shallow:
            found += (
                one
                for one in self._imported_by(asker)
                if one.name in stale and one.name not in named and _may_have(one, class_key)
            )
        is_running = self._world.engine.is_running
        if found := [one for one in found if not is_running(one.structure)]:
            self._see(found)

    def _imported_by(self, asker: str) -> list[Module]:
        """`may_import`, found once as long as no text changes: what is known better meanwhile is among them."""
        if self._edits != self._world.edits:
            self._edits = self._world.edits
            self._imported.clear()
        if asker not in self._imported:
            self._imported[asker] = list(self.may_import(asker))
        return self._imported[asker]

    def may_import(self, name: str) -> Iterator[Module]:
        """The modules that a module imports, directly or not; of those that nobody has looked at, what they may import, too."""
        seen, pending = {name}, [name]
        for each in pending:  # grows while it is walked
            module = self.find_module(each)
            if module is not None:
                yield module
                new = [one for one in module.possible_imports() if one not in seen]
                seen.update(new)
                pending += new

    def instances(
        self, class_key: ElementKey, heads: Heads
    ) -> tuple[bytes, tuple[InstanceInterface, ...]]:
        """The instances of a class whose heads could match, by key, with a digest of them.

        The heads of all its instances are ensured first; those that have been since they last changed are not even looked at.
        """
        world = self._world
        if class_key is not UNKNOWN_CLASS and class_key.namespace not in world.modules:
            self.exports_of(class_key.namespace)  # Deriving may need a class that is not imported.
        for unit in tuple(world.stale_heads.get(class_key, ())):  # To ensure one may add others.
            self._ensure(unit)
            world.note_fresh_head(unit)
        return world.instances.matching(class_key, heads)


def _may_have(module: Module, class_key: ElementKey) -> bool:
    """Whether a module may have instances of a class, for all that is known before its structure is."""
    if module.record is not None:
        return any(row.class_key is class_key for row in module.record.instances)
    return module.scope is not None or class_key.name in module.source.ask(instance_names)

"""A view of one revision of a workspace that cannot change it: what every feature reads.

Work is done in one loop and a feature runs to its end within it, so that a snapshot is a view, not a copy. Reading runs no
unit of the engine and looks for no file: it shows what has been computed and which modules have been found, from memory or the database. What
the caller wants to be seen, it brings up to date first (the server: `server/sessions/up_to_date.py`).

None, and nothing in an iterator, means: there is none, or it is not known yet. The two are one to who shows them;
`is_known` tells them apart.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable, Iterator
from itertools import chain, islice
from typing import Any, Final, NamedTuple, TypeAlias, TypeVar

from nova_ls.base.keys import ElementKey, Space, element_key
from nova_ls.base.lines import Encoding
from nova_ls.compiler.facts import Fact
from nova_ls.compiler.model.instances import InstanceSummary
from nova_ls.compiler.model.outcome import TypedAst
from nova_ls.compiler.model.source import SourceChunk
from nova_ls.compiler.model.units import WHOLE_KINDS
from nova_ls.compiler.state.module import Module
from nova_ls.compiler.state.module_tables import Declared
from nova_ls.names.modules.exports import Exports
from nova_ls.names.modules.items import ItemKind
from nova_ls.names.modules.prim import PRIM_EXPORTS
from nova_ls.names.resolve.element_references import References
from nova_ls.syntax import tree as t
from nova_ls.types.core.interface import Interface
from nova_ls.types.core.prim import PRIM_INTERFACES
from nova_ls.types.core.type import Type
from nova_ls.workspace.readable import ReadableExports, ReadableWorld
from nova_ls.workspace.recorded_mentions import are_told, has_name, recorded_mentions
from nova_ls.workspace.untyped_names import names_beside, names_in_lists

_NAMED: Final = (
    t.Signature,
    t.Equation,
    t.KindSignature,
    t.RoleDeclaration,
    t.DataDeclaration,
    t.SynonymDeclaration,
    t.ClassDeclaration,
)


_LONGEST: Final = 2000
"""Whatever has a name that is longer than this is not found by it."""


class Place(NamedTuple):
    """A span in a module's text: chunk and offsets from its origin, half-open, code points."""

    module: Module
    chunk: SourceChunk
    start: int
    end: int

    @property
    def text(self) -> str:
        """What stands there."""
        origin = self.chunk.origin
        return self.chunk.text[origin + self.start : origin + self.end]


class LocalTarget(NamedTuple):
    """A local variable: where it is bound, relative to its chunk."""

    element: ElementKey
    start: int


Target = ElementKey | LocalTarget
T = TypeVar("T")
Derived: TypeAlias = dict[Callable[..., Any], tuple[Hashable, Any]]
"""What functions have derived, each from one module only, and from what."""


class NameUse(NamedTuple):
    """A name in a text and what it means."""

    place: Place
    target: Target


class Snapshot:
    """A view of a program. Positions given and taken are offsets in code points (Source converts)."""

    __slots__ = ("_derived", "_world", "encoding", "exported", "importable")

    def __init__(
        self,
        world: ReadableWorld,
        encoding: Encoding,
        importable: tuple[str, ...] | None = (),
        exported: ReadableExports | None = None,
        derived: Derived | None = None,
    ) -> None:
        """`importable`: the names of the modules of packages and library, imported or not; None: not known yet.

        `exported`: what they export, as far as that is known. `derived`: what features have derived from earlier revisions.
        """
        self._world = world
        self.encoding = encoding
        self.importable = importable
        self.exported = exported
        self._derived: Derived = {} if derived is None else derived

    # ------------------------------------------------------------------ modules

    def module(self, name: str) -> Module | None:
        """A module that has been found: each that is imported, directly or not, by one whose structure is known."""
        return self._world.modules.get(name)

    def modules(self) -> Iterable[Module]:
        """All modules that have been found."""
        return self._world.modules.values()

    def exports(self, name: str) -> Exports | None:
        """What a module offers."""
        prim = PRIM_EXPORTS.get(name)
        if prim is not None:
            return prim
        module = self.module(name)
        return None if module is None else module.exports

    def is_known(self, module: Module, chunk: SourceChunk) -> bool:
        """Whether the elements of a chunk have been checked, if only as they were before the last edit."""
        return self._world.is_known(module, chunk)

    def is_checked(self, module: Module) -> bool:
        """Whether every element of a module is up to date; what is said of it as a whole may be open yet."""
        if module in self._world.ungrouped:
            return False  # Its binding groups are still to be made.
        stale = self._world.engine.stale.within(module.name)
        return all(isinstance(unit, WHOLE_KINDS) for unit in stale)

    def derived(self, derive: Callable[[Snapshot, Module], T], module: Module) -> T:
        """What a function derives from a module's scope, the names that it mentions, and interfaces.

        It is kept until one of these changes, or until the same is asked of another module.
        """
        basis = (module, module.scope, module.asked.revision, self._world.table.revision)
        known = self._derived.get(derive)
        if known is None or known[0] != basis:
            known = self._derived[derive] = basis, derive(self, module)
        found: T = known[1]
        return found

    # ------------------------------------------------------------------ elements

    def interface(self, key: ElementKey) -> Interface | None:
        """The interface of an element as it was computed last."""
        known = PRIM_INTERFACES.get(key)
        if known is not None:
            return known
        scheme = self._world.table.get_scheme(key)
        return None if scheme is None else scheme.interface

    def interface_hash(self, key: ElementKey) -> bytes | None:
        """A hash of the interface of an element: as long as it is the same, so is that."""
        scheme = self._world.table.get_scheme(key)
        return None if scheme is None else scheme.hash

    def declared(self, key: ElementKey) -> tuple[Module, Declared] | None:
        """Where an element is declared, in a chunk of the text as it is; None for those of the compiler, too."""
        module = self.module(key.namespace)
        if module is None:
            return None
        if module.scope is None:
            return _declared_in_text(module, key)
        declared = module.declared.get(key)
        if declared is None:
            return None
        if not module.source.has(declared.chunk):
            return _declared_in_text(module, key)  # Edited since its structure was looked at.
        return (module, declared)

    def definition_of(self, target: Target) -> Place | None:
        """The name of an element or local variable where it is declared."""
        if isinstance(target, LocalTarget):
            found = self.declared(target.element)
            if found is None:
                return None
            module, declared = found
            end = _word_end(declared.chunk.code, target.start)
            return Place(module, declared.chunk, target.start, end)
        if target.space is Space.MODULE:
            module_found = self.module(target.namespace)
            if module_found is None:
                return None
            chunk = module_found.source.chunks[0]
            spans = chunk.items.list_spans
            start, end = spans[0].name if chunk.items.header and spans else (0, 0)
            return Place(module_found, chunk, start, end)
        found = self.declared(target)
        if found is None:
            return None
        module, declared = found
        start, end = declared.span
        return Place(module, declared.chunk, start, end)

    def elements_in(self, module: Module, chunk: SourceChunk) -> Iterator[ElementKey]:
        """The elements that a chunk declares first."""
        yield from module.by_chunk.get(chunk, ())

    def instances(self, class_key: ElementKey) -> Iterator[InstanceSummary]:
        """The instances of a class in all modules that have been found, each without its insides."""
        return self._world.instances.of_class(class_key)

    def ast(self, key: ElementKey) -> TypedAst | None:
        """What stands within an element, as it was checked last."""
        return self._world.table.get_ast(key)

    # ------------------------------------------------------------------ what stands at a place

    def name_at(self, module: Module, offset: int) -> NameUse | None:
        """The name that an offset touches (its end counts), and what it means."""
        chunk, within = module.source.chunk_at(offset)
        best: NameUse | None = None
        for key in self.elements_in(module, chunk):
            ast = self.ast(key)
            if ast is None:
                continue
            index = _shortest_around(ast.references, within)
            if index is not None:
                start, end = ast.references.starts[index], ast.references.ends[index]
                if best is None or end - start < best.place.end - best.place.start:
                    target = ast.references.targets[index]
                    meant: Target = LocalTarget(key, target) if isinstance(target, int) else target
                    best = NameUse(Place(module, chunk, start, end), meant)
        return (
            best
            or self._declaration_at(module, chunk, within)
            or self._listed_at(module, chunk, within)
        )

    def _declaration_at(self, module: Module, chunk: SourceChunk, within: int) -> NameUse | None:
        for key in self.elements_in(module, chunk):
            for start, end in _declared_names(module.declared[key]):
                if start <= within <= end:
                    return NameUse(Place(module, chunk, start, end), key)
        return None

    def _listed_at(self, module: Module, chunk: SourceChunk, within: int) -> NameUse | None:
        """A name in an import or export list, a module's name, the target of an operator."""
        found = names_beside(module, chunk), names_in_lists(module, chunk, self.exports)
        for start, end, key in chain(*found):
            if start <= within <= end:
                return NameUse(Place(module, chunk, start, end), key)
        return None

    def type_at(self, module: Module, offset: int) -> tuple[Place, Type] | None:
        """The innermost expression or pattern around an offset with its type."""
        chunk, within = module.source.chunk_at(offset)
        best: tuple[Place, Type] | None = None
        for key in self.elements_in(module, chunk):
            ast = self.ast(key)
            if ast is None:
                continue
            notes = ast.annotations
            for start, end, type in zip(notes.starts, notes.ends, notes.types, strict=True):
                if start <= within <= end:
                    if best is None or end - start <= best[0].end - best[0].start:
                        best = (Place(module, chunk, start, end), type)
        return best

    def type_of_span(self, place: Place) -> Type | None:
        """The type of exactly what stands at a place."""
        for key in self.elements_in(place.module, place.chunk):
            ast = self.ast(key)
            if ast is None:
                continue
            notes = ast.annotations
            for index, start in enumerate(notes.starts):
                if start == place.start and notes.ends[index] == place.end:
                    return notes.types[index]
        return None

    # ------------------------------------------------------------------ who mentions an element

    def references_to(self, target: Target) -> Iterator[Place]:
        """Every place in the program that means a target, its declaration included.

        Complete for all modules that have been checked: each mention went through a name look-up that is on record.
        """
        if isinstance(target, LocalTarget):
            yield from self._local_references(target)
            return
        element: ElementKey = target
        definition = self.definition_of(element)
        if definition is not None:
            yield definition
        for module in sorted(self.modules(), key=lambda m: m.name):
            yield from self.references_in(module, element)

    def may_mention(self, module: Module, target: Target) -> bool:
        """Whether something in a module may mean a target: where a record stands in for it, its text has the name then."""
        if isinstance(target, LocalTarget) or not module.is_restored:
            return True
        return has_name(module, target)

    def references_in(self, module: Module, target: Target) -> Iterator[Place]:
        """The places of one module that mean a target; the declaration of an element is not among them."""
        if isinstance(target, LocalTarget):
            yield from self._local_references(target)
            return
        element: ElementKey = target
        if not self.may_mention(module, element):
            return
        if module.is_restored and are_told(module, element):
            for _, place in self.recorded_mentions(module, element):
                yield place
            return
        yield from self._untyped_references(module, element)
        if element.namespace == module.name:
            # The first is the definition.
            yield from islice(self.own_names(element), 1, None)
        mentioning = self.askers(module, element)
        class_key = self.class_of(element)
        if class_key is not None:
            # An instance says its members' names without looking them up.
            mentioning.update(self.askers(module, class_key))
        for key in mentioning:
            yield from self._mentions(module, key, element)

    def recorded_mentions(
        self, module: Module, element: ElementKey
    ) -> Iterator[tuple[ElementKey | None, Place]]:
        """The places of a restored module that mean an element, each with the element that it is in; nothing where its record does not tell all."""
        if not (module.is_restored and has_name(module, element) and are_told(module, element)):
            return
        ast = self._world.table.look_at_ast
        for found in recorded_mentions(module, element, ast, self.exports):
            yield found.within, Place(module, found.chunk, found.start, found.end)

    def askers(self, module: Module, target: ElementKey) -> dict[ElementKey, None]:
        """The elements of a module in which some name means a target, written or implied by the syntax."""
        return self.asking(module, module.asked.meaning(target))

    def asking(self, module: Module, facts: Iterable[Fact]) -> dict[ElementKey, None]:
        """The elements of a module whose meaning depends on some of these facts."""
        found: dict[ElementKey, None] = {}
        for fact in facts:
            for unit in self._world.engine.dependents(fact):
                if unit.module == module.name:
                    found.update(dict.fromkeys(module.members.get(unit, (unit.key,))))
        return found

    def own_names(self, key: ElementKey) -> Iterator[Place]:
        """Every place where the declaration of an element says its name: signature, equations, roles."""
        found = self.declared(key)
        if found is not None:
            for start, end in _declared_names(found[1]):
                yield Place(found[0], found[1].chunk, start, end)

    def class_of(self, key: ElementKey) -> ElementKey | None:
        """The class that a value is a member of."""
        found = self.declared(key) if key.space is Space.VALUE else None
        if found is None or found[1].item.kind is not ItemKind.MEMBER:
            return None
        return element_key(key.namespace, Space.CLASS, found[1].item.owner)

    def _untyped_references(self, module: Module, element: ElementKey) -> Iterator[Place]:
        word = element.name or element.namespace
        for chunk in module.source.chunks if module.source.has_word(word) else ():
            if word in chunk.text:
                found = names_beside(module, chunk), names_in_lists(module, chunk, self.exports)
                for start, end, key in chain(*found):
                    if key is element:
                        yield Place(module, chunk, start, end)

    def _mentions(self, module: Module, key: ElementKey, target: ElementKey) -> Iterator[Place]:
        declared, ast = module.declared.get(key), self.ast(key)
        if declared is None or ast is None or not module.source.has(declared.chunk):
            return
        references = ast.references
        for start, end, meant in zip(
            references.starts, references.ends, references.targets, strict=True
        ):
            if meant is target and (key is not target or (start, end) != declared.span):
                yield Place(module, declared.chunk, start, end)

    def _local_references(self, target: LocalTarget) -> Iterator[Place]:
        found = self.declared(target.element)
        ast = self.ast(target.element)
        if found is None or ast is None:
            return
        module, declared = found
        references = ast.references
        for start, end, meant in zip(
            references.starts, references.ends, references.targets, strict=True
        ):
            if meant == target.start and isinstance(meant, int):
                yield Place(module, declared.chunk, start, end)


def listed_names(snapshot: Snapshot, module: Module, chunk: SourceChunk) -> Iterator[NameUse]:
    """The names that a header or an import lists, modules included, as far as they mean something."""
    for start, end, key in names_in_lists(module, chunk, snapshot.exports):
        yield NameUse(Place(module, chunk, start, end), key)


def _shortest_around(references: References, offset: int) -> int | None:
    """Which of the names that an offset touches is the shortest; the later one of two."""
    starts, ends = references.starts, references.ends
    found, length = None, _LONGEST
    for index in range(bisect_right(starts, offset) - 1, -1, -1):
        start, end = starts[index], ends[index]
        if offset - start >= length:
            break
        if offset <= end and 0 < end - start < length:
            found, length = index, end - start
    return found


def _declared_names(declared: Declared) -> Iterator[tuple[int, int]]:
    """Every place where a declaration says its own name: signatures, equations, roles; the declaration's first."""
    yield declared.span
    if declared.item.owner:
        return  # A constructor or member is named once.
    for node in declared.chunk.tree.declarations:
        if (
            isinstance(node, _NAMED)
            and node.name is not None
            and node.name.text == declared.item.name
        ):
            span = (node.name.start, node.name.end)
            if span != declared.span:
                yield span


def _declared_in_text(module: Module, key: ElementKey) -> tuple[Module, Declared] | None:
    """Where a module declares an element, for modules that have been read but not looked into."""
    found = module.source.find_item(key.name, key.space)
    if found is None:
        return None
    chunk, number = found
    return module, Declared(chunk, number, chunk.items.items[number])


def _word_end(text: str, start: int) -> int:
    end = start
    while end < len(text) and (text[end].isalnum() or text[end] in "_'"):
        end += 1
    return end

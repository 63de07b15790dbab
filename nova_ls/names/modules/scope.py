"""What the names of a module mean: its imports, and its own definitions among them.

A scope does not copy what it imports: a name is looked for in each import's exports when it is first asked for.
Names conflict only where they are used. Source: the PureScript compiler's `Sugar/Names/Env.hs`, `checkImportConflicts`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum
from typing import TypeAlias

from nova_ls.base.keys import ElementKey, Space
from nova_ls.base.slotted import entity, value
from nova_ls.names.modules.exports import ANY_NAME, Exports


class Provenance(Enum):
    """How an import brings its names in; an explicit or own one wins over an implicit one."""

    OWN = "own"
    EXPLICIT = "explicit"
    IMPLICIT = "implicit"


@entity
class ImportEntry:
    """One import as the scope sees it. `order` is its place among the module's imports, -1 for those not written.

    `visible` None: all but `hidden`. `exports` None: there is no such module. `absent`: names listed that
    the module does not have; ANY_NAME among them stands for all names that it does not have. `open_ended`: all constructors are listed of a type that is not there.
    `doubtful`: spaces in which a mistake of the list may stand for a name that the module has. `damaged`: a part of the import does not parse.
    """

    order: int
    module: str
    qualifier: str
    exports: Exports | None
    provenance: Provenance
    visible: frozenset[tuple[Space, str]] | None
    hidden: frozenset[tuple[Space, str]]
    absent: frozenset[tuple[Space, str]]
    open_ended: bool = False
    doubtful: frozenset[Space] = frozenset()
    damaged: bool = False

    def get(self, space: Space, name: str) -> ElementKey | None:
        """The element that an import brings under a name; None where it brings none."""
        key = None if self.exports is None else self.exports.tables[space].get(name)
        return key if key is not None and self.shows(space, name) else None

    def shows(self, space: Space, name: str) -> bool:
        """Whether the import brings a name if what is imported exports it."""
        if self.visible is None:
            return not self.hidden or (space, name) not in self.hidden
        return (space, name) in self.visible

    def might_give(self, space: Space, name: str) -> bool:
        """Whether only a mistake in this import, reported there, keeps the name from being known."""
        absent = self.absent
        if (space, name) in absent or (space, ANY_NAME) in absent:
            return True
        if self.open_ended and space is Space.CONSTRUCTOR:
            return True
        if self.exports is not None:
            return space in self.doubtful and name in self.exports.tables[space]
        return self.damaged or self.visible is None or (space, name) in self.visible

    def may_lack(self, space: Space, name: str) -> bool:
        """Whether a name that this gives may be due to a mistake in it alone, reported there: it conflicts with no other."""
        return self.damaged or (space, name) in self.absent

    def names(self) -> Iterator[tuple[Space, str]]:
        """All names that the import brings."""
        if self.exports is None:
            return
        for space in Space:
            for name in self.exports.tables[space]:
                if self.get(space, name) is not None:
                    yield space, name


@value
class Ambiguous:
    """Several elements have the name; `modules` are those that it was imported from."""

    candidates: tuple[ElementKey, ...]
    modules: tuple[str, ...]


@value
class Missing:
    """The name would come from an import that is itself reported as wrong; `module` is what it imports."""

    module: str


@value
class Shadowing:
    """The name means `key`, which prevails over what open imports bring under it: each of its uses has a warning.

    `module`: where the name comes from, empty for this module; `shadowed`: the modules that those imports name.
    """

    key: ElementKey
    module: str
    shadowed: tuple[str, ...]


Meaning: TypeAlias = ElementKey | Ambiguous | Missing | None
Answer: TypeAlias = Meaning | Shadowing
Lookup: TypeAlias = tuple[Space, str, str]
"""Space, qualifier ("" for none), name."""


def element_of(answer: object) -> ElementKey | None:
    """The element that a name means by an answer; None where it means nothing, or too much."""
    if isinstance(answer, ElementKey):
        return answer
    return answer.key if isinstance(answer, Shadowing) else None


class ModuleScope:
    """The look-up table of one module. Answers are remembered; the scope itself never changes."""

    __slots__ = ("_answers", "_by_qualifier", "_damaged", "entries", "module", "own", "own_values")

    def __init__(
        self,
        module: str,
        own: Exports,
        own_values: frozenset[str],
        entries: Sequence[ImportEntry],
    ) -> None:
        self.module = module
        self.own = own
        # The names that a local variable shadows: values and foreign imports, not class members.
        self.own_values = own_values
        self.entries = tuple(entries)
        self._answers: dict[Lookup, Answer] = {}
        self._by_qualifier: dict[str, list[ImportEntry]] = {}
        # To the compiler a name is used from the last of its importing modules, in alphabetical order.
        for entry in sorted(entries, key=lambda e: (e.module, e.order), reverse=True):
            self._by_qualifier.setdefault(entry.qualifier, []).append(entry)
        # Under a qualifier that nothing has, they may be imported.
        self._damaged = [entry for entry in entries if entry.damaged]

    def lookup(self, space: Space, qualifier: str, name: str) -> Meaning:
        """The element that a name means; None: it means nothing."""
        answer = self.answer(space, qualifier, name)
        return answer.key if isinstance(answer, Shadowing) else answer

    def answer(self, space: Space, qualifier: str, name: str) -> Answer:
        """What a name means, and whether it thereby shadows something."""
        query = (space, qualifier, name)
        answers = self._answers
        if query in answers:
            return answers[query]
        found = self._given(space, qualifier, name)
        answer = answers[query] = self._choose(found, *query)[0]
        return answer

    def used_module(self, space: Space, qualifier: str, name: str) -> str | None:
        """The module whose import gives a name; None where it means nothing, or too much."""
        found = self._given(space, qualifier, name)
        _, entry = self._choose(found, space, qualifier, name)
        return None if entry is None else entry.module

    def _given(
        self, space: Space, qualifier: str, name: str
    ) -> list[tuple[ElementKey, ImportEntry]]:
        """What the imports bring under a name."""
        return [
            (key, entry)
            for entry in self._by_qualifier.get(qualifier, ())
            if (exports := entry.exports) is not None
            and (key := exports.tables[space].get(name)) is not None
            and entry.shows(space, name)
        ]

    def _choose(
        self,
        found: list[tuple[ElementKey, ImportEntry]],
        space: Space,
        qualifier: str,
        name: str,
    ) -> tuple[Answer, ImportEntry | None]:
        """What a name means of all that the imports bring under it, and which of them is used."""
        if not found:
            for entry in self._by_qualifier.get(qualifier, self._damaged):
                if entry.might_give(space, name):
                    return Missing(entry.module), None
            return None, None
        first = found[0]
        if len(found) == 1 or all(key is first[0] for key, _ in found):
            return first
        by_origin: dict[str, str] = {}
        for key, entry in found:
            by_origin.setdefault(key.namespace, entry.module)
        if len(by_origin) == 1:
            return first
        sound = [pair for pair in found if not pair[1].may_lack(space, name)]
        if 0 < len(sound) < len(found):
            return self._choose(sound, space, qualifier, name)
        chosen = [pair for pair in found if pair[1].provenance is not Provenance.IMPLICIT]
        origins = sorted(by_origin)
        if len(chosen) == 1:
            key, entry = chosen[0]
            source = "" if entry.module == self.module else entry.module
            shadowed = tuple(by_origin[other] for other in origins if other != key.namespace)
            return Shadowing(key, source, shadowed), entry
        candidates = sorted({key for key, _ in found})
        return Ambiguous(tuple(candidates), tuple(by_origin[origin] for origin in origins)), None

    def knows_qualifier(self, qualifier: str) -> bool:
        """Whether `qualifier` is an alias or an imported module."""
        return qualifier in self._by_qualifier or any(e.module == qualifier for e in self.entries)

    def might_import(self, module: str) -> bool:
        """Whether only a mistake in an import, reported there, keeps `module` from standing for what is imported."""
        return any(
            entry.damaged or (entry.exports is None and entry.qualifier in ("", module))
            for entry in self.entries
        )

    def names_from(self, name: str) -> list[tuple[Space, str, Answer]] | None:
        """What `module name` stands for in an export list; None: nothing was imported by that name."""
        entries = self._by_qualifier.get(name, [])
        qualifier = name
        if not any(True for entry in entries for _ in entry.names()):
            qualifier = ""
            entries = [e for e in self._by_qualifier.get("", []) if e.module == name]
            if not entries:
                return None
        names = sorted({pair for entry in entries for pair in entry.names()})
        return [(space, own, self.answer(space, qualifier, own)) for space, own in names]

    def names_in(self, space: Space, qualifier: str) -> Iterator[str]:
        """Every name that a look-up of this space and qualifier may find, with repetitions."""
        for entry in self._by_qualifier.get(qualifier, ()):
            if entry.exports is not None:
                for name in entry.exports.tables[space]:
                    if entry.get(space, name) is not None:
                        yield name

    def constructors_of(self, key: ElementKey) -> tuple[str, ...]:
        """The constructors of a type that its exporter shows to this module."""
        for entry in self.entries:
            if entry.exports is not None and entry.exports.get(Space.TYPE, key.name) is key:
                return entry.exports.constructors.get(key.name, ())
        return ()

"""What one resolving of one element knows and has found out.

Invariant: whatever the element's meaning depends on outside itself went through `lookup_global` or `fixity_of`, and
so stands in `lookups` and `operators`; the compiler invalidates by these records.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from nova_ls.base.diagnostic import Diagnostic, Problem
from nova_ls.base.keys import ElementKey, Space
from nova_ls.base.similar_names import similar_names
from nova_ls.names.modules.fixity import Fixity, FixityOf
from nova_ls.names.modules.scope import (
    Ambiguous,
    Answer,
    Lookup,
    Meaning,
    Missing,
    ModuleScope,
    Shadowing,
    element_of,
)
from nova_ls.names.problems.imports import ScopeConflict, ScopeShadowing
from nova_ls.names.problems.scope import ShadowedName, UnknownName, UnusedName
from nova_ls.names.resolve import resolved as r
from nova_ls.syntax import tree as t
from nova_ls.syntax.problems import ErrorParsingModule

MAX_NESTING: Final = 1000
"""Levels of expressions, types or patterns inside one another; deeper ones get one diagnostic. The parser's own bound is
lower: this one only guards trees that it did not make."""

_MAX_SEARCHES: Final = 100
"""Unknown names of one element for which similar ones are looked for."""

_MISTAKEN: Final = {
    Space.TYPE: (Space.CLASS, Space.CONSTRUCTOR),
    Space.CLASS: (Space.TYPE,),
    Space.CONSTRUCTOR: (Space.TYPE, Space.CLASS),
}
"""The spaces whose names are written like those of a space."""

REBINDABLE: Final = frozenset(("bind", "discard"))


class Resolution:
    """The state of resolving one element.

    `delay` counts the lambdas around the present place: what is named at delay 0 is needed as soon as the element is
    evaluated. `let_log` lists uses of let-bound variables with their delay. `unlinted`: variables that the compiler's linter
    does not know when it looks for shadowing. `misplaced`: a `_` stands where it can be no argument.
    """

    __slots__ = (
        "delay",
        "depth",
        "diagnostics",
        "expression",
        "fixities",
        "generated",
        "immediate",
        "let_bound",
        "let_log",
        "local_names",
        "locals",
        "lookups",
        "member",
        "misplaced",
        "module",
        "operators",
        "references",
        "scope",
        "searched",
        "searches",
        "silent_shadowing",
        "too_deep",
        "trail",
        "type_names",
        "type_uses",
        "unlinted",
        "used",
        "uses",
    )

    def __init__(
        self,
        scope: ModuleScope,
        fixities: FixityOf,
        expression: Callable[[Resolution, t.Expression], r.Expression],
    ) -> None:
        # Bindings, statements and chains contain expressions, and expressions contain them: the knot is tied here.
        self.expression = expression
        self.scope = scope
        self.module = scope.module
        self.fixities = fixities
        self.lookups: dict[Lookup, Answer] = {}
        self.operators: dict[ElementKey, None] = {}
        self.references: list[tuple[int, int, ElementKey | int]] = []
        self.diagnostics: list[Diagnostic] = []
        self.uses: dict[ElementKey, None] = {}
        self.type_uses: dict[ElementKey, None] = {}
        self.immediate: dict[ElementKey, None] = {}
        self.local_names: dict[str, None] = {}  # in an order that is the same in every process
        self.searched = False
        self.searches = 0
        # Local variables: the table of the present place, and how to undo it.
        self.locals: dict[str, r.Binder] = {}
        self.trail: list[tuple[str, r.Binder | None]] = []
        self.used: set[r.Binder] = set()
        self.generated = 0
        self.delay = 0
        self.depth = 0
        self.too_deep = False
        self.member = ""
        self.silent_shadowing = False
        self.misplaced = False
        self.unlinted: set[r.Binder] = set()
        self.let_bound: set[r.Binder] = set()
        self.let_log: list[tuple[r.Binder, int]] = []
        self.type_names: dict[str, bool] = {}

    # ------------------------------------------------------------------ diagnostics

    def report(self, problem: Problem, start: int, end: int) -> None:
        """Report a problem; the span is relative to the chunk."""
        self.diagnostics.append(Diagnostic(problem, start, end))

    def enclose(self, expression: r.Expression, outside: bool) -> r.Expression:
        """What stands in parentheses, or is a body: of no known type where it was meant to have another argument.

        `outside`: whether a `_` is out of place in what is around it.
        """
        if self.misplaced:
            expression = r.Error(expression.start, expression.end, (expression,))
        self.misplaced = outside
        return expression

    def report_nesting(self, start: int, end: int) -> None:
        """One diagnostic an element, however many places are nested too deeply."""
        if not self.too_deep:
            self.too_deep = True
            self.report(ErrorParsingModule(f"at most {MAX_NESTING} levels", "more"), start, end)

    # ------------------------------------------------------------------ names of the module

    def lookup_global(self, space: Space, qualifier: str, name: str) -> Answer:
        """What a name means in the module's scope; recorded as a look-up."""
        query = (space, qualifier, name)
        lookups = self.lookups
        if query in lookups:
            return lookups[query]
        answer = lookups[query] = self.scope.answer(space, qualifier, name)
        return answer

    def has_name(self, space: Space, name: t.Name) -> bool:
        """Whether a written name means something in a space."""
        return element_of(self.lookup_global(space, name.qualifier, name.text)) is not None

    def resolve_name(self, space: Space, name: t.Name) -> ElementKey | None:
        """The element a written name means, recorded as a reference; None after a diagnostic."""
        if not name.text:
            return None
        key = self.element_named(space, name.qualifier, name.text, name.start, name.end)
        if key is not None:
            self.references.append((name.start, name.end, key))
        return key

    def element_named(
        self, space: Space, qualifier: str, name: str, start: int, end: int
    ) -> ElementKey | None:
        """The element that a name means which is used at a place; None after a diagnostic."""
        answer = self.lookup_global(space, qualifier, name)
        if isinstance(answer, ElementKey):
            return answer
        if isinstance(answer, Shadowing):
            self.report(ScopeShadowing(space, name, answer.module, answer.shadowed), start, end)
            return answer.key
        self._report_unresolved(answer, space, qualifier, name, start, end)
        return None

    def _report_unresolved(
        self, answer: Meaning, space: Space, qualifier: str, name: str, start: int, end: int
    ) -> None:
        """One diagnostic for a look-up that found nothing, or too much."""
        if isinstance(answer, Missing):
            return  # Reported at the import.
        if isinstance(answer, Ambiguous):
            self.report(ScopeConflict(space, name, answer.modules), start, end)
            return
        self.searched = True
        if qualifier and not self.scope.knows_qualifier(qualifier):
            if not all(entry.module for entry in self.scope.entries):
                return  # An import that does not parse may have meant to bring it.
            known = sorted({e.qualifier or e.module for e in self.scope.entries})
            similar = similar_names(qualifier, known)
            self.report(UnknownName(Space.MODULE, qualifier, similar), start, end)
            return
        written = f"{qualifier}.{name}" if qualifier else name
        for other in _MISTAKEN.get(space, ()):
            if element_of(self.lookup_global(other, qualifier, name)):
                self.report(UnknownName(space, written, (), other), start, end)
                return
        similar = self._similar(space, qualifier, name)
        shown = tuple([f"{qualifier}.{each}" for each in similar]) if qualifier else similar
        self.report(UnknownName(space, written, shown), start, end)

    def _similar(self, space: Space, qualifier: str, name: str) -> tuple[str, ...]:
        """The names that were probably meant: they are not called unused as well."""
        self.searches += 1
        if self.searches > _MAX_SEARCHES:
            return ()
        candidates = set(self.scope.names_in(space, qualifier))
        if space is Space.VALUE and not qualifier:
            candidates.update(self.locals)
        similar = similar_names(name, candidates)
        self.used.update(self.locals[each] for each in similar if each in self.locals)
        return similar

    def use_value(self, key: ElementKey) -> None:
        """Record that a value of this module is named here: an edge between binding groups."""
        if key.namespace == self.module:
            self.uses[key] = None
            if not self.delay:
                self.immediate[key] = None

    def use_type(self, key: ElementKey) -> None:
        """Record that a type or class of this module is named here."""
        if key.namespace == self.module:
            self.type_uses[key] = None

    def fixity_of(self, operator: ElementKey) -> Fixity | None:
        """The fixity of an operator; None where it has none. Recorded as a dependency."""
        self.operators[operator] = None
        return self.fixities(operator)

    # ------------------------------------------------------------------ local variables

    def bind(self, binder: r.Binder) -> None:
        """Bring a variable into scope until `leave` goes back before it."""
        name = binder.name
        self.trail.append((name, self.locals.get(name)))
        self.locals[name] = binder

    def leave(self, mark: int) -> None:
        """Forget every variable bound since the trail had length `mark`."""
        trail = self.trail
        table = self.locals
        while len(trail) > mark:
            name, previous = trail.pop()
            if previous is None:
                del table[name]
            else:
                table[name] = previous

    def warn_if_shadowing(self, binder: r.Binder) -> None:
        """ShadowedName: a local variable, a value of this module or the member being defined has the name already."""
        name = binder.name
        self.local_names[name] = None
        if self.silent_shadowing:
            return
        outer = self.locals.get(name)
        is_seen = outer is not None and outer not in self.unlinted
        if is_seen or name in self.scope.own_values or name == self.member:
            self.report(ShadowedName(name), binder.start, binder.end)

    def warn_unused(self, binders: Sequence[r.Binder]) -> None:
        """UnusedName for each of these variables that nothing names."""
        for binder in binders:
            name = binder.name
            if binder not in self.used and name and name[0] != "_":
                self.report(UnusedName(name), binder.start, binder.end)

    def fresh_binder(self, start: int, end: int) -> r.Binder:
        """The variable of an anonymous argument."""
        self.generated += 1
        return r.Binder(start, end, f"_{self.generated}")

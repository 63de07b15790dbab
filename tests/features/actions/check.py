"""Code actions on fixtures, and their law: exactly the diagnostic that an action names is gone afterwards."""

from __future__ import annotations

from collections.abc import Callable

from nova_ls.features.actions.code_action import ActionKind, CodeAction, apply_edits
from nova_ls.features.actions.fix_all import fix_all
from nova_ls.features.actions.organise_imports import organise_imports
from nova_ls.features.actions.refactorings import refactorings
from tests.features.actions.law import Laboratory, fixes_of, judge
from tests.features.fixture import Fixture, load


def loaded(text: str) -> Fixture:
    """A fixture whose workspace knows what every module of the library exports."""
    fixture = load(text)
    for name in fixture.workspace.library.list_names():
        if name.split(".")[-1] in KNOWN:
            fixture.workspace.program.answers.exports_of(name)
    return fixture


KNOWN = (
    "Prelude",
    "Maybe",
    "Map",
    "Internal",
    "Int",
    "Array",
    "Semiring",
    "Unfoldable",
    "NaturalTransformation",
)
"""What of the library the fixtures may miss."""


def offered(fixture: Fixture) -> list[CodeAction]:
    """At the cursor, or of the module as a whole."""
    snapshot, module, at = fixture.snapshot, fixture.module, fixture.offset
    found = [*fixes_of(fixture.workspace, module, at, at)]
    found += refactorings(snapshot, module, at, at, ActionKind)
    return [*found, *organise_imports(snapshot, module), *fix_all(snapshot, module)]


def titles(text: str, prepare: Callable[[str], Fixture] = loaded) -> list[str]:
    """Those of the quick fixes at the cursor."""
    fixture = prepare(text)
    at = fixture.offset
    return [action.title for action in fixes_of(fixture.workspace, fixture.module, at, at)]


def chosen(fixture: Fixture, title: str) -> CodeAction:
    actions = offered(fixture)
    found = [action for action in actions if action.title == title]
    assert len(found) == 1, [action.title for action in actions]
    return found[0]


def applied(text: str, title: str, prepare: Callable[[str], Fixture] = loaded) -> str:
    """The text of the module with the cursor after an action, for which the law holds. `prepare`: what the workspace knows before."""
    fixture = prepare(text)
    action = chosen(fixture, title)
    fixed = None if action.fixes is None else action.fixes.diagnostic
    laboratory = Laboratory(fixture.workspace)
    file = fixture.workspace.files[fixture.module.path]
    before = laboratory.said()
    after = apply_edits(fixture.module.source.text, action.edits)
    laboratory.become(file, after)
    violation = judge(file, action, fixed, before, laboratory.said(), after)
    assert violation is None, violation
    return after


def only(text: str, prepare: Callable[[str], Fixture] = load) -> list[str]:
    """The titles of everything that is offered at the cursor."""
    return [action.title for action in offered(prepare(text))]

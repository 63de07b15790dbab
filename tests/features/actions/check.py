"""Code actions on fixtures, and their law: exactly the diagnostic that an action names is gone afterwards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from nova_ls.compiler.state.module import Module
from nova_ls.features.actions.code_action import CodeAction, apply_edits
from nova_ls.features.actions.quick_fixes import quick_fixes
from nova_ls.names.problems.scope import UnknownName
from tests.compiler.world import retype
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
    return list(quick_fixes(fixture.snapshot, fixture.module, fixture.offset, fixture.offset))


def titles(text: str, prepare: Callable[[str], Fixture] = loaded) -> list[str]:
    return [action.title for action in offered(prepare(text))]


def chosen(fixture: Fixture, title: str) -> CodeAction:
    actions = offered(fixture)
    found = [action for action in actions if action.title == title]
    assert len(found) == 1, [action.title for action in actions]
    return found[0]


def applied(text: str, title: str, prepare: Callable[[str], Fixture] = loaded) -> str:
    """The text of the module with the cursor after an action, for which the law holds. `prepare`: what the workspace knows before."""
    fixture = prepare(text)
    action = chosen(fixture, title)
    assert action.fixes is not None
    problem = action.fixes.diagnostic.problem
    before = problems(fixture.module)
    after = apply_edits(fixture.module.source.text, action.edits)
    become(fixture, after)
    # A name that is not in scope is missing in each place that mentions it.
    gone = before[repr(problem)] if isinstance(problem, UnknownName) else 1
    left = before - Counter({repr(problem): gone})
    now = problems(fixture.module)
    if isinstance(problem, UnknownName):
        # What has no signature is told so once its body has no error.
        now = Counter({k: v for k, v in now.items() if k in left or "MissingType" not in k})
    # What was imported for nothing may be of use now.
    left = Counter({k: v for k, v in left.items() if k in now or not k.startswith("Unused")})
    assert now == left, (now, left)
    return after


def problems(module: Module) -> Counter[str]:
    """What is wrong with a module."""
    return Counter(repr(diagnostic.problem) for _, diagnostic in module.diagnostics())


def become(fixture: Fixture, text: str) -> None:
    """Let the module with the cursor have another text."""
    workspace = fixture.workspace
    before = fixture.module.source.text
    retype(workspace, fixture.module.path, before, text)
    for _ in workspace.settle():
        pass
    module = workspace.program.modules[fixture.module.name]
    fixture.module = module

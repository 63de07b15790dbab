"""What is offered at the cursor of a fixture."""

from __future__ import annotations

from nova_ls.compiler.queries.probe import NOTHING_PROBED, probe
from nova_ls.features.completion.candidate import Completion, Completions
from nova_ls.features.completion.completion import completion
from nova_ls.features.completion.spot import spot_at
from tests.features.fixture import Fixture, load


def loaded(text: str, *read: str) -> Fixture:
    """A fixture whose workspace has looked into some modules of the library that nothing imports."""
    fixture = load(text)
    workspace = fixture.workspace
    workspace.exported_names.take_in(workspace.program.modules)
    for name in read:
        workspace.exported_names.read(name, workspace.program.modules)
    return fixture


def completions(fixture: Fixture) -> Completions | None:
    spot = spot_at(fixture.module, fixture.offset)
    if spot is None:
        return None
    probed = NOTHING_PROBED
    if spot.declarations:
        probed = probe(fixture.workspace.program.answers, fixture.module, spot.declarations)
    return completion(fixture.snapshot, spot, probed)


def offered(text: str, *read: str) -> Completions | None:
    return completions(loaded(text, *read))


def entries(text: str, *read: str) -> list[Completion]:
    found = offered(text, *read)
    return [] if found is None else found.entries


def labels(text: str, *read: str) -> list[str]:
    return [entry.label for entry in entries(text, *read)]

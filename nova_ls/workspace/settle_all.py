"""Bringing a whole workspace up to date: what was never checked first, by several processes where there are some, then all that is left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from nova_ls.compiler.model.units import Unit
from nova_ls.compiler.state.module import Module
from nova_ls.workspace.crew.crew import CrewWorker
from nova_ls.workspace.crew.share import share_first_check
from nova_ls.workspace.workspace import Workspace


def settle_all(workspace: Workspace, members: Sequence[CrewWorker] = ()) -> Iterator[Unit | Module]:
    """Check everything, in steps for which nobody waits; memory is bounded by what is open and what has changed."""
    workspace.first_check.take_time()
    return chain(
        workspace.take_packages(),
        share_first_check(workspace.program, workspace.baseline, members),
        workspace.settle(),
    )

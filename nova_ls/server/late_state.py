"""What the server keeps for handlers that are loaded late: each is made, and what it stands on imported, when somebody asks for it first."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nova_ls.features.type_search import SignatureIndex
    from nova_ls.server.sessions.changes import SessionChanges
    from nova_ls.server.sessions.evaluating.evaluations import Evaluations
    from nova_ls.server.sessions.fold_results import FoldResults
    from nova_ls.server.sessions.git_blames import GitBlames
    from nova_ls.server.sessions.observing.tested_sessions import TestedSessions
    from nova_ls.server.sessions.outline_results import OutlineResults
    from nova_ls.server.sessions.token_results import TokenResults


class LateState:
    """A part of the server. Imports stand in the functions: they are what is put off."""

    @abstractmethod
    def in_thread(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        """Do something that waits for disks in a thread; `done` gets what it came to, in the loop."""

    @abstractmethod
    def go_on(self) -> None:
        """See to it that what is stale is checked when there is nothing else to do."""

    @cached_property
    def changes(self) -> SessionChanges:
        """What is known of the last changes."""
        from nova_ls.server.sessions.changes import SessionChanges

        return SessionChanges()

    @cached_property
    def git_blames(self) -> GitBlames:
        """What git says of files."""
        from nova_ls.server.sessions.git_blames import GitBlames

        return GitBlames(self.in_thread, self.go_on)

    @cached_property
    def evaluations(self) -> Evaluations:
        """The evaluators of comments' examples."""
        from nova_ls.server.sessions.evaluating.evaluations import Evaluations

        return Evaluations(self.in_thread, self.go_on)

    @cached_property
    def tested_sessions(self) -> TestedSessions:
        """The tests of workspaces."""
        from nova_ls.server.sessions.observing.tested_sessions import TestedSessions

        return TestedSessions(self.in_thread, self.go_on)

    @cached_property
    def tokens(self) -> TokenResults:
        """Semantic tokens as they were told."""
        from nova_ls.server.sessions.token_results import TokenResults

        return TokenResults()

    @cached_property
    def folds(self) -> FoldResults:
        """Folds as they were told."""
        from nova_ls.server.sessions.fold_results import FoldResults

        return FoldResults()

    @cached_property
    def outlines(self) -> OutlineResults:
        """Outlines as they were told."""
        from nova_ls.server.sessions.outline_results import OutlineResults

        return OutlineResults()

    @cached_property
    def signatures(self) -> SignatureIndex:
        """The index for searches by type."""
        from nova_ls.features.type_search import SignatureIndex

        return SignatureIndex()

    def end_processes(self) -> None:
        """End the processes in which code of workspaces runs, where there are any."""
        if "evaluations" in vars(self):
            self.evaluations.close()
        if "tested_sessions" in vars(self):
            self.tested_sessions.close()

    def take_test_news(self) -> bool:
        """Whether tests came to something that was not shown yet."""
        return "tested_sessions" in vars(self) and self.tested_sessions.take_news()

"""The settings of the section `nova`, defined here once: the server reads them by this, and what editors and docs/ say of them is compared with it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, TypeAlias

from nova_ls.base.slotted import value

Value: TypeAlias = str | bool


@value
class Setting:
    """`choices`: what a word may be, and what each means; none for what is on or off."""

    name: str
    default: Value
    description: str
    choices: tuple[tuple[str, str], ...] = ()
    is_users_own: bool = False
    """Whether what a workspace brings with it may not decide it."""

    def read(self, section: Any) -> Value:
        """What a client set it to; what is missing, or no value of it, is as if it had not been set."""
        for part in self.name.split("."):
            section = section.get(part) if isinstance(section, dict) else None
        if self.choices:
            known = {choice for choice, _ in self.choices}
            return section if isinstance(section, str) and section in known else self.default
        return section if isinstance(section, bool) else self.default


DIAGNOSTICS_SCOPE: Final = Setting(
    "diagnostics.scope",
    "workspace",
    "Of which files problems are shown.",
    (
        ("workspace", "Of every file of the workspace."),
        ("openFiles", "Of the files that are open."),
    ),
)
CODE_LENSES: Final = {
    "history": Setting(
        "codeLens.history",
        False,
        "Show above each declaration when, by whom and how often it was changed.",
    ),
    "references": Setting(
        "codeLens.references", False, "Show above each declaration how many uses it has."
    ),
    "signatures": Setting(
        "codeLens.signatures",
        False,
        "Show above top-level values without a signature the one they could have; a click writes it.",
    ),
    "tests": Setting(
        "codeLens.tests",
        True,
        "Show the last result above each signed test of a `Test.*` module; a click runs it.",
    ),
}
"""By the kind of lens that each switches."""

EVALUATE_LENS: Final = Setting(
    "codeLens.evaluate",
    True,
    "Show above expressions in comments (`-- >>>`) that they can be evaluated.",
)
TESTS_RUN: Final = Setting(
    "tests.run",
    "never",
    "When tests run by themselves. Failures are shown as problems.",
    (
        ("never", "Only when they are asked for."),
        ("save", "After each save, the tests that it reaches."),
        ("type", "After edits as well, once typing pauses: the tests that they reach."),
    ),
)
TRUSTED: Final = Setting(
    "trusted",
    True,
    "Whether code of the workspace may run: tests, and expressions in comments. Nothing does where the editor does not trust the workspace, whatever stands here.",
    is_users_own=True,
)

INLAY_HINTS: Final = {
    "topLevel": Setting(
        "inlayHints.topLevel",
        True,
        "Show the inferred types of top-level values without a signature.",
    ),
    "local": Setting(
        "inlayHints.local", True, "Show the inferred types of local bindings without a signature."
    ),
    "wildcards": Setting(
        "inlayHints.wildcards", True, "Show what a wildcard in a type stands for."
    ),
    "instances": Setting(
        "inlayHints.instances",
        False,
        "Show which instance was chosen where a constrained value is used.",
    ),
}
"""By the kind of hint that each switches."""

CHECK_WORKERS: Final = Setting(
    "check.workers",
    True,
    "Let other processes help to check a large project of which nothing is known yet.",
)
LOG_LEVEL: Final = Setting(
    "logLevel",
    "info",
    "How much the server writes to its log.",
    (
        ("error", "What went wrong in the server."),
        ("warning", "Anything unexpected, too."),
        ("info", "Anything that may be of interest, too."),
        ("debug", "Everything."),
    ),
)


def all_settings() -> Iterator[Setting]:
    """In the order in which they are shown."""
    yield DIAGNOSTICS_SCOPE
    yield TRUSTED
    yield EVALUATE_LENS
    yield TESTS_RUN
    yield CHECK_WORKERS
    yield from CODE_LENSES.values()
    yield from INLAY_HINTS.values()
    yield LOG_LEVEL

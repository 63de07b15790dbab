"""The law of code actions: applied where it is offered, the program type-checks as before, or exactly what an action fixes is gone.

An action that leaves holes says so by their names in its text. What is fixed may show what was hidden behind it, and what an
action takes out may have been the last use of something.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from random import Random

from nova_ls.base.diagnostic import Diagnostic
from nova_ls.base.lines import Encoding
from nova_ls.compiler.queries.probe import count_errors
from nova_ls.compiler.state.module import Module, ModuleOrigin
from nova_ls.compiler.state.module_diagnostics import module_diagnostics
from nova_ls.diagnostics import render
from nova_ls.features.actions.code_action import ActionKind, CodeAction, apply_edits
from nova_ls.features.actions.fix_all import fix_all
from nova_ls.features.actions.organise_imports import organise_imports
from nova_ls.features.actions.quick_fixes import quick_fixes
from nova_ls.features.actions.refactorings import refactorings
from nova_ls.features.actions.tried import tried
from nova_ls.syntax import tree as t
from nova_ls.syntax.lexer import lex
from nova_ls.syntax.walk import descendants
from nova_ls.workspace.snapshot import Snapshot
from nova_ls.workspace.source_file import File, TextChange
from nova_ls.workspace.workspace import Workspace
from tests.compiler.world import settle
from tests.features.actions.planted import Fault, faults

Said = tuple[str, str, str]
"""Module, code, first line of a message."""

CONSEQUENCES = (
    "Unused",
    "MissingTypeDeclaration",
    "ShadowedName",
    "ImplicitImport",
    "HidingImport",
)
_HIDDEN_BEHIND = ("UnknownName", "ModuleNotFound", "HoleInferredType", "UnknownImport")


@dataclass(frozen=True)
class Violation:
    """What an action did that it should not have."""

    module: str
    title: str
    appeared: tuple[Said, ...]
    remained: str
    before: str
    after: str

    def __str__(self) -> str:
        said = "; ".join([f"{code}: {message}" for _, code, message in self.appeared])
        return f"{self.module}: {self.title}: {said or self.remained}"


def fixes_of(workspace: Workspace, module: Module, start: int, end: int) -> Iterator[CodeAction]:
    """The quick fixes between two offsets, tried as the server does it."""
    offered = quick_fixes(workspace.snapshot(Encoding.UTF32), module, start, end)
    return tried(offered, partial(count_errors, workspace.program.answers))


def offered_in(workspace: Workspace, module: Module, random: Random, most: int) -> list[CodeAction]:
    """The actions of a module: of its diagnostics, of the module as a whole, and at some of its tokens."""
    snapshot, end = workspace.snapshot(Encoding.UTF32), len(module.source.text)
    found = list(fixes_of(workspace, module, 0, end))
    found += organise_imports(snapshot, module)
    found += fix_all(snapshot, module)
    tokens = lex(module.source.text)
    chosen = range(len(tokens.starts))
    for index in random.sample(chosen, min(most, len(chosen))):
        at = tokens.starts[index]
        found += refactorings(snapshot, module, at, at, list(ActionKind))
    spans = list(_expressions(module))
    for start, end in random.sample(spans, min(most // 3, len(spans))):
        found += refactorings(snapshot, module, start, end, [ActionKind.EXTRACT])
    return list({(each.title, each.edits): each for each in found}.values())


def _expressions(module: Module) -> Iterator[tuple[int, int]]:
    """Where the expressions stand that somebody may select."""
    for chunk in module.source.chunks:
        base = module.source.offset_of(chunk)
        for declaration in chunk.tree.declarations:
            for node in descendants(declaration):
                if isinstance(node, t.Application | t.OperatorChain | t.Parenthesised | t.Lambda):
                    yield base + node.start, base + node.end


class Laboratory:
    """A workspace in which texts are changed and changed back."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.applied: Counter[str] = Counter()

    def module(self, file: File) -> Module:
        assert file.module is not None
        return file.module

    def snapshot(self) -> Snapshot:
        return self.workspace.snapshot(Encoding.UTF32)

    def become(self, file: File, text: str) -> None:
        """Let a file have another text, and check what that reaches."""
        self.workspace.change_document(file.path, [TextChange(None, text)], None, Encoding.UTF32)
        settle(self.workspace)

    def said(self) -> Counter[Said]:
        """What is wrong in the modules of the workspace."""
        found: Counter[Said] = Counter()
        for module in list(self.workspace.program.modules.values()):
            if module.origin is ModuleOrigin.WORKSPACE:
                found.update(said_of(module))
        return found

    def violations(self, file: File, random: Random, most: int) -> Iterator[Violation]:
        """What the actions that are offered in a file do wrong."""
        before, text = self.said(), file.source.text
        actions = offered_in(self.workspace, self.module(file), random, most)
        kept = [(action, fixed_by(action)) for action in actions]
        for action, fixed in kept:
            self.applied[re.sub(r"`[^`]*`|\d+", "…", action.title)] += 1
            after = apply_edits(text, action.edits)
            self.become(file, after)
            for made in action.created:
                self.workspace.open_document(made.path, made.text, 1)
            settle(self.workspace)
            violation = judge(file, action, fixed, before, self.said(), after)
            for made in action.created:
                self.workspace.close_document(made.path)
            self.become(file, text)
            if violation is not None:
                yield violation

    def violations_of_faults(self, file: File, random: Random, most: int) -> Iterator[Violation]:
        """The same where some faults are planted, one at a time."""
        by_kind: dict[str, list[Fault]] = {}
        for fault in faults(self.module(file)):
            by_kind.setdefault(fault.kind, []).append(fault)
        text = file.source.text
        for kind in sorted(by_kind):
            for fault in random.sample(by_kind[kind], min(most, len(by_kind[kind]))):
                self.become(file, apply_edits(text, [fault.edit]))
                if file.module is not None:
                    yield from self.violations(file, random, 0)
                self.become(file, text)


def said_of(module: Module) -> Counter[Said]:
    """What is wrong in a module."""
    return Counter(_said(module, diagnostic) for _, diagnostic in module_diagnostics(module))


def _said(module: Module, diagnostic: Diagnostic) -> Said:
    return module.name, diagnostic.code, render(diagnostic).split("\n")[0]


def fixed_by(action: CodeAction) -> Diagnostic | None:
    """The diagnostic that is to be gone."""
    return None if action.fixes is None else action.fixes.diagnostic


def judge(
    file: File,
    action: CodeAction,
    fixed: Diagnostic | None,
    before: Counter[Said],
    now: Counter[Said],
    after: str,
) -> Violation | None:
    """What is wrong with a state after an action; None: nothing is."""
    assert file.module is not None
    name = file.module.name
    holes = set(re.findall(r"\?([\w']+)", "".join([edit.text for edit in action.edits])))
    # Within a match that leaves cases out others may do so unnoticed.
    is_partial = fixed is not None and fixed.code == "NoInstanceFound" and bool(holes)
    appeared = [
        said
        for said in (now - before)
        if not (said[1] == "HoleInferredType" and holes)
        and not said[1].startswith(CONSEQUENCES)
        and not (fixed is not None and fixed.code in _HIDDEN_BEHIND)
        and not (said[1] == "NoInstanceFound" and is_partial)
    ]
    remained = ""
    if fixed is not None:
        said = _said(file.module, fixed)
        if now[said] >= before[said] > 0 and not is_partial:
            remained = f"{fixed.code} is still there"
    if not appeared and not remained:
        return None
    return Violation(name, action.title, tuple(appeared), remained, "", after)

"""What came of an input, as text: what goes to standard output and what to standard error."""

from __future__ import annotations

from functools import partial

from nova_ls.base.diagnostic import Diagnostic
from nova_ls.base.lines import Encoding
from nova_ls.base.slotted import value
from nova_ls.compiler.state.module import Module
from nova_ls.diagnostics import render
from nova_ls.diagnostics.words import paragraphs
from nova_ls.evaluation.expressions import ExpressionProblems, ExpressionSpan
from nova_ls.features.hints import has_hint, hint
from nova_ls.features.scope_folder import ScopeFolder
from nova_ls.prompt.told_outcome import marked
from nova_ls.workspace.workspace import Workspace


@value
class Told:
    """`problem` "": there is none."""

    output: str = ""
    problem: str = ""


def told_problems(
    workspace: Workspace, module: Module, problems: ExpressionProblems, text: str
) -> Told:
    """Why an input came to nothing: in the words of the editor, each problem at its place in what was typed."""
    said = [
        marked(each.code, message(workspace, module, each), place, text)
        for each, place in problems.found
    ]
    return Told(problem="\n".join([*said, *([problems.reason] if problems.reason else [])]))


def message(workspace: Workspace, module: Module, diagnostic: Diagnostic) -> str:
    """What is wrong, and what else there is to say of it."""
    snapshot = workspace.snapshot(Encoding.UTF32)
    text = render(diagnostic, partial(ScopeFolder().fold, snapshot, module))
    if not has_hint(diagnostic.problem):
        return text
    exported, modules = workspace.exported_names, workspace.program.modules
    while not exported.is_complete and exported.read_next(modules):
        pass
    exported.take_in(modules)
    return paragraphs(text, hint(workspace.snapshot(Encoding.UTF32), module, diagnostic.problem))


def place_in(text: str, start: int, end: int, line: int, indent: int) -> ExpressionSpan:
    """A span of a text that stands so many lines further down and so many columns further right."""

    def at(offset: int) -> tuple[int, int]:
        above, _, own = text[:offset].rpartition("\n")
        row = above.count("\n") + (1 if "\n" in text[:offset] else 0)
        return row + line, max(len(own) + indent, 0)

    return ExpressionSpan(*at(start), *at(end))

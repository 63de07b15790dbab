"""A session at the prompt: takes one input after the other and says what came of each.

Imports and declarations are kept in the scratch module; one that is typed again takes the place of what had its name. Each expression is run
in a child of the evaluator, which is gone afterwards: what it did is not there for the next one, what was declared is.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence

from nova_ls.base.diagnostic import Diagnostic, Severity
from nova_ls.base.keys import Space, element_key
from nova_ls.base.lines import Encoding
from nova_ls.compiler.code import make_ready
from nova_ls.compiler.state.module import Module
from nova_ls.evaluation.evaluation import Evaluation
from nova_ls.evaluation.expressions import ExpressionProblems, ExpressionSpan, ExpressionText
from nova_ls.evaluation.scratch_module import Piece, ScratchModule
from nova_ls.features.evaluate_comments import told_outcome
from nova_ls.features.fold_synonyms import synonyms_of
from nova_ls.features.signature import signature
from nova_ls.prompt.interrupts import Interrupts
from nova_ls.prompt.read_input import InputKind, Reading, read
from nova_ls.prompt.told import Told, message, place_in, told_problems
from nova_ls.workspace.disk import Stamps
from nova_ls.workspace.snapshot import Snapshot
from nova_ls.workspace.workspace import Workspace

Command = Callable[["ScratchSession", str], Told]

_BINDS: str = (
    "Each line is run in a process of its own, so what an action gives cannot be kept; "
    "bind the action (`x = …`), or write one `do`."
)


class ScratchSession:
    """`scratch`: where what is typed stands. `is_over`: somebody has asked to leave. `commands`: by name."""

    def __init__(
        self,
        workspace: Workspace,
        evaluation: Evaluation,
        commands: dict[str, Command],
        host: Module | None = None,
    ) -> None:
        self.workspace = workspace
        self.evaluation = evaluation
        self.commands = commands
        self.is_over = False
        self.scratch = ScratchModule(workspace, host)
        self.stamps: Stamps = {}
        self._interrupts = Interrupts()

    @property
    def module(self) -> Module:
        """The scratch module, whose names can be looked up."""
        module = self.scratch.module
        make_ready(self.workspace.program, module)
        return module

    @property
    def snapshot(self) -> Snapshot:
        """What features read."""
        return self.workspace.snapshot(Encoding.UTF32)

    def goes_on(self, text: str) -> bool:
        """Whether an input is not complete: its next line is waited for. A block that was begun may go on, but need not."""
        found = read(text)
        return found.goes_on or self._awaits_equation(found)

    def may_go_on(self, text: str) -> bool:
        """Whether an input is not complete, or ends in a block to which more may belong."""
        return read(text).is_open or self.goes_on(text)

    def take(self, text: str) -> Told:
        """Do what an input says."""
        self.scratch.show()
        found = read(text)
        with self._interrupts:
            try:
                return self._take(found, text)
            except KeyboardInterrupt:
                return Told(problem="it was interrupted")

    def _take(self, found: Reading, text: str) -> Told:
        if found.kind is InputKind.COMMAND:
            return self._command(text.strip()[1:])
        if found.kind is InputKind.IMPORT:
            return self._keep(found.pieces, (), text)
        if found.kind is InputKind.DECLARATIONS:
            return self._keep((), found.pieces, text)
        if found.kind is InputKind.EXPRESSION:
            return self._evaluate(text)
        return Told()

    def _awaits_equation(self, found: Reading) -> bool:
        """Whether an input is the signature of something that nobody knows yet."""
        if not found.signed:
            return False
        scope = self.module.scope
        return scope is None or scope.lookup(Space.VALUE, "", found.signed) is None

    def _command(self, text: str) -> Told:
        name, _, argument = text.partition(" ")
        command = self.commands.get(name.strip())
        if command is None:
            return Told(problem=f"there is no command :{name}; `:help` lists them")
        return command(self, argument.strip())

    # ------------------------------------------------------------------ expressions

    def _evaluate(self, text: str) -> Told:
        written = ExpressionText(text)
        module = self.scratch.module
        prepared = self._interrupts.through(self.evaluation.expressions.prepare(module, written))
        if isinstance(prepared, ExpressionProblems):
            if prepared.found and _binds(text):
                return Told(problem=_BINDS)
            return told_problems(self.workspace, module, prepared, text)
        evaluator = self.evaluation.evaluator
        try:
            with self._interrupts.waiting():
                result = evaluator.run(prepared)
        except KeyboardInterrupt:
            result = evaluator.stop()
        told = told_outcome(self.workspace.program, result)
        if result.problem is None:
            return Told(told)
        output = result.output.rstrip("\n")
        return Told(output, told[len(output) :].lstrip("\n"))

    # ------------------------------------------------------------------ declarations

    def _keep(self, imports: Sequence[Piece], declarations: Sequence[Piece], text: str) -> Told:
        """Keep what was typed, if nothing is wrong with it."""
        scratch = self.scratch
        before = scratch.imports, scratch.declarations
        names = frozenset[tuple[Space, str]]().union(*[each.names for each in declarations])
        known = {each.text for each in imports}
        kept = [each for each in scratch.declarations if not each.names & names]
        same = [each for each in scratch.imports if each.text not in known]
        try:
            scratch.keep([*same, *imports], [*kept, *declarations])
            self._interrupts.through(self.checked())
        except KeyboardInterrupt:
            scratch.keep(*before)
            raise
        own, broken = self.problems((*imports, *declarations))
        if own:
            told = told_problems(
                self.workspace, scratch.module, ExpressionProblems(tuple(own)), text
            )
            scratch.keep(*before)
            return told
        said = [
            f"{piece.text.partition(chr(10))[0]}\n  {message(self.workspace, scratch.module, each)}"
            for piece, each in broken
        ]
        problem = "\n".join(["This is wrong now:", *said]) if said else ""
        return Told(self._declared(declarations), problem)

    def checked(self) -> Generator[None, None, None]:
        """Bring all that is told of the scratch module up to date, in steps."""
        module = self.scratch.module
        if self.workspace.program.is_current(module):
            return
        for step in self.workspace.settle(self.scratch.file):
            if step is module:
                return
            yield

    def problems(
        self, pieces: Sequence[Piece]
    ) -> tuple[list[tuple[Diagnostic, ExpressionSpan]], list[tuple[Piece, Diagnostic]]]:
        """The errors in some pieces, each at its place in their input, and those in others."""
        own: list[tuple[Diagnostic, ExpressionSpan]] = []
        broken: list[tuple[Piece, Diagnostic]] = []
        source = self.scratch.file.source
        for chunk, each in self.workspace.diagnostics(self.scratch.file):
            if each.severity is not Severity.ERROR:
                continue
            start = source.offset_of(chunk, each.start)
            found = self.scratch.piece_at(start)
            if found is None:
                continue
            piece, within = found
            if piece in pieces:
                end = within + each.end - each.start
                place = place_in(piece.text, within, end, piece.line, piece.indent)
                own.append((each, place))
            else:
                broken.append((piece, each))
        return own, broken

    def _declared(self, pieces: Sequence[Piece]) -> str:
        """The types of the values that were declared."""
        module, snapshot = self.scratch.module, self.snapshot
        synonyms = synonyms_of(snapshot, module)
        said = [
            signature(snapshot, element_key(module.name, space, name), synonyms)
            for piece in pieces
            if _is_value(piece)
            for space, name in sorted(piece.names)
        ]
        return "\n".join(filter(None, said))


def _is_value(piece: Piece) -> bool:
    return all(space is Space.VALUE for space, _ in piece.names) and bool(piece.names)


def _binds(text: str) -> bool:
    """Whether an input is the binding of an action's result."""
    first, arrow, _ = text.partition("<-")
    return bool(arrow) and first.strip().isidentifier()

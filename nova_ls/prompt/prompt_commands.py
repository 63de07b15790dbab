"""The commands of the prompt."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Final

from nova_ls.base.diagnostic import Severity
from nova_ls.base.keys import ElementKey, Space, element_key
from nova_ls.evaluation.evaluation import at_once
from nova_ls.evaluation.expressions import ExpressionProblems, ExpressionText
from nova_ls.evaluation.scratch_module import Piece, ScratchModule
from nova_ls.features.documentation import documentation
from nova_ls.features.evaluate_comments import told_type
from nova_ls.features.fold_synonyms import fold_synonyms, synonyms_of
from nova_ls.features.signature import WIDTH, signature
from nova_ls.history.did_you_mean import did_you_mean
from nova_ls.names.modules.exports import Exports
from nova_ls.prompt.prompt_session import Command, ScratchSession
from nova_ls.prompt.told import Told, told_problems
from nova_ls.types.core.interface import ClassInterface, SynonymInterface
from nova_ls.types.render.render_type import render_type
from nova_ls.workspace.discovery import workspace_files
from nova_ls.workspace.disk import Stamps, stamps_of

_KIND: Final = "Kind'of"
"""The name of the synonym whose kind is asked for."""

_SPACES: Final = (
    Space.VALUE,
    Space.VALUE_OPERATOR,
    Space.CONSTRUCTOR,
    Space.TYPE,
    Space.TYPE_OPERATOR,
    Space.CLASS,
)
_HELP: Final = """\
EXPRESSION           evaluate it; an action is run
NAME = EXPRESSION    keep a declaration, of any kind; `let` may stand before values
import MODULE        keep an import
:type EXPRESSION     the type of an expression (:t)
:kind TYPE           the kind of a type or class (:k)
:doc NAME            what is known of a name, imported or `Module.name` (:d)
:browse [MODULE]     what a module exports, or what was declared here (:b)
:load MODULE         begin anew inside of a module, with all its names (:l); without one: outside
:reload              take in what changed on disk; what was declared here stays (:r)
:clear               forget what was declared and imported here
:quit                leave (:q, or Ctrl-D)
An input goes on in the next line until it is complete; an empty line ends a block. Lines between :{ and :} are one input."""


def type_of(session: ScratchSession, text: str) -> Told:
    """The type of an expression."""
    if not text:
        return _needs("an expression", "type")
    module = session.scratch.module
    found = session.evaluation.expressions.type_of(module, ExpressionText(text))
    if isinstance(found, ExpressionProblems):
        return told_problems(session.workspace, module, found, text)
    return Told(told_type(text, fold_synonyms(found, synonyms_of(session.snapshot, module))))


def kind_of(session: ScratchSession, text: str) -> Told:
    """The kind of a type or a class."""
    if not text:
        return _needs("a type", "kind")
    module, scope = session.module, session.module.scope
    qualifier, _, name = text.rpartition(".")
    found = None if scope is None else scope.lookup(Space.CLASS, qualifier, name)
    if isinstance(found, ElementKey):
        scheme = session.workspace.program.answers.scheme(found)
        if scheme is not None and isinstance(scheme.interface, ClassInterface):
            return Told(f"{text} :: {render_type(scheme.interface.kind, WIDTH)}")
    lines = text.split("\n")
    declaration = "\n  ".join([f"type {_KIND} =", *lines])
    piece = Piece(declaration, frozenset(), -1, -2)
    session.scratch.show(declarations=[piece])
    try:
        at_once(session.checked())
        own, _ = session.problems([piece])
        if own:
            return told_problems(session.workspace, module, ExpressionProblems(tuple(own)), text)
        key = element_key(module.name, Space.TYPE, _KIND)
        scheme = session.workspace.program.answers.scheme(key)
        if scheme is None or not isinstance(scheme.interface, SynonymInterface):
            return Told(problem=f"{text} is not a type")
        return Told(f"{text} :: {render_type(scheme.interface.kind, WIDTH)}")
    finally:
        session.scratch.show()


def doc_of(session: ScratchSession, text: str) -> Told:
    """The declaration of a name and what its author says."""
    if not text:
        return _needs("a name", "doc")
    said = [_told_element(session, key) for key in _meanings(session, text)]
    if not said:
        return Told(problem=f"nothing is called {text} here")
    return Told("\n\n".join(said))


def _meanings(session: ScratchSession, text: str) -> Iterator[ElementKey]:
    """What a name means in the scratch module; with the name of a module before it, what it means there."""
    program = session.workspace.program
    scope, word = session.module.scope, text.strip("()`")
    qualifier, dot, name = word.rpartition(".")
    if not name:  # an operator of dots
        qualifier, name = "", word
    seen: dict[ElementKey, None] = {}
    for space in _SPACES:
        found = None if scope is None else scope.lookup(space, qualifier, name)
        if isinstance(found, ElementKey):
            seen[found] = None
    exports = program.answers.exports_of(qualifier) if dot and qualifier and not seen else None
    for space in _SPACES if exports is not None else ():
        exported = None if exports is None else exports.get(space, name)
        if exported is not None:
            seen[exported] = None
    module = program.answers.find_module(word) if word[:1].isupper() else None
    if module is not None and not seen:
        program.answers.exports_of(word)
        seen[module.key] = None
    yield from seen


def _told_element(session: ScratchSession, key: ElementKey) -> str:
    bring(session, key)
    snapshot = session.snapshot
    parts = [signature(snapshot, key, synonyms_of(snapshot, session.module)) or key.name]
    if key.space is not Space.MODULE and key.namespace != session.module.name:
        parts.append(f"-- of {key.namespace}")
    return "\n".join(filter(None, [*parts, documentation(snapshot, key)]))


def bring(session: ScratchSession, key: ElementKey) -> None:
    """See that an element's interface is known, and its declaration if it is of an operator."""
    program = session.workspace.program
    if key.space is not Space.MODULE and program.answers.find_module(key.namespace) is not None:
        program.answers.scheme(key)


def browse(session: ScratchSession, text: str) -> Told:
    """What a module exports."""
    program = session.workspace.program
    if not text:
        name = session.scratch.module.name
        declared = sorted({each for piece in session.scratch.declarations for each in piece.names})
        keys = [element_key(name, space, each) for space, each in declared]
    else:
        exports = program.answers.exports_of(text)
        if exports is None:
            known = did_you_mean(text, sorted(session.workspace.library.list_names()))
            return Told(problem=f"there is no module {text}{known}")
        keys = list(_exported(exports))
    for key in keys:
        bring(session, key)
    snapshot = session.snapshot
    said = [signature(snapshot, key) or "" for key in keys if key.space is not Space.INSTANCE]
    return Told("\n".join(filter(None, said)))


def _exported(exports: Exports) -> Iterator[ElementKey]:
    """Types and classes first; constructors are shown with their types."""
    for space in (Space.TYPE, Space.CLASS, Space.VALUE, Space.VALUE_OPERATOR, Space.TYPE_OPERATOR):
        for name in sorted(exports.tables[space]):
            yield exports.tables[space][name]


def load(session: ScratchSession, text: str) -> Told:
    """Stand in a module from now on."""
    program = session.workspace.program
    host = program.answers.find_module(text) if text else None
    if text and host is None:
        return Told(problem=f"there is no module {text}{did_you_mean(text, program.modules)}")
    session.scratch.close()
    session.scratch = ScratchModule(session.workspace, host)
    return _checked(session)


def reload(session: ScratchSession, _: str) -> Told:
    """Take in what changed on disk."""
    started = time.perf_counter()
    workspace, before = session.workspace, session.stamps
    session.stamps = source_stamps(session)
    changed = [
        path for path in {*before, *session.stamps} if before.get(path) != session.stamps.get(path)
    ]
    for path in changed:
        workspace.reload(path)
    if session.scratch.host is not None:
        session.scratch.read_host()
    told = _checked(session)
    files = "1 file" if len(changed) == 1 else f"{len(changed) or 'no'} files"
    passed = (time.perf_counter() - started) * 1000
    return Told(
        "\n".join(filter(None, [f"{files} changed; {passed:.0f} ms", told.output])), told.problem
    )


def source_stamps(session: ScratchSession) -> Stamps:
    """How the files of the workspace look on disk, without the session's own."""
    workspace = session.workspace
    paths = set(workspace.files)
    if workspace.root is not None and workspace.manifest is not None:
        paths.update(workspace_files(workspace.root, workspace.manifest))
    if session.scratch.host is None:
        paths.discard(session.scratch.path)
    return stamps_of(paths)


def _checked(session: ScratchSession) -> Told:
    """Check the scratch module with its host; how many errors there are."""
    at_once(session.checked())
    file = session.scratch.file
    errors = [
        each for _, each in session.workspace.diagnostics(file) if each.severity is Severity.ERROR
    ]
    if not errors:
        return Told()
    count = "1 error" if len(errors) == 1 else f"{len(errors)} errors"
    return Told(problem=f"{file.name or file.path.name} has {count}; what needs that cannot run")


def clear(session: ScratchSession, _: str) -> Told:
    """Forget what was typed."""
    session.scratch.keep((), ())
    return Told()


def leave(session: ScratchSession, _: str) -> Told:
    """End the session."""
    session.is_over = True
    return Told()


def help(_session: ScratchSession, _: str) -> Told:
    """What can be typed."""
    return Told(_HELP)


def _needs(what: str, command: str) -> Told:
    return Told(problem=f"{what} is to be given; `:help` says more on :{command}")


_NAMED: Final[dict[str, Command]] = {
    "type": type_of,
    "kind": kind_of,
    "doc": doc_of,
    "browse": browse,
    "load": load,
    "reload": reload,
    "clear": clear,
    "quit": leave,
    "help": help,
}
_SHORT: Final = {"t": "type", "k": "kind", "d": "doc", "b": "browse", "l": "load", "r": "reload", "q": "quit", "h": "help", "?": "help"}  # fmt: skip
COMMANDS: Final[dict[str, Command]] = _NAMED | {
    short: _NAMED[name] for short, name in _SHORT.items()
}
"""By their names, whole and short."""

NAMES: Final = tuple(f":{name}" for name in _NAMED)

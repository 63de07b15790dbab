"""How each request gets up to date what it needs before its feature reads: the one place where a request makes anything run.

Features read a snapshot, which computes nothing and looks for no file. So a handler names its method here first; then it reads.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from nova_ls.base.keys import ElementKey, Space
from nova_ls.compiler.program import Program
from nova_ls.compiler.state.module import Module
from nova_ls.features.record_labels import label_at
from nova_ls.server.rpc.needs import NEEDS, Need
from nova_ls.server.sessions.checker import FOR_AN_ANSWER
from nova_ls.server.sessions.session import Session
from nova_ls.types.core.interface import DataInterface, OperatorInterface
from nova_ls.workspace.recorded_mentions import are_told, has_name
from nova_ls.workspace.source_file import File

if TYPE_CHECKING:
    from nova_ls.compiler.queries.probe import Probed
    from nova_ls.features.actions.tried import CountErrors
    from nova_ls.features.completion.spot import Spot


def bring_document(session: Session, path: Path) -> tuple[Session, File] | None:
    """An open document and the session that looks into it, up to date as far as a moment allows; None: it is not open."""
    file = session.catch_up(path, FOR_AN_ANSWER)
    if file is None:
        return None
    if file.module is None and file.twin is not None:
        return session.second(file)
    return session, file


def bring_place(session: Session, method: str, file: File, offset: int) -> None:
    """What a method needs at a place in a document that is up to date."""
    need, module = NEEDS[method], file.module
    if module is None:
        return
    program = session.workspace.program
    if need is not Need.DOCUMENT:
        session.bring_declaration(file, offset)
    if need is Need.IMPORTS:
        from nova_ls.features.completion.lists import listed_module  # loaded with completion

        session.workspace.library.list_names()
        listed = listed_module(module, offset)
        if listed is not None:
            program.answers.exports_of(listed)
    elif need in (Need.NAME, Need.MENTIONS, Need.USES):
        use = session.snapshot().name_at(module, offset)
        if use is not None and need is Need.MENTIONS:
            session.expand_mentions(use.target)
        if use is not None and need is not Need.NAME:
            session.workspace.library.list_names()  # a module may be about to get one of them
        label = None if need is Need.NAME else label_at(session.snapshot(), module, offset)
        if label is not None:
            session.expand_words([label.label])
        if use is not None and isinstance(use.target, ElementKey):
            _bring_element(program, use.target)


LOOKED_THROUGH: Final = 50
"""So many texts are looked through in one step."""


def bring_uses(session: Session, module: Module, offset: int) -> Iterator[None]:
    """In steps, beside `bring_place`: what of other modules has to be known for `Need.USES`."""
    use = session.snapshot().name_at(module, offset)
    if use is not None and isinstance(use.target, ElementKey):
        yield from bring_uses_of(session, use.target)


def bring_uses_of(session: Session, key: ElementKey) -> Iterator[None]:
    """Every module that may mention an element is stale now, but for those whose records tell all mentions."""
    for number, module in enumerate(list(session.workspace.program.modules.values())):
        if module.is_restored and has_name(module, key) and not are_told(module, key):
            session.expand(module)
        if number % LOOKED_THROUGH == 0:
            yield


def bring_mentions_of(session: Session, key: ElementKey) -> Iterator[None]:
    """Every module that may mention an element is stale now."""
    session.expand_mentions(key)
    yield


LONGEST_PROBED: Final = 20_000
"""A declaration of more characters is not checked once more for the sake of what it wants at a place."""


def bring_spot(session: Session, spot: Spot) -> Probed:
    """What a completion offers at a spot: the names of the modules that its qualifier may mean, and what the place wants."""
    from nova_ls.compiler.queries.probe import NOTHING_PROBED, probe  # loaded with completion
    from nova_ls.features.completion.absent import importer, modules_called

    workspace = session.workspace
    program, exported = workspace.program, workspace.exported_names
    exported.take_in(program.modules)
    qualifier = spot.word.qualifier[:-1]
    if qualifier:
        snapshot = session.snapshot()
        for name in modules_called(snapshot, importer(snapshot, spot.module), qualifier):
            exported.read(name, program.modules)
    is_long = len(spot.cursor.chunk.text) > LONGEST_PROBED
    if is_long or not spot.declarations:
        return NOTHING_PROBED
    return probe(program.answers, spot.module, spot.declarations)


def counting_errors(session: Session) -> CountErrors:
    """How many errors declarations would have in a module of a session."""
    from nova_ls.compiler.queries.probe import count_errors  # loaded with completion

    return partial(count_errors, session.workspace.program.answers)


def bring_element(session: Session, key: ElementKey) -> None:
    """What is shown of an element that a request names."""
    _bring_element(session.workspace.program, key)


def bring_exporters(session: Session, name: str) -> None:
    """What the modules export that may export a name: those whose text has it, imported or not."""
    workspace = session.workspace
    program, library, exported = workspace.program, workspace.library, workspace.exported_names
    for module in list(program.modules.values()):
        if module.exports is None and name in module.source.text:
            program.answers.exports_of(module.name)
    exported.take_in(program.modules)
    if exported.is_complete:
        return
    for each in library.list_names():
        if each not in program.modules and exported.of_module(each) is None:
            found = library.find(each)
            if found is not None and name in found[2]:
                exported.read(each, program.modules)


def bring_files(session: Session) -> None:
    """The files of a workspace, as many as can be read in the time that a request may take."""
    session.checker.take_in_files()


def _bring_element(program: Program, key: ElementKey) -> None:
    """The interface of an element, with those that it is shown with, and the module that declares it."""
    if program.answers.find_module(key.namespace) is None or key.space is Space.MODULE:
        return
    scheme = program.answers.scheme(key)
    match None if scheme is None else scheme.interface:
        case OperatorInterface(target=target):
            program.answers.scheme(target)
        case DataInterface(constructors=constructors):
            for constructor in constructors:
                program.answers.scheme(constructor)

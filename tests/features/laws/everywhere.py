"""The laws of code actions and of renaming at every place of some files, each different action and each different name once.

Every token is asked at its beginning and its end, every expression as what is selected. What has the same title and the same edits, or means the
same thing, is the same: a renaming is a function of what is meant, but for labels, whose edits are compared.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from random import Random

from nova_ls.base.keys import ElementKey
from nova_ls.compiler.state.module import Module
from nova_ls.features.actions.code_action import ActionKind, CodeAction, CodeEdit, apply_edits
from nova_ls.features.actions.fix_all import fix_all
from nova_ls.features.actions.organise_imports import organise_imports
from nova_ls.features.actions.refactorings import refactorings
from nova_ls.features.rename.rename import rename, renamed_at
from nova_ls.features.rename.rename_alias import alias_at
from nova_ls.features.rename.rename_refused import RenameRefused
from nova_ls.features.rename.workspace_change import WorkspaceChange
from nova_ls.features.type_variables import type_variable_at
from nova_ls.syntax import tree as t
from nova_ls.syntax.lexer import lex
from nova_ls.syntax.walk import descendants
from nova_ls.workspace.snapshot import LocalTarget, Snapshot
from nova_ls.workspace.source_file import File
from tests.features.actions.law import CONSEQUENCES, Said, Violation, fixed_by, fixes_of, judge
from tests.features.actions.planted import Fault, faults
from tests.features.laws.bench import Bench, Verdict, together
from tests.features.rename.check import moved, moved_in
from tests.features.rename.law import FRESH, kind_of, may_come, may_go

_SELECTED = (
    t.Application,
    t.OperatorChain,
    t.Parenthesised,
    t.RecordLiteral,
    t.ArrayLiteral,
    t.RecordAccess,
    t.RecordUpdate,
    t.If,
    t.Case,
    t.Let,
    t.Do,
    t.Lambda,
    t.Literal,
    t.Variable,
)


_AT_ONCE = 60
"""So many names are renamed at the same time."""

_REFACTORINGS = (ActionKind.REWRITE, ActionKind.EXTRACT, ActionKind.INLINE)


@dataclass
class Tally:
    """What came of some files: the places that were asked, how often each kind of action was applied, the names that got another one, and what broke the laws."""

    places: int = 0
    names: int = 0
    actions: Counter[str] = field(default_factory=Counter)
    planted: Counter[str] = field(default_factory=Counter)
    renamed: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        """What there is to read."""
        actions, planted = self.actions.total(), self.planted.total()
        yield (
            f"{self.places} places, {actions} actions; {planted} faults planted; {self.names} mentions of names, "
            f"{self.renamed} renamed there and back, {self.refused.total()} refused"
        )
        yield from (f"  refused {times} × {reason}" for reason, times in self.refused.most_common())
        yield from (f"  BROKEN {each}" for each in self.broken)


# ---------------------------------------------------------------------------- actions


def act(bench: Bench, file: File, tally: Tally) -> None:
    """Apply every action that is offered anywhere in a file."""
    assert file.module is not None
    tally.places += len(_places(file.source.text)) + len(list(_selections(file.module)))
    for action in _offered(bench, file.module):
        _apply(bench, file, action, tally)


def act_on_faults(bench: Bench, file: File, random: Random, most: int, tally: Tally) -> None:
    """Plant up to so many faults of each kind, one at a time, and apply what is offered for that."""
    assert file.module is not None
    known = {_shape(each, None) for each in _offered_for_module(bench, file.module)}
    by_kind: dict[str, list[Fault]] = {}
    for fault in faults(file.module):
        by_kind.setdefault(fault.kind, []).append(fault)
    for kind in sorted(by_kind):
        chosen = random.sample(by_kind[kind], min(most, len(by_kind[kind])))
        for fault in chosen:
            tally.planted[kind] += 1
            _act_on_fault(bench, file, fault, known, tally)


def _act_on_fault(
    bench: Bench, file: File, fault: Fault, known: set[Hashable], tally: Tally
) -> None:
    said = bench.said
    back = bench.edit(file.path, [fault.edit])
    bench.settle()
    if file.module is not None:
        bench.said = {**said, **bench.revised()}
        offered = _offered_for_module(bench, file.module)
        for action in offered:
            if _shape(action, fault.edit) not in known:
                _apply(bench, file, action, tally, said if fault.kind == "hole" else None)
    bench.edit(file.path, back)
    bench.settle()
    bench.said = said
    tally.broken += bench.restored()


def _shape(action: CodeAction, fault: CodeEdit | None) -> Hashable:
    """An action as it would be without a fault."""
    if fault is None:
        return action.title, action.edits
    end, shift = fault.start + len(fault.text), len(fault.text) - (fault.end - fault.start)
    edits = tuple(
        CodeEdit(each.start - shift, each.end - shift, each.text) if each.start >= end else each
        for each in action.edits
    )
    return action.title, edits


def _offered_for_module(bench: Bench, module: Module) -> list[CodeAction]:
    snapshot = bench.snapshot()
    found = list(fixes_of(bench.workspace, module, 0, len(module.source.text)))
    found += organise_imports(snapshot, module)
    found += fix_all(snapshot, module)
    return _distinct(found)


def _offered(bench: Bench, module: Module) -> list[CodeAction]:
    found, snapshot = _offered_for_module(bench, module), bench.snapshot()
    for at in _places(module.source.text):
        found += refactorings(snapshot, module, at, at, ActionKind)
    for start, end in _selections(module):
        found += refactorings(snapshot, module, start, end, ActionKind)
    return _distinct(found)


def _distinct(actions: list[CodeAction]) -> list[CodeAction]:
    return list({(each.title, each.edits): each for each in actions}.values())


def _places(text: str) -> list[int]:
    """Where a cursor may be: before and behind each token."""
    tokens = lex(text)
    return sorted({*tokens.starts, *tokens.ends})


def _selections(module: Module) -> Iterator[tuple[int, int]]:
    """Where the expressions stand that somebody may select."""
    for chunk in module.source.chunks:
        base = module.source.offset_of(chunk)
        for declaration in chunk.tree.declarations:
            for node in descendants(declaration):
                if isinstance(node, _SELECTED):
                    yield base + node.start, base + node.end


def _apply(
    bench: Bench, file: File, action: CodeAction, tally: Tally, whole: Verdict | None = None
) -> None:
    """Apply an action, judge it, and take it back. `whole`: what is said where there is no hole; what fills one leaves nothing else wrong."""
    tally.actions[re.sub(r"`[^`]*`|\d+", "…", action.title)] += 1
    fixed = fixed_by(action)
    text = file.source.text
    back = bench.edit(file.path, action.edits)
    for made in action.created:
        bench.workspace.open_document(made.path, made.text, 1)
    bench.settle()
    now = bench.revised()
    before = bench.before(now)
    if fixed is not None and file.module is not None and file.path not in now:
        tally.broken.append(f"{file.path.name}: {action.title}: nothing is checked anew")
    after = apply_edits(text, action.edits)
    violation = judge(file, action, fixed, before, together(list(now.values())), after)
    if fixed is not None and fixed.code == "HoleInferredType" and whole is not None:
        unfit = _unfit(file.path, now, whole)
        if unfit and "?" not in action.edits[0].text:
            tally.broken.append(f"action {file.path.stem}: {_at(file, action)}: {unfit}")
    for made in action.created:
        bench.workspace.close_document(made.path)
    bench.edit(file.path, back)
    bench.settle()
    tally.broken += bench.restored()
    if violation is not None:
        tally.broken.append(f"action {_told(violation, action)}")
    elif action.kind in _REFACTORINGS and (gone := _gone(before, together(list(now.values())))):
        tally.broken.append(f"action {file.path.stem}: {action.title}: {gone} is gone")


def _unfit(path: Path, now: Verdict, whole: Verdict) -> list[Said]:
    """What has become wrong in a file, but for what is superfluous."""
    come = now.get(path, Counter()) - whole.get(path, Counter())
    return [said for said in come if not said[1].startswith((*CONSEQUENCES, "Overlapping"))]


def _at(file: File, action: CodeAction) -> str:
    start = action.edits[0].start
    text = file.source.text
    return f"{action.title} in {text[max(0, start - 60) : start + 60]!r}"


def _gone(before: Counter[Said], now: Counter[Said]) -> list[str]:
    """The codes that a change which fixes nothing has made less of, but for warnings of what is superfluous, and what an export more mends."""
    was: Counter[str] = Counter()
    becomes: Counter[str] = Counter()
    for count, into in ((before, was), (now, becomes)):
        for (_, code, _message), times in count.items():
            into[code] += times
    return [code for code in was - becomes if not code.startswith((*CONSEQUENCES, "Transitive"))]


def _told(violation: Violation, action: CodeAction) -> str:
    edits = "; ".join([f"{each.start}–{each.end} {each.text!r}" for each in action.edits])
    return f"{violation}\n    {edits}"


# ---------------------------------------------------------------------------- renamings


@dataclass(frozen=True, slots=True)
class Name:
    """A name by one of its places. `home`: the chunk that alone knows it; None: others may."""

    path: Path
    offset: int
    fresh: str
    home: Hashable = None


def rename_all(bench: Bench, files: list[File], tally: Tally) -> None:
    """Rename every name of some files there and back; of those that one chunk alone knows, several chunks' at a time."""
    names = _names(bench.snapshot(), files, tally)
    by_home: dict[Hashable, list[Name]] = {}
    for name in names:
        if name.home is None:
            _rename(bench, name, tally)
        else:
            by_home.setdefault(name.home, []).append(name)
    for side_by_side in zip_longest(*by_home.values()):
        present = [name for name in side_by_side if name is not None]
        for start in range(0, len(present), _AT_ONCE):
            some = present[start : start + _AT_ONCE]
            if not _rename_together(bench, some):
                for name in some:
                    _rename(bench, name, tally)
            else:
                tally.renamed += len(some)


def _names(snapshot: Snapshot, files: list[File], tally: Tally) -> list[Name]:
    found: dict[Hashable, Name] = {}
    for file in files:
        assert file.module is not None
        for offset in _places(file.source.text):
            try:
                identity, fresh, home = _meant(snapshot, file.module, offset)
            except RenameRefused as refusal:
                if not str(refusal).startswith("there is no name here"):
                    tally.names += 1
                    tally.refused[kind_of(str(refusal))] += 1
                continue
            tally.names += 1
            found.setdefault(identity, Name(file.path, offset, fresh, home))
    return list(found.values())


def _meant(
    snapshot: Snapshot, module: Module, offset: int
) -> tuple[Hashable, str, Hashable | None]:
    """What is renamed at an offset, a name that nothing has, and the chunk that alone knows it."""
    place = renamed_at(snapshot, module, offset)
    home = (module.path, module.source.offset_of(place.chunk))
    if alias_at(module, offset) is not None:
        return (module.path, place.text), "Zebra.Fresh", None
    use = snapshot.name_at(module, offset)
    if use is not None and isinstance(use.target, ElementKey):
        return use.target, FRESH.get(use.target.space, "zebra0"), None
    if use is not None and isinstance(use.target, LocalTarget):
        return (use.target.element, use.target.start), "zebra0", home
    variable = type_variable_at(module, offset)
    if variable is not None:
        return (home, variable[1][0].start), "zebra0", home
    made = rename(snapshot, module, offset, "zebra0")
    return tuple((each.path, edits) for each, edits in made.edits.items()), "zebra0", None


def _rename_together(bench: Bench, names: list[Name]) -> bool:
    """Rename names of different chunks there and back at once; whether all is as it should be. If not, texts are what they were."""
    texts = {name.path: bench.text(name.path) for name in names}
    there = _changes(bench, [(name.path, name.offset, name.fresh) for name in names])
    olds = [_text_at(bench, name) for name in names]
    is_right = there is not None and _pass_there_and_back(bench, names, olds, there)
    for path, text in texts.items():
        if bench.text(path) != text:
            is_right = False
            bench.edit(path, [CodeEdit(0, len(bench.text(path)), text)])
    bench.settle()
    return not bench.restored() and is_right


def _pass_there_and_back(
    bench: Bench, names: list[Name], olds: list[str], there: dict[Path, list[CodeEdit]]
) -> bool:
    try:
        moved_to = [moved_in(there[name.path], name.offset, name.fresh) for name in names]
    except (AssertionError, KeyError):
        return False
    _take_all(bench, there)
    if any(_difference(bench, bench.revised())):
        return False
    ways = zip(names, moved_to, olds, strict=True)
    back = _changes(bench, [(name.path, at, old) for name, at, old in ways])
    if back is None:
        return False
    _take_all(bench, back)
    return True


def _text_at(bench: Bench, name: Name) -> str:
    module = bench.workspace.files[name.path].module
    assert module is not None
    return renamed_at(bench.snapshot(), module, name.offset).text


def _changes(
    bench: Bench, wanted: list[tuple[Path, int, str]]
) -> dict[Path, list[CodeEdit]] | None:
    """The edits of renamings side by side, each as if it were the only one; None: one of them is refused, or reaches further."""
    snapshot = bench.snapshot()
    edits: dict[Path, list[CodeEdit]] = {}
    for path, offset, new in wanted:
        module = bench.workspace.files[path].module
        try:
            made = None if module is None else rename(snapshot, module, offset, new)
        except RenameRefused:
            return None
        if made is None or set(made.edits) - {module}:
            return None
        for found in made.edits.values():
            edits.setdefault(path, []).extend(
                CodeEdit(each.start, each.end, each.text) for each in found
            )
    return {path: sorted(found, key=lambda each: each.start) for path, found in edits.items()}


def _take_all(bench: Bench, edits: dict[Path, list[CodeEdit]]) -> None:
    for path, found in edits.items():
        bench.edit(path, found)
    bench.settle()


def _rename(bench: Bench, name: Name, tally: Tally) -> None:
    snapshot, module = bench.snapshot(), bench.workspace.files[name.path].module
    assert module is not None
    try:
        old = renamed_at(snapshot, module, name.offset).text
        made = rename(snapshot, module, name.offset, name.fresh)
    except RenameRefused as refusal:
        tally.refused[kind_of(str(refusal))] += 1
        return
    tally.renamed += 1
    where = f"renaming {name.path.stem}: {old} at {name.offset}"
    try:
        offset = moved(made, module, name.offset, name.fresh)
    except (AssertionError, KeyError):
        tally.broken.append(f"{where}: the name at the cursor stays")
        return
    texts = {each.path: each.source.text for each in made.edits}
    _take(bench, made)
    now = bench.revised()
    come, gone = _difference(bench, now)
    if any(not may_come(code, name.fresh) for _, code in come) or any(
        not may_go(code, name.fresh) for _, code in gone
    ):
        tally.broken.append(f"{where}: gone {dict(gone)}, come {dict(come)}")
    complaint = _back(bench, name.path, offset, old)
    texts_now = {path: bench.text(path) for path in texts}
    if complaint == "" and _with_puns(texts_now) != _with_puns(texts):
        complaint = "other texts after the way back"
    # A module that took the place of one of the library's: nobody gets the name of that one by renaming.
    is_free = any(code == "ShadowedName" for _, code in gone)
    is_free = is_free or old in bench.workspace.library.list_names()
    if complaint and not is_free:
        tally.broken.append(f"{where}: {complaint}")
    for path, text in texts.items():
        if texts_now[path] != text:
            bench.edit(path, [CodeEdit(0, len(texts_now[path]), text)])
    bench.settle()
    tally.broken += [f"{where}: {each}" for each in bench.restored()]


def _with_puns(texts: dict[Path, str]) -> dict[Path, str]:
    """Texts in which `{ a: a }` stands as `{ a }`: what a local of another name was written as may become either."""
    return {path: re.sub(r"\b([\w']+): \1(?![\w'.])", r"\1", text) for path, text in texts.items()}


def _take(bench: Bench, change: WorkspaceChange) -> None:
    for module, edits in list(change.edits.items()):
        bench.edit(module.path, edits)
    bench.settle()


def _back(bench: Bench, path: Path, offset: int, old: str) -> str:
    """Rename back; gives why not."""
    module = bench.workspace.files[path].module
    if module is None:
        return "the module is gone"
    try:
        _take(bench, rename(bench.snapshot(), module, offset, old))
    except RenameRefused as refusal:
        return f"no way back: {refusal}"
    return ""


def _difference(
    bench: Bench, now: Verdict
) -> tuple[Counter[tuple[Path, str]], Counter[tuple[Path, str]]]:
    """The codes that have come and gone, by file: what is said of a name mentions it."""
    here = _codes(now)
    there = _codes({path: bench.said.get(path, Counter()) for path in now})
    return here - there, there - here


def _codes(said: Verdict) -> Counter[tuple[Path, str]]:
    found: Counter[tuple[Path, str]] = Counter()
    for path, count in said.items():
        for (_, code, _message), times in count.items():
            found[path, code] += times
    return found

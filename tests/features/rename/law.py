"""The law of renaming: with a fresh name everything means what it meant, and the way back gives the same texts.

By hand, over the modules of a folder: `python -m tests.features.rename.law FOLDER [COUNT [SEED]]`.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from nova_ls.base.keys import ElementKey, Space
from nova_ls.base.lines import Encoding
from nova_ls.compiler.baseline import Baseline
from nova_ls.compiler.state.module import Module, ModuleOrigin
from nova_ls.features.record_labels import labels_in
from nova_ls.features.rename.rename import rename, renamed_at
from nova_ls.features.rename.rename_refused import RenameRefused
from nova_ls.features.type_variables import type_variables
from nova_ls.store import open_in_memory
from nova_ls.workspace.snapshot import Snapshot
from nova_ls.workspace.workspace import Workspace
from tests.compiler.world import change, settle
from tests.features.rename.check import apply, moved, problems_of

FRESH = {
    Space.TYPE: "Zebra0",
    Space.CLASS: "Zebra0",
    Space.CONSTRUCTOR: "Zebra0",
    Space.VALUE_OPERATOR: "%%%%",
    Space.TYPE_OPERATOR: "%%%%",
    Space.MODULE: "Zebra.Fresh",
}


_SHARED_IMPORT = frozenset(
    {"UnusedImport", "UnusedExplicitImport", "UnusedDctorImport", "UnusedDctorExplicitImport"}
    | {"ImplicitImport", "HidingImport"}
)
"""Said of the one of two imports that a name does not count for: it counts for the module that is last by name."""


@dataclass(frozen=True)
class Candidate:
    """A name by one of its places."""

    module: str
    offset: int
    fresh: str


@dataclass
class Findings:
    """How many renamings were made, why others were refused, and what was not as the law wants it."""

    made: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)


def candidates(snapshot: Snapshot, module: Module) -> Iterator[Candidate]:
    """Each name of a module once: elements of the workspace, locals, type variables, labels."""
    seen: set[object] = set()
    source = module.source
    for chunk in source.chunks:
        found: list[tuple[int, object, str]] = []
        for key in snapshot.elements_in(module, chunk):
            ast = snapshot.ast(key)
            if ast is None:
                continue
            references = ast.references
            for start, end, target in zip(
                references.starts, references.ends, references.targets, strict=True
            ):
                if isinstance(target, int):
                    found.append((start, (key, target), "zebra0"))
                else:
                    fresh = FRESH.get(target.space, "zebra0")
                    found.append((end - len(target.name), target, fresh))
        for use in type_variables(chunk.tree.declarations):
            found.append((use.start, (chunk, use.binder), "zebra0"))
        for label in labels_in(snapshot, module, chunk):
            found.append((label.place.start, (chunk, label.label), "zebra0"))
        for start, identity, fresh in found:
            if identity not in seen:
                seen.add(identity)
                yield Candidate(module.name, source.offset_of(chunk, start), fresh)
    for place in module.items.imports:
        if place.item.alias and place.item.alias not in seen:
            seen.add(place.item.alias)
            text, whole = (
                source.text,
                source.offset_of(source.chunks[place.chunk], place.spans.whole[0]),
            )
            offset = text.index(place.item.alias, text.index(" as ", whole))
            yield Candidate(module.name, offset, FRESH[Space.MODULE])
    chunk = source.chunks[0]
    if chunk.items.header is not None:
        start = chunk.items.list_spans[0].name[0]
        yield Candidate(module.name, source.offset_of(chunk, start), FRESH[Space.MODULE])


def is_own(snapshot: Snapshot, one: Candidate) -> bool:
    """Whether a name is the workspace's to rename."""
    module = snapshot.module(one.module)
    assert module is not None
    use = snapshot.name_at(module, one.offset)
    if use is None or not isinstance(use.target, ElementKey):
        return True
    home = snapshot.module(use.target.namespace)
    return home is not None and home.origin is ModuleOrigin.WORKSPACE


def obey(workspace: Workspace, one: Candidate, findings: Findings) -> None:
    """Rename there and back."""
    snapshot = workspace.snapshot(Encoding.UTF32)
    module = snapshot.module(one.module)
    assert module is not None
    path = module.path
    was, wrong = texts(workspace), problems_of(workspace)
    try:
        old = renamed_at(snapshot, module, one.offset).text
        made = rename(snapshot, module, one.offset, one.fresh)
    except RenameRefused as refusal:
        findings.refused[kind_of(str(refusal))] += 1
        return
    offset = moved(made, module, one.offset, one.fresh)
    where = f"{one.module}: {old} at {one.offset}"
    apply(workspace, made)
    findings.made += 1
    after = problems_of(workspace)
    gone, come = wrong - after, after - wrong
    was_shadowed = any(problem.endswith("ShadowedName") for problem in gone)
    if any(not may_come(problem.split()[-1], one.fresh) for problem in come) or any(
        not may_go(problem.split()[-1], one.fresh) for problem in gone
    ):
        findings.broken.append(f"{where}: gone {dict(gone)}, come {dict(come)}")
    now = workspace.files[path].module
    assert now is not None
    try:
        back = rename(workspace.snapshot(Encoding.UTF32), now, offset, old)
        apply(workspace, back)
    except RenameRefused as refusal:
        # A module that took the place of one of the library's: nobody gets the name of that one by renaming.
        was_shadowed = was_shadowed or old in workspace.library.list_names()
        if not was_shadowed:
            findings.broken.append(f"{where}: no way back: {refusal}")
    if texts(workspace) != was:
        if not was_shadowed:
            findings.broken.append(f"{where}: other texts after the way back")
        for each, text in was.items():
            file = workspace.files[each]
            if file.source.text != text:
                change(workspace, each, 0, len(file.source.text), text)
        settle(workspace)


def may_come(code: str, fresh: str) -> bool:
    """Whether a diagnostic may come with a new name."""
    return fresh == FRESH[Space.MODULE] and code in _SHARED_IMPORT


def may_go(code: str, fresh: str) -> bool:
    """Whether a diagnostic may go with an old name."""
    return code == "ShadowedName" or may_come(code, fresh)


def open_folder(folder: Path) -> Workspace:
    """All modules of a folder in memory, open in an editor, with the library's that they import."""
    workspace = Workspace(None, Baseline(open_in_memory(), None, folder))
    for path in sorted([*folder.rglob("*.nova"), *folder.rglob("*.purs")]):
        workspace.open_document(path, path.read_text(), 1)
    settle(workspace)
    return workspace


def sample(workspace: Workspace, count: int, seed: int) -> list[Candidate]:
    """Names of all modules of the workspace."""
    snapshot = workspace.snapshot(Encoding.UTF32)
    found = [
        one
        for file in workspace.files.values()
        if file.module is not None
        for one in candidates(snapshot, file.module)
    ]
    random.Random(seed).shuffle(found)
    return [one for one in found if is_own(snapshot, one)][:count]


def texts(workspace: Workspace) -> dict[Path, str]:
    return {path: file.source.text for path, file in workspace.files.items() if file.document}


def kind_of(reason: str) -> str:
    """A reason without its names."""
    return "`".join(
        part if number % 2 == 0 else "…" for number, part in enumerate(reason.split("`"))
    )


def main() -> None:
    folder, *more = sys.argv[1:]
    count = int(more[0]) if more else 100
    seed = int(more[1]) if len(more) > 1 else 1
    workspace = open_folder(Path(folder))
    findings = Findings()
    begun = time.monotonic()
    for one in sample(workspace, count, seed):
        obey(workspace, one, findings)
    print(f"{findings.made} renamed in {time.monotonic() - begun:.1f} s, refused:")
    for reason, times in findings.refused.most_common():
        print(f"  {times} × {reason}")
    print(*findings.broken, sep="\n")


if __name__ == "__main__":
    main()

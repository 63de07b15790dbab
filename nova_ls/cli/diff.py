"""`nova-ls diff`: what differs between two states, in declarations and types."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Final

from nova_ls.cli.opened_history import configure_format, configure_place, opened_history
from nova_ls.cli.paint import counted, indented, paint
from nova_ls.cli.version_range import patch_between, split_range
from nova_ls.history.as_data import api_as_data, comparison_as_data
from nova_ls.history.comparison.api_changes import Bump
from nova_ls.history.comparison.compare import ChangeKind, Comparison, DeclarationChange, compare

HELP: Final = "show what differs between two states, in declarations and types"

_MARKS: Final = {
    ChangeKind.ADDED: ("A", "green"),
    ChangeKind.REMOVED: ("D", "red"),
    ChangeKind.RENAMED: ("R", "cyan"),
    ChangeKind.TYPE_CHANGED: ("T", "yellow"),
    ChangeKind.BODY_CHANGED: ("M", "cyan"),
    ChangeKind.COMMENT_CHANGED: ("c", "dim"),
    ChangeKind.LAYOUT_CHANGED: ("l", "dim"),
    ChangeKind.FAILS: ("!", "red"),
    ChangeKind.FIXED: ("m", "green"),
}
_SHOWN_CALLERS: Final = 5


def configure(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("a", nargs="?", default="HEAD", metavar="A",
        help="a commit, branch, git revision (git:REV), time (`2 hours ago`) or dumped file; A..B; default: HEAD")  # fmt: skip
    add("b", nargs="?", metavar="B", help="the same; default: the files as they are on disk")
    add(
        "--api",
        action="store_true",
        help="what users of the exported interface see, and the version bump it asks for",
    )
    add("-p", "--patch", action="store_true", help="the text that changed, too")
    add("--name-only", action="store_true", help="names alone")
    configure_format(parser)
    configure_place(parser)


def run(options: argparse.Namespace) -> int:
    """0: nothing that breaks; 1: a breaking change."""
    with opened_history(options) as history:
        a, b = (options.a, options.b) if options.b is not None else split_range(options.a)
        old = history.state(a)
        new = history.working() if b is None else history.state(b)
        comparison = compare(old, new)
        if options.format == "json":
            plain = api_as_data if options.api else comparison_as_data
            json.dump(plain(comparison), sys.stdout)
            print()
        elif options.name_only:
            for name in _names(comparison, options):
                print(name)
        elif options.api:
            _show_api(comparison)
        else:
            show_changes(comparison, with_patch=options.patch)
    is_breaking = comparison.bump is Bump.MAJOR if options.api else comparison.is_breaking
    return 1 if is_breaking else 0


def _names(comparison: Comparison, options: argparse.Namespace) -> list[str]:
    if options.api:
        return [f"{change.module}.{change.name}" for change in comparison.api]
    return [change.name for change in comparison.declarations]


# ---------------------------------------------------------------------------- for people


def show_changes(comparison: Comparison, *, with_patch: bool = False) -> None:
    """Every declaration that differs, by module, with both types where they do."""
    if not comparison.declarations and not comparison.modules:
        return
    modules = {change.name: change for change in comparison.modules}
    names = {change.key.namespace for change in comparison.declarations}
    for module in sorted(names | modules.keys()):
        note = ""
        if module in modules:
            change = modules[module]
            exports = f", exports {' '.join(change.names)}" if change.names else ""
            word = "header changed" if change.kind is ChangeKind.BODY_CHANGED else str(change.kind)
            note = f"  ({word}{exports})"
        print(paint(module, "bold") + note)
        for declaration in comparison.declarations:
            if declaration.key.namespace == module:
                _show_change(declaration, with_patch)
    print()
    print(_summary(comparison))


def _show_change(change: DeclarationChange, with_patch: bool) -> None:
    mark, style = _MARKS[change.kind]
    name = change.key.name
    if change.kind is ChangeKind.RENAMED and change.old is not None:
        same = change.old.key.namespace == change.key.namespace
        name = f"{change.old.key.name if same else change.old.name} -> {name}"
    notes = [str(change.kind)]
    if change.breaking:
        is_said = change.reason in ("", str(change.kind))
        notes.append(paint("breaking", "red") + ("" if is_said else f": {change.reason}"))
    print(f"  {paint(mark, style)} {name}  ({', '.join(notes)})")
    if change.kind is ChangeKind.RENAMED and change.old_type and change.new_type:
        pass  # The types are those of one text under two names.
    elif change.old_type is not None or change.new_type is not None:
        if change.old_type is not None:
            print(paint(indented(change.old_type, "      - "), "red"))
        if change.new_type is not None:
            print(paint(indented(change.new_type, "      + "), "green"))
    if change.broken:
        print(f"      breaks {_listed(change.broken)}")
    elif change.callers:
        print(f"      used by {_listed(change.callers)}")
    if with_patch:
        print(indented(patch_between(change.old, change.new), "      "))


def _listed(names: tuple[str, ...]) -> str:
    shown = ", ".join(names[:_SHOWN_CALLERS])
    left = len(names) - _SHOWN_CALLERS
    return shown if left <= 0 else f"{shown} and {counted(left, 'other')}"


def _summary(comparison: Comparison) -> str:
    counts: dict[ChangeKind, int] = {}
    for change in comparison.declarations:
        counts[change.kind] = counts.get(change.kind, 0) + 1
    parts = [f"{count} {kind}" for kind, count in counts.items()]
    total = counted(len(comparison.declarations), "declaration")
    breaking = paint("breaking", "red") if comparison.is_breaking else "nothing breaks"
    return f"{total}: {', '.join(parts) or 'only headers'}; {breaking}"


def _show_api(comparison: Comparison) -> None:
    for bump in (Bump.MAJOR, Bump.MINOR):
        changes = [change for change in comparison.api if change.bump is bump]
        if changes:
            print(paint(bump.word.upper(), "red" if bump is Bump.MAJOR else "green"))
        for change in changes:
            print(f"  {change.module}.{change.name}  ({change.word}, {change.reason})")
            if change.old is not None:
                print(paint(indented(change.old, "      - "), "red"))
            if change.new is not None:
                print(paint(indented(change.new, "      + "), "green"))
    if comparison.bump is Bump.NONE:
        print("Nothing changed.")
    elif comparison.bump is Bump.PATCH:
        print("Nothing that users can see changed: a patch version.")
    else:
        print(f"\nThis asks for a {comparison.bump.word} version.")

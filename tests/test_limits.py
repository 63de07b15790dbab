"""How large files, functions and rooms may be, which stems two files may share, and that no imports go in a circle.

An exception has its reason beside it, and has to be one still.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
FOLDERS: Final = ("nova_ls", "benchmarks", "tests")
LIBRARY: Final = ROOT / "nova_ls" / "stdlib"

LINES: Final = 500
LONG_FILES: Final = {
    "nova_ls/names/resolve/resolved.py": "a closed sum: what names resolve to",
    "nova_ls/syntax/tree.py": "a closed sum: the nodes of syntax",
    "tests/history/test_versioning.py": "a table: one entry for each rule of docs/versioning.md",
}

FUNCTION_LINES: Final = 50
"""From `def` to the last line."""

FILES: Final = 25
LARGE_ROOMS: Final = {
    "nova_ls/cli": "alike: subcommands",
    "nova_ls/features": "alike: features",
    "nova_ls/features/actions": "alike: quick fixes and refactorings",
    "nova_ls/server/handlers": "alike: methods of the protocol",
    "tests/server": "alike: methods and behaviours of the server",
}

PHASES: Final = "one theme of problems: its classes, and the prose that tells them"
COMPUTED: Final = "one step: its query, and how its result is put in place or its rules are kept"
SHARED_STEMS: Final = {
    "backend": "what a target of code generation is, and each target",
    "build": "a program as files: the subcommand, and a target's part of it",
    "classes": PHASES,
    "completion": "the feature; and a subcommand, which is named by what one types",
    "declaration": "the feature, a declaration's value in the history, and how a target writes one",
    "deriving": PHASES,
    "imports": "how imports are read into a scope, the classes of their problems, and their prose",
    "kinds": PHASES,
    "matches": PHASES,
    "modules": "the classes of problems of modules, their prose, and modules as a source of completion",
    "problems": "each phase's classes of problems",
    "ranges": "of integers in code, and of the protocol in a text",
    "scope": "what a module's names mean, the classes of its problems, and their prose",
    "types": PHASES,
    "workspace_change": "one feature, as it is found and as it is answered",
    "diagnostic": "what a diagnostic is, and the request for them",
    "hints": "what more there is to say of a problem, and when the server finds it out",
    "history": "the history of a workspace, as it is read, shown and answered",
    "shape": "the shape of a type that is derived from, for the checker and for code",
    "stats": "the metrics of a database, at the prompt and in an editor",
    "evidence": "as the solver finds it, and as code",
    "export_checks": COMPUTED,
    "expression": "expressions, in rooms that each take a phase of code generation",
    "expressions": "expressions as a target's code, and as one evaluates them",
    "import_cycles": COMPUTED,
    "outcome": COMPUTED,
    "prim": "the compiler's own modules: their names, and their types",
    "structure": COMPUTED,
    "usage": COMPUTED,
}


@cache
def trees() -> dict[str, ast.Module]:
    """Each source by its path from the root; what foreign imports are in Python is the library's."""
    return {
        path.relative_to(ROOT).as_posix(): ast.parse(path.read_text("utf-8"))
        for folder in FOLDERS
        for path in sorted((ROOT / folder).rglob("*.py"))
        if not path.is_relative_to(LIBRARY)
    }


@cache
def nodes(path: str) -> list[ast.AST]:
    """Those of a source that are asked for here: walking a tree takes long."""
    kinds = ast.FunctionDef | ast.AsyncFunctionDef | ast.Import | ast.ImportFrom | ast.If
    return [node for node in ast.walk(trees()[path]) if isinstance(node, kinds)]


def test_a_file_is_not_long() -> None:
    lengths = {path: len((ROOT / path).read_text("utf-8").splitlines()) for path in trees()}
    assert {path for path, length in lengths.items() if length > LINES} == set(LONG_FILES)


def test_a_function_is_not_long() -> None:
    assert [
        f"{path}:{node.lineno} {node.name}"
        for path in trees()
        for node in nodes(path)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= FUNCTION_LINES
    ] == []


def test_a_room_is_not_large() -> None:
    files: dict[str, int] = defaultdict(int)
    for path in trees():
        files[Path(path).parent.as_posix()] += not path.endswith("__init__.py")
    assert {room for room, count in files.items() if count > FILES} == set(LARGE_ROOMS)


def test_files_of_one_stem_are_one_subject() -> None:
    stems: dict[str, list[str]] = defaultdict(list)
    for path in trees():
        if path.startswith("nova_ls/") and not Path(path).stem.startswith("__"):
            stems[Path(path).stem].append(path)
    shared = {
        stem: paths
        for stem, paths in stems.items()
        if len(paths) > 1 and not is_feature_with_handler(paths)
    }
    assert {stem: paths for stem, paths in shared.items() if stem not in SHARED_STEMS} == {}
    assert set(SHARED_STEMS) - set(shared) == set()


def is_feature_with_handler(paths: list[str]) -> bool:
    """Whether files are one feature, as it is read and as it is answered."""
    first, *rest = paths
    return first.startswith("nova_ls/features/") and [
        Path(path).parent.as_posix() for path in rest
    ] == ["nova_ls/server/handlers"]


def test_no_imports_go_in_a_circle() -> None:
    """Imports inside of functions count as well, those for type checkers alone do not."""
    modules = {module_name(path): nodes(path) for path in trees()}
    graph = {name: set(imported_by(name, modules)) for name in modules}
    TopologicalSorter(graph).prepare()


def module_name(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def imported_by(name: str, modules: dict[str, list[ast.AST]]) -> Iterator[str]:
    for_types = {
        id(each)
        for node in modules[name]
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for each in ast.walk(node)
    }
    for node in modules[name]:
        if id(node) in for_types:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in modules)
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            for alias in node.names:
                module = f"{node.module}.{alias.name}"
                found = module if module in modules else node.module
                if found in modules and found != name:
                    yield found


def test_a_package_says_what_it_is_and_where_to_start_reading() -> None:
    assert [
        path
        for path, tree in trees().items()
        if path.startswith("nova_ls/")
        and path.endswith("__init__.py")
        and "start" not in (ast.get_docstring(tree) or "").lower()
    ] == []

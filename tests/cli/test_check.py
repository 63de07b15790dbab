"""`nova-ls check`: output, exit status, where results go."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cli.run import check, new_nova_ls, nova_ls

GOOD = "module Good where\n\none :: Int\none = 1\n"
WRONG = 'module Wrong where\n\none :: Int\none = "1"\n'
WARNED = "module Warned where\n\none = 1\n"


def write(root: Path, **files: str) -> None:
    for name, text in files.items():
        (root / f"{name}.nova").write_bytes(text.encode())


def names(root: Path) -> list[str]:
    return sorted(str(path.relative_to(root)) for path in root.rglob("*"))


# ---------------------------------------------------------------------------- exit status


def test_no_errors_is_status_0(tmp_path: Path) -> None:
    write(tmp_path, Good=GOOD)
    assert new_nova_ls("check", tmp_path, cwd=tmp_path).status == 0


def test_warnings_alone_are_status_0(tmp_path: Path) -> None:
    write(tmp_path, Warned=WARNED)
    result = check(tmp_path, cwd=tmp_path)
    assert (result.status, result.codes) == (0, ["MissingTypeDeclaration"])


def test_errors_are_status_1(tmp_path: Path) -> None:
    write(tmp_path, Wrong=WRONG)
    assert check(tmp_path, cwd=tmp_path).status == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "nowhere"],
        ["check", "--package", "nowhere", "Good.nova"],
        ["check", "Good.txt"],
    ],
)
def test_a_path_that_cannot_be_checked_is_status_2_with_one_line(
    tmp_path: Path, arguments: list[str]
) -> None:
    write(tmp_path, Good=GOOD)
    (tmp_path / "Good.txt").write_text("text")
    result = nova_ls(*arguments, cwd=tmp_path)
    assert result.status == 2
    assert result.out == ""
    assert result.err.startswith("nova-ls: ")
    assert result.err.count("\n") == 1


def test_unknown_options_are_status_2(tmp_path: Path) -> None:
    assert nova_ls("check", "--nonsense", cwd=tmp_path).status == 2
    assert nova_ls("nonsense", cwd=tmp_path).status == 2


@pytest.mark.parametrize(
    ("manifest", "said"),
    [
        ("[project]\nname = ", "nova.toml:2:"),
        ('[project]\nnmae = "x"\n', "`nmae` is unknown"),
        ("[projects]\n", "`[projects]` is unknown"),
        ("[project]\nsources = 1\n", "`sources` must be a list"),
        ('[dependencies]\nother = "1.0"\n', "`other` must say where it lies"),
        ("project = 1\n", "must be a table"),
    ],
)
def test_a_wrong_manifest_is_status_2_and_says_where(
    tmp_path: Path, manifest: str, said: str
) -> None:
    write(tmp_path, Good=GOOD)
    (tmp_path / "nova.toml").write_text(manifest)
    result = nova_ls("check", cwd=tmp_path)
    assert result.status == 2
    assert said in result.err
    assert result.err.count("\n") == 1


def test_a_manifest_that_is_not_utf_8_is_status_2(tmp_path: Path) -> None:
    (tmp_path / "nova.toml").write_bytes(b"\xff\xfe")
    result = nova_ls("check", cwd=tmp_path)
    assert result.status == 2
    assert "UTF-8" in result.err


# ---------------------------------------------------------------------------- output


def test_the_json_output_has_one_object_with_all_that_is_promised(tmp_path: Path) -> None:
    write(tmp_path, Wrong=WRONG)
    found = check("Wrong.nova", cwd=tmp_path).json
    assert found["diagnostics"][0] == {
        "file": str(tmp_path / "Wrong.nova"),
        "range": {"start": {"line": 3, "character": 6}, "end": {"line": 3, "character": 9}},
        "severity": "error",
        "code": "TypesDoNotUnify",
        "message": found["diagnostics"][0]["message"],
    }
    summary = found["summary"]
    assert (summary["modules"], summary["declarations"]) == (1, 1)
    assert (summary["errors"], summary["warnings"]) == (1, 0)
    assert isinstance(summary["elapsed_ms"], int)


def test_columns_in_json_are_utf_16_units(tmp_path: Path) -> None:
    write(tmp_path, Wide='module Wide where\n\none :: Int\none = { a: "𝒳é", b: 1 }.a\n')
    found = check("Wide.nova", cwd=tmp_path).json["diagnostics"]
    start, end = found[0]["range"]["start"], found[0]["range"]["end"]
    assert (start["line"], end["line"]) == (3, 3)
    # The record: 17 code points, one of which takes two units.
    assert (start["character"], end["character"]) == (6, 24)


def test_diagnostics_come_in_the_order_of_files_and_places(tmp_path: Path) -> None:
    write(tmp_path, B="module B where\n\nx = y\n\nz = w\n", A="module A where\n\nx = y\n")
    found = check(tmp_path, cwd=tmp_path).json["diagnostics"]
    places = [(Path(d["file"]).name, d["range"]["start"]["line"]) for d in found]
    assert places == sorted(places)


def test_the_text_output_shows_the_line_and_a_marker(tmp_path: Path) -> None:
    write(tmp_path, Wrong=WRONG)
    result = nova_ls("check", "Wrong.nova", cwd=tmp_path)
    assert result.status == 1
    assert "Wrong.nova:4:7 error TypesDoNotUnify" in result.out
    assert '    4 | one = "1"\n' in result.out
    assert "      |       ^^^\n" in result.out
    assert "1 error, 0 warnings in 1 module, 1 declaration" in result.out
    assert "\x1b" not in result.out


def test_nothing_to_check_is_not_an_error(tmp_path: Path) -> None:
    result = check(tmp_path, cwd=tmp_path)
    assert (result.status, result.json["diagnostics"]) == (0, [])


# ---------------------------------------------------------------------------- where results go


def test_nothing_is_written_beside_sources_that_are_in_no_workspace(tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    write(tmp_path / "src", Good=GOOD)
    before = names(tmp_path)
    assert check("src", cwd=tmp_path).status == 0
    assert check("src/Good.nova", cwd=tmp_path).status == 0
    assert names(tmp_path) == before


def test_a_workspace_keeps_its_results_in_its_own_folder(tmp_path: Path) -> None:
    (tmp_path / "nova.toml").write_text("")
    write(tmp_path, Good=GOOD)
    assert check(cwd=tmp_path).status == 0
    assert (tmp_path / ".nova" / ".gitignore").read_text() == "*\n"


def test_memory_is_a_database_that_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "nova.toml").write_text("")
    write(tmp_path, Good=GOOD)
    assert check("--database", ":memory:", cwd=tmp_path).status == 0
    assert names(tmp_path) == ["Good.nova", "nova.toml"]


def test_a_database_may_lie_elsewhere(tmp_path: Path) -> None:
    write(tmp_path, Wrong=WRONG)
    first = check("--database", "elsewhere", "Wrong.nova", cwd=tmp_path)
    second = check("--database", "elsewhere", "Wrong.nova", cwd=tmp_path)
    assert (tmp_path / "elsewhere").is_dir()
    assert (first.status, first.json["diagnostics"]) == (1, second.json["diagnostics"])


def test_a_second_check_finds_what_the_first_one_did(tmp_path: Path) -> None:
    (tmp_path / "nova.toml").write_text("")
    write(tmp_path, Wrong=WRONG, Warned=WARNED)
    first, second = check(cwd=tmp_path), check(cwd=tmp_path)
    assert first.json["diagnostics"] == second.json["diagnostics"]
    write(tmp_path, Wrong=WRONG.replace('"1"', "1"))
    assert check(cwd=tmp_path).errors == []


# ---------------------------------------------------------------------------- packages


def test_a_package_gives_modules_and_its_errors_count(tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "lib" / "src").mkdir(parents=True)
    write(
        tmp_path / "src", User="module User where\n\nimport Good (one)\n\ntwo :: Int\ntwo = one\n"
    )
    write(tmp_path / "lib" / "src", Good=GOOD, Warned=WARNED)
    assert check("--package", "lib/src", "src", cwd=tmp_path).json["diagnostics"] == []
    write(tmp_path / "lib" / "src", Wrong=WRONG)
    result = check("--package", "lib/src", "src", cwd=tmp_path)
    assert (result.status, result.codes) == (1, ["TypesDoNotUnify"])


def test_a_dependency_of_the_manifest_is_found(tmp_path: Path) -> None:
    app, kitchen = tmp_path / "app", tmp_path / "kitchen"
    app.mkdir()
    kitchen.mkdir()
    (app / "nova.toml").write_text(
        '[project]\nname = "app"\n\n[dependencies]\nkitchen = { path = "../kitchen" }\n'
    )
    write(kitchen, Good=GOOD)
    write(app, User="module User where\n\nimport Good (one)\n\ntwo :: Int\ntwo = one\n")
    assert check(cwd=app).json["diagnostics"] == []


def test_the_globs_of_the_manifest_say_what_belongs_to_the_workspace(tmp_path: Path) -> None:
    (tmp_path / "nova.toml").write_text('[project]\nsources = ["src/**/*.nova"]\n')
    (tmp_path / "src" / "deep").mkdir(parents=True)
    write(tmp_path / "src" / "deep", Good=GOOD)
    write(tmp_path, Wrong=WRONG)
    result = check(cwd=tmp_path)
    assert (result.status, result.json["summary"]["modules"]) == (0, 1)


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_read_only_folder_sends_results_to_the_cache(tmp_path: Path) -> None:
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "nova.toml").write_text("")
    write(tmp_path / "app", Good=GOOD)
    (tmp_path / "app").chmod(0o555)
    try:
        result = check(tmp_path / "app", cwd=tmp_path)
    finally:
        (tmp_path / "app").chmod(0o755)
    assert result.status == 0
    assert "cache" in result.err
    assert (tmp_path / "cache" / "nova-ls").is_dir()

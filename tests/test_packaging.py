"""The sdist and the wheel: the same bytes each time, nothing missing, nothing too much; and the wheel in a clean environment."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

from nova_ls import __version__

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.slow


def build(folder: Path) -> tuple[Path, Path]:
    """Wheel and sdist."""
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(folder)]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1735689600"}
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
    (wheel,), (sdist,) = folder.glob("*.whl"), folder.glob("*.tar.gz")
    return wheel, sdist


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return build(tmp_path_factory.mktemp("dist"))


def test_what_is_built_is_the_same_each_time(built: tuple[Path, Path], tmp_path: Path) -> None:
    for one, other in zip(built, build(tmp_path), strict=True):
        assert one.name == other.name
        assert one.read_bytes() == other.read_bytes()


def test_the_library_and_the_pages_of_errors_are_inside(built: tuple[Path, Path]) -> None:
    with zipfile.ZipFile(built[0]) as wheel:
        names = set(wheel.namelist())
    for kind, folder, inside in (
        ("*.nova", ROOT / "nova_ls" / "stdlib", "nova_ls/stdlib"),
        ("*.md", ROOT / "docs" / "errors", "nova_ls/docs/errors"),
    ):
        own = {f"{inside}/{path.relative_to(folder).as_posix()}" for path in folder.rglob(kind)}
        assert own and own <= names
    assert {name.split("/")[0] for name in names} == {"nova_ls", f"nova_ls-{__version__}.dist-info"}
    assert not [name for name in names if name.endswith(".pyc")]


def test_the_sdist_has_what_the_wheel_is_built_from_and_no_more(built: tuple[Path, Path]) -> None:
    with tarfile.open(built[1]) as sdist:
        names = {Path(*Path(name).parts[1:2]).as_posix() for name in sdist.getnames()}
    assert names == {
        "nova_ls", "docs", "README.md", "LICENSE", "CHANGELOG.md", "pyproject.toml", "PKG-INFO", ".gitignore",
    }  # fmt: skip


def test_the_wheel_works_in_a_clean_environment(built: tuple[Path, Path], tmp_path: Path) -> None:
    venv.create(tmp_path / "venv", with_pip=True)
    programs = tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin")
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("PYTHON")
    }
    environment |= {"HOME": str(tmp_path), "NOVA_LS_LIBRARY": ""}

    def run(*command: str | Path, status: int = 0) -> str:
        ended = subprocess.run(
            [*map(str, command)],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert ended.returncode == status, ended.stdout + ended.stderr
        return ended.stdout

    run(programs / "python", "-m", "pip", "install", "--disable-pip-version-check", built[0])
    nova_ls = programs / "nova-ls"
    assert run(nova_ls, "--version") == f"nova-ls {__version__}\n"
    assert str(tmp_path / "venv") in run(nova_ls, "doctor")
    (tmp_path / "nova.toml").touch()
    (tmp_path / "Main.nova").write_text(
        "module Main where\n\nimport Data.Maybe (fromMaybe, Maybe(..))\n\nx :: Int\nx = fromMaybe 1 Nothing\n"
    )
    assert run(nova_ls, "check").startswith("0 errors, 0 warnings")
    (tmp_path / "Main.nova").write_text("module Main where\n\nx :: Int\nx = true\n")
    assert "TypesDoNotUnify" in run(nova_ls, "check", status=1)

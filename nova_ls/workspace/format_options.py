"""How the files of a folder are formatted: the nearest `.tidyrc.json` says so, for purs-tidy as for us."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from nova_ls.formatting.options import DEFAULTS, FormatOptions, WrongOption, options_from

SETTINGS: Final = ".tidyrc.json"


class WrongSettings(Exception):
    """A file of settings that is no good: which and why, in one line for a person."""


def format_options(folder: Path) -> FormatOptions:
    """The options for what lies in a folder. WrongSettings: see there."""
    for above in (folder, *folder.parents):
        path = above / SETTINGS
        try:
            text = path.read_text("utf-8")
        except (FileNotFoundError, NotADirectoryError):
            continue
        except (OSError, UnicodeDecodeError) as problem:
            raise WrongSettings(f"{path} cannot be read: {problem}") from problem
        return _parsed(path, text)
    return DEFAULTS


def _parsed(path: Path, text: str) -> FormatOptions:
    try:
        settings = json.loads(text)
    except ValueError as problem:
        raise WrongSettings(f"{path} is not JSON: {problem}") from problem
    if not isinstance(settings, dict):
        raise WrongSettings(f"{path} must be one JSON object")
    try:
        return options_from(settings)
    except WrongOption as problem:
        raise WrongSettings(f"{path}: {problem}") from problem

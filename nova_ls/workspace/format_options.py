"""How the files of a folder are formatted: the nearest `.tidyrc.json` says so, for purs-tidy as for us."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from nova_ls.formatting.operators import KnownOperator, parse_operators
from nova_ls.formatting.options import DEFAULTS, FormatOptions, WrongOption, options_from

SETTINGS: Final = ".tidyrc.json"
USUAL_OPERATORS: Final = ".tidyoperators.default"  # what purs-tidy calls its own table


class WrongSettings(Exception):
    """A file of settings that is wrong: which and why, in one line for a person."""


def format_options(folder: Path) -> FormatOptions:
    """The options for what lies in a folder. WrongSettings: see there."""
    for above in (folder, *folder.parents):
        path = above / SETTINGS
        text = _text(path)
        if text is not None:
            return _parsed(path, text)
    return DEFAULTS


def _text(path: Path) -> str | None:
    """None: there is no such file."""
    try:
        return path.read_text("utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, UnicodeDecodeError) as problem:
        raise WrongSettings(f"{path} cannot be read: {problem}") from problem


def _parsed(path: Path, text: str) -> FormatOptions:
    try:
        settings = json.loads(text)
    except ValueError as problem:
        raise WrongSettings(f"{path} is not JSON: {problem}") from problem
    if not isinstance(settings, dict):
        raise WrongSettings(f"{path} must be one JSON object")
    try:
        return options_from(settings, _operators(path, settings.get("operatorsFile")))
    except WrongOption as problem:
        raise WrongSettings(f"{path}: {problem}") from problem


def _operators(path: Path, name: object) -> frozenset[KnownOperator]:
    """The table that settings name, beside them."""
    if name is None or name == USUAL_OPERATORS:
        return frozenset()
    if not isinstance(name, str):
        raise WrongOption("`operatorsFile` must be the path of a file")
    text = _text(path.parent / name)
    if text is None:
        raise WrongOption(f"`operatorsFile` names {name}, which is not there")
    return parse_operators(text)

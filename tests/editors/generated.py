"""What the files of the editors have from the server's definitions: the words of the language, and the settings.

`NOVA_UPDATE_GOLDEN=1 pytest tests/editors/test_generated.py` writes it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from nova_ls.server.rpc.settings import Setting, all_settings
from nova_ls.syntax.tokens import RESERVED

ROOT: Final = Path(__file__).parents[2]
EDITORS: Final = ROOT / "editors"
WORDS: Final = frozenset(word for word in RESERVED if word.isascii() and word.isalpha())
BOOLEANS: Final = frozenset(("true", "false"))
CONTROL: Final = frozenset(["ado", "case", "do", "else", "if", "in", "let", "of", "then", "where"])
KEYWORDS: Final = WORDS - BOOLEANS - CONTROL


def _alternatives(words: frozenset[str]) -> str:
    return "|".join(sorted(words))


def _whole(alternatives: str) -> str:
    return rf"(?<![.\p{{L}}\p{{N}}_'])({alternatives})(?![\p{{L}}\p{{N}}_'])"


def textmate(text: str) -> str:
    """The grammar of VS Code, with the words in their patterns."""
    grammar = json.loads(text)
    control, other, boolean = grammar["repository"]["keywords"]["patterns"]
    control["match"] = _whole(_alternatives(CONTROL))
    other["match"] = _whole(f"{_alternatives(KEYWORDS)}|∀")
    boolean["match"] = _whole(_alternatives(BOOLEANS))
    definition = grammar["repository"]["definition"]
    definition["match"] = (
        rf"^(?!(?:{_alternatives(WORDS)})(?![\p{{L}}\p{{N}}_']))[\p{{Ll}}_][\p{{L}}\p{{N}}_']*"
    )
    return json.dumps(grammar, ensure_ascii=False, indent=2) + "\n"


def _between(text: str, start: str, end: str, inner: str) -> str:
    found = re.compile(f"(?s)({re.escape(start)}\n).*?({re.escape(end)})")
    assert len(found.findall(text)) == 1, start
    return found.sub(lambda match: match[1] + inner + match[2], text)


def vim(text: str) -> str:
    """The words of the syntax file of Neovim."""
    words = [
        f"syntax keyword {group} {' '.join(sorted(words))}\n"
        for group, words in (
            ("novaControl", CONTROL),
            ("novaKeyword", KEYWORDS),
            ("novaBoolean", BOOLEANS),
        )
    ]
    return _between(text, '" Words of the server:', '" End of the words.', "".join(words))


def emacs(text: str) -> str:
    """The words of nova-mode.el."""
    quoted = " ".join(f'"{word}"' for word in sorted(WORDS - BOOLEANS))
    inner = f'(defconst nova--keywords\n  \'({quoted})\n  "Words that are always keywords.")\n'
    return _between(text, ";; Words of the server:", ";; End of the words.", inner)


def _property(setting: Setting) -> dict[str, Any]:
    said: dict[str, Any] = {"type": "string" if setting.choices else "boolean"}
    if setting.choices:
        said["enum"] = [choice for choice, _ in setting.choices]
        said["enumDescriptions"] = [meaning for _, meaning in setting.choices]
    if setting.is_users_own:
        said["scope"] = "machine"
    return said | {"default": setting.default, "description": setting.description}


def manifest(text: str) -> str:
    """The settings of the server in package.json; those of the extension itself stay before them."""
    package = json.loads(text)
    properties = package["contributes"]["configuration"]["properties"]
    own = {name: each for name, each in properties.items() if is_of_the_extension(name)}
    served = {f"nova.{setting.name}": _property(setting) for setting in all_settings()}
    package["contributes"]["configuration"]["properties"] = own | served
    return json.dumps(package, ensure_ascii=False, indent=2) + "\n"


def is_of_the_extension(name: str) -> bool:
    """Whether a setting of VS Code is the extension's, and none of the server's."""
    return name.startswith("nova.server.") or name in ("nova.purescript", "nova.trace.server")


def _json(value: object) -> str:
    return f"`{json.dumps(value)}`"


def configuration(text: str) -> str:
    """The reference of the settings in docs/."""
    rows = []
    for setting in all_settings():
        values = (
            "<br>".join(f"`{choice}`: {meaning}" for choice, meaning in setting.choices)
            or "`true`, `false`"
        )
        default = f"`{setting.default}`" if setting.choices else _json(setting.default)
        rows.append(f"| `{setting.name}` | {values} | {default} | {setting.description} |\n")
    head = "| setting | values | default | what it does |\n| --- | --- | --- | --- |\n"
    text = _between(text, "<!-- settings of the server -->", "<!-- end -->", head + "".join(rows))
    package = json.loads((EDITORS / "vscode" / "package.json").read_text("utf-8"))
    properties = package["contributes"]["configuration"]["properties"]
    head = "| setting | default | what it does |\n| --- | --- | --- |\n"
    own = [
        f"| `{name}` | {_json(each['default'])} | {each.get('markdownDescription') or each['description']} |\n"
        for name, each in properties.items()
        if is_of_the_extension(name)
    ]
    return _between(
        text, "<!-- settings of the extension -->", "<!-- end of these -->", head + "".join(own)
    )


GENERATED: Final[dict[str, Callable[[str], str]]] = {
    "editors/vscode/syntaxes/nova.tmLanguage.json": textmate,
    "editors/vscode/package.json": manifest,
    "editors/nvim/syntax/nova.vim": vim,
    "editors/emacs/nova-mode.el": emacs,
    "docs/configuration.md": configuration,
}
"""By file: what it should be, from what it is."""

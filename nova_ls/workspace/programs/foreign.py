"""Foreign values for the Python back end: from the Python file beside a module, or from the module's own text.

`Data/Array.nova` has `Data/Array.py` beside it, with one name for each foreign import: `x'` is `x_prime` there, and what is a keyword
of Python has an underscore behind it. A host expression is Python where it begins with `python:`.
"""

from __future__ import annotations

import ast
import keyword
from pathlib import Path
from typing import Any, Final

from nova_ls.base.keys import ElementKey
from nova_ls.codegen.python.flatten import with_flat_functions
from nova_ls.codegen.python.link import Forms
from nova_ls.codegen.python.runtime import MissingForeign

_PREFIX: Final = "python:"


def foreign_name(name: str) -> str:
    """What a foreign import is called in a Python file."""
    written = name.replace("'", "_prime")
    return f"{written}_" if keyword.iskeyword(written) else written


class ForeignFiles:
    """The Python files beside modules, each run once."""

    def __init__(self) -> None:
        self._files: dict[Path, dict[str, Any]] = {}

    def find(self, path: Path, key: ElementKey, inline: str | None) -> Forms:
        """A foreign import of the module at a path, in its forms; MissingForeign where there is none for Python."""
        text = "" if inline is None else inline.strip()
        if text.startswith(_PREFIX):
            code = compile(text[len(_PREFIX) :].strip(), f"{key.namespace}.{key.name}", "eval")
            return {"": eval(code, {})}
        beside = path.with_suffix(".py")
        names = self._names(beside)
        name = foreign_name(key.name)
        if name in names:
            flat = {
                form[len(name) :]: value
                for form, value in names.items()
                if form.startswith((f"{name}#", f"{name}!"))
            }
            return {"": names[name], **flat}
        return {"": MissingForeign(_reason(key, beside, inline is not None))}

    def _names(self, path: Path) -> dict[str, Any]:
        found = self._files.get(path)
        if found is None:
            found = {"__name__": path.stem, "__file__": str(path)}
            if path.is_file():
                tree = ast.parse(path.read_text(encoding="utf-8"), str(path))
                exec(compile(with_flat_functions(tree), str(path), "exec"), found)
            self._files[path] = found
        return found


def _reason(key: ElementKey, beside: Path, has_inline: bool) -> str:
    name = f"{key.namespace}.{key.name}"
    if has_inline:
        return (
            f"{name} is a host expression for another back end; for Python begin it with `python:`, "
            f"or define {foreign_name(key.name)} in {beside.name}"
        )
    return f"{name} is a foreign import, and {beside.name} does not define {foreign_name(key.name)}"

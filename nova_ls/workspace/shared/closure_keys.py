"""When what was found out about a module holds for another one: both have the same text, and so has everything that they import.

Instances are the one thing that a module may be told of from elsewhere; what it was told of them is compared where a module is taken over.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from hashlib import sha256

from nova_ls.compiler.archive.module_bundle import FORMAT
from nova_ls.compiler.archive.module_record import VERSION
from nova_ls.compiler.archive.outcome_log import LOG_SCHEMA
from nova_ls.compiler.first_check import imports_of
from nova_ls.compiler.program import Program
from nova_ls.compiler.state.module import Module
from nova_ls.workspace.shared.content_id import content_id


class ClosureKeys:
    """Names the contents of modules as they are now, over these sources of nova-ls and its library."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._keys: dict[str, bytes | None] = {}
        self._imports: dict[bytes, tuple[str, ...]] = {}

    def forget(self) -> None:
        """Texts may have changed."""
        self._keys.clear()

    def key(self, name: str) -> bytes | None:
        """The key of a module of which `steps` has ended; None: it imports itself in a circle, or something that does."""
        return self._keys.get(name)

    def imports(self, module: Module) -> tuple[str, ...]:
        """What a module seems to import: all that it does, and perhaps more."""
        found = self._imports.get(module.source.digest)
        if found is None:
            found = self._imports[module.source.digest] = tuple(imports_of(module))
        return found

    def steps(self, module: Module) -> Iterator[Module]:
        """Find the keys of a module and of all that it imports, imports first; yields each of them, whose key is known by then."""
        pending = [(module, iter(self.imports(module)))]
        entered = {module.name}
        while pending and module.name not in self._keys:
            inner, imports = pending[-1]
            name = next((n for n in imports if n not in self._keys and n not in entered), None)
            if name is None:
                pending.pop()
                self._keys[inner.name] = self._key_of(inner)
                yield inner
                continue
            found = self._program.loader.find(name)
            if found is None:
                self._keys[name] = b""
            else:
                entered.add(name)
                pending.append((found, iter(self.imports(found))))

    def _key_of(self, module: Module) -> bytes | None:
        name = module.name.encode("utf-8", "surrogatepass")
        digest = sha256(_ground() + module.source.digest + name)
        for imported in sorted(self.imports(module)):
            key = self._keys.get(imported)
            if key is None:
                return None  # It is being looked at, which is a circle, or there is one behind it.
            digest.update(b"\0" + imported.encode("utf-8", "surrogatepass") + b"\0" + key)
        return digest.digest()


@cache
def _ground() -> bytes:
    """Names everything else that decides what is found out."""
    formats = f"{FORMAT} {VERSION} {LOG_SCHEMA}"
    return sha256(content_id() + formats.encode()).digest()

"""Which tests the changes since an earlier state can have broken: those that reach a declaration whose log entry that state does not have."""

from __future__ import annotations

from nova_ls.compiler.program import Program
from nova_ls.compiler.state.module import ModuleOrigin
from nova_ls.history.state import State
from nova_ls.testing.suite import PreparedTest


class Since:
    """An entry says what a text is and what it was told of others, so a type that changed is seen where it is used."""

    def __init__(self, program: Program, before: State) -> None:
        self._program = program
        self._before = before
        self._entries = frozenset(before.units.values())
        self._texts: dict[str, str] = {}

    def concerns(self, prepared: PreparedTest) -> bool:
        """Whether a test reaches something that has changed."""
        example = prepared.test.example
        if example is not None and example.block.text not in self._text(prepared.test.module):
            return True
        if not prepared.impact.is_complete:
            return True
        return any(
            entry and entry not in self._entries and self._is_own(key.namespace)
            for key, (_, entry) in prepared.impact.code.items()
        )

    def _text(self, module: str) -> str:
        if module not in self._texts:
            text = self._before.text_of_module(module) or ""
            self._texts[module] = text.replace("\r\n", "\n")
        return self._texts[module]

    def _is_own(self, namespace: str) -> bool:
        module = self._program.modules.get(namespace)
        return module is not None and module.origin is ModuleOrigin.WORKSPACE

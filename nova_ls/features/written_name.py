"""What a module calls a type, class, value or constructor, with the imports that this needs."""

from __future__ import annotations

from nova_ls.base.keys import ElementKey, Space
from nova_ls.compiler.state.module import Module
from nova_ls.features.actions.code_action import CodeEdit
from nova_ls.features.actions.import_lines import ImportNeed, import_edits
from nova_ls.features.actions.reference_list import WantedReference
from nova_ls.features.exporters import exporters
from nova_ls.names.modules.prim import is_prim_module
from nova_ls.types.core.interface import ConstructorInterface
from nova_ls.workspace.snapshot import Snapshot


class NameWriter:
    """Names elements in a module; what it has to import for them is collected."""

    def __init__(self, snapshot: Snapshot, module: Module) -> None:
        self._snapshot = snapshot
        self._module = module
        self._names: dict[ElementKey, str] = {}
        self._needs: list[ImportNeed] = []
        self._is_possible = True

    def imports(self) -> tuple[CodeEdit, ...] | None:
        """The edits of imports for all that was named; None: something cannot be imported."""
        if not self._is_possible:
            return None
        edits = import_edits(self._module, self._needs)
        return None if edits is None else tuple(edits)

    def name_of(self, key: ElementKey) -> str:
        """What an element is called here; it is imported if need be."""
        name = self._names.get(key)
        if name is None:
            name = self._names[key] = self.visible_name(key) or self._imported_name(key)
        return name

    def visible_name(self, key: ElementKey) -> str | None:
        """The name by which the module knows an element already, unqualified if it may be."""
        scope = self._module.scope
        if scope is None:
            return None
        if scope.lookup(key.space, "", key.name) is key:
            return key.name
        for qualifier in dict.fromkeys(entry.qualifier for entry in scope.entries):
            if qualifier and scope.lookup(key.space, qualifier, key.name) is key:
                return f"{qualifier}.{key.name}"
        return None

    def _imported_name(self, key: ElementKey) -> str:
        """The name that an import will give an element."""
        scope = self._module.scope
        sources = exporters(self._snapshot, self._module, key)
        if scope is None or not sources:
            self._is_possible = False
            return key.name
        source, alias = sources[0], ""
        is_taken = scope.lookup(key.space, "", key.name) is not None or any(
            need.wanted.name == key.name and not need.alias for need in self._needs
        )
        if is_taken or is_prim_module(source):
            alias = source.rpartition(".")[2]
            if scope.lookup(key.space, alias, key.name) is not None:
                self._is_possible = False
        self._needs.append(ImportNeed(source, alias, self._wanted(key)))
        return f"{alias}.{key.name}" if alias else key.name

    def _wanted(self, key: ElementKey) -> WantedReference:
        owner = ""
        if key.space is Space.CONSTRUCTOR:
            interface = self._snapshot.interface(key)
            if isinstance(interface, ConstructorInterface):
                owner = interface.owner.name
            else:
                self._is_possible = False
        return WantedReference(key.space, key.name, owner)

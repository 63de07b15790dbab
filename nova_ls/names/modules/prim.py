"""The exports of the modules that the compiler itself provides."""

from __future__ import annotations

from typing import Final

from nova_ls.base.keys import Space, element_key
from nova_ls.names.modules.exports import Exports

_MODULES: Final[dict[str, tuple[str, str]]] = {
    # module: its types, its classes
    "Prim": (
        "Array Boolean Char Constraint Function Int Number Record Row String Symbol Type",
        "Partial",
    ),
    "Prim.Boolean": ("True False", ""),
    "Prim.Coerce": ("", "Coercible"),
    "Prim.Int": ("", "Add Compare Mul ToString"),
    "Prim.Ordering": ("Ordering LT EQ GT", ""),
    "Prim.Row": ("", "Cons Lacks Nub Union"),
    "Prim.RowList": ("RowList Cons Nil", "RowToList"),
    "Prim.Symbol": ("", "Append Compare Cons"),
    "Prim.TypeError": ("Above Beside Doc Quote QuoteLabel Text", "Fail Warn"),
}


def is_prim_module(name: str) -> bool:
    """Whether a module name is reserved for the compiler's own modules."""
    return name == "Prim" or name.startswith("Prim.")


def _build() -> dict[str, Exports]:
    modules: dict[str, Exports] = {}
    for module, (types, classes) in _MODULES.items():
        exports = modules[module] = Exports(module)
        for name in classes.split():
            key = element_key(module, Space.CLASS, name)
            exports.add(Space.CLASS, name, key)
            # The compiler's classes can be named in types too: `type C = Partial`.
            exports.add(Space.TYPE, name, key)
        for name in types.split():
            exports.add_type(name, element_key(module, Space.TYPE, name), ())
    return modules


PRIM_EXPORTS: Final[dict[str, Exports]] = _build()
"""Exports by module name."""

"""Schemes and typed ASTs by element: what the compiler asks of such a table, and the registry layer that is one."""

from __future__ import annotations

from typing import Protocol

from nova_ls.base.keys import ElementKey
from nova_ls.compiler.model.outcome import Scheme, TypedAst
from nova_ls.registry import Layer


class Table(Protocol):
    """Where the results of units are kept: schemes and typed ASTs by element."""

    @property
    def revision(self) -> tuple[int, ...]:
        """As long as it is the same, so are all schemes and typed ASTs."""

    def get_scheme(self, key: ElementKey) -> Scheme | None:
        """The interface of an element; None where there is none."""

    def get_ast(self, key: ElementKey) -> TypedAst | None:
        """The typed AST of an element; None where there is none."""

    def look_at_ast(self, key: ElementKey) -> TypedAst | None:
        """The same, which is not kept in memory for this: for looking at very many."""

    def put_scheme(self, key: ElementKey, scheme: Scheme) -> None:
        """Replace an element's interface; its typed AST stays until the unit with its body says otherwise."""

    def put_ast(self, key: ElementKey, ast: TypedAst) -> None:
        """Keep the typed AST of an element that exists."""

    def drop_ast(self, key: ElementKey) -> None:
        """Nothing is known any more of what stands within an element."""

    def delete(self, key: ElementKey) -> None:
        """Forget an element."""

    def list_namespace(self, namespace: str) -> list[ElementKey]:
        """The elements of a module, sorted."""


class LayerTable:
    """Schemes and typed ASTs in one layer; `layer` may be exchanged for another over the same parent."""

    __slots__ = ("layer",)

    def __init__(self, layer: Layer) -> None:
        self.layer = layer

    @property
    def revision(self) -> tuple[int, ...]:
        """As long as it is the same, so are all schemes and typed ASTs."""
        return self.layer.revision

    def get_scheme(self, key: ElementKey) -> Scheme | None:
        """The interface of an element; None where there is none."""
        return self.layer.get_scheme(key)  # type: ignore[return-value]  # `put_scheme` takes no others

    def get_ast(self, key: ElementKey) -> TypedAst | None:
        """The typed AST of an element; None where there is none."""
        return self.layer.get_ast(key)  # type: ignore[return-value]  # `put_ast` takes no others

    def look_at_ast(self, key: ElementKey) -> TypedAst | None:
        """The same, which is not kept in memory for this: for looking at very many."""
        return self.layer.look_at_ast(key)  # type: ignore[return-value]

    def put_scheme(self, key: ElementKey, scheme: Scheme) -> None:
        """Replace an element's interface; its typed AST stays until the unit with its body says otherwise."""
        self.layer.put(key, scheme, self.layer.get_ast(key), scheme.hash)

    def put_ast(self, key: ElementKey, ast: TypedAst) -> None:
        """Keep the typed AST of an element that exists."""
        if self.layer.get_scheme(key) is not None:
            self.layer.put_ast(key, ast)

    def drop_ast(self, key: ElementKey) -> None:
        """Nothing is known any more of what stands within an element."""
        scheme = self.get_scheme(key)
        if scheme is not None and self.layer.get_ast(key) is not None:
            self.layer.put(key, scheme, None, scheme.hash)

    def list_namespace(self, namespace: str) -> list[ElementKey]:
        """The elements of a module, sorted."""
        return self.layer.list_namespace(namespace)

    def delete(self, key: ElementKey) -> None:
        """Forget an element."""
        self.layer.delete(key)

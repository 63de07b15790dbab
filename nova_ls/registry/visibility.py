"""Who exports what, and which instances stand where they may not."""

from __future__ import annotations

from nova_ls.base.keys import ElementKey, Space
from nova_ls.registry.layer import Layer


def reexport_chain(layer: Layer, namespace: str, key: ElementKey) -> list[str]:
    """The namespaces through which a namespace exports an element, from it to the one that defines it.

    Empty where it does not export the element. A circle of re-exports ends where it would close.
    """
    chain: list[str] = []
    current: str | None = namespace
    while current is not None and current not in chain:
        export = next((e for e in layer.exports(current) if e.key is key), None)
        if export is None:
            return chain
        chain.append(current)
        current = export.via
    return chain


def reexporters(layer: Layer, key: ElementKey) -> list[str]:
    """The namespaces that export an element which another one defines, sorted."""
    return [
        namespace
        for namespace in layer.namespaces()
        if namespace != key.namespace and any(e.key is key for e in layer.exports(namespace))
    ]


def orphan_instances(layer: Layer, namespace: str) -> list[ElementKey]:
    """The instances of a namespace that neither their class nor their types belong to, sorted.

    An instance whose owners were never said is no orphan.
    """
    orphans = []
    for key in layer.list_namespace(namespace):
        owners = layer.owners(key) if key.space is Space.INSTANCE else None
        if owners is not None and namespace not in owners:
            orphans.append(key)
    return orphans

"""Layers of what is known of elements: baseline, batches, and how one becomes the other.

Values are opaque: nothing here knows Nova.
"""

from nova_ls.registry.dump import ValueCodec, dump, restore
from nova_ls.registry.layer import Element, Export, Layer, LayerChanges
from nova_ls.registry.registry import (
    Committed,
    Conflict,
    InterfaceRegistry,
    Observer,
    orphan_instances,
    reexport_chain,
    reexporters,
)
from nova_ls.registry.source import ArtifactSource, LayerSource, decode_element, encode_element

__all__ = [
    "ArtifactSource",
    "Committed",
    "Conflict",
    "Element",
    "Export",
    "InterfaceRegistry",
    "Layer",
    "LayerChanges",
    "LayerSource",
    "Observer",
    "ValueCodec",
    "decode_element",
    "dump",
    "encode_element",
    "orphan_instances",
    "reexport_chain",
    "reexporters",
    "restore",
]

"""Layers of what is known of elements: baseline, batches, and how one becomes the other.

Imports store and base. Values are opaque: nothing here knows Nova. Start with `layer.py`, then `registry.py` (commits and conflicts).
"""

from nova_ls.registry.content import ElementContent, LayerChanges
from nova_ls.registry.element_dump import DumpedArtifact, dump, dump_artifact, restore
from nova_ls.registry.layer import Layer
from nova_ls.registry.layer_source import ArtifactSource, LayerSource
from nova_ls.registry.registry import CommitConflict, CommitResult, InterfaceRegistry, Observer

__all__ = [
    "ArtifactSource",
    "CommitConflict",
    "CommitResult",
    "DumpedArtifact",
    "ElementContent",
    "InterfaceRegistry",
    "Layer",
    "LayerChanges",
    "LayerSource",
    "Observer",
    "dump",
    "dump_artifact",
    "restore",
]

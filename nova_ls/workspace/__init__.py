"""Manifest, packages, documents, the batch of each workspace, file watching; snapshots of one revision."""

"""The hash by which texts are known."""

from __future__ import annotations

import hashlib


def hash_text(text: str) -> bytes:
    """SHA-256 of a text's UTF-8."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()

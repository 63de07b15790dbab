"""A secret of the user's, in their cache folder: what was sealed with it, they made themselves."""

from __future__ import annotations

import os
import secrets
from functools import lru_cache
from typing import Final

_LENGTH: Final = 32
_NAME: Final = "seal"


@lru_cache(maxsize=1)
def user_secret() -> bytes | None:
    """The secret, made at the first call; None where it can be neither read nor kept."""
    from platformdirs import user_cache_path  # Rarely needed, and slow to import.

    path = user_cache_path("nova-ls", appauthor=False) / _NAME
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            found = path.read_bytes()
            return found if len(found) == _LENGTH else None
        with os.fdopen(file, "wb") as made:
            made.write(secret := secrets.token_bytes(_LENGTH))
    except OSError:
        return None
    return secret

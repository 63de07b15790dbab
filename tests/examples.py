"""How many examples a law is tried with: a quarter of them in `make quick`, which says so by `NOVA_QUICK`."""

from __future__ import annotations

import os


def examples(count: int) -> int:
    return count // 4 if os.environ.get("NOVA_QUICK") else count

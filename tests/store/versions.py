"""Schema versions for tests that write records by hand."""

from __future__ import annotations

from typing import Final

from nova_ls.store import DEFAULT_POLICIES, ArtifactKind

CURRENT: Final = DEFAULT_POLICIES[ArtifactKind.SCHEME].schema_version
"""Of interfaces, as they are encoded today."""

OTHER: Final = CURRENT + 1

"""How long requests about names take in one module: from the request to its answer, over the wire.

    python -m benchmarks.navigation [--functions 250] [--count N]

The module and the workspace are those of edit_latency.py. Places are names all over the module; each is asked for once.
"""

from __future__ import annotations

import argparse
import random
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from benchmarks.workspaces import LARGE_PATH, make_workspace
from nova_ls.cli.language_client import LanguageClient, ServerGone
from nova_ls.cli.open_document import OpenDocument

METHODS: Final[dict[str, dict[str, Any]]] = {
    "definition": {},
    "declaration": {},
    "typeDefinition": {},
    "implementation": {},
    "references": {"context": {"includeDeclaration": True}},
    "documentHighlight": {},
    "prepareRename": {},
    "rename": {"newName": "zebra0"},
    "prepareCallHierarchy": {},
    "prepareTypeHierarchy": {},
    "linkedEditingRange": {},
}
LIMIT: Final = 10.0
"""Milliseconds that half of the answers may take at most."""

_WORD: Final = re.compile(r"\b(?:item|price|stock|[a-z]+\d+|describe|Item|Maybe|Just|map|name)\b")


def timings(client: LanguageClient, document: OpenDocument, count: int) -> dict[str, list[float]]:
    """Milliseconds of each answer, by method."""
    return {
        method: list(_asked(client, document, method, more, count))
        for method, more in METHODS.items()
    }


def _asked(
    client: LanguageClient, document: OpenDocument, method: str, more: dict[str, Any], count: int
) -> Iterator[float]:
    rng = random.Random(method)
    places = [found.start() + 1 for found in _WORD.finditer(document.text)]
    for place in rng.sample(places, min(count, len(places))):
        line = document.text.count("\n", 0, place)
        column = place - document.text.rfind("\n", 0, place) - 1
        params = {
            "textDocument": {"uri": document.uri},
            "position": {"line": line, "character": column},
            **more,
        }
        before = time.perf_counter()
        with suppress(ServerGone):  # What cannot be renamed is refused.
            client.request(f"textDocument/{method}", params)
        yield (time.perf_counter() - before) * 1000


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure requests about names.")
    parser.add_argument("--functions", type=int, default=250)
    parser.add_argument("--count", type=int, default=100)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="nova-bench-") as folder:
        root = Path(folder).resolve() / "shop"
        make_workspace(root, options.functions)
        client = LanguageClient((sys.executable, "-m", "nova_ls", "--stdio"), root)
        try:
            client.initialize()
            document = OpenDocument(client, root / LARGE_PATH, (root / LARGE_PATH).read_text())
            document.diagnostics()
            client.request("nova/diff", {})  # which waits for everything
            for method, found in timings(client, document, options.count).items():
                middle = statistics.median(found)
                late = sorted(found)[int(len(found) * 0.95)]
                verdict = "met" if middle <= LIMIT else "MISSED"
                print(f"{method:24} p50 {middle:7.2f} ms   p95 {late:7.2f} ms   {verdict}")
        finally:
            client.shutdown()
    return 0


if __name__ == "__main__":
    sys.exit(main())

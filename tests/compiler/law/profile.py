"""How long the law's machines run: a quick draw that is always the same, or thousands of scripts at random."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

IS_LONG = os.environ.get("NOVA_LAW") == "long"


def profile(examples: int, long_examples: int) -> settings:
    """`long_examples`: how many scripts a long run draws."""
    return settings(
        max_examples=long_examples if IS_LONG else examples,
        stateful_step_count=40 if IS_LONG else 12,
        deadline=None,
        derandomize=not IS_LONG,
        suppress_health_check=list(HealthCheck),
        print_blob=True,
        report_multiple_bugs=False,
    )

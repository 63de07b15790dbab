"""What a job may use."""

from __future__ import annotations

from nova_ls.base.slotted import value

MEGABYTE = 1 << 20


@value
class Limits:
    """`seconds`: on the clock, and of the processor. `memory`: bytes beyond what the evaluator has itself. `output`: characters of what is written, and of a value."""

    seconds: float = 10.0
    memory: int = 512 * MEGABYTE
    output: int = 100_000

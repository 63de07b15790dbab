"""The copies of fixtures/pantry that subcommands are called in."""

from tests.cli.conftest import checked_pantry, pantry

__all__ = ["checked_pantry", "pantry"]

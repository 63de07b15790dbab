"""The language server for Nova."""

__version__ = "0.1.0"

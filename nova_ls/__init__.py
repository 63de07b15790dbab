"""The language server for Nova.

Start with ARCHITECTURE.md: which package does what, and what each may import.
"""

__version__ = "0.1.0"

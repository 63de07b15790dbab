"""Strings as runs of UTF-16 code units, which is what Nova's are."""

from __future__ import annotations


def code_units(text: str) -> str:
    """A string in which each character beyond the first plane is two surrogates."""
    if text.isascii() or max(text) <= "\uffff":
        return text
    data = text.encode("utf-16-le", "surrogatepass")
    return "".join([chr(data[index] | data[index + 1] << 8) for index in range(0, len(data), 2)])


def joined(text: str) -> str:
    """A string as the world outside has it: pairs of surrogates are characters again, lone ones stay."""
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")

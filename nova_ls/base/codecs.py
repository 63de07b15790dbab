"""How payloads are encoded that outlive the process: the one place where the version of an encoding is raised.

Who writes takes the version from here, by way of the kind's policy; who reads refuses any other.
"""

from __future__ import annotations

from typing import Final

from nova_ls.base.slotted import value


@value
class Codec:
    """`version` grows with each change of the format, or of what is computed and stored in it; at most 65,535."""

    name: str
    version: int


PLAIN: Final = Codec("plain", 1)
"""Bytes that mean themselves, or that say their version inside."""

TYPES: Final = Codec("types", 25)
"""Types, interfaces, annotations, references and diagnostics: nova_ls/types/codec/type_codec.py.

What a former checker said of a text stands in databases under its version: where the verdict on any text
has changed, the version is raised as well, and all is checked again.
"""

CODE: Final = Codec("code", 1)
"""Compiled declarations: nova_ls/compiler/archive/code_store.py. Grows with each change of core, or of how it is made of a declaration."""

TESTS: Final = Codec("tests", 1)
"""What tests reach and what they came to: nova_ls/testing/records.py. Grows with each change of the format, or of what a digest of code counts."""

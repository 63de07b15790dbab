"""Plain values as bytes: MessagePack, with one packer for all, since making one takes longer than most values do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import msgpack

pack: Final[Callable[[object], bytes]] = msgpack.Packer(unicode_errors="surrogatepass").pack
"""Numbers, strings (with halves of surrogate pairs, if need be), bytes, lists, tuples and dicts of such. Not for what is larger than a module:
the packer's memory is not given back.
"""

"""What Foreign.Object imports from its host."""

from typing import Any


def entriesWith(pair):
    return lambda x: [pair(k)(x[k]) for k in ordered(x)]


empty: dict[str, Any] = {}


def insert(k):
    return lambda a: lambda x: {**x, k: a}


def lookupImpl(nothing):
    return lambda just: lambda k: lambda x: just(x[k]) if k in x else nothing


def delete(k):
    return lambda x: {name: a for name, a in x.items() if name != k}


def keys(x):
    return ordered(x)


def ordered(x):
    """The names of an object in the host's order: indices by size, then the others as they came."""
    indices = [k for k in x if is_index(k)]
    if not indices:
        return list(x)
    return sorted(indices, key=int) + [k for k in x if not is_index(k)]


def is_index(k):
    """Whether a name is how an array's index is written."""
    if not k[:1].isdecimal() or not k.isascii() or not k.isdecimal() or len(k) > 10:
        return False
    return (k == "0" or k[0] != "0") and int(k) < 0xFFFFFFFF

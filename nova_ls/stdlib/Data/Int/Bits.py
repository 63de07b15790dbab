"""What Data.Int.Bits imports from its host."""


def and_(x):
    return lambda y: x & y


def or_(x):
    return lambda y: x | y


def xor(x):
    return lambda y: x ^ y


def shl(x):
    return lambda y: (((x << (y & 31)) + 0x80000000) & 0xFFFFFFFF) - 0x80000000


def shr(x):
    return lambda y: x >> (y & 31)


def zshr(x):
    # A negative number that is shifted by 0 bits leaves the range of Int, as on the JavaScript host.
    return lambda y: (x & 0xFFFFFFFF) >> (y & 31)


def complement(x):
    return ~x

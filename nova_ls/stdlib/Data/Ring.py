"""What Data.Ring imports from its host."""


def intSub(x):
    return lambda y: ((x - y + 0x80000000) & 0xFFFFFFFF) - 0x80000000


def numSub(x):
    return lambda y: x - y

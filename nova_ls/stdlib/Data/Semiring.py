"""What Data.Semiring imports from its host."""


def intAdd(x):
    return lambda y: ((x + y + 0x80000000) & 0xFFFFFFFF) - 0x80000000


def intMul(x):
    return lambda y: ((x * y + 0x80000000) & 0xFFFFFFFF) - 0x80000000


def numAdd(x):
    return lambda y: x + y


def numMul(x):
    return lambda y: x * y

"""What Data.EuclideanRing imports from its host."""

from math import copysign, inf, nan


def intDegree(x):
    return min(abs(x), 2147483647)


def intDiv(x):
    def int_div(y):
        if y == 0:
            return 0
        quotient = x // y if y > 0 else -(x // -y)
        return quotient if quotient <= 2147483647 else -2147483648

    return int_div


def intMod(x):
    return lambda y: x % abs(y) if y != 0 else 0


def numDiv(x):
    def num_div(y):
        if y != 0:
            return x / y
        if x == 0 or x != x or y != y:
            return nan
        return inf if copysign(1.0, x) == copysign(1.0, y) else -inf

    return num_div

"""What Data.Array.NonEmpty.Internal imports from its host."""

from functools import reduce


def foldr1Array(f):
    return lambda xs: reduce(lambda acc, x: f(x)(acc), reversed(xs))


def foldl1Array(f):
    return lambda xs: reduce(lambda acc, x: f(acc)(x), xs)

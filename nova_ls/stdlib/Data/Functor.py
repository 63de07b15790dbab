"""What Data.Functor imports from its host."""


def arrayMap(f):
    return lambda xs: [f(x) for x in xs]

"""What Data.FunctorWithIndex imports from its host."""


def mapArrayWithIndex(f):
    return lambda xs: [f(i)(x) for i, x in enumerate(xs)]

"""What Data.Semigroup imports from its host."""


def concatString(x):
    return lambda y: x + y


def concatArray(xs):
    return lambda ys: xs + ys

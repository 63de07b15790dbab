"""What Control.Extend imports from its host."""


def mapSuffixes(f):
    return lambda xs: [f(xs[i:]) for i in range(len(xs))]

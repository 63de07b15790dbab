"""What Control.Apply imports from its host."""


def arrayApply(fs):
    return lambda xs: [f(x) for f in fs for x in xs]

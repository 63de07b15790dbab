"""What Record imports from its host."""


def unsafeUnion(x):
    return lambda y: {**y, **x}

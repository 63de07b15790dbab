"""What Control.Bind imports from its host."""


def arrayBind(xs):
    return lambda f: [y for x in xs for y in f(x)]

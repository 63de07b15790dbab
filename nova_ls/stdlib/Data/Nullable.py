"""What Data.Nullable imports from its host."""

null = None


def notNull(x):
    return x


def nullable(nothing):
    return lambda just: lambda x: nothing if x is None else just(x)

"""What Unsafe.Reference imports from its host."""


def reallyUnsafeRefEq(x):
    def ref_eq(y):
        if isinstance(x, bool) or isinstance(y, bool):
            return x is y
        if isinstance(x, str | int | float) and isinstance(y, str | int | float):
            return x == y
        return x is y

    return ref_eq

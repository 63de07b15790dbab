"""What Data.Eq imports from its host."""


def same(x):
    return lambda y: x == y


def sameArray(f):
    def same_array_left(xs):
        def same_array(ys):
            return len(xs) == len(ys) and all(f(x)(y) for x, y in zip(xs, ys, strict=True))

        return same_array

    return same_array_left

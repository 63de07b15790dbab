"""What Data.Foldable imports from its host."""


def foldrArray(f):
    def foldr_from(z):
        def foldr_over(xs):
            acc = z
            for x in reversed(xs):
                acc = f(x)(acc)
            return acc

        return foldr_over

    return foldr_from


def foldlArray(f):
    def foldl_from(z):
        def foldl_over(xs):
            acc = z
            for x in xs:
                acc = f(acc)(x)
            return acc

        return foldl_over

    return foldl_from

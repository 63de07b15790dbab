"""What Data.Traversable imports from its host."""


def traverseArray(apply):
    """Halves the array again and again, so that what it builds is as deep as the logarithm of the length."""

    def join(left):
        return lambda right: left + right

    def traverse_map(map):
        def traverse_pure(pure):
            def traverse_by(f):
                def go(xs):
                    if len(xs) == 0:
                        return pure([])
                    if len(xs) == 1:
                        return map(lambda y: [y])(f(xs[0]))
                    middle = len(xs) // 2
                    return apply(map(join)(go(xs[:middle])))(go(xs[middle:]))

                return go

            return traverse_by

        return traverse_pure

    return traverse_map

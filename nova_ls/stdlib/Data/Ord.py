"""What Data.Ord imports from its host."""


def compareRaw(lt):
    return lambda eq: lambda gt: lambda x: lambda y: lt if x < y else eq if x == y else gt


def compareArrays(compare):
    def compare_equal(eq):
        def compare_lengths_by(compare_lengths):
            def compare_left(xs):
                def compare_arrays(ys):
                    for x, y in zip(xs, ys, strict=False):
                        here = compare(x)(y)
                        if here != eq:
                            return here
                    return compare_lengths(len(xs))(len(ys))

                return compare_arrays

            return compare_left

        return compare_lengths_by

    return compare_equal

"""What Data.Array imports from its host."""

from builtins import range as numbers


def collect(foldl):
    def push(out):
        def push_item(x):
            out.append(x)
            return out

        return push_item

    return lambda xs: foldl(push)([])(xs)


def range(start):
    def range_to(end):
        step = 1 if start <= end else -1
        return list(numbers(start, end + step, step))

    return range_to


def replicate(count):
    return lambda a: [a] * count


def length(xs):
    return len(xs)


def elementAt(xs):
    return lambda i: xs[i] if 0 <= i < len(xs) else None


def firstIndex(holds):
    def first_index_in(xs):
        for i, x in enumerate(xs):
            if holds(x):
                return i
        return -1

    return first_index_in


def lastIndex(holds):
    def last_index_in(xs):
        i = len(xs) - 1
        while i >= 0 and not holds(xs[i]):
            i -= 1
        return i

    return last_index_in


def reverse(xs):
    return xs[::-1]


def concat(xss):
    return [x for xs in xss for x in xs]


def filter(holds):
    return lambda xs: [x for x in xs if holds(x)]


def scanl(f):
    def scanl_from(start):
        def scanl_over(xs):
            out = []
            acc = start
            for x in xs:
                acc = f(acc)(x)
                out.append(acc)
            return out

        return scanl_over

    return scanl_from


def slice(start):
    return lambda end: lambda xs: xs[start:end]


def zipWith(f):
    return lambda xs: lambda ys: [f(x)(y) for x, y in zip(xs, ys, strict=False)]

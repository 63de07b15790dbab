"""What Data.Array.ST imports from its host."""

from functools import cmp_to_key


def new():
    return []


def thaw(xs):
    return lambda: xs[:]


def unsafeThaw(xs):
    return lambda: xs


def unsafeFreeze(xs):
    return lambda: xs


def freeze(xs):
    return lambda: xs[:]


def clone(xs):
    return lambda: xs[:]


def length(xs):
    return lambda: len(xs)


def peekImpl(just):
    return lambda nothing: lambda i: lambda xs: lambda: just(xs[i]) if 0 <= i < len(xs) else nothing


def poke(i):
    def poke_value(a):
        def poke_into(xs):
            def action():
                there = 0 <= i < len(xs)
                if there:
                    xs[i] = a
                return there

            return action

        return poke_into

    return poke_value


def popImpl(just):
    return lambda nothing: lambda xs: lambda: just(xs.pop()) if xs else nothing


def shiftImpl(just):
    return lambda nothing: lambda xs: lambda: just(xs.pop(0)) if xs else nothing


def push(a):
    def push_onto(xs):
        def action():
            xs.append(a)
            return len(xs)

        return action

    return push_onto


def pushAll(more):
    def push_all_onto(xs):
        def action():
            xs.extend(more)
            return len(xs)

        return action

    return push_all_onto


def unshiftAll(more):
    def unshift_all_onto(xs):
        def action():
            xs[:0] = more
            return len(xs)

        return action

    return unshift_all_onto


def splice(i):
    def splice_count(count):
        def splice_more(more):
            def splice_into(xs):
                def action():
                    start = max(len(xs) + i, 0) if i < 0 else min(i, len(xs))
                    end = start + max(count, 0)
                    removed = xs[start:end]
                    xs[start:end] = more
                    return removed

                return action

            return splice_into

        return splice_more

    return splice_count


def sortByInt(cmp):
    def sort_by_int(xs):
        def action():
            # Sorted apart, so that a comparison which throws, or looks, meets the array as it was.
            xs[:] = sorted(xs, key=cmp_to_key(lambda x, y: cmp(x)(y)))
            return xs

        return action

    return sort_by_int


def toAssocArray(xs):
    return lambda: [{"value": value, "index": index} for index, value in enumerate(xs)]

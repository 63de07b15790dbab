"""What Data.Array.ST.Partial imports from its host."""


def unsafePeek(i):
    return lambda xs: lambda: xs[i] if 0 <= i < len(xs) else None


def unsafePoke(i):
    def poke_value(a):
        def poke_into(xs):
            def action():
                if i >= len(xs):
                    xs.extend([None] * (i + 1 - len(xs)))
                if i >= 0:
                    xs[i] = a

            return action

        return poke_into

    return poke_value

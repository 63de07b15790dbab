"""What Data.Unfoldable1 imports from its host."""


def unfoldArray(step):
    def unfold_from(start):
        out = []
        state = start

        def stop(a):
            out.append(a)
            return False

        def proceed(a):
            def proceed_with(next):
                nonlocal state
                out.append(a)
                state = next
                return True

            return proceed_with

        one = step(stop)(proceed)
        while one(state):
            pass
        return out

    return unfold_from

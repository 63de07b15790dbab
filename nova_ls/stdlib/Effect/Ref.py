"""What Effect.Ref imports from its host."""
# A reference is a list of one value.


def new(value):
    return lambda: [value]


def newWithSelf(f):
    def action():
        ref = [None]
        ref[0] = f(ref)
        return ref

    return action


def read(ref):
    return lambda: ref[0]


def write(value):
    def write_ref(ref):
        def action():
            ref[0] = value

        return action

    return write_ref

"""What Data.Lazy imports from its host."""
# A lazy value is a callable without arguments.


def defer(f):
    done = False
    value = None

    def thunk():
        nonlocal done, value, f
        if not done:
            value = f(None)
            done = True
            f = None  # What it holds may go.
        return value

    return thunk


def force(lazy):
    return lazy()

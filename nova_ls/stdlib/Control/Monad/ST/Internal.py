"""What Control.Monad.ST.Internal imports from its host."""
# An action is a callable without arguments, a reference a list of one value.


def mapST(f):
    return lambda action: lambda: f(action())


def pureST(a):
    return lambda: a


def bindST(action):
    return lambda next: lambda: next(action())()


def run(action):
    return action()


def while_(condition):
    def while_condition(action):
        def loop():
            while condition():
                action()

        return loop

    return while_condition


def for_(start):
    def for_to(end):
        def for_action(action):
            def loop():
                for i in range(start, end):
                    action(i)()

            return loop

        return for_action

    return for_to


def foreach(xs):
    def foreach_action(action):
        def loop():
            for x in xs:
                action(x)()

        return loop

    return foreach_action


def new(value):
    return lambda: [value]


def read(ref):
    return lambda: ref[0]


def write(value):
    def write_ref(ref):
        def action():
            ref[0] = value
            return value

        return action

    return write_ref

"""What Effect imports from its host."""
# An effect is a callable without arguments.


def pureE(a):
    return lambda: a


def bindE(action):
    return lambda next: lambda: next(action())()


def untilE(action):
    def loop():
        while not action():
            pass

    return loop


def whileE(condition):
    def while_condition(action):
        def loop():
            while condition():
                action()

        return loop

    return while_condition


def forE(start):
    def for_to(end):
        def for_action(action):
            def loop():
                for i in range(start, end):
                    action(i)()

            return loop

        return for_action

    return for_to


def foreachE(xs):
    def foreach_action(action):
        def loop():
            for x in xs:
                action(x)()

        return loop

    return foreach_action

"""What Effect.Unsafe imports from its host."""


def unsafePerformEffect(action):
    return action()

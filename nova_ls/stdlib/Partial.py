"""What Partial imports from its host."""


def stop(message):
    raise Exception(message)

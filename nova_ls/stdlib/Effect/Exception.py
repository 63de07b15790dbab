"""What Effect.Exception imports from its host."""
# An error is any exception of Python; what stops a process is none.


class Error(Exception):
    """An error with a name of its own."""

    def __init__(self, message, name):
        super().__init__(message)
        self.given_name = name


def showError(error):
    return stack(error)


def error(message):
    return Exception(message)


def errorWithCause(message):
    def error_with_cause(cause):
        made = Exception(message)
        made.__cause__ = cause
        return made

    return error_with_cause


def errorWithName(message):
    return lambda name: Error(message, name)


def message(error):
    return str(error.args[0]) if error.args else ""


def name(error):
    if isinstance(error, Error):
        return error.given_name or "Error"
    return "Error" if type(error) is Exception else type(error).__name__


def findStack(just):
    # There is always one; it begins with what the error says.
    return lambda nothing: lambda error: just(stack(error))


def throwException(error):
    def action():
        raise error

    return action


def catchException(handler):
    def catch_from(action):
        def attempt():
            try:
                return action()
            except Exception as thrown:
                caught = thrown
            return handler(caught)()

        return attempt

    return catch_from


def stack(error):
    text = message(error)
    return f"{name(error)}: {text}" if text else name(error)

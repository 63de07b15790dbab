"""What Test.Assert imports from its host."""


def check(message):
    def check_that(holds):
        def action():
            if not holds:
                raise Exception(message)

        return action

    return check_that


def throws(f):
    def action():
        try:
            f(None)
        except Exception:
            return True
        return False

    return action

"""What Test.Unit imports from its host."""


def named(name):
    def with_action(action):
        def run():
            try:
                action()
            except Exception as problem:
                problem.args = (f"{name}: {problem}",)
                raise

        return run

    return with_action

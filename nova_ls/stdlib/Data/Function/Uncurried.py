"""What Data.Function.Uncurried imports from its host."""
# FnN is a callable of N arguments.


def mkFn0(fn):
    return lambda: fn(None)


def mkFn2(fn):
    return lambda a, b: fn(a)(b)


def mkFn3(fn):
    return lambda a, b, c: fn(a)(b)(c)


def mkFn4(fn):
    return lambda a, b, c, d: fn(a)(b)(c)(d)


def mkFn5(fn):
    return lambda a, b, c, d, e: fn(a)(b)(c)(d)(e)


def mkFn6(fn):
    return lambda a, b, c, d, e, f: fn(a)(b)(c)(d)(e)(f)


def mkFn7(fn):
    return lambda a, b, c, d, e, f, g: fn(a)(b)(c)(d)(e)(f)(g)


def mkFn8(fn):
    return lambda a, b, c, d, e, f, g, h: fn(a)(b)(c)(d)(e)(f)(g)(h)


def mkFn9(fn):
    return lambda a, b, c, d, e, f, g, h, i: fn(a)(b)(c)(d)(e)(f)(g)(h)(i)


def mkFn10(fn):
    return lambda a, b, c, d, e, f, g, h, i, j: fn(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)


def runFn0(fn):
    return fn()


def runFn2(fn):
    return lambda a: lambda b: fn(a, b)


def runFn3(fn):
    return lambda a: lambda b: lambda c: fn(a, b, c)


def runFn4(fn):
    return lambda a: lambda b: lambda c: lambda d: fn(a, b, c, d)


def runFn5(fn):
    return lambda a: lambda b: lambda c: lambda d: lambda e: fn(a, b, c, d, e)


def runFn6(fn):
    return lambda a: lambda b: lambda c: lambda d: lambda e: lambda f: fn(a, b, c, d, e, f)


def runFn7(fn):
    return lambda a: (
        lambda b: lambda c: lambda d: lambda e: lambda f: lambda g: fn(a, b, c, d, e, f, g)
    )


def runFn8(fn):
    return lambda a: (
        lambda b: (
            lambda c: lambda d: lambda e: lambda f: lambda g: lambda h: fn(a, b, c, d, e, f, g, h)
        )
    )


def runFn9(fn):
    return lambda a: (
        lambda b: (
            lambda c: (
                lambda d: (
                    lambda e: lambda f: lambda g: lambda h: lambda i: fn(a, b, c, d, e, f, g, h, i)
                )
            )
        )
    )


def runFn10(fn):
    return lambda a: (
        lambda b: (
            lambda c: (
                lambda d: (
                    lambda e: (
                        lambda f: (
                            lambda g: lambda h: lambda i: lambda j: fn(a, b, c, d, e, f, g, h, i, j)
                        )
                    )
                )
            )
        )
    )

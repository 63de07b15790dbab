"""What Control.Monad.ST.Uncurried imports from its host."""
# STFnN is a callable of N arguments which acts when it is called.


def mkSTFn1(fn):
    return lambda a: fn(a)()


def mkSTFn2(fn):
    return lambda a, b: fn(a)(b)()


def mkSTFn3(fn):
    return lambda a, b, c: fn(a)(b)(c)()


def mkSTFn4(fn):
    return lambda a, b, c, d: fn(a)(b)(c)(d)()


def mkSTFn5(fn):
    return lambda a, b, c, d, e: fn(a)(b)(c)(d)(e)()


def mkSTFn6(fn):
    return lambda a, b, c, d, e, f: fn(a)(b)(c)(d)(e)(f)()


def mkSTFn7(fn):
    return lambda a, b, c, d, e, f, g: fn(a)(b)(c)(d)(e)(f)(g)()


def mkSTFn8(fn):
    return lambda a, b, c, d, e, f, g, h: fn(a)(b)(c)(d)(e)(f)(g)(h)()


def mkSTFn9(fn):
    return lambda a, b, c, d, e, f, g, h, i: fn(a)(b)(c)(d)(e)(f)(g)(h)(i)()


def mkSTFn10(fn):
    return lambda a, b, c, d, e, f, g, h, i, j: fn(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)()


def runSTFn1(fn):
    return lambda a: lambda: fn(a)


def runSTFn2(fn):
    return lambda a: lambda b: lambda: fn(a, b)


def runSTFn3(fn):
    return lambda a: lambda b: lambda c: lambda: fn(a, b, c)


def runSTFn4(fn):
    return lambda a: lambda b: lambda c: lambda d: lambda: fn(a, b, c, d)


def runSTFn5(fn):
    return lambda a: lambda b: lambda c: lambda d: lambda e: lambda: fn(a, b, c, d, e)


def runSTFn6(fn):
    return lambda a: lambda b: lambda c: lambda d: lambda e: lambda f: lambda: fn(a, b, c, d, e, f)


def runSTFn7(fn):
    return lambda a: (
        lambda b: lambda c: lambda d: lambda e: lambda f: lambda g: lambda: fn(a, b, c, d, e, f, g)
    )


def runSTFn8(fn):
    return lambda a: (
        lambda b: (
            lambda c: (
                lambda d: lambda e: lambda f: lambda g: lambda h: lambda: fn(a, b, c, d, e, f, g, h)
            )
        )
    )


def runSTFn9(fn):
    return lambda a: (
        lambda b: (
            lambda c: (
                lambda d: (
                    lambda e: (
                        lambda f: (
                            lambda g: lambda h: lambda i: lambda: fn(a, b, c, d, e, f, g, h, i)
                        )
                    )
                )
            )
        )
    )


def runSTFn10(fn):
    return lambda a: (
        lambda b: (
            lambda c: (
                lambda d: (
                    lambda e: (
                        lambda f: (
                            lambda g: (
                                lambda h: (
                                    lambda i: lambda j: lambda: fn(a, b, c, d, e, f, g, h, i, j)
                                )
                            )
                        )
                    )
                )
            )
        )
    )

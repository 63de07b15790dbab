"""What Effect.Uncurried imports from its host."""
# EffectFnN is a callable of N arguments which acts when it is called.


def mkEffectFn1(fn):
    return lambda a: fn(a)()


def mkEffectFn2(fn):
    return lambda a, b: fn(a)(b)()


def mkEffectFn3(fn):
    return lambda a, b, c: fn(a)(b)(c)()


def mkEffectFn4(fn):
    return lambda a, b, c, d: fn(a)(b)(c)(d)()


def mkEffectFn5(fn):
    return lambda a, b, c, d, e: fn(a)(b)(c)(d)(e)()


def mkEffectFn6(fn):
    return lambda a, b, c, d, e, f: fn(a)(b)(c)(d)(e)(f)()


def mkEffectFn7(fn):
    return lambda a, b, c, d, e, f, g: fn(a)(b)(c)(d)(e)(f)(g)()


def mkEffectFn8(fn):
    return lambda a, b, c, d, e, f, g, h: fn(a)(b)(c)(d)(e)(f)(g)(h)()


def mkEffectFn9(fn):
    return lambda a, b, c, d, e, f, g, h, i: fn(a)(b)(c)(d)(e)(f)(g)(h)(i)()


def mkEffectFn10(fn):
    return lambda a, b, c, d, e, f, g, h, i, j: fn(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)()


def runEffectFn1(fn):
    return lambda a: lambda: fn(a)


def runEffectFn2(fn):
    return lambda a: lambda b: lambda: fn(a, b)


def runEffectFn3(fn):
    return lambda a: lambda b: lambda c: lambda: fn(a, b, c)


def runEffectFn4(fn):
    return lambda a: lambda b: lambda c: lambda d: lambda: fn(a, b, c, d)


def runEffectFn5(fn):
    return lambda a: lambda b: lambda c: lambda d: lambda e: lambda: fn(a, b, c, d, e)


def runEffectFn6(fn):
    return lambda a: lambda b: lambda c: lambda d: lambda e: lambda f: lambda: fn(a, b, c, d, e, f)


def runEffectFn7(fn):
    return lambda a: (
        lambda b: lambda c: lambda d: lambda e: lambda f: lambda g: lambda: fn(a, b, c, d, e, f, g)
    )


def runEffectFn8(fn):
    return lambda a: (
        lambda b: (
            lambda c: (
                lambda d: lambda e: lambda f: lambda g: lambda h: lambda: fn(a, b, c, d, e, f, g, h)
            )
        )
    )


def runEffectFn9(fn):
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


def runEffectFn10(fn):
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

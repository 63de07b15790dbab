"""What Data.Number imports from its host."""

import math
import re

nan = math.nan
infinity = math.inf

NUMBER = re.compile(r"[+-]?(?:Infinity|(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)")
SPACE = "\t\n\v\f\r \xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"


def isNaN(x):
    return x != x


def isFinite(x):
    return math.isfinite(x)


def parse(text):
    found = NUMBER.match(text.lstrip(SPACE))
    return float(found.group()) if found else nan


def abs(x):
    return math.fabs(x)


def acos(x):
    return math.acos(x) if -1 <= x <= 1 else nan


def asin(x):
    return math.asin(x) if -1 <= x <= 1 else nan


def atan(x):
    return math.atan(x)


def atan2(y):
    return lambda x: math.atan2(y, x)


def ceil(x):
    return math.copysign(float(math.ceil(x)), x) if math.isfinite(x) else x


def cos(x):
    return math.cos(x) if math.isfinite(x) else nan


def exp(x):
    try:
        return math.exp(x)
    except OverflowError:
        return infinity


def floor(x):
    return math.copysign(float(math.floor(x)), x) if math.isfinite(x) else x


def log(x):
    if x > 0:
        return math.log(x)
    return -infinity if x == 0 else nan


def max(x):
    def max_with(y):
        if x != x or y != y:
            return nan
        if x == y:  # 0.0 is greater than -0.0.
            return y if math.copysign(1.0, x) < 0 else x
        return x if x > y else y

    return max_with


def min(x):
    def min_with(y):
        if x != x or y != y:
            return nan
        if x == y:
            return x if math.copysign(1.0, x) < 0 else y
        return x if x < y else y

    return min_with


def pow(x):
    def pow_to(y):
        if y != y or (math.fabs(x) == 1 and math.isinf(y)):
            return nan
        try:
            return math.pow(x, y)
        except OverflowError:
            return -infinity if x < 0 and y % 2 == 1 else infinity
        except ValueError:
            if x != 0:
                return nan
            return math.copysign(infinity, x) if y % 2 == 1 else infinity

    return pow_to


def remainder(x):
    return lambda y: nan if y == 0 or math.isinf(x) else math.fmod(x, y)


def round(x):
    """The nearest integer; the greater one where two are equally near."""
    if not math.isfinite(x):
        return x
    below = math.floor(x)
    return math.copysign(float(below + 1 if x - below >= 0.5 else below), x)


def sign(x):
    return x if x != x or x == 0 else math.copysign(1.0, x)


def sin(x):
    return math.sin(x) if math.isfinite(x) else nan


def sqrt(x):
    return math.sqrt(x) if x >= 0 else nan


def tan(x):
    return math.tan(x) if math.isfinite(x) else nan


def trunc(x):
    return math.copysign(float(math.trunc(x)), x) if math.isfinite(x) else x

"""What Data.Int imports from its host."""

from math import fabs, fmod, isfinite, trunc

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def fromNumberImpl(just):
    def from_number_or(nothing):
        def from_number(x):
            fits = -2147483648 <= x <= 2147483647 and x == trunc(x)
            return just(int(x)) if fits else nothing

        return from_number

    return from_number_or


def toNumber(x):
    return float(x)


def readAsImpl(just):
    def read_or(nothing):
        def read_as(base):
            def read(text):
                sign, body = (text[0], text[1:]) if text[:1] in ("+", "-") else ("", text)
                if body == "" or not all(c in DIGITS[:base] for c in body.lower()):
                    return nothing
                return just(-number(body, base) if sign == "-" else number(body, base))

            return read

        return read_as

    return read_or


def number(digits, base):
    """The nearest number to digits; infinite where they are too many, none where one of them is a digit in lower case only."""
    if not digits.isascii():
        ascii = next(i for i, c in enumerate(digits) if not c.isascii())
        return number(digits[:ascii], base) if ascii else float("nan")
    try:
        return float(int(digits, base))
    except OverflowError:
        return float("inf")
    except ValueError:  # Python reads decimal digits only up to a length.
        return float(digits)


def toStringAs(base):
    def to_string(x):
        out = []
        rest = abs(x)
        while rest >= base:
            rest, digit = divmod(rest, base)
            out.append(DIGITS[digit])
        out.append(DIGITS[rest])
        if x < 0:
            out.append("-")
        return "".join(reversed(out))

    return to_string


def quot(x):
    def quot_by(y):
        if y == 0:
            return 0
        quotient = abs(x) // abs(y)
        return int32(quotient if (x < 0) == (y < 0) else -quotient)

    return quot_by


def rem(x):
    # There is no remainder by zero. The JavaScript host has NaN for it, which no Int is.
    return lambda y: int(fmod(x, y)) if y != 0 else 0


def pow(x):
    def pow_to(y):
        if y < 0:
            # Infinity and fractions are 0 as an Int.
            return x ** (y % 2) if fabs(x) == 1 else 0
        try:
            power = float(x) ** y
        except OverflowError:
            return 0
        return int32(int(power)) if isfinite(power) else 0

    return pow_to


def int32(n):
    """An integer as 32 bits hold it."""
    return ((n + 0x80000000) & 0xFFFFFFFF) - 0x80000000

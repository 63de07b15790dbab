"""What Data.Number.Format imports from its host."""

from decimal import MAX_EMAX, MIN_EMIN, ROUND_HALF_UP, Context, Decimal
from math import isfinite

# A float has at most 767 digits that count, of which these operations round off some.
EXACT = Context(prec=1200, rounding=ROUND_HALF_UP, Emin=MIN_EMIN, Emax=MAX_EMAX)


def toString(x):
    if not isfinite(x):
        return "NaN" if x != x else "Infinity" if x > 0 else "-Infinity"
    if x == 0:
        return "0"
    text = repr(x)
    if "e" in text and 1e-6 <= abs(x) < 1e21:
        text = format(Decimal(text), "f")
    return text.removesuffix(".0").replace("e-0", "e-")


def toPrecision(digits):
    def to_precision(x):
        if not isfinite(x):
            return toString(x)
        check("toPrecision() argument", digits, 1)
        significand, exponent = rounded(x, digits)
        if not -6 <= exponent < digits:
            return sign(x) + point(significand, 1) + scale(exponent)
        if exponent >= 0:
            return sign(x) + point(significand, exponent + 1)
        return sign(x) + "0." + "0" * (-exponent - 1) + significand

    return to_precision


def toFixed(digits):
    def to_fixed(x):
        check("toFixed() digits argument", digits, 0)
        if not isfinite(x) or abs(x) >= 1e21:
            return toString(x)
        fixed = EXACT.quantize(Decimal(abs(x)), Decimal(1).scaleb(-digits))
        return sign(x) + format(fixed, "f")

    return to_fixed


def toExponential(digits):
    def to_exponential(x):
        if not isfinite(x):
            return toString(x)
        check("toExponential() argument", digits, 0)
        significand, exponent = rounded(x, digits + 1)
        return sign(x) + point(significand, 1) + scale(exponent)

    return to_exponential


def check(argument, digits, least):
    if not least <= digits <= 100:
        raise ValueError(f"{argument} must be between {least} and 100")


def rounded(x, digits):
    """The first digits of a number without its sign, and the exponent of ten of the first one."""
    exact = Decimal(abs(x))
    if exact == 0:
        return "0" * digits, 0
    first = EXACT.quantize(exact, Decimal(1).scaleb(exact.adjusted() - digits + 1))
    # Rounding up may have made one digit more, a zero.
    return "".join(map(str, first.as_tuple().digits))[:digits], first.adjusted()


def sign(x):
    return "-" if x < 0 else ""


def point(digits, at):
    """Digits with a point after so many of them, if others follow."""
    return digits[:at] + ("." + digits[at:] if digits[at:] else "")


def scale(exponent):
    return f"e{exponent:+d}"

"""What Data.Show imports from its host."""

import re

ESCAPES = {
    "\a": "\\a",
    "\b": "\\b",
    "\f": "\\f",
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
    "\v": "\\v",
    "\\": "\\\\",
}
ESCAPED = re.compile(r'[\0-\x1f\x7f\\"]')


def showInt(x):
    return str(x)


def showNumber(x):
    """A number as a literal: in full from 1e-6 to below 1e21, and never without a point or an exponent."""
    if x != x:
        return "NaN"
    if x in (float("inf"), float("-inf")):
        return "Infinity" if x > 0 else "-Infinity"
    if x == 0:
        return "0.0"
    if x == int(x) and abs(x) < 1e21:
        return f"{x:.1f}"
    text = repr(x).replace("e-0", "e-")
    if "e-" in text and abs(x) >= 1e-6:  # The host writes 0.00001, Python 1e-5.
        digits = text[: text.index("e")].replace(".", "").removeprefix("-")
        zeros = "0" * (int(text[text.index("e-") + 2 :]) - 1)
        return ("-" if x < 0 else "") + "0." + zeros + digits
    return text


def showArray(f):
    return lambda xs: "[" + ",".join([f(x) for x in xs]) + "]"


def showChar(c):
    if c == "'":
        return r"'\''"
    if c in ESCAPES:
        return f"'{ESCAPES[c]}'"
    code = ord(c)
    return f"'\\{code}'" if code < 32 or code == 127 else f"'{c}'"


def showString(text):
    def escape(found):
        c = found.group()
        if c == '"':
            return r"\""
        if c in ESCAPES:
            return ESCAPES[c]
        after = text[found.end() : found.end() + 1]
        return f"\\{ord(c)}" + (r"\&" if after and after in "0123456789" else "")

    return f'"{ESCAPED.sub(escape, text)}"'

"""What Data.String.CodePoints imports from its host."""


def singleton(point):
    if not 0 <= point <= 0x10FFFF:
        raise ValueError(f"Invalid code point {point}")
    if point < 0x10000:
        return chr(point)
    return chr(0xD7C0 + (point >> 10)) + chr(0xDC00 + (point & 0x3FF))


def toCodePointArray(text):
    """Two units are one point where the first is a high and the second a low surrogate."""
    return [
        ord(c)
        for c in text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
    ]

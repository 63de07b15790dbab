"""What Data.String.Common imports from its host."""

import unicodedata

SPACE = "\t\n\v\f\r \xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
MARKS = "\t\n\v\f\r _-,;:!¡?¿.·'\"«»()[]{}§¶@*/\\&#%`´^¯¨¸°©®+±÷×<=>¬|¦~¤¢$£¥"

# Letters that are others with something added, but do not decompose.
PLAIN = {
    "ß": "ss",
    "æ": "ae",
    "œ": "oe",
    "ø": "o",
    "đ": "d",
    "ð": "d",
    "ł": "l",
    "ħ": "h",
    "ŧ": "t",
}


def localeOrder(x):
    """By letters, then by accents, then small before capital, as the Unicode collation has it for Latin letters."""

    def locale_order(y):
        left, right = collation_key(x), collation_key(y)
        return -1 if left < right else 1 if left > right else 0

    return locale_order


def replace(old):
    return lambda by: lambda text: text.replace(old, by, 1)


def replaceAll(old):
    return lambda by: lambda text: text.replace(old, by) if old else by.join(text)


def split(separator):
    return lambda text: text.split(separator) if separator else list(text)


def toLower(text):
    return text.lower() if text.isascii() else units(points(text).lower())


def toUpper(text):
    return text.upper() if text.isascii() else units(points(text).upper())


def trim(text):
    return text.strip(SPACE)


def joinWith(separator):
    return lambda texts: separator.join(texts)


def points(text):
    """A string of code units as one of code points."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def units(text):
    """A string of code points as one of code units."""
    data = text.encode("utf-16-le", "surrogatepass")
    return "".join([chr(data[i] | data[i + 1] << 8) for i in range(0, len(data), 2)])


def collation_key(text):
    letters: list[tuple[int, int]] = []
    accents: list[int] = []
    cases: list[bool] = []
    for c in unicodedata.normalize("NFD", points(text)):
        kind = unicodedata.category(c)
        if unicodedata.combining(c):
            accents.append(ord(c))
        elif kind == "Cf" or (kind == "Cc" and c not in MARKS):
            continue
        else:
            for plain in PLAIN.get(c.lower(), c):
                letters.append(letter_weight(plain, kind))
                accents.append(ord(c.lower()) if c.lower() in PLAIN else 0)
                cases.append(c.isupper())
    return letters, accents, cases


def letter_weight(c, kind):
    """Marks before digits before letters."""
    if c in MARKS:
        return 0, MARKS.index(c)
    if kind == "Nd":
        return 2, unicodedata.decimal(c)
    return (3 if c.isalpha() else 1), ord(c.lower()[0])

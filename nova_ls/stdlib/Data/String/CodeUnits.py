"""What Data.String.CodeUnits imports from its host."""


def singleton(c):
    return c


def fromCharArray(cs):
    return "".join(cs)


def toCharArray(text):
    return list(text)


def length(text):
    return len(text)


def countPrefix(holds):
    def count_prefix_of(text):
        for i, c in enumerate(text):
            if not holds(c):
                return i
        return len(text)

    return count_prefix_of


def firstIndex(pattern):
    return lambda start: lambda text: text.find(pattern, min(max(start, 0), len(text)))


def lastIndex(pattern):
    return lambda start: lambda text: text.rfind(pattern, 0, max(start, 0) + len(pattern))


def take(count):
    return lambda text: text[: max(count, 0)]


def drop(count):
    return lambda text: text[max(count, 0) :]


def slice(start):
    return lambda end: lambda text: text[start:end]

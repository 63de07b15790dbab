"""What Data.Enum imports from its host."""


def charCode(c):
    return ord(c)


def charWithCode(code):
    return chr(code & 0xFFFF)

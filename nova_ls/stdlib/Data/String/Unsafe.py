"""What Data.String.Unsafe imports from its host."""


def charAt(i):
    def char_at(text):
        if 0 <= i < len(text):
            return text[i]
        raise Exception(f"there is no character at {i}")

    return char_at


def char(text):
    if len(text) == 1:
        return text
    raise Exception(f"not one character: {text}")

"""What Data.Show.Generic imports from its host."""


def joinWords(words):
    return " ".join(words)

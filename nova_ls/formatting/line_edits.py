"""What changes from a text to the same text laid out otherwise, as edits of whole lines.

Layout moves blanks and ends of lines only. So two texts are side by side wherever as many other characters lie behind us in both,
and where that is so at the ends of lines they are compared piece by piece, in one pass. Where texts differ in more than that, the
pieces are larger than they need be, and right all the same.
"""

from __future__ import annotations

from itertools import accumulate, pairwise

from nova_ls.base.lines import line_starts
from nova_ls.syntax.chunks import Edit


def line_edits(start: int, old: str, new: str) -> list[Edit]:
    """The edits that make `old`, which begins at `start` of a text, into `new`; in order, one for each run of lines."""
    old_lines, new_lines = _lines(old), _lines(new)
    offsets = list(accumulate(map(len, old_lines), initial=start))
    edits: list[Edit] = []
    for (first, low), (last, high) in pairwise(_meetings(old_lines, new_lines)):
        text = "".join(new_lines[low:high])
        begin, end = offsets[first], offsets[last]
        if text == old[begin - start : end - start]:
            continue
        if edits and edits[-1].end == begin:
            above = edits.pop()
            edits.append(Edit(above.start, end, above.text + text))
        else:
            edits.append(Edit(begin, end, text))
    return edits


def _meetings(old: list[str], new: list[str]) -> list[tuple[int, int]]:
    """Before which lines the two are side by side, from the beginning to the end; empty lines are apart from what is around them."""
    borders, others = _borders(old), _borders(new)
    found = [(0, 0)]
    for passed, (first, last) in borders.items():
        if passed in others:
            other_first, other_last = others[passed]
            found += ((first, other_first), (last, other_last))
    found.append((len(old), len(new)))
    return found


def _borders(lines: list[str]) -> dict[int, tuple[int, int]]:
    """The first and the last line before which so many characters lie that are not blank."""
    borders = {0: (0, 0)}
    passed = 0
    for index, line in enumerate(lines):
        passed += sum(map(len, line.split()))
        first = borders.get(passed, (index + 1, 0))[0]
        borders[passed] = (first, index + 1)
    return borders


def _lines(text: str) -> list[str]:
    """The lines of a text with their ends."""
    borders = [*line_starts(text), len(text)]
    return [text[start:end] for start, end in pairwise(borders) if end > start]

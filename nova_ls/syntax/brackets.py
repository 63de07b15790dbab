"""Brackets and their partners."""

from __future__ import annotations

from nova_ls.syntax.tokens import (
    CLOSES,
    COMMA,
    LAYOUT_END,
    LAYOUT_START,
    LEFT_BRACE,
    LEFT_PAREN,
    LEFT_SQUARE,
)


def unmatched_brackets(kinds: list[int]) -> frozenset[int]:
    """The indices of opening and closing brackets that have no partner.

    A closing bracket finds the nearest open one of its sort; those in between stay without a partner.
    """
    unmatched: set[int] = set()
    open_brackets: list[int] = []
    counts = {LEFT_PAREN: 0, LEFT_SQUARE: 0, LEFT_BRACE: 0}  # of what is in `open_brackets`
    for index, kind in enumerate(kinds):
        if kind in counts:
            open_brackets.append(index)
            counts[kind] += 1
        elif kind in CLOSES:
            wanted = CLOSES[kind]
            if not counts[wanted]:
                unmatched.add(index)
                continue
            while True:
                opening = open_brackets.pop()
                counts[kinds[opening]] -= 1
                if kinds[opening] == wanted:
                    break
                unmatched.add(opening)
    unmatched.update(open_brackets)
    return frozenset(unmatched)


def pointless_tokens(kinds: list[int]) -> frozenset[int]:
    """The unmatched brackets, and the commas that stand directly behind one that is not closed."""
    unmatched = unmatched_brackets(kinds)
    pointless = set(unmatched)
    open_brackets: list[int] = []
    for index, kind in enumerate(kinds):
        if kind in (LEFT_PAREN, LEFT_SQUARE, LEFT_BRACE):
            open_brackets.append(index)
        elif kind in CLOSES and index not in unmatched:
            while open_brackets and open_brackets.pop() in unmatched:
                pass
        elif kind == COMMA and open_brackets and open_brackets[-1] in unmatched:
            pointless.add(index)
    return frozenset(pointless)


def bracket_partners(kinds: list[int]) -> dict[int, int]:
    """From opening brackets to those that close them, never across the border of a block."""
    partners: dict[int, int] = {}
    # Brackets open in each block around the place we are at, innermost last, and how many of each kind.
    blocks: list[list[int]] = [[]]
    counts: list[dict[int, int]] = [{LEFT_PAREN: 0, LEFT_SQUARE: 0, LEFT_BRACE: 0}]
    for index, kind in enumerate(kinds):
        if kind == LAYOUT_START:
            blocks.append([])
            counts.append({LEFT_PAREN: 0, LEFT_SQUARE: 0, LEFT_BRACE: 0})
        elif kind == LAYOUT_END and len(blocks) > 1:
            blocks.pop()
            counts.pop()
        elif kind in (LEFT_PAREN, LEFT_SQUARE, LEFT_BRACE):
            blocks[-1].append(index)
            counts[-1][kind] += 1
        elif kind in CLOSES and counts[-1][CLOSES[kind]]:
            while True:
                opening = blocks[-1].pop()
                counts[-1][kinds[opening]] -= 1
                if kinds[opening] == CLOSES[kind]:
                    partners[opening] = index
                    break
    return partners

"""From a tree back to the text it was parsed from, and what has to hold of a tree for that.

Each token is printed by the innermost node that covers it. A tree whose nodes overlap, stand in the wrong
order or lose tokens therefore prints something else than its text.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from nova_ls.syntax.parser import ChunkTree
from nova_ls.syntax.tokens import Tokens
from nova_ls.syntax.tree import Node
from nova_ls.syntax.walk import children


def print_tree(chunk: ChunkTree) -> str:
    """The text of a chunk, from its nodes, its tokens and the trivia between them."""
    printer = _Printer(chunk.tokens)
    # Each entry: where the node ends, and its children from the last to the next.
    pending: list[tuple[int, list[Node]]] = [
        (len(chunk.tokens.source), list(reversed(chunk.declarations)))
    ]
    while pending:
        end, inner = pending[-1]
        if inner:
            child = inner.pop()
            printer.print_tokens(child.start)
            pending.append((child.end, list(reversed(children(child)))))
        else:
            printer.print_tokens(end)
            pending.pop()
    return printer.finish()


class _Printer:
    __slots__ = ("index", "out", "position", "tokens")

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self.index = 0
        self.position = 0
        self.out: list[str] = []

    def print_tokens(self, end: int) -> None:
        """Print the tokens that lie before `end` and are not printed yet."""
        tokens = self.tokens
        while self.index < len(tokens.kinds) and tokens.ends[self.index] <= end:
            start = tokens.starts[self.index]
            self.out.append(tokens.source[self.position : start])
            self.out.append(tokens.texts[self.index])
            self.position = max(self.position, tokens.ends[self.index])
            self.index += 1

    def finish(self) -> str:
        self.out.append(self.tokens.source[self.position :])
        return "".join(self.out)


def tree_invariants(chunk: ChunkTree) -> list[str]:
    """What is wrong with a tree, in words; nothing if all is well.

    Children lie inside their parents, in source order and apart; nodes begin where a token begins (or behind
    one, where their first part is missing) and end where one ends; every token is inside a declaration.
    """
    tokens = chunk.tokens
    real = [i for i in range(len(tokens.kinds)) if tokens.starts[i] < tokens.ends[i]]
    starts = [tokens.starts[i] for i in real]
    ends = [tokens.ends[i] for i in real]
    wrong: list[str] = []
    pending: list[Node] = list(chunk.declarations)
    for declaration in chunk.declarations:
        covered = range(bisect_left(starts, declaration.start), bisect_right(ends, declaration.end))
        del starts[covered.start : covered.stop], ends[covered.start : covered.stop]
    if starts:
        wrong.append(f"tokens outside of all declarations: {starts}")
    wrong += _order(0, len(tokens.source), pending, "the chunk")
    starts_of = {tokens.starts[i] for i in real}
    ends_of = {tokens.ends[i] for i in real}
    while pending:
        node = pending.pop()
        where = f"{type(node).__name__} {node.start}..{node.end}"
        at_tokens = node.start in starts_of or node.start in ends_of or node.start == 0
        if node.start < node.end and not (at_tokens and node.end in ends_of):
            # A name inside parentheses or behind a qualifier is a part of its token.
            if type(node).__name__ != "Name":
                wrong.append(f"{where} does not end at tokens")
        inner = children(node)
        wrong += _order(node.start, node.end, inner, where)
        pending += inner
    return wrong


def _order(start: int, end: int, inner: list[Node], where: str) -> list[str]:
    wrong: list[str] = []
    for child in inner:
        name = f"{type(child).__name__} {child.start}..{child.end}"
        if child.end < child.start:
            wrong.append(f"{name} ends before it begins")
        if child.start < start:
            wrong.append(f"{name} in {where} begins before {start}")
        if child.end > end:
            wrong.append(f"{name} in {where} ends behind it")
        start = max(start, child.end)
    return wrong

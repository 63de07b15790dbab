"""Trees, blocks and mistakes as text, for golden files."""

from __future__ import annotations

import re
from enum import Enum

from nova_ls.syntax.chunks import split
from nova_ls.syntax.lexer import lex
from nova_ls.syntax.parser import ChunkTree, parse_chunk
from nova_ls.syntax.tokens import LAYOUT_END, LAYOUT_SEPARATOR, LAYOUT_START
from nova_ls.syntax.tree import Label, Name, Node
from tests.syntax.whole_module import lay_out_module

SIGNS = {LAYOUT_START: "{", LAYOUT_SEPARATOR: ";", LAYOUT_END: "}"}
SAME_LINE = re.compile(r"(?: |--[^\n\r]*|\{-(?s:.*?)-\})*")


def parse_module(text: str) -> list[ChunkTree]:
    """The trees of a module's chunks."""
    return [parse_chunk(chunk.anchored, first=chunk.is_first) for chunk in split(text)]


def render_blocks(text: str) -> str:
    """A text with its blocks in braces, as the PureScript compiler prints them in its tests."""
    tokens = lay_out_module(lex(text, shebang=True))
    out: list[str] = []
    done = 0
    for kind, end in zip(tokens.kinds, tokens.ends, strict=True):
        sign = SIGNS.get(kind)
        if sign is not None:
            match = SAME_LINE.match(text, done)
            end = match.end() if match else done
        out += [text[done:end], sign or ""]
        done = end
    return f"{''.join(out)}{text[done:]}<eof>"


def render_trees(text: str) -> str:
    """All declarations of a module, one node a line where it is long."""
    lines: list[str] = []
    for chunk in parse_module(text):
        lines += (f"{render(declaration, '')}\n" for declaration in chunk.declarations)
    return "\n".join(lines)


def render(node: Node, indent: str) -> str:
    """A node as `Class part part`; names and labels as what they name."""
    if isinstance(node, Name):
        return ".".join(filter(None, (node.qualifier, node.text))) or "<missing>"
    if isinstance(node, Label):
        return f"#{node.text}"
    parts: list[str] = []
    for field in node.__match_args__:
        value = getattr(node, field)
        if field not in ("start", "end") and value not in (None, ()) and value is not False:
            parts.append(render_part(value, indent + "  "))
    head = type(node).__name__
    flat = " ".join([head, *parts])
    if len(flat) + len(indent) <= 96 and "\n" not in flat:
        return f"({flat})" if parts else head
    return f"({head}\n{indent}  " + f"\n{indent}  ".join(parts) + ")"


def render_part(value: object, indent: str) -> str:
    if isinstance(value, Node):
        return render(value, indent)
    if isinstance(value, tuple):
        parts = [render_part(part, indent + " ") for part in value]
        flat = f"[{', '.join(parts)}]"
        if len(flat) + len(indent) <= 96 and "\n" not in flat:
            return flat
        return "[" + f",\n{indent} ".join(parts) + "]"
    if isinstance(value, Enum):
        return str(value.name)
    return repr(value)


def render_errors(text: str) -> str:
    """A module with the mistakes in it marked, each below its line."""
    out: list[str] = []
    for chunk, tree in zip(split(text), parse_module(text), strict=True):
        source = chunk.text
        marks: dict[int, list[str]] = {}
        for error in sorted(tree.errors, key=lambda e: e.start):
            start = chunk.origin + error.start
            line = source.count("\n", 0, start)
            column = start - (source.rfind("\n", 0, start) + 1)
            expected, found = error.problem.values
            carets = " " * column + "^" * max(error.end - error.start, 1)
            marks.setdefault(line, []).append(f"{carets} expected {expected}, found {found}")
        for number, line_text in enumerate(
            source.split("\n")[: -1 if source[-1:] == "\n" else None]
        ):
            out.append(line_text)
            out += marks.get(number, [])
    return "\n".join(out) + "\n"

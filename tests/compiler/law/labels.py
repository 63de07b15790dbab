"""Modules that agree about the labels of records: whoever changes one of them changes others at the same time.

What uses a type asks for those that stand before it in a chain of synonyms after those that stand behind it, and again for the latter through others.
"""

from __future__ import annotations

from typing import Final

from tests.compiler.law.program import Program, Variants

SHAPES: Final[Variants] = (
    ("module Shapes where",),
    (
        "type Near = { line :: Int, n :: Int }",
        "type Near = { row :: Int, n :: Int }",
        "data Near = Near",
    ),
    ("type Far = { near :: Near }", "type Far = { near :: Near, n :: Int }"),
    ("type Again = { far :: Far }", "type Again = { far :: Far, near :: Near }"),
    ("origin :: Near\norigin = { line: 0, n: 1 }", "origin :: Near\norigin = { row: 0, n: 1 }"),
    ("beside = { near: origin }", "beside = { near: origin, n: 1 }"),
    ("both = { far: beside }", "both = { far: beside, near: origin }"),
)

USES: Final[Variants] = (
    ("module Uses where",),
    ("import Shapes",),
    (
        "use far near again = pick (pick (far :: Far).near.line (near :: Near).line) (again :: Again).far.near.line",
        "use far near again = pick (pick (far :: Far).near.row (near :: Near).row) (again :: Again).far.near.row",
        "use far near again = pick (pick (far :: Far).near.n (near :: Near).n) (again :: Again).far.near.n",
    ),
    (
        "used = use beside origin both",
        "used = pick beside.near.line (pick origin.line both.far.near.line)",
        "used = pick beside.near.row (pick origin.row both.far.near.row)",
    ),
    ("type Own = { far :: Far, near :: Near, again :: Again }", "type Own = { again :: Again }"),
    ("own :: Own -> Int\nown o = o.again.far.near.line", "own o = (o :: Own).again.far.near.row"),
    ("pick :: Int -> Int -> Int\npick n _ = n",),
)

LAST: Final[Variants] = (
    ("module Last where",),
    ("import Shapes (beside)\nimport Uses", "import Uses"),
    ("last = pick used (use beside)", "last = pick used used", "last = used"),
    ("mine o = pick (own o) used", "mine = own"),
)

LABELS: Final = Program(
    {"Shapes.nova": SHAPES, "Uses.nova": USES, "Last.nova": LAST},
    frozenset(),
    tuple(each for variants in (*SHAPES, *USES, *LAST) for each in variants),
    ("line", "row", "n", "near", "far", "again", "Near", "Far", "Again", "origin", "beside"),
    on_library=False,
)

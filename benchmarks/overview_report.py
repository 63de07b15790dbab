"""The measurements of `overview.py` as a table and as a plot."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Final

Measurements = dict[str, float]
Results = dict[int, dict[str, Measurements]]

ROWS: Final = (
    ("server: reply to `initialize`", "initialize", "ms"),
    ("first diagnostics, never checked before", "cold_first", "ms"),
    ("first diagnostics, after a restart", "warm_first", "ms"),
    ("edit → diagnostics, p50", "edit", "ms"),
    ("edit → diagnostics, p95", "edit_p95", "ms"),
    ("hover", "hover", "ms"),
    ("completion", "completion", "ms"),
    ("references of a name used everywhere", "references", "ms"),
    ("workspace symbols", "symbols", "ms"),
    ("memory of the server at work", "mb", "MB"),
    ("check of everything, all cores", "check", "ms"),
    ("check, nothing changed", "check_again", "ms"),
)

_ROOT: Final = Path(__file__).parent.parent
_README: Final = _ROOT / "README.md"
_PLOT: Final = _ROOT / "docs" / "benchmark.svg"
_BEGIN: Final = "<!-- benchmark: begin -->\n"
_END: Final = "<!-- benchmark: end -->\n"


def rows(results: Results) -> Iterator[tuple[str, ...]]:
    """The lines of the table."""
    for count, servers in results.items():
        for title, name, unit in ROWS:
            own = servers["nova-ls"].get(name)
            if own is None:
                continue
            cells = [_value(own, unit)]
            for other in ("typescript", "floor"):
                found = servers.get(other, {}).get(name)
                cells += ["", ""] if found is None else [_value(found, unit), f"{own / found:.2f}"]
            yield (f"{count:,}", title, *cells)


def publish(results: Results) -> None:
    """Put the table into the README, between its marks, and draw the plot."""
    head = "| modules | | nova-ls | TypeScript 7 | ratio | does nothing | ratio |\n"
    lines = [f"| {' | '.join(row)} |\n" for row in rows(results)]
    table = head + "| --- | --- | --- | --- | --- | --- | --- |\n" + "".join(lines)
    text = _README.read_text()
    before, rest = text.split(_BEGIN, 1)
    _README.write_text(f"{before}{_BEGIN}{table}{_END}{rest.split(_END, 1)[1]}")
    _PLOT.write_text(plot(results))


def _value(value: float, unit: str) -> str:
    if unit == "ms" and value >= 1_000:
        return f"{value / 1_000:.1f} s"
    return f"{value:.0f} {unit}" if value >= 10 else f"{value:.1f} {unit}"


# ---------------------------------------------------------------------------- the plot

_WIDTH: Final = 860
_LEFT: Final = 300
_LINE: Final = 15
_LEAST: Final = 0.1  # ms, where the axis begins
_COLOURS: Final = {"nova-ls": "#2b6cb0", "typescript": "#c05621", "floor": "#a0aec0"}
_NAMES: Final = {"nova-ls": "nova-ls", "typescript": "TypeScript 7", "floor": "does nothing"}


def plot(results: Results) -> str:
    """Bars on a logarithmic axis, for the largest project, as SVG."""
    count, servers = max(results.items())
    timed = [(title, name) for title, name, unit in ROWS if unit == "ms"]
    most = max(measured.get(name, 0) for measured in servers.values() for _, name in timed)
    decades = math.ceil(math.log10(most / _LEAST))
    scale = (_WIDTH - _LEFT - 80) / decades
    parts: list[str] = []
    y = 58
    for title, name in timed:
        shown = [(server, f[name]) for server, f in servers.items() if name in f]
        middle = y + len(shown) * _LINE / 2 + 4
        parts.append(_text(_LEFT - 10, middle, title.replace("`", ""), "end"))
        for server, value in shown:
            length = max(math.log10(value / _LEAST) * scale, 1)
            parts.append(
                f'<rect x="{_LEFT}" y="{y}" width="{length:.1f}" height="{_LINE - 3}" fill="{_COLOURS[server]}"/>'
            )
            parts.append(_text(_LEFT + length + 5, y + 10, _value(value, "ms"), "start"))
            y += _LINE
        y += 9
    grid = [_grid(_LEFT + decade * scale, y, _LEAST * 10**decade) for decade in range(decades + 1)]
    legend = [
        f'<rect x="{_LEFT + 130 * i}" y="30" width="12" height="12" fill="{_COLOURS[server]}"/>'
        + _text(_LEFT + 130 * i + 17, 40, _NAMES[server], "start")
        for i, server in enumerate(servers)
    ]
    title = f"What people wait for: a project of {count:,} modules, logarithmic"
    body = "\n".join([_text(_LEFT, 18, title, "start"), *legend, *grid, *parts])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{y + 24}" '
        f'font-family="sans-serif" font-size="11">\n'
        f'<rect width="100%" height="100%" fill="white"/>\n{body}\n</svg>\n'
    )


def _text(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="#1a202c">{text}</text>'


def _grid(x: float, bottom: float, value: float) -> str:
    line = f'<line x1="{x:.1f}" y1="50" x2="{x:.1f}" y2="{bottom}" stroke="#e2e8f0"/>'
    return line + _text(x, bottom + 14, _value(value, "ms"), "middle")

"""How answers grow with the documents, as an SVG written by hand: a small log-log panel for each row of the table.

Colours are of middling lightness and read on white and on black; there is no background.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from math import ceil, floor, log10
from pathlib import Path
from typing import NamedTuple

from bench.results import Results

#: engine → colour and dash pattern, so that lines differ without colours, too.
LINES = {"arrays": ("#2f81f7", "none"), "tantivy": ("#e0722b", "7 3"), "fts5": ("#8b949e", "2 3")}
COLUMNS = 4
WIDTH, HEIGHT = 230, 190
#: Room within a panel, left of and below the plot, and above it.
LEFT, BELOW, ABOVE, RIGHT = 46, 34, 24, 10
LEGEND = 40
STYLE = (
    "text{font:11px system-ui,sans-serif;fill:#6e7781}.name{font-weight:600;font-size:12px}"
    ".grid{stroke:#8b949e;stroke-opacity:.3}polyline{fill:none;stroke-width:2}"
    "@media(prefers-color-scheme:dark){text{fill:#adbac7}}"
)

Point = tuple[float, float]


class Axes(NamedTuple):
    """The decades that panels show: from and to which power of ten, of documents and of microseconds."""

    documents: tuple[int, int]
    times: tuple[int, int]

    def point(self, documents: float, time: float) -> Point:
        """Return where a point is within a panel."""
        x = _share(documents, self.documents) * (WIDTH - LEFT - RIGHT)
        y = _share(time, self.times) * (HEIGHT - ABOVE - BELOW)
        return LEFT + x, HEIGHT - BELOW - y


def write_plot(path: Path, sizes: Sequence[Results]) -> None:
    """Draw the p50 of all sizes; nothing where nothing is measured."""
    rows = {row: series for row in _rows(sizes) if (series := _series(sizes, row))}
    if rows:
        path.write_text("\n".join(_picture(rows)) + "\n", encoding="utf-8")


def _rows(sizes: Sequence[Results]) -> Iterable[str]:
    return dict.fromkeys(row for size in sizes for row in size["asked"])


def _series(sizes: Sequence[Results], row: str) -> dict[str, list[Point]]:
    """Return the (documents, p50) of each engine that has any."""
    series: dict[str, list[Point]] = {}
    for size in sizes:
        for name, times in size["asked"].get(row, {}).items():
            if name in LINES:
                series.setdefault(name, []).append((size["corpus"]["documents"], times["p50"]))
    return series


def _picture(rows: dict[str, dict[str, list[Point]]]) -> Iterator[str]:
    points = [point for series in rows.values() for line in series.values() for point in line]
    axes = Axes(_decades(documents for documents, _ in points), _decades(time for _, time in points))
    wide, high = COLUMNS * WIDTH, -(-len(rows) // COLUMNS) * HEIGHT + LEGEND
    size = f'viewBox="0 0 {wide} {high}" width="{wide}" height="{high}"'
    yield f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img">'
    yield "<title>p50 of the ten best documents by number of documents</title>"
    yield f"<style>{STYLE}</style>"
    yield from _legend()
    for at, (row, series) in enumerate(rows.items()):
        x, y = at % COLUMNS * WIDTH, at // COLUMNS * HEIGHT + LEGEND
        yield f'<g transform="translate({x} {y})">'
        yield from _panel(row, series, axes)
        yield "</g>"
    yield "</svg>"


def _legend() -> Iterator[str]:
    for at, (name, (colour, dashes)) in enumerate(LINES.items()):
        x = LEFT + at * 110
        yield f'<polyline points="{x},18 {x + 30},18" stroke="{colour}" stroke-dasharray="{dashes}"/>'
        yield f'<text class="name" x="{x + 36}" y="22">{escape(name)}</text>'
    yield f'<text x="{LEFT + len(LINES) * 110}" y="22">p50 of the ten best documents, by number of documents</text>'


def _panel(row: str, series: dict[str, list[Point]], axes: Axes) -> Iterator[str]:
    yield f'<text class="name" x="{LEFT}" y="{ABOVE - 10}">{escape(row)}</text>'
    for power in range(axes.documents[0], axes.documents[1] + 1):
        x, _ = axes.point(10**power, 1)
        yield f'<line class="grid" x1="{x:.1f}" y1="{ABOVE}" x2="{x:.1f}" y2="{HEIGHT - BELOW}"/>'
        yield f'<text x="{x:.1f}" y="{HEIGHT - BELOW + 15}" text-anchor="middle">{_documents(power)}</text>'
    for power in range(axes.times[0], axes.times[1] + 1):
        _, y = axes.point(1, 10**power)
        yield f'<line class="grid" x1="{LEFT}" y1="{y:.1f}" x2="{WIDTH - RIGHT}" y2="{y:.1f}"/>'
        yield f'<text x="{LEFT - 5}" y="{y + 4:.1f}" text-anchor="end">{_time(power)}</text>'
    for name, points in series.items():
        yield from _line(name, [axes.point(*point) for point in sorted(points)])


def _line(name: str, points: Sequence[Point]) -> Iterator[str]:
    colour, dashes = LINES[name]
    joined = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    yield f'<polyline points="{joined}" stroke="{colour}" stroke-dasharray="{dashes}"/>'
    for x, y in points:
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>'


def _decades(values: Iterable[float]) -> tuple[int, int]:
    """Return the powers of ten around the values, at least one decade."""
    powers = [log10(max(value, 1)) for value in values]
    least = floor(min(powers))
    return least, max(ceil(max(powers)), least + 1)


def _share(value: float, decades: tuple[int, int]) -> float:
    return (log10(max(value, 1)) - decades[0]) / (decades[1] - decades[0])


def _documents(power: int) -> str:
    return f"{10 ** (power - 6)}M" if power >= 6 else f"{10 ** (power - 3)}k" if power >= 3 else str(10**power)


def _time(power: int) -> str:
    return f"{10 ** (power - 6)} s" if power >= 6 else f"{10 ** (power - 3)} ms" if power >= 3 else f"{10**power} µs"

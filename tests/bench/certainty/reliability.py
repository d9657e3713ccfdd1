"""Whether what says 0.9 is right nine times in ten: bins, expected calibration error, and a diagram."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from tests.bench.tables import Table, percent

Pairs = Sequence[tuple[float, bool]]
"""Probability said, and whether it was right."""
_EDGES = (0.5, 0.7, 0.8, 0.9, 0.95, 0.98)


@dataclass(frozen=True, slots=True)
class Bin:
    """Rows whose confidence lies in low … high."""

    low: float
    high: float
    count: int
    said: float
    right: float


def bins(pairs: Pairs) -> list[Bin]:
    """The bins that hold something, from low to high; finer near 1, where most rows are."""
    edges = (0.0, *_EDGES, 1.0)
    parts: list[list[tuple[float, bool]]] = [[] for _ in edges[1:]]
    for said, right in pairs:
        parts[min(bisect_right(edges, said), len(parts)) - 1].append((said, right))
    return [
        Bin(low, high, len(part), sum(p for p, _ in part) / len(part), sum(r for _, r in part) / len(part))
        for low, high, part in zip(edges, edges[1:], parts, strict=False)
        if part
    ]


def expected_error(pairs: Pairs) -> float:
    """The expected calibration error: how far said and right lie apart, bin by bin, by their share of the rows."""
    return sum(abs(one.said - one.right) * one.count for one in bins(pairs)) / max(1, len(pairs))


def squared_error(pairs: Pairs) -> float:
    """The Brier score: 0 is perfect, 0.25 what one half always reaches."""
    return sum((said - right) ** 2 for said, right in pairs) / max(1, len(pairs))


def table(title: str, pairs: Pairs, note: str = "") -> Table:
    """The bins as a table."""
    rows = [
        (f"{one.low:.2f}–{one.high:.2f}", str(one.count), percent(one.said), percent(one.right))
        for one in bins(pairs)
    ]
    summary = f"{len(pairs)} rows; expected calibration error {percent(expected_error(pairs))} %, Brier score {squared_error(pairs):.4f}."
    return Table(title, ("confidence", "rows", "said, %", "right, %"), rows, f"{summary} {note}".strip())


def diagram(pairs: Pairs, title: str) -> str:
    """The reliability diagram as SVG: a dot a bin, as large as it holds rows, beside the line of perfect calibration."""
    size, margin = 360, 46
    most = max((one.count for one in bins(pairs)), default=1)

    def place(said: float, right: float) -> tuple[float, float]:
        return margin + said * size, margin + (1 - right) * size

    dots = []
    for one in bins(pairs):
        x, y = place(one.said, one.right)
        radius = 3 + 9 * (one.count / most) ** 0.5
        dots.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="#3a6cf4" fill-opacity="0.75">'
            f"<title>{one.count} rows: said {percent(one.said)} %, right {percent(one.right)} %</title></circle>"
        )
    ticks = []
    for step in range(0, 11, 2):
        x, _ = place(step / 10, 0)
        _, y = place(0, step / 10)
        ticks.append(f'<text x="{x:.1f}" y="{margin + size + 16}" text-anchor="middle">{step / 10:g}</text>')
        ticks.append(f'<text x="{margin - 8}" y="{y + 4:.1f}" text-anchor="end">{step / 10:g}</text>')
        ticks.append(
            f'<path d="M{x:.1f} {margin}V{margin + size}M{margin} {y:.1f}H{margin + size}" stroke="#e4e4e4"/>'
        )
    whole = size + 2 * margin
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {whole} {whole}" width="{whole}" font-family="sans-serif" font-size="12">',
            f"<title>{title}</title>",
            f'<rect width="{whole}" height="{whole}" fill="#fff"/>',
            *ticks,
            f'<rect x="{margin}" y="{margin}" width="{size}" height="{size}" fill="none" stroke="#888"/>',
            f'<path d="M{margin} {margin + size}L{margin + size} {margin}" stroke="#888" stroke-dasharray="4 4"/>',
            *dots,
            f'<text x="{whole / 2}" y="26" text-anchor="middle" font-size="14">{title}</text>',
            f'<text x="{whole / 2}" y="{whole - 10}" text-anchor="middle">confidence said</text>',
            f'<text transform="translate(14 {whole / 2}) rotate(-90)" text-anchor="middle">share of rows that are right</text>',
            "</svg>",
            "",
        ]
    )

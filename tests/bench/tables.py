"""A table of the report and what stands in its cells; as plain text and as Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench.tally import Hits, Tally

NONE = "–"


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a title and a note under it; the first column is text, the others are figures."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    note: str = ""


def as_text(tables: Sequence[Table]) -> str:
    """Tables for a terminal."""
    return "\n\n".join(_text(table) for table in tables) + "\n"


def as_markdown(tables: Sequence[Table]) -> str:
    """The same tables for the documentation."""
    return "\n\n".join(_markdown(table) for table in tables) + "\n"


def outcomes(tally: Tally) -> str:
    """right/wrong/missed/invented."""
    some = tally.labelled + tally.invented
    return f"{tally.right}/{tally.wrong}/{tally.missed}/{tally.invented}" if some else NONE


def accuracy(tally: Tally) -> str:
    """% right, and the outcomes."""
    some = tally.labelled + tally.invented
    return f"{percent(tally.accuracy)} ({outcomes(tally)})" if some else NONE


def hit_rates(hits: Hits) -> str:
    """Precision, recall and F1 in %, and found/invented/missed."""
    if not hits.found + hits.invented + hits.missed:
        return NONE
    figures = ", ".join(percent(figure) for figure in (hits.precision, hits.recall, hits.f1))
    return f"{figures} ({hits.found}/{hits.invented}/{hits.missed})"


def share(part: int, whole: int) -> str:
    """% of a whole, and both counts."""
    return f"{percent(part / whole)} ({part}/{whole})" if whole else NONE


def percent(figure: float | None) -> str:
    """A figure of 0–1 in %, without the sign."""
    return NONE if figure is None else f"{100 * figure:.1f}"


def _text(table: Table) -> str:
    grid = [list(table.head), *(list(row) for row in table.rows)]
    widths = [max(len(row[column]) for row in grid) for column in range(len(table.head))]
    lines = [
        "  ".join(
            cell.rjust(width) if column else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in grid
    ]
    lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(
        [table.title, "", *(line.rstrip() for line in lines), *([table.note] if table.note else [])]
    )


def _markdown(table: Table) -> str:
    def row(cells: Sequence[str]) -> str:
        return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"

    rule = "| --- |" + " ---: |" * (len(table.head) - 1)
    lines = [f"### {table.title}", "", row(table.head), rule, *(row(cells) for cells in table.rows)]
    return "\n".join([*lines, *(["", table.note] if table.note else [])])


def write_markdown(path: Path, part: str, text: str) -> None:
    """Writes text into path; where path has a part `<!-- part -->` … `<!-- /part -->`, only between these.

    Raises ValueError where path has other parts: it is a document, and not to be written over.
    """
    start, end = f"<!-- {part} -->\n", f"<!-- /{part} -->\n"
    before = path.read_text(encoding="utf-8") if path.is_file() else ""
    head, found, rest = before.partition(start)
    _, closed, tail = rest.partition(end)
    if found and closed:
        text = f"{head}{start}{text.rstrip()}\n{end}{tail}"
    elif "<!-- " in before:
        raise ValueError(f"{path}: no part {part}, from <!-- {part} --> to <!-- /{part} -->")
    path.write_text(text, encoding="utf-8")

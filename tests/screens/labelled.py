"""Lines to pairs of label and value."""

from __future__ import annotations

from extractor.ocr.lines import Line
from extractor.screens.definitions import load_screens
from extractor.screens.pairs import Pair, find_pairs

LABELS = load_screens().fallback.labels


def pairs(*lines: Line) -> list[Pair]:
    """The pairs that lines make by the labels of all screens."""
    return find_pairs(lines, LABELS)


def only(*lines: Line) -> Pair:
    """The only pair that lines make."""
    (pair,) = pairs(*lines)
    return pair

"""Pictures made of several phone screens, side by side or below each other."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from extractor.fields.text import fold, han_count, squeeze
from extractor.ocr.lines import Line
from extractor.screens.sums import amount_of_line

_SCREEN = 6
"""A screen of a collage has so many lines."""
_SAME_PLACE, _SAME_HEIGHT, _SCREEN_HEIGHT, _BAR_END = 0.015, 0.25, 0.5, 0.8
"""Status bars below each other: how alike their clocks stand and are high, how far apart they are at least, and where the signs
of a bar end, in shares of the width."""
_SEAM, _OFF_MIDDLE, _LEVEL = 0.02, 0.15, 0.3
"""The blank between two pages, and how far from the middle it is, in shares of the width; lines of one row are so level, in
heights of the print."""
_BAR_CLOCK = re.compile(r"(?<![\d:;.])(?:[01]?\d|2[0-3])[:;][0-5]\d(?![\d:;.])")


def collage_parts(lines: Sequence[Line], width: int) -> list[list[Line]]:
    """The lines of each screen where two or three phone screens stand side by side in one picture; all of them in one else.

    Told by a status-bar clock at the top of each, and by blanks that no line crosses where one screen ends.
    """
    whole = [list(lines)]
    top = min((line.box.y for line in lines), default=0)
    clocks = [line for line in lines if line.box.y < top + 0.12 * width and _has_clock(line)]
    for screens in (2, 3):
        parts: list[list[Line]] = [[] for _ in range(screens)]
        for line in lines:
            parts[min(screens - 1, int(line.box.cx * screens // width))].append(line)
        seams = [width * part / screens for part in range(1, screens)]
        reach = 0.02 * width
        crossed = any(
            line.box.x < seam - reach and line.box.right > seam + reach
            for line in lines
            if len(line.text) > 1
            for seam in seams
        )
        clocked = all(any(clock in part for clock in clocks) for part in parts)
        if not crossed and clocked and min(len(part) for part in parts) >= _SCREEN:
            return [list(part) for part in parts]
    return whole


def columns_apart(lines: Sequence[Line], size: tuple[int, int]) -> list[list[list[Line]]]:
    """How a picture that is wider than high may part into two pages side by side, best first: at a blank near its middle that no
    line crosses, where the rows at its sides do not stand at one height, as those of one page in two columns do."""
    width, height = size
    if width <= height:
        return []
    spans = sorted((line.box.x, line.box.right) for line in lines if line.text)
    seams, reach = [], 0
    for start, end in spans:
        middle = (start + reach) / 2
        if reach and start - reach > _SEAM * width and abs(middle - width / 2) < _OFF_MIDDLE * width:
            seams.append(middle)
        reach = max(reach, end)
    found = []
    for seam in sorted(seams, key=lambda place: abs(place - width / 2)):
        left = [line for line in lines if line.box.cx < seam]
        right = [line for line in lines if line.box.cx >= seam]
        if min(len(left), len(right)) >= _SCREEN and not _of_one_grid(left, right):
            found.append([left, right])
    return found


def _of_one_grid(left: Sequence[Line], right: Sequence[Line]) -> bool:
    """Whether most rows at one side of a blank stand at the height of one at the other."""
    fewer, more = sorted((left, right), key=len)
    level = sum(
        any(abs(line.box.cy - o.box.cy) < _LEVEL * min(line.box.h, o.box.h) for o in more) for line in fewer
    )
    return 2 * level > len(fewer)


def stacked_parts(lines: Sequence[Line], width: int) -> list[list[Line]]:
    """The lines of each screen where phone screens stand below each other in one picture; all of them in one else.

    Told by the status bars: a clock at the same place of each, and signs at the other end of its row.
    """
    clocks = [
        line for line in lines if _BAR_CLOCK.fullmatch(squeeze(line.text)) and _in_bar(line, lines, width)
    ]
    first = min(clocks, key=lambda line: line.box.y, default=None)
    if first is None:
        return [list(lines)]
    same = [
        clock
        for clock in clocks
        if abs(clock.box.x - first.box.x) < _SAME_PLACE * width
        and abs(clock.box.h - first.box.h) <= _SAME_HEIGHT * first.box.h
    ]
    seams = sorted(clock.box.y - clock.box.h for clock in same)
    parts: list[list[Line]] = [[] for _ in range(len(seams) + 1)]
    for line in lines:
        parts[sum(line.box.cy > seam for seam in seams)].append(line)
    parts = [part for part in parts if part]
    apart = all(below - above > _SCREEN_HEIGHT * width for above, below in itertools.pairwise(seams))
    return parts if apart and min(len(part) for part in parts) >= _SCREEN else [list(lines)]


def _in_bar(clock: Line, lines: Sequence[Line], width: int) -> bool:
    """Whether a clock begins the row of a status bar: at the other end stand signs, no words and no sum."""
    row = [line for line in lines if line is not clock and line.box.same_row(clock.box)]
    ends = [line for line in row if line.box.right > _BAR_END * width]
    return (
        clock.box.x < width / 4
        and bool(ends)
        and all(line.box.h < 1.5 * clock.box.h for line in row)
        and all(han_count(line.text) < 2 and amount_of_line(line) is None for line in row)
    )


def _has_clock(line: Line) -> bool:
    """True for the clock of a status bar, which may be read as one line with the signs beside it."""
    return bool(re.match(r"^\d{1,2}[:;.]\d{2}$", squeeze(line.text))) or any(
        _BAR_CLOCK.search(fold(reading.text)) for reading in line.readings
    )

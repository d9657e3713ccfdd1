"""Where an open keyboard begins in a picture: by its rows of letters, however they were cut into lines and misread."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz.distance import LCSseq

from extractor.fields.text import fold
from extractor.ocr.lines import Line
from extractor.screens.messages import in_rows

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_GROUPS = ("abc", "def", "ghi", "jkl", "mno", "pqrs", "tuv", "wxyz")
"""What stands on the keys of a telephone's keyboard."""
_LEAST, _SHARE, _TWO = 5, 0.6, 2
"""So many letters of a row are read in order, and so much of what was read are they; so many rows make a keyboard."""
_WIDE, _EVEN, _HIGHEST = 0.5, 0.25, 1.0
"""Of the width: how far a row of keys reaches at least, how far its neighbour is from it at most, and how high a keyboard is:
below one in the middle of a stitched picture the talk goes on."""
_LETTERS = re.compile("[a-z]+")


def keyboard_top(lines: Sequence[Line], size: tuple[int, int]) -> int | None:
    """The y at which the keys begin; None where no keyboard is open at the foot of a picture of this size (width, height)."""
    width, height = size
    tops: list[int] = []
    for row in in_rows(lines):
        if row[-1].box.right - row[0].box.x < _WIDE * width or not _are_keys(row):
            continue
        top = min(line.box.y for line in row)
        tops = [*tops, top] if tops and top - tops[-1] < _EVEN * width else [top]
        if len(tops) == _TWO:
            return tops[0] if height - tops[0] < _HIGHEST * width else None
    return None


def _are_keys(row: Sequence[Line]) -> bool:
    words = _LETTERS.findall(" ".join(fold(line.text).lower() for line in row))
    if sum(word in _GROUPS for word in words) >= _TWO:
        return True
    read = "".join(words)
    alike = max(LCSseq.similarity(read, keys) for keys in _ROWS)
    return alike >= _LEAST and alike >= _SHARE * len(read)

from __future__ import annotations

import numpy as np
import pytest

from extractor.geometry import Box
from extractor.vision.stars import between_stars, star_runs
from tests.helpers import cjk_font, drawn

FONT = cjk_font(34)
needs_font = pytest.mark.skipif(FONT is None, reason="no Chinese font")


def picture(text: str) -> tuple[np.ndarray, Box]:
    """A drawn line, and its box."""
    page = np.asarray(drawn([(40, 40, text)], (720, 120), font=FONT))
    rows, columns = (np.flatnonzero((page < 128).any(axis=(axis, 2))) for axis in (1, 0))
    left, top = int(columns[0]), int(rows[0])
    return page, Box(left, top, int(columns[-1]) + 1 - left, int(rows[-1]) + 1 - top)


@needs_font
@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("**桐", [2]),
        ("刘*波", [1]),
        ("**博 139****0513", [2, 4]),
        ("转账给**英", [2]),
        ("*艳 c**@163.com", [1, 2]),
        ("67****231", [4]),
    ],
)
def test_stars_are_counted(text: str, counts: list[int]) -> None:
    assert [run.count for run in star_runs(*picture(text))] == counts


@needs_font
@pytest.mark.parametrize(
    "text",
    ["手游月卡+首充礼包", "小满咖啡·望京店", "cocoa xoxo", "小心六川", "“引号”", "2025-03-14 21:05", "1.50"],
)
def test_nothing_else_is_a_star(text: str) -> None:
    assert star_runs(*picture(text)) == []


@needs_font
def test_what_stands_between_stars_is_cut_out_without_them() -> None:
    page, box = picture("**博 139****0513")
    own, parts, left = between_stars(page, box, star_runs(page, box))
    assert (len(parts), left <= box.x) == (2, True)
    for part in parts:
        inside = own[part.y : part.bottom, part.x : part.right]
        assert star_runs(own, part) == []
        assert (inside < 128).any()

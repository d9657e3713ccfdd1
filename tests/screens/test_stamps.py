"""The times between messages, which do not run backwards down a page."""

from __future__ import annotations

from datetime import datetime

import pytest

from extractor.fields.moments import CHINA
from extractor.screens.messages import Separator
from extractor.screens.stamps import in_order, stamp_of
from tests.helpers import line


def told(captured: datetime, *texts: str) -> list[tuple[str, tuple[str, ...]]]:
    """When separators below each other are, and what is doubtful of each; given bottom first, as lines may be found."""
    separators = []
    for place, text in enumerate(texts):
        shown = line(text, x=300, y=100 + 200 * place)
        read = stamp_of(shown, captured)
        assert read is not None
        separators.insert(0, Separator(shown, *read))
    return [
        (one.time.at.strftime("%d %H:%M") if one.time.at else "", one.time.reasons)
        for one in in_order(separators, captured)
    ]


LATE = ("after_capture_time",)


@pytest.mark.parametrize(
    ("texts", "at"),
    [
        (("昨天 23:40", "上午9:05"), [("30 23:40", ()), ("01 09:05", LATE)]),
        (("昨天 12:15", "07:50"), [("30 12:15", ()), ("01 07:50", LATE)]),
        (("星期日 20:00", "昨天 9:30", "8:15", "8:40"), [("29 20:00", ()), ("30 09:30", ()), ("01 08:15", LATE), ("01 08:40", LATE)]),
        (("昨天 12:15", "6:50"), [("30 12:15", ()), ("01 06:50", ())]),
        (("23:50", "00:10", "6:00"), [("30 23:50", LATE), ("01 00:10", ()), ("01 06:00", ())]),
    ],
)  # fmt: skip
def test_a_clock_below_a_later_one_is_of_the_capture_s_day(
    texts: tuple[str, ...], at: list[tuple[str, tuple[str, ...]]]
) -> None:
    assert told(datetime(2026, 12, 1, 7, 30, tzinfo=CHINA), *texts) == at


def test_where_no_day_mends_it_both_ask() -> None:
    found = told(
        datetime(2026, 12, 1, 18, 0, tzinfo=CHINA), "星期日 20:00", "昨天 9:30", "11月29日 9:00", "17:00"
    )
    assert [reasons for _, reasons in found] == [(), ("before_time_above",), ("before_time_above",), ()]
    found = told(datetime(2026, 12, 1, 18, 0, tzinfo=CHINA), "17:00", "9:30")
    assert [reasons for _, reasons in found] == [("before_time_above",), ("before_time_above",)]


def test_without_the_capture_s_time_nothing_is_moved() -> None:
    shown = [line("昨天 23:40", x=300, y=100), line("9:05", x=300, y=300)]
    separators = [Separator(one, *read) for one in shown if (read := stamp_of(one, None)) is not None]
    assert in_order(separators, None) == separators

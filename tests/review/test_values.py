from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.evidence.corrections import EDITABLE
from extractor.review.values import Unfit, cleaned


@pytest.mark.parametrize(
    ("column", "typed", "cell"),
    [
        ("amount", " ¥1,280 ", "1280.00"),
        ("amount", "９８.５元", "98.50"),
        ("occurred_at", "2025-3-14 21:05", "2025-03-14T21:05+08:00"),
        ("occurred_at", "2025年3月14日 21:05:33", "2025-03-14T21:05:33+08:00"),
        ("occurred_at", "2025-03-14T21:05:33+08:00", "2025-03-14T21:05:33+08:00"),
        ("promised_by", "2025/03/14", "2025-03-14"),
        ("order_no", " 2025 0314\u3000２１ ", "2025031421"),
        ("status", "refunded", "refunded"),
        ("text", "a\r\nb\x00", "a\nb"),
        ("account", "", ""),
    ],
)
def test_what_was_typed_becomes_a_cell(column: str, typed: str, cell: str) -> None:
    assert cleaned(column, typed) == cell


@pytest.mark.parametrize(
    ("column", "typed"),
    [
        ("amount", "-5"),
        ("amount", "1.234"),
        ("amount", "NaN"),
        ("amount", "一百"),
        ("occurred_at", "2025-02-30"),
        ("occurred_at", "昨天"),
        ("kind", ""),
        ("kind", "unread"),
        ("status", "done"),
        ("source_file", "x"),
        ("text", "x" * 9000),
    ],
)
def test_what_a_column_cannot_hold_is_refused(column: str, typed: str) -> None:
    with pytest.raises(Unfit):
        cleaned(column, typed)


@given(st.sampled_from(EDITABLE), st.text(max_size=30))
def test_a_cell_is_its_own_cleaned_form(column: str, typed: str) -> None:
    try:
        cell = cleaned(column, typed)
    except Unfit:
        return
    assert cleaned(column, cell) == cell

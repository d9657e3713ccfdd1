"""The bars above and below a conversation."""

from __future__ import annotations

import pytest

from extractor.geometry import Box
from extractor.ocr.lines import Line
from extractor.ocr.reader import Reading, Word
from extractor.screens.bars import title_of


@pytest.mark.parametrize(
    ("read", "title"),
    [
        ("(星河客服", "星河客服"),
        ("（ 星河客服", "星河客服"),
        ("‹ 星河客服", "星河客服"),
        ("<星河客服…", "星河客服"),
        ("[ (星河客服", "星河客服"),
        ("《星河客服", "星河客服"),
        # what is closed belongs to the name
        ("(官方)星河客服", "(官方)星河客服"),
        ("【星河】客服", "【星河】客服"),
        ("《星河》读者群(87)", "《星河》读者群(87)"),
        ("(星河群(87)", "星河群(87)"),
        ("星河群(87)", "星河群(87)"),
        ("(", ""),
        ("客服:小王", "客服:小王"),
        ("种类:国际版", ""),  # of a card
    ],
)
def test_an_arrow_back_is_no_part_of_a_name(read: str, title: str) -> None:
    line = Line(Box(0, 0, 100, 40), (Reading("x", (Word(read, 0.9, 0, 100),)),))
    assert title_of(line) == title


def test_no_heading_is_no_title() -> None:
    assert title_of(None) == ""

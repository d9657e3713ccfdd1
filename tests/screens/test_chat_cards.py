"""The colour of transfers as the colour of somebody's bubbles."""

from __future__ import annotations

from extractor.geometry import Box
from extractor.vision.regions import Region
from tests.screens.test_chat import ORANGE, TALK, Placed, chat, line


def bubble(y: int, *texts: str) -> list[Placed]:
    ground = Region(Box(430, y, 500, 60 * len(texts) + 50), ORANGE, 0.9, right_content=0.5, solid=0.98)
    return [
        (line(Box(466, y + 30 + 60 * i, 40 * len(text), 44), text), ground) for i, text in enumerate(texts)
    ]


def kinds(*placed: Placed) -> list[str]:
    return [m.kind for m in chat(*TALK, *placed).messages][2:]


def test_bubbles_of_words_in_the_colour_of_transfers_are_no_cards() -> None:
    theme = [*bubble(700, "试了八次", "直接退我50元吧"), *bubble(900, "那我找平台", "处理")]
    assert kinds(*theme) == ["text", "text"]
    assert kinds(*bubble(700, "半500.00", "点券")) == ["card"]
    assert kinds(*bubble(700, "¥500.00", "已收款"), *bubble(900, "¥200.00", "点券")) == ["card", "card"]

"""What the whole folder tells of its rows."""

from __future__ import annotations

import pytest

from extractor.conversation import Capture, Spoken
from extractor.evidence.schema import Row
from extractor.outputs import _bear_out_titles

UNSURE = "low_confidence:counterparty"


def capture(source: str, title: str, screen: str = "wechat.chat") -> Capture:
    said = Spoken(source, 0, "other", "", "", "三天内给您退款", "0,0,1,1", "text")
    return Capture(source, title, "2025-03-15T10:00:00+08:00", (said,), screen)


def row(source: str, title: str, *reasons: str) -> Row:
    return Row("promise", source_file=source, counterparty=title, reasons=list(reasons), confidence=0.57)


def left(*shown: tuple[str, str, tuple[str, ...]], screen: str = "wechat.chat") -> list[str]:
    """The reasons of the first row, where each screenshot shows a title, read with doubts or without."""
    rows = [row(source, title, *reasons) for source, title, reasons in shown]
    chats = [capture(source, title) for source, title, _ in shown]
    chats[0] = capture(shown[0][0], shown[0][1], screen)
    _bear_out_titles(rows, chats)
    return rows[0].reasons


def test_the_same_title_read_surely_on_another_screenshot_bears_it_out() -> None:
    rows = [
        row("1.png", "星河数卡", UNSURE),
        row("1.png", "星河数卡", UNSURE, "cropped:text"),
        row("2.png", "星河数卡"),
    ]
    _bear_out_titles(rows, [capture("1.png", "星河数卡"), capture("2.png", "星河数卡")])
    assert [r.reasons for r in rows] == [[], ["cropped:text"], []]
    assert rows[0].confidence > 0.57


@pytest.mark.parametrize(
    "others",
    [
        (),
        (("2.png", "星河数卡", (UNSURE,)),),  # as unsure there
        (("2.png", "星河数码", ()),),  # another title
        (("2.png", "星河数卡", ()), ("3.png", "星河数码", ())),  # which of the two it is may be misread
        (("b/2.png", "星河数卡", ()),),  # another person's
    ],
)
def test_what_does_not(others: tuple[tuple[str, str, tuple[str, ...]], ...]) -> None:
    assert left(("1.png", "星河数卡", (UNSURE,)), *others) == [UNSURE]


@pytest.mark.parametrize("title", ["客服12号", "小美"])
def test_figures_and_short_names_are_too_easily_another_title(title: str) -> None:
    assert left(("1.png", title, (UNSURE,)), ("2.png", title, ())) == [UNSURE]


def test_another_program_shows_another_conversation() -> None:
    shown = (("1.png", "星河数卡", (UNSURE,)), ("2.png", "星河数卡", ()))
    assert left(*shown, screen="qq.chat") == [UNSURE]


def test_what_is_no_chats_title_stays_in_doubt() -> None:
    rows = [row("1.png", "星河数卡", UNSURE), row("2.png", "星河数卡")]
    _bear_out_titles(rows, [])
    assert rows[0].reasons == [UNSURE]

"""Voice messages whose length is written as a clock."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractor.geometry import Box
from extractor.vision.regions import Region
from tests.screens.chats import GREEN, PAGE, WHITE, WIDTH, Placed, centred, line
from tests.screens.test_own_times import bubble, shown


def voice(y: int, length: str, clock: str, *, waves: str = "由hb", own: bool = False) -> list[Placed]:
    """Waves, the length below them and the clock at the right of the foot, in a bubble as high as two rows."""
    x = WIDTH - 30 - 480 if own else 30
    ground = Region(Box(x, y, 480, 200), GREEN if own else WHITE, 0.9, solid=0.98)
    parts = [
        line(Box(x + 160, y + 20, 280, 56), waves, sure=0.05),
        line(Box(x + 160, y + 90, 90, 30), length),
        line(Box(x + 380, y + 160, 80, 27), clock),
    ]
    return [(part, ground) for part in parts if part.text]


@pytest.mark.parametrize("length", ["0:12", "00:12"])
@pytest.mark.parametrize("waves", ["由hb", "中hhbbbabh", ""])
def test_its_length_is_no_time_and_its_clock_is_its_own(length: str, waves: str) -> None:
    found = shown(
        centred(230, "3月12日"),
        *bubble(320, "退款什么时候到", "09:15", own=True),
        *voice(450, length, "09:21", waves=waves),
        *bubble(690, "三天内给您退款", "09:22"),
        *bubble(820, "好的我等着", "09:25", own=True),
    )
    assert found == [
        ("me", "退款什么时候到", "03-12 09:15"),
        ("other", "[语音]12″", "03-12 09:21"),
        ("other", "三天内给您退款", "03-12 09:22"),
        ("me", "好的我等着", "03-12 09:25"),
    ]


def beside(y: int, text: str, clock: str, *, own: bool = False, sure: float = 0.9) -> list[Placed]:
    """A bubble with its clock outside, at its foot, and 已读 above that beside one's own."""
    wide = 40 * len(text) + 72
    x = WIDTH - 30 - wide if own else 30
    ground = Region(Box(x, y, wide, 100), GREEN if own else WHITE, 0.9, solid=0.98)
    at = x - 100 if own else x + wide + 15
    said = line(Box(x + 36, y + 28, 40 * len(text), 44), text, sure=sure)
    marks: list[Placed] = [(line(Box(at, y + 68, 80, 28), clock), PAGE)]
    if own:
        marks.append((line(Box(at + 16, y + 30, 64, 30), "已读"), PAGE))
    return [(said, ground), *marks]


def test_a_length_read_with_its_waves_beside_a_clock_outside_the_bubble() -> None:
    spoken = beside(450, "本hb 0:09", "10:03")
    words = spoken[0][0].readings[0].words[0]
    parts = (
        replace(words, text="本hb", confidence=0.0, right=words.right - 90),
        replace(words, text="0:09", confidence=0.9, left=words.right - 80),
    )
    readings = (replace(spoken[0][0].readings[0], words=parts), *spoken[0][0].readings[1:])
    spoken[0] = (replace(spoken[0][0], readings=readings), spoken[0][1])
    found = shown(
        centred(230, "3月12日"),
        *beside(320, "退款什么时候到", "10:01", own=True),
        *spoken,
        *beside(580, "三天内给您退款", "10:04"),
    )
    assert [(text, at) for _, text, at in found] == [
        ("退款什么时候到", "03-12 10:01"),
        ("[语音]9″", "03-12 10:03"),
        ("三天内给您退款", "03-12 10:04"),
    ]


def test_that_a_message_was_read_is_no_day_above_the_next() -> None:
    own = beside(320, "退款什么时候到账呀", "10:01", own=True)
    mark = replace(own[2][0], box=Box(WIDTH // 2 - 30, 350, 64, 30))
    found = shown(centred(230, "3月12日"), *own[:2], (mark, PAGE), *beside(450, "三天内给您退款", "10:04"))
    assert [at for _, _, at in found] == ["03-12 10:01", "03-12 10:04"]


@pytest.mark.parametrize("text", ["就12:30吧", "通话时长"])
def test_words_beside_a_clock_are_a_message(text: str) -> None:
    found = shown(
        centred(230, "3月12日"),
        *bubble(320, "退款什么时候到", "09:15", own=True),
        *bubble(450, text, "09:21"),
    )
    assert found[1] == ("other", text, "03-12 09:21")


def test_a_time_of_day_alone_in_a_bubble_is_somebodys_word() -> None:
    found = shown(
        centred(230, "3月12日"),
        *bubble(320, "几点退", "09:15", own=True),
        *bubble(450, "0:45", "09:21"),
        *bubble(580, "好的我等着", "09:25", own=True),
    )
    assert not any(text.startswith("[语音]") for _, text, _ in found)

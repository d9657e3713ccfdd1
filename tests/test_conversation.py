"""Overlapping captures of one conversation: marked, never dropped."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest

from extractor.conversation import Overlaps, Told, captures_of, seen_before, transcript


def record(
    name: str, *messages: tuple[str, str, str], title: str = "星河客服", at: str = "2025-03-15T10:00:00+08:00"
) -> dict[str, Any]:
    return {
        "source_file": name,
        "captured_at": at,
        "title": title,
        "messages": [
            {"kind": "text", "speaker": who, "name": None, "at": time, "text": text, "box": f"0,{index},1,1"}
            for index, (who, time, text) in enumerate(messages)
        ],
    }


A = ("me", "2025-03-14T21:05+08:00", "我昨天充的话费一直没到账")
B = ("other", "2025-03-14T21:05+08:00", "您好,这边帮您核实一下")
C = ("me", "2025-03-14T21:09+08:00", "好的")
D = ("other", "2025-03-14T21:09+08:00", "核实后三天内给您原路退回")
E = ("me", "2025-03-14T21:20+08:00", "谢谢")


def test_the_end_of_one_capture_and_the_beginning_of_the_next_are_the_same_messages() -> None:
    captures = captures_of(
        [record("1.png", A, B, C), record("2.png", B, C, D, at="2025-03-15T10:01:00+08:00")]
    )
    assert seen_before(captures) == {("2.png", 0): ("1.png", 1), ("2.png", 1): ("1.png", 2)}


def test_a_misread_character_does_not_part_them() -> None:
    other = (B[0], B[1], "您好，这边帮忽核实一下")
    captures = captures_of(
        [record("1.png", A, B, C), record("2.png", other, C, D, at="2025-03-15T10:01:00+08:00")]
    )
    assert ("2.png", 0) in seen_before(captures)


def test_equal_messages_within_one_capture_are_two() -> None:
    captures = captures_of([record("1.png", A, C, C, C)])
    assert seen_before(captures) == {}
    assert sum("好的" in line for line in transcript(captures)) == 3


def test_a_repeated_ok_without_an_overlap_is_another_message() -> None:
    captures = captures_of(
        [record("1.png", A, B, C), record("2.png", C, D, E, at="2025-03-15T10:01:00+08:00")]
    )
    assert seen_before(captures) == {}


def test_other_conversations_do_not_overlap() -> None:
    captures = captures_of(
        [
            record("1.png", A, B, title="星河客服"),
            record("2.png", B, D, title="李雷", at="2025-03-15T10:01:00+08:00"),
        ]
    )
    assert seen_before(captures) == {}


def test_the_same_words_by_another_speaker_are_another_message() -> None:
    turned = ("me", *B[1:])
    captures = captures_of(
        [record("1.png", A, B), record("2.png", turned, D, at="2025-03-15T10:01:00+08:00")]
    )
    assert seen_before(captures) == {}


def test_three_captures_point_to_the_first() -> None:
    captures = captures_of(
        [
            record("1.png", A, B),
            record("2.png", A, B, D, at="2025-03-15T10:01:00+08:00"),
            record("3.png", A, B, D, E, at="2025-03-15T10:02:00+08:00"),
        ]
    )
    seen = seen_before(captures)
    assert seen["3.png", 0] == ("1.png", 0)
    assert seen["3.png", 2] == ("2.png", 2)


def test_the_transcript_merges_overlaps_in_order_of_time() -> None:
    later = record("b.png", B, C, D, at="2025-03-15T10:01:00+08:00")
    lines = list(transcript(captures_of([later, record("a.png", A, B, C)])))
    said = [line for line in lines if line[:2] == "20"]
    assert [line.split(": ", 1)[1] for line in said] == [A[2], B[2], C[2], D[2]]
    assert lines[0] == "# 星河客服"


def test_pages_are_no_captures() -> None:
    assert captures_of([{"source_file": "x.png", "captured_at": "2025-03-15T10:00:00+08:00"}]) == []


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_captures_that_come_one_by_one_in_any_order_give_the_same(order: tuple[int, ...]) -> None:
    captures = captures_of(
        record(f"{n}.png", *messages, at=f"2025-03-15T10:0{n}:00+08:00")
        for n, messages in enumerate([(A, B, C), (B, C, D), (C, D, E), (A, B)])
    )
    overlaps, known = Overlaps(), []
    for number in order:
        known = sorted([*known, captures[number]], key=lambda c: (c.captured_at, c.source))
        overlaps.seen_before(known)
    assert overlaps.seen_before(known) == seen_before(captures) != {}


def test_days_apart_are_not_compared() -> None:
    later = [(who, "2025-03-20T21:05+08:00", text) for who, _, text in (B, C)]
    captures = captures_of(
        [record("1.png", A, B, C), record("2.png", *later, at="2025-03-20T22:00:00+08:00")]
    )
    assert seen_before(captures) == {}


# -- what is not the same ------------------------------------------------------------------------------------------

G = ("other", "2025-03-14T21:05+08:00", "您好,请问有什么可以帮您")


def asked(text: str, at: str = "2025-03-14T21:06+08:00") -> tuple[str, str, str]:
    return ("me", at, text)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("订单20261117201222347一直没到账", "订单20261117201223534一直没到账"),
        ("充的50元到现在都没有到账呢", "充的30元到现在都没有到账呢"),
        ("充的五十元到现在都没有到账呢", "充的三十元到现在都没有到账呢"),
        ("充了98.00元一直没到账麻烦看下", "充了9800元一直没到账麻烦看下"),
        ("卡号AB12345678用不了麻烦看下", "卡号AC12345678用不了麻烦看下"),
        ("这个订单我们这边可以退的哈", "这个订单我们这边不可以退的哈"),
    ],
)
def test_messages_that_differ_in_a_figure_or_a_negation_are_two(one: str, two: str) -> None:
    """Beside words that agree, at the cut edge as well as between the edges."""
    for place in range(4):
        upper, lower = [G, D, B], [G, D, B]
        upper.insert(place, asked(one))
        lower.insert(place, asked(two))
        captures = captures_of(
            [record("1.png", *upper), record("2.png", *lower, at="2025-03-15T10:01:00+08:00")]
        )
        found = {new: old for new, old in seen_before(captures).items() if new[1] == place}
        assert found == {}, place


def test_a_number_that_is_written_otherwise_is_the_same() -> None:
    one, two = asked("我昨天充了1,280.00元没到账"), asked("我昨大充了1280.00元没到账")
    captures = captures_of(
        [record("1.png", A, one, B), record("2.png", one, B, D, at="2025-03-15T10:01:00+08:00")]
    )
    assert len(seen_before(captures)) == 2
    captures = captures_of(
        [record("1.png", A, one, B), record("2.png", two, B, D, at="2025-03-15T10:01:00+08:00")]
    )
    assert len(seen_before(captures)) == 2


def test_people_are_never_mixed() -> None:
    captures = captures_of(
        [record("张三/1.png", A, B, C), record("李四/2.png", A, B, C, at="2025-03-15T10:01:00+08:00")]
    )
    assert seen_before(captures) == {}
    lines = list(transcript(captures))
    assert [line for line in lines if line.startswith("# ")] == ["# 星河客服 (张三)", "# 星河客服 (李四)"]
    assert sum(B[2] in line for line in lines) == 2


def test_a_greeting_that_everybody_gets_is_no_overlap() -> None:
    """Without a time that agrees, one message or a few short ones say nothing of where two captures meet."""
    bare = [(who, "", text) for who, _, text in (G, C)]
    captures = captures_of(
        [
            record("1.png", A, bare[0]),
            record("2.png", bare[0], D, at="2025-03-15T10:01:00+08:00"),
            record("3.png", E, bare[1], bare[1]),
            record("4.png", bare[1], bare[1], D, at="2025-03-15T10:03:00+08:00"),
        ]
    )
    assert seen_before(captures) == {}


def test_another_program_is_another_chat() -> None:
    one, two = record("1.png", A, B), record("2.png", A, B, D, at="2025-03-15T10:01:00+08:00")
    captures = captures_of([{**one, "screen": "wechat.chat"}, {**two, "screen": "qq.chat"}])
    assert seen_before(captures) == {}
    captures = captures_of([{**one, "screen": "wechat.chat"}, {**two, "screen": "unknown"}])
    assert len(seen_before(captures)) == 2


def test_the_half_of_a_message_at_the_edge_does_not_hide_the_whole() -> None:
    half = (D[0], D[1], D[2][:6])
    captures = captures_of(
        [record("1.png", A, B, C, half), record("2.png", B, C, D, at="2025-03-15T10:01:00+08:00")]
    )
    assert seen_before(captures) == {("2.png", 0): ("1.png", 1), ("2.png", 1): ("1.png", 2)}
    assert any(D[2] in line for line in transcript(captures))


def test_a_copy_repeats_all() -> None:
    captures = captures_of([record("1.png", C, C), record("2.png", C, C)])
    assert len(seen_before(captures)) == 2
    lines = list(transcript(captures))
    assert lines[-2] == "(messages that stand on an earlier screenshot: 2)"


def test_what_was_read_unsurely_is_marked() -> None:
    one = record("1.png", A, B)
    one["messages"][1]["legible"] = False
    lines = list(transcript(captures_of([one])))
    assert [line.endswith("〔?〕") for line in lines if line.startswith("2025")] == [False, True]
    assert "may be misread" in lines[0]
    assert not any("〔?〕" in line for line in transcript(captures_of([record("1.png", A, B)])))


def test_what_was_said_after_a_picture_was_taken_is_not_on_it() -> None:
    """The same words of a help desk a year later; where no time stands, captures must be of one day."""
    bare = [(who, "", text) for who, _, text in (B, D, E)]
    earlier = record("1.png", *bare, at="2024-05-09T09:57:14+08:00")
    for later in ([A, B, D, E], [("me", "", A[2]), *bare]):
        captures = captures_of([earlier, record("2.png", *later)])
        assert seen_before(captures) == {}
    captures = captures_of([record("1.png", *bare), record("2.png", *bare[1:], A)])
    assert len(seen_before(captures)) == 2


def test_print_that_the_edge_cuts_through_does_not_part_captures() -> None:
    upper = record("1.png", A, B, C, (D[0], D[1], "习KR人 上>小"))
    lower = record("2.png", B, C, D, at="2025-03-15T10:01:00+08:00")
    assert seen_before(captures_of([upper, lower])) == {}  # surely read, it is another message
    upper["messages"][-1]["legible"] = False
    assert seen_before(captures_of([upper, lower])) == {
        ("2.png", 0): ("1.png", 1),
        ("2.png", 1): ("1.png", 2),
    }


def test_a_name_with_a_line_break_is_one_heading() -> None:
    assert "## a\\nb.png" in list(transcript(captures_of([record("a\nb.png", A)])))


def box(index: int) -> str:
    return f"0,{index},1,1"


def test_what_was_corrected_stands_in_the_transcript() -> None:
    captures = captures_of([record("1.png", A, B, C, D)])
    told = {
        ("1.png", box(0)): Told(text="我昨天充的话费", at_read=A[1], title="星海客服", title_read="星河客服"),
        ("1.png", box(3)): Told(at="2024-03-14T21:09+08:00", at_read=D[1], compared=True),
    }
    lines = list(transcript(captures, told))
    assert lines[0] == "# 星海客服"
    # of one stamp: of one time; a stamp that nobody decided was counted from the same day, and is not told
    assert lines[2:6] == [
        "----------------  Me: 我昨天充的话费",
        f"----------------  星海客服: {B[2]}",
        "2024-03-14 21:09  Me: 好的",
        f"2024-03-14 21:09  星海客服: {D[2]}",
    ]


def test_of_two_times_that_people_gave_one_stamp_each_keeps_its_own() -> None:
    captures = captures_of([record("1.png", A, B, C)])
    told = {
        ("1.png", box(0)): Told(at="2025-03-14T20:00+08:00", at_read=A[1]),
        ("1.png", box(1)): Told(at=B[1], at_read=B[1]),
    }
    times = [line[:16] for line in transcript(captures, told) if line[:2] == "20"]
    assert times == ["2025-03-14 20:00", "2025-03-14 21:05", "2025-03-14 21:09"]


def test_a_message_that_is_corrected_on_the_later_screenshot_is_shown_so_and_once() -> None:
    captures = captures_of(
        [record("1.png", A, B, C), record("2.png", B, C, D, at="2025-03-15T10:01:00+08:00")]
    )
    lines = list(transcript(captures, {("2.png", box(0)): Told(text="您好,这边帮您退", at_read=B[1])}))
    assert sum("您好" in line for line in lines) == 1
    assert any("这边帮您退" in line for line in lines)

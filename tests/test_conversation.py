"""Overlapping captures of one conversation: marked, never dropped."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest

from extractor.conversation import Overlaps, captures_of, seen_before, transcript


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

"""The platform's answers on complaint pages, and what is none of them."""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest

from extractor.evidence.replies import reply_rows
from extractor.evidence.schema import Row
from extractor.fields.moments import CHINA
from extractor.geometry import Box
from extractor.intake.capture import Capture, CaptureSource
from extractor.ocr.lines import Line
from extractor.ocr.reader import Reading, Word
from tests.helpers import line

TAKEN = Capture(datetime(2025, 3, 20, 10, tzinfo=CHINA), CaptureSource.SCREENSHOT_NAME, None)


def rows(*texts: str, gap: int = 44) -> list[Row]:
    lines = []
    for number, text in enumerate(texts):
        box = Box(100, 100 + gap * number, 20 * len(text), 30)
        readings = tuple(Reading(e, (Word(text, 0.95, box.x, box.right),)) for e in ("chi_sim", "eng"))
        lines.append(Line(box, readings))
    page: Any = SimpleNamespace(lines=tuple(lines), pairs=(), chat=None)
    return reply_rows(page, TAKEN, None)


@pytest.mark.parametrize("head", ["商家回复", "星河充值回复投诉", "平台处理结果:", "客服-小黑", "处理意见"])
def test_a_promise_in_a_reply_is_a_row(head: str) -> None:
    [row] = rows(head, "您好，已核实，3个工作日内为您", "退款，请留意。", "2025-03-14 10:30:11")
    assert (row.kind, row.speaker, row.text) == (
        "promise",
        "other",
        "您好，已核实，3个工作日内为您退款，请留意。",
    )
    assert (row.occurred_at, row.promised_by) == ("2025-03-14T10:30+08:00", "2025-03-19")
    assert not row.needs_review


@pytest.mark.parametrize(
    "head", ["恒途网络商家回复2025-03-14 10:30", "客服小艾·2025-03-14 10:30", "客服，2025-03-14 10:30"]
)
def test_a_reply_under_who_wrote_it_and_when(head: str) -> None:
    [row] = rows("我·2025-03-14 09:02", "点券没有到账", head, "您好，3天内给您原路退款")
    assert (row.kind, row.occurred_at) == ("promise", "2025-03-14T10:30+08:00")


def test_the_answer_of_a_history_stands_below_its_moment() -> None:
    [row] = rows(
        "商户已回复", "2026-10-12 17:02", "虚拟商品充值成功后不支持退款", "商户已收到投诉", "2026-10-12 11:03"
    )
    assert (row.kind, row.text) == ("refusal", "虚拟商品充值成功后不支持退款")
    assert row.occurred_at == "2026-10-12T17:02+08:00"


def test_an_avatar_before_a_heading_is_passed_over() -> None:
    page: Any = SimpleNamespace(
        pairs=(),
        lines=(
            line("恒途网络商家回复2025-03-14 10:30", x=112, y=100, eng="2025-03-14 10:30"),
            line("恒", x=48, y=104),
            line("您好，3天内给您原路退款", x=112, y=144, eng="3"),
        ),
        chat=None,
    )
    [row] = reply_rows(page, TAKEN, None)
    assert (row.kind, row.promised_by) == ("promise", "2025-03-17")


def test_who_answers_and_when_stands_over_the_heading_of_the_answer() -> None:
    said = ("回复内容", "您好，该笔订单将在7天内原路退款")
    [row] = rows("星河数字充值 2025-03-14 10:30:07", *said)
    assert (row.kind, row.occurred_at, row.promised_by) == (
        "promise",
        "2025-03-14T10:30+08:00",
        "2025-03-21",
    )
    for other in ("匿名用户 2025-03-14 10:30:07", "2025-03-14 10:30:07", "处理时间: 2025-03-14 10:30:07"):
        [row] = rows(other.replace("匿名用户", "用户小李"), *said)
        assert (row.occurred_at, row.promised_by) == ("", "")


@pytest.mark.parametrize("head", ["客服已受理 2025-03-14 10:30", "客服介入中 2025-03-14 10:30", "客服小艾"])
def test_a_step_is_nobody_who_writes(head: str) -> None:
    assert rows(head, "您好，3天内给您原路退款") == []


def test_a_reply_beside_its_heading_and_without_a_time() -> None:
    [row] = rows("商家回复：虚拟商品一经售出不支持退款")
    assert (row.kind, row.occurred_at) == ("refusal", "")


@pytest.mark.parametrize(
    "texts",
    [
        ("投诉问题", "虚假宣传，不予退款"),
        ("投诉标题：三天内退款至今没退",),
        ("待商家回复", "超时将自动为您退款"),
        ("商家回复", "已收到您的投诉，请耐心等待"),
        ("商家回复", "2025-03-14 10:30:11", "平台说明：7天内不退款的可申请介入"),
    ],
)
def test_what_is_no_statement_of_the_platform(texts: tuple[str, ...]) -> None:
    assert rows(*texts) == []


def test_what_stands_far_below_is_no_part_of_the_reply() -> None:
    assert rows("商家回复", "3天内为您退款", gap=140) == []


@pytest.mark.parametrize(
    ("tag", "did", "kinds"),
    [("商家", "已回复", ["promise"]), ("商家", "3天前", []), ("用户", "已回复", [])],
)
def test_a_shops_name_with_its_tag_and_what_it_did_heads_its_reply(
    tag: str, did: str, kinds: list[str]
) -> None:
    page: Any = SimpleNamespace(
        pairs=(),
        lines=(
            line("星", x=72, y=104, w=36),
            line("星河卡铺", x=160, y=100),
            line(tag, x=390, y=100),
            line(did, x=464, y=100),
            line("您好，款项将在3个工作日内原路退回", x=160, y=150, eng="3"),
            line("2025-03-14 10:30", x=160, y=200, eng="2025-03-14 10:30"),
        ),
        chat=None,
    )
    found = reply_rows(page, TAKEN, None)
    assert [row.kind for row in found] == kinds
    assert all(row.occurred_at == "2025-03-14T10:30+08:00" for row in found)


@pytest.mark.parametrize("head", ["用户回复", "用户补充", "消费者追加投诉", "|投诉人补充说明"])
def test_the_users_addition_is_his_request_and_no_part_of_the_reply_above(head: str) -> None:
    refusal, request = rows("商家回复", "亲，已使用的卡密不支持退款", head, "没有用过，我要求退款")
    assert (refusal.kind, refusal.speaker, refusal.text) == ("refusal", "other", "亲，已使用的卡密不支持退款")
    assert (request.kind, request.speaker, request.text) == ("request", "me", "没有用过，我要求退款")


def test_what_the_user_wrote_is_no_promise() -> None:
    assert [row.kind for row in rows("用户回复", "三天内给我退款")] == ["request"]


def table(*entries: tuple[str, str]) -> list[Row]:
    """Headings of sections (with no value) and labels with their values beside them."""
    lines = []
    for number, (label, value) in enumerate(entries):
        y = 100 + 60 * number
        lines.append(line(label, x=48, y=y, eng=""))
        if value:
            lines.append(line(value, x=338, y=y, eng=value if value[0].isdigit() else ""))
    page: Any = SimpleNamespace(lines=tuple(lines), pairs=(), chat=None)
    return reply_rows(page, TAKEN, None)


def test_a_reply_in_labels_below_its_heading_has_the_moment_beside_its_own_label() -> None:
    refusal, request = table(
        ("投诉请求", "退还货款"),
        ("|企业反馈", ""),
        ("反馈单位", "星澜网络科技有限公司"),
        ("反馈时间", "2025-03-14 10:15:22"),
        ("反馈内容", "会员已激活使用，根据协议不予退款"),
        ("|消费者补充", ""),
        ("补充时间", "2025-03-15 09:01:10"),
        ("补充内容", "从未激活，请求退还258元"),
    )
    assert (refusal.kind, refusal.speaker, refusal.occurred_at) == (
        "refusal",
        "other",
        "2025-03-14T10:15+08:00",
    )
    assert refusal.text == "会员已激活使用，根据协议不予退款"
    assert (request.kind, request.speaker, request.occurred_at) == ("request", "me", "2025-03-15T09:01+08:00")


def test_what_the_user_reports_in_labels_is_no_reply() -> None:
    assert table(("反馈时间", "2025-03-14 10:15:22"), ("反馈内容", "说好三天内退款，不予处理")) == []


def placed(*entries: tuple[int, int, str]) -> list[Row]:
    """The rows of lines at (x, y, text)."""
    lines = tuple(line(text, x=x, y=y, eng=text if text[0].isdigit() else "") for x, y, text in entries)
    page: Any = SimpleNamespace(lines=lines, pairs=(), chat=None)
    return reply_rows(page, TAKEN, None)


def test_a_table_of_when_who_and_what_tells_what_each_says() -> None:
    request, refusal, promise = placed(
        (40, 100, "2025-03-12 10:11"),
        (300, 100, "用户"),
        (420, 100, "话费没有到账，要求退款"),
        (40, 160, "2025-03-12 15:37"),
        (300, 160, "商家"),
        (420, 160, "话费已充入，不予退款"),
        (40, 220, "2025-03-13 16:50"),
        (300, 220, "平台"),
        (420, 220, "三日内为您原路退款"),
    )
    assert (request.kind, request.speaker, request.occurred_at[:16]) == ("request", "me", "2025-03-12T10:11")
    assert (refusal.kind, refusal.speaker, refusal.occurred_at[:16]) == (
        "refusal",
        "other",
        "2025-03-12T15:37",
    )
    assert (promise.kind, promise.text, promise.promised_by) == (
        "promise",
        "三日内为您原路退款",
        "2025-03-16",
    )


def test_day_and_clock_in_a_column_before_are_the_moment_and_no_words() -> None:
    refusal, request = placed(
        (40, 100, "2025-03-12"),
        (240, 100, "商家回复"),
        (50, 140, "11:12"),
        (240, 140, "已充值成功，不能退款"),
        (40, 220, "2025-03-13"),
        (240, 220, "用户补充说明"),
        (50, 260, "22:05"),
        (240, 260, "没有到账，我要求退款"),
    )
    assert (refusal.kind, refusal.text, refusal.occurred_at[:16]) == (
        "refusal",
        "已充值成功，不能退款",
        "2025-03-12T11:12",
    )
    assert (request.kind, request.speaker, request.occurred_at[:16]) == ("request", "me", "2025-03-13T22:05")

"""A page of which nothing was understood: which of them ask for a person."""

from __future__ import annotations

import pytest

from extractor.evidence.not_understood import page_without_rows
from extractor.geometry import Box
from extractor.ocr.lines import Line
from extractor.screens.definitions import load_screens
from extractor.screens.messages import Chat, Message, MessageKind
from extractor.screens.recognise import Page, recognise
from extractor.statements import load_phrases
from tests.helpers import line


def asks(*lines: Line) -> bool:
    page = recognise(lines, load_screens(), size=(720, 1200))
    return page_without_rows(page, load_phrases()).reasons == ["possible_evidence_not_understood"]


@pytest.mark.parametrize(
    "texts",
    [
        ("好的亲，明天下午给您退款",),
        ("我要求退款，45.8元",),
        ("虚拟商品售出就不能退款了哦",),
        ("总计", "¥68.00", "日期", "2025年3月16日"),
        ("订单编号", "无"),
        ("付款成功通知", "余额宝", "飞鱼代充", "299.00"),
        ("仙契", "XY0728-5501-93827", "灵石", "¥328.00", "2025年3月16日 22:47", "青云之巅"),
    ],
    ids=[
        "promise",
        "request",
        "refusal",
        "sum and day",
        "number's label",
        "sum and what became of it",
        "an order in words that nobody knows",
    ],
)
def test_what_may_be_evidence_asks(texts: tuple[str, ...]) -> None:
    lines = [line(text, x=40 + 260 * (i % 2), y=100 + 60 * (i // 2)) for i, text in enumerate(texts)]
    assert asks(*lines)


@pytest.mark.parametrize(
    "text", ["已完成 299.00", "今天多云转晴，最高气温28度", "前方路口右转，还有3公里", "退出登录"]
)
def test_what_is_none_does_not(text: str) -> None:
    assert not asks(line(text, x=40, y=100))


@pytest.mark.parametrize("code", ["600918", "13812345678", "2025-03-15 21:05"])
def test_sums_under_a_moment_without_a_code_do_not(code: str) -> None:
    texts = ("华宁动力", "28.46", code, "117.35", "2025-03-16 14:36:08")
    assert not asks(*(line(text, x=40, y=100 + 60 * n) for n, text in enumerate(texts)))


@pytest.mark.parametrize(
    ("kind", "text", "wanted"),
    [
        ("notice", "微信支付凭证付款金额半199.00收款方 优享数字", True),
        ("card", "Q币 100个 实付¥97.00 已完成", True),
        ("notice", "你已添加了客服，现在可以开始聊天了", False),
        ("text", "付款金额 199.00", False),
    ],
)
def test_a_talk_without_rows_asks_where_a_notice_or_a_card_tells_of_a_sum(
    kind: MessageKind, text: str, wanted: bool
) -> None:
    message = Message(kind, "system", "", text, None, Box(0, 0, 10, 10), ())
    screens = load_screens()
    page = Page(screens.fallback, (), (), (), None, (720, 1200), Chat("", (message,), 9))
    row = page_without_rows(page, load_phrases())
    assert (row.reasons == ["possible_evidence_not_understood"]) is wanted

"""Whatever lines a picture comes to, and wherever they stand, reading them on is no fault of the program."""

from __future__ import annotations

from datetime import datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.evidence.pages import page_rows
from extractor.fields.moments import CHINA
from extractor.geometry import Box
from extractor.intake.capture import Capture, CaptureSource
from extractor.ocr.lines import Line
from extractor.ocr.reader import Reading, Word
from extractor.screens.definitions import load_screens
from extractor.screens.recognise import recognise
from extractor.vision.regions import Region

SIZE = (750, 1600)
TAKEN = Capture(datetime(2025, 3, 16, 10, 0, tzinfo=CHINA), CaptureSource.SCREENSHOT_NAME, None)
COLOURS = ((255, 255, 255), (237, 237, 237), (149, 236, 105), (30, 30, 30))
SAID = (
    "10:00", "09:28", "昨天 20:15", "今天", "3月15日 星期六", "2025-03-14 09:28", "2025-03-14 09:28:33", "03-14", "2025年3月",
    "微信 · 09:28", "短信 现在", "客服小美", "我", "买家", "卖家-橙子", "张三", "您对小王说:", "小王 对您说", "[世界] 小王: 你好",
    "三天内退款", "不支持退款", "我要退款", "加QQ给你退", "退款成功", "支付成功", "待发货", "-128.00", "¥128.00", "+30", "1,280.00",
    "订单编号", "20250314220011234", "商户单号", "支付时间", "创建时间", "实付", "付款方式", "零钱", "投诉编号", "12315", "账单详情",
    "聊天记录", "张三和客服的聊天记录", "全部订单", "卡密", "已读", "发送", "按住 说话", "1", "·", "", "]", "查看详情 >", "共2件", "合计:",
)  # fmt: skip
BOXES = st.builds(
    Box,
    st.integers(0, 700),
    st.integers(0, 1560),
    st.integers(1, 740),
    st.sampled_from((8, 22, 28, 30, 44, 90)),
)


@st.composite
def lines(draw: st.DrawFn) -> list[tuple[Line, Region | None]]:
    placed = []
    for _ in range(draw(st.integers(0, 16))):
        box, sure = draw(BOXES), draw(st.sampled_from((0.0, 0.45, 0.95)))
        said = [draw(st.sampled_from(SAID))]
        said.append(draw(st.sampled_from((said[0], ""))) or draw(st.sampled_from(SAID)))
        readings = tuple(
            Reading(engine, (Word(text, sure, box.x, box.right),) if text else ())
            for engine, text in zip(("chi_sim", "eng"), said, strict=True)
        )
        ground = draw(st.sampled_from((None, *COLOURS)))
        region = None if ground is None else Region(box.padded(20, 12, *SIZE), ground, 0.9)
        placed.append((Line(box, readings), region))
    return placed


@settings(max_examples=150, deadline=None)
@given(placed=lines(), talk=st.booleans())
def test_any_lines_are_read_on(placed: list[tuple[Line, Region | None]], *, talk: bool) -> None:
    shown, grounds = [line for line, _ in placed], [region for _, region in placed]
    page = recognise(
        shown,
        load_screens(None),
        size=SIZE,
        grounds=(lambda: grounds) if talk else None,
        captured=TAKEN.at,
    )
    for row in page_rows(page, TAKEN):
        assert row.kind

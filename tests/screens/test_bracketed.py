"""Labels in thick brackets with their values behind."""

from __future__ import annotations

from extractor.geometry import Box
from extractor.ocr.lines import HAN_WITNESS, Line
from tests.helpers import CHINESE, ENGLISH, line, reading
from tests.screens.labelled import pairs

ORDER = (
    line("【商品】百度网盘月卡", x=96, y=453),
    line("【单号】20260117162208570", x=96, y=523, eng="20260117162208570"),
    line("【付款】25.80元(QQ钱包)", x=96, y=663, eng="25.80 (QQ )"),
    line("【状态】已退款", x=96, y=803),
)


def told(*lines: Line) -> dict[str, tuple[str, str]]:
    return {pair.label.text: (pair.label.slot, pair.value.text) for pair in pairs(*lines)}


def test_labels_in_brackets_have_what_stands_behind() -> None:
    assert told(*ORDER) == {
        "商品": ("product", "百度网盘月卡"),
        "单号": ("order_no", "20260117162208570"),
        "付款": ("paid_amount", "25.80元(QQ钱包)"),
        "状态": ("status", "已退款"),
    }
    assert all(pair.label_line in ORDER for pair in pairs(*ORDER))  # as the page prints them


def test_a_head_that_the_main_reader_spoilt_is_what_another_saw_before_the_same_value() -> None:
    at = "2026-01-17 16:22:08"

    def spoilt(main: str) -> Line:
        readings = (reading(main, CHINESE, 0.1), reading(at, ENGLISH), reading(f"【下单】{at}", HAN_WITNESS))
        return Line(Box(96, 593, 444, 35), readings)

    assert told(*ORDER, spoilt(f"CF) {at}"))["下单"] == ("created_at", at)
    assert "下单" not in told(*ORDER, spoilt("CF) 2026-01-17 16:22:03"))


def test_the_senders_of_messages_are_no_labels() -> None:
    sent = line("【支付】您的订单已支付，请查收。", x=96, y=100)
    assert told(sent, line("【建设银行】您尾号8254", x=96, y=200)) == {}

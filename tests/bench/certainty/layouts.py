"""Pages with invented values: bills of WeChat and Alipay, a shop's order, a bank's receipt, a list of orders.

Beside the values stand what real pages have: goods, shops, unit prices and fees that are not what was paid, buttons.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from samples.generator.data import (
    ACQUIRERS,
    ALIPAY_METHODS,
    BANKS,
    COMPANIES,
    GIVEN,
    GOODS,
    PAY_METHODS,
    SHOPS,
    SURNAMES,
)
from tests.bench.certainty import invented
from tests.bench.certainty.invented import Written
from tests.bench.certainty.sheet import Sheet

Values = dict[str, Written]
"""Field of a transaction to its value."""
Layout = Callable[[Sheet, "Maker"], list[Values]]


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes the values of a page; traps is the share of them that are traps."""

    rng: random.Random
    traps: float
    bars: bool
    """The whole screen with the system's bar, not the page alone."""

    def trap(self) -> bool:
        return self.rng.random() < self.traps

    def order_no(self, at: datetime) -> Written:
        return invented.order_number(
            self.rng, at - timedelta(seconds=self.rng.randint(5, 50)), trap=self.trap()
        )

    def trade_no(self, at: datetime, issuer: str) -> Written:
        return invented.trade_number(self.rng, at, issuer, trap=self.trap())

    def amount(self) -> Written:
        return invented.amount(self.rng, trap=self.trap())

    def when(self) -> tuple[datetime, Written]:
        """A moment, and how it is written; the numbers of the page carry its date."""
        written = invented.moment(self.rng, invented.day(self.rng), trap=self.trap())
        return datetime.fromisoformat(written.value), written


Item = tuple[str, str]
_STATUS = {
    "支付成功": "paid",
    "交易成功": "paid",
    "已完成": "paid",
    "转账成功": "paid",
    "已退款": "refunded",
    "已全额退款": "refunded",
}


def wechat_bill(sheet: Sheet, make: Maker) -> list[Values]:
    """账单详情 of a payment to a merchant: the amount as headline, labels in a column, values beside."""
    rng = make.rng
    at, when = make.when()
    values = {
        "order_no": make.order_no(at),
        "trade_no": make.trade_no(at, "wechat"),
        "amount": make.amount(),
        "occurred_at": when,
    }
    status = rng.choice(("支付成功", "支付成功", "已全额退款"))
    _open(sheet, make, "", "全部账单")
    _headline(sheet, rng.choice(SHOPS), "-" + rng.choice(("", "", "¥")) + values["amount"].text)
    items = [
        ("当前状态", status),
        ("支付时间", when.text),
        ("商品", rng.choice(GOODS)),
        ("商户全称", rng.choice(COMPANIES)),
    ]
    items += [("收单机构", rng.choice(ACQUIRERS)), ("支付方式", rng.choice(PAY_METHODS))]
    items += [("交易单号", values["trade_no"].text), ("商户单号", values["order_no"].text)]
    _rows(sheet, items, "column")
    _buttons(sheet, ("对订单有疑惑", "发起群收款", "在此商户的交易账单", "申请电子凭证"))
    return [values | _status(status)]


def wechat_transfer(sheet: Sheet, make: Maker) -> list[Values]:
    """A transfer to a person: a number of 31 or 32 digits."""
    rng = make.rng
    at, when = make.when()
    values = {"trade_no": make.trade_no(at, "wechat_transfer"), "amount": make.amount(), "occurred_at": when}
    _open(sheet, make, "", "全部账单")
    _headline(sheet, f"扫二维码付款-给{rng.choice(SURNAMES)}{rng.choice(GIVEN)}", "-" + values["amount"].text)
    items = [("当前状态", "支付成功"), ("收款方备注", "二维码收款"), ("支付方式", rng.choice(PAY_METHODS))]
    items += [("转账时间", when.text), ("转账单号", values["trade_no"].text)]
    _rows(sheet, items, "column")
    _buttons(sheet, ("对订单有疑惑", "查看往来转账", "申请转账电子凭证"))
    return [values | _status("支付成功")]


def alipay_bill(sheet: Sheet, make: Maker) -> list[Values]:
    """账单详情 of Alipay: values at the right edge, or in a column."""
    rng = make.rng
    at, when = make.when()
    values = {
        "order_no": make.order_no(at),
        "trade_no": make.trade_no(at, "alipay"),
        "amount": make.amount(),
        "occurred_at": when,
    }
    _open(sheet, make, "账单详情", "全部账单")
    _headline(sheet, rng.choice(SHOPS), "-" + values["amount"].text, "交易成功")
    items = [
        ("付款方式", rng.choice(ALIPAY_METHODS)),
        ("商品说明", rng.choice(GOODS)),
        ("支付时间", when.text),
    ]
    items += [
        ("收款方全称", rng.choice(COMPANIES)),
        ("订单号", values["trade_no"].text),
        ("商家订单号", values["order_no"].text),
    ]
    items += [("账单分类", "充值缴费"), ("标签和备注", "添加"), ("计入收支", "计入")]
    _rows(sheet, items, rng.choice(("right", "column")))
    _buttons(sheet, ("对此订单有疑问", "查看往来记录", "申请电子回单"))
    return [values | _status("交易成功")]


def shop_order(sheet: Sheet, make: Maker) -> list[Values]:
    """A card platform's order: labels with colons, above their values, or in a column; prices that were not paid."""
    rng = make.rng
    at, when = make.when()
    values = {"order_no": make.order_no(at), "amount": make.amount(), "occurred_at": when}
    status = rng.choice(("已完成", "已完成", "已退款"))
    money = rng.choice(("¥", "¥", "￥", "¥ ")) + values["amount"].text
    if rng.random() < 0.15:
        money = values["amount"].text + "元"
    _open(sheet, make, rng.choice(("订单详情", "订单查询")))
    items = [
        ("订单编号", values["order_no"].text),
        ("商品名称", rng.choice(GOODS)),
        ("商品单价", f"¥{invented.amount(rng, trap=False).text}"),
    ]
    items += [("购买数量", str(rng.randint(1, 9))), ("实付金额", money), ("下单时间", when.text)]
    items += [("支付方式", rng.choice(("支付宝", "微信支付", "余额支付"))), ("订单状态", status)]
    items += [("充值账号", rng.choice(("13800138000", "67****231", "acc_2025"))), ("发货方式", "自动发货")]
    if rng.random() < 0.4:
        trade = make.trade_no(at, rng.choice(("wechat", "alipay")))
        values["trade_no"] = trade
        items.insert(6, ("支付流水号", trade.text))
    _rows(sheet, items, rng.choice(("inline", "above", "column", "right")))
    _buttons(sheet, ("联系客服", "申请退款", "再次购买"))
    return [values | _status(status)]


def bank_receipt(sheet: Sheet, make: Maker) -> list[Values]:
    """A bank's transfer receipt: the amount as headline, a fee of nothing beside it."""
    rng = make.rng
    at, when = make.when()
    values = {"trade_no": make.trade_no(at, "bank"), "amount": make.amount(), "occurred_at": when}
    _open(sheet, make, "电子回单")
    person, other = (rng.choice(SURNAMES) + rng.choice(GIVEN) for _ in range(2))
    items = [
        ("交易状态", "转账成功"),
        ("付款户名", person),
        ("付款账号", "6217 **** **** 3307"),
        ("收款户名", other),
    ]
    items += [
        ("收款账号", "6222 **** **** 8254"),
        ("收款银行", rng.choice(BANKS)),
        ("转账金额", "¥" + values["amount"].text),
    ]
    items += [
        ("手续费", "0.00元"),
        ("交易时间", when.text),
        ("交易流水号", values["trade_no"].text),
        ("交易渠道", "手机银行"),
    ]
    _rows(sheet, items, rng.choice(("right", "column", "inline")))
    return [values | _status("转账成功")]


def order_list(sheet: Sheet, make: Maker) -> list[Values]:
    """我的订单: cards with number, goods, time, paid amount and status."""
    rng = make.rng
    _open(sheet, make, "我的订单")
    tabs = ("全部", "待支付", "处理中", "已完成", "售后")
    for index, tab in enumerate(tabs):
        sheet.text(
            sheet.look.width * (index + 0.5) / len(tabs), sheet.y + 20, tab, 14, sheet.look.label, "middle"
        )
    sheet.y += 38
    found: list[Values] = []
    edge = sheet.look.width - 26.0
    for _ in range(rng.randint(3, 5)):
        at, when = make.when()
        values = {"order_no": make.order_no(at), "amount": make.amount(), "occurred_at": when}
        status = rng.choice(("已完成", "已完成", "已退款"))
        sheet.card(12, sheet.look.width - 12, 104)
        size = 13.0
        head = "订单号：" + values["order_no"].text
        while sheet.measure(head, size) > edge - 84:
            size -= 0.5
        sheet.text(26, sheet.y + 24, head, size, sheet.look.label)
        sheet.text(edge, sheet.y + 24, status, 13, sheet.look.accent, "right")
        sheet.text(26, sheet.y + 54, rng.choice(GOODS), 15, sheet.look.ink)
        sheet.text(26, sheet.y + 84, when.text, 12.5, sheet.look.label)
        sheet.text(edge, sheet.y + 85, "¥" + values["amount"].text, 16, sheet.look.accent, "right")
        sheet.text(
            edge - sheet.measure("¥" + values["amount"].text, 16) - 5,
            sheet.y + 84,
            "实付",
            12.5,
            sheet.look.label,
            "right",
        )
        sheet.y += 116
        found.append(values | _status(status))
    return found


LAYOUTS: tuple[Layout, ...] = (
    wechat_bill,
    alipay_bill,
    shop_order,
    wechat_transfer,
    bank_receipt,
    order_list,
    shop_order,
)


def _status(word: str) -> Values:
    return {"status": Written(word, _STATUS[word])}


def _open(sheet: Sheet, make: Maker, title: str, right: str = "") -> None:
    if make.bars:
        sheet.status_bar()
    sheet.bar(title, right)


def _headline(sheet: Sheet, name: str, amount: str, status: str = "") -> None:
    middle, look = sheet.look.width / 2, sheet.look
    sheet.disc(middle, sheet.y + 34, 22, look.accent)
    sheet.text(middle, sheet.y + 82, name, 16, look.ink, "middle")
    sheet.text(middle, sheet.y + 126, amount, 34, look.ink, "middle")
    sheet.y += 142
    if status:
        sheet.text(middle, sheet.y + 12, status, 14, look.label, "middle")
        sheet.y += 22
    sheet.y += 12


def _rows(sheet: Sheet, items: Sequence[Item], style: str) -> None:
    """Labels and values: column (values in one column), right (at the right edge), inline (label: value), above."""
    look, rng = sheet.look, sheet.rng
    size = rng.choice((13.5, 14.0, 15.0, 15.0, 16.0))
    left, right = 20.0, look.width - 20.0
    column = left + max(sheet.measure(label, size) for label, _ in items) + 22
    colon = rng.choice(("：", ":")) if style == "inline" else ""
    sheet.rule(left, right)
    sheet.y += 8
    for label, value in items:
        line = size * 1.5
        base = sheet.y + 0.5 * line + 0.42 * size
        if style == "inline":
            start = left + sheet.measure(label + colon, size)
            sheet.text(left, base, label + colon, size, look.label)
            lines = sheet.wrapped(value, size, right - start)
            for index, part in enumerate(lines):
                sheet.text(start if index == 0 else left, base + index * line, part, size, look.value)
        elif style == "above":
            sheet.text(left, base, label, size - 2, look.label)
            sheet.y += line
            lines = sheet.wrapped(value, size, right - left)
            for index, part in enumerate(lines):
                sheet.text(left, base + (index + 1) * line, part, size, look.value)
        else:
            sheet.text(left, base, label, size, look.label)
            lines = sheet.wrapped(value, size, right - column)
            for index, part in enumerate(lines):
                x, align = (right, "right") if style == "right" and len(lines) == 1 else (column, "left")
                sheet.text(x, base + index * line, part, size, look.value, align)
        sheet.y += len(lines) * line + 8
    sheet.rule(left, right)


def _buttons(sheet: Sheet, words: Sequence[str]) -> None:
    sheet.y += 10
    for index, word in enumerate(words):
        sheet.text(34 + index % 2 * sheet.look.width / 2, sheet.y + 22, word, 15, sheet.look.accent)
        sheet.y += 34 if index % 2 or index == len(words) - 1 else 0

"""An invented order of a card platform (卡盟/发卡), shared by the layouts of kameng_mobile and kameng_web."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from samples.generator import numbers
from samples.generator.data import GOODS, Invention, iso
from samples.generator.labels import Transaction

#: What the site says -> the label's status (a top-up that failed after it was paid counts as paid).
STATUSES = {
    "待支付": "pending", "待付款": "pending", "处理中": "pending", "充值中": "pending", "待处理": "pending", "退款中": "pending",
    "已完成": "paid", "已发货": "paid", "充值成功": "paid", "交易成功": "paid", "充值失败": "paid", "处理失败": "paid", "已支付": "paid", "已付款": "paid",
    "已退款": "refunded", "已退单": "refunded", "已全额退款": "refunded",
    "交易关闭": "closed", "已关闭": "closed", "已取消": "closed", "已过期": "closed",
}  # fmt: skip


@dataclass(frozen=True)
class Order:
    """One order with its price, the reduction, what was paid and the times."""

    number: str
    trade_no: str
    goods: str
    status: str
    unit: str
    count: int
    total: str
    reduction: str
    paid: str
    balance: str
    account: str
    made: datetime
    paid_at: datetime
    done_at: datetime
    captured: datetime
    channel: str

    @property
    def unpaid(self) -> bool:
        """Whether no money has moved yet, so that no payment time can be shown."""
        return self.status in ("待支付", "待付款", "已过期", "已取消", "交易关闭", "已关闭")

    def fact(self, *, trade: bool = False, paid_time: bool = True, seconds: bool = True) -> Transaction:
        """The label: payment time where the page shows one, else creation time."""
        at = self.paid_at if paid_time and not self.unpaid else self.made
        return Transaction(self.number, self.trade_no if trade else None, self.paid, iso(at, seconds=seconds), STATUSES[self.status])


def invent(inv: Invention, status: str, style: str, *, prefix: str = "KM", low: int = 8, high: int = 420, reduce: bool = False) -> Order:
    """A coherent order whose number is written in the style of one shop system."""
    rng = inv.rng
    made = inv.moment()
    paid_at = made + timedelta(seconds=rng.randint(12, 280))
    done_at = paid_at + timedelta(seconds=rng.randint(4, 900))
    count = rng.choice((1, 1, 1, 2, 3, 5))
    unit = float(inv.amount(low, high))
    reduction = round(rng.choice((1.5, 2.0, 3.0, 5.0)), 2) if reduce else 0.0
    number = {
        "17": lambda: numbers.shop_17(rng, made),
        "18": lambda: numbers.shop_18(rng, made),
        "19": lambda: numbers.aggregator(rng, made),
        "letters": lambda: numbers.shop_letters(rng),
        "prefix": lambda: numbers.shop_prefixed(rng, made, prefix),
    }[style]()
    channel = rng.choice(("微信支付", "支付宝"))
    trade_no = numbers.wechat_payment(rng, paid_at) if channel == "微信支付" else numbers.alipay_payment(rng, paid_at)
    return Order(
        number=number,
        trade_no=trade_no,
        goods=inv.pick(GOODS),
        status=status,
        unit=f"{unit:.2f}",
        count=count,
        total=f"{unit * count:.2f}",
        reduction=f"{reduction:.2f}",
        paid=f"{unit * count - reduction:.2f}",
        balance=inv.amount(3, 900),
        account=inv.masked_phone() if rng.random() < 0.6 else numbers.digits(rng, rng.choice((9, 10))),
        made=made,
        paid_at=paid_at,
        done_at=done_at,
        captured=inv.later(done_at, 3, 6000),
        channel=channel,
    )

"""Records of payments that are no single bill: tables of orders, top-up records, a bank's text message, a payment card."""

from __future__ import annotations

from datetime import timedelta

from samples.generator import html as h
from samples.generator import numbers
from samples.generator.data import GOODS, SHOPS, Invention, chinese, grouped, iso, plain
from samples.generator.labels import Facts, Transaction
from samples.generator.look import Look
from samples.generator.screen import Draw, Screen, Shot

TABLE_CSS = """
.phone{background:#f3f4f6;color:#222;padding:26px 34px;font-size:14px}.hd{font-size:17px;margin-bottom:16px}
table{border-collapse:collapse;width:100%;background:#fff}td{border:1px solid #e3e6ea;padding:13px 12px;text-align:left}tr.h td{color:#666}.lk{color:#3a8ee6}
"""
CARDS_CSS = """
.phone{background:#f4f5f7}.bal{background:#0f9d83;color:#fff;padding:18px 20px 22px;font-size:13px}.bal b{font-size:30px;display:block;margin-top:4px}
.cd{background:#fff;color:#222;margin:10px 12px;border-radius:8px;padding:12px 16px;font-size:15px}.cd div{display:flex;justify-content:space-between;line-height:27px}.cd .k{color:#999;font-size:13px}.cd b{color:#e6752c}
"""
NOTICE_CSS = """
.phone{background:var(--card)}.when{text-align:center;color:#999;font-size:12px;margin:16px 0 10px}
.bb{background:#ececef;color:#111;border-radius:16px;margin:0 74px 12px 14px;padding:11px 14px;font-size:16px;line-height:1.5;word-break:break-all}
"""
PAID_CSS = """
.phone{background:#ededed;color:#222}.when{text-align:center;color:#9a9a9a;font-size:13px;margin:18px 0 12px}
.cd{background:#fff;border-radius:8px;margin:0 16px;padding:16px 18px;font-size:15px}.cd .a{text-align:center;color:#888;margin-top:14px}.cd .b{text-align:center;font-size:32px;font-weight:600;padding:4px 0 14px}
.r{display:flex;line-height:30px}.r .l{width:92px;color:#888;flex:none}
"""
_STATES = (("已完成", "paid"), ("已退款", "refunded"), ("待支付", "pending"), ("已关闭", "closed"))
_ENTERED = (("已到账", "paid"), ("已退款", "refunded"), ("未支付", "pending"))


def orders_table(count: int) -> Draw:
    """The orders of a card site on a computer: one header, a ruled row each."""

    def draw(inv: Invention, look: Look) -> Screen:
        rng, at = inv.rng, inv.moment()
        captured = inv.later(at)
        rows, facts = "", []
        for index in range(count):
            number, amount, (word, state) = numbers.shop_17(rng, at), inv.amount(5, 900), rng.choice(_STATES)
            facts.append(Transaction(number, None, amount, iso(at, seconds=False), state))
            rows += (
                f'<tr data-row="it{index}"><td>{h.m(number, f"t{index}.order_no")}</td><td>{h.esc(inv.pick(GOODS))}</td><td>{h.m(amount, f"t{index}.amount")}</td>'
                f'<td>{h.m(plain(at, seconds=False), f"t{index}.occurred_at")}</td><td>{h.m(word, f"t{index}.status")}</td><td class="lk">查看</td></tr>'
            )
            at -= timedelta(hours=rng.uniform(3, 70))
        heads = "".join(f"<td>{head}</td>" for head in ("订单编号", "商品", "金额(元)", "时间", "状态", "操作"))
        body = f'<div class="hd">最近查询到 {count} 条订单</div><table><tr class="h">{heads}</tr>{rows}</table>'
        return Screen("bill_list", "browser", captured, TABLE_CSS, body, Facts(tuple(facts)))

    return draw


def recharges(count: int) -> Draw:
    """The top-up records of a card site on a phone, whose 流水号 is the site's own."""

    def draw(inv: Invention, look: Look) -> Screen:
        rng, at = inv.rng, inv.moment()
        captured = inv.later(at)
        cards, facts = "", []
        for index in range(count):
            number, amount, (word, state) = numbers.aggregator(rng, at), f"{rng.choice((50, 100, 300, 500))}.00", rng.choice(_ENTERED)
            facts.append(Transaction(number, None, amount, iso(at), state))
            cards += (
                f'<div class="cd" data-row="it{index}"><div><span>在线充值</span><b>{h.m("+" + amount, f"t{index}.amount")}</b></div><div class="k"><span>流水号 {h.m(number, f"t{index}.order_no")}</span></div>'
                f'<div class="k">{h.m(plain(at), f"t{index}.occurred_at")}{h.m(word, f"t{index}.status")}</div></div>'
            )
            at -= timedelta(hours=rng.uniform(3, 70))
        body = h.status_bar(look, captured, rng) + h.nav("充值记录", right="筛选") + f'<main><div class="bal">账户余额（元）<b>{inv.amount(20, 900)}</b></div>{cards}</main>' + h.home_bar(look)
        return Screen("bill_list", "browser", captured, CARDS_CSS, body, Facts(tuple(facts)))

    return draw


def bank_notice(inv: Invention, look: Look) -> Screen:
    """A bank's text message of a payment."""
    rng, at = inv.rng, inv.moment()
    captured = inv.later(at, 2, 90)
    amount = inv.amount(20, 3000)
    text = (
        f"【锦城银行】您尾号{numbers.digits(rng, 4)}的储蓄卡于{h.m(chinese(at, seconds=False), 't0.occurred_at')}快捷支付支出（财付通-{h.esc(inv.pick(SHOPS))}）"
        f"人民币{h.m(grouped(amount), 't0.amount')}元，余额{grouped(inv.amount(3000, 9000))}元。"
    )
    body = h.status_bar(look, captured, rng) + h.nav("95528") + f'<main><div class="when">短信 今天 {captured:%H:%M}</div><div class="bb" data-row="bb">{text}</div></main>' + h.home_bar(look)
    return Screen("payment", "sms", captured, NOTICE_CSS, body, Facts((Transaction(None, None, amount, iso(at, seconds=False), None),)))


def payment_card(inv: Invention, look: Look) -> Screen:
    """The card that a payment's service account sends, with its time above it."""
    rng, at = inv.rng, inv.moment()
    captured = inv.later(at)
    amount = inv.amount(20, 900)
    rows = "".join(
        f'<div class="r"><span class="l">{label}</span><span>{value}</span></div>'
        for label, value in (("收款方", h.esc(inv.pick(SHOPS))), ("支付方式", "零钱"), ("交易状态", h.m("支付成功", "t0.status")))
    )
    body = (
        h.status_bar(look, captured, rng)
        + h.nav("微信支付")
        + f'<main><div class="when">{h.m(chinese(at, seconds=False), "t0.occurred_at")}</div><div class="cd" data-row="card">微信支付凭证<div class="a">付款金额</div><div class="b num">{h.m("￥" + amount, "t0.amount")}</div>{rows}</div></main>'
        + h.home_bar(look)
    )
    return Screen("payment", "wechat", captured, PAID_CSS, body, Facts((Transaction(None, None, amount, iso(at, seconds=False), "paid"),)))


SHOTS = [
    Shot("records", (orders_table(4),), "1180@1 roboto+noto light nobar h:420 png8:64 snipaste"),
    Shot("records", (recharges(4),), "393@2.75 roboto+noto light miui scale:720 q:72 miui"),
    Shot("records", (bank_notice,), "390@2 inter+noto light ios q:74 iphone"),
    Shot("records", (payment_card,), "360@3 roboto+noto light android scale:720 q:70 mmexport"),
]

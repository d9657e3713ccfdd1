"""The pages of one dispute, with the values that a scenario of :mod:`samples.generator.cases` gives them."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import datetime

from samples.generator import html as h
from samples.generator.data import chinese, plain
from samples.generator.dialogue import Chat, Line
from samples.generator.labels import Facts
from samples.generator.look import Look
from samples.generator.screen import Screen
from samples.generator.screens import alipay, chats, shop_page, wechat
from samples.generator.screens.chat_look import BASE, SKINS
from samples.generator.screens.kameng_mobile import YUNQUE_CSS


@dataclass(frozen=True)
class Purchase:
    """What was bought, from whom, and how it was paid."""

    site: str
    company: str
    goods: str
    order_no: str
    trade_no: str
    merchant_no: str
    amount: str
    ordered_at: datetime
    paid_at: datetime
    captured_at: datetime
    account: str = "138****5521"
    state: str = "充值中"
    order_amount: str = ""

    def seen(self, captured_at: datetime) -> Purchase:
        """The same purchase on a page that was captured at another time."""
        return replace(self, captured_at=captured_at)


def _rng(purchase: Purchase) -> random.Random:
    return random.Random(purchase.order_no)


def order(p: Purchase, look: Look, *, trade: bool = False) -> Screen:
    """The order page of the card platform; ``trade`` shows the payment channel's number too."""
    unpaid = p.state == "待支付"

    def li(label: str, value: str) -> str:
        return f'<div class="li"><b>{label}：</b>{h.esc(value)}</div>'

    lines = li("订单编号", p.order_no) + li("下单时间", plain(p.ordered_at))
    if not unpaid:
        lines += li("支付方式", "微信支付") + (li("支付流水号", p.trade_no) if trade else "")
    lines += li("充值账号", p.account)
    amount = p.order_amount or p.amount
    final = "应付金额" if unpaid else "实付金额"
    goods = f'<div class="fx" style="gap:12px">{h.photo("72px", "72px", _rng(p), "8px")}<div class="f1"><div style="font-size:15px;font-weight:500">{h.esc(p.goods)}</div></div></div>'
    body = (
        f'<div class="top">{h.status_bar(look, p.captured_at, _rng(p), "#fff")}{h.nav("订单详情", style="color:#fff")}<div class="st">{p.state}</div><div class="tip">{h.esc(p.site)}</div></div>'
        f'<main><div class="card first">{goods}</div><div class="card"><div class="sum z"><span>{final}</span><span class="red">¥{amount}</span></div></div>'
        f'<div class="card"><div style="font-weight:500;margin-bottom:4px">订单信息</div>{li("商家", p.site)}{lines}</div></main>'
    )
    return Screen("payment", "browser", p.captured_at, YUNQUE_CSS, body)


def wechat_bill(p: Purchase, look: Look) -> Screen:
    """The bill detail of a payment to a merchant."""
    rows = [
        ("当前状态", "支付成功"),
        ("支付时间", chinese(p.paid_at)),
        ("商品", p.goods),
        ("商户全称", p.company),
        ("收单机构", "财付通支付科技有限公司"),
        ("支付方式", "零钱"),
        ("交易单号", p.trade_no),
        ("商户单号", p.merchant_no),
    ]
    head = f'<div class="head">{h.avatar(p.company[2], 46, "#4a90d9")}<div class="who">{h.esc(p.site)}</div><div class="amt num">-{p.amount}</div></div>'
    body = (
        h.status_bar(look, p.captured_at, _rng(p))
        + f'<div class="nav">{h.icon(h.BACK, 22)}<div class="rt">全部账单</div></div><main>{head}'
        + f'<div class="rows">{"".join(wechat.row(a, h.esc(b)) for a, b in rows)}</div>'
        + '<div class="svc"><div class="hd">账单服务</div><div class="gr"><span>对订单有疑惑</span><span>申请电子凭证</span></div></div></main>'
    )
    return Screen("payment", "wechat", p.captured_at, wechat.CSS, body)


def wechat_transfer(p: Purchase, look: Look) -> Screen:
    """A transfer to a person."""
    rows = [("当前状态", "对方已收钱"), ("转账说明", "微信转账"), ("转账时间", chinese(p.paid_at)), ("支付方式", "零钱"), ("转账单号", p.trade_no)]
    head = f'<div class="head">{h.avatar("⇄", 46, "#f2a33a")}<div class="who">转账-转给{h.esc(p.site)}</div><div class="amt num">-{p.amount}</div></div>'
    body = (
        h.status_bar(look, p.captured_at, _rng(p))
        + f'<div class="nav">{h.icon(h.BACK, 22)}<div class="rt">全部账单</div></div><main>{head}'
        + f'<div class="rows">{"".join(wechat.row(a, h.esc(b)) for a, b in rows)}</div>'
        + '<div class="svc"><div class="hd">账单服务</div><div class="gr"><span>定位到聊天位置</span><span>申请转账电子凭证</span></div></div></main>'
    )
    return Screen("payment", "wechat", p.captured_at, wechat.CSS, body)


def alipay_bill(p: Purchase, look: Look) -> Screen:
    """The bill detail of a payment by Alipay."""
    rows = [
        ("支付时间", plain(p.paid_at)),
        ("付款方式", "余额宝"),
        ("商品说明", p.goods),
        ("收款方全称", p.company),
        ("订单号", p.trade_no),
        ("商家订单号", p.merchant_no),
    ]
    head = f'<div class="head">{h.avatar(p.company[2], 44, "#1677ff")}<div class="who">{h.esc(p.site)}</div><div class="amt num">-{p.amount}</div><div class="st">交易成功</div></div>'
    body = (
        h.status_bar(look, p.captured_at, _rng(p))
        + h.nav("账单详情", right=h.icon(h.DOTS, 20))
        + f'<main><div class="card">{head}{"".join(alipay.row(a, h.esc(b)) for a, b in rows)}</div><div class="card"><div class="go"><span>对此订单有疑问</span></div></div></main>'
    )
    return Screen("payment", "alipay", p.captured_at, alipay.CSS, body)


def product(p: Purchase, look: Look) -> Screen:
    """The product page: what was promised."""
    rows = "".join(
        f'<div class="r"><span>{a}</span><span>{b}</span></div>' for a, b in (("商品名称", h.esc(p.goods)), ("商品类型", "直充"), ("有效期", "自购买之日起30天内有效"), ("到账时间", "1-10分钟"))
    )
    body = (
        h.status_bar(look, p.captured_at, _rng(p))
        + h.nav("商品详情")
        + f'<main><div class="pr"><div><span class="p num">¥{p.amount}</span></div><div class="t">{h.esc(p.goods)}</div><div class="s"><span>已售 3021</span><span>库存 412</span><span>{h.esc(p.site)}</span></div></div>'
        f'<div class="cd"><h3>商品参数</h3>{rows}</div><div class="cd"><h3>商品描述</h3>下单时请填写正确的充值账号，系统自动充值到账。</div></main>'
        '<div class="by"><b>立即购买</b></div>'
    )
    return Screen("product", "browser", p.captured_at, shop_page.PRODUCT_CSS, body)


def account(p: Purchase, look: Look) -> Screen:
    """The account page: the bound phone, and that nothing arrived since."""

    def line(name: str, value: str) -> str:
        return f'<div class="g2"><span>{name}</span><span class="v">{value}</span></div>'

    log = f'<div class="lg"><div>{plain(p.captured_at)}　短信登录</div></div>'
    body = (
        h.status_bar(look, p.captured_at, _rng(p)) + h.nav("账号与安全") + f'<main><div class="cd">{line("绑定手机", p.account)}{line("充值记录", "暂无充值记录")}</div>'
        f'<div class="cd"><div style="font-weight:600;padding:10px 0 2px">登录记录</div>{log}</div></main>'
    )
    return Screen("account", "browser", p.captured_at, shop_page.ACCOUNT_CSS + ":root{--brand:#ff6a2b}", body)


def chat(title: str, said: tuple[tuple[str, datetime | str], ...], captured_at: datetime, look: Look) -> Screen:
    """A chat. ``said`` is ("me" or "other", words), or ("time", moment) for a separator."""
    lines: list[Line] = []
    at = captured_at
    for who, words in said:
        if isinstance(words, datetime):
            at = words
            lines.append(Line("time", "", "", "", at))
        else:
            lines.append(Line("text", who, title if who == "other" else "", words, at))
    made = Chat(title, tuple(lines), Facts(), captured_at)
    skin = SKINS["wechat"]
    drawing = chats._Drawing(made, skin, random.Random(title), avatars=True)
    items = "".join(drawing.line(index) for index in range(len(lines)))
    body = f'<div style="display:flex;flex-direction:column;min-height:var(--h)">{h.status_bar(look, captured_at, random.Random(title))}{chats._title(made, skin)}<div class="list">{items}</div></div>'
    return Screen("chat", "wechat", captured_at, BASE + f":root{{{skin.light}}}" + skin.extra, body)

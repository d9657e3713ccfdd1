"""Alipay bill details: payments, refunds, transfers, the transfer voucher."""

from __future__ import annotations

from datetime import timedelta

from samples.generator import html as h
from samples.generator import numbers
from samples.generator.data import ALIPAY_METHODS, BANKS, GOODS, Invention, grouped, iso, plain
from samples.generator.labels import Facts, Transaction
from samples.generator.look import Look
from samples.generator.screen import Draw, Screen, Shot

CSS = """
.phone{background:var(--soft)}
.card{background:var(--card);border-radius:9px;margin:0 12px 10px;padding:4px 14px 12px}
.head{text-align:center;display:flex;flex-direction:column;align-items:center;padding:20px 0 20px}
.head .who{font-size:16px;margin-top:10px;font-weight:500}
.head .amt{font-size:36px;font-weight:600;line-height:1.3;margin-top:4px}
.head .st{font-size:14.5px;color:var(--label);margin-top:1px}
.row{display:flex;padding:6.8px 0;font-size:14.5px;line-height:1.45}
.row .l{width:92px;flex:none;color:#999}.row .v{flex:1;min-width:0;word-break:break-all}
.go{display:flex;align-items:center;justify-content:space-between;font-size:15px;padding:10px 0}
.go .g{display:flex;align-items:center;gap:3px;color:#999}
.tog{width:44px;height:25px;border-radius:14px;background:#1677ff;position:relative}.tog:after{content:'';position:absolute;right:2px;top:2px;width:21px;height:21px;border-radius:50%;background:#fff}
.hdr{font-weight:600;font-size:15.5px;padding:10px 0 4px}
"""
#: the older page: white, values at the right, a blue bar on top
OLD_CSS = """
.phone{background:#f5f5f9}.nav{background:#108ee9;color:#fff}.sb{background:#108ee9;color:#fff!important}
.card{background:var(--card);padding:6px 16px;margin-bottom:10px;border-top:1px solid var(--line);border-bottom:1px solid var(--line)}
.head{display:flex;flex-direction:column;align-items:center;padding:20px 0 18px;border-bottom:1px solid var(--line);margin-bottom:6px}
.head .who{font-size:17px;margin-top:8px}.head .amt{font-size:38px;font-weight:500;line-height:1.3}.head .st{font-size:14px;color:#a5a5a5}
.row{display:flex;justify-content:space-between;gap:14px;padding:6px 0;font-size:14px}.row .l{color:#a5a5a5;flex:none}.row .v{text-align:right;word-break:break-all}
.go{display:flex;justify-content:space-between;align-items:center;font-size:15.5px;padding:11px 0;border-bottom:1px solid var(--line)}.go .g{display:flex;align-items:center;gap:3px;color:#a5a5a5}
.hdr{display:none}.tog{width:44px;height:25px;border-radius:14px;background:#4cd864}
"""


def row(label: str, *values: str) -> str:
    """A label and its (marked) value."""
    return f'<div class="row" data-row="{label}"><div class="l">{label}</div><div class="v">{"".join(values)}</div></div>'


def _go(label: str, value: str = "") -> str:
    return f'<div class="go" data-row="{label}"><span>{label}</span><span class="g">{value}{h.icon(h.NEXT, 14, "#bbb")}</span></div>'


def _page(inv: Invention, look: Look, *, icon: str, who: str, amount: str, status: str, rows: str, tail: str, title: str = "账单详情", private: bool = False) -> str:
    del inv
    return (
        h.nav(title, right=h.icon(h.DOTS, 20))
        + '<main><div style="height:8px"></div><div class="card"><div class="head" data-row="head">'
        + f'{icon}<div class="who">{h.m(who, private=private)}</div><div class="amt num" data-row="amount">{amount}</div><div class="st">{status}</div></div>{rows}</div>{tail}</main>'
        + h.home_bar(look)
    )


def _tail(inv: Invention, kind: str) -> str:
    rng = inv.rng
    category = rng.choice(("充值缴费", "日用百货", "文化休闲", "数码电器", "其他"))
    manage = '<div class="card"><div class="hdr">账单管理</div>' + _go("账单分类", category) + _go("标签和备注", "添加" if rng.random() < 0.5 else "")
    if rng.random() < 0.6:
        manage += '<div class="go"><span>计入收支</span><span class="tog"></span></div>'
    manage += "</div>"
    services = {
        "pay": ("联系商家", "查看往来记录", "对此订单有疑问"),
        "refund": ("联系商家", "查看原账单", "对此订单有疑问"),
        "transfer": ("查看往来记录", "往来流水证明", "申请电子回单", "对此订单有疑问"),
    }[kind]
    return manage + '<div class="card" data-row="服务">' + "".join(_go(s) for s in services[: rng.randint(2, 4)]) + "</div>"


def bill(
    *, refund: str = "", status: str = "交易成功", old: bool = False, order: str = "aggregator", barcode: bool = False, low: int = 10, high: int = 900, discount: bool = False, combine: bool = False
) -> Draw:
    """A payment to a shop.  ``refund``: '', 'page' (退款成功), 'full', or 'partial' (payment and refund on one page)."""

    def draw(inv: Invention, look: Look) -> Screen:
        rng = inv.rng
        shop, company = inv.company()
        made = inv.moment()
        paid = made + timedelta(seconds=rng.randint(6, 90))
        back = inv.later(paid, 200, 8000)
        captured = inv.later(back if refund else paid)
        amount = inv.amount(low, high)
        trade_no = numbers.alipay_payment(rng, made)
        order_no = {
            "aggregator": lambda: numbers.aggregator(rng, made - timedelta(seconds=20)),
            "t200p": lambda: numbers.merchant_t200p(rng),
            "mixed": lambda: numbers.merchant_mixed(rng, made),
        }[order]()
        state = {"等待付款": "pending", "交易关闭": "closed"}.get(status, "paid")
        text, head, both = status, f"-{grouped(amount)}", ["t0"]
        facts = [Transaction(order_no, trade_no, amount, iso(made if combine or state != "paid" else paid), state)]
        extra = ""
        if refund == "page":
            text, head = "退款成功", rng.choice(("", "+")) + grouped(amount)
            facts = [Transaction(order_no, trade_no, amount, iso(back), "refunded")]
            extra = row("退款方式", inv.pick(ALIPAY_METHODS)) + row("创建时间", h.m(plain(back), "t0.occurred_at"))
        elif refund == "full":
            text = "已全额退款"
            facts = [Transaction(order_no, trade_no, amount, iso(paid), "refunded")]
        elif refund == "partial":
            part = f"{float(amount) * rng.choice((0.25, 0.4, 0.5)):.2f}"
            both = ["t0", "t1"]
            facts.append(Transaction(order_no, trade_no, part, iso(back), "refunded"))

        def marks(field: str) -> list[str]:
            return [f"{t}.{field}" for t in both]

        rows = extra
        if refund == "partial":
            rows += f'<div style="background:var(--soft);border-radius:6px;padding:5px 12px;margin:0 0 6px" data-row="退款">{row("退款金额", h.m("￥" + grouped(facts[1].amount or ""), "t1.amount"))}{row("退款状态", h.m("退款成功", "t1.status"))}{row("退款时间", h.m(plain(back), "t1.occurred_at"))}</div>'
        if discount:
            rows += row("订单金额", f"￥{float(amount) + 5:.2f}") + row("店铺优惠", "-￥5.00")
        if refund != "page":
            if combine or state != "paid":
                rows += row("创建时间", h.m(plain(made), "t0.occurred_at"))
            else:
                rows += (row("创建时间", plain(made)) if rng.random() < 0.4 else "") + row("支付时间", h.m(plain(paid), "t0.occurred_at"))
            if state != "pending":
                rows += row("付款方式", inv.pick(ALIPAY_METHODS))
        rows += row("商品说明", h.esc(inv.pick(GOODS)))
        if not old:
            rows += row("收款方全称", h.m(company, private=True))
        rows += row("订单号", h.m(trade_no, *marks("trade_no")))
        if barcode:
            color = "#aaa" if look.dark else "#333"
            rows += row(
                "商家订单号", "商家可扫码退款或查询交易", f'<div style="margin:8px 0 3px">{h.barcode(rng, 215, 40, color)}</div><div style="font-size:12.5px">{h.m(order_no, *marks("order_no"))}</div>'
            )
        else:
            rows += row("商家订单号", h.m(order_no, *marks("order_no")))
        color = rng.choice(("#1677ff", "#ff6a3d", "#20b27a", "#7a5cf0"))
        body = h.status_bar(look, captured, rng) + _page(
            inv,
            look,
            icon=h.avatar(shop[0], 44, color, round_=old),
            who=shop,
            amount=h.m(head, "t0.amount"),
            status=h.m(text, "t0.status"),
            rows=rows,
            tail=_tail(inv, "refund" if refund == "page" else "pay"),
        )
        return Screen("payment", "alipay", captured, OLD_CSS if old else CSS, body, Facts(tuple(facts)))

    return draw


def transfer(*, status: str = "交易成功", old: bool = False, receive: bool = False) -> Draw:
    """A transfer to a person."""

    def draw(inv: Invention, look: Look) -> Screen:
        rng = inv.rng
        made = inv.moment()
        captured = inv.later(made)
        amount = inv.amount(30, 5000)
        name = inv.masked_person()
        trade_no = numbers.alipay_transfer(rng, made)
        state = {"等待付款": "pending", "交易关闭": "closed", "退款成功": "refunded"}.get(status, "paid")
        fact = Transaction(None, trade_no, amount, iso(made), state)
        rows = "" if receive else row("付款方式", inv.pick(ALIPAY_METHODS))
        rows += row("转账备注", inv.pick(("转账", "充值", "卡盟预存", "货款", "代理加款")))
        rows += row("对方账户", h.m(f"{name} {inv.masked_phone()}" if rng.random() < 0.6 else f"{name} {inv.pick('abcdefgk')}**@163.com", private=True))
        rows = (row("创建时间", h.m(plain(made), "t0.occurred_at")) + rows) if rng.random() < 0.6 else (rows + row("创建时间", h.m(plain(made), "t0.occurred_at")))
        rows += row("订单号", h.m(trade_no, "t0.trade_no"))
        sign = "+" if receive or state == "refunded" else "-"
        nick = inv.pick(("阿云数卡", "星途-售后", "老陈", "小林", "卡商阿伟"))
        body = h.status_bar(look, captured, rng) + _page(
            inv,
            look,
            icon=h.photo("44px", "44px", rng, "50%" if old else "6px"),
            who=nick + f"({name})",
            private=True,
            amount=h.m(sign + grouped(amount), "t0.amount"),
            status=h.m(status, "t0.status"),
            rows=rows,
            tail=_tail(inv, "transfer"),
        )
        return Screen("payment", "alipay", captured, OLD_CSS if old else CSS, body, Facts((fact,)))

    return draw


VOUCHER_CSS = """
.phone{background:linear-gradient(#1677ff 0 210px,#f2f4f8 210px)}.sb,.nav{color:#fff!important}
.v{background:#fff;color:#222;margin:14px 16px;border-radius:10px;padding:22px 20px 24px}
.v .t{font-size:19px;font-weight:600;text-align:center;padding-bottom:14px;border-bottom:1px dashed #d8d8d8;margin-bottom:12px}
.vr{display:flex;justify-content:space-between;gap:18px;padding:7px 0;font-size:14.5px}.vr .l{color:#8a8a8a;flex:none}.vr .x{text-align:right;word-break:break-all;font-variant-numeric:tabular-nums}
.btn{margin:14px 16px;background:#fff;color:#1677ff;border-radius:8px;text-align:center;padding:12px;font-size:17px}
"""


def voucher(*, to_bank: bool = False) -> Draw:
    """The transfer voucher: payer, payee, number of 32 digits wrapped after 24."""

    def draw(inv: Invention, look: Look) -> Screen:
        rng = inv.rng
        made = inv.moment()
        captured = inv.later(made)
        amount = inv.amount(100, 9000)
        number = numbers.alipay_transfer(rng, made)
        fact = Transaction(None, number, amount, iso(made), "paid")

        def line(label: str, value: str) -> str:
            return f'<div class="vr" data-row="{label}"><span class="l">{label}</span><span class="x">{value}</span></div>'

        shown = f'<span data-m="t0.trade_no">{number[:24]}<br>{number[24:]}</span>'
        account = f"{inv.pick(BANKS)}({numbers.digits(rng, 4)})" if to_bank else inv.masked_phone()
        content = (
            line("转账金额", h.m(f"¥{grouped(amount)}", "t0.amount"))
            + line("大写", numbers.capitals(amount))
            + line("收款方姓名", h.m(inv.masked_person(), private=True))
            + line("收款方账号", h.m(account, private=True))
            + line("付款方姓名", h.m(inv.masked_person(), private=True))
            + line("付款方账号", h.m(inv.masked_phone(), private=True))
            + line("转账状态", h.m("转账成功", "t0.status"))
            + line("转账时间", h.m(plain(made), "t0.occurred_at"))
            + line("转账附言", inv.pick(("货款", "充值", "转账")))
            + line("凭证编号", shown)
        )
        note = '<div style="color:#aaa;font-size:12px;margin-top:16px;line-height:1.6">本凭证仅作转账证明使用，不作为收款方已收到款项的依据。如需核实请以支付宝账单为准。</div>'
        body = (
            h.status_bar(look, captured, rng, "#fff")
            + h.nav("转账凭证")
            + f'<main><div class="v" data-row="card"><div class="t">支付宝转账凭证</div>{content}{note}</div><div class="btn" data-row="button">保存到相册</div></main>'
            + h.home_bar(look)
        )
        return Screen("payment", "alipay", captured, VOUCHER_CSS, body, Facts((fact,)))

    return draw


def _shot(group: str, spec: str, *draws: Draw) -> Shot:
    return Shot(group, draws, spec)


BILLS = [
    _shot("alipay_bill", "393@2.75 roboto+noto light miui q:80 miui", bill()),
    _shot("alipay_bill", "390@3 inter+noto light ios png8 iphone", bill(barcode=True)),
    _shot("alipay_bill", "360@3 roboto+noto dark android q:74 huawei", bill(refund="partial", low=200, order="mixed")),
    _shot("alipay_bill", "412@2.625 opensans+micro light android scale:400 q:66 mmexport", bill(refund="page")),
    _shot("alipay_bill", "375@2 inter+noto light ios from:head until:账单分类 scale:340 png8 wxjt", bill(refund="partial", low=300, high=1900)),
    _shot("alipay_bill", "393@2.75 wenkai light miui q:70 twice:80 oppo", bill(order="t200p", discount=True)),
    _shot("alipay_bill", "360@2 droid light android digits:plain q:72 wxpc", bill(old=True, refund="page")),
    _shot("alipay_bill", "393@2.75 zen light android scale:480 q:55 epoch", bill(status="等待付款", combine=True)),
    _shot("alipay_bill", "414@3 inter+noto dark ios png iphone", bill(status="交易关闭", combine=True)),
    _shot("alipay_bill", "393@2.75 condensed+noto light miui underline:支付时间 webp:60 vivo", bill(refund="full", low=90)),
    _shot("alipay_bill", "384@2.25 micro light android photo scale:980 q:64 camera", bill(status="付款成功")),
    _shot("alipay_bill", "393@2.75 manrope+noto light miui from:支付时间 until:服务 scale:420 q:50 twice:75,60 mmexport", bill(order="mixed", low=300)),
    _shot("alipay_bill", "430@2.51 inter+noto light ios mosaic watermark q:76 mmexport", bill(refund="page", order="t200p")),
]
TRANSFERS = [
    _shot("alipay_transfer", "393@2.75 roboto+noto light miui q:80 miui", transfer()),
    _shot("alipay_transfer", "390@2 inter+noto light ios heic:55 iphone", transfer()),
    _shot("alipay_transfer", "360@3 roboto+noto dark android q:72 samsung", transfer(receive=True, status="交易成功")),
    _shot("alipay_transfer", "412@2.625 opensans+micro light android mosaic scale:412 q:68 mmexport", transfer(status="退款成功")),
    _shot("alipay_transfer", "375@2 inter+noto light ios until:button png8 wxjt", voucher()),
    _shot("alipay_transfer", "393@2.75 roboto+noto light miui q:72 oppo", voucher(to_bank=True)),
    _shot("alipay_transfer", "393@2.75 wenkai light nobar from:card until:button mosaic scale:350 q:70 wxpc4", voucher()),
    _shot("alipay_transfer", "360@2 droid light android digits:plain rotate:8 q:70 camera", transfer(old=True)),
    _shot("alipay_transfer", "393@2.75 serif light android circle:订单号 scale:540 q:60 epoch", transfer(old=True, status="转账成功")),
    _shot("alipay_transfer", "414@3 inter+noto dark ios png8:64 iphone", transfer(receive=True)),
]

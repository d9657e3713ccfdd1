"""WeChat bill details: payments to merchants (with refunds) and transfers to people."""

from __future__ import annotations

from datetime import timedelta

from samples.generator import html as h
from samples.generator import numbers
from samples.generator.data import ACQUIRERS, GOODS, NICKNAMES, PAY_METHODS, Invention, chinese, iso, plain
from samples.generator.labels import Facts, Transaction
from samples.generator.look import Look
from samples.generator.screen import Draw, Screen, Shot

CSS = """
.head{padding:22px 20px 26px;text-align:center;display:flex;flex-direction:column;align-items:center}
.head .who{font-size:16.5px;margin-top:11px}
.head .amt{font-size:38px;font-weight:600;line-height:1.25;margin-top:6px;letter-spacing:-.3px}
.rows{margin:0 20px;padding:14px 0;border-top:.5px solid var(--line)}
.row{display:flex;padding:6.5px 0;font-size:15px;line-height:1.45}
.row .l{width:88px;flex:none;color:var(--label)}
.row .v{flex:1;min-width:0;word-break:break-all}
.svc{margin:0 20px;padding:16px 0 20px;border-top:.5px solid var(--line);font-size:15px}
.svc .hd{color:var(--label);margin-bottom:12px}
.svc .gr{display:grid;grid-template-columns:1fr 1fr;row-gap:16px;color:var(--link)}
.svc .gr span{display:flex;align-items:center;gap:7px}
.foot{text-align:center;color:var(--label);font-size:12.5px;padding:22px 0 26px;opacity:.8}
"""
OLD_CSS = """
.phone{background:var(--soft)}.nav{background:#2e3238;color:#fff}
.head{background:var(--card);padding:26px 20px;text-align:center;display:flex;flex-direction:column;align-items:center;border-bottom:1px solid var(--line)}
.head .who{font-size:16px;margin-top:10px}.head .amt{font-size:40px;font-weight:500;margin-top:4px}
.rows{background:var(--card);padding:14px 16px;border-bottom:1px solid var(--line)}
.row{display:flex;justify-content:space-between;padding:5px 0;font-size:14.5px}.row .l{color:var(--label);width:84px;flex:none}.row .v{text-align:right;word-break:break-all;flex:1}
.svc{background:var(--card);margin-top:10px;border-top:1px solid var(--line);border-bottom:1px solid var(--line)}.svc .hd{display:none}
.svc .gr span{display:block;padding:13px 16px;border-bottom:1px solid var(--line);font-size:15.5px}.svc .gr svg{display:none}
.foot{display:none}
"""


def row(label: str, *values: str) -> str:
    """A label and its (marked) value."""
    return f'<div class="row" data-row="{label}"><div class="l">{label}</div><div class="v">{"".join(values)}</div></div>'


def _services(names: tuple[str, ...], note: str) -> str:
    icons = (h.CHAT, h.USER, h.BILL, h.COPY, h.PHONE)
    cells = "".join(f"<span>{h.icon(icons[i % 5], 17)}{n}</span>" for i, n in enumerate(names))
    return f'<div class="svc" data-row="账单服务"><div class="hd">账单服务</div><div class="gr">{cells}</div></div><div class="foot">{note}</div>'


def _top(inv: Invention, look: Look, screen_clock: str) -> str:
    del screen_clock
    return f'<div class="nav" data-row="nav">{h.icon(inv.rng.choice((h.BACK, h.CLOSE)), 22)}<div class="rt">全部账单</div></div>'


def _head(icon: str, who: str, amount: str, *marks: str, private: bool = False) -> str:
    return f'<div class="head" data-row="head">{icon}<div class="who">{h.m(who, private=private)}</div><div class="amt num" data-row="amount">{h.m(amount, *marks)}</div></div>'


def bill(*, refund: str = "", barcode: bool = False, old: bool = False, number: str = "aggregator", low: int = 10, high: int = 700, minimal: bool = False) -> Draw:
    """A payment to a merchant; ``refund`` is '', 'full', 'full_row' (its own amount and time) or 'partial'."""

    def draw(inv: Invention, look: Look) -> Screen:
        rng = inv.rng
        shop, company = inv.company()
        paid_at = inv.moment()
        amount = inv.amount(low, high)
        trade_no = numbers.wechat_payment(rng, paid_at)
        order_no = {
            "aggregator": lambda: numbers.aggregator(rng, paid_at - timedelta(seconds=rng.randint(5, 60))),
            "xp": lambda: numbers.merchant_xp(rng, paid_at),
            "mixed": lambda: numbers.merchant_mixed(rng, paid_at),
            "letters": lambda: numbers.shop_letters(rng),
        }[number]()
        back_at = inv.later(paid_at, 90, 5000)
        captured = inv.later(back_at if refund else paid_at)
        state, facts = "支付成功", [Transaction(order_no, trade_no, amount, iso(paid_at), "paid")]
        both = ["t0"]
        if refund == "full":
            state, facts = "已全额退款", [Transaction(order_no, trade_no, amount, iso(paid_at), "refunded")]
        elif refund:
            part = amount if refund == "full_row" else f"{float(amount) * rng.choice((0.3, 0.5, 0.6)):.2f}"
            state = "已全额退款" if refund == "full_row" else f"已退款(￥{part})"
            facts.append(Transaction(order_no, trade_no, part, iso(back_at), "refunded"))
            both = ["t0", "t1"]

        def marks(field: str) -> list[str]:
            return [f"{t}.{field}" for t in both]

        when = plain if old else chinese
        sign = "" if old and rng.random() < 0.5 else "-"
        out = [row("当前状态", h.m(state, *marks("status")))]
        if refund in ("partial", "full_row"):
            out.append(row("退款金额", h.m(f"￥{facts[1].amount}", "t1.amount")))
            out.append(row("退款时间", h.m(when(back_at), "t1.occurred_at")))
        out.append(row("支付时间", h.m(when(paid_at), "t0.occurred_at")))
        out.append(row("商品", h.esc(f"{inv.pick(GOODS)}" if rng.random() < 0.7 else f"订单-{shop}")))
        if not old:
            out.append(row("商户全称", h.m(company, private=True)))
        if not minimal and not old:
            out.append(row("收单机构", h.esc(inv.pick(ACQUIRERS))))
            if rng.random() < 0.6:
                out.append(row("清算机构", inv.pick(("网联清算有限公司", "中国银联股份有限公司"))))
        out.append(row("支付方式", h.esc(inv.pick(PAY_METHODS))))
        out.append(row("交易单号", h.m(trade_no, *marks("trade_no"))))
        if barcode:
            color = "#bbb" if look.dark else "#222"
            out.append(
                row("商户单号", "可在支持的商户扫码退款", f'<div style="margin:9px 0 3px">{h.barcode(rng, 225, 40, color)}</div><div style="font-size:13px">{h.m(order_no, *marks("order_no"))}</div>')
            )
        else:
            out.append(row("商户单号", h.m(order_no, *marks("order_no"))))
        names: tuple[str, ...] = ("对订单有疑惑", "发起群收款", "在此商户的交易账单", "申请电子凭证", "联系商家")
        color = rng.choice(("#4a90d9", "#e2763c", "#26a17b", "#8a63d2", "#d9534f"))
        body = (
            h.status_bar(look, captured, rng, "#fff;background:#2e3238" if old else "inherit")
            + (h.nav("账单详情") if old else _top(inv, look, ""))
            + "<main>"
            + _head(h.avatar(shop[0], 46, color), shop, f"{sign}{amount}", "t0.amount")
            + f'<div class="rows">{"".join(out)}</div>'
            + _services(names[: rng.randint(3, 5)], "本服务由财付通提供")
            + "</main>"
            + h.home_bar(look)
        )
        return Screen("payment", "wechat", captured, OLD_CSS if old else CSS, body, Facts(tuple(facts)))

    return draw


def refund_page() -> Draw:
    """The page that a refund notice opens: no sign before the amount, applied and arrived times."""

    def draw(inv: Invention, look: Look) -> Screen:
        rng = inv.rng
        shop, _ = inv.company()
        paid_at = inv.moment()
        asked_at = inv.later(paid_at, 60, 3000)
        back_at = asked_at + timedelta(seconds=rng.randint(20, 200))
        captured = inv.later(back_at)
        amount = inv.amount(20, 400)
        trade_no, order_no = numbers.wechat_payment(rng, paid_at), numbers.aggregator(rng, paid_at)
        facts = Transaction(order_no, trade_no, amount, iso(back_at), "refunded")
        step = "".join(
            f'<div class="fx" style="gap:10px;padding:7px 0"><div style="width:9px;height:9px;border-radius:9px;margin-top:6px;background:#07c160"></div><div><div>{a}</div><div class="g" style="font-size:13px">{b}</div></div></div>'
            for a, b in (("商家发起退款", chinese(asked_at)), ("微信支付处理完成", chinese(back_at)))
        )
        rows = [
            row("退款状态", h.m("退款成功", "t0.status")),
            row("到账时间", h.m(chinese(back_at), "t0.occurred_at")),
            row("退款方式", "退回零钱"),
            row("退款原因", "商家主动退款"),
            row("商户名称", h.m(shop, private=True)),
            row("交易单号", h.m(trade_no, "t0.trade_no")),
            row("商户单号", h.m(order_no, "t0.order_no")),
        ]
        body = (
            h.status_bar(look, captured, rng)
            + h.nav("退款详情")
            + '<main><div class="head" data-row="head"><div class="g">退款金额</div>'
            + f'<div class="amt num">{h.m("¥" + amount, "t0.amount")}</div></div><div class="rows">{step}</div><div class="rows">{"".join(rows)}</div></main>'
            + h.home_bar(look)
        )
        return Screen("payment", "wechat", captured, CSS, body, Facts((facts,)))

    return draw


def transfer(*, state: str = "对方已收钱", qr: bool = False, balance: bool = False, old: bool = False, note: bool = True, receive: bool = False) -> Draw:
    """A transfer to a person, or a payment by a person's QR code."""

    def draw(inv: Invention, look: Look) -> Screen:
        rng = inv.rng
        nick = inv.pick(NICKNAMES)
        sent = inv.moment()
        took = sent + timedelta(seconds=rng.randint(15, 3600))
        captured = inv.later(took)
        amount = inv.amount(20, 3000)
        make = numbers.wechat_qr_to_person if qr else numbers.wechat_balance if balance else numbers.wechat_transfer
        trade_no = make(rng, sent)
        status = {"已全额退款": "refunded", "已退款": "refunded", "待对方收款": "pending"}.get(state, "paid")
        fact = Transaction(None, trade_no, amount, iso(sent), status)
        title = f"扫二维码付款-给{nick}" if qr else f"转账-来自{nick}" if receive else f"转账-转给{nick}"
        when = plain if old else chinese
        rows = [row("当前状态", h.m(state, "t0.status"))]
        if note:
            rows.append(row("收款方备注", "二维码收款") if qr else row("转账说明", inv.pick(("微信转账", "充值费用", "卡密货款 3月", "代充话费", "预存款"))))
        rows.append(row("转账时间", h.m(when(sent), "t0.occurred_at")))
        if status == "paid" and not qr:
            rows.append(row("收款时间", when(took)))
        if not receive:
            rows.append(row("支付方式", h.esc(inv.pick(PAY_METHODS))))
        rows.append(row("转账单号", h.m(trade_no, "t0.trade_no")))
        if qr and rng.random() < 0.5:
            rows.append(row("商户单号", "无"))
        color = rng.choice(("#f2a33a", "#10aeff", "#07c160", "#fa9d3b"))
        picture = h.avatar("⇄", 46, color) if not qr else h.avatar("¥", 46, "#fa9d3b")
        services = ("对订单有疑惑", "定位到聊天位置", "申请转账电子凭证", "查看往来转账") if not qr else ("对订单有疑惑", "收款方名片", "申请转账电子凭证", "查看往来转账")
        body = (
            h.status_bar(look, captured, rng, "#fff;background:#2e3238" if old else "inherit")
            + (h.nav("交易记录") if old else _top(inv, look, ""))
            + "<main>"
            + _head(picture, title, f"{'+' if receive else '-'}{amount}", "t0.amount", private=True)
            + f'<div class="rows">{"".join(rows)}</div>'
            + _services(services, "本服务由财付通提供")
            + "</main>"
            + h.home_bar(look)
        )
        return Screen("payment", "wechat", captured, OLD_CSS if old else CSS, body, Facts((fact,)))

    return draw


def received() -> Draw:
    """The page of the transfer itself: 你已收款，资金已存入零钱."""

    def draw(inv: Invention, look: Look) -> Screen:
        rng = inv.rng
        sent = inv.moment()
        took = sent + timedelta(seconds=rng.randint(15, 7200))
        captured = inv.later(took)
        amount = inv.amount(20, 900)
        state = rng.choice(("你已收款，资金已存入零钱", "朋友已收款"))
        fact = Transaction(None, None, amount, iso(sent), "paid")
        circle = f'<div class="av" style="width:64px;height:64px;border-radius:50%;background:#07c160">{h.icon(h.CHECK, 38, "#fff", 2.6)}</div>'
        body = (
            h.status_bar(look, captured, rng)
            + '<div class="nav">'
            + h.icon(h.CLOSE, 22)
            + "</div><main>"
            + f'<div class="head" style="padding-top:54px">{circle}<div class="who" style="margin-top:26px">{h.m(state, "t0.status")}</div>'
            + f'<div class="amt num" style="font-size:44px">{h.m("¥" + amount, "t0.amount")}</div></div>'
            + '<div class="fx jc" style="color:var(--link);font-size:15px;margin-bottom:46px">零钱余额</div>'
            + f'<div class="rows" data-row="times"><div class="row jb"><span class="g">转账时间</span>{h.m(chinese(sent), "t0.occurred_at")}</div><div class="row jb"><span class="g">收款时间</span><span>{chinese(took)}</span></div></div>'
            + "</main>"
            + h.home_bar(look)
        )
        return Screen("payment", "wechat", captured, CSS, body, Facts((fact,)))

    return draw


def _shot(group: str, spec: str, *draws: Draw) -> Shot:
    return Shot(group, draws, spec)


BILLS = [
    _shot("wechat_bill", "393@2.75 roboto+noto light miui q:82 miui", bill()),
    _shot("wechat_bill", "390@3 inter+noto light ios digits:inter png8 iphone", bill(barcode=True)),
    _shot("wechat_bill", "360@4 roboto+noto dark android q:70 huawei", bill(number="xp")),
    _shot("wechat_bill", "412@2.625 opensans+micro light android scale:440 q:68 mmexport", bill(refund="full")),
    _shot("wechat_bill", "375@2 inter+noto light ios from:head until:账单服务 png8 wxjt", bill(refund="partial", low=150)),
    _shot("wechat_bill", "393@2.75 manrope+wenkai light miui digits:manrope q:70 twice:85 oppo", bill(number="mixed")),
    _shot("wechat_bill", "414@2 inter+noto dark ios scale:414 q:60 wxpc", bill(refund="partial", low=100)),
    _shot("wechat_bill", "360@2 zen light android digits:plain circle:交易单号 q:72 wxpc4", bill(old=True, number="letters")),
    _shot("wechat_bill", "392@2.75 roboto+noto light miui photo scale:1080 q:66 camera", bill(refund="full_row", low=60)),
    _shot("wechat_bill", "393@2.75 condensed+droid light android watermark scale:550 q:58 epoch", bill(minimal=True)),
    _shot("wechat_bill", "390@2 inter+noto light ios from:当前状态 scale:360 q:74 twice:70,80 mmexport", bill(refund="partial", low=200)),
    _shot("wechat_bill", "430@3 inter+noto light ios digits:inter mosaic q:78 iphone", bill(barcode=True, number="xp")),
    _shot("wechat_bill", "384@2.25 serif light android rotate:6 q:70 camera", bill(old=True)),
    _shot("wechat_bill", "393@2.75 roboto+noto dark miui webp:62 vivo", refund_page()),
    _shot("wechat_bill", "375@3 inter+noto light ios scale:300 png8 qqtp", refund_page()),
]
TRANSFERS = [
    _shot("wechat_transfer", "393@2.75 roboto+noto light miui q:80 miui", transfer()),
    _shot("wechat_transfer", "390@3 inter+noto light ios digits:inter png8 iphone", transfer(qr=True, state="支付成功")),
    _shot("wechat_transfer", "360@3 roboto+noto dark android q:72 samsung", transfer(state="朋友已收钱", balance=True)),
    _shot("wechat_transfer", "412@2.625 opensans+micro light android scale:412 q:64 mmexport", transfer(state="待对方收款")),
    _shot("wechat_transfer", "393@2.75 wenkai light miui arrow:转账单号 q:70 twice:80 oppo", transfer(qr=True, state="已转账")),
    _shot("wechat_transfer", "375@2 inter+noto light ios from:head scale:330 png8 wxjt", transfer(state="已全额退款")),
    _shot("wechat_transfer", "360@2 droid light android digits:plain q:66 wxpc", transfer(old=True)),
    _shot("wechat_transfer", "393@2.75 roboto+noto light nobar mosaic from:head until:账单服务 scale:480 q:70 epoch", transfer(state="已收钱", receive=True)),
    _shot("wechat_transfer", "414@2 inter+noto dark ios scale:375 q:60 mmexport", received()),
    _shot("wechat_transfer", "393@2.75 manrope+noto light miui underline:转账时间 webp:55 vivo", transfer(note=False, qr=True, state="支付成功")),
]

"""Order pages of invented card platforms on a phone, four layouts."""

from __future__ import annotations

from samples.generator import html as h
from samples.generator import numbers
from samples.generator.data import Invention, plain
from samples.generator.labels import Facts
from samples.generator.look import Look
from samples.generator.screen import Draw, Screen, Shot
from samples.generator.screens.shop_order import STATUSES, Order, invent

YUNQUE_CSS = """
.phone{background:#f4f5f7;color:#222}.top{background:linear-gradient(120deg,#ff7a2f,#ff4d4f);color:#fff;padding-bottom:46px}.sb{color:#fff!important}
.top .st{font-size:22px;font-weight:600;padding:14px 20px 3px}.top .tip{font-size:13px;padding:0 20px;opacity:.9}
.card{background:#fff;border-radius:10px;margin:0 12px 10px;padding:14px}.card.first{margin-top:-32px}
.li{font-size:14px;padding:5px 0;color:#333;line-height:1.5;word-break:break-all}.li b{font-weight:400;color:#999}
.cp{display:inline-block;border:1px solid #ff7a2f;color:#ff7a2f;font-size:11px;border-radius:10px;padding:0 8px;margin-left:8px;vertical-align:1px}
.sum{display:flex;justify-content:space-between;font-size:14px;padding:4px 0;color:#666}.sum.z{color:#222;font-weight:500;border-top:1px solid #f0f0f0;margin-top:6px;padding-top:9px}.red{color:#ff4d4f}
.bb{background:#fff;display:flex;justify-content:flex-end;gap:10px;padding:10px 14px;border-top:1px solid #eee}.bt{border:1px solid #ddd;border-radius:18px;padding:6px 16px;font-size:14px}.bt.p{background:#ff5a35;color:#fff;border-color:#ff5a35}
"""


def yunque(status: str, *, trade: bool = False, phone: bool = False) -> Draw:
    """云雀卡盟: orange header, cards, inline 订单编号：… with a copy button."""

    def draw(inv: Invention, look: Look) -> Screen:
        o = invent(inv, status, "prefix", prefix="YQ", reduce=True)
        tip = {"pending": "系统正在处理您的订单，请勿重复提交", "paid": "感谢您的信任，欢迎再次下单", "refunded": "款项已按原支付方式退回", "closed": "订单超时未支付，已自动关闭"}[STATUSES[status]]
        if status == "待支付":
            tip = "请尽快完成支付，超时订单将自动关闭"
        if status in ("充值失败", "处理失败"):
            tip = "上游充值失败，请联系客服处理"
        copy = '<i class="cp" style="font-style:normal">复制</i>'

        def li(label: str, value: str, tail: str = "") -> str:
            return f'<div class="li" data-row="{label}"><b>{label}：</b>{value}{tail}</div>'

        lines = li("订单编号", h.m(o.number, "t0.order_no"), copy)
        lines += li("下单时间", plain(o.made) if not o.unpaid else h.m(plain(o.made), "t0.occurred_at"))
        if not o.unpaid:
            lines += li("付款时间", h.m(plain(o.paid_at), "t0.occurred_at")) + li("支付方式", o.channel)
            if trade:
                lines += li("支付流水号", h.m(o.trade_no, "t0.trade_no"), copy)
        lines += li("充值账号", h.m(o.account, private=True))
        if phone:
            lines += li("绑定手机", h.m("138****5521", "phone"))
        final = "应付金额" if o.unpaid else "实付金额"
        sums = (
            f'<div class="sum"><span>商品单价</span><span>¥{o.unit} ×{o.count}</span></div><div class="sum"><span>订单金额</span><span>¥{o.total}</span></div>'
            f'<div class="sum"><span>优惠券</span><span class="red">-¥{o.reduction}</span></div><div class="sum z" data-row="{final}"><span>{final}</span>{h.m("¥" + o.paid, "t0.amount", cls="red")}</div>'
        )
        goods = f'<div class="fx" style="gap:12px">{h.photo("72px", "72px", inv.rng, "8px")}<div class="f1"><div style="font-size:15px;font-weight:500">{h.esc(o.goods)}</div><div style="color:#999;font-size:12.5px;margin-top:6px">自动充值 · 1-10分钟到账</div></div></div>'
        buttons = '<span class="bt">联系客服</span>' + (
            '<span class="bt p">立即支付</span>' if o.unpaid and status.startswith("待") else '<span class="bt">申请售后</span><span class="bt p">再次购买</span>'
        )
        body = (
            f'<div class="top">{h.status_bar(look, o.captured, inv.rng, "#fff")}{h.nav("订单详情", style="color:#fff")}<div class="st" data-row="status">{h.m(status, "t0.status")}</div><div class="tip">{tip}</div></div>'
            f'<main><div class="card first" data-row="goods">{goods}</div><div class="card" data-row="money">{sums}</div><div class="card" data-row="lines"><div style="font-weight:500;margin-bottom:4px">订单信息</div>{lines}</div></main><div class="bb" data-row="buttons">{buttons}</div>{h.home_bar(look)}'
        )
        return Screen("payment", "browser", o.captured, YUNQUE_CSS, body, Facts((o.fact(trade=trade and not o.unpaid),), phone="138****5521" if phone else None), "云雀卡盟 yunqueka.example")

    return draw


CHENGZI_CSS = """
.phone{background:#eef1f6;color:#2b2f36}.bar{background:#fff;height:52px;display:flex;align-items:center;justify-content:space-between;padding:0 16px;box-shadow:0 1px 4px rgba(0,0,0,.06)}
.bar b{font-size:18px;color:#3a6cf4}.box{background:#fff;border-radius:6px;margin:12px;padding:16px}.box h3{font-size:16px;border-left:4px solid #3a6cf4;padding-left:9px;margin-bottom:12px;font-weight:600}
.f{padding:7px 0}.f .l{font-size:12.5px;color:#9aa1ad;margin-bottom:2px}.f .v{font-size:15px;word-break:break-all}
.two{display:grid;grid-template-columns:1fr 1fr;column-gap:14px}
.tag{display:inline-block;padding:1px 9px;border-radius:3px;font-size:13px;background:#e8f4ee;color:#18a058}.tag.w{background:#fdf3e3;color:#d98a10}.tag.e{background:#fdecec;color:#d03050}.tag.c{background:#eee;color:#888}
.km{background:#f6f8fb;border:1px dashed #c5cede;border-radius:4px;padding:10px 12px;font-family:'DejaVu Sans Mono',monospace;font-size:13px;word-break:break-all;line-height:1.7}
.btn{background:#3a6cf4;color:#fff;text-align:center;border-radius:5px;padding:10px;font-size:15px;margin-top:12px}
.ft{text-align:center;color:#9aa1ad;font-size:12px;padding:16px}
"""


def _tag(status: str) -> str:
    kind = {"paid": "", "pending": " w", "refunded": " e", "closed": " c"}[STATUSES[status]]
    return h.m(status, "t0.status", cls="tag" + kind)


def chengzi(status: str, *, cards: bool = True, seconds: bool = True) -> Draw:
    """橙子发卡: order query of a self-service card shop, the label above its value."""

    def draw(inv: Invention, look: Look) -> Screen:
        o = invent(inv, status, "letters", high=120)
        rng = inv.rng

        def f(label: str, value: str) -> str:
            return f'<div class="f" data-row="{label}"><div class="l">{label}</div><div class="v">{value}</div></div>'

        time_text = plain(o.made, seconds=seconds)
        fields = (
            f("订单号", h.m(o.number, "t0.order_no"))
            + f("订单名称", h.esc(f"{o.goods} x {o.count}"))
            + f'<div class="two">{f("商品单价", "￥" + o.unit)}{f("购买数量", str(o.count))}{f("订单总价", "￥" + o.total)}{f("实际支付价格", h.m("￥" + o.paid, "t0.amount"))}{f("支付方式", o.channel)}{f("订单状态", _tag(status))}</div>'
            + f("订单创建时间", h.m(time_text, "t0.occurred_at"))
            + f("下单邮箱", h.m(f"{numbers.digits(rng, 3)}****{numbers.digits(rng, 2)}@qq.com", private=True))
        )
        secret = ""
        if cards and STATUSES[status] == "paid":
            codes = "<br>".join(
                f"{''.join(rng.choices('ABCDEFGHJKLMNPQRSTUVWXYZ23456789', k=4))}-" + "-".join("".join(rng.choices("ABCDEFGHJKLMNPQRSTUVWXYZ23456789", k=4)) for _ in range(3)) for _ in range(o.count)
            )
            secret = f'<div class="box" data-row="cards"><h3>卡密信息</h3><div class="km">{codes}</div><div class="btn">复制卡密</div></div>'
        body = (
            h.status_bar(look, o.captured, rng, "#222;background:#fff")
            + f'<div class="bar"><b data-row="brand">橙子发卡网</b>{h.icon(h.MENU, 22, "#555")}</div><main><div class="box" data-row="box"><h3>订单查询结果</h3>{fields}</div>{secret}<div class="ft" data-row="foot">售后请在24小时内联系客服<br>Copyright © 2025 橙子发卡 All Rights Reserved</div></main>'
            + h.home_bar(look)
        )
        return Screen("payment", "browser", o.captured, CHENGZI_CSS, body, Facts((o.fact(paid_time=False, seconds=seconds),)), "chengzifaka.example")

    return draw


JISU_CSS = """
.phone{background:#0f1220;color:#e6e8f2}.sb,.nav{color:#e6e8f2!important}
.hero{text-align:center;padding:26px 0 20px}.hero .am{font-size:40px;font-weight:600;color:#ffd36b}.hero .st{display:inline-block;background:rgba(255,211,107,.14);color:#ffd36b;border-radius:14px;padding:3px 14px;font-size:14px;margin-top:6px}
.steps{display:flex;justify-content:space-between;margin:6px 30px 20px;font-size:12px;color:#8b90a8;text-align:center}.steps i{display:block;width:16px;height:16px;border-radius:50%;background:#2c3150;margin:0 auto 6px}.steps .d i{background:#5b7cff}.steps .d{color:#cfd4ea}
.panel{background:#191d31;border-radius:14px;margin:0 14px 12px;padding:8px 16px}.r{display:flex;justify-content:space-between;gap:16px;padding:9px 0;font-size:14px;border-bottom:1px solid #252a45}.r:last-child{border:0}.r .l{color:#7d839e;flex:none}.r .v{text-align:right;word-break:break-all}
.cta{margin:18px 14px;background:linear-gradient(90deg,#5b7cff,#8f5bff);border-radius:24px;text-align:center;padding:12px;font-size:16px}
"""


def jisu(status: str, *, trade: bool = False) -> Draw:
    """极速直充: a dark app with a headline amount, steps and labels in the pages' left column."""

    def draw(inv: Invention, look: Look) -> Screen:
        o = invent(inv, status, "19")
        done = {"paid": 4, "pending": 2, "refunded": 3, "closed": 1}[STATUSES[status]]
        steps = "".join(f'<div class="{"d" if i < done else ""}"><i></i>{s}</div>' for i, s in enumerate(("提交", "付款", "充值", "完成")))

        def r(label: str, value: str) -> str:
            return f'<div class="r" data-row="{label}"><span class="l">{label}</span><span class="v">{value}</span></div>'

        rows = r("商品", h.esc(o.goods)) + r("充值账号", h.m(o.account, private=True)) + r("单号", h.m(o.number, "t0.order_no"))
        rows += r("提交时间", h.m(plain(o.made), "t0.occurred_at") if o.unpaid else plain(o.made))
        if not o.unpaid:
            rows += r("支付时间", h.m(plain(o.paid_at), "t0.occurred_at"))
            if STATUSES[status] == "paid":
                rows += r("完成时间", plain(o.done_at))
            if trade:
                rows += r("第三方支付订单号", h.m(o.trade_no, "t0.trade_no"))
        money = r("面值", f"{o.total}元") + r("钱包余额", f"{o.balance}元") + r("实付", h.m(f"{o.paid}元", "t0.amount"))
        body = (
            h.status_bar(look, o.captured, inv.rng, "#e6e8f2")
            + h.nav("充值详情", right=h.icon(h.CHAT, 20))
            + f'<main><div class="hero" data-row="hero"><div class="am num">{h.m("¥" + o.paid, "t0.amount")}</div><div class="st">{h.m(status, "t0.status")}</div></div><div class="steps">{steps}</div><div class="panel" data-row="panel">{rows}</div><div class="panel" data-row="money">{money}</div><div class="cta" data-row="cta">联系售后</div></main>'
            + h.home_bar(look)
        )
        return Screen("payment", "browser", o.captured, JISU_CSS, body, Facts((o.fact(trade=trade and not o.unpaid),)), "极速直充 凭证")

    return draw


XIAOLU_CSS = """
.phone{background:#fff;color:#333}.bn{background:#13b48a;color:#fff;padding:0 16px;height:50px;display:flex;align-items:center;justify-content:space-between;font-size:17px}
.cd{margin:14px;border:1px solid #e2e8e6;border-radius:4px}.cd .h{background:#f3faf8;padding:10px 14px;font-size:15px;font-weight:600;border-bottom:1px solid #e2e8e6;display:flex;justify-content:space-between}
table{width:100%;border-collapse:collapse;font-size:14px}td{padding:9px 12px;border-bottom:1px solid #eef2f1;word-break:break-all;vertical-align:top}td:first-child{width:104px;color:#7d8b87;background:#fafcfb;border-right:1px solid #eef2f1}
.al{margin:0 14px;background:#fff8e6;border:1px solid #f4e0ad;color:#8a6d1d;font-size:13px;padding:9px 12px;border-radius:4px;line-height:1.6}
.bs{display:flex;gap:10px;padding:14px}.bs span{flex:1;text-align:center;border:1px solid #13b48a;color:#13b48a;border-radius:4px;padding:9px;font-size:15px}.bs span+span{background:#13b48a;color:#fff}
.tabs{display:flex;border-top:1px solid #eee;padding:7px 0;font-size:11px;color:#888}.tabs div{flex:1;display:flex;flex-direction:column;align-items:center;gap:2px}
"""


def xiaolu(status: str, *, columns: bool = False) -> Draw:
    """小鹿卡社: a bordered two-column table under a green bar."""

    def draw(inv: Invention, look: Look) -> Screen:
        o: Order = invent(inv, status, "17", reduce=columns)
        at = h.m(plain(o.made), "t0.occurred_at")
        rows = [
            ("系统单号", h.m(o.number, "t0.order_no")),
            ("商品名称", h.esc(o.goods)),
            ("购买数量", f"{o.count} 件"),
            ("订单金额", f"{o.total}元"),
            ("优惠金额", f"{o.reduction}元"),
            ("实付金额", h.m(f"{o.paid}元", "t0.amount")),
            ("账户余额", f"{o.balance}元"),
            ("充值账号", h.m(o.account, private=True)),
            ("订单状态", h.m(status, "t0.status")),
            ("创建时间", at if o.unpaid else plain(o.made)),
        ]
        if not o.unpaid:
            rows.append(("付款时间", h.m(plain(o.paid_at), "t0.occurred_at")))
        if STATUSES[status] == "refunded":
            rows.append(("处理备注", "库存不足，已退回账户余额"))
        table = "".join(f'<tr data-row="{a}"><td>{a}</td><td>{b}</td></tr>' for a, b in rows)
        tabs = "".join(f"<div>{h.icon(i, 20)}{t}</div>" for i, t in ((h.HOME, "首页"), (h.CART, "商品"), (h.BILL, "订单"), (h.USER, "我的")))
        body = (
            h.status_bar(look, o.captured, inv.rng, "#fff;background:#13b48a")
            + f'<div class="bn" data-row="bn">{h.icon(h.BACK, 22)}<span>小鹿卡社</span>{h.icon(h.SEARCH, 20)}</div><main><div class="cd" data-row="cd"><div class="h"><span>订单详情</span><span style="color:#13b48a;font-weight:400;font-size:13px">刷新状态</span></div><table>{table}</table></div>'
            + '<div class="al" data-row="al">温馨提示：虚拟商品请核对账号后下单；如超过2小时未到账请提交工单。</div><div class="bs"><span>提交工单</span><span>再来一单</span></div></main>'
            + f'<div class="tabs">{tabs}</div>{h.home_bar(look)}'
        )
        return Screen("payment", "browser", o.captured, XIAOLU_CSS, body, Facts((o.fact(),)), "xiaoluka.example")

    return draw


def _shot(spec: str, *draws: Draw) -> Shot:
    return Shot("kameng_order", draws, spec)


SHOTS = [
    _shot("393@2.75 roboto+noto light miui q:78 miui", yunque("充值失败", trade=True)),
    _shot("390@3 inter+noto light ios png8 iphone", yunque("已退款", phone=True)),
    _shot("360@2 zen light android scale:480 q:68 mmexport", yunque("待支付")),
    _shot("375@2 inter+noto light nobar from:goods until:buttons scale:375 q:72 twice:80 wxpc", yunque("处理中", trade=True)),
    _shot("412@2.625 opensans+micro light android q:70 samsung", chengzi("已完成")),
    _shot("393@2.75 wenkai light miui from:brand scale:440 q:60 mmexport", chengzi("已过期", seconds=False)),
    _shot("360@3 noto light nobar from:box until:foot mosaic webp:58 vivo", chengzi("处理中")),
    _shot("393@2.75 roboto+noto light miui q:74 oppo", jisu("充值成功", trade=True)),
    _shot("414@2 inter+noto dark ios scale:360 q:64 epoch", jisu("充值中")),
    _shot("384@2.25 droid dark android photo scale:1000 q:64 camera", jisu("交易关闭")),
    _shot("360@3 roboto+noto light android arrow:订单状态 q:72 huawei", xiaolu("充值失败")),
    _shot("393@2.75 condensed+noto light android watermark scale:550 q:62 mmexport", xiaolu("已退单", columns=True)),
    _shot("375@2 micro light ios circle:实付金额 png8 iphone", xiaolu("已完成", columns=True)),
]

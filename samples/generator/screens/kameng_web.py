"""Order pages of invented card platforms on a computer: a desktop shop, an admin panel, a pay page."""

from __future__ import annotations

from samples.generator import html as h
from samples.generator import numbers
from samples.generator.data import Invention, plain
from samples.generator.labels import Facts
from samples.generator.look import Look
from samples.generator.screen import Draw, Screen, Shot
from samples.generator.screens.shop_order import STATUSES, invent

JIUZHOU_CSS = """
.phone{background:#f0f2f5;color:#303133;flex-direction:row;font-size:14px}
.side{width:188px;background:#20222a;color:#c3c6cf;flex:none;padding:14px 0}.side .lg{color:#fff;font-size:17px;padding:4px 20px 16px;font-weight:600}.side div.i{padding:11px 20px;font-size:14px}.side .on{background:#1890ff;color:#fff}
.mainp{flex:1;min-width:0}.tb{background:#fff;height:50px;display:flex;align-items:center;justify-content:space-between;padding:0 20px;border-bottom:1px solid #e8e8e8;color:#606266}
.pn{background:#fff;margin:16px;padding:18px 20px;border-radius:3px}.pn h3{font-size:16px;margin-bottom:14px;font-weight:600}
.ds{display:grid;grid-template-columns:110px 1fr 110px 1fr;border-top:1px solid #ebeef5;border-left:1px solid #ebeef5}.ds>div{padding:10px 12px;border-right:1px solid #ebeef5;border-bottom:1px solid #ebeef5;word-break:break-all}.ds .l{background:#fafafa;color:#909399}
.tg{display:inline-block;border:1px solid #b3d8ff;background:#ecf5ff;color:#409eff;border-radius:3px;padding:0 8px;font-size:12px;line-height:22px}.tg.r{border-color:#fbc4c4;background:#fef0f0;color:#f56c6c}.tg.g{border-color:#c2e7b0;background:#f0f9eb;color:#67c23a}.tg.y{border-color:#f5dab1;background:#fdf6ec;color:#e6a23c}
.lk{color:#409eff;font-size:12px;margin-left:8px}
"""


def jiuzhou(status: str, *, trade: bool = True) -> Draw:
    """九州货源: an admin panel with a grid of labels and values, two pairs a line."""

    def draw(inv: Invention, look: Look) -> Screen:
        o = invent(inv, status, "prefix", prefix="JZ", high=900)
        rng = inv.rng
        color = {"paid": "g", "pending": "y", "refunded": "r", "closed": "r"}[STATUSES[status]] if "失败" not in status else "r"
        at_made = h.m(plain(o.made), "t0.occurred_at") if o.unpaid else plain(o.made)
        pairs = [
            ("订单编号", h.m(o.number, "t0.order_no") + '<span class="lk">复制</span>'),
            ("订单状态", f'<span class="tg {color}">{h.m(status, "t0.status")}</span>'),
            ("商品名称", h.esc(o.goods)),
            ("商品类型", "直冲"),
            ("进货价", f"{float(o.unit) * 0.97:.4f}"),
            ("购买数量", str(o.count)),
            ("订单总价", f"¥ {o.total}"),
            ("实付", h.m(f"¥ {o.paid}", "t0.amount")),
            ("下单时间", at_made),
            ("支付时间", "-" if o.unpaid else h.m(plain(o.paid_at), "t0.occurred_at")),
            ("支付方式", o.channel),
            ("充值账号", h.m(o.account, private=True)),
        ]
        if trade and not o.unpaid:
            pairs += [("支付单号", h.m(o.trade_no, "t0.trade_no") + '<span class="lk">复制</span>'), ("客户等级", "VIP3")]
        grid = "".join(f'<div class="l" data-row="{a}">{a}</div><div>{b}</div>' for a, b in pairs)
        log = "".join(
            f'<div style="padding:6px 0;color:#606266">{t}　{s}</div>'
            for t, s in ((plain(o.made), "用户提交订单"), *(() if o.unpaid else ((plain(o.paid_at), "支付回调成功"), (plain(o.done_at), f"订单状态变更：{status}"))))
        )
        menu = "".join(f'<div class="i{" on" if i == 2 else ""}">{t}</div>' for i, t in enumerate(("控制台", "商品管理", "我的订单", "资金明细", "加款记录", "我的工单", "账号设置")))
        body = (
            f'<div class="side"><div class="lg">九州货源</div>{menu}</div><div class="mainp"><div class="tb"><span>首页 / 我的订单 / 订单详情</span><span>余额：{o.balance} 元　{inv.masked_phone()}</span></div>'
            f'<div class="pn" data-row="panel"><h3>订单详情</h3><div class="ds">{grid}</div></div><div class="pn" data-row="log"><h3>操作日志</h3>{log}</div></div>'
        )
        del rng
        return Screen("payment", "browser", o.captured, JIUZHOU_CSS, body, Facts((o.fact(trade=trade and not o.unpaid),)), "九州货源")

    return draw


XINGHE_CSS = """
.phone{background:#fff;color:#333;font-size:14px}.hd{background:#2b3a55;color:#fff;height:58px;display:flex;align-items:center;gap:30px;padding:0 40px}.hd b{font-size:20px}.hd span{opacity:.85}
.wrap{padding:22px 40px}.bc{color:#999;font-size:13px;margin-bottom:14px}
table{width:100%;border-collapse:collapse;border:1px solid #dde3ec}th{background:#eef2f8;font-weight:600;text-align:left}th,td{padding:12px 10px;border-bottom:1px solid #dde3ec;font-size:13.5px;word-break:break-all}
.o{color:#e4572e;font-weight:600}.tips{margin-top:18px;background:#f8fafc;border:1px solid #e5eaf1;padding:12px 16px;color:#667;line-height:1.8;font-size:13px}
"""


def xinghe(status: str) -> Draw:
    """星河数卡: a desktop shop that shows the order as one line of a table."""

    def draw(inv: Invention, look: Look) -> Screen:
        o = invent(inv, status, "18", high=260)
        cells = [
            ("订单号", h.m(o.number, "t0.order_no"), "19%"),
            ("商品", h.esc(o.goods), "20%"),
            ("单价", o.unit, "9%"),
            ("数量", str(o.count), "7%"),
            ("实付款", h.m(f"￥{o.paid}", "t0.amount", cls="o"), "12%"),
            ("下单时间", h.m(plain(o.made), "t0.occurred_at"), "18%"),
            ("状态", h.m(status, "t0.status"), "10%"),
        ]
        head = "".join(f'<th style="width:{w}">{a}</th>' for a, _, w in cells)
        line = "".join(f"<td>{b}</td>" for _, b, _ in cells)
        body = (
            f'<div class="hd" data-row="hd"><b>星河数卡</b><span>首页</span><span>商品分类</span><span>订单查询</span><span>联系客服</span></div><div class="wrap"><div class="bc" data-row="bc">当前位置：首页 &gt; 订单查询 &gt; 查询结果（共 1 条）</div><table data-row="table"><tr>{head}</tr><tr>{line}</tr></table>'
            '<div class="tips" data-row="tips">1. 卡密类商品请点击订单号查看卡密内容。<br>2. 订单异常请携带订单号联系在线客服，工作时间 9:00-23:00。</div></div>'
        )
        return Screen("payment", "browser", o.captured, XINGHE_CSS, body, Facts((o.fact(paid_time=False),)), "星河数卡")

    return draw


PAY_CSS = """
.phone{background:#f3f5f8;color:#333}.bx{background:#fff;width:min(92%,430px);margin:26px auto;border-radius:8px;padding:24px 26px;text-align:center;box-shadow:0 2px 12px rgba(0,0,0,.06)}
.am{font-size:36px;color:#e64340;font-weight:600}.qr{margin:16px auto;display:block}.r{display:flex;justify-content:space-between;gap:14px;font-size:13.5px;padding:6px 0;color:#666;text-align:left}.r .v{color:#333;word-break:break-all;text-align:right}
.cd{color:#e64340;font-size:14px;margin-bottom:10px}
"""


def _qr(inv: Invention, size: int = 168, cells: int = 29) -> str:
    spots = "".join(
        f'<rect x="{x}" y="{y}" width="1" height="1"/>' for x in range(cells) for y in range(cells) if inv.rng.random() < 0.48 and not ((x < 8 or x > cells - 9) and y < 8 or x < 8 and y > cells - 9)
    )
    eyes = "".join(f'<path d="M{x} {y}h7v7h-7zM{x + 1} {y + 1}v5h5v-5zM{x + 2} {y + 2}h3v3h-3z" fill-rule="evenodd"/>' for x, y in ((0, 0), (cells - 7, 0), (0, cells - 7)))
    return f'<svg class="qr" width="{size}" height="{size}" viewBox="0 0 {cells} {cells}" fill="#111" shape-rendering="crispEdges">{spots}{eyes}</svg>'


def cashier(status: str = "待支付") -> Draw:
    """A cashier page with a QR code and floating cents, not paid yet or just paid."""

    def draw(inv: Invention, look: Look) -> Screen:
        o = invent(inv, status, "19", high=300)

        def r(label: str, value: str) -> str:
            return f'<div class="r" data-row="{label}"><span>{label}</span><span class="v">{value}</span></div>'

        mid = _qr(inv) + '<div class="cd">请在 04:37 内完成支付</div>' if o.unpaid else f'<div class="fx jc" style="margin:22px 0">{h.icon(h.CHECK, 70, "#07c160", 2)}</div>'
        rows = r("商家", "蓝鲸数字货源") + r("商品名称", h.esc(o.goods)) + r("商户订单号", h.m(o.number, "t0.order_no"))
        rows += r("创建时间", h.m(plain(o.made), "t0.occurred_at")) if o.unpaid else r("创建时间", plain(o.made)) + r("支付时间", h.m(plain(o.paid_at), "t0.occurred_at"))
        rows += r("状态", h.m(status, "t0.status"))
        if not o.unpaid:
            rows += r("交易订单号", h.m(o.trade_no, "t0.trade_no"))
        body = (
            h.status_bar(look, o.captured, inv.rng)
            + f'<main><div class="bx" data-row="bx"><div style="font-size:16px">{"微信扫码支付" if o.unpaid else "支付结果"}</div><div class="am num">{h.m("￥" + o.paid, "t0.amount")}</div>{mid}{rows}</div></main>'
            + h.home_bar(look)
        )
        return Screen("payment", "browser", o.captured, PAY_CSS, body, Facts((o.fact(trade=not o.unpaid),)), f"pay{numbers.digits(inv.rng, 2)}.example")

    return draw


def _shot(spec: str, *draws: Draw) -> Shot:
    return Shot("kameng_order", draws, spec)


SHOTS = [
    _shot("1200@1 h:640 noto light nobar png8:64 win11", jiuzhou("充值失败")),
    _shot("1080@1 h:600 micro light nobar from:panel until:log q:80 wxjt", jiuzhou("已全额退款")),
    _shot("1180@1 h:620 opensans+zen light nobar scale:720 q:76 qqjt", jiuzhou("待付款", trade=False)),
    _shot("1024@1.25 h:420 noto light nobar png8:64 snipaste", xinghe("已发货")),
    _shot("960@1 h:400 zen light nobar from:bc until:tips png8:64 macos", xinghe("待处理")),
    _shot("375@2 inter+noto light ios png8 iphone", cashier()),
    _shot("393@2.75 roboto+noto light miui scale:430 q:70 mmexport", cashier("已支付")),
]

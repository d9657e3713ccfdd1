"""Complaints and work orders: 12315, 黑猫, WeChat Pay, the platform's own tickets."""

from __future__ import annotations

from datetime import datetime

from samples.generator import html as h
from samples.generator import numbers
from samples.generator.data import Invention, chinese, iso, plain
from samples.generator.labels import Facts, Statement, Ticket
from samples.generator.look import Look
from samples.generator.screen import Draw, Screen, Shot

CSS = """
.phone{background:#f4f5f7;color:#222}.nav{background:var(--brand);color:#fff}.sb{background:var(--brand);color:#fff!important}
.cd{background:#fff;margin:10px 12px 0;border-radius:8px;padding:14px 16px}.cd h3{font-size:16px;font-weight:600;margin-bottom:8px}
.r{display:flex;padding:6px 0;font-size:14.5px}.r .l{width:104px;color:#8a8a8a;flex:none}.r .v{flex:1;word-break:break-all}
.tx{font-size:15px;line-height:1.65;color:#333;word-break:break-all}
.tl{border-left:2px solid #e3e6ea;margin-left:6px;padding:0 0 10px 16px;font-size:14px;position:relative}.tl:before{content:'';position:absolute;left:-6px;top:5px;width:10px;height:10px;border-radius:50%;background:var(--brand)}.tl .d{color:#999;font-size:12.5px}
.st{color:var(--brand);font-weight:500}
"""


def _r(label: str, value: str) -> str:
    return f'<div class="r" data-row="{label}"><span class="l">{label}</span><span class="v">{value}</span></div>'


def _screen(inv: Invention, look: Look, ticket: Ticket, captured: datetime, title: str, brand: str, cards: str, app: str = "browser", statements: tuple[Statement, ...] = ()) -> Screen:
    body = h.status_bar(look, captured, inv.rng, "#fff") + h.nav(title) + f"<main>{cards}<div style='height:14px'></div></main>" + h.home_bar(look)
    return Screen("ticket", app, captured, CSS + f":root{{--brand:{brand}}}", body, Facts(tickets=(ticket,), statements=statements))


def t12315() -> Draw:
    """全国12315平台: the registration number has 25 digits."""

    def draw(inv: Invention, look: Look) -> Screen:
        at = inv.moment()
        captured = inv.later(at, 60, 9000)
        number = numbers.ticket_12315(inv.rng, at)
        shop, company = inv.company()
        order = numbers.aggregator(inv.rng, at)
        spent = inv.amount(50, 500)
        state = inv.pick(("待受理", "已受理", "调解中", "已办结"))
        cards = (
            f'<div class="cd" data-row="cd"><h3>投诉详情</h3>{_r("登记编号", h.m(number, "k0.ticket_no"))}{_r("登记时间", h.m(plain(at), "k0.filed_at"))}{_r("当前状态", f"<span class=st>{state}</span>")}{_r("投诉类型", "合同 / 退换货问题")}{_r("处理单位", inv.pick(("余杭区市场监督管理局", "南山区市场监督管理局", "浦东新区市场监督管理局")))}</div>'
            f'<div class="cd"><h3>被投诉对象</h3>{_r("企业名称", h.m(company, private=True))}{_r("网站名称", shop)}</div>'
            f'<div class="cd" data-row="body"><h3>投诉内容</h3><div class="tx">本人于{at.month}月{at.day}日在该平台购买虚拟充值商品，支付{spent}元，订单号{order}，至今未到账，客服拒不处理。</div>{_r("消费金额", spent + "元")}{_r("投诉诉求", "退还货款")}</div>'
        )
        return _screen(inv, look, Ticket(number, "12315", iso(at)), captured, "全国12315平台", "#2f6bd8", cards)

    return draw


def heimao(*, reply: bool = False) -> Draw:
    """黑猫投诉: number of 11 digits that is no phone number, timeline of the complaint."""

    def draw(inv: Invention, look: Look) -> Screen:
        at = inv.moment()
        captured = inv.later(at, 3000, 9000)
        later = inv.later(at, 60, 2000)
        number = numbers.ticket_heimao(inv.rng)
        shop, _ = inv.company()
        timeline = f'<div class="tl"><div>{inv.person()[0]}** 发起了投诉</div><div class="d">{plain(at)}</div></div><div class="tl"><div>黑猫消费者服务平台 审核通过，已分配商家 {shop}</div><div class="d">{plain(later)}</div></div>'
        statements: tuple[Statement, ...] = ()
        if reply:
            said = "您好，虚拟商品一经售出不支持退款，订单显示已充值成功，请您知悉。"
            answer = inv.later(later, 100, 900)
            statements = (Statement("refusal", "other", said, at=iso(answer, seconds=False)),)
            timeline = (
                f'<div class="tl"><div>{shop} 回复投诉</div><div class="tx" style="background:#f6f7f9;padding:8px 10px;border-radius:6px;margin:5px 0">{h.m(said, "s0")}</div><div class="d">{plain(answer)}</div></div>'
                + timeline
            )
        cards = (
            f'<div class="cd" data-row="cd"><h3>{shop}充值不到账且拒绝退款</h3>{_r("投诉编号", h.m(number, "k0.ticket_no"))}{_r("投诉对象", shop)}{_r("投诉问题", "虚假宣传，不予退款")}{_r("投诉要求", "退款，赔偿")}{_r("涉诉金额", inv.amount(30, 900) + "元")}{_r("投诉进度", "<span class=st>商家处理中</span>")}{_r("发起时间", h.m(plain(at), "k0.filed_at"))}</div>'
            f'<div class="cd" data-row="body"><h3>投诉进展</h3>{timeline}</div>'
        )
        return _screen(inv, look, Ticket(number, "黑猫投诉", iso(at)), captured, "黑猫投诉", "#d9352c", cards, statements=statements)

    return draw


def wechat_pay() -> Draw:
    """微信支付投诉: number of 27 digits."""

    def draw(inv: Invention, look: Look) -> Screen:
        at = inv.moment()
        captured = inv.later(at, 60, 9000)
        number = numbers.ticket_wechat(inv.rng, at)
        shop, _ = inv.company()
        cards = (
            f'<div class="cd" data-row="cd"><h3>交易投诉</h3>{_r("投诉状态", "<span class=st>待商家处理</span>")}{_r("投诉单号", h.m(number, "k0.ticket_no"))}{_r("投诉时间", h.m(chinese(at), "k0.filed_at"))}{_r("投诉商户", h.m(shop, private=True))}{_r("投诉原因", "商品未到账")}</div>'
            f'<div class="cd"><h3>投诉交易</h3>{_r("交易金额", "￥" + inv.amount(20, 500))}{_r("交易单号", numbers.wechat_payment(inv.rng, at))}</div>'
        )
        return _screen(inv, look, Ticket(number, "微信支付投诉", iso(at)), captured, "投诉详情", "#07a35a", cards, "wechat")

    return draw


def platform(*, prefix: str = "GD", brand: str = "#ff6a2b", seconds: bool = True) -> Draw:
    """A platform's own work order."""

    def draw(inv: Invention, look: Look) -> Screen:
        at = inv.moment()
        captured = inv.later(at, 30, 4000)
        number = f"{prefix}{at:%Y%m%d}{numbers.digits(inv.rng, 6)}"
        state = inv.pick(("待客服回复", "处理中", "已关闭"))
        cards = (
            f'<div class="cd" data-row="cd"><h3>{inv.pick(("充值未到账", "卡密无法使用", "订单处理异常"))}</h3>{_r("工单编号", h.m(number, "k0.ticket_no"))}{_r("工单类型", inv.pick(("订单售后", "退款咨询")))}{_r("工单状态", f"<span class=st>{state}</span>")}{_r("提交时间", h.m(plain(at, seconds=seconds), "k0.filed_at"))}{_r("关联订单", numbers.shop_prefixed(inv.rng, at, "YQ"))}{_r("联系手机", h.m(inv.masked_phone(), private=True))}</div>'
            f'<div class="cd" data-row="body"><h3>问题描述</h3><div class="tx">下单后一直显示处理中，充值账号没有收到，请核实处理。</div><div class="fx" style="gap:8px;margin-top:10px">{h.photo("72px", "96px", inv.rng)}{h.photo("72px", "96px", inv.rng)}</div></div>'
        )
        return _screen(inv, look, Ticket(number, "平台工单", iso(at, seconds=seconds)), captured, "工单详情", brand, cards)

    return draw


def _shot(spec: str, *draws: Draw) -> Shot:
    return Shot("ticket", draws, spec)


SHOTS = [
    _shot("393@2.75 roboto+noto light miui q:74 miui", t12315()),
    _shot("375@2 inter+noto light ios scale:375 q:70 mmexport", t12315()),
    _shot("412@2.625 opensans+micro light android mosaic scale:520 q:62 wxpc", t12315()),
    _shot("390@2 inter+noto light ios png8:64 iphone", heimao(reply=True)),
    _shot("393@2.75 wenkai light miui circle:投诉编号 q:70 oppo", heimao()),
    _shot("360@2 droid light nobar from:cd scale:330 q:76 epoch", heimao()),
    _shot("393@2.75 roboto+noto light miui webp:56 vivo", wechat_pay()),
    _shot("360@3 zen light android scale:540 q:60 twice:70 mmexport", platform()),
    _shot("414@2 inter+noto light ios png8:64 iphone", platform(prefix="T", brand="#3656d9", seconds=False)),
]

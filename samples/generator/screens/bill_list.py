"""Lists of several transactions: WeChat and Alipay bills, a bank account's history, order lists of card platforms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from samples.generator import html as h
from samples.generator import numbers
from samples.generator.data import GOODS, NICKNAMES, SHOPS, Invention, grouped, iso, plain
from samples.generator.labels import Facts, Transaction
from samples.generator.look import Look
from samples.generator.screen import Draw, Screen, Shot
from samples.generator.screens.shop_order import STATUSES


@dataclass(frozen=True)
class Entry:
    """One line of a list."""

    title: str
    at: datetime
    amount: str
    income: bool
    #: '' or a partial refund's amount
    part: str = ""
    status: str = ""


def _moments(inv: Invention, count: int, spread_hours: int, end: datetime) -> list[datetime]:
    """Descending waking moments."""
    out, at = [], end
    for _ in range(count):
        at -= timedelta(hours=inv.rng.uniform(0.5, spread_hours), seconds=inv.rng.randint(1, 59))
        if at.hour < 7:
            at -= timedelta(hours=8)
        out.append(at)
    return out


def _entries(inv: Invention, count: int, end: datetime, spread_hours: int) -> list[Entry]:
    rng = inv.rng
    out = []
    for at in _moments(inv, count, spread_hours, end):
        dice = rng.random()
        amount = inv.amount(3, 600)
        if dice < 0.18:
            out.append(Entry(f"转账-来自{inv.pick(NICKNAMES)}", at, amount, True))
        elif dice < 0.34:
            out.append(Entry(f"扫二维码付款-给{inv.pick(NICKNAMES)}", at, amount, False))
        elif dice < 0.46:
            out.append(Entry(inv.pick(SHOPS), at, amount, False, status="已全额退款"))
        elif dice < 0.56:
            part = f"{float(amount) * 0.5:.2f}"
            out.append(Entry(inv.pick(SHOPS), at, amount, False, part=part, status=f"已退款(￥{part})"))
        else:
            out.append(Entry(rng.choice((inv.pick(SHOPS), "美邻便利店", "青禾面馆", "云上出行", "城市公交")), at, amount, False))
    return out


WECHAT_CSS = """
.phone{background:var(--soft)}.mo{padding:14px 16px 10px;background:var(--soft)}.mo .a{font-size:17px;font-weight:500;display:flex;align-items:center;gap:5px}.mo .s{font-size:13px;color:var(--label);margin-top:4px}
.fl{display:flex;justify-content:space-between;padding:8px 16px;font-size:14.5px}
.it{display:flex;gap:12px;padding:14px 16px 0;background:var(--card)}.it .c{flex:1;display:flex;justify-content:space-between;padding-bottom:14px;border-bottom:.5px solid var(--line);min-width:0;gap:10px}
.it .t{font-size:16px;line-height:1.35}.it .d{font-size:13px;color:var(--label);margin-top:3px}.it .m{text-align:right;flex:none}.it .m .x{font-size:17px;font-weight:500}.it .m .y{font-size:12.5px;color:#e7a23c;margin-top:3px}.in{color:#dfa53a}
"""


def _wechat_item(inv: Invention, entry: Entry, index: int) -> tuple[str, list[Transaction]]:
    when = f"{entry.at.month}月{entry.at.day}日 {entry.at:%H:%M}"
    at = iso(entry.at, seconds=False)
    first = f"t{index}"
    status = {"": None, "已全额退款": "refunded"}.get(entry.status, "paid")
    facts = [Transaction(None, None, entry.amount, at, status)]
    note = ""
    if entry.part:
        facts.append(Transaction(None, None, entry.part, None, "refunded"))
        note = h.m(entry.status, f"{first}.status", f"t{index + 1}.status", f"t{index + 1}.amount")
    elif entry.status:
        note = h.m(entry.status, f"{first}.status")
    color = inv.rng.choice(("#4a90d9", "#e2763c", "#26a17b", "#8a63d2", "#fa9d3b"))
    picture = inv.rng.choice((h.avatar(entry.title[0], 38, color), h.photo("38px", "38px", inv.rng, "5px")))
    sign = "+" if entry.income else "-"
    html = (
        f'<div class="it" data-row="it{index}">{picture}<div class="c"><div><div class="t">{h.m(entry.title, private=True)}</div><div class="d">{h.m(when, f"{first}.occurred_at")}</div></div>'
        f'<div class="m"><div class="x num{" in" if entry.income else ""}">{h.m(sign + entry.amount, f"{first}.amount")}</div>{f"<div class=y>{note}</div>" if note else ""}</div></div></div>'
    )
    return html, facts


def wechat(count: int, *, spread_hours: int = 40) -> Draw:
    """WeChat's bill list with month headings and month totals."""

    def draw(inv: Invention, look: Look) -> Screen:
        captured = inv.moment("2024-02-10")
        items, month = "", 0
        facts: list[Transaction] = []
        for entry in _entries(inv, count, captured, spread_hours):
            if entry.at.month != month:
                month = entry.at.month
                items += f'<div class="mo" data-row="mo{month}"><div class="a">{entry.at.year}年{month}月 {h.icon(h.DOWN, 14)}</div><div class="s">支出 ¥{grouped(inv.amount(900, 9000))}&nbsp;&nbsp; 收入 ¥{grouped(inv.amount(100, 3000))}</div></div>'
            html, more = _wechat_item(inv, entry, len(facts))
            items += html
            facts += more
        body = (
            h.status_bar(look, captured, inv.rng)
            + h.nav("账单", right="常见问题")
            + f'<main><div class="fl" data-row="fl"><span class="fx ac" style="gap:4px">全部账单 {h.icon(h.DOWN, 13)}</span><span style="color:var(--link)">查找交易　收支统计</span></div>{items}</main>'
            + h.home_bar(look)
        )
        return Screen("bill_list", "wechat", captured, WECHAT_CSS, body, Facts(tuple(facts)))

    return draw


ALIPAY_CSS = """
.phone{background:var(--soft)}.hd{display:flex;justify-content:space-between;align-items:center;padding:12px 16px}.hd .a{font-size:18px;font-weight:600}.hd .s{font-size:12.5px;color:#999}
.ch{display:flex;gap:8px;padding:4px 16px 6px;font-size:13px}.ch span{background:var(--card);border-radius:14px;padding:4px 12px}
.grp{background:var(--card);border-radius:10px;margin:0 10px 10px;padding:2px 0}.it{display:flex;gap:11px;padding:12px 14px}.it .t{font-size:15.5px}.it .k{font-size:12.5px;color:#999;margin-top:2px}.it .m{margin-left:auto;text-align:right;flex:none}.it .x{font-size:17px;font-weight:600}.it .y{font-size:12.5px;color:#999;margin-top:2px}.gn{color:#e8541e}
"""


def alipay(count: int, *, spread_hours: int = 30, spelled: str = "month") -> Draw:
    """Alipay's bill list: 今天, 昨天, then dates; refunds and closed orders among the payments."""

    def draw(inv: Invention, look: Look) -> Screen:
        rng = inv.rng
        captured = inv.moment("2024-02-10")
        groups, facts, month = "", [], 0
        opened = False
        for index, at in enumerate(_moments(inv, count, spread_hours, captured)):
            if at.month != month:
                month = at.month
                groups += (
                    ("</div>" if opened else "")
                    + f'<div class="hd" data-row="mo{month}"><span class="a">{at.year}年{month}月</span><span class="s">支出 ￥{grouped(inv.amount(800, 9000))} 收入 ￥{grouped(inv.amount(50, 900))}</span></div><div class="grp">'
                )
                opened = True
            days = (captured.date() - at.date()).days
            if spelled == "full":
                when = plain(at, seconds=False)
            elif days <= 1:
                when = ("今天", "昨天")[days] + f" {at:%H:%M}"
            else:
                when = f"{at.month}月{at.day}日 {at:%H:%M}" if spelled == "month" else f"{at:%m-%d %H:%M}"
            word = rng.choice(("", "", "", "交易关闭", "退款成功", "等待付款"))
            state = {"交易关闭": "closed", "退款成功": "refunded", "等待付款": "pending"}.get(word)
            amount = inv.amount(4, 1500)
            goods = inv.pick(GOODS)
            title = f"退款-{goods}" if word == "退款成功" else rng.choice((goods, inv.pick(SHOPS), "转账给" + inv.masked_person()))
            sign = {"退款成功": "", "交易关闭": ""}.get(word, "-")
            note = f'<div class="y">{h.m(word, f"t{index}.status")}</div>' if word else ""
            color = rng.choice(("#1677ff", "#ff6a3d", "#20b27a", "#7a5cf0", "#f5a623"))
            groups += f'<div class="it" data-row="it{index}">{h.avatar(title[0], 34, color)}<div style="min-width:0"><div class="t">{h.m(title, private=True)}</div><div class="k">{rng.choice(("充值缴费", "日用百货", "转账", "文化休闲"))}</div><div class="k">{h.m(when, f"t{index}.occurred_at")}</div></div><div class="m"><div class="x num{" gn" if word == "退款成功" else ""}">{h.m(sign + grouped(amount), f"t{index}.amount")}</div>{note}</div></div>'
            facts.append(Transaction(None, None, amount, iso(at, seconds=False), state))
        body = (
            h.status_bar(look, captured, rng)
            + h.nav("账单", right=h.icon(h.SEARCH, 20))
            + f'<main><div class="ch" data-row="ch"><span>全部</span><span>支出</span><span>转账</span><span>退款</span><span>订单</span></div>{groups}{"</div>" if opened else ""}</main>'
            + h.home_bar(look)
        )
        return Screen("bill_list", "alipay", captured, ALIPAY_CSS, body, Facts(tuple(facts)))

    return draw


KAMENG_CSS = """
.phone{background:#f3f4f6;color:#222}.nav{background:#3656d9;color:#fff}.sb{background:#3656d9;color:#fff!important}
.tabs{display:flex;background:#fff;font-size:14.5px}.tabs span{flex:1;text-align:center;padding:11px 0;color:#666}.tabs .on{color:#3656d9;border-bottom:2px solid #3656d9;font-weight:500}
.cd{background:#fff;margin:10px 12px 0;border-radius:8px;padding:12px 14px}.cd .h{display:flex;justify-content:space-between;font-size:13px;color:#888;border-bottom:1px solid #f2f2f2;padding-bottom:8px;gap:8px}.cd .h .s{flex:none}
.cd .g{font-size:15px;font-weight:500;padding:9px 0 3px;color:#222}.cd .k{font-size:12.5px;color:#999;display:flex;justify-content:space-between;align-items:center;padding-top:2px}.cd .p{color:#e43d33;font-size:16px;font-weight:600}
.s0{color:#e6a23c}.s1{color:#2f9e5b}.s2{color:#3656d9}.s3{color:#999}
"""


def _number(inv: Invention, style: str, at: datetime) -> str:
    if style == "prefix":
        return numbers.shop_prefixed(inv.rng, at, "LJ")
    return numbers.shop_17(inv.rng, at) if style == "17" else numbers.shop_letters(inv.rng)


def kameng(count: int, *, style: str = "prefix", seams: int = 0, labelled: bool = True) -> Draw:
    """A card platform's order list: number, goods, time, paid amount and status on each card."""

    def draw(inv: Invention, look: Look) -> Screen:
        rng = inv.rng
        captured = inv.moment("2024-02-10")
        cards, facts = "", []
        bar = h.nav("我的订单", right=h.icon(h.SEARCH, 20))
        for index, at in enumerate(_moments(inv, count, 30, captured)):
            number = _number(inv, style, at)
            status = rng.choice(("已完成", "已完成", "充值失败", "处理中", "已退款", "待支付", "交易关闭"))
            color = {"pending": "s0", "paid": "s1", "refunded": "s2", "closed": "s3"}[STATUSES[status]]
            amount = inv.amount(5, 400)
            label = "订单号：" if labelled else ""
            cards += f'<div class="cd" data-row="it{index}"><div class="h"><span>{label}{h.m(number, f"t{index}.order_no")}</span><span class="s {color}">{h.m(status, f"t{index}.status")}</span></div><div class="g">{h.esc(inv.pick(GOODS))}</div><div class="k"><span>{h.m(plain(at), f"t{index}.occurred_at")}</span><span>x1&nbsp; 实付 <span class="p">{h.m("¥" + amount, f"t{index}.amount")}</span></span></div></div>'
            facts.append(Transaction(number, None, amount, iso(at), STATUSES[status]))
            if seams and index % seams == seams - 1 and index < count - 1:
                cards += f'<div style="margin-top:10px" data-row="seam{index}">{h.status_bar(look, captured, rng, "#fff")}{bar}</div>'
        tabs = "".join(f'<span class="{"on" if i == 0 else ""}">{t}</span>' for i, t in enumerate(("全部", "待支付", "处理中", "已完成", "售后")))
        body = h.status_bar(look, captured, rng, "#fff") + bar + f'<main><div class="tabs" data-row="tabs">{tabs}</div>{cards}<div style="height:14px" data-row="end"></div></main>' + h.home_bar(look)
        return Screen("bill_list", "browser", captured, KAMENG_CSS, body, Facts(tuple(facts)), "蓝鲸卡盟")

    return draw


BANK_CSS = """
.phone{background:var(--card)}.sm{background:#b5282d;color:#fff;padding:16px 18px 18px}.sm .b{font-size:26px;font-weight:600}
.dh{background:var(--soft);color:var(--label);font-size:13px;padding:7px 16px}.it{display:flex;justify-content:space-between;padding:11px 16px;border-bottom:.5px solid var(--line);gap:12px}.it .t{font-size:15.5px}.it .k{font-size:12.5px;color:var(--label);margin-top:2px}.it .m{text-align:right;flex:none}.it .x{font-size:17px;font-weight:500}
"""


def bank(count: int) -> Draw:
    """An account's history: a date heading, hh:mm in each line, a balance beneath each amount."""

    def draw(inv: Invention, look: Look) -> Screen:
        rng = inv.rng
        captured = inv.moment("2024-02-10")
        lines, facts, day = "", [], None
        left = float(inv.amount(9000, 30000))
        first_balance = left
        for index, at in enumerate(_moments(inv, count, 20, captured)):
            if at.date() != day:
                day = at.date()
                lines += f'<div class="dh" data-row="day{index}">{at:%Y-%m-%d} 星期{"一二三四五六日"[at.weekday()]}</div>'
            amount = inv.amount(5, 900)
            income = rng.random() < 0.25
            title = rng.choice(("快捷支付-支付宝", "快捷支付-财付通", "网上支付", "跨行转账")) if not income else rng.choice(("退款", "转入", "工资"))
            lines += f'<div class="it" data-row="it{index}"><div><div class="t">{title}</div><div class="k">{h.m(f"{at:%H:%M:%S}", f"t{index}.occurred_at")}　尾号3307</div></div><div class="m"><div class="x num">{h.m(("+" if income else "-") + grouped(amount), f"t{index}.amount")}</div><div class="k">余额 {grouped(f"{left:.2f}")}</div></div></div>'
            left += float(amount) * (-1 if income else 1)
            facts.append(Transaction(None, None, amount, iso(at), None if title != "退款" else "refunded"))
            if title == "退款":
                lines = lines.replace(
                    f'<div class="t">退款</div><div class="k"><span data-m="t{index}.', f'<div class="t">{h.m("退款", f"t{index}.status")}</div><div class="k"><span data-m="t{index}.'
                )
        body = (
            h.status_bar(look, captured, rng)
            + h.nav("交易明细", right="筛选")
            + f'<main><div class="sm" data-row="sm"><div style="font-size:13px">储蓄卡 尾号3307 可用余额</div><div class="b num">{grouped(f"{first_balance:.2f}")}</div></div>{lines}</main>'
            + h.home_bar(look)
        )
        return Screen("bill_list", "bank", captured, BANK_CSS, body, Facts(tuple(facts)))

    return draw


def _shot(spec: str, *draws: Draw) -> Shot:
    return Shot("bill_list", draws, spec)


SHOTS = [
    _shot("393@2.75 roboto+noto light miui q:76 miui", wechat(9)),
    _shot("390@3 inter+noto dark ios png8:64 iphone", wechat(8, spread_hours=90)),
    _shot("393@2.75 roboto+noto light miui q:52 oppo", wechat(46, spread_hours=34)),
    _shot("375@2 inter+noto light ios from:it1 until:it7 scale:400 q:70 mmexport", wechat(9)),
    _shot("360@3 opensans+micro light android scale:480 q:66 twice:80 wxpc", alipay(7)),
    _shot("393@2.75 roboto+noto light miui q:74 huawei", alipay(8, spelled="dash", spread_hours=80)),
    _shot("412@2.625 manrope+droid dark android webp:60 vivo", alipay(7, spelled="full", spread_hours=200)),
    _shot("375@2 inter+noto light ios fold png8:64 iphone", kameng(5)),
    _shot("393@2 roboto+noto light android q:58 mmexport", kameng(22, style="17", seams=7)),
    _shot("360@2 zen light nobar from:it0 until:end mosaic q:72 epoch", kameng(4, style="letters", labelled=False)),
    _shot("393@2.75 wenkai light miui photo scale:1080 q:62 camera", kameng(5, style="17")),
    _shot("390@2 inter+noto light ios scale:390 q:68 mmexport", bank(8)),
]

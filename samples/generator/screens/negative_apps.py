"""Everyday apps with times, prices and numbers in which there is nothing to extract."""

from __future__ import annotations

from datetime import timedelta

from samples.generator import html as h
from samples.generator import numbers
from samples.generator.data import Invention, plain
from samples.generator.look import Look
from samples.generator.screen import Draw, Screen

COMMON = """
.phone{background:var(--soft)}.cd{background:var(--card);border-radius:10px;margin:10px 12px 0;padding:12px 14px}.ln{display:flex;justify-content:space-between;align-items:center;padding:12px 16px;background:var(--card);border-bottom:.5px solid var(--line);font-size:16px}.k{color:var(--label);font-size:13px}.red{color:#f0452d}.big{font-size:30px;font-weight:600}
"""


def _page(inv: Invention, look: Look, css: str, body: str, title: str = "", right: str = "", color: str = "inherit") -> Screen:
    captured = inv.moment()
    top = h.status_bar(look, captured, inv.rng, color) + (h.nav(title, right=right) if title else "")
    return Screen("other", "other", captured, COMMON + css, top + body + h.home_bar(look))


def weather(inv: Invention, look: Look) -> Screen:
    """A forecast."""
    rng = inv.rng
    city = inv.pick(("杭州市 余杭区", "成都市 武侯区", "武汉市", "厦门市 思明区"))
    now = rng.randint(8, 33)
    hours = "".join(
        f'<div class="tc"><div class="k" style="color:#dbe8ff">{t}:00</div>{h.icon("<circle cx=12 cy=12 r=5 /><path d=M12,2v3M12,19v3M2,12h3M19,12h3 />", 24, "#fff")}<div>{now + rng.randint(-3, 3)}°</div></div>'
        for t in range(14, 20)
    )
    days = "".join(
        f'<div class="fx jb" style="padding:9px 0"><span style="width:70px">{d}</span><span>{rng.choice(("多云", "晴", "小雨", "阴转多云"))}</span><span class="num">{now - rng.randint(4, 8)}° / {now + rng.randint(1, 5)}°</span></div>'
        for d in ("今天", "明天", "周三", "周四", "周五", "周六", "周日")
    )
    body = f'<main style="padding:10px 22px;color:#fff"><div class="tc" style="font-size:19px">{city}</div><div class="tc num" style="font-size:84px;font-weight:400;line-height:1.2">{now}°</div><div class="tc">多云　最高 {now + 4}°　最低 {now - 6}°</div><div class="tc" style="margin:4px 0 18px">空气优 {rng.randint(18, 60)}　湿度 {rng.randint(40, 90)}%　东南风3级</div><div class="fx jb" style="background:rgba(255,255,255,.16);border-radius:12px;padding:14px">{hours}</div><div style="background:rgba(255,255,255,.16);border-radius:12px;padding:8px 16px;margin-top:12px">{days}</div><div class="fx jb" style="margin-top:14px"><span>日出 06:12</span><span>日落 18:26</span></div></main>'
    return _page(inv, look, ".phone{background:linear-gradient(#3f7fd0,#8fbbe8);color:#fff}.pill i{background:#fff}", body, color="#fff")


def settings(inv: Invention, look: Look) -> Screen:
    """Phone settings."""
    rows = (
        ("WLAN", "HOME_5G_8821"),
        ("蓝牙", "已关闭"),
        ("移动网络", ""),
        ("个人热点", "已关闭"),
        ("桌面与壁纸", ""),
        ("显示和亮度", ""),
        ("声音和振动", ""),
        ("通知", ""),
        ("电池", "79%"),
        ("存储", "已用 96.4 GB / 128 GB"),
        ("隐私与安全", ""),
        ("应用", ""),
        ("关于手机", "版本 14.0.9"),
    )
    body = (
        "<main>"
        + f'<div style="margin:8px 12px;background:var(--card);border-radius:18px;padding:8px 14px;color:var(--label);display:flex;gap:8px;align-items:center">{h.icon(h.SEARCH, 16)}搜索设置项</div>'
        + "".join(f'<div class="ln"><span>{a}</span><span class="k fx ac" style="gap:4px">{b}{h.icon(h.NEXT, 14)}</span></div>' for a, b in rows)
        + "</main>"
    )
    return _page(inv, look, "", body, "设置")


def music(inv: Invention, look: Look) -> Screen:
    """A music player with lyrics."""
    body = f'<main style="padding:6px 26px;color:#fff"><div class="tc" style="font-size:18px">晚风经过十字街</div><div class="tc k" style="color:#c9c2d6">陈默川 · 第三张专辑 2021</div><div class="fx jc" style="margin:28px 0">{h.photo("270px", "270px", inv.rng, "50%")}</div><div class="tc" style="line-height:2.1;color:#b8b0c8">路灯一盏一盏亮起来<br><b style="color:#fff">我把没说完的话折进口袋</b><br>等你从下一个春天回来</div><div style="height:3px;background:#665c7c;border-radius:2px;margin:26px 0 8px"><div style="height:3px;width:38%;background:#fff;border-radius:2px"></div></div><div class="fx jb k" style="color:#c9c2d6"><span>01:32</span><span>04:05</span></div><div class="fx jb ac" style="margin:24px 20px">{h.icon(h.MENU, 24)}{h.icon(h.BACK, 34)}<div class="av" style="width:64px;height:64px;border-radius:50%;border:2px solid #fff;font-size:22px" data-skip>▶</div>{h.icon(h.NEXT, 34)}{h.icon(h.STAR, 24)}</div><div class="fx jb k" style="color:#c9c2d6"><span>音质 320K</span><span>评论 10203</span></div></main>'
    return _page(inv, look, ".phone{background:linear-gradient(#4a3b63,#211a30);color:#fff}.pill i{background:#fff}", body, color="#fff")


def contacts(inv: Invention, look: Look) -> Screen:
    """Contacts with their phone numbers."""
    rows = ""
    for letter in "CHLWZ":
        rows += f'<div class="k" style="padding:6px 16px">{letter}</div>'
        for _ in range(2):
            name, phone = inv.person(), inv.phone()
            rows += f'<div class="ln" style="justify-content:flex-start;gap:12px">{h.avatar(name[0], 40, inv.pick(("#7aa7e8", "#e8a27a", "#87c59a", "#b79be0")))}<div><div>{name}</div><div class="k">{phone[:3]} {phone[3:7]} {phone[7:]}</div></div></div>'
    return _page(inv, look, "", f"<main>{rows}</main>", "联系人", h.icon(h.SEARCH, 20))


def delivery(inv: Invention, look: Look) -> Screen:
    """A list of restaurants with prices and delivery times."""
    rng = inv.rng
    rows = "".join(
        f'<div class="cd fx" style="gap:12px">{h.photo("82px", "82px", rng)}<div class="f1"><div class="b" style="font-size:16px">{n}</div><div class="fx jb k" style="margin-top:4px"><span style="color:#ff8a00">★ {rng.randint(42, 49) / 10:.1f}</span><span>月售 {rng.randint(200, 3000)}</span><span>{rng.randint(22, 55)}分钟　{rng.randint(5, 49) / 10:.1f}km</span></div><div class="k" style="margin-top:4px">起送 ¥{rng.randint(12, 25)}　配送 ¥{rng.randint(1, 6)}　人均 ¥{rng.randint(18, 60)}</div><div style="margin-top:6px;font-size:12px" class="red">满30减{rng.randint(5, 12)}　首单立减{rng.randint(2, 9)}元</div></div></div>'
        for n in ("老街牛肉面（文三路店）", "川妹子麻辣烫", "粥公粥婆（西城店）", "一碗好饭·现炒快餐", "南洋鸡饭屋", "每日轻食沙拉")
    )
    return _page(inv, look, "", f'<main><div style="padding:6px 16px" class="fx jb"><b>西溪壹号 3幢</b><span class="k">综合排序　距离　销量　筛选</span></div>{rows}</main>', "外卖")


def calendar(inv: Invention, look: Look) -> Screen:
    """A month with lunar days and some appointments."""
    lunar = ("初一", "初二", "初三", "清明", "初五", "初六", "初七", "初八", "初九", "初十", "十一", "十二", "十三", "十四", "十五")
    cells = "".join(
        f'<div class="tc" style="padding:6px 0"><div style="font-size:18px{";color:#fff;background:#e8483f;border-radius:50%;width:32px;margin:0 auto;line-height:32px" if d == 14 else ""}">{d if d > 0 else ""}</div><div class="k" style="font-size:10px">{lunar[d % 15] if d > 0 else ""}</div></div>'
        for d in range(-4, 32)
    )
    week = "".join(f'<div class="tc k">{w}</div>' for w in "一二三四五六日")
    notes = "".join(
        f'<div class="cd fx" style="gap:12px"><div style="width:3px;background:{c}"></div><div><div>{t}</div><div class="k">{a}</div></div></div>'
        for t, a, c in (("部门周会", "09:30 - 10:30　3号会议室", "#3b82f6"), ("还信用卡 2,350.00元", "全天提醒", "#e8483f"), ("牙医复诊", "15:00 - 15:40", "#22a06b"))
    )
    return _page(
        inv,
        look,
        "",
        f'<main><div class="big" style="padding:4px 18px">2025年3月</div><div style="display:grid;grid-template-columns:repeat(7,1fr);padding:8px 10px;background:var(--card)">{week}{cells}</div>{notes}</main>',
        "日历",
        "今天",
    )


def cart(inv: Invention, look: Look) -> Screen:
    """A shopping cart with prices and a total that nobody has paid."""
    rng = inv.rng
    prices = [float(inv.amount(9, 300)) for _ in range(4)]
    goods = ("不锈钢保温杯 500ml", "纯棉四件套 1.8m床", "手机支架 桌面款", "无线鼠标 静音版")
    rows = "".join(
        f'<div class="cd"><div class="fx ac b" style="gap:8px;font-size:14.5px;margin-bottom:10px"><i style="width:17px;height:17px;border-radius:50%;background:#f0452d"></i>{s}</div><div class="fx" style="gap:12px">{h.photo("84px", "84px", rng)}<div class="f1"><div style="font-size:14.5px">{g}</div><div class="k" style="margin:4px 0 10px">默认规格；已优惠{rng.randint(3, 20)}元</div><div class="fx jb"><span class="red b num">¥{p:.2f}</span><span class="k">× 1</span></div></div></div></div>'
        for g, p, s in zip(goods, prices, ("山野家居旗舰店", "棉语家纺", "极简数码配件", "云鼠电竞"), strict=True)
    )
    total = f'<div style="background:var(--card);padding:10px 14px" class="fx ac jb"><span class="k">全选</span><span>合计 <b class="red num" style="font-size:18px">¥{sum(prices):.2f}</b></span><b style="background:#f0452d;color:#fff;border-radius:20px;padding:9px 22px;font-weight:500">结算(4)</b></div>'
    return _page(inv, look, "", f"<main>{rows}</main>{total}", "购物车(4)", "管理")


def parcel(inv: Invention, look: Look) -> Screen:
    """Parcel tracking: a long waybill number and many times."""
    at = inv.moment()
    steps = (
        "【杭州市】您的快件已签收，签收人：本人，感谢使用",
        "【杭州市】快件正在派送，派件员：周师傅 13900000000",
        "【杭州市】快件到达 西溪营业点",
        "【嘉兴市】快件离开 嘉兴转运中心，发往 杭州",
        "【广州市】快件已由 广州白云分拣中心 发出",
        "【广州市】商家已发货，等待揽收",
    )
    rows = ""
    for index, step in enumerate(steps):
        at -= timedelta(hours=inv.rng.uniform(1, 9), seconds=inv.rng.randint(1, 59))
        rows += f'<div style="border-left:2px solid {"#f0452d" if not index else "#ddd"};margin-left:6px;padding:0 0 18px 16px"><div style="font-size:15px">{step}</div><div class="k">{plain(at)}</div></div>'
    body = f'<main><div class="cd"><div class="fx jb"><b>迅达快递</b><span class="red">已签收</span></div><div class="k" style="margin-top:6px">运单号　SD{numbers.digits(inv.rng, 13)}　复制</div></div><div class="cd">{rows}</div></main>'
    return _page(inv, look, "", body, "物流详情")


def calculator(inv: Invention, look: Look) -> Screen:
    """A calculator."""
    keys = ("C", "⌫", "%", "÷", "7", "8", "9", "×", "4", "5", "6", "−", "1", "2", "3", "+", "00", "0", ".", "=")
    grid = "".join(f'<div class="av" style="aspect-ratio:1;border-radius:50%;font-size:28px;color:var(--fg);background:{"#ff8a00" if k in "÷×−+=" else "var(--soft)"}">{k}</div>' for k in keys)
    body = f'<main style="display:flex;flex-direction:column;justify-content:flex-end;padding:20px"><div class="tr k" style="font-size:22px">{inv.amount(100, 900)}×12+{inv.rng.randint(20, 99)}</div><div class="tr num" style="font-size:56px">{inv.rng.randint(2, 9)},{numbers.digits(inv.rng, 3)}.6</div><div style="display:grid;grid-template-columns:repeat(4,1fr);gap:12px;margin-top:18px">{grid}</div></main>'
    return _page(inv, look, ".phone{background:var(--bg)}", body)


DRAWS: tuple[tuple[Draw, str], ...] = (
    (weather, "393@2.75 roboto+noto light miui q:62 miui"),
    (settings, "360@3 opensans+micro dark android png8:48 huawei"),
    (music, "390@2 inter+noto dark ios q:60 iphone"),
    (contacts, "412@2 roboto+noto light android mosaic q:66 mmexport"),
    (delivery, "393@2.75 roboto+noto light miui scale:500 q:60 wxpc"),
    (calendar, "375@2 inter+noto light ios png8:64 iphone"),
    (cart, "360@3 wenkai light android scale:540 q:64 mmexport"),
    (parcel, "393@2.75 zen light miui q:66 oppo"),
    (calculator, "414@2 inter+noto dark ios png8:32 iphone"),
)

"""Things to read with dates, prices and refunds in them in which there is nothing to extract."""

from __future__ import annotations

from datetime import timedelta

from samples.generator import html as h
from samples.generator import numbers
from samples.generator.data import Invention, plain
from samples.generator.look import Look
from samples.generator.screen import Draw, Screen
from samples.generator.screens.negative_apps import COMMON

_ARTICLE = ".phone{background:var(--bg)}article{padding:8px 20px 30px}h1{font-size:22px;line-height:1.4;font-weight:600;margin-bottom:10px}p{font-size:17px;line-height:1.85;margin-top:14px;text-align:justify;word-break:break-all}"


def _page(inv: Invention, look: Look, css: str, body: str, title: str = "", right: str = "", color: str = "inherit") -> Screen:
    captured = inv.moment()
    top = h.status_bar(look, captured, inv.rng, color) + (h.nav(title, right=right) if title else "")
    return Screen("other", "other", captured, COMMON + css, top + body + h.home_bar(look))


def article(headline: str, source: str, *paragraphs: str) -> Draw:
    """A news article."""

    def draw(inv: Invention, look: Look) -> Screen:
        published = inv.moment()
        text = "".join(f"<p>{h.esc(p)}</p>" for p in paragraphs)
        picture = h.photo("100%", "150px", inv.rng, "4px")
        body = f'<main><article><h1>{h.esc(headline)}</h1><div class="k" style="margin-bottom:14px">{source}　{plain(published, seconds=False)}　发布于浙江</div>{picture}{text}<div class="fx jb k" style="margin-top:20px"><span>阅读 {inv.rng.randint(2, 9)}.{inv.rng.randint(1, 9)}万</span><span>赞 {inv.rng.randint(30, 900)}　在看 {inv.rng.randint(5, 90)}</span></div></article></main>'
        return _page(inv, look, _ARTICLE, body, " ", h.icon(h.DOTS, 20))

    return draw


oil = article(
    "油价今晚调整：加满一箱约多花6.5元", "城市晚报",
    "3月14日24时，国内成品油价格将迎来年内第五次调整。据测算，92号汽油每升上调0.13元，95号汽油每升上调0.14元，加满一箱50升的油约多花6.5元。",
    "截至当日12:30，多地92号汽油价格进入7.92元时代。分析人士表示，下一轮调价窗口为3月28日24时。",
    "业内建议车主错峰加油，部分民营加油站推出充值1000元送80元等活动，办理前请看清有效期与退卡规则。",
)  # fmt: skip
rights = article(
    "消协提醒：买虚拟充值卡遇退款难，记住这几步", "消费者之声",
    "近期，有消费者反映在网上购买游戏点卡、话费充值后迟迟未到账，商家以虚拟商品一经售出概不退款为由拒绝处理，涉及金额从30元到2000元不等。",
    "消协提示，付款前应核对商家信息，保存订单编号、付款时间等凭证。凡要求私下转账、先交保证金再退款的，都是诈骗。",
    "2025年3月15日当天，全国12315平台共接收相关投诉1.2万件，平均7个工作日内受理。",
)  # fmt: skip


def exam(inv: Invention, look: Look) -> Screen:
    """An exam result with a candidate number of 14 digits."""
    rng = inv.rng
    name = inv.person()
    scores = [(s, rng.randint(68, 139)) for s in ("语文", "数学", "英语")] + [(s, rng.randint(55, 98)) for s in ("物理", "化学", "生物")]
    rows = "".join(f'<tr><td>{s}</td><td class="num">{v}</td></tr>' for s, v in scores)
    css = "table{width:100%;border-collapse:collapse}td{border:1px solid var(--line);padding:11px;text-align:center;font-size:16px}"
    body = f'<main><div class="cd"><div class="tc b" style="font-size:19px;padding:6px 0 12px">2025年普通高中学业水平考试成绩</div><div style="line-height:2">姓名：{h.m(name, private=True)}<br>考生号：25330106{numbers.digits(rng, 6)}<br>准考证号：{numbers.digits(rng, 9)}<br>查询时间：2025-06-25 10:03</div></div><div class="cd"><table>{rows}<tr><td class="b">总分</td><td class="num b red">{sum(v for _, v in scores)}</td></tr></table></div><div class="tc k" style="padding:16px">本成绩仅供参考，以成绩报告单为准</div></main>'
    return _page(inv, look, css, body, "成绩查询")


def trains(inv: Invention, look: Look) -> Screen:
    """A timetable with fares."""
    rng = inv.rng
    rows = ""
    for _ in range(7):
        start, length = rng.randint(6, 20) * 60 + rng.randint(0, 59), rng.randint(50, 400)
        end = start + length
        rows += f'<div class="cd fx jb ac"><div><div class="num" style="font-size:20px;font-weight:600">{start // 60:02d}:{start % 60:02d}</div><div class="k">杭州东</div></div><div class="tc k">G{rng.randint(100, 7600)}<br>{length // 60}小时{length % 60}分</div><div><div class="num" style="font-size:20px;font-weight:600">{end // 60 % 24:02d}:{end % 60:02d}</div><div class="k">南京南</div></div><div class="tr"><div class="red num" style="font-size:18px">¥{rng.randint(90, 420)}.5</div><div class="k">二等座 {rng.choice(("有", "候补", "12张"))}</div></div></div>'
    return _page(inv, look, "", f'<main><div class="fx jb" style="padding:8px 18px"><span class="k">前一天</span><b>3月14日 周五</b><span class="k">后一天</span></div>{rows}</main>', "杭州 → 南京")


def landscape(inv: Invention, look: Look) -> Screen:
    """A picture without text: hills, a sun, haze."""
    rng = inv.rng
    hills = "".join(
        f'<path d="M0 {y} '
        + " ".join(f"Q {x + 40} {y - rng.randint(10, 90)} {x + 80} {y + rng.randint(-20, 20)}" for x in range(0, 480, 80))
        + f' L480 900 L0 900Z" fill="hsl({150 + i * 12},{28 + i * 4}%,{62 - i * 11}%)"/>'
        for i, y in enumerate((380, 450, 540, 640, 740))
    )
    svg = f'<svg width="100%" height="{look.height}" viewBox="0 0 400 860" preserveAspectRatio="xMidYMid slice"><defs><linearGradient id="s" x2="0" y2="1"><stop offset="0" stop-color="#5f8fd0"/><stop offset=".5" stop-color="#f6cfa0"/></linearGradient></defs><rect width="480" height="900" fill="url(#s)"/><circle cx="{rng.randint(90, 310)}" cy="250" r="46" fill="#fff3d0"/>{hills}</svg>'
    return Screen("other", "other", inv.moment(), "", svg)


def quotes(inv: Invention, look: Look) -> Screen:
    """Stock quotes: signed numbers with two digits and six-digit codes."""
    rng = inv.rng
    names = ("蓝海能源", "中南科技", "银桥证券", "东岭药业", "星宇光电", "北方重机", "云端数据", "江南食品", "华岳建材", "海纳通信")
    rows = ""
    for name in names:
        change = rng.uniform(-6, 6)
        color = "#e0312d" if change > 0 else "#0a9c5a"
        rows += f'<div class="ln"><span>{name}<br><span class="k">{rng.choice(("600", "000", "300"))}{numbers.digits(rng, 3)}</span></span><span class="num" style="color:{color};font-size:18px">{rng.uniform(4, 220):.2f}</span><span class="num" style="background:{color};color:#fff;border-radius:4px;padding:4px 8px;width:84px;text-align:right">{change:+.2f}%</span></div>'
    return _page(
        inv,
        look,
        "",
        f'<main><div class="fx jb" style="padding:10px 16px"><b>上证 3{numbers.digits(rng, 3)}.{numbers.digits(rng, 2)}</b><span class="k">15:00:03 已收盘</span></div>{rows}</main>',
        "自选",
        h.icon(h.SEARCH, 20),
    )


def alarms(inv: Invention, look: Look) -> Screen:
    """Alarm clocks."""
    rows = "".join(
        f'<div class="cd fx jb ac"><div><div class="num" style="font-size:34px;font-weight:500">{t}</div><div class="k">{n}</div></div><div style="width:46px;height:26px;border-radius:14px;background:{"#07c160" if i % 2 == 0 else "#ccc"}"></div></div>'
        for i, (t, n) in enumerate((("06:50", "工作日"), ("07:15", "周一至周五，起床"), ("12:30", "午休 仅一次"), ("21:05", "吃药 每天"), ("22:40", "该睡觉了")))
    )
    return _page(inv, look, "", f"<main>{rows}</main>", "闹钟", "编辑")


def steps(inv: Invention, look: Look) -> Screen:
    """A step ranking."""
    rng = inv.rng
    count, rows = rng.randint(21000, 26000), ""
    for place in range(1, 10):
        rows += f'<div class="ln"><span class="fx ac" style="gap:12px"><span class="k" style="width:18px">{place}</span>{h.photo("38px", "38px", rng, "6px")}{h.m(inv.person(), private=True)}</span><span class="num" style="color:#07c160;font-size:20px">{count}</span></div>'
        count -= rng.randint(300, 2600)
    return _page(inv, look, "", f"<main>{h.photo('100%', '150px', rng, '0')}{rows}</main>", "步数排行榜")


def search_results(inv: Invention, look: Look) -> Screen:
    """A web search page about refunds, with hotlines and dates but no order."""
    rng = inv.rng
    day = inv.moment()
    items = ""
    for title, text, site in (
        ("充值没到账怎么退款？2025最新流程详解", "首先准备好订单号、付款截图，联系平台客服要求退款，一般1-3个工作日原路退回……", "zhidao.example"),
        ("全国12315平台使用指南", "消费者可拨打12315热线，或登录平台登记投诉，登记编号可用于查询进度。", "12315.example"),
        ("支付宝客服电话 95188 人工服务时间", "客服热线：95188，服务时间 8:00-22:00，支持账单查询与交易投诉。", "help.example"),
        ("卡盟平台靠谱吗 9.9元会员月卡能买吗", "低价会员多为试用渠道，月卡市场价15-25元，购买前请注意售后政策。", "blog.example"),
    ):
        day -= timedelta(days=rng.randint(3, 60))
        items += (
            f'<div class="cd"><div style="color:var(--link);font-size:17px">{title}</div><div style="font-size:14.5px;margin:6px 0">{text}</div><div class="k">{site}　{day:%Y年%-m月%-d日}</div></div>'
        )
    box = (
        f'<div style="margin:8px 12px;border:1.5px solid #4e6ef2;border-radius:20px;padding:8px 16px;background:var(--card)" class="fx jb"><span>充值没到账怎么退款</span>{h.icon(h.SEARCH, 18)}</div>'
    )
    return _page(inv, look, "", f"<main>{box}{items}</main>")


DRAWS: tuple[tuple[Draw, str], ...] = (
    (oil, "393@2.75 roboto+noto light miui scale:550 q:56 mmexport"),
    (rights, "390@2 inter+noto light ios q:58 iphone"),
    (exam, "360@2 droid light android mosaic q:70 wxpc"),
    (trains, "412@2 roboto+noto light android webp:58 vivo"),
    (landscape, "400@2 light nobar q:62 camera"),
    (quotes, "393@2.75 condensed+noto dark miui q:60 miui"),
    (alarms, "375@2 inter+noto dark ios png8:48 iphone"),
    (steps, "384@2.25 opensans+micro light android scale:384 q:66 epoch"),
    (search_results, "393@2 serif light android photo scale:900 q:58 wxcamera"),
)

"""Product pages and account pages: prices and login times, but no transaction."""

from __future__ import annotations

from datetime import timedelta

from samples.generator import html as h
from samples.generator import numbers
from samples.generator.data import GOODS, SHOPS, Invention, plain
from samples.generator.labels import Facts
from samples.generator.look import Look
from samples.generator.screen import Draw, Screen, Shot

PRODUCT_CSS = """
.phone{background:#f4f5f7;color:#222}.pr{background:#fff;padding:14px 16px}.pr .p{color:#f0452d;font-size:30px;font-weight:600}.pr del{color:#aaa;font-size:14px;margin-left:10px}.pr .t{font-size:18px;font-weight:600;margin:6px 0}.pr .s{display:flex;justify-content:space-between;color:#999;font-size:13px;margin-top:8px}
.cd{background:#fff;margin-top:10px;padding:14px 16px;font-size:14.5px;line-height:1.75}.cd h3{font-size:16px;margin-bottom:6px}.r{display:flex;padding:4px 0}.r span:first-child{width:84px;color:#999;flex:none}
.by{background:#fff;border-top:1px solid #eee;display:flex;align-items:center;padding:8px 14px;gap:16px;font-size:11px;color:#666}.by div{text-align:center}.by div svg{margin:0 auto}.by b{flex:1;background:#f0452d;color:#fff;border-radius:22px;text-align:center;padding:11px;font-size:16px;font-weight:500}
"""


def product(*, banner: bool = True) -> Draw:
    """A product of a card platform: price, stock, validity, notice."""

    def draw(inv: Invention, look: Look) -> Screen:
        rng = inv.rng
        captured = inv.moment()
        price = inv.amount(8, 400)
        goods = inv.pick(GOODS)
        until = captured + timedelta(days=rng.randint(30, 400))
        chips = "".join(
            f'<span style="border:1px solid #f7b2a8;color:#f0452d;border-radius:3px;font-size:11.5px;padding:0 6px;margin-right:6px">{c}</span>' for c in ("自动发货", "官方直充", "7×24小时")
        )
        rows = "".join(
            f'<div class="r" data-row="{a}"><span>{a}</span><span>{b}</span></div>'
            for a, b in (
                ("商品类型", rng.choice(("卡密", "直充"))),
                ("面值", f"{rng.choice((50, 100, 200, 500))}元"),
                ("有效期", rng.choice((f"至{until:%Y-%m-%d}", "自购买之日起30天内有效", "激活后365天"))),
                ("适用范围", "全国通用，港澳台除外"),
                ("到账时间", "1-10分钟，高峰期不超过2小时"),
            )
        )
        picture = f'<div data-row="pic">{h.photo("100%", "230px" if banner else "120px", rng, "0")}</div>'
        body = (
            h.status_bar(look, captured, rng)
            + h.nav("商品详情", right=h.icon(h.DOTS, 20))
            + f'<main>{picture}<div class="pr" data-row="price"><div><span class="p num">¥{price}</span><del>¥{float(price) * 1.25:.2f}</del></div><div class="t">{h.esc(goods)}</div><div>{chips}</div><div class="s"><span>已售 {rng.randint(120, 9800)}</span><span>库存 {rng.randint(20, 900)}</span><span>{inv.pick(SHOPS)}</span></div></div>'
            f'<div class="cd" data-row="spec"><h3>商品参数</h3>{rows}</div><div class="cd" data-row="text"><h3>商品描述</h3>下单时请填写正确的充值账号，系统自动充值到账。购买满200元立减5元，活动截止{until.month}月{until.day}日。请在有效期内使用，逾期作废。客服在线时间：09:00-23:30。</div></main>'
            f'<div class="by" data-row="buy"><div>{h.icon(h.HOME, 20)}首页</div><div>{h.icon(h.CHAT, 20)}客服</div><div>{h.icon(h.STAR, 20)}收藏</div><b>立即购买</b></div>' + h.home_bar(look)
        )
        return Screen("product", "browser", captured, PRODUCT_CSS, body)

    return draw


ACCOUNT_CSS = """
.phone{background:var(--soft)}.pf{background:var(--brand);color:#fff;padding:18px;display:flex;gap:14px;align-items:center}.pf .n{font-size:18px;font-weight:600}.pf .i{font-size:13px;opacity:.88}
.cd{background:var(--card);margin-top:10px;padding:4px 16px}.g2{display:flex;justify-content:space-between;padding:12px 0;border-bottom:.5px solid var(--line);font-size:15px}.g2 .v{color:var(--label)}
.lg{padding:11px 0;border-bottom:.5px solid var(--line);font-size:14px;line-height:1.5}.lg .k{color:var(--label);font-size:13px;display:flex;justify-content:space-between}
.bl{display:flex;background:var(--card);padding:14px 0}.bl div{flex:1;text-align:center;font-size:13px;color:var(--label)}.bl b{display:block;font-size:20px;color:var(--fg);font-weight:600}
"""


def account(*, brand: str = "#ff6a2b", logins: int = 5, label: str = "绑定手机") -> Draw:
    """A member page with the bound phone and the login records."""

    def draw(inv: Invention, look: Look) -> Screen:
        rng = inv.rng
        captured = inv.moment()
        phone = inv.masked_phone()
        at, records = captured, ""
        for _ in range(logins):
            at -= timedelta(hours=rng.uniform(2, 90), seconds=rng.randint(1, 59))
            records += f'<div class="lg"><div>{plain(at)}　{rng.choice(("密码登录", "短信登录", "微信授权登录"))}</div><div class="k"><span>{rng.randint(36, 223)}.{rng.randint(2, 250)}.*.{rng.randint(2, 250)}　{rng.choice(("浙江杭州", "广东深圳", "四川成都", "江苏南京"))}</span><span>{rng.choice(("Android", "iPhone", "Windows"))} · 登录成功</span></div></div>'

        def line(name: str, value: str) -> str:
            return f'<div class="g2" data-row="{name}"><span>{name}</span><span class="v">{value}</span></div>'

        body = (
            h.status_bar(look, captured, rng)
            + h.nav("账号与安全")
            + f'<main><div class="pf" data-row="pf">{h.avatar("我", 52, "rgba(255,255,255,.35)")}<div><div class="n">{h.m("用户" + numbers.digits(rng, 6), private=True)}</div><div class="i">UID：{numbers.digits(rng, 8)}　VIP{rng.randint(1, 5)}</div></div></div>'
            f'<div class="bl" data-row="bl"><div><b class="num">{inv.amount(3, 900)}</b>账户余额(元)</div><div><b class="num">{rng.randint(1, 9)}</b>优惠券</div><div><b class="num">{rng.randint(3, 80)}</b>累计订单</div></div>'
            f'<div class="cd">{line(label, h.m(phone, "phone"))}{line("登录密码", "已设置")}{line("实名认证", h.m(inv.masked_person(), private=True) + " 已认证")}{line("注册时间", plain(captured - timedelta(days=rng.randint(200, 800), minutes=rng.randint(3, 400), seconds=rng.randint(1, 50))))}</div>'
            f'<div class="cd" data-row="log"><div style="font-weight:600;padding:10px 0 2px">登录记录</div>{records}</div></main>' + h.home_bar(look)
        )
        return Screen("account", "browser", captured, ACCOUNT_CSS + f":root{{--brand:{brand}}}", body, Facts(phone=phone))

    return draw


PRODUCTS = [
    Shot("product", (product(),), "393@2.75 roboto+noto light miui q:62 miui"),
    Shot("product", (product(banner=False),), "375@2 inter+noto light ios q:70 wxpc"),
    Shot("product", (product(),), "360@3 opensans+micro light android scale:440 q:64 mmexport"),
    Shot("product", (product(),), "393@2.75 wenkai light nobar from:price until:buy scale:500 q:70 epoch"),
    Shot("product", (product(banner=False),), "412@2 droid light android watermark webp:55 vivo"),
    Shot("product", (product(),), "390@2 inter+noto light ios circle:有效期 q:68 mmexport"),
    Shot("product", (product(),), "360@2 zen light android scale:300 q:75 qqtp"),
    Shot("product", (product(banner=False),), "393@2.75 serif light miui photo scale:900 q:60 wxcamera"),
]
ACCOUNTS = [
    Shot("account", (account(),), "393@2.75 roboto+noto light miui q:74 miui"),
    Shot("account", (account(brand="#3656d9", label="手机号"),), "390@2 inter+noto light ios png8:64 iphone"),
    Shot("account", (account(brand="#13b48a", logins=7),), "360@3 opensans+micro light android scale:450 q:66 mmexport"),
    Shot("account", (account(brand="#333", label="已绑定手机"),), "412@2.625 roboto+noto dark android scale:412 q:70 wxpc"),
    Shot("account", (account(brand="#8a4fff"),), "375@2 wenkai light nobar from:bl q:72 epoch"),
    Shot("account", (account(brand="#d9352c", label="手机绑定"),), "393@2 zen light android webp:60 vivo"),
    Shot("account", (account(brand="#108ee9", logins=4),), "384@2.25 droid light android rotate:6 q:66 camera"),
    Shot("account", (account(brand="#2b3a55", label="安全手机"),), "414@2 inter+noto dark ios arrow:安全手机 scale:540 q:66 twice:80 mmexport"),
]

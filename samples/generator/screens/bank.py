"""Bank receipts: electronic slips of invented banks and result pages of their apps."""

from __future__ import annotations

from datetime import datetime

from samples.generator import html as h
from samples.generator import numbers
from samples.generator.data import BANKS, COMPANIES, Invention, chinese, grouped, iso, plain
from samples.generator.labels import Facts, Transaction
from samples.generator.look import Look
from samples.generator.screen import Draw, Screen, Shot

SLIP_CSS = """
.phone{background:#eef0f3}.nav{background:var(--brand);color:#fff}.sb{background:var(--brand);color:#fff!important}
.slip{background:#fff;color:#222;margin:14px 12px;padding:18px 16px 26px;border:1px solid #dcdfe4;position:relative}
.slip h2{font-size:19px;text-align:center;font-weight:600;color:var(--brand);padding-bottom:4px}
.slip .sub{text-align:center;color:#888;font-size:12px;border-bottom:2px solid var(--brand);padding-bottom:10px;margin-bottom:8px}
.r{display:flex;padding:7px 0;border-bottom:1px solid #f0f0f0;font-size:14px}.r .l{width:96px;color:#777;flex:none}.r .v{flex:1;word-break:break-all}
.seal{position:absolute;right:22px;bottom:70px;width:96px;height:96px;border:3px solid rgba(214,40,40,.55);border-radius:50%;color:rgba(214,40,40,.62);display:flex;align-items:center;justify-content:center;text-align:center;font-size:13px;font-weight:600;transform:rotate(-14deg);line-height:1.3}
.note{color:#9a9a9a;font-size:11.5px;margin-top:110px;line-height:1.6}
"""
TABLE_CSS = """
.phone{background:#fff;color:#111;padding:26px 30px 34px}
.top{display:flex;align-items:center;justify-content:space-between;margin-bottom:16px}.top b{font-size:24px;letter-spacing:3px}
table{border-collapse:collapse;width:100%;font-size:14.5px}td{border:1px solid #666;padding:9px 10px;vertical-align:middle;word-break:break-all}td.l{color:#333;background:#f7f7f7;width:15%;text-align:center}
.ft{display:flex;justify-content:space-between;font-size:12.5px;color:#555;margin-top:12px}
.seal{position:absolute;right:44px;bottom:14px;width:120px;height:120px;border:3px solid rgba(214,40,40,.5);border-radius:50%;color:rgba(214,40,40,.6);display:flex;align-items:center;justify-content:center;text-align:center;font-size:15px;transform:rotate(-10deg)}
"""
RESULT_CSS = """
.phone{background:var(--soft)}.ok{background:var(--card);text-align:center;padding:30px 0 26px;display:flex;flex-direction:column;align-items:center}
.ok .a{font-size:34px;font-weight:600;margin-top:6px}.ok .s{font-size:18px;margin-top:14px}
.list{background:var(--card);margin-top:10px;padding:6px 16px}.r{display:flex;justify-content:space-between;gap:20px;padding:11px 0;border-bottom:.5px solid var(--line);font-size:15px}.r .l{color:var(--label);flex:none}.r .v{text-align:right;word-break:break-all}
.btn{margin:26px 16px 10px;background:var(--brand);color:#fff;border-radius:24px;text-align:center;padding:12px;font-size:17px}
"""
BRANDS = dict(zip(BANKS, ("#b5282d", "#0d5cab", "#0a7d5a", "#c8812a", "#2f6f3e", "#27408b"), strict=True))


def _slashes(at: datetime) -> str:
    return f"{at:%Y/%m/%d %H:%M}"


def _logo(bank: str, size: int = 34) -> str:
    return f'<div class="fx ac" style="gap:8px"><svg width="{size}" height="{size}" viewBox="0 0 40 40"><circle cx="20" cy="20" r="19" fill="{BRANDS[bank]}"/><path d="M11 12h18v16H11zM20 12v16M11 20h18" stroke="#fff" stroke-width="3" fill="none"/></svg><b style="font-size:18px;color:{BRANDS[bank]}">{bank}</b></div>'


def _card(inv: Invention) -> str:
    return f"6{numbers.digits(inv.rng, 5)}******{numbers.digits(inv.rng, 4)}"


def slip(bank: str, *, number: str = "receipt", times: str = "slashes") -> Draw:
    """An electronic slip as a bank's app shows it, with the amount in capitals."""

    def draw(inv: Invention, look: Look) -> Screen:
        rng = inv.rng
        at = inv.moment()
        captured = inv.later(at)
        amount = inv.amount(100, 9000)
        trade_no = numbers.bank_receipt(rng) if number == "receipt" else numbers.bank_serial(rng, at)
        shown_at, label_at = {
            "slashes": (_slashes(at), iso(at, seconds=False)),
            "plain": (plain(at), iso(at)),
            "chinese": (chinese(at), iso(at)),
        }[times]
        fact = Transaction(None, trade_no, amount, label_at, None)

        def line(label: str, value: str) -> str:
            return f'<div class="r" data-row="{label}"><span class="l">{label}</span><span class="v">{value}</span></div>'

        payee = inv.rng.choice(COMPANIES) if rng.random() < 0.6 else inv.person()
        content = (
            line("回单编号" if number == "receipt" else "交易流水号", h.m(trade_no, "t0.trade_no"))
            + line("交易时间", h.m(shown_at, "t0.occurred_at"))
            + line("付款户名", h.m(inv.person(), private=True))
            + line("付款卡号", h.m(_card(inv), private=True))
            + line("付款银行", bank)
            + line("收款户名", h.m(payee, private=True))
            + line("收款卡号", h.m(_card(inv), private=True))
            + line("收款银行", rng.choice([b for b in BANKS if b != bank]))
            + line("收款金额", h.m(f"{grouped(amount)}元", "t0.amount"))
            + line("金额大写", "人民币" + numbers.capitals(amount))
            + line("手续费", "0.00元")
            + line("附言", inv.pick(("充值款", "货款", "预存款", "转账", "会员代充")))
        )
        body = (
            h.status_bar(look, captured, rng, "#fff")
            + h.nav("电子回单")
            + f'<main><div class="slip" data-row="slip"><h2>{bank}电子回单</h2><div class="sub">客户回单联</div>{content}'
            + f'<div class="note" data-row="note">本回单仅供参考，不作为收款方发货依据。重复打印或下载不重复记账。</div><div class="seal" data-late>{bank[:4]}<br>电子回单<br>专用章</div></div></main>'
            + h.home_bar(look)
        )
        css = SLIP_CSS + f":root{{--brand:{BRANDS[bank]}}}"
        return Screen("payment", "bank", captured, css, body, Facts((fact,)))

    return draw


def table(bank: str) -> Draw:
    """A wide receipt as a table, downloaded from the web bank."""

    def draw(inv: Invention, look: Look) -> Screen:
        rng = inv.rng
        at = inv.moment()
        captured = inv.later(at)
        amount = inv.amount(500, 48000)
        trade_no = numbers.bank_serial(rng, at)
        fact = Transaction(None, trade_no, amount, iso(at), None)
        cells = [
            ("付款人户名", h.m(inv.person(), private=True), "收款人户名", h.m(rng.choice(COMPANIES), private=True)),
            ("付款人账号", h.m(_card(inv), private=True), "收款人账号", h.m(_card(inv), private=True)),
            ("付款开户行", bank, "收款开户行", rng.choice([b for b in BANKS if b != bank])),
            ("金额（小写）", h.m(f"¥{grouped(amount)}", "t0.amount"), "手续费", "¥0.00"),
        ]
        rows = "".join(f'<tr><td class="l">{a}</td><td>{b}</td><td class="l">{c}</td><td>{d}</td></tr>' for a, b, c, d in cells)
        rows += f'<tr><td class="l">金额（大写）</td><td colspan="3">人民币{numbers.capitals(amount)}</td></tr>'
        rows += f'<tr data-row="time"><td class="l">交易时间</td><td>{h.m(plain(at), "t0.occurred_at")}</td><td class="l">交易流水号</td><td>{h.m(trade_no, "t0.trade_no")}</td></tr>'
        rows += f'<tr><td class="l">用途</td><td>{inv.pick(("网上购物", "数字商品充值", "货款"))}</td><td class="l">渠道</td><td>手机银行</td></tr>'
        body = (
            f'<div class="top">{_logo(bank)}<b>网上银行电子回单</b><span style="width:90px"></span></div><table>{rows}</table>'
            + f'<div class="ft"><span>打印时间：{plain(captured)}</span><span>打印次数：1</span><span>柜员：9{numbers.digits(rng, 4)}</span></div><div class="seal" data-late>{bank[:4]}<br>业务专用章</div>'
        )
        return Screen("payment", "browser", captured, TABLE_CSS, body, Facts((fact,)))

    return draw


def result(bank: str, *, status: str = "转账成功", old_time: bool = False) -> Draw:
    """The result page after a transfer, or a single entry of an account's history."""

    def draw(inv: Invention, look: Look) -> Screen:
        rng = inv.rng
        at = inv.moment()
        captured = inv.later(at)
        amount = inv.amount(50, 5000)
        trade_no = numbers.bank_serial(rng, at)
        state = {"交易处理中": "pending", "退汇成功": "refunded"}.get(status, "paid")
        fact = Transaction(None, trade_no, amount, iso(at, seconds=not old_time), state)
        color = {"pending": "#f5a623"}.get(state, BRANDS[bank])

        def line(label: str, value: str) -> str:
            return f'<div class="r" data-row="{label}"><span class="l">{label}</span><span class="v">{value}</span></div>'

        content = (
            line("收款人", h.m(inv.masked_person(), private=True))
            + line("收款账号", h.m(_card(inv), private=True))
            + line("收款银行", rng.choice([b for b in BANKS if b != bank]))
            + line("付款账户", h.m(f"储蓄卡({numbers.digits(rng, 4)})", private=True))
            + line("手续费", "¥0.00")
            + line("可用余额", f"¥{grouped(inv.amount(3000, 60000))}")
            + line("交易时间", h.m(_slashes(at) if old_time else plain(at), "t0.occurred_at"))
            + line("流水号", h.m(trade_no, "t0.trade_no"))
        )
        circle = f'<div class="av" style="width:56px;height:56px;border-radius:50%;background:{color}">{h.icon(h.CHECK if state != "pending" else h.CLOCK, 34, "#fff", 2.4)}</div>'
        body = (
            h.status_bar(look, captured, rng)
            + h.nav("转账结果", right="完成")
            + f'<main><div class="ok" data-row="ok">{circle}<div class="s">{h.m(status, "t0.status")}</div><div class="a num">{h.m("¥" + grouped(amount), "t0.amount")}</div></div>'
            + f'<div class="list">{content}</div><div class="btn" data-row="button">查看电子回单</div></main>'
            + h.home_bar(look)
        )
        css = RESULT_CSS + f":root{{--brand:{BRANDS[bank]}}}"
        return Screen("payment", "bank", captured, css, body, Facts((fact,)))

    return draw


def _shot(spec: str, *draws: Draw) -> Shot:
    return Shot("bank_receipt", draws, spec)


SHOTS = [
    _shot("393@2.75 roboto+noto light miui q:78 miui", slip("江海银行")),
    _shot("390@3 inter+noto light ios png8:96 iphone", slip("云州商业银行", number="serial", times="plain")),
    _shot("360@2 micro light android scale:420 q:72 mmexport", slip("锦城银行", times="chinese")),
    _shot("393@2.75 serif light nobar from:slip until:note mosaic q:66 twice:80 wxpc", slip("东屿银行", number="serial")),
    _shot("820@1.5 h:430 noto light nobar png8 snipaste", table("北岭农商银行")),
    _shot("760@1 h:420 zen light nobar q:85 win11", table("汇川银行")),
    _shot("393@2.75 roboto+noto light miui watermark q:70 oppo", result("江海银行")),
    _shot("375@2 inter+noto dark ios scale:375 q:66 mmexport", result("锦城银行", old_time=True)),
    _shot("412@2.625 opensans+droid light android photo scale:1000 q:62 wxcamera", slip("云州商业银行", times="plain")),
    _shot("360@3 wenkai light android scale:540 webp:50 huawei", result("东屿银行", status="交易处理中")),
    _shot("393@2 roboto+noto light android until:button circle:流水号 q:74 mmexport", result("北岭农商银行", status="退汇成功")),
]

"""The scenario folders of samples/cases/: each a dispute (or several) as a user's folder holds it.

``python -m samples.generator.cases`` draws the pictures and exports again. What is true of them stands in each
folder's expected.json, which is written by hand. A picture that serves several scenarios has the same bytes in each.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from samples.generator import degrade, naming
from samples.generator.data import Invention
from samples.generator.exports import Entry, write_alipay_csv, write_wechat_csv, write_wechat_xlsx
from samples.generator.html import document
from samples.generator.look import parse
from samples.generator.render import Renderer, overlaps, renderer
from samples.generator.screen import Screen
from samples.generator.screens import case_pages as pages
from samples.generator.screens import negative_apps
from samples.generator.screens.case_pages import Purchase

_LOOK = parse("360@3 roboto+noto light android webp:50 miui", naming.PATTERNS)
_CHAT_LOOK = parse("360@3 roboto+noto light android webp:42 miui", naming.PATTERNS)


def _at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}")


#: paid two days before the National Day holiday
LARK = Purchase(
    site="云雀卡盟",
    company="杭州云卡数字科技有限公司",
    goods="话费快充100元（直充）",
    order_no="YQ202609281950124417",
    trade_no="4200002871202609286630418527",
    merchant_no="2026092819502073164",
    amount="98.60",
    ordered_at=_at("09-28 19:50:12"),
    paid_at=_at("09-28 19:51:03"),
    captured_at=_at("10-09 09:12:40"),
)
SWIFT = Purchase(
    site="星途充值",
    company="深圳市星途网络科技有限公司",
    goods="影视联合会员年卡",
    order_no="XT202610152105338206",
    trade_no="2026101522001478231406915287",
    merchant_no="2026101521053390417",
    amount="178.00",
    ordered_at=_at("10-15 21:05:33"),
    paid_at=_at("10-15 21:06:12"),
    captured_at=_at("10-18 20:31:09"),
    account="159****0733",
    state="待支付",
)
HERON = Purchase(
    site="老陈数码",
    company="老陈数码",
    goods="手游月卡",
    order_no="LC202610031122450917",
    trade_no="1000050001202610030513472968031",
    merchant_no="",
    amount="66.00",
    ordered_at=_at("10-03 11:22:45"),
    paid_at=_at("10-03 11:24:10"),
    captured_at=_at("10-18 10:02:17"),
)
CRANE = Purchase(
    site="极客点卡",
    company="合肥极客玩家科技有限公司",
    goods="网游点卡 300元面值",
    order_no="JK202610081633205718",
    trade_no="4200003016202610081174529360",
    merchant_no="2026100816332147052",
    amount="288.00",
    ordered_at=_at("10-08 16:33:20"),
    paid_at=_at("10-08 16:34:02"),
    captured_at=_at("10-18 12:44:51"),
    state="充值失败",
)
OWL = Purchase(
    site="橙果数卡",
    company="广州橙果信息技术有限公司",
    goods="云盘超级会员季卡",
    order_no="CG202610111409563025",
    trade_no="4200002955202610117408162593",
    merchant_no="2026101114095718264",
    amount="298.00",
    ordered_at=_at("10-11 14:09:56"),
    paid_at=_at("10-11 14:10:31"),
    captured_at=_at("10-16 18:20:05"),
    order_amount="328.00",
)

_LARK_CHAT = (
    ("time", _at("09-29 10:05:00")),
    ("me", "昨天充的话费一直没到账，订单号YQ202609281950124417"),
    ("other", "您好，已登记工单，工单编号GD2026092900318"),
    ("me", "我申请退款98.60元"),
    ("other", "好的亲，3天内给您原路退回"),
)
_LARK_REFUSED = (
    ("time", _at("10-08 15:20:00")),
    ("me", "98.60元还是没到账，我要求退款"),
    ("other", "虚拟商品一经售出概不退款"),
)
_LARK_ASKED = (
    ("time", _at("10-08 16:40:00")),
    ("me", "9月28日付的98.60元没到账，我要退款"),
    ("other", "请耐心等待"),
)
_MISTAKE = (
    ("time", _at("09-28 20:15:00")),
    ("me", "不好意思，我手机号填错了，充到别人号上了"),
    ("me", "我申请退款98.60元，麻烦看看还能不能追回"),
    ("other", "这边帮您问一下上游"),
)
_SCAM = (
    ("time", _at("10-08 17:05:00")),
    ("me", "98.60元没到账，申请退款"),
    ("other", "平台退不了，加财务微信cw8866私下退给您"),
    ("other", "先交50元保证金，退款时一起返还"),
)
_SWIFT_CHAT = (
    ("time", _at("10-16 09:30:00")),
    ("me", "178.00元已经付了，会员没开通，请退款"),
    ("other", "系统显示未支付，我们没有收到这笔款"),
)
_OWL_CHAT = (
    ("time", _at("10-13 11:10:00")),
    ("me", "会员没到账，我要求退款328.00元"),
    ("other", "正在核实"),
)

Make = Callable[[], Screen]
_PICTURES: dict[str, Make] = {
    "lark_order": lambda: pages.order(LARK, _LOOK),
    "lark_bill": lambda: pages.wechat_bill(LARK.seen(_at("10-09 09:13:22")), _LOOK),
    "lark_product": lambda: pages.product(LARK.seen(_at("10-09 09:14:05")), _LOOK),
    "lark_account": lambda: pages.account(LARK.seen(_at("10-09 09:15:31")), _LOOK),
    "lark_chat": lambda: pages.chat("云雀卡盟客服", _LARK_CHAT, _at("10-09 09:16:48"), _CHAT_LOOK),
    "lark_refused": lambda: pages.chat("云雀卡盟客服", _LARK_REFUSED, _at("10-09 09:17:26"), _CHAT_LOOK),
    "lark_asked": lambda: pages.chat("云雀卡盟客服", _LARK_ASKED, _at("10-09 09:18:02"), _CHAT_LOOK),
    "lark_mistake": lambda: pages.chat("云雀卡盟客服", _MISTAKE, _at("10-09 09:18:44"), _CHAT_LOOK),
    "lark_scam": lambda: pages.chat("云雀卡盟客服", _SCAM, _at("10-09 09:19:15"), _CHAT_LOOK),
    "swift_order": lambda: pages.order(SWIFT, _LOOK),
    "swift_bill": lambda: pages.alipay_bill(SWIFT.seen(_at("10-18 20:32:41")), _LOOK),
    "swift_chat": lambda: pages.chat("星途充值客服", _SWIFT_CHAT, _at("10-18 20:33:15"), _CHAT_LOOK),
    "heron_transfer": lambda: pages.wechat_transfer(HERON, _LOOK),
    "crane_order": lambda: pages.order(CRANE, _LOOK),
    "owl_order": lambda: pages.order(OWL, _LOOK, trade=True),
    "owl_bill": lambda: pages.wechat_bill(OWL.seen(_at("10-16 18:21:33")), _LOOK),
    "owl_chat": lambda: pages.chat("橙果数卡客服", _OWL_CHAT, _at("10-16 18:22:10"), _CHAT_LOOK),
    "weather": lambda: negative_apps.weather(Invention("cases:weather"), _LOOK),
}


def _paid(p: Purchase, *, kind: str = "商户消费", status: str = "支付成功") -> Entry:
    return Entry(p.paid_at, kind, p.company, p.goods, p.amount, status, p.trade_no, p.merchant_no)


def _groceries(p: Purchase, *, kind: str, status: str) -> list[Entry]:
    """Everyday payments around the one that matters."""
    rng = random.Random(p.trade_no)
    entries = []
    for days, payee, goods in ((-3, "便利蜂", "早餐"), (1, "城市公交", "乘车"), (4, "盒子超市", "日用品")):
        at = p.paid_at + timedelta(days=days, minutes=rng.randint(10, 90))
        digits = "".join(str(rng.randint(0, 9)) for _ in range(10))
        trade = f"4200002{digits[:3]}{at:%Y%m%d}{digits}" if kind == "商户消费" else f"{at:%Y%m%d}22001{digits}{digits[:5]}"
        entries.append(Entry(at, kind, payee, goods, f"{rng.randint(2, 60)}.50", status, trade, f"{at:%Y%m%d%H%M%S}{digits[:5]}"))
    return entries


def _lark_csv(path: Path) -> None:
    entries = sorted([_paid(LARK), *_groceries(LARK, kind="商户消费", status="支付成功")], key=lambda e: e.at, reverse=True)
    write_wechat_csv(path, entries, _at("10-09 09:20:00"))


def _crane_xlsx(path: Path) -> None:
    entries = sorted([_paid(CRANE), *_groceries(CRANE, kind="商户消费", status="支付成功")], key=lambda e: e.at, reverse=True)
    write_wechat_xlsx(path, entries, _at("10-18 12:50:00"))


def _swift_csv(path: Path) -> None:
    entries = [_paid(SWIFT, kind="充值缴费", status="交易成功"), *_groceries(SWIFT, kind="日用百货", status="交易成功")]
    write_alipay_csv(path, sorted(entries, key=lambda e: e.at, reverse=True), _at("10-18 20:40:00"))


_WECHAT_CSV = "微信支付账单(20260901-20261009).csv"
_WECHAT_XLSX = "微信支付账单流水文件(20261001-20261018).xlsx"
_ALIPAY_CSV = "alipay_record_20261018_204000.csv"

#: scenario -> its pictures (in a subfolder where told) and its exports
SCENARIOS: dict[str, tuple[tuple[str, ...], dict[str, Callable[[Path], None]]]] = {
    "closed_chain": (
        ("lark_order", "lark_bill", "lark_product", "lark_account", "lark_chat"),
        {_WECHAT_CSV: _lark_csv},
    ),
    "payment_without_order": (("lark_bill", "lark_asked"), {}),
    "order_without_payment": (("lark_order", "lark_chat"), {}),
    "promise_overdue": (("lark_bill", "lark_chat"), {}),
    "refusal": (("lark_order", "lark_bill", "lark_refused"), {}),
    "not_credited": (("swift_order", "swift_bill", "swift_chat"), {_ALIPAY_CSV: _swift_csv}),
    "own_mistake": (("lark_order", "lark_bill", "lark_mistake"), {}),
    "scam_offer": (("lark_bill", "lark_scam"), {}),
    "two_disputes": (("lark_order", "lark_bill", "lark_chat", "swift_order", "swift_bill", "swift_chat"), {}),
    "five_people": (
        ("张三/lark_order", "张三/lark_bill", "李四/swift_bill", "王五/heron_transfer", "赵六/crane_order", "孙七/weather"),
        {f"赵六/{_WECHAT_XLSX}": _crane_xlsx},
    ),
    "contradicting_amounts": (("owl_order", "owl_bill", "owl_chat"), {}),
    "nothing_usable": (("weather",), {}),
}


def _draw(browser: Renderer, name: str) -> tuple[str, bytes]:
    """File name and bytes of a picture."""
    screen = _PICTURES[name]()
    look = _CHAT_LOOK if screen.kind == "chat" else _LOOK
    drawn = browser.draw(document(look, screen.css, screen.body), width=look.width, height=look.height, ratio=look.ratio)
    problems = overlaps(drawn)
    if problems:
        raise SystemExit(f"{name}: {'; '.join(problems[:4])}")
    bottom = round(max(run.box[3] for run in drawn.runs) + 24 * look.ratio)
    image = drawn.image.crop((0, 0, drawn.image.width, min(bottom, drawn.image.height)))
    stem = naming.stem(look.naming, screen.app, screen.captured_at, random.Random(name))
    return stem + naming.extension(look.naming, look.encoding), degrade.encode(image, look.encoding, look.quality)


def main() -> int:
    """Draw all scenarios; expected.json files stay."""
    parser = argparse.ArgumentParser(prog="python -m samples.generator.cases", description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("samples/cases"))
    out: Path = parser.parse_args().out
    with renderer() as browser:
        drawn = {name: _draw(browser, name) for name in _PICTURES}
    for scenario, (pictures, exports) in SCENARIOS.items():
        folder = out / scenario
        for path in folder.rglob("*") if folder.is_dir() else ():
            if path.is_file() and path.name != "expected.json":
                path.unlink()
        for place in pictures:
            person, _, name = place.rpartition("/")
            file, data = drawn[name]
            path = folder / person / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        for file, write in exports.items():
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            write(folder / file)
    size = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
    print(f"{len(SCENARIOS)} scenarios, {len(drawn)} pictures, {size / 1e6:.2f} MB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

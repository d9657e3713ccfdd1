"""How messengers look: colours, bubbles, separators, bars.  chats.py puts conversations into them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

BASE = """
.phone{background:var(--pg)}.phone.fix{height:var(--h)}
.nav{background:var(--nv);color:var(--nf)}.sb{background:var(--nv);color:var(--nf)!important}
.vp{flex:1;min-height:0;overflow:hidden;display:flex;flex-direction:column;justify-content:flex-end;background:var(--pg)}
.list{flex:none;padding:4px 0 8px}
.ln{display:flex;gap:9px;padding:5px 12px;align-items:flex-start}.ln.me{flex-direction:row-reverse}
.col{display:flex;flex-direction:column;align-items:flex-start;max-width:var(--max);min-width:0}.me .col{align-items:flex-end}
.nm{font-size:12px;color:#8e8e93;margin-bottom:3px;display:flex;gap:6px;align-items:center}.me .nm{flex-direction:row-reverse}
.bb{background:var(--ob);color:var(--of);border-radius:var(--rad);padding:9px 12px;font-size:var(--fs);line-height:1.42;overflow-wrap:anywhere;position:relative}
.me .bb{background:var(--mb);color:var(--mf)}
.qt{background:var(--qb);color:var(--qf);font-size:12.5px;border-radius:4px;padding:5px 8px;margin-top:5px;line-height:1.35}
.bb .qt{margin:0 0 6px;background:rgba(128,128,128,.16);color:inherit;opacity:.78}
.tm{text-align:center;font-size:var(--ts);color:var(--tc);padding:8px 0 5px}
.nt{text-align:center;font-size:12.5px;color:var(--tc);padding:7px 34px}.nt span{display:inline-block;text-align:left}
.pl .nt span{background:rgba(0,0,0,.2);color:#fff;border-radius:5px;padding:3px 9px}
.onphoto .tm,.onphoto .nt{color:#fff}.onphoto .tm span,.onphoto .nt span{background:rgba(0,0,0,.34);border-radius:4px;padding:2px 7px}
.onphoto .nm{color:#f7f7f7;text-shadow:0 0 3px #000}
.tail.me .bb:after,.tail.ot .bb:before{content:'';position:absolute;top:13px;border:5px solid transparent}
.tail.me .bb:after{right:-10px;border-left-color:var(--mb)}.tail.ot .bb:before{left:-10px;border-right-color:var(--ob)}
.rd{font-size:11px;color:#9aa0a8;margin-top:3px}
.cdx{background:#fff;color:#222;border-radius:8px;padding:11px 13px;width:232px;font-size:14px}.cdx .k{color:#999;font-size:12px}
.pay{background:#fa9d3b;color:#fff;border-radius:6px;width:228px;padding:12px 14px 5px;font-size:15.5px}.pay .k{border-top:.5px solid rgba(255,255,255,.35);font-size:11px;margin-top:10px;padding-top:4px}
.bdg{font-size:10px;border-radius:3px;padding:0 4px;color:#fff;background:#8fa3c7}.bdg.o{background:#f5a623}
.bar{background:var(--br);border-top:.5px solid var(--bl);padding:8px 10px;display:flex;gap:9px;align-items:center;flex:none;color:#6d7178}
.bar .in{flex:1;height:36px;border-radius:6px;background:var(--inp);font-size:14px;color:#aaa;display:flex;align-items:center;padding:0 10px}
.lg{padding:7px 16px}.lg .hd{display:flex;gap:9px;font-size:13px;color:#2a6fd6}.lg.me .hd{color:#0b8a3e}.lg .tx{font-size:var(--fs);padding:3px 0 2px 2px;color:#222;overflow-wrap:anywhere}
.send{background:var(--mb);color:var(--mf);border-radius:5px;padding:6px 14px;font-size:14px}
"""


@dataclass(frozen=True)
class Skin:
    """One messenger; colours are CSS variables, the second set for dark mode."""

    app: str
    light: str
    dark: str = ""
    #: avatar size in CSS pixels, 0 for none
    avatar: int = 40
    round_: bool = False
    tail: bool = False
    pills: bool = False
    #: 'sep' separators only, 'stamp' name and full time at every message, 'log' the same without bubbles
    times: str = "sep"
    clock: str = "24"
    names: bool = False
    me_name: str = ""
    quote_inside: bool = False
    read_marks: bool = False
    badges: bool = False
    bar: str = "icons"
    extra: str = ""


def _colours(
    page: str,
    other: str,
    mine: str,
    *,
    nav: str = "",
    text: str = "#191919",
    mine_text: str = "#191919",
    faint: str = "#a3a3a3",
    size: float = 16,
    radius: str = "5px",
    bar: str = "#f6f6f6",
    field: str = "#fff",
    nav_text: str = "#191919",
    line: str = "#dcdcdc",
    quote: str = "#e1e1e1",
    share: str = "69%",
) -> str:
    return (
        f"--pg:{page};--ob:{other};--mb:{mine};--nv:{nav or page};--of:{text};--mf:{mine_text};--tc:{faint};--fs:{size}px;--rad:{radius};--br:{bar};--inp:{field};"
        f"--nf:{nav_text};--bl:{line};--qb:{quote};--qf:#777;--ts:12.5px;--max:{share}"
    )


_WX = _colours("#ededed", "#fff", "#95ec69")
_WX_DARK = _colours("#111", "#2c2c2c", "#3eb575", text="#d5d5d5", mine_text="#06180d", faint="#6b6b6b", bar="#1c1c1c", field="#292929", nav_text="#d5d5d5", line="#2a2a2a", quote="#222")
_WX_IOS = _WX.replace("--fs:16px", "--fs:17px")
SKINS = {
    "wechat": Skin("wechat", _WX, _WX_DARK, tail=True),
    "wechat12": Skin("wechat", _WX_IOS, _WX_DARK, tail=True, clock="12"),
    "wechat_md": Skin("wechat", _WX, _WX_DARK, tail=True, clock="md"),
    "wechat_pill": Skin("wechat", _WX.replace("#ededed", "#ebebeb"), _WX_DARK, tail=True, pills=True, extra=".tm span{background:rgba(140,140,140,.45);color:#fff;border-radius:4px;padding:2px 7px}"),
    "group": Skin("wechat", _WX, _WX_DARK, tail=True, names=True),
    "group12": Skin("wechat", _WX_IOS, _WX_DARK, tail=True, names=True, clock="12"),
    "qq": Skin("qq", _colours("#f1f1f3", "#fff", "#0099ff", nav="#fff", mine_text="#fff", radius="12px", bar="#fff", field="#f2f2f4"), _colours("#0d0d0f", "#1f2023", "#0a66c2", text="#e3e3e6", mine_text="#fff", radius="12px", bar="#161618", field="#232326", nav_text="#eee", line="#222"), round_=True, quote_inside=True, clock="qq"),
    "qq_group": Skin("qq", _colours("#f1f1f3", "#fff", "#12b7f5", nav="#fff", mine_text="#fff", radius="11px", bar="#fff", field="#f2f2f4"), round_=True, quote_inside=True, clock="qq", names=True, badges=True, pills=True),
    "qq_old": Skin("qq", _colours("#e9edf2", "#fff", "#cdeafc", nav="#12a8e8", nav_text="#fff", radius="14px", bar="#fff", field="#f2f2f4"), round_=True, quote_inside=True, clock="md"),
    "ding": Skin("dingtalk", _colours("#f3f4f6", "#fff", "#c9e2ff", nav="#fff", radius="3px 10px 10px 10px", bar="#fff", field="#f2f3f5"), _colours("#17181a", "#26282c", "#1b4a86", text="#e6e6e6", mine_text="#eef4ff", bar="#1c1d20", field="#2a2c30", nav_text="#eee", line="#333"), round_=True, clock="ding", read_marks=True),
    "taobao": Skin("taobao", _colours("#f4f4f4", "#fff", "#ffd9b8", nav="#fff", radius="9px", bar="#fff"), round_=True, clock="full", pills=True),
    "taobao_blue": Skin("taobao", _colours("#f4f6f8", "#fff", "#b9e3ff", nav="#fff", radius="3px 12px 12px 12px", bar="#fff", field="#f2f2f2"), round_=True, clock="md", pills=True),
    "log": Skin("taobao", _colours("#fff", "#fff", "#1677ff", nav="#eef3fb", mine_text="#fff", size=14), times="log", avatar=0, names=True, me_name="tb_lan2017", bar="send"),
    "log_grey": Skin("taobao", _colours("#f7f8fa", "#fff", "#ff7b00", nav="#2c3e55", nav_text="#fff", mine_text="#fff", size=15), times="log", avatar=0, names=True, me_name="夏天的风88", bar="send"),
    "site_teal": Skin("browser", _colours("#fff", "#fff", "#0b8f83", nav="#0b8f83", nav_text="#fff", mine_text="#fff", size=15, radius="8px", bar="#fff", field="#f4f5f7"), times="stamp", avatar=34, round_=True, names=True, me_name="我", pills=True, bar="send", extra=".ot .bb{border:1px solid #e3e6ea}"),
    "site_navy": Skin("browser", _colours("#fff", "#fff", "#1f3f7f", nav="#1f3f7f", nav_text="#fff", mine_text="#fff", size=14.5, radius="4px", bar="#fafafa"), times="stamp", avatar=0, names=True, me_name="访客38271", pills=True, bar="send", extra=".bb{border:1px solid #dfe3e8}"),
    "site_white": Skin("browser", _colours("#fff", "#fff", "#fff", nav="#fff", size=15, radius="6px", bar="#fff"), times="stamp", avatar=32, round_=True, names=True, me_name="用户7730", bar="plain", extra=".bb{border:1px solid #d9dde2}.me .bb{border-color:#bcd3f5}.nav{border-bottom:1px solid #eee}"),
    "site_blue": Skin("browser", _colours("#f5f7fb", "#fff", "#3b7cff", nav="#3b7cff", nav_text="#fff", mine_text="#fff", size=14, radius="10px", bar="#fff", field="#f4f5f7", share="62%"), times="stamp", avatar=36, round_=True, names=True, me_name="您", pills=True, bar="send"),
    "sms": Skin("sms", _colours("#fff", "#e9e9eb", "#34c759", nav="#f7f7f7", mine_text="#fff", size=16, radius="17px", share="76%"), _colours("#000", "#26252a", "#0b84ff", text="#f2f2f2", mine_text="#fff", radius="17px", bar="#000", field="#1c1c1e", nav_text="#f2f2f2", line="#222", share="76%"), avatar=0, clock="sms"),
    "sms_android": Skin("sms", _colours("#fbfbfd", "#fff", "#1a73e8", nav="#fbfbfd", mine_text="#fff", size=15.5, radius="4px 18px 18px 18px", share="80%", bar="#fbfbfd", field="#eef0f4"), avatar=0, clock="smsmd", extra=".ot .bb{border:1px solid #ececf0}"),
}  # fmt: skip

_WEEK = "一二三四五六日"


def _part_of_day(hour: int) -> str:
    for limit, word in ((5, "凌晨"), (8, "早上"), (11, "上午"), (12, "中午"), (17, "下午")):
        if hour <= limit:
            return word
    return "晚上"


def _twelve(at: datetime, *, zero: bool) -> str:
    hour = at.hour if at.hour < 13 else at.hour - 12
    if at.hour == 0:
        hour = 0 if zero else 12
    return f"{_part_of_day(at.hour)}{hour}:{at:%M}"


def separator(clock: str, at: datetime, captured: datetime, *, past_midnight: bool = False) -> str:
    """The time as the messenger writes it."""
    day = at
    time = f"{at:%H:%M}"
    if clock in ("12", "md"):
        time = _twelve(at, zero=clock == "md")
    if past_midnight:
        if clock not in ("12", "md"):
            raise ValueError("晚上12:10 needs a 12-hour clock")
        day, time = datetime.fromordinal(at.toordinal() - 1), f"晚上12:{at:%M}"
    ago = captured.toordinal() - day.toordinal()
    this_year = day.year == captured.year
    weekday = _WEEK[day.weekday()]
    if clock == "full":
        return f"{day:%Y-%m-%d} {at:%H:%M:%S}"
    if ago == 0:
        return f"今天 {time}" if clock == "sms" else time
    if ago == 1:
        return f"昨天 {time}"
    if clock == "smsmd":
        return f"{day.month}月{day.day}日 周{weekday} {time}"
    if ago < 7 and clock != "ding":
        return f"{'周' if clock == 'sms' else '星期'}{weekday} {time}"
    if clock == "md":
        return f"{day:%m-%d} {time}" if this_year else f"{day:%Y-%m-%d} {time}"
    if clock == "qq":
        return f"{day:%m-%d} {time}" if this_year else f"{day:%Y/%m/%d} {time}"
    return f"{day.month}月{day.day}日 {time}" if this_year else f"{day.year}年{day.month}月{day.day}日 {time}"

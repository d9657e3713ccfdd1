"""Building blocks of the screens: marked text, phone chrome, icons, barcodes, the whole document."""

from __future__ import annotations

import base64
import functools
import html
import random
from datetime import datetime
from pathlib import Path

from samples.generator.look import Look

_FONTS = Path(__file__).parent / "node_modules" / "@fontsource"
_FACES = (
    ("Barlow", "barlow", (400, 500, 600)),
    ("Inter", "inter", (400, 500, 600)),
    ("Manrope", "manrope", (400, 500, 700)),
    ("Roboto Condensed", "roboto-condensed", (400, 500, 700)),
)

BASE_CSS = """
*{box-sizing:border-box;margin:0;padding:0}
body{font-size:15px;line-height:1.4;color:var(--fg);background:var(--bg);-webkit-font-smoothing:antialiased;overflow-x:hidden}
.phone{position:relative;min-height:var(--h);display:flex;flex-direction:column}
.phone>main{flex:1}
.num{font-family:var(--digits)}
.row-flex,.fx{display:flex}.ac{align-items:center}.jb{justify-content:space-between}.jc{justify-content:center}.f1{flex:1}.tc{text-align:center}.tr{text-align:right}
.b{font-weight:600}.g{color:var(--label)}
svg{display:block;flex:none}
.sb{display:flex;align-items:center;justify-content:space-between;font-weight:500;font-size:13px;height:30px;padding:0 16px;flex:none}
.sb.ios{height:50px;padding:8px 26px 0 34px;font-size:16px;font-weight:600}
.sb .ic{display:flex;align-items:center;gap:5px}
.nav{height:46px;display:flex;align-items:center;padding:0 12px;position:relative;flex:none}
.nav .ti{position:absolute;left:70px;right:70px;text-align:center;font-size:17px;font-weight:500;pointer-events:none}
.nav .rt{margin-left:auto;font-size:15px;display:flex;align-items:center;gap:10px}
.pill{height:22px;display:flex;align-items:center;justify-content:center;flex:none}.pill i{width:36%;height:4.5px;border-radius:3px;background:var(--fg);opacity:.85}
.av{display:flex;align-items:center;justify-content:center;color:#fff;flex:none;overflow:hidden}
.num-wrap{word-break:break-all}
"""
LIGHT = "--bg:#fff;--card:#fff;--fg:#191919;--label:#888;--line:#ececec;--link:#576b95;--soft:#f5f5f5"
DARK = "--bg:#111;--card:#191919;--fg:#d5d5d5;--label:#7f7f7f;--line:#2a2a2a;--link:#7d90a9;--soft:#1e1e1e"


def esc(text: str) -> str:
    """Text as HTML."""
    return html.escape(text, quote=True)


def m(text: str, *marks: str, cls: str = "", private: bool = False) -> str:
    """Marked text: ``marks`` name the label fields that it shows; ``private`` text can be pixelated."""
    attributes = (f' class="{cls}"' if cls else "") + (f' data-m="{" ".join(marks)}"' if marks else "") + (" data-private" if private else "")
    return f"<span{attributes}>{esc(text)}</span>"


def icon(path: str, size: float = 20, color: str = "currentColor", width: float = 1.8, fill: str = "none") -> str:
    """A 24×24 line icon."""
    return f'<svg width="{size}" height="{size}" viewBox="0 0 24 24" fill="{fill}" stroke="{color}" stroke-width="{width}" stroke-linecap="round" stroke-linejoin="round">{path}</svg>'


BACK = '<path d="M15 4l-8 8 8 8"/>'
CLOSE = '<path d="M5 5l14 14M19 5L5 19"/>'
NEXT = '<path d="M9 5l7 7-7 7"/>'
DOWN = '<path d="M5 9l7 7 7-7"/>'
DOTS = '<circle cx="5" cy="12" r="1.4" fill="currentColor"/><circle cx="12" cy="12" r="1.4" fill="currentColor"/><circle cx="19" cy="12" r="1.4" fill="currentColor"/>'
SEARCH = '<circle cx="11" cy="11" r="7"/><path d="M16 16l5 5"/>'
CHECK = '<path d="M5 12.5l5 5 9-10"/>'
CLOCK = '<circle cx="12" cy="12" r="9"/><path d="M12 7v5l3.5 2"/>'
BILL = '<rect x="5" y="3" width="14" height="18" rx="2"/><path d="M9 8h6M9 12h6M9 16h4"/>'
PHONE = '<path d="M6 3h4l2 5-3 2c1 3 3 5 6 6l2-3 4 2v4c0 1-1 2-2 2C10 20 4 13 4 5c0-1 1-2 2-2z"/>'
CHAT = '<path d="M4 5h16v11H11l-5 4v-4H4z"/>'
HOME = '<path d="M4 11l8-7 8 7v9h-5v-6H9v6H4z"/>'
USER = '<circle cx="12" cy="8" r="4"/><path d="M4 21c1-5 4-7 8-7s7 2 8 7"/>'
CART = '<path d="M3 4h3l2 11h10l2-8H7"/><circle cx="10" cy="19" r="1.5"/><circle cx="17" cy="19" r="1.5"/>'
STAR = '<path d="M12 3l2.8 5.8 6.2.9-4.5 4.4 1 6.3L12 17.5 6.500 20.400l1-6.300L3 9.700l6.200-.9z"/>'
MENU = '<path d="M4 7h16M4 12h16M4 17h16"/>'
COPY = '<rect x="8" y="8" width="12" height="12" rx="2"/><path d="M16 8V4H4v12h4"/>'


def avatar(text: str, size: int, color: str, *, round_: bool = True) -> str:
    """A coloured tile with a glyph; its character is decoration and therefore not part of the text."""
    radius = "50%" if round_ else "12%"
    return f'<div class="av" data-skip style="width:{size}px;height:{size}px;border-radius:{radius};background:{color};font-size:{size * 0.46:.0f}px">{esc(text)}</div>'


def photo(size_w: str, size_h: str, rng: random.Random, radius: str = "6px") -> str:
    """Something that looks like a small photograph: gradients of one hue."""
    hue = rng.randint(0, 359)
    blobs = ",".join(
        f"radial-gradient(circle at {rng.randint(5, 95)}% {rng.randint(5, 95)}%, hsla({(hue + rng.randint(-40, 60)) % 360},{rng.randint(30, 80)}%,{rng.randint(25, 75)}%,.9) 0, transparent {rng.randint(25, 60)}%)"
        for _ in range(6)
    )
    return f'<div style="width:{size_w};height:{size_h};flex:none;border-radius:{radius};background:{blobs},hsl({hue},35%,55%)"></div>'


def barcode(rng: random.Random, width: int = 230, height: int = 44, color: str = "#222") -> str:
    """A barcode-like stripe pattern."""
    bars, x = [], 0.0
    while x < width:
        bar = rng.choice((1.2, 1.2, 2.4, 3.6))
        bars.append(f'<rect x="{x:.1f}" y="0" width="{bar}" height="{height}"/>')
        x += bar + rng.choice((1.2, 1.2, 2.4, 3.0))
    return f'<svg width="{width}" height="{height}" fill="{color}">{"".join(bars)}</svg>'


def status_bar(look: Look, clock: datetime, rng: random.Random, color: str = "inherit") -> str:
    """The phone's top line with its clock."""
    if look.bar == "nobar":
        return ""
    battery = rng.randint(18, 97)
    signal = '<svg width="17" height="11" viewBox="0 0 17 11" fill="currentColor"><rect x="0" y="7" width="3" height="4" rx=".7"/><rect x="4.500" y="5" width="3" height="6" rx=".7"/><rect x="9" y="2.500" width="3" height="8.500" rx=".7"/><rect x="13.500" y="0" width="3" height="11" rx=".7"/></svg>'
    wifi = '<svg width="16" height="12" viewBox="0 0 16 12" fill="none" stroke="currentColor" stroke-width="1.700"><path d="M1 4.200a10 10 0 0 1 14 0M3.500 7a6.500 6.500 0 0 1 9 0"/><circle cx="8" cy="10" r="1" fill="currentColor"/></svg>'
    cell = f'<svg width="26" height="12" viewBox="0 0 26 12"><rect x=".5" y=".5" width="22" height="11" rx="3" fill="none" stroke="currentColor" opacity=".5"/><rect x="2" y="2" width="{19 * battery / 100:.1f}" height="8" rx="1.600" fill="currentColor"/><rect x="23.500" y="4" width="2" height="4" rx="1" fill="currentColor" opacity=".5"/></svg>'
    if look.bar == "ios":
        right, clock_text = signal + wifi + cell, f"{clock:%H:%M}".lstrip("0") if clock.hour else f"{clock:%H:%M}"
    elif look.bar == "miui":
        right, clock_text = f"{signal}<span style='font-size:10px'>5G</span>{cell}<span style='font-size:11px'>{battery}</span>", f"{clock:%H:%M}"
    else:
        right, clock_text = f"{wifi}{signal}<span style='font-size:12px'>{battery}%</span>", f"{clock:%H:%M}"
    left = f"<span>{clock_text}</span>"
    if look.bar == "miui" and rng.random() < 0.4:
        left += f'<span style="font-size:11px;margin-left:6px;margin-right:auto">{rng.choice(("中国移动", "中国联通", "中国电信"))}</span>'
    return f'<div class="sb {look.bar}" style="color:{color}">{left}<span class="ic">{right}</span></div>'


def nav(title: str, *, right: str = "", left: str = BACK, style: str = "", row: str = "nav") -> str:
    """A navigation bar with a back arrow, a centred title and something at its right."""
    return f'<div class="nav" data-row="{row}" style="{style}">{icon(left, 22)}<div class="ti">{esc(title)}</div><div class="rt">{right}</div></div>'


def home_bar(look: Look) -> str:
    """The gesture bar at the bottom."""
    return '<div class="pill"><i></i></div>' if look.bar != "nobar" else ""


def watermark(text: str, look: Look) -> str:
    """Light diagonal text over the whole page."""
    color = "rgba(255,255,255,.10)" if look.dark else "rgba(0,0,0,.09)"
    cells = "".join(f'<span style="position:absolute;left:{x}%;top:{y}px;transform:rotate(-24deg);white-space:nowrap">{esc(text)}</span>' for y in range(60, 3000, 150) for x in (4, 54))
    return f'<div data-late style="position:absolute;inset:0;overflow:hidden;pointer-events:none;color:{color};font-size:17px;z-index:9">{cells}</div>'


@functools.cache
def font_faces() -> str:
    """The digit fonts as data URIs."""
    if not _FONTS.is_dir():
        raise SystemExit("Digit fonts are missing: run `npm install --no-package-lock` in samples/generator")
    rules = []
    for family, folder, weights in _FACES:
        for weight in weights:
            data = (_FONTS / folder / "files" / f"{folder}-latin-{weight}-normal.woff2").read_bytes()
            rules.append(f"@font-face{{font-family:'{family}';font-weight:{weight};src:url(data:font/woff2;base64,{base64.b64encode(data).decode()}) format('woff2')}}")
    return "".join(rules)


def document(look: Look, css: str, body: str, mark: str = "") -> str:
    """The whole page for Chromium."""
    theme = DARK if look.dark else LIGHT
    over = watermark(mark, look) if look.watermark else ""
    return (
        f"<!doctype html><html lang='zh-CN'><meta charset='utf-8'><style>{font_faces()}:root{{{theme};--h:{look.height}px;--digits:{look.digit_stack}}}"
        f"body{{font-family:{look.font_stack}}}{BASE_CSS}{css}</style><body><div class='phone'>{body}{over}</div></body></html>"
    )

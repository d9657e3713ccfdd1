"""Chats: conversations of :mod:`dialogue` in the looks of :mod:`chat_look`."""

from __future__ import annotations

import random
import re

from samples.generator import html as h
from samples.generator.data import Invention
from samples.generator.dialogue import Chat, Line, build, plain
from samples.generator.labels import Facts
from samples.generator.look import Look
from samples.generator.screen import Draw, Screen
from samples.generator.screens.chat_look import BASE, SKINS, Skin, separator

_EMOJI = re.compile(r"(\[e:.+?\])")
_TINTS = ("#6a8caf", "#c77d5a", "#5f9e7a", "#8a78b8", "#b8894a", "#4f8fb5", "#a8687f")


def _spoken(words: str) -> str:
    """Words as HTML; an emoji is a picture."""
    parts = [f"<span data-skip>{part[3:-1]}</span>" if part.startswith("[e:") else h.esc(part) for part in _EMOJI.split(words)]
    return "".join(parts)


class _Drawing:
    """The HTML of one conversation."""

    def __init__(self, chat: Chat, skin: Skin, rng: random.Random, *, avatars: bool) -> None:
        self.chat, self.skin, self.rng = chat, skin, rng
        self.avatars = avatars and skin.avatar > 0
        self._tickets = 0
        self._level: dict[str, str] = {}

    def _marks(self, line: Line) -> str:
        return " ".join([f"m{line.message}"] + [f"s{s}" for s in line.statements])

    def _time_marks(self, lines: tuple[Line, ...]) -> list[str]:
        transfers = [f"t{line.transaction}.occurred_at" for line in lines if line.transaction is not None]
        return [mark for line in lines if line.message is not None for mark in [f"m{line.message}.at"] + [f"s{s}.at" for s in line.statements]] + transfers

    def _below(self, index: int) -> tuple[Line, ...]:
        """The lines that a separator speaks for."""
        lines = self.chat.lines
        end = next((i for i in range(index + 1, len(lines)) if lines[i].kind == "time"), len(lines))
        return lines[index + 1 : end]

    def _card(self, line: Line) -> str:
        rng, words = self.rng, h.esc(line.words)
        if line.kind == "pic":
            size = rng.choice((("104px", "168px"), ("150px", "112px"), ("120px", "120px")))
            return h.photo(*size, rng)
        if line.kind == "sticker":
            return f'<div data-skip style="font-size:58px;line-height:1.2">{rng.choice("😭😡🙏🤡🐶")}</div>'
        if line.kind == "voice":
            wave = h.icon('<path d="M8 9a5 5 0 0 1 0 6M12 6a9 9 0 0 1 0 12M16 3a14 14 0 0 1 0 18"/>', 17)
            return f'<div class="bb fx ac" style="gap:8px;width:{70 + int(line.words) * 3}px">{wave}<span>{words}″</span></div>'
        if line.kind == "file":
            return f'<div class="cdx fx jb"><div><div>{words}</div><div class="k" style="margin-top:6px">{rng.randint(9, 90)}.{rng.randint(0, 9)}K</div></div><div class="av" data-skip style="width:36px;height:40px;background:#21a366;border-radius:3px">X</div></div>'
        if line.kind == "transfer":
            amount, state = h.m(f"￥{line.words}", f"t{line.transaction}.amount"), h.m(line.state, f"t{line.transaction}.status")
            return f'<div class="pay"><div>{amount}</div><div style="font-size:12.5px">{state}</div><div class="k">微信转账</div></div>'
        if line.kind == "red":
            return f'<div class="pay"><div>{words}</div><div style="font-size:12px">已领取</div><div class="k">微信红包</div></div>'
        if line.kind == "order":
            return f'<div class="cdx fx" style="gap:10px">{h.photo("54px", "54px", rng)}<div><div>{words}</div><div style="color:#f0452d;margin-top:4px">￥{rng.randint(9, 600)}.00</div><div class="k">共1件商品</div></div></div>'
        raise ValueError(line.kind)

    def _name(self, line: Line) -> str:
        skin = self.skin
        name = skin.me_name if line.speaker == "me" else line.name
        stamp = h.m(f"{line.at:%Y-%m-%d %H:%M:%S}", *self._time_marks((line,))) if skin.times != "sep" else ""
        marks = [f"m{line.message}.name"] if line.message is not None and name else []
        badge = ""
        if skin.badges and line.speaker != "me":
            kind = self._level.setdefault(line.name, f'<span class="bdg{" o" if not self._level else ""}">{"群主" if not self._level else f"LV{self.rng.randint(2, 90)}"}</span>')
            badge = kind
        shown = h.m(name, *marks, private=True) if name and (skin.names or line.speaker == "me") else ""
        return badge + shown + (f"<span>{stamp}</span>" if stamp else "")

    def line(self, index: int) -> str:
        """One line of the conversation; drawing it twice gives the same."""
        line, skin = self.chat.lines[index], self.skin
        self.rng.seed(f"{self.chat.title}:{index}")
        if line.kind == "time":
            if skin.times != "sep":
                return ""
            text = separator(skin.clock, line.at, self.chat.captured_at, past_midnight=line.past_midnight)
            return f'<div class="tm" data-row="i{index}">{h.m(text, *self._time_marks(self._below(index)))}</div>'
        if line.kind == "notice":
            marks = [self._marks(line)]
            return f'<div class="nt" data-row="i{index}">{h.m(line.words, *marks)}</div>'
        if line.kind == "ticket":
            head, number, state = line.words.split("|")
            inner = f'<div class="b">{h.esc(head)}</div><div style="margin:5px 0">{h.m(number, "k0.ticket_no")}</div><div class="k">{h.esc(state)}</div>'
            stamp = f'<div class="tm">{h.m(f"{line.at:%Y-%m-%d %H:%M:%S}", *self._time_marks((line,)))}</div>' if skin.times != "sep" else ""
            return f'<div data-row="i{index}">{stamp}<div class="fx jc" style="padding:2px 8px 8px"><div class="cdx" style="border:1px solid #e5e8ec" data-m="{self._marks(line)}">{inner}</div></div></div>'
        side = "me" if line.speaker == "me" else "ot"
        quote = f'<div class="qt">{h.esc(line.quote)}</div>' if line.quote else ""
        if line.kind == "text":
            body = f'<span data-m="{self._marks(line)}">{_spoken(line.words)}</span>' if plain(line.words).strip() else _spoken(line.words)
            inner = f'<div class="bb">{quote if skin.quote_inside else ""}{body}</div>' + ("" if skin.quote_inside else quote)
        else:
            body = inner = self._card(line)
        if skin.times == "log":
            return f'<div class="lg {side}" data-row="i{index}"><div class="hd">{self._name(line)}</div><div class="tx">{body}</div></div>'
        if skin.read_marks and side == "me":
            inner += f'<div class="rd">{self.rng.choice(("已读", "已读", "未读"))}</div>'
        name = self._name(line)
        face = ""
        if self.avatars:
            who = f"me {self.chat.title}" if side == "me" else line.name
            tint = _TINTS[sum(map(ord, who)) % len(_TINTS)]
            picture = h.photo(f"{skin.avatar}px", f"{skin.avatar}px", random.Random(who), "50%" if skin.round_ else "5px")
            face = f"<div data-private>{picture if len(who) % 2 else h.avatar('我' if side == 'me' else who[0], skin.avatar, tint, round_=skin.round_)}</div>"
        return f'<div class="ln {side}{" tail" if skin.tail and line.kind == "text" else ""}" data-row="i{index}">{face}<div class="col">{f"<div class=nm>{name}</div>" if name else ""}{inner}</div></div>'


def _bar(skin: Skin) -> str:
    if skin.bar == "plain":
        return '<div class="bar"><div class="in" style="border:1px solid #ddd">请输入内容…</div></div>'
    if skin.bar == "send":
        return '<div class="bar"><div class="in">请简要描述您的问题</div><div class="send">发送</div></div>'
    mic = '<circle cx="12" cy="12" r="9.5"/><path d="M9.500 9.500a3.500 3.500 0 0 1 0 5M12.500 7.500a6.500 6.500 0 0 1 0 9"/>'
    face = '<circle cx="12" cy="12" r="9.5"/><path d="M8 14c2 3 6 3 8 0M9 9.500v.5M15 9.500v.5"/>'
    plus = '<circle cx="12" cy="12" r="9.5"/><path d="M12 7v10M7 12h10"/>'
    return f'<div class="bar">{h.icon(mic, 27, width=1.5)}<div class="in"></div>{h.icon(face, 27, width=1.5)}{h.icon(plus, 27, width=1.5)}</div>'


def _background(rng: random.Random) -> str:
    hue = rng.randint(0, 359)
    blobs = ",".join(
        f"radial-gradient(circle at {rng.randint(0, 100)}% {rng.randint(0, 100)}%,hsla({(hue + rng.randint(-50, 50)) % 360},{rng.randint(25, 60)}%,{rng.randint(35, 78)}%,.95) 0,transparent {rng.randint(18, 50)}%)"
        for _ in range(9)
    )
    return f"background:{blobs},hsl({hue},30%,60%)"


def chat(
    skin_name: str,
    keys: str,
    day: str,
    *,
    upto: int | None = None,
    drop: int = 0,
    long: bool = False,
    seams: tuple[int, ...] = (),
    photo: bool = False,
    avatars: bool = True,
    take: int = 0,
    nav: bool = True,
    head: bool = False,
) -> Draw:
    """A chat of talks (``"a b+14"``: talk b fourteen days further back) captured on ``day``.

    The newest line stands at the bottom (with ``head`` the oldest stands at the top); ``drop`` CSS pixels of it are hidden below; ``upto`` scrolls back;
    ``long`` shows everything in one tall picture, with the bars repeated before each of ``seams``.
    """

    def draw(inv: Invention, look: Look) -> Screen:
        del inv
        skin = SKINS[skin_name]
        parts = tuple((key, int(shift or 0)) for key, _, shift in (word.partition("+") for word in keys.split()))
        made = build(parts, day, stamped=skin.times != "sep", names=skin.names, me_name=skin.me_name, upto=upto, take=take)
        rng = random.Random(f"{keys}:{day}")
        drawing = _Drawing(made, skin, rng, avatars=avatars)
        top = h.status_bar(look, made.captured_at, random.Random(day)) + (_title(made, skin) if nav else "")
        bottom = (_bar(skin) + h.home_bar(look)) if nav else ""
        items = []
        for index in range(len(made.lines)):
            if index in seams:
                items.append(f'<div data-clip style="overflow:hidden;height:{rng.randint(22, 33)}px">{drawing.line(index)}</div></div>{bottom}{top}<div class="list">')
            items.append(drawing.line(index))
        back = _background(rng) if photo else ""
        classes = " ".join(["pl"] * skin.pills + ["onphoto"] * photo)
        margin = f"-{drop}px" if drop else "auto"
        frame = (
            f'<div class="list">{"".join(items)}</div>'
            if long
            else f'<div class="vp" data-clip style="{back}{";justify-content:flex-start" if head else ""}"><div class="list" style="margin-bottom:{margin}">{"".join(items)}</div></div>'
        )
        body = f'<div class="{classes}" style="display:flex;flex-direction:column;{"" if long else "height:var(--h);"}{back if long else ""}">{top}{frame}{bottom}</div>'
        css = BASE + f":root{{{skin.dark if look.dark and skin.dark else skin.light}}}" + skin.extra
        return Screen("chat", skin.app, made.captured_at, css, body, made.facts if made.facts else Facts())

    return draw


def _title(made: Chat, skin: Skin) -> str:
    dots = h.icon(h.DOTS, 22)
    return f'<div class="nav">{h.icon(h.BACK, 22)}<div class="ti">{h.m(made.title, private=True)}</div><div class="rt">{dots if skin.bar == "icons" else ""}</div></div>'

"""Messages and conversations, and the blocks of lines that they are made from."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from extractor.fields.chat_times import ChatTime
from extractor.fields.text import fold, han_count, squeeze
from extractor.geometry import Box
from extractor.ocr.lines import Line
from extractor.ocr.reader import Reading
from extractor.ocr.shapes import ENGINE as SHAPES
from extractor.vision.regions import Region

Speaker = Literal["me", "other", "system", "unknown"]
MessageKind = Literal["text", "notice", "card", "quote"]


@dataclass(frozen=True, slots=True)
class Message:
    """One message: its text (lines joined), who said it, its own or the separator's time, and where it stands.

    sure is False where the speaker is a guess; reasons say why its time or speaker may be off.
    """

    kind: MessageKind
    speaker: Speaker
    name: str
    text: str
    time: ChatTime | None
    box: Box
    lines: tuple[Line, ...]
    sure: bool = True
    reasons: tuple[str, ...] = ()
    moves_money: bool = False
    """True for a card in the colour of transfers, whatever was read of its words."""

    @property
    def at(self) -> datetime | None:
        return self.time.at if self.time else None


@dataclass(frozen=True, slots=True)
class Chat:
    """A conversation as one screenshot shows it, top to bottom; title is the bar's text."""

    title: str
    messages: tuple[Message, ...]
    points: int
    own_colours: tuple[tuple[int, int, int], ...] = ()
    stamped: bool = False
    """True where names or full stamps stand above the messages."""
    offer: tuple[Line, ...] = ()
    """The lines of the bar below the title that shows what is talked of, with its price: goods, or an order."""
    heading: Line | None = None
    """The line that the title was read in."""


@dataclass(frozen=True, slots=True)
class Separator:
    """A centred time stamp between messages; agreed: both models read its clock alike."""

    line: Line
    time: ChatTime
    agreed: bool


@dataclass(slots=True)
class Block:
    """Lines of one message in the making."""

    box: Box
    lines: list[Line]
    region: Region | None
    speaker: Speaker = "unknown"
    sure: bool = False
    name: str = ""
    time: ChatTime | None = None
    time_agreed: bool = True
    kind: MessageKind = "text"
    reasons: list[str] = field(default_factory=list)
    said: str = ""
    """What it says, where that is not what its lines say: the length of a voice message."""


def in_rows(lines: Iterable[Line]) -> list[list[Line]]:
    """The lines with text by rows, top to bottom, left to right in each."""
    rows: list[list[Line]] = []
    for line in sorted((line for line in lines if line.text), key=lambda item: item.box.cy):
        if rows and rows[-1][0].box.same_row(line.box):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda item: item.box.x) for row in rows]


_BLANK, _HAN_END = 0.5, re.compile("[\u4e00-\u9fff]$")


def join_lines(lines: Sequence[Line]) -> str:
    """The lines of a message as one text, rows from top to bottom, parts of a row from left to right.

    Words that a blank parts in one row stay apart: where nobody sets commas it ends a clause.
    """
    # between two Latin words or numbers a wrap was a space, or a long number goes on: no space is safer
    return "".join(_row_text(row) for row in in_rows(lines))


def _said(line: Line) -> str:
    """The words of a line; without a comma behind its last figure where the reader of figures saw none: 48，|小时内."""
    said = _of_most(line.readings).spoken if line.readings else ""
    if _CENTS.fullmatch(squeeze(said)) and any(
        "¥" + squeeze(said) == squeeze(fold(r.text)) for r in line.readings
    ):
        return "¥" + said  # a price by itself, whose sign the engine of words does not know
    said = _YUAN.sub(lambda match: "¥" if _is_yuan(line, match) else match[0], said)
    if not _COMMA_LAST.search(said):
        return said
    figures = (fold(r.text) for r in line.readings[1:] if r.engine != line.readings[0].engine)
    return said[:-1] if any(text.endswith(fold(said)[-2:-1]) for text in figures) else said


def _of_most(readings: Sequence[Reading]) -> Reading:
    """The main engine's reading of a line: its first, but where nobody else read the figures of that, and two engines read those
    that it has beside the same words at another size, this one: 您这笔6448.00, and 648.00 at each other look."""
    first = readings[0]
    seen: dict[str, set[str]] = {}
    for reading in readings:
        if reading.engine not in (first.engine, SHAPES) and not _HALF_READ.search(reading.text):
            seen.setdefault(_figures_of(reading), set()).add(reading.engine)
    if not han_count(first.text) or not _figures_of(first) or _figures_of(first) in seen:
        return first
    again = (
        reading
        for reading in readings[1:]
        if reading.engine == first.engine
        and not _HALF_READ.search(reading.text)
        and _WORDLESS.sub("", reading.text) == _WORDLESS.sub("", first.text)
        and len(seen.get(_figures_of(reading), ())) >= _TWO_ENGINES
    )
    return next(again, first)


def _figures_of(reading: Reading) -> str:
    """The digits of a reading, with the points between them."""
    return _NO_FIGURE.sub("", fold(reading.text))


_NO_FIGURE = re.compile(r"[^0-9.]|\.(?!\d)|(?<!\d)\.")
_HALF_READ = re.compile(r"[A-Za-z](?=\d)|(?<=\d)[A-Za-z]")
"""A letter that touches figures may be one that was not read: i7天."""
_WORDLESS, _TWO_ENGINES = re.compile("[^\u4e00-\u9fff]"), 2


def _is_yuan(line: Line, match: re.Match[str]) -> bool:
    """Whether a letter before figures is the sign of a sum: these have cents, or the reader of figures saw the sign."""
    figures = match[1]
    seen = (fold(r.text).replace(" ", "") for r in line.readings[1:])
    return bool(_CENTS.fullmatch(figures)) or any("¥" + figures in text for text in seen)


_YUAN = re.compile(r"(?<![A-Za-z\d])[Yy半](?=(\d[\d,]*(?:\.\d+)?))")
_CENTS = re.compile(r"\d[\d,]*\.\d{2}")
_COMMA_LAST = re.compile(r"\d[,，]$")


def with_whole_brackets(text: str) -> str:
    """A message's text with the 】 of 【…】 that was read as ], and without one at its end that nothing opens: the tip of
    the bubble's tail."""
    text = _HALF_BRACKETS.sub("【\\1】", text)
    return text[:-1].rstrip() if text.endswith("】") and "【" not in text else text


_HALF_BRACKETS = re.compile(r"【([^【】\[\]]{1,16})\]")


def _row_text(row: Sequence[Line]) -> str:
    text = ""
    for before, line in itertools.pairwise([None, *row]):
        assert line is not None
        said = _said(line)
        apart = before is not None and line.box.x - before.box.right > _BLANK * line.box.h
        if apart and _HAN_END.search(text) and _HAN_END.search(said[:1]):
            text += " "
        text += said
    return text


INPUT_HINTS = re.compile(
    r"^(?:发消息|想[跟和].{1,4}说点什么|按住说话|按住 ?说话|说点什么|请?输入(?:您的|你的)?(?:消息|问题|内容|文字)|请输入|发送(?:\(?S?\)?)?$|发.?\(S\)$|发信息|短信|文本信息|信息|iMessage|"
    r".{0,2}输入消息.{0,4}$|Writeamessage|Typeamessage|聊天输入|想问点什么|有(?:什么)?(?:问题|疑问)(?:就|都|可以|请)?(?:来)?(?:问我|咨询)|请?(?:简[要单短])?描述|我要提问|请?在(?:此|这里)输入|发送消息|说两句|(?:本次)?(?:会话|对话|服务)[已己巳](?:结束|关闭).{0,2}(?:请)?点(?:此|击|这里).{0,8}(?:咨询|会话|对话|发起|评价|服务)|.{0,10}提供(?:技术支持|客服系统|客服支持)|[Pp]owered[Bb]y)"
)
NOTICE = re.compile(
    r"撤回了?一条|以上是|以下是|打招呼|开始聊天|进入排队|为您服务|已加入|邀请|加入了群|退出了群|拍了拍|修改群名|开启了好友验证|"
    r"对方拒收|已结束|会话|接入|转接|转人工|已添加|可以开始|消息已发出|领取了|请勿|谨防|安全提示|温馨提示|系统"
)
STATUS_TAG = re.compile(
    r"^(?:中国(?:电信|移动|联通|广电)|[已己巳]读[1lI!|丨〗\]]?|未读|[已己巳]送达|送达|发送失败|\d+人[未已己巳]读|全部[已己巳]读|对方[已己巳]读|[^\d\u4e00-\u9fff]{0,3}.?[^\d\u4e00-\u9fff]{0,2}\d+条(?:新|未读)消息$|[一\-—–_ ]*以[上下](?:是|为)(?:新的?|未读|历史|最新|更早的?)(?:消息|记录|聊天记录)[一\-—–_ ]*|回到(?:底部|最新)|有人@我|(?:(?:链接|文本|内容)?[已己巳]复制(?:到剪[贴切]板)?|复制成功)$|"
    r"[LlI1丨][Vv]\.?\d{1,3}[\u4e00-\u9fff]{0,6})$"
)
ADDRESSED = re.compile(r"^(?:发给|发送给|发至|收件人|抄送|密送|[Tt][Oo]|[Cc][Cc])\s*[:]?\s*\S")
"""To whom a letter goes: 发给 我, 收件人: ..."""
LEVEL = re.compile(r"^[\[(【|]?[LlI1丨][Vv]\.?\d{1,3}(?!\d)[\])】|]?\s*")
"""The badge before a name in a group: LV67."""
TITLED = re.compile(r"[LlI1丨][Vv]\.?\d{1,3}[\u4e00-\u9fff]{1,6}")
"""Such a badge with the title that a group gave its bearer: LV15风纪委员."""
RANK = re.compile(r"潜水|冒泡|吐槽|活跃|话唠|传说|管理员|群主")
_PLATFORM_NAME = re.compile(
    r"客服|商家|商户|卖家|店|官方|小二|专员|助手|机器人|售后|平台|卡盟|财务|经理|系统|在线|服务|管理员|处理员|审核员|仲裁|版主|"
    r"(?i:^(?:mod|admin|staff|support|agent|service|customer service|shop|store|seller|owner)(?![a-z])|bot$)"
)
_RUNS_GROUP = re.compile("群主|群管|管理|站长|团长|物业|总管|主管|坐席|老板|掌柜|运营|技术|前台|负责人|代表")
# The visitor of a customer service is the one who made the screenshot.
_OWN_NAME = re.compile(
    r"我|您|你|自己|本人|我自己|机主|提[问交]者|提问人|(?:买家|用户|访客|游客|顾客|客户)[ :#_-]?(?:[\dA-Za-z_*]{0,16}|\(?[您我]\)?)|"
    r"(?:买家|用户|客户|顾客|消费者|投诉人|我的?)(?:补充|追加|追问|追评|回复|留言)(?:说明|内容|投诉|材料)?"
)
_THEIR_NAME = re.compile("对方|来电|来电方|对端")
"""What the transcript of a call names who is at the other end."""
_SYSTEM_NAME = re.compile(
    r"系统(?:消息|通知|提示|提醒|公告)?|(?:平台|官方|服务|安全|温馨|防骗|交易)(?:消息|通知|提示|提醒|公告|小贴士)"
)


_SAYS_TO = re.compile(r"(.{1,20}?)\s*对\s*(.{1,20}?)\s*说")
"""A forum's heading of a private message says to whom, too: 您 对 小王 说, 小王 对您说."""
_YOU = ("您", "你", "我")


def who_says(heading: str) -> str:
    """The name of who speaks in a heading that tells of both (小王 对您说), be one of them misread; else the heading."""
    match = _SAYS_TO.fullmatch(fold(heading).strip(" :"))
    if match is None or (match[1] in _YOU and match[2] in _YOU):
        return heading
    return match[1]


_BRACKETED = re.compile(r"[\[【]([^\[\]【】]{1,20})[\]】]")
"""How kept records write of who says something: [客户], 【客服小林】."""


def by_name(name: str) -> tuple[Speaker, bool]:
    """Whose a name is by its words, and whether they say so surely."""
    name = fold(who_says(name))
    if (bracketed := _BRACKETED.fullmatch(name.strip())) is not None:
        name = bracketed[1]
    if _OWN_NAME.fullmatch(name):
        return "me", True
    if _SYSTEM_NAME.fullmatch(name):
        return "system", True
    if _PLATFORM_NAME.search(name) or _THEIR_NAME.fullmatch(name):
        return "other", True
    return "unknown", False


def speaks_for_platform(name: str) -> bool:
    """Whether a name says that who bears it speaks for those who run the platform, its group or its site."""
    return bool(_PLATFORM_NAME.search(name) or _RUNS_GROUP.search(name))


def inside(inner: Box, outer: Box) -> bool:
    return inner.overlap_x(outer) * inner.overlap_y(outer) > 0.85 * inner.area


def same_colour(a: Block, b: Block) -> bool:
    if a.region is None or b.region is None:
        return False
    return max(abs(x - y) for x, y in zip(a.region.colour, b.region.colour, strict=True)) <= 12


def looks_like_quote(block: Block) -> bool:
    """Whether a block says `name: text`; the colon of a clock parts none."""
    return bool(re.match(r"^[^:：]{1,16}(?:(?<!\d)[:：]|[:：](?!\d)).", fold(join_lines(block.lines))))

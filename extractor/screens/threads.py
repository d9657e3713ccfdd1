"""Talks without bubbles: work orders, complaints, e-mails, kept records of a chat, chats in a computer's window.

Each message stands under a row that says who wrote it at the left and when, with its day, at the right, next to that or
right below it. In a record that was forwarded the day may stand on a line of its own above such rows.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from statistics import median

from rapidfuzz import fuzz

from extractor.fields.chat_times import ChatTime, resolve_chat_time, resolve_date_heading
from extractor.fields.moments import CHINA
from extractor.fields.money import parse_amount
from extractor.fields.text import digit_count, fold, han_count, squeeze
from extractor.geometry import Box, union_all
from extractor.ocr.lines import Line
from extractor.ocr.reader import Reading, Word
from extractor.screens.bars import title_line, title_of
from extractor.screens.logs import opening_notice
from extractor.screens.messages import ADDRESSED, Chat, Message, Speaker, by_name, in_rows, join_lines
from extractor.screens.own_times import Heading, day_headings, is_bare_clock
from extractor.screens.scraps import UNREAD
from extractor.screens.stamps import named_stamp, stamp_of

_FEWEST, _FEWEST_MASKED, _RIGHT = 2, 4, 0.6
"""So many headings make a thread, so many where their names are masked; behind this share of the width stand stamps then."""
_DAY = re.compile(r"\d{1,2}\s*[-/.月]\s*\d{1,2}")
_LEAST_DIGITS = 8
"""Of a stamp with its day: 03-14 21:05."""
_NEAR = 0.02
_GAP = 2.6
"""A line of a message begins at most so many of its heights below the one before."""
_BESIDE, _LEANS = 3, 0.25
_ICONS = 3
_RIM = 3
"""One character so many times as high as the stamp is the rim of a bubble."""
_FULL = 0.85
"""A line that reaches so far to the right of the widest goes on in the next."""
_FACE = 2
"""Of an avatar before a name no more characters are read."""
_LONGEST_NAME, _MOST_DIGITS = 20, 6
_WORDED = 4
_ALIKE, _ONE_NAME = 60, 70
_POINTS = 4
_OWN = re.compile(
    r"^我(?:的\w{2,4})?$|提[问交]者|提[问单交]人|反馈人|申请人|用户|消费者|(?<!被)投诉人|买家|顾客|访客|(?:发起|补充|追加|撤销)投诉|申诉人|本人|"
    r"客户(?!经理|服务|代表|专员|支持|关怀|[端部])"
)
_BUYER = re.compile("买家|卖家")
_ROLE_READ = 0.5
"""The two roles that look alike in small print, and how surely they are read where they are to tell a side."""
_THEIRS = re.compile(
    r"客服|商家|卖家|经营者|平台|企业|店|被投诉|官方|小二|专员|公司|商户|单位|系统|主管|坐席|售后|客户(?:经理|服务|代表|专员|支持|关怀|部)"
)
_AUTHORITY = re.compile(
    r"市场监(?:督管理|管)|监管(?:局|部门|所)|监督管理局|管理局$|消协|消费者协会|消费者服务平台|12315|12345|^平台(?:审核|受理|分派|分配|派单|转办)$"
)
"""Who takes a complaint in and passes it on, and is neither side of it; and that step itself."""
_ACT = re.compile(
    r"(?:(?P<me>(?:发起|提交|补充|追加|撤销|撤回|修改)了?投诉)|(?P<other>(?:回复|答复)了?(?:投诉)?)"
    r"|(?P<system>审核(?:通过|未通过|不通过)|分配(?:给)?商家|受理(?:成功|投诉)?))$"
)
"""What somebody did, behind his name, in a complaint's course: 匿名 发起投诉."""
_PARTIES = re.compile(r"^(.{1,16})和(.{1,16}?)的?聊天记录$")
"""The title of a record of a talk between two, or the line below it."""
_TRADES = re.compile("[数点]卡|点券|卡券|充值|代[充练刷]|话费|[Qq]币|租号|回收|商城|商行|店|批发|货源|工作室")
"""What the name of one who sells says; a name that says nothing else is only a guess at his side."""
_SERVED = re.compile(r"(?:客服|专员|顾问|坐席|管家|经理|助理)(\w{1,8}?)(?:正在|将|竭诚)?为您服务")
_RECORD = "聊天记录"
"""The title of messages that were forwarded together: 群聊的聊天记录, 小满和客服的聊天记录."""
_GROUP = "群聊"
"""In the title of a record: of a group, where most of those who write are others, whoever took the picture."""
_LEAVE, _PAIR = "取消", 2
_FULL_DAY = re.compile(r"20\d\d\s*[-/.年].*$")
_CLERK = re.compile(r"(?<=客服|专员|小二|坐席|售后)\d{1,4}号?$")
"""The number behind the name of one who works there: 官方客服007."""
LABEL = re.compile(r"(?:时间|日期|编号|单号|状态|金额|方式)$|[:]$")
POSTED = re.compile(
    r"(?:发表|发布|发帖|回复|回帖|编辑|更新|提交|评论|留言)?[于在]|(?:发表|发布|发帖|回帖|评论)(?:时间)?"
)
"""What stands before the moment of a post, and is nobody's name: 发表于 2026-07-28 20:15."""
_WRITTEN = re.compile(r"(?<=.)\s*于$")
"""Behind a name before a moment: 售后主管 于 2026-02-26 09:15 回复."""
_FLOOR, _TAG = re.compile(r"沙发|板凳|地板|地下室|置顶|精华|#?\d{1,4}[楼#]?|第?\d{1,4}[楼层]"), 3
"""What stands at the right of a post's name, and how long it is at most: 沙发, 5楼."""
_OPENS = re.compile(r"^(?:楼主|题主)|(?:楼主|题主)$")
"""Who opened a thread of a forum: the one who keeps it, as a guess."""
_ACTIONS = re.compile(
    r"(?:回复|回帖|引用|举报|收藏|分享|转发|评论|点评|只看(?:该作者|楼主|他|TA)|编辑|[点]?赞(?:同)?|支持|反对|踩|喜欢|有用|顶)[(]?\d*[)]?"
)
"""What one may do with a post, in the row below it: 回复 赞 26."""


@dataclass(frozen=True, slots=True)
class _Heading:
    """A row that heads a message: where it stands among the rows, and its parts."""

    index: int
    parts: tuple[Line, ...]
    stamp: Line
    time: ChatTime
    agreed: bool
    begins: int
    """The row of the name: of a letter it stands above that of the stamp."""
    to: str = ""
    """To whom a letter goes, where the row of the stamp tells it."""
    inline: bool = False
    """True where name and stamp are one line, and for a stamp right below the name."""
    posted: bool = False
    """True for a post of a forum, whose writers name themselves as they like: 卡盟老用户."""


def read_thread(lines: Sequence[Line], captured: datetime | None, size: tuple[int, int]) -> Chat | None:
    """The messages of a picture whose headings say who and when; None where it shows no such thread.

    lines are those of the whole picture. A speaker whom no heading tells stays a guess (`sure` is False).
    """
    rows = _level(in_rows(lines), captured)
    days = _days([row[0] for row in rows if len(row) == 1], captured, size)
    headings = [
        h
        for index, row in enumerate(rows)
        if (h := _heading(index, row, captured) or _clock_heading(index, row, days, captured)) is not None
    ]
    inline = [h for index in range(len(rows)) if (h := _inline(index, rows, captured)) is not None]
    if len(inline) >= max(_FEWEST, len(headings)):
        headings = inline
    letters = [h for index in range(1, len(rows)) if (h := _letter(index, rows, captured)) is not None]
    headings = letters if len(letters) >= _FEWEST else headings
    masked = _masked_headings(rows, captured, size[0]) if len(headings) < _FEWEST else []
    headings = masked or headings
    if len(headings) < _FEWEST or not _aligned(headings, size[0]):
        return None
    under = rows[headings[0].index + 1 :]
    if letters == headings:  # which may be of a line each, and begin before their headings
        under = [rows[heading.index + 1] for heading in headings if heading.index + 1 < len(rows)]
    column = median(row[0].box.x for row in under)
    dividing = {id(day.line) for day in days if day.day is not None}
    parted = [index for index, row in enumerate(rows) if any(id(line) in dividing for line in row)]
    ends = [
        min([end, *(index for index in parted if index > heading.index)])
        for heading, end in zip(
            headings, [*(heading.begins for heading in headings[1:]), len(rows)], strict=True
        )
    ]
    found: list[Message] = []
    for heading, end in zip(headings, ends, strict=True):
        body = _body(heading, rows[heading.index + 1 : end], column)
        box = union_all(line.box for line in body)
        if box is None:
            return None  # things with their times: nobody wrote anything under them
        name, speaker, sure = _who(heading, column)
        reasons = heading.time.reasons if not heading.time.relative else ()
        if not heading.agreed:
            reasons += ("single_read:occurred_at",)
        text = join_lines(body)
        found.append(Message("text", speaker, name, text, heading.time, box, tuple(body), sure, reasons))
    found = _with_one_spelling(found)
    bar = title_line(lines, [headings[0].stamp.box], size)
    title = title_of(bar)
    forwarded = _RECORD in title
    parties = next(
        (match for line in lines if (match := _PARTIES.match(squeeze(fold(line.text)))) is not None), None
    )
    if not _is_talk(found, forwarded=forwarded, masked=bool(masked)):
        return None
    opening = [
        Message("notice", "system", "", join_lines(b.lines), None, b.box, tuple(b.lines))
        for b in opening_notice(lines, headings[0].stamp.box, size)
    ]
    served = {match[1] for notice in opening if (match := _SERVED.search(squeeze(fold(notice.text))))}
    found = [
        replace(m, speaker="other", sure=True) if not m.sure and squeeze(m.name) in served else m
        for m in found
    ]
    found = _of_forum(_both_sides(_buyers(found), forwarded=forwarded))
    if _GROUP in title and all(m.speaker == "unknown" for m in found):
        found = [replace(m, speaker="other") for m in found]
    named = parties.groups() if parties else _only_two(found, lines)
    messages = (*opening, *(_of_two(found, named) if forwarded and named else found))
    return Chat(title, messages, _POINTS * len(found), stamped=True, heading=bar)


def _with_one_spelling(messages: Sequence[Message]) -> list[Message]:
    """The messages, a name that is nearly one above it as that one, and of its side where that was told."""
    result: list[Message] = []
    for message in messages:
        first = next((m for m in result if m.name and fuzz.ratio(m.name, message.name) > _ONE_NAME), None)
        if first is not None and not message.sure:
            message = replace(message, name=first.name, speaker=first.speaker, sure=first.sure)
        result.append(message)
    return result


def _only_two(messages: Sequence[Message], lines: Sequence[Line]) -> tuple[str, ...]:
    """The two who wrote all messages of one's own record that was searched, whose 取消 stands beside the box; else nobody."""
    names = tuple(dict.fromkeys(squeeze(message.name) for message in messages))
    searched = any(squeeze(line.text) == _LEAVE and line.box.y < messages[0].box.y for line in lines)
    return names if searched and len(names) == _PAIR else ()


def _of_two(messages: Sequence[Message], parties: Sequence[str]) -> list[Message]:
    """The messages of a record of a talk between two: where one of them speaks for a shop, or has a
    name of the trade, everybody else is taken for the user, as a guess, for anybody may have been sent the record."""
    theirs = {
        m.name
        for m in messages
        if (m.sure and m.speaker == "other") or (not m.sure and _TRADES.search(m.name))
    }
    own = "我" in parties
    if not any(_is_party(squeeze(name), party, own=own) for name in theirs for party in parties):
        return list(messages)
    return [
        message
        if message.sure
        else replace(
            message,
            speaker="other" if any(fuzz.ratio(message.name, name) > _ALIKE for name in theirs) else "me",
        )
        for message in messages
    ]


def _is_party(name: str, party: str, *, own: bool) -> bool:
    """Whether a title calls somebody by this name; or, own: in a title that names the user, by what he is: 我和客服的聊天记录."""
    played = own and party in name and _THEIRS.fullmatch(party) is not None
    return fuzz.ratio(name, party) > _ALIKE or played


def _buyers(messages: Sequence[Message]) -> list[Message]:
    """The messages; who is 买家 while the user is called 我 may be a 卖家 misread, whose side is then a guess."""
    if not any(squeeze(message.name) == "我" for message in messages):
        return list(messages)
    return [
        replace(m, sure=False) if m.speaker == "me" and _BUYER.search(m.name) and "我" not in m.name else m
        for m in messages
    ]


def _level(rows: Sequence[list[Line]], captured: datetime | None) -> list[list[Line]]:
    """The rows, a stamp that stands in one of its own with the name that begins beside it: a photograph leans."""
    result: list[list[Line]] = []
    for row in rows:
        last = result[-1] if result else []
        for one, rest in ((last, row), (row, last)):
            apart = len(one) == 1 and len(rest) == 1 and rest[0].box.right < one[0].box.x
            if apart and one[0].box.overlap_y(rest[0].box) > _LEANS * min(one[0].box.h, rest[0].box.h):
                if _dated(one[0]) and stamp_of(one[0], captured) is not None:
                    result[-1] = [*rest, *one]
                    break
        else:
            result.append(row)
    return result


def _dated(stamp: Line) -> bool:
    """Whether any reading has a day: small print loses the dash of 06-12 to a colon."""
    return any(_DAY.search(fold(r.text)) and digit_count(r.text) >= _LEAST_DIGITS for r in stamp.readings)


def _heading(index: int, row: Sequence[Line], captured: datetime | None) -> _Heading | None:
    """The heading that a row is: a short name and, clear of it, a stamp with its day."""
    *parts, stamp = row
    name = squeeze("".join(line.text for line in parts))
    if not name or len(name) > _LONGEST_NAME or digit_count(name) > _MOST_DIGITS or LABEL.search(name):
        return None
    if not _dated(stamp):
        return None
    time = stamp_of(stamp, captured)
    return None if time is None else _Heading(index, tuple(parts), stamp, *time, begins=index)


def _masked_headings(rows: Sequence[Sequence[Line]], captured: datetime | None, width: int) -> list[_Heading]:
    """The headings of a record whose names lie under a mosaic: nothing legible before the stamp at the right, and words
    below it; none where they are few, or go back in time as the talks in a list of talks do."""
    found: list[_Heading] = []
    for index, (row, below) in enumerate(itertools.pairwise(rows)):
        *parts, stamp = row
        legible = any(line.confidence >= UNREAD and han_count(line.text) for line in parts)
        time = stamp_of(stamp, captured) if stamp.box.x > _RIGHT * width and not legible else None
        under = 0 <= below[0].box.y - stamp.box.bottom < stamp.box.h and below[0].box.right < stamp.box.x
        if time is not None and under and han_count(below[0].text) > 1:
            found.append(_Heading(index, (_renamed(stamp, ""),), stamp, *time, begins=index))
    times = [heading.time.at for heading in found if heading.time.at is not None]
    onward = all(a <= b for a, b in itertools.pairwise(times)) and len(set(times)) > 1
    return found if len(found) >= _FEWEST_MASKED and len(times) == len(found) and onward else []


def _days(lines: Sequence[Line], captured: datetime | None, size: tuple[int, int]) -> list[Heading]:
    """The lines in the middle that are a day, and those below the first of them that may be one and could not be read."""
    found = day_headings(lines, (), captured, size[0])
    first = next((day.line.box.y for day in found if day.day is not None), None)
    return [day for day in found if first is not None and day.line.box.y >= first]


def _clock_heading(
    index: int, row: Sequence[Line], days: Sequence[Heading], captured: datetime | None
) -> _Heading | None:
    """The heading that a row is: a short name and, clear of it, a clock on the day that stands above it on a line of its own."""
    *parts, stamp = row
    name = squeeze("".join(line.text for line in parts))
    above = [day for day in days if day.line.box.bottom <= stamp.box.y]
    if not name or len(name) > _LONGEST_NAME or digit_count(name) > _MOST_DIGITS or LABEL.search(name):
        return None
    if not above or not any(is_bare_clock(replace(stamp, readings=(reading,))) for reading in stamp.readings):
        return None
    day = above[-1]
    if day.day is None:
        return _Heading(
            index, tuple(parts), stamp, ChatTime(None, "minute", relative=False), False, begins=index
        )
    # 昨天 before the clock is the day before the picture was taken, and no day before the one above
    clocks = tuple(r for r in stamp.readings if is_bare_clock(replace(stamp, readings=(r,))))
    told = stamp_of(replace(stamp, readings=clocks), datetime.combine(day.day, time(23, 59), CHINA))
    if told is None:
        return None
    whole = stamp_of(stamp, captured)
    borne_out = told[1] or (whole is not None and whole[0].at == told[0].at)
    relative = resolve_date_heading(day.line.text, None) is None
    at = replace(told[0], relative=relative)
    return _Heading(index, tuple(parts), stamp, at, borne_out and day.agreed, begins=index)


def _inline(index: int, rows: Sequence[Sequence[Line]], captured: datetime | None) -> _Heading | None:
    """The heading in one line (我 · 11-14 20:18), or of a name, with what he did behind it, and a full stamp right below that."""
    *faces, stamp = rows[index]
    if any(len(squeeze(face.text)) > _FACE or face.box.right > stamp.box.x for face in faces):
        return None
    named = named_stamp(stamp, captured) if _dated(stamp) else None
    posted = named is not None and POSTED.fullmatch(squeeze(named[0])) is not None
    if not _dated(stamp) or (faces and not posted):
        return None
    if named is not None and not posted:
        name = _WRITTEN.sub("", named[0].strip(" .-·[]【】"))
        if not name or len(name) > _LONGEST_NAME or LABEL.search(name):
            return None
        return _Heading(index, (_renamed(stamp, name),), stamp, *named[1:], begins=index, inline=True)
    read = named[1:] if named is not None else stamp_of(stamp, captured)
    above = rows[index - 1] if index else ()
    if len(above) > 1 and above[0].box.right < stamp.box.x and len(squeeze(above[0].text)) <= _FACE:
        above = above[1:]
    if posted:
        above = [line for line in above if line is above[0] or not _is_floor(line, above[0])]
    if read is None or not above or not _names_writer(above):
        return None
    near = (
        abs(above[0].box.x - stamp.box.x) < stamp.box.h and stamp.box.y - above[0].box.bottom < above[0].box.h
    )
    if not near:
        return None
    return _Heading(index, tuple(above), stamp, *read, begins=index - 1, inline=True, posted=posted)


def _names_writer(row: Sequence[Line]) -> bool:
    """Whether a row names who wrote a letter, signs at its end aside, or who did what in a complaint's course."""
    said = squeeze(fold("".join(line.text for line in row)))
    name = squeeze(row[0].text)
    alone = not any(
        char.isalnum() for line in row[1:] if not _OPENS.search(squeeze(line.text)) for char in line.text
    )
    short = (
        1 < len(name) <= _LONGEST_NAME and not digit_count(_CLERK.sub("", name)) and not LABEL.search(name)
    )
    return bool(_ACT.search(said)) or (alone and short)


def _is_floor(line: Line, name: Line) -> bool:
    """Whether a line far behind a post's name is the post's number, a word for it or one that was misread; no part that it plays."""
    text = squeeze(fold(line.text))
    apart = line.box.x - name.box.right > _BESIDE * name.box.h
    part = _OPENS.search(text) or _OWN.search(text) or _THEIRS.search(text)
    return apart and not part and (len(text) <= _TAG or _FLOOR.fullmatch(text) is not None)


def _renamed(line: Line, name: str) -> Line:
    """A line as if it were the name that begins it."""
    word = Word(name, line.confidence, line.box.x, line.box.x + 1)
    return replace(line, readings=(Reading(line.readings[0].engine, (word,)),))


def _letter(index: int, rows: Sequence[Sequence[Line]], captured: datetime | None) -> _Heading | None:
    """The heading of a letter: a name alone in its row, and right below it to whom the letter goes and when (发给 我 · 2026年1月28日)."""
    row, above = rows[index], rows[index - 1][-1]
    stamp = row[-1]
    address = ADDRESSED.match(fold(row[0].text))
    name = squeeze(above.text)
    if address is None or not name or not (len(name) <= _LONGEST_NAME or "@" in name):
        return None
    if abs(above.box.x - row[0].box.x) > above.box.h or row[0].box.y - above.box.bottom > above.box.h:
        return None
    found = [
        (reading.engine, time)
        for reading in stamp.readings
        if (match := _FULL_DAY.search(fold(reading.text))) and (time := resolve_chat_time(match[0], captured))
    ]
    if not found:
        return None
    agreed = len({engine for engine, time in found if time.at == found[0][1].at}) > 1
    said = squeeze(fold("".join(line.text for line in row)))
    to = _FULL_DAY.sub("", said).removeprefix(squeeze(address[0])[:-1]).strip(":.·,")
    return _Heading(index, (above,), stamp, found[0][1], agreed, begins=index - 1, to=to)


def _aligned(headings: Sequence[_Heading], width: int) -> bool:
    """Whether all stamps end at one edge, or each stands as far behind its name as the others."""
    edges = [heading.stamp.box.right for heading in headings]
    gaps = [heading.stamp.box.x - heading.parts[-1].box.right for heading in headings]
    height = median(heading.stamp.box.h for heading in headings)
    beside = max(gaps) < _BESIDE * height and max(gaps) - min(gaps) < height
    starts = [heading.parts[0].box.x for heading in headings]
    if all(heading.to or heading.inline for heading in headings):
        return max(starts) - min(starts) < _NEAR * width
    return beside or max(edges) - min(edges) < _NEAR * width


def _body(heading: _Heading, rows: Sequence[list[Line]], column: float) -> list[Line]:
    """The lines of the message under a heading: those in its column, down to the first wide gap."""
    body: list[Line] = []
    last = heading.stamp.box
    for row in rows:
        shown = [line for line in row if line.box.h < _RIM * heading.stamp.box.h or len(line.text) > 1]
        own = [part for line in shown if (part := _in_column(line, column)) is not None]
        if not own:
            continue
        if own[0].box.y - last.bottom > _GAP * own[0].box.h or (
            _is_toolbar(own) and not _is_first(own, body)
        ):
            break
        if body and all(_ACTIONS.fullmatch(squeeze(fold(line.text))) for line in own):
            break
        last = own[0].box
        if body or not ADDRESSED.match(fold(own[0].text)):
            body.extend(own)
    return body


def _in_column(line: Line, column: float) -> Line | None:
    """A line of the column, or what of it stands there where an avatar before the column was read with it; else None."""
    start = column - line.box.h
    if line.box.x > start:
        return line
    readings = tuple(replace(r, words=tuple(w for w in r.words if w.left > start)) for r in line.readings)
    if not readings or not han_count(readings[0].text):
        return None
    x = readings[0].words[0].left
    return replace(line, readings=readings, box=Box(x, line.box.y, line.box.right - x, line.box.h))


def _is_toolbar(row: Sequence[Line]) -> bool:
    """True for a row of icons, which engines read as a character each, or as a word that nobody wrote."""
    signs = all(line.confidence < UNREAD and han_count(line.text) < _WORDED for line in row)
    return signs or (len(row) >= _ICONS and all(len(squeeze(line.text)) <= 2 for line in row))


def _is_first(row: Sequence[Line], body: Sequence[Line]) -> bool:
    """Whether a row right below its heading may be all that was said, however badly it was read: 好嘞."""
    return not body and len(row) == 1 and han_count(row[0].text) > 1


def _who(heading: _Heading, column: float) -> tuple[str, Speaker, bool]:
    """(name, speaker, sure) of a heading by what its parts say; the role behind a name counts more than the name."""
    parts = [line for line in heading.parts if line.box.x > column - line.box.h] or heading.parts
    name = fold(" ".join(line.text for line in parts))
    act = _ACT.search(squeeze(name)) if heading.inline else None
    if act is not None:
        name = squeeze(name)[: act.start()]
    if by_name(squeeze(name))[0] == "system" or _AUTHORITY.search(squeeze(name)):
        return name, "system", True
    if act is not None:
        return name, "me" if act["me"] else "other" if act["other"] else "system", True
    if _OWN.search(heading.to) and not _OWN.search(squeeze(name)):
        return name, "other", True  # what goes to the user is not from the user
    for line in reversed(parts):
        text = squeeze(line.text)
        own, theirs = _OWN.search(text), _THEIRS.search(text)
        if heading.posted and own and text != "我":
            return name, "unknown", False
        if bool(own) != bool(theirs):
            alike = bool(_BUYER.search(text)) and line.confidence < _ROLE_READ
            return name, "me" if own else "other", not alike
    return name, *by_name(squeeze(name))


def _is_talk(messages: Sequence[Message], *, forwarded: bool, masked: bool) -> bool:
    """Whether somebody known wrote some of it, half of it in words, and nothing is a sum by itself: no list of payments.

    Those of a record that was forwarded, which its title calls a talk, need not be known, and may have written just 2; nor
    need those whose names are masked. In a forum, where one is 楼主, anybody writes.
    """
    edge = max(line.box.right for message in messages for line in message.lines)
    starts = [
        line
        for message in messages
        for above, line in zip((None, *message.lines), message.lines, strict=False)
        if above is None
        or (above.box.right < _FULL * edge and not _names_sum(above, line))  # else the rest of a sentence
    ]
    if not forwarded and any(
        han_count(line.text) < 2 and parse_amount(line.text) is not None for line in starts
    ):
        return False
    worded = sum(han_count(message.text) >= _WORDED for message in messages)
    strangers = {message.name for message in messages if not message.sure}
    forum = any(_OPENS.search(squeeze(name)) for name in strangers)
    return (
        (forwarded or masked or any(message.sure for message in messages))
        and 2 * worded >= len(messages)
        and (forum or len(strangers) <= max(2, len(messages) // 2))
    )


def _names_sum(label: Line, line: Line) -> bool:
    """Whether a line stands behind a label in its row: 订单金额: ¥66.00 in what somebody filed."""
    return label.box.same_row(line.box) and fold(label.text).rstrip().endswith(":")


def _of_forum(messages: Sequence[Message]) -> list[Message]:
    """The messages, where one name says that its bearer opened the thread: those of the rest, whom nothing tells, are others'.

    Anybody may have taken the picture, so that either is a guess.
    """
    if not any(_OPENS.search(squeeze(message.name)) for message in messages):
        return list(messages)
    return [
        message
        if message.sure
        else replace(message, speaker="me" if _OPENS.search(squeeze(message.name)) else "other")
        for message in messages
    ]


def _both_sides(messages: Sequence[Message], *, forwarded: bool) -> list[Message]:
    """Gives those whom no heading tells the side that is left: the user's where only the shop is told, and one name is.

    Else they are taken for the shop's or an authority's, as a guess; so is everybody in a record that was forwarded,
    whose talk may be between others. Where nothing tells anybody's side, all stay unknown.
    """
    left = [message.name for message in messages if message.speaker == "unknown"]
    told = {message.speaker for message in messages if message.sure}
    if not told:
        return list(messages)
    own = told == {"other"} and not forwarded
    if own and any(fuzz.ratio(left[0], name) <= _ALIKE for name in left):
        return list(messages)
    side: Speaker = "me" if own else "other"
    return [
        replace(message, speaker=side, sure=own) if message.speaker == "unknown" else message
        for message in messages
    ]

"""What a shop or platform answers on a complaint's page: promises, refusals and swindles in its own reply field.

The complaint itself, its title and the platform's course of events (提交, 审核通过) are not read: only what stands under
a heading that says who answers, down to the next heading or moment.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from extractor.evidence import facts
from extractor.evidence.builder import RowBuilder
from extractor.evidence.chats import chat_rows, digits_agree
from extractor.evidence.schema import Row
from extractor.fields.chat_times import ChatTime
from extractor.fields.moments import CHINA, Moment, find_moments
from extractor.fields.text import fold, han_count, squeeze
from extractor.geometry import union_all
from extractor.intake.capture import Capture
from extractor.ocr.lines import Line
from extractor.screens.messages import Chat, Message, Speaker, in_rows, join_lines
from extractor.screens.recognise import Page
from extractor.screens.stated import shows_negotiation
from extractor.statements import Phrases

_WHO = r"(?:商家|商户|平台|客服|官方|企业|店铺|卖家|被投诉方|被投诉人|经营者)"
_NOT_THEIRS = re.compile(
    r"^(?:用户|投诉人|我|您|买家|消费者|追加|补充|待|等待|未|尚未|暂无|请|如)|[待未]\w{0,4}回复"
)
_HEAD = re.compile(
    rf"^(?:{_WHO}\w{{0,4}}(?:回复|答复|反馈|处理)(?:内容|意见|结果|说明|投诉)?|"
    rf"[^,.;:!?。]{{2,12}}(?:回复(?:了)?投诉|{_WHO}回复)|"
    rf"处理(?:结果|意见|说明)|回复内容|答复内容)(?:$|:(?P<said>.*))"
)
_USERS = r"(?:用户|消费者|投诉人|投诉方|买家|客户|顾客)"
_USERS_HEAD = re.compile(
    rf"^{_USERS}\w{{0,2}}(?:补充|追加|追问|追评|回复|留言|反馈)了?(?:投诉|内容|说明|材料|信息)?(?:$|:(?P<said>.*))"
)
"""What heads the user's own addition between the replies: 用户补充, 消费者追加投诉."""
_ROLE, _USERS_ROLE = re.compile(rf"{_WHO}(?:客服|方)?"), re.compile(rf"{_USERS}|我")
_STAMP = re.compile(r"(?:(?:20\d\d[-/.])?\d{1,2}[-/.]\d{1,2})?(?:\d{1,2}[:;]\d{2}(?:[:;]\d{2})?)?")
_CLOCK = re.compile(r"\d{1,2}[:;]\d{2}(?:[:;]\d{2})?")
_PARTICULAR = re.compile(
    r"(?:反馈|回复|答复|处理|办理|补充|追加|受理|承办)(?:单位|企业|商家|人员?|部门|时间|日期|方式|状态)"
)
_CONTENT = re.compile(r"(?:反馈|回复|答复|处理|办理|补充|追加)(?:内容|意见|说明|情况|结果)")
"""Labels below a heading that says who answers: who, when and how, and what he says."""
_STEP = re.compile(rf"^{_WHO}已(?:回复|答复|反馈|处理)$")
"""A step of a complaint's history, the moment and the answer below it."""
_TAGGED = re.compile(
    rf"(?P<name>[^,.;:!?。]{{2,16}}){_WHO}(?:已|的|[·:-])?(?:回复|答复|反馈)(?:了?投诉)?(?:20\d\d.*)?"
)
"""A shop's name with the tag that says who it is, and what it did, in boxes of their own: 星河卡铺 商家 已回复."""
_SIGNED = re.compile(rf"^{_WHO}[-—:·]\w{{1,6}}$")
_CLERK = re.compile(r"^(?:客服|售后|小二)(?!\w{0,2}[已未待中回处受介同拒关提])\w{0,4}[-—:·.,•]{0,2}$")
"""Who writes, with a name and the moment behind it: 客服小艾 · 2026-10-16 16:30; 客服已回复 is a step, and nobody."""
_SHOP, _GREETS = (
    re.compile("(?:商家|卖家|商户|店铺)(?:客服)?:?"),
    re.compile("您好|你好|亲|抱歉|不好意思|非常抱歉|很抱歉"),
)
_MOMENT = re.compile(r"20\d\d[-/.年].*$")
_KINDS = ("promise", "refusal", "scam")
_NEXT_LINE = 2.2
"""A line of the reply begins at most so many line heights below the one before."""


def reply_rows(page: Page, capture: Capture, phrases: Phrases | None) -> list[Row]:
    """The statements in the replies of a complaint's page; none where it shows no reply.

    Where it shows the whole exchange, each part under who wrote it and when, those of both sides; so where the user's
    additions have headings of their own. The other side is whom the complaint is about: the page's title names no one.
    """
    rows: list[Row] = []
    if page.chat is not None:
        said = replace(page.chat, title="", heading=None)
        rows = [row for row in chat_rows(said, capture, phrases) if row.kind in (*_KINDS, "request")]
    else:
        for message in _replies(in_rows(page.lines)):
            kinds = ("request",) if message.speaker == "me" else _KINDS
            chat = Chat("", (message,), 0)
            rows.extend(row for row in chat_rows(chat, capture, phrases) if row.kind in kinds)
    party = RowBuilder("ticket")
    party.text("counterparty", facts.text_of(page.pairs, "counterparty"))
    for row in rows:
        row.counterparty = party.row.counterparty
        row.reasons.extend(reason for reason in party.row.reasons if reason.endswith(":counterparty"))
    return rows


def negotiated(page: Page, capture: Capture, phrases: Phrases | None) -> list[Row]:
    """What the shop wrote to the buyer in the history of a refund asked for, under 商家 and the moment: words that greet him.
    The platform's own record of the steps is nobody's word."""
    if page.chat is not None or not shows_negotiation(page.lines, page.screen.labels):
        return []
    rows: list[Row] = []
    grid = in_rows(page.lines)
    for index, row in enumerate(grid):
        time = _time_of(row)
        below = grid[index + 1] if index + 1 < len(grid) else []
        if time is None or not below or not _SHOP.fullmatch(squeeze(row[0].text)):
            continue
        near = below[0].box.y - row[0].box.bottom < _NEXT_LINE * row[0].box.h
        if near and _GREETS.match(squeeze(join_lines(below))):
            lines = _paragraph(grid, index + 1)
            box = union_all(line.box for line in lines)
            reasons = () if digits_agree(row) else ("single_read:occurred_at",)
            if box is not None:
                said = Message(
                    "text", "other", "", join_lines(lines), time, box, tuple(lines), reasons=reasons
                )
                rows += [r for r in chat_rows(Chat("", (said,), 0), capture, phrases) if r.kind in _KINDS]
    return rows


def _paragraph(rows: Sequence[list[Line]], first: int) -> list[Line]:
    """The lines of a row and of those close below it, up to one with a moment."""
    lines = list(rows[first])
    for row in rows[first + 1 :]:
        gap = row[0].box.y - lines[-1].box.bottom
        if gap > row[0].box.h or any(find_moments(line.text) for line in row):
            break
        lines.extend(row)
    return lines


def _replies(rows: Sequence[list[Line]]) -> list[Message]:
    found: list[Message] = []
    for index, row in enumerate(rows):
        speaker: Speaker = "other"
        head = _head_of(row)
        if head is None:
            head, speaker = _users_head(row), "me"
        if head is None:
            continue
        told = bool(_STEP.match(squeeze(fold(row[0].text))))
        labelled = _labelled(rows[index + 1 :]) if not head and not told else None
        if labelled is not None:
            lines, time, stamped = labelled
        else:
            lines, time, stamped = _under(rows, index, head, step=told)
        box = union_all(line.box for line in lines)
        if box is not None:
            reasons = () if time is None or digits_agree(stamped) else ("single_read:occurred_at",)
            text = join_lines(lines)
            found.append(Message("text", speaker, "", text, time, box, tuple(lines), reasons=reasons))
    return found


def _under(
    rows: Sequence[list[Line]], index: int, head: Sequence[Line], *, step: bool
) -> tuple[list[Line], ChatTime | None, list[Line]]:
    """The lines of the reply that the row at index heads, its moment, and the row of that. head: its words in that row."""
    row = rows[index]
    lines, time, stamped = [*head], _time_of(row), row
    left = _without_stamp(row)[0].box.x - row[0].box.h if _without_stamp(row) is not row else None
    if time is None and left is not None:
        time, stamped = _stamp_before(rows, index)
        stamped = stamped or row
    if time is None and (above := _who_and_when(rows[:index], row)) is not None:
        time, stamped = _time_of(above), above
    step = step and time is None and not head and _is_stamp(rows[index + 1 : index + 2])
    if step:
        time, stamped = _time_of(rows[index + 1]), rows[index + 1]
    for at in range(index + 1 + step, len(rows)):
        below, last = rows[at], (lines[-1] if lines else stamped[0])
        if left is not None:  # the column before holds no words
            below = [line for line in below if line.box.x > left]
            if not below:
                continue
        if below[0].box.y - last.box.bottom > _NEXT_LINE * row[0].box.h or _heads(rows[at]):
            break
        if step and _is_stamp(rows[at + 1 : at + 2]):
            break  # the next step of a history, each over its moment
        moment = _time_of(below)
        if moment is not None:
            if time is None and not han_count(join_lines(below)):
                time, stamped = moment, below  # under a reply it is its own; beside a name it heads the next
            break
        lines.extend(below)
    return lines, time, stamped


def _heads(row: Sequence[Line]) -> bool:
    """Whether a row heads a reply or an addition, or names one: the one above it ends."""
    return _head_of(row) is not None or _users_head(row) is not None


def _users_head(row: Sequence[Line]) -> list[Line] | None:
    """As _head_of, for the user's additions."""
    stamped, row = row, _without_stamp(row)
    if stamped is not row and len(row) > 1 and _USERS_ROLE.fullmatch(squeeze(fold(row[0].text))):
        return list(row[1:])
    match = _USERS_HEAD.match(squeeze(_MOMENT.sub("", fold(row[0].text))).lstrip("|"))
    if match is None:
        return None
    if match["said"]:
        return list(row)
    return [line for line in row[1:] if not find_moments(line.text)]


def _labelled(rows: Sequence[list[Line]]) -> tuple[list[Line], ChatTime | None, list[Line]] | None:
    """What stands beside the label of the words (反馈内容) in the rows below a heading, and the moment beside another label
    there; None where the rows are no labels with their values."""
    time, stamped, lines = None, list[Line](), list[Line]()
    left = 0
    for row in rows:
        label = squeeze(fold(row[0].text)).rstrip(":")
        if lines:
            near = row[0].box.y - lines[-1].box.bottom < row[0].box.h
            if row[0].box.x < left or not near:
                break
            lines.extend(row)
        elif len(row) > 1 and _CONTENT.fullmatch(label):
            lines, left = [*row[1:]], row[0].box.right
        elif len(row) > 1 and _PARTICULAR.fullmatch(label):
            if (moment := _time_of(row)) is not None:
                time, stamped = moment, row
        else:
            return None
    return (lines, time, stamped or lines[:1]) if lines else None


def _who_and_when(above: Sequence[list[Line]], head: Sequence[Line]) -> list[Line] | None:
    """The row right above a heading that says who took this step of a complaint, and when: 星河数字充值 2025-11-20 15:31:07 over
    回复内容. None where it is the user's, or no such row."""
    row = next(
        (row for row in reversed(above) if len(squeeze(join_lines(row))) > 1), None
    )  # the letter in an avatar
    if row is None or _time_of(row) is None or head[0].box.y - row[0].box.bottom > _NEXT_LINE * head[0].box.h:
        return None
    name = squeeze(_MOMENT.sub("", fold(row[0].text)))
    return row if han_count(name) > 1 and ":" not in name and not _NOT_THEIRS.search(name) else None


def _is_stamp(rows: Sequence[list[Line]]) -> bool:
    """True where the first of rows is a moment and nothing else."""
    return any(_time_of(row) is not None and not han_count(join_lines(row)) for row in rows[:1])


def _without_stamp(row: Sequence[Line]) -> Sequence[Line]:
    """A row without the moment, the day or the clock that stands in a column before what was done."""
    bare = len(row) > 1 and not han_count(row[0].text) and _STAMP.fullmatch(squeeze(fold(row[0].text)))
    return row[1:] if bare else row


def _stamp_before(rows: Sequence[list[Line]], index: int) -> tuple[ChatTime | None, list[Line]]:
    """The moment whose day stands in a column before a heading, and its clock in the row below; none where it does not."""
    day = rows[index][0]
    if _without_stamp(rows[index]) is rows[index]:
        return None, []
    for row in rows[index + 1 : index + 3]:
        clock = row[0]
        below = clock.box.overlap_x(day.box) > 0 and clock.box.y - day.box.bottom < day.box.h
        if not below or not _CLOCK.fullmatch(squeeze(fold(clock.text))):
            continue
        found = [m for m in find_moments(f"{day.text} {clock.text}") if m.hour is not None]
        if len(found) == 1:
            return _at(found[0]), [day, clock]
    return None, []


def _head_of(row: Sequence[Line]) -> list[Line] | None:
    """The lines of a reply that stand beside its heading; None where a row is no such heading."""
    stamped, row = row, _without_stamp(row)
    if stamped is not row and len(row) > 1 and _ROLE.fullmatch(squeeze(fold(row[0].text))):
        return list(row[1:])  # in a table of when, who and what
    if len(row) > 1 and len(squeeze(row[0].text)) <= 1:
        row = row[1:]  # the letter in an avatar
    first = squeeze(_MOMENT.sub("", fold(row[0].text))).lstrip("|")  # the bar before a section's heading
    if _NOT_THEIRS.search(first):
        return None
    match = _HEAD.match(first)
    if match is None and len(row) > 1 and _TAGGED.fullmatch(squeeze(fold("".join(o.text for o in row)))):
        return []
    if match is None:
        signed = _SIGNED.match(first) or (_CLERK.match(first) and _time_of(row) is not None)
        return [] if signed else None
    if match["said"]:
        return list(row)
    return [line for line in row[1:] if not find_moments(line.text)]


def _time_of(row: Sequence[Line]) -> ChatTime | None:
    """The full moment that a row shows, where it shows one with a clock; doubted where it was read once."""
    moments = [moment for line in row for moment in find_moments(line.text)]
    if len(moments) != 1 or moments[0].hour is None:
        return None
    return _at(moments[0])


def _at(moment: Moment) -> ChatTime:
    clock = moment.hour or 0, moment.minute or 0, moment.second or 0
    at = datetime(moment.year, moment.month, moment.day, *clock, tzinfo=CHINA)
    return ChatTime(at, "minute", relative=False)

"""Rows of a chat: one a statement, one a mention of a number or amount, one a transfer card, one a complaint number."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from rapidfuzz import fuzz

from extractor.evidence.cards import card_row, offer_row
from extractor.evidence.notices import is_advert
from extractor.evidence.schema import Kind, Row
from extractor.evidence.words import stands
from extractor.fields.chat_times import resolve_chat_time
from extractor.fields.moments import find_moments
from extractor.fields.money import Money, find_amounts
from extractor.fields.numbers import is_identity_card, is_mobile, known_format
from extractor.fields.phones import is_contact
from extractor.fields.text import digit_count, fold, han_count, squeeze
from extractor.intake.capture import Capture
from extractor.ocr.lines import HAN_ARBITER, Line
from extractor.ocr.shapes import ENGINE as SHAPES
from extractor.screens.chat_cards import is_service_wording
from extractor.screens.messages import Chat, Message, in_rows, join_lines, speaks_for_platform
from extractor.screens.pairs import value_of
from extractor.statements import WORDING, Phrases, Speaker, Statement, find_statements

_NUMBER = re.compile(r"(?<![A-Za-z0-9*.])[A-Za-z]{0,8}[-_]?\d[A-Za-z0-9_-]{8,63}(?![A-Za-z0-9*])")
_TICKET = re.compile(
    r"(?:工单|投诉|举报|受理|案件|登记|服务单|反馈单?|(?<!退款)请求(?=\s?(?:编号|单号|#))|(?i:\b(?:ticket|case|request))(?=\s?#))"
    r"(?:编号|单号|号码|号|ID)?"
    r"(?:[已己]?(?:为您|帮您|给您)?(?:提交|登记|建立|生成|创建|记录|受理|升级|转交|成功){1,2}了?[,;。 ]*(?:编号|单号|工单号|号码|号)?)?"
    r"[是为:\s]*(?:#\s?([A-Za-z0-9-]{4,32})|([A-Za-z0-9-]{6,32}))"
    r"|(?<!退款)(?:[请诉]求|申请|案例|问题|(?<![单货商品])编号)(?:编号|单号|号码|号)?[是为:\s]*#\s?([A-Za-z0-9-]{4,32})(?![A-Za-z0-9-])"
)
"""What # stands before is a number, however short: 工单#58217."""
_LEAST_MARKED = 4
_TICKET_SHAPED = re.compile(
    r"(?<![A-Za-z0-9-])((?:TK|GD|WO|TS|SR|CASE|TICKET)-?\d[\d-]{7,20})(?![A-Za-z0-9-])"
)
"""The forms that help desks give the numbers of work orders; shops number orders alike, so that a word must say it."""
_OF_TICKETS = re.compile(r"工单|投诉|举报|受理|登记|服务单|反馈|建单|升级|跟进|处理单|回访|进度|凭.{0,4}号")
_TAKES_IN, _JUST_BEFORE = re.compile(r"黑猫|12315|12345|消协|投诉|举报|工信部|市监局|市场监管"), 3
_FILED_AS = re.compile(
    r"(?:发了|提了|提交了?|交了|投了|报了|填了|登记了|有)[,，]?\s?编号[是为:\s]*([A-Za-z0-9-]{8,32})(?![A-Za-z0-9-])"
)
"""What somebody says of a complaint just spoken of: 发了，编号17382046157."""
_OF_ORDERS = re.compile(r"(?:订单|流水|交易|支付|快递|运单)(?:编号|单号|号码|号)?[是为:\s]*$")
# Rules for bubbles that say only when, or only yes: beside a promise in the same turn they belong to it
_WHEN_ALONE = {
    "answers_when",
    "answers_yes",
    "continues_refund_message",
    "arrives_by_date",
    "arrives_by_date_alone",
    "arrives_bare",
    "handled_by_date",
    "handled_by_date_alone",
}
_BARELY_READ = 0.4
"""Of 150 lines of messages read with less confidence, 44 were right."""
_UNSURE_WORD = 0.2
_ONE_NAME = 60
"""Readings of one name are as alike as this."""
_OF_ONE_SIDE = ("promise", "refusal", "request")
"""What depends on the side of who says it."""
_WORDED = 2
_LATE, _BACKWARDS = "after_capture_time", "before_time_above"
_STAMP_IN_TEXT = re.compile(
    r"(?<![\dA-Za-z-])(?:(20\d\d)\s?[-/.年]\s?)?(\d{1,2})\s?[-/.月]\s?(\d{1,2})\s?日?\s{0,3}(\d{1,2})[:;∶](\d{2})(?!\d)"
)
"""A day with its clock, as heads of messages show it."""
_SPAN_UNREAD = re.compile(
    r"(?<![\d一二两三四五六七八九十第])(?:[一二两三四五六七八九十]|\d{1,2})个?[^\W\d_天日周月年时分秒点号群店室区楼层城校院省市国笔单位人家]内(?![部容存测购地网侧])"
)
"""A span whose unit was misread, be it by all engines: 一过内 for 一週内."""
_UNIT_SAID = re.compile("[元块万]|CNY|RMB|人民币")
_NUMBERED = re.compile(r"(?:编号|单号|号码|工单|请求|服务单)[是为:\s]*$")
_LONG = 5
"""A bare number of so many digits is none of those that people name sums by."""
_DAY_WORD = re.compile("[今昨前]天|星期|周")
# Print of one size: 二 alone is so low, three characters in a row are not
_CUT_SHARE = 0.62


@dataclass(frozen=True, slots=True)
class Mentioned:
    """A number or amount named in a message, and whether the second model read the same digits there."""

    text: str
    column: str
    agreed: bool


def chat_rows(chat: Chat, capture: Capture, phrases: Phrases | None = None) -> list[Row]:
    """The rows of a conversation, top to bottom; quotes give none, and neither does small talk."""
    order = offer_row(chat.offer, chat.title)
    rows: list[Row] = [] if order is None else [order]
    named = _only_number(chat.messages)
    members = _members(chat.messages)
    shown = [message for message in chat.messages if message.kind != "quote"]
    said = _statements(shown, phrases, members)
    for place, (message, statements) in enumerate(zip(shown, said, strict=True)):
        filed = _complained(shown, place)
        rows.extend(
            _message_rows(message, statements, named, chat.title, capture, phrases, members, filed=filed)
        )
    if chat.heading is not None and not stands(value_of(chat.heading)):
        for row in rows:
            row.reasons.append("low_confidence:counterparty")
    return rows


def _members(messages: Sequence[Message]) -> set[str]:
    """The names in a group that do not say that their bearers speak for the platform: they may be other customers.

    With them the empty name of what nobody signed: in a group it may be anybody's.
    """
    names = {message.name for message in messages if message.speaker == "other" and message.name}
    several = any(fuzz.ratio(a, b) < _ONE_NAME for a, b in combinations(names, 2))
    return {"", *(name for name in names if not speaks_for_platform(name))} if several else set()


def _statements(
    messages: Sequence[Message], phrases: Phrases | None, members: Collection[str]
) -> list[list[Statement]]:
    """What each message states. A promise split over bubbles stands on the one that speaks of the refund.

    A member of a group whose name does not speak for the platform, or who left none, may be another customer: where he
    surely promises and refuses nothing, offers no swindle, and asks for his money in words that a rule knows, that is what
    he says. Talk of a family or at work has wordings like it.
    """

    def find(index: int, speaker: Speaker) -> list[Statement]:
        before = [m for m in messages[max(0, index - 8) : index] if m.kind == "text"]
        message = messages[index]
        return find_statements(message.text, speaker, at=message.at, before=before, phrases=phrases)

    said: list[list[Statement]] = []
    for index, message in enumerate(messages):
        stated = [] if message.kind == "card" else find(index, message.speaker)
        told = any(_told(statement) for statement in stated)
        if message.kind == "text" and message.speaker == "other" and message.name in members and not told:
            asked = find(index, "me")
            stated = [s for s in asked if s.kind == "request" and s.rule != WORDING] or stated
            # neither whose side he is on nor what he means is known
            doubts = {"unsure_wording", f"unsure_rule:{WORDING}"}
            stated = [s for s in stated if s.kind == "scam" or not doubts & set(s.reasons)]
        said.append(stated)
    for index, message in enumerate(messages):
        if message.speaker == "system" and message.kind == "notice":
            # the app's own warning names what it warns against
            said[index] = [s for s in said[index] if s.kind != "scam"]
        last = messages[index - 1] if index else None
        if (
            last is not None
            and last.name
            and message.name
            and fuzz.ratio(last.name, message.name) < _ONE_NAME
        ):
            # in a group another's word about the day is no promise
            said[index] = [s for s in said[index] if s.rule != "continues_refund_message"]
    for index in range(len(messages)):
        promise = next((s for s in said[index] if s.kind == "promise" and s.rule not in _WHEN_ALONE), None)
        if promise is None:
            continue
        for near in (index + 1, index - 1, index - 2):
            if not 0 <= near < len(messages) or not _one_turn(messages, index, near):
                continue
            other = next((s for s in said[near] if s.kind == "promise" and s.rule in _WHEN_ALONE), None)
            if other is None:
                continue
            if promise.deadline is None and other.deadline is not None:
                reasons = (*promise.reasons, *other.deadline.reasons)
                said[index] = [s for s in said[index] if s is not promise]
                promise = replace(promise, deadline=other.deadline, reasons=tuple(dict.fromkeys(reasons)))
                said[index].insert(0, promise)
            elif other.deadline is not None:
                continue  # two deadlines are two promises
            said[near] = [s for s in said[near] if s is not other]
    return said


def _told(statement: Statement) -> bool:
    """Whether a statement is one of those who run a group, or prey on it: 能帮你们把钱追回来,先交80 asks for no refund."""
    if statement.kind == "scam":
        return statement.rule != WORDING
    return statement.sure and statement.kind in ("promise", "refusal")


def _one_turn(messages: Sequence[Message], a: int, b: int) -> bool:
    """Whether two bubbles stand in one unbroken turn of one speaker."""
    between = messages[min(a, b) : max(a, b) + 1]
    return len({(m.speaker, m.at) for m in between}) == 1


def _complained(messages: Sequence[Message], place: int) -> bool:
    """Whether the messages right before one speak of a complaint at a place that takes them in: 大家一起去黑猫发."""
    before = [m for m in messages[max(0, place - _JUST_BEFORE) : place] if m.kind == "text"]
    return any(_TAKES_IN.search(m.text) for m in before)


def _tickets(text: str, *, complained: bool = False) -> list[str]:
    """The numbers of work orders and complaints that a message names; complained: a bare 编号 is one of these, too."""
    named = [
        (match[1] or match[2] or match[3], 5 if match[2] else _LEAST_MARKED)
        for match in _TICKET.finditer(text)
    ]
    found = [number for number, least in named if digit_count(number) >= least]
    if complained and not found and (match := _FILED_AS.search(text)):
        found = [match[1]]
    if _OF_TICKETS.search(text):
        shaped = (m for m in _TICKET_SHAPED.finditer(text) if not _OF_ORDERS.search(text[: m.start()]))
        found += [match[1] for match in shaped]
    return found


def _message_rows(
    message: Message,
    statements: Sequence[Statement],
    named: Mentioned | None,
    title: str,
    capture: Capture,
    phrases: Phrases | None,
    members: Collection[str],
    *,
    filed: bool,
) -> list[Row]:
    mentions = mentioned(message)
    rows: list[Row] = []
    if message.kind == "card":
        card = card_row(message, _base("transaction", message, title, capture))
        if card is not None:
            rows.append(_without_doubts_of_print(card, message))
    for statement in statements:
        row = _base(statement.kind, message, title, capture)
        row.rules["kind"] = statement.rule
        anybodys = message.speaker == "other" and message.name in members
        if _may_be_somebodys(message) or (statement.kind in _OF_ONE_SIDE and anybodys):
            row.reasons.append("speaker_unsure")
        _numbers(row, mentions, named)
        _promised(row, statement, message, capture, phrases)
        if not _link_agrees(message):
            row.reasons.append("single_read:text")
        rows.append(row)
    tickets = _tickets(fold(message.text), complained=filed)
    for number in dict.fromkeys(tickets):
        row = _base("ticket", message, title, capture)
        row.order_no = number
        if not any(m.text == number and m.agreed for m in mentions):
            row.reasons.append("single_read:order_no")
        rows.append(row)
    advert = message.speaker != "me" and is_advert(message.text)
    if not rows and message.kind == "text" and mentions and not advert:
        row = _base("mention", message, title, capture)
        _numbers(row, mentions, None)
        amounts = [m for m in mentions if m.column == "amount"]
        if len({m.text for m in amounts}) == 1:
            row.amount, row.currency = amounts[0].text, "CNY"
            if not amounts[0].agreed:
                row.reasons.append("single_read:amount")
        if row.order_no or row.trade_no or row.amount:
            rows.append(row)
    return rows


def _may_be_somebodys(message: Message) -> bool:
    """Whether a notice that nobody signed has none of the wordings of notices: it may be what is left of a message whose
    bubble was not told."""
    return (
        message.kind == "notice" and not message.name and not is_service_wording(squeeze(fold(message.text)))
    )


def _without_doubts_of_print(row: Row, message: Message) -> Row:
    """A card's row without the doubt of its print, where that lies in the line of the sum alone: the sum has its own
    doubts, be it a ¥ that no engine knows."""
    words = [line for line in message.lines if han_count(line.text) >= _WORDED]
    sure = bool(words) and all(line.confidence >= _BARELY_READ or line.borne_out for line in words)
    if (
        row.status
        and sure
        and not any(reason.endswith(":amount") or ":amount=" in reason for reason in row.reasons)
    ):
        row.reasons = [reason for reason in row.reasons if reason != "low_confidence:text"]
    return row


def _base(kind: Kind, message: Message, title: str, capture: Capture) -> Row:
    row = Row(kind, text=message.text, counterparty=title, box=message.box)
    if message.speaker != "unknown":
        row.speaker = message.speaker
    if message.speaker == "unknown" or not message.sure:
        row.reasons.append("speaker_unsure")
    row.reasons.extend(message.reasons)
    if message.time is None:
        row.notes.append("no_time_shown")
    elif message.time.at is None:
        row.reasons.extend(message.time.reasons)
    else:
        row.occurred_at = message.time.at.isoformat(
            timespec="seconds" if message.time.precision == "second" else "minutes"
        )
        if not message.time.relative:  # be its year shown, nobody wrote after the picture was taken
            row.reasons.extend(reason for reason in (_LATE, _BACKWARDS) if reason in message.time.reasons)
        if message.time.relative:
            row.reasons.extend(message.time.reasons)
            if capture.source.review_reason:
                row.reasons.append(capture.source.review_reason)
    unsure = [
        w
        for line in message.lines
        for w in (line.readings[0].words if line.readings and not line.borne_out else ())
        if w.confidence < _UNSURE_WORD
    ]
    words = sum(len(line.readings[0].words) for line in message.lines if line.readings)
    barely = any(
        line.confidence < _BARELY_READ and han_count(line.text) and not line.borne_out
        for line in message.lines
    )
    if (words and len(unsure) / words > 0.2) or barely:
        row.reasons.append("low_confidence:text")
    if _cut_through(message):
        row.reasons.append("cropped:text")
    if _holds_another_stamp(message):
        row.reasons.append("stamp_in_text:occurred_at")
    return row


def _holds_another_stamp(message: Message) -> bool:
    """Whether a message's text still shows a day with its clock that is not the message's own time.

    It may be when the message was written, which nobody took out of it; then its time is that of another.
    """
    if message.kind != "text":
        return False
    at = message.at
    for match in _STAMP_IN_TEXT.finditer(fold(message.text)):
        year, month, day, hour, minute = (int(part) if part else None for part in match.groups())
        own = at is not None and (at.month, at.day, at.hour, at.minute) == (month, day, hour, minute)
        if not own or (year is not None and at is not None and year != at.year):
            return True
    rows = in_rows(message.lines)
    ends = (rows[0], rows[-1]) if len(rows) > 1 else ()
    alone = [row[0].text for row in ends if len(row) == 1]
    return any(_DAY_WORD.search(text) and resolve_chat_time(text, at) is not None for text in alone)


def _cut_through(message: Message) -> bool:
    """Whether the first or last line of a message is so low that the picture, or a bar, cuts through its print."""
    lines = sorted(message.lines, key=lambda line: line.box.y)
    if len(lines) < 2:
        return False
    usual = max(line.box.h for line in lines)
    return any(
        line.box.h < _CUT_SHARE * usual and han_count(line.text) >= 3 for line in (lines[0], lines[-1])
    )


def _numbers(row: Row, mentions: Sequence[Mentioned], named: Mentioned | None) -> None:
    own = [m for m in mentions if m.column in ("order_no", "trade_no")]
    for mention in own or ([named] if named else []):
        if getattr(row, mention.column):
            continue
        setattr(row, mention.column, mention.text)
        if not mention.agreed:
            row.reasons.append(f"single_read:{mention.column}")


def _promised(
    row: Row, statement: Statement, message: Message, capture: Capture, phrases: Phrases | None
) -> None:
    row.reasons.extend(_disagreements(statement, message, phrases))
    if statement.amount is not None:
        row.promised_amount = f"{statement.amount:.2f}"
        if not digits_agree(message.lines):
            row.reasons.append("single_read:promised_amount")
    if statement.kind == "promise" and statement.deadline is not None:
        row.promised_by = statement.deadline.value or ""
        row.reasons.extend(statement.deadline.reasons)
        if any(c.isdigit() for c in statement.clause) and not digits_agree(message.lines):
            row.reasons.append("single_read:promised_by")
        weak = capture.source.review_reason
        if row.promised_by and message.time is not None and message.time.relative and weak:
            row.reasons.append(weak)
    elif statement.kind == "promise" and _SPAN_UNREAD.search(squeeze(fold(message.text))):
        row.reasons.append("low_confidence:text")
    row.reasons.extend(statement.reasons)
    if not statement.sure and not statement.reasons:
        row.reasons.append(f"unsure_statement:{statement.rule}")


def _disagreements(statement: Statement, message: Message, phrases: Phrases | None) -> list[str]:
    """Where another reading of one of the message's lines gives the statement another day or sum.

    Only the main engine's readings count: the second cannot read 三天 or 不退.
    """
    reasons: dict[str, None] = {}
    for index, line in enumerate(message.lines):
        if not line.readings:
            continue
        for reading in line.readings[1:]:
            if reading.engine != line.readings[0].engine or not reading.words or reading.text == line.text:
                continue
            lines = [*message.lines]
            lines[index] = replace(line, readings=(reading, *line.readings))
            other = find_statements(join_lines(lines), message.speaker, at=message.at, phrases=phrases)
            same = next((s for s in other if s.kind == statement.kind), None)
            if same is None:
                continue  # a worse reading of the line says nothing of the better one
            if statement.kind == "promise" and _day(same) and _day(same) != _day(statement):
                reasons[f"two_reads_disagree:promised_by={_day(statement)}|{_day(same)}"] = None
            if same.amount is not None and same.amount != statement.amount:
                reasons[f"two_reads_disagree:promised_amount={statement.amount or ''}|{same.amount}"] = None
    return list(reasons)


def _day(statement: Statement) -> str:
    return statement.deadline.value if statement.deadline else ""


def mentioned(message: Message) -> list[Mentioned]:
    """The order and trade numbers and the marked amounts that a message names, in order."""
    text = fold(message.text)
    second = _second_text(message.lines)
    found: list[Mentioned] = []
    for match in _NUMBER.finditer(text):
        number = match[0].strip("-_")
        if digit_count(number) < 8 or is_mobile(number) or is_identity_card(number) or find_moments(number):
            continue
        known = known_format(number)
        if known is None and is_contact(number, text[: match.start()]):
            continue
        column = "trade_no" if known and known.name.startswith(("wechat", "alipay")) else "order_no"
        found.append(Mentioned(number, column, number.replace("-", "") in second.replace("-", "")))
    for money in find_amounts(text):
        if money.marked and money.value > 0 and not _is_number(money, text):
            found.append(Mentioned(str(money), "amount", digits_agree(message.lines)))
    return found


def _is_number(money: Money, text: str) -> bool:
    """Whether what would be an amount is the number of something: #4837201, 编号 ¥58217 with a # read as ¥, and digits so
    long that nobody writes them without 元 or ¥."""
    if money.decimals or _UNIT_SAID.search(money.raw):
        return False
    return (
        "#" in money.raw
        or bool(_NUMBERED.search(text[: money.start]))
        or ("¥" not in money.raw and digit_count(money.raw) >= _LONG)
    )


def _second_text(lines: Iterable[Line]) -> str:
    """What the other model read of a message, without spaces, lines one after the other."""
    parts = []
    for line in lines:
        engines = (line.readings[0].engine, SHAPES)
        other = next((r for r in line.readings if r.engine not in engines and r.words), None)
        parts.append(fold(other.text).replace(" ", "") if other else "")
    return "".join(parts)


_LINK = re.compile(r"(?:https?:/*)?[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,6}(?:/[A-Za-z0-9_/?=&.-]*)?")


def _link_agrees(message: Message) -> bool:
    """Whether another engine read the same addresses of sites in a message: to a dot, for one less is somebody else's."""
    second = _second_text(message.lines).lower()
    links = [match[0].lower() for match in _LINK.finditer(fold(message.text).replace(" ", ""))]
    return all(link in second for link in links)


_OF_WORDS = ("tesseract:chi_sim", HAN_ARBITER)
"""Engines that read Han, by how their names begin."""


def digits_agree(lines: Iterable[Line]) -> bool:
    """True where each line's digits were read alike twice: by a reader of figures, or by those of words at other sizes, half of
    the readings and more: 三天了5 once and again among many that saw no digit is a comma misread."""
    for line in lines:
        if not line.readings or not digit_count(line.text):
            continue
        wanted = _digits(line.text)
        others = [(r.engine, _digits(r.text)) for r in line.readings[1:] if r.words and r.engine != SHAPES]
        words = [digits for engine, digits in others if engine.startswith(_OF_WORDS)]
        by_figures = any(digits == wanted for engine, digits in others if not engine.startswith(_OF_WORDS))
        if not by_figures and (wanted not in words or 2 * words.count(wanted) < len(words)):
            return False
    return True


def _digits(text: str) -> str:
    return re.sub(r"\D", "", fold(text))


def _only_number(messages: Sequence[Message]) -> Mentioned | None:
    """The only number that the screenshot's messages name; None for none or several."""
    numbers: dict[str, Mentioned] = {}
    for message in messages:
        for mention in mentioned(message):
            if mention.column in ("order_no", "trade_no"):
                numbers.setdefault(mention.text, mention)
    return next(iter(numbers.values())) if len(numbers) == 1 else None

"""When a page says that it was paid, refunded and asked for, with labels and without."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime

from extractor.evidence import facts
from extractor.evidence.beside import given_back
from extractor.evidence.decide import decide_moment, decide_moment_by
from extractor.evidence.page_numbers import preferred
from extractor.evidence.votes import Decision, doubted
from extractor.fields.chat_times import resolve_chat_time
from extractor.fields.moments import Moment, find_moments, has_month_day, parse_moment_without_year
from extractor.fields.numbers import embedded_date
from extractor.fields.text import digit_count, fold, han_count, squeeze
from extractor.intake.capture import Capture
from extractor.ocr.lines import Line
from extractor.screens.labels import UNLISTED
from extractor.screens.pairs import SURE, Pair, claimed_by, dated_value, has_more_digits, value_of
from extractor.screens.recognise import Page

CAME = "card:stamp"
"""The rule of a moment that is the notice's own."""
TOLD = "told"
"""The rule of a moment beside or below words that say what happened then."""
_TO_PAY = 1800
"""Seconds that shops leave between an order and its payment."""
_PAYMENT_TIMES = ("paid_at", "created_at", "received_at")
_SETTLED = re.compile(
    r"退款(?:成功|完成|已?到账)|已(?:全额)?退[款回还]|退[回还]成功|已?原路(?:退[回还]|返还)"
    r"|(?:资金|款项|钱款|金额|退款)已?(?:退[回还]|返还|入账|到账)|退[回还]?至?(?:零钱|余额|银行卡|余额宝|支付宝|微信)|银行(?:已?入账|入账成功)"
)
_PAID = re.compile(
    r"^(?:订单|买家|用户)?(?:支付成功|付款成功|支付完成|付款完成|已支付|已付款|完成支付|完成付款|(?:付款|支付)(?:已?到账))(?:\D?\d[\d,]*\.\d\d元?)?$"
)
_CREATED = re.compile(
    r"^(?:创建订单|提交订单|订单(?:已?创建|已?提交|生成)|下单成功|[您你]?已下单|买家下单|用户下单)$"
)
_REQUESTED = re.compile(
    r"^(?:商家|卖家|店铺|买家|用户|平台|客服|[您你我])?已?(?:发起|提交|申请)了?(?:退款|退货退款|退货|售后)(?:申请)?$"
)
_UNDER_WAY = re.compile(
    r"(?:退款|退货|退回|退还|返还|售后)(?!说明|规则|须知|编号|单号|进度|详情|金额|原因)|银行(?:已?受理|处理)|等待(?:银行)?入账"
)
"""In the steps of a refund that has not arrived."""
_STAMPED = re.compile(r"[A-Za-z]{0,4}(20\d\d[01]\d[0-3]\d[0-2]\d[0-5]\d[0-5]\d)")
_SECOND, _MINUTES = re.compile(r"(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)"), 8
_BY_DISTANCE = re.compile("今天|昨天|前天|刚刚")
_CLOCK = re.compile(r"[0-2]?\d:[0-5]\d:[0-5]\d")
_DAY_ALONE = re.compile(r"20\d\d(?:[-/.]\d{1,2}[-/.]|年\d{1,2}月)\d{1,2}日?")
_FULL_MOMENT = re.compile(
    r"20\d\d(?:[-/.]\d{1,2}[-/.]|年\d{1,2}月)\d{1,2}日?(?:\s?\d{1,2}:\d{2}(?::\d{2})?)?"
)
_NO_HAN = re.compile(r"[^\u4e00-\u9fff]+")
_DAY_AND_CLOCK = re.compile(r"\d{1,2}(?:-|/|月)\d{1,2}日?\d{1,2}:\d{2}(?::\d{2})?")
_ORDERED, _ASKED = ("下单", "购买", "充值", "订购", "预订"), ("提交", "发起", "申请")
_SPOKEN = re.compile(
    rf"\d[日号]?\d{{1,2}}[:时]\d\d(?:[:分]\d\d秒?)?,?(?:已|成功|您|用户|买家)*(?P<what>支付|付款|扣款|{'|'.join((*_ORDERED, *_ASKED))})"
)
_AHEAD = re.compile(r"请|将|预计|截止|下[次期]|逾期|之?前")
"""In a sentence about what is still to come."""
_EXPECTED = re.compile(r"^(?:预计|最[晚迟]|截止|将[于在])|预计$|(?:之?前|有效期?)$")
"""How a step begins or ends that is still to come; 退款处理中,预计3天到账 is one that was reached."""
_CAME_INTO_FORCE = re.compile(
    r"^(?:[\u4e00-\u9fff]{0,4})(?:开通|订阅|激活|完成|完结|办理|处理|办结)(?:时间|日期|时刻|于)$"
)
"""What happened right after an order was paid, as a rule."""
_BELOW, _EVENTS = 1.5, 2
_PARTED = 1.5
_BULLET = 1.6
"""Parts of a line stand nearer to each other than so many of its heights."""
_STATUS_BAR = 0.1
"""The system's bar with its clock ends above this share of the picture's width."""

_TO_COME = re.compile("预计|将[于在]|最[晚迟]|截止|有效期")
"""In the name of a step that has not come yet."""


@dataclass(frozen=True, slots=True)
class Moments:
    """The moments of a page by what happened then; None where not shown."""

    paid: Decision[Moment] | None
    payment: bool
    """paid is the moment of a payment, not merely of an order."""
    refunded: Decision[Moment] | None
    requested: Decision[Moment] | None

    @property
    def shown(self) -> tuple[Decision[Moment] | None, ...]:
        return self.paid, self.refunded, self.requested


def moments_of(page: Page) -> Moments:
    found = {
        slot: _whole(preferred(facts.moments(page.pairs, slot), _without_year(page, slot)), page)
        for slot in ("paid_at", "created_at", "received_at", "refunded_at", "requested_at")
    }
    refunded = found["refunded_at"]
    paid = found["paid_at"] or found["created_at"] or found["received_at"]
    refunded = refunded or _told_back(page) or _beside_refund(page, paid)
    return Moments(
        paid,
        found["paid_at"] is not None,
        refunded,
        found["requested_at"],
    )


def _without_year(page: Page, slot: str, pairs: Sequence[Pair] | None = None) -> list[Decision[Moment]]:
    """The moments of a slot that show no year, 06-18 22:31:55, or a day by its distance (今天 19:37): counted from the capture,
    they ask."""
    if page.captured is None:
        return []
    taken = page.captured

    def parse(text: str) -> Moment | None:
        if has_month_day(text):
            return parse_moment_without_year(text, not_after=taken.date())
        found = resolve_chat_time(text, taken) if _BY_DISTANCE.match(squeeze(text)) else None
        if found is None or found.at is None or found.reasons:
            return None
        return Moment(found.at.year, found.at.month, found.at.day, found.at.hour, found.at.minute)

    found = [
        decide_moment_by(pair.value, f"{slot}:{pair.label.text}:{pair.how}", parse, lambda m: m.has_clock)
        for pair in facts.by_rank(page.pairs if pairs is None else pairs, slot)
    ]
    return [doubted(decision, "year_from_capture_time") for decision in found if decision is not None]


def _told_back(page: Page) -> Decision[Moment] | None:
    """When a sum came back, by the sentence that says so: 29.04已退至账户余额 2025-8-19 11:41:30."""
    said = given_back(page.lines)
    found = decide_moment(value_of(said), "sentence:退") if said is not None else None
    return found if found is not None and found.value.has_clock else None


def _beside_refund(page: Page, paid: Decision[Moment] | None) -> Decision[Moment] | None:
    """When a sum came back, by the only moment at the right of it in its row, which no label claims: 退款47.42 and
    2025-04-25 15:06:13, the way to the refund's own record. None where it is not after the payment."""
    claimed = claimed_by(page.pairs)
    back = [pair for pair in page.pairs if pair.label.slot == "refund_amount"]
    row = [
        line
        for pair in back
        for line in page.lines
        if id(line) not in claimed
        and line.box.x >= pair.value.box.right
        and line.box.same_row(pair.value.box)
    ]
    dated = [line for line in row if _is_moment(line)]
    found = decide_moment(value_of(dated[0]), TOLD) if len(back) == len(dated) == 1 else None
    early = paid is not None and found is not None and found.value.isoformat() <= paid.value.isoformat()
    return None if early else found


def _whole(decision: Decision[Moment] | None, page: Page) -> Decision[Moment] | None:
    """The decision, doubted where it is a mere date and digits stand beside it."""
    if decision is None or decision.value.has_clock:
        return decision
    beside = any(
        line.box.same_row(decision.box) and has_more_digits(line, page.lines)
        for line in page.lines
        if line.box.overlap_x(decision.box) and digit_count(line.text)
    )
    return doubted(decision, "cropped") if beside or _has_a_clock(page) else decision


def _has_a_clock(page: Page) -> bool:
    """True where a clock stands alone on the page, below the system's bar: maybe that of a day beside another label."""
    return any(
        _CLOCK.fullmatch(squeeze(reading.text))
        for line in page.lines
        if line.box.y >= _STATUS_BAR * page.size[0]
        for reading in line.readings
    )


def stamp(page: Page) -> Decision[Moment] | None:
    """The only moment of a page without a label for it: above everything else, in the middle, it is the notice's own."""
    claimed = claimed_by(page.pairs)
    alone = [line for line in page.lines if id(line) not in claimed and _is_moment(line)]
    if len(alone) != 1 or any(find_moments(line.text) for line in page.lines if line is not alone[0]):
        return None
    decision = decide_moment(value_of(alone[0]), "stamp")
    if decision is None:
        return None
    box = alone[0].box
    said = [pair.label_line.box.y for pair in page.pairs]
    on_top = bool(said) and box.bottom < min(said) and abs(box.cx - page.size[0] / 2) < 0.08 * page.size[0]
    return decision if on_top else doubted(decision, "unlabelled")


def came(line: Line, capture: Capture) -> Decision[Moment] | None:
    """When a notice came, by the stamp above it, counted from the day of the capture where it shows no year."""

    digits = _digits(line.text)

    def parse(text: str) -> Moment | None:
        if han_count(text) < han_count(line.text) and _digits(text) == digits:
            # who sees no Han but that of dates sees the clock of 星期四 10:41 only, and 8:11 of 晚上8:11
            text = line.text
        full = find_moments(text)
        if full:
            return full[0]
        found = resolve_chat_time(text, capture.at)
        if found is None or found.at is None or found.reasons:
            return None
        at = found.at
        return Moment(at.year, at.month, at.day, at.hour, at.minute)

    return decide_moment_by(value_of(line), CAME, parse, lambda moment: moment.has_clock)


def spoken(page: Page) -> Moments | None:
    """When a sentence says that something was ordered, paid or asked back: 2024年8月26日17:09:45下单. None where it names no
    moment with a clock, or more than one."""
    found = [
        (decision, match["what"])
        for line in page.lines
        if (match := _SPOKEN.search(squeeze(line.text))) is not None
        and (decision := decide_moment(value_of(line), f"sentence:{match['what']}")) is not None
        and decision.value.has_clock
        and len(find_moments(line.text)) == 1
        and not _AHEAD.search(line.text)
    ]
    if len(found) != 1:
        return None
    decision, what = found[0]
    if what in _ASKED:
        return Moments(None, False, None, decision)
    return Moments(decision, what not in _ORDERED, None, None)


def _digits(text: str) -> str:
    """The digits of a text."""
    return re.sub(r"\D", "", fold(text))


def _is_moment(line: Line) -> bool:
    """True for a line that is a date with its clock and hardly more."""
    return any(
        moment.has_clock and han_count(re.sub(r"[年月日时分秒]", "", reading.text)) <= 2
        for reading in line.readings
        for moment in find_moments(reading.text)
    )


def settled(page: Page) -> Decision[Moment] | None:
    """When a refund came, told beside or right below words that say that it did: 退款成功, and a moment without a label.

    Steps of a refund show no year as a rule (退款到账, 05-14 17:40): it is counted from the capture then, and asks.
    """
    return _told(page, _SETTLED) or _told_without_year(page, _SETTLED)


def under_way(page: Page, when: Moments) -> Decision[Moment] | None:
    """The newest moment of a refund that has not arrived: of its steps (退款处理中, and when below), of the request, or beside a label;
    None where the page shows none."""
    told = _told(page, _UNDER_WAY) or _told_without_year(page, _UNDER_WAY)
    shown = [moment for moment in (told, when.refunded, when.requested) if moment is not None]
    newest = max(shown, key=lambda decision: decision.value.isoformat(), default=None)
    early = when.payment and newest is not None and not _later(newest, when.paid)
    return None if newest is None or (early and newest is told) else newest


def _later(one: Decision[Moment], other: Decision[Moment] | None) -> bool:
    return other is not None and one.value.isoformat() > other.value.isoformat()


def _told_without_year(page: Page, words: re.Pattern[str]) -> Decision[Moment] | None:
    if page.captured is None:
        return None
    taken = page.captured.date()

    def parse(text: str) -> Moment | None:
        moment = parse_moment_without_year(text, not_after=taken)
        return moment if moment is not None and moment.has_clock else None

    dated = [line for line in page.lines if _DAY_AND_CLOCK.fullmatch(squeeze(line.text))]
    latest = _latest_beside(
        page,
        words,
        dated,
        lambda line: decide_moment_by(value_of(line), TOLD, parse, lambda moment: True),
    )
    return None if latest is None else doubted(latest, "year_from_capture_time")


def in_force(page: Page, numbers: Sequence[str]) -> Decision[Moment] | None:
    """When what was bought was opened or finished (开通时间, 完成时间), where a page with numbers names no other moment.

    It asks, unless a number has the very minute: it may be later than the payment.
    """
    pairs = [pair for pair in page.pairs if _CAME_INTO_FORCE.search(pair.label.text)]
    found = facts.moments(pairs, "other_at") or _without_year(page, "other_at", pairs)
    if len({decision.value for decision in found}) != 1:
        return None
    at = found[0].value
    if page.captured is not None and at.date > page.captured.date():
        return None
    minute = at.as_datetime().strftime("%Y%m%d%H%M") if at.has_clock else ""
    told = bool(minute) and any(minute in number for number in numbers)
    return found[0] if told else doubted(found[0], "unlabelled")


def before_refund(page: Page, refunded: Moment) -> Decision[Moment] | None:
    """When an order was made, on a page that has a label only for when its refund came: 办理时间 before 退款时间. It asks."""
    found = in_force(page, [])
    return found if found is not None and found.value.isoformat() < refunded.isoformat() else None


def _written(digits: str) -> list[Moment]:
    """The moment that fourteen digits of a number are, 20260618223155; none where there is no such second."""
    return find_moments(_SECOND.sub(r"\1-\2-\3 \4:\5:\6", digits))


def in_number(page: Page, numbers: Sequence[str]) -> Decision[Moment] | None:
    """The only moment of a page, with a year or without, whose second a number of its carries: 06-18 22:31:55 and
    20260618223155908. No label says what happened then: it asks."""

    def parse(text: str) -> Moment | None:
        shown = find_moments(text)
        day = _DAY_AND_CLOCK.search(squeeze(text)) if not shown else None
        digits = "".join(part.zfill(2) for part in re.findall(r"\d+", day[0])) if day is not None else ""
        for number in numbers:
            for made in re.finditer(r"(?=(20\d\d[01]\d[0-3]\d[0-2]\d[0-5]\d[0-5]\d))", number):
                at = _written(made[1])
                if at and (shown[:1] == at or (len(digits) > _MINUTES and made[1][4:] == digits)):
                    return at[0]
        return None

    found = [
        decision
        for line in page.lines
        if (decision := decide_moment_by(value_of(line), "in_number", parse, lambda moment: True)) is not None
    ]
    return doubted(found[0], "unlabelled") if len({d.value for d in found}) == 1 else None


def only_day(page: Page) -> Decision[Moment] | None:
    """The only date of a page, alone in its line without a label or a clock: a receipt's. It asks."""
    claimed = claimed_by(page.pairs)
    dated = [line for line in page.lines if find_moments(line.text)]
    free = [line for line in dated if id(line) not in claimed and _DAY_ALONE.fullmatch(squeeze(line.text))]
    found = decide_moment(value_of(free[0]), "day") if len(free) == len(dated) == 1 else None
    return None if found is None or _has_a_clock(page) else doubted(found, "unlabelled")


def beside_status(page: Page) -> Decision[Moment] | None:
    """The only moment of a page, in one line with the word for what became of the payment: 2026年5月9日 · 付款 · 已完成. It asks."""
    claimed = claimed_by(page.pairs)
    words = {word.word for word in page.screen.status if word.alone}
    dated = [line for line in page.lines if find_moments(line.text)]
    if len(dated) != 1 or id(dated[0]) in claimed:
        return None
    parts = _NO_HAN.split(_FULL_MOMENT.sub(" ", fold(dated[0].text)))
    found = decide_moment(value_of(dated[0]), "beside_status") if words & set(parts) else None
    return None if found is None else doubted(found, "unlabelled")


def leftover(page: Page, earlier: Moment | None) -> Decision[Moment] | None:
    """On a notice of a refund the only moment that no label claims, later than the payment or the request: maybe the
    refund's, whose word could not be read."""
    claimed = claimed_by(page.pairs)
    free = [line for line in page.lines if id(line) not in claimed and _is_moment(line)]
    alone = [line for line in free if not _SPOKEN.search(squeeze(line.text))]
    found = decide_moment(value_of(alone[0]), "leftover") if len(alone) == 1 else None
    if found is None or earlier is None or found.value.isoformat() < earlier.isoformat():
        return None
    return doubted(found, "unlabelled")


def tells_of_refund(page: Page) -> bool:
    """True where a line says that money came back, were it in the name of the notice: 退款到账通知."""
    return any(_SETTLED.search(squeeze(line.text)) for line in page.lines)


def timeline(page: Page) -> Moments | None:
    """The moments of a list of what became of an order: 支付成功, and below it when; None where there is no such list."""
    steps = (_PAID, _CREATED, _SETTLED)
    paid, created, refunded = (_told(page, words) or _told_without_year(page, words) for words in steps)
    if sum(moment is not None for moment in (paid, created, refunded)) < _EVENTS:
        asked = _told(page, _REQUESTED)
        alone = paid is None and created is None and refunded is None
        return Moments(None, False, None, asked) if asked is not None and alone else None
    return Moments(paid or created, paid is not None, refunded, None)


def past_steps(page: Page) -> Set[int]:
    """The lines, by identity, of the steps of what became of an order that newer ones follow: 退款申请已提交, and right below it
    12:47, above 退款已到账 and 13:02. Steps that are still to come (预计到账) follow nothing."""
    claimed = claimed_by(page.pairs)
    free = [line for line in page.lines if line.text and id(line) not in claimed]
    steps: list[tuple[Line, datetime]] = []
    for stamp in (line for line in free if _is_moment(line)):
        above = [
            o
            for o in free
            if o is not stamp
            and not _is_moment(o)
            and 0 <= stamp.box.y - o.box.bottom < o.box.h
            and abs(stamp.box.x - o.box.x) < o.box.h
        ]
        moments = find_moments(stamp.text)
        if len(above) == len(moments) == 1 and not _TO_COME.search(squeeze(above[0].text)):
            steps.append((above[0], moments[0].as_datetime()))
    newest = max((at for _, at in steps), default=None)
    return {id(line) for line, at in steps if at != newest}


def _told(page: Page, words: re.Pattern[str]) -> Decision[Moment] | None:
    """The moment without a label that stands beside or right below a line of such words; the latest of several."""
    claimed = claimed_by(page.pairs)
    free = [line for line in page.lines if id(line) not in claimed]
    dated = [line for line in free if _is_moment(line) or _wrapped(line, free)]
    return _latest_beside(page, words, dated, lambda line: decide_moment(dated_value(line, free), TOLD))


def _wrapped(line: Line, lines: Sequence[Line]) -> bool:
    """True for a day that is all its line says, and its clock in the next: the steps of an order side by side."""
    if not _DAY_ALONE.fullmatch(squeeze(line.text)):
        return False
    return any(moment.has_clock for moment in find_moments(dated_value(line, lines).text))


def _latest_beside(
    page: Page,
    words: re.Pattern[str],
    dated: Sequence[Line],
    decide: Callable[[Line], Decision[Moment] | None],
) -> Decision[Moment] | None:
    """Of the dated lines that stand beside or right below a line of such words, the latest moment."""
    found = [
        decision
        for said in page.lines
        if words.search(squeeze(said.text)) and not _EXPECTED.search(squeeze(said.text))
        for line in dated
        if said.box.same_row(line.box) or _right_below(line, said, page)
        if (decision := decide(line)) is not None
    ]
    return max(found, key=lambda decision: decision.value.isoformat(), default=None)


def _right_below(line: Line, said: Line, page: Page) -> bool:
    """Whether a line begins right below the beginning of said, which a comma may part, or stands in the middle below it; the
    steps of an order side by side have each its own."""
    first = said.box
    for other in sorted(page.lines, key=lambda o: -o.box.x):
        if other.box.same_row(first) and 0 <= first.x - other.box.right < _PARTED * first.h:
            first = other.box
    gap = line.box.y - said.box.bottom
    aligned = (
        min(abs(line.box.x - said.box.x), abs(line.box.x - first.x), abs(line.box.cx - said.box.cx))
        < said.box.h
    )
    bulleted = (
        0 <= line.box.x - said.box.x < _BULLET * said.box.h
    )  # the dot of a step, in the box of its word
    return 0 <= gap < _BELOW * said.box.h and (aligned or bulleted)


def unclaimed_moment(page: Page, *known: Moment) -> bool:
    """True where another moment than those known stands on the page without a label that was surely read: it may be the
    payment's."""
    claimed = {
        id(line)
        for pair in page.pairs
        if pair.label.slot.endswith("_at")
        and (pair.label.rank < UNLISTED or pair.label_line.confidence >= SURE)
        for line in pair.value.lines
    }
    return any(
        moment.has_clock and moment not in known
        for line in page.lines
        if id(line) not in claimed
        for moment in find_moments(line.text)
    )


def refund_time_shown(page: Page) -> bool:
    """True where something like a moment stands on the page that no label of a payment claims: maybe the refund's."""
    claimed = {
        id(line)
        for pair in page.pairs
        if pair.label.slot in _PAYMENT_TIMES
        and (pair.label.rank < UNLISTED or pair.label_line.confidence >= SURE)
        for line in (pair.label_line, *pair.value.lines)
    }
    below_bar = [line for line in page.lines if line.box.y >= _STATUS_BAR * page.size[0]]
    return any(facts.tells_time(line) for line in below_bar if id(line) not in claimed)


def dated_by(
    moment: Decision[Moment] | None, numbers: Sequence[Decision[str] | None]
) -> Decision[Moment] | None:
    """The moment whose day was read in two ways (1月3日, 1月30日) as the page's numbers, read alike, carry it: they all tell the
    day of one of the readings, and its clock is that of the others. A refund's day is not that of its numbers."""
    days = {embedded_date(number.value) for number in numbers if number is not None and number.agreed} - {
        None
    }
    if moment is None or moment.agreed or len(days) != 1 or moment.rule.startswith("refunded_at"):
        return moment
    read = [parsed for text in moment.other_readings if (parsed := _of_iso(text)) is not None]
    fitting = [one for one in read if one.date in days]
    if moment.value.date in days or len(fitting) != 1 or moment.doubts:
        return moment
    same_clock = replace(fitting[0], month=moment.value.month, day=moment.value.day) == moment.value
    return replace(moment, value=fitting[0], agreed=True) if same_clock else moment


def carried(moment: Moment, numbers: Sequence[Decision[str] | None]) -> bool:
    """True where a number carries the very minute of a moment, or its second where it shows one: what was numbered
    so was ordered then."""
    if not moment.has_clock:
        return False
    # a number that carries the second may leave out the century: 199250621182224437 and 2025-06-21 18:22:24
    written = moment.as_datetime().strftime("%Y%m%d%H%M" if moment.second is None else "%y%m%d%H%M%S")
    return any(number is not None and written in number.value for number in numbers)


def made_before(moment: Moment, number: str) -> bool:
    """True where a number begins, behind letters, with a second of the half hour before a moment that shows its own: an order
    numbered when it was made, 20250807144907…, and paid at 14:50:30."""
    stamped = _STAMPED.match(number)
    made = _written(stamped[1]) if stamped is not None else []
    if len(made) != 1 or moment.second is None or not made[0].has_clock:
        return False
    return 0 <= (moment.as_datetime() - made[0].as_datetime()).total_seconds() <= _TO_PAY


def by_number(
    moment: Decision[Moment] | None, numbers: Sequence[Decision[str] | None]
) -> Decision[Moment] | None:
    """The moment of a page, not doubted for want of a label where a number, read alike, carries it."""
    stamped = moment is not None and moment.rule == "stamp" and moment.doubts == ("unlabelled",)
    alike = [number for number in numbers if number is not None and number.agreed]
    if moment is None or not stamped or not carried(moment.value, alike):
        return moment
    return replace(moment, agreed=True, doubts=())


def _of_iso(text: str) -> Moment | None:
    found = find_moments(text.partition("+")[0].replace("T", " "))
    return found[0] if len(found) == 1 else None

"""Deadlines in messages: what `三天内`, `明天中午12点前`, `1-3个工作日` come to, from the message's time.

The rules are the table `promised_by` of EVIDENCE. The day of the message does not count; hours count from its
minute; `前` includes the day named. Working days are Chinese ones (:mod:`workdays`). 节后 and 国庆后 are the first working day
after those holidays, never surely.

A deadline that is said but has no safe date (`春节前`, `过几天`) is found with an empty value and a reason. 尽快 and
马上 are no deadlines. Spans of time that are none (`等了三天`, `3天前`, `超过24小时不处理`, `7*24小时`) are not found.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo

from extractor.fields.chat_times import plain_with_map
from extractor.fields.moments import CHINA
from extractor.fields.workdays import end_of_holiday, nth_working_day

_NATIONAL, _MID_AUTUMN = "National Day", "Mid-autumn Festival"
_HOLIDAYS = {
    "国庆": frozenset({_NATIONAL}),
    "十一": frozenset({_NATIONAL}),
    "中秋": frozenset({_MID_AUTUMN}),
    "春节": frozenset({"Spring Festival"}),
    "五一": frozenset({"Labour Day"}),
    "端午": frozenset({"Dragon Boat Festival"}),
    "清明": frozenset({"Tomb-sweeping Day"}),
    "元旦": frozenset({"New Year's Day"}),
}
_HOLIDAY_AHEAD = 100
"""Days: who says 国庆后 in spring may mean anything."""
# Characters of other scripts and of OCR, one for one, so that places in the text stay places.
_SIMPLE = str.maketrans(
    "時內個週號點後過錢給會鐘兩幾開節慶處審實內", "时内个周号点后过钱给会钟两几开节庆处审实内"
)
_MENDS = tuple(
    (re.compile(pattern), right)
    for pattern, right in (
        (r"[工エ土]作[日曰目臼白曱]", "工作日"),
        (r"[小少][时吋肘财旪]", "小时"),
        (r"(?<=[今明昨前后])夭", "天"),
        (r"(?<=[日天时周月])[肉冂丙](?![容])", "内"),
        (r"(?<=[\d一二两三四五六七八九十])夭", "天"),
        (r"(?<![\d\w])[-—](?=周|天|个|星期|小时|日内)", "一"),
        (r"(?<=\d)一(?=\d)", "-"),
        (r"(?<=\d)[Oo](?=[\d天日小分个号点])", "0"),
        (r"(?<![A-Za-z\d])[lI](?=[\d]?(?:天|日|小时|个|周|点|号))", "1"),
        (r"[Hh](?:ours?|rs?)(?![A-Za-z])", "h"),
    )
)

_N = r"(?:\d{1,4}(?:\.\d)?|[零〇一二两三四五六七八九十百]{1,5}|半)"
_LOW = r"(?:\d{1,3}(?:\.\d)?|[零〇一二两三四五六七八九十]{1,3}|半)"
"""The lower end of a range of time; `两百,72小时` is a sum and a time."""
_RANGE = r"(?:[-~到至或,、/]|或者)"
_SPAN_TAIL = r"(?:的?时间)?(?:之内|以内|内|里(?!面)|左右|上下|之后|以后|后(?!天|台))?"
_BEFORE = r"(?:之前|以前|前(?!后|天|面|台|提|期)|之内|以内|内|里(?!面)|截止|为止)"
_HALF = r"(?P<half>凌晨|清晨|早上|早晨|上午|中午|正午|下午|午后|傍晚|晚上|晚间|夜里|夜间|半夜|午夜|深夜|早|晚(?!点给|点再|点处|点退|点帮|点会|点就|点可))"
_H = r"(?:[01]?\d|2[0-4]|十[一二]?|[一二两三四五六七八九零])"
_CLOCK = (
    rf"(?:(?P<hour>{_H})(?:点钟?|时(?=整|之?前|以前))(?:(?P<half_past>半)|(?P<quarter>[一三])刻|(?P<spoken>\d{{1,2}})分?|整)?"
    r"|(?P<colon_hour>[01]?\d|2[0-4]):(?P<minute>[0-5]\d)(?:分)?)"
)
_TO_CLOCK = rf"(?:{_H}(?:点半?|:[0-5]\d)?(?:[-~到至]){_HALF.replace('?P<half>', '?:')}?)?"
_WHEN_CLOCK = rf"(?:的?{_HALF})?(?:{_TO_CLOCK}{_CLOCK})?"
_CLOSE = "(?:下班|收工|打烊)"
_WEEK = r"(?:周|星期|礼拜)"
_MONTH = r"(?P<m>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_DAY = r"(?P<d>3[01]|[12]\d|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"

Resolver = Callable[["_Found", date | None, datetime | None], "_Value"]


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last moment by which something was promised.

    value: `2025-03-20`, or `2025-03-15T18:00+08:00` where an hour was said, or empty where reasons tell why. start,
    end: the slice of the text that says it. form: which rule of the table. reasons: why a person should look.
    """

    value: str
    start: int
    end: int
    form: str
    reasons: tuple[str, ...] = ()
    latest: bool = False
    """Said to be the last moment (最迟, 最晚, 不超过), which outweighs others beside it."""


@dataclass(frozen=True, slots=True)
class _Value:
    on: date | None = None
    by: datetime | None = None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Found:
    """One match in the squeezed text. weak: it counts only where something is said to happen by then."""

    form: str
    match: re.Match[str]
    resolve: Resolver
    weak: bool
    weight: int = 0

    @property
    def start(self) -> int:
        return self.match.start()

    @property
    def end(self) -> int:
        return self.match.end()

    def __getitem__(self, name: str) -> str | None:
        return self.match.groupdict().get(name)


def find_deadline(text: str, at: datetime | date | None, *, timezone: tzinfo = CHINA) -> Deadline | None:
    """The deadline that text sets, counted from `at`, the message's time; None where it sets none.

    Of several, the one that money is due by; of those, the one said to be the latest (`最迟`), else the latest.
    `at` may be a date: hours are then left open (`message_clock_unknown`). None: every form that counts from it is
    empty with `relative_time_without_capture_time`.
    """
    found = _scan(text)
    if not found:
        return None
    folded, where, hits = found
    best = max(hit.weight for hit in hits)
    chosen = [_resolve(hit, text, folded, where, at, timezone) for hit in hits if hit.weight == best]
    with_value = [deadline for deadline in chosen if deadline.value]
    if len({deadline.value for deadline in with_value}) > 1:
        latest = max(with_value, key=lambda deadline: _sort_key(deadline.value))
        return replace(latest, reasons=(*latest.reasons, "several_deadlines"))
    return (with_value or chosen)[0]


def find_deadlines(text: str, at: datetime | date | None, *, timezone: tzinfo = CHINA) -> list[Deadline]:
    """All deadlines of text, left to right."""
    found = _scan(text)
    if not found:
        return []
    folded, where, hits = found
    return [_resolve(hit, text, folded, where, at, timezone) for hit in hits]


def squeeze_traced(text: str) -> tuple[str, list[int]]:
    """Text folded, in simplified characters, without spaces (but between digits), usual misreadings of time words
    mended; and for each of its characters the place in text."""
    plain, where = plain_with_map(text)
    kept: list[str] = []
    places: list[int] = []
    for index, char in enumerate(plain):
        if char == " ":
            left, right = plain[index - 1 : index], plain[index + 1 : index + 2]
            if not (left.isdigit() and right.isdigit()):
                continue
        kept.append(char)
        places.append(where[index])
    folded = "".join(kept).translate(_SIMPLE)
    for pattern, right in _MENDS:
        folded = pattern.sub(_same_length(right), folded)
    return folded, places


def _same_length(right: str) -> Callable[[re.Match[str]], str]:
    return lambda match: right if len(right) == len(match[0]) else match[0]


def numeral(text: str) -> float | None:
    """The value of a numeral of a message: `3`, `1.5`, `三`, `十五`, `二十`, `半`; of `三五` the greater one."""
    if re.fullmatch(r"\d+(?:\.\d+)?", text):
        return float(text)
    if text == "半":
        return 0.5
    digits = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
    if len(text) == 2 and all(char in digits for char in text):
        return float(digits[text[1]]) if digits[text[1]] > digits[text[0]] else None
    total = current = 0
    for char in text:
        if char in digits:
            current = digits[char]
        elif char in "十百":
            total += (current or 1) * (10 if char == "十" else 100)
            current = 0
        else:
            return None
    return float(total + current)


# --- finding -------------------------------------------------------------------------------------------------


def _span(unit: str, *, low_unit: str = "") -> str:
    """A quantity of a unit: `3`, `1-3`, `1个到3个`, `三五`, with its tail (内, 以内, 左右 …)."""
    return (
        rf"(?:(?<![\d./第十百零一二两三四五六七八九])(?<!\d:)|(?<=\d)(?=[一二两三四五六七八九十半]))(?:{_LOW}(?:个?(?:{low_unit or unit}))?个?{_RANGE})?"
        rf"(?P<n>{_N})(?P<and_half>个半)?个?(?:{unit}){_SPAN_TAIL}"
    )


def _forms() -> Iterator[tuple[str, str, Resolver, bool]]:
    """Form, pattern, resolver, weak. Of matches that begin together the longest wins, then the first of this list."""
    workday = "工作日|工作天|法定工作日|银行工作日"
    yield (
        "vague",
        (
            r"(?:[几数若好]|十几|十来|好几|若干)[几多]?个?(?:工作日|工作天|天|小时|分钟|周|星期|礼拜|月)(?:之内|以内|内)?"
            r"|(?:[这那近]|(?<!超)过)[一两二三几]+[天日周](?:之内|以内|内)?|近[期日]|个把(?:小时|钟头|星期|月|礼拜)|下?个?月[初中](?!旬)"
            r"|[一两二三四五\d]天半(?:之内|以内|内)?|下?周初|一两个月(?:之内|以内|内)?(?=再说)"
        ),
        _vague,
        True,
    )
    feast = "|".join(_HOLIDAYS)
    holiday = (
        rf"(?P<holiday>{feast}|双节|小?长假|黄金周|假期|节假日|放假|放完假|过完?[年节]|收假|[节年](?=[后前]))"
    )
    yield (
        "holiday",
        (
            rf"(?<![今明去后前全半每\d一二三季环])(?:等|过完?)?{holiday}(?:节)?(?:假期|长假|放假|收假|节)*(?:结束|过|放)?(?:完|了)?"
            rf"(?:(?P<after>之后|以后|后|回来|收假|上班|(?<=完)|(?<=过完[年节])|(?<=收假))|之前|以前|前)(?:的?(?P<nth>第)?(?:{_N}[-到至])?(?P<n>{_N})个?(?P<unit>{workday}|天)(?:之内|以内|内)?)?(?:头一?天|那天|第一天)?(?:正式|恢复)?(?:上班|开工)?"
        ),
        _holiday,
        True,
    )
    yield "working_days", _span(workday, low_unit=f"{workday}|天"), _working_days, False
    yield (
        "working_days",
        rf"第(?P<n>{_N})个?(?:{workday}){_SPAN_TAIL}|[Tt]\+(?P<t>\d)(?:个?{workday})?",
        _working_days,
        False,
    )
    yield "working_days", rf"(?:{workday})(?P<n>{_N})天{_SPAN_TAIL}", _working_days, False
    yield (
        "working_days",
        rf"(?P<next>下一?个?|次一?个?|第二个)(?:{workday}){_SPAN_TAIL}",
        _working_days,
        False,
    )
    yield "minutes", _span("分钟|分种|mins?|minutes?"), _minutes, False
    yield "minutes", rf"(?P<quarters>[一三])刻钟{_SPAN_TAIL}", _minutes, False
    yield "hours", _span("小时|钟头|个钟|h(?![a-z])"), _hours, False
    yield "days", _span("自然日|日历日|自然天|天"), _days, False
    yield (
        "days",
        (
            rf"(?<![\d./第十百零一二两三四五六七八九月])(?<!\d:)(?:{_N}日?个?{_RANGE})?(?P<n>{_N})日(?:之内|以内|内)"
        ),
        _days,
        False,
    )
    yield "weeks", _span(rf"{_WEEK}(?![一二三四五六日天末])|个{_WEEK}"), _weeks, False
    yield "half_month", rf"半个?月{_SPAN_TAIL}", _half_month, False
    yield "months", _span("个月|个自然月"), _months, False
    yield "months", r"(?P<year>半年|一年)(?:之内|以内|内)", _months, False
    yield (
        "day",
        (
            r"(?P<word>大后[天日]|[今明]后[两二]?[天日]|今明[两二]?[天日]?|[今明后当次隔翌][天日]|今儿个?|明儿个?|[今明]个儿|后儿个?|[今明当][早晚夜晨]|第二天)"
            rf"(?:的?{_HALF}(?!点))?(?:{_TO_CLOCK}{_CLOCK})?{_CLOSE}?{_BEFORE}?"
        ),
        _day_word,
        True,
    )
    yield "business_close", rf"{_CLOSE}{_BEFORE}", _today, False
    yield "clock", rf"{_HALF}{_TO_CLOCK}{_CLOCK}{_BEFORE}?", _today, True
    yield "clock", rf"(?<![\d:点-]){_CLOCK}(?:之前|以前|前(?!后))", _today, False
    yield (
        "part_of_day",
        r"(?<![今明后当天日早])(?P<part>下午|晚上|中午|傍晚|晚间)(?:之前|以前|前(?!后))?(?!好)",
        _today,
        True,
    )
    yield (
        "weekday",
        (
            rf"(?P<which>下下个?|上上?个?|下个?|本|这个?|每个?)?{_WEEK}(?P<weekday>[一二三四五六日天])"
            rf"(?:[-~到至或、]?{_WEEK}(?P<until>[一二三四五六日天]))?(?:{_WHEN_CLOCK})(?:当天)?{_CLOSE}?{_BEFORE}?"
        ),
        _weekday,
        True,
    )
    yield (
        "week",
        (
            rf"(?P<which>下下个?|下个?|本|这个?)?周末(?:两天)?{_BEFORE}?|(?P<which2>下下个?|下个?|本|这个?)(?:周|星期|礼拜)(?![一二三四五六日天末初]){_BEFORE}?"
        ),
        _week,
        True,
    )
    yield (
        "month_end",
        (
            rf"(?P<which>下个?|次|本|这个?|当)?月(?:底|末)(?:的?最后一天)?{_BEFORE}?|(?<![\d.]){_MONTH}月份?[底末]{_BEFORE}?|(?P<which2>本|这个|当)月{_BEFORE}|(?P<which3>下个?|次)月(?!\d|[一二三十初中上下底末份]){_BEFORE}?"
            rf"|(?P<which4>下个?|次|本|这个?|当)?月?(?P<ten>[上中下])旬{_BEFORE}?"
        ),
        _month_end,
        True,
    )
    yield "year_end", r"(?:今年)?年[底末](?:之前|以前|前)?|今年(?:之?内|以内)", _year_end, True
    yield (
        "day_of_month",
        (rf"(?P<which>下个?|次|本|这个?|当)月份?的?{_DAY}[号日]?{_WHEN_CLOCK}(?:当天)?{_CLOSE}?{_BEFORE}?"),
        _day_of_month,
        True,
    )
    yield (
        "date",
        (
            rf"(?<![\d.])(?:(?P<y>20\d\d)[年./-]|(?P<this_year>今年)|(?P<next_year>明年))?{_MONTH}月份?{_DAY}[日号]?{_WHEN_CLOCK}(?:当天)?{_CLOSE}?{_BEFORE}?"
        ),
        _date,
        True,
    )
    yield (
        "date",
        rf"(?<![\d.])(?P<y>20\d\d)[./-]{_MONTH}[./-]{_DAY}日?(?![\d.]){_WHEN_CLOCK}{_BEFORE}?",
        _date,
        True,
    )
    yield "date", rf"(?<![\d.¥/-]){_MONTH}[./]{_DAY}[号日]?{_WHEN_CLOCK}(?:之前|以前|前(?!后))", _date, False
    yield (
        "date",
        rf"(?<![\d.¥/-]){_MONTH}-(?P<d>[12]\d|3[01]|0[1-9])[号日]?(?:之前|以前|前(?!后))",
        _date,
        False,
    )
    not_a_day = r"(?!码|店|线|机|卡|客服|楼|单|仓|库|令|文|位|商品|订单|充值|链接|群|的订单|技师|专员|员)"
    yield (
        "day_of_month",
        (
            rf"(?<![\dA-Za-z第尾工编单型月十百])(?:\d{{1,2}}号?[-~到至或])?{_DAY}号{not_a_day}{_WHEN_CLOCK}(?:当天)?{_CLOSE}?{_BEFORE}?"
        ),
        _day_of_month,
        True,
    )
    # 这单11号前退: what is due before it is a day, whatever it stands behind
    yield "day_of_month", rf"(?<=单){_DAY}号{_CLOSE}?(?:之前|以前|前(?!后))", _day_of_month, True
    yield "day_of_month", rf"(?<![\dA-Za-z第月十百]){_DAY}日(?:之前|以前|前(?!后))", _day_of_month, True


_FORMS: tuple[tuple[str, re.Pattern[str], Resolver, bool], ...]

# Spans that are no deadlines, by what stands before and after them in the same clause.
_NOT_AFTER = re.compile(
    r"(?:(?<!不)(?<!别)超[过出]?了?|过了|已经?[于在]|已过|已经过?|等了|拖了|都|满|[最将]?近|前|每隔?|每个?|隔|有效期为?|质保期?|保修期?|售后期?|时效|第|[*xX×]|历时|用了|"
    r"过去了?|(?:充|买|催|开|开通|提交|申请|付|付款|下单|问|找|聊|反馈|投诉)了|大于|多于|工作时间为?|上班时间为?|营业时间为?|服务时间为?|在线时间为?|客服时间为?|充值时间为?|(?:会员|有效|使用|套餐)期?|已?使?用[了的]|剩余?下?的?|还剩|仅剩)$"
)
_AGO = re.compile(
    r"(?:的?时间)?(?:周?年(?!底|前)|以前|之前|前(?!退|到|给|打|处|返|完|必|一定)|多(?!久)|了(?!结)|无理由|包[退换]|质保|保修|有效|售后|的?(?:会员|套餐|卡|话费|流量)|在线|客服|营业|"
    r"人工|热线|值班|全天|自动发货|接单|服务|滚动|内?(?:还|仍|都|仍然|依然|如果|若|要是)?(?:未|没|不(?!会超|超|到|出)|无(?!误|条件|忧))|内?(?:请勿|勿|请不|别|只能|仅限|限)|才|早就)"
)
_USERS_TURN = re.compile(
    r"(?:内|之内|以内|前|之前)?(?:都|均|也)?(?:可以?|请|务必|麻烦|记得)?(?:您|你|亲)?(?:可以?|尽快|再|自行|自己|先)?"
    r"(?:申请(?!退款已)|提交|提供|联系|补充|上传|确认收货|发起|投诉|咨询|激活|使用|领取|付款|支付|发货|充值|下单|拍下|取消|撤销|回复我|反馈给|发给?我|配合)"
)
_PAID_OUT = re.compile(r"(?:内|之内|以内|前|之前)?支付(?:完毕?|完成|给[您你]|至[您你]|$)")
_ASKED_OF_USER = re.compile(r"请(?:[您你]|务必|尽量)?[在于]?$")
_LOOKS_OUT = re.compile(r"(?:留意|注意|关注)[^,;!?]{0,4}(?:到账|收款|退款)")
_USER_TOLD = re.compile("请|[您你]")
_WINDOW = re.compile(
    r"(?:购买|下单|签收|收货|付款|支付|充值|激活|发货|收到货|拿货|售出|拍下)之?[后起日]?.{0,3}$"
)
_WINDOW_OPEN = re.compile(r"(?:内|之内|以内)?(?:均|都|是|就)?(?:可以?|能|支持|接受|包)")
_WORDS_OF_PAST = re.compile(
    r"^的(?!时候|话)|^(?:\D{0,4})?(?:已|刚刚?|才|没|不(?!超|晚|迟|出意外)|无法|休|放假|退不|办不|人多|单量|订单|系统(?!会|自动|跑|批|退|返|处理)|网络|银行|提交|充值的?|下单|购买|付款|买|申请|收到(?=[您你贵]|反馈|投诉|申请|工单|了)|是|客服|财务下班|财务不|财务没|财务休)"
)
_NOTHING_THEN = re.compile(r"(?:的话)?(?:都|也|如果|要是)?(?:仍然?|还|依然)?(?:未|没|不(?!超|晚|迟)|无法)")
_MONEY_DUE = re.compile(
    r"退(?!出(?![来去])|群|订|休)|到[您你][^,;!?没未]{0,6}[账卡手零余银微支]|打款|打钱|打给|打到|到[账帐卡]|返(?!馈)|转[给回到账您你]|[转打结](?:$|[吧哈啊哦呢了给])|原路|入账|赔|补(?!充|货|发|单)|还(?:给|你|您|款|清|[¥\d])|打[回过您你]|出款|回[您你到来]|支付(?:$|完|给|至)|(?:肯定|一定|准|能|就|都|会|保证)[能会]?[到给](?=$|[吧的了哈啊哦呢])|进[您你]的?(?:[账卡]|钱包|零钱)|放款|发放|汇|结清|收到|查收|看[得]?到(?!您的|你的)"
)
_HANDLED = re.compile(
    r"处理|解决|办理|办好|办妥|搞定|弄好|安排|审核|答复|回复|结果|完成|给[您你]|帮[您你]|落实|操作|通过|兑现"
)
_LATEST = re.compile(
    r"(?:最[迟晚慢多长]|至多|顶多|不[会能]?超过?|不[会能]?超出|不[会能]?(?:迟|晚)于|截[至止])[^,;!?]{0,3}$"
)
_EVENT = re.compile(
    r"(?:[^,;.!?]{2,}(?<![今最稍随然售背之前])(?:之后|以后|后|之日起|当?日起|起算?|算起|当[天日]))的?[,:]?"
    r"(?:预计|大约|大概|约|一般|通常|我们|平台|系统|财务|会|将|在|最[迟晚快慢多]|款项?|资金|退款|钱|的|第)*$"
)
_EVENT_THEN = re.compile(
    r"(?:给您|帮您|给你)?(?:审核|核实|核查|核对|查实|确认|查证|验证)(?:完毕?|通过|清楚|无误|好|没问题)?(?:后|之后|以后|再|了再)"
)
_LATEST_WEIGHT = 10
_CLAUSE_END = re.compile(r"[,;!?]|\.(?!\d)")


def _scan(text: str) -> tuple[str, list[int], list[_Found]] | None:
    folded, where = squeeze_traced(text)
    raw: list[_Found] = []
    for form, pattern, resolver, weak in _FORMS:
        raw.extend(_Found(form, match, resolver, weak) for match in pattern.finditer(folded) if match[0])
    raw.sort(key=lambda hit: (hit.start, -hit.end))
    separate: list[_Found] = []
    for hit in raw:
        if not separate or hit.start >= separate[-1].end:
            separate.append(hit)
    kept = [hit for hit in separate if _sets_a_time(hit, folded)]
    weighed = []
    for index, hit in enumerate(kept):
        next_start = kept[index + 1].start if index + 1 < len(kept) else len(folded)
        weight = _weight(hit, folded, next_start)
        if (
            weight > 0
            or not hit.weak
            or re.search(rf"{_BEFORE}$", hit.match[0])
            or _stands_alone(hit, folded)
        ):
            weighed.append(replace(hit, weight=weight))
    clear = [hit for hit in weighed if hit.form != "vague"] or weighed
    return (folded, where, clear) if clear else None


def _sets_a_time(hit: _Found, folded: str) -> bool:
    before, after = _clause_before(folded, hit.start), _clause_after(folded, hit.end)
    if _ASKED_OF_USER.search(before) and not _LOOKS_OUT.match(after):
        return False
    if _NOT_AFTER.search(before) and not _LATEST.search(before) and not _EVENT.search(before):
        return False
    if hit.form in ("minutes", "hours", "days", "weeks", "months", "half_month", "working_days"):
        if _AGO.match(after) or (hit.match[0].endswith("内") and _AGO.match("内" + after)):
            return False
        if _USERS_TURN.match(after) and not _pays_out(before, after):
            return False
        return not (_WINDOW.search(before) and _WINDOW_OPEN.match(after))
    if hit["which"] and (hit["which"] or "").startswith("上"):
        return False
    if hit["until"] and re.search("到|至|-|~", hit.match[0]):
        return False
    strict = bool(re.search(rf"{_BEFORE}$", hit.match[0]))
    if strict and _NOTHING_THEN.match(after):
        return False
    if _USERS_TURN.match(after) and not re.match(r"(?:提交|申请)(?:给|到)?(?:财务|上级|退款)", after):
        return _pays_out(before, after)
    return strict or not _WORDS_OF_PAST.match(after)


def _pays_out(before: str, after: str) -> bool:
    """Whether it is the platform that pays by then (于2月9日前支付), and not the user who is told to."""
    return bool(_PAID_OUT.match(after)) and not _USER_TOLD.search(before)


def _weight(hit: _Found, folded: str, limit: int) -> int:
    before = _clause_before(folded, hit.start)
    after = _clause_after(folded[:limit], hit.end)
    weight = 0
    if _MONEY_DUE.search(after):
        weight = 3
    elif _MONEY_DUE.search(before):
        weight = 2
    elif _HANDLED.search(after) or _HANDLED.search(before):
        weight = 1
    return weight + (_LATEST_WEIGHT if _LATEST.search(before) else 0)


def _stands_alone(hit: _Found, folded: str) -> bool:
    """Whether nothing but filler stands beside it in its clause: an answer, or the rest of a sentence."""
    rest = _clause_before(folded, hit.start) + _clause_after(folded, hit.end)
    return (
        len(
            re.sub(
                r"(?:一定|肯定|绝对|保证|真的|这回|这次|准)|[的吧哦噢呢哈啊呀亲您好嗯预计大概约是在会应该可能就也那最迟晚之前哒\W]",
                "",
                rest,
            )
        )
        <= 1
    )


def _clause_before(folded: str, start: int) -> str:
    begin = 0
    for mark in _CLAUSE_END.finditer(folded, 0, start):
        if not (mark.end() == start and re.search(r"[后起]$", folded[: mark.start()])):
            begin = mark.end()  # `审核通过后,24小时内` is one clause
    return folded[begin:start]


def _clause_after(folded: str, end: int) -> str:
    mark = _CLAUSE_END.search(folded, end)
    return folded[end : mark.start() if mark else len(folded)]


# --- resolving -----------------------------------------------------------------------------------------------


def _resolve(
    hit: _Found, text: str, folded: str, where: list[int], at: datetime | date | None, timezone: tzinfo
) -> Deadline:
    moment: datetime | None = None
    if isinstance(at, datetime):
        moment = at.astimezone(timezone) if at.tzinfo else at.replace(tzinfo=timezone)
        moment = moment.replace(second=0, microsecond=0)
    day = moment.date() if moment else at if at is not None else None
    value = hit.resolve(hit, day, moment)
    reasons = list(value.reasons)
    if value.on is None and value.by is None and not reasons:
        reasons.append("relative_time_without_capture_time" if day is None else "message_clock_unknown")
    if hit.form in ("minutes", "hours", "days", "weeks", "months", "half_month", "working_days") or hit["word"] in (
        "当天", "当日", "次日", "第二天"
    ):  # fmt: skip
        if _EVENT.search(_clause_before(folded, hit.start)) or _EVENT_THEN.match(
            _clause_after(folded, hit.end)
        ):
            reasons.append("start_after_event")
    if any(folded[i] in "01一" and text[where[i]] in "OoIl-—–" for i in range(hit.start, hit.end)):
        reasons.append("mended_digits")
    result = ""
    if value.by is not None:
        by = value.by if value.by.tzinfo else value.by.replace(tzinfo=timezone)
        result = by.isoformat(timespec="minutes")
        if moment is not None and by <= moment:
            reasons.append("deadline_already_past")
    elif value.on is not None:
        result = value.on.isoformat()
        if day is not None and value.on < day:
            reasons.append("deadline_already_past")
    return Deadline(
        result,
        where[hit.start],
        where[hit.end - 1] + 1,
        hit.form,
        tuple(dict.fromkeys(reasons)),
        hit.weight >= _LATEST_WEIGHT,
    )


def _sort_key(value: str) -> str:
    return value if "T" in value else value + "T24:00"


def _quantity(hit: _Found) -> float | None:
    n = numeral(hit["n"] or "")
    return n + 0.5 if n is not None and hit["and_half"] else n


def _vague(hit: _Found, day: date | None, at: datetime | None) -> _Value:
    return _Value(reasons=("vague_deadline",))


def _holiday(hit: _Found, day: date | None, at: datetime | None) -> _Value:
    """节后: the end of the first working day after the holiday, or the nth one; always with a doubt. 节前 has no date."""
    doubt = ("no_safe_date",)
    if hit["after"] is None:
        return _Value(reasons=doubt)
    if day is None:
        return _Value()
    names = _HOLIDAYS.get(hit["holiday"] or "", frozenset())
    if not names and "年" in (hit["holiday"] or ""):
        names = _HOLIDAYS["春节"]
    last = end_of_holiday(day, names, within=_HOLIDAY_AHEAD)
    n = numeral(hit["n"]) if hit["n"] else 1.0
    if last is None or n is None or n != int(n):
        return _Value(reasons=doubt)
    if hit["unit"] == "天" and not hit["nth"]:
        return _Value(on=last + timedelta(days=int(n)), reasons=doubt)
    due, known = nth_working_day(last, int(n))
    return _Value(on=due, reasons=doubt if known else (*doubt, "holiday_calendar_unknown"))


def _working_days(hit: _Found, day: date | None, at: datetime | None) -> _Value:
    n = 1.0 if hit["next"] else numeral(hit["t"] or hit["n"] or "")
    if n is None or n != int(n):
        return _Value(reasons=("vague_deadline",))
    if day is None:
        return _Value()
    due, known = nth_working_day(day, int(n))
    return _Value(on=due, reasons=() if known else ("holiday_calendar_unknown",))


def _minutes(hit: _Found, day: date | None, at: datetime | None) -> _Value:
    n = 15 * (numeral(hit["quarters"] or "") or 0) if hit["quarters"] else _quantity(hit)
    if n is None:
        return _Value(reasons=("vague_deadline",))
    return _Value(by=at + timedelta(minutes=n) if at else None)


def _hours(hit: _Found, day: date | None, at: datetime | None) -> _Value:
    n = _quantity(hit)
    if n is None:
        return _Value(reasons=("vague_deadline",))
    return _Value(by=at + timedelta(hours=n) if at else None)


def _days(hit: _Found, day: date | None, at: datetime | None) -> _Value:
    n = _quantity(hit)
    if n is None or n > 999 or n != int(n):  # half a day is no date
        return _Value(reasons=("vague_deadline",))
    return _Value(on=day + timedelta(days=int(n)) if day else None)


def _weeks(hit: _Found, day: date | None, at: datetime | None) -> _Value:
    n = _quantity(hit)
    if n is None or n > 99 or n != int(n):
        return _Value(reasons=("vague_deadline",))
    return _Value(on=day + timedelta(days=7 * int(n)) if day else None)


def _half_month(hit: _Found, day: date | None, at: datetime | None) -> _Value:
    return _Value(on=day + timedelta(days=15) if day else None)


def _months(hit: _Found, day: date | None, at: datetime | None) -> _Value:
    n = {"半年": 6.0, "一年": 12.0}.get(hit["year"] or "") or _quantity(hit)
    if n is None or n > 99 or n != int(n):
        return _Value(reasons=("vague_deadline",))
    return _Value(on=_month_day(day, int(n), day.day) if day else None)


def _month_day(day: date, months: int, number: int) -> date:
    """The day of that number, months later; the month's last day where it has none."""
    count = day.year * 12 + day.month - 1 + months
    year, month = count // 12, count % 12 + 1
    return date(year, month, min(number, monthrange(year, month)[1]))


_NIGHT = ("晚上", "晚间", "夜里", "夜间", "半夜", "午夜", "深夜", "晚")
_MORNING = ("凌晨", "清晨", "早上", "早晨", "上午", "早")


def _day_word(hit: _Found, day: date | None, at: datetime | None) -> _Value:
    if day is None:
        return _Value()
    word = hit["word"] or ""
    ahead = 0
    if word.startswith("大后"):
        ahead = 3
    elif "后" in word:
        ahead = 2
    elif word[0] in "明次隔翌第" or word.startswith("今明"):
        ahead = 1
    half = hit["half"] or ("晚上" if word[-1] in "晚夜" else "早上" if word[-1] in "早晨" else None)
    return _on_day(hit, day + timedelta(days=ahead), half, day, at)


def _today(hit: _Found, day: date | None, at: datetime | None) -> _Value:
    """A clock or part of the day without a day: today, else tomorrow where it is past."""
    if day is None:
        return _Value()
    found = _on_day(hit, day, hit["half"], day, at)
    if found.by is not None and at is not None and found.by.replace(tzinfo=at.tzinfo) <= at:
        later = _on_day(hit, day + timedelta(days=1), hit["half"], day, at)
        return replace(later, reasons=(*later.reasons, "clock_already_past"))
    if found.by is not None and at is None:
        return replace(found, reasons=(*found.reasons, "message_clock_unknown"))
    return found


def _weekday(hit: _Found, day: date | None, at: datetime | None) -> _Value:
    if day is None:
        return _Value()
    wanted = "一二三四五六日".index((hit["until"] or hit["weekday"] or "").replace("天", "日"))
    which = hit["which"] or ""
    monday = day - timedelta(days=day.weekday())
    reasons: list[str] = []
    if which.startswith("下"):
        found = monday + timedelta(days=7 * which.count("下") + wanted)
        if day.weekday() == 6:
            reasons.append("ambiguous_next_week")
    else:
        found = monday + timedelta(days=wanted)
        if found < day:
            found += timedelta(days=7)
            if which:
                reasons.append("weekday_already_past")
        if which.startswith("每"):
            reasons.append("recurring_day")
    value = _on_day(hit, found, hit["half"], day, at)
    return replace(value, reasons=(*reasons, *value.reasons))


def _week(hit: _Found, day: date | None, at: datetime | None) -> _Value:
    """The Sunday of this week or of the next."""
    if day is None:
        return _Value()
    which = hit["which"] or hit["which2"] or ""
    sunday = day + timedelta(days=6 - day.weekday() + 7 * which.count("下"))
    return _Value(on=sunday, reasons=("ambiguous_next_week",) if "下" in which and day.weekday() == 6 else ())


def _month_end(hit: _Found, day: date | None, at: datetime | None) -> _Value:
    if day is None:
        return _Value()
    which = hit["which"] or hit["which2"] or hit["which3"] or hit["which4"] or ""
    number = {"上": 10, "中": 20}.get(hit["ten"] or "", 31)
    named = int(numeral(hit["m"] or "") or 0)
    if named:  # 3月底: the next one
        return _Value(on=_month_day(day, (named - day.month) % 12, 31))
    return _Value(on=_month_day(day, 1 if which[:1] in ("下", "次") else 0, number))


def _year_end(hit: _Found, day: date | None, at: datetime | None) -> _Value:
    return _Value(on=date(day.year, 12, 31) if day else None)


def _day_of_month(hit: _Found, day: date | None, at: datetime | None) -> _Value:
    if day is None:
        return _Value()
    number = int(numeral(hit["d"] or "") or 0)
    which = hit["which"] or ""
    found: date | None = None
    if which[:1] in ("下", "次"):
        found = _exact(_month_day(day, 1, 1), number)
    elif which:
        found = _exact(day, number)
    else:
        months = (_month_day(day, ahead, 1) for ahead in range(4))
        found = next((d for m in months if (d := _exact(m, number)) is not None and d >= day), None)
    if found is None:
        return _Value(reasons=("no_such_date",))
    return _on_day(hit, found, hit["half"], day, at)


def _exact(month: date, number: int) -> date | None:
    try:
        return month.replace(day=number)
    except ValueError:
        return None


def _date(hit: _Found, day: date | None, at: datetime | None) -> _Value:
    """`3月20日`: in its year where one is said, else the first such day on or after the message's."""
    month, number = int(numeral(hit["m"] or "") or 0), int(numeral(hit["d"] or "") or 0)
    year = int(hit["y"]) if hit["y"] else None
    if year is None and day is not None:
        year = day.year if hit["this_year"] else day.year + 1 if hit["next_year"] else None
    if year is None and day is None:
        return _Value()
    years = [year] if year is not None else list(range(day.year, day.year + 9)) if day else []
    for candidate in years:
        try:
            found = date(candidate, month, number)
        except ValueError:
            continue
        if year is not None or (day is not None and found >= day):
            return _on_day(hit, found, hit["half"], day or found, at)
    return _Value(reasons=("no_such_date",))


def _on_day(hit: _Found, on: date, half: str | None, today: date, at: datetime | None) -> _Value:
    """A day, or the minute of it where a clock is said."""
    spoken, colon = hit["hour"], hit["colon_hour"]
    if spoken is None and colon is None:
        return _Value(on=on)
    hour = int(colon) if colon else int(numeral(spoken or "") or 0)
    minute = int(hit["minute"] or hit["spoken"] or 0)
    if hit["half_past"]:
        minute = 30
    elif hit["quarter"]:
        minute = 15 if hit["quarter"] == "一" else 45
    if minute > 59:
        return _Value(reasons=("no_such_date",))
    hours, reasons = _hours_of_day(
        hour, minute, half, colon is not None, at if on == today else None, on == today
    )
    midnight = datetime(on.year, on.month, on.day, tzinfo=at.tzinfo if at else None)
    return _Value(by=midnight + timedelta(hours=hours, minutes=minute), reasons=reasons)


def _hours_of_day(
    hour: int, minute: int, half: str | None, written: bool, now: datetime | None, today: bool
) -> tuple[int, tuple[str, ...]]:
    """The hour counted from the day's midnight: 24 is the next day's 00:00. now: the message's time, if that day."""
    unsure = ("ambiguous_clock",)
    if hour > 12:
        return hour, ()
    if half in _NIGHT:
        if hour in (0, 12):
            return 24, ()
        return (hour + 12, ()) if hour >= 5 else (hour + 24, unsure)
    if half in ("下午", "午后", "傍晚"):
        return (hour + 12 if hour < 12 else 12), ()
    if half in ("中午", "正午"):
        return (hour + 12 if hour < 3 else hour), ()
    if half in _MORNING:
        if hour == 12 and half == "上午":
            return 12, ()  # nobody has until midnight in the morning
        hour %= 12
        late = today and now is not None and (hour, minute) <= (now.hour, now.minute)
        return (hour + 24, unsure) if late and half == "凌晨" else (hour, ())
    if hour == 0:
        return (24, unsure) if today else (0, ())
    past = today and now is not None and (hour, minute) <= (now.hour, now.minute)
    if past:
        return hour + 12, ()  # of the two readings only one is ahead
    if hour == 12 or (today and not written):
        return (hour if hour >= 8 else hour + 12), unsure
    if hour < 8 and not (written and hour >= 6):
        return hour + 12, unsure
    return hour, unsure if today else ()


_FORMS = tuple((form, re.compile(pattern), resolver, weak) for form, pattern, resolver, weak in _forms())

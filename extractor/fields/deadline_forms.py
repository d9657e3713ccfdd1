"""The words that say by when, form by form: patterns over squeezed text, and what each comes to (`deadline_values.py`)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.fields.deadline_values import (
    HOLIDAYS,
    Resolver,
    resolve_date,
    resolve_day_of_month,
    resolve_day_word,
    resolve_days,
    resolve_half_month,
    resolve_holiday,
    resolve_hours,
    resolve_lunar,
    resolve_minutes,
    resolve_month_end,
    resolve_months,
    resolve_today,
    resolve_vague,
    resolve_week,
    resolve_weekday,
    resolve_weeks,
    resolve_working_days,
    resolve_year_end,
)

_N = r"(?:\d{1,4}(?:\.\d)?|[零〇一二两三四五六七八九十百]{1,5}|[俩仨]|半)"
_LOW = r"(?:\d{1,3}(?:\.\d)?|[零〇一二两三四五六七八九十]{1,3}|半)"
"""The lower end of a range of time; `两百,72小时` is a sum and a time."""
_RANGE = r"(?:[-~到至或,、/]|或者)"
_SPAN_TAIL = r"(?:的?时间)?(?:之内|以内|内|里(?!面)|左右|上下|之后|以后|后(?!天|台))?"
BEFORE = r"(?:之前|以前|前(?!后|天|面|台|提|期)|之内|以内|内|里(?!面)|截止|为止)"
_HALF = r"(?P<half>凌晨|清晨|大?清早|一早|早上|早晨|上午|前晌|头晌|中午|晌午|后晌|擦黑|傍黑|晚黑|正午|下午|午后|傍晚|晚上|晚间|夜里|夜间|半夜|午夜|深夜|早|晚(?!点给|点再|点处|点退|点帮|点会|点就|点可))"
_H = r"(?:[01]?\d|2[0-4]|十[一二]?|[一二两三四五六七八九零])"
_CLOCK = (
    rf"(?:(?P<hour>{_H})(?:点钟?|时(?=整|之?前|以前))(?:(?P<half_past>半)|(?P<quarter>[一三])刻|(?P<spoken>\d{{1,2}})分?|整)?"
    r"|(?P<colon_hour>[01]?\d|2[0-4]):(?P<minute>[0-5]\d)(?:分)?)"
)
_TO_CLOCK = rf"(?:{_H}(?:点半?|:[0-5]\d)?(?:[-~到至]){_HALF.replace('?P<half>', '?:')}?)?"
_WHEN_CLOCK = rf"(?:的?{_HALF})?(?:{_TO_CLOCK}{_CLOCK})?"
_CLOSE = "(?:下班|收工|打烊)"
_ACTS = "[退给打到转返还付约大]"
"""What stands between a day and a clock and is no part of the day: 明天给你12点前."""
_WEEK = r"(?:周|星期|礼拜)"
_MONTH = (
    r"(?P<m>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九]|(?<![零一二两三四五六七八九十百千万几])元(?=月))"
)
_DAY = r"(?P<d>3[01]|[12]\d|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"


def _span(unit: str, *, low_unit: str = "") -> str:
    """A quantity of a unit: `3`, `1-3`, `1个到3个`, `三五`, with its tail (内, 以内, 左右 …)."""
    return (
        rf"(?:(?<!\d\.)(?<![\d/第头])(?:(?=\d)|(?<![十百零一二两三四五六七八九]))(?<!\d:)|(?<=\d)(?=[一二两三四五六七八九十半]))(?:{_LOW}(?:个?(?:{low_unit or unit}))?个?{_RANGE})?"
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
        resolve_vague,
        True,
    )
    feast = "|".join(HOLIDAYS)
    holiday = rf"(?P<holiday>{feast}|双节|双(?:十[一二]|1[12])|(?<!\d)618|开学|(?:寒|暑)假|小?长假|黄金周|假期|节假日|放假|放完假|过完?[年节]|收假|[节年](?=[后前]))"
    ended = r"(?<=完)|(?<=放完假)|(?<=过完[年节])|(?<=收假)|(?<=结束)|(?<=一过)"
    work_again = r"(?:,?(?:正式|恢复)?(?:上班|上工|开工|复工|返岗)(?:之后|以后|后)?)?"
    yield (
        "holiday",
        (
            rf"(?<![今明去后前全半每\d一二三季环])(?:等|过完?)?{holiday}(?:节)?(?:假期|长假|放假|收假|节)*(?:结束|一?过|放)?(?:完|了)?"
            rf"(?:(?P<after>之后|以后|后|回来|收假|上班|开工|复工|{ended})|之前|以前|前){work_again}的?"
            # 节前三天内 is within three days, and before the holiday
            rf"(?(after)(?:(?P<nth>[第头])?(?:{_N}[-到至])?(?P<n>{_N})个?(?P<unit>{workday}|上班日|天)(?:之内|以内|内)?)?|)(?:那天)?{work_again}"
        ),
        resolve_holiday,
        True,
    )
    yield (
        "lunar",
        (
            r"(?:(?:农历|阴历|正月|腊月|大年)(?:初[一二三四五六七八九十]|[一二]?十[一二三四五六七八九]?|廿[一二三四五六七八九]|三十)"
            r"|(?<![最起年月当])初[一二三四五六七八九十](?![中高年次步级等])|大年夜|除夕|小年(?!轻|龄)|元宵)(?:之前|以前|前|之后|以后|后|上班|开工)?"
        ),
        resolve_lunar,
        True,
    )
    yield "working_days", _span(workday, low_unit=f"{workday}|天"), resolve_working_days, False
    yield (
        "working_days",
        rf"第(?P<n>{_N})个?(?:{workday}){_SPAN_TAIL}|[Tt]\+(?P<t>\d)(?:个?{workday})?",
        resolve_working_days,
        False,
    )
    yield "working_days", rf"(?:{workday})(?P<n>{_N})天{_SPAN_TAIL}", resolve_working_days, False
    yield (
        "working_days",
        rf"(?P<next>下一?个?|次一?个?|第二个|头一个)(?:{workday}){_SPAN_TAIL}",
        resolve_working_days,
        False,
    )
    yield "minutes", _span("分钟|分种|mins?|minutes?"), resolve_minutes, False
    yield "minutes", rf"(?P<quarters>[一三])刻钟{_SPAN_TAIL}", resolve_minutes, False
    yield "hours", _span("小时|钟头|个钟|h(?![a-z])"), resolve_hours, False
    yield "days", _span("自然日|日历日|自然天|天"), resolve_days, False
    yield (
        "days",
        (
            rf"(?<!\d\.)(?<![\d/第十百零一二两三四五六七八九月])(?<!\d:)(?:{_N}日?个?{_RANGE})?(?P<n>{_N})日(?:之内|以内|内)"
        ),
        resolve_days,
        False,
    )
    yield "weeks", _span(rf"{_WEEK}(?![一二三四五六日天末])|个{_WEEK}"), resolve_weeks, False
    yield "half_month", rf"(?<![\d一二两三四五六七八九十几]个)半个?月{_SPAN_TAIL}", resolve_half_month, False
    yield "months", rf"(?<![\d第.])(?P<n>{_N})个(?P<half_more>半)月{_SPAN_TAIL}", resolve_months, False
    yield "months", _span("个月|个自然月"), resolve_months, False
    yield "months", r"(?P<year>半年|一年)(?:之内|以内|内)", resolve_months, False
    yield (
        "day",
        (
            r"(?P<word>大后[天日]|[今明]后[两二]?[天日]|今明[两二]?[天日]?|[今明后当次隔翌][天日]|今儿个?|明儿个?|[今明]个儿|后儿个?|[今明当][早晚夜晨]|听[日晚朝]|第二天)"
            # 后天晋午12点前: a part of the day that was misread, or is of a dialect
            rf"(?:的?{_HALF}(?!点)|(?P<odd>(?:(?!{_ACTS}|[一二两三四五六七八九十])[\u4e00-\u9fff]){{1,2}})(?=(?:1?\d|2[0-4]|[一二两三四五六七八九十]{{1,3}})[点:]))?"
            rf"(?:{_TO_CLOCK}{_CLOCK})?{_CLOSE}?{BEFORE}?"
        ),
        resolve_day_word,
        True,
    )
    yield "business_close", rf"{_CLOSE}{BEFORE}", resolve_today, False
    yield "clock", rf"{_HALF}{_TO_CLOCK}{_CLOCK}{BEFORE}?", resolve_today, True
    yield "clock", rf"(?<![\d:点-]){_CLOCK}(?:之前|以前|前(?!后))", resolve_today, False
    yield (
        "part_of_day",
        r"(?<![今明后当天日早])(?P<part>下午|晚上|中午|晌午|傍晚|晚间)(?:之前|以前|前(?!后))?(?!好)",
        resolve_today,
        True,
    )
    yield (
        "weekday",
        (
            rf"(?P<which>下下个?|上上?个?|下个?|本|这个?|每个?)?{_WEEK}(?P<weekday>[一二三四五六日天]|[1-6](?=前|之前|以前|退|给|[上中下]午|晚))"
            rf"(?:[-~到至或、]?{_WEEK}(?P<until>[一二三四五六日天]))?(?:{_WHEN_CLOCK})(?:当天)?{_CLOSE}?{BEFORE}?"
        ),
        resolve_weekday,
        True,
    )
    yield (
        "week",
        (
            rf"(?P<which>下下个?|下个?|本|这个?)?周末(?:两天)?{BEFORE}?|(?P<which2>下下个?|下个?|本|这个?)(?:周|星期|礼拜)(?![一二三四五六日天末初]){BEFORE}?"
        ),
        resolve_week,
        True,
    )
    yield (
        "month_end",
        (
            rf"(?P<which>下个?|次|本|这个?|当)?月(?:底|末)(?:的?最后一天)?{BEFORE}?|(?<!\d)(?<!\d\.){_MONTH}月份?[底末]{BEFORE}?|(?P<which2>本|这个|当)月{BEFORE}|(?P<which3>下个?|次)月(?!\d|[一二三十初中上下底末份]){BEFORE}?"
            rf"|(?P<which4>下个?|次|本|这个?|当)?月?(?P<ten>[上中下])旬{BEFORE}?"
        ),
        resolve_month_end,
        True,
    )
    yield "year_end", r"(?:今年)?年[底末](?:之前|以前|前)?|今年(?:之?内|以内)", resolve_year_end, True
    yield (
        "day_of_month",
        (rf"(?P<which>下个?|次|本|这个?|当)月份?的?{_DAY}[号日]?{_WHEN_CLOCK}(?:当天)?{_CLOSE}?{BEFORE}?"),
        resolve_day_of_month,
        True,
    )
    yield (
        "date",
        (
            rf"(?<!\d)(?<!\d\.)(?:(?P<y>20\d\d)[年./-]|(?P<short_year>2\d)年|(?P<this_year>今年)|(?P<next_year>明年))?{_MONTH}月份?{_DAY}[日号]?{_WHEN_CLOCK}(?:当天)?{_CLOSE}?{BEFORE}?"
        ),
        resolve_date,
        True,
    )
    yield (
        "date",
        rf"(?<!\d)(?<!\d\.)(?P<y>20\d\d)[./-]{_MONTH}[./-]{_DAY}日?(?![\d.]){_WHEN_CLOCK}{BEFORE}?",
        resolve_date,
        True,
    )
    yield (
        "date",
        rf"(?<![\d¥/-])(?<!\d\.){_MONTH}[./]{_DAY}[号日]?{_WHEN_CLOCK}(?:之前|以前|前(?!后))",
        resolve_date,
        False,
    )
    yield (
        "date",
        rf"(?<![\d¥/-])(?<!\d\.){_MONTH}-(?P<d>[12]\d|3[01]|0[1-9])[号日]?(?:之前|以前|前(?!后))",
        resolve_date,
        False,
    )
    not_a_day = r"(?!码|店|线|机|卡|客服|楼|单|仓|库|令|文|位|商品|订单|充值|链接|群|的订单|技师|专员|员)"
    yield (
        "day_of_month",
        (
            rf"(?<![\dA-Za-z第尾工编单型月十百])(?:\d{{1,2}}号?[-~到至或])?{_DAY}号{not_a_day}{_WHEN_CLOCK}(?:当天)?{_CLOSE}?{BEFORE}?"
        ),
        resolve_day_of_month,
        True,
    )
    # 这单11号前退: what is due before it is a day, whatever it stands behind
    yield "day_of_month", rf"(?<=单){_DAY}号{_CLOSE}?(?:之前|以前|前(?!后))", resolve_day_of_month, True
    yield (
        "day_of_month",
        rf"(?<![\dA-Za-z第月十百]){_DAY}日(?:之前|以前|前(?!后))",
        resolve_day_of_month,
        True,
    )


FORMS = tuple((form, re.compile(pattern), resolver, weak) for form, pattern, resolver, weak in _forms())

"""Deadlines in messages: what `三天内`, `明天中午12点前`, `1-3个工作日` come to, from the message's time.

The rules are the table `promised_by` of EVIDENCE. The day of the message does not count; hours count from its
minute; `前` includes the day named. Working days are Chinese ones (:mod:`workdays`). 节后 and 国庆后 are the first working day
after those holidays, never surely.

A deadline that is said but has no safe date (`春节前`, `过几天`) is found with an empty value and a reason. 尽快 and
马上 are no deadlines. Spans of time that are none (`等了三天`, `3天前`, `超过24小时不处理`, `7*24小时`) are not found.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo

from extractor.fields.chat_times import plain_with_map
from extractor.fields.deadline_forms import BEFORE, FORMS
from extractor.fields.deadline_values import FoundSpan
from extractor.fields.moments import CHINA

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
    due: bool = False
    """Money is said to be due before it (25号之前清完), wherever in the message that stands."""


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
    resolved = [(hit, _resolve(hit, text, folded, where, at, timezone)) for hit in hits]
    chosen = [deadline for hit, deadline in resolved if hit.weight == best]
    with_value = [deadline for deadline in chosen if deadline.value]
    latest = max(with_value, key=lambda deadline: sort_key(deadline.value), default=chosen[0])
    # what else is due before some time may be the rest of the money: 今天只能退20个人,剩下的25号之前清完
    rivals = {deadline.value for hit, deadline in resolved if hit.weight == best or _is_due(hit)} - {""}
    if len(rivals) > 1:
        return replace(latest, reasons=(*latest.reasons, "several_deadlines"))
    return latest


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


_SPANS = ("minutes", "hours", "days", "weeks", "months", "half_month", "working_days")
# Spans that are no deadlines, by what stands before and after them in the same clause.
_NOT_AFTER = re.compile(
    r"(?:(?<!不)(?<!别)超[过出]?了?|过了|已经?[于在]|已过|已经过?|等了|拖了|都|满|[最将]?近|(?<!节)前|每隔?|每个?|隔|有效期为?|质保期?|保修期?|售后期?|时效|第|[*xX×]|历时|用了|"
    r"过去了?|(?:充|买|催|开|开通|提交|申请|付|付款|下单|问|找|聊|反馈|投诉)了|大于|多于|工作时间为?|上班时间为?|营业时间为?|服务时间为?|在线时间为?|客服时间为?|充值时间为?|(?:会员|有效|使用|套餐)期?|已?使?用[了的]|还剩|仅剩)$"
)
_LEFT = re.compile(r"剩余?下?的?$")
"""Before a span what is left of it (剩下的3天); before a day what is left of the money (剩下的25号退)."""
_GIVEN_BACK = re.compile(r"(?:都|再|全部|统一|一起|一次性?)?(?:退|打|返|还|转|补|结清|到账|清)")
"""What happens to the rest of the money within a span: 剩下的12小时内打回钱包."""
_AGO = re.compile(
    r"(?:的?时间)?(?:周?年(?!底|前)|以前|之前|前(?!退|到|给|打|处|返|完|必|一定)|多(?!久)|了(?!结)|无理由|包[退换]|质保|保修|有效|售后|的?(?:会员|套餐|卡|话费|流量)|在线|客服|营业|"
    r"人工|热线|值班|全天|自动发货|接单|服务|滚动|内?(?:还|仍|都|仍然|依然|如果|若|要是)?(?:未|没|不(?!会超|超|到|出)|无(?!误|条件|忧|息|偿|理由))|内?(?:请勿|勿|请不|别|只能|仅限|限)|才(?!能|可以|会)|早就)"
)
_USERS_TURN = re.compile(
    r"(?:内|之内|以内|前|之前)?(?:都|均|也)?(?:可以?|请|务必|麻烦|记得)?(?:您|你|亲)?(?:可以?|尽快|再|自行|自己|先)?"
    r"(?:申请(?!退款已)|提交|提供|联系|补充|上传|确认收货|发起|投诉|咨询|激活|使用|领取|付款|支付|发货|充值|下单|拍下|取消|撤销|回复我|反馈给|发给?我|配合)"
)
_PAID_OUT = re.compile(r"(?:内|之内|以内|前|之前)?支付(?:完毕?|完成|给[您你]|[至到][您你原其贵]|$)")
_ASKED_OF_USER = re.compile(r"请(?:[您你]|务必|尽量)?[在于]?$")
_LOOKS_OUT = re.compile(r"(?:留意|注意|关注)[^,;!?]{0,4}(?:到账|收款|退款)")
_USER_TOLD = re.compile("请|[您你]")
_WINDOW = re.compile(
    r"(?:购买|下单|签收|收货|付款|支付|充值|激活|发货|收到货|拿货|售出|拍下)之?[后起日]?.{0,3}$"
)
_WINDOW_OPEN = re.compile(r"(?:内|之内|以内)?(?:均|都|是|就)?(?:可以?|能|支持|接受|包)")
_WORDS_OF_PAST = re.compile(
    r"^的(?!时候|话)|^(?:\D{0,4})?(?:已|刚刚?|才(?!能|可以|会)|没(?!(?:收|有?收?到|退)[^,;!?]{0,3}的(?!话))|不(?!超|晚|迟|出意外)|无法|休|放假|退不|办不|人多|单量|订单|系统(?!会|自动|跑|批|退|返|处理)|网络|银行(?!卡|账|帐|户)|提交|充值的?|下单|购买|付款|买|申请|收到(?=[您你贵]|反馈|投诉|申请|工单|了)|是|客服|财务下班|财务不|财务没|财务休)"
)
_AHEAD = re.compile(r"会|将|肯定|一定|保证|(?<!不)能|(?<!收)[给帮到][您你]")
_DONE = re.compile(r"[了过](?!结)|已")
"""明天客服给您退 is still to come, 15号客服退过了 is past."""
_WHICH_ONES = re.compile(
    r"的(?:那[些批笔几]|所有|全部)?(?:订单|单子|单(?!独|号|价)|充值|交易|付款|用户|客户|买家)"
)
"""After a time that tells of which orders is spoken: 20号以前的订单本周内退完."""
_NOTHING_THEN = re.compile(r"(?:的话)?(?:都|也|如果|要是)?(?:仍然?|还|依然)?(?:未|没|不(?!超|晚|迟)|无法)")
_MONEY_DUE = re.compile(
    r"退(?!出(?![来去])|群|订|休)|到[您你][^,;!?没未]{0,6}[账卡手零余银微支]|打款|打钱|打给|打到|到[账帐卡]|返(?!馈)|转[给回到账您你]|[转打结](?:$|[吧哈啊哦呢了给])|原路|入账|赔|补(?!充|货|发|单)|还(?:给|你|您|款|清|[¥\d])|清(?=完|账|掉|款)|打[回过您你]|出款|回[您你到来]|支付(?:$|完|给|至)|(?:肯定|一定|准|能|就|都|会|保证)[能会]?[到给](?=$|[吧的了哈啊哦呢])|[进入][您你]的?(?:[账卡]|钱包|零钱|余额|户头)|过数|放款|走账|走款|打账|拨付|拨款|发还|发放|汇|结清|收到|查收|看[得]?到(?!您的|你的)"
)
_HANDLED = re.compile(
    r"处理|解决|办理|办好|办妥|搞定|弄好|弄(?=$|[吧的哈完])|安排|审核|答复|回复|结果|完成|给[您你]|帮[您你]|落实|操作|通过|兑现|(?:放|推|延|拖|宽限)到$"
)
_LATEST = re.compile(
    r"(?:[最顶至][迟晚慢多长]|不[会能]?超过?|不[会能]?超出|不[会能]?(?:迟|晚)于|截[至止])[^,;!?]{0,3}$"
)
_EVENT = re.compile(
    r"(?:[^,;.!?]{2,}(?<![今最稍随然售背之前])(?:之后|以后|后|之日起|(?<![今即])日起|(?<!今[天日])(?<!即日)起算?|算起|当[天日]))的?[,:]?"
    r"(?:预计|大约|大概|约|一般|通常|我们|平台|系统|财务|会|将|在|最[迟晚快慢多]|款项?|资金|退款|钱|的|第)*$"
)
_EVENT_THEN = re.compile(
    r"(?:给您|帮您|给你)?(?:审核|核实|核查|核对|查实|确认|查证|验证)(?:完毕?|通过|清楚|无误|好|没问题)?(?:后|之后|以后|再|了再)"
)
_DUE = 2
"""From this weight on money is due by then."""
_LATEST_WEIGHT = 10
_MOST_BLANKS = 4
"""A text of fewer characters a blank has blanks that say nothing."""
_CLAUSE_END = re.compile(r"[,;!?]|\.(?!\d)")


@dataclass(frozen=True, slots=True)
class _Squeezed:
    """A text without blanks. breaks: the places that a blank stood before, where blanks are so few that they part clauses, as
    commas do where people set none; OCR puts them anywhere."""

    text: str
    breaks: tuple[int, ...]

    @classmethod
    def of(cls, folded: str, where: list[int]) -> _Squeezed:
        breaks = tuple(i for i in range(1, len(where)) if where[i] - where[i - 1] > 1)
        return cls(folded, breaks if _MOST_BLANKS * len(breaks) <= len(folded) else ())


def _scan(text: str) -> tuple[str, list[int], list[FoundSpan]] | None:
    folded, where = squeeze_traced(text)
    raw: list[FoundSpan] = []
    for form, pattern, resolver, weak in FORMS:
        raw.extend(FoundSpan(form, match, resolver, weak) for match in pattern.finditer(folded) if match[0])
    raw.sort(key=lambda hit: (hit.start, -hit.end))
    separate: list[FoundSpan] = []
    for hit in raw:
        if not separate or hit.start >= separate[-1].end:
            separate.append(hit)
    squeezed = _Squeezed.of(folded, where)
    kept = [hit for hit in separate if _sets_a_time(hit, squeezed)]
    weighed = []
    for index, hit in enumerate(kept):
        next_start = kept[index + 1].start if index + 1 < len(kept) else len(folded)
        weight = _weight(hit, squeezed, next_start)
        if weight > 0 or not hit.weak or _is_strict(hit) or _stands_alone(hit, squeezed):
            weighed.append(replace(hit, weight=weight))
    clear = [hit for hit in weighed if hit.form != "vague"] or weighed
    return (folded, where, clear) if clear else None


_FROM_THEN = re.compile("起(?!码)")
"""Behind a day from which on something is done: 自今日起10个工作日内, 8月20日起陆续退款."""
_THAT_DAY = re.compile(r"[^,;!?]{0,10},(?:到)?[那当]天")
"""The next clause comes back to the day: 下个月5号出账单,那天一起退."""


_IN_FUNDS = re.compile(
    r"[我俺]?(?:发了?|收[到了]?|结了?|回了?|拿[到了])(?:货款|工资|薪水|尾款|款子?),(?![^,;!?]{0,6}[没不])"
)
"""Whoever owes is in funds from that day on, which the next clause tells of: 下月5号发了货款,一起退."""


def _sets_a_time(hit: FoundSpan, squeezed: _Squeezed) -> bool:
    before, after = _clause_before(squeezed, hit.start), _clause_after(squeezed, hit.end)
    if _WHICH_ONES.match(after):
        return False
    if _ASKED_OF_USER.search(before) and not _LOOKS_OUT.match(after):
        return False
    if _NOT_AFTER.search(before) and not _LATEST.search(before) and not _EVENT.search(before):
        return False
    if hit.form in _SPANS:
        if _LEFT.search(before) and not (hit.match[0].endswith("内") and _GIVEN_BACK.match(after)):
            return False
        if _AGO.match(after) or (hit.match[0].endswith("内") and _AGO.match("内" + after)):
            return False
        if _USERS_TURN.match(after) and not _pays_out(before, after):
            return False
        return not (_WINDOW.search(before) and _WINDOW_OPEN.match(after))
    if hit["which"] and (hit["which"] or "").startswith("上"):
        return False
    if hit["until"] and re.search("到|至|-|~", hit.match[0]):
        return False
    if _FROM_THEN.match(after):
        return False
    strict = _is_strict(hit)
    if strict and _NOTHING_THEN.match(after):
        return False
    if _USERS_TURN.match(after) and not re.match(r"(?:提交|申请)(?:给|到)?(?:财务|上级|退款)", after):
        return _pays_out(before, after)
    ahead = _AHEAD.search(after) and _MONEY_DUE.search(after) and not _DONE.search(after)
    return strict or bool(ahead) or not _WORDS_OF_PAST.match(after)


def _is_strict(hit: FoundSpan) -> bool:
    """Whether it says before when, and not only when."""
    return re.search(rf"{BEFORE}$", hit.match[0]) is not None


def _is_due(hit: FoundSpan) -> bool:
    return _is_strict(hit) and hit.weight >= _DUE


def _pays_out(before: str, after: str) -> bool:
    """Whether it is the platform that pays by then (于2月9日前支付), and not the user who is told to."""
    return bool(_PAID_OUT.match(after)) and not _USER_TOLD.search(before)


def _weight(hit: FoundSpan, squeezed: _Squeezed, limit: int) -> int:
    before = _clause_before(squeezed, hit.start)
    after = _clause_after(squeezed, hit.end)[: limit - hit.end]
    later = squeezed.text[hit.end :]
    weight = 0
    back = _THAT_DAY.match(later) or _IN_FUNDS.match(later)
    if _MONEY_DUE.search(after) or (back and _MONEY_DUE.search(later)):
        weight = 3
    elif _MONEY_DUE.search(before):
        weight = 2
    elif _HANDLED.search(after) or _HANDLED.search(before):
        weight = 1
    return weight + (_LATEST_WEIGHT if _LATEST.search(before) else 0)


def _stands_alone(hit: FoundSpan, squeezed: _Squeezed) -> bool:
    """Whether nothing but filler stands beside it in its clause: an answer, or the rest of a sentence."""
    rest = _clause_before(squeezed, hit.start) + _clause_after(squeezed, hit.end)
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


def _clause_before(squeezed: _Squeezed, start: int) -> str:
    folded = squeezed.text
    begin = max((place for place in squeezed.breaks if place <= start), default=0)
    for mark in _CLAUSE_END.finditer(folded, 0, start):
        if not (mark.end() == start and re.search(r"[后起]$", folded[: mark.start()])):
            begin = max(begin, mark.end())  # `审核通过后,24小时内` is one clause
    return folded[begin:start]


def _clause_after(squeezed: _Squeezed, end: int) -> str:
    mark = _CLAUSE_END.search(squeezed.text, end)
    ends = [place for place in squeezed.breaks if place > end]
    return squeezed.text[end : min([mark.start() if mark else len(squeezed.text), *ends[:1]])]


def _resolve(
    hit: FoundSpan, text: str, folded: str, where: list[int], at: datetime | date | None, timezone: tzinfo
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
    if hit.form in _SPANS or hit["word"] in ("当天", "当日", "次日", "第二天"):
        squeezed = _Squeezed.of(folded, where)
        if _EVENT.search(_clause_before(squeezed, hit.start)) or _EVENT_THEN.match(
            _clause_after(squeezed, hit.end)
        ):
            reasons.append("start_after_event")
    if _IN_FUNDS.match(folded[hit.end :]):
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
        _is_due(hit),
    )


def sort_key(value: str) -> str:
    """By which the values of deadlines come in order of time; a day ends with its last minute."""
    return value if "T" in value else value + "T24:00"

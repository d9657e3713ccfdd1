"""An order that a letter, a mail or a page in sentences tells of: its number, its sum, when, and what has become of it.

`您于 2026年3月19日 07:58 提交的订单（编号 P2026…）因超过 30 分钟未付款，系统自动关闭。…应付 ￥478.50（原价 ￥500.00）。` One row, that always
asks: in sentences there are many ways to say what a number is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.evidence.decide import decide_moment
from extractor.evidence.schema import Row
from extractor.evidence.sentences import Paragraph, borne_out, number_in, paragraphs_of
from extractor.evidence.votes import Decision
from extractor.fields.moments import Moment, find_moments
from extractor.fields.money import Money, parse_amount
from extractor.fields.numbers import embedded_date
from extractor.fields.text import han_count
from extractor.geometry import union_all
from extractor.ocr.lines import Line
from extractor.ocr.masking import YEN_LIKE
from extractor.screens.pairs import Pair, claimed_by, value_of
from extractor.screens.recognise import Page

ASKS = "unknown_screen"
"""Why such a row asks: no label says what its values are."""
_CENTS = 2
_END = re.compile(r"\.(?!\d)|[!?;]|(?<=[^\d]):(?=$)")
_SUPPOSED = re.compile(
    "^[,:·]?(?:如果?|若|倘若|假如|万一|请|温馨提示|注意|注:|为(?:了|避免|保障)|本(?:页面?|邮件|回执|函)|打印)"
)
"""How a sentence begins that says what may be, or what to do, and nothing of the order."""
_TO_COME = re.compile("将[于在会自]?|会在|会自动|预计|即可|之?后(?!台)|逾期|超时|[内前]完成")
"""In a clause of what has not happened."""
_ORDER = re.compile(
    r"(?:(?<!来)单[(,:]?(?:编?号|号码|单号)|编号|(?<![交流订])单号|订单)(?:[为是:]|No\.?)?[(#]?(?P<number>(?=(?:[A-Z-]*\d){6})[A-Z]{0,6}-?\d[0-9A-Z-]{6,40})"
)
_TRADE = re.compile(
    r"(?:交易(?:订?单|流水)?|(?:支付|付款)(?:订?单|流水|交易)|流水)号[为是:]?[(]?(?P<number>\d[0-9A-Za-z]{14,40})"
)
_YEN = rf"(?:人民币|RMB|CNY)?[¥{YEN_LIKE}]?"
_SUM = re.compile(
    r"(?<!优惠)(?<!面值)(?<!折扣)(?<!原)(?P<what>实际?付款?|实收|应付款?|应支付|支付|付款|扣款|扣费|付了|[总合]计|总[价额]|共计|(?<!余)金额|货款|退款|退[回还]|返还)"
    r"(?:成功|金额|款项|总额|了|共计?|人民币)*[为是:]?"
    rf"(?P<amount>{_YEN}\d[\d,]*(?:\.\d\d)?)(?!\d|\.\d)(?P<unit>元)?"
)
_RETURNED = re.compile("退|返还")
_PAID_IN = re.compile("实|支付|付款|扣|付了")
"""Words of what was paid, before those of what an order comes to."""
_DATED = re.compile(r"20\d\d[年/.-]\d{1,2}[月/.-]\d{1,2}日?(?:\d{1,2}[:时]\d{2}(?:[:分]\d{2}秒?|分)?)?")
_DEED = re.compile(
    r"^(?:,|时|分|在[^,.;]{1,16}?|通过[^,.;]{1,10}?|已|成功|完成|为您|您){0,4}(?P<what>提交|下单|购买|订购|创建|发起|预订|充值|支付|付款|扣款|申请|退款|退[回还]|到账)"
)
_LABEL = re.compile(
    r"(?P<what>提交|下单|购买|订购|创建|支付|付款|扣款|申请|退款|到账)(?:时间|日期|于)[为是:]?$"
)
_WHEN_PAID, _WHEN_BACK = re.compile("支付|付款|扣款"), re.compile("退|到账|申请")
_OUTCOMES = (
    (
        "refunded",
        re.compile(
            r"退款(?:已?成功|已?完成|已?到账)|(?:已|成功|现)(?:经)?(?:为您)?(?:按?原路|全额|自动)?(?:退[款回还]|返还)"
        ),
    ),
    (
        "refunding",
        re.compile(
            "退款(?:正在|处理|审核)中?|正在(?:为您)?(?:处理|办理|退)|(?:退款申请)?已(?:通过|受理|同意)"
        ),
    ),
    (
        "failed",
        re.compile("(?:充值|处理|交易|发货|开通|办理)(?:已)?失败|(?:充值|交易|办理)(?:未成功|不成功)"),
    ),
    ("closed", re.compile("(?:已|自动|被)(?:关闭|取消|失效|作废)|已过期|交易关闭")),
    (
        "delivered",
        re.compile(
            "(?:已|成功)(?:发货|发送|发放|发卡|送达|签收|到账)|(?:充值|发货)(?:已?成功|已?到账|已?完成)"
        ),
    ),
    (
        "processing",
        re.compile("(?:正在|等待|排队)(?:充值|处理|发货|备货)|(?:充值|处理|排队)中|待(?:发货|充值)"),
    ),
    (
        "paid",
        re.compile(
            "(?:支付|付款|购买|下单|扣款)(?:已?成功|已?完成)|(?:已|成功|完成)(?:经)?(?:支付|付款|扣款)|收到(?:您的?)?(?:付款|款项|货款)"
        ),
    ),
    ("pending", re.compile("(?:尚未|还未|[待未])(?:完成)?(?:支付|付款)|等待(?:您)?(?:支付|付款)")),
)
_SENTENCE = 5
"""So many Han beside a label with its value make a sentence."""
_MINE, _DAY = (
    re.compile("本人|我(?![们司店行方]|公司|平台|处|局)"),
    re.compile(r"(?<!\d)(\d{1,2})月(\d{1,2})[日号]"),
)
"""How users write of themselves, and days as they name them, without a year."""
_ADDRESSED = re.compile("[您你]|尊敬|亲爱|客户|顾客|用户|会员")


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence: its paragraph, its text, and where in the paragraph's text it begins."""

    paragraph: Paragraph
    text: str
    start: int

    def span(self, match: re.Match[str], group: str | int = 0) -> tuple[int, int]:
        return self.start + match.start(group), self.start + match.end(group)


def letter_rows(page: Page) -> list[Row]:
    """The row of the only order that a page in sentences tells of; empty where there is none, or there are several."""
    sentences = [s for paragraph in paragraphs_of(page.lines) for s in _sentences(paragraph)]
    told = [s for s in sentences if not _SUPPOSED.match(s.text)]
    order, trade = _number(told, _ORDER, "order_no"), _number(told, _TRADE, "trade_no")
    named = any(_ADDRESSED.search(s.text) for s in sentences)
    if not named or (order is None and trade is None):
        return []
    row, used = Row("transaction"), []
    row.status = _outcome(told)
    for found in (order, trade):
        if found is not None:
            used += _fill_number(row, *found)
    used += _fill_amount(row, told)
    used += _fill_moment(row, told)
    if not row.amount and not row.occurred_at:
        return []
    row.reasons.append(ASKS)
    lines = list({id(line): line for line in used}.values())
    row.box = union_all(line.box for line in lines)
    row.text = "\n".join(line.text for line in sorted(lines, key=lambda line: (line.box.y, line.box.x)))
    return [row]


def complained_of(page: Page) -> list[Row]:
    """The row of the only order that the user names in his own words on a complaint's page, with its number and what he paid for
    it; empty where he names none, or several. It asks, as all sentences do."""
    known = claimed_by(pair for pair in page.pairs if not _in_sentence(pair))
    said = {line.box for message in (page.chat.messages if page.chat else ()) for line in message.lines}
    own = [line for line in page.lines if id(line) not in known and line.box not in said]
    told = [
        s
        for p in paragraphs_of(own)
        if _MINE.search(p.text)
        for s in _sentences(p)
        if not _SUPPOSED.match(s.text)
    ]
    order = _number(told, _ORDER, "order_no")
    if order is None:
        return []
    row = Row("transaction")
    used = [*_fill_number(row, *order), *_fill_amount(row, told)]
    if not row.amount:
        return []
    used += _fill_moment(row, told)
    day = embedded_date(row.order_no)
    if not row.occurred_at and day is not None:
        named = {(int(m[1]), int(m[2])) for s in told for m in _DAY.finditer(s.text)}
        if (day.month, day.day) in named:  # the day that he says, in the year of the number
            row.occurred_at, row.rules["occurred_at"] = day.isoformat(), "letter:day"
            row.reasons = [reason for reason in row.reasons if reason != "missing:occurred_at"]
    row.reasons.append(ASKS)
    lines = list({id(line): line for line in used}.values())
    row.box = union_all(line.box for line in lines)
    row.text = "\n".join(line.text for line in sorted(lines, key=lambda line: (line.box.y, line.box.x)))
    return [row]


def _in_sentence(pair: Pair) -> bool:
    """Whether a label and its value are parts of a sentence: 下单支付1366元,订单号XK2026…,付款后一直…."""
    rest = han_count(pair.label_line.text) - han_count(pair.label.text)
    return pair.how == "inline" and rest >= _SENTENCE and pair.label.slot != "ticket_no"


def with_letter(rows: list[Row], page: Page) -> list[Row]:
    """The only row of a page that nobody knows, with what the sentences of the same letter say of it; what the row says itself
    stands."""
    if page.screen.screen != "unknown" or len(rows) != 1:
        return rows
    found, row = letter_rows(page), rows[0]
    if not found or (found[0].amount and found[0].amount != row.amount):
        return rows
    unsure = row.rules.get("amount", "").startswith("notice:") or ASKS in row.reasons
    for name in ("order_no", "trade_no", "occurred_at", "status"):
        said = getattr(found[0], name)
        better = name == "occurred_at" and _tells_more(found[0], row)
        if not said or said == getattr(row, name) or not (better or (unsure and not getattr(row, name))):
            continue
        setattr(row, name, said)
        if name in found[0].rules:
            row.rules[name] = found[0].rules[name]
        row.reasons = [reason for reason in row.reasons if reason != f"missing:{name}"]
        row.reasons += [r for r in found[0].reasons if r == ASKS or r.endswith(f":{name}")]
    row.reasons = list(dict.fromkeys(row.reasons))
    return rows


def _tells_more(letter: Row, row: Row) -> bool:
    """True where a row has its moment from one sentence, whatever the others say, or from the label of when it was ordered, and the
    letter says when it was paid."""
    rule, told = row.rules.get("occurred_at", ""), letter.rules.get("occurred_at", "")
    paid = _WHEN_PAID.search(told.partition(":")[2])
    return rule.startswith("sentence:") or (rule.startswith("created_at:") and paid is not None)


def _sentences(paragraph: Paragraph) -> Iterator[_Sentence]:
    start = 0
    for end in [*(match.end() for match in _END.finditer(paragraph.text)), len(paragraph.text)]:
        if end > start:
            yield _Sentence(paragraph, paragraph.text[start:end], start)
        start = end


def _number(
    sentences: Sequence[_Sentence], form: re.Pattern[str], field: str
) -> tuple[str, Decision[str], list[Line]] | None:
    """The only number that sentences name so; None where they name none, or two."""
    found = [(s, match) for s in sentences for match in form.finditer(s.text)]
    if not found or len({match["number"] for _, match in found}) != 1:
        return None
    sentence, match = found[0]
    span = sentence.span(match, "number")
    decision = number_in(sentence.paragraph, span, f"letter:{field}")
    lines = [line for line, _ in sentence.paragraph.lines_of(*sentence.span(match))]
    return (field, decision, lines) if decision is not None else None


def _fill_number(row: Row, field: str, decision: Decision[str], lines: list[Line]) -> list[Line]:
    setattr(row, field, decision.value)
    row.rules[field] = decision.rule
    row.reasons += [f"{doubt}:{field}" for doubt in decision.doubts]
    if not decision.agreed and not decision.doubts:
        row.reasons.append(f"single_read:{field}")
    return lines


def _fill_amount(row: Row, sentences: Sequence[_Sentence]) -> list[Line]:
    """Sets the sum: what came back where the letter is of a refund, else what was paid, else what was to be paid."""
    sums: list[tuple[str, Money, _Sentence, re.Match[str]]] = []
    for s in sentences:
        for match in _SUM.finditer(s.text):
            money = parse_amount(match["amount"].strip(",."))
            if money is not None and (match["unit"] or money.marked or money.decimals == _CENTS):
                sums.append((match["what"], money, s, match))
    back = row.status in ("refunded", "refunding")
    kinds = (
        [one for one in sums if back and _RETURNED.search(one[0])],
        [one for one in sums if _PAID_IN.search(one[0]) and not _RETURNED.search(one[0])],
        [one for one in sums if not _RETURNED.search(one[0])],
    )
    chosen = next((kind for kind in kinds if kind), [])
    if len({money.value for _, money, *_ in chosen}) != 1:
        row.reasons.append("missing:amount")
        return []
    what, money, s, match = chosen[0]
    row.amount, row.currency, row.rules["amount"] = str(money.value), "CNY", f"letter:{what}"
    if len({other.value for _, other, *_ in sums}) > 1:
        row.reasons.append("other_amount_on_page:amount")
    if not borne_out(s.paragraph, *s.span(match, "amount")):
        row.reasons.append("single_read:amount")
    return [line for line, _ in s.paragraph.lines_of(*s.span(match))]


def _fill_moment(row: Row, sentences: Sequence[_Sentence]) -> list[Line]:
    """Sets the moment: when money came back where the letter is of a refund, else when it was paid, else when it was ordered."""
    found: list[tuple[str, Decision[Moment], list[Line]]] = []
    for s in sentences:
        for match in _DATED.finditer(s.text):
            deed = _DEED.match(s.text[match.end() :]) or _LABEL.search(s.text[: match.start()])
            lines = [line for line, _ in s.paragraph.lines_of(*s.span(match))]
            decision = decide_moment(value_of(*lines), "letter:moment") if deed is not None else None
            if deed is None or decision is None or len(set(find_moments(_joined(lines)))) != 1:
                continue
            found.append((deed["what"], decision, lines))
    back = row.status in ("refunded", "refunding")
    kinds = (
        [one for one in found if back and _WHEN_BACK.search(one[0])],
        [one for one in found if _WHEN_PAID.search(one[0])],
        [one for one in found if not _WHEN_BACK.search(one[0])],
    )
    chosen = next((kind for kind in kinds if kind), [])
    if len({decision.value for _, decision, _ in chosen}) != 1:
        row.reasons.append("missing:occurred_at")
        return []
    what, decision, lines = chosen[0]
    row.occurred_at, row.rules["occurred_at"] = decision.value.isoformat(), f"letter:{what}"
    row.reasons += [f"{doubt}:occurred_at" for doubt in decision.doubts]
    if not decision.agreed and not decision.doubts:
        row.reasons.append("single_read:occurred_at")
    return lines


def _joined(lines: Sequence[Line]) -> str:
    return " ".join(line.text for line in lines)


def _outcome(sentences: Sequence[_Sentence]) -> str:
    """What has become of the order, by the clauses that say what is done: the farthest of them; empty where none does."""
    clauses = [clause for s in sentences for clause in s.text.split(",")]
    done = [clause for clause in clauses if not _TO_COME.search(clause) and not _SUPPOSED.match(clause)]
    return next((status for status, form in _OUTCOMES if any(form.search(c) for c in done)), "")

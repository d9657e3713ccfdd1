"""Payments that a sentence tells of: the text messages of banks and of payment services.

`【建设银行】您尾号8254的储蓄卡2025年7月25日16时32分消费支出人民币199.00元，活期余额3,821.07元。`: one row a message, with
the amount behind the verb (never the balance) and the moment that the sentence names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta

from extractor.evidence.decide_amounts import decide_amount
from extractor.evidence.list_headings import headings_of
from extractor.evidence.list_moments import list_moment
from extractor.evidence.page_moments import came
from extractor.evidence.schema import Row
from extractor.evidence.sentences import HEAD, Paragraph, borne_out, number_in, paragraphs_of, words_of
from extractor.evidence.votes import Decision, doubted
from extractor.evidence.words import stands
from extractor.fields.moments import Moment, find_moments, parse_moment_without_year
from extractor.fields.money import Money, parse_amount
from extractor.fields.numbers import embedded_date
from extractor.fields.text import digit_count, fold, han_count, label_key, squeeze
from extractor.geometry import Box, union_all
from extractor.intake.capture import Capture
from extractor.ocr.masking import YEN_LIKE
from extractor.screens.deeds import is_deed
from extractor.screens.messages import Chat, Message
from extractor.screens.pairs import value_of
from extractor.screens.recognise import Page

# 属号2218的账户 is 尾号 misread
_OF_A_CARD = re.compile(
    r"尾号|末四位|[\u4e00-\u9fff]号\d{4}的[^\d,;!?]{0,6}[户卡]|(?:账户|账号|卡号|卡|帐户)[为是]?[（(]?[*xX]{0,4}\d{4}(?![\d*xX])"
)
_SPENT = r"支出|消费|付款|支付|实付|付了|转出|扣款|扣费|代扣|划扣|转账|汇款|汇出|缴费|取现|取款|还款|提现|充值|交易"
_RECEIVED = r"退款|退货|退回|退还|收入|存入|转入|到账|入账|汇入|收款"
_NAME_OF_NUMBER = "(?:交易|订单|商户|流水|单|编){0,2}号"
"""What makes of a verb the name of a number: 交易号, 支付流水号, 付款单号."""
_MOVED = re.compile(
    rf"(?P<verb>{_RECEIVED}|{_SPENT})(?!{_NAME_OF_NUMBER})(?P<between>(?:(?!余额|额度|限额|手续费)[^\d.;!?]){{0,36}}?)"
    r"(?P<amount>(?:人民币|RMB|CNY|¥)?\s?\d[\d,.]*)\s?(?P<unit>元|块|RMB|CNY)?"
)
_ACTUALLY = "实付"
"""The verb of what was paid in the end, whatever was to be paid."""
_ADVERT = re.compile(r"最高可?|可借|可领|待领取|额度已|戳|http|www|限时|送您|赠送|抽奖|活动")
_LENDS = re.compile(
    r"可[借贷]|[可授]信额度|(?:贷款?|借款|授信|信用|最高|临时|专属|审批|预授信?)额度|额度(?:最高|高达|可达|提升|达)|(?:年化|日息|利率|利息)(?:低|仅|最低|优惠)|随借随还|积分(?:可兑|兑换|抵|清零|即将|换)|(?:领取|提额|秒批)"
)
"""What a bank offers, or promises for points: limits are no money that moved."""
_INVITES = re.compile(r"拒收|退订|回[TQ]|点击(?!查看)|立即(?!查看)")
"""What stands below a shop's notices, too."""
_DONE = re.compile(
    r"(?:支付|付款|扣款|扣费|购买|下单|缴费|充值|转账|交易)(?:已?成功|已?完成)|(?:已|成功)(?:支付|付款|扣款|扣费)|(?:共|一共|合计|总共)(?:已)?(?:支付|付款|付了)|退款(?:已?成功|已?完成|已?到账)|(?:已|成功)退款|\d元?已(?:原路|全额|自动)?退[回还至]"
)
_IF_DONE = re.compile("[后即可就再时]|之后")
"""What follows a word for what was done, and makes it what may be: 支付成功后发货."""
_CAME_BACK = re.compile("元?已(?:原路|全额|自动)?退[回还至]")
"""What follows the sum that came back, whatever was to be bought with it: 充值失败,订单金额211.40元已退回."""
_ADDRESSED = re.compile(r"[您你][于在已的向]|[尊亲][敬爱]的|已[于在]20\d\d|成功从")
_OF_AN_ORDER = re.compile(r"订单(?:编号|号)?:?[A-Z]{0,6}-?\d[0-9A-Z-]{6,40}(?:已|成功)(?:支付|付款)")
"""A sentence about an order by its number, whoever reads it."""
_PAID = re.compile(r"支付|付款|付了")
_DUE = re.compile(r"[待未需应](?:支付|付款?)|尚未")
_BOOKED, _QUICK = re.compile(r"支出|消费|出账"), "快捷支付"
_WAY_OF_PAYING = re.compile(r"(?:[\u4e00-\u9fff]{2,4}-)?(?:网上|网银|在线|手机|微信|银联|协议)支付")
"""How a bank heads an entry by the way that the money took, which says nothing of what became of it."""
_NUMBER = re.compile(
    r"(?:订单[(]?(?:编?号|号码|单号)?|(?:商户|商家)单号|(?<![\u4e00-\u9fff])单号)(?:[为是:]|No\.?)?(?P<number>[A-Za-z]{0,6}-?\d[0-9A-Za-z-]{7,40})"
)
_TRADE_NUMBER = re.compile(
    r"(?:交易(?:订?单|流水|参考)?|(?:支付|付款|银行|业务|转账)(?:订?单|流水|交易)|流水)[编]?号[为是:]?(?P<number>\d[0-9A-Za-z]{14,40})(?![0-9A-Za-z-])"
)
"""The channel's number in a sentence: 交易号2026100222001…."""
_TO_COME = re.compile(r"将[于在]")
_MOVES = re.compile(rf"{_RECEIVED}|{_SPENT}")
_FUTURE = re.compile(r"即将|请[于在您]|应还|账单日|还款日|预计|验证码|动态密码|校验码")
_NOT_ME = re.compile("如?(?:非|不是)本人")
"""Below a code for a payment that is to come, and below one that was booked."""
_ACCOUNT_AFTER = re.compile(r"(?:余额|可用额度|剩余额度)[为:]?(?:人民币|RMB|CNY|¥)?\d[\d,]*(?:\.\d\d|元)")
_DAY_AND_CLOCK = re.compile(r"(?:\d{1,2}[月/-]\d{1,2}日?\s?|(?<!\d)\d{1,2}日\s?)\d{1,2}(?:[:时]\d{2}|时\d分)")
_DAY_ONLY = re.compile(r"(?<![\d月/.-])(?P<day>\d{1,2})日\s?(?P<clock>\d{1,2}(?:[:时]\d{2}|时\d分))")
"""When money moved as some banks say it, without the month: 于01日11时37分."""
_HAN_OF_STAMP = 8
"""2026年5月2日星期六下午9:10."""
_PROMPT = 3
"""So many days after money moved its message comes at the latest."""
_REFUND = re.compile(r"退款|退回|退还|退货")
_DEMANDED = re.compile(r"(?:要求|申请|请求|麻烦|想要?|要)[^,;!?]{0,4}(?:退款|退回|退还|退货)")
_FAILED = re.compile(r"失败|未成功|不成功|余额不足")
_UNPAID = re.compile(r"(?:支付|付款|扣款|扣费|代扣|转账|汇款|交易|还款|提现)(?:失败|未成功|不成功)|余额不足")
"""The payment failed, and not what was paid for."""
_PAID_AT, _MOMENT = (
    re.compile(r"(?:付款|支付|交易|扣款|转账)时间[:为是]?(?=20\d\d)"),
    len("2024年08月12日15时18分38秒"),
)
_WALLETS = re.compile("微信支付|支付宝|云闪付|数字人民币|抖音支付|美团支付|京东支付|[\u4e00-\u9fff]{2,6}银行")
"""Whose notifications tell of payments."""
_BANK = re.compile(r"银行|信用社|农商行|农信|银联|信用卡|[工农中建交招]行$")
_CHANNEL = "支付宝|财付通|微信支付|微信|银联(?:在线)?|云闪付|抖音支付|美团支付|京东支付|网银在线"
_PAYEE = re.compile(
    rf"(?P<name>(?:{_CHANNEL})[-—_][\u4e00-\u9fffA-Za-z0-9·&_-]{{2,24}}?)"
    r"(?=快捷|网上|在线|协议|支付|付款|消费|支出|扣款|扣费|代扣|退款|退货|退回|收款|转账|转入|汇款|完成|进行|订单|交易|的|[(),，;；。]|人民币|RMB|CNY|\d[\d,]*\.\d\d)"
)
"""Whom a bank says that was paid: the channel and the shop behind it, 支付宝-北斗点卡."""
_OFFERS = re.compile(
    r"拒收|退订|回复?[TQRtqr]|点击|戳|https?:|www|\.c[on]m?/|领取|额度|最高|限时|可[借贷]|兑换"
)
_CLOCK = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?")
_CENTS = 2
_COLUMN = 3
"""So many labels with their values at the right are the particulars of an order."""


_ASKED = re.compile(
    rf"(?<![可能多])申请退[款还回](?:金额)?[为:]?(?P<amount>[¥{YEN_LIKE}]?\d[\d,]*(?:\.\d\d)?)(?P<unit>元)?(?![\d.])"
)


def notice_rows(page: Page, capture: Capture) -> list[Row]:
    """The rows of a page of such messages, top to bottom; empty where none tells of a payment."""
    own = [message.box for message in page.chat.messages if message.speaker == "me"] if page.chat else []
    told = [
        one
        for one in paragraphs_of(page.lines, headings_of(page))
        if not any(_said_in(box, one) for box in own)
    ]
    rows = [_row(message, page, capture) for message in told]
    return [row for row in rows if row is not None]


def _said_in(box: Box, message: Paragraph) -> bool:
    """True where most of a message's lines stand in a bubble of the user's: what he demands is no notice."""
    return 2 * sum(_holds(box, line.box) for line in message.lines) > len(message.lines)


def refund_asked(page: Page) -> Decision[Money] | None:
    """What a sentence says that somebody asked back, wrapped or not: 您提交了退款申请,申请退款 ¥45.90. None where two differ."""
    found: dict[str, Decision[Money]] = {}
    for message in paragraphs_of(page.lines):
        for match in _ASKED.finditer(message.text):
            lines = [line for line, part in message.lines_of(*match.span("amount")) if digit_count(part)]
            decision = decide_amount(value_of(*lines), "sentence:申请退款") if len(lines) == 1 else None
            shown = parse_amount(match["amount"])
            if shown is None or not (match["unit"] or shown.marked or shown.decimals == _CENTS):
                continue
            if decision is not None:
                same = decision.value.value == shown.value
                found[str(shown)] = decision if same else doubted(decision, "other_amount_on_page")
    return next(iter(found.values())) if len(found) == 1 else None


def with_sums(rows: list[Row], notices: Sequence[Row]) -> list[Row]:
    """The row of a page's labels, or where it names no sum, but the only sentence about a payment does, that of the sentence
    with the labels' number."""
    told = [notice for notice in notices if notice.amount]
    if len(rows) != 1 or rows[0].amount or len(told) != 1:
        return rows
    notice, row = told[0], rows[0]
    for name in ("order_no", "trade_no"):
        number = getattr(row, name)
        if number and not notice.order_no and not notice.trade_no:
            setattr(notice, name, number)
            notice.rules[name] = row.rules[name]
            notice.reasons.extend(reason for reason in row.reasons if reason.endswith(f":{name}"))
    return [notice]


def labels_in(rows: Sequence[Row], page: Page) -> bool:
    """True where a page has labels, all of them in the sentences that rows are of: 支付金额: 19.90元 is then no order page's.

    Labels with their values beside them in a column are no sentence, however near to each other they stand.
    """
    columns = sum(pair.how == "right" for pair in page.pairs)
    return (
        bool(page.pairs)
        and columns < _COLUMN
        and all(
            any(row.box is not None and _holds(row.box, pair.label_line.box) for row in rows)
            for pair in page.pairs
        )
    )


def _holds(outer: Box, inner: Box) -> bool:
    return outer.overlap_x(inner) >= inner.w and outer.overlap_y(inner) >= inner.h


def _row(message: Paragraph, page: Page, capture: Capture) -> Row | None:
    text = message.text
    head = HEAD.search(text)
    if head is not None and _is_label(head[1] or head[2], page):
        head = None
    done = bool(_DONE.search(text) and (_ADDRESSED.search(text) or _OF_AN_ORDER.search(text)))
    of_order = done and (page.chat is None or _is_of_wallet(message, page.chat))
    if head is None and not _OF_A_CARD.search(text) and not of_order:
        return None
    if _tells_nothing(text, done=done):
        return None
    moved = _moved(message)
    if moved is None:
        return None
    verb, money, start, end, whole = moved
    if _is_to_come(text, end, done=done):
        return None
    row = Row("transaction", text=text, box=union_all(line.box for line in message.lines))
    row.amount, row.currency = str(money.value), "CNY"
    row.rules["amount"] = f"notice:{verb}"
    if not whole:
        row.reasons.append("characters_beside:amount")
    if not borne_out(message, start, end):
        row.reasons.append("single_read:amount")
    _number(row, message)
    _moment(row, message, page, capture)
    if _CAME_BACK.match(text, end):
        row.status = "refunded"
    elif _FAILED.search(text):
        row.status = "closed" if _UNPAID.search(text) else "failed"
    elif _REFUND.search(verb) or (_REFUND.search(text[:end]) and re.search(_RECEIVED, verb)):
        row.status = "refunded"
    elif _DUE.search(text):
        row.status = "pending"
    elif _DONE.search(text) or (
        _PAID.search(verb)
        and not _BOOKED.search(verb)
        and _QUICK not in text
        and not any(_WAY_OF_PAYING.fullmatch(words_of(line)) for line in message.lines)
    ):
        row.status = "paid"  # 支出 is what a bank books, whatever became of it
    _counterparty(row, message, (head[1] or head[2]).strip() if head is not None else "")
    return row


def is_advert(text: str) -> bool:
    """True for a message that offers a loan, a limit or goods for points, and tells of no money that moved on an account."""
    said = squeeze(fold(text))
    booked = _OF_A_CARD.search(said) and _DAY_AND_CLOCK.search(said)
    return not booked and bool(_LENDS.search(said)) and bool(_OFFERS.search(said))


def _counterparty(row: Row, message: Paragraph, sender: str) -> None:
    """Sets who was paid, or paid back: whom the sentence names, else who sent it, unless that is the bank, which only tells."""
    if not _OF_A_CARD.search(message.text) and not _BANK.search(sender):
        row.counterparty = sender
        return
    named = {match["name"]: match for match in _PAYEE.finditer(message.text)}
    if len(named) != 1:
        return
    name, match = next(iter(named.items()))
    row.counterparty, row.rules["counterparty"] = name, "notice:payee"
    lines = [line for line, part in message.lines_of(*match.span("name")) if part]
    row.words.extend(line.box for line in lines)
    if not stands(value_of(*lines)):
        row.reasons.append("low_confidence:counterparty")


def _is_label(word: str, page: Page) -> bool:
    """True for what stands in brackets and is no sender: 【付款】25.80元."""
    return label_key(word) in page.screen.labels or is_deed(word)


def _is_to_come(text: str, end: int, *, done: bool) -> bool:
    """True for a sentence about money that will move; done: it says that it has, and end is where its sum ends.

    What a shop says that it will do after it was paid is another sentence, or a clause in which no money moves: 激活码将于24小时
    内发送.
    """
    if not done:
        return bool(_TO_COME.search(text))
    after = re.split("[,;]", text[end:].split(".")[0])
    return bool(_TO_COME.search(text[:end])) or any(
        _TO_COME.search(clause) and (place == 0 or _MOVES.search(clause))
        for place, clause in enumerate(after)
    )


def _tells_nothing(text: str, *, done: bool) -> bool:
    """True for what somebody demands, an advert, and what is still to come; done: the sentence says that something was paid."""
    if _ADVERT.search(text) or _FUTURE.search(text) or (_DEMANDED.search(text) and not done):
        return True
    if _LENDS.search(text) and not (_OF_A_CARD.search(text) and _DAY_AND_CLOCK.search(text)):
        return True
    return not _is_booked(text) and bool(_NOT_ME.search(text) or (_INVITES.search(text) and not done))


def _is_booked(text: str) -> bool:
    """True for a bank's sentence on an account that says to the minute when money moved, and what the account holds since."""
    dated, after = _DAY_AND_CLOCK.search(text), _ACCOUNT_AFTER.search(text)
    return bool(_OF_A_CARD.search(text) and dated and after and dated.start() < after.start())


def _moved(message: Paragraph) -> tuple[str, Money, int, int, bool] | None:
    """The verb, the amount that it moves, where that stands, and whether it is all that stands there.

    None where there is no amount, or two that differ. A line may end with an amount and the next begin with a misread
    元: then the amount is what the first line holds.
    """
    found = []
    for match in _MOVED.finditer(message.text):
        start, end = match.span("amount")
        parts = message.lines_of(start, end)
        money, whole = parse_amount(match["amount"].rstrip(",.")), True
        if money is None and len(parts) > 1:
            money, whole, end = parse_amount(parts[0][1]), False, start + len(parts[0][1])
            money = money if money is not None and money.decimals == _CENTS else None
        if money is None:
            return None  # figures that are no amount: what they are nobody can say
        if match["unit"] or money.marked or money.decimals == _CENTS:
            found.append((match["verb"] + match["between"], money, start, end, whole))
    found = [item for item in found if item[0].startswith(_ACTUALLY)] or found
    return found[0] if len({item[1].value for item in found}) == 1 else None


def _number(row: Row, message: Paragraph) -> None:
    """Sets the numbers of the order and of the payment that the sentence names, which may be wrapped."""
    _number_by(_NUMBER, "order_no", row, message)
    _number_by(_TRADE_NUMBER, "trade_no", row, message)


def _number_by(form: re.Pattern[str], field: str, row: Row, message: Paragraph) -> None:
    found = [match.span("number") for match in form.finditer(message.text)]
    if len(found) != 1:
        return
    decision = number_in(message, found[0], "notice:number")
    if decision is None:
        return
    setattr(row, field, decision.value)
    row.rules[field] = decision.rule
    row.reasons.extend(f"{doubt}:{field}" for doubt in decision.doubts)
    if not decision.agreed and not decision.doubts:
        row.reasons.append(f"single_read:{field}")


def _stamped(message: Paragraph, page: Page, found: Moment) -> bool:
    """True where the nearest stamp above a message has the day of a moment that was found without its year."""
    top = min(line.box.y for line in message.lines)
    above = [
        (line.box.y, moment)
        for line in page.lines
        if line.box.bottom <= top
        for reading in line.readings[:1]
        for moment in find_moments(reading.text)
    ]
    return bool(above) and max(above, key=lambda item: item[0])[1].date == found.date


def _moment(row: Row, message: Paragraph, page: Page, capture: Capture) -> None:
    start = _behind_stamp(message)
    full = find_moments(message.text[start:])
    paid = list(_PAID_AT.finditer(message.text)) if len(set(full)) > 1 else []
    if len(paid) == 1:  # a mail has a moment of its own, too
        start = paid[0].end()
        full = find_moments(message.text[start : start + _MOMENT])
    found: Moment | None = full[0] if len(set(full)) == 1 else None
    if not full:
        found = parse_moment_without_year(message.text[start:], not_after=capture.at.date())
        if found is not None and not _stamped(message, page, found):
            row.reasons.append("year_from_capture_time:occurred_at")
            if capture.source.review_reason:
                row.reasons.append(capture.source.review_reason)
    if found is None and not full:
        found = _of_month_above(row, message, page, capture)
    if found is None:
        if not _by_stamp(row, message, page, capture):
            _under_day(row, message, page, capture)
        return
    row.occurred_at = found.isoformat()
    row.rules["occurred_at"] = "notice:moment"
    dated = re.compile(
        r"(?:(?:20\d\d年?[-/.]?)?\d{1,2}[月/.-]\d{1,2}日?|(?<!\d)\d{1,2}日)\D{0,3}(?:\d{1,2}(?:[时:]\d{2}(?:[:分]\d{2})?|时\d分))?"
    ).search(message.text, start)
    if not found.has_clock:
        row.reasons.append("cropped:occurred_at")  # banks print it to the minute
    elif dated is None or not borne_out(message, dated.start(), dated.end()):
        row.reasons.append("single_read:occurred_at")


def _behind_stamp(message: Paragraph) -> int:
    """Where the words of a message begin that has no sender in brackets and stands close below the stamp at which it came; 0 where
    it tells no day of its own, or begins without a stamp."""
    first = words_of(message.lines[0])
    stamp = bool(_CLOCK.search(first)) and han_count(first) <= _HAN_OF_STAMP and not _MOVES.search(first)
    return len(first) if stamp and _DAY_ONLY.search(message.text, len(first)) else 0


def _of_month_above(row: Row, message: Paragraph, page: Page, capture: Capture) -> Moment | None:
    """The moment that a message tells by day and clock alone, in the month of the stamp above it; where that stamp has no day, or
    is not of the days after, in that of the capture, and the row asks."""
    told = {match[0]: match for match in _DAY_ONLY.finditer(message.text)}
    if len(told) != 1:
        return None
    match = next(iter(told.values()))
    above = _stamp_above(message, page, capture)
    last = capture.at.date()
    if above is not None:
        last = above.value.date
    first = last.replace(day=1)
    months = (first, (first - timedelta(days=1)).replace(day=1))
    for month in months:
        found = parse_moment_without_year(
            f"{month.month}月{int(match['day'])}日{match['clock']}", not_after=last, year=month.year
        )
        if found is not None and found.date <= last:
            break
    else:
        return None
    surely = above is not None and above.agreed and "year_from_capture_time" not in above.doubts
    if not surely or (last - found.date).days > _PROMPT:
        row.reasons.append("year_from_capture_time:occurred_at")
        if capture.source.review_reason:
            row.reasons.append(capture.source.review_reason)
    return found


def _stamp_above(message: Paragraph, page: Page, capture: Capture) -> Decision[Moment] | None:
    """When a message in a talk came, by the separator nearest above it; doubted where that shows no year."""
    top = min(line.box.y for line in message.lines)
    said = {id(line) for one in page.chat.messages for line in one.lines} if page.chat else set()
    if _behind_stamp(message):
        said -= {id(message.lines[0])}
        top = message.lines[0].box.bottom
    above = [line for line in page.lines if line.box.bottom <= top and id(line) not in said]
    stamps = [(line, at) for line in above if (at := came(line, capture)) is not None]
    if not stamps:
        return None
    line, decision = max(stamps, key=lambda item: item[0].box.y)
    return decision if find_moments(line.text) else doubted(decision, "year_from_capture_time")


def _by_stamp(row: Row, message: Paragraph, page: Page, capture: Capture) -> bool:
    """Sets the moment of a message in a talk that says that something was done, and not when: when it came, by the separator
    above it. Its year is counted from the capture, unless the order's number carries the same day. False where there is none.
    """
    done = any(not _IF_DONE.match(message.text, match.end()) for match in _DONE.finditer(message.text))
    if page.chat is None or find_moments(message.text) or not done:
        return False
    own = {id(line) for one in _messages_in(message, page.chat) for line in one.lines}
    if own and any(id(line) not in own and _CLOCK.search(words_of(line)) for line in message.lines):
        return _by_its_head(row, message, page.chat, capture)  # a phone's own clock above it is no stamp
    top = min(line.box.y for line in message.lines)
    said = {id(line) for one in page.chat.messages for line in one.lines}
    above = [line for line in page.lines if line.box.bottom <= top and id(line) not in said]
    stamps = [(line, at) for line in above if (at := came(line, capture)) is not None]
    if not stamps:
        return False
    line, decision = max(stamps, key=lambda item: item[0].box.y)
    row.occurred_at, row.rules["occurred_at"] = decision.value.isoformat(), decision.rule
    row.reasons.extend(f"{doubt}:occurred_at" for doubt in decision.doubts)
    carried = embedded_date(row.order_no) if row.order_no else None
    if not decision.agreed and not decision.doubts and carried != decision.value.date:
        row.reasons.append("single_read:occurred_at")
    if not find_moments(line.text) and carried != decision.value.date:
        row.reasons.append("year_from_capture_time:occurred_at")
        if capture.source.review_reason:
            row.reasons.append(capture.source.review_reason)
    return True


def _messages_in(paragraph: Paragraph, chat: Chat) -> list[Message]:
    """The messages of a chat all of whose lines are in a paragraph."""
    mine = {id(line) for line in paragraph.lines}
    return [m for m in chat.messages if m.lines and all(id(line) in mine for line in m.lines)]


def _is_of_wallet(paragraph: Paragraph, chat: Chat) -> bool:
    """True for the notification of a program that one pays with, by its name above it."""
    found = _messages_in(paragraph, chat)
    return len(found) == 1 and found[0].speaker != "me" and bool(_WALLETS.fullmatch(found[0].name))


def _by_its_head(row: Row, paragraph: Paragraph, chat: Chat, capture: Capture) -> bool:
    """Sets the moment of a phone's notification, which shows it in its own head: 微信支付 and 21:03. False where it has none."""
    found = _messages_in(paragraph, chat)
    time = found[0].time if len(found) == 1 else None
    if time is None or time.at is None or time.reasons:
        return False
    at = time.at
    row.occurred_at = Moment(at.year, at.month, at.day, at.hour, at.minute).isoformat()
    row.rules["occurred_at"] = "notice:head"
    row.reasons.extend(found[0].reasons)
    row.reasons.append("year_from_capture_time:occurred_at")
    if capture.source.review_reason:
        row.reasons.append(capture.source.review_reason)
    return True


def _under_day(row: Row, message: Paragraph, page: Page, capture: Capture) -> None:
    """Sets the moment of a notice that shows a clock alone, by the day that heads it in a feed: 13:27 under 4月16日."""
    top = min(line.box.y for line in message.lines)
    clocks = [line for line in message.lines if _CLOCK.fullmatch(words_of(line))]
    heads = [line for line in headings_of(page) if line.box.bottom <= top]
    if len(clocks) != 1 or not heads:
        row.reasons.append("missing:occurred_at")
        return
    head = max(heads, key=lambda line: line.box.y)
    decision, counted = list_moment(clocks, head, (), capture.at.date(), clocked=True)
    if decision is None:
        row.reasons.append("missing:occurred_at")
        return
    row.occurred_at, row.rules["occurred_at"] = decision.value.isoformat(), "notice:under_day"
    row.reasons.extend(f"{doubt}:occurred_at" for doubt in decision.doubts)
    if not decision.agreed and not decision.doubts:
        row.reasons.append("single_read:occurred_at")
    if counted:
        row.reasons.append("year_from_capture_time:occurred_at")
        if capture.source.review_reason:
            row.reasons.append(capture.source.review_reason)

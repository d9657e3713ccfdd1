"""What a page says, slot by slot: the values chosen among its pairs, before they become rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from rapidfuzz.distance import Levenshtein

from extractor.evidence.beside import flagged_paid, of_tabs
from extractor.evidence.clocks import with_clocks
from extractor.evidence.decide import Decision, decide_moment, decide_number, decide_phone, doubted
from extractor.evidence.decide_amounts import decide_amount
from extractor.fields.moments import Moment, find_moments
from extractor.fields.money import Money
from extractor.fields.numbers import is_identity_card
from extractor.fields.text import already, digit_count, fold, han_count, squeeze, without_place
from extractor.geometry import Box
from extractor.ocr.lines import Line
from extractor.screens.definitions import StatusWord
from extractor.screens.labels import find_labels
from extractor.screens.pairs import Pair, Value, is_torn, value_of
from extractor.screens.recognise import Page

T = TypeVar("T")
_TITLE = re.compile(
    r"^(?:账单|订单|交易|转账|付款|收款|退款|支付|充值|服务)(?:详情|结果|信息|记录|明细|小结|摘要|回执|凭证|资料)$|^全部账单$|^[请需应]?(?:支付|付款)$|收银台$|扫码支付$"
    r"|请[在于]|剩余|倒计时|完成(?:支付|付款)$|\d[:分]\d\d|自动(?:关闭|取消)"
)
_NUMBER_LIKE, _UNSURE = 6, 0.5
_WRAPPED, _WIDE, _EDGE, _REST = 0.8, 1.5, 0.3, re.compile(r"\d{1,12}")
_LARGER = 1.2
_RED_PACKET = re.compile("的(?:拼手气|口令)?红包$")
_WHOLE_SUM = re.compile("退款|全额退")
_BACK = re.compile(r"^[《<〈‹く]")  # the arrow before a title
_OF_CODES = ("已失效", "已过期")
"""What is said of the code that one pays by, too, once it has been paid."""
_TO_PAY_IN = re.compile(r"^请[于在].{2,12}内?(完成(?:支付|付款)|(?:支付|付款))")
_QUOTES = re.compile("[\"'“”]")
_ORDERS_CODE = re.compile(r"(?<=^订单)\s?(?=(?:[a-z-]*\d){3})[0-9a-z-]{8,}\s?")
_FROM = re.compile(r"^【[^】]{1,16}】")
"""Who wrote a mail, before what its title says."""
_LEAST_UNCLEAR = 3
_FAILED, _WHY_FAILED, _LEAST_REASON = "失败", "失败原因", 2
_SENT = re.compile("提现|打款|转账|汇款|代付|下发")
"""What money is called that goes out of an account, and has not where that failed."""
_TORN, _NO_WORD = 0.7, re.compile(r"[^\u4e00-\u9fff]")
_CAPTION = 0.9
"""How far the word for an amount stands from it, in heights of the amount."""
_PAID_HOW = re.compile(r"\(([未待])?(?:已?支付|已?付款|已付)\)")
_TO_PAY = re.compile("待[支付]|[还仍]?需[支付]")
_PAID_SUM = re.compile("已(?:支付|付款?|收|扣[款费]|缴[费纳]?)")
_AFTER_PAYMENT = ("processing", "delivered")
"""What the label of the goods says of an order beside that of its payment, which went well."""
_OF_PAYMENT = re.compile("^(?:支付|付款|扣款)")
_TAG, _TITLED = re.compile("[已待].{2,}|.{2,}中"), 4
"""How words of a tag look that are no buttons, and how many Han the title beside it has at least."""
_ORDERS_END = re.compile("(?:订单|交易|支付|付款)(?!失败|未成功)|超时")
"""How words begin that say that an order ended unpaid; 已取消 alone is a tab at times, and 支付失败 may be tried again."""
_SUMMARY, _REFUND = (
    ("摘要", "交易摘要", "业务摘要"),
    re.compile("(?:网购|消费|网上|快捷|原交易|订单)?(?:退款|退货|退回)"),
)
_ASIDE = re.compile(r"^.{0,6}已退款?.{0,2}\d")
_PROGRESS = re.compile(r"\d元?/¥?\d[\d,]*(?:\.\d\d元?|元)$")
"""How much of a sum has come, 已到账0.00元/100.00元, is none of what became of it."""
_TURNED = re.compile("[将会可请待未不没能需应再先无]")
"""Characters that turn what a word says: 将退还给你 is not 已退还给你 misread."""
_VERB = re.compile("[付收退扣充转提汇存取购买卖]{2}")
"""What money does, and what else: 订单扣款 is no misread 订单退款."""
_CLOSES = re.compile(r"完成|关闭|[×xX]|返回")
_TIME_LIKE = re.compile(r"\d[:;]\d\d|20\d\d[-/.年]|\d月\d|退[款回][^:]{0,4}时间|到账时间")


@dataclass(frozen=True, slots=True)
class StatusFound:
    """A status, the word that said so, the line it stands in, and whether the word was read exactly."""

    status: str
    word: str
    exact: bool
    value: Value


@dataclass(frozen=True, slots=True)
class TextFound:
    """A free text value (counterparty, product, account)."""

    text: str
    value: Value


def numbers(page: Page, pairs: Sequence[Pair], slot: str) -> list[Decision[str]]:
    """The numbers of a slot, preferred labels first; identity cards are left out."""
    found = []
    for pair in by_rank(pairs, slot):
        decision = decide_number(pair.value, f"{slot}:{pair.label.text}:{pair.how}")
        if decision is None or is_identity_card(decision.value):
            continue
        found.append(doubted(decision, "cropped") if _goes_on(page, pair.value) else decision)
    return found


def _goes_on(page: Page, value: Value) -> bool:
    """True where digits of the same print stand close below a number, in a row of their own: it may be wrapped in a way
    that nobody expected."""
    last = max((line.box for line in value.lines), key=lambda box: box.bottom)
    mine = {id(line) for line in value.lines}
    below = [
        line
        for line in page.lines
        if id(line) not in mine
        and 0 <= line.box.y - last.bottom < (_WIDE if _below_it(line, last) else _WRAPPED) * last.h
        and 0.8 * last.h < line.box.h < 1.25 * last.h
        and line.box.overlap_x(last) > 0
        and _REST.fullmatch(squeeze(line.text))
    ]
    return any(
        not any(o is not line and o.text and o.box.same_row(line.box) for o in page.lines) for line in below
    )


def _below_it(line: Line, box: Box) -> bool:
    return abs(line.box.x - box.x) < _EDGE * box.h


def amounts(pairs: Sequence[Pair], slot: str) -> list[Decision[Money]]:
    """The amounts of a slot, preferred labels first."""
    return _all(pairs, slot, decide_amount)


def torn(decision: Decision[T], value: Value, lines: Sequence[Line]) -> Decision[T]:
    """The decision, doubted where more digits stand close beside its value."""
    return doubted(decision, "cropped") if is_torn(value, lines) else decision


def moments(pairs: Sequence[Pair], slot: str) -> list[Decision[Moment]]:
    """The moments of a slot, preferred labels first."""
    return _all(with_clocks(pairs, slot), slot, decide_moment)


def _all(
    pairs: Sequence[Pair], slot: str, decide: Callable[[Value, str], Decision[T] | None]
) -> list[Decision[T]]:
    found = []
    for pair in by_rank(pairs, slot):
        decision = decide(pair.value, f"{slot}:{pair.label.text}:{pair.how}")
        if decision is not None:
            found.append(decision)
    return found


def by_rank(pairs: Sequence[Pair], slot: str) -> list[Pair]:
    """The pairs of a slot, the preferred labels first, page order among equals."""
    return sorted((pair for pair in pairs if pair.label.slot == slot), key=lambda pair: pair.label.rank)


def headline_amount(page: Page) -> Decision[Money] | None:
    """The amount of the big line near the top."""
    if page.headline is None:
        return None
    value = value_of(page.headline)
    decision = decide_amount(value, "headline")
    return None if decision is None else torn(decision, value, page.lines)


def status_of(page: Page, pairs: Sequence[Pair], lines: Sequence[Line]) -> StatusFound | None:
    """What the page says of the transaction: beside a status label, else a status word standing by itself."""
    labelled = _labelled_status(page, pairs)
    if labelled is not None and labelled.found.status == "processing" and flagged_paid(lines):
        return replace(labelled.found, exact=False)  # paid: true, state: processing
    if labelled is not None and labelled.found.status == "pending":
        return _ended(page, lines) or labelled.found
    closed = labelled is not None and _may_hide_refund(labelled.found)
    if labelled is not None and not closed and not (labelled.of_payment and labelled.found.status == "paid"):
        return labelled.found
    alone = _standing_status(page, lines)
    if labelled is not None:  # 付款状态: 交易成功, or 订单状态: 交易关闭, below 退款成功
        return alone if alone is not None and alone.exact and alone.status == "refunded" else labelled.found
    return (
        alone
        or _implied(pairs)
        or _heading(page)
        or _to_be_paid(lines)
        or _under_sum(page)
        or _summary(pairs)
        or _tag(page)
    )


def _ended(page: Page, lines: Sequence[Line]) -> StatusFound | None:
    """What a note below an order that was not paid says of its end: 订单已过期,请重新下单. None where it says none."""
    for line in lines:
        found = _said_in(line, page.screen.status)
        of_order = _ORDERS_END.match(squeeze(line.text)) is not None
        if found is not None and found[0].status == "closed" and of_order:
            return StatusFound("closed", found[0].word, found[1], value_of(line))
    return None


def _summary(pairs: Sequence[Pair]) -> StatusFound | None:
    """What a bank sums an entry up as: 摘要 退款, of money that came in."""
    for pair in pairs:
        said = squeeze(pair.value.text)
        if pair.label.text in _SUMMARY and _REFUND.fullmatch(said):
            return StatusFound("refunded", said, pair.value.confidence >= _UNSURE, pair.value)
    return None


def _under_sum(page: Page) -> StatusFound | None:
    """A word that tells a status only beside a label elsewhere (审核中), alone in the row right below the page's big amount.
    Of what is done it says nothing: 完成 is a button there."""
    if page.headline is None:
        return None
    big = page.headline.box
    for line in page.lines:
        gap, beside = line.box.y - big.bottom, abs(line.box.cx - big.cx)
        if not (-2 <= gap < _CAPTION * big.h and beside < 0.5 * big.h and line.box.h < big.h):
            continue
        said = already(squeeze(line.text)).lower()
        word = next((w for w in page.screen.status if w.word == said and not w.cell), None)
        row = [o for o in page.lines if o is not line and o.text and o.box.same_row(line.box)]
        if word is not None and not row and word.status not in ("paid", "delivered", "refunded"):
            return StatusFound(word.status, word.word, True, value_of(line))
    return None


def _to_be_paid(lines: Sequence[Line]) -> StatusFound | None:
    """What a cashier's page says of an order above its sum: 请于 14:59 内完成付款."""
    for line in lines:
        asked = _TO_PAY_IN.search(squeeze(line.text))
        if asked is not None:
            return StatusFound("pending", asked[1], True, value_of(line))
    return None


def _heading(page: Page) -> StatusFound | None:
    """What the heading of an order says with a word that tells a status only beside a label elsewhere (待使用, 完成): alone
    in its row, in larger print, above all labels."""
    labels = [pair.label_line.box for pair in page.pairs if pair.label.slot != "other"]
    if not labels or page.screen.rows != "transaction":
        return None
    top, usual = min(box.y for box in labels), sorted(box.h for box in labels)[len(labels) // 2]
    for line in page.lines:
        if line.box.h < _LARGER * usual or line.box.bottom > top:
            continue
        said = _BACK.sub("", already(squeeze(line.text)).lower())
        word = next((w for w in page.screen.status if w.word == said and not w.cell), None)
        row = [o for o in page.lines if o is not line and o.text and o.box.same_row(line.box)]
        if word is not None and not row:
            return StatusFound(word.status, word.word, True, value_of(line))
    return None


def _tag(page: Page) -> StatusFound | None:
    """What a tag at the right end of the title of an order's card says with a word that tells a status only beside a label
    elsewhere: 已开通 beside 黄金会员连续包年, above all labels. 完成 is a button there."""
    labels = [pair.label_line.box for pair in page.pairs if pair.label.slot != "other"]
    if not labels or page.screen.rows != "transaction":
        return None
    top = min(box.y for box in labels)
    for line in page.lines:
        said = already(squeeze(line.text))
        word = next((w for w in page.screen.status if w.word == said and not w.cell), None)
        if word is None or line.box.bottom > top or not _TAG.fullmatch(said):
            continue
        row = [o for o in page.lines if o is not line and o.text and o.box.same_row(line.box)]
        titled = any(han_count(o.text) >= _TITLED for o in row)
        if titled and all(o.box.right <= line.box.x for o in row):
            return StatusFound(word.status, word.word, True, value_of(line))
    return None


def _implied(pairs: Sequence[Pair]) -> StatusFound | None:
    """What the name of a sum says, 已付 or 车费已支付, or a word beside how it was paid: 在线付(已支付)."""
    for pair in pairs:
        told = _PAID_HOW.search(squeeze(pair.value.text)) if _OF_PAYMENT.search(pair.label.text) else None
        if told is not None:
            return StatusFound("pending" if told[1] else "paid", told[0].strip("()"), True, pair.value)
    for pair in pairs:
        due = pair.label.slot == "order_amount" and _TO_PAY.match(pair.label.text) is not None
        if due and not any(other.label.slot == "paid_at" for other in pairs):
            return StatusFound("pending", pair.label.text, True, value_of(pair.label_line))
        if pair.label.slot == "paid_amount" and (word := _PAID_SUM.search(pair.label.text)) is not None:
            return StatusFound("paid", word[0], True, value_of(pair.label_line))
    return None


@dataclass(frozen=True, slots=True)
class _Labelled:
    """A status beside its label; of_payment: the label says that it is the payment's, whatever came of it later."""

    found: StatusFound
    of_payment: bool


def _labelled_status(page: Page, pairs: Sequence[Pair]) -> _Labelled | None:
    said: list[_Labelled] = []
    for pair in pairs:
        if _PROGRESS.search(squeeze(pair.value.text)):
            continue
        if pair.label.slot == "status" and not _is_title(pair, pairs):
            found = status_in(squeeze(pair.value.text), page.screen.status, labelled=True)
            found = found or _otherwise_read(pair.value, page.screen.status)
            if found is not None:
                status = found[0].status
                if "退款" in pair.label.text and status in ("paid", "delivered"):
                    status = "refunded"  # 退款状态: 已到账
                of_payment = bool(_OF_PAYMENT.search(pair.label.text))
                said.append(_Labelled(StatusFound(status, found[0].word, found[1], pair.value), of_payment))
    first = said[0] if said else None
    if first is not None and first.of_payment and first.found.status == "paid":
        # 付款状态: 已支付, 发货状态: 待发货
        later = [one for one in said if not one.of_payment and one.found.exact]
        return next((one for one in later if one.found.status in _AFTER_PAYMENT), first)
    return first


def status_unclear(page: Page) -> bool:
    """True where a status beside its label is one character off words of several meanings: 已过款 is 已退款 or 已付款."""
    for pair in page.pairs:
        bare = (
            _NO_WORD.sub("", re.sub(r"\(.*", "", fold(pair.value.text)))
            if pair.label.slot == "status"
            else ""
        )
        near = {
            word.status
            for word in page.screen.status
            if len(word.word) == len(bare) >= _LEAST_UNCLEAR and Levenshtein.distance(bare, word.word) == 1
        }
        if len(near) > 1:
            return True
    return False


def _otherwise_read(value: Value, words: Sequence[StatusWord]) -> tuple[StatusWord, bool] | None:
    """The status that other readings of a value show where the chosen one shows none, never surely: 已巡款 for 已退款."""
    read = [status_in(squeeze(text), words, labelled=True) for _, text in value.texts]
    exact = [found[0] for found in read if found is not None and found[1]]
    return (exact[0], False) if exact and len({word.status for word in exact}) == 1 else None


def _is_title(pair: Pair, pairs: Sequence[Pair]) -> bool:
    """True for the title of a page, 转账结果, above all labels, with the button that closes it at the right."""
    first = not any(other.label_line.box.y < pair.label_line.box.y for other in pairs)
    return first and pair.label.text.endswith("结果") and bool(_CLOSES.fullmatch(squeeze(pair.value.text)))


def _standing_status(page: Page, lines: Sequence[Line]) -> StatusFound | None:
    """What a status word that stands by itself says."""
    said = [
        (line, StatusFound(found[0].status, found[0].word, found[1], value_of(line)))
        for line in lines
        if not _TO_PAY_IN.search(squeeze(line.text))  # 内完成付款 is no misread 已完成付款
        and (found := _said_in(line, page.screen.status)) is not None
    ]
    whole = _torn_statuses(lines, page.screen.status)
    parts = {id(part) for _, found in whole for part in found.value.lines}
    said = [*(item for item in said if id(item[0]) not in parts), *whole]
    said = [item for item in said if not of_tabs(item[0], lines)] or said
    if any(f.status in ("paid", "delivered") for _, f in said):
        said = [item for item in said if item[1].word not in _OF_CODES]  # the code to pay by, not the payment
    # 充值失败,已退款: lines part at a comma; what has come of it in the end is said last
    said = [
        (line, f)
        for line, f in said
        if not any(
            o.box.same_row(line.box) and 0 <= o.box.x - line.box.right < 2 * line.box.h for o, _ in said
        )
    ]
    # 支付完成 and 充值失败 side by side are the steps of an order; what it has come to stands elsewhere too
    alone = [
        (line, f) for line, f in said if not any(o is not line and o.box.same_row(line.box) for o, _ in said)
    ]
    # the word nearest to the headline, or the largest, speaks for the page; a button at the bottom does not
    best = max(alone or said, key=lambda item: item[0].box.h - 0.02 * item[0].box.y, default=None)
    if best is not None and not alone and (others := _other_steps(best[0], best[1], page)):
        return _failed_step(page, others) or replace(best[1], exact=False)
    if best is not None and _may_hide_refund(best[1]):
        returned = [f for _, f in said if f.status == "refunded" and f.exact and _WHOLE_SUM.search(f.word)]
        return returned[0] if returned else best[1]
    return best[1] if best else None


def _other_steps(line: Line, found: StatusFound, page: Page) -> list[Line]:
    """The steps of an order beside one, 已提交, 处理中, 失败, that mean another status: colour alone says how far it has come."""
    words = {word.word: word for word in page.screen.status if not word.cell}
    row = [o for o in page.lines if o is not line and o.box.same_row(line.box)]
    return [o for o in row if (word := words.get(squeeze(o.text))) and word.status != found.status]


def _failed_step(page: Page, steps: Sequence[Line]) -> StatusFound | None:
    """The step 失败 of an order that says why it failed; None where money was to go out (提现), which then stayed where it was."""
    why = any(
        pair.label.text == _WHY_FAILED and han_count(pair.value.text) >= _LEAST_REASON for pair in page.pairs
    )
    failed = next((step for step in steps if squeeze(step.text) == _FAILED), None)
    if failed is None or not why or any(_SENT.search(squeeze(line.text)) for line in page.lines):
        return None
    return StatusFound("failed", _FAILED, True, value_of(failed))


def _said_in(line: Line, words: Sequence[StatusWord]) -> tuple[StatusWord, bool] | None:
    """The status word of a line; where the main reading is unsure and shows none, the one that two other readings show, never
    surely: 么产值中, but 豆充值中 and 斑充值中 behind an icon."""
    found = status_in(squeeze(line.text), words, labelled=False)
    if found is not None or line.confidence >= _UNSURE:
        return found
    read = [status_in(squeeze(reading.text), words, labelled=False) for reading in line.readings[1:]]
    exact = [one[0] for one in read if one is not None and one[1]]
    return (exact[0], False) if len(exact) > 1 and len({word.status for word in exact}) == 1 else None


def _may_hide_refund(found: StatusFound) -> bool:
    """True where an order is said to be closed: what came of its money, 退款成功 in smaller print, is said elsewhere. The end
    of a complaint or of a request for a refund (退款已关闭) is none of the order's."""
    return found.status == "closed" and not re.search("退款|售后", found.word)


def _torn_statuses(lines: Sequence[Line], words: Sequence[StatusWord]) -> list[tuple[Line, StatusFound]]:
    """The words of a status in two lines side by side, 退款 and 成功: JPEG's rings part the small print of a tag."""
    known = {word.word: word for word in words if word.alone}
    found: list[tuple[Line, StatusFound]] = []
    for first in lines:
        for second in lines:
            gap = second.box.x - first.box.right
            if second is first or not (first.box.same_row(second.box) and 0 <= gap < _TORN * first.box.h):
                continue
            word = known.get(_NO_WORD.sub("", first.text + second.text))
            if word is not None:
                found.append((first, StatusFound(word.status, word.word, True, value_of(first, second))))
    return found


def status_in(text: str, words: Sequence[StatusWord], *, labelled: bool) -> tuple[StatusWord, bool] | None:
    """The longest status word in text, and whether it was read exactly; words come longest first.

    Without a label the word must be all that stands there, but for an amount in brackets, marks and a particle.
    """
    found: list[tuple[StatusWord, bool]] = []
    content = _FROM.sub("", already(fold(text)))
    clauses = re.split(r"[,.;!:·'|]", re.sub(r"\([^)]*\d[^)]*\)?", "", content))
    whole = "".join(clauses)  # 没成·已退: neither half of it says as much
    for word in words if any(clauses[:-1]) else ():
        if word.word == whole and (labelled or word.alone) and not word.cell:
            return word, True
    for clause in clauses:
        match = _status_of_clause(clause, words, labelled=labelled)
        if match is not None:
            found.append(match)
    # 充值失败,已退款: what has come of it in the end
    ended = next((match for match in found if match[0].status == "refunded"), None)
    if ended is None and found and found[0][0].status == "failed":
        last = clauses[-1]  # 充值失败,等待退款
        ended = next(
            (match for match in found if match[0].word == last and match[0].status == "refunding"), None
        )
    if ended is None and len(found) > 1 and found[0][0].status == "paid" and found[-1][1]:
        ended = found[-1] if found[-1][0].status == "processing" else None  # 已付款,等待卖家发货
    before, bracket, _ = fold(text).partition("(")
    if ended is None and labelled and bracket:
        # why it is so does not turn what is said: 处理失败(账号不存在), 已关闭(未支付)
        said = status_in(before, words, labelled=True)
        if said is not None and (not found or (said[0].status, found[0][0].status) == ("closed", "pending")):
            return said
    return ended or (found[0] if found else None)


def _status_of_clause(
    text: str, words: Sequence[StatusWord], *, labelled: bool
) -> tuple[StatusWord, bool] | None:
    bare = re.sub(
        r"[\s\"'“”!.,:()✓√>|@•●○]+|¥?\d[\d.,]*元?|¥|^(?:您最近的(?=交易已)|您(?:在[\u4e00-\u9fff]{2,6})?购买的商品|(?:您的|本)?(?:订单|交易|本单|代充|代练|充值|兑换|办理))(?=交易已|已|待|未|支付|充值)"
        r"|(?<=成功)(?:通知|提醒)$|(?<=^[待等])(?:待)?[*a-z0-9()_\u4e00-\u9fff-]{0,16}(?=收款$)|^[*\u4e00-\u9fff]{1,10}(?=已收[款钱]$)",
        "",
        _ORDERS_CODE.sub("", _QUOTES.sub("", text.lower())),  # 待"张三"确认收款, 订单2GJQ8S8K2JTGT3AA已发货
    )
    translated = re.fullmatch(r"([\u4e00-\u9fff]{2,})[a-z]{4,12}|[a-z]{4,16}([\u4e00-\u9fff]{3,})", bare)
    bare = (translated[1] or translated[2]) if translated else bare  # 已支付 Paid, Completed 已完成
    bare = without_place(bare)
    ticked = re.fullmatch(r"[a-z]{2}([\u4e00-\u9fff]{4})", bare)
    bare = ticked[1] if ticked else bare  # VW支付成功: the sign before it was read as letters
    if not bare or len(bare) > (24 if labelled else 10):
        return None
    both = None if labelled else _two_words(bare, words)
    if both is not None:
        return both, True
    negated = re.search(r"未能?|不能?|没有?|^not(?=paid|completed|refunded|delivered)", bare)
    for word in words:
        if word.cell and not (labelled and bare == word.word):
            continue
        if word.word in bare and (labelled or (word.alone and len(bare) <= len(word.word) + 1)):
            if negated and not re.search(r"未|不|没", word.word):
                continue
            return word, True
    least = 3 if labelled else 4
    near = [
        word
        for word in words
        if len(word.word) >= least
        and (labelled or word.alone)
        and len(bare) == len(word.word)
        and Levenshtein.distance(bare, word.word, score_cutoff=1) <= 1
        and not _TURNED.search("".join(a for a, b in zip(bare, word.word, strict=True) if a != b))
        and not any(_VERB.fullmatch(a + b) for a, b in zip(bare, word.word, strict=True) if a != b)
    ]
    if near and len({word.status for word in near}) == 1:
        return near[0], False
    return None


def _two_words(bare: str, words: Sequence[StatusWord]) -> StatusWord | None:
    """Of two status words without a comma between them, 交易成功已退款, the one that says what has come of it in the end."""
    alone = {word.word: word for word in words if word.alone}
    if bare in alone:
        return None
    for cut in range(2, len(bare) - 1):
        first, second = alone.get(bare[:cut]), alone.get(bare[cut:])
        if first is None or second is None:
            continue
        if "refunded" in (first.status, second.status):
            return first if first.status == "refunded" else second
        if second.status == "refunding":
            return second  # tabs side by side, 待付款待发货, say nothing
    return None


def text_of(pairs: Sequence[Pair], slot: str) -> TextFound | None:
    """The first text value of a slot that has some substance."""
    for pair in by_rank(pairs, slot):
        text = " ".join(fold(pair.value.text).split())
        if len(text) >= 2 and not (find_moments(text) and not han_count(text)):  # who did a step, and when
            return TextFound(text, pair.value)
    return None


def phone_of(pairs: Sequence[Pair]) -> Decision[str] | None:
    """The bound phone: beside its label, else none (a phone anywhere else is somebody else's)."""
    for pair in pairs:
        if pair.label.slot in ("phone", "account"):
            phone = decide_phone(pair.value, f"{pair.label.slot}:{pair.label.text}:{pair.how}")
            if phone is not None:
                return phone
    return None


def tells_time(line: Line) -> bool:
    """True for a line that any reader saw something like a moment in, be it misread, or the name of a refund's."""
    return any(_TIME_LIKE.search(squeeze(reading.text)) for reading in line.readings)


def title_above_headline(page: Page) -> Line | None:
    """The payee's name as payment pages print it: the text line right above the headline amount; of a red packet who gave it,
    above what is wished."""
    if page.headline is None:
        return None
    above = [
        line
        for line in page.lines
        if line.box.bottom <= page.headline.box.y + 2
        and page.headline.box.y - line.box.bottom < 2.5 * page.headline.box.h
        and han_count(line.text) >= 2
        and not _is_heading(line, page)
    ]
    giver = next((line for line in above if _RED_PACKET.search(squeeze(line.text))), None)
    return giver or max(above, key=lambda line: line.box.y, default=None)


def _is_heading(line: Line, page: Page) -> bool:
    """True for what stands above an amount and names nobody: a label, a page's title, a status."""
    text = squeeze(line.text)
    if _TITLE.search(text) or digit_count(text) >= _NUMBER_LIKE or find_labels(text, page.screen.labels):
        return True
    return status_in(text, page.screen.status, labelled=False) is not None


def refund_aside(page: Page) -> tuple[Line, Decision[Money]] | None:
    """The refunded part that stands in brackets beside an amount, (已退款89.84), and its line."""
    for line in page.lines:
        found = decide_amount(value_of(line), "refund_aside") if _ASIDE.search(squeeze(line.text)) else None
        if found is not None:
            return line, found
    return None


def captioned(page: Page) -> StatusFound | None:
    """What the word right above or below the big amount says of it: 退款成功 over ¥617.00; None where there is none."""
    if page.headline is None:
        return None
    big = page.headline.box
    near = [
        line
        for line in page.lines
        if -2 <= max(big.y - line.box.bottom, line.box.y - big.bottom) < _CAPTION * big.h
        and min(abs(line.box.x - big.x), abs(line.box.cx - big.cx)) < 0.5 * big.h
    ]
    found = _standing_status(page, near)
    return found if found is not None and found.exact else None


def refund_in_status(status: StatusFound | None) -> Decision[Money] | None:
    """The refunded part that a status names: 已退款(¥47.42); None for a full refund or none."""
    if status is None or status.status != "refunded":
        return None
    return decide_amount(status.value, "refund_in_status")

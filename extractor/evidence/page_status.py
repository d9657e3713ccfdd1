"""What a page says of its transaction: beside a status label, else by a word that stands by itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import Levenshtein

from extractor.evidence.beside import awaited, flagged_paid, of_tabs
from extractor.evidence.decide_amounts import decide_amount
from extractor.evidence.page_moments import past_steps
from extractor.evidence.status_words import (
    NO_WORD,
    UNSURE,
    StatusFound,
    otherwise_read,
    said_in,
    status_in,
    torn_statuses,
    torn_value,
)
from extractor.evidence.votes import Decision
from extractor.fields.money import Money
from extractor.fields.text import already, fold, han_count, squeeze
from extractor.ocr.lines import Line
from extractor.screens.definitions import StatusWord
from extractor.screens.pairs import Pair, value_of
from extractor.screens.recognise import Page

_LARGER = 1.2
_WHOLE_SUM = re.compile("退款|全额退")
_BACK = re.compile(r"^[《<〈‹く]")  # the arrow before a title
_OF_CODES = ("已失效", "已过期")
"""What is said of the code that one pays by, too, once it has been paid."""
_TO_PAY_IN = re.compile(r"^请[于在].{2,12}内?(完成(?:支付|付款)|(?:支付|付款))")
_LEAST_UNCLEAR = 3
_SURELY = 0.75
_FAILED, _WHY_FAILED, _LEAST_REASON = "失败", "失败原因", 2
_SENT = re.compile("提现|打款|转账|汇款|代付|下发")
"""What money is called that goes out of an account, and has not where that failed."""
_CAPTION = 0.9
"""How far the word for an amount stands from it, in heights of the amount."""
_PAID_HOW = re.compile(r"\(([未待])?(?:已?支付|已?付款|已付)\)")
_TO_PAY = re.compile("待[支付]|[还仍]?需[支付]")
_PAID_SUM = re.compile("已(?:支付|付款?|收|扣[款费]|缴[费纳]?)")
_AFTER_PAYMENT = ("processing", "delivered")
"""What the label of the goods says of an order beside that of its payment, which went well."""
_NOT_YET = re.compile("^[待未]|^等待")
"""How words begin that say of the goods that nothing has been done: of the order no more is known than that it was paid."""
_OF_PAYMENT = re.compile("^(?:支付|付款|扣款)")
_OF_GOODS = re.compile("^(?:发货|发卡|物流|配送|交付)")
"""How labels begin of what has become of the payment, and of the goods."""
_TAG, _TITLED = re.compile("[已待].{2,}|.{2,}中"), 4
"""How words of a tag look that are no buttons, and how many Han the title beside it has at least."""
_ORDERS_END = re.compile("(?:订单|交易|支付|付款)(?!失败|未成功)|超时")
"""How words begin that say that an order ended unpaid; 已取消 alone is a tab at times, and 支付失败 may be tried again."""
_SUMMARY, _REFUND = (
    ("摘要", "交易摘要", "业务摘要"),
    re.compile("(?:网购|消费|网上|快捷|原交易|订单)?(?:退款|退货|退回)"),
)
_PROGRESS = re.compile(r"\d元?/¥?\d[\d,]*(?:\.\d\d元?|元)$")
"""How much of a sum has come, 已到账0.00元/100.00元, is none of what became of it."""
_CLOSES = re.compile(r"完成|关闭|[×xX]|返回")


def status_of(page: Page, pairs: Sequence[Pair], lines: Sequence[Line]) -> StatusFound | None:
    """What the page says of the transaction: beside a status label, else a status word standing by itself."""
    labelled = _labelled_status(page, pairs)
    if labelled is not None and labelled.found.status == "processing" and flagged_paid(lines):
        return replace(labelled.found, exact=False)  # paid: true, state: processing
    if labelled is not None and labelled.found.status == "pending":
        return _ended(page, lines) or labelled.found
    if labelled is not None and labelled.of_goods:  # 已支付, and 发货状态: 等待发货
        paid = _standing_status(page, lines)
        return paid if paid is not None and paid.exact and paid.status == "paid" else labelled.found
    closed = labelled is not None and _may_hide_refund(labelled.found)
    if labelled is not None and not closed and not (labelled.of_payment and labelled.found.status == "paid"):
        return labelled.found
    alone = _standing_status(page, lines)
    if labelled is None and (due := awaited(lines)) is not None:
        return StatusFound("processing", squeeze(due.text), due.confidence >= UNSURE, value_of(due))
    if labelled is None and alone is not None:
        alone = _under_sum(page) or alone  # 处理中 below the sum, over the steps 付款成功 and 到账成功
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
        found = said_in(line, page.screen.status)
        of_order = _ORDERS_END.match(squeeze(line.text)) is not None
        if found is not None and found[0].status == "closed" and of_order:
            return StatusFound("closed", found[0].word, found[1], value_of(line))
    return None


def _summary(pairs: Sequence[Pair]) -> StatusFound | None:
    """What a bank sums an entry up as: 摘要 退款, of money that came in."""
    for pair in pairs:
        said = squeeze(pair.value.text)
        if pair.label.text in _SUMMARY and _REFUND.fullmatch(said):
            return StatusFound("refunded", said, pair.value.confidence >= UNSURE, pair.value)
    return None


def _under_sum(page: Page) -> StatusFound | None:
    """A word that tells a status only beside a label elsewhere (审核中), alone in the row right below the page's big amount; one
    that was read unsurely may be off by a character, and asks. Of what is done it says nothing: 完成 is a button there."""
    if page.headline is None:
        return None
    big = page.headline.box
    for line in page.lines:
        gap, beside = line.box.y - big.bottom, abs(line.box.cx - big.cx)
        if not (-2 <= gap < _CAPTION * big.h and beside < 0.5 * big.h and line.box.h < big.h):
            continue
        said = already(squeeze(line.text)).lower()
        words = [
            w for w in page.screen.status if not w.cell and w.status not in ("paid", "delivered", "refunded")
        ]
        word = next((w for w in words if w.word == said), None)
        near = _one_off(said, words) if word is None and line.confidence < _SURELY else None
        row = [o for o in page.lines if o is not line and o.text and o.box.same_row(line.box)]
        found = word or near
        if found is not None and not row:
            return StatusFound(found.status, found.word, word is not None, value_of(line))
    return None


def _one_off(said: str, words: Sequence[StatusWord]) -> StatusWord | None:
    """The word of three characters or more that differs from said by one, where all that do tell one status: 然理中."""
    near = [
        w
        for w in words
        if len(w.word) == len(said) >= _LEAST_UNCLEAR and Levenshtein.distance(said, w.word) == 1
    ]
    return near[0] if len({w.status for w in near}) == 1 else None


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
    of_goods: bool = False
    """It says of the goods that nothing has been done yet: 发货状态: 等待发货."""


def _labelled_status(page: Page, pairs: Sequence[Pair]) -> _Labelled | None:
    said: list[_Labelled] = []
    for pair in pairs:
        if _PROGRESS.search(squeeze(pair.value.text)):
            continue
        if pair.label.slot == "status" and not _is_title(pair, pairs):
            found = status_in(squeeze(pair.value.text), page.screen.status, labelled=True)
            found = found or otherwise_read(pair.value, page.screen.status)
            found = found or torn_value(pair.value, page.screen.status)
            if found is not None:
                status = found[0].status
                if "退款" in pair.label.text and status in ("paid", "delivered"):
                    status = "refunded"  # 退款状态: 已到账
                of_payment = bool(_OF_PAYMENT.search(pair.label.text))
                waits = bool(_OF_GOODS.search(pair.label.text) and _NOT_YET.match(found[0].word))
                one = StatusFound(status, found[0].word, found[1], pair.value)
                said.append(_Labelled(one, of_payment, waits))
    first = said[0] if said else None
    if first is not None and first.of_payment and first.found.status == "paid":
        # 付款状态: 已支付, 发货状态: 发货中
        later = [
            one
            for one in said
            if not one.of_payment and one.found.exact and not _NOT_YET.match(one.found.word)
        ]
        return next((one for one in later if one.found.status in _AFTER_PAYMENT), first)
    return first


def status_unclear(page: Page) -> bool:
    """True where a status beside its label is one character off words of several meanings: 已过款 is 已退款 or 已付款."""
    for pair in page.pairs:
        bare = (
            NO_WORD.sub("", re.sub(r"\(.*", "", fold(pair.value.text))) if pair.label.slot == "status" else ""
        )
        near = {
            word.status
            for word in page.screen.status
            if len(word.word) == len(bare) >= _LEAST_UNCLEAR and Levenshtein.distance(bare, word.word) == 1
        }
        if len(near) > 1:
            return True
    return False


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
        and (found := said_in(line, page.screen.status)) is not None
    ]
    whole = torn_statuses(lines, page.screen.status)
    parts = {id(part) for _, found in whole for part in found.value.lines}
    said = [*(item for item in said if id(item[0]) not in parts), *whole]
    said = [item for item in said if not of_tabs(item[0], lines)] or said
    past = past_steps(page)
    said = [item for item in said if id(item[0]) not in past]
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


def _may_hide_refund(found: StatusFound) -> bool:
    """True where an order is said to be closed: what came of its money, 退款成功 in smaller print, is said elsewhere. The end
    of a complaint or of a request for a refund (退款已关闭) is none of the order's."""
    return found.status == "closed" and not re.search("退款|售后", found.word)


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

"""What a page says, slot by slot: the values chosen among its pairs, before they become rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from extractor.evidence.clocks import with_clocks
from extractor.evidence.decide import decide_moment, decide_number, decide_phone
from extractor.evidence.decide_amounts import decide_amount
from extractor.evidence.status_words import status_in
from extractor.evidence.votes import Decision, doubted
from extractor.fields.moments import Moment, find_moments
from extractor.fields.money import Money, parse_amount
from extractor.fields.numbers import is_identity_card
from extractor.fields.text import digit_count, fold, han_count, labelled_value, squeeze
from extractor.geometry import Box
from extractor.ocr.lines import Line
from extractor.screens.continued import is_button
from extractor.screens.labels import find_labels
from extractor.screens.pairs import Pair, Value, is_torn, value_of
from extractor.screens.recognise import Page

T = TypeVar("T")
ASIDE = "refund_aside"
"""The rule of what came back of a sum, in brackets beside it."""
_TITLE = re.compile(
    r"^(?:账单|订单|交易|转账|付款|收款|退款|支付|充值|服务)(?:详情|结果|信息|记录|明细|小结|摘要|回执|凭证|资料)$|^(?:全部|红包|转账|我的|零钱)账单$|^[请需应]?(?:支付|付款)$|收银台$|扫码支付$"
    r"|请[在于]|剩余|倒计时|完成(?:支付|付款)$|\d[:分]\d\d|自动(?:关闭|取消)"
)
_NUMBER_LIKE = 6
_FILLS = 0.85
"""A line that ends so far to the right of what the page's furthest does may be broken there."""
_ADDRESS = re.compile(r"[区县镇乡路街道巷][^,]{0,10}?\d+[号弄](?!店)")
_WRAPPED, _WIDE, _EDGE, _REST = 0.8, 1.5, 0.3, re.compile(r"\d{1,12}")
_RED_PACKET = re.compile("的(?:拼手气|口令)?红包$")
_ASIDE = re.compile(r"^.{0,6}已退款?.{0,2}\d")
_STEP = re.compile("[已未待](?:回复|答复|处理|受理|反馈|同意|拒绝|发货|收款|退款|入驻|认证)")
"""What somebody has done, and no name: 已回复 beside the tag 商家."""
_TIME_LIKE = re.compile(r"\d[:;]\d\d|20\d\d[-/.年]|\d月\d|退[款回][^:]{0,4}时间|到账时间")


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


_DESCRIBES = ("商品说明", "商品描述", "商品详情", "商品信息")
_TERMS = re.compile(
    r"[,，。;；!！].*(?:退|售后|客服|有效期|发货|小时|分钟|工作日)|(?:付款|下单|支付|购买|拍下|充值)(?:后|前)|到账|不支持|概不|请(?:勿|先|在|填|联系|核对|仔细)"
)
"""Terms of sale, which stand beside labels of what is sold: 付款后1-10分钟到账，超过24小时未到账全额退款."""


_SENTENCE, _WORDY = re.compile(r"(?<=[\u4e00-\u9fff\d])[,;。.!?](?:[\u4e00-\u9fff]|$)"), 10
"""A mark between clauses, or at the end of one, in so many Han characters: no name is written so."""


def text_of(pairs: Sequence[Pair], slot: str) -> TextFound | None:
    """The first text value of a slot that has some substance; terms of sale are no product's name."""
    for pair in by_rank(pairs, slot):
        text = " ".join(fold(pair.value.text).split())
        if slot == "counterparty" and (_STEP.fullmatch(text) or _ADDRESS.search(text)):
            continue  # where a shop is, below 商家信息, is not its name
        if slot == "counterparty" and labelled_value(text):
            continue  # 种类:国际版, of what was bought
        if slot == "counterparty" and _SENTENCE.search(text) and han_count(text) >= _WORDY:
            continue  # what 商家 says in a table of who said what
        if slot == "product" and pair.label.text in _DESCRIBES and _TERMS.search(text):
            continue
        if len(text) >= 2 and not (find_moments(text) and not han_count(text)):  # who did a step, and when
            return TextFound(_starred(text, pair.value), pair.value)
    return None


def is_cut(found: TextFound, page: Page) -> bool:
    """True where the words of a value fill their line behind or below the label and seem to go on in the next one, which may as
    well be another thing: `商品名称:腾讯视频会员年卡直充不限` over `地区` at the edge under the label.

    What stands to the right of a label has its further lines with it.
    """
    pair = next((p for p in page.pairs if p.value is found.value and p.how in ("inline", "below")), None)
    if pair is None or len(found.value.lines) != 1:
        return False
    (last,) = found.value.lines
    if last.box.right < _FILLS * max(line.box.right for line in page.lines):
        return False
    return any(_may_go_on(last, other, page) for other in page.lines if other is not last)


def _may_go_on(last: Line, other: Line, page: Page) -> bool:
    """Whether other stands as the next line of a text whose line last is: close under it, in its column and alone there, of the
    same print, and says nothing of its own."""
    height = last.box.h
    close = -0.2 * height <= other.box.y - last.box.bottom <= 1.1 * height
    alike = 0.75 * height < other.box.h < 1.33 * height
    column = -0.9 * height <= other.box.x - last.box.x <= 0.5 * last.box.w
    if not (close and alike and column and has_words(other.text)):
        return False
    if any(o is not other and o.text and o.box.same_row(other.box) for o in page.lines):
        return False
    text = squeeze(other.text)
    own = labelled_value(text) or bool(find_labels(text, page.screen.labels)) or is_button(other)
    return not own and parse_amount(text) is None and not find_moments(text)


def has_words(text: str) -> bool:
    """True for a text with a letter or a Han character."""
    return any(char.isalpha() for char in text)


def _starred(text: str, value: Value) -> str:
    """A masked name, +建军, with the star that another reader saw there: no name begins with a plus."""
    starred = f"*{text[1:]}"
    return starred if text[:1] in "+#" and any(fold(t) == starred for _, t in value.texts) else text


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
    if (
        _TITLE.search(text)
        or labelled_value(text)
        or digit_count(text) >= _NUMBER_LIKE
        or find_labels(text, page.screen.labels)
    ):
        return True
    return status_in(text, page.screen.status, labelled=False) is not None


def refund_aside(page: Page) -> tuple[Line, Decision[Money]] | None:
    """The refunded part that stands in brackets beside an amount, (已退款89.84), and its line."""
    for line in page.lines:
        found = decide_amount(value_of(line), ASIDE) if _ASIDE.search(squeeze(line.text)) else None
        if found is not None:
            return line, found
    return None

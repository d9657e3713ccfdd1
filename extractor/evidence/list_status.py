"""What has become of an entry of a list: beside a label, in a word of its own, in its title, behind its sum."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractor.evidence import page_status
from extractor.evidence.builder import RowBuilder
from extractor.evidence.list_items import Item
from extractor.evidence.status_words import StatusFound
from extractor.fields.moments import find_moments
from extractor.fields.money import Money
from extractor.fields.text import already, digit_count, fold, squeeze
from extractor.screens.pairs import Pair, value_of
from extractor.screens.recognise import Page
from extractor.screens.records import single_words

_NO_HAN = re.compile(r"(?:\d元|[^\u4e00-\u9fff])+")
_RIM = re.compile(r"^[\[(|!]+|[\])|!]+$")
_OF_MONEY = re.compile(r"支付|付款|转账|退款|退回|退还|收款|充值|提现|到账")
_TITLE_PARTS, _UNSURE_TITLE = re.compile(r"[-·.—|:,\s]+"), 0.6
_TAGGED = re.compile(r"\d\.\d\d元?\s*[\[(|]?([\u4e00-\u9fff]{2,6})[\])|]?$")
_CAME_BACK = re.compile(
    r"(?!.*(?:申请|查看|支持|可|未|不))[\u4e00-\u9fff]{0,4}退(?:[款货单费票回还]|押金)(?:返款|退款|回款|返还|退还|入账|到账)?"
)
_WENT_WELL = frozenset(
    {"成功", "完成", "已完成", "已成功", "已处理", "已结束", "交易成功", "success", "completed"}
)
"""Words that say that something was done, and not what: of 退单返款 that it came back."""


def status_of(page: Page, item: Item, pairs: Sequence[Pair]) -> StatusFound | None:
    """What an entry says of its transaction: as a page would, else in a word that tells it only there."""
    found = page_status.status_of(replace(page, pairs=tuple(pairs)), pairs, item.lines)
    return found or _whole_word(page, item) or _said_in_title(page, item) or _behind_sum(page, item)


def tell_status(builder: RowBuilder, item: Item, found: StatusFound | None, money: Money | None) -> None:
    """Puts what has become of an entry into its row: found, or else what its words say of money that came back."""
    if found is not None:
        builder.status(found)
        came_in = money is not None and money.positive and found.word in _WENT_WELL
        if came_in and any(_CAME_BACK.fullmatch(squeeze(line.text)) for line in item.lines):
            builder.row.status = "refunded"
        return
    words = " ".join(squeeze(line.text) for line in item.lines)
    cells = {squeeze(line.text) for line in item.lines} if item.pairs is not None else set()
    if (
        "退款" in cells
        or re.search(r"已全额退款|已退款|退款成功", words)
        or (
            re.search(
                r"(?:^| )退[款货单费票回还](?!申请|审核|失败|关闭|取消)|^(?:网联|银联|快捷|财付通|支付宝|微信)退款|(?: )退(?:货款|单款|回款)(?= |$)|[-·]退款|[\u4e00-\u9fff](?<!申请)(?<!查看)(?<!支持)退款(?= )|[\u4e00-\u9fff](?<!申请)(?<!查看)(?<!支持)(?<![不可由])退货(?= |$|[-·](?!审核|申请|处理|失败|关闭))",
                words,
            )
            and money is not None
            and (money.positive or item.back)
        )
    ):
        builder.row.status = "refunded"


def _whole_word(page: Page, item: Item) -> StatusFound | None:
    """A word that tells a status only beside a label (审核中, 成功), where it is all that a line of an item says, but for the
    rim of a tag around it."""
    words = single_words(page.screen.status)
    for line in item.lines:
        said = already(squeeze(line.text)).lower()
        parts = _NO_HAN.split(said) if len(item.lines) == 1 else []  # a log: 10:22 加款 30.00元 已入账
        word = words.get(_RIM.sub("", said)) or next((words[p] for p in reversed(parts) if p in words), None)
        before, slash, last = said.rpartition("/")
        if word is None and slash and find_moments(before):  # 订单8826011702 / 2026.1.17 / 退了
            word = next((w for w in page.screen.status if w.word == last), None)
        if word is not None:
            return StatusFound(word.status, word.word, True, value_of(line))
    return None


def _behind_sum(page: Page, item: Item) -> StatusFound | None:
    """The status word that ends a line of an entry behind its sum, in brackets or not: 盛大一卡通45 43.20元 [处理中]. It asks where
    the main reading does not show it."""
    words = single_words(page.screen.status)
    for line in item.lines:
        told = [words[m[1]] for r in line.readings if (m := _TAGGED.search(fold(r.text))) and m[1] in words]
        if told and len({word.status for word in told}) == 1:
            tag = _TAGGED.search(fold(line.text))
            exact = tag is not None and tag[1] == told[0].word
            return StatusFound(told[0].status, told[0].word, exact, value_of(line))
    return None


def _said_in_title(page: Page, item: Item) -> StatusFound | None:
    """What a part of an entry's title says was done: 支付成功-YY币代充, 余额充值 · 支付成功; None where parts say several
    things, 订单退款-审核中, or nothing of money."""
    known = {word.word: word for word in page.screen.status if not word.cell}
    told = [
        (known[part], value_of(line))
        for line in item.lines
        if not digit_count(line.text) and line.confidence >= _UNSURE_TITLE
        for part in _TITLE_PARTS.split(fold(line.text))
        if part in known
    ]
    if len({word.status for word, _ in told}) != 1:
        return None
    of_money = (one for one in told if one[0].alone and _OF_MONEY.search(one[0].word))
    return next((StatusFound(word.status, word.word, True, value) for word, value in of_money), None)

"""Which bubbles are cards: transfers, red packets, orders, goods and files; and the cards that the app itself sends."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.fields.money import parse_amount
from extractor.fields.text import fold, han_count, squeeze
from extractor.screens.bubbles import is_orange
from extractor.screens.messages import Block, in_rows, join_lines, same_colour

_TRANSFER = re.compile(
    r"微信转[账帐]|转[账帐]给|[已己巳]收款|[已己巳]被(?:接收|退还)|请收款|待.{0,4}(?:收款|领取)|[已己巳]退还|确认收款|QQ转[账帐]|向你转[账帐]|"
    r"(?:支付宝|QQ|微信|一笔)转[账帐]|企业收款|[已己巳]过期退"
)
_RED_PACKET = re.compile(r"微信红包|QQ红包|恭喜发财|红包已领|领取红包|支付宝红包")
_ORDER_CARD = re.compile(
    r"\d\.\d\d.{0,3}共\d+件|共\d+件商品|^你正在咨询的(?:商品|宝贝)|发送(?:宝贝|商品)链接"
)
_ORDER_STATE = re.compile(
    r"(?:实付|券后|到手|合计|应付|总价).{0,3}\d+\.\d\d(?!\d).{0,8}?(?:[已己巳]完成|交易(?:成功|关闭)|[待已己巳](?:发货|收货|付款|评价)|去售后|申请售后|查看订单)"
)
_NUMBERED_ORDER = re.compile(r"^订单(?:编号|号码?|ID)[:]?[A-Za-z\d-]{8,}.*(?:\d\.\d\d(?!\d)|¥\d)")
_CARD_FOOT = re.compile(r"(?:微信|QQ|支付宝|淘宝|抖音)?(?:转[账帐]|红包|钱包转[账帐]|收款)")
_FILE_CARD = re.compile(
    r"\.(?:xlsx?|docx?|pptx?|pdf|zip|rar|7z|txt|csv|apk|mp4|jpe?g|png).{0,4}\d[\d.]*[KMGkmg]B?$"
)
_MOVES = re.compile(r"转[账帐]|收款|付款|红包|领取|退还|接收")
_OF_MONEY = re.compile(r"转[账帐]|收款|红包|领取|退还|接收|[¥$]|\d\.\d\d(?!\d)")
_LONGEST, _LONGEST_WORDED, _LINES_OF_AN_ORDER = 60, 12, 3
_SERVICE = re.compile(
    r"^(?:商家|卖家|店铺|平台|系统|买家|您|你).{0,6}(?:已|己|巳)?(?:拒绝|驳回|同意|通过|取消|撤销|提交|发起|申请|关闭|完成|处理)"
    r"|^(?:您的|你的|本次)?(?:退款|售后|退货|仲裁|投诉|维权|纠纷|订单|平台介入)(?:申请)?(?:已|己|巳|被|正在|等待|待|超时|成功|失败|关闭|处理|进度|提醒|通知)"
    r"|(?:提醒|通知|公告|进度)$"
)
_ORDERLY = re.compile(
    r"^(?:您的|你的)?(?:退款|投诉|售后|服务)?(?:工单|申请|服务单|订单|编号|单号)[A-Za-z\d-]{6,}.{0,2}(?:已|己|巳)?(?:受理|提交|登记|生成|关闭|完成)"
)
"""What a help desk's own notice says of a number that it gave."""
_HEADED = re.compile(r"^(?:系统|平台|官方|服务|安全|温馨|防骗|交易)(?:消息|通知|提示|提醒|公告)")
_LARGER = 1.08


def is_card(block: Block, *, orange: bool = True) -> bool:
    """True for a card and no words: a transfer, a red packet, an order with its number and sum, goods, a file.

    orange: whether the colour of transfers tells one here.
    """
    text = squeeze(fold(join_lines(block.lines)))
    return bool(
        (_TRANSFER.search(text) and re.search(r"\d", text) and len(text) <= 40)
        or (_RED_PACKET.search(text) and len(text) <= 30)
        or _ORDER_CARD.search(text)
        or (_ORDER_STATE.search(text) and len(in_rows(block.lines)) > 2 and len(text) <= _LONGEST)
        or is_order(block)
        or _FILE_CARD.search(text)
        or _CARD_FOOT.fullmatch(text)
        or (orange and is_orange(block) and len(block.lines) > 1 and len(text) <= 30)
        or _moves_a_sum(block, text)
    )


def is_order(block: Block) -> bool:
    """True for the card of an order: its number, what was bought and a sum, each in lines of its own."""
    text = squeeze(fold(join_lines(block.lines)))
    return len(block.lines) >= _LINES_OF_AN_ORDER and bool(_NUMBERED_ORDER.search(text))


def is_theme(block: Block, blocks: Sequence[Block]) -> bool:
    """Whether bubbles of a block's colour are bubbles of words: two and more with neither a sum nor a word of payments."""
    alike = [b for b in blocks if b is block or same_colour(b, block)]
    worded = [b for b in alike if not _OF_MONEY.search(squeeze(fold(join_lines(b.lines))))]
    return is_orange(block) and len(worded) > 1 and 2 * len(worded) > len(alike)


def _moves_a_sum(block: Block, text: str) -> bool:
    """Whether a sum stands in a row of its own, and short words of a payment in others."""
    if len(text) > _LONGEST or not _MOVES.search(text):
        return False
    rows = [squeeze(fold("".join(line.text for line in row))) for row in in_rows(block.lines)]
    sums = [row for row in rows if han_count(row) <= 1 and (sum_ := parse_amount(row)) and sum_.decimals == 2]
    return bool(sums) and all(han_count(row) <= _LONGEST_WORDED for row in rows)


def is_service_card(block: Block) -> bool:
    """True for a card of the app's own in a bubble: a headline in larger or other print, what it means in smaller print.

    商家已拒绝您的退款申请 and below it the reason; nobody writes two sizes in one message.
    """
    rows = in_rows(block.lines)
    if len(rows) < 2 or block.region is None:
        return False
    head, rest = rows[0], [line for row in rows[1:] for line in row]
    headline = squeeze(fold("".join(line.text for line in head)))
    higher = max(line.box.h for line in head) >= _LARGER * max(line.box.h for line in rest)
    return higher and bool(_SERVICE.search(headline)) and not re.search(r"[,。;]$", headline)


def is_service_wording(text: str) -> bool:
    """Whether a text, folded and without spaces, has one of the wordings in which an app or a help desk speaks itself."""
    return any(sign.search(text) for sign in (_HEADED, _SERVICE, _ORDERLY))

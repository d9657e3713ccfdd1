"""Which bubbles are cards: transfers, red packets, orders, goods and files; and the cards that the app itself sends."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.fields.money import is_price, parse_amount
from extractor.fields.text import digit_count, fold, han_count, squeeze
from extractor.ocr.lines import Line
from extractor.screens.bubbles import is_orange
from extractor.screens.messages import Block, in_rows, join_lines, same_colour

_TYPED = re.compile(r"(?<!\d),|,(?!\d)|[。!?]")
"""Marks between clauses: somebody wrote of a 微信转账."""
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
_NUMBER_ALONE = re.compile(r"订单(?:编号|号码?|ID)[:]?[A-Za-z\d-]{8,}(?:复制)?")
_STATE_ALONE = re.compile(
    r"(?:(?:订单|交易|充值|发货)?状态:?)?(?:(?:交易|充值|支付|付款|订单|发货)(?:成功|完成|关闭|失败)|(?:卖家|商家|店家|买家)?[已己巳](?:完成|付款|支付|发货|签收|收货|充值|到[账帐]|关闭|取消|退款)|"
    r"[待等]待?(?:卖家|商家|店家|买家)?(?:付款|支付|发货|收货|充值|评价|使用)|(?:充值|退款|处理)中|退款(?:成功|完成))"
)
_BUTTON = re.compile(
    r"(?:立即|马上|去|点击)?(?:购买|抢购|下单|支付|付款|评价|看看|使用)|加入购物车|再次购买|再来一单|(?:\d[\d.万]*人)?我?想要|"
    r"(?:查看|商品|订单|宝贝)(?:商品|宝贝|订单|物流|详情|更多){1,2}|(?:申请|联系)(?:售后|退款|卖家|商家|客服)|"
    r"发送(?:给(?:商家|卖家|客服))?(?:商品|宝贝|订单|链接){0,2}|催发货|修改地址|确认收货|提醒发货"
)
"""What the buttons on the card of goods or of an order say."""
_BUTTONS = re.compile(rf"(?:(?:{_BUTTON.pattern})[>〉]?){{1,4}}")
_PRICED, _COUNT = (
    re.compile(r"^(?:券后|到手|实付|合计|应付|总价|售价|单价|价格|拼单价)?[价款]?:?"),
    re.compile(r"[xX×*]\d{1,3}$|共\d+件$"),
)
_LONGEST_GOODS = 110
_CARD_FOOT = re.compile(r"(?:微信|QQ|支付宝|淘宝|抖音)?(?:转[账帐]|红包|钱包转[账帐]|收款)")
# the program that a file was sent with
_FOOT_OF_FILE = r"(?:企业)?微信(?:电脑版)?|QQ(?:电脑版)?|钉钉"
_FILE_CARD = re.compile(
    r"\.(?:xlsx?|docx?|pptx?|pdf|zip|rar|7z|txt|csv|apk|mp4|jpe?g|png).{0,4}\d[\d.]*[KMGkmg]B?"
    rf"(?:{_FOOT_OF_FILE})?$"
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
_SIGN, _TALL, _INTO = 4, 1.5, 0.2
"""So few characters an icon is read as; so many times as high as the print beside it it is, or it reaches so far into two
rows."""
_SAME_PRINT, _FILLED = 1.25, 5
"""The sum of a card is so many times as high as the words beside it, or follows a few; so many of a sentence fill a row."""
_FOOT_BELOW = 1.2
"""So many heights of its print below the rest of its card a foot begins at most."""


def is_card(block: Block, *, orange: bool = True) -> bool:
    """True for a card and no words: a transfer, a red packet, an order with its number and sum, goods, a file.

    orange: whether the colour of transfers tells one here.
    """
    text = squeeze(fold(join_lines(block.lines)))
    return bool(
        (_TRANSFER.search(text) and re.search(r"\d", text) and len(text) <= 40 and not _TYPED.search(text))
        or (_RED_PACKET.search(text) and len(text) <= 30)
        or _ORDER_CARD.search(text)
        or (_ORDER_STATE.search(text) and len(in_rows(block.lines)) > 2 and len(text) <= _LONGEST)
        or is_order(block)
        or is_goods(block.lines)
        or _FILE_CARD.search(text)
        or _CARD_FOOT.fullmatch(text)
        or (orange and is_orange(block) and len(block.lines) > 1 and len(text) <= 30)
        or _moves_a_sum(block, text)
    )


def is_order(block: Block) -> bool:
    """True for the card of an order: its number, what was bought and a sum, each in lines of its own.

    Where the number does not come first, or is not shown, what became of the order stands by itself, and a price with its
    ¥ does: nobody types a line of either.
    """
    if len(block.lines) < _LINES_OF_AN_ORDER:
        return False
    if _NUMBERED_ORDER.search(squeeze(fold(join_lines(block.lines)))):
        return True
    return states_order(block.lines)


def states_order(lines: Sequence[Line]) -> bool:
    """Whether a card says in lines of their own what an order costs and what became of it."""
    rows = [squeeze(fold("".join(line.text for line in row))) for row in in_rows(lines)]
    numbered = any(_NUMBER_ALONE.fullmatch(row) for row in rows)
    prices = [r.text for line in lines for r in line.readings if is_price(r.text)]
    return (
        len(rows) >= _LINES_OF_AN_ORDER
        and any(_STATE_ALONE.fullmatch(row) for row in rows)
        and (bool(prices) if numbered else any("¥" in fold(price) for price in prices))
    )


def is_goods(lines: Sequence[Line]) -> bool:
    """Whether lines are the card of goods or of an order that a shop's program sends: what it is, a price with its ¥, and a row
    of buttons (立即购买, 查看订单), each in rows of their own; nobody types a button."""
    rows = in_rows(lines)
    texts = [squeeze(fold("".join(line.text for line in row))) for row in rows]
    buttons = [i for i, text in enumerate(texts) if i and _BUTTONS.fullmatch(text)]
    beside = [i for i, row in enumerate(rows) if i and _BUTTON.fullmatch(squeeze(fold(row[-1].text)))]
    priced = [
        i
        for i, row in enumerate(rows)
        if any(is_price(said) and "¥" in fold(said) for said in _said_of_price(row))
    ]
    worded = [i for i, text in enumerate(texts) if i not in buttons and i not in priced and han_count(text)]
    return bool(
        len("".join(texts)) <= _LONGEST_GOODS
        and priced
        and worded
        and worded[0] < priced[-1]
        and any(i >= priced[0] for i in (*buttons, *beside))
    )


def _said_of_price(row: Sequence[Line]) -> list[str]:
    """What is read of the price that a row may be, what it is called before it and how many were bought behind it left out."""
    said = [reading.text for line in row for reading in line.readings]
    said.append("".join(line.text for line in row))
    return [_COUNT.sub("", _PRICED.sub("", squeeze(fold(text)))) for text in said]


def without_sign(lines: Sequence[Line]) -> list[Line]:
    """The lines of a card without its icon, which is read as a character or two: it stands at one side of the print, far
    higher than that, across two rows of it, or between two rows that leave no room for one of print."""
    return [line for line in lines if not _is_sign(line, lines)]


def _is_sign(line: Line, lines: Sequence[Line]) -> bool:
    text = squeeze(line.text)
    if len(text) > _SIGN or han_count(text) > 1 or digit_count(text):
        return False
    if _is_wedged(line, lines):
        return True
    beside = [o for o in lines if o is not line and o.text and o.box.overlap_y(line.box) > _INTO * o.box.h]
    if not beside or not any(han_count(other.text) > 1 or digit_count(other.text) for other in beside):
        return False
    left = all(line.box.right <= other.box.x for other in beside)
    right = all(line.box.x >= other.box.right for other in beside)
    high = line.box.h >= _TALL * max(other.box.h for other in beside)
    return (left or right) and (high or len(in_rows(beside)) > 1)


def _is_wedged(line: Line, lines: Sequence[Line]) -> bool:
    """Whether a line stands at one side of two rows, between which it does not fit."""
    above = max(
        (o for o in lines if o.text and o.box.cy < line.box.cy), key=lambda o: o.box.bottom, default=None
    )
    below = min((o for o in lines if o.text and o.box.cy > line.box.cy), key=lambda o: o.box.y, default=None)
    if above is None or below is None or above.box.same_row(line.box) or below.box.same_row(line.box):
        return False
    left = line.box.right <= min(above.box.x, below.box.x)
    right = line.box.x >= max(above.box.right, below.box.right)
    return (left or right) and below.box.y - above.box.bottom < line.box.h


def with_feet(blocks: Sequence[Block], loose: Sequence[Line]) -> list[Block]:
    """The blocks with the feet of cards (微信转账 below a rule) in their cards, be they loose lines or taken for bubbles."""
    feet = [block for block in blocks if _is_foot(block.lines)]
    joined: set[int] = set()
    for foot in [*feet, *(Block(line.box, [line], None) for line in loose if _is_foot([line]))]:
        low = foot.lines[0].box
        above = [b for b in blocks if b not in feet and b.box.y < low.y and b.box.x <= low.x < b.box.right]
        card = max(above, key=lambda b: b.box.bottom, default=None)
        if card is None or not -low.h < low.y - card.box.bottom < _FOOT_BELOW * low.h or not is_card(card):
            continue
        card.lines, card.box = [*card.lines, *foot.lines], card.box.union(foot.box)
        joined.add(id(foot))
    return [block for block in blocks if id(block) not in joined]


def _is_foot(lines: Sequence[Line]) -> bool:
    text = squeeze(fold(join_lines(lines)))
    return bool(_CARD_FOOT.fullmatch(text) or re.fullmatch(_FOOT_OF_FILE, text))


def is_theme(block: Block, blocks: Sequence[Block]) -> bool:
    """Whether bubbles of a block's colour are bubbles of words: two and more with neither a sum nor a word of payments."""
    alike = [b for b in blocks if b is block or same_colour(b, block)]
    worded = [b for b in alike if not _OF_MONEY.search(squeeze(fold(join_lines(b.lines))))]
    return is_orange(block) and len(worded) > 1 and 2 * len(worded) > len(alike)


def _moves_a_sum(block: Block, text: str) -> bool:
    """Whether a sum stands in a row of its own, and short words of a payment in others; the sum that ends a sentence and was wrapped
    into a row of its own (我要求退还, and below it 96.00元) stands so for want of room."""
    if len(text) > _LONGEST or not _MOVES.search(text) or _TYPED.search(text):
        return False
    rows = in_rows(block.lines)
    texts = [squeeze(fold("".join(line.text for line in row))) for row in rows]
    sums = [
        i
        for i, row in enumerate(texts)
        if han_count(row) <= 1 and (sum_ := parse_amount(row)) and sum_.decimals == 2
    ]
    if len(sums) == 1 and _is_wrapped(rows, texts, sums[0]):
        return False
    return bool(sums) and all(han_count(row) <= _LONGEST_WORDED for row in texts)


def _is_wrapped(rows: Sequence[Sequence[Line]], texts: Sequence[str], place: int) -> bool:
    """Whether the last row of a bubble is the end of the sentence above: in the same print, at the same edge, behind words that
    filled their row."""
    if place == 0 or place != len(rows) - 1:
        return False
    above, row = rows[place - 1], rows[place]
    height = max(line.box.h for line in above)
    same_print = max(line.box.h for line in row) < _SAME_PRINT * height
    same_edge = abs(row[0].box.x - above[0].box.x) < height
    full = above[-1].box.right >= max(line.box.right for other in rows for line in other)
    return same_print and same_edge and full and han_count(texts[place - 1]) >= _FILLED


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
    return higher and bool(_SERVICE.search(headline)) and not re.search(r"[,。;]", headline)


def is_service_wording(text: str) -> bool:
    """Whether a text, folded and without spaces, has one of the wordings in which an app or a help desk speaks itself."""
    return any(sign.search(text) for sign in (_HEADED, _SERVICE, _ORDERLY))

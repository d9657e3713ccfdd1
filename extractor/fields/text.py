"""Folding of text as OCR gives it: widths, look-alike punctuation, spaces."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_FOLD = str.maketrans(
    {
        "：": ":",
        "﹕": ":",
        "，": ",",
        "。": ".",
        "．": ".",
        "（": "(",
        "）": ")",
        "￥": "¥",
        "—": "-",
        "–": "-",
        "－": "-",
        "―": "-",
        "﹣": "-",
        "−": "-",
        "“": '"',
        "”": '"',
        "‘": "'",
        "’": "'",
        "＞": ">",
        "〈": "(",
        "〔": "(",
        "〕": ")",
        "〉": ">",
        "》": ">",
        "›": ">",
        "»": ">",
    }
)
_DONE = re.compile("(?<!自)[己巳](?=[退完支付发经收取关到成过签确撤处受充使核激交下全])")
_WENT_TO = re.compile(
    r"已(?:原路)?(?:(?:退[回还款]|返[回还款])[至到]?|退[至到])(?:您的|你的|您|你)?原?"
    r"(?:(?:微信|支付宝|零钱通|零钱|余额宝|余额|钱包|银行卡|储蓄卡|信用卡|花呗|云闪付|支付|付款|账户|账号|帐户|户口|方式|渠道|卡))+$"
)
_BRACKETS = str.maketrans("《〈<{[【》〉>}]】", "(((((())))))")
_UNMATCHED = re.compile(r"[《<{\[【]([^《》<>{}\[\]【】()]*)\)")
_LETTER = re.compile("[A-Za-z]")
_LATIN = str.maketrans("1l|0", "iiio")
_BETWEEN_HAN = re.compile("(?<=[\u4e00-\u9fff]) +(?=[\u4e00-\u9fff])")
_TAIL = re.compile(r"(?:[\s>|]*(?:点击复制|复制|查看详情|查看|去查看|拷贝|[>|口回〇]))+\s*$")


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Half-width forms, one minus, one yen sign; spaces are kept as single spaces."""
    text = unicodedata.normalize("NFKC", text.translate(_FOLD)).translate(_FOLD)
    return re.sub(r"\s+", " ", text).strip()


@lru_cache(maxsize=8192)
def squeeze(text: str) -> str:
    """Folded, with every space gone: for comparing labels and words."""
    return fold(text).replace(" ", "")


_LABELLED = re.compile("([\u4e00-\u9fff]{2,6})[:：](?=.)")
_NAMES_SOMEBODY = re.compile(
    "[店家铺群员师]|商(?!品)|方(?!式)|人(?!数)|(?<!账)户|客服|公司|平台|售后|昵称|名称|姓名|微信|支付|淘宝|京东|美团|抖音|拼多多|闲鱼"
)


def label_key(text: str) -> str:
    """What a label is looked up by: squeezed; Latin letters small, and those that engines confuse (I, l, 1; O, 0) alike.

    Programs name with underscores (paid_at) what people call paid at; a point at the end shortens a word (No.).
    """
    squeezed = squeeze(text)
    if not _LETTER.search(squeezed):
        return squeezed
    return squeezed.lower().replace("_", "").translate(_LATIN).rstrip(".")


def without_tail(text: str) -> str:
    """Drops what apps print after a value: 复制, 查看, ›, and the copy icon that OCR reads as 口 or 回."""
    return _TAIL.sub("", text).rstrip()


def closed(name: str) -> str:
    """The name of a shop or firm without the blanks between its Han characters: print that is set wide, no word's end."""
    return _BETWEEN_HAN.sub("", name)


_TO_WHOM = re.compile(
    "(?:[你您](?:[已己](?:经)?)?(?:成功)?|[已己](?:经)?(?:成功)?)向|(?:转账|付款|支付)给|收款(?:方|人|账户|商户)[:\\s]+"
)
"""What a payment's page says before the name of who was paid: 你已向."""
_DONE_TO = re.compile("(?:发起)?(?:的)?(?:转账|付款|支付|扫码付款|收款)(?:成功)?$")
_REFUND_OF = re.compile(
    r"退款\s?[-—–:·]+\s?(?=\S{2})(?!.{0,4}(?:取消|审核|成功|失败|退回|到账|申请|完成|中$))"
)
"""How channels head the refund of a shop: 退款-鲸鱼点卡专营店."""


def name_alone(name: str) -> str:
    """The name of a payee without the words of the page around it: 你已向阿昆转账, 退款-鲸鱼点卡专营店. Names that begin with 向 stay."""
    name = name.strip()
    told = _TO_WHOM.match(name)
    bare = (
        _DONE_TO.sub("", name[told.end() :]).strip()
        if told
        else name[refund.end() :]
        if (refund := _REFUND_OF.match(name))
        else name
    )
    return bare or name


def labelled_value(text: str) -> bool:
    """True for a line that is a label and its value (`种类:国际版`), and names nobody; not where the word before the colon says
    that a name follows (`客服:小王`, `云卡旗舰店:售后`)."""
    found = _LABELLED.match(squeeze(text))
    return found is not None and not _NAMES_SOMEBODY.search(found[1])


def han_count(text: str) -> int:
    """How many Han characters stand in text."""
    return sum("\u4e00" <= char <= "\u9fff" for char in text)


def digit_count(text: str) -> int:
    """How many ASCII digits stand in text."""
    return sum(char.isascii() and char.isdigit() for char in text)


def matched_brackets(text: str) -> str:
    """A name in which a bracket was read as one of another form than that which closes it (`年卡《直充)`), its brackets round."""
    return _UNMATCHED.sub(r"(\1)", text)


def bare_word(text: str) -> str:
    """A reading of words without what sizes of print differ in and no word hangs on: spaces, marks at its end, the form of
    brackets."""
    return one_form(squeeze(text)).strip(".,:;'\"|_-")


def already(text: str) -> str:
    """The text with 已 where 己 or 巳 was read before something done (己退款): no word begins so, and a gap of a pixel or two
    tells the three apart."""
    return _DONE.sub("已", text)


def without_place(text: str) -> str:
    """What came back without where it went: 已退回 of 已退回微信零钱, 已原路退至您的余额."""
    return _WENT_TO.sub("已退回", text)


def one_form(text: str) -> str:
    """Brackets of all forms round: sizes of print take them for one another."""
    return text.translate(_BRACKETS)


def tall_glyphs(text: str) -> int:
    """How many tall glyphs a written value has: letters, digits and ¥, not points, commas, dashes or brackets."""
    return sum(char.isalnum() or char in "¥*#" for char in fold(text))

"""Lists of coupons and vouchers, which nobody said and nobody paid for: 券码, 有效期, 满50可用, 立即使用."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from extractor.fields.text import fold, squeeze
from extractor.ocr.lines import Line
from extractor.screens.definitions import Label
from extractor.screens.pairs import find_pairs

_CODE = re.compile(r"(?:券|优惠券|红包|代金券)(?:码|号|编号)[:为是]?[A-Z\d-]{0,24}$")
_TERMS = re.compile(
    r"满(?:¥|Y)?\d+(?:\.\d+)?元?(?:可用|减|立减|使用|元可用)|无门槛|(?:全场|全品类|限部分|仅限).{0,8}(?:可用|使用)|满减券?$|叠加使用"
)
_UNTIL = re.compile(
    r"有效期?(?:至|到|截止)|有效期[:]|(?:使用|领取)期限|过期|到期|20\d\d[.\-/]\d{1,2}[.\-/]\d{1,2}(?:\d\d:\d\d(?::\d\d)?)?[-—至~]+20\d\d"
)
_USE = re.compile(r"(?:立即|去|马上)(?:使用|领取)|已使用|未使用|已过期|不可用|可使用")
_TITLE = re.compile(
    r"(?:我的)?(?:优惠券|卡券|代金券|红包|抵用券|礼券|券包|卡券包|红包卡券|优惠)(?:列表|中心)?(?:[(]\d+[)])?$"
)
_ENTRIES = 2
"""So many entries are a list."""
_SIGNS = 5
_PAID = ("order_no", "trade_no", "merchant_no", "paid_amount", "refund_amount", "paid_at")


def shows_coupons(lines: Sequence[Line], labels: Mapping[str, Label]) -> bool:
    """True for a list of two coupons and more: codes or terms of use that repeat, with what else coupons show, and nothing of a
    payment beside labels. One who sends a coupon in a talk sends no list."""
    texts = [squeeze(fold(line.text)) for line in lines]
    codes, terms, until, use = (
        sum(bool(sign.search(text)) for text in texts) for sign in (_CODE, _TERMS, _UNTIL, _USE)
    )
    titled = any(_TITLE.fullmatch(text) for text in texts)
    several = (
        max(codes, terms) >= _ENTRIES and sum(kind >= _ENTRIES for kind in (codes, terms, until, use)) > 1
    )
    if not several or codes + terms + until + use + titled < _SIGNS:
        return False
    return not any(pair.label.slot in _PAID for pair in find_pairs(lines, labels))

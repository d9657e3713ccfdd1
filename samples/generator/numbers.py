"""Order and trade numbers with the structure of the real ones: the date stands where the issuer puts it."""

from __future__ import annotations

import random
import string
from datetime import datetime


def digits(rng: random.Random, count: int) -> str:
    """``count`` random digits."""
    return "".join(rng.choices(string.digits, k=count))


def wechat_payment(rng: random.Random, at: datetime) -> str:
    """交易单号 of a merchant payment: 28 digits, date at index 10."""
    return f"4200{digits(rng, 6)}{at:%Y%m%d}{digits(rng, 10)}"


def wechat_transfer(rng: random.Random, at: datetime) -> str:
    """转账单号 between friends: 31 digits, date at index 10."""
    return f"1000050001{at:%Y%m%d}{digits(rng, 13)}"


def wechat_qr_to_person(rng: random.Random, at: datetime) -> str:
    """转账单号 of a payment by a person's QR code: 32 digits, date at index 10."""
    return f"1000107301{at:%Y%m%d}{digits(rng, 14)}"


def wechat_balance(rng: random.Random, at: datetime) -> str:
    """Number of a transfer as the pay centre shows it: 32 digits, date at index 14."""
    return f"53{digits(rng, 12)}{at:%Y%m%d}{digits(rng, 10)}"


def alipay_payment(rng: random.Random, at: datetime) -> str:
    """订单号 of a merchant payment: 28 digits, date first."""
    return f"{at:%Y%m%d}{rng.choice(('22001', '23001'))}{digits(rng, 15)}"


def alipay_transfer(rng: random.Random, at: datetime) -> str:
    """订单号 or 凭证编号 of a transfer: 32 digits, date first."""
    return f"{at:%Y%m%d}20004001110067{digits(rng, 10)}"


def aggregator(rng: random.Random, at: datetime) -> str:
    """商户单号 that a payment aggregator (易支付) passes on: 19 digits, time to the second."""
    return f"{at:%Y%m%d%H%M%S}{digits(rng, 5)}"


def merchant_xp(rng: random.Random, at: datetime) -> str:
    """商户单号 in the style XP11 + yymmddHHMM: 30 characters."""
    return f"XP11{at:%y%m%d%H%M}{digits(rng, 16)}"


def merchant_t200p(rng: random.Random) -> str:
    """商家订单号 in the style T200P + 19 digits."""
    return f"T200P{rng.randint(2, 4)}{digits(rng, 18)}"


def merchant_mixed(rng: random.Random, at: datetime) -> str:
    """商户单号 with letters, an underscore and the date."""
    return f"{rng.choice(('SP', 'PAY', 'YC', 'HX'))}_{at:%y%m%d}{digits(rng, 4)}{rng.choice(string.ascii_uppercase)}{digits(rng, 5)}"


def shop_17(rng: random.Random, at: datetime) -> str:
    """代刷 shops: YmdHis + 3."""
    return f"{at:%Y%m%d%H%M%S}{digits(rng, 3)}"


def shop_18(rng: random.Random, at: datetime) -> str:
    """发卡 shops: 3 random + ymdHis + 3 random."""
    return f"{rng.randint(100, 999)}{at:%y%m%d%H%M%S}{digits(rng, 3)}"


def shop_letters(rng: random.Random) -> str:
    """发卡 shops: 16 capital letters and digits, no date."""
    return "".join(rng.choices(string.ascii_uppercase + string.digits, k=16))


def shop_prefixed(rng: random.Random, at: datetime, prefix: str) -> str:
    """Other shops: prefix + YmdHis + 4."""
    return f"{prefix}{at:%Y%m%d%H%M%S}{digits(rng, 4)}"


def bank_serial(rng: random.Random, at: datetime) -> str:
    """流水号 of a bank: date and 12 digits."""
    return f"{at:%Y%m%d}{digits(rng, 12)}"


def bank_receipt(rng: random.Random) -> str:
    """回单编号 in four groups with hyphens."""
    return f"{rng.choice(('ZZHK', 'DZHD', 'JHHD'))}-{digits(rng, 4)}-{digits(rng, 4)}-{digits(rng, 4)}-{digits(rng, 4)}"


def ticket_12315(rng: random.Random, at: datetime) -> str:
    """12315 登记编号: 1 + region + date + sequence, 25 digits."""
    return f"1{rng.choice(('330110', '440305', '310115', '510107', '320106'))}{digits(rng, 2)}{at:%Y%m%d}{digits(rng, 8)}"


def ticket_heimao(rng: random.Random) -> str:
    """黑猫 投诉编号: 173 + 8."""
    return f"173{digits(rng, 8)}"


def ticket_wechat(rng: random.Random, at: datetime) -> str:
    """微信支付 投诉单号: 27 digits, date at index 7."""
    return f"2002018{at:%Y%m%d}{digits(rng, 12)}"


_CAPITALS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")


def _capital_group(value: int) -> str:
    out = ""
    gap = False
    for place in (3, 2, 1, 0):
        digit = value // 10**place % 10
        if digit:
            out += ("零" if gap and out else "") + _CAPITALS[digit] + _PLACES[place]
            gap = False
        else:
            gap = True
    return out


def capitals(amount: str) -> str:
    """An amount in the capitals of Chinese receipts: 4010.00 is 肆仟零壹拾元整."""
    yuan, _, cents = amount.partition(".")
    high, low = divmod(int(yuan), 10000)
    out = _capital_group(high) + "万" if high else ""
    if low:
        out += ("零" if high and low < 1000 else "") + _capital_group(low)
    out += "元"
    jiao, fen = int(cents[0]), int(cents[1])
    if not jiao and not fen:
        return out + "整"
    out += _CAPITALS[jiao] + "角" if jiao else "零"
    return out + (_CAPITALS[fen] + "分" if fen else "整")

"""Invented numbers, amounts and moments: as drawn, and as they must stand in the table. Some are traps.

Traps: characters that look alike (0/O, 1/l/I, 5/S, 8/B), doubled digits, a digit more or less than usual, thin
decimal points, separators of thousands, one decimal or none.
"""

from __future__ import annotations

import random
import string
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from samples.generator import numbers

_ALIKE = "O0Q1I5S8B2Z6G"
_ALIKE_SMALL = "O0oIl1sS5B8gq9"


@dataclass(frozen=True, slots=True)
class Written:
    """A value: how it is drawn, and what it is."""

    text: str
    value: str


def trade_number(rng: random.Random, at: datetime, issuer: str, *, trap: bool) -> Written:
    """The channel's number: issuer is wechat, wechat_transfer, alipay or bank."""
    makers: dict[str, Callable[[random.Random, datetime], str]] = {
        "wechat": numbers.wechat_payment,
        "wechat_transfer": rng.choice((numbers.wechat_transfer, numbers.wechat_qr_to_person)),
        "alipay": numbers.alipay_payment,
        "bank": numbers.bank_serial,
    }
    number = makers[issuer](rng, at)
    if trap:
        tail = 8 if issuer != "bank" else 7
        number = number[:-tail] + _doubled(rng, tail)
    return Written(number, number)


def order_number(rng: random.Random, at: datetime, *, trap: bool) -> Written:
    """The seller's number, in the shapes of shops and aggregators; a trap has look-alikes or runs of one digit."""
    if not trap:
        made: tuple[Callable[[], str], ...] = (
            lambda: numbers.aggregator(rng, at),
            lambda: numbers.shop_17(rng, at),
            lambda: numbers.shop_18(rng, at),
            lambda: numbers.merchant_xp(rng, at),
            lambda: numbers.shop_prefixed(rng, at, rng.choice(("LJ", "ZF", "DD", "C", "KM"))),
            lambda: numbers.shop_letters(rng),
        )
        number = rng.choice(made)()
    else:
        made = (
            lambda: "".join(rng.choices(_ALIKE, k=16)),
            lambda: "".join(rng.choices(_ALIKE_SMALL + string.digits, k=rng.choice((12, 16, 20)))),
            lambda: _doubled(rng, rng.choice((15, 16, 18, 19, 20, 22))),
            lambda: f"{at:%Y%m%d%H%M%S}{_doubled(rng, rng.choice((4, 5, 6)))}",
            lambda: numbers.digits(rng, rng.choice((27, 28, 29, 30, 31, 32))),
            lambda: rng.choice(("S", "B", "O", "I", "Z")) + f"{at:%y%m%d}" + _doubled(rng, 10),
            lambda: numbers.merchant_mixed(rng, at),
        )
        number = _enough_digits(rng, rng.choice(made)())
    return Written(number, number)


def amount(rng: random.Random, *, trap: bool) -> Written:
    """A bare amount without sign and currency; grouped, round or doubled where it is a trap."""
    if not trap:
        value = f"{rng.randint(1, 900)}.{rng.choice((0, 0, 50, 80, 90, 99, rng.randint(1, 98))):02d}"
        return Written(value, value)
    kind = rng.randrange(7)
    if kind == 0:
        value = f"{rng.randint(1000, 199999)}.{rng.randint(0, 99):02d}"
        return Written(f"{float(value):,.2f}", value)
    if kind == 1:
        value = f"{rng.choice((1, 4, 7)) * rng.choice((1, 11, 111, 1111))}.{rng.choice(('11', '17', '71', '00', '77'))}"
        return Written(value, value)
    if kind == 2:
        value = f"0.{rng.randint(1, 99):02d}"
        return Written(value, value)
    if kind == 3:
        value = f"{rng.choice((10, 100, 1000, 10000, 8, 88, 600, 6000))}.00"
        return Written(value, value)
    if kind == 4:
        yuan = rng.randint(2, 9999)
        return Written(str(yuan), f"{yuan}.00")
    if kind == 5:
        yuan, tenth = rng.randint(1, 20000), rng.randint(1, 9)
        return Written(f"{yuan}.{tenth}", f"{yuan}.{tenth}0")
    value = f"{rng.randint(1, 9)}.{rng.randint(1, 99):02d}"
    return Written(value, value)


def moment(rng: random.Random, at: datetime, *, trap: bool) -> Written:
    """A moment to the second or the minute, as apps print it."""
    if trap:
        at = at.replace(month=rng.choice((1, 7, 8, 10, 11, 12)), day=rng.choice((1, 7, 10, 11, 17, 28)))
        at = at.replace(
            minute=rng.choice((1, 8, 11, 17, 38, 58, 0)), second=rng.choice((0, 3, 8, 11, 55, 58))
        )
    forms = ("%Y-%m-%d %H:%M:%S", "chinese", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M:%S", "%Y.%m.%d %H:%M:%S")
    form = rng.choices(forms, (5, 4, 2, 1, 1 if trap else 0))[0]
    value = at.strftime("%Y-%m-%dT%H:%M" if form == "%Y-%m-%d %H:%M" else "%Y-%m-%dT%H:%M:%S")
    if form == "chinese":
        return Written(f"{at.year}年{at.month}月{at.day}日 {at:%H:%M:%S}", value)
    return Written(at.strftime(form), value)


def day(rng: random.Random) -> datetime:
    """A waking moment of the last years."""
    base = datetime(2024, 1, 5) + timedelta(days=rng.randint(0, 700))
    return base + timedelta(hours=rng.randint(8, 22), minutes=rng.randint(0, 59), seconds=rng.randint(0, 59))


def _doubled(rng: random.Random, count: int) -> str:
    """Digits in runs of one to five equal ones."""
    out = ""
    while len(out) < count:
        out += rng.choice(string.digits) * rng.choice((1, 2, 2, 3, 4, 5))
    return out[:count]


def _enough_digits(rng: random.Random, number: str) -> str:
    """With three digits at least, or it would be no number to anybody."""
    while sum(c.isdigit() for c in number) < 4:
        place = rng.randrange(len(number))
        number = number[:place] + rng.choice("0158") + number[place + 1 :]
    return number

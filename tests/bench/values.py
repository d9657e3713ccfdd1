"""When a value of the table equals a label: both are brought to one form first. No opinion on how they were read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation

_EMPTY = {"", "none", "null", "nan", "-", "unknown"}
_MOMENT = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:\s+(\d{1,2}):(\d{2}))?")
_MINUTE = "%Y-%m-%d %H:%M"
# The labels know four states; the table's finer ones count as these. A top-up that failed was paid for all the same.
_COARSE = {
    "processing": "pending",
    "refunding": "pending",
    "delivered": "paid",
    "completed": "paid",
    "failed": "paid",
}


def filled(value: str | None) -> bool:
    """False for an empty cell and for the words that stand for one."""
    return value is not None and value.strip().lower() not in _EMPTY


def is_true(cell: str | None) -> bool:
    """Whether a boolean cell says yes."""
    return (cell or "").strip().lower() in {"1", "true", "yes", "y", "t", "是"}


def number(value: str | None) -> str | None:
    """A number without its spaces."""
    return re.sub(r"\s+", "", value) if value is not None and filled(value) else None


def amount(value: str | None) -> str | None:
    """An amount without sign, currency and separators, with two decimals; what is no amount stays as it is."""
    if value is None or not filled(value):
        return None
    bare = re.sub(r"[¥￥,，元\s]", "", value).lstrip("+-")
    try:
        return f"{Decimal(bare):.2f}"
    except InvalidOperation:
        return bare


def moment(value: str | None) -> str | None:
    """A moment to the minute; a date alone stays one. 24:00 is the next day's 00:00."""
    if value is None or not filled(value):
        return None
    text = value.strip().replace("/", "-").replace("T", " ")
    match = _MOMENT.match(text)
    if match is None:
        return text
    year, month, day, hour, minute = match.groups()
    if hour is None:
        return f"{year}-{int(month):02d}-{int(day):02d}"
    try:
        at = datetime(int(year), int(month), int(day)) + timedelta(hours=int(hour), minutes=int(minute))
    except ValueError:
        return text
    return at.strftime(_MINUTE)


def deadline(value: str | None) -> str | None:
    """As moment; the last minute of a day is the midnight that ends it."""
    at = moment(value)
    if at is not None and at.endswith(" 23:59"):
        return (datetime.strptime(at, _MINUTE) + timedelta(minutes=1)).strftime(_MINUTE)
    return at


def status(value: str | None) -> str | None:
    """A status as coarse as the labels'."""
    if value is None or not filled(value):
        return None
    word = value.strip().lower()
    return _COARSE.get(word, word)


def speaker(value: str | None) -> str | None:
    """`me`, `other` or `system`; None for unknown."""
    return value.strip().lower() if value is not None and filled(value) else None


def bare_text(value: str | None) -> str:
    """Text without any space, otherwise as written."""
    return re.sub(r"\s+", "", value or "")


def folded_text(value: str | None) -> str:
    """Text without spaces, full-width and half-width forms alike: how messages are compared."""
    return bare_text(unicodedata.normalize("NFKC", value or ""))


NORMAL: Mapping[str, Callable[[str | None], str | None]] = {
    "order_no": number,
    "trade_no": number,
    "amount": amount,
    "occurred_at": moment,
    "status": status,
}
"""Field of a transaction to the form in which it is compared."""


def agree(field: str, shown: str | None, read: str | None) -> bool:
    """True where read says what the label shows, no more and no less; a moment may be finer than the label's date."""
    normal = NORMAL[field]
    wanted, given = normal(shown), normal(read)
    if field == "occurred_at" and wanted and given and len(wanted) == 10:
        given = given[:10]
    return wanted == given

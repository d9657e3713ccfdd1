"""What a person typed → a cell of the table, in the table's own form."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal, InvalidOperation

from extractor.evidence.corrections import EDITABLE
from extractor.evidence.schema import COLUMNS, KINDS
from extractor.i18n import tr

_CHINA = timezone(timedelta(hours=8))
_ENUMS = {column.name: column.enum for column in COLUMNS if column.enum} | {
    "kind": tuple(kind for kind in KINDS if kind != "unread")
}
_LONGEST = 8000
_MOMENT = re.compile(
    r"(?P<y>\d{4})\s*[-/.年]\s*(?P<m>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})\s*日?"
    r"(?:[\sT]*(?P<h>\d{1,2}):(?P<min>\d{2})(?::(?P<s>\d{2}))?\s*(?:\+08:00)?)?"
)


class Unfit(ValueError):
    """A value that its column cannot hold; the message is for people."""


def cleaned(column: str, text: str) -> str:
    """The cell for what was typed into column; "" empties it. Raises Unfit."""
    if column not in EDITABLE:
        raise Unfit(tr("this column cannot be changed: {column}", column=column))
    if len(text) > _LONGEST:
        raise Unfit(tr("too long, {most} characters at most", most=_LONGEST))
    text = "".join(
        c for c in text.replace("\r\n", "\n") if c == "\n" or unicodedata.category(c) != "Cc"
    ).strip()
    if not text:
        if column == "kind":
            raise Unfit(tr("a kind is needed"))
        return ""
    if column in ("amount", "promised_amount"):
        return _amount(text)
    if column in ("occurred_at", "promised_by"):
        return _moment(text)
    if column in _ENUMS:
        if text not in _ENUMS[column]:
            raise Unfit(tr("one of: {values}", values=", ".join(_ENUMS[column])))
        return text
    if column in ("order_no", "trade_no"):
        return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    return text


def _amount(text: str) -> str:
    plain = re.sub(r"[\s,¥￥元]", "", unicodedata.normalize("NFKC", text))
    try:
        value = Decimal(plain)
    except InvalidOperation:
        value = Decimal(-1)
    if not value.is_finite() or value <= 0 or value != round(value, 2) or value > 10**9:
        raise Unfit(tr("write the amount like 1280.00"))
    return f"{value:.2f}"


def _moment(text: str) -> str:
    """To the precision that was typed and no further."""
    found = _MOMENT.fullmatch(unicodedata.normalize("NFKC", text))
    try:
        if found is None:
            raise ValueError
        day = date(int(found["y"]), int(found["m"]), int(found["d"]))
        if found["h"] is None:
            return day.isoformat()
        clock = time(int(found["h"]), int(found["min"]), int(found["s"] or 0), tzinfo=_CHINA)
    except ValueError as error:
        raise Unfit(tr("write the time like 2025-03-14 or 2025-03-14 21:05")) from error
    return datetime.combine(day, clock).isoformat(timespec="seconds" if found["s"] else "minutes")

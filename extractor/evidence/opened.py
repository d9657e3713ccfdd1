"""A list beside the order that was opened from it: the entry and the order are one payment, which the order tells whole."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.evidence.schema import Row
from extractor.fields.moments import find_moments
from extractor.screens.recognise import Page

_TO_THE_MINUTE = len("2026-09-10T09:44")


def without_opened(listed: Sequence[Row], opened: Page, order: Sequence[Row]) -> list[Row]:
    """The rows of a list without the entry of the order that stands opened beside it: the same sum, at the minute that the
    order was made or paid, and no number that is another's. All of them where several entries fit, or none."""
    if len(order) != 1:
        return list(listed)
    minutes = {_minute(order[0].occurred_at)}
    for pair in opened.pairs:
        if pair.label.slot in ("created_at", "paid_at"):
            minutes |= {_minute(m.isoformat()) for m in find_moments(pair.value.text) if m.has_clock}
    fitting = [row for row in listed if _is_of(row, order[0]) and _minute(row.occurred_at) in minutes]
    return [row for row in listed if len(fitting) != 1 or row is not fitting[0]]


def _minute(moment: str) -> str:
    return moment[:_TO_THE_MINUTE]


def _is_of(entry: Row, order: Row) -> bool:
    """Whether the entry of a list says nothing else than an order: its sum, and its number if any."""
    return (
        bool(entry.amount)
        and entry.amount == order.amount
        and "T" in entry.occurred_at
        and entry.order_no in ("", order.order_no)
        and entry.trade_no in ("", order.trade_no)
    )

"""Where on a picture the value of a column stands, told from the record of its reading."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from extractor.evidence.schema import Row
from extractor.fields.text import fold, squeeze
from extractor.geometry import Box

_CLOCK = re.compile(r"\d\d:\d\d")
_INK, _MARGIN = 40, 3
"""What differs so much (of 255) from the ground is ink; so many pixels are left around it."""
_COLUMN_SLOTS = {
    "order_no": ("merchant_no", "order_no", "ticket_no", "refund_no"),
    "trade_no": ("trade_no",),
    "amount": ("paid_amount", "order_amount", "refund_amount"),
    "occurred_at": (
        "paid_at",
        "created_at",
        "received_at",
        "refunded_at",
        "requested_at",
        "filed_at",
        "login_at",
    ),
    "status": ("status",),
    "counterparty": ("counterparty",),
    "account": ("account",),
    "phone": ("phone",),
    "product": ("product",),
}


def places_of(record: Mapping[str, Any], row: Row, as_read: Row) -> dict[str, str]:
    """Where on the picture the value of a column stands: by the label beside which it was found, else the line that shows it;
    the title of a chat in its bar."""
    places: dict[str, str] = {}
    lines = [line for line in record.get("lines", ()) if any(r["text"] for r in line["readings"])]
    own = [line for line in lines if is_inside(line["box"], row.box)]
    for column, slots in _COLUMN_SLOTS.items():
        boxes = [p["value_box"] for slot in slots for p in record.get("pairs", ()) if p["slot"] == slot]
        inside = [box for box in boxes if is_inside(box, row.box)]
        if inside:
            places[column] = inside[0]
        elif (value := _shown_as(column, as_read)) and (line := _line_with(value, own)):
            places[column] = line["box"]
    if record.get("title_box") and as_read.counterparty == record.get("title"):
        places["counterparty"] = record["title_box"]
    if as_read.speaker and row.box is not None:
        places.setdefault("text", str(row.box))
        if _CLOCK.fullmatch(value := as_read.occurred_at[11:16]) and "occurred_at" not in places:
            above = [line for line in lines if (box := Box.parse(line["box"])) and box.y < row.box.bottom]
            if stamp := _line_with(value, sorted(above, key=_bottom, reverse=True)):
                places["occurred_at"] = stamp["box"]
    return places


def _shown_as(column: str, row: Row) -> str:
    """The characters by which a value is found in a line; "" where it cannot be."""
    value = row.cells()[column]
    if column == "amount":
        return value.rstrip("0").rstrip(".") if "." in value else value
    found = column in ("order_no", "trade_no", "account", "phone", "counterparty", "product")
    return value if found and ":" not in value else ""


def _line_with(value: str, lines: Iterable[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """The first line that shows value in any reading of it; a clock also by twelve hours."""
    hour, colon, minute = value.partition(":")
    if colon:
        wanted = re.compile(rf"(?<!\d)0?(?:{int(hour)}|{(int(hour) + 11) % 12 + 1}) ?: ?{minute}(?!\d)")
    else:
        wanted = re.compile(rf"(?<!\d){re.escape(squeeze(value))}(?!\d)")
    return next((line for line in lines if any(wanted.search(text) for text in _texts(line, colon))), None)


def _texts(line: Mapping[str, Any], with_spaces: object) -> Iterable[str]:
    """What was read of a line: a day and the clock behind it stay apart, digits of a number do not."""
    for reading in line["readings"]:
        yield fold(reading["text"]) if with_spaces else squeeze(reading["text"]).replace(",", "")


def _bottom(line: Mapping[str, Any]) -> int:
    box = Box.parse(line["box"])
    return box.bottom if box else 0


def lines_in(record: Mapping[str, Any], box: Box | None) -> list[dict[str, Any]]:
    """The lines in a row's box, with what each model read there."""
    return [
        {
            "box": line["box"],
            "readings": list(dict.fromkeys(r["text"] for r in line["readings"] if r["text"])),
        }
        for line in record.get("lines", ())
        if box is not None and is_inside(line["box"], box) and any(r["text"] for r in line["readings"])
    ]


def tight(pixels: npt.NDArray[np.uint8], box: Box) -> Box:
    """The box without the empty margin around what stands in it: readers want a line that fills its crop."""
    part = pixels[box.y : box.bottom, box.x : box.right].astype(np.int16)
    ink = np.abs(part - np.median(part, axis=(0, 1))).max(axis=2) > _INK
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if not len(rows):
        return box
    left, top = box.x + int(columns[0]), box.y + int(rows[0])
    tight = Box(left, top, int(columns[-1] - columns[0]) + 1, int(rows[-1] - rows[0]) + 1)
    x, y = max(box.x, tight.x - _MARGIN), max(box.y, tight.y - _MARGIN)
    return Box(x, y, min(box.right, tight.right + _MARGIN) - x, min(box.bottom, tight.bottom + _MARGIN) - y)


def is_inside(text: str, box: Box | None) -> bool:
    """True where half and more of a box, as records write it, lies in another."""
    inner = Box.parse(text)
    if inner is None or box is None:
        return False
    return inner.overlap_x(box) * inner.overlap_y(box) * 2 >= inner.area

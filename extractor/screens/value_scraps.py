"""What stands in the row of a label of figures and is no value of it: scraps of watermarks, icons, stamps; a lone ¥."""

from __future__ import annotations

from extractor.fields.text import digit_count, han_count, squeeze
from extractor.ocr.lines import Line
from extractor.ocr.masking import YEN_LIKE

_SPECK, _SPECK_LENGTH = 0.5, 4
_SLANTING, _OFF = 1.25, 0.25
"""How much higher than a label, and how far off its middle in its heights, letters of a slanting watermark are."""
_STROKE, _UNREAD = 0.75, 0.3
_RIMMED = 1.4
_CODES = ("RMB", "CNY", "人民币")
SLANTING = 1.8
"""So much higher than print, in its heights, is what is of a watermark."""


def is_scrap(line: Line, label: Line) -> bool:
    """True for what stands in the row of a label of figures and is no value: of a watermark, an icon or a stamp's rim."""
    return _is_speck(line) or _is_stroke(line, label) or _is_slanting(line, label)


def _is_slanting(line: Line, label: Line) -> bool:
    """True for a few letters of a slanting watermark: higher than the label's print and not on its line, so that they are no
    beginning (YK) of a number which is set wide."""
    text = squeeze(line.text)
    aslant = line.box.h > _SLANTING * label.box.h and abs(line.box.cy - label.box.cy) > _OFF * label.box.h
    digits = any(digit_count(reading.text) for reading in line.readings)
    return aslant and len(text) <= _SPECK_LENGTH and not digits and han_count(text) <= 1


def is_watermark(line: Line, label: Line) -> bool:
    """True for what is far higher than the print of a label's row, and nobody could read: slanting words over the page."""
    return line.box.h > SLANTING * label.box.h and line.confidence < _UNREAD and not digit_count(line.text)


def is_rimmed(line: Line, number: Line) -> bool:
    """True for a button behind a number, 复制 within its rim: higher than the number's print, and no two readers agree on it."""
    read = [squeeze(reading.text) for reading in line.readings if reading.text]
    return (
        line.box.h > _RIMMED * number.box.h and line.confidence < _UNREAD and len(set(read)) == len(read) > 1
    )


def _is_speck(line: Line) -> bool:
    """True for what a watermark or an icon leaves: a few characters read unsurely, no digit among them."""
    return (
        line.confidence < _SPECK
        and len(squeeze(line.text)) <= _SPECK_LENGTH
        and not any(digit_count(reading.text) for reading in line.readings)
        and not is_currency_sign(line)
        and not han_count(line.text) > 1
    )


def _is_stroke(line: Line, label: Line) -> bool:
    """True for a scrap of a stamp's rim in the row of a label: one character, smaller than the label's print, which the main
    engine saw unsurely and took for no digit."""
    text = squeeze(line.text)
    small = line.box.h < _STROKE * label.box.h
    return len(text) == 1 and small and line.confidence < _UNREAD and not digit_count(text)


def is_currency_sign(line: Line) -> bool:
    """True for the ¥ of wide-set print, which stands as a line of its own, and for RMB; chi_sim has other characters for the ¥."""
    said = squeeze(line.text).strip(".:")
    return not any(digit_count(r.text) for r in line.readings) and said.upper() in {"¥", *YEN_LIKE, *_CODES}

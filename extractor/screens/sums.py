"""Which lines of a page are sums, and which is its headline."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.fields.money import Money, find_amounts, parse_amount
from extractor.fields.text import digit_count, fold, han_count, squeeze
from extractor.ocr.lines import Line

_CENTS = 2
_MARKED, _NO_CONFIDENCE = re.compile(r"[-+]?¥\d"), 0.1
_BEFORE_FIGURES, _SUM_LABEL = (
    re.compile(r"\D*(?=\d)"),
    re.compile(r"(?:[付额计价款]|(?<!话)费)(?:[^\u4e00-\u9fff]{0,3}|.)$"),
)
_SUM_AND_ONE = re.compile(r"(\d[\d,]*\.\d\d)(?![万亿千百十点币个分角毛块])[\u4e00-\u9fff]")
_BEHIND_FIGURES = re.compile(r"\d(?:[元块圆]钱?)?([^\d]*)$")
_QUANTITY = re.compile(r"[xX×*]\d{1,3}")


def amount_of_line(line: Line) -> Money | None:
    """The amount of a line that is nothing but one amount, by any of its readings: one with a mark or cents first.

    The figure network sees no Han: of `点卡 300元面值` it reads 300元, which is not all that the line says, and of a misread
    `余稀22176.05` the sum. A single Han character, or a label's end like 付, before the figures may be a misread ¥.
    """
    text = squeeze(line.text)
    before, behind = _BEFORE_FIGURES.match(text), _BEHIND_FIGURES.search(text)
    if (
        before
        and han_count(before[0]) > 1
        and not (_SUM_LABEL.search(before[0]) or _misread_sign(line, before[0]))
    ):
        return None
    if _is_quantity(line):
        return None
    named = behind is not None and bool(han_count(behind[1])) and not _misread_yuan(line)
    readings = line.readings[:1] if named else line.readings
    found = [money for reading in readings if (money := parse_amount(reading.text)) is not None]
    return next(
        (money for money in found if money.marked or money.decimals == _CENTS), next(iter(found), None)
    )


def _misread_sign(line: Line, before: str) -> bool:
    """True where two Han characters, read without any confidence, stand for -¥, which another reader saw: 上半217.99."""
    return (
        len(before) == 2
        and line.confidence < _NO_CONFIDENCE
        and any(_MARKED.match(squeeze(reading.text)) for reading in line.readings[1:])
    )


def _misread_yuan(line: Line) -> bool:
    """True for 49.85关 where another reader saw 49.85元: the same figures to the cent, and one character behind them."""
    first = _SUM_AND_ONE.fullmatch(squeeze(line.text))
    return first is not None and any(squeeze(reading.text) == f"{first[1]}元" for reading in line.readings)


def _is_quantity(line: Line) -> bool:
    """True for x1 and ×2, how many were bought: chi_sim reads a ¥ as X at times, the figure network hardly ever."""
    texts = [squeeze(reading.text) for reading in line.readings]
    return any(_QUANTITY.fullmatch(text) for text in texts) and not any("¥" in text for text in texts)


def headline_of(lines: Sequence[Line], size: tuple[int, int]) -> Line | None:
    """The big amount near the top of a payment page: the tallest line that is nothing but an amount."""
    # words and figures only: what is read of a slanting watermark is as high as its slant
    print_of = [line for line in lines if han_count(line.text) >= 2 or digit_count(line.text) >= 2]
    heights = sorted(line.box.h for line in print_of)
    if not heights:
        return None
    usual = heights[len(heights) // 2]
    top = min(line.box.y for line in lines)  # of a screen below others
    best: Line | None = None
    for line in lines:
        if line.box.h < 1.3 * usual or line.box.y - top > max(0.6 * size[1], 1.4 * size[0]):
            continue
        money = amount_of_line(line)
        if money is None or (re.fullmatch(r"\d{1,2}", fold(line.text)) and not money.marked):
            continue  # a count, or a clock's hour; the ¥ before 88 is lost by one reader only
        if not (money.decimals or money.marked or money.negative or money.positive):
            continue
        if best is None or line.box.h > 1.1 * best.box.h:
            best = line
    return best


def amounts_in(line: Line) -> list[Money]:
    """The marked amounts inside a line's main reading (已退款(¥47.42))."""
    return [m for m in find_amounts(line.text) if m.marked or m.decimals == 2]

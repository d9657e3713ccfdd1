"""Signs around labels that engines read as characters: icons before them, bars between them and their values."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from extractor.fields.moments import find_moments
from extractor.fields.text import fold, han_count, label_key, squeeze
from extractor.ocr.lines import Line
from extractor.screens.definitions import Label
from extractor.screens.labels import LabelHit

if TYPE_CHECKING:
    from extractor.screens.pairs import Pair

_LEAST_ICONS, _LEAST_BARS = 3, 2
"""So many labels of a page have an icon before them, or a bar behind them, or none has."""
_LEAST_LABEL = 3
_OF_WORDS = frozenset("原新旧子父母主副总本该现已未待应实首尾前后")
"""Characters that make another label of one: 原订单号 is no 订单号 behind an icon."""
_BAR = re.compile(r"^[1Il|丨]\s*(?=\S)")
_BAR_APART = re.compile(r"^[1Il|丨]\s(?=\S)")


def add_icons(lines: Sequence[Line], labels: Mapping[str, Label], hits: dict[int, list[LabelHit]]) -> None:
    """Gives lines that are a label behind an icon (国订单号, @支付流水号, CJ下单时间) the hit of that label, where
    several of a page are: icons stand before all labels of a page."""
    found: dict[int, list[LabelHit]] = {}
    for line in lines:
        text = squeeze(line.text)
        if len(text) <= _LEAST_LABEL or text[0] in _OF_WORDS or label_key(text) in labels:
            continue
        # an icon is one character of Han, or one or two others
        starts = (1,) if han_count(text[:2]) else (1, 2)
        key = next((key for start in starts if (key := label_key(text[start:])) in labels), None)
        if key is not None:
            end = len(fold(line.text))
            found[id(line)] = [LabelHit(labels[key], True, end, end)]
    if len(found) >= _LEAST_ICONS:
        hits |= found


def without_bars(pairs: Sequence[Pair]) -> list[Pair]:
    """The pairs without the bar between labels and values (支付时间 | 2022-10-28), which engines take for a 1 or an I.

    Several values of a page must begin with a character like it and a space, and one show what it is: a moment begins behind.
    """
    barred = [
        pair
        for pair in pairs
        if pair.how == "inline"
        and _BAR_APART.match(pair.value.text)
        and all(_BAR.match(text) for _, text in pair.value.texts)
    ]
    proven = any(_begins_moment(_BAR.sub("", pair.value.text)) for pair in barred)
    if len(barred) < _LEAST_BARS or not proven:
        return list(pairs)
    return [_unbarred(pair) if any(pair is one for one in barred) else pair for pair in pairs]


def _begins_moment(text: str) -> bool:
    return text[:2] == "20" and bool(find_moments(text))


def _unbarred(pair: Pair) -> Pair:
    texts = tuple((engine, _BAR.sub("", text)) for engine, text in pair.value.texts)
    return replace(pair, value=replace(pair.value, texts=texts, glyphs=None))

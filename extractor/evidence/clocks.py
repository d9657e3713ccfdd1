"""A day and its clock that a page shows beside two labels (交易日期, 交易时间), as one value."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from extractor.fields.text import squeeze
from extractor.screens.pairs import Pair, Value

_DAY_LABEL = re.compile(r"日期?$|[Dd]ate$")
_CLOCK = re.compile(r"[0-2]?\d:[0-5]\d(?::[0-5]\d)?")


def with_clocks(pairs: Sequence[Pair], slot: str) -> list[Pair]:
    """The pairs of a slot; a bank's 交易日期 with the clock that stands beside 交易时间."""
    mine = [pair for pair in pairs if pair.label.slot == slot]
    clocks = [pair for pair in mine if _is_clock(pair.value)]
    if len(clocks) != 1:
        return mine
    clock = clocks[0].value
    said = dict(reversed(clock.texts))
    return [
        replace(pair, value=_behind(pair.value, clock, said)) if _DAY_LABEL.search(pair.label.text) else pair
        for pair in mine
        if pair is not clocks[0]
    ]


def _is_clock(value: Value) -> bool:
    return bool(value.texts) and all(_CLOCK.fullmatch(squeeze(text)) for _, text in value.texts)


def _behind(day: Value, clock: Value, said: Mapping[str, str]) -> Value:
    """A day and its clock as one value, as each engine that read both read them."""
    texts = tuple((engine, f"{text} {said[engine]}") for engine, text in day.texts if engine in said)
    return Value((*day.lines, *clock.lines), texts or day.texts)

"""Single lines with known boxes, read and decided without a page: what the vote alone does, fast."""

from __future__ import annotations

import io
import random
from dataclasses import dataclass
from typing import Any

import numpy as np
from PIL import Image

from extractor.evidence.decide import decide_moment, decide_number
from extractor.evidence.decide_amounts import decide_amount
from extractor.geometry import Box
from extractor.ocr.choice import ReaderChoice, readers_for
from extractor.ocr.lines import read_lines
from extractor.screens.pairs import Value, value_of
from tests.bench.certainty import invented
from tests.bench.certainty.fonts import installed
from tests.bench.certainty.invented import Written
from tests.bench.certainty.judge import Judged, same
from tests.bench.certainty.sets import StressSet, a_look, saved
from tests.bench.certainty.sheet import Sheet
from tests.bench.tally import Outcome

_FIELDS = ("order_no", "trade_no", "amount", "occurred_at")


@dataclass(frozen=True, slots=True)
class Part:
    """Lines first … end of a set, and which engines read them."""

    chosen: StressSet
    seed: int
    first: int
    end: int
    readers: ReaderChoice


def read_singles(part: Part) -> tuple[list[Judged], list[dict[str, Any]]]:
    """What became of each line, and all about the wrong ones."""
    chosen = part.chosen
    drawn = [_line(chosen, part.seed, index) for index in range(part.first, part.end)]
    read = read_lines([(rgb, [box]) for _, _, rgb, box in drawn], readers_for(part.readers))
    judged: list[Judged] = []
    flaws: list[dict[str, Any]] = []
    for index, ((name, written, _, _), lines) in enumerate(zip(drawn, read, strict=True), part.first):
        value = value_of(lines[0])
        read_as, agreed = _decided(name, value)
        outcome = (
            Outcome.MISSED
            if read_as is None
            else Outcome.RIGHT
            if same(name, written.value, read_as)
            else Outcome.WRONG
        )
        one = Judged(
            f"{chosen.name}/{index:04d}", chosen.name, name, written.value, read_as, outcome, not agreed
        )
        judged.append(one)
        if outcome is not Outcome.RIGHT:
            readings = [f"{r.engine}: {r.text} ({r.confidence:.2f})" for r in lines[0].readings]
            flaws.append(
                {
                    "silent": one.silent,
                    "set": chosen.name,
                    "field": name,
                    "file": one.file,
                    "outcome": outcome.value,
                    "written": written.text,
                    "shown": written.value,
                    "read": read_as,
                    "lines": [readings],
                }
            )
    return judged, flaws


def _decided(name: str, value: Value) -> tuple[str | None, bool]:
    """The value that the vote takes, and whether it is agreed on."""
    if name == "amount":
        money = decide_amount(value, "bench")
        return (str(money.value), money.agreed) if money else (None, False)
    if name == "occurred_at":
        moment = decide_moment(value, "bench")
        return (moment.value.isoformat(), moment.agreed) if moment else (None, False)
    number = decide_number(value, "bench")
    return (number.value, number.agreed) if number else (None, False)


def _line(chosen: StressSet, seed: int, index: int) -> tuple[str, Written, Any, Box]:
    """The index-th line of a set: its field, its value, the picture and the box of the print."""
    rng = random.Random(f"{seed}/line/{chosen.name}/{index}")
    name = _FIELDS[index % len(_FIELDS)]
    at, trap = invented.day(rng), rng.random() < chosen.traps
    if name == "order_no":
        written = invented.order_number(rng, at, trap=trap)
    elif name == "trade_no":
        written = invented.trade_number(
            rng, at, rng.choice(("wechat", "wechat_transfer", "alipay", "bank")), trap=trap
        )
    elif name == "amount":
        bare = invented.amount(rng, trap=trap)
        written = Written(rng.choice(("¥", "-", "-¥", "￥")) + bare.text, bare.value)
    else:
        written = invented.moment(rng, at, trap=trap)
    width = rng.randint(*chosen.widths)
    look = a_look(chosen, installed(), rng, width if chosen.native else 1080)
    sheet = Sheet(look, rng, height=60)
    size = rng.choice((13.0, 14.0, 15.0, 16.0)) if name != "amount" else rng.choice((15.0, 16.0, 34.0))
    while sheet.measure(written.text, size) > look.width - 24:
        size -= 0.5
    sheet.text(12, 40, written.text, size, look.value)
    sheet.y = 60
    data, _ = saved(sheet.finished(0), chosen, width, rng)
    rgb = np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))
    return name, written, rgb, _ink(rgb)


def _ink(rgb: Any) -> Box:
    """The box of what is drawn on an even ground."""
    away = np.abs(rgb.astype(np.int16) - rgb[2, 2].astype(np.int16)).max(axis=2) > 40
    rows, columns = np.flatnonzero(away.any(axis=1)), np.flatnonzero(away.any(axis=0))
    return Box(int(columns[0]), int(rows[0]), int(columns[-1] - columns[0] + 1), int(rows[-1] - rows[0] + 1))

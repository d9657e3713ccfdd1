"""What a shop took in, 受理编号, is an order where money was paid for it, and a complaint where somebody complains."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractor.fields.text import squeeze
from extractor.ocr.lines import Line
from extractor.screens.definitions import Label
from extractor.screens.labels import UNLISTED
from extractor.screens.pairs import Pair

_TAKEN_IN = re.compile(r"^(?:业务)?受理(?:编号|单号|号|流水号)$")
_COMPLAINS = re.compile(r"投诉|举报|申诉|工单|诉求|维权|信访|12315|黑猫|仲裁|调解")
_AS = {"ticket_no": "order_no", "filed_at": "created_at"}


def as_order(pairs: Sequence[Pair], lines: Sequence[Line]) -> list[Pair] | None:
    """The pairs of a page with 受理编号 as an order's number and 受理时间 as when it was made, where it says how much was paid
    and nothing of a complaint; None else."""
    numbers = [pair for pair in pairs if pair.label.slot == "ticket_no"]
    paid = any(pair.label.slot == "paid_amount" for pair in pairs)
    taken = bool(numbers) and all(_TAKEN_IN.match(pair.label.text) for pair in numbers)
    if not (paid and taken) or any(_COMPLAINS.search(squeeze(line.text)) for line in lines):
        return None
    return [
        replace(pair, label=Label(pair.label.text, _AS[pair.label.slot], UNLISTED))
        if pair.label.slot in _AS
        else pair
        for pair in pairs
    ]

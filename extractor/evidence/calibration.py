"""How sure a row is: from the witnesses of its values to the probability that all of them are right.

Each value has witnesses for it and against it. Each witness has a weight in `models/calibration.json`, in log-odds, and
the sum of a value's weights gives its probability. Witnesses for a value never weigh less than nothing, those against
it never more, so another witness for a value never makes it less sure. The weights are fitted on drawn pages whose
values are known, by `python -m tests.bench.calibrate`; the file says how, and what the fit was checked on.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from extractor.data_files import models_folder
from extractor.errors import ModelsInvalid
from extractor.evidence.schema import Row
from extractor.fields.money import Money
from extractor.fields.numbers import embedded_date, known_format
from extractor.i18n import tr
from extractor.ocr import shapes

if TYPE_CHECKING:
    from extractor.evidence.votes import Decision

COLUMNS = ("order_no", "trade_no", "amount", "occurred_at", "status")
"""The columns whose values are weighed."""
FOR = (
    "agreed",
    "two_models",
    "undisputed",
    "same_shapes",
    "sure",
    "format",
    "date_fits",
    "decimals",
    "clock",
    "seconds",
)
"""Witnesses for a value: the vote agreed; two models read the chosen value; no reading says otherwise; the glyphs' shapes
bear it out; the engine was sure; a known form of number; a date that fits; two decimals; a clock; seconds."""
AGAINST = ("unsure", "small_print", "letters", "flagged", "row_flagged")
"""Witnesses against it: the engine was unsure; print of few pixels; letters in a number; a reason to review this value, or
another thing about the row."""
_SURE, _UNSURE, _SMALL = 0.85, 0.5, 15
# No row is certain, and the cell has two digits.
_LEAST, _MOST = 0.01, 0.99
_FILE = "calibration.json"


@dataclass(frozen=True, slots=True)
class Calibration:
    """The fitted weights: by column, each witness's and that of "base", which every value has; and how sure rows of
    kinds without such values are, by kind, as (probability without review, with review)."""

    weights: Mapping[str, Mapping[str, float]]
    kinds: Mapping[str, tuple[float, float]]
    together: str = "product"
    """How the values of a row join: product of their probabilities, or the lowest of them."""

    def value(self, column: str, witnesses: Iterable[str]) -> float:
        """The probability that a value with these witnesses is right, 0–1."""
        weights = self.weights[column]
        return sigmoid(weights["base"] + sum(weights.get(witness, 0.0) for witness in witnesses))

    def joined(self, probabilities: Iterable[float]) -> float:
        """The probability that all values of a row are right."""
        values = list(probabilities)
        return min(values, default=1.0) if self.together == "min" else math.prod(values)


def witnesses_of(decision: Decision[Any]) -> tuple[str, ...]:
    """What the readings of a value say for and against it."""
    chosen = str(decision.value) if not hasattr(decision.value, "isoformat") else decision.value.isoformat()
    engines = {engine for engine, text in decision.readings if text == chosen}
    found = {
        "agreed": decision.agreed,
        "two_models": len(engines - {shapes.ENGINE}) > 1,
        "undisputed": all(text == chosen for _, text in decision.readings),
        "same_shapes": shapes.ENGINE in engines,
        "sure": decision.confidence >= _SURE,
        "unsure": decision.confidence < _UNSURE,
        "small_print": decision.box.h < _SMALL,
        "decimals": isinstance(decision.value, Money) and decision.value.decimals == 2,
    }
    return tuple(name for name, holds in found.items() if holds)


def witnesses(row: Row) -> dict[str, tuple[str, ...]]:
    """All witnesses of the row's values, by column: those of their readings, and what the rest of the row says."""
    return {column: _all_witnesses(row, column) for column in COLUMNS if getattr(row, column)}


def confidence(row: Row, calibration: Calibration | None = None) -> float:
    """The probability that every value of the row is right, 0.01–0.99; the row's own where nothing was fitted for it."""
    table = calibration or load_calibration()
    if row.kind in ("none", "unread"):
        return row.confidence
    if row.kind in table.kinds:
        return _bounded(table.kinds[row.kind][row.needs_review])
    found = witnesses(row)
    if not found:
        return _bounded(table.kinds["other"][row.needs_review])
    return _bounded(table.joined(table.value(column, seen) for column, seen in found.items()))


@cache
def load_calibration() -> Calibration:
    """The shipped table; raises ModelsInvalid where it is missing or not of its form."""
    path = models_folder() / _FILE
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        weights = {
            column: {str(k): float(v) for k, v in data["weights"][column].items()} for column in COLUMNS
        }
        kinds = {
            str(kind): (float(clear), float(flagged)) for kind, (clear, flagged) in data["kinds"].items()
        }
        if not all("base" in column for column in weights.values()) or "other" not in kinds:
            raise KeyError("base")
        return Calibration(weights, kinds, str(data["together"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelsInvalid(
            tr("{path} is damaged, please reinstall: {why}", path=path, why=type(error).__name__)
        ) from error


def sigmoid(log_odds: float) -> float:
    """The probability of log-odds."""
    return 1 / (1 + math.exp(-max(-40.0, min(40.0, log_odds))))


def _all_witnesses(row: Row, column: str) -> tuple[str, ...]:
    value: str = getattr(row, column)
    found = list(row.witnesses.get(column, ()))
    if column in ("order_no", "trade_no"):
        made = embedded_date(value)
        if known_format(value) is not None:
            found.append("format")
        if made is not None and row.occurred_at.startswith(made.isoformat()):
            found.append("date_fits")
        if any(char.isalpha() for char in value):
            found.append("letters")
    elif column == "occurred_at":
        dates = {
            made.isoformat() for number in (row.order_no, row.trade_no) if (made := embedded_date(number))
        }
        found += ["date_fits"] if value[:10] in dates else []
        found += ["clock"] if "T" in value else []
        found += ["seconds"] if value.partition("+")[0].count(":") == 2 else []
    own = [
        reason
        for reason in row.reasons
        if reason.partition("=")[0].endswith(f":{column}") or reason == f"{column}_date_mismatch"
    ]
    if own:
        found.append("flagged")
    if len(row.reasons) > len(own):
        found.append("row_flagged")
    return tuple(found)


def _bounded(probability: float) -> float:
    return max(_LEAST, min(_MOST, probability))

"""Fits the weights of witnesses: logistic regression by column, each weight held to the sign that it must have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

import numpy as np

from extractor.evidence.calibration import AGAINST, COLUMNS, FOR, Calibration
from tests.bench.certainty.judge import Judged
from tests.bench.tally import Outcome

# How strongly weights are drawn to nothing: a witness that few values have must not say much.
_RIDGE = 1.0
_STEPS, _RATE = 4000, 0.5


@dataclass(frozen=True, slots=True)
class Example:
    """A value: its witnesses, and whether it is right."""

    witnesses: frozenset[str]
    right: bool


@dataclass(slots=True)
class RowExample:
    """A row: its values by column, and whether all are right."""

    values: dict[str, Example] = field(default_factory=dict)

    @property
    def right(self) -> bool:
        return all(one.right for one in self.values.values())


def rows_of(judged: Iterable[Judged]) -> list[RowExample]:
    """The rows of judged values; missed values stand in no row."""
    filled = sorted(
        (one for one in judged if one.row >= 0 and one.read is not None), key=lambda o: (o.file, o.row)
    )
    result = []
    for _, part in groupby(filled, key=lambda one: (one.file, one.row)):
        row = RowExample()
        for one in part:
            row.values[one.field] = Example(frozenset(one.witnesses), one.outcome is Outcome.RIGHT)
        result.append(row)
    return result


def fit(rows: Sequence[RowExample], kinds: Mapping[str, tuple[float, float]]) -> Calibration:
    """The weights by column, and which way of joining a row's values fits these rows better."""
    weights = {
        column: fit_column([r.values[column] for r in rows if column in r.values]) for column in COLUMNS
    }
    made = {way: Calibration(weights, kinds, way) for way in ("product", "min")}

    def loss(table: Calibration) -> float:
        said = np.clip([row_confidence(table, row) for row in rows], 1e-6, 1 - 1e-6)
        right = np.array([row.right for row in rows], float)
        return float(-(right * np.log(said) + (1 - right) * np.log(1 - said)).mean())

    return min(made.values(), key=loss)


def row_confidence(table: Calibration, row: RowExample) -> float:
    """What the table says of a row."""
    return table.joined(table.value(column, one.witnesses) for column, one in row.values.items())


def fit_column(examples: Sequence[Example]) -> dict[str, float]:
    """The weight of each witness that some value has; a half value right and a half wrong are added, so that
    a column without an error is not certain."""
    names = [name for name in (*FOR, *AGAINST) if any(name in one.witnesses for one in examples)]
    if not examples:
        return {"base": 0.0}
    has = np.array([[1.0, *(name in one.witnesses for name in names)] for one in examples], float)
    right = np.array([one.right for one in examples], float)
    share = (right.sum() + 0.5) / (len(examples) + 1)
    theta = np.zeros(len(names) + 1)
    theta[0] = np.log(share / (1 - share))
    sign = np.array([0, *(1 if name in FOR else -1 for name in names)])
    low = np.array([0.0 if s > 0 else -np.inf for s in sign])
    high = np.array([0.0 if s < 0 else np.inf for s in sign])
    momentum = np.zeros_like(theta)
    for _ in range(_STEPS):
        ahead = theta + 0.9 * momentum
        said = 1 / (1 + np.exp(-has @ ahead))
        slope = has.T @ (right - said)
        slope[1:] -= _RIDGE * ahead[1:]
        slope[0] += 0.5 - 1 / (1 + np.exp(-ahead[0]))  # the added half values
        momentum = 0.9 * momentum + _RATE * slope / len(examples)
        theta = np.clip(theta + momentum, low, high)
    return {"base": round(float(theta[0]), 3)} | {
        name: round(float(weight), 3)
        for name, weight in zip(names, theta[1:], strict=True)
        if round(float(weight), 3)
    }

"""Rows against what was drawn, value by value: right, flagged, missed, or silently wrong. Knows nothing of OCR.

Stricter than tests.bench.scoring, whose matching it uses: here a moment counts to the second where seconds are shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tests.bench import values
from tests.bench.matching import best_first
from tests.bench.scoring import Row, transaction_points
from tests.bench.tally import Outcome

FIELDS = ("order_no", "trade_no", "amount", "occurred_at", "status")
Shown = Mapping[str, str | None]
Seen = Mapping[str, Mapping[str, Sequence[str]]]
"""Evidence id to column to witnesses, as readings.jsonl has them."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One value: of which file, group and field, what was shown and read, and whether its row asks for review.

    row is the row's place among the file's, -1 where there is none; confidence that row's; witnesses what speaks for
    and against the value.
    """

    file: str
    group: str
    field: str
    shown: str | None
    read: str | None
    outcome: Outcome
    asks: bool
    row: int = -1
    confidence: float = 0.0
    witnesses: tuple[str, ...] = ()

    @property
    def silent(self) -> bool:
        """Wrong or invented, in a row that does not ask for review."""
        return self.outcome in (Outcome.WRONG, Outcome.INVENTED) and not self.asks


@dataclass(slots=True)
class Count:
    """Values by what became of them. given: those that stand in the table without a request for review."""

    right: int = 0
    right_flagged: int = 0
    wrong_flagged: int = 0
    missed: int = 0
    silent: int = 0
    invented: int = 0

    @property
    def shown(self) -> int:
        return self.right + self.right_flagged + self.wrong_flagged + self.missed + self.silent

    @property
    def labelled(self) -> int:
        """Values that were drawn: all but the invented ones."""
        return self.shown - self.invented

    @property
    def given(self) -> int:
        return self.right + self.silent

    def add(self, one: Judged) -> None:
        """Counts one value."""
        self.invented += one.outcome is Outcome.INVENTED
        if one.silent:
            self.silent += 1
        elif one.outcome is Outcome.MISSED:
            self.missed += 1
        elif one.outcome is Outcome.RIGHT:
            self.right += not one.asks
            self.right_flagged += one.asks
        else:
            self.wrong_flagged += 1


@dataclass(slots=True)
class Rows:
    """Rows of a group: how many, and how many of them ask for review; labels is how many there should be."""

    labels: int = 0
    rows: int = 0
    to_review: int = 0
    reasons: dict[str, int] = field(default_factory=dict)


def judge(
    file: str, group: str, shown: Sequence[Shown], rows: Sequence[Row], seen: Seen | None = None
) -> list[Judged]:
    """The values of one picture; rows are its rows of kind transaction, in order, seen their values' witnesses."""
    seen = seen or {}
    alone = len(shown) == len(rows) == 1
    matched = best_first(
        (points, i, j)
        for i, label in enumerate(shown)
        for j, row in enumerate(rows)
        if (points := transaction_points(label, row)) >= 1 or alone
    )
    found: list[Judged] = []
    for i, label in enumerate(shown):
        if i in matched:
            found += _row(file, group, label, matched[i], rows[matched[i]], seen)
        else:
            found += [
                Judged(file, group, name, label[name], None, Outcome.MISSED, False)
                for name in FIELDS
                if label.get(name) is not None
            ]
    for j, row in enumerate(rows):
        if j not in set(matched.values()):
            found += _row(file, group, {}, j, row, seen)
    return found


def count(judged: Iterable[Judged]) -> Count:
    """The counts of values."""
    total = Count()
    for one in judged:
        total.add(one)
    return total


def count_rows(shown: int, rows: Sequence[Row], into: Rows) -> None:
    """Adds a picture's rows to the counts."""
    into.labels += shown
    into.rows += len(rows)
    for row in rows:
        if values.is_true(row.get("needs_review")):
            into.to_review += 1
            for reason in filter(None, row.get("review_reason", "").split(";")):
                code = reason.partition("=")[0]
                into.reasons[code] = into.reasons.get(code, 0) + 1


def same(name: str, shown: str, read: str) -> bool:
    """Whether a value is what was shown, moments to the last digit shown."""
    if name == "occurred_at":
        return read.partition("+")[0] == shown
    return values.agree(name, shown, read)


def _row(file: str, group: str, label: Shown, place: int, row: Row, seen: Seen) -> list[Judged]:
    asks = values.is_true(row.get("needs_review"))
    confidence = float(row.get("confidence") or 0)
    found = []
    for name in FIELDS:
        shown, read = label.get(name), row.get(name) or None
        if shown is None and read is None:
            continue
        if shown is None:
            outcome = Outcome.INVENTED
        elif read is None:
            outcome = Outcome.MISSED
        else:
            outcome = Outcome.RIGHT if same(name, shown, read) else Outcome.WRONG
        witnesses = tuple(seen.get(row.get("evidence_id", ""), {}).get(name, ()))
        found.append(Judged(file, group, name, shown, read, outcome, asks, place, confidence, witnesses))
    return found

"""The counts of the benchmark. They add up: a group's score is the sum of its pictures', the total that of all groups."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any

from tests.bench.labels import FIELDS, STATEMENT_KINDS

SILENT, FLAGGED = "SILENT", "asks for review"
STATEMENT_FIELDS = ("promised_by", "promised_amount", "speaker")


class Outcome(StrEnum):
    """What became of a value: `wrong` differs from the label's, `invented` stands where the label has none."""

    RIGHT = "right"
    WRONG = "wrong"
    MISSED = "missed"
    INVENTED = "invented"


@dataclass(slots=True)
class Tally:
    """Outcomes of one field."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    invented: int = 0

    def count(self, outcome: Outcome) -> None:
        setattr(self, outcome.value, getattr(self, outcome.value) + 1)

    @property
    def labelled(self) -> int:
        return self.right + self.wrong + self.missed

    @property
    def accuracy(self) -> float | None:
        """Right among the labelled values, 0–1; None where nothing is labelled."""
        return self.right / self.labelled if self.labelled else None


@dataclass(slots=True)
class Hits:
    """Findings of one kind: those that match a label, those that match none, labels without a finding."""

    found: int = 0
    invented: int = 0
    missed: int = 0

    @property
    def precision(self) -> float | None:
        return self.found / (self.found + self.invented) if self.found + self.invented else None

    @property
    def recall(self) -> float | None:
        return self.found / (self.found + self.missed) if self.found + self.missed else None

    @property
    def f1(self) -> float | None:
        whole = 2 * self.found + self.invented + self.missed
        return 2 * self.found / whole if whole else None


@dataclass(slots=True)
class MessageTally:
    """Whole chat messages: found or not, and of the found ones text, speaker and time."""

    messages: Hits = field(default_factory=Hits)
    exact: int = 0
    characters: int = 0
    """Labelled characters of the found messages."""
    edits: int = 0
    """Characters to insert, delete or replace to make the found messages right."""
    speaker: Tally = field(default_factory=Tally)
    time: Tally = field(default_factory=Tally)

    @property
    def character_error_rate(self) -> float | None:
        return self.edits / self.characters if self.characters else None


@dataclass(frozen=True, slots=True)
class Flaw:
    """One error: where, what, and whether its row was SILENT about it or FLAGGED; neither for what is missed."""

    file: str
    group: str
    what: str
    outcome: str
    shown: str | None
    read: str | None
    flag: str

    @property
    def place(self) -> tuple[str, str, str | None]:
        """What tells that another reader erred in the same place."""
        return self.file, self.what, self.shown

    def __str__(self) -> str:
        flag = f" ({self.flag})" if self.flag else ""
        head = f"{self.file}  [{self.group}] {self.what}: {self.outcome}{flag}"
        return f"{head}\n    shown {self.shown}\n    read  {self.read}"


@dataclass(frozen=True, slots=True)
class RowSaid:
    """A scored row of the table: its kind, its confidence, whether it asks for review, whether all scored values are right."""

    kind: str
    confidence: float
    asks: bool
    right: bool


@dataclass(slots=True)
class Score:
    """The counts of one picture, one group, or all.

    clean counts the pictures without any error; transactions the labelled rows, whole those of them with every
    labelled field right and nothing invented.
    given counts the labelled or invented values in rows that do not ask for review.
    rows are the scored rows of the table (transactions, statements, tickets), to_review those that ask for review.
    """

    pictures: int = 0
    clean: int = 0
    fields: dict[str, Tally] = field(default_factory=lambda: {name: Tally() for name in FIELDS})
    transactions: Hits = field(default_factory=Hits)
    whole: int = 0
    statements: dict[str, Hits] = field(default_factory=lambda: {kind: Hits() for kind in STATEMENT_KINDS})
    statement_fields: dict[str, Tally] = field(default_factory=lambda: {n: Tally() for n in STATEMENT_FIELDS})
    tickets: Tally = field(default_factory=Tally)
    invented_rows: int = 0
    given: int = 0
    silent_values: int = 0
    silent_rows: int = 0
    rows: int = 0
    to_review: int = 0
    chat: MessageTally = field(default_factory=MessageTally)
    flaws: list[Flaw] = field(default_factory=list)
    said: list[RowSaid] = field(default_factory=list)

    @property
    def silent(self) -> int:
        """Silent errors: wrong or invented values, and invented rows, that do not ask for review."""
        return self.silent_values + self.silent_rows

    @property
    def every_field(self) -> Tally:
        """All fields of transactions together."""
        whole = Tally()
        for tally in self.fields.values():
            whole = _sum(whole, tally)
        return whole

    def add(self, other: Score) -> None:
        """Adds the counts of other to these."""
        for part in fields(self):
            setattr(self, part.name, _sum(getattr(self, part.name), getattr(other, part.name)))


def _sum(a: Any, b: Any) -> Any:
    if isinstance(a, int | list):
        return a + b
    if isinstance(a, dict):
        return {key: _sum(a[key], b[key]) for key in a}
    kind: Callable[..., Any] = type(a)
    return kind(**{part.name: _sum(getattr(a, part.name), getattr(b, part.name)) for part in fields(a)})

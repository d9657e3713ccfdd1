"""The rows of one dispute, and rows of none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from decimal import Decimal

from extractor.case.load import CaseRow
from extractor.case.model import Link, Role, Text
from extractor.case.roles import role_of


@dataclass(slots=True)
class Group:
    """The rows of one dispute, and why they are together."""

    rows: list[CaseRow] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)

    def of(self, *roles: Role) -> list[CaseRow]:
        return [row for row in self.rows if role_of(row) in roles]

    def mark_loose(self) -> None:
        """Marks the rows that weak links alone tie to the payment (else the order) of the dispute.

        A row that stands fast beside a loose one, in the same conversation, is as loose.
        """
        weak = [link for link in self.links if link.strength == "weak" and link.a != link.b]
        anchors = self.of("payment", "refund") or self.of("order") or self.rows
        fast = self._reach([anchors[0].id])
        loose = self._reach([end for link in weak for end in (link.a, link.b) if end not in fast]) - fast
        self.rows = [replace(row, loose=True) if row.id in loose else row for row in self.rows]

    def known(self) -> Group:
        """The dispute without the conversations and tickets that nothing but time ties to it: no paper tells what they say,
        and nothing follows from them, before a person has confirmed the link."""
        guessed = self._reach([link.a for link in self.links if link.reason == "only_dispute"])
        out = {
            row.id
            for row in self.rows
            if row.loose and row.id in guessed and (row.chat or row.is_ticket or row.speaker)
        }
        out -= {row.id for row in self.of("order", "payment", "refund")}
        return Group(
            [row for row in self.rows if row.id not in out],
            [link for link in self.links if link.a not in out and link.b not in out],
        )

    def worded(self) -> Group:
        """The dispute without promises and refusals that may be none by their wording."""
        return Group([row for row in self.rows if not row.unsure], self.links)

    def _reach(self, start: Collection[str]) -> set[str]:
        """All that links better than weak ones tie to start."""
        firm: dict[str, set[str]] = defaultdict(set)
        for link in self.links:
            if link.strength != "weak":
                firm[link.a].add(link.b)
                firm[link.b].add(link.a)
        seen, ahead = set(start), list(start)
        while ahead:
            new = firm[ahead.pop()] - seen
            seen |= new
            ahead.extend(new)
        return seen

    @property
    def numbers(self) -> set[str]:
        return {n for row in self.of("order", "payment", "refund") for n in row.numbers}

    @property
    def amounts(self) -> set[Decimal]:
        return {row.amount for row in self.of("order", "payment") if row.amount is not None}

    @property
    def sums(self) -> set[Decimal]:
        """What was ordered or paid; where only refunds are known, these."""
        return self.amounts or {row.amount for row in self.of("refund") if row.amount is not None}


@dataclass(frozen=True, slots=True)
class Alone:
    """A row that belongs to no dispute, and why."""

    row: CaseRow
    reason: str
    text: Text

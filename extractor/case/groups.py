"""The rows of one dispute, and rows of none."""

from __future__ import annotations

from dataclasses import dataclass, field
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

    @property
    def numbers(self) -> set[str]:
        return {n for row in self.of("order", "payment", "refund") for n in row.numbers}

    @property
    def amounts(self) -> set[Decimal]:
        return {row.amount for row in self.of("order", "payment") if row.amount is not None}


@dataclass(frozen=True, slots=True)
class Alone:
    """A row that belongs to no dispute, and why."""

    row: CaseRow
    reason: str
    text: Text

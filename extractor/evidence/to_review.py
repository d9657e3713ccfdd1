"""How many rows a person has yet to look at: counted here alone, so that summary, report, sheet and review say one number.

It is the number of decisions that are left. A row counts where it asks for review and there is something to compare; copies of a
picture are one matter, for what is decided of one holds for all; a file that was not read has nothing to compare, and is counted
apart wherever this is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from extractor.evidence.schema import Row

Mark = Literal["", "asks", "copy", "unread"]
"""asks: it is counted. copy: it asks, and is counted at another file with the same content. unread: nothing to compare."""


def matter(row: Row) -> tuple[str, str]:
    """What a decision is about: the same for a row and its doubles on copies of the picture."""
    return row.source_sha256 or row.source_file, row.evidence_id


def review_marks(rows: Sequence[Row]) -> list[Mark]:
    """For each row of a table whether it is to be reviewed, and counted; "" where it asks for nothing."""
    seen: set[tuple[str, str]] = set()
    return [_mark(row, seen) for row in rows]


def _mark(row: Row, seen: set[tuple[str, str]]) -> Mark:
    if not row.needs_review:
        return ""
    if row.kind == "unread":
        return "unread"
    if matter(row) in seen:
        return "copy"
    seen.add(matter(row))
    return "asks"


def to_review(rows: Sequence[Row]) -> int:
    """How many rows of a table are to be reviewed."""
    return review_marks(rows).count("asks")


def reviewed(rows: Sequence[Row]) -> int:
    """How many rows of a table were reviewed and do not ask again, copies counted once."""
    return len({matter(row) for row in rows if row.reviewed_at and not row.needs_review})

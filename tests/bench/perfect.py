"""The rows and messages that score 100 %, made from the labels: the scorer's own check."""

from __future__ import annotations

from collections.abc import Sequence

from tests.bench.labels import FIELDS, Picture
from tests.bench.messages import Spoken
from tests.bench.scoring import Row


def perfect_rows(pictures: Sequence[Picture]) -> list[Row]:
    """The table that a reader without fault writes."""
    rows: list[Row] = []
    for picture in pictures:
        base = {"source_file": picture.file, "needs_review": "false"}
        for item in picture.transactions:
            rows.append({**base, "kind": "transaction", **{name: item[name] or "" for name in FIELDS}})
        for said in picture.statements:
            rows.append(
                {
                    **base,
                    "kind": said.kind,
                    "occurred_at": said.at or "",
                    "speaker": said.speaker,
                    "text": said.text,
                    "promised_amount": said.amount or "",
                    "promised_by": said.deadline or "",
                }
            )
        for ticket in picture.tickets:
            rows.append(
                {**base, "kind": "ticket", "order_no": ticket.ticket_no, "occurred_at": ticket.filed_at or ""}
            )
    return rows


def perfect_chats(pictures: Sequence[Picture]) -> dict[str, list[Spoken]]:
    """The messages that a reader without fault finds, by file."""
    return {
        picture.file: [{"speaker": m.speaker, "at": m.at, "text": m.text} for m in picture.messages]
        for picture in pictures
        if picture.messages
    }

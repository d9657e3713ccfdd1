"""labels.json: what each sample screenshot shows."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FIELDS = ("order_no", "trade_no", "amount", "occurred_at", "status")
"""The scored fields of a transaction, in the order of every table."""
STATEMENT_KINDS = ("promise", "refusal", "request", "scam")

Transaction = Mapping[str, str | None]
"""Field name to what is shown; None where it is not shown."""


@dataclass(frozen=True, slots=True)
class Message:
    """A chat message as drawn: speaker is `me`, `other` or `system`; at is None where no time is visible."""

    speaker: str
    at: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Statement:
    """A promise, refusal, request or scam offer; amount and deadline are None where none is said."""

    kind: str
    speaker: str
    text: str
    amount: str | None
    deadline: str | None
    at: str | None


@dataclass(frozen=True, slots=True)
class Ticket:
    """A complaint or work order."""

    ticket_no: str
    filed_at: str | None


@dataclass(frozen=True, slots=True)
class Picture:
    """One labelled screenshot; file is relative to the folder of labels.json, captured_at an ISO minute, +08:00."""

    file: str
    group: str
    kind: str
    captured_at: str
    transactions: tuple[Transaction, ...] = ()
    messages: tuple[Message, ...] = ()
    statements: tuple[Statement, ...] = ()
    tickets: tuple[Ticket, ...] = ()


def load_labels(path: Path) -> list[Picture]:
    """The labelled pictures of a labels.json, in its order."""
    return [_picture(entry) for entry in json.loads(path.read_text(encoding="utf-8"))]


def spread(pictures: Sequence[Picture], limit: int | None) -> list[Picture]:
    """At most limit pictures, evenly spread over the list: the first ones would all be of one group."""
    if limit is None or limit >= len(pictures):
        return list(pictures)
    return [pictures[index * len(pictures) // limit] for index in range(limit)]


def _picture(entry: Mapping[str, Any]) -> Picture:
    return Picture(
        file=entry["file"],
        group=entry["group"],
        kind=entry["kind"],
        captured_at=entry["captured_at"],
        transactions=tuple({name: item.get(name) for name in FIELDS} for item in entry["transactions"]),
        messages=tuple(Message(m["speaker"], m.get("at"), m["text"]) for m in entry.get("messages", ())),
        statements=tuple(_statement(item) for item in entry.get("statements", ())),
        tickets=tuple(Ticket(t["ticket_no"], t.get("filed_at")) for t in entry.get("tickets", ())),
    )


def _statement(entry: Mapping[str, Any]) -> Statement:
    return Statement(
        entry["kind"],
        entry["speaker"],
        entry["text"],
        entry.get("amount"),
        entry.get("deadline"),
        entry.get("at"),
    )

"""The label of one sample image, and the rule that only what is visible is labelled.

Every element of a screen that shows a labelled value carries a mark such as ``t0.amount`` (field ``amount``
of transaction 0), ``k0.ticket_no``, ``phone``, ``m3`` (message 3), ``m3.at`` (its time or the
separator above it), ``m3.name`` or ``s1`` (statement 1).  After the picture
has been cut, :func:`keep_visible` drops what no visible element shows any more.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields, replace
from datetime import datetime

JsonObject = dict[str, object]


class LabelError(Exception):
    """A label does not agree with what the picture shows."""


@dataclass(frozen=True)
class Transaction:
    """One payment or refund; None where the picture does not show the field."""

    order_no: str | None = None
    trade_no: str | None = None
    amount: str | None = None
    occurred_at: str | None = None
    status: str | None = None


@dataclass(frozen=True)
class Ticket:
    """One complaint or work order."""

    ticket_no: str
    channel: str
    filed_at: str | None = None


@dataclass(frozen=True)
class Message:
    """One chat message; ``at`` is its ISO minute or that of the separator above it."""

    speaker: str
    text: str
    name: str | None = None
    at: str | None = None


@dataclass(frozen=True)
class Statement:
    """A promise, refusal, request or scam offer inside a message."""

    kind: str
    speaker: str
    text: str
    amount: str | None = None
    deadline: str | None = None
    at: str | None = None


@dataclass(frozen=True)
class Facts:
    """Everything a screen shows that is labelled."""

    transactions: tuple[Transaction, ...] = ()
    tickets: tuple[Ticket, ...] = ()
    messages: tuple[Message, ...] = ()
    statements: tuple[Statement, ...] = ()
    phone: str | None = None

    def joined(self, other: Facts) -> Facts:
        """The facts of two screens pasted into one picture."""
        return Facts(
            self.transactions + other.transactions,
            self.tickets + other.tickets,
            self.messages + other.messages,
            self.statements + other.statements,
            self.phone or other.phone,
        )


@dataclass(frozen=True)
class Label:
    """One entry of labels.json."""

    file: str
    group: str
    style: str
    captured_at: datetime
    kind: str
    facts: Facts
    text: str = field(default="", repr=False)

    def as_json(self) -> JsonObject:
        """The object written to labels.json, keys in the documented order."""
        facts = self.facts
        return {
            "file": self.file,
            "group": self.group,
            "style": self.style,
            "captured_at": self.captured_at.strftime("%Y-%m-%dT%H:%M"),
            "kind": self.kind,
            "transactions": [asdict(t) for t in facts.transactions],
            "messages": [asdict(m) for m in facts.messages],
            "statements": [asdict(s) for s in facts.statements],
            "tickets": [asdict(t) for t in facts.tickets],
            "phone": facts.phone,
            "text": self.text,
        }


def _shown_message(said: Message, mark: str, drawn: set[str], visible: set[str]) -> Message:
    """A message without a time or name that cannot be seen."""
    for entry in ("at", "name"):
        if getattr(said, entry) is not None and f"{mark}.{entry}" not in drawn:
            raise LabelError(f"no element is marked {mark}.{entry}")
    return replace(said, at=said.at if f"{mark}.at" in visible else None, name=said.name if f"{mark}.name" in visible else None)


def _shown_statement(said: Statement, mark: str, drawn: set[str], visible: set[str]) -> Statement:
    """Without the time of its message a promise has no deadline."""
    if f"{mark}.at" in drawn and f"{mark}.at" not in visible:
        return replace(said, at=None, deadline=None)
    return said


def keep_visible(facts: Facts, drawn: set[str], visible: set[str]) -> Facts:
    """Drop fields whose marked elements are all out of the picture.

    ``drawn`` are the marks of the whole page: a value without a mark there is a mistake of the template.
    """
    transactions = []
    for index, transaction in enumerate(facts.transactions):
        shown = transaction
        for entry in fields(Transaction):
            mark = f"t{index}.{entry.name}"
            if getattr(transaction, entry.name) is None:
                continue
            if mark not in drawn:
                raise LabelError(f"no element is marked {mark}")
            if mark not in visible:
                shown = replace(shown, **{entry.name: None})
        if shown.order_no or shown.trade_no or shown.amount:
            transactions.append(shown)
    tickets = []
    for index, ticket in enumerate(facts.tickets):
        if f"k{index}.ticket_no" in visible:
            filed = ticket.filed_at if f"k{index}.filed_at" in visible else None
            tickets.append(replace(ticket, filed_at=filed))
    return replace(
        facts,
        transactions=tuple(transactions),
        tickets=tuple(tickets),
        messages=tuple(_shown_message(m, f"m{i}", drawn, visible) for i, m in enumerate(facts.messages) if f"m{i}" in visible),
        statements=tuple(_shown_statement(s, f"s{i}", drawn, visible) for i, s in enumerate(facts.statements) if f"s{i}" in visible),
        phone=facts.phone if "phone" in visible else None,
    )

"""What `case.json` holds, as pydantic models; its JSON Schema is published as docs/case.schema.json.

A row of the evidence table is named by its evidence_id. Every sentence for people is a `Text`, Chinese and English.
Money is a string of two decimals, a moment is ISO 8601 to the precision shown, as in the evidence table.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr

CASE_SCHEMA_VERSION = "1.3"

Strength = Literal["certain", "strong", "likely", "weak"]
ItemState = Literal["there", "weak", "missing", "contradicted"]
Verdict = Literal["closed", "weak", "open", "contradicted"]
Role = Literal[
    "order", "payment", "refund", "product", "account", "request", "promise", "refusal", "ticket", "mention", "scam"
]  # fmt: skip
Party = Literal["platform", "channel", "user", "undecided"]
Cause = Literal[
    "not_delivered",
    "clause_refusal",
    "promise_broken",
    "debited_not_credited",
    "platform_gone",
    "not_as_described",
    "own_mistake",
    "undecided",
]
Severity = Literal["critical", "high", "medium"]
DeadlineState = Literal["open", "due_today", "overdue", "overdue_strict", "met", "past", "unknown"]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Text(_Model):
    """A sentence for people."""

    zh: str
    en: str


class EvidenceRow(_Model):
    """A row of the table that the case speaks of."""

    evidence_id: str
    person: str | None = Field(description="With a subfolder a person: whose it is")
    kind: str
    role: Role | None = Field(description="What the row is in its dispute; null where it is in none")
    files: list[str] = Field(description="source_file of each copy")
    sha256: str
    screen: str
    captured_at: str
    neutral: bool = Field(description="From an official export of the payment channel: it weighs more")
    weak: bool = Field(description="The row asks for review: a person has not confirmed what was read")
    review_reason: str
    dispute: str | None = Field(description="id of the dispute that it belongs to")


class Link(_Model):
    """Why two rows are of the same dispute."""

    a: str = Field(description="evidence_id")
    b: str = Field(description="evidence_id")
    reason: str = Field(description="Code: same_trade_no, same_order_no, amount_time, near_amount_time, …")
    strength: Strength
    text: Text


class Fact(_Model):
    """One value that all papers share, and the rows that carry it."""

    value: str
    rows: list[str]
    state: ItemState
    single_source: bool = Field(description="Only one file carries it (孤证)")


class Facts(_Model):
    """The facts of a dispute: one number, one amount, one time everywhere. Null: no row carries it."""

    platform: Fact | None = Field(None, description="Name of the shop or the chat's title")
    respondent: Fact | None = Field(None, description="Full name of the merchant as the channel shows it")
    acquirer: Fact | None = None
    icp: Fact | None = None
    order_no: Fact | None = Field(None, description="The platform's own order number")
    merchant_no: Fact | None = Field(None, description="The seller's number on the payment bill")
    trade_no: Fact | None = None
    amount: Fact | None = Field(None, description="What was paid; where only an order is known, what it says")
    order_amount: Fact | None = None
    ordered_at: Fact | None = None
    paid_at: Fact | None = None
    channel: Fact | None = Field(None, description="微信支付, 支付宝, …")
    product: Fact | None = None
    account: Fact | None = Field(None, description="Account to be credited, masked")
    phone: Fact | None = Field(None, description="Bound phone, masked")
    refunded: Fact | None = Field(None, description="Sum of what was refunded already")
    refund_shown: Fact | None = Field(
        None, description="refunded or refunding: what a page says while no record shows the money come"
    )
    claim: Fact | None = Field(None, description="What is still to be refunded: amount less refunded")


class ChainItem(_Model):
    """One line of the checklist."""

    key: str
    name: Text
    look: Text = Field(description="Which screenshot or record holds it, in a few words")
    essential: bool = Field(description="The chain is not closed without it")
    state: ItemState
    rows: list[str]
    single_source: bool
    neutral: bool = Field(description="An official export carries it")
    why: list[Text] = Field(
        description="Why it is weak, contradicted or missing; what a person recorded of it"
    )
    gap: Text | None = Field(description="How to get it; null where nothing is missing")


class Contradiction(_Model):
    """Two rows that cannot both be right, or do not fit."""

    kind: str = Field(
        description="Code: amount, time, order_no, similar_number, chat_before_payment, claimed_amount, …"
    )
    rows: list[str]
    values: list[str]
    text: Text


class TimelineEntry(_Model):
    """A dated fact."""

    at: str
    kind: str
    rows: list[str]
    weak: bool
    text: Text


class Deadline(_Model):
    """A day by which something has to happen, counted from a dated fact."""

    key: str = Field(description="promise, limitation, prepaid_15_days, mistake_90_days, 12315_acceptance, …")
    start: str = Field(description="The dated fact from which it counts; empty where unknown")
    due: str = Field(description="Last day or minute; empty where unknown")
    due_strict: str = Field(description="Without moving a last day of rest to the next working day")
    state: DeadlineState
    days_left: int | None
    rows: list[str]
    basis: str = Field(description="The rule, in Chinese, with its article")
    day_unsure: bool = Field(
        description="The day from which it counts follows from the time of the file, which may be that of a copy"
    )
    verified: bool = Field(description="The rule was checked in the published text of the law")
    calendar_known: bool = Field(
        description="false: the holidays of that year are not known, Monday to Friday was counted"
    )
    text: Text


class Reason(_Model):
    """What speaks for a responsibility."""

    code: str = Field(description="not_arrived, platform_failed, own_mistake, clause, promise_late, …")
    text: Text
    rows: list[str]


class Responsibility(_Model):
    """Who answers on this evidence: a suggestion, until a person confirms or overrides it in case.toml."""

    suggested: Party
    cause: Cause = Field(description="The gravest of causes")
    causes: list[Cause] = Field(description="All that the evidence speaks for, the gravest first")
    confirmed: bool
    overridden: bool = Field(description="A person set party or cause in case.toml")
    reasons: list[Reason]
    cautions: list[Text]


class ScamWarning(_Model):
    """An offer or demand that smells of fraud: what was said, where, what to do."""

    severity: Severity
    what: str = Field(
        description="Code: private_refund, code_or_password, advance_fee, screen_sharing, recovery, …"
    )
    said: str
    speaker: str
    at: str
    rows: list[str]
    files: list[str]
    dispute: str | None
    text: Text
    do: Text


class Filing(_Model):
    """A complaint that was filed, as `extractor case file` recorded it."""

    dispute: str | None
    channel: str
    number: str
    filed_on: date
    accepted_on: date | None = None
    amount: str = ""
    note: str = ""
    warnings: list[Text] = Field(default_factory=list)


class Paper(_Model):
    """A file under papers/."""

    kind: str = Field(description="demand, 12315, heimao, channel, evidence_list, request")
    name: Text
    file: str = Field(description="Relative to the results folder")
    format: Literal["txt", "docx"]
    chars: int | None = Field(description="Length of the text to paste, where a limit holds")
    limit: int | None
    blanks: list[str] = Field(description="What a person must still fill in")
    marks: int = Field(description="How many places a person must still check")


@dataclass(frozen=True, slots=True)
class Draft:
    """A paper before it is written: its text, and what a person should check before sending it."""

    paper: Paper
    text: str
    notes: tuple[str, ...]


class Exhibit(_Model):
    """A line of the list of evidence (证据目录)."""

    number: str = Field(description="E01 …")
    name: str
    source: str
    proves: list[str]
    file: str = Field(description="The file; of several of one ticket's page all, with 、 between them")
    sha256: str = Field(description="Of the file; of several in the same order, with 、 between them")
    captured_at: str
    rows: list[str]


class Cost(_Model):
    """Whether a court is worth it."""

    claim: str
    court_fee: str = Field(description="Half fee of the summary procedure; empty where not counted")
    text: Text


class LooseEvidence(_Model):
    """Rows of a dispute that a person is to confirm together."""

    files: list[str]
    rows: list[str] = Field(
        description="Their evidence_ids: for leave_out, if they are about another purchase"
    )
    joined: list[str] = Field(description="What rows of [[link]] is to be, if they are about this one")


class Dispute(_Model):
    """One dispute: the rows that belong together, and what follows from them."""

    id: str
    person: str | None = Field(description="With a subfolder a person: whose it is, by the subfolder's name")
    name: str = Field(description="The name that case.toml gives; empty where it gives none")
    title: Text
    facts: Facts
    rows: list[str]
    links: list[Link]
    check_first: list[Text] = Field(
        description="What to settle before anything else: a refund that a page shows, loose links, mixed folders"
    )
    loose: list[LooseEvidence] = Field(description="Evidence that hangs on weak links alone")
    verdict: Verdict
    summary: Text
    chain: list[ChainItem]
    contradictions: list[Contradiction]
    timeline: list[TimelineEntry]
    deadlines: list[Deadline]
    responsibility: Responsibility
    cost: Cost | None
    law: list[str] = Field(description="Keys of models/law/*.yaml that the papers cite")
    exhibits: list[Exhibit]
    filings: list[Filing]
    papers: list[Paper]
    _drafts: tuple[Draft, ...] = PrivateAttr(())

    @property
    def drafts(self) -> tuple[Draft, ...]:
        """The papers' texts, in the order of papers; not part of case.json."""
        return self._drafts

    def take_papers(self, drafts: list[Draft], law: list[str]) -> None:
        """Sets the papers and the law that they cite."""
        self._drafts, self.papers, self.law = tuple(drafts), [draft.paper for draft in drafts], law


class Unlinked(_Model):
    """A row that belongs to no dispute, and why."""

    evidence_id: str
    person: str | None
    reason: str
    text: Text


class OverviewLine(_Model):
    """A dispute in one line, as overview.csv, overview.xlsx and the top of the report show it."""

    dispute: str
    person: str | None
    name: str
    platform: str
    respondent: str
    paid_on: str
    claim: str
    verdict: Verdict
    missing: list[Text] = Field(description="Essentials that are missing")
    weak: list[Text] = Field(description="Essentials that are weak")
    to_check: int = Field(description="How many points of check_first are to be settled")
    next_due: str = Field(description="The next deadline that runs; empty where none does")
    next_what: Text | None
    overdue_days: int | None = Field(description="Since the earliest overdue deadline of the other side")
    filed: list[str]
    papers: str = Field(description="The folder of its papers, relative to the results folder")


class Case(_Model):
    """`case.json`."""

    schema_version: str = CASE_SCHEMA_VERSION
    today: date
    person_per_subfolder: bool | None = Field(
        description="What was chosen, and holds until another choice: every subfolder is a person (true), all are one "
        "(false); null: nobody has chosen, all are one"
    )
    evidence_sha256: str = Field(description="Of the evidence.csv that the case was built from")
    warnings: list[Text] = Field(
        description="What a person set that fits nothing, e.g. an unknown id in case.toml"
    )
    scam: list[ScamWarning]
    overview: list[OverviewLine] = Field(description="A line a dispute")
    disputes: list[Dispute]
    evidence: list[EvidenceRow]
    unlinked: list[Unlinked]
    notes: list[Text] = Field(
        description="What holds for the whole case and can wait, e.g. an unknown holiday calendar"
    )
    no_advice: Text


def case_schema() -> dict[str, Any]:
    """The JSON Schema of case.json (draft 2020-12)."""
    schema = Case.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}

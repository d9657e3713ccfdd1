"""Scores the rows of a table against the labels, picture by picture.

A row is a mapping of column to cell text as in evidence.csv. Rules: rows are matched with labels one to one, best
first, within their picture; a value is right, wrong, missed, or invented where the label has none; a row without a
label is invented, with all its values. An error in a row that does not ask for review is silent.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tests.bench import values
from tests.bench.labels import FIELDS, STATEMENT_KINDS, Picture, Statement, Ticket, Transaction
from tests.bench.matching import best_first, likeness
from tests.bench.messages import Spoken, score_messages
from tests.bench.tally import FLAGGED, SILENT, Flaw, Outcome, RowSaid, Score

Row = Mapping[str, str]

_SAME_STATEMENT = 0.6
_CARD = 0.65


@dataclass(frozen=True, slots=True)
class Scores:
    """What a reader reached: in all, and by group in the labels' order; chats are the groups of conversations."""

    total: Score
    groups: Mapping[str, Score]
    chats: frozenset[str] = frozenset()

    @property
    def without_transactions(self) -> Score:
        """The groups of pages none of which shows a transaction (product, account, negative): an easy place to invent."""
        result = Score()
        for name, score in self.groups.items():
            if name not in self.chats and not score.transactions.found + score.transactions.missed:
                result.add(score)
        return result


def score_all(
    pictures: Sequence[Picture], rows: Iterable[Row], chats: Mapping[str, Sequence[Spoken]] | None = None
) -> Scores:
    """Scores rows against pictures; rows of other files are left out. chats: the messages read, by file."""
    by_file: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_file[row.get("source_file", "")].append(row)
    total, groups = Score(), dict[str, Score]()
    for picture in pictures:
        score = score_picture(picture, by_file[picture.file], (chats or {}).get(picture.file, ()))
        groups.setdefault(picture.group, Score()).add(score)
        total.add(score)
    return Scores(total, groups, frozenset(p.group for p in pictures if p.kind == "chat"))


def score_picture(picture: Picture, rows: Sequence[Row], spoken: Sequence[Spoken] = ()) -> Score:
    """The score of one picture."""
    return _Scorer(picture).scored(rows, spoken)


class _Scorer:
    """Collects the score of one picture."""

    def __init__(self, picture: Picture) -> None:
        self.picture = picture
        self.score = Score(pictures=1)

    def scored(self, rows: Sequence[Row], spoken: Sequence[Spoken]) -> Score:
        by_kind: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            by_kind[row.get("kind", "").strip().lower()].append(row)
        for kind in ("transaction", "ticket", *STATEMENT_KINDS):
            self.score.rows += len(by_kind[kind])
            self.score.to_review += sum(_asks(row) for row in by_kind[kind])
        self._transactions(by_kind["transaction"])
        for kind in STATEMENT_KINDS:
            self._statements(kind, by_kind[kind])
        self._tickets(by_kind["ticket"])
        self.score.chat = score_messages(self.picture.messages, spoken)
        self.score.clean = int(not self.score.flaws)
        return self.score

    def _transactions(self, rows: Sequence[Row]) -> None:
        labels = self.picture.transactions
        alone = len(labels) == len(rows) == 1
        matched = best_first(
            (points, i, j)
            for i, label in enumerate(labels)
            for j, row in enumerate(rows)
            if (points := transaction_points(label, row)) >= 1 or alone
        )
        hits = self.score.transactions
        for i, label in enumerate(labels):
            if i in matched:
                hits.found += 1
                whole, right = self._transaction(label, rows[matched[i]])
                self.score.whole += whole
                self._said("transaction", rows[matched[i]], right=right)
                continue
            hits.missed += 1
            for name in FIELDS:
                if label[name] is not None:
                    self.score.fields[name].count(Outcome.MISSED)
            self._flaw(
                "transaction", "row missed", label["order_no"] or label["trade_no"] or label["amount"], None
            )
        for row in _left(rows, matched):
            hits.invented += 1
            for name in FIELDS:
                if values.filled(row.get(name)):
                    self.score.fields[name].count(Outcome.INVENTED)
            self._invented("transaction", row)
            self._said("transaction", row, right=False)

    def _transaction(self, label: Transaction, row: Row) -> tuple[bool, bool]:
        """Counts the fields of a matched row; whether nothing is amiss, and whether nothing in it is wrong."""
        whole = right_so_far = True
        for name in FIELDS:
            normal = values.NORMAL[name]
            shown, read = normal(label[name]), normal(row.get(name))
            outcome = _outcome(shown, read, right=values.agree(name, label[name], row.get(name)))
            if outcome is not None:
                self.score.fields[name].count(outcome)
                self._note(f"transaction.{name}", outcome, shown, read, row)
                whole = whole and outcome is Outcome.RIGHT
                right_so_far = right_so_far and outcome in (Outcome.RIGHT, Outcome.MISSED)
        return whole, right_so_far

    def _statements(self, kind: str, rows: Sequence[Row]) -> None:
        labels = [statement for statement in self.picture.statements if statement.kind == kind]
        matched = best_first(
            (points, i, j)
            for i, label in enumerate(labels)
            for j, row in enumerate(rows)
            if (points := _statement_points(label, row.get("text", ""))) > _SAME_STATEMENT
        )
        hits = self.score.statements[kind]
        for i, label in enumerate(labels):
            if i in matched:
                hits.found += 1
                right = self._statement(label, rows[matched[i]])
                self._said(kind, rows[matched[i]], right=right)
            else:
                hits.missed += 1
                self._flaw(kind, "row missed", label.text, None)
        for row in _left(rows, matched):
            # a complaint page is a request by its nature: neither asked for nor punished
            if not (self.picture.kind == "ticket" and kind == "request"):
                hits.invented += 1
                self._invented(kind, row)
                self._said(kind, row, right=False)

    def _statement(self, label: Statement, row: Row) -> bool:
        """Counts the fields of a matched statement; True where nothing is amiss."""
        whole = True
        compared = {
            "promised_amount": (values.amount(label.amount), values.amount(row.get("promised_amount"))),
            "speaker": (values.speaker(label.speaker), values.speaker(row.get("speaker"))),
        }
        if label.kind == "promise":
            compared["promised_by"] = values.deadline(label.deadline), values.deadline(row.get("promised_by"))
        for name, (shown, read) in compared.items():
            outcome = _outcome(shown, read, right=shown == read)
            if outcome is not None:
                self.score.statement_fields[name].count(outcome)
                self._note(f"{label.kind}.{name}", outcome, shown, read, row)
                whole = whole and outcome in (Outcome.RIGHT, Outcome.MISSED)
        return whole

    def _said(self, kind: str, row: Row, *, right: bool) -> None:
        confidence = float(row.get("confidence") or 0)
        self.score.said.append(RowSaid(kind, confidence, _asks(row), right))

    def _tickets(self, rows: Sequence[Row]) -> None:
        labels = self.picture.tickets
        matched = best_first(
            (_ticket_points(label, row), i, j) for i, label in enumerate(labels) for j, row in enumerate(rows)
        )
        for i, label in enumerate(labels):
            if i not in matched:
                self.score.tickets.count(Outcome.MISSED)
                self._flaw("ticket", "row missed", label.ticket_no, None)
                continue
            row = rows[matched[i]]
            shown, read = values.number(label.ticket_no), values.number(row.get("order_no"))
            outcome = _outcome(shown, read, right=shown == read)
            if outcome is not None:
                self.score.tickets.count(outcome)
                self._note("ticket.ticket_no", outcome, shown, read, row)
        for row in _left(rows, matched):
            self.score.tickets.count(Outcome.INVENTED)
            self._invented("ticket", row)

    def _note(self, what: str, outcome: Outcome, shown: str | None, read: str | None, row: Row) -> None:
        self.score.given += outcome is not Outcome.MISSED and not _asks(row)
        if outcome is Outcome.RIGHT:
            return
        made_up = outcome in (Outcome.WRONG, Outcome.INVENTED)
        self.score.silent_values += made_up and not _asks(row)
        self._flaw(what, outcome.value, shown, read, row if made_up else None)

    def _invented(self, what: str, row: Row) -> None:
        self.score.invented_rows += 1
        self.score.silent_rows += not _asks(row)
        self._flaw(
            what, "row invented", None, row.get("text") or row.get("order_no") or row.get("amount"), row
        )

    def _flaw(
        self, what: str, outcome: str, shown: str | None, read: str | None, row: Row | None = None
    ) -> None:
        flag = "" if row is None else FLAGGED if _asks(row) else SILENT
        self.score.flaws.append(Flaw(self.picture.file, self.picture.group, what, outcome, shown, read, flag))


def _outcome(shown: str | None, read: str | None, *, right: bool) -> Outcome | None:
    """What became of a value; None where neither the label nor the row has one."""
    if shown is None:
        return None if read is None else Outcome.INVENTED
    if read is None:
        return Outcome.MISSED
    return Outcome.RIGHT if right else Outcome.WRONG


def transaction_points(label: Transaction, row: Row) -> float:
    """A point for each labelled field that agrees; how alike the others are decides between equals."""
    shown = [name for name in FIELDS if label[name] is not None]
    agreeing = sum(values.agree(name, label[name], row.get(name)) for name in shown)
    return agreeing + sum(likeness(label[name], row.get(name)) for name in shown) / 100


def _statement_points(label: Statement, text: str) -> float:
    """How alike the texts are; of a system card its headline alone is enough."""
    alike = likeness(label.text, text)
    a, b = values.bare_text(label.text), values.bare_text(text)
    if label.speaker == "system" and min(len(a), len(b)) >= 6 and (a in b or b in a):
        return max(alike, _CARD)
    return alike


def _ticket_points(label: Ticket, row: Row) -> float:
    shown, read = values.number(label.ticket_no), values.number(row.get("order_no"))
    return likeness(shown, read) + (shown == read)


def _left(rows: Sequence[Row], matched: Mapping[int, int]) -> list[Row]:
    taken = set(matched.values())
    return [row for index, row in enumerate(rows) if index not in taken]


def _asks(row: Row) -> bool:
    return values.is_true(row.get("needs_review"))

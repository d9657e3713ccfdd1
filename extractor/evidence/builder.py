"""Builds one row of a page, field by field, with the reasons why a person should look at it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

from extractor.evidence import facts, words
from extractor.evidence.accounts import account_of
from extractor.evidence.calibration import witnesses_of
from extractor.evidence.schema import Kind, Row
from extractor.evidence.status_words import StatusFound
from extractor.evidence.votes import Decision
from extractor.fields.moments import Moment
from extractor.fields.money import Money, with_yen
from extractor.fields.numbers import embedded_date, is_mobile, known_format
from extractor.fields.text import closed, fold, labelled_value, matched_brackets, name_alone
from extractor.geometry import Box, union_all
from extractor.ocr.lines import Line
from extractor.screens.pairs import Pair, Value

CHANNELS = ("wechat_pay", "alipay")
"""Screens of the payment channels, whose own numbers have known forms."""
_BY_CHANCE = timedelta(days=366)
"""A shop's number that seems to carry a day so long after its order carries none."""
_OFF_BY_ONE = (27, 29, 31, 33)
"""Alipay's numbers have 28 digits, or 32."""
_CHANNEL_LIKE = re.compile(r"(?:4200\d{2}|10000[35]|100010)\d{12}")
"""How WeChat's numbers begin, on whatever page: one of another length is torn or misread."""
_SAME_ROW = (":inline", ":right")
"""How a number stands in one row with its label, which then says that it is no phone."""
_STAMPED = re.compile(r"[AC-HJ-NPRTU-Y]{1,4}(20\d{12})\d{2,6}")
"""Letters that no digit looks like, a second, and what a shop counts by."""
UNLABELLED = "unlabelled"


class RowBuilder:
    """Collects the fields of one row with the reasons why a person should look at it."""

    def __init__(self, kind: Kind, screen: str = "") -> None:
        self.row = Row(kind)
        # these channels' numbers all have known formats: another length is a misread one
        self.channel = screen.startswith(CHANNELS)
        self._of_bank = screen == "bank.receipt"
        self._boxes: list[Box] = []
        self._lines: list[str] = []

    def number(self, column: str, decision: Decision[str] | None, moment: Moment | None) -> None:
        """Sets order_no or trade_no; its date must fit the page."""
        if decision is None:
            return
        if _tells_second(decision, moment):
            decision = replace(decision, agreed=True, doubts=())
        setattr(self.row, column, decision.value)
        self._note(column, decision)
        ours = column == "trade_no" and self.channel
        one_off = column == "trade_no" and self._off_by_one(decision.value)
        if (ours or one_off or _CHANNEL_LIKE.match(decision.value)) and known_format(decision.value) is None:
            self.row.reasons.append(f"unknown_format:{column}")
        if is_mobile(decision.value) and not decision.rule.endswith(_SAME_ROW):
            self.row.reasons.append(f"looks_like_phone:{column}")
        if decision.rule == UNLABELLED:
            self.row.reasons.append(f"unlabelled:{column}")
        created = embedded_date(decision.value)
        fits = created is not None and moment is not None and abs(created - moment.date) <= timedelta(days=1)
        if not decision.agreed:
            self._doubt(column, decision)
        if created is not None and moment is not None and not fits:
            # an order may wait for its payment, and a refund carries the payment's number
            patience = 31 if column == "order_no" else 366 if self.row.status.startswith("refund") else 0
            by_chance = column == "order_no" and created - moment.date > _BY_CHANCE
            if not by_chance and not timedelta(0) < moment.date - created <= timedelta(days=patience):
                self.row.reasons.append(f"{column}_date_mismatch")

    def _off_by_one(self, number: str) -> bool:
        """Whether a channel's number that carries its day is a digit longer or shorter than Alipay's are; a bank's has any length."""
        dated = number.isdigit() and embedded_date(number) is not None
        return dated and len(number) in _OFF_BY_ONE and not self._of_bank

    def amount(self, decision: Decision[Money] | None) -> None:
        if decision is None:
            return
        self.row.amount, self.row.currency = str(decision.value), "CNY"
        self._note("amount", decision)
        if not decision.agreed:
            self._doubt("amount", decision)

    def moment(self, decision: Decision[Moment] | None, numbers: Iterable[str]) -> None:
        if decision is None:
            return
        self.row.occurred_at = decision.value.isoformat()
        self._note("occurred_at", decision)
        same_day = any(embedded_date(n) == decision.value.date for n in numbers)
        if not decision.agreed and not (same_day and _one_value(decision) and not decision.doubts):
            self._doubt("occurred_at", decision)

    def no_time(self, *, shown: bool) -> None:
        """There is no moment for the row. shown: the page may show one all the same, so that a person must look."""
        if shown:
            self.row.reasons.append("missing:occurred_at")
        else:
            self.row.notes.append("no_time_shown")

    def phone(self, decision: Decision[str] | None) -> None:
        if decision is None:
            return
        self.row.phone = decision.value
        self._note("phone", decision)
        if not decision.agreed:
            self._doubt("phone", decision)

    def status(self, found: StatusFound | None) -> None:
        if found is None:
            return
        self.row.status = found.status
        self.row.rules["status"] = f"status:{found.word}"
        self.use(found.value)
        if not found.exact:
            self.row.reasons.append("unsure_word:status")

    def text(self, column: str, found: facts.TextFound | None) -> None:
        if found is None or words.is_scrap(found.value):
            return
        if column == "counterparty" and labelled_value(found.text):
            return
        text = matched_brackets(found.text)
        setattr(self.row, column, name_alone(closed(text)) if column == "counterparty" else text)
        self.use(found.value)
        self.row.words.extend(line.box for line in found.value.lines)
        if not words.stands(found.value):
            self.row.reasons.append(f"low_confidence:{column}")

    def account(self, pairs: Sequence[Pair]) -> None:
        found = account_of(pairs)
        if found is None:
            return
        self.row.account = found[0].text
        self.use(found[0].value)
        self.row.words.extend(line.box for line in found[0].value.lines)
        if not found[1]:
            self.row.reasons.append("single_read:account")

    def use(self, value: Value) -> None:
        """Takes a value's place and words into the row's box and text."""
        self._boxes.append(value.box)

    def lines(self, lines: Iterable[Line]) -> None:
        self._lines.extend(fold(line.text) for line in lines if line.text)

    def pairs(self, pairs: Iterable[Pair]) -> None:
        """Takes the labels and values that say something of the case into the row's text."""
        for pair in pairs:
            if pair.label.slot != "other":
                self.lines([pair.label_line])
                tidy = closed if pair.label.slot == "counterparty" else str
                others = (o for o in pair.value.lines if o is not pair.label_line and o.text)
                self._lines.extend(tidy(fold(other.text)) for other in others)

    def done(self) -> Row:
        self.row.box = union_all(self._boxes)
        self.row.text = "\n".join(dict.fromkeys(map(with_yen, self._lines)))
        return self.row

    def _note(self, column: str, decision: Decision[str] | Decision[Money] | Decision[Moment]) -> None:
        self.row.rules[column] = decision.rule
        self.row.witnesses[column] = witnesses_of(decision)
        self._boxes.append(decision.box)

    def _doubt(self, column: str, decision: Decision[str] | Decision[Money] | Decision[Moment]) -> None:
        self.row.reasons.extend(f"{doubt}:{column}" for doubt in decision.doubts)
        others = decision.other_readings
        if decision.doubts and len(others) == 1:
            return
        if len(others) > 1:
            self.row.reasons.append(f"two_reads_disagree:{column}={'|'.join(others)}")
        else:
            self.row.reasons.append(f"single_read:{column}")


def _tells_second(decision: Decision[str], moment: Moment | None) -> bool:
    """True for a shop's number that two read alike, of letters that look like no digit, the second at which the page says it
    was ordered, and a few digits more: none of these is an O."""
    stamped = _STAMPED.fullmatch(decision.value)
    engines = {engine for engine, text in decision.readings if text == decision.value}
    if stamped is None or moment is None or moment.second is None or decision.doubts != ("look_alikes",):
        return False
    shown = moment.as_datetime().strftime("%Y%m%d%H%M%S")
    return stamped[1] == shown and len(engines) > 1 and _one_value(decision)


def _one_value(decision: Decision[str] | Decision[Money] | Decision[Moment]) -> bool:
    return len(decision.other_readings) == 1

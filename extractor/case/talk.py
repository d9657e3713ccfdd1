"""What a whole conversation, or a page, says of its purchase: which sums and shops it names, how long ago the payment was.

A message without number and amount may be of any purchase; the messages around it say which it is not.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from extractor.case.fits import named_amounts, names_alike, near
from extractor.case.groups import Group
from extractor.case.load import CaseRow, Said, moment_of
from extractor.case.names import shops_of
from extractor.fields.text import squeeze

_PAY = "(?:付了?款|付了?钱|支付|付的|下了?单|拍下|拍的|买的|充的|充值|购买|买了|付了|充了|拍了)"
_COUNT = r"(\d{1,3}|[一二两三四五六七八九十半几])"
_UNIT = {"分钟": timedelta(minutes=1), "小时": timedelta(hours=1), "天": timedelta(days=1)}
# 才付款两分钟, 付了款3个小时了, 10分钟前买的; but 付款后10分钟到账 is what a shop says of any purchase
_AGO = (
    re.compile(f"{_PAY}(?:才|刚|都|已经|有|快)?{_COUNT}个?(分钟|小时|天)(?!内|之内|以内|到账|后)"),
    re.compile(f"{_COUNT}个?(分钟|小时|天)(?:之?前|以前)(?:刚|才)?{_PAY}"),
)
_JUST = re.compile(f"(?:刚刚|刚才|刚|才)(?:在你这|在这|给你)?{_PAY}")
_DIGITS = {c: n for n, c in enumerate("一二三四五六七八九十", start=1)} | {"两": 2, "半": 1, "几": 9}
_SLACK = timedelta(days=1)
"""By so much a chat's time and a person's "just now" may be off."""


def conversation(row: CaseRow) -> str:
    """The conversation that a chat row is part of; empty for pages."""
    return f"{row.screen} {row.counterparty}" if row.chat and row.counterparty else ""


class Talk:
    """The chats of one person's rows, by conversation, and the pages, each by itself."""

    def __init__(self, rows: Sequence[CaseRow], said: Sequence[Said]) -> None:
        """rows: statements, tickets and pages that are to be put to disputes. said: all messages of the chats."""
        self._amounts: dict[str, set[Decimal]] = defaultdict(set)
        self._paid: dict[str, list[tuple[datetime, timedelta]]] = defaultdict(list)
        scope_of: dict[str, str] = {}
        self._names: dict[str, set[str]] = defaultdict(set)
        for row in rows:
            if row.chat:
                scope_of.setdefault(row.files[0], _scope(row))
            if row.kind != "scam":  # what swindlers ask for is no price
                self._amounts[_scope(row)] |= named_amounts(row)
                self._names[_scope(row)] |= shops_of([row])
        told = [(s.file, s.speaker, s.at, s.text) for s in said]
        told += [(row.files[0], row.speaker, row.occurred_at, row.text) for row in rows if row.chat]
        for file, speaker, moment, text in told:
            at = moment_of(moment) if "T" in moment else None
            ago = since_payment(text) if speaker == "me" else None
            if at is not None and ago is not None and file in scope_of:
                self._paid[scope_of[file]].append((at, ago))

    def speaks_of_another(self, row: CaseRow, group: Group) -> bool:
        """Whether the conversation of row names sums but none of the dispute's, or a payment of another time.

        So does a page; a complaint about a part of what was paid is tied by a number or by the shop's name.
        """
        named, own = self.sums(row), group.sums
        if named and own and not named & own:
            # people round to whole yuan; who names cents means them
            close = any(a == a.to_integral_value() and near(a, b) for a in named for b in own)
            # a sum that is near may be the same only where no other name speaks against it
            if self._names_another(row, group) or not close:
                return True
        if not row.chat:
            return False
        start = min((r.at for r in group.of("payment", "order") if r.at), default=None)
        return start is not None and any(at - start > ago + _SLACK for at, ago in self._paid[_scope(row)])

    def sums(self, row: CaseRow) -> set[Decimal]:
        """What the conversation of row, or its page, names as sums."""
        return self._amounts[_scope(row)]

    def names(self, row: CaseRow) -> set[str]:
        """What the conversation of row, or its page, names as shops."""
        return self._names[_scope(row)]

    def _names_another(self, row: CaseRow, group: Group) -> bool:
        mine, theirs = self.names(row), shops_of(group.rows)
        return bool(mine and theirs) and not any(names_alike(a, b) for a in mine for b in theirs)


def since_payment(text: str) -> timedelta | None:
    """How long ago the speaker says he paid, at most: 才付款两分钟; a day for 刚付的款; None where nothing says."""
    plain = squeeze(text)
    for pattern in _AGO:
        if found := pattern.search(plain):
            count = int(found[1]) if found[1].isdigit() else _DIGITS[found[1]]
            return (count + 1) * _UNIT[found[2]]
    return _SLACK if _JUST.search(plain) else None


def _scope(row: CaseRow) -> str:
    return conversation(row) or row.files[0]

"""Words of a status that stand beside others: the tabs of a page, the fields of a program's record."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from extractor.fields.money import parse_amount
from extractor.fields.text import han_count, squeeze
from extractor.ocr.lines import Line

_TAB, _TABS, _TABS_APART = 4, 4, 0.8
_FLAG, _TRUE = re.compile(r"(?:is_?)?paid:?", re.IGNORECASE), re.compile(r":?(?:true|yes|1)", re.IGNORECASE)
_GIVEN_BACK = re.compile(
    r"\d\.\d\d元?已(?:经)?(?:于[\d年月日/.:-]{8,20})?(?:按?原路|全额|自动)?退|已(?:经)?(?:按?原路|全额|自动)(?:退[款回还]|返还)(?:给[您你])?¥?\d[\d,]*\.\d\d(?:元|[,;!]|$)"
)
"""A sum that a sentence says came back."""
_SECTION = re.compile("退款(?:信息|明细|详情|记录|进度)")
_PARTS = re.compile("(?:已到账|已充值?)(?:金额)?:?"), re.compile("(?:待到账|未到账|待充值?)(?:金额)?:?")
"""What is said of the two parts of a sum that comes bit by bit."""


def of_tabs(line: Line, lines: Sequence[Line]) -> bool:
    """True for one of the tabs that name what orders can come to: several short words side by side, far apart."""
    row = [o for o in lines if o.text and o.box.same_row(line.box)]
    words = [o for o in row if len(squeeze(o.text)) == han_count(o.text) <= _TAB]
    apart = sorted(words, key=lambda o: o.box.x)
    gaps = [b.box.x - a.box.right for a, b in itertools.pairwise(apart)]
    return len(words) == len(row) >= _TABS and all(gap > _TABS_APART * line.box.h for gap in gaps)


def below_refund_heading(lines: Sequence[Line], above: int) -> list[Line]:
    """The lines below the only heading of the part of a page that tells of a refund, 退款信息, where it stands below above."""
    heads = [line for line in lines if line.box.y >= above and _SECTION.match(squeeze(line.text))]
    return [line for line in lines if line.box.y >= heads[0].box.bottom] if len(heads) == 1 else []


def flagged_paid(lines: Sequence[Line]) -> bool:
    """True where a program's record says that it was paid, beside what has become of the order: paid: true."""
    flags = [line for line in lines if _FLAG.fullmatch(squeeze(line.text))]
    return any(
        o.box.same_row(flag.box) and _TRUE.fullmatch(squeeze(o.text))
        for flag in flags
        for o in lines
        if o is not flag
    )


def awaited(lines: Sequence[Line]) -> Line | None:
    """The line that names the part of a sum which is still to come, 待到账 70元 below 已到账 30元; None where all has come."""
    come, due = (_summed(word, lines) for word in _PARTS)
    return due if come is not None and due is not None else None


def _summed(words: re.Pattern[str], lines: Sequence[Line]) -> Line | None:
    """The only line that says one of some words with a sum above zero behind it, or as the next in its row."""
    found = []
    for line in lines:
        text = squeeze(line.text)
        said = words.match(text)
        if said is None:
            continue
        row = sorted(
            (o for o in lines if o.box.same_row(line.box) and o.box.x > line.box.x), key=lambda o: o.box.x
        )
        money = parse_amount(text[said.end() :] or (row[0].text if row else ""))
        if money is not None and money.value > 0:
            found.append(line)
    return found[0] if len(found) == 1 else None


def given_back(lines: Sequence[Line]) -> Line | None:
    """The only line that says of a sum that it came back: 29.04已退至账户余额."""
    said = [line for line in lines if _GIVEN_BACK.search(squeeze(line.text))]
    return said[0] if len(said) == 1 else None

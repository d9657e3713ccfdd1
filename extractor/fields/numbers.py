"""Order, trade and ticket numbers: their clean form, and the structure that each issuer's numbers have.

Formats and the position of the date inside them: payloads of the apps as captured by open bookkeeping projects,
and the source code of the shop systems (DOMAIN notes of this project, section 1). There is no public check digit;
a real date in the right place is the only check, so it is used as a witness and never to correct anything.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from extractor.fields.text import fold, squeeze, without_tail

_ALLOWED = r"0-9A-Za-z_\-*|@"
_SQUARE = str.maketrans("【】", "[]")
_RUN = re.compile(rf"[{_ALLOWED}](?:[{_ALLOWED} ]*[{_ALLOWED}])?")


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """A known shape of numbers: a pattern for the whole number and where in it the creation date stands."""

    name: str
    pattern: re.Pattern[str]
    date_at: int | None
    date_digits: int = 8


def _format(name: str, pattern: str, date_at: int | None = None, date_digits: int = 8) -> NumberFormat:
    return NumberFormat(name, re.compile(pattern), date_at, date_digits)


_SECOND = r"[1-3]\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d[0-5]\d"
"""yymmddHHMMSS, which hardly one number in a thousand has by chance."""

FORMATS: tuple[NumberFormat, ...] = (
    _format("wechat.payment", r"4200\d{24}", 10),
    _format("wechat.transfer", r"1000050001\d{21}", 10),
    _format("wechat.qr_payment", r"1000107\d{25}", 10),
    _format("wechat.transfer_id", r"53\d{30}", 14),
    _format("wechat.red_packet", r"1000039[58]01\d{21,26}"),
    _format("wechat.group_collect", r"1000049501\d{30}", 10, 6),
    _format("wechat.refund", r"50\d{27}", 10),
    _format("wechat.withdrawal", r"(?:207|110)\d{27}", 3, 6),
    _format("alipay.payment", r"20\d{26}", 0),
    _format("alipay.transfer", r"20\d{30}", 0),
    _format("alipay.other", r"20\d{32,38}", 0),
    _format("epay", rf"20{_SECOND}\d{{5}}", 0),
    _format("shop.17", rf"20{_SECOND}\d{{3}}", 0),
    _format("acg_faka", rf"\d{{3}}{_SECOND}\d{{3}}", 3, 6),
    _format("pinduoduo", r"\d{6}-\d{15}", 0, 6),
    _format("pinduoduo.merchant", r"XP\d{28}", 4, 6),
    _format("taobao.merchant", r"T\d{3}P\d{18,19}"),
    _format("wechat.complaint", r"2\d{26}", 7),
    _format("dujiaoka", r"(?=(?:.*[A-Z]){3})(?=(?:.*\d){3})[A-Z0-9]{16}"),
    _format("qq_wallet", r"1\d{27}", 12, 6),
    _format("jd.payment", rf"\d{{6}}{_SECOND}\d{{10}}", 6, 6),
    _format("jd.payment", rf"\d{{7}}{_SECOND}\d{{10}}", 7, 6),
    _format("google_play", r"GPA\.\d{4}-\d{4}-\d{4}-\d{5}"),
    _format("prefixed", r"[A-Za-z]{1,4}20\d{12}\d{2,8}"),
)


_GOOGLE = re.compile(r"GPA\.\d{4}-\d{4}-\d{4}-\d{5}(?!\d)")
"""Google Play's, the one number with a point in it: the runs of others end there."""


def clean_number(text: str) -> str:
    """The number in text as it goes into a row: half-width, without spaces, without what is printed around it.

    Takes the longest run of number characters that has a digit; empty where there is none. Nothing is corrected.
    """
    body = without_tail(fold(text)).replace("\n", " ")
    if google := _GOOGLE.search(body):
        return google[0]
    runs = [run.replace(" ", "") for run in _RUN.findall(body)]
    runs = [run.strip("-_*|@") for run in runs if any(c.isdigit() for c in run)]
    return max(runs, key=len, default="")


_COURTS = re.compile(
    r"[(\[{](20\d\d)[)\]}]((?:[\u4e00-\u9fff]\d{2,4}|最高法)[\u4e00-\u9fff]{1,8}\d{1,6}"
    r"(?:之[一二三四五六七八九十\d]{1,2})?号)"
)
"""A court's case: year in round brackets, the court by its province and number, the kind of case, the number."""
_AUTHORITIES = re.compile(
    r"([\u4e00-\u9fff][\u4e00-\u9fff()]{1,14}?)(?P<open>[(\[{])(20\d\d)(?P<close>[)\]}])(第?\d{1,7}号)"
)
_OF_CASES = re.compile("受案|立案|案字|受理|投诉|举报|报案|信访|调解|告知|接警")
"""What authorities call the papers of a case; laws and notices have numbers of that form, too: 国发(2013)14号."""


def case_number(text: str) -> str:
    """The number of a court's case or of an authority's paper on one, where text is that alone: (2025)鄂0192民诉前调4579号,
    浦公(网)受案字〔2024〕12534号; empty where it is none.

    Authorities print the year in 〔〕 (GB/T 9704), of which readers make brackets of any form; only where both were read
    as round ones they stay so.
    """
    body = squeeze(text).translate(_SQUARE)
    court = _COURTS.fullmatch(body)
    if court is not None:
        return f"({court[1]}){court[2]}"
    paper = _AUTHORITIES.fullmatch(body)
    if paper is None or not _OF_CASES.search(paper[1]):
        return ""
    left, right = ("(", ")") if paper["open"] + paper["close"] == "()" else ("〔", "〕")
    return f"{paper[1]}{left}{paper[3]}{right}{paper[5]}"


def is_plausible_number(number: str) -> bool:
    """True where a labelled value can be an order or trade number: 6 to 64 characters, with digits.

    A shop's random code may have few of them: dujiaoka draws 16 capital letters and digits, Apple 10 behind an M.
    """
    digits = sum(c.isdigit() for c in number)
    return (6 <= len(number) <= 64 and digits >= 3) or bool(
        digits and re.fullmatch(r"[0-9A-Z]{12,32}|M[0-9A-Z]{9}", number)
    )


def known_format(number: str) -> NumberFormat | None:
    """The issuer's format that number has, with a real date where the format carries one; None for none."""
    for candidate in FORMATS:
        if candidate.pattern.fullmatch(number) and (
            candidate.date_at is None or _date_at(number, candidate.date_at, candidate.date_digits)
        ):
            return candidate
    return None


_WORK_ORDER = re.compile(
    r"#?(?:TK|GD|WO|KF|SH|TS|FK|T|CASE|TICKET)[-#]?\d{6,}(?:-\d{2,10})*|[A-Z]{2,3}20\d{6}(?:-\d{3,10}){1,3}",
    re.IGNORECASE,
)
"""How help desks number their work orders."""


def is_work_order(text: str) -> bool:
    """Whether squeezed text is nothing but the number of a work order in a form that help desks use, GD20251013091455."""
    return _WORK_ORDER.fullmatch(text) is not None


def embedded_date(number: str) -> date | None:
    """The creation date that number carries, by its issuer's format, else by a leading or prefixed yyyymmdd."""
    found = known_format(number)
    if found is not None and found.date_at is not None:
        return _date_at(number, found.date_at, found.date_digits)
    loose = re.match(r"[A-Za-z]{0,6}(20[12]\d[01]\d[0-3]\d)\d{4,}", number)
    return _date_at(loose[1], 0, 8) if loose else None


def _date_at(number: str, index: int, digits: int) -> date | None:
    part = number[index : index + digits]
    if digits == 6:
        part = "20" + part
    if not re.fullmatch(r"20\d{6}", part):
        return None
    try:
        found = date(int(part[:4]), int(part[4:6]), int(part[6:]))
    except ValueError:
        return None
    return found if 2010 <= found.year <= 2099 else None


def is_mobile(number: str) -> bool:
    """A Chinese mobile number, plain or masked: never an order number."""
    return bool(re.fullmatch(r"(?:\+?86)?1[3-9](?:\d{9}|\d\*{4}\d{4}|\d{1,2}\*{3,6}\d{2,4})", number))


def is_identity_card(number: str) -> bool:
    """Eighteen characters of a resident identity number (GB 11643): region, birth date, sequence, check."""
    match = re.fullmatch(r"\d{6}((?:19|20)\d{6})\d{3}[\dXx]", number)
    if match is None or not re.fullmatch(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])", match[1]):
        return False
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return (
        "10X98765432"[sum(int(d) * w for d, w in zip(number, weights, strict=False)) % 11]
        == number[-1].upper()
    )

"""Reads a results folder back: evidence.csv through one loader, and what readings.jsonl adds to its rows.

Nothing is interpreted here but form: amounts become Decimal, moments aware datetimes, the apostrophe that guards a
spreadsheet against formulas is taken off again.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from extractor.errors import CannotRun
from extractor.evidence.schema import COLUMN_NAMES
from extractor.fields.moments import CHINA
from extractor.fields.text import closed, fold, squeeze
from extractor.geometry import Box
from extractor.i18n import tr

_FORMULA_START = ("=", "+", "-", "@", "\t", "\r")
_TICKET = re.compile(r"(?:工单|投诉单?|受理单?).{0,3}号[是为:]?[A-Za-z]{0,4}\d{5}")
_NUMBER = re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z-]{8,}(?![0-9A-Za-z])")
_ORDER_OF = re.compile(
    r"(?:订单|交易)(?:编号|单号|号码|号)?[:\s]*(?!\d{4}-\d\d?-)(?P<number>[0-9A-Za-z-]{8,})"
)
_FEWEST_DIGITS = 6
_TRANSFER = re.compile(r"^(?:转账|扫二维码付款|(?:微信|普通)红包)[-—]?(?:转给|发给|给|来自)")
_SYSTEM_SAYS = re.compile(
    r"^(?:(?:[您你]已?|已)向|[您你]已(?:转账|付款)给|收款方[:：]?|收款人[:：]?)\s*(?P<name>\S{2,}?)\s*(?:转账|付款|支付)?$"
)
_SORT_OF_ENTRY = re.compile(r"^(?:退款|退货退款|消费|支付|付款|收款|订单|交易)[-—:：]+(?=\S{2})")
_COPY_TIMES = frozenset({"capture_time_from_mtime", "capture_time_from_save_name"})
_ASIDE = frozenset({"counterparty", "product", "account", "phone"})
_UNSURE = frozenset(
    {
        "unsure_wording",
        "unsure_rule",
        "unsure_statement",
        "negation_near",
        "doubted",
        "speaker_unsure",
        "speaker_unknown",
    }
)
_NO_PROMISE = re.compile(
    r"(?:对吧|对吗|是吗|是吧|吗)[?？。~!！]*$|(?:上次|上回|以前|之前).{0,12}(?:就|都)退了"
)
_CELL_LIMIT = 1_000_000
_DAY = re.compile(r"(?<!\d)(\d{1,2})\s*[月/.-]\s*(\d{1,2})(?!\d)")
_IN_12315 = re.compile(r"^全国12315|12315(?:互联网)?平台$")
_ENDS = tuple("。；！？;!?")
_FULL = 0.8
"""A line as wide as this part of its column may go on in the next."""
_ICP = re.compile(
    r"[京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川蜀贵黔云滇藏陕秦甘陇青宁新港澳]\s*ICP\s*[备证]\s*\d{6,10}号?(?:-\d{1,3})?"
)


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A row of the table, its values in their types. Rows of equal files are one, with all their files."""

    id: str
    kind: str
    files: tuple[str, ...]
    sha256: str
    captured_at: str
    screen: str
    order_no: str
    trade_no: str
    amount: Decimal | None
    occurred_at: str
    status: str
    counterparty: str
    account: str
    phone: str
    product: str
    speaker: str
    text: str
    promised_amount: Decimal | None
    promised_by: str
    weak: bool
    review_reason: str
    reviewed: bool = False
    """A person confirmed or corrected the row."""
    person: str | None = None
    extra: dict[str, str] = field(default_factory=dict)
    """What readings.jsonl knows besides: full_name, acquirer, icp, validity, agency (whose page it is), shown_days (which days
    stand on a screenshot whose own time is that of the file)."""
    repeated: bool = False
    """The same message stands on another screenshot of the same person."""
    loose: bool = False
    """Nothing but weak links ties it to its dispute: what it says may be of another purchase."""
    top: int = 0
    """How far down its screenshot it stands."""

    @property
    def at(self) -> datetime | None:
        """The moment of the row; midnight where only its day is known."""
        return moment_of(self.occurred_at)

    @property
    def place(self) -> tuple[str, str, int, str]:
        """What comes first within a minute: the earlier screenshot, on it what stands higher."""
        return self.captured_at, self.files[0], self.top, self.id

    @property
    def day(self) -> date | None:
        return self.at.date() if self.at else None

    @property
    def has_clock(self) -> bool:
        return "T" in self.occurred_at

    @property
    def neutral(self) -> bool:
        """From an official export of the payment channel."""
        return self.screen.endswith(".export")

    @property
    def chat(self) -> bool:
        return self.screen.endswith(".chat")

    @property
    def is_ticket(self) -> bool:
        """A complaint or work order; also where its number was read as one that the message merely names."""
        return self.kind == "ticket" or (
            self.kind == "mention" and bool(self.order_no) and _TICKET.search(squeeze(self.text)) is not None
        )

    @property
    def unsure(self) -> bool:
        """Nobody confirmed that the message means what its kind says: its wording asks for review, who says it is unknown, it
        is a question, or it tells of another time."""
        if self.reviewed or self.kind not in ("promise", "refusal"):
            return False
        codes = {reason.partition(":")[0] for reason in self.review_reason.split(";")}
        asked = self.kind == "promise" and _NO_PROMISE.search(squeeze(self.text)) is not None
        return asked or not codes.isdisjoint(_UNSURE)

    def doubted(self, *columns: str) -> bool:
        """Whether nobody has confirmed what the row says in columns (in any column, where none is named), or that it
        belongs to its dispute."""
        if self.loose or not self.weak or not columns:
            return self.loose or self.weak
        named = _doubted_columns(self.review_reason)
        return named is None or not named.isdisjoint(columns)

    @property
    def copy_time(self) -> bool:
        """Its day was counted from the file's time, which may be that of a copy, and nobody has confirmed it."""
        return self.weak and bool(self.occurred_at) and not _COPY_TIMES.isdisjoint(self._reasons)

    @property
    def day_confirmed_only(self) -> bool:
        """A person confirmed its day, which was counted from the file's time: the screenshot of the chat does not show it."""
        shown = self.extra.get("shown_days")
        if shown is None or self.day is None or not (self.chat and self.reviewed):
            return False
        corrected = "corrected:occurred_at" in self.review_reason
        return not corrected and f"{self.day.month}-{self.day.day}" not in shown.split()

    @property
    def doubted_besides_day(self) -> bool:
        """Whether more of the row is in doubt than a day that was counted from the file's time."""
        return self.loose or (self.weak and (not self.copy_time or bool(self._reasons - _COPY_TIMES)))

    @property
    def _reasons(self) -> set[str]:
        codes = {reason.partition(":")[0] for reason in self.review_reason.split(";")}
        return codes - {"", "also_in"}

    @property
    def mentioned(self) -> frozenset[str]:
        """Long numbers that the page of a ticket, a product or an account prints, whatever stands before them."""
        if not (self.is_ticket or self.kind in ("product", "account")):
            return frozenset()
        texts = (
            fold(self.text),
            squeeze(self.text),
        )  # a value that was wrapped is whole only without its break
        return frozenset(n for text in texts for n in _NUMBER.findall(text) if any(c.isdigit() for c in n))

    @property
    def order_mentioned(self) -> frozenset[str]:
        """Of these, what the page of a ticket calls the order's (关联订单); never the ticket's own number."""
        if not self.is_ticket:
            return frozenset()
        found = {match["number"] for match in _ORDER_OF.finditer(squeeze(self.text))}
        return frozenset(n for n in found - {self.order_no} if sum(c.isdigit() for c in n) >= _FEWEST_DIGITS)

    @property
    def numbers(self) -> tuple[str, ...]:
        """Trade and order number; a ticket's own number is neither."""
        if self.is_ticket:
            return ()
        return tuple(dict.fromkeys(n for n in (self.trade_no, self.order_no) if n))


def _doubted_columns(review_reason: str) -> frozenset[str] | None:
    """The columns that a row's review is about, where these are names and accounts alone; else None: a number, an amount or
    a time that is in doubt may mean that the page was taken for another, so that the whole row is."""
    named: set[str] = set()
    for reason in review_reason.split(";"):
        code, _, rest = reason.partition(":")
        column = rest.partition("=")[0]
        if code == "also_in":
            continue
        if column not in _ASIDE:
            return None
        named.add(column)
    return frozenset(named) or None


@dataclass(frozen=True, slots=True)
class Said:
    """A message of a chat, statement or not."""

    file: str
    speaker: str
    at: str
    text: str
    title: str


@dataclass(frozen=True, slots=True)
class Printed:
    """What stands on a page that is no chat: a paragraph, its lines joined."""

    file: str
    text: str


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a results folder holds."""

    rows: tuple[CaseRow, ...]
    said: tuple[Said, ...]
    printed: tuple[Printed, ...]
    digest: str


def moment_of(text: str) -> datetime | None:
    """An ISO date or datetime as an aware datetime of China Standard Time; None for anything else."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=CHINA)


def load(out: Path, *, person_per_subfolder: bool = False) -> Loaded:
    """The rows and messages of results folder out. Raises CannotRun where there is no readable evidence.csv."""
    path = out / "evidence.csv"
    try:
        data = path.read_bytes()
        text = data.decode("utf-8-sig")
    except FileNotFoundError as error:
        raise CannotRun(tr("no evidence.csv in {path}; run extractor run first", path=out)) from error
    except (OSError, UnicodeDecodeError) as error:
        raise CannotRun(
            tr("{path} cannot be read, run extractor run again: {why}", path=path, why=error)
        ) from error
    csv.field_size_limit(_CELL_LIMIT)
    try:
        records = list(csv.DictReader(io.StringIO(text, newline="")))
    except csv.Error as error:
        raise CannotRun(tr("{path} is no valid CSV: {why}", path=path, why=error)) from error
    missing = [name for name in COLUMN_NAMES if records and name not in records[0]]
    if missing:
        raise CannotRun(
            tr(
                "{path}: columns are missing: {columns}; run extractor run of this version again",
                path=path,
                columns=", ".join(missing),
            )
        )
    readings = list(_readings(out / "readings.jsonl"))
    extra = {str(r.get("source_file", "")): _details(r) for r in readings}
    rows = _merged(_row(r, extra, person_per_subfolder) for r in records)
    return Loaded(
        tuple(rows), tuple(_said(readings)), tuple(_printed(readings)), hashlib.sha256(data).hexdigest()
    )


def _row(cells: dict[str, str], extra: dict[str, dict[str, str]], by_person: bool) -> CaseRow:
    c = {name: _unguarded(cells.get(name) or "") for name in COLUMN_NAMES}
    person, slash, _ = c["source_file"].partition("/")
    reviewed = bool(c["reviewed_at"])
    return CaseRow(
        id=c["evidence_id"],
        kind=c["kind"],
        files=(c["source_file"],),
        sha256=c["source_sha256"],
        captured_at=c["captured_at"],
        screen=c["screen"],
        order_no=c["order_no"],
        trade_no=c["trade_no"],
        amount=_decimal(c["amount"]),
        occurred_at=c["occurred_at"],
        status=c["status"],
        counterparty=plain_name(c["counterparty"]),
        account=c["account"],
        phone=c["phone"],
        product=c["product"],
        speaker=c["speaker"],
        text=c["text"],
        promised_amount=_decimal(c["promised_amount"]),
        promised_by=c["promised_by"],
        weak=c["needs_review"].lower() == "true" and not reviewed,
        review_reason=c["review_reason"],
        reviewed=reviewed,
        person=person if by_person and slash else None,
        extra=extra.get(c["source_file"], {}),
        top=box.y if (box := Box.parse(c["bbox"])) else 0,
    )


def plain_name(counterparty: str) -> str:
    """Whom an entry names, without the words around it: 卡盟总代-阿昆 of 你已向卡盟总代-阿昆, 鲸鱼点卡店 of 退款-鲸鱼点卡店."""
    name = _TRANSFER.sub("", counterparty.strip())
    said = _SYSTEM_SAYS.match(name)
    return _SORT_OF_ENTRY.sub("", said["name"] if said else name)


def _unguarded(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and cell[1:2] in _FORMULA_START else cell


def _decimal(text: str) -> Decimal | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value.quantize(Decimal("0.01")) if value.is_finite() and abs(value) < 10**12 else None


def _merged(rows: Iterable[CaseRow]) -> list[CaseRow]:
    """Equal files give equal ids: one row, all its files. Two people's copies stay apart."""
    found: dict[tuple[str | None, str], CaseRow] = {}
    for row in rows:
        key = (row.person, row.id) if row.sha256 else (row.person, f"{row.id} {row.files[0]}")
        old = found.get(key)
        found[key] = replace(old, files=(*old.files, *row.files)) if old else row
    known = {(row.person, row.id) for row in found.values()}
    return [replace(row, repeated=_repeats(row, known)) for row in found.values()]


def _repeats(row: CaseRow, known: set[tuple[str | None, str]]) -> bool:
    """also_in names another row that is there; a copy of the whole file names itself."""
    others = re.findall(r"also_in:([^;]+)", row.review_reason)
    return any(other != row.id and (row.person, other) in known for other in others)


def _readings(path: Path) -> Iterator[dict[str, Any]]:
    """The records of readings.jsonl; none where it is missing, and a broken line is passed over: the table leads."""
    try:
        file = path.open(encoding="utf-8")
    except OSError:
        return
    with file:
        for line in file:
            try:
                record = json.loads(line)
            except ValueError:
                continue
            if isinstance(record, dict):
                yield record


def _details(record: dict[str, Any]) -> dict[str, str]:
    found: dict[str, str] = {}
    for pair in record.get("pairs") or ():
        label, value = fold(str(pair.get("label", ""))), fold(str(pair.get("value", "")).replace("\n", ""))
        key = _KNOWN_LABELS.get(label) or ("validity" if pair.get("slot") == "validity" else "")
        if key and value:
            found.setdefault(key, closed(value) if key == "full_name" else value)
    if record.get("captured_from") in ("mtime", "save_name"):
        texts = (fold(str(line.get("text", ""))) for line in record.get("lines") or ())
        days = {f"{int(m)}-{int(d)}" for text in texts for m, d in _DAY.findall(text)}
        found["shown_days"] = " ".join(sorted(days))
    for line in record.get("lines") or ():
        if _IN_12315.search(fold(str(line.get("text", ""))).replace(" ", "")):
            found.setdefault("agency", "12315")
        match = _ICP.search(fold(str(line.get("text", ""))).replace(" ", ""))
        if match:
            found.setdefault("icp", match[0])
    return found


_KNOWN_LABELS = {
    "商户全称": "full_name",
    "商家全称": "full_name",
    "收款方全称": "full_name",
    "公司全称": "full_name",
    "公司名称": "full_name",
    "收单机构": "acquirer",
}


def _said(readings: Sequence[dict[str, Any]]) -> Iterator[Said]:
    for record in readings:
        for message in record.get("messages") or ():
            if message.get("kind") == "quote":
                continue
            yield Said(
                str(record.get("source_file", "")),
                str(message.get("speaker") or ""),
                str(message.get("at") or ""),
                str(message.get("text") or ""),
                str(record.get("title") or ""),
            )


def _printed(readings: Sequence[dict[str, Any]]) -> Iterator[Printed]:
    for record in readings:
        if "messages" not in record and not str(record.get("screen") or "").endswith(".chat"):
            file = str(record.get("source_file", ""))
            yield from (Printed(file, text) for text in _paragraphs(record.get("lines") or ()))


def _paragraphs(lines: Iterable[dict[str, Any]]) -> list[str]:
    """The lines of a page from top to bottom, those of a wrapped paragraph joined: below each other, with one left edge,
    each but the last as wide as the column."""
    placed = sorted(_placed(lines), key=lambda line: line[0].y)
    found: list[str] = []
    last: Box | None = None
    for box, text in placed:
        column = [other.right for other, _ in placed if abs(other.x - box.x) <= box.h]
        wrapped = (
            last is not None
            and abs(box.x - last.x) <= box.h
            and 0 <= box.y - last.bottom <= box.h
            and last.w >= _FULL * (max(column) - last.x)
            and not found[-1].endswith(_ENDS)
        )
        if wrapped:
            found[-1] += text
        else:
            found.append(text)
        last = box
    return found


def _placed(lines: Iterable[dict[str, Any]]) -> Iterator[tuple[Box, str]]:
    for line in lines:
        box, text = Box.parse(str(line.get("box") or "")), str(line.get("text") or "").strip()
        if box is not None and text:
            yield box, text

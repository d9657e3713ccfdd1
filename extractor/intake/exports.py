"""Official bill exports of WeChat Pay (CSV, XLSX) and Alipay (CSV in GBK) that lie among the screenshots → rows.

Layout as the apps write it: a free-text preamble, a header row (the 17th or so), a row a transaction, many cells
with a tab at the end against Excel's rounding. An export comes from a neutral third party (证据规定 第94条), so its
values need no second leg. Strangers' files: size, rows and cells are bounded, an XLSX's unpacked size too.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from itertools import islice
from pathlib import Path

from extractor.errors import Refused
from extractor.evidence.schema import Row
from extractor.fields.moments import CHINA

EXPORT_SUFFIXES = frozenset({".csv", ".xlsx"})
_MAX_BYTES = 32 * 1024 * 1024
_MAX_UNPACKED = 256 * 1024 * 1024
_MAX_ROWS = 50_000
_HEAD_ROWS = 60
_MAX_CELL = 2_000
_PLACEHOLDERS = frozenset({"", "/", "-", "无", "null"})


@dataclass(frozen=True, slots=True)
class _Layout:
    """An export's columns by what they mean."""

    screen: str
    marks: frozenset[str]
    trade_no: str
    order_no: str
    amount: tuple[str, ...]
    status: str
    product: str


_LAYOUTS = (
    _Layout(
        "wechat_pay.export",
        frozenset({"交易时间", "交易类型", "交易对方", "收/支", "当前状态", "交易单号", "商户单号"}),
        "交易单号",
        "商户单号",
        ("金额(元)", "金额（元）", "金额"),
        "当前状态",
        "商品",
    ),
    _Layout(
        "alipay.export",
        frozenset({"交易时间", "交易对方", "商品说明", "收/支", "金额", "交易状态"}),
        "交易订单号",
        "商家订单号",
        ("金额", "金额（元）", "金额(元)"),
        "交易状态",
        "商品说明",
    ),
)
# Longest words first: 已全额退款 before 退款.
_STATUS = (
    (re.compile(r"已全额退款|退款成功|已退还|对方已退还"), "refunded"),
    (re.compile(r"退款中|退款处理中"), "refunding"),
    (re.compile(r"交易关闭|已关闭|已撤销|失败"), "closed"),
    (re.compile(r"等待付款|待付款|未支付|待对方收款|等待对方收款"), "pending"),
    (re.compile(r"等待确认收货|等待对方发货|处理中"), "processing"),
    (re.compile(r"支付成功|交易成功|付款成功|扣款成功|转账成功|已支付|已转账|已收钱|已存入零钱|充值成功|已退款\("), "paid"),
)  # fmt: skip


def is_export(path: Path) -> bool:
    """True for a bill export; a CSV or XLSX of anything else, or one too large, is none. Never raises."""
    if path.suffix.lower() not in EXPORT_SUFFIXES:
        return False
    try:
        if not path.is_file() or path.stat().st_size > _MAX_BYTES:
            return False
        return _header(list(islice(_cells(path), _HEAD_ROWS))) is not None
    except (OSError, ValueError, KeyError, csv.Error, zipfile.BadZipFile, Refused):
        return False
    except Exception:  # whatever a hostile workbook makes its parser raise
        return False


def rows_of_export(path: Path, *, name: str, sha256: str) -> list[Row]:
    """The rows of a bill export, in its order; name and sha256 as for any input file.

    Raises Refused where the file cannot be read after all. A row without amount or number is kept and asks for
    review; one that is no transaction (a line of totals) gives none.
    """
    try:
        table = list(islice(_cells(path), _MAX_ROWS + _HEAD_ROWS))
    except Refused:
        raise
    except Exception as error:
        raise _refused(type(error).__name__) from error
    found = _header(table)
    if found is None:
        raise _refused("header")
    layout, at = found
    heads = [_clean(cell).replace("（", "(").replace("）", ")") for cell in table[at]]
    captured = _exported_at(table[:at]) or datetime.fromtimestamp(path.stat().st_mtime, CHINA)
    rows: list[Row] = []
    for cells in table[at + 1 :]:
        values = {head: _clean(cell) for head, cell in zip(heads, cells, strict=False) if head}
        row = _row(layout, values)
        if row is None:
            continue
        row.evidence_id = f"E-{sha256[:12]}-{len(rows) + 1:02d}"
        row.source_file, row.source_sha256 = name, sha256
        row.captured_at = captured.isoformat(timespec="seconds")
        rows.append(row)
    if not rows:
        rows = [Row("none", screen=layout.screen, notes=["nothing_found"], confidence=0.9)]
        rows[0].evidence_id = f"E-{sha256[:12]}-01"
        rows[0].source_file, rows[0].source_sha256 = name, sha256
        rows[0].captured_at = captured.isoformat(timespec="seconds")
    elif len(table) >= _MAX_ROWS + _HEAD_ROWS:
        rows[-1].reasons.append("export_cut_off")
    return rows


def _refused(what: str) -> Refused:
    return Refused(
        "unreadable_export",
        f"账单文件读不了，请在微信或支付宝里重新导出 / the bill export cannot be read ({what}); export it again",
    )


def _cells(path: Path) -> Iterator[Sequence[str]]:
    return _xlsx_cells(path) if path.suffix.lower() == ".xlsx" else _csv_cells(path)


def _csv_cells(path: Path) -> Iterator[Sequence[str]]:
    if path.stat().st_size > _MAX_BYTES:
        raise _refused("too large")
    data = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise _refused("encoding")
    csv.field_size_limit(_MAX_BYTES)  # one unclosed quotation mark makes a cell of what follows, and no error
    # a NUL is no text
    lines = (line for line in text.replace("\0", "").splitlines() if line.strip())
    yield from csv.reader(lines)


def _xlsx_cells(path: Path) -> Iterator[Sequence[str]]:
    import openpyxl

    if path.stat().st_size > _MAX_BYTES:
        raise _refused("too large")
    data = path.read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > _MAX_UNPACKED:
            raise _refused("too large unpacked")
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    try:
        sheet = book.worksheets[0]
        # what the file says of its own size is not to be trusted
        sheet.reset_dimensions()
        for cells in sheet.iter_rows(max_row=_MAX_ROWS + _HEAD_ROWS, max_col=40, values_only=True):
            yield [_as_text(cell) for cell in cells]
    finally:
        book.close()


def _as_text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(cell, float):
        return f"{cell:.2f}"
    return str(cell)


def _clean(cell: str) -> str:
    return cell[:_MAX_CELL].replace("\t", " ").strip().strip("`").strip()


def _header(table: Sequence[Sequence[str]]) -> tuple[_Layout, int] | None:
    for index, cells in enumerate(table[:_HEAD_ROWS]):
        heads = {_clean(cell) for cell in cells}
        for layout in _LAYOUTS:
            if layout.marks <= heads:
                return layout, index
    return None


def _exported_at(preamble: Sequence[Sequence[str]]) -> datetime | None:
    for cells in preamble:
        match = re.search(r"导出时间[:：]\s*\[?(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)", " ".join(cells))
        if match:
            return _moment(match[1])
    return None


def _moment(text: str) -> datetime | None:
    for form in ("%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M"):
        try:
            return datetime.strptime(text, form).replace(tzinfo=CHINA)
        except ValueError:
            continue
    return None


def _row(layout: _Layout, values: dict[str, str]) -> Row | None:
    at = _moment(values.get("交易时间", ""))
    raw = next((values[head] for head in layout.amount if values.get(head)), "")
    amount = _amount(raw)
    if at is None and amount is None:
        return None  # a line of dashes or of totals
    row = Row("transaction", screen=layout.screen, confidence=0.99)
    row.trade_no = _number(values.get(layout.trade_no, ""))
    row.order_no = _number(values.get(layout.order_no, ""))
    row.counterparty = _text(values.get("交易对方", ""))
    row.product = _text(values.get(layout.product, ""))
    state = values.get(layout.status, "")
    row.status = next((status for pattern, status in _STATUS if pattern.search(state)), "")
    kind = values.get("交易类型", "") or values.get("交易分类", "")
    if "退款" in kind and row.status in ("", "paid"):
        row.status = "refunded"
    if at is not None:
        row.occurred_at = at.isoformat(timespec="seconds")
    else:
        row.reasons.append("missing:occurred_at")
    if amount is not None:
        row.amount, row.currency = f"{amount:.2f}", "CNY"
    else:
        row.reasons.append("missing:amount")
    if not row.trade_no:
        row.notes.append("missing:trade_no")
    if state and not row.status:
        row.reasons.append("unsure_word:status")
    row.text = " ".join(f"{head}:{value}" for head, value in values.items() if value not in _PLACEHOLDERS)
    if row.reasons:
        row.confidence = 0.7
    return row


def _amount(text: str) -> Decimal | None:
    try:
        value = abs(Decimal(text.replace("¥", "").replace("￥", "").replace(",", "").strip()))
    except InvalidOperation:
        return None
    return value if value.is_finite() and value < 10**9 else None


def _number(text: str) -> str:
    text = text.strip("'")
    return "" if text in _PLACEHOLDERS or not any(char.isdigit() for char in text) else text[:64]


def _text(text: str) -> str:
    return "" if text in _PLACEHOLDERS else text[:200]

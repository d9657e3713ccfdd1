"""evidence.xlsx: the table as it is on the first sheet, for programs, and the same in words on the second, for people."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.evidence.code_names import COLUMN_TITLES, Said, in_words
from extractor.evidence.schema import COLUMN_NAMES, COLUMNS, Row
from extractor.evidence.to_review import Mark, review_marks
from extractor.i18n import pick

if TYPE_CHECKING:
    from xlsxwriter import Workbook

# What XML, and so XLSX, cannot hold.
_CONTROL = dict.fromkeys([*range(9), 11, 12, *range(14, 32)])
_LONGEST_CELL = 32767
_YELLOW, _BLUE = "#FFF2CC", "#DDEBF7"
_ASKS = {"bg_color": _YELLOW, "border": 1, "border_color": "#E0D5B0"}
_READ_COLUMNS = {
    "needs_review": 11, "kind": 10, "occurred_at": 17, "amount": 12, "status": 9, "counterparty": 24, "product": 26,
    "account": 18, "order_no": 26, "trade_no": 34, "speaker": 8, "text": 50, "promised_amount": 12,
    "promised_by": 17, "review_reason": 46, "source_file": 34, "screen": 22, "phone": 15, "captured_at": 17,
    "reviewed_at": 17, "confidence": 9, "evidence_id": 22,
}  # fmt: skip
"""The columns of the sheet for people, what matters first, with their widths; the others are for programs alone."""
_SUBFOLDER = "subfolder"
"""Comes first where there are several: whoever helps many has a subfolder a person. No column of the table."""
_SUBFOLDER_TITLE = Said("子文件夹（人）", "Subfolder (person)")
_UNCOUNTED = {"copy": Said("副本，已计", "Copy, counted"), "unread": Said("未读出", "Not read")}
"""Rows in yellow that are not counted as to review."""
_AMOUNTS = frozenset({"amount", "promised_amount"})
_WRAPPED = frozenset({"text", "review_reason", "product", "counterparty", "source_file", "screen"})


def write_xlsx(rows: Sequence[Row], path: Path) -> None:
    """Writes both sheets to path; the one for people, in the language of messages, is the one that opens."""
    import xlsxwriter

    # strings_to_*: off, so that long numbers stay text and no cell becomes a formula or a link; in_memory: what the
    # screenshots say never lies in the system's temporary folder, where a kill would leave it
    options = {"strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(str(path), {**options, "in_memory": True})
    cells = [row.cells() for row in rows]
    _contract_sheet(book, cells)
    _read_sheet(book, cells, review_marks(rows))
    book.close()


def _contract_sheet(book: Workbook, rows: Sequence[dict[str, str]]) -> None:
    """Every column by its name, every value as text."""
    sheet = book.add_worksheet("证据 Evidence")
    head = book.add_format({"bold": True, "bg_color": _BLUE, "border": 1, "text_wrap": True, "valign": "top"})
    text = book.add_format({"num_format": "@", "valign": "top"})
    wrapped = book.add_format({"num_format": "@", "valign": "top", "text_wrap": True})
    review = book.add_format({"num_format": "@", "valign": "top", "bg_color": _YELLOW})
    for index, column in enumerate(COLUMNS):
        sheet.set_column(index, index, column.width, text)
        sheet.write_string(0, index, f"{column.heading_zh}\n{column.name}", head)
    sheet.set_row(0, 32)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(1, len(rows)), len(COLUMNS) - 1)
    for number, cells in enumerate(rows, start=1):
        asks = cells["needs_review"] == "true"
        if asks:
            sheet.set_row(number, None, review)  # its empty cells too
        for index, name in enumerate(COLUMN_NAMES):
            if cells[name]:
                form = review if asks else wrapped if name == "text" else text
                sheet.write_string(number, index, _writable(cells[name]), form)


def _read_sheet(book: Workbook, rows: Sequence[dict[str, str]], marks: Sequence[Mark]) -> None:
    """What matters to people, in words; amounts are numbers that can be summed, all others stay text.

    Under needs_review there is a yes for each row that is counted as to review, and for no other: a filter gives that number.
    """
    sheet = book.add_worksheet(pick("中文阅读", "Read"))
    head = book.add_format(
        {"bold": True, "bg_color": _BLUE, "border": 1, "text_wrap": True, "valign": "vcenter"}
    )
    forms = _Forms(book)
    columns = {_SUBFOLDER: 14, **_READ_COLUMNS} if _several_subfolders(rows) else _READ_COLUMNS
    for index, (name, width) in enumerate(columns.items()):
        title = _SUBFOLDER_TITLE if name == _SUBFOLDER else COLUMN_TITLES[name]
        sheet.set_column(index, index, width, forms.of(name, asks=False))
        sheet.write_string(0, index, pick(title.zh, title.en), head)
    sheet.set_row(0, 24)
    sheet.freeze_panes(1, 2 + len(columns) - len(_READ_COLUMNS))
    sheet.autofilter(0, 0, max(1, len(rows)), len(columns) - 1)
    # order numbers are text on purpose: Excel need not mark each of them
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{len(rows) + 1}"})
    for number, cells in enumerate(rows, start=1):
        asks = cells["needs_review"] == "true"
        for index, name in enumerate(columns):
            form = forms.of(name, asks=asks)
            cell = _subfolder(cells) if name == _SUBFOLDER else cells[name]
            figure = _figure(name, cell)
            if figure is not None:
                sheet.write_number(number, index, figure, form)
            elif cell:
                said = cell if name == _SUBFOLDER else in_words(name, cell)
                if name == "needs_review" and (uncounted := _UNCOUNTED.get(marks[number - 1])):
                    said = pick(uncounted.zh, uncounted.en)
                sheet.write_string(number, index, _writable(said), form)
            elif asks:
                sheet.write_blank(number, index, None, form)
    sheet.activate()
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _subfolder(cells: dict[str, str]) -> str:
    """The subfolder right below the folder that was read, in which the row's file lies; "" for that folder itself."""
    first, slash, _ = cells["source_file"].partition("/")
    return first if slash else ""


def _several_subfolders(rows: Sequence[dict[str, str]]) -> bool:
    return len({_subfolder(cells) for cells in rows} - {""}) > 1


class _Forms:
    """The formats of the sheet for people, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[str, bool, bool], Any] = {}

    def of(self, name: str, *, asks: bool) -> Any:
        """The format of a column, of a row that asks for review or not."""
        number = "#,##0.00" if name in _AMOUNTS else "0%" if name == "confidence" else "@"
        key = (number, name in _WRAPPED, asks)
        if key not in self._made:
            look: dict[str, Any] = {"num_format": number, "valign": "top", "text_wrap": name in _WRAPPED}
            self._made[key] = self._book.add_format(look | (_ASKS if asks else {}))
        return self._made[key]


def _figure(name: str, cell: str) -> float | None:
    """The cell as a number, where its column holds one that people count with."""
    if name not in _AMOUNTS and name != "confidence":
        return None
    try:
        value = Decimal(cell)
    except InvalidOperation:
        return None
    return float(value) if value.is_finite() else None


def _writable(text: str) -> str:
    return text.translate(_CONTROL)[:_LONGEST_CELL]

from __future__ import annotations

import codecs
import csv
import io
import json
import os
import re
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import openpyxl
import pytest

from extractor.errors import OutputUnwritable
from extractor.evidence import tables
from extractor.evidence.schema import COLUMN_NAMES, COLUMNS, SCHEMA_VERSION, Row
from extractor.evidence.tables import atomic, data_package, guarded, write_table
from extractor.geometry import Box
from extractor.i18n import speak
from tests.helpers import row

LONG = "10001073012025031412345678901234"
ROWS = [
    row(
        captured_at="2025-03-14T21:06:00+08:00",
        screen="wechat_pay.bill",
        order_no="2025031421053312345",
        trade_no=LONG,
        amount="1280.00",
        currency="CNY",
        occurred_at="2025-03-14T21:05:33+08:00",
        status="paid",
        counterparty='上海某某"科技", 有限公司',
        text="支付成功\n-1280.00",
        confidence=0.97,
        box=Box(1, 2, 3, 4),
    ),
    row(
        evidence_id="E-0123456789ab-02",
        kind="promise",
        speaker="other",
        promised_amount="30.00",
        promised_by="2025-03-17",
    ),
    row(kind="unread", source_file="b.png", reasons=["empty_file"], captured_at="", source_sha256=""),
]


@pytest.fixture
def written(tmp_path: Path) -> Path:
    write_table(ROWS, tmp_path)
    return tmp_path


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, strict=True))


# -- CSV --------------------------------------------------------------------------------------------------------


def test_csv_begins_with_a_bom_and_the_header(written: Path) -> None:
    data = (written / "evidence.csv").read_bytes()
    assert data.startswith(codecs.BOM_UTF8)
    assert data[3:].split(b"\r\n")[0].decode() == ",".join(COLUMN_NAMES)


def test_csv_lines_end_with_crlf_and_cells_keep_their_own_breaks(written: Path) -> None:
    data = (written / "evidence.csv").read_bytes()
    assert data.endswith(b"\r\n")
    assert b'"\xe6\x94\xaf\xe4\xbb\x98\xe6\x88\x90\xe5\x8a\x9f\n-1280.00"' in data
    assert re.sub(rb'"(?:[^"]|"")*"', b"", data).count(b"\n") == len(ROWS) + 1


def test_csv_quotes_by_rfc_4180(written: Path) -> None:
    assert (
        b'"\xe4\xb8\x8a\xe6\xb5\xb7\xe6\x9f\x90\xe6\x9f\x90""\xe7\xa7\x91\xe6\x8a\x80"", '
        in (written / "evidence.csv").read_bytes()
    )
    first = read_csv(written / "evidence.csv")[0]
    assert first["counterparty"] == '上海某某"科技", 有限公司'
    assert first["text"] == "支付成功\n-1280.00"


def test_csv_holds_every_cell_of_every_row(written: Path) -> None:
    assert read_csv(written / "evidence.csv") == [r.cells() for r in ROWS]


def test_csv_keeps_long_numbers_plain(written: Path) -> None:
    text = (written / "evidence.csv").read_text(encoding="utf-8-sig")
    assert f",2025031421053312345,{LONG},1280.00,CNY," in text


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_formula_is_made_text_in_csv(tmp_path: Path, start: str) -> None:
    cell = f'{start}HYPERLINK("http://x","y")'
    write_table([row(counterparty=cell, product="a=b", text="1-2")], tmp_path)
    first = read_csv(tmp_path / "evidence.csv")[0]
    assert first["counterparty"] == f"'{cell}"
    assert (first["product"], first["text"]) == ("a=b", "1-2")


def test_a_formula_in_a_file_name_is_made_text(tmp_path: Path) -> None:
    write_table([row(source_file="=cmd|'/c calc'!A1.png")], tmp_path)
    assert read_csv(tmp_path / "evidence.csv")[0]["source_file"].startswith("'=")


def test_guarding_leaves_other_cells_alone() -> None:
    for cell in ("", "1280.00", "a", "'=1", " =1", "2025-03-14"):
        assert guarded(cell) == cell


@pytest.mark.parametrize(
    "text",
    ["a\rb", "a\r\nb", "NaN", "null", "None", "NA", "", " ", "0012", "1e5", "😀", "\u2028", "\x00\x07"],
)
def test_odd_cells_survive_csv(tmp_path: Path, text: str) -> None:
    write_table([row(text=text)], tmp_path)
    assert read_csv(tmp_path / "evidence.csv")[0]["text"] == text


def test_a_run_without_rows_still_has_its_header(tmp_path: Path) -> None:
    write_table([], tmp_path)
    assert (tmp_path / "evidence.csv").read_text(encoding="utf-8-sig") == ",".join(COLUMN_NAMES) + "\n"
    book = openpyxl.load_workbook(tmp_path / "evidence.xlsx")
    assert book.worksheets[0].max_row == 1


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    write_table(ROWS, tmp_path)
    before = (tmp_path / "evidence.csv").read_bytes()
    write_table(ROWS, tmp_path)
    assert (tmp_path / "evidence.csv").read_bytes() == before


# -- XLSX -------------------------------------------------------------------------------------------------------


@pytest.fixture
def sheet(written: Path) -> Any:
    return openpyxl.load_workbook(written / "evidence.xlsx").worksheets[0]


def test_xlsx_heads_its_columns_in_chinese_and_by_name(sheet: Any) -> None:
    heads = [cell.value for cell in sheet[1]]
    assert heads == [f"{column.heading_zh}\n{column.name}" for column in COLUMNS]


def test_xlsx_holds_every_value_as_text(sheet: Any) -> None:
    for cells, given in zip(sheet.iter_rows(min_row=2), ROWS, strict=True):
        assert [cell.value or "" for cell in cells] == list(given.cells().values())
        assert all(cell.data_type == "s" for cell in cells if cell.value is not None)


def test_xlsx_keeps_long_numbers_whole(sheet: Any) -> None:
    cell = sheet.cell(2, COLUMN_NAMES.index("trade_no") + 1)
    assert cell.value == LONG
    assert cell.data_type == "s"
    assert cell.number_format == "@"


def test_xlsx_is_frozen_and_filtered(sheet: Any) -> None:
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref == f"A1:Y{len(ROWS) + 1}"


def test_xlsx_marks_rows_to_review(sheet: Any) -> None:
    plain, asking = sheet.cell(2, 1), sheet.cell(4, 1)
    assert asking.fill.fgColor.rgb != plain.fill.fgColor.rgb


def test_xlsx_is_written_without_the_systems_temporary_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A kill in the middle would leave the screenshots' words there."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "missing"))
    write_table([row(text="内容")], tmp_path)
    assert (tmp_path / "evidence.xlsx").stat().st_size


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-5", "@SUM(A1)", "http://example.com", "{=1}", "a\x07b\x00", "x" * 40_000]
)
def test_xlsx_has_no_formula_link_or_broken_cell(tmp_path: Path, cell: str) -> None:
    write_table([row(counterparty=cell)], tmp_path)
    sheet = openpyxl.load_workbook(tmp_path / "evidence.xlsx").worksheets[0]
    found = sheet.cell(2, COLUMN_NAMES.index("counterparty") + 1)
    assert found.data_type == "s"
    assert found.hyperlink is None
    assert found.value == re.sub(r"[\x00\x07]", "", cell)[:32767]


# -- the sheet for people ---------------------------------------------------------------------------------------


@pytest.fixture
def in_chinese() -> Iterator[None]:
    speak("zh")
    yield
    speak(None)


def read_rows(folder: Path) -> tuple[Any, list[dict[str, Any]]]:
    """The sheet for people, and its rows by heading."""
    sheet = openpyxl.load_workbook(folder / "evidence.xlsx").worksheets[1]
    head, *rows = sheet.iter_rows(values_only=True)
    return sheet, [dict(zip(head, cells, strict=True)) for cells in rows]


@pytest.mark.usefixtures("in_chinese")
def test_the_sheet_for_people_opens_and_is_in_chinese(tmp_path: Path) -> None:
    write_table(
        [
            row(kind="transaction", status="refunded", screen="wechat_pay.bill"),
            row(kind="promise", speaker="other", screen="wechat_pay.export", reasons=["low_confidence:counterparty", "two_reads_disagree:amount=98.00|93.00"]),
        ],
        tmp_path,
    )  # fmt: skip
    sheet, (bill, promise) = read_rows(tmp_path)
    book = openpyxl.load_workbook(tmp_path / "evidence.xlsx")
    assert (book.active.title, sheet.title) == ("中文阅读", "中文阅读")
    assert (bill["类型"], bill["状态"], bill["页面"], bill["需核对"]) == (
        "交易",
        "已退款",
        "微信支付账单详情(商户)",
        "否",
    )
    assert (promise["类型"], promise["说话人"], promise["页面"], promise["需核对"]) == (
        "承诺退款",
        "对方",
        "微信支付账单文件",
        "是",
    )
    assert promise["核对原因"].startswith("对方：")
    assert "金额：" in promise["核对原因"] and "98.00 | 93.00" in promise["核对原因"]
    # nothing but what is shown on the picture, file names and ids is in Latin letters
    words = "".join(str(v) for k, v in promise.items() if v and k not in ("来源文件", "证据编号"))
    assert not re.search(r"[a-z]{3}", words), words


@pytest.mark.usefixtures("in_chinese")
def test_the_sheet_for_people_can_be_summed_and_keeps_long_numbers(written: Path) -> None:
    sheet, rows = read_rows(written)
    assert sum(r["金额"] or 0 for r in rows) == 1280
    assert (rows[0]["交易号"], rows[0]["订单号"]) == (LONG, "2025031421053312345")
    assert rows[1]["承诺金额"] == 30
    assert (rows[0]["发生时间"], rows[1]["承诺期限"]) == ("2025-03-14 21:05", "2025-03-17")
    column = list(rows[0]).index("金额") + 1
    assert sheet.cell(2, column).number_format == "#,##0.00"
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref.startswith("A1:")
    assert sheet.cell(4, 1).fill.fgColor.rgb == "FFFFF2CC"
    assert sheet.cell(2, 1).fill.fgColor.rgb != "FFFFF2CC"


def test_the_sheet_for_people_speaks_english_too(tmp_path: Path) -> None:
    speak("en")
    try:
        write_table([row(kind="refusal", reasons=["single_read:amount"])], tmp_path)
    finally:
        speak(None)
    sheet, (first,) = read_rows(tmp_path)
    assert (sheet.title, first["Kind"], first["Needs review"]) == ("Read", "Refusal", "Yes")


@pytest.mark.parametrize("cell", ["=1+1", "@SUM(A1)", "-1", "+1", "http://x", "00123", "NaN"])
def test_the_sheet_for_people_runs_nothing(tmp_path: Path, cell: str) -> None:
    write_table([row(counterparty=cell, amount=cell, source_file=cell)], tmp_path)
    sheet = openpyxl.load_workbook(tmp_path / "evidence.xlsx").worksheets[1]
    assert all(one.data_type in ("s", "n") and one.hyperlink is None for one in sheet[2])
    assert [one.value for one in sheet[2]].count(cell) >= 2


# -- data package -----------------------------------------------------------------------------------------------

# The parts of Data Package v1 and Table Schema v1 that a reader relies on.
_DESCRIPTOR = {
    "type": "object",
    "required": ["profile", "name", "resources"],
    "properties": {
        "profile": {"const": "tabular-data-package"},
        "name": {"type": "string", "pattern": "^[a-z0-9._-]+$"},
        "resources": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["name", "path", "schema", "encoding"],
                "properties": {
                    "profile": {"const": "tabular-data-resource"},
                    "path": {"type": "string", "pattern": r"^[^/~.][^~]*$"},
                    "encoding": {"enum": ["utf-8"]},
                    "schema": {
                        "type": "object",
                        "required": ["fields"],
                        "properties": {
                            "missingValues": {"type": "array", "items": {"type": "string"}},
                            "primaryKey": {"type": "array", "items": {"type": "string"}},
                            "fields": {
                                "type": "array",
                                "items": {
                                    "type": "object",
                                    "required": ["name", "type", "title", "description"],
                                    "properties": {
                                        "type": {
                                            "enum": [
                                                "string",
                                                "number",
                                                "boolean",
                                                "datetime",
                                                "date",
                                                "integer",
                                            ]
                                        },
                                        "constraints": {
                                            "type": "object",
                                            "properties": {"enum": {"type": "array", "minItems": 1}},
                                            "additionalProperties": False,
                                        },
                                    },
                                },
                            },
                        },
                    },
                },
            },
        },
    },
}


def cell_fits(field: dict[str, Any], cell: str) -> bool:
    """A small reader's check of one cell against its field."""
    if cell == "":
        return True
    if cell not in field.get("constraints", {}).get("enum", [cell]):
        return False
    kind = field["type"]
    if kind == "number":
        return Decimal(cell).is_finite()
    if kind == "boolean":
        return cell in field["trueValues"] + field["falseValues"]
    if kind == "datetime":
        return datetime.fromisoformat(cell).tzinfo is not None
    return kind == "string"


def test_the_data_package_is_a_valid_descriptor(written: Path) -> None:
    package = json.loads((written / "datapackage.json").read_text(encoding="utf-8"))
    jsonschema.validate(package, _DESCRIPTOR)
    assert package == data_package()
    assert package["schema_version"] == SCHEMA_VERSION
    assert (written / package["resources"][0]["path"]).is_file()


def test_the_data_package_describes_every_column_in_order() -> None:
    schema = data_package()["resources"][0]["schema"]
    assert [field["name"] for field in schema["fields"]] == list(COLUMN_NAMES)
    assert set(schema["primaryKey"]) <= set(COLUMN_NAMES)
    assert schema["missingValues"] == [""]


def test_every_csv_cell_fits_its_field(written: Path) -> None:
    fields = {f["name"]: f for f in data_package()["resources"][0]["schema"]["fields"]}
    for cells in read_csv(written / "evidence.csv"):
        for name, cell in cells.items():
            assert cell_fits(fields[name], cell), (name, cell)


def test_the_checker_of_this_test_can_fail() -> None:
    fields = {f["name"]: f for f in data_package()["resources"][0]["schema"]["fields"]}
    assert not cell_fits(fields["kind"], "gossip")
    assert not cell_fits(fields["needs_review"], "yes")
    assert not cell_fits(fields["status"], "done")
    with pytest.raises(ArithmeticError):
        cell_fits(fields["amount"], "1,280.00 元")


# -- atomic -----------------------------------------------------------------------------------------------------


def test_a_file_appears_whole(tmp_path: Path) -> None:
    with atomic(tmp_path / "a.txt") as temporary:
        assert temporary.parent == tmp_path
        assert not (tmp_path / "a.txt").exists()
        temporary.write_text("new")
    assert list(tmp_path.iterdir()) == [tmp_path / "a.txt"]
    assert (tmp_path / "a.txt").read_text() == "new"


@pytest.mark.parametrize(
    "error", [RuntimeError("x"), KeyboardInterrupt(), OSError(28, "No space left on device")]
)
def test_a_failing_writer_leaves_the_old_file_and_no_temporary(tmp_path: Path, error: BaseException) -> None:
    (tmp_path / "a.txt").write_text("old")
    with (
        pytest.raises(OutputUnwritable if isinstance(error, OSError) else type(error)),
        atomic(tmp_path / "a.txt") as temporary,
    ):
        temporary.write_text("half of the n")
        raise error
    assert list(tmp_path.iterdir()) == [tmp_path / "a.txt"]
    assert (tmp_path / "a.txt").read_text() == "old"


def test_a_failing_first_write_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), atomic(tmp_path / "a.txt"):
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []


def test_a_move_that_fails_is_told_and_cleaned_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("old")

    def locked(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "replace", locked)
    monkeypatch.setattr(Path, "replace", locked)
    with pytest.raises(OutputUnwritable) as caught, atomic(tmp_path / "a.txt") as temporary:
        temporary.write_text("new")
    assert "Excel" in str(caught.value)
    assert "-o" in str(caught.value)
    assert list(tmp_path.iterdir()) == [tmp_path / "a.txt"]
    assert (tmp_path / "a.txt").read_text() == "old"


def test_a_folder_that_is_none_is_unwritable(tmp_path: Path) -> None:
    with pytest.raises(OutputUnwritable), atomic(tmp_path / "missing" / "a.txt"):
        pytest.fail("no temporary can exist")


def test_a_table_that_fails_half_way_keeps_the_previous_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_table(ROWS, tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    def dies(frame: Any, path: Path) -> None:
        path.write_bytes(b"half")
        raise RuntimeError

    monkeypatch.setattr(tables, "_write_csv", dies)
    with pytest.raises(RuntimeError):
        write_table([Row("none")], tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_the_encoding_is_bom_once(written: Path) -> None:
    text = io.TextIOWrapper(io.BytesIO((written / "evidence.csv").read_bytes()), encoding="utf-8").read()
    assert text.count("\ufeff") == 1


@pytest.mark.usefixtures("in_chinese")
def test_the_sheet_for_people_begins_with_the_subfolder_where_there_are_several(tmp_path: Path) -> None:
    one = [row(source_file="张三/a.png"), row(source_file="总.png")]
    write_table(one, tmp_path)
    sheet, rows = read_rows(tmp_path)
    assert "子文件夹（人）" not in rows[0] and sheet.freeze_panes == "C2"
    write_table([*one, row(source_file="李四/x/b.png"), row(source_file="=1/c.png")], tmp_path)
    sheet, rows = read_rows(tmp_path)
    assert next(iter(rows[0])) == "子文件夹（人）" and sheet.freeze_panes == "D2"
    assert [r["子文件夹（人）"] for r in rows] == ["张三", None, "李四", "=1"]
    assert sheet.cell(5, 1).data_type == "s"
    # the contract's sheet is as it was
    head = [
        cell.value for cell in next(openpyxl.load_workbook(tmp_path / "evidence.xlsx").worksheets[0].rows)
    ]
    assert len(head) == len(COLUMN_NAMES)
